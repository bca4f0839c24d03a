//! The document face: an embedded face composed for one document, in which every character is one code.
//!
//! Readers rebuild text from where glyphs stand, each in its own way. What none can get wrong is a page on which
//! every character is one code, in its place, with its real advance. A font made for typesetting is not like
//! that: ligatures, dots and marks as glyphs of their own, kerning between. So all ink of a cluster (letter,
//! dots, marks, the stroke of a kashida, with every offset) becomes one composite glyph on the code of its
//! letter, whose advance is the cluster's. The page then needs no positioning inside a word, and is smaller.
//!
//! * A code is a glyph index, so CIDToGIDMap is Identity. Codes come first, then the outlines they are made of.
//! * The em is 1.25 times larger than the text's, with outlines drawn smaller: readers join lines into columns
//!   by comparing leading with the em, and Arabic needs more leading than they allow for.
//! * Advances are whole thousandths of that em, as some readers cut fractions off.
//! * Glyphs that the source face makes of others (a letter's body and its dots) are made of the same outlines here.
//! * Ink that is one outline at the origin is that outline itself, and other codes refer to it.

use std::cell::OnceCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::fonts::to_unicode;
use super::inks::{InkId, Inks, Part};
use super::outline::{Bounds, Ink, Outline, SimplePart, Source};
use super::sfnt::{Component, FaceInfo, Program};
use crate::fonts::{DrawnOut, FaceId, Library};

/// How much larger the document face's em is than the text's. With leading at 1.75 em, lines are 1.4 em apart.
pub const EM_SCALE: f64 = 1.25;
/// Font units in the document face's em.
const UNITS_PER_EM: u16 = 1250;
/// Font units in an em of the text: as many as the bundled faces have, so that their outlines stay as they are.
pub const UNITS_PER_TEXT_EM: f64 = UNITS_PER_EM as f64 / EM_SCALE;

/// Lean is told in so many parts of the height.
pub const LEANS: u8 = 32;

/// Outlines read and scaled, kept between documents.
pub struct Outlines<'l> {
    library: &'l Library,
    /// Of each face, when one of its glyphs has been asked for: a packed face is inflated by it.
    sources: Vec<OnceCell<Option<Source<'l>>>>,
    bases: FxHashMap<BaseKey, Rc<Ink>>,
    /// What glyphs that share outlines with others are made of.
    pieces: FxHashMap<BaseKey, Rc<[Piece]>>,
}

/// An outline in a glyph, and how far it is moved, in the document face's units.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Piece {
    key: BaseKey,
    dx: i16,
    dy: i16,
}

/// A face, a glyph of it, the width that it is drawn out to, and its lean.
type BaseKey = (FaceId, u16, u16, u8);

impl<'l> Outlines<'l> {
    /// No outlines yet.
    pub fn new(library: &'l Library) -> Self {
        let sources = library.faces().map(|_| OnceCell::new()).collect();
        Outlines { library, sources, bases: FxHashMap::default(), pieces: FxHashMap::default() }
    }

    fn base(&mut self, (face, glyph, stretch, lean): BaseKey) -> Rc<Ink> {
        let (sources, library) = (&self.sources, self.library);
        let make = || {
            let Some(source) = source(sources, library, face) else {
                return Rc::default();
            };
            let upem = f64::from(library.face(face).metrics().units_per_em);
            let scale = (UNITS_PER_TEXT_EM / upem) as f32;
            // What is neither drawn out nor leans nor has another em stays as it is.
            let as_it_is = scale == 1.0 && stretch == 0 && lean == 0;
            if let Some(ink) = as_it_is.then(|| source.ink(glyph)).flatten() {
                return Rc::new(ink);
            }
            let mut outline = source.outline(glyph);
            if stretch > 0 {
                let advance = f32::from(library.face(face).metrics().tatweel);
                outline = stretched(&outline, advance.max(1.0), f32::from(stretch));
            }
            let lean = f32::from(lean) / f32::from(LEANS);
            let outline = outline.map(|x, y| ((x - lean * y) * scale, y * scale));
            let (data, bounds) = outline.write();
            let contours = outline.contours.iter().filter(|c| !c.is_empty()).count() as u16;
            let points = outline.contours.iter().map(Vec::len).sum::<usize>() as u16;
            Rc::new(Ink { data, bounds, points, contours })
        };
        Rc::clone(self.bases.entry((face, glyph, stretch, lean)).or_insert_with(make))
    }

    /// The outlines that a glyph is made of. A letter and its dots are several in many faces, which its other forms and
    /// other letters have too.
    fn pieces(&mut self, key: BaseKey) -> Rc<[Piece]> {
        let (face, glyph, stretch, lean) = key;
        let (sources, library) = (&self.sources, self.library);
        let make = || {
            let whole = || Rc::from([Piece { key, dx: 0, dy: 0 }]);
            // What is drawn out or leans is a shape of its own.
            let Some(source) = source(sources, library, face).filter(|_| stretch == 0 && lean == 0) else {
                return whole();
            };
            let scale = (UNITS_PER_TEXT_EM / f64::from(library.face(face).metrics().units_per_em)) as f32;
            let units = |length: f32| (length * scale).round() as i16;
            let piece =
                |part: SimplePart| Piece { key: (face, part.glyph, 0, 0), dx: units(part.x), dy: units(part.y) };
            source.simple_parts(glyph).map_or_else(whole, |parts| parts.into_iter().map(piece).collect())
        };
        Rc::clone(self.pieces.entry(key).or_insert_with(make))
    }

    /// Whether a glyph draws anything.
    pub fn has_ink(&self, face: FaceId, glyph: u16) -> bool {
        source(&self.sources, self.library, face).is_some_and(|source| source.has_ink(glyph))
    }
}

/// Where a face's outlines are read from.
fn source<'s, 'l>(
    sources: &'s [OnceCell<Option<Source<'l>>>],
    library: &'l Library,
    id: FaceId,
) -> Option<&'s Source<'l>> {
    let read = || {
        let face = library.face(id);
        Some(Source::new(face.table(b"glyf")?, face.table(b"loca")?, face.table(b"head")?))
    };
    sources.get(usize::from(id.0))?.get_or_init(read).as_ref()
}

fn stretched(outline: &Outline, advance: f32, width: f32) -> Outline {
    let xs = || outline.contours.iter().flatten().map(|p| p.x);
    let extent = (xs().fold(f32::INFINITY, f32::min), xs().fold(f32::NEG_INFINITY, f32::max));
    let drawn_out = DrawnOut::new(extent, advance, width);
    outline.map(|x, y| (drawn_out.x(x), y))
}

/// A document face being composed.
#[derive(Debug)]
pub struct DocumentFace {
    /// The face that its text asks for first, after which it is named.
    pub primary: FaceId,
    /// The ink and text of each code, from 1, and its advance in thousandths of the face's em.
    codes: Vec<(InkId, u16)>,
    index: FxHashMap<(InkId, u16), u16>,
}

/// A composed face.
pub struct Composed {
    /// The TrueType file.
    pub program: Vec<u8>,
    /// Advances by code, from 0, in thousandths of the em.
    pub widths: Vec<u16>,
    /// The map from codes to their texts.
    pub to_unicode: String,
    /// What all glyphs cover, in thousandths of the em.
    pub bounds: Bounds,
    /// Height above the baseline, in thousandths of the em.
    pub ascent: i16,
    /// Depth below it, negative.
    pub descent: i16,
    /// Height of a capital.
    pub cap_height: i16,
    /// Weight class.
    pub weight: u16,
}

impl DocumentFace {
    /// A face without any codes.
    pub fn new(primary: FaceId) -> Self {
        DocumentFace { primary, codes: Vec::new(), index: FxHashMap::default() }
    }

    /// Whether the face is so full that another one should be begun. Outlines need indices too.
    pub fn is_full(&self) -> bool {
        self.codes.len() > 50_000
    }

    /// Whether a page shows anything of it.
    pub fn has_codes(&self) -> bool {
        !self.codes.is_empty()
    }

    /// The code for some ink with its text, and an advance in thousandths of the em.
    pub fn code(&mut self, ink: InkId, advance: u16) -> u16 {
        *self.index.entry((ink, advance)).or_insert_with(|| {
            self.codes.push((ink, advance));
            self.codes.len() as u16
        })
    }

    /// Writes the face.
    pub fn compose(self, outlines: &mut Outlines<'_>, inks: &Inks) -> Composed {
        let metrics = *outlines.library.face(self.primary).metrics();
        let scale = UNITS_PER_TEXT_EM / f64::from(metrics.units_per_em);
        let info = FaceInfo {
            units_per_em: UNITS_PER_EM,
            ascent: (f64::from(metrics.ascent) * scale).round() as i16,
            descent: (f64::from(metrics.descent) * scale).round() as i16,
        };
        let mut bases = Bases::of(&self.codes, outlines, inks);
        let mut program = Program::new();
        program.add(&Ink::default(), UNITS_PER_EM / 2);
        let mut components = Vec::new();
        for (index, &(ink, advance)) in self.codes.iter().enumerate() {
            let advance = units(advance);
            if let Some(ink) = bases.owned_by(index) {
                program.add(ink, advance);
                continue;
            }
            components.clear();
            for part in inks.parts(ink) {
                for piece in outlines.pieces(key(part)).iter() {
                    let (glyph, ink) = bases.part(piece.key, outlines);
                    if !ink.data.is_empty() {
                        let (dx, dy) = (part.dx.saturating_add(piece.dx), part.dy.saturating_add(piece.dy));
                        components.push(Component { glyph, dx, dy, ink });
                    }
                }
            }
            program.add_composite(&components, advance);
        }
        bases.others.iter().for_each(|ink| program.add(ink, 0));
        let bounds = program.bounds().map(thousandths);
        // .notdef has none.
        let texts: Vec<&str> = std::iter::once("").chain(self.codes.iter().map(|&(ink, _)| inks.text(ink))).collect();
        Composed {
            program: program.finish(&info),
            widths: std::iter::once(1000).chain(self.codes.iter().map(|&(_, advance)| advance)).collect(),
            to_unicode: to_unicode(&texts),
            bounds,
            ascent: thousandths(info.ascent),
            descent: thousandths(info.descent),
            cap_height: thousandths((f64::from(metrics.cap_height) * scale).round() as i16),
            weight: metrics.weight,
        }
    }
}

fn key(part: &Part) -> BaseKey {
    (part.face, part.glyph, part.stretch, part.lean)
}

/// Thousandths of the document face's em in its units.
fn units(thousandths: u16) -> u16 {
    (f64::from(thousandths) * f64::from(UNITS_PER_EM) / 1000.0).round().min(f64::from(u16::MAX)) as u16
}

/// And back.
fn thousandths(units: i16) -> i16 {
    (f64::from(units) * 1000.0 / f64::from(UNITS_PER_EM)).round() as i16
}

/// The outlines that a face's codes are made of, and the glyphs that are them.
struct Bases {
    /// The glyph of each outline.
    glyphs: FxHashMap<BaseKey, (u16, Rc<Ink>)>,
    /// For each code, whether its glyph is an outline and no composite.
    owners: Vec<Option<Rc<Ink>>>,
    /// Outlines that are no code's glyph; theirs follow those of the codes.
    others: Vec<Rc<Ink>>,
}

impl Bases {
    /// Finds the codes that are one outline at their origin: the first of each is that outline's glyph.
    fn of(codes: &[(InkId, u16)], outlines: &mut Outlines<'_>, inks: &Inks) -> Self {
        let mut bases =
            Bases { glyphs: FxHashMap::default(), owners: Vec::with_capacity(codes.len()), others: Vec::new() };
        for (index, &(ink, _)) in codes.iter().enumerate() {
            let alone = match inks.parts(ink) {
                [part] if part.dx == 0 && part.dy == 0 => match *outlines.pieces(key(part)) {
                    [Piece { key, dx: 0, dy: 0 }] if !bases.glyphs.contains_key(&key) => Some(key),
                    _ => None,
                },
                _ => None,
            };
            bases.owners.push(alone.map(|key| {
                let ink = outlines.base(key);
                bases.glyphs.insert(key, (index as u16 + 1, Rc::clone(&ink)));
                ink
            }));
        }
        bases
    }

    fn owned_by(&self, code: usize) -> Option<&Ink> {
        self.owners.get(code)?.as_deref()
    }

    fn part(&mut self, key: BaseKey, outlines: &mut Outlines<'_>) -> (u16, Rc<Ink>) {
        let next = self.owners.len() + 1 + self.others.len();
        let (glyph, ink) = self.glyphs.entry(key).or_insert_with(|| {
            let ink = outlines.base(key);
            self.others.push(Rc::clone(&ink));
            (next as u16, ink)
        });
        (*glyph, Rc::clone(ink))
    }
}

#[cfg(test)]
mod tests {
    use super::super::outline::Point;
    use super::*;

    #[test]
    fn a_stroke_keeps_its_ends_and_spans_its_width() {
        // Amiri's tatweel in rough: slanted ends beyond an advance of 185.
        let xs = [-34.0, 0.0, 186.0, 220.0, 194.0, 185.0, 0.0, -13.0];
        let contour = xs.map(|x| Point { x, y: 0.0, on: true }).to_vec();
        let drawn = stretched(&Outline { contours: vec![contour] }, 185.0, 500.0);
        let xs: Vec<f32> = drawn.contours[0].iter().map(|p| p.x).collect();
        assert_eq!(xs, [-34.0, 0.0, 501.0, 535.0, 509.0, 500.0, 0.0, -13.0]);
    }

    #[test]
    fn a_stroke_that_stops_short_of_its_edges_is_made_to_overlap() {
        let contour = [2.0, 198.0].map(|x| Point { x, y: 0.0, on: true }).to_vec();
        let drawn = stretched(&Outline { contours: vec![contour] }, 200.0, 400.0);
        assert!(drawn.contours[0][0].x < 0.0 && drawn.contours[0][1].x > 400.0);
    }
}
