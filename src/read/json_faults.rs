//! What can be wrong with JSON, in the user's words.

use crate::diagnostics::Message;
use crate::say;
use jsonc_parser::ParseStringErrorKind as StringFault;
use jsonc_parser::errors::ParseErrorKind as Fault;

/// A character that no JSON has where it stands.
pub struct Lexical {
    /// Its byte offset, or that of the string it stands in.
    pub offset: usize,
    /// What is wrong.
    pub what: Message,
    /// What would be right.
    pub cure: Message,
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
                    what: say!("this string is not closed on its line"),
                    cure: say!("close it with \"; a line break inside text is written \\n"),
                });
            }
            (Some(_), c) if c < ' ' => {
                return Some(Lexical {
                    offset,
                    what: say!(
                        "the control character U+{code} stands inside a string",
                        code = format!("{:04X}", u32::from(c))
                    ),
                    cure: say!("take it out; a tab is written \\t"),
                });
            }
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(_), '"') => string = None,
            (None, '"') => string = Some(offset),
            (None, c) if c.is_whitespace() && !matches!(c, ' ' | '\t' | '\n' | '\r') => {
                return Some(Lexical {
                    offset,
                    what: say!(
                        "the character U+{code} stands outside of any string",
                        code = format!("{:04X}", u32::from(c))
                    ),
                    cure: say!("write a plain space"),
                });
            }
            _ => {}
        }
    }
    None
}

/// What the parser met, and what would be right.
pub fn words(fault: &Fault) -> (Message, Message) {
    const VALUE: Message = say!("a value is text in \"…\", a number, true, false, null, a list […] or an object {{…}}");
    match fault {
        Fault::ExpectedComma => (say!("a comma is missing here"), say!("part fields and entries with commas")),
        Fault::TrailingCommasNotAllowed => (say!("this comma is followed by nothing"), say!("take out the last comma")),
        Fault::UnexpectedComma => (say!("a value is missing before this comma"), VALUE),
        Fault::CommentsNotAllowed | Fault::UnterminatedCommentBlock => {
            (say!("a comment stands here, and JSON has none"), say!("take it out, or write the file as YAML"))
        }
        Fault::SingleQuotedStringsNotAllowed => (say!("text stands in single quotes"), say!("write \"…\"")),
        Fault::ExpectedStringObjectProperty => (say!("a field's name is not in quotes"), say!("write \"name\": …")),
        Fault::ExpectedColonAfterObjectKey => {
            (say!("a colon is missing after the field's name"), say!("write \"name\": value"))
        }
        Fault::ExpectedObjectValue => (say!("the field has no value"), VALUE),
        Fault::UnexpectedTokenInObject => {
            (say!("a field was expected here"), say!("write \"name\": value, or close with }}"))
        }
        Fault::UnexpectedColon => {
            (say!("a colon stands where none belongs"), say!("a colon follows a field's name only"))
        }
        Fault::UnexpectedCloseBrace => (say!("}} closes nothing here"), say!("close a list with ], an object with }}")),
        Fault::UnexpectedCloseBracket => {
            (say!("] closes nothing here"), say!("close a list with ], an object with }}"))
        }
        Fault::UnterminatedArray => (say!("this list is never closed"), say!("close it with ]")),
        Fault::UnterminatedObject => (say!("this object is never closed"), say!("close it with }}")),
        Fault::MultipleRootJsonValues => (
            say!("something follows the end of the JSON value"),
            say!("put several articles in a list […], or one on each line"),
        ),
        Fault::UnexpectedWord | Fault::UnexpectedToken => (say!("this is not a JSON value"), VALUE),
        Fault::NestingDepthExceeded => (say!("the values are nested too deep"), say!("no bulletin needs such depth")),
        Fault::BareDecimalPointNumbersNotAllowed
        | Fault::ExpectedDigit
        | Fault::ExpectedDigitFollowingNegativeSign
        | Fault::ExpectedPlusMinusOrDigitInNumberLiteral
        | Fault::HexadecimalNumbersNotAllowed
        | Fault::NonFiniteNumbersNotAllowed
        | Fault::UnaryPlusNumbersNotAllowed => {
            (say!("this is not a number as JSON writes it"), say!("write digits, as 2 or -1.5, or put it in quotes"))
        }
        Fault::String(fault) => match fault {
            StringFault::UnterminatedStringLiteral => (say!("this string is never closed"), say!("close it with \"")),
            StringFault::ExpectedFourHexDigits | StringFault::ExpectedTwoHexDigits => {
                (say!("this escape lacks digits"), say!("write \\u and four hexadecimal digits"))
            }
            StringFault::InvalidUnicodeEscapeSequence(_) => {
                (say!("this escape stands for no character"), say!("write the character itself"))
            }
            _ => (
                say!("JSON has no such escape"),
                say!("write \\\\ for a backslash; others are \\\" \\/ \\b \\f \\n \\r \\t \\uXXXX"),
            ),
        },
    }
}
