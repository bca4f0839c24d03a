//! A small canvas for covers and previews: rectangles, glyphs, lines of text and pictures. Lengths are in pixels, from
//! the top left corner.

use ab_glyph_rasterizer::{Point, Rasterizer, point};

use crate::assets::Pixels;
use crate::fonts::{Library, Stroke, bounds};
use crate::text::Line;
use crate::theme::Colour;

/// Pixels in rows from the top.
pub(crate) struct Canvas {
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
        raster.for_each_pixel(|at, cover| self.blend(at, ink, cover));
    }

    /// Fills a rectangle, given by its left, top, right and bottom, which may lie inside pixels.
    pub fn rectangle(&mut self, place: [f64; 4], colour: Colour) {
        self.covered(place, |_, _| (rgb(colour), 1.0));
    }

    /// Draws an outline in font units, its origin at a place.
    pub fn glyph(&mut self, outline: &[Stroke], [x, y]: [f64; 2], scale: f64, colour: Colour) {
        let Some([left, bottom, right, top]) = bounds(outline).map(|box_| box_.map(|side| f64::from(side) * scale))
        else {
            return;
        };
        let (left, top) = ((x + left).floor(), (y - top).floor());
        let (width, height) = ((x + right - left).ceil() + 1.0, (y - bottom - top).ceil() + 1.0);
        let outside = left + width < 0.0 || top + height < 0.0 || left > self.width as f64 || top > self.height as f64;
        // Only a damaged face has a letter that is larger than the page.
        if outside || width * height > self.pixels.len() as f64 {
            return;
        }
        let mut raster = Rasterizer::new(width as usize, height as usize);
        draw(outline, [(x - left) as f32, (y - top) as f32], scale as f32, &mut raster);
        let ink = rgb(colour);
        raster.for_each_pixel_2d(|px, py, cover| {
            if let Some(at) = self.at(left as i64 + i64::from(px), top as i64 + i64::from(py)) {
                self.blend(at, ink, cover);
            }
        });
    }

    /// Draws a picture that fills a rectangle, given by its left, top, right and bottom.
    pub fn picture(&mut self, pixels: &Pixels, place: [f64; 4]) {
        let [left, top, right, bottom] = place;
        let (width, height) = pixels.size();
        let across = f64::from(width) / (right - left);
        let down = f64::from(height) / (bottom - top);
        self.covered(place, |x, y| {
            let part = |at: i64, from: f64, scale: f64| (at as f64 - from) * scale;
            let [r, g, b, alpha] = pixels.mean([
                part(x, left, across),
                part(y, top, down),
                part(x + 1, left, across),
                part(y + 1, top, down),
            ]);
            ([r, g, b], f32::from(alpha) / 255.0)
        });
    }

    /// Paints the pixels of a rectangle, each as much as it is covered: `paint` says of each its colour, and how much
    /// of what is below that hides.
    fn covered(&mut self, [left, top, right, bottom]: [f64; 4], paint: impl Fn(i64, i64) -> ([u8; 3], f32)) {
        let within = |from: f64, to: f64, end: usize| (from.floor().max(0.0) as i64, to.ceil().min(end as f64) as i64);
        let part = |at: i64, from: f64, to: f64| (to.min(at as f64 + 1.0) - from.max(at as f64)).clamp(0.0, 1.0) as f32;
        let (first, end) = within(left, right, self.width);
        let (above, below) = within(top, bottom, self.height);
        for y in above..below {
            for x in first..end {
                let (ink, hides) = paint(x, y);
                if let Some(at) = self.at(x, y) {
                    self.blend(at, ink, part(x, left, right) * part(y, top, bottom) * hides);
                }
            }
        }
    }

    /// The number of a pixel; none outside of the canvas.
    fn at(&self, x: i64, y: i64) -> Option<usize> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        (x < self.width && y < self.height).then_some(y * self.width + x)
    }

    fn blend(&mut self, at: usize, ink: [u8; 3], cover: f32) {
        if let Some(pixel) = self.pixels.get_mut(at).filter(|_| cover > 0.0) {
            for (paper, ink) in pixel.iter_mut().zip(ink) {
                let cover = cover.min(1.0);
                *paper = (f32::from(*paper) * (1.0 - cover) + f32::from(ink) * cover).round() as u8;
            }
        }
    }

    /// Red, green and blue of each pixel, row by row from the top.
    pub fn into_rgb(self) -> Vec<u8> {
        self.pixels.into_flattened()
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
