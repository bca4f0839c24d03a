//! A small canvas for the cover: filled rectangles and lines of text, written as a PNG.

use ab_glyph_rasterizer::{Point, Rasterizer, point};

use crate::fonts::{Library, Stroke};
use crate::text::Line;
use crate::theme::Colour;

/// Pixels in rows from the top.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 3]>,
}

fn rgb(colour: Colour) -> [u8; 3] {
    [colour.red, colour.green, colour.blue]
}

impl Canvas {
    /// A canvas of one colour.
    pub fn new(width: usize, height: usize, colour: Colour) -> Self {
        Canvas { width, height, pixels: vec![rgb(colour); width * height] }
    }

    /// Fills a rectangle, given by its left, top, right and bottom; what lies outside is left out.
    pub fn fill(&mut self, [left, top, right, bottom]: [usize; 4], colour: Colour) {
        for row in self.pixels.chunks_exact_mut(self.width).take(bottom).skip(top) {
            row.iter_mut().take(right).skip(left).for_each(|pixel| *pixel = rgb(colour));
        }
    }

    /// Draws a line of text, its measure's left end at `left`, its baseline at `baseline`, in pixels.
    pub fn text(&mut self, line: &Line, left: f64, baseline: f64, colour: Colour, library: &Library) {
        // Letters stand on whole pixels, or their joins would show where their feet end inside one.
        let baseline = baseline.round();
        let mut raster = Rasterizer::new(self.width, self.height);
        for piece in &line.pieces {
            let face = library.face(piece.face);
            let scale = piece.size / f64::from(face.metrics().units_per_em);
            let mut pen = left + piece.x;
            for glyph in &piece.shaped.glyphs {
                let x = (pen + f64::from(glyph.dx) * scale) as f32;
                let y = (baseline - f64::from(glyph.dy) * scale) as f32;
                draw(&face.outline(glyph.id), [x, y], scale as f32, &mut raster);
                pen += f64::from(glyph.advance) * scale;
            }
        }
        let ink = rgb(colour);
        raster.for_each_pixel(|at, cover| {
            if let Some(pixel) = self.pixels.get_mut(at).filter(|_| cover > 0.0) {
                for (paper, ink) in pixel.iter_mut().zip(ink) {
                    let cover = cover.min(1.0);
                    *paper = (f32::from(*paper) * (1.0 - cover) + f32::from(ink) * cover).round() as u8;
                }
            }
        });
    }

    /// The canvas as a PNG.
    ///
    /// # Errors
    /// None that a canvas causes: it is written to memory, in a form that the encoder takes.
    pub fn png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut out = Vec::new();
        let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
        let mut encoder = png::Encoder::new(&mut out, side(self.width), side(self.height));
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(self.pixels.as_flattened())?;
        writer.finish()?;
        Ok(out)
    }
}

/// Adds an outline, its origin at a place on the canvas.
fn draw(outline: &[Stroke], [x, y]: [f32; 2], scale: f32, raster: &mut Rasterizer) {
    let place = |[px, py]: [f32; 2]| point(x + px * scale, y - py * scale);
    let (mut first, mut last): (Point, Point) = (point(0.0, 0.0), point(0.0, 0.0));
    for stroke in outline {
        match *stroke {
            Stroke::Move(to) => (first, last) = (place(to), place(to)),
            Stroke::Line(to) => {
                raster.draw_line(last, place(to));
                last = place(to);
            }
            Stroke::Quad(by, to) => {
                raster.draw_quad(last, place(by), place(to));
                last = place(to);
            }
            Stroke::Cubic(one, two, to) => {
                raster.draw_cubic(last, place(one), place(two), place(to));
                last = place(to);
            }
            Stroke::Close => {
                raster.draw_line(last, first);
                last = first;
            }
        }
    }
}
