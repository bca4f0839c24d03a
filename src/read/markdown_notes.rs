//! Markdown's footnotes and reference definitions: what is named in one place and used in another.

use std::collections::{HashMap, HashSet};

use super::input::Input;
use super::markdown_blocks::Piece;
use super::markdown_parts::Parts;
use super::report::Report;
use crate::document::{Block, Footnote};
use crate::say;

/// Reports footnotes of the same name, and those that nothing refers to. Of the pieces, `headlines` are no blocks.
pub fn check(report: &mut Report, pieces: &[Piece], headlines: usize, referred: &HashSet<String>) {
    let mut defined = HashSet::new();
    for (index, piece) in pieces.iter().enumerate() {
        let Block::Footnote(Footnote { footnote: name, .. }) = &piece.block else { continue };
        let field = format!("body[{}]", index.saturating_sub(headlines));
        if !defined.insert(name) {
            let what = say!("there are two footnotes “{name}”", name);
            report.error(piece.at, &field, what, say!("name one of them otherwise"));
        } else if !referred.contains(name) {
            let what = say!("nothing refers to the footnote “{name}”", name);
            report.warning(piece.at, &field, what, say!("write [^{name}] where its mark belongs", name));
        }
    }
}

/// What each defined footnote is called in the article: its own name, as far as the own form can write it.
pub fn names(labels: &[String]) -> HashMap<String, String> {
    let mut names = HashMap::new();
    let mut taken = HashSet::new();
    for label in labels {
        if names.contains_key(label) {
            continue;
        }
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let mut name: String = label.chars().map(|c| if fits(c) { c } else { '-' }).collect();
        while !taken.insert(name.clone()) {
            name.push('-');
        }
        names.insert(label.clone(), name);
    }
    names
}

/// Tells of addresses that no link uses: they are nowhere in the article.
pub fn report_unused(input: &Input, report: &mut Report, parts: &Parts) {
    let unused = parts.addresses.iter().filter(|(name, _)| !parts.asked.contains(*name));
    let mut unused: Vec<_> = unused.map(|(_, address)| (address.offset, &address.name)).collect();
    unused.sort_unstable();
    for (offset, name) in unused {
        let what = say!("no link uses the address “{name}”, which is left out", name);
        report.warning(input.lines.spot(offset), "", what, say!());
    }
}
