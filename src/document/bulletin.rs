//! A bulletin: what is published, in sections of articles.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Article, Date, Language, Text};
use crate::diagnostics::{Origin, Place};

/// A bulletin with all its articles at hand: what layout and the exporters take.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bulletin {
    /// Its title; absent where a single article is set by itself.
    pub title: Option<Text>,
    /// A line below the title.
    pub subtitle: Option<Text>,
    /// The issue's number or name.
    pub issue: Option<Text>,
    /// The day it is published.
    pub date: Option<Date>,
    /// Its language, for all that no article says.
    pub language: Language,
    /// Who publishes it.
    pub publisher: Option<Text>,
    /// The logo's path, relative to the bulletin's file.
    pub logo: Option<String>,
    /// The theme's name or path.
    pub theme: Option<String>,
    /// Where logo and theme were written.
    pub origins: HeadOrigins,
    /// The sections in order.
    pub sections: Vec<Section>,
}

/// Where a bulletin's paths were written, for what is wrong with the files behind them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeadOrigins {
    /// The logo's path.
    pub logo: Origin,
    /// The theme's name or path.
    pub theme: Origin,
}

impl HeadOrigins {
    /// The place of the logo's path.
    pub fn logo_place(&self) -> Place {
        self.logo.start().with_field("logo")
    }

    /// The place of the theme's name or path.
    pub fn theme_place(&self) -> Place {
        self.theme.start().with_field("theme")
    }
}

/// Some articles of a bulletin, perhaps under a title.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// The section's title.
    pub title: Option<Text>,
    /// Its articles, in order.
    pub articles: Vec<Article>,
}

impl Bulletin {
    /// A single article, as a bulletin without a title.
    pub fn of(article: Article) -> Self {
        Bulletin {
            language: article.language.clone(),
            sections: vec![Section { title: None, articles: vec![article] }],
            ..Bulletin::default()
        }
    }

    /// All articles in order.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.sections.iter().flat_map(|s| &s.articles)
    }

    /// The day that the outputs carry where none is given from outside: the bulletin's own, else the latest
    /// article's.
    pub fn dated(&self) -> Option<&Date> {
        self.date.as_ref().or_else(|| self.articles().filter_map(|a| a.published.as_ref()).max())
    }
}

/// A bulletin's own file: articles stand in it, or are named by path.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BulletinFile {
    /// The address of this form's JSON Schema, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The bulletin's title.
    #[schemars(example = &"نشرة الأسبوع")]
    pub title: Text,
    /// A line below the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"نشرة أسبوعية")]
    pub subtitle: Option<Text>,
    /// The issue's number or name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"العدد ٢١")]
    pub issue: Option<Text>,
    /// The day it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"2025-05-18")]
    pub date: Option<Date>,
    /// Its language, as a BCP 47 tag; `ar` where not given.
    #[serde(default)]
    pub language: Language,
    /// Who publishes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"دار المثال")]
    pub publisher: Option<Text>,
    /// The logo's path, relative to this file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"pictures/logo.png")]
    pub logo: Option<String>,
    /// A built-in theme's name, or the path of a theme file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"classic")]
    pub theme: Option<String>,
    /// Where logo and theme were written.
    #[serde(skip)]
    pub origins: HeadOrigins,
    /// The sections in order; at least one.
    #[schemars(length(min = 1))]
    pub sections: Vec<SectionFile>,
}

/// A section in a bulletin's own file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionFile {
    /// The section's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// The articles: each in full, or the path of its file, relative to this one.
    pub articles: Vec<ArticleEntry>,
}

/// An article in a bulletin's own file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ArticleEntry {
    /// The path of the article's file, relative to the bulletin's.
    Path(Text),
    /// The article itself.
    Article(Box<Article>),
}
