//! A page's frames as its content.

use std::rc::Rc;

use super::content::Content;
use super::face::{DocumentFace, EM_SCALE, LEANS, Outlines};
use super::marks::Marks;
use super::runs::{self, Run};
use super::strings::{self, TextObject};
use super::words::Words;
use crate::assets::Picture;
use crate::fonts::{FaceId, Library};
use crate::layout::{self, Frame, Owner, Page, SetText};
use crate::text::Line;
use crate::theme::Colour;

/// A link can be clicked this far above the baseline, in ems.
const ASCENT: f64 = 0.9;
/// And this far below it.
const DESCENT: f64 = 0.4;

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
    content: Content,
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
            content: Content::default(),
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

    /// The content of a page.
    pub fn page(&mut self, page: &Page) -> &[u8] {
        let mut state = State::default();
        self.content.begin();
        self.marks.begin_page();
        let mut frames = page.frames.iter().peekable();
        while let Some(frame) = frames.next() {
            let beside = frames.peek().is_some_and(|next| is_beside(frame, next));
            self.frame(frame, beside, page.height, &mut state);
        }
        self.marks.end_page(&mut self.content);
        self.content.bytes()
    }

    fn frame(&mut self, frame: &Frame, beside: bool, height: f64, state: &mut State) {
        match &frame.content {
            layout::Content::Line { line, source } => {
                self.line(line, source, frame.owner, beside, frame.x, height - frame.y, state);
            }
            layout::Content::Rule { width, thickness, colour } => {
                self.mark(frame.owner);
                self.set_colour(*colour, state);
                self.rectangle([frame.x, height - frame.y - thickness / 2.0, *width, *thickness]);
            }
            layout::Content::Image { picture, width, height: tall } => {
                self.mark(frame.owner);
                let image = self.image(picture);
                let place = [*width as f32, 0.0, 0.0, *tall as f32, frame.x as f32, (height - frame.y - tall) as f32];
                self.content.operator("q");
                for matrix in [place, picture.pdf_streams().matrix] {
                    for number in matrix {
                        self.content.number(number);
                    }
                    self.content.operator("cm");
                }
                self.content.name(&image_name(image)).operator("Do");
                self.content.operator("Q");
            }
            layout::Content::Box { width, height: tall, colour } => {
                self.mark(frame.owner);
                self.set_colour(*colour, state);
                self.rectangle([frame.x, height - frame.y - tall, *width, *tall]);
            }
            layout::Content::Dots { width, step, size, colour } => {
                let last = (width / step).floor() - 1.0;
                if last >= 0.0 {
                    self.mark(frame.owner);
                    self.set_dash((*colour, *size, step - size), state);
                    let middle = height - frame.y + size / 2.0;
                    self.operator("m", &[frame.x, middle]);
                    self.operator("l", &[frame.x + last * step + size, middle]);
                    self.content.operator("S");
                }
            }
        }
    }

    /// What comes next belongs to `owner`.
    fn mark(&mut self, owner: Owner) {
        self.marks.mark(owner, 0, None, &mut self.content);
    }

    #[expect(clippy::too_many_arguments, reason = "a line, where it stands and what it belongs to")]
    fn line(&mut self, line: &Line, source: &SetText, owner: Owner, beside: bool, x: f64, y: f64, state: &mut State) {
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
            self.marks.mark(owner, run.span, paint, &mut self.content);
            if let Some(paint) = paint {
                self.set_colour(paint.colour, state);
            }
            let rise = paint.map_or(0.0, |p| p.rise);
            self.object(object, run, face_of(run), x, y + rise, state);
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
        match slot {
            Some((_, current)) => *current = index,
            None => self.current.push((primary, index)),
        }
    }

    fn object(&mut self, object: &TextObject, run: &Run<'_>, face: usize, x: f64, y: f64, state: &mut State) {
        let content = &mut self.content;
        let (left, baseline) = (thousandths(x + object.x), thousandths(y));
        // A text object begins at the origin, from where a step leads to any place. The next line is the same step below
        // the one before it as a rule, which packs better than its place does; on one line, pypdf needs the objects' ends.
        let above = state.upright.filter(|above| above.1 != baseline && object.lean == 0);
        let above = above.filter(|_| content.ends_in_text());
        match above {
            Some(_) => content.reopen_text(),
            None => content.operator("BT"),
        }
        if state.font != Some((face, run.size)) {
            content.name(&font_name(face)).number((run.size * EM_SCALE) as f32).operator("Tf");
            state.font = Some((face, run.size));
        }
        if object.lean == 0 {
            let (from, up) = above.unwrap_or_default();
            content.length(left.saturating_sub(from)).length(baseline.saturating_sub(up)).operator("Td");
        } else {
            let lean = f32::from(object.lean) / f32::from(LEANS);
            content.operand("1 0").number(lean).operand("1").length(left).length(baseline).operator("Tm");
        }
        state.upright = (object.lean == 0).then_some((left, baseline));
        for string in &object.strings {
            if string.apart {
                content.operand("50").operator("Tz");
            }
            content.codes(&string.codes).operator("Tj");
            if string.apart {
                content.operand("100").operator("Tz");
            }
        }
        content.operator("ET");
    }

    /// Sets the colour, if it is not set.
    fn set_colour(&mut self, colour: Colour, state: &mut State) {
        if state.colour != Some(colour) {
            state.colour = Some(colour);
            self.colour(colour, ["g", "rg"]);
        }
    }

    /// A colour, and its operator: one for shades of grey, which are written as such (black is DeviceGray), one for all else.
    fn colour(&mut self, colour: Colour, [grey, rgb]: [&str; 2]) {
        let part = |value: u8| f32::from(value) / 255.0;
        if colour.is_grey() {
            self.content.number(part(colour.red)).operator(grey);
        } else {
            let [red, green, blue] = [colour.red, colour.green, colour.blue].map(part);
            self.content.number(red).number(green).number(blue).operator(rgb);
        }
    }

    /// Makes lines dashed, if they are not: their colour, their thickness, which is also as long as a dash is, and the gap
    /// to the next.
    fn set_dash(&mut self, dash: (Colour, f64, f64), state: &mut State) {
        if state.dash == Some(dash) {
            return;
        }
        state.dash = Some(dash);
        let (colour, size, gap) = dash;
        self.colour(colour, ["G", "RG"]);
        self.operator("w", &[size]);
        let [size, gap] = [size, gap].map(|length| f64::from(thousandths(length)) / 1000.0);
        self.content.operand(&format!("[{} {}] 0", size as f32, gap as f32)).operator("d");
    }

    /// A filled rectangle: left, bottom, width and height.
    fn rectangle(&mut self, sides: [f64; 4]) {
        self.operator("re", &sides);
        self.content.operator("f");
    }

    /// An operator with lengths in points.
    fn operator(&mut self, name: &str, lengths: &[f64]) {
        for &length in lengths {
            self.content.length(thousandths(length));
        }
        self.content.operator(name);
    }
}

/// Whether the next frame is text on the same baseline.
fn is_beside(frame: &Frame, next: &Frame) -> bool {
    let is_line = |f: &Frame| matches!(f.content, layout::Content::Line { .. });
    is_line(frame) && is_line(next) && (frame.y - next.y).abs() < 0.01
}

/// A coordinate in thousandths of a point, finer than any device: more digits would only fill the file.
fn thousandths(points: f64) -> i32 {
    (points * 1000.0).round() as i32
}
