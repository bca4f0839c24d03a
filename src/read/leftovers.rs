//! Lines that belong to the web page and not to the article: data, cut at the ends only, each cut reported.

use super::Options;
use super::placed::Placed;
use super::report::Report;
use crate::document::{Block, Inline, ListItem, Text};
use crate::say;

/// The lines, one in each line of the file.
const LINES: &str = include_str!("data/leftovers.txt");

/// The entries of a data file: its lines but for blank ones and those that begin with `#`.
pub fn entries(data: &str) -> impl Iterator<Item = &str> {
    data.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Takes leftover lines off both ends.
pub fn cut(report: &mut Report, lines: &mut Vec<Placed>, options: &Options) {
    if options.keep_leftovers {
        return;
    }
    let known = |line: &Placed| is_leftover(&line.text, options);
    let before = lines.iter().take_while(|line| known(line)).count();
    let mut gone: Vec<Placed> = lines.drain(..before).collect();
    let after = lines.iter().rev().take_while(|line| known(line)).count();
    gone.extend(lines.drain(lines.len() - after..));
    for line in gone {
        tell(report, line.text.trim(), line.spot(0));
    }
}

/// Takes leftover blocks off both ends. Behind a leftover line at the end, lists and lines of nothing but links
/// belong to it: they are what it announces.
pub fn cut_blocks(report: &mut Report, blocks: &mut Vec<Block>, options: &Options) {
    if options.keep_leftovers {
        return;
    }
    let leftover = |block: &Block| text_of(block).is_some_and(|text| is_leftover(&text.plain(), options));
    let before = blocks.iter().take_while(|block| leftover(block)).count();
    let mut gone: Vec<Block> = blocks.drain(..before).collect();
    let mut end = blocks.len();
    for (at, block) in blocks.iter().enumerate().rev() {
        if leftover(block) {
            end = at;
        } else if !links_only(block) {
            break;
        }
    }
    gone.extend(blocks.drain(end..));
    for block in gone {
        let Some(text) = words(&block) else { continue };
        let place = text.origin.start();
        tell(report, &text.plain(), super::lines::Spot { line: place.line, column: place.column });
    }
}

fn tell(report: &mut Report, line: &str, at: super::lines::Spot) {
    let what =
        say!("the line “{written}” belongs to the web page and was left out", written = super::address::shown(line));
    report.note(at, "", what, say!("--keep-leftovers keeps such lines"));
}

fn text_of(block: &Block) -> Option<&Text> {
    match block {
        Block::Paragraph(text) => Some(text),
        Block::Heading(heading) => Some(&heading.heading),
        _ => None,
    }
}

/// What a block that goes is told by.
fn words(block: &Block) -> Option<&Text> {
    text_of(block).or(match block {
        Block::List(list) => list.list.first().map(|item| match item {
            ListItem::Plain(text) | ListItem::Nested { item: text, .. } => text,
        }),
        _ => None,
    })
}

fn links_only(block: &Block) -> bool {
    let linked = |text: &Text| {
        text.inlines.iter().all(|inline| match inline {
            Inline::Link { .. } | Inline::LineBreak => true,
            Inline::Text(text) => text.chars().all(|c| !c.is_alphanumeric()),
            _ => false,
        })
    };
    match block {
        Block::Paragraph(text) => linked(text),
        Block::Heading(heading) => linked(&heading.heading),
        Block::List(list) => list.list.iter().all(|item| match item {
            ListItem::Plain(text) => linked(text),
            ListItem::Nested { .. } => false,
        }),
        _ => false,
    }
}

fn is_leftover(line: &str, options: &Options) -> bool {
    let line = line.trim().trim_end_matches([':', '…', '.', '»', '›', '←']).trim_end();
    entries(LINES).any(|entry| is_meant(entry, line)) || options.leftovers.iter().any(|entry| is_meant(entry, line))
}

/// Whether a line is what an entry says. An ellipsis with spaces around it, or at the end, stands for any words.
fn is_meant(entry: &str, line: &str) -> bool {
    if let Some(beginning) = entry.strip_suffix(" …") {
        return line.strip_prefix(beginning).is_some_and(|rest| rest.starts_with(char::is_whitespace));
    }
    let mut parts = entry.split(" … ");
    let Some(mut rest) = parts.next().and_then(|first| line.strip_prefix(first)) else { return false };
    let mut any = false;
    for part in parts {
        any = true;
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    any || rest.is_empty()
}
