//! What the foreign forms say of an article besides its body: JSON-LD, pages and NITF fill it in, each from its own
//! names, and a form that stands around another takes from it what it lacks itself.

use super::foreign::source;
use crate::document::{Article, Block, Date, Language, Text};

/// What a form says of an article besides its body.
#[derive(Default)]
pub struct Head {
    /// Its identifier.
    pub id: Option<String>,
    /// Its headline.
    pub headline: Option<Text>,
    /// Its second headline.
    pub subheadline: Option<Text>,
    /// Its sections.
    pub categories: Vec<Text>,
    /// Its authors.
    pub byline: Option<Text>,
    /// The place it was written from.
    pub dateline: Option<Text>,
    /// When it was published.
    pub published: Option<Date>,
    /// Its publisher.
    pub publisher: Option<Text>,
    /// Its address.
    pub url: Option<String>,
    /// Its language.
    pub language: Language,
    /// Whether the language was named.
    pub language_named: bool,
    /// Its description.
    pub summary: Option<Text>,
    /// The notice of rights.
    pub copyright: Option<Text>,
}

impl Head {
    /// An article of this head and a body.
    pub fn article(self, body: Vec<Block>) -> Article {
        Article {
            schema: None,
            id: self.id,
            kicker: None,
            headline: self.headline.unwrap_or_default(),
            subheadline: self.subheadline,
            categories: self.categories,
            byline: self.byline,
            dateline: self.dateline,
            published: self.published,
            source: source(self.publisher, self.url),
            language: self.language,
            summary: self.summary,
            body,
            copyright: self.copyright,
        }
    }
}
