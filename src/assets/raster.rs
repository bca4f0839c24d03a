//! Decoded pixels, and the form in which a PDF stores them.

use super::{AssetError, Orientation};

/// Up to this many pixels a picture is compressed well; above it, fast. At this size the better way takes about a
/// second, and it grows with the picture.
const COMPRESSED_WELL: usize = 8_000_000;

/// Pixels, row by row from the top left, 8 bits a sample.
#[derive(Debug)]
pub struct Pixels {
    width: u32,
    height: u32,
    /// 1 grey, 2 grey with alpha, 3 RGB, 4 RGB with alpha.
    channels: usize,
    data: Vec<u8>,
}

/// Samples of one or three components, 8 bits each, compressed as a PNG compresses them: a zlib stream of rows,
/// each after its filter's byte. A PDF stores such a stream with `/Filter /FlateDecode` and
/// `/DecodeParms << /Predictor 15 /Colors components /BitsPerComponent 8 /Columns width >>`.
#[derive(Clone, PartialEq, Eq)]
pub struct Samples {
    /// 1 for grey or alpha, 3 for RGB.
    pub components: u8,
    /// The compressed rows.
    pub data: Vec<u8>,
}

impl std::fmt::Debug for Samples {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Samples({} components, {} bytes)", self.components, self.data.len())
    }
}

/// A raster ready to be stored.
pub struct Compressed {
    /// Its colour.
    pub colour: Samples,
    /// How much each pixel covers, where some covers less than all.
    pub alpha: Option<Samples>,
    /// Its colour alone as a PNG file.
    pub png: Vec<u8>,
}

impl Pixels {
    /// Pixels of that many channels; `None` where the data has not as many.
    pub fn new(width: u32, height: u32, channels: usize, data: Vec<u8>) -> Option<Self> {
        let samples = (width as usize).checked_mul(height as usize)?.checked_mul(channels)?;
        (data.len() == samples && matches!(channels, 1..=4)).then_some(Pixels { width, height, channels, data })
    }

    /// The same pixels as they are shown.
    pub fn upright(self, orientation: Orientation) -> Self {
        if orientation == Orientation::UPRIGHT {
            return self;
        }
        let (width, height) = (self.width as usize, self.height as usize);
        let (shown_width, shown_height) = if orientation.turns() { (height, width) } else { (width, height) };
        let mut data = Vec::with_capacity(self.data.len());
        for y in 0..shown_height {
            for x in 0..shown_width {
                let (column, row) = orientation.stored(x, y, width, height);
                let at = (row * width + column) * self.channels;
                data.extend_from_slice(self.data.get(at..at + self.channels).unwrap_or_default());
            }
        }
        Pixels { width: shown_width as u32, height: shown_height as u32, channels: self.channels, data }
    }

    /// Width and height.
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// The mean of what lies in a rectangle, given by its left, top, right and bottom in pixels: red, green, blue, and
    /// how much it hides. Of pixels that the rectangle cuts, those count whose greater part may lie inside; at least
    /// one does.
    pub fn mean(&self, [left, top, right, bottom]: [f64; 4]) -> [u8; 4] {
        let range = |from: f64, to: f64, size: u32| {
            let first = (from.round().max(0.0) as usize).min((size as usize).saturating_sub(1));
            first..(to.round().max(0.0) as usize).clamp(first + 1, size.max(1) as usize)
        };
        let (columns, rows) = (range(left, right, self.width), range(top, bottom, self.height));
        let count = (columns.len() * rows.len()) as u64;
        let mut sums = [0u64; 4];
        for y in rows {
            let start = y * self.width as usize;
            let row = self.data.get((start + columns.start) * self.channels..(start + columns.end) * self.channels);
            for pixel in row.unwrap_or_default().chunks_exact(self.channels) {
                let [r, g, b, alpha] = match *pixel {
                    [grey] => [grey, grey, grey, 255],
                    [grey, alpha] => [grey, grey, grey, alpha],
                    [r, g, b] => [r, g, b, 255],
                    [r, g, b, alpha] => [r, g, b, alpha],
                    _ => [0; 4],
                };
                for (sum, part) in sums.iter_mut().zip([r, g, b, 255]) {
                    *sum += u64::from(part) * u64::from(alpha);
                }
            }
        }
        // The last sum is that of alpha, 255 times; colours count as much as they hide.
        let [r, g, b, alpha] = sums;
        let alpha = alpha / 255;
        let part = |sum: u64| sum.checked_div(alpha).unwrap_or(0) as u8;
        [part(r), part(g), part(b), alpha.checked_div(count).unwrap_or(0) as u8]
    }

    /// Parts alpha from colour, and compresses both.
    ///
    /// # Errors
    /// When the encoder refuses, which it has no reason to.
    pub fn compress(mut self) -> Result<Compressed, AssetError> {
        let alpha = self.part_alpha();
        let png = self.png()?;
        let components = self.channels as u8;
        let alpha = match alpha {
            Some(data) => {
                let pixels = Pixels { channels: 1, data, ..self };
                Some(Samples { components: 1, data: image_data(&pixels.png()?) })
            }
            None => None,
        };
        Ok(Compressed { colour: Samples { components, data: image_data(&png) }, alpha, png })
    }

    /// Takes the alpha channel out of the data, in place, since the data may be large; `None` where all is opaque.
    fn part_alpha(&mut self) -> Option<Vec<u8>> {
        let colours = match self.channels {
            2 => 1,
            4 => 3,
            _ => return None,
        };
        let mut pixels = self.data.chunks_exact(self.channels);
        let opaque = pixels.all(|pixel| pixel.last() == Some(&255));
        let alpha = (!opaque).then(|| self.data.iter().skip(colours).step_by(self.channels).copied().collect());
        let (mut from, mut to) = (0, 0);
        while from + colours <= self.data.len() {
            self.data.copy_within(from..from + colours, to);
            from += self.channels;
            to += colours;
        }
        self.data.truncate(to);
        self.channels = colours;
        alpha
    }

    /// Grey or RGB pixels as a PNG file.
    fn png(&self) -> Result<Vec<u8>, AssetError> {
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, self.width, self.height);
        encoder.set_color(if self.channels == 1 { png::ColorType::Grayscale } else { png::ColorType::Rgb });
        encoder.set_depth(png::BitDepth::Eight);
        let small = self.data.len() / self.channels.max(1) <= COMPRESSED_WELL;
        encoder.set_compression(if small { png::Compression::Balanced } else { png::Compression::Fast });
        let written = encoder.write_header().and_then(|mut writer| {
            writer.write_image_data(&self.data)?;
            writer.finish()
        });
        written.map_err(|error| AssetError::Broken("picture", error.to_string().into()))?;
        Ok(out)
    }
}

/// The image data of a PNG file: what its `IDAT` chunks hold, together.
fn image_data(png: &[u8]) -> Vec<u8> {
    let mut data = Vec::new();
    // The signature is 8 bytes; a chunk is 4 bytes of length, 4 of type, the content, 4 of checksum.
    let mut rest = png.get(8..).unwrap_or_default();
    while let Some(([a, b, c, d, kind @ ..], after)) = rest.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        if kind == b"IDAT" {
            data.extend_from_slice(after.get(..length).unwrap_or_default());
        }
        rest = length.checked_add(4).and_then(|skip| after.get(skip..)).unwrap_or_default();
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alpha_is_parted_where_there_is_some() {
        let mut pixels = Pixels::new(2, 1, 4, vec![1, 2, 3, 4, 5, 6, 7, 255]).unwrap();
        assert_eq!(pixels.part_alpha(), Some(vec![4, 255]));
        assert_eq!((pixels.channels, pixels.data), (3, vec![1, 2, 3, 5, 6, 7]));
        let mut opaque = Pixels::new(2, 1, 2, vec![1, 255, 2, 255]).unwrap();
        assert_eq!(opaque.part_alpha(), None);
        assert_eq!(opaque.data, [1, 2]);
        assert!(Pixels::new(2, 1, 3, vec![0; 5]).is_none());
    }

    #[test]
    fn a_mean_is_of_what_is_seen() {
        let pixels = Pixels::new(2, 2, 2, vec![10, 255, 30, 255, 200, 0, 50, 255]).unwrap();
        assert_eq!(pixels.mean([0.0, 0.0, 2.0, 1.0]), [20, 20, 20, 255]);
        assert_eq!(pixels.mean([0.0, 1.0, 1.0, 2.0]), [0, 0, 0, 0]);
        assert_eq!(pixels.mean([0.0, 0.0, 2.0, 2.0]), [30, 30, 30, 191]);
        // Less than a pixel is that pixel, and nothing lies outside.
        assert_eq!(pixels.mean([1.2, 0.1, 1.3, 0.2]), [30, 30, 30, 255]);
        assert_eq!(pixels.mean([7.0, 7.0, 9.0, 9.0]), [50, 50, 50, 255]);
    }

    #[test]
    fn a_quarter_turn() {
        // Stored `1 2 / 3 4 / 5 6`, shown turned to the right: `5 3 1 / 6 4 2`.
        let turned = Pixels::new(2, 3, 1, vec![1, 2, 3, 4, 5, 6]).unwrap().upright(Orientation::new(6));
        assert_eq!((turned.size(), turned.data), ((3, 2), vec![5, 3, 1, 6, 4, 2]));
    }
}
