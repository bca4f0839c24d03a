//! What the judges said, as one table.

use std::fmt;

use crate::bars::Bar;

/// How a check ended.
pub enum Outcome {
    /// As it should; with a figure or two.
    Passed(String),
    /// Not as it should: in a line, and with the judge's own words.
    Failed {
        /// What is wrong.
        summary: String,
        /// What the judge printed.
        output: String,
    },
    /// The judge is not on this machine.
    Skipped(String),
}

impl Outcome {
    /// A check that passed.
    pub fn passed(detail: impl Into<String>) -> Self {
        Outcome::Passed(detail.into())
    }

    /// A check that failed, and what the judge printed.
    pub fn failed(summary: impl Into<String>, output: impl Into<String>) -> Self {
        Outcome::Failed { summary: summary.into(), output: output.into() }
    }

    /// A check that could not be made, and why.
    pub fn skipped(reason: impl Into<String>) -> Self {
        Outcome::Skipped(reason.into())
    }
}

/// One check of one document.
pub struct Row {
    /// The document's name.
    pub document: String,
    /// The check's name.
    pub check: String,
    /// What is demanded.
    pub bar: Bar,
    /// How it ended.
    pub outcome: Outcome,
}

/// All checks of all documents.
#[derive(Default)]
pub struct Table {
    /// The rows, in the order of the run.
    pub rows: Vec<Row>,
}

impl Table {
    /// What makes the test fail, each with the judge's own words; nothing if all is well.
    pub fn failures(&self, judges_required: bool) -> String {
        let mut all = String::new();
        for row in &self.rows {
            match &row.outcome {
                Outcome::Failed { summary, output } if row.bar.demanded => {
                    all.push_str(&format!("{}, {}: {summary}\n{}\n\n", row.document, row.check, output.trim_end()));
                }
                Outcome::Skipped(reason) if judges_required => {
                    all.push_str(&format!("{}, {}: skipped, but required ({reason})\n\n", row.document, row.check));
                }
                _ => {}
            }
        }
        all
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wide =
            |column: fn(&Row) -> &str| self.rows.iter().map(|row| column(row).chars().count()).max().unwrap_or(0);
        let (document, check) = (wide(|row| &row.document), wide(|row| &row.check));
        for row in &self.rows {
            write!(f, "{:<document$}  {:<check$}  ", row.document, row.check)?;
            match (&row.outcome, &row.bar.because) {
                (Outcome::Passed(detail), _) => writeln!(f, "ok       {detail}")?,
                (Outcome::Failed { summary, .. }, Some(because)) => writeln!(f, "noted    {summary} ({because})")?,
                (Outcome::Failed { summary, .. }, None) => writeln!(f, "FAILED   {summary}")?,
                (Outcome::Skipped(reason), _) => writeln!(f, "skipped: {} ({reason})", row.check)?,
            }
        }
        Ok(())
    }
}
