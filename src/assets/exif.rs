//! The one thing of a picture's Exif data that matters to its display: which way up it is.

/// Which way up a picture is stored, by the numbers of the Exif standard (tag 0x0112): 1 as it is shown, 3 upside
/// down, 6 to be turned a quarter to the right, 8 to the left; 2, 4, 5 and 7 are mirrored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orientation(u8);

/// The orientation tag, and the type of its value, a number of two bytes.
const TAG: u16 = 0x0112;
const SHORT: u16 = 3;

impl Orientation {
    /// As it is shown.
    pub const UPRIGHT: Orientation = Orientation(1);

    /// The orientation of a number from 1 to 8; upright for any other.
    pub const fn new(number: u8) -> Self {
        if matches!(number, 1..=8) { Orientation(number) } else { Orientation::UPRIGHT }
    }

    /// Its number, from 1 to 8.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Whether width and height change places.
    pub const fn turns(self) -> bool {
        self.0 >= 5
    }

    /// The matrix that brings a stored picture upright in a PDF: `[a b c d e f]` as the operator `cm` takes it, from
    /// the unit square onto itself.
    pub const fn matrix(self) -> [f32; 6] {
        match self.0 {
            2 => [-1., 0., 0., 1., 1., 0.],
            3 => [-1., 0., 0., -1., 1., 1.],
            4 => [1., 0., 0., -1., 0., 1.],
            5 => [0., -1., -1., 0., 1., 1.],
            6 => [0., -1., 1., 0., 0., 1.],
            7 => [0., 1., 1., 0., 0., 0.],
            8 => [0., 1., -1., 0., 1., 0.],
            _ => [1., 0., 0., 1., 0., 0.],
        }
    }

    /// Where the pixel that is shown at column `x` and row `y` is stored, in a picture stored `width` by `height`.
    /// Columns and rows count from 0 at the top left.
    pub fn stored(self, x: usize, y: usize, width: usize, height: usize) -> (usize, usize) {
        let right = |column: usize| width.saturating_sub(column + 1);
        let low = |row: usize| height.saturating_sub(row + 1);
        match self.0 {
            2 => (right(x), y),
            3 => (right(x), low(y)),
            4 => (x, low(y)),
            5 => (y, x),
            6 => (y, low(x)),
            7 => (right(y), low(x)),
            8 => (right(y), x),
            _ => (x, y),
        }
    }

    /// The orientation in Exif data, which begins with a TIFF header; upright where none is found.
    pub fn of_exif(tiff: &[u8]) -> Self {
        find(tiff).and_then(|number| u8::try_from(number).ok()).map_or(Orientation::UPRIGHT, Orientation::new)
    }
}

/// The value of the orientation tag in the first directory.
fn find(tiff: &[u8]) -> Option<u16> {
    let little = match tiff.first_chunk::<4>()? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = *tiff.get(at..)?.first_chunk::<2>()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let bytes = *tiff.get(4..)?.first_chunk::<4>()?;
    let directory = if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) } as usize;
    // A directory is the number of its entries, then the entries of 12 bytes: tag, type, count, value.
    let first = directory.checked_add(2)?;
    let mut entries = (0..usize::from(short(directory)?)).map_while(|index| {
        let at = first.checked_add(index * 12)?;
        Some((short(at)?, short(at.checked_add(2)?)?, short(at.checked_add(8)?)?))
    });
    entries.find(|(tag, kind, _)| *tag == TAG && *kind == SHORT).map(|(_, _, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_byte_orders_are_read() {
        let little = b"II*\0\x08\0\0\0\x02\0\x00\x01\x03\0\x01\0\0\0\x05\0\0\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0";
        assert_eq!(Orientation::of_exif(little).number(), 6);
        assert_eq!(Orientation::of_exif(big).number(), 8);
        for end in 0..little.len() {
            Orientation::of_exif(&little[..end]);
        }
        assert_eq!(Orientation::of_exif(b"II*\0\xFF\xFF\xFF\xFF"), Orientation::UPRIGHT);
    }

    /// The matrix and the walk over pixels bring the same stored corner to the same shown one.
    #[test]
    fn matrix_and_pixels_agree() {
        for number in 1..=8 {
            let orientation = Orientation::new(number);
            let (width, height) = (4, 3);
            let (shown_width, shown_height) = if orientation.turns() { (height, width) } else { (width, height) };
            for (x, y) in (0..shown_width).flat_map(|x| (0..shown_height).map(move |y| (x, y))) {
                let (column, row) = orientation.stored(x, y, width, height);
                let (u, v) = ((column as f32 + 0.5) / width as f32, 1. - (row as f32 + 0.5) / height as f32);
                let [a, b, c, d, e, f] = orientation.matrix();
                let (px, py) = (a * u + c * v + e, b * u + d * v + f);
                let (sx, sy) = (px * shown_width as f32 - 0.5, (1. - py) * shown_height as f32 - 0.5);
                assert!((sx - x as f32).abs() < 1e-4 && (sy - y as f32).abs() < 1e-4, "{number}: {x} {y}");
            }
        }
    }
}
