//! How one kind of text is set.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::ColourName;
use crate::fonts;

/// Families that a style can name: bundled ones, and those that the theme's `[faces]` brings along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Amiri.
    Amiri,
    /// Noto Naskh Arabic.
    NotoNaskh,
    /// Noto Kufi Arabic, in bold alone.
    NotoKufi,
    /// One of the theme's own, by its number. A file names it by its name, which the draft resolves.
    Own(u8),
}

impl Family {
    /// The names of the bundled families.
    pub const BUNDLED: [&str; 3] = ["amiri", "noto-naskh", "noto-kufi"];
}

impl JsonSchema for Family {
    fn schema_name() -> Cow<'static, str> {
        "Family".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A family of faces: a bundled one, or one that `faces` names.",
            "type": "string",
            "examples": Family::BUNDLED,
        })
    }
}

impl From<Family> for fonts::Family {
    fn from(family: Family) -> Self {
        match family {
            Family::Amiri => fonts::Family::Amiri,
            Family::NotoNaskh => fonts::Family::NotoNaskh,
            Family::NotoKufi => fonts::Family::NotoKufi,
            Family::Own(number) => fonts::Family::Own(number),
        }
    }
}

/// Regular or bold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Regular.
    #[default]
    Regular,
    /// Bold.
    Bold,
}

/// Where lines stand that do not fill the measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Lines fill the measure; the last stands at the start. Left-to-right text stays ragged: it is not hyphenated.
    Justify,
    /// At the side where reading starts.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the side where reading ends.
    End,
}

/// How one kind of text is set.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextStyle {
    /// The family.
    pub family: Family,
    /// The weight.
    #[serde(default)]
    pub weight: Weight,
    /// The em in points.
    #[schemars(range(min = 4.0, max = 200.0), extend("x-unit" = "pt"))]
    pub size: f64,
    /// From baseline to baseline, in points.
    #[schemars(range(min = 4.0, max = 400.0), extend("x-unit" = "pt"))]
    pub leading: f64,
    /// First-line indent in points.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 200.0), extend("x-unit" = "pt"))]
    pub indent: f64,
    /// Where its lines stand.
    #[serde(default)]
    pub align: Align,
    /// Its colour.
    #[serde(default)]
    pub colour: ColourName,
}
