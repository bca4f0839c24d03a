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
    #[schemars(example = &"2025-05-18-damascus")]
    pub id: Option<String>,
    /// A short line above the headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"إعادة الإعمار")]
    pub kicker: Option<Text>,
    /// The headline.
    #[schemars(example = &"أذربيجان تؤكد دعمها لإعادة إعمار سوريا")]
    pub headline: Text,
    /// A line below the headline that adds to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"مشروعات في الطاقة والتعليم")]
    pub subheadline: Option<Text>,
    /// The labels under which the article was published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(example = ["أخبار"])]
    pub categories: Vec<Text>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"ليلى حداد")]
    pub byline: Option<Text>,
    /// The place it was written from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"دمشق")]
    pub dateline: Option<Text>,
    /// When it was published: `2025-05-18`, or with time and offset as `2025-05-18T09:30:00+03:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"2025-05-18")]
    pub published: Option<Date>,
    /// Where it was published first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The language it is written in, as a BCP 47 tag; `ar` where not given.
    #[serde(default)]
    #[schemars(example = &"ar")]
    pub language: Language,
    /// What it says, in a sentence or two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"لقاء في دمشق بحث مشروعات مشتركة.")]
    pub summary: Option<Text>,
    /// The blocks of the article, in order; at least one.
    #[schemars(length(min = 1), example = serde_json::json!(["فقرة أولى.", { "heading": "قسم", "level": 2 }, "فقرة ثانية."]))]
    pub body: Vec<Block>,
    /// The notice of rights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"© 2025 وكالة المثال")]
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
    #[schemars(example = &"https://example.org/news/1")]
    pub url: Option<String>,
}
