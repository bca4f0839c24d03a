//! Output files that appear whole or not at all.
//!
//! A set of files is first written under temporary names in the folder where it will stand, then each file is
//! renamed to its own name. A reader of the folder sees the old file or the new one, never a part. When
//! anything fails before the renaming, the temporary files are removed and nothing has changed.

pub(crate) mod name;

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use fs_err::{self as fs, File, OpenOptions};

pub use name::safe_name;

use crate::diagnostics::{Place, Problem, lasts, refusal};
use crate::say;

/// How often a temporary name is tried anew when it is taken. Names carry the process's number, so only what a
/// killed process of the same number left can be in the way.
const TRIES: usize = 1000;

/// How the names of temporary files begin: hidden, so that tools that list the folder pass them over.
const PART: &str = ".nashra-";

/// How they end.
const PART_ENDING: &str = ".part";

/// A folder that takes output files. It may be shared by threads.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// What tells its temporary files from those of others.
    tag: String,
    parts: AtomicU64,
}

/// A set of files that could not be written.
#[derive(Clone, Debug)]
pub struct Unwritable {
    /// Which file, and why.
    pub problem: Problem,
    /// Whether the next set would meet the same: the disk is full, the folder is read-only.
    pub lasts: bool,
}

impl From<Unwritable> for Problem {
    fn from(unwritable: Unwritable) -> Self {
        unwritable.problem
    }
}

impl Folder {
    /// Makes the folder, and those above it, where they do not exist yet.
    ///
    /// # Errors
    /// A problem that names the folder, when it can't be made or is a file.
    pub fn create(path: impl Into<PathBuf>) -> Result<Self, Problem> {
        Self::with_tag(path, std::process::id().to_string())
    }

    /// The same for one whose temporary files carry `tag` in their names. The caller makes sure that no two processes
    /// use a folder with one tag at one time; then what a killed one left can be removed
    /// ([`Folder::remove_strays`]).
    ///
    /// # Errors
    /// As for [`Folder::create`].
    pub fn with_tag(path: impl Into<PathBuf>, tag: String) -> Result<Self, Problem> {
        let path = path.into();
        // An empty path is the parent of a bare file name: the current folder.
        let path = if path.as_os_str().is_empty() { PathBuf::from(".") } else { path };
        fs::create_dir_all(&path).map_err(|error| {
            // Where a file of that name stands, the system says "exists", which would mislead.
            let why =
                if error.kind() == ErrorKind::AlreadyExists { say!("it is a file").into() } else { refusal(&error) };
            let place = Place::file(path.to_string_lossy());
            Problem::error(place, say!("the output folder can't be made: {why}", why), say!("choose another with -o"))
        })?;
        Ok(Folder { path, tag, parts: AtomicU64::new(0) })
    }

    /// The folder's path, as it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Removes the temporary files that an earlier process with the same tag left when it was killed.
    ///
    /// # Errors
    /// A problem that names what can't be removed, or the folder when it can't be read.
    pub fn remove_strays(&self) -> Result<(), Problem> {
        let fail = |path: &Path, error: io::Error| {
            let what = say!("what an earlier run left can't be removed: {why}", why = refusal(&error));
            Problem::error(Place::file(path.to_string_lossy()), what, say!())
        };
        let listing = fs::read_dir(&self.path).map_err(|error| fail(&self.path, error))?;
        for entry in listing {
            let entry = entry.map_err(|error| fail(&self.path, error))?;
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| {
                name.strip_prefix(PART)?.strip_prefix(self.tag.as_str())?.strip_prefix('-')?.strip_suffix(PART_ENDING)
            });
            if number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())) {
                fs::remove_file(entry.path()).map_err(|error| fail(&entry.path(), error))?;
            }
        }
        Ok(())
    }

    /// Writes a set of files, each a name and its bytes, and gives their paths back. Files that stand there under
    /// these names are replaced.
    ///
    /// # Errors
    /// Which file can't be written. None of the set has been renamed then, unless the system refused a renaming
    /// after it allowed an earlier one.
    pub fn put<B: AsRef<[u8]>>(&self, files: &[(String, B)]) -> Result<Vec<PathBuf>, Unwritable> {
        let staged = self.stage_all(files)?;
        staged.settle()?;
        staged.rename()
    }

    /// Writes a set of files, each a name and its bytes, under temporary names.
    ///
    /// # Errors
    /// Which file can't be written.
    pub fn stage_all<B: AsRef<[u8]>>(&self, files: &[(String, B)]) -> Result<Staged, Unwritable> {
        let stage = |(name, bytes): &(String, B)| self.stage(name, |file| file.write_all(bytes.as_ref()));
        Ok(Staged { files: files.iter().map(stage).collect::<Result<_, _>>()? })
    }

    /// Writes one file by what `write` gives, which need not be in memory at one time.
    ///
    /// # Errors
    /// When it can't be written, or `write` fails. It has not been renamed then.
    pub fn put_with(&self, name: &str, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Unwritable> {
        let staged = Staged { files: vec![self.stage(name, write)?] };
        staged.settle()?;
        staged.rename().map(drop)
    }

    /// Writes a file under a temporary name.
    fn stage(&self, name: &str, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<StagedFile, Unwritable> {
        let path = self.path.join(name);
        let fail = |error: io::Error| unwritable(&path, &error);
        if path.is_dir() {
            return Err(fail(ErrorKind::IsADirectory.into()));
        }
        let (part, mut file) = self.part().map_err(fail)?;
        write(&mut file).map_err(fail)?;
        Ok(StagedFile { file, part, path })
    }

    /// A file under a temporary name.
    fn part(&self) -> io::Result<(Part, File)> {
        for _ in 0..TRIES {
            let number = self.parts.fetch_add(1, Ordering::Relaxed);
            let path = self.path.join(format!("{PART}{}-{number}{PART_ENDING}", self.tag));
            match OpenOptions::new().read(true).write(true).create_new(true).open(&path) {
                Ok(file) => return Ok((Part { path }, file)),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::other("too many temporary files of earlier runs stand in the folder"))
    }

    /// A file to work in, which goes when the value is dropped.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn scratch(&self) -> io::Result<Scratch> {
        let (part, file) = self.part()?;
        Ok(Scratch { file, _part: part })
    }
}

/// A set of files under temporary names, which go when the value is dropped.
pub struct Staged {
    files: Vec<StagedFile>,
}

/// A file under a temporary name, and the path that it is for.
struct StagedFile {
    file: File,
    part: Part,
    path: PathBuf,
}

impl Staged {
    /// How many files there are; each is held open.
    pub fn count(&self) -> usize {
        self.files.len()
    }

    /// Waits until the bytes are on the disk. Without it, a machine that loses power after the renaming may keep the names
    /// and lose the bytes.
    ///
    /// # Errors
    /// Which file the system could not write.
    pub fn settle(&self) -> Result<(), Unwritable> {
        self.files
            .iter()
            .try_for_each(|StagedFile { file, path, .. }| file.sync_data().map_err(|error| unwritable(path, &error)))
    }

    /// Gives the files their own names, and their paths back. Files that stand there under these names are replaced.
    ///
    /// # Errors
    /// Which file can't be renamed.
    pub fn rename(self) -> Result<Vec<PathBuf>, Unwritable> {
        let rename = |StagedFile { file, part, path }: StagedFile| {
            drop(file);
            part.rename(&path).map_err(|error| unwritable(&path, &error)).map(|()| path)
        };
        self.files.into_iter().map(rename).collect()
    }
}

/// A file to work in, which goes when the value is dropped.
pub struct Scratch {
    /// The file, to be written and read.
    pub file: File,
    _part: Part,
}

fn unwritable(path: &Path, error: &io::Error) -> Unwritable {
    let lasts = lasts(error);
    let cure = match error.kind() {
        _ if !lasts => say!("choose another folder with -o"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => say!("free some space, or choose another folder with -o"),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::NotFound => {
            say!("make the folder writable, or choose another with -o")
        }
        _ => say!("raise the limit (ulimit -n), or set fewer articles at one time with --jobs"),
    };
    let place = Place::file(path.to_string_lossy());
    Unwritable { problem: Problem::error(place, say!("it can't be written: {why}", why = refusal(error)), cure), lasts }
}

/// A file under its temporary name, removed when it is dropped before it is renamed.
#[derive(Debug)]
struct Part {
    path: PathBuf,
}

impl Part {
    fn rename(mut self, to: &Path) -> io::Result<()> {
        fs::rename(&self.path, to)?;
        self.path = PathBuf::new();
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            // Nothing can be done about a failure here, and the error that led here is being told.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_set_appears_and_replaces_what_stood_there() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder::create(temporary.path().join("a/b")).unwrap();
        folder.put(&[("x.txt".into(), "old"), ("y.txt".into(), "other")]).unwrap();
        folder.put(&[("x.txt".into(), "new")]).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("x.txt")).unwrap(), "new");
        assert_eq!(names(folder.path()), ["x.txt", "y.txt"]);
    }

    #[test]
    fn one_that_fails_leaves_no_stray_and_no_other_of_its_set() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder::create(temporary.path()).unwrap();
        fs::create_dir(temporary.path().join("y.txt")).unwrap();
        let problem = folder.put(&[("x.txt".into(), "x"), ("y.txt".into(), "y")]).unwrap_err();
        assert!(problem.problem.to_string().contains("y.txt") && !problem.lasts, "{problem:?}");
        assert_eq!(names(temporary.path()), ["y.txt"]);
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_told() {
        let temporary = tempfile::tempdir().unwrap();
        fs::write(temporary.path().join("out"), "").unwrap();
        let problem = Folder::create(temporary.path().join("out")).unwrap_err();
        assert!(problem.what.to_string().contains("it is a file"), "{problem}");
    }

    #[test]
    fn strays_of_the_same_tag_go_and_no_others() {
        let temporary = tempfile::tempdir().unwrap();
        let others = [".nashra-2-of-7-3.part", ".nashra-1-of-7-x.part", ".nashra-1-of-7-3.pdf", "a.part"];
        for name in others.iter().chain(&[".nashra-1-of-7-3.part", ".nashra-1-of-7-12.part"]) {
            fs::write(temporary.path().join(name), "").unwrap();
        }
        let folder = Folder::with_tag(temporary.path(), "1-of-7".into()).unwrap();
        folder.remove_strays().unwrap();
        let mut expected = others.map(String::from);
        expected.sort();
        assert_eq!(names(temporary.path()), expected);
        drop(folder.scratch().unwrap());
        folder.put_with("a.txt", |file| file.write_all(b"a")).unwrap();
        assert_eq!(names(temporary.path()).len(), expected.len() + 1);
    }

    #[test]
    fn temporary_files_of_others_are_left_alone() {
        let temporary = tempfile::tempdir().unwrap();
        let taken = format!(".nashra-{}-0.part", std::process::id());
        fs::write(temporary.path().join(&taken), "theirs").unwrap();
        Folder::create(temporary.path()).unwrap().put(&[("x.txt".into(), "x")]).unwrap();
        assert_eq!(fs::read_to_string(temporary.path().join(&taken)).unwrap(), "theirs");
    }
}
