//! Placed trees to articles and bulletins in the project's own form, which is strict.
//!
//! Accepts what the serde form of the types accepts, and refuses besides what no bulletin can be made of: empty
//! text, rows of unequal length, footnotes that nothing defines. All problems are collected.

use super::fields::{Fields, join};
use super::input::Input;
use super::report::Report;
use super::tree::{Node, Value};
use super::{Item, Outcome, footnotes};
use crate::document::{Article, ArticleEntry, Block, BulletinFile, HeadOrigins, SectionFile, Source, Text};
use crate::say;

pub use crate::diagnostics::nearest;

/// The fields of an article.
const ARTICLE: [&str; 14] = [
    "$schema",
    "id",
    "kicker",
    "headline",
    "subheadline",
    "categories",
    "byline",
    "dateline",
    "published",
    "source",
    "language",
    "summary",
    "body",
    "copyright",
];

/// The fields of a bulletin.
const BULLETIN: [&str; 10] =
    ["$schema", "title", "subtitle", "issue", "date", "language", "publisher", "logo", "theme", "sections"];

/// The fields by which an article or a bulletin is known. `source`, `date` and `language` are left out: prose may
/// have a line that begins so.
const TELLING: [&str; 9] =
    ["$schema", "headline", "subheadline", "kicker", "body", "title", "sections", "categories", "byline"];

/// Whether a file with that field is likely to be an article or a bulletin.
pub fn is_known_field(name: &str) -> bool {
    TELLING.contains(&name)
}

/// The fields by which an article or a bulletin is known.
pub fn known_fields() -> &'static [&'static str] {
    &TELLING
}

/// The article or bulletin that a tree is.
pub fn item(input: &Input, node: &Node, index: usize) -> Outcome {
    let mut report = Report::new(&input.file);
    let bulletin = node.has("sections") || (node.has("title") && !node.has("headline") && !node.has("body"));
    let item = if bulletin {
        report.bulletin(node).map(Item::Bulletin)
    } else {
        report.article_at(node, "").map(Item::Article)
    };
    report.outcome(index, item)
}

/// The head of an article whose body stands elsewhere: Markdown's front matter. The headline may be absent.
pub fn head(report: &mut Report, node: &Node) -> Option<Article> {
    let fields = report.fields(node, "", &ARTICLE)?;
    if let Some(body) = fields.get("body") {
        let cure = say!("take it out, or write the whole article as YAML");
        report.error(body.at, "body", say!("the body stands below the front matter already"), cure);
    }
    let headline = report.optional_text(&fields, "headline").unwrap_or_default();
    Some(report.article_head(&fields, headline))
}

impl Report {
    fn article_at(&mut self, node: &Node, path: &str) -> Option<Article> {
        let fields = self.fields(node, path, &ARTICLE)?;
        let headline = self.required_text(&fields, "headline", "\"…\"");
        let mut article = self.article_head(&fields, headline.unwrap_or_default());
        match fields.get("body") {
            None => self.missing(&fields, "body", "[\"…\"]"),
            Some(body) => {
                let entries = self.list(body, &fields.path_of("body"), say!("paragraph")).unwrap_or_default();
                article.body = entries.into_iter().filter_map(|(node, path)| self.block(node, &path)).collect();
            }
        }
        footnotes::check(self, &article, fields.get("body"), path);
        Some(article)
    }

    /// All of an article but its body.
    fn article_head(&mut self, fields: &Fields, headline: Text) -> Article {
        Article {
            schema: self.optional_string(fields, "$schema"),
            id: self.optional_string(fields, "id"),
            kicker: self.optional_text(fields, "kicker"),
            headline,
            subheadline: self.optional_text(fields, "subheadline"),
            categories: self.categories(fields),
            byline: self.optional_text(fields, "byline"),
            dateline: self.optional_text(fields, "dateline"),
            published: self.optional_date(fields, "published"),
            source: self.source(fields),
            language: self.language(fields),
            summary: self.optional_text(fields, "summary"),
            body: Vec::new(),
            copyright: self.optional_text(fields, "copyright"),
        }
    }

    fn categories(&mut self, fields: &Fields) -> Vec<Text> {
        let Some(node) = fields.get("categories") else { return Vec::new() };
        let entries = self.any_list(node, &fields.path_of("categories")).unwrap_or_default();
        self.texts(entries)
    }

    fn source(&mut self, fields: &Fields) -> Option<Source> {
        let (node, path) = self.optional(fields, "source")?;
        let fields = self.fields(node, &path, &["name", "url"])?;
        Some(Source { name: self.optional_text(&fields, "name"), url: self.optional_string(&fields, "url") })
    }

    /// A text that must be there.
    pub fn required_text(&mut self, fields: &Fields, name: &str, example: &str) -> Option<Text> {
        match fields.get(name) {
            Some(node) => self.text(node, &fields.path_of(name)),
            None => {
                self.missing(fields, name, example);
                None
            }
        }
    }

    fn bulletin(&mut self, node: &Node) -> Option<BulletinFile> {
        let fields = self.fields(node, "", &BULLETIN)?;
        let title = self.required_text(&fields, "title", "\"…\"");
        let mut sections = Vec::new();
        match fields.get("sections") {
            None => self.missing(&fields, "sections", "[{ articles: [\"path\"] }]"),
            Some(node) => {
                for (node, path) in self.list(node, "sections", say!("section")).unwrap_or_default() {
                    sections.extend(self.section(node, &path));
                }
            }
        }
        Some(BulletinFile {
            schema: self.optional_string(&fields, "$schema"),
            title: title.unwrap_or_default(),
            subtitle: self.optional_text(&fields, "subtitle"),
            issue: self.optional_text(&fields, "issue"),
            date: self.optional_date(&fields, "date"),
            language: self.language(&fields),
            publisher: self.optional_text(&fields, "publisher"),
            logo: self.optional_string(&fields, "logo"),
            theme: self.optional_string(&fields, "theme"),
            origins: HeadOrigins { logo: self.origin_of(&fields, "logo"), theme: self.origin_of(&fields, "theme") },
            sections,
        })
    }

    fn section(&mut self, node: &Node, path: &str) -> Option<SectionFile> {
        let fields = self.fields(node, path, &["title", "articles"])?;
        let title = self.optional_text(&fields, "title");
        let mut articles = Vec::new();
        match fields.get("articles") {
            None => self.missing(&fields, "articles", "[\"path\"]"),
            Some(node) => {
                let entries = self.any_list(node, &join(path, "articles")).unwrap_or_default();
                if entries.is_empty() && matches!(node.value, Value::List(_)) {
                    self.warning(
                        node.at,
                        &join(path, "articles"),
                        say!("the section has no articles"),
                        say!("leave it out"),
                    );
                }
                articles = entries.into_iter().filter_map(|(node, path)| self.entry(node, &path)).collect();
            }
        }
        Some(SectionFile { title, articles })
    }

    fn entry(&mut self, node: &Node, path: &str) -> Option<ArticleEntry> {
        match &node.value {
            Value::Map(_) => self.article_at(node, path).map(|article| ArticleEntry::Article(Box::new(article))),
            Value::String(_) => {
                let placed = self.string(node, path)?;
                let origin = placed.origin(&self.file, path);
                Some(ArticleEntry::Path(Text::new(placed.text.clone()).read_at(origin)))
            }
            _ => {
                self.wrong_kind(node, path, say!("an article or the path of its file"), say!());
                None
            }
        }
    }
}

/// Whether anything in a body can be read.
pub fn has_content(body: &[Block]) -> bool {
    body.iter().any(|block| !matches!(block, Block::Divider(_) | Block::Footnote(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_fields_are_those_of_the_schema() {
        let schema = crate::document::schema();
        for (name, known) in [("Article", &ARTICLE[..]), ("BulletinFile", &BULLETIN[..])] {
            let properties = schema["$defs"][name]["properties"].as_object().unwrap();
            let mut ours: Vec<&str> = known.to_vec();
            let mut theirs: Vec<&str> = properties.keys().map(String::as_str).collect();
            ours.sort_unstable();
            theirs.sort_unstable();
            assert_eq!(ours, theirs, "{name}");
        }
    }
}
