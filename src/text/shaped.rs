//! Words as glyphs.

use std::borrow::Borrow;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use smallvec::SmallVec;

use super::kashida;

/// A word's text: most are so short that it lies in the word itself.
type Word = SmallVec<[u8; 24]>;

/// A glyph with its place, in font units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// The glyph's index in its face.
    pub id: u16,
    /// The byte offset, in the text that was shaped, of the character it stands for.
    pub cluster: u32,
    /// How far the pen moves.
    pub advance: i32,
    /// How far right of the pen it is drawn.
    pub dx: i32,
    /// How far above the baseline it is drawn.
    pub dy: i32,
    /// Whether the glyph would change if the text were cut, or a stroke drawn, before its cluster; a mere join is
    /// safe.
    pub unsafe_to_break: bool,
    /// For a kashida's stroke: the width to which the glyph is drawn out. 0 for every other glyph.
    pub stretch: i32,
}

/// Glyphs from left to right. Most words have so few that they lie in the word itself: a page's words are strewn over
/// the memory, and each further place that one is looked up at is waited for.
pub type Glyphs = SmallVec<[Glyph; 6]>;

/// A shaped text: its glyphs from left to right.
#[derive(Clone, Debug, Default)]
pub struct Shaped {
    /// The glyphs in visual order.
    pub glyphs: Glyphs,
    /// The sum of their advances, in font units.
    pub advance: i32,
    /// Whether there is a stroke among them.
    pub is_drawn_out: bool,
    /// Where a word that runs from right to left may be drawn out, as its letters and the face allow.
    pub(super) places: SmallVec<[kashida::Place; 2]>,
    /// The text of a word that is remembered; none in any other.
    text: Word,
    /// Which one it is of those that the shaper remembers.
    number: u32,
}

impl Shaped {
    /// A shaped text of the given glyphs, with no place for a stroke.
    pub fn new(glyphs: Glyphs) -> Self {
        Shaped {
            advance: glyphs.iter().map(|g| g.advance).sum(),
            is_drawn_out: glyphs.iter().any(|g| g.stretch > 0),
            glyphs,
            ..Shaped::default()
        }
    }

    /// The same with places for strokes.
    pub(super) fn with_places(self, places: SmallVec<[kashida::Place; 2]>) -> Self {
        Shaped { places, ..self }
    }

    /// The word of a text, as a shaper remembers it under a number from 1.
    pub(super) fn remembered(self, text: &str, number: u32) -> Rc<Self> {
        Rc::new(Shaped { text: Word::from_slice(text.as_bytes()), number, ..self })
    }

    /// A small number for those who remember something of each word. A word that its shaper has forgotten may have had
    /// the same, and all that it never remembered have 0.
    pub fn number(&self) -> usize {
        self.number as usize
    }
}

/// A word as the shaper remembers it: it is looked up by the text that lies in it, so that the table has nothing but where
/// it is.
pub struct Remembered(pub Rc<Shaped>);

impl Borrow<[u8]> for Remembered {
    fn borrow(&self) -> &[u8] {
        &self.0.text
    }
}

impl Hash for Remembered {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let text: &[u8] = self.borrow();
        text.hash(state);
    }
}

impl PartialEq for Remembered {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}

impl Eq for Remembered {}
