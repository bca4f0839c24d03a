//! PNG, GIF and WebP files to pixels. Of a file that moves, the first frame.

use std::io::Cursor;
use std::num::NonZeroU64;

use super::raster::Pixels;
use super::{AssetError, MAX_PIXELS, MAX_SIDE, Orientation};
use crate::say;

/// What a file was decoded to.
pub struct Decoded {
    /// Its pixels, upright.
    pub pixels: Pixels,
    /// Whether it has further frames.
    pub moves: bool,
}

/// The most bytes of pixels that a decoder may ask for: four a pixel.
const MAX_BYTES: u64 = MAX_PIXELS * 4;

/// A picture's width and height, when they are within the limits.
///
/// # Errors
/// When there are no pixels, or too many.
pub fn within_limits(kind: &'static str, width: u32, height: u32) -> Result<(u32, u32), AssetError> {
    if width == 0 || height == 0 {
        return Err(AssetError::Broken(kind, say!("it has no pixels").into()));
    }
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(AssetError::TooManyPixels(width, height));
    }
    Ok((width, height))
}

/// Says that a file is damaged, in the decoder's words.
fn damaged<E: std::fmt::Display>(kind: &'static str) -> impl Fn(E) -> AssetError {
    move |error| AssetError::Broken(kind, error.to_string().into())
}

fn misfit(kind: &'static str) -> AssetError {
    AssetError::Broken(kind, say!("its data does not fit its size").into())
}

/// Decodes a PNG file, of whatever depth and colour type. Of an animated one, the picture that programs show which
/// don't know of the animation.
///
/// # Errors
/// When it is damaged or too large.
pub fn png(bytes: &[u8]) -> Result<Decoded, AssetError> {
    const KIND: &str = "PNG";
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let info = decoder.read_header_info().map_err(damaged(KIND))?;
    let (width, height) = within_limits(KIND, info.width, info.height)?;
    let mut reader = decoder.read_info().map_err(damaged(KIND))?;
    let mut data = vec![0; reader.output_buffer_size().ok_or_else(|| misfit(KIND))?];
    let frame = reader.next_frame(&mut data).map_err(damaged(KIND))?;
    data.truncate(frame.buffer_size());
    let channels = match (frame.color_type, frame.bit_depth) {
        (png::ColorType::Grayscale, png::BitDepth::Eight) => 1,
        (png::ColorType::GrayscaleAlpha, png::BitDepth::Eight) => 2,
        (png::ColorType::Rgb, png::BitDepth::Eight) => 3,
        (png::ColorType::Rgba, png::BitDepth::Eight) => 4,
        _ => return Err(misfit(KIND)),
    };
    let info = reader.info();
    let orientation = info.exif_metadata.as_deref().map_or(Orientation::UPRIGHT, Orientation::of_exif);
    let moves = info.animation_control.as_ref().is_some_and(|control| control.num_frames > 1);
    let pixels = Pixels::new(width, height, channels, data).ok_or_else(|| misfit(KIND))?;
    Ok(Decoded { pixels: pixels.upright(orientation), moves })
}

/// Decodes a GIF file.
///
/// # Errors
/// When it is damaged or too large.
pub fn gif(bytes: &[u8]) -> Result<Decoded, AssetError> {
    const KIND: &str = "GIF";
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    options.set_memory_limit(NonZeroU64::new(MAX_BYTES).map_or(gif::MemoryLimit::Unlimited, gif::MemoryLimit::Bytes));
    let mut decoder = options.read_info(Cursor::new(bytes)).map_err(damaged(KIND))?;
    let (width, height) = within_limits(KIND, decoder.width().into(), decoder.height().into())?;
    let frame = decoder.read_next_frame().map_err(damaged(KIND))?;
    let frame = frame.ok_or_else(|| AssetError::Broken(KIND, say!("it has no frame").into()))?;
    let data = canvas(width as usize, height as usize, frame);
    // Further frames need not be whole for the first to be shown.
    let moves = matches!(decoder.next_frame_info(), Ok(Some(_)));
    let pixels = Pixels::new(width, height, 4, data).ok_or_else(|| misfit(KIND))?;
    Ok(Decoded { pixels, moves })
}

/// A frame on the screen of its file. What it leaves free is transparent; what reaches out is cut.
fn canvas(width: usize, height: usize, frame: &gif::Frame<'_>) -> Vec<u8> {
    let mut data = vec![0; width * height * 4];
    let (left, top) = (usize::from(frame.left), usize::from(frame.top));
    let visible = usize::from(frame.width).min(width.saturating_sub(left)) * 4;
    let source = frame.buffer.chunks_exact((usize::from(frame.width) * 4).max(1));
    let target = data.chunks_exact_mut(width * 4).skip(top);
    for (row, line) in source.zip(target) {
        if let (Some(from), Some(to)) = (row.get(..visible), line.get_mut(left * 4..left * 4 + visible)) {
            to.copy_from_slice(from);
        }
    }
    data
}

/// Decodes a WebP file. A frame inside it may claim up to the format's own 16,383 pixels a side, whatever the
/// head says; that bounds what the decoder asks for.
///
/// # Errors
/// When it is damaged or too large.
pub fn webp(bytes: &[u8]) -> Result<Decoded, AssetError> {
    const KIND: &str = "WebP";
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(damaged(KIND))?;
    decoder.set_memory_limit(MAX_BYTES as usize);
    let (width, height) = decoder.dimensions();
    let (width, height) = within_limits(KIND, width, height)?;
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    let mut data = vec![0; decoder.output_buffer_size().ok_or_else(|| misfit(KIND))?];
    decoder.read_image(&mut data).map_err(damaged(KIND))?;
    let moves = decoder.is_animated() && decoder.num_frames() > 1;
    // Damaged Exif data only loses the orientation.
    let exif = decoder.exif_metadata().ok().flatten();
    // Some programs keep the head that JPEG segments of Exif data have.
    let tiff = exif.as_deref().map(|exif| exif.strip_prefix(b"Exif\0\0").unwrap_or(exif));
    let orientation = tiff.map_or(Orientation::UPRIGHT, Orientation::of_exif);
    let pixels = Pixels::new(width, height, channels, data).ok_or_else(|| misfit(KIND))?;
    Ok(Decoded { pixels: pixels.upright(orientation), moves })
}
