//! The articles of all inputs, one after the other, as jobs.

use std::collections::HashSet;
use std::iter::Peekable;
use std::path::PathBuf;
use std::sync::Arc;

use super::Plan;
use super::name::Facts;
use crate::document::{Article, Bulletin, BulletinFile};
use crate::input::{self, Entry, Input, Opened};

/// One article to be set.
pub struct Job {
    /// Its input.
    pub input: Arc<Input>,
    /// Whether it is the only one in its input.
    pub alone: bool,
    /// What the bulletin's file that it comes from says; none for an article by itself.
    pub head: Option<Arc<BulletinFile>>,
    /// The real paths of the files it was read from.
    pub files: Arc<[PathBuf]>,
    /// The article, or what kept it from being one.
    pub entry: Entry,
}

impl Job {
    /// What a file's name may be made of.
    pub fn facts<'a>(&'a self, article: &'a Article) -> Facts<'a> {
        Facts { stem: &self.input.stem, index: self.entry.index, alone: self.alone, article }
    }

    /// The article as a bulletin by itself. One from a bulletin's file keeps that bulletin's publisher and looks.
    pub fn bulletin(&self, article: Article) -> Bulletin {
        let mut bulletin = Bulletin::of(article);
        if let Some(head) = &self.head {
            bulletin.publisher.clone_from(&head.publisher);
            bulletin.logo.clone_from(&head.logo);
            bulletin.theme.clone_from(&head.theme);
        }
        bulletin
    }
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
    files: Arc<[PathBuf]>,
    entries: Peekable<Box<dyn Iterator<Item = Entry> + Send>>,
}

impl Current {
    fn new(input: &Input, opened: Opened) -> (Self, Option<Entry>) {
        let mut entries = opened.entries.peekable();
        let first = entries.next();
        let alone = entries.peek().is_none();
        let head = opened.head.map(Arc::new);
        (Current { input: Arc::new(input.clone()), alone, head, files: opened.files, entries }, first)
    }

    fn job(&self, entry: Entry) -> Job {
        Job { input: self.input.clone(), alone: self.alone, head: self.head.clone(), files: self.files.clone(), entry }
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

/// The real paths of the inputs, none of which an output may replace.
pub fn sources(inputs: &[Input]) -> HashSet<PathBuf> {
    inputs.iter().filter_map(|input| input.path().and_then(input::real_path)).collect()
}
