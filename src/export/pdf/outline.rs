//! Outlines of TrueType glyphs: read from a face's glyf table, scaled, written again.
//!
//! Composite glyphs can be taken apart into the simple glyphs that they are made of, or into their contours, so that
//! what is written is simple: contours of points in the document face's units. Hinting is left out; at the resolutions of print and of today's screens it does
//! nothing, and it would not fit the scaled outlines.

/// A point of a contour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Up.
    pub y: f32,
    /// Whether the contour goes through it.
    pub on: bool,
}

/// A glyph's contours.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// Closed contours.
    pub contours: Vec<Vec<Point>>,
}

/// Left, bottom, right and top of what is drawn.
pub type Bounds = [i16; 4];

/// A simple glyph as it is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ink {
    /// Its entry in the glyf table; empty for a glyph that draws nothing.
    pub data: Vec<u8>,
    /// What it covers.
    pub bounds: Bounds,
    /// How many points it has.
    pub points: u16,
    /// How many contours.
    pub contours: u16,
}

/// How deep components may stand in one another. Fonts in use have two levels.
const MAX_DEPTH: usize = 8;

/// The tables that outlines are read from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    glyf: &'a [u8],
    loca: &'a [u8],
    long: bool,
}

impl<'a> Source<'a> {
    /// The outlines of a face, from its glyf, loca and head tables.
    pub fn new(glyf: &'a [u8], loca: &'a [u8], head: &[u8]) -> Self {
        Source { glyf, loca, long: u16_at(head, 50) == Some(1) }
    }

    fn data(&self, glyph: u16) -> Option<&'a [u8]> {
        let offset = |i: usize| {
            if self.long {
                u32_at(self.loca, i * 4).map(|o| o as usize)
            } else {
                u16_at(self.loca, i * 2).map(|o| usize::from(o) * 2)
            }
        };
        let at = usize::from(glyph);
        self.glyf.get(offset(at)?..offset(at + 1)?)
    }

    /// Whether a glyph draws anything.
    pub fn has_ink(&self, glyph: u16) -> bool {
        self.data(glyph).is_some_and(|data| !data.is_empty())
    }

    /// The outline of a glyph; empty for one that draws nothing or can't be read.
    pub fn outline(&self, glyph: u16) -> Outline {
        let mut outline = Outline::default();
        self.collect(glyph, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], 0, &mut outline);
        outline
    }

    /// A simple glyph as it stands in the face, less its hinting and what pads it; none for a composite glyph.
    pub fn ink(&self, glyph: u16) -> Option<Ink> {
        let data = self.data(glyph)?;
        let contours = u16_at(data, 0)?;
        if contours == 0 || contours > i16::MAX as u16 {
            return None;
        }
        let ends = 10 + usize::from(contours) * 2;
        let points = u16_at(data, ends - 2)?.checked_add(1)?;
        let flags = ends + 2 + usize::from(u16_at(data, ends)?);
        let mut out = Vec::with_capacity(data.len());
        out.extend(data.get(..ends)?);
        out.extend([0, 0]);
        let (mut at, mut read, mut coordinates) = (flags, 0, 0);
        while read < usize::from(points) {
            // Whether contours overlap is told to drawing programs that would take more trouble over them.
            let flag = *data.get(at)? & 0x3F;
            out.push(flag);
            at += 1;
            let mut times = 1;
            if flag & 8 != 0 {
                let more = *data.get(at)?;
                out.push(more);
                at += 1;
                times += usize::from(more);
            }
            let bytes = |short: u8, same: u8| match (flag & short != 0, flag & same != 0) {
                (true, _) => 1,
                (false, true) => 0,
                (false, false) => 2,
            };
            coordinates += times * (bytes(2, 16) + bytes(4, 32));
            read += times;
        }
        out.extend(data.get(at..at + coordinates)?);
        let side = |i: usize| i16_at(data, 2 + i * 2);
        let bounds = [side(0)?, side(1)?, side(2)?, side(3)?];
        (read == usize::from(points)).then_some(Ink { data: out, bounds, points, contours })
    }

    /// Adds a glyph's contours under a transform.
    fn collect(&self, glyph: u16, transform: [f32; 6], depth: usize, out: &mut Outline) -> Option<()> {
        let data = self.data(glyph)?;
        let count = i16_at(data, 0)?;
        if count >= 0 {
            simple(data, count as usize, transform, out)
        } else if depth < MAX_DEPTH {
            self.composite(data, transform, depth, out)
        } else {
            None
        }
    }

    fn composite(&self, data: &[u8], outer: [f32; 6], depth: usize, out: &mut Outline) -> Option<()> {
        for component in components(data)? {
            let [a, b, c, d] = component.scale;
            let (dx, dy) = component.offset;
            let [oa, ob, oc, od, ox, oy] = outer;
            let inner = [
                a * oa + b * oc,
                a * ob + b * od,
                c * oa + d * oc,
                c * ob + d * od,
                dx * oa + dy * oc + ox,
                dx * ob + dy * od + oy,
            ];
            self.collect(component.glyph, inner, depth + 1, out);
        }
        Some(())
    }

    /// The simple glyphs that a composite one is made of, and how far each is moved, in the face's units. None where one
    /// of them is more than moved, and for a glyph that is simple itself.
    pub fn simple_parts(&self, glyph: u16) -> Option<Vec<SimplePart>> {
        let mut parts = Vec::new();
        let composite = i16_at(self.data(glyph)?, 0)? < 0;
        (composite && self.part_into(glyph, (0.0, 0.0), 0, &mut parts)).then_some(parts)
    }

    /// Whether it could be parted.
    fn part_into(&self, glyph: u16, (x, y): (f32, f32), depth: usize, out: &mut Vec<SimplePart>) -> bool {
        // Without data it draws nothing.
        let Some(data) = self.data(glyph) else { return false };
        let Some(count) = i16_at(data, 0) else { return data.is_empty() };
        if count >= 0 {
            out.push(SimplePart { glyph, x, y });
            return true;
        }
        let Some(components) = components(data).filter(|_| depth < MAX_DEPTH) else { return false };
        components.iter().all(|part| {
            let (dx, dy) = part.offset;
            part.scale == [1.0, 0.0, 0.0, 1.0] && self.part_into(part.glyph, (x + dx, y + dy), depth + 1, out)
        })
    }
}

/// A simple glyph in a composite one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SimplePart {
    /// Its index.
    pub glyph: u16,
    /// To the right of the composite's origin, in the face's units.
    pub x: f32,
    /// Above the baseline.
    pub y: f32,
}

/// A piece of a composite glyph, as the glyf table has it.
struct Component {
    glyph: u16,
    /// xx, xy, yx and yy of its matrix.
    scale: [f32; 4],
    offset: (f32, f32),
}

/// The pieces of a composite glyph. Pieces placed by points instead of offsets are not found in fonts with OpenType
/// marks.
fn components(data: &[u8]) -> Option<Vec<Component>> {
    let mut found = Vec::new();
    let mut at = 10;
    loop {
        let flags = u16_at(data, at)?;
        let glyph = u16_at(data, at + 2)?;
        at += 4;
        let offset = if flags & 1 != 0 {
            at += 4;
            (f32::from(i16_at(data, at - 4)?), f32::from(i16_at(data, at - 2)?))
        } else {
            at += 2;
            (f32::from(*data.get(at - 2)? as i8), f32::from(*data.get(at - 1)? as i8))
        };
        let mut fraction = || {
            at += 2;
            i16_at(data, at - 2).map(|v| f32::from(v) / 16384.0)
        };
        let scale = if flags & 8 != 0 {
            let both = fraction()?;
            [both, 0.0, 0.0, both]
        } else if flags & 0x40 != 0 {
            [fraction()?, 0.0, 0.0, fraction()?]
        } else if flags & 0x80 != 0 {
            [fraction()?, fraction()?, fraction()?, fraction()?]
        } else {
            [1.0, 0.0, 0.0, 1.0]
        };
        found.push(Component { glyph, scale, offset });
        if flags & 0x20 == 0 {
            return Some(found);
        }
    }
}

/// Reads a simple glyph's contours.
fn simple(data: &[u8], count: usize, t: [f32; 6], out: &mut Outline) -> Option<()> {
    let ends: Vec<usize> = (0..count).map(|i| u16_at(data, 10 + i * 2).map(usize::from)).collect::<Option<_>>()?;
    let Some(points) = ends.last().map(|last| last + 1) else { return Some(()) };
    let mut at = 10 + count * 2;
    at += 2 + usize::from(u16_at(data, at)?);
    let mut flags = Vec::with_capacity(points);
    while flags.len() < points {
        let flag = *data.get(at)?;
        at += 1;
        let mut repeat = 1;
        if flag & 8 != 0 {
            repeat += usize::from(*data.get(at)?);
            at += 1;
        }
        flags.extend(std::iter::repeat_n(flag, repeat));
    }
    flags.truncate(points);
    let mut axis = |short: u8, same: u8| -> Option<Vec<i32>> {
        let mut value = 0i32;
        flags
            .iter()
            .map(|flag| {
                if flag & short != 0 {
                    let delta = i32::from(*data.get(at)?);
                    at += 1;
                    value += if flag & same != 0 { delta } else { -delta };
                } else if flag & same == 0 {
                    value += i32::from(i16_at(data, at)?);
                    at += 2;
                }
                Some(value)
            })
            .collect()
    };
    let xs = axis(2, 16)?;
    let ys = axis(4, 32)?;
    let mut from = 0;
    for end in ends {
        let contour = (from..=end)
            .map(|i| {
                let (x, y) = (*xs.get(i)? as f32, *ys.get(i)? as f32);
                let place = (x * t[0] + y * t[2] + t[4], x * t[1] + y * t[3] + t[5]);
                Some(Point { x: place.0, y: place.1, on: flags.get(i)? & 1 != 0 })
            })
            .collect::<Option<Vec<_>>>()?;
        out.contours.push(contour);
        from = end + 1;
    }
    Some(())
}

impl Outline {
    /// The outline with every point moved by `map`.
    pub fn map(&self, map: impl Fn(f32, f32) -> (f32, f32)) -> Outline {
        let point = |p: &Point| {
            let (x, y) = map(p.x, p.y);
            Point { x, y, on: p.on }
        };
        Outline { contours: self.contours.iter().map(|c| c.iter().map(point).collect()).collect() }
    }

    /// The outline as a simple glyph of a glyf table, with its bounds.
    pub fn write(&self) -> (Vec<u8>, Bounds) {
        let points: Vec<(i16, i16, bool)> =
            self.contours.iter().flatten().map(|p| (round(p.x), round(p.y), p.on)).collect();
        if points.is_empty() {
            return (Vec::new(), [0; 4]);
        }
        let bounds = [
            points.iter().map(|p| p.0).min().unwrap_or(0),
            points.iter().map(|p| p.1).min().unwrap_or(0),
            points.iter().map(|p| p.0).max().unwrap_or(0),
            points.iter().map(|p| p.1).max().unwrap_or(0),
        ];
        let contours: Vec<usize> = self.contours.iter().map(Vec::len).filter(|&n| n > 0).collect();
        let mut out = Vec::with_capacity(12 + contours.len() * 2 + points.len() * 4);
        out.extend_from_slice(&(contours.len() as i16).to_be_bytes());
        bounds.iter().for_each(|b| out.extend_from_slice(&b.to_be_bytes()));
        let mut end = 0u16;
        for n in contours {
            end += n as u16;
            out.extend_from_slice(&(end - 1).to_be_bytes());
        }
        out.extend_from_slice(&0u16.to_be_bytes());
        let (mut flags, mut xs, mut ys) = (Vec::new(), Vec::new(), Vec::new());
        let (mut x, mut y) = (0i16, 0i16);
        for (px, py, on) in points {
            let mut flag = u8::from(on);
            flag |= delta(px.wrapping_sub(x), 2, 16, &mut xs) | delta(py.wrapping_sub(y), 4, 32, &mut ys);
            (x, y) = (px, py);
            flags.push(flag);
        }
        let mut i = 0;
        while i < flags.len() {
            let same = flags[i..].iter().take(256).take_while(|&&f| f == flags[i]).count();
            if same > 1 {
                out.extend([flags[i] | 8, (same - 1) as u8]);
            } else {
                out.push(flags[i]);
            }
            i += same;
        }
        out.extend(xs);
        out.extend(ys);
        (out, bounds)
    }
}

/// Writes a coordinate's step, and gives its flags.
fn delta(step: i16, short: u8, same: u8, out: &mut Vec<u8>) -> u8 {
    match step {
        0 => same,
        1..=255 => {
            out.push(step as u8);
            short | same
        }
        -255..=-1 => {
            out.push((-step) as u8);
            short
        }
        _ => {
            out.extend_from_slice(&step.to_be_bytes());
            0
        }
    }
}

fn round(value: f32) -> i16 {
    value.round().clamp(f32::from(i16::MIN), f32::from(i16::MAX)) as i16
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2)?.try_into().ok().map(u16::from_be_bytes)
}

fn i16_at(data: &[u8], at: usize) -> Option<i16> {
    data.get(at..at + 2)?.try_into().ok().map(i16::from_be_bytes)
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::Library;

    #[test]
    fn ink_as_it_stands_is_the_glyph_that_would_be_written() {
        for (_, face) in Library::bundled().faces() {
            let (glyf, loca) = (face.table(b"glyf").unwrap(), face.table(b"loca").unwrap());
            let source = Source::new(glyf, loca, face.table(b"head").unwrap());
            let (mut entries, mut bytes, mut written_bytes) = (0, 0, 0);
            for glyph in 0..face.metrics().glyphs {
                let Some(ink) = source.ink(glyph) else { continue };
                let outline = source.outline(glyph);
                let (written, bounds) = outline.write();
                let loca = [[0; 4], (ink.data.len() as u32).to_be_bytes()].concat();
                let own = Source { glyf: &ink.data, loca: &loca, long: true };
                assert_eq!(own.outline(0), outline, "{} {glyph}", face.name());
                assert_eq!(ink.bounds, bounds, "{} {glyph}", face.name());
                assert_eq!(usize::from(ink.contours), outline.contours.len());
                assert_eq!(usize::from(ink.points), outline.contours.iter().map(Vec::len).sum::<usize>());
                (entries, bytes, written_bytes) = (entries + 1, bytes + ink.data.len(), written_bytes + written.len());
            }
            assert!(entries > 100, "{}", face.name());
            // As they stand they are no larger.
            assert!(bytes <= written_bytes + written_bytes / 200, "{}: {bytes}, {written_bytes}", face.name());
        }
    }

    #[test]
    fn the_parts_of_a_glyph_draw_the_glyph() {
        let library = Library::bundled();
        for (_, face) in library.faces() {
            let (glyf, loca) = (face.table(b"glyf").unwrap(), face.table(b"loca").unwrap());
            let source = Source::new(glyf, loca, face.table(b"head").unwrap());
            let mut parted = 0;
            for glyph in 0..face.metrics().glyphs {
                let Some(parts) = source.simple_parts(glyph) else { continue };
                parted += 1;
                let drawn = parts
                    .iter()
                    .flat_map(|part| source.outline(part.glyph).map(|x, y| (x + part.x, y + part.y)).contours);
                assert_eq!(drawn.collect::<Vec<_>>(), source.outline(glyph).contours, "glyph {glyph}");
            }
            assert!(parted > 0 || !face.name().contains("Amiri"));
        }
    }
}
