//! Digits for generated text: folios, dates, list numbers. The author's own digits are never touched.

use crate::document::Language;

/// A set of decimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Digits {
    /// 0 to 9, as used in the Maghreb.
    European,
    /// ٠ to ٩, as used in the Mashriq.
    #[default]
    ArabicIndic,
    /// ۰ to ۹, for Persian and Urdu.
    Extended,
}

impl Digits {
    /// The digits that a language and its region are used to.
    pub fn of(language: &Language) -> Self {
        let region = language.as_str().rsplit('-').next().unwrap_or("");
        match language.primary() {
            // CLDR's default numbering systems for Arabic regions.
            "ar" if matches!(region, "MA" | "DZ" | "TN" | "LY" | "EH" | "AE") => Digits::European,
            "ar" | "ckb" | "sd" => Digits::ArabicIndic,
            "fa" | "ur" | "ps" | "ks" | "ug" | "pnb" => Digits::Extended,
            _ => Digits::European,
        }
    }

    /// CLDR's name of the numbering system.
    pub fn cldr_name(self) -> &'static str {
        match self {
            Digits::European => "latn",
            Digits::ArabicIndic => "arab",
            Digits::Extended => "arabext",
        }
    }

    /// A number in these digits.
    pub fn number(self, number: usize) -> String {
        let zero = match self {
            Digits::European => '0',
            Digits::ArabicIndic => '\u{660}',
            Digits::Extended => '\u{6F0}',
        };
        let shift = |c: char| c.to_digit(10).and_then(|d| char::from_u32(zero as u32 + d)).unwrap_or(c);
        number.to_string().chars().map(shift).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_each_set() {
        assert_eq!(Digits::ArabicIndic.number(2024), "٢٠٢٤");
        assert_eq!(Digits::Extended.number(190), "۱۹۰");
        assert_eq!(Digits::of(&Language::parse("ar-MA").unwrap()), Digits::European);
        assert_eq!(Digits::of(&Language::default()), Digits::ArabicIndic);
    }
}
