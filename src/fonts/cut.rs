//! What a bundled Arabic face needs to shape plain words: letters with neither marks nor digits among them.
//!
//! A face of news has hundreds of rules for marks, numbers and signs of the Quran, and a shaper tries most of them on
//! every word. `fonts/words` has each Arabic face cut down to what plain words can come to, without outlines, and the
//! script that cuts them; words are shaped the same with it, in about half the time. Tests hold the cuts to the whole
//! faces, glyph by glyph.

use std::sync::OnceLock;

use super::bonds::{self, Bonds};
use super::face::Coverage;

/// The table with the number that each glyph has in the whole face, 16 bits each.
const NUMBERS: ttf_parser::Tag = ttf_parser::Tag::from_bytes(b"GIDS");

/// A face cut down to plain words.
#[derive(Debug)]
pub struct Cut {
    data: &'static [u8],
    known: OnceLock<Known>,
}

#[derive(Debug)]
struct Known {
    characters: Coverage,
    numbers: &'static [u8],
    bonds: Bonds,
}

impl Cut {
    /// A cut of the given file, one of those that were made for the bundled faces.
    pub(super) const fn new(data: &'static [u8]) -> Self {
        Cut { data, known: OnceLock::new() }
    }

    /// The file's bytes.
    pub fn data(&self) -> &'static [u8] {
        self.data
    }

    /// Whether a text is made of plain words alone.
    pub fn has_all(&self, text: &str) -> bool {
        let characters = &self.known().characters;
        text.chars().all(|c| characters.has(c))
    }

    /// The number that a glyph of the cut has in the whole face.
    pub fn number(&self, glyph: u16) -> u16 {
        let at = 2 * usize::from(glyph);
        match self.known().numbers.get(at..at + 2) {
            Some(&[high, low]) => u16::from_be_bytes([high, low]),
            _ => 0,
        }
    }

    /// The byte offsets at which a word may be parted: its segments, shaped by themselves and set side by side, are the word.
    pub fn cuts<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.known().bonds.cuts(word)
    }

    fn known(&self) -> &Known {
        self.known.get_or_init(|| {
            let raw = ttf_parser::RawFace::parse(self.data, 0).ok();
            let table = |tag| raw.and_then(|raw| raw.table(tag));
            Known {
                characters: Coverage::of(self.data),
                numbers: table(NUMBERS).unwrap_or(&[]),
                bonds: Bonds::of(table(bonds::TABLE)),
            }
        })
    }
}
