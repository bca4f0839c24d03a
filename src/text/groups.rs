//! Where the letters of a word allow a stroke: what the pattern library says of each group of joined letters,
//! remembered.
//!
//! The library's patterns look at one joined group at a time, letters that join each other, and never beyond it; and of
//! each letter they see its joining group alone (UAX #44, Joining_Group: ب, ت and ث are one), some of which they take for
//! one before the group's last letter (ب, ن and ي). The words of an archive are
//! made of a few thousand different sequences of these, so a word costs a look-up for each of its groups, where matching all
//! patterns would cost more than setting it. A test holds the answers to those that the library gives for whole words.

use std::rc::Rc;

use icu_properties::props::{EnumeratedProperty, JoiningGroup, JoiningType};
use kashida::{builtin_pattern_set, find_kashida_points};
use rustc_hash::FxHashMap;

/// The pattern sets, the leading one first, and the highest priority that each can give.
///
/// In trials the places of `arabic-simple` looked better; what only `arabic-naskh` has, mostly places inside words,
/// comes after all of them.
const SETS: [(&str, u8); 2] = [("arabic-simple", 9), ("arabic-naskh", 1)];

/// How many groups are remembered before all are forgotten: far more than a language's words are made of, so that only
/// noise gets there.
const MAX_GROUPS: usize = 20_000;

/// Groups of more letters are not remembered: they don't come again.
const MAX_REMEMBERED: usize = 24;

/// A place between two joined letters at which the patterns allow a stroke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The byte offset of the letter that the stroke leads to.
    pub offset: usize,
    /// How good the place is, from 0 to 9.
    pub priority: u8,
}

/// The points of the groups that have been met. Each worker has its own.
#[derive(Default)]
pub struct Groups {
    /// By the joining groups of the letters, as the patterns take them.
    known: FxHashMap<Box<[JoiningGroup]>, Rc<[Known]>>,
    group: Group,
}

/// A point in a remembered group.
#[derive(Clone, Copy)]
struct Known {
    /// Which of the group's letters the stroke leads to.
    letter: usize,
    priority: u8,
}

/// The letters of one joined group.
#[derive(Default)]
struct Group {
    joining: Vec<JoiningGroup>,
    /// Where each letter stands in the text.
    letters: Vec<(usize, char)>,
}

impl Groups {
    /// The points of a text, in its order.
    pub fn points(&mut self, text: &str) -> Vec<Point> {
        if !text.chars().all(is_plain) {
            return matched(text);
        }
        let mut points = Vec::new();
        let mut joins = false;
        for (at, c) in text.char_indices() {
            let (from_right, to_left) = match JoiningType::for_char(c) {
                JoiningType::Transparent => continue,
                JoiningType::DualJoining => (true, true),
                JoiningType::RightJoining => (true, false),
                _ => (false, false),
            };
            if !(joins && from_right) {
                self.close(&mut points);
            }
            // The letter before this one is not the last.
            if let Some(before) = self.group.joining.last_mut() {
                *before = without_tail(*before);
            }
            self.group.letters.push((at, c));
            self.group.joining.push(JoiningGroup::for_char(c));
            joins = to_left;
        }
        self.close(&mut points);
        points
    }

    /// Ends a joined group.
    fn close(&mut self, points: &mut Vec<Point>) {
        let Group { joining, letters } = &mut self.group;
        if letters.len() > 1 {
            let known = match self.known.get(joining.as_slice()) {
                Some(known) => Rc::clone(known),
                None => {
                    let known = known(letters);
                    if self.known.len() >= MAX_GROUPS {
                        self.known.clear();
                    }
                    if letters.len() <= MAX_REMEMBERED {
                        self.known.insert(joining.as_slice().into(), Rc::clone(&known));
                    }
                    known
                }
            };
            let point = |known: &Known| Some(Point { offset: letters.get(known.letter)?.0, priority: known.priority });
            points.extend(known.iter().filter_map(point));
        }
        joining.clear();
        letters.clear();
    }
}

/// The joining group that the patterns take a letter for where it joins the next: there these differ by their dots alone.
fn without_tail(group: JoiningGroup) -> JoiningGroup {
    match group {
        JoiningGroup::Noon | JoiningGroup::Yeh | JoiningGroup::FarsiYeh => JoiningGroup::Beh,
        JoiningGroup::Qaf => JoiningGroup::Feh,
        JoiningGroup::Gaf => JoiningGroup::Kaf,
        other => other,
    }
}

/// What the patterns say of a joined group. Without its marks each letter is a grapheme cluster.
fn known(letters: &[(usize, char)]) -> Rc<[Known]> {
    let mut bare = String::with_capacity(letters.iter().map(|(_, c)| c.len_utf8()).sum());
    bare.extend(letters.iter().map(|(_, c)| c));
    let mut points: Vec<Known> = Vec::new();
    // Two letters have one join, of which the first set says all there is to say.
    let sets = if letters.len() == 2 { &SETS[..1] } else { &SETS[..] };
    for_each_point(&bare, sets, |before, priority| {
        if !points.iter().any(|known| known.letter == before + 1) {
            points.push(Known { letter: before + 1, priority });
        }
    });
    points.sort_unstable_by_key(|known| known.letter);
    points.into()
}

/// Whether a character is one of those that Arabic news is made of: each but a mark begins a grapheme cluster of its
/// own (UAX #29), none changes how its neighbours join, and no pattern names it.
fn is_plain(c: char) -> bool {
    matches!(c,
        ' '..='~' | '«' | '»' | '\u{60C}' | '\u{61B}' | '\u{61F}'..='\u{63F}' | '\u{641}'..='\u{6D3}')
}

/// What the pattern sets say of a text.
fn matched(text: &str) -> Vec<Point> {
    let clusters: Vec<usize> = icu_segmenter::GraphemeClusterSegmenter::new().segment_str(text).collect();
    let mut points: Vec<Point> = Vec::new();
    for_each_point(text, &SETS, |before, priority| {
        let offset = clusters.get(before + 1).filter(|&&offset| !points.iter().any(|known| known.offset == offset));
        points.extend(offset.map(|&offset| Point { offset, priority }));
    });
    points.sort_unstable_by_key(|point| point.offset);
    points
}

/// The points of a text by pattern sets: the cluster before the stroke, and the priority.
fn for_each_point(text: &str, sets: &[(&str, u8)], mut act: impl FnMut(usize, u8)) {
    for &(set, most) in sets {
        let Some(set) = builtin_pattern_set(set) else { continue };
        find_kashida_points(text, set, false).1.iter().for_each(|p| act(p.index as usize, p.priority.min(most)));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Letters, marks, joiners, digits, signs and other scripts, in any order, with the memory cold and warm.
        #[test]
        fn groups_say_what_whole_words_say(
            text in "[ابتجدرسصطعفقكلمنهويىةءآأإؤئپچگںی\u{64B}-\u{652}\u{670}\u{640}\u{200C}\u{200D}٠۵1a(»،.ـ\u{6DD}\u{600}ܐܒ]{0,12}"
        ) {
            let mut groups = Groups::default();
            prop_assert_eq!(&groups.points(&text), &matched(&text));
            prop_assert_eq!(&groups.points(&text), &matched(&text));
        }
    }

    #[test]
    fn the_words_of_the_sheet() {
        let mut groups = Groups::default();
        for word in include_str!("../../tests/data/kashida/words.txt").split_whitespace() {
            assert_eq!(groups.points(word), matched(word), "{word}");
        }
    }
}
