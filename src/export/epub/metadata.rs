//! What a book says of itself: the `metadata` element of its package.
//!
//! Only what the bulletin gives is stated. The accessibility statements are those of EPUB Accessibility 1.1 that
//! the pages themselves bear out. `conformsTo` is a claim of evaluation by a person and is not made.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::page::line;
use super::xml;
use crate::document::{Article, Bulletin, Language, Text};
use crate::locale::Phrase;

/// The title a book goes by: the bulletin's, else its first article's headline.
pub(super) fn title(bulletin: &Bulletin) -> String {
    bulletin
        .title
        .iter()
        .chain(bulletin.articles().map(|article| &article.headline))
        .map(line)
        .find(|title| !title.is_empty())
        .unwrap_or_else(|| Phrase::Untitled.text(&bulletin.language).to_owned())
}

/// An identifier that follows from the bulletin's content alone: a UUID of version 8 (RFC 9562), whose bits are
/// taken from a SHA-256 of the bulletin in the project's own JSON.
pub(super) fn identifier(bulletin: &Bulletin) -> String {
    let mut hash = Hasher(Sha256::new());
    let head = (
        (&bulletin.title, &bulletin.subtitle, &bulletin.issue, &bulletin.date),
        (&bulletin.language, &bulletin.publisher, &bulletin.logo),
    );
    // Writing into a hash does not fail, and every value here has a JSON form.
    let _ = serde_json::to_writer(&mut hash, &head);
    for section in &bulletin.sections {
        let _ = serde_json::to_writer(&mut hash, &(&section.title, section.articles.len()));
        for article in &section.articles {
            let _ = serde_json::to_writer(&mut hash, article);
        }
    }
    let digest: [u8; 32] = hash.0.finalize().into();
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or("");
    // The thirteenth digit is the version, the top bits of the seventeenth the variant.
    let variant = match part(16, 17) {
        "0" | "4" | "8" | "c" => '8',
        "1" | "5" | "9" | "d" => '9',
        "2" | "6" | "a" | "e" => 'a',
        _ => 'b',
    };
    format!("urn:uuid:{}-{}-8{}-{variant}{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

struct Hasher(Sha256);

impl std::io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A moment as `dcterms:modified` has it, in seconds since 1970. Years that the form can't hold are brought to
/// its ends.
pub(super) fn modified(unix_seconds: i64) -> String {
    // 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z, less a day for jiff's own bounds.
    let seconds = unix_seconds.clamp(-62_167_219_200, 253_402_207_200);
    let moment = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What the pages hold that the metadata tells.
pub(super) struct Seen {
    /// Whether a picture that carries meaning is shown.
    pub shown: bool,
    /// Whether one has no words for those who can't see it.
    pub undescribed: bool,
    /// Whether one may move.
    pub moving: bool,
    /// Whether there is a cover, which has words.
    pub cover: bool,
    /// Whether the printed edition's pages are marked.
    pub page_list: bool,
}

/// The content of the package's `metadata` element. The identifier's element has the id `id`.
pub(super) fn element(
    bulletin: &Bulletin,
    title: &str,
    (id, identifier): (&str, &str),
    modified: &str,
    seen: &Seen,
) -> String {
    let mut out = Metadata::default();
    out.plain(&format!("dc:identifier id=\"{id}\""), identifier);
    titles(bulletin, title, &mut out);
    for language in languages(bulletin) {
        out.plain("dc:language", language);
    }
    for (at, creator) in unique(bulletin.articles().filter_map(|a| a.byline.as_ref())).iter().enumerate() {
        let at = at + 1;
        out.plain(&format!("dc:creator id=\"creator-{at}\""), creator);
        out.plain(&format!("meta refines=\"#creator-{at}\" property=\"role\" scheme=\"marc:relators\""), "aut");
    }
    if let Some(publisher) = &bulletin.publisher {
        out.plain("dc:publisher", &line(publisher));
    }
    if let Some(date) = bulletin.dated() {
        out.plain("dc:date", &date.day().to_string());
    }
    out.plain("meta property=\"dcterms:modified\"", modified);
    for subject in unique(bulletin.articles().flat_map(|a| &a.categories)) {
        out.plain("dc:subject", &subject);
    }
    if let Some(article) = only_article(bulletin) {
        if let Some(summary) = &article.summary {
            out.plain("dc:description", &line(summary));
        }
        if let Some(source) = &article.source {
            let name = source.name.as_ref().map(line).unwrap_or_default();
            out.plain("dc:source", source.url.as_deref().unwrap_or(&name));
        }
    }
    for rights in unique(bulletin.articles().filter_map(|a| a.copyright.as_ref())) {
        out.plain("dc:rights", &rights);
    }
    accessibility(bulletin, title, seen, &mut out);
    if bulletin.language.direction() == crate::document::Direction::RightToLeft {
        // Kindle takes the direction of pages from here as well as from the spine.
        out.0.push_str("<meta name=\"primary-writing-mode\" content=\"horizontal-rl\"/>\n");
    }
    out.0
}

fn titles(bulletin: &Bulletin, title: &str, out: &mut Metadata) {
    out.plain("dc:title id=\"title\"", title);
    out.plain("meta refines=\"#title\" property=\"title-type\"", "main");
    if bulletin.title.is_none() {
        return;
    }
    for (id, kind, text) in [("subtitle", "subtitle", &bulletin.subtitle), ("issue", "edition", &bulletin.issue)] {
        if let Some(text) = text.as_ref().filter(|text| !text.is_blank()) {
            out.plain(&format!("dc:title id=\"{id}\""), &line(text));
            out.plain(&format!("meta refines=\"#{id}\" property=\"title-type\""), kind);
        }
    }
}

/// The bulletin's language first, then those of its articles.
fn languages(bulletin: &Bulletin) -> Vec<&str> {
    let mut languages = vec![bulletin.language.as_str()];
    for article in bulletin.articles() {
        if !languages.contains(&article.language.as_str()) {
            languages.push(article.language.as_str());
        }
    }
    languages
}

fn only_article(bulletin: &Bulletin) -> Option<&Article> {
    let mut articles = bulletin.articles();
    let article = articles.next()?;
    (bulletin.title.is_none() && articles.next().is_none()).then_some(article)
}

/// Texts on one line each, every one once, in the order of their first occurrence.
fn unique<'a>(texts: impl Iterator<Item = &'a Text>) -> Vec<String> {
    let mut known = BTreeSet::new();
    texts.map(line).filter(|text| !text.is_empty() && known.insert(text.clone())).collect()
}

fn accessibility(bulletin: &Bulletin, title: &str, seen: &Seen, out: &mut Metadata) {
    let property = |name: &str| format!("meta property=\"schema:{name}\"");
    out.plain(&property("accessMode"), "textual");
    if seen.shown || seen.cover {
        out.plain(&property("accessMode"), "visual");
    }
    let sufficient = if seen.undescribed { "textual,visual" } else { "textual" };
    out.plain(&property("accessModeSufficient"), sufficient);
    for feature in ["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"] {
        out.plain(&property("accessibilityFeature"), feature);
    }
    if (seen.shown || seen.cover) && !seen.undescribed {
        out.plain(&property("accessibilityFeature"), "alternativeText");
    }
    if seen.page_list {
        for feature in ["pageNavigation", "pageBreakMarkers"] {
            out.plain(&property("accessibilityFeature"), feature);
        }
        // The pages are those of the PDF, which has the same title and no identifier of its own.
        out.plain("meta property=\"pageBreakSource\"", &format!("{title} (PDF)"));
    }
    let hazard = if seen.moving { "unknown" } else { "none" };
    out.plain(&property("accessibilityHazard"), hazard);
    let summary = if seen.undescribed { Phrase::AccessibleTextOnly } else { Phrase::AccessibleText };
    let language = Phrase::other_language(&bulletin.language);
    let language = language.as_ref().unwrap_or(&bulletin.language);
    out.plain(&property_in("accessibilitySummary", language), summary.text(&bulletin.language));
}

fn property_in(name: &str, language: &Language) -> String {
    let (tag, dir) = (language.as_str(), language.direction().as_html());
    format!("meta property=\"schema:{name}\" xml:lang=\"{tag}\" dir=\"{dir}\"")
}

#[derive(Default)]
struct Metadata(String);

impl Metadata {
    /// Adds an element: its name with its attributes, and its escaped content, where there is any.
    fn plain(&mut self, open: &str, content: &str) {
        let content = xml::escaped(content);
        if content.trim().is_empty() {
            return;
        }
        let name = open.split(' ').next().unwrap_or(open);
        self.0.push_str(&format!("<{open}>{}</{name}>\n", content.trim()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_four_digit_years() {
        assert_eq!(modified(1_735_430_400), "2024-12-29T00:00:00Z");
        assert_eq!(modified(0), "1970-01-01T00:00:00Z");
        assert_eq!(modified(i64::MIN), "0000-01-01T00:00:00Z");
        assert!(modified(i64::MAX).starts_with("9999-12-3"));
    }

    #[test]
    fn the_identifier_follows_from_the_content() {
        let bulletin = |headline: &str| {
            Bulletin::of(Article { headline: headline.into(), body: Vec::new(), ..Article::default() })
        };
        let one = identifier(&bulletin("أ"));
        assert_eq!(one, identifier(&bulletin("أ")));
        assert_ne!(one, identifier(&bulletin("ب")));
        assert_eq!(one.len(), "urn:uuid:".len() + 36);
        assert_eq!(one.get(23..24), Some("8"));
    }
}
