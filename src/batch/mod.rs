//! Many articles, each its own files.
//!
//! Articles are read from the inputs one after the other ([`jobs`]), named ([`Template`]) and handed to workers
//! over a bounded queue; each worker sets an article, writes its files and reports. Reports come back in the
//! order of the inputs, and what is under way at one time is bounded, so that memory does not grow with the
//! inputs. A failed article is reported and the rest are done.
//!
//! Before the first file is written, a first pass over the inputs makes sure that no two articles take the same
//! name ([`clash`]). It is left out where the names can't meet: one input that is read line by line, with the
//! index at the beginning or the end of each name.

mod clash;
mod jobs;
mod name;
mod workers;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

pub use name::{Template, TemplateError, safe_name};

use crate::diagnostics::Problems;
use crate::fonts::Library;
use crate::input::Input;
use crate::output::Folder;
use crate::produce::Settings;
use crate::read;

/// What a batch is to do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The inputs, in order.
    pub inputs: Vec<Input>,
    /// How they are read.
    pub reading: read::Options,
    /// What is made.
    pub settings: Settings,
    /// The folder that takes the files.
    pub folder: PathBuf,
    /// How files are named; by the rule of [`Template::usual`] where none is given.
    pub name: Option<Template>,
    /// How many articles are set at one time.
    pub jobs: NonZeroUsize,
}

/// What became of one article.
#[derive(Debug)]
pub struct Report {
    /// The input's name.
    pub input: Arc<str>,
    /// The article's position in its input, from 0.
    pub index: usize,
    /// The files made; none for an article that failed or was skipped.
    pub made: Vec<PathBuf>,
    /// What was met: an error for an article that failed.
    pub problems: Problems,
}

impl Report {
    /// Whether the article failed.
    pub fn failed(&self) -> bool {
        self.problems.any_error()
    }
}

/// How many articles went which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// All files of the article were made.
    pub made: usize,
    /// There was nothing to set, which a warning told.
    pub skipped: usize,
    /// An error was met, and no file made.
    pub failed: usize,
}

impl Summary {
    fn count(&mut self, report: &Report) {
        let counter = if report.failed() {
            &mut self.failed
        } else if report.made.is_empty() {
            &mut self.skipped
        } else {
            &mut self.made
        };
        *counter += 1;
    }
}

/// Does a plan, and hands each article's report to `report` in the order of the inputs.
///
/// # Errors
/// What keeps the whole batch from being done: names that clash, a folder that can't be made. Nothing has been
/// written then.
pub fn run(mut plan: Plan, report: &mut dyn FnMut(&Report)) -> Result<Summary, Problems> {
    let opened = clash::settle(&mut plan)?;
    let folder = Folder::create(&plan.folder).map_err(Problems::from)?;
    let library = Library::bundled();
    let sources = jobs::sources(&plan.inputs);
    let articles = jobs::of(&plan, opened);
    let mut summary = Summary::default();
    let shop = workers::Shop { plan: &plan, folder: &folder, library: &library, sources: &sources };
    shop.run(articles, &mut |done| {
        summary.count(done);
        report(done);
    })?;
    Ok(summary)
}
