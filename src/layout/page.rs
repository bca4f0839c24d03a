//! Pages, and the frames placed on them. Lengths are in points from the paper's top left corner.

use std::rc::Rc;

use super::structure::NodeId;
use crate::assets::Picture;
use crate::document::Language;
use crate::fonts::FaceId;
use crate::text::Line;
use crate::theme::{Colour, Theme};

/// How a span of a text is painted, and what it leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Paint {
    /// Its colour.
    pub colour: Colour,
    /// The address it leads to.
    pub link: Option<String>,
    /// Its language, where it is not that of its node.
    pub language: Option<Language>,
    /// The face that it asks for first.
    pub face: FaceId,
    /// How far above the baseline it stands, in points.
    pub rise: f64,
    /// The number of the footnote that it refers to.
    pub note: Option<usize>,
}

/// A text that lines were set from: lines refer to it by ranges and span numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct SetText {
    /// The text.
    pub text: String,
    /// One for each of the paragraph's spans.
    pub paints: Vec<Paint>,
}

/// What a frame shows.
#[derive(Clone, Debug)]
pub enum Content {
    /// A line of text. The frame's place is the left end of its measure, on its baseline.
    Line {
        /// The line.
        line: Line,
        /// The text it was set from.
        source: Rc<SetText>,
    },
    /// A horizontal rule. The frame's place is its left end.
    Rule {
        /// Its length.
        width: f64,
        /// Its thickness.
        thickness: f64,
        /// Its colour.
        colour: Colour,
    },
    /// A picture. The frame's place is its top left corner.
    Image {
        /// The picture.
        picture: Rc<Picture>,
        /// Its width.
        width: f64,
        /// Its height.
        height: f64,
    },
    /// A filled box. The frame's place is its top left corner.
    Box {
        /// Its width.
        width: f64,
        /// Its height.
        height: f64,
        /// Its colour.
        colour: Colour,
    },
    /// A row of dots on the baseline. The frame's place is its left end.
    Dots {
        /// Its length.
        width: f64,
        /// From dot to dot.
        step: f64,
        /// The side of a dot.
        size: f64,
        /// Their colour.
        colour: Colour,
    },
}

/// What a frame belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A node of the structure tree.
    Node(NodeId),
    /// Nothing that is read: furniture and ornament.
    Artifact(Artifact),
}

/// Kinds of artifact (ISO 32000-1, 14.8.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Artifact {
    /// A running head.
    Header,
    /// A folio.
    Footer,
    /// A rule or ornament.
    Ornament,
    /// A table's header, where it is repeated.
    Repeat,
}

/// A placed piece of a page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// From the paper's left.
    pub x: f64,
    /// From the paper's top.
    pub y: f64,
    /// What it shows.
    pub content: Content,
    /// What it belongs to.
    pub owner: Owner,
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Width of the paper.
    pub width: f64,
    /// Height of the paper.
    pub height: f64,
    /// The frames, in reading order.
    pub frames: Vec<Frame>,
}

impl Page {
    /// An empty page of a theme.
    pub fn new(theme: &Theme) -> Self {
        Page { width: theme.page.width(), height: theme.page.height(), frames: Vec::new() }
    }
}

/// The grid of a page: columns across, lines of the body's leading down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageGrid {
    /// How many columns.
    pub columns: usize,
    /// How many lines a column holds.
    pub lines: usize,
    left: f64,
    top: f64,
    leading: f64,
    column: f64,
    gap: f64,
    rtl: bool,
}

impl PageGrid {
    /// The grid of a theme's pages, with the first column at the side where reading starts.
    pub fn new(theme: &Theme, rtl: bool) -> Self {
        let page = &theme.page;
        let height = page.height() - page.top() - page.bottom();
        PageGrid {
            columns: page.columns.max(1),
            // A line fits if all but a hair of it does: margins in millimetres seldom are whole lines in points.
            lines: ((height / theme.body.leading + 0.05).floor() as usize).max(1),
            left: page.side(),
            top: page.top(),
            leading: theme.body.leading,
            column: page.column(),
            gap: page.gap(),
            rtl,
        }
    }

    /// The width of a column.
    pub fn column_width(&self) -> f64 {
        self.column
    }

    /// The left edge of all columns.
    pub fn left(&self) -> f64 {
        self.left
    }

    /// The left edge of a column, counted from the side where reading starts.
    pub fn column_left(&self, column: usize) -> f64 {
        let place = if self.rtl { self.columns - 1 - column.min(self.columns - 1) } else { column };
        self.left + place as f64 * (self.column + self.gap)
    }

    /// The top of a line of the grid.
    pub fn top(&self, line: usize) -> f64 {
        self.top + line as f64 * self.leading
    }
}
