//! Pictures: found, checked and decoded once, before anything is laid out.
//!
//! [`load_all`] walks a bulletin. [`Store`] turns each path into a file: one inside the folder of the file that
//! names it, the bulletin's folder or the folder of `--assets`, and no other; remote addresses are never fetched.
//! The file's head is checked against the limits below before its pixels are decoded. What comes out is a
//! [`Picture`]: its size as it is shown, the streams that a PDF stores, and the file that an e-reader shows. A
//! picture that can't be used is a problem at the place where its path is written; one that a foreign form names and
//! that is not there goes before ([`without_missing`]), with a warning.

mod decode;
mod error;
mod exif;
mod foreign;
mod jpeg;
mod picture;
mod raster;
mod store;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

pub use error::AssetError;
pub use exif::Orientation;
pub use foreign::{settle_article, without_missing};
pub use picture::{Filter, Kind, MediaType, PRINT_DPI, PdfStream, PdfStreams, Picture, Remark};
pub use raster::{Pixels, Samples};
pub use store::Store;

use crate::diagnostics::{Origin, Place, Problems};
use crate::document::{Block, Bulletin, Image};

/// The largest file that is read, in bytes. Press photographs at full size stay below half of it; what is larger
/// is most likely no picture, and each is held in memory while its bulletin is made.
pub const MAX_FILE: u64 = 64 << 20;

/// The most pixels that a picture may have: an A3 page at 600 dpi has 70 million. Decoding takes up to 5 bytes a
/// pixel for a moment (8 to 13 for a CMYK JPEG), so that one picture never needs more than a small computer has.
pub const MAX_PIXELS: u64 = 100_000_000;

/// The most pixels on one side, as common PDF viewers handle them: 2.5 m at 300 dpi.
pub const MAX_SIDE: u32 = 30_000;

/// The pictures of a bulletin.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// By the folder that paths are relative to, then by the path as written.
    pictures: BTreeMap<PathBuf, BTreeMap<String, Rc<Picture>>>,
    folder: PathBuf,
    logo: Option<Rc<Picture>>,
}

impl Assets {
    /// The picture behind a path, as it is written at an origin; one without a file stands for the bulletin's own
    /// file. `None` where there is no such picture, of which [`load_all`] has told.
    pub fn get(&self, path: &str, origin: &Origin) -> Option<&Rc<Picture>> {
        self.pictures.get(&base(origin, &self.folder))?.get(path)
    }

    /// The picture of an image block.
    pub fn picture(&self, image: &Image) -> Option<&Rc<Picture>> {
        self.get(&image.image, &image.origin)
    }

    /// The bulletin's logo.
    pub fn logo(&self) -> Option<&Rc<Picture>> {
        self.logo.as_ref()
    }
}

/// The folder that a path is relative to: that of the file in which it is written, else the bulletin's.
fn base(origin: &Origin, folder: &Path) -> PathBuf {
    match origin.file.as_deref().map(Path::new).and_then(Path::parent) {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        // A bare name stands in the current folder; so does what the standard input names.
        Some(_) => PathBuf::from("."),
        None => folder.to_owned(),
    }
}

/// Loads the pictures of a bulletin: its logo and the images of its articles.
///
/// `folder` is that of the bulletin's file, `assets_dir` a further one where pictures are looked for. What can't be
/// loaded is an error at its place, but a remote address only a warning: its words are shown without it.
pub fn load_all(bulletin: &Bulletin, folder: &Path, assets_dir: Option<&Path>, problems: &mut Problems) -> Assets {
    let mut assets = Assets { folder: folder.to_owned(), ..Assets::default() };
    let mut store = Store::new(folder, assets_dir);
    if let Some(path) = &bulletin.logo {
        let place = bulletin.origins.logo_place();
        assets.logo = load(&mut store, &mut assets.pictures, path, folder, place, problems);
    }
    for block in bulletin.articles().flat_map(|article| &article.body) {
        if let Block::Image(image) = block {
            let base = base(&image.origin, folder);
            load(&mut store, &mut assets.pictures, &image.image, &base, image.origin.start(), problems);
        }
    }
    assets
}

/// The files of the pictures that a bulletin names, in its order; none for a picture that is not found. The arguments
/// are those of [`load_all`].
pub fn files(bulletin: &Bulletin, folder: &Path, assets_dir: Option<&Path>) -> Vec<Option<PathBuf>> {
    let store = Store::new(folder, assets_dir);
    let logo = bulletin.logo.iter().map(|path| store.find(path, folder).ok());
    let images = bulletin.articles().flat_map(|article| &article.body).filter_map(|block| match block {
        Block::Image(image) => Some(store.find(&image.image, &base(&image.origin, folder)).ok()),
        _ => None,
    });
    logo.chain(images).collect()
}

/// The paths at which the pictures of a bulletin are looked for, whether they are there or not. The arguments are
/// those of [`load_all`].
pub fn sought(bulletin: &Bulletin, folder: &Path, assets_dir: Option<&Path>) -> Vec<PathBuf> {
    let store = Store::new(folder, assets_dir);
    let mut paths: Vec<PathBuf> = bulletin.logo.iter().flat_map(|path| store.sought(path, folder)).collect();
    for block in bulletin.articles().flat_map(|article| &article.body) {
        if let Block::Image(image) = block {
            paths.extend(store.sought(&image.image, &base(&image.origin, folder)));
        }
    }
    paths
}

fn load(
    store: &mut Store,
    pictures: &mut BTreeMap<PathBuf, BTreeMap<String, Rc<Picture>>>,
    path: &str,
    base: &Path,
    place: Place,
    problems: &mut Problems,
) -> Option<Rc<Picture>> {
    match store.load_beside(path, base) {
        Ok(picture) => {
            let named = pictures.entry(base.to_owned()).or_default();
            if named.insert(path.to_owned(), picture.clone()).is_none() {
                picture.remarks().iter().for_each(|remark| problems.push(remark.problem(path, place.clone())));
            }
            Some(picture)
        }
        Err(error) => {
            problems.push(error.problem(path, place));
            None
        }
    }
}
