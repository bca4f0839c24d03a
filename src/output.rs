//! Output files that appear whole or not at all.
//!
//! A set of files is first written under temporary names in the folder where it will stand, then each file is
//! renamed to its own name. A reader of the folder sees the old file or the new one, never a part. When
//! anything fails before the renaming, the temporary files are removed and nothing has changed.

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use fs_err::{self as fs, File, OpenOptions};

use crate::diagnostics::{Place, Problem, refusal};

/// How often a temporary name is tried anew when it is taken. Names carry the process's number, so only what a
/// killed process of the same number left can be in the way.
const TRIES: usize = 1000;

/// A folder that takes output files. It may be shared by threads.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    parts: AtomicU64,
}

impl Folder {
    /// Makes the folder, and those above it, where they do not exist yet.
    ///
    /// # Errors
    /// A problem that names the folder, when it can't be made or is a file.
    pub fn create(path: impl Into<PathBuf>) -> Result<Self, Problem> {
        let path = path.into();
        // An empty path is the parent of a bare file name: the current folder.
        let path = if path.as_os_str().is_empty() { PathBuf::from(".") } else { path };
        fs::create_dir_all(&path).map_err(|error| {
            // Where a file of that name stands, the system says "exists", which would mislead.
            let why = if error.kind() == ErrorKind::AlreadyExists { "it is a file".into() } else { refusal(&error) };
            let place = Place::file(path.to_string_lossy());
            Problem::error(place, format!("the output folder can't be made: {why}"), "choose another with -o")
        })?;
        Ok(Folder { path, parts: AtomicU64::new(0) })
    }

    /// The folder's path, as it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a set of files, each a name and its bytes, and gives their paths back. Files that stand there under
    /// these names are replaced.
    ///
    /// # Errors
    /// A problem that names the file that can't be written. None of the set has been renamed then, unless the
    /// system refused a renaming after it allowed an earlier one.
    pub fn put<B: AsRef<[u8]>>(&self, files: &[(String, B)]) -> Result<Vec<PathBuf>, Problem> {
        let mut staged = Vec::with_capacity(files.len());
        for (name, bytes) in files {
            let path = self.path.join(name);
            let fail = |error: io::Error| unwritable(&path, &error);
            if path.is_dir() {
                return Err(fail(ErrorKind::IsADirectory.into()));
            }
            let part = self.part(bytes.as_ref()).map_err(fail)?;
            staged.push((part, path));
        }
        let mut done = Vec::with_capacity(staged.len());
        for (part, path) in staged {
            part.rename(&path).map_err(|error| unwritable(&path, &error))?;
            done.push(path);
        }
        Ok(done)
    }

    /// Writes bytes under a temporary name.
    fn part(&self, bytes: &[u8]) -> io::Result<Part> {
        let process = std::process::id();
        for _ in 0..TRIES {
            let number = self.parts.fetch_add(1, Ordering::Relaxed);
            let path = self.path.join(format!(".nashra-{process}-{number}.part"));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    let part = Part { path };
                    write_through(file, bytes)?;
                    return Ok(part);
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::other("too many temporary files of earlier runs stand in the folder"))
    }
}

fn write_through(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    // Without this, a machine that loses power after the renaming may keep the name and lose the bytes.
    file.sync_data()
}

fn unwritable(path: &Path, error: &io::Error) -> Problem {
    let place = Place::file(path.to_string_lossy());
    Problem::error(place, format!("it can't be written: {}", refusal(error)), "choose another folder with -o")
}

/// A file under its temporary name, removed when it is dropped before it is renamed.
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
        assert!(problem.to_string().contains("y.txt"), "{problem}");
        assert_eq!(names(temporary.path()), ["y.txt"]);
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_told() {
        let temporary = tempfile::tempdir().unwrap();
        fs::write(temporary.path().join("out"), "").unwrap();
        let problem = Folder::create(temporary.path().join("out")).unwrap_err();
        assert!(problem.what.contains("it is a file"), "{problem}");
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
