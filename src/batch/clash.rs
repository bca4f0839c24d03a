//! The first pass: that no two articles take the same name, and none the name of an input.
//!
//! Of each name only a part of its SHA-256 is kept, so that an archive of millions of articles fits in memory:
//! 24 bytes for each. Names that differ in case alone are the same here, as they are on the file systems of
//! macOS and Windows.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::jobs::{self, Job};
use super::{Plan, Template};
use crate::diagnostics::{Place, Problem, Problems};
use crate::input::{self, Opened, real_path};
use crate::produce::Format;

/// How many clashes are told; more of them say nothing new.
const MAX_TOLD: usize = 10;

/// 96 bits: among a billion names, the chance that two different ones meet is below one in ten billion.
type Mark = [u8; 12];

/// Makes sure of a plan's names, or gives the only input back, opened, where that is not needed.
///
/// # Errors
/// The clashes, and the standard input's failure where it can't be copied for a second reading.
pub fn settle(plan: &mut Plan) -> Result<Option<Opened>, Problems> {
    if let ([input], true) = (plan.inputs.as_slice(), plan.name.as_ref().is_none_or(Template::index_tells_apart)) {
        let input = input.clone();
        let opened = input::open(&input, &plan.reading);
        if opened.streamed {
            return Ok(Some(opened));
        }
        // It has been read whole: nothing is saved by leaving the pass out, and a bulletin's articles are files
        // that an output may meet.
        if input.path().is_none() {
            return Ok(Some(opened));
        }
    }
    let mut inputs = Vec::with_capacity(plan.inputs.len());
    for input in plan.inputs.drain(..) {
        inputs.push(input.reopenable()?);
    }
    plan.inputs = inputs;
    pass(plan)?;
    Ok(None)
}

fn pass(plan: &Plan) -> Result<(), Problems> {
    let mut names = Names { plan, marks: Vec::new(), problems: Problems::default(), told: 0 };
    let mut sources = jobs::sources(&plan.inputs);
    for (number, job) in jobs::of(plan, None).enumerate() {
        names.add(number as u64, &job);
        sources.extend(job.files.iter().cloned());
    }
    let mut clashes = names.clashes();
    if !clashes.is_empty() || names.meets(&sources) {
        // The names are made once more: this is the way of those who have made a mistake.
        names.tell(&mut clashes, &sources);
    }
    if names.problems.is_empty() { Ok(()) } else { Err(names.problems) }
}

struct Names<'a> {
    plan: &'a Plan,
    marks: Vec<(Mark, u64)>,
    problems: Problems,
    told: usize,
}

impl Names<'_> {
    fn add(&mut self, number: u64, job: &Job) {
        if let Some(name) = name_of(self.plan, job) {
            self.marks.push((mark(&name), number));
        }
    }

    /// Sorts the marks, and gives those that stand for several articles.
    fn clashes(&mut self) -> HashSet<Mark> {
        self.marks.sort_unstable();
        let pairs = self.marks.iter().zip(self.marks.iter().skip(1));
        pairs.filter(|(one, next)| one.0 == next.0).map(|(one, _)| one.0).collect()
    }

    /// Whether a file to be made may be one of the files that are read.
    fn meets(&self, sources: &HashSet<PathBuf>) -> bool {
        let Some(folder) = real_path(&self.plan.folder.join("-")) else { return false };
        let formats = &self.plan.settings.formats;
        sources.iter().filter(|source| source.parent() == folder.parent()).any(|source| {
            let name = source.file_stem().unwrap_or_default().to_string_lossy();
            ending(source).is_some_and(|format| formats.contains(&format))
                && self.marks.binary_search_by_key(&mark(&name), |(mark, _)| *mark).is_ok()
        })
    }

    fn tell(&mut self, clashes: &mut HashSet<Mark>, sources: &HashSet<PathBuf>) {
        let mut first = std::collections::HashMap::new();
        for job in jobs::of(self.plan, None) {
            let Some(name) = name_of(self.plan, &job) else { continue };
            let here = format!("{} (article {})", job.input.name, job.entry.index);
            if let Some(source) = replaced(&self.plan.folder, &name, &self.plan.settings.formats, sources) {
                self.push(
                    Place::file(source.to_string_lossy()),
                    format!("it is read, and would be replaced by an output of {here}"),
                    "choose another folder with -o, or other names with --name",
                );
            }
            let mark = mark(&name);
            if !clashes.contains(&mark) {
                continue;
            }
            match first.get(&mark) {
                None => {
                    first.insert(mark, here);
                }
                Some(earlier) => {
                    let what = format!("{here} and {earlier} take the same name, “{name}”");
                    let cure = "tell them apart with --name, as {stem}-{index} or {id}; nothing was written";
                    self.push(Place::file(job.input.name.clone()), what, cure);
                }
            }
        }
        if let Some(more) = self.told.checked_sub(MAX_TOLD).filter(|more| *more > 0) {
            self.problems.push(Problem::error(Place::default(), format!("{more} more names clash"), ""));
        }
    }

    fn push(&mut self, place: Place, what: String, cure: &str) {
        self.told += 1;
        if self.told <= MAX_TOLD {
            self.problems.push(Problem::error(place, what, cure));
        }
    }
}

/// The name that a job's files take; none for a job without an article.
pub fn name_of(plan: &Plan, job: &Job) -> Option<String> {
    let article = job.entry.article.as_ref()?;
    let facts = job.facts(article);
    Some(match &plan.name {
        Some(template) => template.fill(&facts),
        None => Template::usual(facts.alone).fill(&facts),
    })
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
