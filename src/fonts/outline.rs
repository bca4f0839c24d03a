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

impl Stroke {
    /// The same piece with its points moved.
    fn map(self, point: impl Fn([f32; 2]) -> [f32; 2]) -> Self {
        match self {
            Stroke::Move(to) => Stroke::Move(point(to)),
            Stroke::Line(to) => Stroke::Line(point(to)),
            Stroke::Quad(by, to) => Stroke::Quad(point(by), point(to)),
            Stroke::Cubic(one, two, to) => Stroke::Cubic(point(one), point(two), point(to)),
            Stroke::Close => Stroke::Close,
        }
    }

    /// Its points, those that steer its curve among them.
    fn points(&self) -> impl Iterator<Item = [f32; 2]> {
        let points = match *self {
            Stroke::Move(to) | Stroke::Line(to) => [Some(to), None, None],
            Stroke::Quad(by, to) => [Some(by), Some(to), None],
            Stroke::Cubic(one, two, to) => [Some(one), Some(two), Some(to)],
            Stroke::Close => [None; 3],
        };
        points.into_iter().flatten()
    }
}

/// A box that holds an outline: left, bottom, right, top. None where nothing is drawn.
pub fn bounds(outline: &[Stroke]) -> Option<[f32; 4]> {
    let grown = |known: Option<[f32; 4]>, [x, y]: [f32; 2]| {
        let [left, bottom, right, top] = known.unwrap_or([x, y, x, y]);
        Some([left.min(x), bottom.min(y), right.max(x), top.max(y)])
    };
    outline.iter().flat_map(Stroke::points).fold(None, grown)
}

/// How far a stroke must reach into its neighbours at both ends, in font units of a face with 1000 to the em: what
/// the face with the shortest overhang among the bundled ones does. No renderer shows a seam then.
const OVERLAP: f32 = 8.0;

/// A tatweel drawn out from its own advance to a width. What reaches beyond the advance at either end keeps its
/// shape, so that the stroke meets its neighbours as the face's own tatweel does; only what lies between is drawn
/// out. (Amiri's tatweel has slanted ends that fit into those of its letters: drawn out too, they would leave
/// notches.)
pub(crate) struct DrawnOut {
    advance: f32,
    width: f32,
    more_left: f32,
    more_right: f32,
}

impl DrawnOut {
    /// How an outline that reaches from `left` to `right` is drawn out.
    pub fn new((left, right): (f32, f32), advance: f32, width: f32) -> Self {
        // A face whose tatweel stops short of its own edges would show a gap: what lacks is added.
        let (more_left, more_right) = ((left + OVERLAP).max(0.0), (advance + OVERLAP - right).max(0.0));
        DrawnOut { advance, width, more_left, more_right }
    }

    /// Where a point of the outline goes.
    pub fn x(&self, x: f32) -> f32 {
        let DrawnOut { advance, width, more_left, more_right } = *self;
        let x = if x <= 0.0 {
            x
        } else if x >= advance {
            x + width - advance
        } else {
            x / advance * width
        };
        let middle = width / 2.0;
        if x < middle { x - more_left } else { x + more_right }
    }
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

    /// The outline of a tatweel that is drawn out to a width.
    pub fn drawn_out(&self, glyph: u16, width: f32) -> Vec<Stroke> {
        let outline = self.outline(glyph);
        let Some([left, _, right, _]) = bounds(&outline) else { return outline };
        let drawn_out = DrawnOut::new((left, right), f32::from(self.metrics().tatweel).max(1.0), width);
        outline.into_iter().map(|stroke| stroke.map(|[x, y]| [drawn_out.x(x), y])).collect()
    }
}
