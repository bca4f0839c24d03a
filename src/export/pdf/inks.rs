//! What codes stand for: some ink and a text, each pair kept once.
//!
//! The letters of a text come in a few thousand forms. Each is known by a small number from when its word is first met, so
//! that a document face finds the code of a letter by two numbers, whatever its ink is made of.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};
use smallvec::SmallVec;

use super::face::LEANS;
use crate::fonts::FaceId;

/// How many pairs are kept between documents; each takes about 100 bytes.
const MAX_KEPT: usize = 60_000;

/// A glyph of a source face inside a composite one. Lengths are in the document face's units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    /// The face it comes from.
    pub face: FaceId,
    /// Its index there.
    pub glyph: u16,
    /// The width it is drawn out to, in units of its own face; 0 for a glyph as it is.
    pub stretch: u16,
    /// How far it leans to the left, in [`LEANS`]ths of the height.
    pub lean: u8,
    /// To the right of the composite's origin.
    pub dx: i16,
    /// Above the baseline.
    pub dy: i16,
}

impl Part {
    /// The same, leaning to the left: a text matrix that leans as much to the right draws it upright.
    pub fn leaning(self, lean: u8) -> Self {
        let dx = f64::from(self.dx) - f64::from(lean) / f64::from(LEANS) * f64::from(self.dy);
        Part { dx: dx.round() as i16, lean, ..self }
    }
}

/// The ink of a code: a letter and its dots, a mark, a stroke.
pub type Parts = SmallVec<[Part; 3]>;

/// The number of some ink and a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InkId(u32);

impl InkId {
    /// No ink, and a space: the one that is asked for most.
    pub const SPACE: InkId = InkId(0);
}

/// All ink and texts that have been met.
#[derive(Debug)]
pub struct Inks {
    list: Vec<Kept>,
    /// The latest of each hash of ink and text: its place in the list, from 1.
    index: FxHashMap<u64, u32>,
}

#[derive(Debug)]
struct Kept {
    parts: Box<[Part]>,
    text: Box<str>,
    /// Another one of the same hash: its place in the list, from 1; 0 for none.
    next: u32,
}

impl Default for Inks {
    fn default() -> Self {
        let mut inks = Inks { list: Vec::new(), index: FxHashMap::default() };
        inks.id(&[], " ");
        inks
    }
}

impl Inks {
    /// The number of some ink and a text.
    pub fn id(&mut self, parts: &[Part], text: &str) -> InkId {
        let head = self.index.entry(hash(parts, text)).or_default();
        let mut at = *head;
        while let Some(index) = at.checked_sub(1)
            && let Some(kept) = self.list.get(index as usize)
        {
            if *kept.text == *text && *kept.parts == *parts {
                return InkId(index);
            }
            at = kept.next;
        }
        self.list.push(Kept { parts: parts.into(), text: text.into(), next: *head });
        *head = self.list.len() as u32;
        InkId(*head - 1)
    }

    /// The ink of a number.
    pub fn parts(&self, id: InkId) -> &[Part] {
        self.list.get(id.0 as usize).map_or(&[], |kept| &kept.parts)
    }

    /// The text of a number.
    pub fn text(&self, id: InkId) -> &str {
        self.list.get(id.0 as usize).map_or("", |kept| &kept.text)
    }

    /// Whether there are so many that they should be forgotten before another document.
    pub fn are_many(&self) -> bool {
        self.list.len() > MAX_KEPT
    }
}

/// A number that is the same for equal ink and text, and seldom for others. A part is hashed as two words rather than field by
/// field.
fn hash(parts: &[Part], text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for &Part { face, glyph, stretch, lean, dx, dy } in parts {
        hasher.write_u64(u64::from(face.0) << 48 | u64::from(glyph) << 32 | u64::from(stretch) << 16 | u64::from(lean));
        hasher.write_u32(u32::from(dx.cast_unsigned()) << 16 | u32::from(dy.cast_unsigned()));
    }
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ink_with_an_equal_text_has_one_number() {
        let part = |glyph| Part { face: FaceId(0), glyph, stretch: 0, lean: 0, dx: 0, dy: 0 };
        let mut inks = Inks::default();
        assert_eq!(inks.id(&[], " "), InkId::SPACE);
        let pairs = [(vec![], "a"), (vec![part(1)], "a"), (vec![part(1)], "b"), (vec![part(1), part(2)], "b")];
        let first: Vec<InkId> = pairs.iter().map(|(parts, text)| inks.id(parts, text)).collect();
        let again: Vec<InkId> = pairs.iter().map(|(parts, text)| inks.id(parts, text)).collect();
        assert_eq!(first, again);
        for (i, (id, (parts, text))) in first.iter().zip(&pairs).enumerate() {
            assert!(!first[..i].contains(id));
            assert_eq!((inks.parts(*id), inks.text(*id)), (&parts[..], *text));
        }
    }
}
