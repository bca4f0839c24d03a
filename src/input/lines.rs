//! Inputs of one article a line: how they are known, and how they are read without holding them whole.

use std::io::{self, BufRead, Read};

/// The longest line, or element of an array, that is read as one article. The longest articles of newspapers are
/// below a megabyte; what is longer is a file of another kind, and is not taken into memory.
pub const MAX_PIECE: usize = 64 << 20;

/// How many bytes of a first line are looked at to tell one article a line from one document. It is more than
/// any article of a dump needs; an input whose first line is longer is read whole.
const MAX_FIRST_LINE: usize = 4 << 20;

/// One line of an input.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub number: u32,
    /// Its bytes without the line end; none where it is longer than a line may be.
    pub bytes: Option<Vec<u8>>,
}

/// The lines of an input that are not blank.
pub struct Lines {
    reader: Box<dyn BufRead + Send>,
    number: u32,
    longest: usize,
}

impl Lines {
    /// Lines from a reader that stands at the input's beginning.
    pub fn new(reader: Box<dyn BufRead + Send>) -> Self {
        Lines { reader, number: 0, longest: MAX_PIECE }
    }

    fn next_line(&mut self) -> io::Result<Option<Line>> {
        loop {
            let mut bytes = Vec::new();
            let limit = self.longest as u64 + 1;
            if (&mut self.reader).take(limit).read_until(b'\n', &mut bytes)? == 0 {
                return Ok(None);
            }
            self.number = self.number.saturating_add(1);
            let whole = bytes.len() <= self.longest || bytes.ends_with(b"\n");
            if !whole {
                self.skip_line()?;
                return Ok(Some(Line { number: self.number, bytes: None }));
            }
            while bytes.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
                bytes.pop();
            }
            // Files that were put together have a mark where each of them began.
            if bytes.starts_with(b"\xEF\xBB\xBF") {
                bytes.drain(..3);
            }
            if !is_blank(&bytes) {
                return Ok(Some(Line { number: self.number, bytes: Some(bytes) }));
            }
        }
    }

    /// Passes over what is left of a line, without keeping it.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.reader.fill_buf()?;
            let (used, ended) = match buffer.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            };
            self.reader.consume(used);
            if ended {
                return Ok(());
            }
        }
    }
}

impl Iterator for Lines {
    type Item = io::Result<Line>;
    fn next(&mut self) -> Option<Self::Item> {
        self.next_line().transpose()
    }
}

/// How the articles of an input stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One a line.
    Lines,
    /// As the elements of a JSON array.
    Elements,
    /// Otherwise: it has to be read whole.
    Whole,
}

/// Looks how the articles stand in an input. It has one a line when its first line that is not blank is a JSON
/// object by itself, and another follows; it is an array when a bracket and a brace come first. Gives the
/// answer, and a reader that stands at the beginning again.
pub fn look(reader: Box<dyn BufRead + Send>) -> io::Result<(Layout, Box<dyn BufRead + Send>)> {
    let (begins, reader) = beginning(reader)?;
    match begins {
        [b'[', b'{'] => Ok((Layout::Elements, reader)),
        [b'{', _] => look_at_lines(reader),
        _ => Ok((Layout::Whole, reader)),
    }
}

/// The first two bytes that are not blank, after a byte order mark; 0 where there are none.
fn beginning(mut reader: Box<dyn BufRead + Send>) -> io::Result<([u8; 2], Box<dyn BufRead + Send>)> {
    let mut seen = Vec::new();
    while seen.len() < MAX_FIRST_LINE {
        let buffer = reader.fill_buf()?;
        let used = buffer.len();
        if used == 0 {
            break;
        }
        seen.extend_from_slice(buffer);
        reader.consume(used);
        let text = seen.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&seen);
        let mut bytes = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace());
        if let (Some(first), Some(second)) = (bytes.next(), bytes.next()) {
            return Ok(([first, second], rejoined(seen, reader)));
        }
    }
    Ok(([0, 0], rejoined(seen, reader)))
}

fn look_at_lines(mut reader: Box<dyn BufRead + Send>) -> io::Result<(Layout, Box<dyn BufRead + Send>)> {
    let mut seen = Vec::new();
    let mut first = 0..0;
    loop {
        let start = seen.len();
        let room = (MAX_FIRST_LINE.saturating_sub(start)) as u64;
        if (&mut reader).take(room).read_until(b'\n', &mut seen)? == 0 {
            break;
        }
        let line = seen.get(start..).unwrap_or_default();
        if first.is_empty() && !is_blank(line) {
            first = start..seen.len();
            let text = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
            if !text.starts_with(b"{") || serde_json::from_slice::<serde::de::IgnoredAny>(text).is_err() {
                break;
            }
        } else if !is_blank(line) {
            let one_a_line = line.trim_ascii_start().starts_with(b"{");
            let layout = if one_a_line { Layout::Lines } else { Layout::Whole };
            return Ok((layout, rejoined(seen, reader)));
        }
    }
    Ok((Layout::Whole, rejoined(seen, reader)))
}

fn rejoined(seen: Vec<u8>, rest: Box<dyn BufRead + Send>) -> Box<dyn BufRead + Send> {
    Box::new(io::Cursor::new(seen).chain(rest))
}

fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(text: &'static str) -> Box<dyn BufRead + Send> {
        Box::new(text.as_bytes())
    }

    #[test]
    fn layouts_are_known_by_how_they_begin() {
        for (text, expected) in [
            ("{\"a\": 1}\n{\"a\": 2}\n", Layout::Lines),
            ("\n{\"a\": 1}\n\n{broken\n", Layout::Lines),
            ("\u{feff}{\"a\": 1}\n{\"a\": 2}\n", Layout::Lines),
            ("{\"a\": 1}\n", Layout::Whole),
            ("{\n\"a\": 1}\n", Layout::Whole),
            ("[{}]\n", Layout::Elements),
            (" [\n\n {", Layout::Elements),
            ("[\"a\"]", Layout::Whole),
            ("{\"a\": 1}\ntext", Layout::Whole),
            ("", Layout::Whole),
        ] {
            let (answer, mut rest) = look(reader(text)).unwrap();
            assert_eq!(answer, expected, "{text:?}");
            let mut again = String::new();
            rest.read_to_string(&mut again).unwrap();
            assert_eq!(again, text);
        }
    }

    #[test]
    fn lines_keep_their_numbers_and_a_line_too_long_is_passed_over() {
        let mut lines = Lines::new(reader("a\r\n\n0123456789\n  \nb"));
        lines.longest = 8;
        let lines: Vec<Line> = lines.map(Result::unwrap).collect();
        let line = |number, text: Option<&str>| Line { number, bytes: text.map(|text| text.into()) };
        assert_eq!(lines, [line(1, Some("a")), line(3, None), line(5, Some("b"))]);
        let marked = Lines::new(reader("\u{feff}\n\u{feff}a\n")).map(Result::unwrap);
        assert_eq!(marked.collect::<Vec<_>>(), [line(2, Some("a"))]);
    }
}
