//! Workers: threads that set articles and write their files, and the order of their reports.
//!
//! One thread reads articles, as many as were asked for set them, and the calling one takes the reports and hands
//! them on in order. An article is taken in only when few are under way, so that one that takes long holds the
//! others up rather than letting their reports pile up.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, scope};

use super::clash::{name_of, replaced};
use super::jobs::Job;
use super::{Plan, Report};
use crate::diagnostics::{Place, Problem, Problems};
use crate::fonts::Library;
use crate::output::Folder;
use crate::produce::{Engine, Format};

/// How many articles may be under way for each worker: enough that none waits for the reader, or for another's
/// long article, and no more than fit in memory with ease.
const UNDER_WAY: usize = 16;

/// The stack of a worker, as much as a main thread has on common systems, so that an article that `build` can
/// set never fails in a batch.
const STACK: usize = 8 << 20;

/// What workers share.
pub struct Shop<'a> {
    pub plan: &'a Plan,
    pub folder: &'a Folder,
    pub library: &'a Library,
    /// The real paths of the inputs.
    pub sources: &'a HashSet<PathBuf>,
}

/// A job or a report with its number in the order of the inputs.
type Numbered<T> = (u64, T);

impl<'a> Shop<'a> {
    /// Does all jobs, and hands their reports on in order.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn run(&self, jobs: impl Iterator<Item = Job> + Send, report: &mut dyn FnMut(&Report)) -> Result<(), Problems> {
        let workers = self.plan.jobs.get();
        let window = workers.saturating_mul(UNDER_WAY);
        scope(|scope| {
            let (permit, permits) = sync_channel::<()>(window);
            let (give, queue) = channel::<Numbered<Job>>();
            let (tell, reports) = channel::<Numbered<Report>>();
            let queue = std::sync::Arc::new(Mutex::new(queue));
            let thread = |name: &str| Builder::new().name(name.to_owned()).stack_size(STACK);
            for started in 0..workers {
                let (queue, tell) = (queue.clone(), tell.clone());
                let work = move || self.work(&queue, &tell);
                match thread("worker").spawn_scoped(scope, work) {
                    Ok(_) => {}
                    // Fewer workers than asked for do the same work.
                    Err(_) if started > 0 => break,
                    Err(error) => return Err(no_thread(&error)),
                }
            }
            drop(tell);
            drop(queue);
            let read = move || feed(jobs, &permit, &give);
            thread("reader").spawn_scoped(scope, read).map_err(|error| no_thread(&error))?;
            in_order(&reports, |done| {
                report(done);
                // The reader may be gone already.
                let _ = permits.try_recv();
            });
            Ok(())
        })
    }

    fn work(&self, queue: &Mutex<Receiver<Numbered<Job>>>, tell: &Sender<Numbered<Report>>) {
        let mut engine = Engine::new(self.library, &self.plan.settings);
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((number, job)) = next else { return };
            let report = self.make(&mut engine, job);
            if tell.send((number, report)).is_err() {
                return;
            }
        }
    }

    fn make(&self, engine: &mut Engine<'a>, mut job: Job) -> Report {
        let mut report = Report {
            input: job.input.name.clone(),
            index: job.entry.index,
            made: Vec::new(),
            problems: std::mem::take(&mut job.entry.problems),
        };
        let name = name_of(self.plan, &job);
        let (Some(name), Some(article)) = (name, job.entry.article.take()) else { return report };
        let formats = &self.plan.settings.formats;
        let files: HashSet<PathBuf> = job.files.iter().cloned().collect();
        for read in [self.sources, &files] {
            if let Some(path) = replaced(self.folder.path(), &name, formats, read) {
                let place = Place::file(path.to_string_lossy());
                let what = "it is read, and would be replaced by an output";
                report.problems.push(Problem::error(place, what, "choose another folder with -o"));
                return report;
            }
        }
        // What an exporter can't place is placed at the article.
        let here = match article.headline.origin.start() {
            Place { file: None, .. } => Place::file(report.input.clone()),
            place => place,
        };
        let bulletin = job.bulletin(article);
        let folder = job.input.folder();
        // A fault of this program in one article must not cost the others.
        let produced = match catch_unwind(AssertUnwindSafe(|| engine.produce(&bulletin, &folder))) {
            Ok(produced) => produced,
            Err(_) => {
                *engine = Engine::new(self.library, &self.plan.settings);
                report.problems.push(fault(here, report.index));
                return report;
            }
        };
        for mut problem in produced.problems {
            if problem.place == Place::default() {
                problem.place = here.clone();
            }
            report.problems.push(problem);
        }
        if report.problems.any_error() {
            return report;
        }
        let named = |(format, bytes): (Format, Vec<u8>)| (format!("{name}.{}", format.extension()), bytes);
        let files: Vec<(String, Vec<u8>)> = produced.files.into_iter().map(named).collect();
        match self.folder.put(&files) {
            Ok(made) => report.made = made,
            Err(problem) => report.problems.push(problem),
        }
        report
    }
}

fn fault(here: Place, index: usize) -> Problem {
    let what = format!("nashra failed at article {index}, which is a fault of nashra's");
    Problem::error(here, what, "please report it with the article")
}

fn no_thread(error: &io::Error) -> Problems {
    Problem::error(Place::default(), format!("the system gives no thread: {error}"), "try --jobs 1").into()
}

/// Reads jobs and puts them into the queue, each when it is permitted.
fn feed(jobs: impl Iterator<Item = Job>, permit: &SyncSender<()>, give: &Sender<Numbered<Job>>) {
    for (number, job) in jobs.enumerate() {
        if permit.send(()).is_err() || give.send((number as u64, job)).is_err() {
            return;
        }
    }
}

/// Hands reports on in the order of their numbers.
fn in_order(reports: &Receiver<Numbered<Report>>, mut hand_on: impl FnMut(&Report)) {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (number, report) in reports {
        waiting.insert(number, report);
        while let Some(report) = waiting.remove(&next) {
            hand_on(&report);
            next += 1;
        }
    }
}
