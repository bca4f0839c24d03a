//! One input as the readers see it: its text with numbered lines, and its JSON, parsed at most once.

use std::cell::OnceCell;
use std::sync::Arc;

use super::json::{self, Element};
use super::lines::{Lines, Spot};
use super::{Outcome, Source};
use crate::diagnostics::{Message, Place, Problem, Problems};

/// An input.
pub struct Input<'t> {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// The text, without a byte order mark.
    pub text: &'t str,
    /// Its lines.
    pub lines: Lines<'t>,
    json: OnceCell<Vec<Element>>,
}

impl<'t> Input<'t> {
    /// An input of that text.
    pub fn new(source: &Source, text: &'t str) -> Self {
        let lines = Lines::new(text, source.first_line).beginning_at(source.first_column);
        Input { file: source.name.clone(), text, lines, json: OnceCell::new() }
    }

    /// The JSON objects of the input: the one it is, the entries of the array it is, or those of its lines.
    pub fn json(&self) -> &[Element] {
        self.json.get_or_init(|| json::elements(self))
    }

    /// The place at `spot`.
    pub fn place(&self, spot: Spot) -> Place {
        Place { line: spot.line, column: spot.column, ..Place::file(self.file.clone()) }
    }

    /// An error at byte `offset`.
    pub fn error(&self, offset: usize, what: Message, cure: Message) -> Problem {
        Problem::error(self.place(self.lines.spot(offset)), what, cure)
    }
}

/// The outcome of a piece that could not be parsed.
pub fn failed(index: usize, problem: Problem) -> Outcome {
    let mut problems = Problems::default();
    problems.push(problem);
    Outcome { index, item: None, problems }
}
