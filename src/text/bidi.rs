//! Embedding levels (UAX #9), with isolates round tokens that Arabic context would turn about.
//!
//! After Arabic letters the algorithm puts the sign of `12.5%` on the left and shows `2024-12-29` day first. Such
//! tokens are set as if they stood in a left-to-right isolate. The isolates live in this step only: neither the
//! shaper nor any output sees them.

use std::ops::Range;

use unicode_bidi::BidiInfo;

use super::itemize::is_plain_letter;
use crate::document::Direction;

/// An embedding level: odd for right to left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(pub u8);

impl Level {
    /// The level of text in a direction with nothing around it.
    pub fn base(direction: Direction) -> Self {
        match direction {
            Direction::LeftToRight => Level(0),
            Direction::RightToLeft => Level(1),
        }
    }

    /// Whether text at this level runs from right to left.
    pub fn is_rtl(self) -> bool {
        self.0 % 2 == 1
    }
}

const LRI: char = '\u{2066}';
const PDI: char = '\u{2069}';

/// The level of every byte of `text`, in a paragraph of the given direction. A line feed ends a bidi paragraph.
pub fn levels(text: &str, base: Direction) -> Vec<Level> {
    let para = unicode_bidi::Level::from(Level::base(base));
    let tokens = if base == Direction::RightToLeft { tokens(text) } else { Vec::new() };
    if base == Direction::RightToLeft
        && tokens.is_empty()
        && let Some(levels) = plain_levels(text)
    {
        return levels;
    }
    if tokens.is_empty() {
        return BidiInfo::new(text, Some(para)).levels.iter().map(|l| Level(l.number())).collect();
    }
    let mut isolated = String::with_capacity(text.len() + tokens.len() * (LRI.len_utf8() + PDI.len_utf8()));
    let mut inserted = Vec::with_capacity(tokens.len() * 2);
    let mut from = 0;
    for token in &tokens {
        for (end, mark) in [(token.start, LRI), (token.end, PDI)] {
            isolated.push_str(&text[from..end]);
            inserted.push(isolated.len());
            isolated.push(mark);
            from = end;
        }
    }
    isolated.push_str(&text[from..]);
    let info = BidiInfo::new(&isolated, Some(para));
    let mut levels = Vec::with_capacity(text.len());
    let mut at = 0;
    for mark in inserted {
        levels.extend(info.levels[at..mark].iter().map(|l| Level(l.number())));
        at = mark + LRI.len_utf8();
    }
    levels.extend(info.levels[at..].iter().map(|l| Level(l.number())));
    levels
}

/// The levels of a right-to-left paragraph in which there is nothing but Arabic text and plain numbers, which is most
/// of them; none for others. Of what it takes to prepare a paragraph of known words, a third would else go into rules
/// that change nothing: without left-to-right letters and controls every character takes the paragraph's level, and
/// digits the next one (UAX #9, I1 and I2), unless a sign beside a digit becomes a part of its number (W4 and W5), or
/// a mark stands on a sign (W1).
fn plain_levels(text: &str) -> Option<Vec<Level>> {
    let mut levels = vec![Level(1); text.len()];
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_digit(c) {
            levels.get_mut(at..at + c.len_utf8())?.fill(Level(2));
        } else if !is_plain_letter(c) {
            let (left, right) = (is_digit(before), chars.peek().is_some_and(|&(_, next)| is_digit(next)));
            let on_letter = !left && matches!(before, '\u{621}'..='\u{6D3}');
            let joins = (left && right && c != ' ')
                || ((left || right) && matches!(c, '#' | '$' | '%' | '+' | '-'))
                || (matches!(c, '\u{64B}'..='\u{65F}' | '\u{670}') && !on_letter);
            if joins || !is_plain(c) {
                return None;
            }
        }
        before = c;
    }
    Some(levels)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('\u{660}'..='\u{669}').contains(&c)
}

/// Arabic letters (AL), marks on them (NSM), spaces, and signs without a direction of their own.
fn is_plain(c: char) -> bool {
    matches!(c,
        '\u{621}'..='\u{65F}' | '\u{671}'..='\u{6D3}' | ' '..='/' | ':'..='@' | '[' | ']'
        | '\u{670}' | '،' | '؛' | '؟' | '«' | '»' | '\u{2010}'..='\u{2027}')
}

impl From<Level> for unicode_bidi::Level {
    fn from(level: Level) -> Self {
        // A level comes from the algorithm and is within its bounds.
        unicode_bidi::Level::new(level.0).unwrap_or_else(|_| unicode_bidi::Level::rtl())
    }
}

/// The visual order of pieces with the given levels (rule L2): indices from left to right.
pub fn visual_order(levels: &[Level]) -> Vec<usize> {
    // Most lines have one level, and one direction.
    if let Some(first) = levels.first().filter(|first| levels.iter().all(|level| level == *first)) {
        return if first.is_rtl() { (0..levels.len()).rev().collect() } else { (0..levels.len()).collect() };
    }
    let levels: Vec<unicode_bidi::Level> = levels.iter().map(|&l| l.into()).collect();
    BidiInfo::reorder_visual(&levels)
}

/// Whether a token's core may hold this character: European digits and letters written from left to right.
fn is_core(c: char) -> bool {
    c.is_ascii_alphanumeric() || (('\u{C0}'..'\u{590}').contains(&c) && c.is_alphabetic())
}

/// Signs that belong to the token when they stand between two characters of its core.
fn is_connector(c: char) -> bool {
    matches!(c, '.' | ',' | ':' | '/' | '-' | '+' | '_' | '@' | '&' | '%' | '\'' | '’' | '=' | '#' | '\\' | '~' | '?')
}

/// Signs that belong to the token when they stand right before its core.
fn is_prefix(c: char) -> bool {
    matches!(c, '+' | '-' | '−' | '±' | '#' | '@' | '$' | '€' | '£' | '¥' | '~')
}

/// Signs that belong to the token when they stand right after its core.
fn is_suffix(c: char) -> bool {
    matches!(c, '%' | '‰' | '°' | '$' | '€' | '£' | '¥' | '+' | '#')
}

/// The ranges of text that need an isolate: numbers and Latin words with signs in or about them.
///
/// Plain numbers and plain words need none, and neither does a pair of numbers with a hyphen: `10-20` is a span
/// that reads from the right, as the text around it does.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    if !bytes.iter().any(u8::is_ascii_alphanumeric) && !text.chars().any(is_core) {
        return Vec::new();
    }
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let offset = |i: usize| chars.get(i).map_or(text.len(), |&(at, _)| at);
    let is = |i: usize, test: fn(char) -> bool| chars.get(i).is_some_and(|&(_, c)| test(c));
    let mut found = Vec::new();
    let mut i = 0;
    // Where the token before ends: a sign that it took is no prefix of the next one.
    let mut taken = 0;
    while i < chars.len() {
        if !is(i, is_core) {
            i += 1;
            continue;
        }
        let core = i;
        let mut start = i;
        while start > taken && is(start - 1, is_prefix) {
            start -= 1;
        }
        // A prefix right after a letter of the other direction is a hyphen of that word.
        if start > 0 && start < core && chars[start - 1].1.is_alphabetic() {
            start = core;
        }
        let (mut connectors, mut hyphens, mut letters) = (0usize, 0usize, false);
        loop {
            while is(i, is_core) {
                letters |= !chars[i].1.is_ascii_digit();
                i += 1;
            }
            let mut next = i;
            while is(next, is_connector) {
                next += 1;
            }
            if next == i || !is(next, is_core) {
                break;
            }
            connectors += 1;
            hyphens += usize::from(next == i + 1 && chars[i].1 == '-');
            i = next;
        }
        let after = i;
        while is(i, is_suffix) {
            i += 1;
        }
        let signs = connectors > 0 || start < core || i > after;
        let span_of_two = !letters && connectors == 1 && hyphens == 1 && start == core && i == after;
        if signs && !span_of_two {
            found.push(offset(start)..offset(i));
            taken = i;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text as it is seen from left to right.
    fn seen(text: &str) -> String {
        let levels = levels(text, Direction::RightToLeft);
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let order = visual_order(&chars.iter().map(|&(at, _)| levels[at]).collect::<Vec<_>>());
        order.into_iter().map(|i| chars[i].1).collect()
    }

    #[test]
    fn tokens_keep_their_own_order() {
        assert_eq!(seen("ا 12.5% ب"), "ب 12.5% ا");
        assert_eq!(seen("ا 2024-12-29 ب"), "ب 2024-12-29 ا");
        assert_eq!(seen("ا -5 ب"), "ب -5 ا");
        assert_eq!(seen("ا C++ ب"), "ب C++ ا");
        assert_eq!(seen("ا +963-11-22 ب"), "ب +963-11-22 ا");
        assert_eq!(seen("ا $100 ب"), "ب $100 ا");
        assert_eq!(seen("ا 2$-05 ب"), "ب 2$-05 ا");
    }

    #[test]
    fn what_reads_from_the_right_is_left_to_the_algorithm() {
        assert_eq!(seen("ا 10-20 ب"), "ب 20-10 ا");
        assert_eq!(seen("ا NATO ب"), "ب NATO ا");
        assert_eq!(seen("ال-13 ب"), "ب 13-لا");
        assert_eq!(seen("ا ٢٩/١٢/٢٠٢٤ ب"), "ب ٢٩/١٢/٢٠٢٤ ا");
    }

    #[test]
    fn one_level_has_the_order_that_the_rule_gives() {
        for level in 0..6 {
            for count in 0..4 {
                let levels = vec![Level(level); count];
                let by_the_rule: Vec<unicode_bidi::Level> = levels.iter().map(|&level| level.into()).collect();
                assert_eq!(visual_order(&levels), BidiInfo::reorder_visual(&by_the_rule), "{count} at {level}");
            }
        }
    }

    fn by_the_rules(text: &str) -> Vec<Level> {
        let info = BidiInfo::new(text, Some(unicode_bidi::Level::rtl()));
        info.levels.iter().map(|l| Level(l.number())).collect()
    }

    #[test]
    fn every_plain_character_is_what_the_algorithm_makes_of_it() {
        let plain: Vec<char> = ('\0'..='\u{2FFF}').filter(|&c| is_plain(c)).collect();
        assert!(plain.len() > 200);
        let alone = |c: &char| c.to_string();
        let amid = |c: &char| format!("ا{c}ب {c} {c}{c}ج ا{c}");
        let numbers = |c: &char| format!("{c} 12 {c}ب 3{c} ب 4 {c}");
        let pairs = |c: &char| format!("({c} [{c}] «ا{c}» \u{2013}{c}:");
        let texts = plain.iter().flat_map(|c| [alone(c), amid(c), numbers(c), pairs(c)]);
        for text in texts.chain([plain.iter().collect()]) {
            assert!(plain_levels(&text).is_none_or(|levels| levels == by_the_rules(&text)), "{text}");
        }
    }

    #[test]
    fn short_texts_of_all_kinds_are_what_the_algorithm_makes_of_them() {
        const KINDS: [char; 11] = ['ا', '\u{64E}', ' ', '1', '٣', '.', '-', '%', '(', ')', '،'];
        let mut plain = 0;
        for number in 0..KINDS.len().pow(5) {
            let text: String = (0..5).map(|place| KINDS[number / KINDS.len().pow(place) % KINDS.len()]).collect();
            if let Some(levels) = plain_levels(&text) {
                plain += 1;
                assert_eq!(levels, by_the_rules(&text), "{text}");
            }
        }
        assert!(plain > 50_000, "{plain}");
    }

    #[test]
    fn every_byte_has_a_level() {
        for text in ["", "a%", "ا 12.5% ب\nج 3+", "\u{2066}x\u{2069} 5%"] {
            assert_eq!(levels(text, Direction::RightToLeft).len(), text.len(), "{text}");
        }
    }
}
