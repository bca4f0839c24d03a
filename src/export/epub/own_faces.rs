//! A theme's own faces in a book, and the parts of them that the book shows.
//!
//! The bundled faces have subsets that were made once. Those of a theme's own faces are made here, of the glyphs that
//! the book's words take when they are shaped, in every language that the book has; each letter's own forms are
//! kept besides, for readers that shape a word otherwise.

use std::collections::BTreeSet;

use crate::document::{Direction, Language};
use crate::fonts::{Chain, Face, FaceId, Library, OwnFamily, subset};
use crate::text::{Align, Fit, Kashida, Look, Paragraph, Shaper, StyledSpan};
use crate::theme::Theme;

/// The families of a theme's own that a book's style sheet asks for.
#[derive(Clone, Copy, Debug, Default)]
pub struct OwnFaces<'a> {
    /// That of running text; the bundled one where there is none.
    pub text: Option<&'a OwnFamily>,
    /// That of headings.
    pub headings: Option<&'a OwnFamily>,
    /// The library that has them.
    pub library: Option<&'a Library>,
}

impl<'a> OwnFaces<'a> {
    /// Those of a theme, from a library that has them.
    pub fn of(theme: &Theme, library: &'a Library) -> Self {
        let own = |family: crate::theme::Family| library.own_family(family.into());
        OwnFaces { text: own(theme.body.family), headings: own(theme.headline.family), library: Some(library) }
    }
}

/// What a book shows: its lines of text, and its languages.
#[derive(Debug, Default)]
pub(super) struct Shown {
    lines: BTreeSet<String>,
    languages: Vec<Language>,
    characters: BTreeSet<char>,
}

/// What a style sheet or reader may add to a book's own text: digits of lists, the marks around them, spaces.
const ADDED: &str = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹ \u{a0}.,-–—:()[]·•…«»“”ـ";

impl Shown {
    /// What some pages show.
    pub fn on<'p>(pages: impl Iterator<Item = &'p str>) -> Self {
        let mut shown = Shown { characters: ADDED.chars().collect(), ..Shown::default() };
        let mut languages = BTreeSet::new();
        for page in pages {
            for value in page.split(" lang=\"").skip(1) {
                languages.insert(value.split('"').next().unwrap_or_default().to_owned());
            }
            for line in text(page).lines().map(str::trim).filter(|line| !line.is_empty()) {
                shown.characters.extend(line.chars());
                shown.lines.insert(line.to_owned());
            }
        }
        shown.languages = languages.iter().filter_map(|language| Language::parse(language).ok()).collect();
        if shown.languages.is_empty() {
            shown.languages.push(Language::default());
        }
        shown
    }

    /// The part of a face that the book shows; none where it can't be made.
    pub fn subset(&self, face: &Face, own: &OwnFaces<'_>) -> Option<Vec<u8>> {
        let library = own.library?;
        let id = library.faces().find(|(_, known)| std::ptr::eq(*known, face)).map(|(id, _)| id)?;
        let mut shaper = Shaper::new(library);
        let mut glyphs = BTreeSet::new();
        let joined = |c: &char| format!("{c} {c}ـ ـ{c} ـ{c}ـ");
        let forms: Vec<String> = self.characters.iter().filter(|c| c.is_alphabetic()).map(joined).collect();
        for language in &self.languages {
            for line in self.lines.iter().chain(&forms) {
                shape(line, id, language, &mut shaper, &mut glyphs);
            }
        }
        subset(face, &glyphs, &self.characters)
    }
}

/// Adds the glyphs that a line takes in a face, whichever direction it is read in.
fn shape(line: &str, face: FaceId, language: &Language, shaper: &mut Shaper<'_>, glyphs: &mut BTreeSet<u16>) {
    let look = Look { chain: Chain(vec![face]), size: 1.0, language: language.clone() };
    let spans = [StyledSpan { range: 0..line.len(), look }];
    // Wide enough for any line.
    let width = f64::from(u32::MAX);
    let fit = Fit { width, first_indent: 0.0, justify: false, kashida: Kashida::Off, em: 1.0, fill_last: false };
    for base in [Direction::RightToLeft, Direction::LeftToRight] {
        let mut prepared = Paragraph { text: line, spans: &spans, base }.prepare(shaper);
        for line in prepared.lines(&fit, Align::Start, shaper) {
            glyphs.extend(line.pieces.iter().flat_map(|piece| &piece.shaped.glyphs).map(|glyph| glyph.id));
        }
    }
}

/// The text of a page, and of what is told of its pictures.
fn text(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    for part in page.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        // A link, a stress or a language changes inside a word; all else ends a line.
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        if !matches!(name, "a" | "em" | "strong" | "span" | "sup" | "bdi") {
            out.push('\n');
        }
        out.push_str(&text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_page_is_found() {
        let shown = Shown::on(
            [r#"<html lang="ar"><p>قال <em>نعم</em> &amp; <span lang="en">no</span></p></html>"#].into_iter(),
        );
        assert_eq!(shown.lines.iter().map(String::as_str).collect::<Vec<_>>(), ["قال نعم & no"]);
        assert_eq!(shown.languages.len(), 2);
        assert!(shown.characters.contains(&'&'));
    }
}
