//! A paragraph's way through the steps: its text to shaped pieces, and those to lines of any measure.

use std::ops::Range;
use std::rc::Rc;

use super::bidi::{self, Level};
use super::breaks;
use super::fit::{self, Fit, Item};
use super::itemize::{self, Missing, Run, ScriptTag};
use super::justify;
use super::kashida::Kashida;
use super::line::{self, Align, Line, Piece, PieceKind};
use super::shape::{Request, Shaper};
use super::shaped::Shaped;
use crate::document::{Direction, Language};
use crate::fonts::{Chain, FaceId};

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
pub struct Segment {
    /// Whether it is a word or white space.
    pub kind: PieceKind,
    /// Bytes of the paragraph's text.
    pub range: Range<usize>,
    /// Its face.
    pub face: FaceId,
    /// Its script.
    pub script: ScriptTag,
    /// The em in points.
    pub size: f64,
    /// The span it belongs to.
    pub span: usize,
    /// Its embedding level.
    pub level: Level,
    /// Its glyphs; none for white space.
    pub shaped: Rc<Shaped>,
    /// Natural width in points.
    pub advance: f64,
}

/// A paragraph that is shaped, and can be broken to any measure.
#[derive(Debug)]
pub struct Prepared<'a> {
    paragraph: Paragraph<'a>,
    segments: Vec<Segment>,
    /// Each item's segments; as many as `items`.
    parts: Vec<Range<usize>>,
    items: Vec<Item>,
    /// Characters that no face has.
    pub missing: Vec<Missing>,
}

impl<'a> Paragraph<'a> {
    /// Shapes the paragraph.
    pub fn prepare(&self, shaper: &mut Shaper<'_>) -> Prepared<'a> {
        let levels = bidi::levels(self.text, self.base);
        let mut missing = Vec::new();
        let runs = itemize::itemize(self.text, &levels, self.spans, shaper.library(), &mut missing);
        let breaks = breaks::breaks(self.text);
        // A word and a space for each opportunity, as a rule.
        let mut segments = Vec::with_capacity(2 * breaks.len());
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
        let (items, parts) = collect_items(&segments, &breaks);
        Prepared { paragraph: *self, segments, parts, items, missing }
    }

    /// Shapes a part of a run that is all white space or has none.
    fn segment(&self, run: &Run, range: Range<usize>, shaper: &mut Shaper<'_>) -> Segment {
        let text = &self.text[range.clone()];
        let look = &self.spans[run.span].look;
        let metrics = *shaper.library().face(run.face).metrics();
        let em = look.size / f64::from(metrics.units_per_em);
        let space = text.starts_with(char::is_whitespace);
        let mut segment = Segment {
            kind: if space { PieceKind::Space } else { PieceKind::Word },
            range,
            face: run.face,
            script: run.script,
            size: look.size,
            span: run.span,
            level: run.level,
            shaped: shaper.nothing(),
            advance: 0.0,
        };
        let units = if space {
            let count = text.chars().filter(|&c| c != '\n').count();
            // White space is as wide as the preferred face's space, whichever face stands beside it.
            let face = shaper.library().face(look.chain.primary()).metrics();
            f64::from(face.space) / f64::from(face.units_per_em) * f64::from(metrics.units_per_em) * count as f64
        } else {
            segment.shaped = shaper.shape(&self.request(&segment));
            f64::from(segment.shaped.advance)
        };
        segment.advance = units * em;
        segment
    }

    /// What the shaper is asked for a segment.
    pub fn request(&self, segment: &Segment) -> Request<'a> {
        let range = segment.range.clone();
        let text: &'a str = &self.text[range.clone()];
        Request {
            face: segment.face,
            script: segment.script,
            direction: if segment.level.is_rtl() { Direction::RightToLeft } else { Direction::LeftToRight },
            language: &self.spans[segment.span].look.language,
            text,
            before: joining_context(&self.text[..range.start], text.chars().next(), Side::Before),
            after: joining_context(&self.text[range.end..], text.chars().next_back(), Side::After),
        }
    }
}

/// The longest piece that is shaped at once, in bytes. No word comes near it; without it, shaping a megabyte of
/// marks takes minutes, since each mark looks back for its letter.
const MAX_PIECE: usize = 1024;

/// The end of the white space, or of the text without any, that begins at `at`.
fn piece_end(text: &str, at: usize, limit: usize) -> usize {
    let part = &text[at..limit];
    let end = itemize::stretch_end(part);
    if end <= MAX_PIECE {
        return at + end;
    }
    // Before a letter rather than a mark, where there is one.
    let starts = || part.char_indices().take_while(|(i, _)| *i <= MAX_PIECE).skip(1);
    let letter = starts().filter(|&(_, c)| !(itemize::is_mark(c) || itemize::is_ignorable(c))).last();
    at + letter.or_else(|| starts().last()).map_or(end, |(i, _)| i)
}

enum Side {
    Before,
    After,
}

/// The text beside a piece, where letters may join across its edge (a change of weight inside a word); else none,
/// so that the word's glyphs can be remembered.
fn joining_context(text: &str, edge: Option<char>, side: Side) -> &str {
    let arabic = |c: char| ('\u{600}'..='\u{8FF}').contains(&c) && (itemize::is_letter(c) || itemize::is_mark(c));
    let neighbour = match side {
        Side::Before => text.chars().next_back(),
        Side::After => text.chars().next(),
    };
    // The neighbour is a space as a rule, and asked first.
    if !(neighbour.is_some_and(arabic) && edge.is_some_and(arabic)) {
        return "";
    }
    // Joining looks no further than the next letter, and marks are few.
    let mut count = 0;
    let mut outside = |c: char| {
        count += 1;
        !arabic(c) || count > 16
    };
    match side {
        Side::Before => match text.char_indices().rev().find(|&(_, c)| outside(c)) {
            Some((i, c)) => &text[i + c.len_utf8()..],
            None => text,
        },
        Side::After => text.char_indices().find(|&(_, c)| outside(c)).map_or(text, |(i, _)| &text[..i]),
    }
}

/// Gathers segments into items, one for each opportunity to break.
fn collect_items(segments: &[Segment], breaks: &[breaks::Break]) -> (Vec<Item>, Vec<Range<usize>>) {
    let mut items = Vec::with_capacity(breaks.len());
    let mut parts = Vec::with_capacity(breaks.len());
    let mut from = 0;
    for found in breaks {
        let count = segments[from..].iter().take_while(|s| s.range.end <= found.offset).count();
        let to = from + count;
        items.push(Item { penalty: found.penalty, forced: found.forced, ..measure(&segments[from..to]) });
        parts.push(from..to);
        from = to;
    }
    (items, parts)
}

/// An item of the given segments, with the white space at its end as its gap.
fn measure(segments: &[Segment]) -> Item {
    let trailing = segments.iter().rev().take_while(|s| s.kind == PieceKind::Space).count();
    let (body, tail) = segments.split_at(segments.len() - trailing);
    let sum = |part: &[Segment], kind| part.iter().filter(|s| s.kind == kind).map(|s| s.advance).sum::<f64>();
    Item {
        width: sum(body, PieceKind::Word),
        inner_gap: sum(body, PieceKind::Space),
        gap: sum(tail, PieceKind::Space),
        ..Item::default()
    }
}

impl Prepared<'_> {
    /// Breaks the paragraph into lines of the given measure.
    pub fn lines(&mut self, fit: &Fit, align: Align, shaper: &mut Shaper<'_>) -> Vec<Line> {
        self.split_wide(fit.width - fit.first_indent, shaper);
        // Among words from left to right, which can't be drawn out, an Arabic one that is looks torn.
        let stretch = fit.justify && fit.kashida != Kashida::Off && self.paragraph.base == Direction::RightToLeft;
        for (item, part) in self.items.iter_mut().zip(&self.parts) {
            let segments = &self.segments[part.clone()];
            (item.strokes, item.second_strokes) = (0, 0);
            for segment in segments.iter().filter(|_| stretch) {
                let places = justify::places(segment, shaper);
                let in_need = places.iter().all(|p| p.in_need);
                item.strokes += u16::from(!places.is_empty() && !in_need);
                item.second_strokes += u16::from(places.len() > 1 || (!places.is_empty() && in_need));
            }
        }
        let base = self.paragraph.base;
        let mut above = Vec::new();
        fit::break_lines(&self.items, fit)
            .into_iter()
            .map(|range| {
                let segments = match (self.parts.get(range.start), self.parts.get(range.end - 1)) {
                    (Some(first), Some(last)) => &self.segments[first.start..last.end],
                    _ => &[],
                };
                let mut pieces: Vec<Piece> = segments.iter().map(Segment::piece).collect();
                let indent = if range.start == 0 { fit.first_indent } else { 0.0 };
                let last = self.items[range.end - 1].forced && !fit.fill_last;
                if stretch && !last {
                    let items = &self.items[range.clone()];
                    let line = justify::LineToFill {
                        segments,
                        width: fit.width - indent,
                        strokes: items.iter().map(|i| u32::from(i.strokes)).sum(),
                        second_strokes: items.iter().map(|i| u32::from(i.second_strokes)).sum(),
                    };
                    above = justify::draw_out(&line, &mut pieces, &above, fit, &self.paragraph, shaper);
                } else {
                    above.clear();
                }
                line::place(pieces, fit, indent, align, base, last)
            })
            .collect()
    }

    /// Cuts items that are wider than the measure, so that nothing runs over its edge.
    fn split_wide(&mut self, width: f64, shaper: &mut Shaper<'_>) {
        if self.items.iter().all(|item| item.width + item.inner_gap <= width) {
            return;
        }
        let (mut segments, mut items, mut parts) = (Vec::new(), Vec::new(), Vec::new());
        for (item, part) in self.items.iter().zip(&self.parts) {
            let whole = &self.segments[part.clone()];
            let mut from = segments.len();
            if item.width + item.inner_gap <= width {
                segments.extend(whole.iter().cloned());
            } else {
                for segment in whole {
                    let cut = self.paragraph.cut(segment, width, shaper);
                    for piece in cut {
                        let wide: f64 = segments[from..].iter().map(|s: &Segment| s.advance).sum();
                        if segments.len() > from && wide + piece.advance > width && piece.kind == PieceKind::Word {
                            items.push(measure(&segments[from..]));
                            parts.push(from..segments.len());
                            from = segments.len();
                        }
                        segments.push(piece);
                    }
                }
            }
            items.push(Item { penalty: item.penalty, forced: item.forced, ..measure(&segments[from..]) });
            parts.push(from..segments.len());
        }
        (self.segments, self.items, self.parts) = (segments, items, parts);
    }

    /// The shaped segments, in the order of the text.
    pub(super) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The width of the paragraph on one line, in points.
    pub fn natural_width(&self) -> f64 {
        self.segments.iter().map(|s| s.advance).sum()
    }
}

impl Paragraph<'_> {
    /// A segment as pieces no wider than `width`, cut between letters.
    fn cut(&self, segment: &Segment, width: f64, shaper: &mut Shaper<'_>) -> Vec<Segment> {
        if segment.kind != PieceKind::Word || segment.advance <= width {
            return vec![segment.clone()];
        }
        let text = &self.text[segment.range.clone()];
        let em = segment.size / f64::from(shaper.library().face(segment.face).metrics().units_per_em);
        let mut advances: Vec<(usize, f64)> =
            segment.shaped.glyphs.iter().map(|g| (g.cluster as usize, f64::from(g.advance) * em)).collect();
        advances.sort_by_key(|&(cluster, _)| cluster);
        let mut cuts = vec![0];
        let (mut sum, mut at) = (0.0, 0);
        for start in icu_segmenter::GraphemeClusterSegmenter::new().segment_str(text).skip(1) {
            // The advance of everything before `start` since the last cut.
            while let Some(&(cluster, advance)) = advances.get(at).filter(|(cluster, _)| *cluster < start) {
                let begin = text[..cluster].len();
                if sum + advance > width && sum > 0.0 && cuts.last() != Some(&begin) && text.is_char_boundary(begin) {
                    cuts.push(begin);
                    sum = 0.0;
                }
                sum += advance;
                at += 1;
            }
        }
        cuts.push(text.len());
        let begin = segment.range.start;
        cuts.windows(2)
            .filter(|pair| pair[0] < pair[1])
            .map(|pair| {
                let mut piece = Segment { range: begin + pair[0]..begin + pair[1], ..segment.clone() };
                piece.shaped = shaper.shape(&self.request(&piece));
                piece.advance = f64::from(piece.shaped.advance) * em;
                piece
            })
            .collect()
    }
}

impl Segment {
    /// The segment as a piece that has no place yet.
    pub(super) fn piece(&self) -> Piece {
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
