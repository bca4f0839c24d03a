//! A face cut down to what a book shows.
//!
//! Glyphs keep their numbers, so that the tables by which letters join and marks find their places stay as they are;
//! glyphs that are not asked for are empty, and characters that are not asked for are left to other faces.

use std::collections::BTreeSet;

use super::{Face, plain, sfnt};

/// The face with some of its glyphs and characters; none where it can't be written.
pub fn subset(face: &Face, glyphs: &BTreeSet<u16>, characters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let parsed = ttf_parser::Face::parse(face.data(), 0).ok()?;
    let tables = sfnt::tables(face.data(), 0).ok()?;
    let glyph = |c: char| parsed.glyph_index(c).map(|glyph| glyph.0).filter(|glyph| *glyph != 0);
    let kept: Vec<(char, u16)> = characters.iter().filter_map(|&c| Some((c, glyph(c)?))).collect();
    let all: BTreeSet<u16> = glyphs.iter().copied().chain(kept.iter().map(|(_, glyph)| *glyph)).collect();
    Some(plain::redrawn(&parsed, &tables, Some(&all), Some(plain::cmap(&kept))))
}
