//! Colours as themes write them.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

impl Colour {
    /// Black.
    pub const BLACK: Colour = Colour { red: 0, green: 0, blue: 0 };

    /// Reads `#rrggbb`.
    pub fn parse(written: &str) -> Option<Self> {
        let hex = written.strip_prefix('#').filter(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let part = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
        Some(Colour { red: part(0)?, green: part(2)?, blue: part(4)? })
    }

    /// Its contrast to white, from 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast_to_white(self) -> f64 {
        let linear = |value: u8| {
            let v = f64::from(value) / 255.0;
            if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        let luminance = 0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue);
        1.05 / (luminance + 0.05)
    }

    /// The lightest shade of it whose contrast to white is at least `contrast`, itself where it has that.
    pub fn darkened(self, contrast: f64) -> Self {
        let shade = |share: u32| {
            let part = |value: u8| (u32::from(value) * share / 100) as u8;
            Colour { red: part(self.red), green: part(self.green), blue: part(self.blue) }
        };
        (0..=100).rev().map(shade).find(|c| c.contrast_to_white() >= contrast).unwrap_or(Colour::BLACK)
    }

    /// Whether it is a shade of grey.
    pub fn is_grey(self) -> bool {
        self.red == self.green && self.green == self.blue
    }
}

impl fmt::Display for Colour {
    /// As themes write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        Colour::parse(&written)
            .ok_or_else(|| serde::de::Error::custom(format!("“{written}” is not a colour; write it as #rrggbb")))
    }
}

impl JsonSchema for Colour {
    fn schema_name() -> Cow<'static, str> {
        "Colour".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A colour in sRGB, as `#rrggbb`.",
            "type": "string",
            "pattern": "^#[0-9A-Fa-f]{6}$",
        })
    }
}

/// The colours of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    /// Running text.
    pub text: Colour,
    /// Text that stands back.
    pub quiet: Colour,
    /// Text that stands out.
    pub accent: Colour,
    /// Rules.
    pub rule: Colour,
}

/// A colour by its name in the theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ColourName {
    /// That of running text.
    #[default]
    Text,
    /// That of text that stands back.
    Quiet,
    /// That of text that stands out.
    Accent,
}

impl Colours {
    /// The colour of a name.
    pub fn get(&self, name: ColourName) -> Colour {
        match name {
            ColourName::Text => self.text,
            ColourName::Quiet => self.quiet,
            ColourName::Accent => self.accent,
        }
    }
}
