//! Lines for devices with no bidi and no shaping of their own: characters in the order in which they are shown
//! from left to right, letters in Unicode's presentation forms.
//!
//! Which forms a letter has is asked from Unicode's compatibility mappings: the charts list a letter's forms as
//! isolated, final, initial, medial. How letters join comes from their Joining_Type, order from the bidirectional
//! algorithm. A letter without presentation forms stays as it is.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use icu_properties::CodePointMapData;
use icu_properties::props::{BidiMirroringGlyph, JoiningType};
use unicode_bidi::{BidiInfo, Level};
use unicode_normalization::UnicodeNormalization;

use crate::document::Direction;

/// The ligature that every device has letters for: lam with a following alef.
const LAM: char = '\u{644}';
/// The blocks of presentation forms, in the order in which they are asked: a letter of both takes the forms of the
/// first.
const FORMS: [std::ops::RangeInclusive<char>; 2] = ['\u{FE80}'..='\u{FEFC}', '\u{FB50}'..='\u{FBFF}'];

/// The forms of letters and of lam-alef: isolated, final, initial, medial, as many as there are.
static TABLE: LazyLock<BTreeMap<String, Vec<char>>> = LazyLock::new(|| {
    let mut table: BTreeMap<String, Vec<char>> = BTreeMap::new();
    for form in FORMS.into_iter().flatten() {
        let letters: String = [form].into_iter().nfkc().collect();
        let mut chars = letters.chars();
        let known = match (chars.next(), chars.next(), chars.next()) {
            (Some(letter), None, None) => letter != form,
            (Some(LAM), Some(alef), None) => right_joining(alef),
            _ => false,
        };
        if known {
            let forms = table.entry(letters).or_default();
            if forms.len() < 4 {
                forms.push(form);
            }
        }
    }
    table
});

fn joining(c: char) -> JoiningType {
    CodePointMapData::<JoiningType>::new().get(c)
}

fn right_joining(c: char) -> bool {
    joining(c) == JoiningType::RightJoining
}

/// Whether a letter joins to the one before it, and to the one after.
fn joins(c: char) -> (bool, bool) {
    match joining(c) {
        JoiningType::DualJoining | JoiningType::JoinCausing => (true, true),
        JoiningType::RightJoining => (true, false),
        JoiningType::LeftJoining => (false, true),
        _ => (false, false),
    }
}

/// A text whose letters are in their presentation forms, in logical order.
pub(super) fn shaped(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut before = false;
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        at += 1;
        if joining(c) == JoiningType::Transparent {
            out.push(c);
            continue;
        }
        let (to_before, mut to_after) = joins(c);
        let mut letters = String::from(c);
        // Marks between lam and alef stand after both.
        let mut marks = 0;
        if c == LAM {
            marks = chars.iter().skip(at).take_while(|&&c| joining(c) == JoiningType::Transparent).count();
            if let Some(&alef) = chars.get(at + marks).filter(|&&alef| TABLE.contains_key(&format!("{LAM}{alef}"))) {
                letters.push(alef);
                to_after = false;
            }
        }
        let ligature = letters.chars().nth(1).is_some();
        let next = chars.iter().skip(at).find(|&&c| joining(c) != JoiningType::Transparent);
        let after = to_after && next.is_some_and(|&next| joins(next).0);
        let form = match (before && to_before, after) {
            (false, false) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (true, true) => 3,
        };
        match TABLE.get(&letters).and_then(|forms| forms.get(form)) {
            Some(&form) => out.push(form),
            None => out.push_str(&letters),
        }
        if ligature {
            out.extend(chars.iter().skip(at).take(marks));
            at += marks + 1;
        }
        before = to_after;
    }
    out
}

/// A line in visual order, from left to right. Characters that direct or join are gone: they have done their work.
pub(super) fn line(text: &str, direction: Direction) -> String {
    let level = if direction == Direction::RightToLeft { Level::rtl() } else { Level::ltr() };
    let text = shaped(text);
    let info = BidiInfo::new(&text, Some(level));
    let Some(paragraph) = info.paragraphs.first() else { return String::new() };
    let levels = info.reordered_levels_per_char(paragraph, paragraph.range.clone());
    // A letter keeps its marks behind it, as devices expect them.
    let mut clusters: Vec<(Level, String)> = Vec::new();
    for (c, level) in text.chars().zip(levels) {
        match clusters.last_mut() {
            _ if is_control(c) => {}
            Some((_, cluster)) if joining(c) == JoiningType::Transparent => cluster.push(c),
            _ if level.is_rtl() => {
                let mirrored = CodePointMapData::<BidiMirroringGlyph>::new().get(c).mirroring_glyph;
                clusters.push((level, mirrored.unwrap_or(c).into()));
            }
            _ => clusters.push((level, c.into())),
        }
    }
    let levels: Vec<Level> = clusters.iter().map(|(level, _)| *level).collect();
    let order = BidiInfo::reorder_visual(&levels);
    order.into_iter().filter_map(|at| clusters.get(at)).map(|(_, cluster)| cluster.as_str()).collect()
}

/// Joiners, marks of direction, embeddings, overrides and isolates.
fn is_control(c: char) -> bool {
    matches!(c, '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{61C}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_take_the_form_of_their_place() {
        for (text, expected) in [
            ("كتب", "\u{FEDB}\u{FE98}\u{FE90}"),
            ("ورد", "\u{FEED}\u{FEAD}\u{FEA9}"),
            ("سلام", "\u{FEB3}\u{FEFC}\u{FEE1}"),
            ("لَا", "\u{FEFB}\u{64E}"),
            ("إلى", "\u{FE87}\u{FEDF}\u{FEF0}"),
            ("گفت", "\u{FB94}\u{FED4}\u{FE96}"),
            ("می\u{200C}شود", "\u{FEE3}\u{FBFD}\u{200C}\u{FEB7}\u{FEEE}\u{FEA9}"),
            ("كـ", "\u{FEDB}\u{640}"),
            ("كَتَبَ", "\u{FEDB}\u{64E}\u{FE98}\u{64E}\u{FE90}\u{64E}"),
            ("abc 12", "abc 12"),
        ] {
            assert_eq!(shaped(text), expected, "{text}");
        }
    }

    #[test]
    fn a_line_is_in_the_order_of_the_eye() {
        let rtl = |text| line(text, Direction::RightToLeft);
        assert_eq!(rtl("ورد (NATO) 12"), "12 (NATO) \u{FEA9}\u{FEAD}\u{FEED}");
        assert_eq!(rtl("دَ"), "\u{FEA9}\u{64E}");
        assert_eq!(rtl("\u{200F}\u{2068}12%\u{2069} د"), "\u{FEA9} 12%");
        assert_eq!(line("a ورد b", Direction::LeftToRight), "a \u{FEA9}\u{FEAD}\u{FEED} b");
        assert_eq!(rtl(""), "");
    }
}
