//! The manifest: which files of an output folder were made from what.
//!
//! It is a text file of one JSON object a line, sorted by name, without a time, so that the same work gives the same
//! manifest. A line stands for the files of one article or bulletin. It is looked into by bisection, line by
//! line: nothing of it is kept in memory, however long it is.

use std::cmp::Ordering;
use std::io::{self, BufRead, BufReader, ErrorKind};
use std::path::Path;

use fs_err::File;
use serde::{Deserialize, Serialize};

use super::shard::Shard;

/// The version of nashra, which is a part of what outputs are made from.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// How many bytes are read at one time: a few lines.
const BUFFER: usize = 4096;

/// One line of the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The name of the files, without ending. Lines are sorted by it.
    pub name: String,
    /// The input, as the user named it.
    pub input: String,
    /// The article's position in its input, or the bulletin's among the bulletins.
    pub index: usize,
    /// The hash of what the files were made from.
    pub content: String,
    /// The hash of the settings by which they were made.
    pub settings: String,
    /// The version of nashra that made them.
    pub version: String,
    /// The files.
    pub outputs: Vec<Output>,
}

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Its name in the output folder.
    pub file: String,
    /// Its size in bytes.
    pub size: u64,
    /// The number of its pages, where it has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// The SHA-256 of its bytes.
    pub sha256: String,
}

impl Line {
    /// The line as it is written, with its end.
    pub fn written(&self) -> Vec<u8> {
        let mut line = serde_json::to_vec(self).unwrap_or_default();
        line.push(b'\n');
        line
    }

    /// Reads a line; `None` for one that someone has changed into something else.
    pub fn read(line: &[u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }

    /// Whether the files of another line are made from the same.
    pub fn made_from_the_same(&self, other: &Line) -> bool {
        (&self.content, &self.settings, &self.version) == (&other.content, &other.settings, &other.version)
    }
}

/// The name by which lines are sorted; none for a line that is none.
pub fn key(line: &[u8]) -> Option<String> {
    Some(Line::read(line)?.name)
}

/// The manifest's name in its folder. It is hidden, so that a folder of outputs is never read as one of inputs.
pub fn file_name(shard: Shard) -> String {
    file_of("manifest", shard)
}

/// The name of the file that keeps what was made since the manifest was written.
pub fn journal_name(shard: Shard) -> String {
    file_of("journal", shard)
}

fn file_of(what: &str, shard: Shard) -> String {
    if shard.is_whole() { format!(".nashra-{what}.ndjson") } else { format!(".nashra-{what}-{}.ndjson", shard.tag()) }
}

/// How many lines are looked at after the one that was found last: workers take articles in turn, and most inputs
/// have the manifest's order.
const AHEAD: usize = 8;

/// A manifest to look into. Each thread has its own.
pub struct Manifest {
    file: Option<BufReader<File>>,
    size: u64,
    /// Where the reader stands.
    at: u64,
    /// Where the line after the one that was found last begins.
    next: u64,
}

impl Manifest {
    /// One without any line.
    pub const EMPTY: Manifest = Manifest { file: None, size: 0, at: 0, next: 0 };

    /// Opens the manifest of a folder; there need not be one.
    ///
    /// # Errors
    /// When there is one that can't be opened.
    pub fn open(folder: &Path, shard: Shard) -> io::Result<Self> {
        match File::open(folder.join(file_name(shard))) {
            Ok(file) => {
                let size = file.metadata()?.len();
                Ok(Manifest { file: Some(BufReader::with_capacity(BUFFER, file)), size, ..Manifest::EMPTY })
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Manifest::EMPTY),
            Err(error) => Err(error),
        }
    }

    /// The line of that name.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn find(&mut self, name: &str) -> io::Result<Option<Line>> {
        let found = self.look_for(name);
        if found.is_err() {
            // Where the reader stands now is not known.
            *self = Manifest::EMPTY;
        }
        found
    }

    /// First the lines after the one that was found last, then by bisection.
    fn look_for(&mut self, name: &str) -> io::Result<Option<Line>> {
        // A line of that name begins in this range, if there is one.
        let (mut low, mut high) = (0, self.size);
        let mut bytes = Vec::new();
        let (mut next, mut ahead) = (self.next, AHEAD);
        while low < high {
            let start = if ahead > 0 && (low..high).contains(&next) {
                ahead -= 1;
                next
            } else {
                ahead = 0;
                let middle = low + (high - low) / 2;
                let start = self.line_start(low, middle, &mut bytes)?;
                if start >= high {
                    high = middle;
                    continue;
                }
                start
            };
            match self.compare(name, start, &mut bytes)? {
                Compared::Found(line) => return Ok(Some(line)),
                Compared::Before => high = start,
                Compared::After => low = self.at,
                Compared::Broken => return Ok(None),
            }
            next = self.at;
        }
        Ok(None)
    }

    /// Reads the line that begins at `start`, and says where one of that name is.
    fn compare(&mut self, name: &str, start: u64, bytes: &mut Vec<u8>) -> io::Result<Compared> {
        self.go(start)?;
        self.line(bytes)?;
        let Some(line) = Line::read(bytes) else { return Ok(Compared::Broken) };
        Ok(match name.cmp(line.name.as_str()) {
            Ordering::Equal => {
                self.next = self.at;
                Compared::Found(line)
            }
            Ordering::Less => Compared::Before,
            Ordering::Greater => Compared::After,
        })
    }

    /// Where the first line begins that begins at `at` or after it; one begins at `low`.
    fn line_start(&mut self, low: u64, at: u64, bytes: &mut Vec<u8>) -> io::Result<u64> {
        if at <= low {
            return Ok(low);
        }
        self.go(at - 1)?;
        self.line(bytes)?;
        Ok(self.at)
    }

    /// Moves the reader. What it has in its buffer is kept where that is enough.
    fn go(&mut self, to: u64) -> io::Result<()> {
        if let Some(file) = &mut self.file {
            file.seek_relative(to as i64 - self.at as i64)?;
            self.at = to;
        }
        Ok(())
    }

    /// Reads on to the end of a line.
    fn line(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        bytes.clear();
        if let Some(file) = &mut self.file {
            self.at += file.read_until(b'\n', bytes)? as u64;
        }
        Ok(())
    }
}

/// Where a line of some name is, seen from another line.
enum Compared {
    Found(Line),
    Before,
    After,
    /// Not to be told: the other line is none.
    Broken,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, length: usize) -> Line {
        Line {
            name: name.into(),
            input: "i".repeat(length),
            index: 1,
            content: "c".into(),
            settings: "s".into(),
            version: "v".into(),
            outputs: vec![Output { file: format!("{name}.txt"), size: 1, pages: None, sha256: "x".into() }],
        }
    }

    #[test]
    fn every_line_is_found_and_no_other() {
        let temporary = tempfile::tempdir().unwrap();
        let names = ["a", "b", "bb", "c", "d", "نشرة"];
        for count in 0..=names.len() {
            let lines: Vec<Line> =
                names.iter().take(count).zip(1..).map(|(name, i)| line(name, i * 97 % 300)).collect();
            let bytes: Vec<u8> = lines.iter().flat_map(Line::written).collect();
            fs_err::write(temporary.path().join(file_name(Shard::WHOLE)), bytes).unwrap();
            let mut manifest = Manifest::open(temporary.path(), Shard::WHOLE).unwrap();
            for line in &lines {
                assert_eq!(manifest.find(&line.name).unwrap().as_ref(), Some(line));
            }
            for line in lines.iter().rev().chain(&lines) {
                assert_eq!(manifest.find(&line.name).unwrap().as_ref(), Some(line));
            }
            for absent in ["", "aa", "bbb", "cc", "z", "ي"] {
                assert_eq!(manifest.find(absent).unwrap(), None, "{absent}");
            }
        }
    }

    #[test]
    fn no_manifest_and_a_changed_one_have_no_lines() {
        let temporary = tempfile::tempdir().unwrap();
        let find = || Manifest::open(temporary.path(), Shard::WHOLE).unwrap().find("a").unwrap();
        assert_eq!(find(), None);
        fs_err::write(temporary.path().join(file_name(Shard::WHOLE)), "no json\nat all").unwrap();
        assert_eq!(find(), None);
    }
}
