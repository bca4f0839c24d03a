//! The sRGB colour profile that a PDF/A file names as its output intent, made from the standard's own figures.
//!
//! An ICC profile of version 2 (ICC.1:2001-04): a display with three primaries, adapted to D50, and the curve of
//! IEC 61966-2-1 as a table.

/// Entries of the curve's table: what lies between is interpolated, and no step is further off than an eye sees.
const CURVE_ENTRIES: u16 = 256;

/// The profile's bytes.
pub fn srgb() -> Vec<u8> {
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", description("sRGB IEC61966-2-1")),
        (b"cprt", text("No rights reserved")),
        (b"wtpt", xyz(0.964_20, 1.0, 0.824_91)),
        // The primaries of ITU-R BT.709, adapted from D65 to D50 with the Bradford transform.
        (b"rXYZ", xyz(0.436_07, 0.222_49, 0.013_92)),
        (b"gXYZ", xyz(0.385_15, 0.716_87, 0.097_08)),
        (b"bXYZ", xyz(0.143_07, 0.060_61, 0.714_10)),
        (b"rTRC", curve()),
        (b"gTRC", Vec::new()),
        (b"bTRC", Vec::new()),
    ];
    let mut table = Vec::new();
    let mut data = Vec::new();
    let start = 128 + 4 + tags.len() * 12;
    let (mut offset, mut length) = (0, 0);
    for (tag, bytes) in &tags {
        // An empty entry shares the data before it: the three curves are one.
        if !bytes.is_empty() {
            offset = start + data.len();
            length = bytes.len();
            data.extend(bytes);
            data.resize(data.len().next_multiple_of(4), 0);
        }
        table.extend(*tag);
        table.extend((offset as u32).to_be_bytes());
        table.extend((length as u32).to_be_bytes());
    }
    let mut out = header(start + data.len());
    out.extend((tags.len() as u32).to_be_bytes());
    out.extend(table);
    out.extend(data);
    out
}

fn header(size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(128);
    out.extend((size as u32).to_be_bytes());
    out.extend([0; 4]);
    out.extend(0x0210_0000u32.to_be_bytes());
    out.extend(b"mntrRGB XYZ ");
    // A fixed date, the standard's own: the same file every time.
    for part in [1999u16, 10, 18, 0, 0, 0] {
        out.extend(part.to_be_bytes());
    }
    out.extend(b"acsp");
    out.resize(68, 0);
    out.extend(fixed(0.964_20));
    out.extend(fixed(1.0));
    out.extend(fixed(0.824_91));
    out.resize(128, 0);
    out
}

/// A number as s15Fixed16.
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65_536.0).round() as i32).to_be_bytes()
}

fn xyz(x: f64, y: f64, z: f64) -> Vec<u8> {
    let mut out = b"XYZ \0\0\0\0".to_vec();
    [x, y, z].into_iter().for_each(|v| out.extend(fixed(v)));
    out
}

fn text(text: &str) -> Vec<u8> {
    let mut out = b"text\0\0\0\0".to_vec();
    out.extend(text.as_bytes());
    out.push(0);
    out
}

fn description(text: &str) -> Vec<u8> {
    let mut out = b"desc\0\0\0\0".to_vec();
    out.extend((text.len() as u32 + 1).to_be_bytes());
    out.extend(text.as_bytes());
    // The end of the text, no Unicode text, no Macintosh text.
    out.resize(out.len() + 1 + 8 + 3 + 67, 0);
    out
}

fn curve() -> Vec<u8> {
    let mut out = b"curv\0\0\0\0".to_vec();
    out.extend(u32::from(CURVE_ENTRIES).to_be_bytes());
    for i in 0..CURVE_ENTRIES {
        let value = f64::from(i) / f64::from(CURVE_ENTRIES - 1);
        let linear = if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        out.extend(((linear * 65_535.0).round() as u16).to_be_bytes());
    }
    out
}
