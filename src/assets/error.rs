//! Why a picture can't be used, in words for its author.

use super::{MAX_FILE, MAX_PIXELS, MAX_SIDE};
use crate::diagnostics::{Message, Place, Problem, Value};
use crate::say;

/// Why a picture can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssetError {
    /// No path is written.
    Empty,
    /// The path is an address.
    Remote,
    /// The path begins at the root of a file system.
    Absolute,
    /// The path leads out of the folders where pictures may stand.
    LeadsOut,
    /// A symbolic link does.
    Link,
    /// The system can't give the file: why.
    Unreadable(Value),
    /// It is no file but a folder, a device or the like.
    NoFile,
    /// The file has more than [`MAX_FILE`] bytes.
    FileTooLarge,
    /// The picture is larger than [`MAX_SIDE`] or [`MAX_PIXELS`] allow: its width and height.
    TooManyPixels(u32, u32),
    /// The file is no picture: what it is instead, where that is known.
    NoPicture(Option<Message>),
    /// The file is a picture of a kind that is not read: which.
    OtherKind(Message),
    /// The file has a picture's beginning, but can't be decoded: its kind, and why.
    Broken(&'static str, Value),
}

/// How much of a path messages show. An address may carry a whole picture.
const SHOWN: usize = 80;

impl AssetError {
    /// What would be right; empty where there is nothing to advise.
    pub fn cure(&self) -> Message {
        match self {
            AssetError::Empty => say!("write the path of a picture"),
            AssetError::Remote => say!("put a copy beside the file that names it, and write its path"),
            AssetError::Absolute | AssetError::LeadsOut | AssetError::Link => {
                say!("put it into the folder of the file that names it, or name its folder with --assets")
            }
            AssetError::Unreadable(_) => {
                say!("paths are relative to the file that names them; name a further folder with --assets")
            }
            AssetError::NoFile | AssetError::Broken(..) => say!(),
            AssetError::FileTooLarge | AssetError::TooManyPixels(..) => say!("save it at a smaller size"),
            AssetError::NoPicture(_) | AssetError::OtherKind(_) => say!("give a JPEG, PNG, WebP or GIF file"),
        }
    }

    /// What is wrong with the picture of that path, as written.
    pub fn what(&self, path: &str) -> Message {
        let path = shown(path);
        match self {
            AssetError::Empty => say!("the picture has no path"),
            AssetError::Remote => say!("the picture “{path}” has a remote address, which is not fetched", path),
            AssetError::Absolute => say!("the picture “{path}” has an absolute path", path),
            AssetError::LeadsOut => say!("the picture “{path}” has a path that leads out of the folder", path),
            AssetError::Link => say!("the picture “{path}” is a symbolic link that leads out of the folder", path),
            AssetError::Unreadable(why) => say!("the picture “{path}” can't be read: {why}", path, why = why.clone()),
            AssetError::NoFile => say!("the picture “{path}” is no ordinary file", path),
            AssetError::FileTooLarge => {
                say!("the picture “{path}” has more than {max} MB", path, max = MAX_FILE >> 20)
            }
            AssetError::TooManyPixels(width, height) => say!(
                "the picture “{path}” has {width} × {height} pixels: at most {side} a side and {millions} million in all are set",
                path,
                width = *width,
                height = *height,
                side = MAX_SIDE,
                millions = MAX_PIXELS / 1_000_000
            ),
            AssetError::NoPicture(None) => say!("the picture “{path}” is no picture", path),
            AssetError::NoPicture(Some(kind)) => {
                say!("the picture “{path}” is no picture but {kind}", path, kind = kind.clone())
            }
            AssetError::OtherKind(kind) => {
                say!("the picture “{path}” is {kind}, which is not read", path, kind = kind.clone())
            }
            AssetError::Broken(kind, why) => {
                say!("the picture “{path}” is a damaged {kind} file: {why}", path, kind = *kind, why = why.clone())
            }
        }
    }

    /// The problem that it is, for the path as written at a place.
    pub fn problem(&self, path: &str, place: Place) -> Problem {
        let what = self.what(path);
        match self {
            AssetError::Remote => Problem::warning(place, what, self.cure()),
            _ => Problem::error(place, what, self.cure()),
        }
    }
}

/// A path as messages show it.
pub(super) fn shown(path: &str) -> String {
    match path.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", path.get(..end).unwrap_or_default()),
        None => path.to_owned(),
    }
}
