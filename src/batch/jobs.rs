//! The articles of all inputs, one after the other, as jobs.

use std::collections::HashSet;
use std::iter::Peekable;
use std::path::PathBuf;
use std::sync::Arc;

use super::Plan;
use crate::document::{BulletinFile, Text};
use crate::input::{self, Entry, Input, Opened};
use crate::produce::Format;

/// One article to be set, or what kept it from being one.
pub struct Job {
    /// Its input.
    pub input: Arc<Input>,
    /// Whether it is the only one in its input.
    pub alone: bool,
    /// What the bulletin's file that it comes from says; none for an article by itself.
    pub head: Option<Arc<BulletinFile>>,
    /// The title of its section in that bulletin.
    pub section: Option<Text>,
    /// The real paths of the files it was read from.
    pub files: Arc<[PathBuf]>,
    /// The article, or what kept it from being one.
    pub entry: Entry,
}

/// The jobs of a plan, in the order of its inputs.
struct Jobs<'a> {
    plan: &'a Plan,
    inputs: std::slice::Iter<'a, Input>,
    current: Option<Current>,
}

struct Current {
    input: Arc<Input>,
    alone: bool,
    head: Option<Arc<BulletinFile>>,
    sections: Vec<Option<Text>>,
    files: Arc<[PathBuf]>,
    entries: Peekable<Box<dyn Iterator<Item = Entry> + Send>>,
}

impl Current {
    fn new(input: &Input, opened: Opened) -> (Self, Option<Entry>) {
        let mut entries = opened.entries.peekable();
        let first = entries.next();
        let current = Current {
            input: Arc::new(input.clone()),
            alone: entries.peek().is_none(),
            head: opened.head.map(Arc::new),
            sections: opened.sections,
            files: opened.files,
            entries,
        };
        (current, first)
    }

    fn job(&self, entry: Entry) -> Job {
        Job {
            input: self.input.clone(),
            alone: self.alone,
            head: self.head.clone(),
            section: self.sections.get(entry.section).cloned().flatten(),
            files: self.files.clone(),
            entry,
        }
    }
}

/// The jobs of a plan; `opened` is its first input where that has been opened already.
pub fn of(plan: &Plan, opened: Option<Opened>) -> impl Iterator<Item = Job> + Send {
    let mut jobs = Jobs { plan, inputs: plan.inputs.iter(), current: None };
    let first = match opened {
        Some(opened) => jobs.inputs.next().and_then(|input| jobs.enter(input, opened)),
        None => None,
    };
    first.into_iter().chain(jobs)
}

impl Jobs<'_> {
    fn enter(&mut self, input: &Input, opened: Opened) -> Option<Job> {
        let (current, first) = Current::new(input, opened);
        let job = first.map(|entry| current.job(entry));
        self.current = Some(current);
        job
    }
}

impl Iterator for Jobs<'_> {
    type Item = Job;
    fn next(&mut self) -> Option<Job> {
        loop {
            if let Some(current) = &mut self.current {
                if let Some(entry) = current.entries.next() {
                    return Some(current.job(entry));
                }
                self.current = None;
            }
            let input = self.inputs.next()?;
            let opened = input::open(input, &self.plan.reading);
            if let Some(job) = self.enter(input, opened) {
                return Some(job);
            }
        }
    }
}

/// The real paths of the inputs that an output may replace: those whose ending is an output's. Others are left
/// out, so that an archive of a million files takes no memory here.
pub fn sources(inputs: &[Input]) -> HashSet<PathBuf> {
    let in_the_way = |path: &&std::path::Path| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| Format::of_extension(ending).is_some())
    };
    inputs.iter().filter_map(|input| input.path().filter(in_the_way).and_then(input::real_path)).collect()
}
