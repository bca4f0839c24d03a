//! Quotation marks, brackets and controls of direction that lack their partner.
//!
//! Each text is looked at by itself, as the controls end with their paragraph and the others nearly always do.

use crate::diagnostics::{Message, Problem, Problems};
use crate::document::Text;
use crate::say;

/// Pairs of marks as they are written, the opening one first.
const PAIRS: [(char, char); 7] = [('(', ')'), ('[', ']'), ('{', '}'), ('«', '»'), ('“', '”'), ('‹', '›'), ('﴾', '﴿')];

/// Controls that open, and what ends them: embeddings and overrides (PDF), isolates (PDI).
const EMBEDDINGS: [char; 4] = ['\u{202A}', '\u{202B}', '\u{202D}', '\u{202E}'];
const ISOLATES: [char; 3] = ['\u{2066}', '\u{2067}', '\u{2068}'];
const PDF: char = '\u{202C}';
const PDI: char = '\u{2069}';

/// The control that ends what `c` opens.
fn end_of(c: char) -> Option<char> {
    if EMBEDDINGS.contains(&c) {
        return Some(PDF);
    }
    if ISOLATES.contains(&c) {
        return Some(PDI);
    }
    PAIRS.iter().find(|(open, _)| *open == c).map(|(_, close)| *close)
}

/// Finds marks without partner.
pub fn check(text: &Text, problems: &mut Problems) {
    let plain = text.plain();
    let mut open: Vec<(char, char, usize)> = Vec::new();
    let mut straight: Option<usize> = None;
    let mut straights = 0;
    for (at, c) in plain.char_indices() {
        if c == '"' {
            straights += 1;
            straight = Some(at);
            continue;
        }
        if let Some(end) = end_of(c) {
            open.push((c, end, at));
            continue;
        }
        let closes = c == PDF || c == PDI || PAIRS.iter().any(|(_, close)| *close == c);
        if !closes || (c == ')' && is_item(&plain, at)) {
            continue;
        }
        // Marks that were opened in between and not closed stay open, and are told at the end.
        match open.iter().rposition(|(_, end, _)| *end == c) {
            Some(found) => {
                open.remove(found);
            }
            // In Arabic “ and ” are written either way round.
            None if c == '”' => open.push(('”', '“', at)),
            None => tell(text, &plain, c, at, |mark| say!("{mark} is closed and was never opened", mark), problems),
        }
    }
    // The other way round: the closing one was taken for an opening one.
    if let [(first, _, _), (second, _, _)] = open.as_slice()
        && (*first, *second) == ('”', '“')
    {
        open.clear();
    }
    for (c, _, at) in open {
        tell(text, &plain, c, at, |mark| say!("{mark} is opened and never closed", mark), problems);
    }
    // Inches and seconds stand behind a digit.
    let measure = |at: usize| plain.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_numeric()));
    if straights % 2 == 1
        && let Some(at) = straight
        && !measure(at)
    {
        tell(text, &plain, '"', at, |mark| say!("{mark} has no partner in its paragraph", mark), problems);
    }
}

/// Whether a closing bracket stands behind the number or letter of an item: `1)` or `أ)`.
fn is_item(plain: &str, at: usize) -> bool {
    let before = plain.get(..at).unwrap_or("").trim_start();
    let count = before.chars().count();
    (count == 1 && before.chars().all(char::is_alphabetic)) || (count <= 3 && before.chars().all(char::is_numeric))
}

fn tell(text: &Text, plain: &str, c: char, at: usize, what: fn(Message) -> Message, problems: &mut Problems) {
    let control = c == PDF || c == PDI || EMBEDDINGS.contains(&c) || ISOLATES.contains(&c);
    let mark = match control {
        true => say!("the direction control U+{code}", code = format!("{:04X}", u32::from(c))),
        false => say!("the mark {c}", c),
    };
    let cure = if control {
        say!("take it out, or write its partner in the same paragraph")
    } else {
        say!("write its partner, or take it out")
    };
    problems.push(Problem::warning(text.origin.place(plain, at), what(mark), cure));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        let mut problems = Problems::default();
        check(&Text::new(text), &mut problems);
        problems.iter().count()
    }

    #[test]
    fn pairs_are_found() {
        for right in
            ["«نص (داخلي)»", "1) بند", "أ) بند", "شاشة 15\"", "“نص”", "”نص“", "\u{2067}x\u{2069}", "قال \"نعم\""]
        {
            assert_eq!(found(right), 0, "{right}");
        }
        for wrong in ["«نص", "نص)", "نص [ناقص", "\u{202B}نص", "نص\u{2069}", "قال \"نعم"] {
            assert_eq!(found(wrong), 1, "{wrong}");
        }
    }
}
