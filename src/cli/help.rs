//! The help in the user's language: clap's grammar with its English words put in Arabic.
//!
//! The catalogue is keyed by the English texts, as they stand in the commands' files. clap's own headings, remarks
//! and flags are given in the same way. Each description stands below its flag rather than beside it, so that a
//! line has one direction.

use std::collections::HashMap;
use std::ffi::OsString;

use clap::{Arg, ArgAction, Command};
use nashra::diagnostics::{Lang, code_isolated};

/// The catalogue of help texts.
const ARABIC: &str = include_str!("help.ar.toml");

/// The help's frame. The usage itself runs from left to right.
const TEMPLATE: &str = "{before-help}{about-with-newline}\nالاستعمال:\n  {usage}\n\n{all-args}{after-help}";

/// Its headings, which clap takes as constants.
const COMMANDS: &str = "الأوامر";
const INPUTS: &str = "المدخلات";
const OPTIONS: &str = "الخيارات";

/// Where the locale is asked, the first that is set.
const LOCALES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// The language that the user wants, before the command line is read: help has it too. A wrong value of `--lang`
/// is told by the grammar.
pub fn language(arguments: &[OsString], variable: impl Fn(&str) -> Option<OsString>) -> Lang {
    let mut words = arguments.iter().skip(1).map(|word| word.to_string_lossy()).take_while(|word| word != "--");
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--lang") {
            Some("") => words.next().map(|value| value.into_owned()),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        if let Some(value) = value {
            return Lang::ALL.into_iter().find(|lang| lang.tag() == value).unwrap_or_default();
        }
    }
    let set = LOCALES.iter().find_map(|name| variable(name).filter(|value| !value.is_empty()));
    Lang::of_locale(&set.unwrap_or_default().to_string_lossy())
}

/// `nashra help COMMAND` as `nashra COMMAND --help`: the command that clap makes has English words alone.
pub fn without_help_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let mut words = arguments.iter().enumerate().skip(1);
    let first = words.find(|(_, word)| !word.to_string_lossy().starts_with('-') && !is_value(&arguments, word));
    if let Some((at, word)) = first
        && word == "help"
    {
        arguments.remove(at);
        arguments.push("--help".into());
    }
    arguments
}

/// Whether a word is the value of the global flag before it.
fn is_value(arguments: &[OsString], word: &OsString) -> bool {
    let at = arguments.iter().position(|other| std::ptr::eq(other, word)).unwrap_or_default();
    at.checked_sub(1).and_then(|before| arguments.get(before)).is_some_and(|before| before == "--lang")
}

/// The grammar with Arabic words.
pub fn arabic(grammar: Command) -> Command {
    let catalogue: HashMap<String, String> = toml::from_str(ARABIC).unwrap_or_default();
    let words =
        |english: &str| catalogue.get(english).map_or_else(|| english.to_owned(), |arabic| code_isolated(arabic));
    worded(grammar, &words)
}

/// A help text in other words, paragraph by paragraph. Of examples the heading alone is put in other words.
fn paragraphs(text: &str, words: &dyn Fn(&str) -> String) -> String {
    let told = text.split("\n\n").map(|paragraph| match paragraph.split_once('\n') {
        Some((heading, examples)) if heading.starts_with("Example") => format!("{}\n{examples}", words(heading)),
        _ => words(paragraph),
    });
    told.collect::<Vec<_>>().join("\n\n")
}

/// The grammar with a help command of our own, in other words.
fn worded(grammar: Command, words: &dyn Fn(&str) -> String) -> Command {
    let help = Command::new("help").about("Print the help of a command");
    told(grammar.disable_help_subcommand(true).subcommand(help), words)
}

fn told(command: Command, words: &dyn Fn(&str) -> String) -> Command {
    let text = |styled: Option<&clap::builder::StyledStr>| styled.map(|styled| paragraphs(&styled.to_string(), words));
    let (about, long_about) = (text(command.get_about()), text(command.get_long_about()));
    let after = text(command.get_after_help());
    let has_version = command.get_version().is_some();
    let mut command = command
        .help_template(TEMPLATE)
        .next_line_help(true)
        .subcommand_help_heading(COMMANDS)
        .disable_help_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help("Print help").display_order(200));
    if has_version {
        let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
        command = command.disable_version_flag(true).arg(version.help("Print version").display_order(201));
    }
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(long_about) = long_about {
        command = command.long_about(long_about);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    command.mut_args(|arg| argument(arg, words)).mut_subcommands(|inner| told(inner, words))
}

fn argument(arg: Arg, words: &dyn Fn(&str) -> String) -> Arg {
    let heading = if arg.is_positional() { INPUTS } else { OPTIONS };
    let (mut short, mut long) = (String::new(), String::new());
    if let Some(help) = arg.get_help() {
        short = paragraphs(&help.to_string(), words);
    }
    if let Some(help) = arg.get_long_help() {
        long = paragraphs(&help.to_string(), words);
    }
    // clap writes these remarks in English.
    let values = arg.get_possible_values();
    let takes_values = arg.get_action().takes_values();
    let mut remarks = String::new();
    if takes_values && !values.is_empty() {
        let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
        remarks.push_str(&format!(" [{}: \u{2066}{}\u{2069}]", words("values"), names.join(", ")));
    }
    if let [default] = arg.get_default_values()
        && takes_values
    {
        remarks.push_str(&format!(" [{}: \u{2066}{}\u{2069}]", words("default"), default.to_string_lossy()));
    }
    let arg = arg.help_heading(heading).help(short + &remarks);
    let arg = if takes_values { arg.hide_possible_values(true).hide_default_value(true) } else { arg };
    if long.is_empty() { arg } else { arg.long_help(long + &remarks) }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;

    #[test]
    fn every_help_text_is_in_the_catalogue_and_nothing_else() {
        let catalogue: HashMap<String, String> = toml::from_str(ARABIC).unwrap();
        let asked = RefCell::new(BTreeSet::new());
        let words = |english: &str| {
            asked.borrow_mut().insert(english.to_owned());
            english.to_owned()
        };
        worded(super::super::Words::command(), &words).build();
        let asked = asked.into_inner();
        let missing: Vec<_> = asked.iter().filter(|text| !catalogue.contains_key(*text)).collect();
        assert!(missing.is_empty(), "help.ar.toml lacks {missing:#?}");
        let unused: Vec<_> = catalogue.keys().filter(|text| !asked.contains(*text)).collect();
        assert!(unused.is_empty(), "nothing has the text {unused:#?}");
        for (english, arabic) in &catalogue {
            assert!(arabic.chars().any(|c| ('\u{600}'..='\u{6FF}').contains(&c)), "{english} has no Arabic");
            let flags = |text: &str| text.matches("--").count();
            assert_eq!(flags(english), flags(arabic), "{english} names other flags in Arabic");
        }
    }

    #[test]
    fn the_language_is_the_flag_s_or_the_locale_s() {
        let asked = |line: &str, locale: &'static str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            language(&words, |name| (name == "LANG").then(|| locale.into()))
        };
        assert_eq!(asked("nashra check a.json", "ar_SY.UTF-8"), Lang::Arabic);
        assert_eq!(asked("nashra check a.json", "C"), Lang::English);
        assert_eq!(asked("nashra check a.json", "arn_CL"), Lang::English);
        assert_eq!(asked("nashra --lang ar check", "C"), Lang::Arabic);
        assert_eq!(asked("nashra check --lang=en", "ar"), Lang::English);
        assert_eq!(asked("nashra check -- --lang ar", "C"), Lang::English);
    }

    #[test]
    fn the_help_command_becomes_a_flag() {
        let words = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(without_help_command(words("nashra --lang ar help build")), words("nashra --lang ar build --help"));
        assert_eq!(without_help_command(words("nashra build help")), words("nashra build help"));
    }
}
