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

use std::collections::HashMap;
use std::rc::Rc;

use super::outline::{Bounds, Outline, Source};
use super::sfnt::{self, FaceInfo, GlyphData};
use crate::fonts::{FaceId, Library};

/// How much larger the document face's em is than the text's. With leading at 1.75 em, lines are 1.4 em apart.
pub const EM_SCALE: f64 = 1.25;
/// Font units in the document face's em: two to a thousandth, so that whole thousandths are whole units.
const UNITS_PER_EM: u16 = 2000;
/// Font units in an em of the text.
pub const UNITS_PER_TEXT_EM: f64 = UNITS_PER_EM as f64 / EM_SCALE;

/// A glyph of a source face inside a composite one. Lengths are in the document face's units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    /// The face it comes from.
    pub face: FaceId,
    /// Its index there.
    pub glyph: u16,
    /// The width it is drawn out to, in units of its own face; 0 for a glyph as it is.
    pub stretch: u16,
    /// To the right of the composite's origin.
    pub dx: i16,
    /// Above the baseline.
    pub dy: i16,
}

/// Outlines read and scaled, kept between documents.
pub struct Outlines<'l> {
    library: &'l Library,
    sources: Vec<Option<Source<'l>>>,
    bases: HashMap<(FaceId, u16, u16), Rc<Base>>,
}

/// A scaled outline.
#[derive(Debug, Default)]
struct Base {
    data: Vec<u8>,
    bounds: Bounds,
    points: u16,
    contours: u16,
}

impl<'l> Outlines<'l> {
    /// No outlines yet.
    pub fn new(library: &'l Library) -> Self {
        let sources = library
            .faces()
            .map(|(_, face)| Some(Source::new(face.table(b"glyf")?, face.table(b"loca")?, face.table(b"head")?)))
            .collect();
        Outlines { library, sources, bases: HashMap::new() }
    }

    fn base(&mut self, face: FaceId, glyph: u16, stretch: u16) -> Rc<Base> {
        let (sources, library) = (&self.sources, self.library);
        let make = || {
            let Some(source) = sources.get(usize::from(face.0)).and_then(Option::as_ref) else {
                return Rc::default();
            };
            let upem = f64::from(library.face(face).metrics().units_per_em);
            let scale = (UNITS_PER_TEXT_EM / upem) as f32;
            let mut outline = source.outline(glyph);
            if stretch > 0 {
                let advance = f32::from(library.face(face).metrics().tatweel);
                outline = stretched(&outline, advance.max(1.0), f32::from(stretch));
            }
            let outline = outline.map(|x, y| (x * scale, y * scale));
            let (data, bounds) = outline.write();
            let contours = outline.contours.iter().filter(|c| !c.is_empty()).count() as u16;
            let points = outline.contours.iter().map(Vec::len).sum::<usize>() as u16;
            Rc::new(Base { data, bounds, points, contours })
        };
        Rc::clone(self.bases.entry((face, glyph, stretch)).or_insert_with(make))
    }

    /// Whether a glyph draws anything.
    pub fn has_ink(&mut self, face: FaceId, glyph: u16) -> bool {
        !self.base(face, glyph, 0).data.is_empty()
    }
}

/// A tatweel drawn out from its own advance to a width. What reaches beyond the advance at either end keeps its
/// shape, so that the stroke meets its neighbours as the face's own tatweel does; only what lies between is drawn
/// out. (Amiri's tatweel has slanted ends that fit into those of its letters: drawn out too, they would leave
/// notches.)
fn stretched(outline: &Outline, advance: f32, width: f32) -> Outline {
    let xs = || outline.contours.iter().flatten().map(|p| p.x);
    let (left, right) = (xs().fold(f32::INFINITY, f32::min), xs().fold(f32::NEG_INFINITY, f32::max));
    // A face whose tatweel stops short of its own edges would show a gap: what lacks is added.
    let (more_left, more_right) = ((left + OVERLAP).max(0.0), (advance + OVERLAP - right).max(0.0));
    outline.map(|x, y| {
        let x = if x <= 0.0 {
            x
        } else if x >= advance {
            x + width - advance
        } else {
            x / advance * width
        };
        let middle = width / 2.0;
        (if x < middle { x - more_left } else { x + more_right }, y)
    })
}

/// How far a stroke must reach into its neighbours at both ends, in font units of a face with 1000 to the em: what
/// the face with the shortest overhang among the bundled ones does. No renderer shows a seam then.
const OVERLAP: f32 = 8.0;

/// One code of a document face.
#[derive(Debug)]
struct Code {
    parts: Box<[Part]>,
    /// Thousandths of the face's em.
    advance: u16,
    text: Box<str>,
}

/// A document face being composed.
#[derive(Debug)]
pub struct DocumentFace {
    /// The face that its text asks for first, after which it is named.
    pub primary: FaceId,
    codes: Vec<Code>,
    index: HashMap<(Box<[Part]>, u16), Vec<u16>>,
}

/// A composed face.
pub struct Composed {
    /// The TrueType file.
    pub program: Vec<u8>,
    /// Advances by code, from 0, in thousandths of the em.
    pub widths: Vec<u16>,
    /// The text of each code, from 0; that of .notdef is empty.
    pub texts: Vec<Box<str>>,
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
        DocumentFace { primary, codes: Vec::new(), index: HashMap::new() }
    }

    /// Whether the face is so full that another one should be begun. Outlines need indices too.
    pub fn is_full(&self) -> bool {
        self.codes.len() > 50_000
    }

    /// The code for some ink, an advance in thousandths of the em, and a text.
    pub fn code(&mut self, parts: &[Part], advance: u16, text: &str) -> u16 {
        // Two look-ups of a short key cost less than the copy that a single one would need.
        let key = (Box::<[Part]>::from(parts), advance);
        let same = self.index.entry(key).or_default();
        let found = same.iter().copied().find(|&code| &*self.codes[usize::from(code) - 1].text == text);
        found.unwrap_or_else(|| {
            self.codes.push(Code { parts: parts.into(), advance, text: text.into() });
            let code = self.codes.len() as u16;
            same.push(code);
            code
        })
    }

    /// Writes the face.
    pub fn compose(&self, outlines: &mut Outlines<'_>) -> Composed {
        let metrics = *outlines.library.face(self.primary).metrics();
        let scale = UNITS_PER_TEXT_EM / f64::from(metrics.units_per_em);
        let info = FaceInfo {
            units_per_em: UNITS_PER_EM,
            ascent: (f64::from(metrics.ascent) * scale).round() as i16,
            descent: (f64::from(metrics.descent) * scale).round() as i16,
        };
        let mut glyphs: Vec<GlyphData> = vec![GlyphData { advance: UNITS_PER_EM / 2, ..GlyphData::default() }];
        let mut base_ids: HashMap<(FaceId, u16, u16), u16> = HashMap::new();
        let mut bases: Vec<Rc<Base>> = Vec::new();
        let first_base = self.codes.len() + 1;
        for code in &self.codes {
            let mut components = Vec::with_capacity(code.parts.len());
            for part in &code.parts {
                let key = (part.face, part.glyph, part.stretch);
                let id = *base_ids.entry(key).or_insert_with(|| {
                    bases.push(outlines.base(part.face, part.glyph, part.stretch));
                    (first_base + bases.len() - 1) as u16
                });
                if let Some(base) = bases.get(usize::from(id) - first_base).filter(|b| !b.data.is_empty()) {
                    components.push((id, *part, Rc::clone(base)));
                }
            }
            glyphs.push(composite(&components, code.advance * 2));
        }
        glyphs.extend(bases.iter().map(|base| GlyphData {
            data: base.data.clone(),
            bounds: base.bounds,
            advance: 0,
            points: base.points,
            contours: base.contours,
            components: 0,
        }));
        let thousandths = |units: i16| (f64::from(units) / 2.0).round() as i16;
        let inked = || glyphs.iter().filter(|g| !g.data.is_empty());
        Composed {
            program: sfnt::write(&glyphs, &info),
            widths: std::iter::once(1000).chain(self.codes.iter().map(|c| c.advance)).collect(),
            texts: std::iter::once("".into()).chain(self.codes.iter().map(|c| c.text.clone())).collect(),
            bounds: [
                thousandths(inked().map(|g| g.bounds[0]).min().unwrap_or(0)),
                thousandths(inked().map(|g| g.bounds[1]).min().unwrap_or(0)),
                thousandths(inked().map(|g| g.bounds[2]).max().unwrap_or(0)),
                thousandths(inked().map(|g| g.bounds[3]).max().unwrap_or(0)),
            ],
            ascent: thousandths(info.ascent),
            descent: thousandths(info.descent),
            cap_height: thousandths((f64::from(metrics.cap_height) * scale).round() as i16),
            weight: metrics.weight,
        }
    }
}

/// A composite glyph of base glyphs at their offsets.
fn composite(components: &[(u16, Part, Rc<Base>)], advance: u16) -> GlyphData {
    // The arguments are words, and offsets; more components follow.
    const WORDS: u16 = 0x1;
    const OFFSETS: u16 = 0x2;
    const MORE: u16 = 0x20;
    if components.is_empty() {
        return GlyphData { advance, ..GlyphData::default() };
    }
    let mut bounds = [i16::MAX, i16::MAX, i16::MIN, i16::MIN];
    let (mut points, mut contours) = (0u16, 0u16);
    let mut body = Vec::with_capacity(components.len() * 8);
    for (i, (id, part, base)) in components.iter().enumerate() {
        let more = if i + 1 < components.len() { MORE } else { 0 };
        body.extend((WORDS | OFFSETS | more).to_be_bytes());
        body.extend(id.to_be_bytes());
        body.extend(part.dx.to_be_bytes());
        body.extend(part.dy.to_be_bytes());
        bounds[0] = bounds[0].min(base.bounds[0].saturating_add(part.dx));
        bounds[1] = bounds[1].min(base.bounds[1].saturating_add(part.dy));
        bounds[2] = bounds[2].max(base.bounds[2].saturating_add(part.dx));
        bounds[3] = bounds[3].max(base.bounds[3].saturating_add(part.dy));
        points += base.points;
        contours += base.contours;
    }
    let mut data = Vec::with_capacity(10 + body.len());
    data.extend((-1i16).to_be_bytes());
    bounds.iter().for_each(|b| data.extend(b.to_be_bytes()));
    data.extend(body);
    GlyphData { data, bounds, advance, points, contours, components: components.len() as u16 }
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
