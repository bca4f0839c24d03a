//! What was made, kept while a batch runs so that a killed one can be taken up again.
//!
//! Every finished article adds a line to a journal. At the end the journal's lines are merged into the manifest,
//! which is replaced as a whole, and the journal goes. A run that finds a journal was preceded by one that was
//! killed: it merges the journal first. The journal is locked while a run lasts, so that two runs never work on
//! one part of one folder at a time.

use std::fs::TryLockError;
use std::io::{self, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use fs_err::{self as fs, File, OpenOptions};

use super::manifest::{self, Line, Manifest};
use super::merge;
use super::shard::Shard;
use crate::diagnostics::{Place, Problem, lasts, refusal};
use crate::output::{Folder, Unwritable};
use crate::say;

/// How often the journal is opened anew when another run removes it at that moment.
const TRIES: usize = 100;

/// The journal of a run, and the manifest that it is merged into.
pub struct Ledger<'f> {
    folder: &'f Folder,
    shard: Shard,
    path: PathBuf,
    journal: File,
    /// Whether anything stands in the journal.
    used: bool,
}

impl<'f> Ledger<'f> {
    /// Begins a run in a folder: makes sure that it is the only one, removes what a killed one left, and takes over
    /// what it made.
    ///
    /// # Errors
    /// When another run works there, or the folder can't be written.
    pub fn open(folder: &'f Folder, shard: Shard) -> Result<Self, Problem> {
        let path = folder.path().join(manifest::journal_name(shard));
        let journal = locked(folder, &path)?;
        folder.remove_strays()?;
        let length = journal.metadata().map_err(|error| unwritable(&path, &error).problem)?.len();
        let mut ledger = Ledger { folder, shard, path, journal, used: length > 0 };
        ledger.merge()?;
        Ok(ledger)
    }

    /// The manifest as it is now.
    ///
    /// # Errors
    /// When there is one that can't be opened.
    pub fn manifest(&self) -> io::Result<Manifest> {
        Manifest::open(self.folder.path(), self.shard)
    }

    /// Keeps that files were made.
    ///
    /// # Errors
    /// When the journal can't be written. The files are made once more by the next run then.
    pub fn add(&mut self, line: &Line) -> Result<(), Unwritable> {
        self.used = true;
        self.journal.write_all(&line.written()).map_err(|error| unwritable(&self.path, &error))
    }

    /// Ends the run. A manifest to which nothing is added stays untouched.
    ///
    /// # Errors
    /// When the manifest can't be written. The journal stays then, and the next run takes it over.
    pub fn close(mut self) -> Result<(), Unwritable> {
        self.merge()?;
        let Ledger { path, journal, .. } = self;
        // Windows removes no file that is open; elsewhere the lock holds until the name is gone.
        #[cfg(windows)]
        drop(journal);
        let removed = fs::remove_file(&path);
        #[cfg(not(windows))]
        drop(journal);
        removed.map_err(|error| unwritable(&path, &error))
    }

    fn merge(&mut self) -> Result<(), Unwritable> {
        if !self.used {
            return Ok(());
        }
        let name = manifest::file_name(self.shard);
        let old = self.folder.path().join(&name);
        let fail = |error: io::Error| unwritable(&self.path, &error);
        self.journal.seek(SeekFrom::Start(0)).map_err(fail)?;
        let sorted: Box<dyn io::Read> = match File::open(&old) {
            Ok(file) => Box::new(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Box::new(io::empty()),
            Err(error) => return Err(unwritable(&old, &error)),
        };
        let mut scratch = None;
        let journal = &mut self.journal;
        self.folder.put_with(&name, |file| {
            let mut write = io::BufWriter::new(file);
            let room = || {
                let made = self.folder.scratch()?;
                let file = made.file.file().try_clone()?;
                let path = made.file.path().to_owned();
                scratch = Some(made);
                Ok(File::from_parts(file, path))
            };
            merge::merge(BufReader::new(sorted), BufReader::new(journal), &manifest::key, room, &mut write)?;
            write.flush()
        })?;
        let emptied = self.journal.set_len(0).and_then(|()| self.journal.seek(SeekFrom::Start(0)));
        emptied.map_err(|error| unwritable(&self.path, &error))?;
        self.used = false;
        Ok(())
    }
}

/// Opens the journal, which no one else has open then.
fn locked(folder: &Folder, path: &Path) -> Result<File, Problem> {
    for _ in 0..TRIES {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        let file = options.open(path).map_err(|error| {
            let problem = unwritable(path, &error).problem;
            Problem { place: Place::file(folder.path().to_string_lossy()), ..problem }
        })?;
        match file.file().try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let place = Place::file(folder.path().to_string_lossy());
                let what = say!("another nashra batch is at work in this folder");
                return Err(Problem::error(place, what, say!("wait until it ends, or choose another folder with -o")));
            }
            // Some network file systems have no locks: there the user has to take care.
            Err(TryLockError::Error(_)) => return Ok(file),
        }
        // The run that had the lock may have removed the file after it was opened here.
        if is_still(&file, path) {
            return Ok(file);
        }
    }
    let what = say!("other runs of nashra begin and end in this folder all the time");
    Err(Problem::error(Place::file(folder.path().to_string_lossy()), what, say!("choose another folder with -o")))
}

#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |meta: std::fs::Metadata| (meta.dev(), meta.ino());
    matches!((file.metadata().map(number), fs::metadata(path).map(number)), (Ok(one), Ok(other)) if one == other)
}

/// Elsewhere a file that is open keeps its name.
#[cfg(not(unix))]
fn is_still(_: &File, _: &Path) -> bool {
    true
}

fn unwritable(path: &Path, error: &io::Error) -> Unwritable {
    let place = Place::file(path.to_string_lossy());
    let what = say!("what was made can't be kept here: {why}", why = refusal(error));
    let problem =
        Problem::error(place, what, say!("make room, or make the folder writable, and run the same command again"));
    Unwritable { problem, lasts: lasts(error) }
}

#[cfg(test)]
mod tests {
    use super::super::manifest::Output;
    use super::*;

    fn line(name: &str, size: u64) -> Line {
        let output = Output { file: format!("{name}.txt"), size, pages: Some(1), sha256: "x".into() };
        Line {
            name: name.into(),
            input: "a.json".into(),
            index: 0,
            content: "c".into(),
            settings: "s".into(),
            version: "v".into(),
            outputs: vec![output],
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_killed_run_is_taken_over_and_its_cut_line_dropped() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder::with_tag(temporary.path(), Shard::WHOLE.tag()).unwrap();
        let journal = temporary.path().join(manifest::journal_name(Shard::WHOLE));
        let mut written = [line("b", 1).written(), line("a", 1).written(), line("b", 2).written()].concat();
        written.extend(b"{\"name\":\"c");
        fs::write(&journal, written).unwrap();
        fs::write(temporary.path().join(".nashra-1-of-1-0.part"), "cut").unwrap();
        let mut ledger = Ledger::open(&folder, Shard::WHOLE).unwrap();
        assert_eq!(ledger.manifest().unwrap().find("b").unwrap(), Some(line("b", 2)));
        assert!(Ledger::open(&folder, Shard::WHOLE).err().unwrap().what.to_string().contains("another nashra batch"));
        ledger.add(&line("aa", 3)).unwrap();
        ledger.close().unwrap();
        assert_eq!(names(temporary.path()), [".nashra-manifest.ndjson"]);
        let lines = fs::read(temporary.path().join(".nashra-manifest.ndjson")).unwrap();
        assert_eq!(lines, [line("a", 1).written(), line("aa", 3).written(), line("b", 2).written()].concat());
    }
}
