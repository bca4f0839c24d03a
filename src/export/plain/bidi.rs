//! Direction marks for one line of plain text.
//!
//! A viewer of plain text knows no base direction: it takes a line's from its first letter. A mark in front of
//! the line sets it right where that letter is of the other direction. Inside a line the Unicode bidirectional
//! algorithm keeps most foreign words and numbers as they were written; where it would not (`12.5%` and
//! `2024-12-29` after Arabic letters, `C++`), the run is isolated. Whether it would is not guessed: the line's
//! visual order is computed with and without the isolate around the run, and only a difference brings it in.

use std::ops::Range;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

use crate::document::Direction;

/// Opens a piece of text with a direction of its own, which its first letter sets.
const FSI: char = '\u{2068}';
/// Closes it.
const PDI: char = '\u{2069}';
/// An invisible letter that is read from right to left.
const RLM: char = '\u{200F}';
/// An invisible letter that is read from left to right.
const LRM: char = '\u{200E}';
/// How many bytes of a line beside a run are looked at. What lies beyond the nearest letters of the line's own
/// direction has no bearing on a run, and they are nearer in any text that means something; the bound keeps a
/// line of nothing but numbers from costing the square of its length.
const REACH: usize = 64;
/// Characters that belong to the word or number after them.
const LEADING: &str = "+-−±$€£¥#@~./";
/// Characters that belong to the word or number before them.
const TRAILING: &str = "+#%‰°*$€£¥′″/";

/// One line while it is put together.
#[derive(Default)]
pub(super) struct Line {
    /// Its text.
    pub text: String,
    /// Ranges that are one piece whatever stands in them (words marked as of another language, addresses), in
    /// order and apart from each other.
    pub whole: Vec<Range<usize>>,
    /// Offsets that no run reaches across (the borders of cells), in order.
    pub borders: Vec<usize>,
    /// How many bytes of the text, at its start, are the layout's: an indent, a label.
    pub prefix: usize,
    /// How many columns the lines that it is broken into stand in, the first one apart.
    pub hang: usize,
}

/// What a character is to a line.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// A letter of the line's own direction.
    Own,
    /// A letter of the other direction.
    Other,
    /// A digit that the algorithm may move.
    Number,
    /// A mark on the character before it.
    Mark,
    /// White space.
    Space,
    /// All else that has no direction.
    Neutral,
    /// A control that changes directions, or a paragraph's end. No run goes past it.
    Control,
}

fn kind(c: char, base: Direction) -> Kind {
    let rtl = base == Direction::RightToLeft;
    match bidi_class(c) {
        BidiClass::L => {
            if rtl {
                Kind::Other
            } else {
                Kind::Own
            }
        }
        BidiClass::R | BidiClass::AL => {
            if rtl {
                Kind::Own
            } else {
                Kind::Other
            }
        }
        BidiClass::AN if rtl => Kind::Own,
        BidiClass::AN | BidiClass::EN => Kind::Number,
        BidiClass::NSM => Kind::Mark,
        BidiClass::WS | BidiClass::S => Kind::Space,
        BidiClass::B
        | BidiClass::LRE
        | BidiClass::RLE
        | BidiClass::LRO
        | BidiClass::RLO
        | BidiClass::PDF
        | BidiClass::LRI
        | BidiClass::RLI
        | BidiClass::FSI
        | BidiClass::PDI => Kind::Control,
        _ => Kind::Neutral,
    }
}

impl Line {
    /// Adds the line with its marks to `out`.
    pub fn write(&self, base: Direction, out: &mut String) {
        if let Some(mark) = opening_mark(&self.text, base) {
            out.push(mark);
        }
        let mut at = 0;
        for run in self.isolated(base) {
            out.push_str(self.text.get(at..run.start).unwrap_or(""));
            out.push(FSI);
            out.push_str(self.text.get(run.clone()).unwrap_or(""));
            out.push(PDI);
            at = run.end;
        }
        out.push_str(self.text.get(at..).unwrap_or(""));
    }

    /// The runs that would move, in order.
    fn isolated(&self, base: Direction) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        let mut at = 0;
        while let Some(run) = self.next_run(at, base) {
            at = run.end;
            let simple = self.text.get(run.clone()).is_some_and(|run| run.chars().all(char::is_numeric));
            if !simple && self.moves(&run, base) {
                runs.push(run);
            }
        }
        runs
    }

    /// The next run at or after `from` of the other direction, or number.
    fn next_run(&self, from: usize, base: Direction) -> Option<Range<usize>> {
        let rest = self.text.get(from..)?;
        let starts = |c: char| matches!(kind(c, base), Kind::Other | Kind::Number);
        let start = from + rest.find(starts)?;
        let border = self.borders.get(self.borders.partition_point(|&border| border <= start));
        let border = border.copied().unwrap_or(self.text.len());
        let mut end = start;
        let mut letters = false;
        for (offset, c) in self.text.get(start..)?.char_indices() {
            let at = start + offset;
            if at >= border {
                break;
            }
            match kind(c, base) {
                Kind::Own | Kind::Control => break,
                // Numbers apart from each other are pieces of their own; words of a language are one.
                Kind::Space if !letters => break,
                Kind::Space | Kind::Neutral => {}
                Kind::Mark => end = if end == at { at + c.len_utf8() } else { end },
                kind => {
                    letters |= kind == Kind::Other;
                    end = at + c.len_utf8();
                }
            }
        }
        let end = self.extend_right(start, end, border, base);
        let start = self.extend_left(from, start);
        Some(self.with_whole(from, start..end, base))
    }

    fn extend_right(&self, start: usize, end: usize, border: usize, base: Direction) -> usize {
        let run = self.text.get(start..end).unwrap_or("");
        let mut open = run.matches(['(', '[', '{']).count().saturating_sub(run.matches([')', ']', '}']).count());
        let mut reached = end;
        for c in self.text.get(end..border).unwrap_or("").chars() {
            if matches!(c, ')' | ']' | '}') && open > 0 {
                open -= 1;
            } else if !TRAILING.contains(c) {
                // A sign between two words belongs to neither.
                return if matches!(kind(c, base), Kind::Own | Kind::Other | Kind::Number) { end } else { reached };
            }
            reached += c.len_utf8();
        }
        reached
    }

    fn extend_left(&self, from: usize, start: usize) -> usize {
        let before = self.text.get(from..start).unwrap_or("");
        let signs = before.chars().rev().take_while(|&c| LEADING.contains(c)).map(char::len_utf8).sum::<usize>();
        let reached = start - signs;
        match self.text.get(..reached).and_then(|before| before.chars().next_back()) {
            Some(c) if c.is_alphanumeric() => start,
            _ => {
                let border = self.borders.partition_point(|&border| border <= start).checked_sub(1);
                reached.max(border.and_then(|at| self.borders.get(at)).copied().unwrap_or(0))
            }
        }
    }

    /// The run together with the pieces that it begins or ends in, where they hold nothing of the line's own
    /// direction.
    fn with_whole(&self, from: usize, run: Range<usize>, base: Direction) -> Range<usize> {
        let mut all = run.clone();
        let first = self.whole.partition_point(|whole| whole.end <= run.start);
        for whole in self.whole.iter().skip(first).take_while(|whole| whole.start < run.end) {
            let text = self.text.get(whole.clone()).unwrap_or("");
            if whole.start >= from && !text.chars().any(|c| matches!(kind(c, base), Kind::Own | Kind::Control)) {
                let start = whole.start + (text.len() - text.trim_start().len());
                let end = whole.end - (text.len() - text.trim_end().len());
                all = all.start.min(start)..all.end.max(end);
            }
        }
        all
    }

    /// Whether the algorithm puts anything of or beside a run elsewhere than it stands when the run is isolated.
    fn moves(&self, run: &Range<usize>, base: Direction) -> bool {
        let level = if base == Direction::RightToLeft { Level::rtl() } else { Level::ltr() };
        let (before, after) = (self.text.get(..run.start).unwrap_or(""), self.text.get(run.end..).unwrap_or(""));
        let before = {
            let near = before.get(before.ceil_char_boundary(before.len().saturating_sub(REACH))..).unwrap_or("");
            near.get(near.rfind(|c| ends_reach(c, base)).unwrap_or(0)..).unwrap_or("")
        };
        let after = {
            let near = after.get(..after.floor_char_boundary(REACH)).unwrap_or("");
            let end = near.char_indices().find(|&(_, c)| ends_reach(c, base)).map(|(at, c)| at + c.len_utf8());
            near.get(..end.unwrap_or(near.len())).unwrap_or("")
        };
        let run = self.text.get(run.clone()).unwrap_or("");
        let plain = visual_order(&[before, run, after].concat(), level);
        let isolated = visual_order(&format!("{before}{FSI}{run}{PDI}{after}"), level);
        let (open, close) = (before.chars().count(), before.chars().count() + run.chars().count() + 1);
        let isolated = isolated.into_iter().filter(|&at| at != open && at != close);
        plain.into_iter().ne(isolated.map(|at| at - usize::from(at > open) - usize::from(at > close)))
    }
}

/// Whether nothing beyond this character bears on a run.
fn ends_reach(c: char, base: Direction) -> bool {
    kind(c, base) == Kind::Own && bidi_class(c) != BidiClass::AN || bidi_class(c) == BidiClass::B
}

/// The positions of a text's characters from left to right as they are shown.
fn visual_order(text: &str, level: Level) -> Vec<usize> {
    let info = BidiInfo::new(text, Some(level));
    let Some(paragraph) = info.paragraphs.first() else { return Vec::new() };
    BidiInfo::reorder_visual(&info.reordered_levels_per_char(paragraph, paragraph.range.clone()))
}

/// The mark that a line needs in front so that a viewer takes its direction for what it is.
fn opening_mark(line: &str, base: Direction) -> Option<char> {
    let first = line.chars().find_map(|c| match bidi_class(c) {
        BidiClass::L => Some(Direction::LeftToRight),
        BidiClass::R | BidiClass::AL => Some(Direction::RightToLeft),
        _ => None,
    });
    match base {
        // A line without letters is taken to run from left to right.
        Direction::RightToLeft if first != Some(base) && !line.trim().is_empty() => Some(RLM),
        Direction::LeftToRight if first == Some(Direction::RightToLeft) => Some(LRM),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line with its marks made visible: `‹…›` for an isolate, `→` and `←` for the letters without form.
    fn marked(text: &str, base: Direction) -> String {
        let mut out = String::new();
        Line { text: text.into(), ..Line::default() }.write(base, &mut out);
        out.chars()
            .map(|c| match c {
                FSI => '‹',
                PDI => '›',
                RLM => '←',
                LRM => '→',
                c => c,
            })
            .collect()
    }

    #[test]
    fn only_what_would_move_is_isolated() {
        for (text, expected) in [
            ("نسبة 12.5% هذا العام", "نسبة ‹12.5%› هذا العام"),
            ("في 2024-12-29 وقع", "في ‹2024-12-29› وقع"),
            ("لغة C++ قديمة", "لغة ‹C++› قديمة"),
            ("لغة C++.", "لغة ‹C++›."),
            ("حلف NATO في 2024.", "حلف NATO في 2024."),
            ("الحلف (NATO) قال", "الحلف (NATO) قال"),
            ("نظام Windows 11 الجديد", "نظام Windows 11 الجديد"),
            ("قال NATO (North Atlantic) أمس", "قال NATO (North Atlantic) أمس"),
            ("بلغ 1,700,000 نسمة و3.5 مليون", "بلغ 1,700,000 نسمة و3.5 مليون"),
            ("درجة -5 اليوم", "درجة ‹-5› اليوم"),
            ("بسعر $5 فقط", "بسعر ‹$5› فقط"),
            ("النص «Arab News» هنا", "النص «Arab News» هنا"),
            ("بلا شيء", "بلا شيء"),
            ("NATO قال", "←NATO قال"),
            ("2024", "←2024"),
            ("* * *", "←* * *"),
            ("قال\u{202E}x++\u{202C} نعم", "قال\u{202E}‹x++›\u{202C} نعم"),
        ] {
            assert_eq!(marked(text, Direction::RightToLeft), expected);
        }
        for (text, expected) in [
            ("The word كتاب means book.", "The word كتاب means book."),
            ("سوريا is a word", "→سوريا is a word"),
            ("It grew 12.5% in 2024-12-29.", "It grew 12.5% in 2024-12-29."),
            ("2024", "2024"),
        ] {
            assert_eq!(marked(text, Direction::LeftToRight), expected);
        }
    }

    #[test]
    fn cells_and_marked_words_keep_to_themselves() {
        let mut out = String::new();
        let text = "NATO | EU | قال";
        Line { text: text.into(), borders: vec![4, 7, 9, 12], ..Line::default() }
            .write(Direction::RightToLeft, &mut out);
        assert_eq!(out, "\u{200F}\u{2068}NATO\u{2069} | \u{2068}EU\u{2069} | قال");
        out.clear();
        let text = "صاح Yes! ثم";
        let whole = text.find('Y').unwrap()..text.find('!').unwrap() + 1;
        Line { text: text.into(), whole: vec![whole], ..Line::default() }.write(Direction::RightToLeft, &mut out);
        assert_eq!(out, "صاح \u{2068}Yes!\u{2069} ثم");
    }

    #[test]
    fn long_lines_of_numbers_end_soon() {
        let line = Line { text: "1-2% ".repeat(5_000), ..Line::default() };
        line.write(Direction::RightToLeft, &mut String::new());
    }
}
