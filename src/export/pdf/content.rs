//! A page's content: operators behind their operands, as text (ISO 32000-1, 7.8.2).
//!
//! printpdf would hold each operation as an object with objects in it, a few hundred a page, and turn them into lopdf's and
//! those into text, which took an eighth of a long bulletin's time. `page` says what is drawn, in points; here it gets its notation.

use std::io::Write;

/// What ends a text object.
const END_OF_TEXT: &[u8] = b"ET\n";

/// A content stream that is being written. Operands come before their operator.
#[derive(Debug, Default)]
pub struct Content {
    bytes: Vec<u8>,
    /// Where a string needs a backslash: kept, so that its room is.
    escapes: Vec<usize>,
}

impl Content {
    /// Begins another stream.
    pub fn begin(&mut self) {
        self.bytes.clear();
    }

    /// The stream's bytes.
    pub fn bytes(&self) -> &[u8] {
        // The last operator needs no line end.
        self.bytes.strip_suffix(b"\n").unwrap_or(&self.bytes)
    }

    /// An operator, which takes the operands before it.
    pub fn operator(&mut self, name: &str) {
        self.bytes.extend(name.as_bytes());
        self.bytes.push(b'\n');
    }

    /// Goes on with the text object before, if that came last.
    pub fn reopen_text(&mut self) {
        if self.bytes.ends_with(END_OF_TEXT) {
            self.bytes.truncate(self.bytes.len() - END_OF_TEXT.len());
        }
    }

    /// Whether a text object came last.
    pub fn ends_in_text(&self) -> bool {
        self.bytes.ends_with(END_OF_TEXT)
    }

    /// A length in thousandths of a point, finer than any device.
    pub fn length(&mut self, thousandths: i32) -> &mut Self {
        if thousandths < 0 {
            self.bytes.push(b'-');
        }
        let (whole, part) = (thousandths.unsigned_abs() / 1000, thousandths.unsigned_abs() % 1000);
        self.digits(whole);
        if part > 0 {
            let digits = [part / 100, part / 10 % 10, part % 10].map(|digit| b'0' + digit as u8);
            let end = digits.iter().rposition(|&digit| digit != b'0').map_or(0, |last| last + 1);
            self.bytes.push(b'.');
            self.bytes.extend(&digits[..end]);
        }
        self.bytes.push(b' ');
        self
    }

    /// Any number; 0 for what is none.
    pub fn number(&mut self, number: f32) -> &mut Self {
        let number = if number.is_finite() { number } else { 0.0 };
        self.with(|bytes| write!(bytes, "{number} "))
    }

    /// A name, of letters and digits.
    pub fn name(&mut self, name: &str) -> &mut Self {
        self.with(|bytes| write!(bytes, "/{name} "))
    }

    /// Any operand, as it is written.
    pub fn operand(&mut self, operand: &str) -> &mut Self {
        self.with(|bytes| write!(bytes, "{operand} "))
    }

    /// The number of a piece of marked content, as its properties.
    pub fn marked_content_id(&mut self, mcid: usize) -> &mut Self {
        self.with(|bytes| write!(bytes, "<</MCID {mcid}>> "))
    }

    /// A string of codes of two bytes each. Parentheses in pairs, backslashes and returns have a meaning of their own (7.3.4.2).
    pub fn codes(&mut self, codes: &[u16]) -> &mut Self {
        self.bytes.push(b'(');
        self.escapes.clear();
        // The parentheses that are open, at the end of the list; before them what is escaped for certain.
        let mut certain = 0;
        for byte in codes.iter().flat_map(|code| code.to_be_bytes()) {
            let at = self.bytes.len();
            match byte {
                b'(' => self.escapes.push(at),
                b')' if self.escapes.len() > certain => drop(self.escapes.pop()),
                b')' | b'\\' | b'\r' => {
                    self.escapes.insert(certain, at);
                    certain += 1;
                }
                _ => {}
            }
            self.bytes.push(byte);
        }
        if !self.escapes.is_empty() {
            self.escape();
        }
        self.bytes.extend(b") ");
        self
    }

    /// Puts the backslashes in, from the end on.
    fn escape(&mut self) {
        self.escapes.sort_unstable();
        let mut end = self.bytes.len();
        let mut to = end + self.escapes.len();
        self.bytes.resize(to, 0);
        for &at in self.escapes.iter().rev() {
            self.bytes.copy_within(at..end, to - (end - at));
            to -= end - at;
            if let Some(byte) = self.bytes.get_mut(to).filter(|byte| **byte == b'\r') {
                *byte = b'r';
            }
            to -= 1;
            if let Some(slot) = self.bytes.get_mut(to) {
                *slot = b'\\';
            }
            end = at;
        }
    }

    fn digits(&mut self, number: u32) {
        let mut digits = [0; 10];
        let mut from = digits.len();
        let mut rest = number;
        for digit in digits.iter_mut().rev() {
            (*digit, from, rest) = (b'0' + (rest % 10) as u8, from - 1, rest / 10);
            if rest == 0 {
                break;
            }
        }
        self.bytes.extend(&digits[from..]);
    }

    fn with(&mut self, write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> &mut Self {
        // Into memory, which takes all that is written.
        let _ = write(&mut self.bytes);
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn operands_stand_before_their_operators() {
        let mut content = Content::default();
        content.operator("BT");
        content.name("F0N").length(11_000).operator("Tf");
        content.length(-250).length(20_010).operator("Td");
        content.codes(&[0x0102]).operator("Tj");
        content.operator("ET");
        assert!(content.ends_in_text());
        content.reopen_text();
        content.number(0.5).operator("Tz");
        content.operator("ET");
        assert_eq!(content.bytes(), b"BT\n/F0N 11 Tf\n-0.25 20.01 Td\n(\x01\x02) Tj\n0.5 Tz\nET");
        content.begin();
        assert_eq!(content.bytes(), b"");
    }

    #[test]
    fn parentheses_in_pairs_stay_as_they_are() {
        for (codes, expected) in [
            (&[0x2800, 0x0029][..], &b"(\x28\x00\x00\x29) "[..]),
            (&[0x2900, 0x0028], b"(\\\x29\x00\x00\\\x28) "),
            (&[0x5C0D, 0x2828, 0x2900], b"(\\\\\\r\\((\x29\x00) "),
            (&[0x2829, 0x295C], b"(\x28\x29\\)\\\\) "),
        ] {
            let mut content = Content::default();
            content.codes(codes);
            assert_eq!(content.bytes, expected, "{codes:x?}");
        }
    }

    proptest! {
        /// As lopdf writes them.
        #[test]
        fn strings_and_lengths_are_what_lopdf_writes(
            codes in prop::collection::vec(prop::sample::select(vec![0x28u16, 0x29, 0x2829, 0x5C28, 0x290D, 0x41, 0x2828]), 0..12),
            thousandths in -8_000_000i32..8_000_000,
        ) {
            let bytes: Vec<u8> = codes.iter().flat_map(|code| code.to_be_bytes()).collect();
            let length = (f64::from(thousandths) / 1000.0) as f32;
            let operands = vec![lopdf::Object::string_literal(bytes), lopdf::Object::Real(length)];
            let operation = lopdf::content::Operation::new("Tj", operands);
            let expected = lopdf::content::Content { operations: vec![operation] }.encode().unwrap();
            let mut content = Content::default();
            content.codes(&codes).length(thousandths).operator("Tj");
            prop_assert_eq!(content.bytes(), expected);
        }
    }
}
