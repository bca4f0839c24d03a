//! Outlines of single glyphs, for pictures that are drawn here.

use super::Face;

/// A piece of a closed contour, in font units with y upwards. Each begins where the one before it ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stroke {
    /// The beginning of a contour.
    Move([f32; 2]),
    /// A straight line.
    Line([f32; 2]),
    /// A curve with one control point.
    Quad([f32; 2], [f32; 2]),
    /// A curve with two.
    Cubic([f32; 2], [f32; 2], [f32; 2]),
    /// The end of a contour: straight back to its beginning.
    Close,
}

#[derive(Default)]
struct Pen(Vec<Stroke>);

impl ttf_parser::OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push(Stroke::Move([x, y]));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push(Stroke::Line([x, y]));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.push(Stroke::Quad([x1, y1], [x, y]));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.push(Stroke::Cubic([x1, y1], [x2, y2], [x, y]));
    }

    fn close(&mut self) {
        self.0.push(Stroke::Close);
    }
}

/// A glyph's outline; empty for one that draws nothing.
pub(super) fn strokes(face: &ttf_parser::Face<'_>, glyph: u16) -> Vec<Stroke> {
    let mut pen = Pen::default();
    face.outline_glyph(ttf_parser::GlyphId(glyph), &mut pen);
    pen.0
}

impl Face {
    /// A glyph's outline; empty for one that draws nothing.
    pub fn outline(&self, glyph: u16) -> Vec<Stroke> {
        ttf_parser::Face::parse(self.data(), 0).map(|face| strokes(&face, glyph)).unwrap_or_default()
    }
}
