//! From a written path to a picture.
//!
//! A path leads to a file in a folder that the user named, and nowhere else: an article that comes from somewhere
//! else can't print what its reader did not give it. It may climb (`../images/a.jpg`) as long as it stays inside.
//! Both the path as written and the real one behind it are checked, and what lies outside is refused in the same
//! words whether it exists or not.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use fs_err as fs;

use super::{AssetError, MAX_FILE, Picture};
use crate::diagnostics::refusal;

/// The pictures of a run, each decoded once however often it is named.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    assets: Option<PathBuf>,
    /// By the real path; what failed is not tried again.
    pictures: BTreeMap<PathBuf, Result<Rc<Picture>, AssetError>>,
}

impl Store {
    /// A store for the pictures that files in `folder` or below name; `assets_dir` is a further folder where
    /// pictures are looked for.
    pub fn new(folder: &Path, assets_dir: Option<&Path>) -> Self {
        Store { folder: folder.to_owned(), assets: assets_dir.map(Path::to_owned), pictures: BTreeMap::new() }
    }

    /// The picture behind a path that is written in a file of the store's folder.
    ///
    /// # Errors
    /// When there is no such picture, it may not be read, or it is none.
    pub fn load(&mut self, path: &str) -> Result<Rc<Picture>, AssetError> {
        let folder = self.folder.clone();
        self.load_beside(path, &folder)
    }

    /// The picture behind a path that is written in a file of the folder `base`.
    ///
    /// It is looked for from there, then from the assets folder. It has to stand in one of these, or in the
    /// store's folder where `base` lies inside it.
    ///
    /// # Errors
    /// As for [`Store::load`].
    pub fn load_beside(&mut self, path: &str, base: &Path) -> Result<Rc<Picture>, AssetError> {
        let real = self.find(path, base)?;
        if let Some(known) = self.pictures.get(&real) {
            return known.clone();
        }
        let loaded = read(&real).and_then(Picture::decode).map(Rc::new);
        self.pictures.insert(real, loaded.clone());
        loaded
    }

    /// The real path of the file behind a written one.
    pub(super) fn find(&self, path: &str, base: &Path) -> Result<PathBuf, AssetError> {
        if is_address(path) {
            return Err(AssetError::Remote);
        }
        let found = self.find_as_written(path, base);
        // Markdown writes paths as addresses: a space is `%20` there. A file of that very name goes first.
        match (&found, unescaped(path)) {
            (Err(AssetError::Unreadable(_)), Some(path)) => self.find_as_written(&path, base).or(found),
            _ => found,
        }
    }

    /// Where the file behind a written path may stand.
    pub(super) fn sought(&self, path: &str, base: &Path) -> Vec<PathBuf> {
        if is_address(path) || Path::new(path).is_absolute() {
            return Vec::new();
        }
        let written = [Some(path.to_owned()), unescaped(path)].into_iter().flatten();
        let starts = [Some(base), self.assets.as_deref()];
        written.flat_map(|path| starts.into_iter().flatten().map(move |start| start.join(&path))).collect()
    }

    fn find_as_written(&self, path: &str, base: &Path) -> Result<PathBuf, AssetError> {
        let path = Path::new(path);
        if path.as_os_str().is_empty() {
            return Err(AssetError::Empty);
        }
        if path.components().any(|part| matches!(part, Component::Prefix(_) | Component::RootDir)) {
            return Err(AssetError::Absolute);
        }
        let base = real(base)?;
        let folder = real(&self.folder).ok().filter(|folder| base.starts_with(folder));
        let assets = self.assets.as_deref().map(real).transpose()?;
        let roots: Vec<&PathBuf> = [Some(&base), folder.as_ref(), assets.as_ref()].into_iter().flatten().collect();
        let found = inside(&base, path, &roots);
        match &assets {
            Some(assets) if found.is_err() => inside(assets, path, &roots).or(found),
            _ => found,
        }
    }
}

/// The real path of what `path` leads to from `start`, when it lies in one of the roots.
fn inside(start: &Path, path: &Path, roots: &[&PathBuf]) -> Result<PathBuf, AssetError> {
    let within = |target: &Path| roots.iter().any(|root| target.starts_with(root));
    let mut target = start.to_owned();
    for part in path.components() {
        match part {
            Component::Normal(name) => target.push(name),
            Component::ParentDir if target.pop() => {}
            Component::CurDir => {}
            _ => return Err(AssetError::LeadsOut),
        }
    }
    if !within(&target) {
        return Err(AssetError::LeadsOut);
    }
    let target = real(&target)?;
    if within(&target) { Ok(target) } else { Err(AssetError::Link) }
}

fn real(path: &Path) -> Result<PathBuf, AssetError> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    fs::canonicalize(path).map_err(|error| unreadable(&error))
}

fn unreadable(error: &std::io::Error) -> AssetError {
    match error.kind() {
        ErrorKind::IsADirectory => AssetError::NoFile,
        _ => AssetError::Unreadable(refusal(error)),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, AssetError> {
    let meta = fs::metadata(path).map_err(|error| unreadable(&error))?;
    // A named pipe would be waited for without end.
    if !meta.is_file() {
        return Err(AssetError::NoFile);
    }
    if meta.len() > MAX_FILE {
        return Err(AssetError::FileTooLarge);
    }
    let file = fs::File::open(path).map_err(|error| unreadable(&error))?;
    let mut bytes = Vec::new();
    // The file may have grown since.
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > MAX_FILE { Err(AssetError::FileTooLarge) } else { Ok(bytes) }
}

/// Whether what is written is an address rather than a path: it has a scheme of two letters or more (one is a
/// drive's name), or begins with two slashes.
fn is_address(path: &str) -> bool {
    let Some((scheme, _)) = path.split_once(':') else { return path.starts_with("//") };
    let mut letters = scheme.chars();
    let named = letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    named && scheme.len() > 1 || path.starts_with("//")
}

/// A path with its percent escapes resolved; `None` where it has none, or they are no UTF-8.
fn unescaped(path: &str) -> Option<String> {
    if !path.contains('%') {
        return None;
    }
    let mut out = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let digit = |digit: u8| char::from(digit).to_digit(16);
        let escape = match (byte, after) {
            (b'%', [high, low, after @ ..]) => digit(*high).zip(digit(*low)).map(|(h, l)| (h * 16 + l, after)),
            _ => None,
        };
        let (byte, after) = match escape {
            Some((value, after)) => (value as u8, after),
            None => (*byte, after),
        };
        out.push(byte);
        rest = after;
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_paths() {
        for address in
            ["https://example.org/a.jpg", "HTTP://x", "//cdn.example.org/a.jpg", "data:image/png;base64,", "file:///a"]
        {
            assert!(is_address(address), "{address}");
        }
        for path in ["a.jpg", "images/10:30.jpg", "C:\\a.jpg", "صورة: أ.jpg", "./a:b", ""] {
            assert!(!is_address(path), "{path}");
        }
    }

    #[test]
    fn escapes_are_resolved() {
        assert_eq!(unescaped("a%20b%D8%B3.jpg").as_deref(), Some("a bس.jpg"));
        assert_eq!(unescaped("100%").as_deref(), Some("100%"));
        assert_eq!(unescaped("%zz%2").as_deref(), Some("%zz%2"));
        assert_eq!(unescaped("%FF"), None);
        assert_eq!(unescaped("a.jpg"), None);
    }
}
