//! The command line: words are resolved once into plain wishes, which the commands then do.
//!
//! Each command has a file with its words, the wish that they resolve to, and its run. Nothing outside this
//! folder knows of clap. Everything that is said goes through [`Messages`].

pub mod batch;
pub mod build;
pub mod check;
pub mod fonts;
mod help;
pub mod import;
pub mod init;
mod messages;
mod open;
pub mod preview;
mod progress;
pub mod schema;
pub mod shell;
mod signals;
mod target;
pub mod themes;
mod usage;
mod watch;
mod words;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use nashra::diagnostics::{Lang, Message, Place, Problem, Problems};
use nashra::say;
use nashra::theme::BuiltIn;

pub use messages::{Loudness, Messages};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything was done.
    Done,
    /// Some input failed.
    Failed,
    /// The command was used wrongly; nothing was begun.
    Usage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
        })
    }
}

/// What the user asks for.
pub struct Command {
    /// What is to be done.
    pub action: Action,
    /// How much is said about it.
    pub loudness: Loudness,
    /// The language in which it is said.
    pub lang: Lang,
}

/// A command and its wish.
pub enum Action {
    /// One bulletin.
    Build(Box<build::Wish>),
    /// Many articles.
    Batch(Box<batch::Wish>),
    /// Problems, with nothing made.
    Check(Box<check::Wish>),
    /// The project's own JSON.
    Import(Box<import::Wish>),
    /// Pages as pictures.
    Preview(Box<preview::Wish>),
    /// A first bulletin.
    Init(init::Wish),
    /// The JSON Schema.
    Schema(serde_json::Value),
    /// The built-in themes, or the file of one.
    Themes(Option<BuiltIn>),
    /// The faces.
    Fonts(Box<fonts::Wish>),
    /// A shell's completions.
    Completions(clap_complete::Shell),
    /// The manual, into a folder where one is named.
    Man(Option<PathBuf>),
}

/// Words that can't be meant, though each by itself is right.
pub enum Misuse {
    /// What is wrong with them.
    Words(Message),
    /// What is wrong with a file that they name for a setting.
    File(Problems),
}

impl Misuse {
    fn new(what: Message) -> Self {
        Misuse::Words(what)
    }
}

const EXIT_CODES: &str = "\
Exit codes:
  0  everything was done
  1  some input failed, or an output could not be written
  2  the command was used wrongly; nothing was begun";

/// Sets Arabic articles as PDF, EPUB and plain text bulletins
#[derive(Parser)]
#[command(name = "nashra", version, after_help = EXIT_CODES, max_term_width = 80, propagate_version = true)]
struct Words {
    #[command(subcommand)]
    command: CommandWords,
    /// Say nothing but errors, and list no files
    #[arg(short, long, global = true, conflicts_with = "verbose", display_order = 100)]
    quiet: bool,
    /// Say what is read and made
    #[arg(short, long, global = true, display_order = 101)]
    verbose: bool,
    /// The language of messages and help [default: the locale's, else en]
    #[arg(long, value_name = "LANG", global = true, display_order = 102, value_parser = ["en", "ar"])]
    lang: Option<String>,
}

#[derive(Subcommand)]
enum CommandWords {
    Build(build::Words),
    Batch(batch::Words),
    Check(check::Words),
    Import(import::Words),
    Preview(preview::Words),
    Init(init::Words),
    Schema(schema::Words),
    Themes(themes::Words),
    Fonts(fonts::Words),
    Completions(shell::CompletionsWords),
    Man(shell::ManWords),
}

/// The command line's definition.
fn grammar() -> clap::Command {
    Words::command()
}

/// Reads the command line.
///
/// # Errors
/// With the exit code, after it has been said what is wrong, or what help was asked for.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, Exit> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let lang = help::language(&arguments, |name| std::env::var_os(name));
    let mut grammar = grammar();
    if lang == Lang::Arabic {
        grammar = help::arabic(grammar);
        arguments = help::without_help_command(arguments);
    }
    let command = command_of(&grammar, &arguments);
    let say = |error| say(error, lang, command.as_deref());
    let matches = grammar.try_get_matches_from_mut(arguments).map_err(say)?;
    let words = Words::from_arg_matches(&matches).map_err(say)?;
    let loudness = match (words.quiet, words.verbose) {
        (true, _) => Loudness::Quiet,
        (_, true) => Loudness::Verbose,
        _ => Loudness::Usual,
    };
    let (name, action) = match words.command {
        CommandWords::Build(words) => ("build", words.resolve().map(|wish| Action::Build(Box::new(wish)))),
        CommandWords::Batch(words) => ("batch", words.resolve().map(|wish| Action::Batch(Box::new(wish)))),
        CommandWords::Check(words) => ("check", words.resolve().map(|wish| Action::Check(Box::new(wish)))),
        CommandWords::Import(words) => ("import", words.resolve().map(|wish| Action::Import(Box::new(wish)))),
        CommandWords::Preview(words) => ("preview", words.resolve().map(|wish| Action::Preview(Box::new(wish)))),
        CommandWords::Schema(words) => ("schema", Ok(Action::Schema(words.resolve()))),
        CommandWords::Themes(words) => ("themes", Ok(Action::Themes(words.resolve()))),
        CommandWords::Fonts(words) => ("fonts", words.resolve().map(|wish| Action::Fonts(Box::new(wish)))),
        CommandWords::Init(words) => ("init", Ok(Action::Init(words.resolve()))),
        CommandWords::Completions(words) => ("completions", Ok(Action::Completions(words.resolve()))),
        CommandWords::Man(words) => ("man", Ok(Action::Man(words.resolve()))),
    };
    match action {
        Ok(action) => Ok(Command { action, loudness, lang }),
        Err(Misuse::File(problems)) => {
            Messages::new(loudness, lang).problems(&problems);
            Err(Exit::Usage)
        }
        Err(Misuse::Words(what)) if lang == Lang::Arabic => {
            Messages::new(loudness, lang).misuse(what, name);
            Err(Exit::Usage)
        }
        Err(Misuse::Words(what)) => {
            let error = clap::Error::raw(ErrorKind::ValueValidation, format!("{what}\n"));
            Err(say(match grammar.find_subcommand(name) {
                Some(command) => error.with_cmd(command),
                None => error,
            }))
        }
    }
}

/// The command that the words name, if they name one.
fn command_of(grammar: &clap::Command, arguments: &[OsString]) -> Option<String> {
    let mut words = arguments.iter().skip(1).map(|word| word.to_string_lossy());
    words.find(|word| grammar.find_subcommand(word.as_ref()).is_some()).map(|word| word.into_owned())
}

/// Says what clap has to say: help, or what is wrong with the words, which clap itself can tell in English alone.
fn say(error: clap::Error, lang: Lang, command: Option<&str>) -> Exit {
    if lang != Lang::English
        && error.use_stderr()
        && let Some((what, cure)) = usage::told(&error)
    {
        let mut messages = Messages::new(Loudness::Usual, lang);
        match (cure.is_empty(), command) {
            (false, _) => messages.problem(&Problem::error(Place::default(), what, cure)),
            (true, Some(command)) => messages.misuse(what, command),
            (true, None) => {
                messages.problem(&Problem::error(Place::default(), what, say!("see nashra --help")));
            }
        }
        return Exit::Usage;
    }
    // Help that nobody takes (a pager that was closed) is no failure.
    let _ = error.print();
    if error.use_stderr() { Exit::Usage } else { Exit::Done }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command and every flag says what it is for.
    #[test]
    fn everything_has_help() {
        let mut grammar = grammar();
        grammar.build();
        grammar.clone().debug_assert();
        let mut commands = vec![&grammar];
        while let Some(command) = commands.pop() {
            let name = command.get_name();
            assert!(command.get_about().is_some(), "{name}");
            for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
                assert!(argument.get_help().is_some(), "{name}: {}", argument.get_id());
            }
            commands.extend(command.get_subcommands().filter(|command| command.get_name() != "help"));
        }
    }
}
