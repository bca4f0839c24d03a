//! What can be wrong with JSON, in the user's words.

use jsonc_parser::ParseStringErrorKind as StringFault;
use jsonc_parser::errors::ParseErrorKind as Fault;

/// A character that no JSON has where it stands.
pub struct Lexical {
    /// Its byte offset, or that of the string it stands in.
    pub offset: usize,
    /// What is wrong.
    pub what: String,
    /// What would be right.
    pub cure: &'static str,
}

/// Finds a control character inside a string, or white space of another kind outside of one. The parser lets both
/// pass; no other JSON reader does.
pub fn lexical(text: &str) -> Option<Lexical> {
    let mut string = None;
    let mut escaped = false;
    for (offset, c) in text.char_indices() {
        match (string, c) {
            (Some(start), '\n' | '\r') => {
                return Some(Lexical {
                    offset: start,
                    what: "this string is not closed on its line".into(),
                    cure: "close it with \"; a line break inside text is written \\n",
                });
            }
            (Some(_), c) if c < ' ' => {
                return Some(Lexical {
                    offset,
                    what: format!("the control character U+{:04X} stands inside a string", u32::from(c)),
                    cure: "take it out; a tab is written \\t",
                });
            }
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(_), '"') => string = None,
            (None, '"') => string = Some(offset),
            (None, c) if c.is_whitespace() && !matches!(c, ' ' | '\t' | '\n' | '\r') => {
                return Some(Lexical {
                    offset,
                    what: format!("the character U+{:04X} stands outside of any string", u32::from(c)),
                    cure: "write a plain space",
                });
            }
            _ => {}
        }
    }
    None
}

/// What the parser met, and what would be right.
pub fn words(fault: &Fault) -> (&'static str, &'static str) {
    const VALUE: &str = "a value is text in \"…\", a number, true, false, null, a list […] or an object {…}";
    match fault {
        Fault::ExpectedComma => ("a comma is missing here", "part fields and entries with commas"),
        Fault::TrailingCommasNotAllowed => ("this comma is followed by nothing", "take out the last comma"),
        Fault::UnexpectedComma => ("a value is missing before this comma", VALUE),
        Fault::CommentsNotAllowed | Fault::UnterminatedCommentBlock => {
            ("a comment stands here, and JSON has none", "take it out, or write the file as YAML")
        }
        Fault::SingleQuotedStringsNotAllowed => ("text stands in single quotes", "write \"…\""),
        Fault::ExpectedStringObjectProperty => ("a field's name is not in quotes", "write \"name\": …"),
        Fault::ExpectedColonAfterObjectKey => ("a colon is missing after the field's name", "write \"name\": value"),
        Fault::ExpectedObjectValue => ("the field has no value", VALUE),
        Fault::UnexpectedTokenInObject => ("a field was expected here", "write \"name\": value, or close with }"),
        Fault::UnexpectedColon => ("a colon stands where none belongs", "a colon follows a field's name only"),
        Fault::UnexpectedCloseBrace => ("} closes nothing here", "close a list with ], an object with }"),
        Fault::UnexpectedCloseBracket => ("] closes nothing here", "close a list with ], an object with }"),
        Fault::UnterminatedArray => ("this list is never closed", "close it with ]"),
        Fault::UnterminatedObject => ("this object is never closed", "close it with }"),
        Fault::MultipleRootJsonValues => {
            ("something follows the end of the JSON value", "put several articles in a list […], or one on each line")
        }
        Fault::UnexpectedWord | Fault::UnexpectedToken => ("this is not a JSON value", VALUE),
        Fault::NestingDepthExceeded => ("the values are nested too deep", "no bulletin needs such depth"),
        Fault::BareDecimalPointNumbersNotAllowed
        | Fault::ExpectedDigit
        | Fault::ExpectedDigitFollowingNegativeSign
        | Fault::ExpectedPlusMinusOrDigitInNumberLiteral
        | Fault::HexadecimalNumbersNotAllowed
        | Fault::NonFiniteNumbersNotAllowed
        | Fault::UnaryPlusNumbersNotAllowed => {
            ("this is not a number as JSON writes it", "write digits, as 2 or -1.5, or put it in quotes")
        }
        Fault::String(fault) => match fault {
            StringFault::UnterminatedStringLiteral => ("this string is never closed", "close it with \""),
            StringFault::ExpectedFourHexDigits | StringFault::ExpectedTwoHexDigits => {
                ("this escape lacks digits", "write \\u and four hexadecimal digits")
            }
            StringFault::InvalidUnicodeEscapeSequence(_) => {
                ("this escape stands for no character", "write the character itself")
            }
            _ => (
                "JSON has no such escape",
                "write \\\\ for a backslash; others are \\\" \\/ \\b \\f \\n \\r \\t \\uXXXX",
            ),
        },
    }
}
