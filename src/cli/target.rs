//! Where `build` puts its files, and what they are called.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use nashra::diagnostics::{Place, Problem};
use nashra::input::{self, Assembled, Input};
use nashra::output::safe_name;
use nashra::produce::{Format, Settings};
use nashra::say;

/// What `-o` and `--name` ask for.
pub enum Target {
    /// Files in a folder; the name is the input's where none was given.
    Folder { path: PathBuf, name: Option<String> },
    /// One file.
    File { folder: PathBuf, name: String },
    /// The standard output.
    Stdout,
}

impl Target {
    /// The files that it asks for, their name taken from the inputs where none was given; none for the standard output.
    ///
    /// # Errors
    /// When the inputs give no one name.
    pub fn files(&self, given: &[OsString], inputs: &[Input]) -> Result<Option<Files>, Problem> {
        let (folder, name, whole) = match self {
            Target::Stdout => return Ok(None),
            Target::File { folder, name } => (folder, name.clone(), true),
            Target::Folder { path, name: Some(name) } => (path, name.clone(), false),
            Target::Folder { path, name: None } => (path, usual_name(given, inputs)?, false),
        };
        Ok(Some(Files { folder: folder.clone(), name, whole }))
    }
}

/// Where the files go.
pub struct Files {
    /// The folder they stand in.
    pub folder: PathBuf,
    /// The name without its ending, or the whole name of the one file.
    name: String,
    whole: bool,
}

impl Files {
    /// The name of a format's file.
    pub fn name(&self, format: Format) -> String {
        if self.whole { self.name.clone() } else { format!("{}.{}", self.name, format.extension()) }
    }

    /// The file among those read that an output would replace.
    pub fn replaced<'a>(&self, settings: &Settings, assembled: &'a Assembled) -> Option<&'a PathBuf> {
        settings.formats.iter().find_map(|format| {
            let path = input::real_path(&self.folder.join(self.name(*format)))?;
            assembled.files.iter().find(|file| **file == path)
        })
    }
}

/// The name that files take from what was given, where that is one input.
///
/// # Errors
/// When a pattern was given that stands for several.
pub fn usual_name(given: &[OsString], inputs: &[Input]) -> Result<String, Problem> {
    let name = match (given, inputs) {
        ([given], _) if Path::new(given).is_dir() => folder_name(Path::new(given)),
        (_, [only]) => only.stem.clone(),
        (_, []) => String::new(),
        (_, several) => {
            let what = say!("the pattern stands for {n} inputs", n = several.len());
            return Err(Problem::error(Place::default(), what, say!("name the bulletin's files with --name")));
        }
    };
    Ok(safe_name(&name))
}

/// The name of a folder, also of one that is given as `.`.
fn folder_name(path: &Path) -> String {
    let real = fs_err::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    real.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
