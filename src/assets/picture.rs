//! A picture, ready for every output.

use std::sync::Arc;

use super::decode::{self, Decoded};
use super::error::shown;
use super::raster::{Pixels, Samples};
use super::{AssetError, Orientation, jpeg};
use crate::diagnostics::{Message, Place, Problem};
use crate::say;

/// The resolution in pixels an inch below which a printed picture looks coarse at reading distance. Printers ask
/// for 300 and get by with half of it.
pub const PRINT_DPI: f32 = 150.0;

/// The kinds of picture file, all of which every EPUB reader shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
}

/// Something about a picture that its author may want to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// It moves; its first frame is printed.
    Moves,
    /// Its file ends early; the lower part is likely to be missing.
    CutOff,
}

impl Remark {
    /// The problem that it is, for the path as written at a place.
    pub fn problem(self, path: &str, place: Place) -> Problem {
        let path = shown(path);
        match self {
            Remark::Moves => {
                Problem::note(place, say!("the picture “{path}” moves: a PDF shows its first frame", path), say!())
            }
            Remark::CutOff => {
                let what = say!("the file of the picture “{path}” ends early, and a part of it may be missing", path);
                Problem::warning(place, what, say!("copy it anew"))
            }
        }
    }
}

/// How a picture goes into a PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A JPEG file as it is.
    Jpeg {
        /// 1 for grey, 3 for colour.
        components: u8,
        /// Which way up it is stored; the page's matrix turns it.
        orientation: Orientation,
    },
    /// Samples, upright.
    Raster {
        /// Grey or RGB.
        colour: Samples,
        /// How much each pixel covers: the soft mask. None where all cover all.
        alpha: Option<Samples>,
    },
}

/// A picture that was checked and decoded.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Its width as it is shown, in pixels.
    pub width: u32,
    /// Its height as it is shown, in pixels.
    pub height: u32,
    /// How it goes into a PDF.
    pub kind: Kind,
    /// What its file is.
    pub media_type: MediaType,
    /// Its file, as it was read.
    pub bytes: Arc<[u8]>,
    /// The file that e-readers show in its place, a PNG; none where they show its own.
    stand_in: Option<Arc<[u8]>>,
    remarks: Vec<Remark>,
}

/// How a stream of a PDF is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// `DCTDecode`: the stream is a JPEG file.
    Dct,
    /// `FlateDecode` with PNG's row filters: see [`Samples`] for the parameters.
    FlatePng,
}

/// A picture's or soft mask's stream in a PDF, 8 bits a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PdfStream<'a> {
    /// Its content, compressed already.
    pub data: &'a [u8],
    /// How.
    pub filter: Filter,
    /// 1 for grey, 3 for RGB.
    pub components: u8,
    /// `/Width`, in pixels as stored.
    pub width: u32,
    /// `/Height`, in pixels as stored.
    pub height: u32,
}

/// All that a PDF needs of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PdfStreams<'a> {
    /// The picture.
    pub image: PdfStream<'a>,
    /// Its `/SMask`.
    pub soft_mask: Option<PdfStream<'a>>,
    /// The matrix that brings it upright in the unit square; it goes before the one that places it on the page.
    pub matrix: [f32; 6],
}

impl Picture {
    /// Checks and decodes a picture's file.
    ///
    /// # Errors
    /// When it is no picture, of a kind that is not read, too large or damaged.
    pub fn decode(bytes: Vec<u8>) -> Result<Self, AssetError> {
        let bytes: Arc<[u8]> = bytes.into();
        match media_type(&bytes)? {
            MediaType::Jpeg => Self::jpeg(bytes),
            MediaType::Png => Self::raster(decode::png(&bytes)?, MediaType::Png, bytes),
            MediaType::Gif => Self::raster(decode::gif(&bytes)?, MediaType::Gif, bytes),
            MediaType::WebP => Self::raster(decode::webp(&bytes)?, MediaType::WebP, bytes),
        }
    }

    fn jpeg(bytes: Arc<[u8]>) -> Result<Self, AssetError> {
        let head = jpeg::head(&bytes)?;
        let remarks = if head.complete { Vec::new() } else { vec![Remark::CutOff] };
        let turned = head.orientation.turns();
        let (width, height) = if turned { (head.height, head.width) } else { (head.width, head.height) };
        let mut stand_in = None;
        let kind = if head.needs_decoding() {
            let raster = jpeg::decode(&bytes, &head)?.upright(head.orientation).compress()?;
            // E-readers know RGB by its names, but few know CMYK.
            stand_in = (head.components == 4).then(|| raster.png.into());
            Kind::Raster { colour: raster.colour, alpha: raster.alpha }
        } else {
            Kind::Jpeg { components: head.components, orientation: head.orientation }
        };
        Ok(Picture { width, height, kind, media_type: MediaType::Jpeg, bytes, stand_in, remarks })
    }

    fn raster(decoded: Decoded, media_type: MediaType, bytes: Arc<[u8]>) -> Result<Self, AssetError> {
        let (width, height) = decoded.pixels.size();
        let remarks = if decoded.moves { vec![Remark::Moves] } else { Vec::new() };
        let raster = decoded.pixels.compress()?;
        let kind = Kind::Raster { colour: raster.colour, alpha: raster.alpha };
        Ok(Picture { width, height, kind, media_type, bytes, stand_in: None, remarks })
    }

    /// What its author may want to know of it.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// The file that e-readers show: its own, or a PNG where they don't show that.
    pub fn reader_file(&self) -> (MediaType, Arc<[u8]>) {
        match &self.stand_in {
            Some(png) => (MediaType::Png, png.clone()),
            None => (self.media_type, self.bytes.clone()),
        }
    }

    /// Its pixels, upright: decoded anew, since outputs store it compressed.
    ///
    /// # Errors
    /// None that [`Picture::decode`] would not have met.
    pub fn pixels(&self) -> Result<Pixels, AssetError> {
        let decoded = match self.media_type {
            MediaType::Jpeg => {
                let head = jpeg::head(&self.bytes)?;
                return Ok(jpeg::decode(&self.bytes, &head)?.upright(head.orientation));
            }
            MediaType::Png => decode::png(&self.bytes)?,
            MediaType::Gif => decode::gif(&self.bytes)?,
            MediaType::WebP => decode::webp(&self.bytes)?,
        };
        Ok(decoded.pixels)
    }

    /// The picture's own file, as it was read.
    pub fn file(&self) -> Arc<[u8]> {
        self.bytes.clone()
    }

    /// The streams that a PDF stores.
    pub fn pdf_streams(&self) -> PdfStreams<'_> {
        match &self.kind {
            Kind::Jpeg { components, orientation } => {
                let turned = orientation.turns();
                let (width, height) = if turned { (self.height, self.width) } else { (self.width, self.height) };
                let image =
                    PdfStream { data: &self.bytes, filter: Filter::Dct, components: *components, width, height };
                PdfStreams { image, soft_mask: None, matrix: orientation.matrix() }
            }
            Kind::Raster { colour, alpha } => PdfStreams {
                image: self.stream(colour),
                soft_mask: alpha.as_ref().map(|alpha| self.stream(alpha)),
                matrix: Orientation::UPRIGHT.matrix(),
            },
        }
    }

    fn stream<'a>(&self, samples: &'a Samples) -> PdfStream<'a> {
        PdfStream {
            data: &samples.data,
            filter: Filter::FlatePng,
            components: samples.components,
            width: self.width,
            height: self.height,
        }
    }

    /// Its resolution in pixels an inch when it is set `width` points wide; compare [`PRINT_DPI`].
    pub fn dpi_at(&self, width: f32) -> f32 {
        self.width as f32 * POINTS_AN_INCH / width
    }
}

const POINTS_AN_INCH: f32 = 72.0;

/// What a file is, by its first bytes.
fn media_type(bytes: &[u8]) -> Result<MediaType, AssetError> {
    let at = |offset: usize, mark: &[u8]| bytes.get(offset..).is_some_and(|rest| rest.starts_with(mark));
    if at(0, b"\xFF\xD8\xFF") {
        return Ok(MediaType::Jpeg);
    }
    if at(0, b"\x89PNG\r\n\x1A\n") {
        return Ok(MediaType::Png);
    }
    if at(0, b"GIF87a") || at(0, b"GIF89a") {
        return Ok(MediaType::Gif);
    }
    if at(0, b"RIFF") && at(8, b"WEBP") {
        return Ok(MediaType::WebP);
    }
    Err(other(bytes))
}

/// How much of a text is searched for what it is.
const SEARCHED: usize = 1024;

/// What a file is that is none of the kinds that are read.
fn other(bytes: &[u8]) -> AssetError {
    if bytes.is_empty() {
        return AssetError::NoPicture(Some(say!("an empty file")));
    }
    let kinds: [(usize, &[u8], Message); 9] = [
        (0, b"II*\0", say!("a TIFF file")),
        (0, b"MM\0*", say!("a TIFF file")),
        (0, b"BM", say!("a BMP file")),
        (0, b"8BPS", say!("a Photoshop file")),
        (4, b"ftypavif", say!("an AVIF file")),
        (4, b"ftyphei", say!("a HEIC file")),
        (4, b"ftypmif1", say!("a HEIC file")),
        (0, b"\0\0\0\x0CjP", say!("a JPEG 2000 file")),
        (0, b"\xFF\x0A", say!("a JPEG XL file")),
    ];
    let starts =
        |(offset, mark, _): &(usize, &[u8], Message)| bytes.get(*offset..).is_some_and(|b| b.starts_with(mark));
    if let Some((_, _, kind)) = kinds.into_iter().find(starts) {
        return AssetError::OtherKind(kind);
    }
    if bytes.starts_with(b"%PDF") {
        return AssetError::NoPicture(Some(say!("a PDF file")));
    }
    let beginning = String::from_utf8_lossy(bytes.get(..SEARCHED).unwrap_or(bytes)).to_ascii_lowercase();
    // A page may hold a drawing, but not the other way round.
    if beginning.contains("<html") || beginning.contains("<!doctype html") {
        return AssetError::NoPicture(Some(say!("a web page")));
    }
    if beginning.contains("<svg") {
        return AssetError::OtherKind(say!("an SVG drawing"));
    }
    AssetError::NoPicture(None)
}
