//! One problem, and the list that collects them.

use std::fmt;

use super::{Lang, Message, Place};
use crate::say;

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was done that the author may want to know: page leftovers were cut.
    Note,
    /// The output is made, but something about it may not be what was meant.
    Warning,
    /// No output is made.
    Error,
}

impl Severity {
    /// Its name in the outputs for machines, the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The word that stands before the message.
    pub fn label(self, lang: Lang) -> String {
        let word = match self {
            Severity::Note => say!("note"),
            Severity::Warning => say!("warning"),
            Severity::Error => say!("error"),
        };
        word.told(lang)
    }
}

/// One thing that is wrong or worth knowing: where, what, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How much it weighs.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// What is wrong, as one sentence without a full stop.
    pub what: Message,
    /// What would be right; empty where there is nothing to advise.
    pub cure: Message,
}

impl Problem {
    /// A problem that keeps output from being made.
    pub fn error(place: Place, what: Message, cure: Message) -> Self {
        Problem { severity: Severity::Error, place, what, cure }
    }

    /// A problem that does not.
    pub fn warning(place: Place, what: Message, cure: Message) -> Self {
        Problem { severity: Severity::Warning, place, what, cure }
    }

    /// Something the author may want to know.
    pub fn note(place: Place, what: Message, cure: Message) -> Self {
        Problem { severity: Severity::Note, place, what, cure }
    }
}

impl fmt::Display for Problem {
    /// `error: file:line:column: field: what; cure`, on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.severity.name())?;
        let place = self.place.to_string();
        if !place.is_empty() {
            write!(f, "{place}: ")?;
        }
        if !self.place.field.is_empty() {
            write!(f, "{}: ", self.place.field)?;
        }
        write!(f, "{}", self.what)?;
        if !self.cure.is_empty() {
            write!(f, "; {}", self.cure)?;
        }
        Ok(())
    }
}

/// The problems met so far, in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    /// Whether any of them keeps output from being made.
    pub fn any_error(&self) -> bool {
        self.list.iter().any(|p| p.severity == Severity::Error)
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.list.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Takes over all of another list's problems.
    pub fn append(&mut self, mut other: Problems) {
        self.list.append(&mut other.list);
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Problems { list: vec![problem] }
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;
    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;
    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}
