//! What stands in files at one moment.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use fs_err as fs;
use sha2::{Digest, Sha256};

/// The largest file of which the bytes are compared, 64 MiB: no picture that is set is larger. Of a larger one its size and
/// times are.
const MAX_COMPARED: u64 = 64 << 20;

/// For so long after a file was written, its bytes are read at each look: file systems tell times in steps, of up
/// to two seconds, and two writings in one step look alike.
const FRESH: Duration = Duration::from_secs(3);

/// The inputs, and the files that a build reads or looks for.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The inputs, as they were found.
    pub inputs: Vec<PathBuf>,
    files: BTreeMap<PathBuf, Seen>,
}

/// What is there is what counts, not how the system tells of it.
impl PartialEq for Snapshot {
    fn eq(&self, other: &Self) -> bool {
        self.inputs == other.inputs
            && self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(|(a, b)| a.0 == b.0 && a.1.content == b.1.content)
    }
}

/// A file as it was seen.
#[derive(Clone, Debug)]
struct Seen {
    signs: Option<Signs>,
    /// Its times are old enough to tell that it has not been written since.
    settled: bool,
    content: Content,
}

#[derive(Clone, Debug, PartialEq)]
enum Content {
    /// There is nothing, or nothing that can be read.
    Missing,
    /// Something that is no file.
    NoFile,
    Digest([u8; 32]),
    Large(Signs),
}

/// What the system tells of a file without reading it.
#[derive(Clone, Debug, PartialEq)]
struct Signs {
    size: u64,
    modified: Option<SystemTime>,
    identity: Identity,
}

/// The device, the number of the file on it, and when its entry was changed: another file under the same name has
/// another number, and times that were set back show in the last.
#[cfg(unix)]
type Identity = (u64, u64, i64, i64);
#[cfg(not(unix))]
type Identity = ();

#[cfg(unix)]
fn identity(meta: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (meta.dev(), meta.ino(), meta.ctime(), meta.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Identity {}

impl Snapshot {
    /// Looks at files.
    pub fn of(paths: Vec<PathBuf>) -> Self {
        let mut snapshot = Snapshot::default();
        snapshot.extend(paths);
        snapshot
    }

    /// Looks at the same files again. Of what shows no sign of a change, the bytes are not read.
    pub fn again(&self, inputs: Vec<PathBuf>) -> Self {
        let files = self.files.iter().map(|(path, seen)| (path.clone(), Seen::of(path, Some(seen))));
        Snapshot { inputs, files: files.collect() }
    }

    /// Lets all files go but these, looks at those of them that it has not yet, and tells whether there were any.
    pub fn extend(&mut self, paths: Vec<PathBuf>) -> bool {
        let mut files = BTreeMap::new();
        let mut new = false;
        for path in paths {
            let known = self.files.remove(&path).or_else(|| files.remove(&path));
            new |= known.is_none();
            let seen = known.unwrap_or_else(|| Seen::of(&path, None));
            files.insert(path, seen);
        }
        self.files = files;
        new
    }

    /// Whether something is not there that was there before.
    pub fn lacks(&self, before: &Snapshot) -> bool {
        let gone = |path: &PathBuf| self.files.get(path).is_none_or(|seen| seen.content == Content::Missing);
        before.inputs.iter().any(|input| !self.inputs.contains(input))
            || before.files.iter().any(|(path, seen)| seen.content != Content::Missing && gone(path))
    }

    /// What is other than before, as messages show it.
    pub fn changed_since(&self, before: &Snapshot) -> Vec<String> {
        let content = |snapshot: &Snapshot, path: &Path| snapshot.files.get(path).map(|seen| seen.content.clone());
        let other = self.files.keys().filter(|path| content(self, path) != content(before, path));
        let come = self.inputs.iter().filter(|input| !before.inputs.contains(input));
        let gone = before.inputs.iter().filter(|input| !self.inputs.contains(input));
        let mut changed: Vec<String> = other
            .chain(come)
            .chain(gone)
            .map(|path| path.strip_prefix(".").unwrap_or(path).to_string_lossy().into_owned())
            .collect();
        changed.sort();
        changed.dedup();
        changed
    }
}

impl Seen {
    fn of(path: &Path, before: Option<&Seen>) -> Self {
        let Ok(meta) = fs::metadata(path) else {
            return Seen { signs: None, settled: false, content: Content::Missing };
        };
        if !meta.is_file() {
            return Seen { signs: None, settled: false, content: Content::NoFile };
        }
        let modified = meta.modified().ok();
        let signs = Signs { size: meta.len(), modified, identity: identity(&meta) };
        if let Some(before) = before.filter(|before| before.settled && before.signs.as_ref() == Some(&signs)) {
            return before.clone();
        }
        let age = modified.and_then(|modified| SystemTime::now().duration_since(modified).ok());
        let settled = age.is_some_and(|age| age > FRESH);
        let content = if meta.len() > MAX_COMPARED {
            Content::Large(signs.clone())
        } else {
            digest(path).map_or(Content::Missing, Content::Digest)
        };
        Seen { signs: Some(signs), settled, content }
    }
}

fn digest(path: &Path) -> io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    let mut file = fs::File::open(path)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match io::Read::read(&mut file, &mut buffer)? {
            0 => return Ok(hash.finalize().into()),
            read => hash.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_counts_and_not_its_times() {
        let temporary = tempfile::tempdir().unwrap();
        let path = temporary.path().join("a.md");
        let missing = Snapshot::of(vec![path.clone()]);
        fs::write(&path, "one").unwrap();
        let one = missing.again(Vec::new());
        assert_ne!(one, missing);
        assert!(missing.lacks(&one) && !one.lacks(&missing));
        fs::write(&path, "one").unwrap();
        assert_eq!(one.again(Vec::new()), one, "written again");
        fs::write(&path, "two").unwrap();
        let two = one.again(Vec::new());
        assert_ne!(two, one, "of the same length, in the same moment");
        assert_eq!(two.changed_since(&one), [path.to_string_lossy()]);
        fs::write(temporary.path().join("beside"), "one").unwrap();
        fs::rename(temporary.path().join("beside"), &path).unwrap();
        assert_eq!(two.again(Vec::new()), one, "renamed");
        assert_ne!(two.again(vec![path]), one, "a new input");
    }

    #[test]
    fn an_old_file_is_not_read_at_each_look() {
        let temporary = tempfile::tempdir().unwrap();
        let path = temporary.path().join("a.md");
        fs::write(&path, "one").unwrap();
        let old = SystemTime::now() - Duration::from_secs(60);
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
        let one = Snapshot::of(vec![path.clone()]);
        assert!(one.files.values().all(|seen| seen.settled));
        fs::write(&path, "two").unwrap();
        assert_ne!(one.again(Vec::new()), one);
    }

    #[test]
    fn only_what_is_wanted_is_kept() {
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
        let mut snapshot = Snapshot::of(paths(&["a", "b", "a"]));
        assert!(!snapshot.extend(paths(&["b", "a", "b"])));
        assert!(snapshot.extend(paths(&["a", "c"])));
        assert_eq!(snapshot.files.keys().collect::<Vec<_>>(), [Path::new("a"), Path::new("c")]);
    }
}
