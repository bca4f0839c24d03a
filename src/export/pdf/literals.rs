//! Outlines as one block of literals: Huffman's code without a search for repetitions (RFC 1951, dynamic codes).
//!
//! The outlines of a face hardly repeat, and in a short document they are most of what is packed. A deflater's search for
//! repetitions takes more than four times as long there as giving each byte its code, and saves a tenth. The deflater's own way of
//! doing without that search (its strategy of codes alone) takes two thirds of it: it goes byte by byte, as for streams
//! whose end isn't known.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The symbol that ends a block.
const END: usize = 256;
/// The longest code of a literal, in bits.
const MAX_BITS: u8 = 15;
/// The longest code of a code's length, in bits.
const MAX_LENGTH_BITS: u8 = 7;
/// The order in which the lengths of the lengths' codes are written.
const LENGTH_ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Adds the data to a raw deflate stream that stands at a byte's start, and leaves it at one: what any deflater writes
/// may follow.
pub fn add_block(data: &[u8], out: &mut Vec<u8>) {
    let mut counts = [0u32; END + 1];
    data.iter().for_each(|&byte| counts[usize::from(byte)] += 1);
    counts[END] = 1;
    let lengths = code_lengths(&counts, MAX_BITS);
    let codes = codes_of(&lengths);

    // One distance of no bits, which says that there are none.
    let mut all = lengths.clone();
    all.push(0);
    let mut length_counts = [0u32; 19];
    all.iter().for_each(|&length| length_counts[usize::from(length)] += 1);
    let length_lengths = code_lengths(&length_counts, MAX_LENGTH_BITS);
    let length_codes = codes_of(&length_lengths);
    let told = LENGTH_ORDER.iter().rposition(|&symbol| length_lengths[symbol] > 0).map_or(4, |last| (last + 1).max(4));

    let mut bits = Bits { out, held: 0, count: 0 };
    // Not the last block; codes of its own; 257 literals, one distance.
    bits.put(0, 1);
    bits.put(2, 2);
    bits.put(0, 5);
    bits.put(0, 5);
    bits.put(told as u16 - 4, 4);
    LENGTH_ORDER.iter().take(told).for_each(|&symbol| bits.put(length_lengths[symbol].into(), 3));
    all.iter().for_each(|&length| bits.put(length_codes[usize::from(length)], length_lengths[usize::from(length)]));
    let literals: [(u16, u8); 256] = std::array::from_fn(|byte| (codes[byte], lengths[byte]));
    for &byte in data {
        let (code, length) = literals[usize::from(byte)];
        bits.put(code, length);
    }
    bits.put(codes[END], lengths[END]);
    // An empty stored block, which begins at a byte's start and ends at one.
    bits.put(0, 3);
    bits.close();
    out.extend([0, 0, 0xFF, 0xFF]);
}

/// The length of each symbol's code, in bits, so that all together are shortest; 0 for a symbol that does not occur.
fn code_lengths(counts: &[u32], most: u8) -> Vec<u8> {
    let mut counts = counts.to_vec();
    loop {
        let lengths = unbounded_lengths(&counts);
        if lengths.iter().all(|&length| length <= most) {
            return lengths;
        }
        // Rare symbols come nearer to the others until no code is too long; with data of a face none ever is.
        counts.iter_mut().filter(|count| **count > 0).for_each(|count| *count = *count / 2 + 1);
    }
}

/// Huffman's algorithm: the two rarest trees become one, until one is left.
fn unbounded_lengths(counts: &[u32]) -> Vec<u8> {
    let mut parents: Vec<usize> = vec![0; counts.len()];
    let occurring = counts.iter().enumerate().filter(|&(_, &count)| count > 0);
    let mut trees: BinaryHeap<Reverse<(u32, usize)>> =
        occurring.map(|(symbol, &count)| Reverse((count, symbol))).collect();
    if trees.len() < 2 {
        // A lone symbol has a code, too.
        return counts.iter().map(|&count| u8::from(count > 0)).collect();
    }
    while let (Some(Reverse(rarest)), Some(Reverse(next))) = (trees.pop(), trees.pop()) {
        let tree = parents.len();
        parents.push(0);
        parents[rarest.1] = tree;
        parents[next.1] = tree;
        if trees.is_empty() {
            break;
        }
        trees.push(Reverse((rarest.0 + next.0, tree)));
    }
    // A parent comes after its children: from the root on, each is a bit longer than its parent.
    let root = parents.len() - 1;
    let mut lengths = vec![0u8; parents.len()];
    for node in (0..root).rev() {
        if node >= counts.len() || counts[node] > 0 {
            lengths[node] = lengths[parents[node]].saturating_add(1);
        }
    }
    lengths.truncate(counts.len());
    lengths
}

/// The codes that follow from their lengths (RFC 1951, 3.2.2), first bit lowest.
fn codes_of(lengths: &[u8]) -> Vec<u16> {
    let mut next = [0u16; MAX_BITS as usize + 2];
    for length in 1..=usize::from(MAX_BITS) {
        let shorter = lengths.iter().filter(|&&l| l > 0 && usize::from(l) == length).count() as u16;
        next[length + 1] = (next[length] + shorter) << 1;
    }
    let code = |&length: &u8| {
        let code = next[usize::from(length)];
        next[usize::from(length)] += u16::from(length > 0);
        if length == 0 { 0 } else { code.reverse_bits() >> (16 - u16::from(length)) }
    };
    lengths.iter().map(code).collect()
}

/// Bits on their way into bytes, the lowest first.
struct Bits<'o> {
    out: &'o mut Vec<u8>,
    held: u64,
    count: u8,
}

impl Bits<'_> {
    fn put(&mut self, code: u16, length: u8) {
        self.held |= u64::from(code) << self.count;
        self.count += length;
        if self.count >= 32 {
            self.out.extend((self.held as u32).to_le_bytes());
            self.held >>= 32;
            self.count -= 32;
        }
    }

    /// Fills the last byte up with zeros.
    fn close(self) {
        let bytes = usize::from(self.count.div_ceil(8));
        self.out.extend(&self.held.to_le_bytes()[..bytes]);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use proptest::prelude::*;

    use super::*;

    /// What a reader makes of a block, with another deflater's stream after it.
    fn read_back(data: &[u8]) -> Vec<u8> {
        let mut stream = Vec::new();
        add_block(data, &mut stream);
        let mut rest = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut rest, b"and more").unwrap();
        stream.extend(rest.finish().unwrap());
        let mut read = Vec::new();
        flate2::read::DeflateDecoder::new(&stream[..]).read_to_end(&mut read).unwrap();
        assert!(read.ends_with(b"and more"));
        read.truncate(read.len() - 8);
        read
    }

    #[test]
    fn codes_are_never_too_long() {
        // Counts like Fibonacci's numbers make the deepest tree.
        let mut data = Vec::new();
        let (mut a, mut b) = (1usize, 1usize);
        for byte in 0..24u8 {
            data.extend(std::iter::repeat_n(byte, a));
            (a, b) = (b, a + b);
        }
        assert_eq!(read_back(&data), data);
    }

    #[test]
    fn data_with_few_symbols() {
        for data in [&b""[..], b"a", b"aaaa", b"ab", &[0; 1000], &[255, 0, 255]] {
            assert_eq!(read_back(data), data);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(data in prop::collection::vec(0u8..=255, 0..3000), bound in 1u16..=256) {
            let data: Vec<u8> = data.into_iter().map(|byte| (u16::from(byte) % bound) as u8).collect();
            prop_assert_eq!(read_back(&data), data);
        }
    }
}
