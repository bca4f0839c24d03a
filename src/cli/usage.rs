//! What clap finds wrong with a command line, in words of our own.
//!
//! clap words its errors in English alone. In another language each is told again from its kind and its parts: the
//! words that were typed, the names that would be right, the numbers between which a value lies.

use std::error::Error;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use nashra::diagnostics::Message;
use nashra::say;

/// What is wrong, and what would be right where it is known: empty where only the help can tell. `None` for what is
/// no misuse (help, a version), and for failures that are not about the words.
pub fn told(error: &clap::Error) -> Option<(Message, Message)> {
    let part = |kind| text(error.get(kind));
    let option = part(ContextKind::InvalidArg);
    let value = part(ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::UnknownArgument => {
            let what = if option.starts_with('-') {
                say!("there is no option {option}", option)
            } else {
                say!("the word {word} is not expected here", word = option)
            };
            (what, suggestion(part(ContextKind::SuggestedArg)))
        }
        ErrorKind::InvalidSubcommand => {
            let what = say!("there is no command {word}", word = part(ContextKind::InvalidSubcommand));
            (what, suggestion(part(ContextKind::SuggestedSubcommand)))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let names = part(ContextKind::ValidValue);
            let cure = match (names.is_empty(), value.is_empty()) {
                (false, _) => say!("write one of {names}", names),
                (true, true) => say!("write the value behind it: {option}", option = option.clone()),
                (true, false) => number(error),
            };
            let what = if value.is_empty() {
                say!("{option} lacks its value", option)
            } else {
                say!("“{value}” is no value of {option}", value, option)
            };
            (what, cure)
        }
        ErrorKind::NoEquals => {
            (say!("{option} takes its value behind an equals sign", option), say!("put = between them"))
        }
        ErrorKind::TooManyValues => (say!("“{value}” is one value too many for {option}", value, option), say!()),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            (say!("{option} has another number of values than it takes", option), say!())
        }
        ErrorKind::ArgumentConflict => match part(ContextKind::PriorArg) {
            other if other.is_empty() || other == option => {
                (say!("{option} is given more than once", option), say!("give it once"))
            }
            other => (say!("{option} and {other} exclude each other", option, other), say!("leave one of them out")),
        },
        ErrorKind::MissingRequiredArgument => (say!("this is missing: {option}", option), say!()),
        ErrorKind::MissingSubcommand => (say!("a command is missing"), say!()),
        ErrorKind::InvalidUtf8 => (say!("the command line has a word that is no UTF-8"), say!()),
        _ => return None,
    })
}

fn text(value: Option<&ContextValue>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn suggestion(names: String) -> Message {
    if names.is_empty() { say!() } else { say!("did you mean “{near}”?", near = names) }
}

/// What number would be right, where a number is asked for: clap says so in the words of its own error.
fn number(error: &clap::Error) -> Message {
    let Some(why) = error.source().map(ToString::to_string) else { return say!() };
    let range = why.split_once(" is not in ").and_then(|(_, range)| range.split_once("..="));
    match range {
        Some((least, most)) => say!("write a whole number from {least} to {most}", least, most),
        None => say!("write a whole number, which is not 0"),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn told_of(line: &str) -> (String, String) {
        let error = super::super::Words::command().try_get_matches_from(line.split(' ')).unwrap_err();
        let (what, cure) = told(&error).unwrap();
        (what.to_string(), cure.to_string())
    }

    #[test]
    fn every_misuse_is_told_with_its_cure() {
        for (line, what, cure) in [
            ("nashra build x --them y", "there is no option --them", "did you mean “--theme”?"),
            ("nashra build x -z", "there is no option -z", ""),
            ("nashra fonts x", "the word x is not expected here", ""),
            ("nashra bild x", "there is no command bild", "did you mean “build”?"),
            ("nashra build x --theme", "--theme <NAME|FILE> lacks its value", "write the value behind it"),
            ("nashra build x --digits", "--digits <DIGITS> lacks its value", "write one of arabic-indic"),
            ("nashra build x --digits 7", "“7” is no value of --digits <DIGITS>", "write one of arabic-indic"),
            ("nashra build x --width 5", "“5” is no value of --width <N>", "write a whole number from 20 to 65535"),
            ("nashra batch x -o y --jobs 0", "“0” is no value of --jobs <N>", "write a whole number, which is not 0"),
            ("nashra build x --telegram --width 30", "--telegram and --width <N> exclude each other", "leave one"),
            ("nashra build x --quiet --quiet", "--quiet is given more than once", "give it once"),
            ("nashra build", "this is missing: <INPUT>...", ""),
            ("nashra build x --tagged=maybe", "“maybe” is no value of --tagged <BOOL>", "write one of true, false"),
        ] {
            let (found, right) = told_of(line);
            assert_eq!(found, what, "{line}");
            assert!(right.starts_with(cure) && right.is_empty() == cure.is_empty(), "{line}: {right}");
        }
    }
}
