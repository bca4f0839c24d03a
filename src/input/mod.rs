//! Inputs: from what the user named to articles.
//!
//! [`find`] turns names (files, folders, patterns, `-`) into [`Input`]s. [`open`] reads one of them and gives its
//! articles one after the other, each with the problems met in it; an input of one article a line, or of an array
//! of them, is read piece by piece, so that memory does not grow with it. [`assemble`] joins the articles of several inputs in one
//! bulletin. Themes are found here too. All file access for reading stands here; what the bytes mean is `read`'s.

mod articles;
mod assemble;
mod bulletin;
mod elements;
mod find;
mod lines;
mod spool;
mod streamed;
mod theme;

use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fs_err as fs;

pub use articles::{Entry, Opened, Share, open};
pub use assemble::{Assembled, assemble};
pub(crate) use bulletin::file_inside;
pub use find::find;
pub use theme::{is_theme_file, theme, theme_files, theme_of_bulletin};

use crate::diagnostics::{Message, Place, Problem, refusal};
use crate::say;
use spool::Spool;

/// One input: a file, or the standard input.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name in messages: the path as the user gave it.
    pub name: Arc<str>,
    /// The name of its file without the ending; `stdin` for the standard input.
    pub stem: String,
    from: From,
}

#[derive(Clone, Debug)]
enum From {
    File(PathBuf),
    Stdin,
    Spool(Arc<Spool>),
}

impl Input {
    /// A file.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let mut named = path.clone();
        if named.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz")) {
            named.set_extension("");
        }
        let stem = named.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Input { name: path.to_string_lossy().into(), stem, from: From::File(path) }
    }

    /// The standard input. It can be opened once; see [`Input::reopenable`].
    pub fn stdin() -> Self {
        Input { name: "<stdin>".into(), stem: "stdin".into(), from: From::Stdin }
    }

    /// The file's path; none for the standard input.
    pub fn path(&self) -> Option<&Path> {
        match &self.from {
            From::File(path) => Some(path),
            From::Stdin | From::Spool(_) => None,
        }
    }

    /// The folder that paths inside the input are relative to: the file's own, or the current one.
    pub fn folder(&self) -> PathBuf {
        match self.path().and_then(Path::parent) {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        }
    }

    /// The same input in a form that can be opened again and again: the standard input is copied to a file
    /// without a name, which the system removes when the last handle goes.
    ///
    /// # Errors
    /// A problem, when the standard input can't be read or the copy can't be written.
    pub fn reopenable(self) -> Result<Self, Problem> {
        match self.from {
            From::Stdin => {
                let spool = Spool::of(&mut io::stdin()).map_err(|error| unreadable(&self.name, &error))?;
                Ok(Input { from: From::Spool(Arc::new(spool)), ..self })
            }
            _ => Ok(self),
        }
    }

    fn reader(&self) -> io::Result<Box<dyn BufRead + Send>> {
        let mut reader: Box<dyn BufRead + Send> = match &self.from {
            From::File(path) => Box::new(BufReader::new(fs::File::open(path)?)),
            From::Stdin => Box::new(BufReader::new(io::stdin())),
            From::Spool(spool) => Box::new(BufReader::new(spool.rewound()?)),
        };
        // What is packed is known by its first bytes, and unpacked as it is read.
        if reader.fill_buf()?.starts_with(&[0x1F, 0x8B]) {
            return Ok(Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(reader))));
        }
        Ok(reader)
    }
}

/// The bytes of a file in a bulletin's folder or below, by the path that the bulletin's file names.
///
/// # Errors
/// In words, when the path leads out of the folder or the file can't be read.
pub fn file_beside(folder: &Path, written: &str) -> Result<Vec<u8>, Message> {
    let found = bulletin::inside(folder, written, bulletin::Whose::Bulletin).map_err(|(what, _)| what)?;
    fs::read(&found.opened)
        .map_err(|error| say!("the file “{written}” can't be read: {why}", written, why = refusal(&error)))
}

/// A file that can't be read.
fn unreadable(name: &str, error: &io::Error) -> Problem {
    Problem::error(Place::file(name), say!("it can't be read: {why}", why = refusal(error)), say!())
}

/// The one path of a file by which two names of it can be compared: its folder's real path and its name. A file
/// that is a symbolic link counts as itself, since that is what an output would replace. `None` where the
/// folder does not exist.
pub fn real_path(path: &Path) -> Option<PathBuf> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
}
