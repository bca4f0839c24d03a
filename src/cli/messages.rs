//! All that the command says: problems and remarks on the standard error, results on the standard output.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};
use nashra::diagnostics::{Lang, Message, Place, Problem, Problems, Severity, refusal};
use nashra::say;

use super::Exit;
use super::check::Excerpt;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loudness {
    /// Errors only.
    Quiet,
    /// Errors, warnings and notes; a list of the files made.
    Usual,
    /// Also what is read and made.
    Verbose,
}

/// Where everything is said.
pub struct Messages {
    loudness: Loudness,
    lang: Lang,
    /// Nobody reads the standard output any more.
    deaf: bool,
    /// Something could not be put out.
    failed: bool,
}

impl Messages {
    /// Messages of that loudness, in that language.
    pub fn new(loudness: Loudness, lang: Lang) -> Self {
        Messages { loudness, lang, deaf: false, failed: false }
    }

    /// Whether a result could not be written to the standard output.
    pub fn failed(&self) -> bool {
        self.failed
    }

    /// The language in which they are told.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether nothing is said but errors.
    pub fn is_quiet(&self) -> bool {
        self.loudness == Loudness::Quiet
    }

    /// Whether a person sees the results come, rather than a program, and has not asked for all of them.
    pub fn results_are_watched(&self) -> bool {
        self.loudness < Loudness::Verbose && io::stdout().is_terminal()
    }

    /// Says that something could not be put out.
    pub fn failure(&mut self, problem: &Problem) {
        self.failed = true;
        self.problem(problem);
    }

    /// Says a problem: what and where on one line, the cure indented on the next.
    pub fn problem(&mut self, problem: &Problem) {
        self.problem_in(problem, None);
    }

    /// Says a problem with the line in which it stands.
    ///
    /// The line is isolated, so that its direction turns nothing around it. A sign below the column would point
    /// to the wrong letter in text that runs from right to left: the word is repeated instead.
    pub fn problem_in(&mut self, problem: &Problem, excerpt: Option<&Excerpt>) {
        if self.loudness == Loudness::Quiet && problem.severity < Severity::Error {
            return;
        }
        let style = style(problem.severity);
        let mut lines = format!("{style}{}{style:#}:", problem.severity.label(self.lang));
        let parts = [problem.place.told(self.lang), problem.place.field.clone()];
        let place: String = parts.iter().filter(|part| !part.is_empty()).map(|part| format!("{part}: ")).collect();
        lines.push_str(&self.placed(&printable(&place)));
        lines.push_str(&self.told(&problem.what));
        lines.push('\n');
        if let Some(Excerpt { text, word }) = excerpt {
            lines.push_str(&format!("  | \u{2068}{}\u{2069}\n", printable(text)));
            if !word.is_empty() && problem.place.column > 0 {
                let column = problem.place.column;
                let column = say!("column {column}", column).told(self.lang);
                lines.push_str(&format!("  | {column}: \u{2068}{}\u{2069}\n", printable(word)));
            }
        }
        if !problem.cure.is_empty() {
            lines.push_str("  ");
            lines.push_str(&self.told(&problem.cure));
            lines.push('\n');
        }
        say(&lines);
    }

    /// Says that a command was used wrongly, and where its use is told.
    pub fn misuse(&mut self, what: Message, command: &str) {
        self.problem(&Problem::error(Place::default(), what, say!("see nashra {command} --help", command)));
    }

    /// Says all problems, in their order.
    pub fn problems(&mut self, problems: &Problems) {
        for problem in problems {
            self.problem(problem);
        }
    }

    /// A message in the user's language. What stands in its gaps does not steer the terminal.
    fn told(&self, message: &Message) -> String {
        message.told_with(self.lang, &printable)
    }

    /// A place behind the label: in a line from right to left it runs from left to right, as paths and numbers do.
    /// The spaces are inside, so that nothing but a space touches what a terminal takes for a path.
    fn placed(&self, place: &str) -> String {
        match (place.is_empty(), self.lang.is_right_to_left()) {
            (false, true) => format!("\u{2066} {place}\u{2069}"),
            _ => format!(" {place}"),
        }
    }

    /// Says something that is no problem: the end of a batch.
    pub fn remark(&mut self, what: Message) {
        if self.loudness > Loudness::Quiet {
            say(&format!("{}\n", self.told(&what)));
        }
    }

    /// Shows a command to type, as it stands in every language: it may be copied.
    pub fn code(&mut self, command: &str) {
        if self.loudness > Loudness::Quiet {
            say(&format!("  {}\n", printable(command)));
        }
    }

    /// Says what goes on, to those who asked.
    pub fn detail(&mut self, what: Message) {
        if self.loudness == Loudness::Verbose {
            say(&format!("{}\n", self.told(&what)));
        }
    }

    /// Lists a file that was made: its path on a line of the standard output, byte for byte.
    pub fn made(&mut self, path: &Path) {
        if self.loudness > Loudness::Quiet {
            let mut line = path.as_os_str().as_encoded_bytes().to_vec();
            line.push(b'\n');
            self.result(&line);
        }
    }

    /// Lists the files that were made, or says why they could not be, and gives the exit code.
    pub fn end(&mut self, made: Result<Vec<PathBuf>, Problem>) -> Exit {
        match made {
            Ok(made) => {
                made.iter().for_each(|path| self.made(path));
                if self.failed() { Exit::Failed } else { Exit::Done }
            }
            Err(problem) => {
                self.problem(&problem);
                Exit::Failed
            }
        }
    }

    /// Writes to the standard output. When its reader has gone, what follows is dropped in silence, as a pipe's
    /// reader wishes.
    pub fn result(&mut self, bytes: &[u8]) {
        if self.deaf {
            return;
        }
        let mut out = io::stdout().lock();
        if let Err(error) = out.write_all(bytes).and_then(|()| out.flush()) {
            self.deaf = true;
            if error.kind() != ErrorKind::BrokenPipe {
                let what = say!("the standard output can't be written: {why}", why = refusal(&error));
                self.failure(&Problem::error(Default::default(), what, say!()));
            }
        }
    }
}

fn style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}

/// Writes to the standard error; colours go where it is no terminal, and with `NO_COLOR`.
fn say(text: &str) {
    // There is nobody left to tell of a failure here.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Input text that stands in a message must not steer the terminal: controls, and marks that turn the direction
/// of what follows, are written out.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_does_not_steer_the_terminal() {
        assert_eq!(printable("نشرة\u{1b}[31m\u{202E}"), "نشرة\\u{1b}[31m\\u{202e}");
    }
}
