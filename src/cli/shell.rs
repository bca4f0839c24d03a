//! `nashra completions` and `nashra man`: what shells and `man` know of the command, made of its own definition.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use clap_complete::Shell;
use nashra::diagnostics::{Place, Problem, refusal};
use nashra::output::Folder;
use nashra::say;

use super::{Exit, Messages};

/// The command's name, as users type it.
const NAME: &str = "nashra";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  nashra completions bash > ~/.local/share/bash-completion/completions/nashra
  nashra completions zsh > ~/.zfunc/_nashra
  nashra completions fish > ~/.config/fish/completions/nashra.fish";

/// Print a script that completes the command in a shell
#[derive(Args)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub struct CompletionsWords {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

impl CompletionsWords {
    /// The shell for which a script is asked.
    pub fn resolve(self) -> Shell {
        self.shell
    }
}

const MAN_EXAMPLES: &str = "\
Examples:
  nashra man | man -l -
  nashra man -o ~/.local/share/man/man1";

/// Print the manual page, or write one for each command
#[derive(Args)]
#[command(after_help = MAN_EXAMPLES)]
pub struct ManWords {
    /// A folder for the pages of all commands, made where there is none
    ///
    /// Without it, the page of nashra itself goes to the standard output.
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: Option<PathBuf>,
}

impl ManWords {
    /// The folder for the pages, where one was named.
    pub fn resolve(self) -> Option<PathBuf> {
        self.output
    }
}

/// Prints the completions.
pub fn completions(shell: Shell, messages: &mut Messages) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut super::grammar(), NAME, &mut script);
    messages.result(&script);
    if messages.failed() { Exit::Failed } else { Exit::Done }
}

/// Prints or writes the manual.
pub fn man(folder: Option<PathBuf>, messages: &mut Messages) -> Exit {
    let made = pages().and_then(|pages| match folder {
        Some(folder) => Ok(Folder::create(folder)?.put(&pages)?),
        None => {
            pages.iter().take(1).for_each(|(_, page)| messages.result(page));
            Ok(Vec::new())
        }
    });
    messages.end(made)
}

/// The pages with the names of their files, that of the whole command first.
fn pages() -> Result<Vec<(String, Vec<u8>)>, Problem> {
    let mut grammar = super::grammar().disable_help_subcommand(true);
    // Names its commands' pages after it: nashra-build.
    grammar.build();
    let commands: Vec<clap::Command> = grammar.get_subcommands().filter(|c| !c.is_hide_set()).cloned().collect();
    let page = |command: clap::Command| {
        let man = clap_mangen::Man::new(command).source(concat!("nashra ", env!("CARGO_PKG_VERSION")));
        let name = man.get_filename();
        let mut bytes = Vec::new();
        man.render(&mut bytes).map(|()| (name, bytes)).map_err(|error| {
            Problem::error(Place::default(), say!("the manual can't be written: {why}", why = refusal(&error)), say!())
        })
    };
    std::iter::once(grammar).chain(commands).map(page).collect()
}
