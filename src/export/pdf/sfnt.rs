//! A TrueType file from its glyphs: the tables that a PDF reader asks of a CIDFontType2 program and no others.

use std::rc::Rc;

use super::outline::{Bounds, Ink};

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
        self.glyf.extend((-1i16).to_be_bytes());
        bounds.iter().for_each(|b| self.glyf.extend(b.to_be_bytes()));
        for (i, component) in components.iter().enumerate() {
            let more = if i + 1 < components.len() { MORE } else { 0 };
            match (i8::try_from(component.dx), i8::try_from(component.dy)) {
                (Ok(dx), Ok(dy)) => {
                    self.glyf.extend((OFFSETS | more).to_be_bytes());
                    self.glyf.extend(component.glyph.to_be_bytes());
                    self.glyf.extend([dx as u8, dy as u8]);
                }
                _ => {
                    self.glyf.extend((WORDS | OFFSETS | more).to_be_bytes());
                    self.glyf.extend(component.glyph.to_be_bytes());
                    self.glyf.extend(component.dx.to_be_bytes());
                    self.glyf.extend(component.dy.to_be_bytes());
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
                loca.extend((offset as u32).to_be_bytes());
            } else {
                loca.extend(((offset / 2) as u16).to_be_bytes());
            }
        }
        // Glyphs at the end that have the advance of the one before them leave it out.
        let last = self.metrics.last().map(|m| m.0);
        let alike = self.metrics.iter().rev().take_while(|m| Some(m.0) == last).count();
        let told = (self.metrics.len() - alike + 1).min(self.metrics.len());
        let mut hmtx = Vec::with_capacity(self.metrics.len() * 4);
        for (i, (advance, bearing)) in self.metrics.iter().enumerate() {
            if i < told {
                hmtx.extend(advance.to_be_bytes());
            }
            hmtx.extend(bearing.to_be_bytes());
        }
        let (head, hhea, maxp) = (head(info, self.bounds(), long), self.hhea(info, told), self.maxp());
        let tables: [(&[u8; 4], &[u8]); 6] = [
            (b"glyf", &self.glyf),
            (b"head", &head),
            (b"hhea", &hhea),
            (b"hmtx", &hmtx),
            (b"loca", &loca),
            (b"maxp", &maxp),
        ];
        assemble(&tables)
    }

    fn hhea(&self, info: &FaceInfo, told: usize) -> Vec<u8> {
        let bounds = self.bounds();
        let widest = self.metrics.iter().map(|m| m.0).max().unwrap_or(0);
        let least = if self.bounds.is_some() { self.least } else { 0 };
        let mut out = Vec::with_capacity(36);
        out.extend(0x0001_0000u32.to_be_bytes());
        out.extend(info.ascent.to_be_bytes());
        out.extend(info.descent.to_be_bytes());
        out.extend(0i16.to_be_bytes());
        out.extend(widest.to_be_bytes());
        out.extend(bounds[0].to_be_bytes());
        out.extend((least as i16).to_be_bytes());
        out.extend(bounds[2].to_be_bytes());
        out.extend(1i16.to_be_bytes());
        out.extend([0; 14]);
        out.extend((told as u16).to_be_bytes());
        out
    }

    fn maxp(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(32);
        out.extend(0x0001_0000u32.to_be_bytes());
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
            out.extend(value.to_be_bytes());
        }
        out
    }
}

fn united(a: Bounds, b: Bounds) -> Bounds {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

fn head(info: &FaceInfo, bounds: Bounds, long: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(54);
    out.extend(0x0001_0000u32.to_be_bytes());
    out.extend(0x0001_0000u32.to_be_bytes());
    // The sum over the whole file, filled in when it is assembled.
    out.extend(0u32.to_be_bytes());
    out.extend(0x5F0F_3CF5u32.to_be_bytes());
    // Baseline at y = 0, left side bearing at x = 0 is not said.
    out.extend(1u16.to_be_bytes());
    out.extend(info.units_per_em.to_be_bytes());
    // No dates: the same text gives the same file.
    out.extend([0; 16]);
    bounds.iter().for_each(|b| out.extend(b.to_be_bytes()));
    out.extend(0u16.to_be_bytes());
    out.extend(8u16.to_be_bytes());
    out.extend(2i16.to_be_bytes());
    out.extend(i16::from(long).to_be_bytes());
    out.extend(0i16.to_be_bytes());
    out
}

/// Puts tables, in the order of their tags, behind a directory, and sets the sum of the whole.
fn assemble(tables: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let count = tables.len() as u16;
    let log = count.ilog2() as u16;
    let range = (1 << log) * 16;
    let mut out = Vec::new();
    out.extend(0x0001_0000u32.to_be_bytes());
    for value in [count, range, log, count * 16 - range] {
        out.extend(value.to_be_bytes());
    }
    let mut at = 12 + tables.len() * 16;
    for (tag, data) in tables {
        out.extend(*tag);
        out.extend(checksum(data).to_be_bytes());
        out.extend((at as u32).to_be_bytes());
        out.extend((data.len() as u32).to_be_bytes());
        at += data.len().next_multiple_of(4);
    }
    let mut head = None;
    for (tag, data) in tables {
        if *tag == b"head" {
            head = Some(out.len());
        }
        out.extend(*data);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    let adjustment = 0xB1B0_AFBAu32.wrapping_sub(checksum(&out));
    if let Some(field) = head.and_then(|at| out.get_mut(at + 8..at + 12)) {
        field.copy_from_slice(&adjustment.to_be_bytes());
    }
    out
}

/// Where the outlines end in a file that was assembled here: its first table has them.
pub fn end_of_outlines(file: &[u8]) -> usize {
    let number = |at: usize| {
        let bytes = file.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, |bytes| u32::from_be_bytes(bytes) as usize)
    };
    // Past the head of the directory lies the first table's entry: its tag, sum, offset and length.
    if file.get(12..16) == Some(b"glyf") { number(20).saturating_add(number(24)) } else { 0 }
}

/// The sum of a table's 32-bit words.
fn checksum(data: &[u8]) -> u32 {
    data.chunks(4)
        .map(|chunk| {
            let mut word = [0; 4];
            word[..chunk.len()].copy_from_slice(chunk);
            u32::from_be_bytes(word)
        })
        .fold(0, u32::wrapping_add)
}
