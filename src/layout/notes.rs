//! Footnotes: set when a row first refers to them, placed at the foot of that row's column.

use std::collections::BTreeMap;

use super::blocks::{Blocks, Room};
use super::page::{Artifact, Content, Frame, Owner};
use super::rows::Row;
use super::set::Measure;
use super::structure::{NodeId, Role};
use crate::document::{Text, notes::Notes};
use crate::theme::TextStyle;

/// A footnote that is higher than this share of a full column stands at the end of its article instead, where it
/// can run on.
const HIGHEST: f64 = 0.4;
/// The footnotes of one row may take this share of a full column; the others go to the end of the article.
const HIGHEST_OF_ROW: f64 = 0.6;
/// How far a note's text stands in from its number, in ems of the note.
const INDENT: f64 = 1.6;

/// A footnote as it stands at the foot of a column.
#[derive(Clone, Debug, Default)]
pub struct FootNote {
    /// Its frames, from its top left corner.
    pub frames: Vec<Frame>,
    /// Its height in points.
    pub height: f64,
}

/// The footnotes of one article that have been set, by number.
#[derive(Clone, Debug, Default)]
pub struct FootNotes {
    set: BTreeMap<usize, FootNote>,
    /// Those that stand at the end of the article.
    ending: Vec<usize>,
}

impl FootNotes {
    /// A footnote that stands at the foot of a column.
    pub fn get(&self, number: usize) -> Option<&FootNote> {
        self.set.get(&number)
    }

    /// Sets the notes that rows refer to and that are not set yet. `column` is the height of a full column in
    /// points.
    pub fn add(
        &mut self,
        rows: &mut [Row],
        notes: &Notes<'_>,
        parent: NodeId,
        room: Room,
        column: f64,
        blocks: &mut Blocks<'_, '_, '_>,
    ) {
        for row in rows {
            let mut taken = 0.0;
            let mut kept = Vec::new();
            for number in std::mem::take(&mut row.notes) {
                if self.set.contains_key(&number) || self.ending.contains(&number) {
                    continue;
                }
                let Some((_, note)) = notes.iter().find(|(n, _)| *n == number) else { continue };
                let node = blocks.tree.add(parent, Role::Note);
                let set = set(note.text, number, node, room, blocks);
                if set.height > HIGHEST * column || taken + set.height > HIGHEST_OF_ROW * column {
                    self.ending.push(number);
                    // It is set again as rows at the end, under a node of its own.
                    blocks.tree.detach(node);
                } else {
                    taken += set.height;
                    self.set.insert(number, set);
                    kept.push(number);
                }
            }
            row.notes = kept;
        }
    }

    /// The rows of the notes that stand at the end: those that are too long, and those that nothing refers to.
    pub fn closing(&self, notes: &Notes<'_>, parent: NodeId, room: Room, blocks: &mut Blocks<'_, '_, '_>) -> Vec<Row> {
        let mut rows = Vec::new();
        for (number, note) in notes.iter().filter(|(n, _)| !self.set.contains_key(n)) {
            if rows.is_empty() {
                rows.push(Row::space(1));
            }
            let node = blocks.tree.add(parent, Role::Note);
            let style = TextStyle { leading: blocks.setter.theme.body.leading, ..blocks.setter.theme.note };
            let (label, body) = nodes(node, blocks);
            let from = rows.len();
            let inner = blocks.indented(room, INDENT * style.size);
            blocks.text(note.text, &style, body, inner, &mut rows);
            let mut mark = Vec::new();
            blocks.text(&number_text(number, blocks), &style, label, room, &mut mark);
            if let (Some(row), Some(mark)) = (rows.get_mut(from), mark.into_iter().next()) {
                row.frames.splice(0..0, mark.frames);
            }
        }
        rows
    }
}

fn number_text(number: usize, blocks: &Blocks<'_, '_, '_>) -> Text {
    Text::new(format!("{}.", blocks.setter.digits(blocks.language).number(number)))
}

/// A note's label and its text.
fn nodes(note: NodeId, blocks: &mut Blocks<'_, '_, '_>) -> (NodeId, NodeId) {
    (blocks.tree.add(note, Role::Label), blocks.tree.add(note, Role::Paragraph))
}

/// Sets a note for the foot of a column.
fn set(text: &Text, number: usize, node: NodeId, room: Room, blocks: &mut Blocks<'_, '_, '_>) -> FootNote {
    let style = blocks.setter.theme.note;
    let (label, body) = nodes(node, blocks);
    let inner = blocks.indented(room, INDENT * style.size);
    let mut note = FootNote::default();
    let mark = number_text(number, blocks);
    for (text, node, room) in [(&mark, label, room), (text, body, inner)] {
        let measure = Measure { width: room.width, leading: style.leading, fill_last: false };
        let set = blocks.setter.set(text, &style, blocks.language, measure);
        let count = set.lines.len();
        for (i, line) in set.lines.into_iter().enumerate() {
            let content = Content::Line { line, source: set.source.clone() };
            let y = i as f64 * style.leading + set.baseline;
            note.frames.push(Frame { x: room.left, y, content, owner: Owner::Node(node) });
        }
        note.height = note.height.max(count as f64 * style.leading);
    }
    note
}

/// The rule above the notes of a column.
pub fn separator(left: f64, width: f64, y: f64, rtl: bool, blocks_rule: (f64, crate::theme::Colour)) -> Frame {
    let (thickness, colour) = blocks_rule;
    let length = width / 3.0;
    let x = if rtl { left + width - length } else { left };
    let content = Content::Rule { width: length, thickness, colour };
    Frame { x, y, content, owner: Owner::Artifact(Artifact::Ornament) }
}
