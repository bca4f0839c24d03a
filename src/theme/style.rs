//! How one kind of text is set.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ColourName;
use crate::{fonts, text};

/// Families that a style can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Amiri.
    Amiri,
    /// Noto Naskh Arabic.
    NotoNaskh,
    /// Noto Kufi Arabic, in bold alone.
    NotoKufi,
}

impl From<Family> for fonts::Family {
    fn from(family: Family) -> Self {
        match family {
            Family::Amiri => fonts::Family::Amiri,
            Family::NotoNaskh => fonts::Family::NotoNaskh,
            Family::NotoKufi => fonts::Family::NotoKufi,
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

/// How readily words are drawn out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kashida {
    /// Never.
    Off,
    /// Only where spaces would be wide.
    Light,
    /// Where it keeps spaces even.
    #[default]
    Normal,
    /// Wherever it helps, and further.
    Strong,
}

impl Kashida {
    /// All of them, the rarest first.
    pub const ALL: [Kashida; 4] = [Kashida::Off, Kashida::Light, Kashida::Normal, Kashida::Strong];

    /// Its name in a theme and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Kashida::Off => "off",
            Kashida::Light => "light",
            Kashida::Normal => "normal",
            Kashida::Strong => "strong",
        }
    }
}

impl From<Kashida> for text::Kashida {
    fn from(kashida: Kashida) -> Self {
        match kashida {
            Kashida::Off => text::Kashida::Off,
            Kashida::Light => text::Kashida::Light,
            Kashida::Normal => text::Kashida::Normal,
            Kashida::Strong => text::Kashida::Strong,
        }
    }
}

/// Where lines stand that do not fill the measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Lines fill the measure; the last stands at the start.
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
