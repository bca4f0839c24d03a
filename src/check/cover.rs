//! Characters that no face has: they would be set as empty boxes.

use std::collections::BTreeMap;

use crate::diagnostics::{Place, Problem, Problems};
use crate::document::Article;
use crate::fonts::Library;
use crate::say;

/// Finds them; each is told once, where it stands first.
pub fn check(article: &Article, library: &Library, problems: &mut Problems) {
    let mut missing: BTreeMap<char, (usize, Place)> = BTreeMap::new();
    article.each_text(&mut |text| {
        let plain = text.plain();
        for (at, c) in plain.char_indices() {
            if is_unseen(c) || library.faces().any(|(_, face)| face.covers(c)) {
                continue;
            }
            missing.entry(c).and_modify(|(count, _)| *count += 1).or_insert_with(|| (1, text.origin.place(&plain, at)));
        }
    });
    for (c, (count, place)) in missing {
        let code = format!("{:04X}", u32::from(c));
        let what = match count {
            1 => say!("no face has the character “{c}” (U+{code})", c, code),
            _ => say!("no face has the character “{c}” (U+{code}) ({count} times, the first here)", c, code, count),
        };
        problems.push(Problem::warning(place, what, say!("write another, or leave it out")));
    }
}

/// Characters that have no shape of their own: white space, controls, joiners, marks of direction, variation
/// selectors.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}
