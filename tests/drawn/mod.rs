//! The pages of a finished PDF as pictures, drawn by hayro, an interpreter that shares nothing with what wrote them:
//! what it draws is what a reader would see.

use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use nashra::preview::Picture;

/// Draws the pages, `dpi` pixels to an inch.
pub fn pages(pdf: Vec<u8>, dpi: f32) -> Vec<Picture> {
    let pdf = Pdf::new(Arc::new(pdf)).expect("a PDF that can be read back");
    let cache = RenderCache::new();
    let scale = dpi / 72.0;
    // Hinting would move stems off the places that layout gave them.
    let render = RenderSettings { hinting: false, ..RenderSettings::default() };
    let pixmap = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let draw = |page| {
        let drawn = hayro::render(page, &cache, &InterpreterSettings::default(), &render, &pixmap);
        // The ground is opaque: there is no transparency left to divide by.
        let rgb = drawn.data().iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b]).collect();
        Picture { width: drawn.width().into(), height: drawn.height().into(), rgb }
    };
    pdf.pages().iter().map(draw).collect()
}
