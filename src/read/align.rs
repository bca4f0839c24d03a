//! Where the characters of a decoded string stand in its source.
//!
//! The parsers give a string's value and where it begins, but not what became of each escape and folded line.
//! [`align`] walks through value and source together and sets an anchor wherever they fall out of step. Where it
//! can't follow it stops: the anchors so far stay right.

use super::lines::{Lines, Spot};
use crate::diagnostics::Anchor;

/// How a string was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoting {
    /// Without escapes: YAML's plain and block scalars, TOML's literal strings.
    None,
    /// Only the quote itself is doubled: YAML's single quotes.
    Doubled,
    /// With backslash escapes: JSON, and the double quotes of YAML and TOML.
    Escaped,
}

/// The anchors of `value`, whose first character was written at or after byte `start` of `source`.
pub fn align(source: &str, start: usize, value: &str, quoting: Quoting, lines: &Lines) -> Vec<Anchor> {
    let mut walk = Source { rest: source.get(start..).unwrap_or(""), spot: lines.spot(start) };
    let mut anchors: Vec<Anchor> = Vec::new();
    let mut expected = Spot::default();
    let mut offset = 0;
    while let Some(c) = value[offset..].chars().next() {
        let at = offset;
        if quoting == Quoting::Escaped {
            // Most of a string stands there as it is.
            let spot = walk.spot;
            offset += walk.skip_alike(&value[offset..]);
            if offset > at {
                note(&mut anchors, at, spot, expected);
                expected = walk.spot;
                continue;
            }
        }
        offset += c.len_utf8();
        if quoting == Quoting::Escaped {
            walk.skip_continuations();
        }
        if !c.is_whitespace() {
            walk.skip_white();
            if quoting == Quoting::Escaped {
                walk.skip_continuations();
            }
        } else if c == '\n' && !walk.rest.starts_with('\\') {
            // A line end in folded text stands for a blank line: the spaces before it are not text.
            walk.skip_while(|c| matches!(c, ' ' | '\t'));
        }
        let spot = walk.spot;
        match walk.rest.chars().next() {
            Some('\\') if quoting == Quoting::Escaped => walk.skip(escape_length(walk.rest)),
            Some(written) if written == c => {
                walk.skip(if quoting == Quoting::Doubled && c == '\'' { 2 } else { 1 });
            }
            // CR LF reads as one line end; a folded line end as one space.
            Some('\r') if c == '\n' => walk.skip(if walk.rest.starts_with("\r\n") { 2 } else { 1 }),
            Some('\n' | '\r') if c == ' ' => walk.skip_white(),
            None | Some(_) if c.is_whitespace() => {}
            _ => break,
        }
        note(&mut anchors, at, spot, expected);
        expected = Spot { column: spot.column + 1, ..spot };
    }
    if anchors.is_empty() {
        let spot = lines.spot(start);
        anchors.push(Anchor { offset: 0, line: spot.line, column: spot.column });
    }
    anchors
}

/// Notes where the character at `offset` stands, if that is not where the one before leads to.
fn note(anchors: &mut Vec<Anchor>, offset: usize, spot: Spot, expected: Spot) {
    if anchors.is_empty() || spot != expected {
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        anchors.push(Anchor { offset, line: spot.line, column: spot.column });
    }
}

/// The characters of the escape that begins `rest`.
fn escape_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    match bytes.get(1) {
        Some(b'x') => 4,
        // A pair of surrogates is one character; the first of it is in D800–DBFF.
        Some(b'u') if surrogate(bytes) && bytes.get(6) == Some(&b'\\') && bytes.get(7) == Some(&b'u') => 12,
        Some(b'u') => 6,
        Some(b'U') => 10,
        _ => 2,
    }
}

fn surrogate(escape: &[u8]) -> bool {
    matches!(escape.get(2), Some(b'd' | b'D')) && matches!(escape.get(3), Some(b'8' | b'9' | b'a' | b'b' | b'A' | b'B'))
}

/// The characters of a text.
fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// The source that is still to be walked through.
struct Source<'s> {
    rest: &'s str,
    spot: Spot,
}

impl Source<'_> {
    /// Skips what stands there just as in `value`, as far as there is neither an escape nor a line's end. How many bytes
    /// that are.
    fn skip_alike(&mut self, value: &str) -> usize {
        let pairs = self.rest.bytes().zip(value.bytes());
        let alike = pairs.take_while(|&(a, b)| a == b && !matches!(a, b'\\' | b'\n' | b'\r')).count();
        let end = (0..=alike).rev().find(|&end| value.is_char_boundary(end)).unwrap_or(0);
        self.spot.column = self.spot.column.saturating_add(count(&value[..end]));
        self.rest = self.rest.get(end..).unwrap_or("");
        end
    }

    fn skip(&mut self, characters: usize) {
        for _ in 0..characters {
            let mut chars = self.rest.chars();
            let Some(c) = chars.next() else { return };
            self.rest = chars.as_str();
            if c == '\n' || (c == '\r' && !self.rest.starts_with('\n')) {
                self.spot = Spot { line: self.spot.line + 1, column: 1 };
            } else {
                self.spot.column += 1;
            }
        }
    }

    fn skip_while(&mut self, fits: impl Fn(char) -> bool) {
        while self.rest.chars().next().is_some_and(&fits) {
            self.skip(1);
        }
    }

    fn skip_white(&mut self) {
        self.skip_while(char::is_whitespace);
    }

    /// Skips backslashes at a line's end, and the white space after them.
    fn skip_continuations(&mut self) {
        while let Some(after) = self.rest.strip_prefix('\\') {
            if !after.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) {
                return;
            }
            self.skip(1);
            self.skip_white();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::placed::Placed;

    /// The source characters that the characters of `value` are said to stand at.
    fn found(source: &str, value: &str, quoting: Quoting) -> String {
        let lines = Lines::new(source, 1);
        let placed = Placed { text: value.into(), anchors: align(source, 0, value, quoting, &lines) };
        let rows: Vec<&str> = source.split('\n').collect();
        let at = |spot: Spot| rows[spot.line as usize - 1].chars().nth(spot.column as usize - 1).unwrap_or('⏎');
        value.char_indices().map(|(offset, _)| at(placed.spot(offset))).collect()
    }

    #[test]
    fn escapes_are_stepped_over() {
        assert_eq!(found(r#"a\u0041b\n\ud83d\ude00c\"d"#, "aAb\n😀c\"d", Quoting::Escaped), r"a\b\\c\d");
        assert_eq!(found("it''s so", "it's so", Quoting::Doubled), "it's so");
        assert_eq!(found("a\\\n   b\\x41 c", "abA c", Quoting::Escaped), "ab\\ c");
    }

    #[test]
    fn folded_lines_are_found_again() {
        assert_eq!(found("one\n   two\n\n   three", "one two\nthree", Quoting::None), "one⏎two⏎three");
        assert_eq!(found("  one\n  two\n", "one\ntwo\n", Quoting::None), "one⏎two⏎");
    }

    #[test]
    fn what_can_not_be_followed_keeps_the_anchors_so_far() {
        assert_eq!(align("abc", 0, "abX", Quoting::None, &Lines::new("abc", 1)).len(), 1);
    }
}
