//! Font files as tables: those of one face taken out of its file, and written as a file of its own.

use std::borrow::Cow;

use super::FaceError;

/// A table's name.
pub type Tag = [u8; 4];

/// The tables of a face. `index` says which, in a collection.
pub fn tables(data: &[u8], index: u32) -> Result<Vec<(Tag, &[u8])>, FaceError> {
    let raw = ttf_parser::RawFace::parse(data, index).map_err(|error| FaceError::new(error.to_string()))?;
    let records = raw.table_records.into_iter();
    Ok(records.filter_map(|record| Some((record.tag.to_bytes(), raw.table(record.tag)?))).collect())
}

/// The sum that tells a table's damage (OpenType, "Calculating checksums").
fn checksum(bytes: &[u8]) -> u32 {
    let (words, rest) = bytes.as_chunks::<4>();
    let mut last = [0; 4];
    put(&mut last, 0, rest);
    words.iter().chain([&last]).fold(0, |sum, word| sum.wrapping_add(u32::from_be_bytes(*word)))
}

/// Writes a TrueType file of tables.
pub fn write(mut tables: Vec<(Tag, Cow<'_, [u8]>)>) -> Vec<u8> {
    /// `checkSumAdjustment` stands here in the head table, and the sum of the whole file is taken from this number.
    const ADJUSTMENT: (usize, u32) = (8, 0xB1B0_AFBA);
    tables.sort_by_key(|(tag, _)| *tag);
    for (_, head) in tables.iter_mut().filter(|(tag, _)| tag == b"head") {
        put(head.to_mut(), ADJUSTMENT.0, &[0; 4]);
    }
    let count = tables.len() as u16;
    let power = count.max(1).ilog2() as u16;
    let mut offset = 12 + tables.len() * 16;
    let mut out = Vec::with_capacity(tables.iter().fold(offset, |sum, (_, bytes)| sum + bytes.len() + 3));
    out.extend_from_slice(&0x0001_0000u32.to_be_bytes());
    for value in [count, 16 << power, power, (count - (1 << power).min(count)) * 16] {
        out.extend_from_slice(&value.to_be_bytes());
    }
    let mut adjusted = None;
    // The file's sum is that of its directory and of all tables, whose padding adds nothing.
    let mut sum = 0u32;
    for (tag, bytes) in &tables {
        let own = checksum(bytes);
        sum = sum.wrapping_add(own);
        out.extend_from_slice(tag);
        for value in [own, offset as u32, bytes.len() as u32] {
            out.extend_from_slice(&value.to_be_bytes());
        }
        if tag == b"head" {
            adjusted = Some(offset + ADJUSTMENT.0);
        }
        offset += bytes.len().next_multiple_of(4);
    }
    sum = sum.wrapping_add(checksum(&out));
    for (_, bytes) in &tables {
        out.extend_from_slice(bytes);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    if let Some(at) = adjusted {
        put(&mut out, at, &ADJUSTMENT.1.wrapping_sub(sum).to_be_bytes());
    }
    out
}

/// Writes bytes over others; what lies outside is left out.
pub fn put(bytes: &mut [u8], at: usize, new: &[u8]) {
    bytes.iter_mut().skip(at).zip(new).for_each(|(to, from)| *to = *from);
}

/// The 16-bit number at an offset.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_be_bytes)
}
