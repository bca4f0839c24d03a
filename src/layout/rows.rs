//! Rows: pieces of a column that are a whole number of grid lines high.

use std::rc::Rc;

use super::columns::{Shape, Span};
use super::page::{Artifact, Content, Frame, Owner, Page};
use super::set::{Measure, SetLines, Setter};
use super::structure::NodeId;
use crate::document::{Inline, Language, Text};
use crate::locale::Phrase;
use crate::theme::TextStyle;

/// A piece of a column, a whole number of grid lines high.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its height in lines of the grid.
    pub lines: usize,
    /// Its frames, placed from the row's top left corner.
    pub frames: Vec<Frame>,
    /// Whether a column may begin with it.
    pub may_open: bool,
    /// Whether a block begins with it, so that a picture may stand before it.
    pub begins: bool,
    /// Whether it is white space.
    pub is_space: bool,
    /// Whether white space stands inside it, above and below, so that none is needed beside it.
    pub has_air: bool,
    /// Whether it is a picture that may move, and how wide.
    pub float: Option<Span>,
    /// What is repeated above it where it opens a column: a table's header.
    pub header: Option<Rc<Row>>,
    /// The numbers of the footnotes that it refers to.
    pub notes: Vec<usize>,
}

impl Row {
    /// White space of some lines.
    pub fn space(lines: usize) -> Self {
        Row { lines, may_open: true, is_space: true, ..Row::default() }
    }

    /// What dealing rows out to columns needs to know. `foot` gives the height of a footnote in lines.
    pub fn shape(&self, foot: &dyn Fn(usize) -> f64) -> Shape {
        Shape {
            lines: self.lines,
            may_open: self.may_open,
            begins: self.begins,
            is_space: self.is_space,
            float: self.float,
            header: self.header.as_ref().map_or(0, |h| h.lines),
            foot: self.notes.iter().map(|&n| foot(n)).sum(),
        }
    }

    /// Puts the row's frames on a page.
    pub fn place(self, page: &mut Page, left: f64, top: f64) {
        let moved = |frame: Frame| Frame { x: frame.x + left, y: frame.y + top, ..frame };
        page.frames.extend(self.frames.into_iter().map(moved));
    }

    /// The same, as something that is not read again.
    pub fn place_again(&self, page: &mut Page, left: f64, top: f64) {
        let copy = |frame: &Frame| Frame {
            x: frame.x + left,
            y: frame.y + top,
            owner: Owner::Artifact(Artifact::Repeat),
            content: frame.content.clone(),
        };
        page.frames.extend(self.frames.iter().map(copy));
    }
}

/// Rows one below the other as one, which is never parted.
pub fn merged(rows: Vec<Row>, leading: f64) -> Row {
    let mut whole = Row { may_open: true, ..Row::default() };
    for row in rows {
        let top = whole.lines as f64 * leading;
        whole.frames.extend(row.frames.into_iter().map(|f| Frame { y: f.y + top, ..f }));
        whole.notes.extend(row.notes);
        whole.lines += row.lines;
    }
    whole
}

/// How many lines of the grid a line of a style takes.
pub fn grid_lines(style: &TextStyle, setter: &Setter<'_, '_>) -> usize {
    ((style.leading / setter.theme.body.leading - 0.001).ceil() as usize).max(1)
}

/// The rows of a text: one for each line. The first two lines and the last two stay together.
pub fn text_rows(
    text: &Text,
    style: &TextStyle,
    language: &Language,
    width: f64,
    node: NodeId,
    setter: &mut Setter<'_, '_>,
) -> Vec<Row> {
    let lines = grid_lines(style, setter);
    let leading = lines as f64 * setter.theme.body.leading;
    let set = setter.set(text, style, language, Measure { width, leading, fill_last: false });
    lines_to_rows(set, lines, Owner::Node(node))
}

/// One row for each line.
pub fn lines_to_rows(set: SetLines, lines: usize, owner: Owner) -> Vec<Row> {
    let count = set.lines.len();
    let SetLines { lines: set_lines, source, baseline } = set;
    let row = |(i, line): (usize, crate::text::Line)| {
        let spans = line.pieces.iter().filter_map(|p| source.paints.get(p.span)?.note);
        let mut notes: Vec<usize> = spans.collect();
        notes.dedup();
        let content = Content::Line { line, source: Rc::clone(&source) };
        let frame = Frame { x: 0.0, y: baseline, content, owner };
        let may_open = i == 0 || (i > 1 && i + 1 < count);
        Row { lines, frames: vec![frame], may_open, notes, ..Row::default() }
    };
    set_lines.into_iter().enumerate().map(row).collect()
}

/// Leaves one of two white spaces that follow each other, and none beside what has its own.
pub fn without_double_space(rows: Vec<Row>) -> Vec<Row> {
    let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
    let mut begins = false;
    for mut row in rows {
        if row.is_space && kept.last().is_some_and(|last| last.is_space || last.has_air) {
            begins |= row.begins;
            continue;
        }
        if row.has_air && kept.last().is_some_and(|last| last.is_space) {
            row.begins |= kept.pop().is_some_and(|space| space.begins);
        }
        row.begins |= std::mem::take(&mut begins);
        kept.push(row);
    }
    kept
}

/// Moves rows to the right.
pub fn shifted(mut rows: Vec<Row>, by: f64) -> Vec<Row> {
    rows.iter_mut().flat_map(|r| &mut r.frames).for_each(|f| f.x += by);
    rows
}

/// Columns of rows as rows that hold all of them. Only the first may open a column, unless there are more than
/// `whole` of them.
pub fn side_by_side(columns: Vec<Vec<Row>>, whole: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for column in columns {
        for (i, row) in column.into_iter().enumerate() {
            match rows.get_mut(i) {
                Some(there) => {
                    there.lines = there.lines.max(row.lines);
                    there.frames.extend(row.frames);
                    there.notes.extend(row.notes);
                }
                None => rows.push(Row { may_open: i == 0, ..row }),
            }
        }
    }
    if rows.len() > whole {
        let last = rows.len() - 1;
        rows.iter_mut().enumerate().for_each(|(i, r)| r.may_open = i != 1 && i != last);
    }
    rows
}

/// A rule across `width` points, in the middle of a line of its own.
pub fn rule(setter: &Setter<'_, '_>, left: f64, width: f64, thickness: f64) -> Row {
    let theme = setter.theme;
    let content = Content::Rule { width, thickness, colour: theme.colours.rule };
    let frame = Frame { x: left, y: theme.body.leading / 2.0, content, owner: Owner::Artifact(Artifact::Ornament) };
    Row { lines: 1, frames: vec![frame], ..Row::default() }
}

/// Texts as one line, with the language's sign between two.
pub fn join<'t>(texts: impl Iterator<Item = &'t Text>, language: &Language) -> Option<Text> {
    let mut joined: Option<Text> = None;
    for text in texts {
        match &mut joined {
            None => joined = Some(text.clone()),
            Some(whole) => {
                whole.inlines.push(Inline::Text(Phrase::Between.text(language).into()));
                whole.inlines.extend(text.inlines.iter().cloned());
            }
        }
    }
    joined
}
