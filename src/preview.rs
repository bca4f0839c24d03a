//! Pages of a finished PDF as pictures, to look at.
//!
//! The bytes of the PDF are read back by hayro, an interpreter that shares nothing with what wrote them: what it
//! draws is what a reader would see. Everything is drawn on the processor and in one way, so that the same PDF
//! gives the same pictures.

use std::fmt;
use std::sync::Arc;

use crate::diagnostics::Message;
use crate::say;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

/// Points in an inch.
const POINTS_PER_INCH: f32 = 72.0;

/// The largest picture, in pixels: A3 at 600 dots an inch, of which one takes a quarter of a gigabyte.
const MAX_PIXELS: f64 = 70_000_000.0;

/// The longest side of a picture, in pixels: what the rasteriser can count to.
const MAX_SIDE: f64 = 65_535.0;

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
    /// The bytes are no PDF that can be read.
    Unreadable,
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
            Error::Unreadable => say!("the PDF can't be read back"),
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

/// Draws the pages of a PDF, `dpi` pixels to an inch, and hands each on with its number from 1. One picture at a
/// time is in memory.
///
/// # Errors
/// When the bytes can't be read as PDF, when a page is too large, or what `take` says.
pub fn draw<E: From<Error>>(
    pdf: Vec<u8>,
    dpi: f32,
    mut take: impl FnMut(usize, Picture) -> Result<(), E>,
) -> Result<(), E> {
    let pdf = Pdf::new(Arc::new(pdf)).map_err(|_| Error::Unreadable)?;
    let cache = RenderCache::new();
    let scale = dpi / POINTS_PER_INCH;
    // Hinting would move stems off the places that layout gave them.
    let render = RenderSettings { hinting: false, ..RenderSettings::default() };
    let pixmap = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    for (index, page) in pdf.pages().iter().enumerate() {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width * scale), f64::from(height * scale));
        if width * height > MAX_PIXELS || width.max(height) > MAX_SIDE {
            return Err(Error::TooLarge { page: index + 1, width: width as u64, height: height as u64 }.into());
        }
        let drawn = hayro::render(page, &cache, &InterpreterSettings::default(), &render, &pixmap);
        // The ground is opaque: there is no transparency left to divide by.
        let rgb = drawn.data().iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b]).collect();
        take(index + 1, Picture { width: drawn.width().into(), height: drawn.height().into(), rgb })?;
    }
    Ok(())
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
