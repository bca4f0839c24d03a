//! What a reader tells of one piece: its problems, and what was cleaned out of its texts.

use std::sync::Arc;

use super::clean::{self, Count, Tally};
use super::lines::Spot;
use super::placed::Placed;
use super::{Item, Outcome};
use crate::diagnostics::{Message, Place, Problem, Problems};
use crate::document::{Article, Text};
use crate::say;

/// A line end in a foreign form's field comes from how it was written, and is a space as in the own form.
fn in_one_line(text: String) -> String {
    if text.contains('\n') { text.replace('\n', " ") } else { text }
}

/// The report on one article or bulletin while it is read.
pub struct Report {
    /// The file as the user named it.
    pub file: Arc<str>,
    problems: Problems,
    /// What was cleaned so far.
    pub tally: Tally,
}

impl Report {
    /// An empty report.
    pub fn new(file: &Arc<str>) -> Self {
        Report { file: file.clone(), problems: Problems::default(), tally: Tally::default() }
    }

    /// Adds an error.
    pub fn error(&mut self, at: Spot, field: &str, what: Message, cure: Message) {
        self.problems.push(Problem::error(self.place(at, field), what, cure));
    }

    /// Adds a warning.
    pub fn warning(&mut self, at: Spot, field: &str, what: Message, cure: Message) {
        self.problems.push(Problem::warning(self.place(at, field), what, cure));
    }

    /// Adds a note.
    pub fn note(&mut self, at: Spot, field: &str, what: Message, cure: Message) {
        self.problems.push(Problem::note(self.place(at, field), what, cure));
    }

    /// Takes over a problem that knows its place.
    pub fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// A string without what no author wrote.
    pub fn clean(&mut self, placed: &Placed, field: &str) -> Placed {
        clean::clean(placed, field, &mut self.tally)
    }

    /// Foreign text, cleaned and otherwise as it stands: nothing in it is markup.
    pub fn verbatim(&mut self, placed: &Placed, field: &str) -> Text {
        let placed = self.clean(placed, field);
        let origin = placed.origin(&self.file, field);
        Text::new(in_one_line(placed.text)).read_at(origin)
    }

    /// Text of an element, whose indentation is no surplus: nothing is told of the white space.
    pub fn verbatim_quietly(&mut self, placed: &Placed, field: &str) -> Text {
        let mut tally = Tally::default();
        let placed = clean::clean(placed, field, &mut tally);
        let origin = placed.origin(&self.file, field);
        Text::new(in_one_line(placed.text)).read_at(origin)
    }

    /// The outcome: the item, unless an error was met.
    pub fn outcome(mut self, index: usize, item: Option<Item>) -> Outcome {
        let Tally { strays, spaces } = std::mem::take(&mut self.tally);
        self.tell(&strays, say!("1 stray control character was left out"), |n| {
            say!("{n} stray control characters were left out, the first here", n)
        });
        self.tell(&spaces, say!("1 run of surplus white space was left out"), |n| {
            say!("{n} runs of surplus white space were left out, the first here", n)
        });
        let item = item.filter(|_| !self.problems.any_error());
        Outcome { index, item, problems: self.problems }
    }

    /// The outcome of an article of a foreign form.
    pub fn article(self, index: usize, article: Article) -> Outcome {
        self.outcome(index, Some(Item::Article(article)))
    }

    /// The outcome of a foreign article without content: skipped, or an error where the caller is strict.
    pub fn without_content(mut self, index: usize, at: Spot, field: &str, strict: bool) -> Outcome {
        if strict {
            self.error(at, field, say!("the article has no content"), say!("give it some, or leave the article out"));
        } else {
            self.warning(at, field, say!("the article has no content and is skipped"), say!());
        }
        self.outcome(index, None)
    }

    fn tell(&mut self, count: &Count, one: Message, more: impl Fn(usize) -> Message) {
        let what = match count.number {
            0 => return,
            1 => one,
            number => more(number),
        };
        self.note(count.first, &count.field, what, say!());
    }

    fn place(&self, at: Spot, field: &str) -> Place {
        Place { line: at.line, column: at.column, ..Place::file(self.file.clone()) }.with_field(field)
    }
}
