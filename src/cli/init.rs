//! `nashra init`: a first bulletin, to be changed.
//!
//! The files are those of `src/cli/start/`, as they stand there.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use fs_err as fs;
use nashra::diagnostics::{Place, Problem, refusal};
use nashra::output::Folder;
use nashra::say;

use super::{Exit, Messages};

const EXAMPLES: &str = "\
Examples:
  nashra init weekly
  nashra init . --force

Exit codes:
  0  the bulletin was laid down
  1  a file could not be written
  2  the command was used wrongly, or the folder is not empty; nothing was begun";

/// Lay down a small bulletin to begin with
///
/// A folder with a bulletin's file, three articles, a picture, a theme and a
/// note that explains them. It can be built as it is, by the command that is
/// shown.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Words {
    /// The folder, made where there is none
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    folder: PathBuf,
    /// Write into a folder that is not empty, over files of the same names
    #[arg(long)]
    force: bool,
}

/// What `init` is to do.
pub struct Wish {
    folder: PathBuf,
    force: bool,
}

impl Words {
    /// Makes a wish of the words.
    pub fn resolve(self) -> Wish {
        Wish { folder: self.folder, force: self.force }
    }
}

/// The bulletin's own file; it comes last, so that where it stands everything stands.
const BULLETIN: &str = "bulletin.yaml";

/// A file: its name and its bytes.
type File = (&'static str, &'static [u8]);

/// The folders below the new one, with their files.
const FILES: [(&str, &[File]); 3] = [
    (
        "articles",
        &[
            ("harbour.md", include_bytes!("start/articles/harbour.md")),
            ("library.md", include_bytes!("start/articles/library.md")),
            ("trees.yaml", include_bytes!("start/articles/trees.yaml")),
        ],
    ),
    ("images", &[("harbour.jpg", include_bytes!("start/images/harbour.jpg"))]),
    (
        "",
        &[
            ("README.md", include_bytes!("start/README.md")),
            ("theme.toml", include_bytes!("start/theme.toml")),
            (BULLETIN, include_bytes!("start/bulletin.yaml")),
        ],
    ),
];

/// Lays the bulletin down.
pub fn run(wish: Wish, messages: &mut Messages) -> Exit {
    if let Err(problem) = may_begin(&wish) {
        messages.problem(&problem);
        return Exit::Usage;
    }
    for (below, files) in FILES {
        let files: Vec<(String, &[u8])> = files.iter().map(|(name, bytes)| ((*name).to_owned(), *bytes)).collect();
        let folder = if below.is_empty() { wish.folder.clone() } else { wish.folder.join(below) };
        match Folder::create(folder).and_then(|folder| Ok(folder.put(&files)?)) {
            Ok(made) => made.iter().for_each(|path| messages.made(path)),
            Err(problem) => {
                messages.problem(&Problem { cure: say!("name a folder that can be written"), ..problem });
                return Exit::Failed;
            }
        }
    }
    let [bulletin, out] = [BULLETIN, "out"].map(|name| word(&wish.folder.join(name)));
    messages.remark(say!("To make its PDF, EPUB and text:"));
    messages.code(&format!("nashra build {bulletin} -o {out}"));
    if messages.failed() { Exit::Failed } else { Exit::Done }
}

/// Refuses a folder in which something stands, and what is no folder.
fn may_begin(wish: &Wish) -> Result<(), Problem> {
    let place = || Place::file(wish.folder.to_string_lossy());
    let Ok(meta) = fs::metadata(&wish.folder) else { return Ok(()) };
    if !meta.is_dir() {
        return Err(Problem::error(place(), say!("it is a file, not a folder"), say!("name another folder")));
    }
    if wish.force {
        return Ok(());
    }
    let mut listing = fs::read_dir(&wish.folder).map_err(|error| {
        Problem::error(
            place(),
            say!("the folder can't be read: {why}", why = refusal(&error)),
            say!("name another folder"),
        )
    })?;
    match listing.next() {
        None => Ok(()),
        Some(_) => {
            let cure = say!("name a new folder, or write over files of the same names with --force");
            Err(Problem::error(place(), say!("the folder is not empty"), cure))
        }
    }
}

/// A path as a word that a shell takes as it is shown.
fn word(path: &Path) -> String {
    let shown = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '\\' | '.' | '-' | '_' | ':');
    if shown.chars().all(plain) && !(cfg!(unix) && shown.contains('\\')) {
        shown
    } else if cfg!(unix) {
        format!("'{}'", shown.replace('\'', r"'\''"))
    } else {
        format!("\"{shown}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn paths_are_quoted_where_a_shell_needs_it() {
        for (path, expected) in
            [("a/b.yaml", "a/b.yaml"), ("نشرة/b", "نشرة/b"), ("my week", "'my week'"), ("it's", r"'it'\''s'")]
        {
            assert_eq!(word(Path::new(path)), expected);
        }
    }
}
