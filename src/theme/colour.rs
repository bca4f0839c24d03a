//! Colours as themes write them.

use serde::{Deserialize, Deserializer};

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
        let hex = written.strip_prefix('#').filter(|h| h.len() == 6 && h.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok();
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

    /// Whether it is a shade of grey.
    pub fn is_grey(self) -> bool {
        self.red == self.green && self.green == self.blue
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        Colour::parse(&written)
            .ok_or_else(|| serde::de::Error::custom(format!("“{written}” is not a colour; write it as #rrggbb")))
    }
}
