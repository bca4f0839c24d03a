//! Bytes to text: UTF-8, with or without a byte order mark.
//!
//! Anything else is refused with one clear error: guessing an encoding would set other letters than the author's.

use super::Source;
use crate::diagnostics::{Place, Problem};

/// The text of an input without its byte order mark.
pub fn decode(source: &Source) -> Result<&str, Problem> {
    let bytes: &[u8] = &source.bytes;
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Problem::error(
            Place { line: source.first_line, column: source.first_column, ..Place::file(source.name.clone()) },
            "the input is in UTF-16, which is not read",
            "save it as UTF-8",
        ));
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("");
        let spot = super::lines::Lines::new(good, source.first_line).beginning_at(source.first_column).spot(good.len());
        let byte = bytes.get(good.len()).copied().unwrap_or(0);
        Problem::error(
            Place { line: spot.line, column: spot.column, ..Place::file(source.name.clone()) },
            format!("the byte 0x{byte:02X} is not valid UTF-8"),
            "save the input as UTF-8; older Arabic files are often in Windows-1256",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_byte_is_named_with_its_line_and_column() {
        let mut bytes = "سطر\nثان ".as_bytes().to_vec();
        bytes.push(0xC7);
        bytes.extend(" باق".as_bytes());
        let problem = decode(&Source::new("a.txt", bytes)).unwrap_err();
        assert_eq!(problem.place.to_string(), "a.txt:2:5");
        assert!(problem.what.contains("0xC7"), "{problem}");
    }

    #[test]
    fn byte_order_marks() {
        assert_eq!(decode(&Source::new("a", "\u{FEFF}نص".as_bytes())).unwrap(), "نص");
        assert!(decode(&Source::new("a", [0xFF, 0xFE, 0x46, 0x06])).unwrap_err().what.contains("UTF-16"));
    }
}
