//! A face as a plain TrueType file: one face, one instance, outlines of quadratic curves.
//!
//! Collections, variable faces and PostScript outlines become such files when they are loaded, so that whatever
//! draws, measures or embeds a face has one form to know. Hinting is left out with the outlines that it fits.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::outline::{Stroke, strokes};
use super::sfnt::{self, Tag, put};

/// Tables that a plain face keeps as they are.
const KEPT: [Tag; 9] = [*b"cmap", *b"OS/2", *b"name", *b"GSUB", *b"GPOS", *b"GDEF", *b"BASE", *b"kern", *b"JSTF"];

/// Tables of the outlines, kept where the outlines are.
const OUTLINES: [Tag; 6] = [*b"glyf", *b"loca", *b"hmtx", *b"cvt ", *b"fpgm", *b"prep"];

/// The face of a collection or variable face, at its default instance, with its outlines as they are.
pub fn taken_out(tables: &[(Tag, &[u8])]) -> Vec<u8> {
    let heads: [Tag; 4] = [*b"head", *b"hhea", *b"maxp", *b"post"];
    let kept = |tag: &Tag| KEPT.contains(tag) || OUTLINES.contains(tag) || heads.contains(tag);
    sfnt::write(tables.iter().filter(|(tag, _)| kept(tag)).map(|(tag, bytes)| (*tag, Cow::Borrowed(*bytes))).collect())
}

/// The face with outlines drawn anew: PostScript outlines, an instance of a variable face, or some glyphs alone,
/// where `only` names them; the others are then empty, and keep their numbers.
pub fn redrawn(
    face: &ttf_parser::Face<'_>,
    tables: &[(Tag, &[u8])],
    only: Option<&BTreeSet<u16>>,
    cmap: Option<Vec<u8>>,
) -> Vec<u8> {
    let count = face.number_of_glyphs();
    let (mut glyf, mut loca, mut hmtx) = (Vec::new(), Vec::new(), Vec::new());
    let mut most = Most::default();
    for id in 0..count {
        loca.extend((glyf.len() as u32).to_be_bytes());
        let drawn = only.is_none_or(|only| id == 0 || only.contains(&id));
        let glyph = if drawn { Glyph::of(&strokes(face, id)) } else { Glyph::default() };
        let advance = face.glyph_hor_advance(ttf_parser::GlyphId(id)).unwrap_or(0);
        hmtx.extend(advance.to_be_bytes());
        hmtx.extend(glyph.bounds.map_or(0, |bounds| bounds[0]).to_be_bytes());
        most.take(&glyph);
        glyf.extend(glyph.bytes);
        glyf.resize(glyf.len().next_multiple_of(4), 0);
    }
    loca.extend((glyf.len() as u32).to_be_bytes());
    if glyf.is_empty() {
        // An empty table is refused by some readers.
        glyf.resize(4, 0);
    }
    let table = |tag: &[u8; 4]| tables.iter().find(|(t, _)| t == tag).map_or(&[][..], |(_, bytes)| bytes);
    let mut head = table(b"head").to_vec();
    head.resize(54, 0);
    for (at, bound) in most.bounds.unwrap_or_default().into_iter().enumerate() {
        put(&mut head, 36 + at * 2, &bound.to_be_bytes());
    }
    // Offsets are long.
    put(&mut head, 50, &1u16.to_be_bytes());
    let mut hhea = table(b"hhea").to_vec();
    hhea.resize(36, 0);
    put(&mut hhea, 34, &count.to_be_bytes());
    let mut maxp = Vec::from(0x0001_0000u32.to_be_bytes());
    for value in [count, most.points, most.contours, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0] {
        maxp.extend(value.to_be_bytes());
    }
    let mut post = table(b"post").to_vec();
    post.resize(32, 0);
    post.truncate(32);
    // Version 3: glyphs have no names.
    put(&mut post, 0, &0x0003_0000u32.to_be_bytes());
    let mut written: Vec<(Tag, Cow<'_, [u8]>)> = vec![
        (*b"glyf", glyf.into()),
        (*b"loca", loca.into()),
        (*b"hmtx", hmtx.into()),
        (*b"head", head.into()),
        (*b"hhea", hhea.into()),
        (*b"maxp", maxp.into()),
        (*b"post", post.into()),
    ];
    let own_cmap = cmap.is_some();
    written.extend(cmap.map(|cmap| (*b"cmap", Cow::Owned(cmap))));
    let kept = tables.iter().filter(|(tag, _)| KEPT.contains(tag) && !(own_cmap && tag == b"cmap"));
    written.extend(kept.map(|(tag, bytes)| (*tag, Cow::Borrowed(*bytes))));
    sfnt::write(written)
}

/// A Unicode cmap of some characters, in the form that holds all planes (format 12).
pub fn cmap(glyphs: &[(char, u16)]) -> Vec<u8> {
    let mut out = Vec::new();
    // One subtable: Windows, full Unicode.
    for value in [0u16, 1, 3, 10] {
        out.extend(value.to_be_bytes());
    }
    out.extend(12u32.to_be_bytes());
    for value in [12u16, 0] {
        out.extend(value.to_be_bytes());
    }
    for value in [16 + 12 * glyphs.len() as u32, 0, glyphs.len() as u32] {
        out.extend(value.to_be_bytes());
    }
    for (character, glyph) in glyphs {
        for value in [u32::from(*character), u32::from(*character), u32::from(*glyph)] {
            out.extend(value.to_be_bytes());
        }
    }
    out
}

/// The largest of all glyphs.
#[derive(Default)]
struct Most {
    points: u16,
    contours: u16,
    bounds: Option<[i16; 4]>,
}

impl Most {
    fn take(&mut self, glyph: &Glyph) {
        self.points = self.points.max(glyph.points);
        self.contours = self.contours.max(glyph.contours);
        if let Some([left, bottom, right, top]) = glyph.bounds {
            let [l, b, r, t] = self.bounds.unwrap_or([left, bottom, right, top]);
            self.bounds = Some([l.min(left), b.min(bottom), r.max(right), t.max(top)]);
        }
    }
}

/// A glyph of a glyf table.
#[derive(Default)]
struct Glyph {
    bytes: Vec<u8>,
    bounds: Option<[i16; 4]>,
    points: u16,
    contours: u16,
}

/// A point of a contour, and whether the contour goes through it.
type Point = ([f32; 2], bool);

impl Glyph {
    fn of(strokes: &[Stroke]) -> Self {
        let contours = contours(strokes);
        let round = |value: f32| value.round().clamp(-16_000.0, 16_000.0) as i16;
        let points: Vec<(i16, i16, bool)> =
            contours.iter().flatten().map(|([x, y], on)| (round(*x), round(*y), *on)).collect();
        if points.is_empty() || points.len() > usize::from(u16::MAX) {
            return Glyph::default();
        }
        let least = |of: fn(&(i16, i16, bool)) -> i16| points.iter().map(of).min().unwrap_or(0);
        let greatest = |of: fn(&(i16, i16, bool)) -> i16| points.iter().map(of).max().unwrap_or(0);
        let bounds = [least(|p| p.0), least(|p| p.1), greatest(|p| p.0), greatest(|p| p.1)];
        let mut bytes = Vec::with_capacity(12 + points.len() * 4);
        bytes.extend((contours.len() as i16).to_be_bytes());
        bounds.iter().for_each(|bound| bytes.extend(bound.to_be_bytes()));
        let mut end = 0u16;
        for contour in &contours {
            end += contour.len() as u16;
            bytes.extend((end - 1).to_be_bytes());
        }
        bytes.extend(0u16.to_be_bytes());
        let (mut flags, mut xs, mut ys) = (Vec::new(), Vec::new(), Vec::new());
        let (mut x, mut y) = (0, 0);
        for (to_x, to_y, on) in &points {
            flags.push(u8::from(*on) | step(to_x - x, 2, 16, &mut xs) | step(to_y - y, 4, 32, &mut ys));
            (x, y) = (*to_x, *to_y);
        }
        for part in [flags, xs, ys] {
            bytes.extend(part);
        }
        Glyph { bytes, bounds: Some(bounds), points: points.len() as u16, contours: contours.len() as u16 }
    }
}

/// Writes the step to a coordinate, and gives its flags.
fn step(step: i16, short: u8, same: u8, out: &mut Vec<u8>) -> u8 {
    match (step, u8::try_from(step.unsigned_abs())) {
        (0, _) => same,
        (_, Ok(size)) => {
            out.push(size);
            if step > 0 { short | same } else { short }
        }
        (_, Err(_)) => {
            out.extend(step.to_be_bytes());
            0
        }
    }
}

/// Strokes as contours of quadratic curves.
fn contours(strokes: &[Stroke]) -> Vec<Vec<Point>> {
    let mut contours: Vec<Vec<Point>> = Vec::new();
    let mut at = [0.0f32; 2];
    let mut cubic = false;
    for stroke in strokes {
        if let Stroke::Move(to) = stroke {
            contours.push(vec![(*to, true)]);
            at = *to;
            continue;
        }
        let Some(contour) = contours.last_mut() else { continue };
        match *stroke {
            Stroke::Line(to) => {
                contour.push((to, true));
                at = to;
            }
            Stroke::Quad(by, to) => {
                contour.extend([(by, false), (to, true)]);
                at = to;
            }
            Stroke::Cubic(one, two, to) => {
                cubic = true;
                quadratics(at, one, two, to, contour);
                at = to;
            }
            Stroke::Move(_) | Stroke::Close => {}
        }
    }
    for contour in &mut contours {
        // The way back to the beginning is not drawn twice.
        if contour.len() > 1 && contour.last().map(|p| p.0) == contour.first().map(|p| p.0) {
            contour.pop();
        }
        // PostScript fills to the left of its contours, TrueType to the right.
        if cubic {
            contour.reverse();
        }
    }
    contours.retain(|contour| contour.len() > 1);
    contours
}

/// How far, in font units, a quadratic curve may lie from the cubic one that it stands for: what rounding to whole
/// units does anyway.
const TOLERANCE: f32 = 0.5;

/// A cubic curve as quadratic ones of equal shares of it.
fn quadratics(from: [f32; 2], one: [f32; 2], two: [f32; 2], to: [f32; 2], out: &mut Vec<Point>) {
    let third = |axis: usize| to[axis] - 3.0 * two[axis] + 3.0 * one[axis] - from[axis];
    // The distance of one share is √3/36 of the third difference, and falls with the cube of their number.
    let distance = third(0).hypot(third(1)) * 3.0f32.sqrt() / 36.0;
    let shares = (distance / TOLERANCE).cbrt().ceil().clamp(1.0, 32.0) as usize;
    let at = |t: f32| {
        let s = 1.0 - t;
        [0, 1].map(|i| s * s * s * from[i] + 3.0 * s * s * t * one[i] + 3.0 * s * t * t * two[i] + t * t * t * to[i])
    };
    let slope = |t: f32| {
        let s = 1.0 - t;
        [0, 1].map(|i| 3.0 * (s * s * (one[i] - from[i]) + 2.0 * s * t * (two[i] - one[i]) + t * t * (to[i] - two[i])))
    };
    let width = 1.0 / shares as f32;
    for share in 0..shares {
        let (begin, end) = (share as f32 * width, (share + 1) as f32 * width);
        let (p, q) = (at(begin), if share + 1 == shares { to } else { at(end) });
        let (dp, dq) = (slope(begin), slope(end));
        // The mean of the two control points that the share has as a cubic curve, each drawn out to a quadratic one's.
        let by = [0, 1].map(|i| (p[i] + q[i]) / 2.0 + (dp[i] - dq[i]) * width / 4.0);
        out.extend([(by, false), (q, true)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cubic_curve_is_followed() {
        // A quarter of a circle with radius 1000.
        let k = 552.28;
        let mut points = Vec::new();
        quadratics([1000.0, 0.0], [1000.0, k], [k, 1000.0], [0.0, 1000.0], &mut points);
        let mut from = [1000.0f32, 0.0];
        assert!(points.len() >= 4);
        for pair in points.chunks(2) {
            let (by, to) = (pair[0].0, pair[1].0);
            for t in [0.25f32, 0.5, 0.75, 1.0] {
                let s = 1.0 - t;
                let at = [0, 1].map(|i| s * s * from[i] + 2.0 * s * t * by[i] + t * t * to[i]);
                let radius = at[0].hypot(at[1]);
                assert!((radius - 1000.0).abs() < 1.0, "{radius}");
            }
            from = to;
        }
    }
}
