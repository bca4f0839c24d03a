//! What goes from every text, and how it is reported: stray control characters and surplus white space.
//!
//! A line break, tab or other control character that stands for white space is white space. Bidi controls,
//! no-break spaces, joiners, tatweels, digits and the Unicode form are the author's and stay.

use super::lines::Spot;
use super::placed::Placed;

/// Whether a character is no part of any text: a control character that is not white space, or a byte order mark
/// inside the text.
pub fn is_stray(c: char) -> bool {
    c == '\u{FEFF}' || (c.is_control() && !is_space(c))
}

/// Whether a character is white space of which a text needs only one at a time. NEL and the vertical tab are
/// control characters by class, but stand where words are parted: to drop them would join words.
pub fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}')
}

/// Whether nothing of a text stays after cleaning.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| is_stray(c) || c.is_whitespace())
}

/// How much went, and where the first of it was.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Stray characters that went.
    pub strays: Count,
    /// Runs of white space that became shorter or went.
    pub spaces: Count,
}

/// A number of removals and the first of them.
#[derive(Clone, Debug, Default)]
pub struct Count {
    /// How many there were.
    pub number: usize,
    /// Where the first was.
    pub first: Spot,
    /// The field of the first.
    pub field: String,
}

impl Count {
    /// Counts one.
    pub fn add(&mut self, spot: Spot, field: &str) {
        if self.number == 0 {
            self.first = spot;
            field.clone_into(&mut self.field);
        }
        self.number += 1;
    }
}

/// The string without strays and surplus white space. A run of white space with a line end in it becomes one line
/// end, any other one space; at both ends it goes.
pub fn clean(placed: &Placed, field: &str, tally: &mut Tally) -> Placed {
    if !needs_cleaning(&placed.text) {
        return placed.clone();
    }
    let mut out = String::with_capacity(placed.text.len());
    let mut steps = Vec::new();
    let mut in_step = false;
    let mut chars = placed.text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_stray(c) {
            tally.strays.add(placed.spot(at), field);
            in_step = false;
            continue;
        }
        if is_space(c) {
            let mut end = at + c.len_utf8();
            while let Some((next, c)) = chars.next_if(|&(_, c)| is_space(c)) {
                end = next + c.len_utf8();
            }
            let run = placed.text.get(at..end).unwrap_or("");
            let line_end = run.contains(['\n', '\r']);
            let kept = match (out.is_empty() || chars.peek().is_none(), line_end) {
                (true, _) => "",
                (false, true) => "\n",
                (false, false) => " ",
            };
            // Line ends at the ends of a string come from how it was written, not from its author.
            let of_the_form = run == "\r\n" || (kept.is_empty() && run.trim_matches(['\n', '\r']).is_empty());
            if run != kept && !of_the_form {
                tally.spaces.add(placed.spot(at), field);
            }
            if !kept.is_empty() {
                steps.push((out.len(), at));
                out.push_str(kept);
            }
            in_step = false;
            continue;
        }
        if !in_step {
            steps.push((out.len(), at));
            in_step = true;
        }
        out.push(c);
    }
    // Strays at the end may have hidden that a space is the last character.
    out.truncate(out.trim_end_matches(is_space).len());
    steps.retain(|step| step.0 <= out.len());
    if steps.is_empty() {
        steps.push((0, 0));
    }
    placed.map(out, &steps)
}

/// Whether cleaning would change anything; most text is clean.
fn needs_cleaning(text: &str) -> bool {
    let mut before = ' ';
    for c in text.chars() {
        if is_stray(c) || (is_space(c) && (c != ' ' || is_space(before))) {
            return true;
        }
        before = c;
    }
    text.ends_with(is_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> (Placed, Tally) {
        let mut tally = Tally::default();
        let placed = clean(&Placed::at(text, Spot { line: 1, column: 1 }), "body[0]", &mut tally);
        (placed, tally)
    }

    #[test]
    fn only_strays_and_surplus_white_space_go() {
        let (placed, tally) = cleaned("  كتـاب\u{0}  \u{200F}١٢٣ ، بما\u{A0}\u{FEFF}في\t\u{7} ");
        assert_eq!(placed.text, "كتـاب \u{200F}١٢٣ ، بما\u{A0}في");
        assert_eq!((tally.strays.number, tally.spaces.number), (3, 4));
        assert_eq!(tally.strays.first, Spot { line: 1, column: 8 });
    }

    #[test]
    fn text_as_the_author_wrote_it_stays() {
        for text in ["الأساسية ، بما", "\u{61C}\u{2066}a\u{2069}\u{200D}\u{200C}", "ﻻ ـــ e\u{301}", "سطر\nسطر", ""]
        {
            let (placed, tally) = cleaned(text);
            assert_eq!((placed.text.as_str(), tally.strays.number, tally.spaces.number), (text, 0, 0));
        }
    }

    #[test]
    fn places_stay_right() {
        let (placed, _) = cleaned(" أ\u{1}ب   ج\r\nد\n");
        assert_eq!(placed.text, "أب ج\nد");
        let columns: Vec<u32> = placed.text.char_indices().map(|(at, _)| placed.spot(at).column).collect();
        assert_eq!(columns, [2, 4, 5, 8, 9, 11]);
    }
}
