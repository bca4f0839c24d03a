//! From what the user named to inputs: files, folders, patterns and `-`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use fs_err as fs;

use super::{Input, unreadable};
use crate::diagnostics::{Place, Problem, Problems};
use crate::say;

/// How deep folders are walked: deeper than any archive is laid out, and far from what a stack can't hold.
const MAX_DEPTH: usize = 64;

/// Finds the inputs behind names, in the order of the names.
///
/// - `-` is the standard input.
/// - A folder stands for the files in it and below whose ending `reads` knows, sorted by path. Hidden files and
///   folders, folders that are symbolic links, and the folder `except` (where the outputs go) are passed over. A file
///   that is a symbolic link out of the folder is a problem: nothing outside it was named.
/// - A name of which there is no file and that has `*`, `?` or `[` in it is a pattern, for shells that expand
///   none: `**` stands for any number of folders. Matches are sorted.
/// - Anything else is a file.
///
/// Every name without a file is a problem; the others are found all the same.
pub fn find(names: &[OsString], except: Option<&Path>, reads: &dyn Fn(&Path) -> bool) -> (Vec<Input>, Problems) {
    let mut walk = Walk {
        except: except.and_then(|path| fs::canonicalize(path).ok()),
        reads,
        inputs: Vec::new(),
        problems: Problems::default(),
    };
    for name in names {
        if name == "-" {
            walk.inputs.push(Input::stdin());
        } else {
            walk.name(Path::new(name));
        }
    }
    (walk.inputs, walk.problems)
}

struct Walk<'a> {
    except: Option<PathBuf>,
    reads: &'a dyn Fn(&Path) -> bool,
    inputs: Vec<Input>,
    problems: Problems,
}

impl Walk<'_> {
    fn name(&mut self, path: &Path) {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.top(path),
            Ok(_) => self.inputs.push(Input::file(path)),
            Err(error) => match path.to_str() {
                Some(pattern) if pattern.contains(['*', '?', '[']) => self.pattern(pattern),
                _ => self.problems.push(unreadable(&path.to_string_lossy(), &error)),
            },
        }
    }

    fn pattern(&mut self, pattern: &str) {
        // As in a shell: a star does not match what begins with a dot.
        let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
        let matches = match glob::glob_with(pattern, options) {
            Ok(matches) => matches,
            Err(error) => {
                let what = say!("there is no such file, and it is no pattern either: {error}", error = error.msg);
                self.problems.push(Problem::error(Place::file(pattern), what, say!()));
                return;
            }
        };
        let before = self.inputs.len();
        for found in matches {
            match found {
                Ok(path) if path.is_dir() => {}
                Ok(path) => self.inputs.push(Input::file(path)),
                Err(error) => {
                    self.problems.push(unreadable(&error.path().to_string_lossy(), error.error()));
                }
            }
        }
        if self.inputs.len() == before {
            let what = say!("there is no such file, and no file matches it as a pattern");
            self.problems.push(Problem::error(Place::file(pattern), what, say!()));
        }
    }

    fn top(&mut self, path: &Path) {
        let before = self.inputs.len();
        let problems = self.problems.iter().len();
        self.folder(path, fs::canonicalize(path).ok().as_deref(), 0);
        if self.inputs.len() == before && self.problems.iter().len() == problems {
            let place = Place::file(path.to_string_lossy());
            self.problems.push(Problem::error(place, say!("there is nothing readable in this folder"), say!()));
        }
    }

    fn folder(&mut self, path: &Path, root: Option<&Path>, depth: usize) {
        if depth > MAX_DEPTH {
            let place = Place::file(path.to_string_lossy());
            self.problems.push(Problem::error(
                place,
                say!("folders are nested deeper than {depth}", depth = MAX_DEPTH),
                say!(),
            ));
            return;
        }
        // The output folder is passed over only below an input: a folder that is both is read on purpose.
        if depth > 0 && self.except.is_some() && fs::canonicalize(path).ok() == self.except {
            return;
        }
        let mut entries = Vec::new();
        match fs::read_dir(path) {
            Ok(listing) => {
                for entry in listing {
                    match entry {
                        Ok(entry) => entries.push(entry.path()),
                        Err(error) => self.problems.push(unreadable(&path.to_string_lossy(), &error)),
                    }
                }
            }
            Err(error) => self.problems.push(unreadable(&path.to_string_lossy(), &error)),
        }
        entries.sort();
        for entry in entries {
            let hidden = entry.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            let Ok(meta) = fs::symlink_metadata(&entry) else { continue };
            if hidden {
                continue;
            }
            if meta.is_dir() {
                self.folder(&entry, root, depth + 1);
            } else if entry.is_file() && (self.reads)(&entry) {
                let real = if meta.is_symlink() { fs::canonicalize(&entry).ok() } else { None };
                let inside = |real: &PathBuf| root.is_some_and(|root| real.starts_with(root));
                if meta.is_symlink() && !real.as_ref().is_some_and(inside) {
                    let what = say!("this is a symbolic link that leads out of the folder");
                    let cure = say!("name the file itself to read it");
                    self.problems.push(Problem::error(Place::file(entry.to_string_lossy()), what, cure));
                } else {
                    self.inputs.push(Input::file(entry));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_patterns_and_files() {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path();
        for file in ["b/2.json", "b/1.json", "b/picture.png", "b/.hidden.json", "out/old.json", "a.json"] {
            fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            fs::write(root.join(file), "{}").unwrap();
        }
        let found = |names: &[PathBuf]| {
            let names: Vec<OsString> = names.iter().map(|name| name.clone().into()).collect();
            let reads = |path: &Path| path.extension().is_some_and(|ending| ending == "json");
            let (inputs, problems) = find(&names, Some(&root.join("out")), &reads);
            let paths: Vec<String> = inputs
                .iter()
                .map(|input| input.path().unwrap().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"))
                .collect();
            (paths, problems.into_iter().map(|problem| problem.what).collect::<Vec<_>>())
        };
        assert_eq!(found(&[root.into()]).0, ["a.json", "b/1.json", "b/2.json"]);
        assert_eq!(found(&[root.join("out")]).0, ["out/old.json"], "named, it is read");
        assert_eq!(found(&[root.join("*/*.json")]).0, ["b/1.json", "b/2.json", "out/old.json"]);
        assert_eq!(found(&[root.join("b/2.json"), root.join("a.json")]).0, ["b/2.json", "a.json"]);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("../a.json", root.join("b/out.json")).unwrap();
            std::os::unix::fs::symlink("1.json", root.join("b/in.json")).unwrap();
            let (paths, problems) = found(&[root.join("b")]);
            assert_eq!(paths, ["b/1.json", "b/2.json", "b/in.json"]);
            assert_eq!(problems, [say!("this is a symbolic link that leads out of the folder")]);
            assert_eq!(found(&[root.join("b/out.json")]).0, ["b/out.json"], "named, it is read");
            assert_eq!(found(&[root.into()]).0, ["a.json", "b/1.json", "b/2.json", "b/in.json", "b/out.json"]);
            std::fs::remove_file(root.join("b/out.json")).unwrap();
            std::fs::remove_file(root.join("b/in.json")).unwrap();
        }
        let (none, problems) = found(&[root.join("c*.json"), root.join("c.json")]);
        assert!(none.is_empty());
        assert_eq!(problems.len(), 2, "{problems:?}");
    }
}
