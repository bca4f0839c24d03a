//! The input forms and their names.

use std::fmt;

/// A form in which articles come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// The project's own form as JSON: one object, an array of them, or one a line.
    Json,
    /// The project's own form as YAML.
    Yaml,
    /// The project's own form as TOML.
    Toml,
    /// Markdown, with or without YAML front matter.
    Markdown,
    /// The IPTC's news in JSON, ninjs 1.x to 3.x.
    Ninjs,
    /// schema.org's NewsArticle and its kin, as JSON-LD.
    NewsArticle,
    /// Posts as WordPress's REST interface gives them.
    WordPress,
    /// WordPress's export file of a site.
    Wxr,
    /// JSON Feed.
    JsonFeed,
    /// RSS and Atom.
    Feed,
    /// The IPTC's news in XML: NewsML-G2 and NITF.
    NewsMl,
    /// A web page, or a piece of one.
    Html,
    /// A flat dump as scrapers leave it: JSON objects with a title and a content.
    Flat,
    /// Text copied out of a web page.
    Copied,
}

impl Format {
    /// The forms in JSON, whose articles can be told apart without reading them: an array's elements, or lines.
    pub const IN_JSON: [Format; 5] =
        [Format::Json, Format::Flat, Format::Ninjs, Format::NewsArticle, Format::WordPress];

    /// All forms, in the order in which they are told to the user.
    pub const ALL: [Format; 14] = [
        Format::Json,
        Format::Yaml,
        Format::Toml,
        Format::Markdown,
        Format::Html,
        Format::Ninjs,
        Format::NewsArticle,
        Format::NewsMl,
        Format::Feed,
        Format::JsonFeed,
        Format::WordPress,
        Format::Wxr,
        Format::Flat,
        Format::Copied,
    ];

    /// Whether it is a form of others, which is met as it comes.
    pub const fn is_foreign(self) -> bool {
        !matches!(self, Format::Json | Format::Yaml | Format::Toml | Format::Markdown)
    }

    /// The name by which the user chooses the form.
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Yaml => "yaml",
            Format::Toml => "toml",
            Format::Markdown => "markdown",
            Format::Ninjs => "ninjs",
            Format::NewsArticle => "newsarticle",
            Format::WordPress => "wordpress",
            Format::Wxr => "wxr",
            Format::JsonFeed => "jsonfeed",
            Format::Feed => "feed",
            Format::NewsMl => "newsml",
            Format::Html => "html",
            Format::Flat => "flat",
            Format::Copied => "copied",
        }
    }

    /// The form of that name; other usual names (`yml`, `md`, `txt`, `rss`, `nitf`, …) are
    /// understood too.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let name = match name.as_str() {
            "yml" => "yaml",
            "md" => "markdown",
            "txt" | "text" => "copied",
            "htm" | "xhtml" => "html",
            "rss" | "atom" => "feed",
            "nitf" | "newsml-g2" => "newsml",
            "jsonld" | "json-ld" => "newsarticle",
            other => other,
        };
        Format::ALL.into_iter().find(|format| format.name() == name)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
