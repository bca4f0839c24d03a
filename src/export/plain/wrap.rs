//! Lines cut into shorter ones: at white space where a width is asked for, anywhere between characters where a
//! message would be too long.

use std::ops::Range;

use icu_segmenter::options::SentenceBreakInvariantOptions;
use icu_segmenter::{GraphemeClusterSegmenter, SentenceSegmenter};

use super::bidi::Line;

/// A piece of a line: what it holds, and where the next one begins. Between the two stands the white space of the
/// break.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cut {
    /// Bytes of the line's text.
    pub range: Range<usize>,
    /// Where the next piece begins.
    pub next: usize,
}

/// Whether a line may end at a character: white space that does not hold words together.
fn is_break(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// Cuts a line at white space so that each piece, as `measure` has it, is at most `width` long; the pieces after
/// the first have `width - hang`. A word that is longer stands in a piece of its own.
pub(super) fn at_spaces(line: &Line, width: usize, hang: usize, measure: impl Fn(&str) -> usize) -> Vec<Cut> {
    let text = line.text.as_str();
    let mut cuts = Vec::new();
    let (mut start, mut end, mut used) = (0, line.prefix, measure(text.get(..line.prefix).unwrap_or("")));
    let mut room = width;
    for word in words(text, line.prefix) {
        let gap = measure(text.get(end..word.start).unwrap_or(""));
        let size = measure(text.get(word.clone()).unwrap_or(""));
        // A label does not stand by itself, and "-- " alone on a line would end a mail's text (RFC 3676, 4.3).
        let alone = end <= line.prefix || text.get(start..end) == Some("--");
        if used + gap + size > room && !alone {
            cuts.push(Cut { range: start..end, next: word.start });
            start = word.start;
            room = width.saturating_sub(hang);
            used = size;
        } else {
            used += gap + size;
        }
        end = word.end;
    }
    cuts.push(Cut { range: start..text.len(), next: text.len() });
    cuts
}

/// The words of a text from an offset on.
fn words(text: &str, from: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = from;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(|c| !is_break(c))?;
        let length = text.get(start..)?.find(is_break).unwrap_or(text.len() - start);
        at = start + length;
        Some(start..at)
    })
}

/// Cuts a line so that no piece has more than `limit` units of `measure`: between sentences where that will do,
/// else between words, else between characters.
pub(super) fn to_limit(line: &Line, limit: usize, measure: impl Fn(&str) -> usize + Copy) -> Vec<Cut> {
    let text = line.text.as_str();
    let mut pieces = Vec::new();
    let sentences = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let mut start = 0;
    for end in sentences.segment_str(text).skip(1) {
        let sentence = start..end;
        if measure(text.get(sentence.clone()).unwrap_or("")) <= limit {
            pieces.push(sentence);
        } else {
            let part = line.cut(sentence, 0);
            for cut in at_spaces(&part, limit, 0, measure) {
                clusters(&part.text, cut.range.start..cut.next, limit, measure, |piece| {
                    pieces.push(start + piece.start..start + piece.end);
                });
            }
        }
        start = end;
    }
    join(text, pieces, limit, measure)
}

/// Hands out a word in pieces of whole grapheme clusters.
fn clusters(
    text: &str,
    word: Range<usize>,
    limit: usize,
    measure: impl Fn(&str) -> usize,
    mut each: impl FnMut(Range<usize>),
) {
    let whole = text.get(word.clone()).unwrap_or("");
    if measure(whole.trim_end()) <= limit {
        return each(word);
    }
    let (mut start, mut end, mut used) = (0, 0, 0);
    for next in GraphemeClusterSegmenter::new().segment_str(whole).skip(1) {
        let size = measure(whole.get(end..next).unwrap_or(""));
        if used + size > limit && end > start {
            each(word.start + start..word.start + end);
            (start, used) = (end, 0);
        }
        used += size;
        end = next;
    }
    each(word.start + start..word.end);
}

/// Puts neighbouring pieces together as long as they stay below the limit.
fn join(text: &str, pieces: Vec<Range<usize>>, limit: usize, measure: impl Fn(&str) -> usize) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::new();
    let mut used = 0;
    for piece in pieces {
        let size = measure(text.get(piece.clone()).unwrap_or(""));
        match cuts.last_mut() {
            Some(last) if used + size <= limit => {
                last.next = piece.end;
                used += size;
            }
            _ => {
                used = size;
                cuts.push(Cut { next: piece.end, range: piece });
            }
        }
    }
    for cut in &mut cuts {
        let length = text.get(cut.range.start..cut.next).map_or(0, |piece| piece.trim_end_matches(is_break).len());
        cut.range.end = cut.range.start + length;
    }
    cuts
}

impl Line {
    /// A piece of the line, `indent` columns in.
    pub(super) fn cut(&self, range: Range<usize>, indent: usize) -> Line {
        let shifted = |at: usize| at.clamp(range.start, range.end) - range.start + indent;
        let first = self.whole.partition_point(|whole| whole.end <= range.start);
        let whole = self.whole.iter().skip(first).take_while(|whole| whole.start < range.end);
        let border = self.borders.partition_point(|&at| at <= range.start);
        let borders = self.borders.iter().skip(border).take_while(|&&at| at < range.end);
        Line {
            text: " ".repeat(indent) + self.text.get(range.clone()).unwrap_or(""),
            whole: whole.map(|whole| shifted(whole.start)..shifted(whole.end)).collect(),
            borders: borders.map(|&at| shifted(at)).collect(),
            prefix: if range.start == 0 { self.prefix.min(range.end) + indent } else { indent },
            hang: self.hang,
        }
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    fn cut(text: &str, prefix: usize, width: usize) -> Vec<String> {
        let line = Line { text: text.into(), prefix, hang: 2, ..Line::default() };
        let cuts = at_spaces(&line, width, 2, UnicodeWidthStr::width);
        cuts.into_iter().map(|cut| text[cut.range].to_owned()).collect()
    }

    #[test]
    fn lines_end_between_words_and_marks_take_no_room() {
        assert_eq!(cut("aaa bbb ccc", 0, 7), ["aaa bbb", "ccc"]);
        assert_eq!(cut("aaa bbbbbbbbbbb c", 0, 7), ["aaa", "bbbbbbbbbbb", "c"]);
        assert_eq!(cut("• aaaaaaaaa b", 4, 5), ["• aaaaaaaaa", "b"]);
        assert_eq!(cut("a\u{A0}b c", 0, 3), ["a\u{A0}b", "c"]);
        let marked = "كَتَبَ كَتَبَ";
        assert_eq!(cut(marked, 0, 7), [marked]);
        assert_eq!(cut(marked, 0, 6), ["كَتَبَ", "كَتَبَ"]);
        assert_eq!(cut("-- a", 0, 2), ["-- a"]);
    }

    #[test]
    fn a_limit_is_kept_whatever_it_takes() {
        let pieces = |text: &str, limit| -> Vec<String> {
            let line = Line { text: text.into(), ..Line::default() };
            to_limit(&line, limit, str::len).into_iter().map(|cut| text[cut.range].to_owned()).collect()
        };
        assert_eq!(pieces("One. Two. Three four.", 11), ["One. Two.", "Three four."]);
        assert_eq!(pieces("aaaa bbbb", 5), ["aaaa", "bbbb"]);
        assert_eq!(pieces("aaaaaaaa", 3), ["aaa", "aaa", "aa"]);
        assert_eq!(pieces("e\u{301}e\u{301}", 4), ["e\u{301}", "e\u{301}"]);
    }
}
