//! Texts that stand off the grid: heads, and words in large type. Lines of different sizes stand as close as they
//! belong together, and the whole takes a whole number of the grid's lines, so that what follows is on it again.

use super::page::{Artifact, Content, Frame, Owner};
use super::rows::{Row, join, lines_to_rows};
use super::set::{Measure, Setter};
use super::structure::{NodeId, Role, Tree};
use crate::document::{Language, Text};
use crate::theme::{Align, Colour, TextStyle};

/// A stack that is higher than this share of a page is parted line by line where it has to be.
const WHOLE: f64 = 0.6;
/// Where the rest of a stack's last line of the grid goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Slack {
    /// Below.
    Below,
    /// Half of it above.
    Around,
    /// A third of it above.
    Shared,
}

/// Texts one below the other. Their lines stand as far apart as their own styles say; the grid begins again below
/// the whole.
pub struct Stack<'s, 'a, 'l> {
    setter: &'s mut Setter<'a, 'l>,
    tree: &'s mut Tree,
    language: &'s Language,
    width: f64,
    pieces: Vec<Piece>,
}

/// A line, a rule or white space of a stack.
pub struct Piece {
    /// Its frames, from its top left corner.
    pub frames: Vec<Frame>,
    /// The numbers of the footnotes that it refers to.
    pub notes: Vec<usize>,
    /// In points.
    pub height: f64,
}

impl<'s, 'a, 'l> Stack<'s, 'a, 'l> {
    /// An empty one, `width` points wide.
    pub fn new(setter: &'s mut Setter<'a, 'l>, tree: &'s mut Tree, language: &'s Language, width: f64) -> Self {
        Stack { setter, tree, language, width, pieces: Vec::new() }
    }

    /// Adds a text as a node of its own.
    pub fn add(&mut self, text: &Text, role: Role, style: &TextStyle, parent: NodeId) -> NodeId {
        let node = self.tree.add(parent, role);
        // A word alone on a headline's second line looks lost.
        let fill_last = style.align != Align::Justify;
        let measure = Measure { width: self.width, leading: style.leading, fill_last };
        let set = self.setter.set(text, style, self.language, measure);
        let lines = lines_to_rows(set, 1, Owner::Node(node));
        let piece = |row: Row| Piece { frames: row.frames, notes: row.notes, height: style.leading };
        self.pieces.extend(lines.into_iter().map(piece));
        node
    }

    /// Adds texts on one line, each a node of its own: apart from each other where the style is justified and they find
    /// room so, else joined, in the middle.
    pub fn spread(&mut self, parts: &[Text], style: &TextStyle, parent: NodeId) {
        let centred =
            TextStyle { align: if style.align == Align::Justify { Align::Center } else { style.align }, ..*style };
        let aligns = match parts {
            _ if style.align != Align::Justify => &[][..],
            [_, _] => &[Align::Start, Align::End][..],
            [_, _, _] => &[Align::Start, Align::Center, Align::End],
            _ => &[],
        };
        let widths: Vec<f64> = parts.iter().map(|part| self.setter.natural_width(part, style, self.language)).collect();
        // An em between two of them at the least.
        let room = match *widths {
            [first, last] => self.width - first - last - style.size,
            [first, middle, last] => (self.width - middle) / 2.0 - first.max(last) - style.size,
            _ => 0.0,
        };
        if aligns.is_empty() || room < 0.0 {
            if let Some(line) = join(parts.iter(), self.language) {
                self.add(&line, Role::Paragraph, &centred, parent);
            }
            return;
        }
        let mut whole = Piece { frames: Vec::new(), notes: Vec::new(), height: style.leading };
        for (part, &align) in parts.iter().zip(aligns) {
            let node = self.tree.add(parent, Role::Paragraph);
            let measure = Measure { width: self.width, leading: style.leading, fill_last: false };
            let set = self.setter.set(part, &TextStyle { align, ..*style }, self.language, measure);
            for row in lines_to_rows(set, 1, Owner::Node(node)) {
                whole.frames.extend(row.frames);
                whole.notes.extend(row.notes);
            }
        }
        self.pieces.push(whole);
    }

    /// Adds what was made elsewhere.
    pub fn extend(&mut self, pieces: impl IntoIterator<Item = Piece>) {
        self.pieces.extend(pieces);
    }

    /// Adds white space, in lines of the grid.
    pub fn space(&mut self, lines: f64) {
        self.pieces.push(Piece {
            frames: Vec::new(),
            notes: Vec::new(),
            height: lines * self.setter.theme.body.leading,
        });
    }

    /// Adds a rule with `above` lines of the grid between it and what stands above.
    pub fn rule(&mut self, above: f64, thickness: f64, colour: Colour) {
        self.space(above);
        let content = Content::Rule { width: self.width, thickness, colour };
        let owner = Owner::Artifact(Artifact::Ornament);
        let frames = vec![Frame { x: 0.0, y: 0.0, content, owner }];
        self.pieces.push(Piece { frames, notes: Vec::new(), height: thickness });
    }

    /// The rows: one that is never parted, unless that would be too high for a page.
    pub fn together(self, slack: Slack) -> Vec<Row> {
        let theme = self.setter.theme;
        let leading = theme.body.leading;
        let page = theme.page.height() - theme.page.top() - theme.page.bottom();
        let lines = |height: f64| (height / leading - 0.01).ceil().max(0.0) as usize;
        let total: f64 = self.pieces.iter().map(|p| p.height).sum();
        let parted = total > WHOLE * page;
        let mut rows: Vec<Row> = Vec::new();
        let mut top = 0.0;
        for piece in self.pieces {
            if rows.is_empty() || parted {
                rows.push(Row { may_open: rows.is_empty() || rows.len().is_multiple_of(2), ..Row::default() });
                top = 0.0;
            }
            let Some(row) = rows.last_mut() else { continue };
            row.frames.extend(piece.frames.into_iter().map(|f| Frame { y: f.y + top, ..f }));
            row.notes.extend(piece.notes);
            top += piece.height;
            row.lines = lines(top);
        }
        let above = match slack {
            Slack::Below => 0.0,
            Slack::Around => 1.0 / 2.0,
            Slack::Shared => 1.0 / 3.0,
        };
        if let [row] = rows.as_mut_slice() {
            let down = (row.lines as f64 * leading - total) * above;
            row.frames.iter_mut().for_each(|f| f.y += down);
        }
        rows
    }
}
