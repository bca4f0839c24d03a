//! A bulletin's own file, with the articles that it names by path.
//!
//! A path leads to a file in the bulletin's folder or below it, and nowhere else: a bulletin that comes from
//! somewhere else can't print what its reader did not give it. An article's file names no further files, so
//! there is no way round in a circle.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use fs_err as fs;

use super::articles::{Entry, Opened, article_entry};
use super::{Input, real_path};
use crate::diagnostics::{Message, Place, Problem, Problems, refusal};
use crate::document::{ArticleEntry, BulletinFile, Text};
use crate::read::{self, Item, Source};
use crate::say;

/// A bulletin's file with its articles. `problems` are those of the file itself, which come before the articles'.
pub fn opened(input: &Input, options: &read::Options, mut file: BulletinFile, problems: Problems) -> Opened {
    let mut loader = Loader {
        name: &input.name,
        folder: input.folder(),
        // Each article's file has a form of its own, whatever the bulletin's is.
        options: read::Options { from: None, ..options.clone() },
        files: input.path().and_then(real_path).into_iter().collect(),
        sought: input.path().map(Path::to_owned).into_iter().collect(),
    };
    let mut entries = Vec::new();
    if !problems.is_empty() {
        entries.push(Entry { problems, ..Entry::default() });
    }
    let mut titles = Vec::new();
    let mut index = 0;
    for (section, part) in std::mem::take(&mut file.sections).into_iter().enumerate() {
        titles.push(part.title);
        for entry in part.articles {
            let loaded = match entry {
                ArticleEntry::Article(article) => vec![Entry { article: Some(*article), ..Entry::default() }],
                ArticleEntry::Path(path) => loader.load(&path),
            };
            for entry in loaded {
                entries.push(Entry { index, section, ..entry });
                index += 1;
            }
        }
    }
    let (files, sought) = (loader.files.into(), loader.sought.into());
    let entries = Box::new(entries.into_iter());
    Opened { head: Some(file), sections: titles, files, sought, streamed: false, read: None, entries }
}

struct Loader<'a> {
    name: &'a Arc<str>,
    folder: PathBuf,
    options: read::Options,
    files: Vec<PathBuf>,
    sought: Vec<PathBuf>,
}

impl Loader<'_> {
    /// The articles in a file that the bulletin names.
    fn load(&mut self, written: &Text) -> Vec<Entry> {
        let place = Place { file: Some(self.name.clone()), ..written.origin.start() };
        if !Path::new(&written.plain()).is_absolute() {
            self.sought.push(self.folder.join(written.plain()));
        }
        let found = match inside(&self.folder, &written.plain(), Whose::Bulletin) {
            Ok(found) => found,
            Err((what, cure)) => return vec![Entry::failed(Problem::error(place, what, cure))],
        };
        let bytes = match fs::read(&found.opened) {
            Ok(bytes) => bytes,
            Err(error) => {
                let what =
                    say!("the file “{written}” can't be read: {why}", written = written.plain(), why = refusal(&error));
                return vec![Entry::failed(Problem::error(place, what, say!()))];
            }
        };
        self.files.extend(real_path(&found.shown));
        let name: Arc<str> = found.shown.to_string_lossy().into();
        let mut outcomes = read::read(&Source::new(name.clone(), bytes), &self.options).outcomes;
        if outcomes.iter().any(|outcome| matches!(outcome.item, Some(Item::Bulletin(_)))) {
            let what = say!("“{written}” is a bulletin, not an article", written = written.plain());
            return vec![Entry::failed(Problem::error(
                place,
                what,
                say!("name that bulletin’s articles here instead"),
            ))];
        }
        outcomes.drain(..).map(|outcome| article_entry(&name, outcome)).collect()
    }
}

/// The real path of the file that a path written in a folder's file leads to; none where it leads out of the
/// folder, or to nothing.
pub(crate) fn file_inside(folder: &Path, written: &str) -> Option<PathBuf> {
    inside(folder, written, Whose::Bulletin).ok().map(|found| found.opened)
}

/// A file inside a folder.
pub(super) struct Found {
    /// The path as messages show it.
    pub shown: PathBuf,
    /// The path that is opened: the real one, which was checked.
    pub opened: PathBuf,
}

/// Whose folder a path must stay in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// The bulletin's.
    Bulletin,
    /// The theme's.
    Theme,
}

impl Whose {
    fn leads_out(self, written: &str) -> Message {
        match self {
            Whose::Bulletin => say!("the path “{written}” leads out of the bulletin’s folder", written),
            Whose::Theme => say!("the path “{written}” leads out of the theme’s folder", written),
        }
    }

    fn link_leads_out(self, written: &str) -> Message {
        match self {
            Whose::Bulletin => say!("“{written}” is a symbolic link that leads out of the bulletin’s folder", written),
            Whose::Theme => say!("“{written}” is a symbolic link that leads out of the theme’s folder", written),
        }
    }

    fn cure(self) -> Message {
        match self {
            Whose::Bulletin => {
                say!("put the file into the bulletin’s folder, or below it, and write its path from there")
            }
            Whose::Theme => say!("put the file into the theme’s folder, or below it, and write its path from there"),
        }
    }
}

/// Whether a path stays in the folder that it is relative to, as far as its words say.
pub(super) fn stays(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// The file that a path written in a folder's file leads to, or what is wrong with it and the cure.
pub(super) fn inside(folder: &Path, written: &str, whose: Whose) -> Result<Found, (Message, Message)> {
    let path = Path::new(written);
    if !stays(path) {
        return Err((whose.leads_out(written), whose.cure()));
    }
    let shown = if folder == Path::new(".") { path.to_owned() } else { folder.join(path) };
    let unread = |error: std::io::Error| {
        (say!("the file “{written}” can't be read: {why}", written, why = refusal(&error)), say!())
    };
    let root = fs::canonicalize(folder).map_err(unread)?;
    let opened = fs::canonicalize(&shown).map_err(unread)?;
    if !opened.starts_with(&root) {
        return Err((whose.link_leads_out(written), whose.cure()));
    }
    Ok(Found { shown, opened })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().join("b");
        fs::create_dir_all(folder.join("articles")).unwrap();
        fs::write(folder.join("articles/a.json"), "{}").unwrap();
        fs::write(temporary.path().join("secret.json"), "{}").unwrap();
        assert!(inside(&folder, "articles/a.json", Whose::Bulletin).is_ok());
        assert!(inside(&folder, "./articles/a.json", Whose::Bulletin).is_ok());
        for bad in ["../secret.json", "articles/../../secret.json", "/etc/hostname", "missing.json"] {
            assert!(inside(&folder, bad, Whose::Bulletin).is_err(), "{bad}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("../secret.json", folder.join("link.json")).unwrap();
            let (what, _) = inside(&folder, "link.json", Whose::Bulletin).err().unwrap();
            assert!(what.to_string().contains("symbolic link"), "{what}");
        }
    }
}
