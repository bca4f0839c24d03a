//! The labels of counted list items.

use super::Digits;
use crate::document::Numbering;

/// The letters in abjad order, as print counts with them: alef with its hamza, since alone it looks like the digit one,
/// and he in its initial form, since alone it looks like the digit five.
pub const ABJAD: [&str; 28] = [
    "أ",
    "ب",
    "ج",
    "د",
    "ه\u{200D}",
    "و",
    "ز",
    "ح",
    "ط",
    "ي",
    "ك",
    "ل",
    "م",
    "ن",
    "س",
    "ع",
    "ف",
    "ص",
    "ق",
    "ر",
    "ش",
    "ت",
    "ث",
    "خ",
    "ذ",
    "ض",
    "ظ",
    "غ",
];

/// The label of a list's item, counted from 1, without the point after it. Beyond the letters, numbers go on.
pub fn list_label(position: usize, numbering: Numbering, digits: Digits) -> String {
    let letter = match numbering {
        Numbering::Abjad => position.checked_sub(1).and_then(|i| ABJAD.get(i)),
        Numbering::Decimal => None,
    };
    letter.map_or_else(|| digits.number(position), |letter| (*letter).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_end_in_numbers() {
        assert_eq!(list_label(3, Numbering::Abjad, Digits::ArabicIndic), "ج");
        assert_eq!(list_label(29, Numbering::Abjad, Digits::ArabicIndic), "٢٩");
        assert_eq!(list_label(0, Numbering::Abjad, Digits::European), "0");
    }
}
