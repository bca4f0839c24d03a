//! Words as characters, each with its ink: what a shaped word comes to in a PDF, remembered.
//!
//! Words are shaped once and set many times. Which ink stands on which character follows from the shaped word alone, so
//! it is found once, too, and kept as long as the shaped word is. The ink itself is in `inks`.

use std::ops::Range;
use std::rc::Rc;

use smallvec::SmallVec;

use super::face::UNITS_PER_TEXT_EM;
use super::inks::{InkId, Inks, Part, Parts};
use super::runs::ItemKind;
use crate::fonts::{FaceId, Library};
use crate::text::{Piece, Shaped, is_ignorable, is_mark};

/// How many words are remembered before all are forgotten; each takes about 200 bytes, and keeps its shaped word.
const MAX_WORDS: usize = 30_000;

/// Whether a glyph of a face has ink.
pub type HasInk<'i> = &'i dyn Fn(FaceId, u16) -> bool;

/// The words that have been met.
#[derive(Default)]
pub struct Words {
    /// By the number of the shaped word, which is kept: another may have the same.
    known: Vec<Option<Known>>,
    /// How many of them are known.
    count: usize,
    /// The ink of their characters, and all other ink.
    pub inks: Inks,
}

/// A word and its characters.
type Known = (Rc<Shaped>, Rc<[Character]>);

/// A character of a word.
#[derive(Clone, Debug)]
pub struct Character {
    /// Bytes of the word's text.
    pub text: Range<u32>,
    /// What it is.
    pub kind: ItemKind,
    /// Its ink and its text.
    pub ink: InkId,
    /// How many letters share that advance.
    shared: u16,
    /// The advance of its letters, in units of their face.
    units: f64,
}

impl Character {
    /// Its advance in points; `em` is a face's unit in points.
    pub fn advance(&self, em: f64) -> f64 {
        match self.kind {
            ItemKind::Mark => 0.0,
            _ => self.units * em / f64::from(self.shared),
        }
    }
}

impl Words {
    /// Begins a document. What it needs of documents before it may be forgotten now, and not while its faces are filled.
    pub fn begin_document(&mut self) {
        if self.inks.are_many() {
            *self = Words::default();
        }
    }

    /// The characters of a piece, whose text is given, as they are read.
    pub fn word(&mut self, piece: &Piece, text: &str, library: &Library, has_ink: HasInk<'_>) -> Rc<[Character]> {
        // Words are drawn out anew for each line.
        if piece.shaped.is_drawn_out {
            return characters(piece, text, library, has_ink, &mut self.inks).into();
        }
        let number = piece.shaped.number();
        if let Some(Some((shaped, known))) = self.known.get(number)
            && Rc::ptr_eq(shaped, &piece.shaped)
        {
            return Rc::clone(known);
        }
        let word: Rc<[Character]> = characters(piece, text, library, has_ink, &mut self.inks).into();
        if self.count >= MAX_WORDS {
            (self.known, self.count) = (Vec::new(), 0);
        }
        if self.known.len() <= number {
            self.known.resize(number + 1, None);
        }
        let new = (Rc::clone(&piece.shaped), Rc::clone(&word));
        self.count += usize::from(self.known.get_mut(number).is_some_and(|slot| slot.replace(new).is_none()));
        word
    }
}

/// A piece's characters. All ink of a letter and its marks stands on the letter. Where glyphs stand for several letters (a
/// ligature), each letter takes an equal share of the advance, and the leftmost has the ink.
fn characters(piece: &Piece, text: &str, library: &Library, has_ink: HasInk<'_>, inks: &mut Inks) -> Vec<Character> {
    let right_to_left = piece.level.is_rtl();
    let mut characters = Vec::with_capacity(text.len() / 2 + 1);
    let mut parts = Parts::new();
    for group in groups(text, piece) {
        let glyphs = &piece.shaped.glyphs[group.glyphs.clone()];
        let units = glyphs.iter().map(|g| f64::from(g.advance)).sum();
        parts.clear();
        add_ink(piece, 0.0, group.glyphs.clone(), library, has_ink, &mut parts);
        let (start, text) = (group.text.start as u32, &text[group.text.clone()]);
        // Most letters have a group of their own.
        if text.chars().nth(1).is_none() {
            let (text, ink) = (start..group.text.end as u32, inks.id(&parts, text));
            characters.push(Character { text, kind: ItemKind::Letter, ink, units, shared: 1 });
            continue;
        }
        let is_attached = |i: usize, c: char| i > 0 && (is_mark(c) || is_ignorable(c));
        let bases = || text.char_indices().filter(|&(i, c)| !is_attached(i, c)).map(|(i, _)| i);
        let shared = bases().count().clamp(1, usize::from(u16::MAX)) as u16;
        let inked = if right_to_left { bases().next_back() } else { bases().next() };
        characters.extend(text.char_indices().map(|(i, c)| {
            let own = if Some(i) == inked { &parts[..] } else { &[] };
            let end = i + c.len_utf8();
            Character {
                text: start + i as u32..start + end as u32,
                kind: if is_attached(i, c) { ItemKind::Mark } else { ItemKind::Letter },
                ink: inks.id(own, &text[i..end]),
                units,
                shared,
            }
        }));
    }
    characters
}

/// Adds the ink of some of a piece's glyphs; `x` points lie between the origin and the piece's left edge.
pub fn add_ink(piece: &Piece, x: f64, glyphs: Range<usize>, library: &Library, has_ink: HasInk<'_>, out: &mut Parts) {
    let upem = f64::from(library.face(piece.face).metrics().units_per_em);
    let units = UNITS_PER_TEXT_EM / upem;
    let mut pen = x / piece.size * UNITS_PER_TEXT_EM;
    for glyph in piece.shaped.glyphs.get(glyphs).unwrap_or(&[]) {
        if has_ink(piece.face, glyph.id) {
            out.push(Part {
                face: piece.face,
                glyph: glyph.id,
                stretch: glyph.stretch.clamp(0, i32::from(u16::MAX)) as u16,
                lean: 0,
                dx: clamp(pen + f64::from(glyph.dx) * units),
                dy: clamp(f64::from(glyph.dy) * units),
            });
        }
        pen += f64::from(glyph.advance) * units;
    }
}

fn clamp(units: f64) -> i16 {
    units.round().clamp(f64::from(i16::MIN), f64::from(i16::MAX)) as i16
}

/// Letters that share their ink, and the glyphs that are it.
struct Group {
    text: Range<usize>,
    glyphs: Range<usize>,
}

/// The groups of a piece in the order in which they are read.
fn groups(text: &str, piece: &Piece) -> SmallVec<[Group; 16]> {
    let glyphs = &piece.shaped.glyphs;
    // A letter begins a group, unless no glyph is its own: then it is part of a ligature.
    let mut found: SmallVec<[(usize, Option<Range<usize>>); 24]> = text
        .char_indices()
        .filter(|&(i, c)| i == 0 || !(is_mark(c) || is_ignorable(c)))
        .map(|(start, _)| (start, None))
        .collect();
    for (index, glyph) in glyphs.iter().enumerate() {
        let group = found.partition_point(|&(start, _)| start <= glyph.cluster as usize).saturating_sub(1);
        if let Some((_, range)) = found.get_mut(group) {
            let begun = range.as_ref().map_or(index, |range| range.start);
            *range = Some(begun..index + 1);
        }
    }
    let mut groups: SmallVec<[Group; 16]> = SmallVec::with_capacity(found.len());
    for (i, (start, glyphs)) in found.into_iter().enumerate() {
        match (groups.last_mut(), glyphs) {
            (Some(last), None) => last.text.end = text.len(),
            (last, glyphs) => {
                if let Some(last) = last {
                    last.text.end = start;
                }
                let glyphs = glyphs.unwrap_or(0..0);
                groups.push(Group { text: if i == 0 { 0 } else { start }..text.len(), glyphs });
            }
        }
    }
    groups
}
