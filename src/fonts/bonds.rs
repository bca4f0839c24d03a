//! Where a plain word may be parted, so that its segments are shaped by themselves and set side by side.
//!
//! Letters that do not join leave each other alone unless a rule of the face names both, side by side: a pair that is
//! drawn closer together, the letters of the name of God. `fonts/words/bonds.py` reads all rules of a face and writes down
//! what is left of them when each glyph is taken for the letters that can become it: bonds, sequences of sets of letters.
//! Where none fits from the letter before a place on, the word may be parted. Words have a few thousand different
//! segments, and far fewer letters in them than the words have.

/// The table with a face's bonds, in its cut; `bonds.py` says how it is made up.
pub const TABLE: ttf_parser::Tag = ttf_parser::Tag::from_bytes(b"BOND");

/// The block of Arabic, whose letters the bonds know: U+0600 to U+06FF.
const BLOCK: u32 = 0x600;
const BLOCK_SIZE: usize = 0x100;

/// A bond has a bit for each letter.
const MAX_LETTERS: usize = 64;

/// No number of a letter.
const NONE: u8 = u8::MAX;

/// The bonds of a face.
#[derive(Debug)]
pub struct Bonds {
    /// The number of each character of the block.
    numbers: [u8; BLOCK_SIZE],
    /// For each letter those that are bound to it wherever they follow it.
    pairs: [u64; MAX_LETTERS],
    /// Bonds of more letters: each place's letters.
    longer: Vec<Box<[u64]>>,
}

impl Bonds {
    /// The bonds in a table; without one, or with one that is broken, no word is parted.
    pub fn of(table: Option<&[u8]>) -> Bonds {
        table.and_then(Bonds::read).unwrap_or_else(Bonds::none)
    }

    /// No letters: no word is made of them.
    fn none() -> Bonds {
        Bonds { numbers: [NONE; BLOCK_SIZE], pairs: [0; MAX_LETTERS], longer: Vec::new() }
    }

    fn read(table: &[u8]) -> Option<Bonds> {
        let mut bonds = Bonds::none();
        let rest = &mut &*table;
        let count = u16::from_be_bytes(take(rest)?);
        for number in 0..count {
            let letter = u32::from(u16::from_be_bytes(take(rest)?)).checked_sub(BLOCK)?;
            let number = u8::try_from(number).ok().filter(|&number| usize::from(number) < MAX_LETTERS)?;
            *bonds.numbers.get_mut(letter as usize)? = number;
        }
        for _ in 0..u16::from_be_bytes(take(rest)?) {
            let places = u16::from_be_bytes(take(rest)?);
            let places: Vec<u64> = (0..places).map(|_| take(rest).map(u64::from_be_bytes)).collect::<Option<_>>()?;
            match *places {
                [before, after] => bonds.bind(before, after),
                [_, _, ..] => bonds.longer.push(places.into()),
                _ => return None,
            }
        }
        Some(bonds)
    }

    fn bind(&mut self, before: u64, after: u64) {
        let bound = self.pairs.iter_mut().enumerate().filter(|&(number, _)| before >> number & 1 == 1);
        bound.for_each(|(_, pairs)| *pairs |= after);
    }

    /// The byte offsets at which a word may be parted; none where it has anything but letters.
    pub fn cuts<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let is_word = word.chars().all(|c| self.number(c).is_some());
        let places = word.char_indices().zip(word.char_indices().skip(1)).filter(move |_| is_word);
        places.filter(|&((before, _), _)| !self.are_bound(&word[before..])).map(|(_, (after, _))| after)
    }

    fn number(&self, c: char) -> Option<u8> {
        let in_block = u32::from(c).checked_sub(BLOCK)?;
        self.numbers.get(in_block as usize).copied().filter(|&number| number != NONE)
    }

    /// Whether a bond fits letters from the first on, of which there are two at least.
    fn are_bound(&self, letters: &str) -> bool {
        let holds = |place: u64, letter: u8| place >> letter & 1 == 1;
        let mut numbers = letters.chars().map_while(|c| self.number(c));
        let (Some(before), Some(after)) = (numbers.next(), numbers.next()) else { return true };
        holds(self.pairs[usize::from(before)], after)
            || self.longer.iter().any(|bond| {
                let mut numbers = letters.chars().map_while(|c| self.number(c));
                bond.iter().all(|&place| numbers.next().is_some_and(|letter| holds(place, letter)))
            })
    }
}

/// The next bytes.
fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (bytes, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of the letters ا ب د ه, numbered so, and bonds.
    fn bonds(bonds: &[&[u64]]) -> Bonds {
        let mut table: Vec<u8> = [4, 0x627, 0x628, 0x62F, 0x647].iter().flat_map(|n: &u16| n.to_be_bytes()).collect();
        table.extend((bonds.len() as u16).to_be_bytes());
        for bond in bonds {
            table.extend((bond.len() as u16).to_be_bytes());
            table.extend(bond.iter().flat_map(|place| place.to_be_bytes()));
        }
        Bonds::of(Some(&table))
    }

    fn parted(bonds: &Bonds, word: &str) -> String {
        let cuts: Vec<usize> = bonds.cuts(word).collect();
        let mut word = word.to_owned();
        cuts.iter().rev().for_each(|&at| word.insert(at, '|'));
        word
    }

    #[test]
    fn a_word_is_parted_where_no_bond_fits() {
        let joining = [0b1010, 0b1111];
        assert_eq!(parted(&bonds(&[&joining]), "ابدها"), "ا|بد|ها");
        assert_eq!(parted(&bonds(&[&joining, &[0b0001, 0b0110]]), "ابداا"), "ابد|ا|ا");
        // A longer one binds its first two letters only where all of it fits.
        let long = bonds(&[&joining, &[0b0001, 0b0100, 0b1000]]);
        assert_eq!(parted(&long, "اده"), "اد|ه");
        assert_eq!(parted(&long, "ادا"), "ا|د|ا");
        assert_eq!(parted(&long, "اد"), "ا|د");
    }

    #[test]
    fn what_is_no_word_of_its_letters_is_not_parted() {
        let bonds = bonds(&[&[0b1010, 0b1111]]);
        for text in ["", "ا", "اجا", "ا ا", "اـا", "اًا", "ab"] {
            assert_eq!(parted(&bonds, text), text);
        }
    }

    #[test]
    fn a_broken_table_parts_nothing() {
        let whole: Vec<u8> = [1u16, 0x627, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0].iter().flat_map(|n| n.to_be_bytes()).collect();
        assert_eq!(parted(&Bonds::of(Some(&whole)), "اا"), "ا|ا");
        for end in 0..whole.len() {
            assert_eq!(parted(&Bonds::of(whole.get(..end)), "اا"), "اا", "{end} bytes");
        }
        assert_eq!(parted(&Bonds::of(None), "اا"), "اا");
    }
}
