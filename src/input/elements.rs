//! Inputs that are one JSON array: its elements one after the other, without holding it whole.
//!
//! Only where an element begins and ends is found here; what it says is `read`'s. A broken element ends where its
//! brackets close, so that those after it are still found: a string ends with its line, as it must in JSON, and
//! a closing bracket closes what was left open inside it.

use std::io::{self, BufRead};

use super::lines::MAX_PIECE;

/// A piece between the commas of an array.
#[derive(Debug, PartialEq, Eq)]
pub struct Element {
    /// The line at which it begins, from 1.
    pub line: u32,
    /// The column at which it begins, in characters from 1.
    pub column: u32,
    /// What stands there.
    pub found: Found,
}

/// What stands in an array, or where it should end.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// An element's bytes.
    Bytes(Vec<u8>),
    /// Two commas follow each other, or one stands before the end.
    Nothing,
    /// An element that is longer than an article may be. Nothing after it is read.
    TooLong,
    /// The array does not end.
    NoEnd,
    /// Something follows the array.
    More,
}

/// The elements of an array.
pub struct Elements {
    reader: Box<dyn BufRead + Send>,
    line: u32,
    column: u32,
    after_return: bool,
    state: State,
    longest: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the opening bracket.
    Before,
    /// After the opening bracket.
    First,
    /// After a comma.
    Next,
    /// After the closing bracket.
    After,
    /// Nothing more is read.
    Over,
}

impl Elements {
    /// Elements from a reader that stands at the beginning of an input that [`super::lines::look`] knew.
    pub fn new(reader: Box<dyn BufRead + Send>) -> Self {
        let state = State::Before;
        Elements { reader, line: 1, column: 1, after_return: false, state, longest: MAX_PIECE }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.reader.fill_buf()?.first().copied())
    }

    /// Passes over one byte, and counts it.
    fn step(&mut self, byte: u8) {
        self.reader.consume(1);
        let ends_line = byte == b'\r' || (byte == b'\n' && !self.after_return);
        if ends_line {
            self.line = self.line.saturating_add(1);
            self.column = 1;
        } else if byte != b'\n' && byte & 0xC0 != 0x80 {
            self.column = self.column.saturating_add(1);
        }
        self.after_return = byte == b'\r';
    }

    /// The next byte that is not blank; it is not passed over.
    fn after_blanks(&mut self) -> io::Result<Option<u8>> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.step(byte);
        }
        Ok(None)
    }

    fn next_element(&mut self) -> io::Result<Option<Element>> {
        if self.state == State::Before {
            // A byte order mark takes no column.
            while let Some(byte) = self.peek()?.filter(|byte| *byte != b'[') {
                self.step(byte);
                if !byte.is_ascii() {
                    self.column = 1;
                }
            }
            if let Some(bracket) = self.peek()? {
                self.step(bracket);
            }
            self.state = State::First;
        }
        let first = if self.state == State::Over { None } else { self.after_blanks()? };
        let (line, column) = (self.line, self.column);
        let element = |found| Ok(Some(Element { line, column, found }));
        match (self.state, first) {
            (State::Over, _) | (State::After, None) => Ok(None),
            (State::After, Some(_)) => {
                self.state = State::Over;
                element(Found::More)
            }
            (_, None) => {
                self.state = State::Over;
                element(Found::NoEnd)
            }
            (State::Next, Some(end @ b']')) => {
                self.step(end);
                self.state = State::After;
                element(Found::Nothing)
            }
            (_, Some(end @ b']')) => {
                self.step(end);
                self.state = State::After;
                self.next_element()
            }
            (_, Some(comma @ b',')) => {
                self.step(comma);
                self.state = State::Next;
                element(Found::Nothing)
            }
            (_, Some(_)) => element(self.bytes()?),
        }
    }

    /// The bytes up to the comma or the bracket that ends an element.
    fn bytes(&mut self) -> io::Result<Found> {
        let mut bytes = Vec::new();
        let mut open = Vec::new();
        let mut in_string = false;
        let mut escaped = false;
        loop {
            let Some(byte) = self.peek()? else {
                self.state = State::Over;
                return Ok(Found::Bytes(bytes));
            };
            if in_string {
                match byte {
                    b'\n' | b'\r' => in_string = false,
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => in_string = false,
                    _ => {}
                }
            } else {
                match byte {
                    b'"' => (in_string, escaped) = (true, false),
                    b'{' | b'[' => open.push(byte),
                    b'}' | b']' if !open.is_empty() => {
                        let partner = if byte == b'}' { b'{' } else { b'[' };
                        // What stands open inside is closed with it; one without a partner closes the innermost.
                        let at = open.iter().rposition(|bracket| *bracket == partner);
                        open.truncate(at.unwrap_or(open.len() - 1));
                    }
                    b',' | b']' if open.is_empty() => {
                        self.step(byte);
                        self.state = if byte == b',' { State::Next } else { State::After };
                        while bytes.last().is_some_and(u8::is_ascii_whitespace) {
                            bytes.pop();
                        }
                        return Ok(Found::Bytes(bytes));
                    }
                    _ => {}
                }
            }
            if bytes.len() >= self.longest {
                self.state = State::Over;
                return Ok(Found::TooLong);
            }
            bytes.push(byte);
            self.step(byte);
        }
    }
}

impl Iterator for Elements {
    type Item = io::Result<Element>;
    fn next(&mut self) -> Option<Self::Item> {
        self.next_element().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elements(text: &'static str, longest: usize) -> Vec<(u32, u32, String)> {
        let mut elements = Elements::new(Box::new(text.as_bytes()));
        elements.longest = longest;
        let told = |element: Element| {
            let found = match element.found {
                Found::Bytes(bytes) => String::from_utf8(bytes).unwrap(),
                other => format!("{other:?}"),
            };
            (element.line, element.column, found)
        };
        elements.map(|element| told(element.unwrap())).collect()
    }

    #[test]
    fn elements_are_found_with_their_places() {
        let text = "\u{feff}[ {\"ا\": \"],}\\\"\"} ,\r\n  {\"b\": [1, {}]}\n]\n";
        let expected = [(1, 3, r#"{"ا": "],}\""}"#.to_owned()), (2, 3, r#"{"b": [1, {}]}"#.to_owned())];
        assert_eq!(elements(text, 100), expected);
        assert_eq!(elements("[{}]", 100), [(1, 2, "{}".to_owned())]);
    }

    #[test]
    fn a_broken_element_does_not_take_those_after_it() {
        let text = "[{\"a\": [1}, {\"b\": \"open\n}, {}}, {},, {},]";
        let found: Vec<String> = elements(text, 100).into_iter().map(|(_, _, found)| found).collect();
        let expected = ["{\"a\": [1}", "{\"b\": \"open\n}", "{}}", "{}", "Nothing", "{}", "Nothing"];
        assert_eq!(found, expected);
    }

    #[test]
    fn an_end_that_is_missing_or_none_is_told() {
        for (text, longest, expected) in [
            ("[{}, ", 100, "NoEnd"),
            ("[{}] x", 100, "More"),
            ("[{}, {\"a", 100, "{\"a"),
            ("[{}, {\"a\": 1234567}, {}]", 9, "TooLong"),
        ] {
            let found = elements(text, longest);
            assert_eq!(found.len(), 2, "{text}: {found:?}");
            assert_eq!(found[1].2, expected, "{text}");
        }
    }
}
