//! Why a picture can't be used, in words for its author.

use std::fmt;

use super::{MAX_FILE, MAX_PIXELS, MAX_SIDE};
use crate::diagnostics::{Place, Problem};

/// Why a picture can't be used. Shown, it completes the sentence “the picture …”.
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
    Unreadable(String),
    /// It is no file but a folder, a device or the like.
    NoFile,
    /// The file has more than [`MAX_FILE`] bytes.
    FileTooLarge,
    /// The picture is larger than [`MAX_SIDE`] or [`MAX_PIXELS`] allow: its width and height.
    TooManyPixels(u32, u32),
    /// The file is no picture: what it is instead, where that is known.
    NoPicture(Option<&'static str>),
    /// The file is a picture of a kind that is not read: which.
    OtherKind(&'static str),
    /// The file has a picture's beginning, but can't be decoded: its kind, and why.
    Broken(&'static str, String),
}

/// How much of a path messages show. An address may carry a whole picture.
const SHOWN: usize = 80;

impl AssetError {
    /// What would be right; empty where there is nothing to advise.
    pub fn cure(&self) -> &'static str {
        match self {
            AssetError::Empty => "write the path of a picture",
            AssetError::Remote => "put a copy beside the file that names it, and write its path",
            AssetError::Absolute | AssetError::LeadsOut | AssetError::Link => {
                "put it into the folder of the file that names it, or name its folder with --assets"
            }
            AssetError::Unreadable(_) => {
                "paths are relative to the file that names them; name a further folder with --assets"
            }
            AssetError::NoFile | AssetError::Broken(..) => "",
            AssetError::FileTooLarge | AssetError::TooManyPixels(..) => "save it at a smaller size",
            AssetError::NoPicture(_) | AssetError::OtherKind(_) => "give a JPEG, PNG, WebP or GIF file",
        }
    }

    /// The problem that it is, for the path as written at a place.
    pub fn problem(&self, path: &str, place: Place) -> Problem {
        let what = format!("the picture “{}” {self}", shown(path));
        match self {
            AssetError::Remote => Problem::warning(place, what, self.cure()),
            _ => Problem::error(place, what, self.cure()),
        }
    }
}

impl fmt::Display for AssetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AssetError::Empty => f.write_str("has no path"),
            AssetError::Remote => f.write_str("has a remote address, which is not fetched"),
            AssetError::Absolute => f.write_str("has an absolute path"),
            AssetError::LeadsOut => f.write_str("has a path that leads out of the folder"),
            AssetError::Link => f.write_str("is a symbolic link that leads out of the folder"),
            AssetError::Unreadable(why) => write!(f, "can't be read: {why}"),
            AssetError::NoFile => f.write_str("is no ordinary file"),
            AssetError::FileTooLarge => write!(f, "has more than {} MB", MAX_FILE >> 20),
            AssetError::TooManyPixels(width, height) => write!(
                f,
                "has {width} × {height} pixels: at most {MAX_SIDE} a side and {} million in all are set",
                MAX_PIXELS / 1_000_000
            ),
            AssetError::NoPicture(None) => f.write_str("is no picture"),
            AssetError::NoPicture(Some(kind)) => write!(f, "is no picture but {kind}"),
            AssetError::OtherKind(kind) => write!(f, "is {kind}, which is not read"),
            AssetError::Broken(kind, why) => write!(f, "is a damaged {kind} file: {why}"),
        }
    }
}

impl std::error::Error for AssetError {}

/// A path as messages show it.
pub(super) fn shown(path: &str) -> String {
    match path.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", path.get(..end).unwrap_or_default()),
        None => path.to_owned(),
    }
}
