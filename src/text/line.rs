//! A line: its pieces in their places.

use std::ops::Range;
use std::rc::Rc;

use super::bidi::{self, Level};
use super::fit::{self, Fit, Natural};
use super::kashida::Kashida;
use super::shaped::Shaped;
use crate::document::Direction;
use crate::fonts::FaceId;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// Glyphs.
    Word,
    /// White space between words.
    Space,
    /// White space at the line's end, which takes no room.
    Hanging,
}

/// A piece of a line: text of one level, face and style. Lengths are in points.
#[derive(Clone, Debug)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Bytes of the paragraph's text.
    pub range: Range<usize>,
    /// The face.
    pub face: FaceId,
    /// The size of its em.
    pub size: f64,
    /// Which of the paragraph's spans it belongs to.
    pub span: usize,
    /// Its embedding level.
    pub level: Level,
    /// Its glyphs; empty for white space. Clusters are byte offsets from the range's start.
    pub shaped: Rc<Shaped>,
    /// Its left edge, from the left edge of the measure.
    pub x: f64,
    /// How wide it is.
    pub advance: f64,
}

/// Where lines that do not fill the measure stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Lines fill the measure, and the last stands at the start.
    Justify,
    /// At the side where reading starts.
    Start,
    /// In the middle.
    Center,
    /// At the side where reading ends.
    End,
}

/// A line of a paragraph.
#[derive(Clone, Debug)]
pub struct Line {
    /// Bytes of the paragraph's text.
    pub range: Range<usize>,
    /// The pieces in logical order.
    pub pieces: Vec<Piece>,
    /// The width of the measure.
    pub measure: f64,
    /// Whether gaps were changed to fill the measure.
    pub justified: bool,
    /// The gaps as a multiple of their natural width.
    pub gap: f64,
    /// Whether the line is wider than its measure.
    pub over_full: bool,
    /// The paragraph's direction.
    pub base: Direction,
}

impl Line {
    /// The pieces from left to right.
    pub fn visual(&self) -> impl Iterator<Item = &Piece> {
        let mut order: Vec<&Piece> = self.pieces.iter().collect();
        order.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.range.start.cmp(&b.range.start)));
        order.into_iter()
    }
}

/// The natural measures of a line's pieces, white space at its end left out.
pub fn natural(pieces: &[Piece]) -> Natural {
    let end = pieces.iter().rposition(|p| p.kind == PieceKind::Word).map_or(0, |i| i + 1);
    let inside = pieces.get(..end).unwrap_or(&[]);
    let sum = |kind: PieceKind| inside.iter().filter(|p| p.kind == kind).map(|p| p.advance).sum::<f64>();
    Natural { pieces: sum(PieceKind::Word), gaps: sum(PieceKind::Space), strokes: 0, second_strokes: 0 }
}

/// Places the pieces of a line. `last` says that its paragraph, or a part of it, ends here.
pub fn place(mut pieces: Vec<Piece>, fit: &Fit, indent: f64, align: Align, base: Direction, last: bool) -> Line {
    // Rule L1: white space at the line's end takes the paragraph's level; here it also gives up its room.
    for piece in pieces.iter_mut().rev().take_while(|p| p.kind != PieceKind::Word) {
        piece.kind = PieceKind::Hanging;
        piece.level = Level::base(base);
        piece.advance = 0.0;
    }
    let natural = natural(&pieces);
    let width = fit.width - indent;
    // The words that are drawn out are so already: what is left is for the spaces.
    let filled = fit::fill(natural, width, &Fit { kashida: Kashida::Off, ..*fit });
    let ragged = align != Align::Justify || last;
    let gap = if ragged { filled.gap.min(1.0) } else { filled.gap };
    for piece in pieces.iter_mut().filter(|p| p.kind == PieceKind::Space) {
        piece.advance *= gap;
    }
    let total: f64 = pieces.iter().map(|p| p.advance).sum();
    let slack = (width - total).max(0.0);
    let rtl = base == Direction::RightToLeft;
    let at_start = if rtl { slack } else { 0.0 };
    let left = match align {
        Align::Justify | Align::Start => at_start,
        Align::Center => slack / 2.0,
        Align::End => slack - at_start,
    };
    // The indent is at the right of a right-to-left line, where nothing needs to be moved.
    let left = left + if rtl { 0.0 } else { indent };
    let levels: Vec<Level> = pieces.iter().map(|p| p.level).collect();
    let mut x = left;
    for index in bidi::visual_order(&levels) {
        if let Some(piece) = pieces.get_mut(index) {
            piece.x = x;
            x += piece.advance;
        }
    }
    let start = pieces.first().map_or(0, |p| p.range.start);
    let end = pieces.last().map_or(start, |p| p.range.end);
    Line {
        range: start..end,
        measure: fit.width,
        justified: !ragged && natural.gaps > 0.0,
        gap,
        over_full: filled.over_full,
        pieces,
        base,
    }
}
