//! A page's frames as printpdf's operations.

use std::rc::Rc;

use printpdf::{Codepoint, DictItem, FontId as PdfFontId};
use printpdf::{Color, CurTransMat, Greyscale, Mm, Op, PdfFontHandle, PdfPage, Point, Pt, Rgb, TextItem, TextMatrix};

use super::face::{DocumentFace, EM_SCALE, LEANS, Outlines};
use super::marks::Marks;
use super::runs::{self, Run};
use super::strings::{self, TextObject};
use super::words::Words;
use crate::assets::Picture;
use crate::fonts::{FaceId, Library};
use crate::layout::{Content, Frame, Owner, Page, SetText};
use crate::text::Line;
use crate::theme::Colour;

/// A link can be clicked this far above the baseline, in ems.
const ASCENT: f64 = 0.9;
/// And this far below it.
const DESCENT: f64 = 0.4;

/// Room for the operations of a frame, which has about six.
const OPERATIONS_IN_FRAME: usize = 8;

/// The resource name of a document face.
pub fn font_name(index: usize) -> String {
    format!("F{index}N")
}

/// The resource name of a picture.
pub fn image_name(index: usize) -> String {
    format!("I{index}N")
}

/// Writes pages, and fills document faces as it goes.
pub struct Writer<'w, 'o, 'l> {
    library: &'w Library,
    outlines: &'o Outlines<'l>,
    words: &'o mut Words,
    marks: Marks<'w>,
    glyph_by_glyph: bool,
    images: Vec<Rc<Picture>>,
    faces: Vec<DocumentFace>,
    /// The face that is being filled, for each that text asks for first.
    current: Vec<(FaceId, usize)>,
    /// Whether printpdf has been shown each face once, so that it embeds it.
    shown: Vec<bool>,
}

/// The text state of a page.
#[derive(Default)]
struct State {
    font: Option<(usize, f64)>,
    colour: Option<Colour>,
    /// Colour, thickness and gaps of dashed lines.
    dash: Option<(Colour, f64, f64)>,
    /// Where the text object before began, in thousandths of a point, if its matrix does not lean.
    upright: Option<(i32, i32)>,
}

impl<'w, 'o, 'l> Writer<'w, 'o, 'l> {
    /// A writer without pages.
    pub fn new(
        library: &'w Library,
        outlines: &'o Outlines<'l>,
        words: &'o mut Words,
        marks: Marks<'w>,
        glyph_by_glyph: bool,
    ) -> Self {
        Writer {
            library,
            outlines,
            words,
            marks,
            glyph_by_glyph,
            images: Vec::new(),
            faces: Vec::new(),
            current: Vec::new(),
            shown: Vec::new(),
        }
    }

    /// The document faces and pictures that the pages use, and what belongs to which node.
    pub fn finish(self) -> (Vec<DocumentFace>, Vec<Rc<Picture>>, Marks<'w>) {
        (self.faces, self.images, self.marks)
    }

    /// The place of a picture among those of the document.
    fn image(&mut self, picture: &Rc<Picture>) -> usize {
        self.images.iter().position(|known| Rc::ptr_eq(known, picture)).unwrap_or_else(|| {
            self.images.push(Rc::clone(picture));
            self.images.len() - 1
        })
    }

    /// Writes a page.
    pub fn page(&mut self, page: &Page) -> PdfPage {
        let mut ops = Vec::with_capacity(OPERATIONS_IN_FRAME * page.frames.len());
        let mut state = State::default();
        self.marks.begin_page();
        let mut frames = page.frames.iter().peekable();
        while let Some(frame) = frames.next() {
            let beside = frames.peek().is_some_and(|next| is_beside(frame, next));
            self.frame(frame, beside, page.height, &mut state, &mut ops);
        }
        self.marks.end_page(&mut ops);
        // All pages' operations wait for each other.
        ops.shrink_to_fit();
        PdfPage::new(millimetres(page.width), millimetres(page.height), ops)
    }

    fn frame(&mut self, frame: &Frame, beside: bool, height: f64, state: &mut State, ops: &mut Vec<Op>) {
        match &frame.content {
            Content::Line { line, source } => {
                self.line(line, source, frame.owner, beside, frame.x, height - frame.y, state, ops);
            }
            Content::Rule { width, thickness, colour } => {
                self.marks.mark(frame.owner, 0, None, ops);
                set_colour(*colour, state, ops);
                rectangle([frame.x, height - frame.y - thickness / 2.0, *width, *thickness], ops);
            }
            Content::Image { picture, width, height: tall } => {
                self.marks.mark(frame.owner, 0, None, ops);
                let image = self.image(picture);
                let place = [*width as f32, 0.0, 0.0, *tall as f32, frame.x as f32, (height - frame.y - tall) as f32];
                ops.push(Op::SaveGraphicsState);
                for matrix in [place, picture.pdf_streams().matrix] {
                    ops.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix) });
                }
                ops.push(Op::Unknown { key: "Do".into(), value: vec![DictItem::Name(image_name(image).into_bytes())] });
                ops.push(Op::RestoreGraphicsState);
            }
            Content::Box { width, height: tall, colour } => {
                self.marks.mark(frame.owner, 0, None, ops);
                set_colour(*colour, state, ops);
                rectangle([frame.x, height - frame.y - tall, *width, *tall], ops);
            }
            Content::Dots { width, step, size, colour } => {
                let last = (width / step).floor() - 1.0;
                if last >= 0.0 {
                    self.marks.mark(frame.owner, 0, None, ops);
                    set_dash((*colour, *size, step - size), state, ops);
                    let middle = height - frame.y + size / 2.0;
                    operator("m", &[frame.x, middle], ops);
                    operator("l", &[frame.x + last * step + size, middle], ops);
                    operator("S", &[], ops);
                }
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a line, where it stands and what it belongs to")]
    fn line(
        &mut self,
        line: &Line,
        source: &SetText,
        owner: Owner,
        beside: bool,
        x: f64,
        y: f64,
        state: &mut State,
        ops: &mut Vec<Op>,
    ) {
        let outlines = self.outlines;
        let has_ink = |face, glyph| outlines.has_ink(face, glyph);
        let runs = runs::runs(line, source, self.library, &has_ink, self.words);
        for run in &runs {
            self.face_for(run.face);
        }
        let current = self.current.clone();
        let face_of = |run: &Run<'_>| current.iter().find(|(id, _)| *id == run.face).map_or(0, |(_, index)| *index);
        let objects = if self.glyph_by_glyph {
            strings::glyph_objects(&runs, &face_of, &mut self.faces, &mut self.words.inks)
        } else {
            strings::text_objects(&runs, beside, x, &face_of, &mut self.faces, &mut self.words.inks)
        };
        for object in &objects {
            let Some(run) = runs.get(object.run) else { continue };
            let paint = source.paints.get(run.span);
            self.marks.mark(owner, run.span, paint, ops);
            if let Some(paint) = paint {
                set_colour(paint.colour, state, ops);
            }
            let rise = paint.map_or(0.0, |p| p.rise);
            self.object(object, run, face_of(run), x, y + rise, state, ops);
        }
        for run in &runs {
            let area = [x + run.x, y - DESCENT * run.size, x + run.x + run.width(), y + ASCENT * run.size];
            self.marks.add_area(owner, run.span, || run.text(), area);
        }
    }

    /// Makes sure that there is a face with room for text that asks for `primary`.
    fn face_for(&mut self, primary: FaceId) {
        let slot = self.current.iter_mut().find(|(id, _)| *id == primary);
        let full = slot.as_ref().is_none_or(|(_, index)| self.faces.get(*index).is_none_or(DocumentFace::is_full));
        if !full {
            return;
        }
        let index = self.faces.len();
        self.faces.push(DocumentFace::new(primary));
        self.shown.push(false);
        match slot {
            Some((_, current)) => *current = index,
            None => self.current.push((primary, index)),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a text object and where it stands")]
    fn object(
        &mut self,
        object: &TextObject,
        run: &Run<'_>,
        face: usize,
        x: f64,
        y: f64,
        state: &mut State,
        ops: &mut Vec<Op>,
    ) {
        let (left, baseline) = (thousandths(x + object.x), thousandths(y));
        // A text object begins at the origin, from where a step leads to any place. The next line is the same step below
        // the one before it as a rule, which packs better than its place does; on one line, pypdf needs the objects' ends.
        let above = state.upright.filter(|above| above.1 != baseline && object.lean == 0);
        let above = above.filter(|_| matches!(ops.last(), Some(Op::EndTextSection)));
        match above {
            Some(_) => drop(ops.pop()),
            None => ops.push(Op::StartTextSection),
        }
        if state.font != Some((face, run.size)) {
            let font = PdfFontHandle::External(PdfFontId(font_name(face)));
            ops.push(Op::SetFont { font, size: Pt((run.size * EM_SCALE) as f32) });
            state.font = Some((face, run.size));
        }
        if object.lean == 0 {
            let (from, up) = above.unwrap_or_default();
            ops.push(Op::SetTextCursor { pos: Point { x: points(left - from), y: points(baseline - up) } });
        } else {
            let lean = f32::from(object.lean) / f32::from(LEANS);
            let matrix = TextMatrix::Raw([1.0, 0.0, lean, 1.0, points(left).0, points(baseline).0]);
            ops.push(Op::SetTextMatrix { matrix });
        }
        state.upright = (object.lean == 0).then_some((left, baseline));
        for string in &object.strings {
            if string.apart {
                ops.push(Op::SetHorizontalScaling { percent: 50.0 });
            }
            if let Some(shown) = self.shown.get_mut(face).filter(|shown| !**shown) {
                // printpdf embeds only faces of which it has seen a glyph; the strings below it does not look into.
                *shown = true;
                let glyphs = string.codes.iter().map(|&gid| Codepoint { gid, offset: 0.0, cid: Some(" ".into()) });
                ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs.collect())] });
            } else {
                let mut data = Vec::with_capacity(2 * string.codes.len());
                string.codes.iter().for_each(|code| data.extend_from_slice(&code.to_be_bytes()));
                ops.push(Op::Unknown { key: "Tj".into(), value: vec![DictItem::String { data, literal: true }] });
            }
            if string.apart {
                ops.push(Op::SetHorizontalScaling { percent: 100.0 });
            }
        }
        ops.push(Op::EndTextSection);
    }
}

/// Whether the next frame is text on the same baseline.
fn is_beside(frame: &Frame, next: &Frame) -> bool {
    let is_line = |f: &Frame| matches!(f.content, Content::Line { .. });
    is_line(frame) && is_line(next) && (frame.y - next.y).abs() < 0.01
}

/// A coordinate in thousandths of a point, finer than any device: more digits would only fill the file.
fn thousandths(points: f64) -> i32 {
    (points * 1000.0).round() as i32
}

/// And back.
fn points(thousandths: i32) -> Pt {
    Pt((f64::from(thousandths) / 1000.0) as f32)
}

fn millimetres(points: f64) -> Mm {
    Pt(points as f32).into()
}

/// Sets the colour, if it is not set. Shades of grey are written as such: black is DeviceGray.
fn set_colour(colour: Colour, state: &mut State, ops: &mut Vec<Op>) {
    if state.colour == Some(colour) {
        return;
    }
    state.colour = Some(colour);
    ops.push(Op::SetFillColor { col: device_colour(colour) });
}

/// A colour as printpdf has it.
fn device_colour(colour: Colour) -> Color {
    let part = |value: u8| f32::from(value) / 255.0;
    if colour.is_grey() {
        Color::Greyscale(Greyscale::new(part(colour.red), None))
    } else {
        Color::Rgb(Rgb::new(part(colour.red), part(colour.green), part(colour.blue), None))
    }
}

/// Makes lines dashed, if they are not: their colour, their thickness, which is also as long as a dash is, and the gap to
/// the next.
fn set_dash((colour, size, gap): (Colour, f64, f64), state: &mut State, ops: &mut Vec<Op>) {
    if state.dash == Some((colour, size, gap)) {
        return;
    }
    state.dash = Some((colour, size, gap));
    ops.push(Op::SetOutlineColor { col: device_colour(colour) });
    operator("w", &[size], ops);
    let number = |length: f64| DictItem::Real(points(thousandths(length)).0);
    let value = vec![DictItem::Array(vec![number(size), number(gap)]), DictItem::Int(0)];
    ops.push(Op::Unknown { key: "d".into(), value });
}

/// A filled rectangle: left, bottom, width and height.
fn rectangle(sides: [f64; 4], ops: &mut Vec<Op>) {
    operator("re", &sides, ops);
    operator("f", &[], ops);
}

/// An operator with lengths in points.
fn operator(key: &str, lengths: &[f64], ops: &mut Vec<Op>) {
    let value = lengths.iter().map(|&length| DictItem::Real(points(thousandths(length)).0)).collect();
    ops.push(Op::Unknown { key: key.into(), value });
}
