//! Many articles, each its own files, or bulletins of several.
//!
//! Articles are read from the inputs one after the other (`jobs`), joined in bulletins where that is asked
//! (`group`), named ([`Template`]), passed over where another machine does them ([`Shard`]), and handed to workers
//! over a bounded queue. Each worker sets an article, writes its files and reports. Reports come back in the
//! order of the inputs, and what is under way at one time is bounded, so that memory does not grow with the
//! inputs. A failed article is reported and the rest are done.
//!
//! Before the first file is written, a first pass over the inputs makes sure that no two articles take the same
//! name (`clash`). It is left out where the names can't meet: one input that is read piece by piece, with the
//! index at the beginning or the end of each name.
//!
//! What was made from what is kept in the output folder (`ledger`, `manifest`): a second run makes only what
//! is not up to date, and a run that was killed at any moment is taken up again.

mod clash;
mod digest;
mod group;
mod jobs;
mod ledger;
mod manifest;
mod merge;
mod name;
mod report;
mod shard;
mod tar;
mod task;
mod workers;

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub use group::Grouping;
pub use name::{Template, TemplateError};
pub use report::{File, Report, State, Stopped, Summary};
pub use shard::Shard;

use crate::diagnostics::Problems;
use crate::input::{Input, Opened, Share};
use crate::output::Folder;
use crate::produce::Settings;
use crate::read;
use group::Groups;
use ledger::Ledger;

/// What a batch is to do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The inputs, in order.
    pub inputs: Vec<Input>,
    /// How they are read.
    pub reading: read::Options,
    /// What is made.
    pub settings: Settings,
    /// The folder that takes the files; none where they go into a stream.
    pub folder: Option<PathBuf>,
    /// How files are named; by the rule of [`Template::usual`] where none is given.
    pub name: Option<Template>,
    /// How articles are made into bulletins; each stands by itself where that is not asked.
    pub grouping: Option<Grouping>,
    /// Which part of the batch is done.
    pub shard: Shard,
    /// How many articles are set at one time.
    pub jobs: NonZeroUsize,
    /// Whether files that are up to date are made all the same.
    pub force: bool,
    /// Whether the first failure ends the batch.
    pub fail_fast: bool,
}

/// A batch whose names are settled. Nothing has been written yet.
pub struct Batch {
    plan: Arc<Plan>,
    opened: Option<Opened>,
    groups: Option<Arc<Groups>>,
    total: Option<u64>,
    read: Option<Share>,
}

/// How far a batch has come.
#[derive(Clone, Debug)]
pub struct Progress {
    /// How many articles or bulletins are done.
    pub done: u64,
    /// How many there are, where that is known.
    pub total: Option<u64>,
    /// How much of the only input has been read, from 0 to 1, where that is known.
    pub read: Option<f64>,
}

impl Batch {
    /// Looks through a plan's inputs, where names may clash.
    ///
    /// # Errors
    /// Names that clash, and the standard input's failure where it has to be copied for a second reading.
    pub fn settle(mut plan: Plan) -> Result<Self, Problems> {
        let settled = clash::settle(&mut plan)?;
        let read = settled.opened.as_ref().and_then(|opened| opened.read.clone());
        Ok(Batch {
            plan: Arc::new(plan),
            opened: settled.opened,
            groups: settled.groups.map(Arc::new),
            total: settled.total,
            read,
        })
    }

    /// Does the batch, and hands each report to `report` in the order of the inputs.
    ///
    /// When `stop` is set, by a signal or a failure, the articles in hand are finished and no others begun. A thread
    /// that waits for the standard input then stays behind until that gives something or ends. `stream` takes
    /// the files as a tar archive where the plan has no folder.
    ///
    /// # Errors
    /// What keeps the batch from being done or ended: a folder that can't be made or written, no threads.
    pub fn run(
        self,
        stop: &Arc<AtomicBool>,
        stream: &mut dyn Write,
        report: &mut dyn FnMut(&Report, &Progress),
    ) -> Result<Summary, Problems> {
        let library = self.plan.settings.library();
        let sources = jobs::sources(&self.plan.inputs);
        let folder = match &self.plan.folder {
            Some(path) => Some(Folder::with_tag(path, self.plan.shard.tag()).map_err(Problems::from)?),
            None => None,
        };
        let mut ledger = match &folder {
            Some(folder) => Some(Ledger::open(folder, self.plan.shard).map_err(Problems::from)?),
            None => None,
        };
        let mut tar = tar::Stream::new(stream);
        let plan = self.plan.clone();
        let shop = workers::Shop::new(&plan, folder.as_ref(), &library, &sources, stop);
        let mut summary = Summary::default();
        let (total, read) = (self.total, self.read.clone());
        let articles = workers::Supply { plan: self.plan, opened: self.opened, groups: self.groups };
        let manifest = || match &ledger {
            Some(ledger) if !plan.force => ledger.manifest(),
            _ => Ok(manifest::Manifest::EMPTY),
        };
        let manifests = workers::manifests(plan.jobs, manifest)?;
        let mut asked = false;
        shop.run(articles, manifests, &mut |mut done| {
            let kept = match (&done.line, &mut ledger) {
                (Some(line), Some(ledger)) => ledger.add(line),
                _ => tar.put(&done.files, done.moment),
            };
            if let Err(unwritable) = kept {
                done.lasts |= unwritable.lasts;
                done.report.problems.push(unwritable.problem);
                done.report.state = State::Failed;
            }
            summary.count(done.report.state);
            let stopped = match done.report.state {
                State::Failed if done.lasts => Some(Stopped::Unwritable),
                State::Failed if plan.fail_fast => Some(Stopped::FailFast),
                _ => None,
            };
            asked |= stopped.is_none() && summary.stopped.is_none() && stop.load(Ordering::Relaxed);
            if stopped.is_some() {
                summary.stopped = summary.stopped.or(stopped);
                stop.store(true, Ordering::Relaxed);
            }
            let read = read.as_ref().map(Share::get);
            report(&done.report, &Progress { done: summary.all() as u64, total, read });
        })?;
        if summary.stopped.is_none() && (asked || stop.load(Ordering::Relaxed)) {
            summary.stopped = Some(Stopped::Asked);
        }
        // A stream that ends before its end must not look whole.
        if folder.is_none() && summary.stopped.is_none() {
            tar.finish()?;
        }
        match ledger.map(Ledger::close) {
            // That nothing can be written has been told, and what was made stands in the journal.
            Some(Err(unwritable)) if summary.stopped != Some(Stopped::Unwritable) => Err(unwritable.problem.into()),
            _ => Ok(summary),
        }
    }
}
