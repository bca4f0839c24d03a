//! The first pass: that no two articles take the same name, and none the name of an input.
//!
//! Of each name only a part of its SHA-256 is kept, so that an archive of millions of articles fits in memory:
//! 12 bytes for each. Names that differ in case alone are the same here, as they are on the file systems of
//! macOS and Windows.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::group::{Grouping, Groups};
use super::jobs::{self, Job};
use super::task;
use super::{Plan, Template};
use crate::diagnostics::{Message, Place, Problem, Problems};
use crate::input::{self, Opened, real_path};
use crate::produce::Format;
use crate::say;

/// How many clashes are told; more of them say nothing new.
const MAX_TOLD: usize = 10;

/// 96 bits: among a billion names, the chance that two different ones meet is below one in ten billion.
type Mark = [u8; 12];

/// A plan whose names don't clash.
#[derive(Default)]
pub struct Settled {
    /// The first input, where it has been opened already.
    pub opened: Option<Opened>,
    /// The bulletins by day or section.
    pub groups: Option<Groups>,
    /// How many articles or bulletins there are for this shard, where they have been counted.
    pub total: Option<u64>,
}

/// Makes sure of a plan's names, where that is needed.
///
/// # Errors
/// The clashes, and the standard input's failure where it can't be copied for a second reading.
pub fn settle(plan: &mut Plan) -> Result<Settled, Problems> {
    let counted = plan.grouping.is_some_and(|grouping| !matches!(grouping, Grouping::Count(_)));
    let apart = plan.name.as_ref().is_none_or(Template::index_tells_apart) && !counted;
    if let ([input], true) = (plan.inputs.as_slice(), apart) {
        let opened = input::open(input, &plan.reading);
        // One that has been read whole is read by now: nothing is saved by leaving the pass out, and a bulletin's
        // articles are files that an output may meet.
        if opened.streamed || input.path().is_none() {
            return Ok(Settled { opened: Some(opened), ..Settled::default() });
        }
    }
    let mut inputs = Vec::with_capacity(plan.inputs.len());
    for input in plan.inputs.drain(..) {
        inputs.push(input.reopenable()?);
    }
    plan.inputs = inputs;
    pass(plan)
}

fn pass(plan: &Plan) -> Result<Settled, Problems> {
    let mut names = Names { plan, marks: Vec::new(), problems: Problems::default(), told: 0 };
    let mut sources = jobs::sources(&plan.inputs);
    let mut total = 0;
    let mut meet = |job: &Job| {
        let files = job.files.iter().filter(|path| ending(path).is_some());
        sources.extend(files.cloned());
    };
    let groups = task::groups(plan, &mut meet);
    match &groups {
        Some(groups) => {
            groups.list().iter().for_each(|group| names.add(&group.name));
            total = groups.list().len() as u64 / u64::from(plan.shard.parts());
        }
        None => {
            let _ = task::each(plan, None, None, &mut |task| {
                task.members.iter().for_each(&mut meet);
                if let Some(name) = task.name(plan) {
                    names.add(&name);
                }
                total += u64::from(task.is_for(plan));
                ControlFlow::Continue(())
            });
        }
    }
    let clashes = names.clashes();
    if !clashes.is_empty() || names.meets(&sources) {
        // The names are made once more: this is the way of those who have made a mistake.
        names.tell(&clashes, groups.as_ref(), &sources);
    }
    if names.problems.is_empty() {
        Ok(Settled { opened: None, groups, total: Some(total) })
    } else {
        Err(names.problems)
    }
}

struct Names<'a> {
    plan: &'a Plan,
    marks: Vec<Mark>,
    problems: Problems,
    told: usize,
}

impl Names<'_> {
    fn add(&mut self, name: &str) {
        self.marks.push(mark(name));
    }

    /// Sorts the marks, and gives those that stand for several articles.
    fn clashes(&mut self) -> HashSet<Mark> {
        self.marks.sort_unstable();
        let pairs = self.marks.iter().zip(self.marks.iter().skip(1));
        pairs.filter(|(one, next)| one == next).map(|(one, _)| *one).collect()
    }

    /// Whether a file to be made may be one of the files that are read.
    fn meets(&self, sources: &HashSet<PathBuf>) -> bool {
        let Some(folder) = self.plan.folder.as_ref().and_then(|path| real_path(&path.join("-"))) else { return false };
        let formats = &self.plan.settings.formats;
        sources.iter().filter(|source| source.parent() == folder.parent()).any(|source| {
            let name = source.file_stem().unwrap_or_default().to_string_lossy();
            ending(source).is_some_and(|format| formats.contains(&format))
                && self.marks.binary_search(&mark(&name)).is_ok()
        })
    }

    fn tell(&mut self, clashes: &HashSet<Mark>, groups: Option<&Groups>, sources: &HashSet<PathBuf>) {
        let mut first = HashMap::new();
        let plan = self.plan;
        match groups {
            Some(groups) => {
                for group in groups.list() {
                    let (input, index) = &group.begins;
                    self.tell_one(&group.name, (input, *index), clashes, sources, &mut first);
                }
            }
            None => {
                let _ = task::each(plan, None, None, &mut |task| {
                    if let (Some(name), Some(job)) = (task.name(plan), task.members.first()) {
                        let begins = (&*job.input.name, job.entry.index);
                        self.tell_one(&name, begins, clashes, sources, &mut first);
                    }
                    ControlFlow::Continue(())
                });
            }
        }
        if let Some(more) = self.told.checked_sub(MAX_TOLD).filter(|more| *more > 0) {
            self.problems.push(Problem::error(Place::default(), say!("{more} more names clash", more), say!()));
        }
    }

    fn tell_one(
        &mut self,
        name: &str,
        (input, index): (&str, usize),
        clashes: &HashSet<Mark>,
        sources: &HashSet<PathBuf>,
        first: &mut HashMap<Mark, Message>,
    ) {
        let here = say!("{input} (article {index})", input, index);
        let folder = self.plan.folder.as_deref();
        if let Some(source) = folder.and_then(|folder| replaced(folder, name, &self.plan.settings.formats, sources)) {
            self.push(
                Place::file(source.to_string_lossy()),
                say!("it is read, and would be replaced by an output of {here}", here = here.clone()),
                say!("choose another folder with -o, or other names with --name"),
            );
        }
        let mark = mark(name);
        if !clashes.contains(&mark) {
            return;
        }
        match first.get(&mark) {
            None => {
                first.insert(mark, here);
            }
            Some(earlier) => {
                let what =
                    say!("{here} and {earlier} take the same name, “{name}”", here, earlier = earlier.clone(), name);
                let cure = say!("tell them apart with --name, as {{stem}}-{{index}} or {{id}}; nothing was written");
                self.push(Place::file(input), what, cure);
            }
        }
    }

    fn push(&mut self, place: Place, what: Message, cure: Message) {
        self.told += 1;
        if self.told <= MAX_TOLD {
            self.problems.push(Problem::error(place, what, cure));
        }
    }
}

/// The file among `sources` that one of an article's files would replace.
pub fn replaced<'a>(
    folder: &Path,
    name: &str,
    formats: &[Format],
    sources: &'a HashSet<PathBuf>,
) -> Option<&'a PathBuf> {
    formats.iter().find_map(|format| {
        let path = real_path(&folder.join(format!("{name}.{}", format.extension())))?;
        sources.get(&path)
    })
}

fn ending(path: &Path) -> Option<Format> {
    Format::of_extension(path.extension()?.to_str()?)
}

fn mark(name: &str) -> Mark {
    let sum = Sha256::digest(name.to_lowercase().as_bytes());
    let mut mark = Mark::default();
    for (to, from) in mark.iter_mut().zip(sum.iter()) {
        *to = *from;
    }
    mark
}
