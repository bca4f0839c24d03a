//! Where a line may break: UAX #14 by icu_segmenter, less what Arabic typesetting forbids or regrets.
//!
//! W3C's Arabic layout requirements: lines break between words only, and nothing is hyphenated.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

use super::itemize::{is_letter, is_mark};

/// An opportunity to break.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Break {
    /// The byte offset at which the next line would begin.
    pub offset: usize,
    /// Whether the line must end here.
    pub forced: bool,
    /// What breaking here costs beside the line's own badness, in the units of `fit`.
    pub penalty: f64,
}

/// Between a number and its month: `29 كانون الأول` reads as one. Weaker than a line half a space too wide.
const PENALTY_DATE: f64 = 40.0;
/// Before a word of one letter, which looks lost at the end of a line: `و` set apart.
const PENALTY_SHORT_WORD: f64 = 30.0;
/// After a sign inside a word: `ديسمبر/كانون`. A space is the better place.
const PENALTY_INSIDE_WORD: f64 = 60.0;

/// All opportunities in a paragraph's text, in order; the last stands at its end.
pub fn breaks(text: &str) -> Vec<Break> {
    // Khmer, Lao, Myanmar and Thai, which need dictionaries, are outside what the bundled faces can set.
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let mut found = Vec::new();
    for offset in segmenter.segment_str(text) {
        if offset == 0 {
            continue;
        }
        if offset == text.len() || text[..offset].ends_with('\n') {
            found.push(Break { offset, forced: true, penalty: 0.0 });
        } else if !is_forbidden(text, offset) {
            found.push(Break { offset, forced: false, penalty: penalty(text, offset) });
        }
    }
    found
}

/// Breaks that the algorithm allows and a reader would not: in `50 %` and in `10–20`.
fn is_forbidden(text: &str, offset: usize) -> bool {
    let (before, after) = text.split_at(offset);
    let left = before.trim_end_matches(' ');
    let is_digit = |c: char| c.is_numeric();
    if left.ends_with(is_digit) && after.starts_with(['%', '٪', '‰', '°']) {
        return true;
    }
    left.len() == before.len() && before.ends_with(['–', '-', '/']) && after.starts_with(is_digit) && {
        let mut back = before.chars().rev();
        back.next();
        back.next().is_some_and(is_digit)
    }
}

fn penalty(text: &str, offset: usize) -> f64 {
    let (before, after) = text.split_at(offset);
    if !before.ends_with(char::is_whitespace) {
        return PENALTY_INSIDE_WORD;
    }
    let last = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or("");
    let next = after.split(char::is_whitespace).next().unwrap_or("");
    if !last.is_empty() && last.chars().all(char::is_numeric) && next.starts_with(is_arabic_letter) {
        return PENALTY_DATE;
    }
    // A line that ends after a one-letter word ends in a hanging letter.
    if last.chars().filter(|&c| !is_mark(c)).count() == 1 && last.starts_with(is_arabic_letter) {
        return PENALTY_SHORT_WORD;
    }
    0.0
}

fn is_arabic_letter(c: char) -> bool {
    ('\u{620}'..='\u{6D3}').contains(&c) && is_letter(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        let mut from = 0;
        breaks(text)
            .iter()
            .map(|b| {
                let part = &text[from..b.offset];
                from = b.offset;
                part
            })
            .collect()
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(parts("في ديسمبر/كانون الأول"), ["في ", "ديسمبر/", "كانون ", "الأول"]);
        assert_eq!(parts("نسبة 50 % من"), ["نسبة ", "50 % ", "من"]);
        assert_eq!(parts("بين 10–20 عاما"), ["بين ", "10–20 ", "عاما"]);
        assert_eq!(parts("سطر\nآخر"), ["سطر\n", "آخر"]);
        assert_eq!(parts("قال «نعم» (لا)"), ["قال ", "«نعم» ", "(لا)"]);
    }

    #[test]
    fn a_date_is_kept_together_where_it_costs_little() {
        let found = breaks("في 29 كانون الأول");
        assert_eq!(found.iter().map(|b| b.penalty > 0.0).collect::<Vec<_>>(), [false, true, false, false]);
    }
}
