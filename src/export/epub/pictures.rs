//! The pictures of a book: each stored once, under a name of the book's own.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::diagnostics::Origin;

/// The kinds of picture that every EPUB reader shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaType {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
    /// SVG.
    Svg,
}

impl MediaType {
    /// The name under which the package lists it.
    pub fn as_str(self) -> &'static str {
        match self {
            MediaType::Jpeg => "image/jpeg",
            MediaType::Png => "image/png",
            MediaType::Gif => "image/gif",
            MediaType::WebP => "image/webp",
            MediaType::Svg => "image/svg+xml",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            MediaType::Jpeg => "jpg",
            MediaType::Png => "png",
            MediaType::Gif => "gif",
            MediaType::WebP => "webp",
            MediaType::Svg => "svg",
        }
    }
}

/// A picture's file.
#[derive(Clone, Debug)]
pub struct ImageData {
    /// The file's bytes, stored as they are.
    pub bytes: Arc<[u8]>,
    /// What they are.
    pub media_type: MediaType,
}

/// Where pictures come from: called with the path as written and where it was written (a bulletin's logo has no
/// origin). `None` where there is no such picture; its words are shown without it then.
pub type Images<'a> = dyn Fn(&str, &Origin) -> Option<ImageData> + 'a;

/// A picture that goes into the book.
pub(super) struct Stored {
    pub name: String,
    pub data: ImageData,
}

/// The pictures met so far.
pub(super) struct Pictures<'a> {
    images: Option<&'a Images<'a>>,
    names: BTreeMap<[u8; 32], String>,
    /// In the order in which they were met.
    pub stored: Vec<Stored>,
    /// Whether one that carries meaning has no words for those who can't see it.
    pub any_undescribed: bool,
    /// Whether one that carries meaning is shown.
    pub any_shown: bool,
    /// Whether one may move.
    pub any_moving: bool,
}

impl<'a> Pictures<'a> {
    pub fn new(images: Option<&'a Images<'a>>) -> Self {
        Pictures {
            images,
            names: BTreeMap::new(),
            stored: Vec::new(),
            any_undescribed: false,
            any_shown: false,
            any_moving: false,
        }
    }

    /// The name of a picture inside the book; `None` where there is no such picture. Equal files are stored once.
    pub fn add(&mut self, path: &str, origin: &Origin) -> Option<String> {
        let data = self.images?(path, origin)?;
        let key: [u8; 32] = Sha256::digest(&data.bytes).into();
        if let Some(name) = self.names.get(&key) {
            return Some(name.clone());
        }
        let name = format!("images/image-{:03}.{}", self.stored.len() + 1, data.media_type.extension());
        self.any_moving |= may_move(&data);
        self.names.insert(key, name.clone());
        self.stored.push(Stored { name: name.clone(), data });
        Some(name)
    }
}

/// Whether a picture may be more than one still image.
fn may_move(data: &ImageData) -> bool {
    match data.media_type {
        MediaType::Jpeg => false,
        MediaType::Png => png_moves(&data.bytes),
        MediaType::Gif | MediaType::WebP | MediaType::Svg => true,
    }
}

/// Whether a PNG is animated: its chunk `acTL` then stands before the first `IDAT`.
fn png_moves(bytes: &[u8]) -> bool {
    // The signature is 8 bytes; a chunk is 4 bytes of length, 4 of type, the data, 4 of checksum.
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some(([a, b, c, d, kind @ ..], after)) = rest.split_first_chunk::<8>() {
        match kind {
            b"acTL" => return true,
            b"IDAT" => return false,
            _ => {}
        }
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        rest = length.checked_add(4).and_then(|skip| after.get(skip..)).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_animated_png_is_known_by_its_control_chunk() {
        let chunk = |kind: &[u8; 4]| [&[0, 0, 0, 1], &kind[..], &[9, 0, 0, 0, 0]].concat();
        let png = |kinds: &[&[u8; 4]]| [vec![0; 8], kinds.iter().flat_map(|k| chunk(k)).collect()].concat();
        assert!(png_moves(&png(&[b"IHDR", b"acTL", b"IDAT"])));
        assert!(!png_moves(&png(&[b"IHDR", b"IDAT", b"acTL"])));
        assert!(!png_moves(b"\x89PNG"));
        assert!(!png_moves(&[0xFF; 40]));
    }
}
