//! JPEG files: their head, and the pixels of those that can't be passed on as they are.
//!
//! PDF stores grey and colour JPEG files as they are, so only the head is read: size, components, colour transform
//! and orientation. Those in CMYK are decoded to RGB (PDF could store them, but a bulletin has one colour space, and
//! e-readers show none in CMYK), and so are those stored as RGB without a sign that PDF viewers know.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::decode::within_limits;
use super::raster::Pixels;
use super::{AssetError, MAX_SIDE, Orientation};
use crate::diagnostics::Message;
use crate::say;

/// What is said of a damaged file.
const KIND: &str = "JPEG";

/// The most scans that a progressive file may have. Encoders write some ten; each costs a walk over the whole
/// picture, and hostile files have many thousand empty ones.
const MAX_SCANS: usize = 200;

/// The head of a JPEG file.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// The width as stored, in pixels.
    pub width: u32,
    /// The height as stored, in pixels.
    pub height: u32,
    /// 1 for grey, 3 for colour, 4 for CMYK.
    pub components: u8,
    /// Which way up it is.
    pub orientation: Orientation,
    /// The colour transform that Adobe's segment names; none where there is no such segment.
    adobe: Option<u8>,
    /// Whether its components are named R, G and B.
    named_rgb: bool,
    /// Whether the mark of its end is there.
    pub complete: bool,
}

impl Head {
    /// Whether its pixels have to be decoded for a PDF.
    pub fn needs_decoding(&self) -> bool {
        self.components == 4 || self.named_rgb && self.adobe.is_none()
    }
}

/// Reads the head of a JPEG file.
///
/// # Errors
/// When it is damaged, too large, or of a kind that PDF viewers don't show.
pub fn head(bytes: &[u8]) -> Result<Head, AssetError> {
    let mut segments = Segments { rest: bytes.get(2..).unwrap_or_default() };
    let mut head = None;
    let (mut orientation, mut adobe) = (Orientation::UPRIGHT, None);
    while let Some((marker, data)) = segments.next() {
        match marker {
            // Tables, restart intervals and other data that applications add.
            0xC4 => {}
            0xC0..=0xC2 => head = Some(frame(data)?),
            0xC3 | 0xC5..=0xCF => return Err(AssetError::OtherKind(say!("a lossless or arithmetically coded JPEG"))),
            0xE1 => {
                if let Some(tiff) = data.strip_prefix(b"Exif\0\0") {
                    orientation = Orientation::of_exif(tiff);
                }
            }
            // "Adobe", the version, two fields of flags, the transform.
            0xEE if data.starts_with(b"Adobe") => adobe = data.get(11).copied(),
            0xDA => {
                let frame: Head = head.ok_or_else(|| broken(say!("it has no size")))?;
                let scans = 1 + pairs(segments.rest).filter(|marker| *marker == 0xDA).count();
                if scans > MAX_SCANS {
                    return Err(broken(say!("it has more scans than any program writes")));
                }
                let complete = pairs(segments.rest).any(|marker| marker == 0xD9);
                return Ok(Head { orientation, adobe, complete, ..frame });
            }
            _ => {}
        }
    }
    Err(broken(say!("it ends before the picture begins")))
}

fn broken(why: Message) -> AssetError {
    AssetError::Broken(KIND, why.into())
}

/// Reads a frame header: precision, height, width, and for each component its name, sampling factors and table.
fn frame(data: &[u8]) -> Result<Head, AssetError> {
    let Some(([precision, h1, h0, w1, w0, components], names)) = data.split_first_chunk::<6>() else {
        return Err(broken(say!("its size is cut off")));
    };
    if *precision != 8 {
        return Err(AssetError::OtherKind(say!("a JPEG of more than 8 bits a sample")));
    }
    let (width, height) = (u16::from_be_bytes([*w1, *w0]), u16::from_be_bytes([*h1, *h0]));
    let (width, height) = within_limits(KIND, width.into(), height.into())?;
    if !matches!(components, 1 | 3 | 4) {
        return Err(AssetError::OtherKind(say!("a JPEG that is neither grey nor colour nor CMYK")));
    }
    let names: Vec<&[u8; 3]> = names.as_chunks::<3>().0.iter().take(usize::from(*components)).collect();
    let sampled = |[_, sampling, _]: &[u8; 3]| matches!(sampling >> 4, 1..=4) && matches!(sampling & 15, 1..=4);
    if names.len() < usize::from(*components) || !names.iter().all(|name| sampled(name)) {
        return Err(broken(say!("its components are not told")));
    }
    let named_rgb = names.iter().map(|[name, ..]| *name).eq(*b"RGB");
    Ok(Head {
        width,
        height,
        components: *components,
        orientation: Orientation::UPRIGHT,
        adobe: None,
        named_rgb,
        complete: false,
    })
}

/// The segments before the picture's data: each marker with its segment's content.
struct Segments<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Segments<'a> {
    type Item = (u8, &'a [u8]);
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            // What stands between segments is passed over, as decoders do.
            let start = self.rest.iter().position(|byte| *byte == 0xFF)?;
            let (marker, after) = self.rest.get(start + 1..)?.split_first()?;
            match marker {
                // A fill byte: the next one may be the marker.
                0xFF => self.rest = self.rest.get(start + 1..)?,
                // No marker, or one without a segment.
                0x00 | 0x01 | 0xD0..=0xD8 => self.rest = after,
                0xD9 => return None,
                _ => {
                    let length = usize::from(u16::from_be_bytes(*after.first_chunk::<2>()?));
                    let data = after.get(2..length)?;
                    self.rest = after.get(length..)?;
                    return Some((*marker, data));
                }
            }
        }
    }
}

/// The bytes that follow each byte 0xFF.
fn pairs(bytes: &[u8]) -> impl Iterator<Item = u8> {
    bytes.iter().zip(bytes.iter().skip(1)).filter(|(first, _)| **first == 0xFF).map(|(_, second)| *second)
}

/// Decodes to RGB, as stored.
///
/// CMYK is converted as screens do it, without a profile. Adobe's programs store its values inverted, which their
/// segment is the sign of; without it they stand as they are.
///
/// # Errors
/// When the data is damaged.
pub fn decode(bytes: &[u8], head: &Head) -> Result<Pixels, AssetError> {
    // YCCK comes with Adobe's segment only, inverted; the decoder takes it to RGB in one step.
    let plain_cmyk = head.components == 4 && head.adobe != Some(2);
    let space = if plain_cmyk { ColorSpace::CMYK } else { ColorSpace::RGB };
    let options = DecoderOptions::new_safe()
        .set_max_width(MAX_SIDE as usize)
        .set_max_height(MAX_SIDE as usize)
        .jpeg_set_max_scans(MAX_SCANS)
        .jpeg_set_out_colorspace(space);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let mut data = decoder.decode().map_err(|error| AssetError::Broken(KIND, error.to_string().into()))?;
    if plain_cmyk {
        data = rgb(&data, head.adobe.is_some());
    }
    Pixels::new(head.width, head.height, 3, data).ok_or_else(|| broken(say!("its data does not fit its size")))
}

/// RGB from CMYK; `inverted` where 0 stands for full ink.
fn rgb(cmyk: &[u8], inverted: bool) -> Vec<u8> {
    let paper = |ink: u8| u16::from(if inverted { ink } else { 255 - ink });
    let mut out = Vec::with_capacity(cmyk.len() / 4 * 3);
    for [c, m, y, k] in cmyk.as_chunks::<4>().0 {
        out.extend([c, m, y].map(|ink| ((paper(*ink) * paper(*k) + 127) / 255) as u8));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_darkens_paper_and_may_be_stored_inverted() {
        assert_eq!(rgb(&[0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255], false), [255, 255, 255, 0, 255, 255, 0, 0, 0]);
        assert_eq!(rgb(&[255, 255, 255, 255, 0, 255, 255, 255], true), [255, 255, 255, 0, 255, 255]);
    }
}
