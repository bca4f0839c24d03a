//! One face: its bytes, its metrics, and which characters it has.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use super::cut::Cut;
use super::packed::Packed;

/// Why a file can't be used as a face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaceError(String);

impl FaceError {
    pub(super) fn new(what: impl Into<String>) -> Self {
        FaceError(what.into())
    }
}

impl fmt::Display for FaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FaceError {}

/// A face's measures, in font units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// Font units in an em.
    pub units_per_em: u16,
    /// Height above the baseline (hhea).
    pub ascent: i16,
    /// Depth below the baseline, negative (hhea).
    pub descent: i16,
    /// Height of a capital, for the font descriptor.
    pub cap_height: i16,
    /// The box that holds every glyph: left, bottom, right, top.
    pub bounds: [i16; 4],
    /// Advance of U+0020, or a quarter em where the face has none.
    pub space: u16,
    /// Advance of U+0640; 0 where the face has none or its tatweel has no width.
    pub tatweel: u16,
    /// How many glyphs the face has.
    pub glyphs: u16,
    /// Weight class (OS/2), 400 for regular.
    pub weight: u16,
}

/// A face and what is known of it.
#[derive(Debug)]
pub struct Face {
    name: String,
    data: Data,
    metrics: Metrics,
    coverage: OnceLock<Coverage>,
    /// What plain words are shaped with.
    cut: Option<&'static Cut>,
    /// The file that an instance of a variable face was drawn from.
    pub(super) original: Option<Original>,
}

/// A face's file.
#[derive(Debug)]
enum Data {
    Plain(Cow<'static, [u8]>),
    Packed(&'static Packed),
}

/// What text is shaped with. Glyphs have the same numbers there as in the face.
#[derive(Clone, Copy, Debug)]
pub struct Shaping<'f> {
    /// A file's bytes.
    pub data: &'f [u8],
    /// The face's number in it.
    pub index: u32,
    /// The values of a variable face's axes.
    pub variations: &'f [([u8; 4], f32)],
}

/// A variable face's file, and an instance of it: shaping knows more of it than is drawn.
#[derive(Debug)]
pub(super) struct Original {
    pub data: Vec<u8>,
    pub index: u32,
    /// The values of its axes.
    pub variations: Vec<([u8; 4], f32)>,
}

impl Face {
    /// Reads a face from the bytes of a TrueType file.
    ///
    /// # Errors
    /// When the bytes are no TrueType face, or lack its outlines.
    pub fn parse(name: impl Into<String>, data: Cow<'static, [u8]>) -> Result<Self, FaceError> {
        let parsed = ttf_parser::Face::parse(&data, 0).map_err(|e| FaceError(e.to_string()))?;
        if parsed.tables().glyf.is_none() {
            return Err(FaceError("the face has no TrueType outlines".into()));
        }
        let advance = |c: char| parsed.glyph_index(c).and_then(|g| parsed.glyph_hor_advance(g));
        let bounds = parsed.global_bounding_box();
        let metrics = Metrics {
            units_per_em: parsed.units_per_em(),
            ascent: parsed.ascender(),
            descent: parsed.descender(),
            cap_height: parsed.capital_height().unwrap_or_else(|| parsed.ascender()),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max],
            space: advance(' ').unwrap_or(parsed.units_per_em() / 4),
            tatweel: advance('\u{640}').unwrap_or(0),
            glyphs: parsed.number_of_glyphs(),
            weight: parsed.weight().to_number(),
        };
        Ok(Face {
            name: name.into(),
            data: Data::Plain(data),
            metrics,
            coverage: OnceLock::new(),
            cut: None,
            original: None,
        })
    }

    /// A face that is inflated when text is set in it.
    pub(super) fn packed(name: impl Into<String>, packed: &'static Packed) -> Self {
        Face {
            name: name.into(),
            data: Data::Packed(packed),
            metrics: packed.metrics,
            coverage: OnceLock::new(),
            cut: None,
            original: None,
        }
    }

    /// The same face, whose characters are known: the first and the last of each stretch.
    pub(super) fn with_characters(self, stretches: &[(u32, u32)]) -> Self {
        Face { coverage: OnceLock::from(Coverage::of_stretches(stretches)), ..self }
    }

    /// The same face with a cut for plain words.
    pub(super) fn with_cut(self, cut: Option<&'static Cut>) -> Self {
        Face { cut, ..self }
    }

    /// The face's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file's bytes.
    pub fn data(&self) -> &[u8] {
        match &self.data {
            Data::Plain(bytes) => bytes,
            Data::Packed(packed) => packed.bytes(),
        }
    }

    /// What text is shaped with.
    pub fn shaping(&self) -> Shaping<'_> {
        match &self.original {
            Some(Original { data, index, variations }) => Shaping { data, index: *index, variations },
            None => Shaping { data: self.data(), index: 0, variations: &[] },
        }
    }

    /// What plain words are shaped with, in some bundled faces; its glyphs have numbers of their own.
    pub fn cut(&self) -> Option<&'static Cut> {
        self.cut
    }

    /// The face's measures.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Whether the face has a glyph for a character.
    pub fn covers(&self, c: char) -> bool {
        let coverage = || match &self.data {
            Data::Plain(bytes) => Coverage::of(bytes),
            Data::Packed(packed) => Coverage::of_stretches(packed.characters),
        };
        self.coverage.get_or_init(coverage).has(c)
    }

    /// A table's bytes.
    pub fn table(&self, tag: &[u8; 4]) -> Option<&[u8]> {
        let raw = ttf_parser::RawFace::parse(self.data(), 0).ok()?;
        raw.table(ttf_parser::Tag::from_bytes(tag))
    }
}

/// The characters of a face, a bit each, up to the end of the supplementary planes that have text in them.
#[derive(Debug)]
pub(super) struct Coverage {
    bits: Vec<u64>,
}

impl Coverage {
    /// Reads the face's Unicode cmap. A face that does not parse covers nothing.
    pub(super) fn of(data: &[u8]) -> Self {
        let mut coverage = Coverage { bits: Vec::new() };
        if let Ok(face) = ttf_parser::Face::parse(data, 0) {
            for table in face.tables().cmap.iter().flat_map(|cmap| cmap.subtables).filter(|t| t.is_unicode()) {
                table.codepoints(|code| {
                    let c = char::from_u32(code).filter(|_| table.glyph_index(code).is_some_and(|g| g.0 != 0));
                    if let Some(c) = c {
                        coverage.add(c.into());
                    }
                });
            }
        }
        coverage
    }

    /// From the first and the last character of each stretch.
    fn of_stretches(stretches: &[(u32, u32)]) -> Self {
        let mut coverage = Coverage { bits: Vec::new() };
        stretches.iter().for_each(|&(first, last)| (first..=last).for_each(|c| coverage.add(c)));
        coverage
    }

    fn add(&mut self, c: u32) {
        let word = c as usize / 64;
        if word >= self.bits.len() {
            self.bits.resize(word + 1, 0u64);
        }
        if let Some(word) = self.bits.get_mut(word) {
            *word |= 1 << (c % 64);
        }
    }

    pub(super) fn has(&self, c: char) -> bool {
        self.bits.get(c as usize / 64).is_some_and(|word| word >> (c as u32 % 64) & 1 == 1)
    }
}
