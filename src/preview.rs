//! Pages as pictures, to look at.
//!
//! What the PDF is written from is drawn here with no PDF between: the same lines, with the same outlines, at the same
//! places. A test holds the pictures to those that an interpreter of other people draws of the PDF. Everything is drawn
//! on the processor and in one way, so that the same bulletin gives the same pictures.

use std::fmt;

use rustc_hash::FxHashMap;

use crate::diagnostics::Message;
use crate::export::canvas::Canvas;
use crate::fonts::{FaceId, Library, Stroke};
use crate::layout::{Content, Frame, Page, SetText};
use crate::say;
use crate::text::Line;
use crate::theme::Colour;

/// Points in an inch.
const POINTS_PER_INCH: f32 = 72.0;

/// The largest picture, in pixels: A3 at 600 dots an inch, of which one takes a quarter of a gigabyte.
const MAX_PIXELS: f64 = 70_000_000.0;

/// The longest side of a picture, in pixels: more than most programs show.
const MAX_SIDE: f64 = 65_535.0;

const WHITE: Colour = Colour { red: 255, green: 255, blue: 255 };

/// A picture of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Red, green and blue of each pixel, row by row from the top.
    pub rgb: Vec<u8>,
}

/// Why pages can't be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// A page, counted from 1, would give a picture too large to draw.
    TooLarge {
        /// The page.
        page: usize,
        /// The picture's width in pixels.
        width: u64,
        /// Its height.
        height: u64,
    },
    /// A picture can't be written as PNG.
    Encoding(String),
}

impl Error {
    /// The error as a message.
    pub fn what(&self) -> Message {
        match self {
            Error::TooLarge { page, width, height } => say!(
                "page {page} would be a picture of {width} × {height} pixels, which is too large",
                page = *page,
                width = *width,
                height = *height
            ),
            Error::Encoding(why) => say!("the picture can't be written: {why}", why),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.what().fmt(f)
    }
}

impl std::error::Error for Error {}

/// Draws pages, `dpi` pixels to an inch, and hands each on with its number from 1. One picture at a time is in memory.
///
/// # Errors
/// When a page is too large, or what `take` says.
pub fn draw(
    pages: &[Page],
    library: &Library,
    dpi: f32,
    take: &mut dyn FnMut(usize, Picture) -> Result<(), Error>,
) -> Result<(), Error> {
    let scale = f64::from(dpi / POINTS_PER_INCH);
    let mut outlines = Outlines { library, known: FxHashMap::default() };
    for (number, page) in (1..).zip(pages) {
        let (width, height) = (page.width * scale, page.height * scale);
        if width * height > MAX_PIXELS || width.max(height) > MAX_SIDE {
            return Err(Error::TooLarge { page: number, width: width as u64, height: height as u64 });
        }
        let (width, height) = (width.max(1.0) as u32, height.max(1.0) as u32);
        let mut sheet = Sheet { canvas: Canvas::new(width as usize, height as usize, WHITE), scale };
        page.frames.iter().for_each(|frame| sheet.frame(frame, &mut outlines));
        take(number, Picture { width, height, rgb: sheet.canvas.into_rgb() })?;
    }
    Ok(())
}

/// Outlines by face, glyph, and the width that the glyph is drawn out to.
struct Outlines<'l> {
    library: &'l Library,
    known: FxHashMap<(FaceId, u16, i32), Vec<Stroke>>,
}

impl Outlines<'_> {
    fn of(&mut self, face: FaceId, glyph: u16, stretch: i32) -> &[Stroke] {
        let library = self.library;
        self.known.entry((face, glyph, stretch)).or_insert_with(|| match stretch {
            0 => library.face(face).outline(glyph),
            width => library.face(face).drawn_out(glyph, width as f32),
        })
    }
}

/// A page being drawn.
struct Sheet {
    canvas: Canvas,
    /// Pixels in a point.
    scale: f64,
}

impl Sheet {
    fn frame(&mut self, frame: &Frame, outlines: &mut Outlines<'_>) {
        let &Frame { x, y, .. } = frame;
        match &frame.content {
            Content::Line { line, source } => self.line(line, source, [x, y], outlines),
            Content::Rule { width, thickness, colour } => {
                self.rectangle([x, y - thickness / 2.0, *width, *thickness], *colour);
            }
            Content::Box { width, height, colour } => self.rectangle([x, y, *width, *height], *colour),
            Content::Dots { width, step, size, colour } => {
                let count = (width / step).floor().max(0.0) as usize;
                for i in 0..count {
                    self.rectangle([x + i as f64 * step, y - size, *size, *size], *colour);
                }
            }
            Content::Image { picture, width, height } => {
                // It was decoded before it was laid out.
                if let Ok(pixels) = picture.pixels() {
                    self.canvas.picture(&pixels, self.sides([x, y, *width, *height]));
                }
            }
        }
    }

    /// Left, top, right and bottom in pixels of a place given by left, top, width and height in points.
    fn sides(&self, [x, y, width, height]: [f64; 4]) -> [f64; 4] {
        [x, y, x + width, y + height].map(|side| side * self.scale)
    }

    fn rectangle(&mut self, place: [f64; 4], colour: Colour) {
        self.canvas.rectangle(self.sides(place), colour);
    }

    fn line(&mut self, line: &Line, source: &SetText, [left, baseline]: [f64; 2], outlines: &mut Outlines<'_>) {
        for piece in &line.pieces {
            let paint = source.paints.get(piece.span);
            let (colour, rise) = paint.map_or((Colour::BLACK, 0.0), |paint| (paint.colour, paint.rise));
            let em = piece.size / f64::from(outlines.library.face(piece.face).metrics().units_per_em);
            let unit = em * self.scale;
            // Letters stand on whole pixels, or their joins would show where their feet end inside one.
            let baseline = ((baseline - rise) * self.scale).round();
            let mut pen = (left + piece.x) * self.scale;
            for glyph in &piece.shaped.glyphs {
                let place = [pen + f64::from(glyph.dx) * unit, baseline - f64::from(glyph.dy) * unit];
                self.canvas.glyph(outlines.of(piece.face, glyph.id, glyph.stretch), place, unit, colour);
                pen += f64::from(glyph.advance) * unit;
            }
        }
    }
}

impl Picture {
    /// The picture as a PNG file; in shades of grey where it has no colour.
    ///
    /// # Errors
    /// When the picture has no pixels, or not as many as it says.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        let grey = self.rgb.chunks_exact(3).all(|pixel| pixel.iter().all(|part| Some(part) == pixel.first()));
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_color(if grey { png::ColorType::Grayscale } else { png::ColorType::Rgb });
        let failed = |error: png::EncodingError| Error::Encoding(error.to_string());
        let mut writer = encoder.write_header().map_err(failed)?;
        if grey {
            let shades: Vec<u8> = self.rgb.iter().step_by(3).copied().collect();
            writer.write_image_data(&shades).map_err(failed)?;
        } else {
            writer.write_image_data(&self.rgb).map_err(failed)?;
        }
        writer.finish().map_err(failed)?;
        Ok(bytes)
    }
}
