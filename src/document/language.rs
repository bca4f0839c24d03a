//! Language tags and the direction they are written in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The direction in which a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From right to left.
    RightToLeft,
    /// From left to right.
    LeftToRight,
}

impl Direction {
    /// The value of HTML's `dir` attribute.
    pub fn as_html(self) -> &'static str {
        match self {
            Direction::RightToLeft => "rtl",
            Direction::LeftToRight => "ltr",
        }
    }
}

/// A BCP 47 language tag, well-formed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", description = "A BCP 47 language tag, as ar, ar-SY or en.")]
pub struct Language {
    tag: Box<str>,
    direction: Direction,
}

impl Language {
    /// Reads a tag.
    ///
    /// # Errors
    /// When the tag is not well-formed after BCP 47; the text of the error is the tag.
    pub fn parse(tag: &str) -> Result<Self, String> {
        let id: icu_locale::LanguageIdentifier = tag.parse().map_err(|_| tag.to_owned())?;
        let direction = match icu_locale::LocaleDirectionality::new_common().get(&id) {
            Some(icu_locale::Direction::RightToLeft) => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        };
        Ok(Language { tag: id.to_string().into(), direction })
    }

    /// The tag in its canonical case.
    pub fn as_str(&self) -> &str {
        &self.tag
    }

    /// The language's own subtag: `ar` of `ar-SY`.
    pub fn primary(&self) -> &str {
        self.tag.split('-').next().unwrap_or(&self.tag)
    }

    /// The direction it is written in.
    pub fn direction(&self) -> Direction {
        self.direction
    }
}

impl Default for Language {
    /// Arabic.
    fn default() -> Self {
        Language { tag: "ar".into(), direction: Direction::RightToLeft }
    }
}

impl TryFrom<String> for Language {
    type Error = String;
    fn try_from(tag: String) -> Result<Self, String> {
        Language::parse(&tag).map_err(|tag| format!("“{tag}” is not a language tag"))
    }
}

impl From<Language> for String {
    fn from(language: Language) -> String {
        language.tag.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_comes_from_the_language_or_its_script() {
        for (tag, direction) in [
            ("ar", Direction::RightToLeft),
            ("ar-SY", Direction::RightToLeft),
            ("fa", Direction::RightToLeft),
            ("en", Direction::LeftToRight),
            ("az-Arab", Direction::RightToLeft),
            ("az", Direction::LeftToRight),
        ] {
            assert_eq!(Language::parse(tag).unwrap().direction(), direction, "{tag}");
        }
        assert_eq!(Language::parse("AR-sy").unwrap().as_str(), "ar-SY");
        assert!(Language::parse("عربي").is_err());
    }
}
