//! One part of a batch, of which every machine does another.

use std::fmt;
use std::num::NonZeroU32;

/// A part of a batch: the articles whose hash falls on it. Every article falls on exactly one of the parts, and on
/// the same on every machine, whatever the order of the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which part, from 1.
    number: u32,
    /// How many there are.
    of: NonZeroU32,
}

impl Shard {
    /// The whole batch.
    pub const WHOLE: Shard = Shard { number: 1, of: NonZeroU32::MIN };

    /// Reads `K/N`, with K from 1 to N; `None` for anything else.
    pub fn parse(written: &str) -> Option<Self> {
        let (number, of) = written.split_once('/')?;
        let number = number.trim().parse().ok()?;
        let of: NonZeroU32 = of.trim().parse().ok()?;
        (1..=of.get()).contains(&number).then_some(Shard { number, of })
    }

    /// Whether it is all there is.
    pub fn is_whole(self) -> bool {
        self.of == NonZeroU32::MIN
    }

    /// How many parts there are.
    pub fn parts(self) -> u32 {
        self.of.get()
    }

    /// Whether an article of that hash falls on this part.
    pub fn takes(self, hash: u64) -> bool {
        hash % u64::from(self.of.get()) == u64::from(self.number - 1)
    }

    /// Its name in the names of files.
    pub fn tag(self) -> String {
        format!("{}-of-{}", self.number, self.of)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hash_falls_on_one_part() {
        let shards: Vec<Shard> = ["1/3", "2/3", "3/3"].into_iter().filter_map(Shard::parse).collect();
        assert_eq!(shards.len(), 3);
        for hash in [0, 1, 2, 7, u64::MAX] {
            assert_eq!(shards.iter().filter(|shard| shard.takes(hash)).count(), 1);
            assert!(Shard::WHOLE.takes(hash));
        }
    }

    #[test]
    fn parts_that_are_none() {
        for written in ["0/3", "4/3", "1/0", "1", "a/b", "-1/2", ""] {
            assert_eq!(Shard::parse(written), None, "{written}");
        }
    }
}
