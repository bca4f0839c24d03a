//! Where a line may break: UAX #14 by icu_segmenter, less what Arabic typesetting forbids or regrets.
//!
//! W3C's Arabic layout requirements: lines break between words only, and nothing is hyphenated.

use std::ops::Range;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::itemize::{is_letter, is_mark, is_plain_letter};

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

/// About how many bytes a word and the space after it have.
const AVERAGE_WORD: usize = 10;

/// All opportunities in a paragraph's text, in order; the last stands at its end.
///
/// Between two letters a space is an opportunity, whatever else there is, and no rule looks back beyond it; among letters
/// there is none (UAX #14, LB18 and LB28). So the algorithm is only asked about what lies between such spaces, where that
/// is more than letters.
pub fn breaks(text: &str) -> Vec<Break> {
    // Khmer, Lao, Myanmar and Thai, which need dictionaries, are outside what the bundled faces can set.
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let mut found = Vec::with_capacity(text.len() / AVERAGE_WORD);
    // Where the open stretch begins, how many letters it has, and whether it has anything else.
    let (mut from, mut letters, mut is_plain) = (0, 0, true);
    // Whether a letter, or a letter and a space, stand before.
    let (mut after_letter, mut after_space) = (false, false);
    for (at, c) in text.char_indices() {
        if is_plain_letter(c) {
            if after_space {
                if is_plain {
                    let penalty = if letters == 1 { PENALTY_SHORT_WORD } else { 0.0 };
                    found.push(Break { offset: at, forced: false, penalty });
                } else {
                    add(text, from..at, &segmenter, &mut found);
                }
                (from, letters, is_plain) = (at, 0, true);
            }
            letters += 1;
            (after_letter, after_space) = (true, false);
        } else {
            after_space = after_letter && c == ' ';
            after_letter = false;
            // A space that ends the stretch is none of its own.
            is_plain &= after_space;
        }
    }
    add(text, from..text.len(), &segmenter, &mut found);
    found
}

/// Adds what the algorithm finds in a part of the text.
fn add(text: &str, part: Range<usize>, segmenter: &LineSegmenterBorrowed<'_>, found: &mut Vec<Break>) {
    for offset in segmenter.segment_str(&text[part.clone()]).map(|offset| part.start + offset) {
        if offset == part.start {
            continue;
        }
        if offset == text.len() || text[..offset].ends_with('\n') {
            found.push(Break { offset, forced: true, penalty: 0.0 });
        } else if !is_forbidden(text, offset) {
            found.push(Break { offset, forced: false, penalty: penalty(text, offset) });
        }
    }
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        /// Letters, spaces, marks, signs, digits and other scripts in any order.
        #[test]
        fn asking_in_parts_finds_what_asking_at_once_does(
            text in "[بوا \\u{64B}\\u{640}\\u{200C}\\u{A0}\\u{61C}«».،؟/%(–\"\n1٢aאก\u{1F600}\u{301}-]{0,24}"
        ) {
            let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
            let mut whole = Vec::new();
            add(&text, 0..text.len(), &segmenter, &mut whole);
            prop_assert_eq!(breaks(&text), whole);
        }
    }

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
