//! One article: its head, its body, and nothing that its author did not give.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Block, Date, Language, Text};

/// An article. Only the headline and the body are required; what is not given stays absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// The address of this form's JSON Schema, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// A name for the article that is unique in its collection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// A short line above the headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kicker: Option<Text>,
    /// The headline.
    pub headline: Text,
    /// A line below the headline that adds to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subheadline: Option<Text>,
    /// The labels under which the article was published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Text>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<Text>,
    /// The place it was written from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Text>,
    /// When it was published: `2025-05-18`, or with time and offset as `2025-05-18T09:30:00+03:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// Where it was published first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The language it is written in, as a BCP 47 tag; `ar` where not given.
    #[serde(default)]
    pub language: Language,
    /// What it says, in a sentence or two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Text>,
    /// The blocks of the article, in order; at least one.
    #[schemars(length(min = 1))]
    pub body: Vec<Block>,
    /// The notice of rights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copyright: Option<Text>,
}

/// Where an article was published first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The publication's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// The article's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
