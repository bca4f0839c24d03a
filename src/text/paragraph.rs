//! A paragraph's way through the steps: its text to shaped pieces, and those to lines of any measure.

use std::ops::Range;
use std::rc::Rc;

use super::bidi::{self, Level};
use super::breaks;
use super::fit::{self, Fit, Item};
use super::itemize::{self, Missing, Run};
use super::line::{self, Align, Line, Piece, PieceKind};
use super::shape::{Request, Shaped, Shaper};
use crate::document::{Direction, Language};
use crate::fonts::Chain;

/// How a span of text is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The faces, the preferred one first.
    pub chain: Chain,
    /// The em in points.
    pub size: f64,
    /// The language, for forms that a face keeps for one.
    pub language: Language,
}

impl Look {
    /// Arabic text in a chain of faces, `size` points.
    pub fn plain(chain: Chain, size: f64) -> Self {
        Look { chain, size, language: Language::default() }
    }
}

/// A range of a paragraph's text and how it is set.
#[derive(Clone, Debug, PartialEq)]
pub struct StyledSpan {
    /// Bytes of the paragraph's text.
    pub range: Range<usize>,
    /// How it is set.
    pub look: Look,
}

/// A paragraph to be set. The spans touch each other, are in order and cover the text.
#[derive(Clone, Copy, Debug)]
pub struct Paragraph<'a> {
    /// The text; a line feed in it ends a line.
    pub text: &'a str,
    /// How its parts are set.
    pub spans: &'a [StyledSpan],
    /// The direction it is read in.
    pub base: Direction,
}

/// A shaped piece that has no place yet.
#[derive(Clone, Debug)]
struct Segment {
    kind: PieceKind,
    range: Range<usize>,
    face: crate::fonts::FaceId,
    size: f64,
    span: usize,
    level: Level,
    shaped: Rc<Shaped>,
    /// Natural width in points.
    advance: f64,
}

/// A paragraph that is shaped, and can be broken to any measure.
#[derive(Debug)]
pub struct Prepared {
    segments: Vec<Segment>,
    /// Each item's segments; as many as `items`.
    parts: Vec<Range<usize>>,
    items: Vec<Item>,
    base: Direction,
    /// Characters that no face has.
    pub missing: Vec<Missing>,
}

impl Paragraph<'_> {
    /// Shapes the paragraph.
    pub fn prepare(&self, shaper: &mut Shaper<'_>) -> Prepared {
        let levels = bidi::levels(self.text, self.base);
        let mut missing = Vec::new();
        let runs = itemize::itemize(self.text, &levels, self.spans, shaper.library(), &mut missing);
        let breaks = breaks::breaks(self.text);
        let mut segments = Vec::new();
        let mut next_break = 0;
        for run in &runs {
            let mut at = run.range.start;
            while at < run.range.end {
                while breaks.get(next_break).is_some_and(|b| b.offset <= at) {
                    next_break += 1;
                }
                let limit = breaks.get(next_break).map_or(run.range.end, |b| b.offset.min(run.range.end));
                let end = piece_end(self.text, at, limit);
                segments.push(self.segment(run, at..end, shaper));
                at = end;
            }
        }
        let mut prepared = Prepared { segments, parts: Vec::new(), items: Vec::new(), base: self.base, missing };
        prepared.collect_items(&breaks);
        prepared
    }

    /// Shapes a part of a run that is all white space or has none.
    fn segment(&self, run: &Run, range: Range<usize>, shaper: &mut Shaper<'_>) -> Segment {
        let text = &self.text[range.clone()];
        let look = &self.spans[run.span].look;
        let metrics = *shaper.library().face(run.face).metrics();
        let em = look.size / f64::from(metrics.units_per_em);
        let space = text.starts_with(char::is_whitespace);
        let (shaped, units) = if space {
            let count = text.chars().filter(|&c| c != '\n').count();
            // White space is as wide as the preferred face's space, whichever face stands beside it.
            (Rc::default(), f64::from(metrics.space) * count as f64)
        } else {
            let shaped = shaper.shape(&Request {
                face: run.face,
                script: run.script,
                direction: direction(run.level),
                language: &look.language,
                text,
                before: joining_context(&self.text[..range.start], text.chars().next(), Side::Before),
                after: joining_context(&self.text[range.end..], text.chars().next_back(), Side::After),
            });
            let units = f64::from(shaped.advance);
            (shaped, units)
        };
        Segment {
            kind: if space { PieceKind::Space } else { PieceKind::Word },
            range,
            face: run.face,
            size: look.size,
            span: run.span,
            level: run.level,
            shaped,
            advance: units * em,
        }
    }
}

/// The end of the white space, or of the text without any, that begins at `at`.
fn piece_end(text: &str, at: usize, limit: usize) -> usize {
    let part = &text[at..limit];
    let space = part.starts_with(char::is_whitespace);
    at + part.find(|c: char| c.is_whitespace() != space).unwrap_or(part.len())
}

fn direction(level: Level) -> Direction {
    if level.is_rtl() { Direction::RightToLeft } else { Direction::LeftToRight }
}

enum Side {
    Before,
    After,
}

/// The text beside a piece, where letters may join across its edge (a change of weight inside a word); else none,
/// so that the word's glyphs can be remembered.
fn joining_context(text: &str, edge: Option<char>, side: Side) -> &str {
    let arabic = |c: char| ('\u{600}'..'\u{8FF}').contains(&c) && (c.is_alphabetic() || itemize::is_mark(c));
    let neighbour = match side {
        Side::Before => text.chars().next_back(),
        Side::After => text.chars().next(),
    };
    let joins = edge.is_some_and(arabic) && neighbour.is_some_and(arabic);
    if !joins {
        return "";
    }
    let part = |c: char| !arabic(c);
    match side {
        Side::Before => text.rfind(part).map_or(text, |i| text[i..].trim_start_matches(part)),
        Side::After => text.find(part).map_or(text, |i| &text[..i]),
    }
}

impl Prepared {
    /// Gathers segments into items, one for each opportunity to break.
    fn collect_items(&mut self, breaks: &[breaks::Break]) {
        let mut from = 0;
        for found in breaks {
            let to = from + self.segments[from..].partition_point(|s| s.range.end <= found.offset);
            let segments = &self.segments[from..to];
            let trailing = segments.iter().rev().take_while(|s| s.kind == PieceKind::Space).count();
            let sum = |part: &[Segment], kind| part.iter().filter(|s| s.kind == kind).map(|s| s.advance).sum::<f64>();
            let (body, tail) = segments.split_at(segments.len() - trailing);
            self.items.push(Item {
                width: sum(body, PieceKind::Word),
                inner_gap: sum(body, PieceKind::Space),
                gap: sum(tail, PieceKind::Space),
                penalty: found.penalty,
                forced: found.forced,
            });
            self.parts.push(from..to);
            from = to;
        }
    }

    /// Breaks the paragraph into lines of the given measure.
    pub fn lines(&self, fit: &Fit, align: Align) -> Vec<Line> {
        fit::break_lines(&self.items, fit)
            .into_iter()
            .map(|range| {
                let segments = match (self.parts.get(range.start), self.parts.get(range.end - 1)) {
                    (Some(first), Some(last)) => &self.segments[first.start..last.end],
                    _ => &[],
                };
                let pieces = segments.iter().map(Segment::piece).collect();
                let indent = if range.start == 0 { fit.first_indent } else { 0.0 };
                let last = self.items[range.end - 1].forced;
                line::place(pieces, fit, indent, align, self.base, last)
            })
            .collect()
    }

    /// The width of the paragraph on one line, in points.
    pub fn natural_width(&self) -> f64 {
        self.segments.iter().map(|s| s.advance).sum()
    }
}

impl Segment {
    fn piece(&self) -> Piece {
        Piece {
            kind: self.kind,
            range: self.range.clone(),
            face: self.face,
            size: self.size,
            span: self.span,
            level: self.level,
            shaped: Rc::clone(&self.shaped),
            x: 0.0,
            advance: self.advance,
        }
    }
}
