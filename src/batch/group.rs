//! Bulletins of several articles each: by day, by section, or so many at a time.
//!
//! So many at a time are the next ones of the stream. For days and sections a first pass over the inputs counts the
//! articles of each group; a later pass gathers them and lets a group go as soon as it is whole. What is
//! gathered at one time is bounded: groups that would go beyond it are left for a further pass.

use std::collections::HashMap;
use std::io;
use std::num::NonZeroUsize;
use std::sync::Arc;

use super::jobs::Job;
use crate::document::Article;

/// How much may be gathered at one time, in bytes of JSON. An article takes several times as much in memory.
const GATHERED: u64 = 16 << 20;

/// How articles are made into bulletins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// One for each day of publication.
    Date,
    /// One for each section: of a bulletin, else the article's first category.
    Section,
    /// So many articles each, in their order.
    Count(NonZeroUsize),
}

impl Grouping {
    /// Reads `date`, `section` or a number; `None` for anything else.
    pub fn parse(written: &str) -> Option<Self> {
        match written {
            "date" => Some(Grouping::Date),
            "section" => Some(Grouping::Section),
            number => number.parse().ok().map(Grouping::Count),
        }
    }

    /// What the articles of one group have in common; empty where an article has no such thing.
    pub fn key(self, job: &Job, article: &Article) -> String {
        match self {
            Grouping::Date => article.published.as_ref().map(|date| date.day().to_string()).unwrap_or_default(),
            Grouping::Section => section(job, article).unwrap_or_default(),
            Grouping::Count(_) => String::new(),
        }
    }
}

/// The section that an article stands in: of its bulletin, else its first category.
pub fn section(job: &Job, article: &Article) -> Option<String> {
    let title = job.section.as_ref().or_else(|| article.categories.first())?;
    Some(title.plain()).filter(|title| !title.trim().is_empty())
}

/// One group, as the first pass saw it.
#[derive(Clone, Debug)]
pub struct Group {
    /// The name of its files.
    pub name: String,
    /// Its first article's input, and the position there.
    pub begins: (Arc<str>, usize),
    /// How many articles it has.
    pub count: u64,
    /// The pass that gathers it, from 0.
    pub pass: usize,
    first: u64,
    last: u64,
    weight: u64,
}

/// All groups of a batch, in the order in which they begin.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    list: Vec<Group>,
    numbers: HashMap<String, usize>,
    articles: u64,
    /// How many passes gather them.
    pub passes: usize,
}

impl Groups {
    /// Counts an article in the group of that key. `name` gives the name of the group that begins with it, from its
    /// number, and where that is.
    pub fn count(&mut self, key: String, article: &Article, name: impl FnOnce(usize) -> (String, (Arc<str>, usize))) {
        let at = self.articles;
        self.articles += 1;
        let next = self.list.len();
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            let (name, begins) = name(next);
            self.list.push(Group { name, begins, count: 0, pass: 0, first: at, last: at, weight: 0 });
        }
        if let Some(group) = self.list.get_mut(number) {
            group.count += 1;
            group.last = at;
            group.weight += weight(article);
        }
    }

    /// Parts the groups among passes, once all articles have been counted.
    pub fn part(&mut self) {
        self.part_by(GATHERED);
    }

    fn part_by(&mut self, most: u64) {
        // For each pass, the groups that are gathered at the moment: where they end, and their weight.
        let mut open: Vec<Vec<(u64, u64)>> = Vec::new();
        for group in &mut self.list {
            let fits = |open: &mut Vec<(u64, u64)>| {
                open.retain(|(last, _)| *last >= group.first);
                open.is_empty() || open.iter().map(|(_, weight)| weight).sum::<u64>() + group.weight <= most
            };
            group.pass = open.iter_mut().position(fits).unwrap_or(open.len());
            if group.pass == open.len() {
                open.push(Vec::new());
            }
            if let Some(open) = open.get_mut(group.pass) {
                open.push((group.last, group.weight));
            }
        }
        self.passes = open.len().max(1);
    }

    /// The groups, in the order in which they begin.
    pub fn list(&self) -> &[Group] {
        &self.list
    }

    /// The group of a key, with its number.
    pub fn find(&self, key: &str) -> Option<(usize, &Group)> {
        let number = *self.numbers.get(key)?;
        Some((number, self.list.get(number)?))
    }
}

/// An article's size, as JSON.
fn weight(article: &Article) -> u64 {
    struct Count(u64);
    impl io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len() as u64;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    // What can't be written weighs what was written of it.
    let _ = serde_json::to_writer(&mut count, article);
    count.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_that_are_open_at_one_time_are_gathered_in_several_passes() {
        let passes = |keys: &str, most: u64| {
            let mut groups = Groups::default();
            for key in keys.chars() {
                groups.count(key.to_string(), &Article::default(), |_| (String::new(), ("".into(), 0)));
            }
            groups.part_by(most * weight(&Article::default()));
            groups.list.iter().map(|group| group.pass).collect::<Vec<_>>()
        };
        assert_eq!(passes("aabbcc", 2), [0, 0, 0], "one after the other");
        assert_eq!(passes("abcabc", 2), [0, 1, 2]);
        assert_eq!(passes("abcabc", 4), [0, 0, 1]);
        assert_eq!(passes("abbcca", 4), [0, 0, 0], "b is whole before c begins");
        assert_eq!(passes("aaaa", 2), [0], "a group that is too large stands alone");
    }
}
