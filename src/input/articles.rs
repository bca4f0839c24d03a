//! One input's articles, one after the other.

use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::lines::{self, Line, Lines};
use super::{Input, bulletin, real_path, unreadable};
use crate::diagnostics::{Place, Problem, Problems};
use crate::document::{Article, BulletinFile, Text};
use crate::read::{self, Format as Form, Item, Source};

/// The longest input that is read whole; no document of articles comes near it.
const MAX_WHOLE: usize = 256 << 20;

/// One article of an input, or what kept it from being one.
#[derive(Debug, Default)]
pub struct Entry {
    /// Its position in its input, from 0; what is skipped counts.
    pub index: usize,
    /// The section of [`Opened::sections`] it stands in.
    pub section: usize,
    /// The article; none where an error stands among the problems, or where there is nothing to set.
    pub article: Option<Article>,
    /// What was met in it.
    pub problems: Problems,
}

impl Entry {
    pub(super) fn failed(problem: Problem) -> Self {
        let mut entry = Entry::default();
        entry.problems.push(problem);
        entry
    }
}

/// An input that has been opened.
pub struct Opened {
    /// What a bulletin's own file says of the bulletin; its sections are taken out.
    pub head: Option<BulletinFile>,
    /// The titles of the sections; one without a title for an input that is no bulletin.
    pub sections: Vec<Option<Text>>,
    /// The real paths of the files that were read, where there are any.
    pub files: Arc<[PathBuf]>,
    /// Whether the input is read as its entries are asked for.
    pub streamed: bool,
    /// The articles, in order.
    pub entries: Box<dyn Iterator<Item = Entry> + Send>,
}

/// Opens an input. What can't be read is an entry with the problem in it.
///
/// An input of one article a line (its ending says so, or its first two lines are objects) is read as its
/// entries are asked for; any other is read whole. The articles that a bulletin's file names by path are
/// read with it.
pub fn open(input: &Input, options: &read::Options) -> Opened {
    let opened = input.reader().and_then(|reader| {
        let (by_lines, reader) = parted(input, options, reader)?;
        Ok(if by_lines { one_a_line(input, options, reader) } else { whole(input, options, reader)? })
    });
    opened.unwrap_or_else(|error| plain(input, vec![Entry::failed(unreadable(&input.name, &error))]))
}

/// Whether an input has one article a line, and a reader that stands at its beginning.
fn parted(
    input: &Input,
    options: &read::Options,
    reader: Box<dyn BufRead + Send>,
) -> io::Result<(bool, Box<dyn BufRead + Send>)> {
    // Only the forms in JSON have one article a line.
    const IN_JSON: [Form; 5] = [Form::Json, Form::Flat, Form::Ninjs, Form::NewsArticle, Form::WordPress];
    if options.from.is_some_and(|form| !IN_JSON.contains(&form)) {
        return Ok((false, reader));
    }
    let name = input.path().and_then(Path::file_name).map(|name| name.to_string_lossy().to_ascii_lowercase());
    let name = name.as_deref().map(|name| name.strip_suffix(".gz").unwrap_or(name));
    let ending = name.and_then(|name| Some(name.rsplit_once('.')?.1.to_owned()));
    match ending.as_deref() {
        Some("ndjson" | "jsonl") => Ok((true, reader)),
        // A copied text may well begin with a brace; only what may be JSON is looked into.
        Some("json") | None => lines::look(reader),
        Some(_) => Ok((false, reader)),
    }
}

fn plain(input: &Input, entries: Vec<Entry>) -> Opened {
    let files = input.path().and_then(real_path).into_iter().collect();
    Opened { head: None, sections: vec![None], files, streamed: false, entries: Box::new(entries.into_iter()) }
}

fn one_a_line(input: &Input, options: &read::Options, reader: Box<dyn BufRead + Send>) -> Opened {
    let (name, options) = (input.name.clone(), options.clone());
    let mut broken = false;
    let entries = Lines::new(reader)
        // An input that fails once is not asked again: the same failure would come without end.
        .take_while(move |line| !std::mem::replace(&mut broken, line.is_err()))
        .enumerate()
        .map(move |(index, line)| Entry { index, ..line_entry(&name, &options, line) });
    Opened { streamed: true, entries: Box::new(entries), ..plain(input, Vec::new()) }
}

fn line_entry(name: &Arc<str>, options: &read::Options, line: io::Result<Line>) -> Entry {
    let line = match line {
        Ok(line) => line,
        Err(error) => return Entry::failed(unreadable(name, &error)),
    };
    let here = || Place { file: Some(name.clone()), line: line.number, column: 1, field: String::new() };
    let Some(bytes) = line.bytes else {
        return Entry::failed(Problem::error(here(), "the line is too long to be an article", ""));
    };
    let source = Source::new(name.clone(), bytes).at_line(line.number);
    let mut outcomes = read::read(&source, options).outcomes.into_iter();
    match (outcomes.next(), outcomes.next()) {
        (Some(outcome), None) => match outcome.item {
            Some(Item::Article(article)) => checked(Some(article), outcome.problems),
            Some(Item::Bulletin(_)) => {
                let cure = "give it a file of its own";
                Entry::failed(Problem::error(here(), "a bulletin stands where each line is an article", cure))
            }
            None => checked(None, outcome.problems),
        },
        _ => Entry::failed(Problem::error(here(), "the line is not one article", "write one object on each line")),
    }
}

fn whole(input: &Input, options: &read::Options, mut reader: Box<dyn BufRead + Send>) -> io::Result<Opened> {
    let mut bytes = Vec::new();
    // One byte more than is read, so that a longer input is told from one that just fits.
    (&mut reader).take(MAX_WHOLE as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_WHOLE {
        let what = format!("the input is longer than {} MB", MAX_WHOLE >> 20);
        let cure = "part it; one article a line (NDJSON) may be of any length";
        let problem = Problem::error(Place::file(input.name.clone()), what, cure);
        return Ok(plain(input, vec![Entry::failed(problem)]));
    }
    let reading = read::read(&Source::new(input.name.clone(), bytes), options);
    let mut outcomes = reading.outcomes;
    if let [only] = outcomes.as_mut_slice()
        && matches!(only.item, Some(Item::Bulletin(_)))
        && let Some(Item::Bulletin(file)) = only.item.take()
    {
        return Ok(bulletin::opened(input, options, file, std::mem::take(&mut only.problems)));
    }
    Ok(plain(input, outcomes.into_iter().map(|outcome| article_entry(&input.name, outcome)).collect()))
}

/// An outcome that has to be an article.
pub(super) fn article_entry(name: &Arc<str>, outcome: read::Outcome) -> Entry {
    let entry = match outcome.item {
        Some(Item::Article(article)) => checked(Some(article), outcome.problems),
        Some(Item::Bulletin(_)) => {
            let what = "a bulletin stands where an article is expected";
            Entry::failed(Problem::error(Place::file(name.clone()), what, "name the bulletin's articles instead"))
        }
        None => checked(None, outcome.problems),
    };
    Entry { index: outcome.index, ..entry }
}

fn checked(article: Option<Article>, problems: Problems) -> Entry {
    let article = if problems.any_error() { None } else { article };
    Entry { article, problems, ..Entry::default() }
}
