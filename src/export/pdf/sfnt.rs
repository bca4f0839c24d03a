//! A TrueType file from its glyphs: the tables that a PDF reader asks of a CIDFontType2 program and no others.

use super::outline::Bounds;

/// A glyph as it is written.
#[derive(Clone, Debug, Default)]
pub struct GlyphData {
    /// Its entry in the glyf table; empty for a glyph that draws nothing.
    pub data: Vec<u8>,
    /// What it covers.
    pub bounds: Bounds,
    /// Its advance in font units.
    pub advance: u16,
    /// Points and contours, or those of all its components.
    pub points: u16,
    /// See `points`.
    pub contours: u16,
    /// How many components it has; 0 for a simple glyph.
    pub components: u16,
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

/// Writes the file. Glyph 0 is .notdef.
pub fn write(glyphs: &[GlyphData], info: &FaceInfo) -> Vec<u8> {
    let mut glyf = Vec::new();
    let mut offsets = Vec::with_capacity(glyphs.len() + 1);
    let mut hmtx = Vec::with_capacity(glyphs.len() * 4);
    for glyph in glyphs {
        offsets.push(glyf.len());
        glyf.extend(&glyph.data);
        glyf.resize(glyf.len().next_multiple_of(2), 0);
        hmtx.extend(glyph.advance.to_be_bytes());
        hmtx.extend(glyph.bounds[0].to_be_bytes());
    }
    offsets.push(glyf.len());
    let long = glyf.len() > 0x1FFFE;
    let mut loca = Vec::with_capacity(offsets.len() * 4);
    for offset in offsets {
        if long {
            loca.extend((offset as u32).to_be_bytes());
        } else {
            loca.extend(((offset / 2) as u16).to_be_bytes());
        }
    }
    let inked = || glyphs.iter().filter(|g| !g.data.is_empty());
    let bounds: Bounds = [
        inked().map(|g| g.bounds[0]).min().unwrap_or(0),
        inked().map(|g| g.bounds[1]).min().unwrap_or(0),
        inked().map(|g| g.bounds[2]).max().unwrap_or(0),
        inked().map(|g| g.bounds[3]).max().unwrap_or(0),
    ];
    let tables: [(&[u8; 4], Vec<u8>); 6] = [
        (b"glyf", glyf),
        (b"head", head(info, bounds, long)),
        (b"hhea", hhea(info, glyphs, bounds)),
        (b"hmtx", hmtx),
        (b"loca", loca),
        (b"maxp", maxp(glyphs)),
    ];
    assemble(&tables)
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

fn hhea(info: &FaceInfo, glyphs: &[GlyphData], bounds: Bounds) -> Vec<u8> {
    let widest = glyphs.iter().map(|g| g.advance).max().unwrap_or(0);
    let right = |g: &GlyphData| (i32::from(g.advance) - i32::from(g.bounds[2])) as i16;
    let least = glyphs.iter().filter(|g| !g.data.is_empty()).map(right).min().unwrap_or(0);
    let mut out = Vec::with_capacity(36);
    out.extend(0x0001_0000u32.to_be_bytes());
    out.extend(info.ascent.to_be_bytes());
    out.extend(info.descent.to_be_bytes());
    out.extend(0i16.to_be_bytes());
    out.extend(widest.to_be_bytes());
    out.extend(bounds[0].to_be_bytes());
    out.extend(least.to_be_bytes());
    out.extend(bounds[2].to_be_bytes());
    out.extend(1i16.to_be_bytes());
    out.extend([0; 14]);
    out.extend((glyphs.len() as u16).to_be_bytes());
    out
}

fn maxp(glyphs: &[GlyphData]) -> Vec<u8> {
    let most = |part: fn(&GlyphData) -> u16, composite: bool| {
        glyphs.iter().filter(|g| (g.components > 0) == composite).map(part).max().unwrap_or(0)
    };
    let mut out = Vec::with_capacity(32);
    out.extend(0x0001_0000u32.to_be_bytes());
    for value in [
        glyphs.len() as u16,
        most(|g| g.points, false),
        most(|g| g.contours, false),
        most(|g| g.points, true),
        most(|g| g.contours, true),
        // One zone, and nothing of what instructions need.
        1,
        0,
        0,
        0,
        0,
        0,
        0,
        most(|g| g.components, true),
        u16::from(glyphs.iter().any(|g| g.components > 0)),
    ] {
        out.extend(value.to_be_bytes());
    }
    out
}

/// Puts tables, in the order of their tags, behind a directory, and sets the sum of the whole.
fn assemble(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
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
        out.extend(data);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    let adjustment = 0xB1B0_AFBAu32.wrapping_sub(checksum(&out));
    if let Some(field) = head.and_then(|at| out.get_mut(at + 8..at + 12)) {
        field.copy_from_slice(&adjustment.to_be_bytes());
    }
    out
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
