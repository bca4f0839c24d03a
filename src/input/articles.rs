//! One input's articles, one after the other.

use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use fs_err as fs;

use super::lines::{self, Layout};
use super::{Input, bulletin, real_path, streamed, unreadable};
use crate::diagnostics::{Place, Problem, Problems};
use crate::document::{Article, BulletinFile, Text};
use crate::read::{self, Format as Form, Item, Source};
use crate::say;

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
    /// The paths, as they are written, of the files that were looked for, whether they were found or not.
    pub sought: Arc<[PathBuf]>,
    /// Whether the input is read as its entries are asked for.
    pub streamed: bool,
    /// How much has been read of a file that is.
    pub read: Option<Share>,
    /// The articles, in order.
    pub entries: Box<dyn Iterator<Item = Entry> + Send>,
}

/// Opens an input. What can't be read is an entry with the problem in it.
///
/// An input of one article a line (its ending says so, or its first two lines are objects) and one that is an
/// array of objects are read as their entries are asked for; any other is read whole. The articles that a
/// bulletin's file names by path are read with it.
pub fn open(input: &Input, options: &read::Options) -> Opened {
    let opened = input.reader().and_then(|reader| {
        let consumed = Arc::new(AtomicU64::new(0));
        let counted: Box<dyn BufRead + Send> =
            Box::new(BufReader::new(Counted { inner: reader, consumed: consumed.clone() }));
        let (layout, reader) = look(input, options, counted)?;
        if layout == Layout::Whole {
            return whole(input, options, reader);
        }
        let size = input.path().and_then(|path| fs::metadata(path).ok()).filter(|meta| meta.is_file());
        let read = size.map(|meta| Share { consumed, size: meta.len() });
        let entries = streamed::entries(input, options, layout, reader);
        Ok(Opened { streamed: true, read, entries, ..plain(input, Vec::new()) })
    });
    opened.unwrap_or_else(|error| plain(input, vec![Entry::failed(unreadable(&input.name, &error))]))
}

/// How the articles stand in an input, and a reader that stands at its beginning.
fn look(
    input: &Input,
    options: &read::Options,
    mut reader: Box<dyn BufRead + Send>,
) -> io::Result<(Layout, Box<dyn BufRead + Send>)> {
    // Lines and commas are looked for byte by byte, which finds them in no text of two bytes a character.
    if matches!(reader.fill_buf()?, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, ..] | [_, 0, ..]) {
        return Ok((Layout::Whole, reader));
    }
    if options.from.is_some_and(|form| !Form::IN_JSON.contains(&form)) {
        return Ok((Layout::Whole, reader));
    }
    let name = input.path().and_then(Path::file_name).map(|name| name.to_string_lossy().to_ascii_lowercase());
    let name = name.as_deref().map(|name| name.strip_suffix(".gz").unwrap_or(name));
    let ending = name.and_then(|name| Some(name.rsplit_once('.')?.1.to_owned()));
    match ending.as_deref() {
        Some("ndjson" | "jsonl") => Ok((Layout::Lines, reader)),
        // A copied text may well begin with a brace; only what may be JSON is looked into.
        Some("json") | None => lines::look(reader),
        Some(_) => Ok((Layout::Whole, reader)),
    }
}

/// How much of an input has been read.
#[derive(Clone, Debug)]
pub struct Share {
    consumed: Arc<AtomicU64>,
    size: u64,
}

impl Share {
    /// From 0, nothing, to 1, all.
    pub fn get(&self) -> f64 {
        let consumed = self.consumed.load(Ordering::Relaxed);
        if self.size == 0 { 1.0 } else { (consumed as f64 / self.size as f64).min(1.0) }
    }
}

struct Counted {
    inner: Box<dyn Read + Send>,
    consumed: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.consumed.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

fn plain(input: &Input, entries: Vec<Entry>) -> Opened {
    let files = input.path().and_then(real_path).into_iter().collect();
    let sought = input.path().map(Path::to_owned).into_iter().collect();
    let entries = Box::new(entries.into_iter());
    Opened { head: None, sections: vec![None], files, sought, streamed: false, read: None, entries }
}

fn whole(input: &Input, options: &read::Options, mut reader: Box<dyn BufRead + Send>) -> io::Result<Opened> {
    let mut bytes = Vec::new();
    // One byte more than is read, so that a longer input is told from one that just fits.
    (&mut reader).take(MAX_WHOLE as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_WHOLE {
        let what = say!("the input is longer than {max} MB", max = MAX_WHOLE >> 20);
        let cure = say!("part it; one article a line (NDJSON) may be of any length");
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
            let what = say!("a bulletin stands where an article is expected");
            Entry::failed(Problem::error(Place::file(name.clone()), what, say!("name the bulletin's articles instead")))
        }
        None => checked(None, outcome.problems),
    };
    Entry { index: outcome.index, ..entry }
}

pub(super) fn checked(article: Option<Article>, problems: Problems) -> Entry {
    let article = if problems.any_error() { None } else { article };
    Entry { article, problems, ..Entry::default() }
}
