//! A stream of literals: Huffman's code without a search for repetitions (RFC 1950 and 1951, dynamic codes).
//!
//! The outlines of a face hardly repeat, and in a short document they are most of what is packed. A deflater's search for
//! repetitions takes more than four times as long there as giving each byte its code, and saves a tenth. The deflater's own way of
//! doing without that search (its strategy of codes alone) takes two thirds of it: it goes byte by byte, as for streams
//! whose end isn't known. And a deflater clears its tables, a quarter of a megabyte, for each stream, however short that is.

use std::collections::VecDeque;

/// The symbol that ends a block.
const END: usize = 256;
/// The longest code of a literal, in bits.
const MAX_BITS: u8 = 15;
/// The longest code of a code's length, in bits.
const MAX_LENGTH_BITS: u8 = 7;
/// The order in which the lengths of the lengths' codes are written.
const LENGTH_ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// The first bytes of a zlib stream: deflated with a window of 32 KiB, in the fastest way.
const HEAD: [u8; 2] = [0x78, 0x01];

/// The data as a zlib stream of one block.
pub fn zlib(data: &[u8]) -> Vec<u8> {
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

    let mut out = Vec::with_capacity(data.len() + 256);
    out.extend_from_slice(&HEAD);
    let mut bits = Bits { out, held: 0, count: 0 };
    // The last block; codes of its own; 257 literals, one distance.
    bits.put(1, 1);
    bits.put(2, 2);
    bits.put(0, 5);
    bits.put(0, 5);
    bits.put(told as u16 - 4, 4);
    LENGTH_ORDER.iter().take(told).for_each(|&symbol| bits.put(length_lengths[symbol].into(), 3));
    all.iter().for_each(|&length| bits.put(length_codes[usize::from(length)], length_lengths[usize::from(length)]));
    let literals: [(u16, u8); 256] = std::array::from_fn(|byte| (codes[byte], lengths[byte]));
    let (pairs, last) = data.as_chunks::<2>();
    for pair in pairs {
        let [(first, first_bits), (second, second_bits)] = pair.map(|byte| literals[usize::from(byte)]);
        bits.put_pair(first, first_bits, second, second_bits);
    }
    for &byte in last {
        bits.put(codes[usize::from(byte)], lengths[usize::from(byte)]);
    }
    bits.put(codes[END], lengths[END]);
    let mut out = bits.close();
    out.extend_from_slice(&simd_adler32::adler32(&data).to_be_bytes());
    out
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

/// Huffman's algorithm: the two rarest trees become one, until one is left. Of trees that are as rare, the symbol that comes
/// first is taken first, and symbols before larger trees.
fn unbounded_lengths(counts: &[u32]) -> Vec<u8> {
    let mut symbols: Vec<(u32, usize)> =
        counts.iter().enumerate().filter(|&(_, &count)| count > 0).map(|(symbol, &count)| (count, symbol)).collect();
    if symbols.len() < 2 {
        // A lone symbol has a code, too.
        return counts.iter().map(|&count| u8::from(count > 0)).collect();
    }
    symbols.sort_unstable();
    let mut parents: Vec<usize> = vec![0; counts.len()];
    // Larger trees are made from the rarest to the most frequent: two rows in order are all that is chosen from.
    let mut symbols = symbols.into_iter().peekable();
    let mut trees: VecDeque<(u32, usize)> = VecDeque::with_capacity(counts.len());
    let mut rarest = |trees: &mut VecDeque<(u32, usize)>| match (symbols.peek(), trees.front()) {
        (Some(symbol), Some(tree)) if symbol.0 > tree.0 => trees.pop_front(),
        (Some(_), _) => symbols.next(),
        (None, _) => trees.pop_front(),
    };
    while let (Some(first), Some(second)) = (rarest(&mut trees), rarest(&mut trees)) {
        let tree = parents.len();
        parents.push(0);
        parents[first.1] = tree;
        parents[second.1] = tree;
        trees.push_back((first.0 + second.0, tree));
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
    let mut with = [0u16; MAX_BITS as usize + 1];
    lengths.iter().for_each(|&length| with[usize::from(length)] += 1);
    let mut next = [0u16; MAX_BITS as usize + 2];
    for length in 1..=usize::from(MAX_BITS) {
        next[length + 1] = (next[length] + with[length]) << 1;
    }
    let code = |&length: &u8| {
        let code = next[usize::from(length)];
        next[usize::from(length)] += u16::from(length > 0);
        if length == 0 { 0 } else { code.reverse_bits() >> (16 - u16::from(length)) }
    };
    lengths.iter().map(code).collect()
}

/// Bits on their way into bytes, the lowest first; never more than 31 of them are held.
struct Bits {
    out: Vec<u8>,
    held: u64,
    count: u8,
}

impl Bits {
    fn put(&mut self, code: u16, length: u8) {
        self.put_pair(code, length, 0, 0);
    }

    /// Two codes at once.
    fn put_pair(&mut self, first: u16, first_bits: u8, second: u16, second_bits: u8) {
        self.held |= (u64::from(first) | u64::from(second) << first_bits) << self.count;
        self.count += first_bits + second_bits;
        if self.count >= 32 {
            self.out.extend_from_slice(&(self.held as u32).to_le_bytes());
            self.held >>= 32;
            self.count -= 32;
        }
    }

    /// All bytes, the last one filled up with zeros.
    fn close(mut self) -> Vec<u8> {
        let bytes = usize::from(self.count.div_ceil(8));
        self.out.extend_from_slice(&self.held.to_le_bytes()[..bytes]);
        self.out
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use proptest::prelude::*;

    use super::*;

    fn read_back(data: &[u8]) -> Vec<u8> {
        let mut read = Vec::new();
        flate2::read::ZlibDecoder::new(&zlib(data)[..]).read_to_end(&mut read).unwrap();
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
