//! A TrueType file from its glyphs: the tables that a PDF reader asks of a CIDFontType2 program and no others.

use std::borrow::Cow;
use std::rc::Rc;

use super::outline::{Bounds, Ink};
use crate::fonts::sfnt;

/// A piece of a composite glyph.
pub struct Component {
    /// The simple glyph.
    pub glyph: u16,
    /// To the right of the composite's origin, in font units.
    pub dx: i16,
    /// Above the baseline, in font units.
    pub dy: i16,
    /// What the simple glyph draws.
    pub ink: Rc<Ink>,
}

/// What a face says of itself, in font units.
#[derive(Clone, Copy, Debug)]
pub struct FaceInfo {
    /// Font units in an em.
    pub units_per_em: u16,
    /// Height above the baseline.
    pub ascent: i16,
    /// Depth below it, negative.
    pub descent: i16,
}

/// The most of something that a simple or a composite glyph has, as the maxp table tells it.
#[derive(Clone, Copy, Default)]
struct Most {
    points: u16,
    contours: u16,
}

impl Most {
    fn raise(&mut self, points: u16, contours: u16) {
        self.points = self.points.max(points);
        self.contours = self.contours.max(contours);
    }
}

/// A file being written, glyph by glyph. The first is .notdef.
pub struct Program {
    glyf: Vec<u8>,
    offsets: Vec<usize>,
    /// Advance and left side bearing of each glyph.
    metrics: Vec<(u16, i16)>,
    bounds: Option<Bounds>,
    /// The least right side bearing.
    least: i32,
    simple: Most,
    composite: Most,
    components: u16,
}

impl Program {
    /// A file without glyphs.
    pub fn new() -> Self {
        Program {
            glyf: Vec::new(),
            offsets: vec![0],
            metrics: Vec::new(),
            bounds: None,
            least: i32::MAX,
            simple: Most::default(),
            composite: Most::default(),
            components: 0,
        }
    }

    /// What all glyphs cover.
    pub fn bounds(&self) -> Bounds {
        self.bounds.unwrap_or_default()
    }

    /// Adds a simple glyph.
    pub fn add(&mut self, ink: &Ink, advance: u16) {
        self.glyf.extend(&ink.data);
        self.simple.raise(ink.points, ink.contours);
        self.end(ink.bounds, advance);
    }

    /// Adds a composite glyph; one that draws nothing, where it has no components.
    pub fn add_composite(&mut self, components: &[Component], advance: u16) {
        // The arguments are words, and offsets; more components follow.
        const WORDS: u16 = 0x1;
        const OFFSETS: u16 = 0x2;
        const MORE: u16 = 0x20;
        let Some((first, rest)) = components.split_first() else {
            self.end([0; 4], advance);
            return;
        };
        let covers = |c: &Component| {
            let [left, bottom, right, top] = c.ink.bounds;
            let (x, y) = (|v: i16| v.saturating_add(c.dx), |v: i16| v.saturating_add(c.dy));
            [x(left), y(bottom), x(right), y(top)]
        };
        let bounds = rest.iter().fold(covers(first), |all, c| united(all, covers(c)));
        self.glyf.extend_from_slice(&(-1i16).to_be_bytes());
        bounds.iter().for_each(|b| self.glyf.extend_from_slice(&b.to_be_bytes()));
        for (i, component) in components.iter().enumerate() {
            let more = if i + 1 < components.len() { MORE } else { 0 };
            match (i8::try_from(component.dx), i8::try_from(component.dy)) {
                (Ok(dx), Ok(dy)) => {
                    self.glyf.extend_from_slice(&(OFFSETS | more).to_be_bytes());
                    self.glyf.extend_from_slice(&component.glyph.to_be_bytes());
                    self.glyf.extend([dx as u8, dy as u8]);
                }
                _ => {
                    self.glyf.extend_from_slice(&(WORDS | OFFSETS | more).to_be_bytes());
                    self.glyf.extend_from_slice(&component.glyph.to_be_bytes());
                    self.glyf.extend_from_slice(&component.dx.to_be_bytes());
                    self.glyf.extend_from_slice(&component.dy.to_be_bytes());
                }
            }
        }
        let sum = |part: fn(&Ink) -> u16| components.iter().fold(0u16, |sum, c| sum.saturating_add(part(&c.ink)));
        self.composite.raise(sum(|ink| ink.points), sum(|ink| ink.contours));
        self.components = self.components.max(components.len().min(usize::from(u16::MAX)) as u16);
        self.end(bounds, advance);
    }

    fn end(&mut self, bounds: Bounds, advance: u16) {
        if self.offsets.last().is_some_and(|&begun| begun < self.glyf.len()) {
            self.glyf.resize(self.glyf.len().next_multiple_of(2), 0);
            self.least = self.least.min(i32::from(advance) - i32::from(bounds[2]));
            self.bounds = Some(self.bounds.map_or(bounds, |all| united(all, bounds)));
        }
        self.offsets.push(self.glyf.len());
        self.metrics.push((advance, bounds[0]));
    }

    /// Writes the file.
    pub fn finish(self, info: &FaceInfo) -> Vec<u8> {
        let long = self.glyf.len() > 0x1FFFE;
        let mut loca = Vec::with_capacity(self.offsets.len() * 4);
        for &offset in &self.offsets {
            if long {
                loca.extend_from_slice(&(offset as u32).to_be_bytes());
            } else {
                loca.extend_from_slice(&((offset / 2) as u16).to_be_bytes());
            }
        }
        // Glyphs at the end that have the advance of the one before them leave it out.
        let last = self.metrics.last().map(|m| m.0);
        let alike = self.metrics.iter().rev().take_while(|m| Some(m.0) == last).count();
        let told = (self.metrics.len() - alike + 1).min(self.metrics.len());
        let mut hmtx = Vec::with_capacity(self.metrics.len() * 4);
        for (i, (advance, bearing)) in self.metrics.iter().enumerate() {
            if i < told {
                hmtx.extend_from_slice(&advance.to_be_bytes());
            }
            hmtx.extend_from_slice(&bearing.to_be_bytes());
        }
        let (head, hhea, maxp) = (head(info, self.bounds(), long), self.hhea(info, told), self.maxp());
        let tables =
            [(b"glyf", self.glyf), (b"head", head), (b"hhea", hhea), (b"hmtx", hmtx), (b"loca", loca), (b"maxp", maxp)];
        sfnt::write(tables.into_iter().map(|(tag, bytes)| (*tag, Cow::Owned(bytes))).collect())
    }

    fn hhea(&self, info: &FaceInfo, told: usize) -> Vec<u8> {
        let bounds = self.bounds();
        let widest = self.metrics.iter().map(|m| m.0).max().unwrap_or(0);
        let least = if self.bounds.is_some() { self.least } else { 0 };
        let mut out = Vec::with_capacity(36);
        out.extend_from_slice(&0x0001_0000u32.to_be_bytes());
        out.extend_from_slice(&info.ascent.to_be_bytes());
        out.extend_from_slice(&info.descent.to_be_bytes());
        out.extend_from_slice(&0i16.to_be_bytes());
        out.extend_from_slice(&widest.to_be_bytes());
        out.extend_from_slice(&bounds[0].to_be_bytes());
        out.extend_from_slice(&(least as i16).to_be_bytes());
        out.extend_from_slice(&bounds[2].to_be_bytes());
        out.extend_from_slice(&1i16.to_be_bytes());
        out.extend([0; 14]);
        out.extend_from_slice(&(told as u16).to_be_bytes());
        out
    }

    fn maxp(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(32);
        out.extend_from_slice(&0x0001_0000u32.to_be_bytes());
        for value in [
            self.metrics.len() as u16,
            self.simple.points,
            self.simple.contours,
            self.composite.points,
            self.composite.contours,
            // One zone, and nothing of what instructions need.
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            self.components,
            u16::from(self.components > 0),
        ] {
            out.extend_from_slice(&value.to_be_bytes());
        }
        out
    }
}

fn united(a: Bounds, b: Bounds) -> Bounds {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

fn head(info: &FaceInfo, bounds: Bounds, long: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(54);
    out.extend_from_slice(&0x0001_0000u32.to_be_bytes());
    out.extend_from_slice(&0x0001_0000u32.to_be_bytes());
    // The sum over the whole file, filled in when it is assembled.
    out.extend_from_slice(&0u32.to_be_bytes());
    out.extend_from_slice(&0x5F0F_3CF5u32.to_be_bytes());
    // Baseline at y = 0, left side bearing at x = 0 is not said.
    out.extend_from_slice(&1u16.to_be_bytes());
    out.extend_from_slice(&info.units_per_em.to_be_bytes());
    // No dates: the same text gives the same file.
    out.extend([0; 16]);
    bounds.iter().for_each(|b| out.extend_from_slice(&b.to_be_bytes()));
    out.extend_from_slice(&0u16.to_be_bytes());
    out.extend_from_slice(&8u16.to_be_bytes());
    out.extend_from_slice(&2i16.to_be_bytes());
    out.extend_from_slice(&i16::from(long).to_be_bytes());
    out.extend_from_slice(&0i16.to_be_bytes());
    out
}
