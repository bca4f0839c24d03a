//! How well lines are filled, in numbers.
//!
//! A gap is the distance between the advance boxes of two neighbouring words, as a multiple of the natural width
//! of its space. A full line is one that was filled to the measure: last lines and ragged ones are not.

use serde::Serialize;

use super::Layout;
use super::page::Content;
use crate::fonts::Library;
use crate::text::{Line, PieceKind};

/// The metrics of a layout.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Metrics {
    /// Pages.
    pub pages: usize,
    /// Lines of text, furniture included.
    pub lines: usize,
    /// Lines that were filled to the measure.
    pub full_lines: usize,
    /// Lines wider than their measure.
    pub over_full: usize,
    /// The gaps of full lines.
    pub gaps: Gaps,
    /// The strokes of full lines.
    pub kashidas: Kashidas,
    /// Every full line, in the order of the pages.
    pub by_line: Vec<LineMetrics>,
}

/// Gaps, as multiples of their natural width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Gaps {
    /// How many.
    pub count: usize,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation.
    pub sd: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// The narrowest.
    pub min: f64,
    /// The widest.
    pub max: f64,
}

/// Strokes, with lengths in ems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Kashidas {
    /// How many.
    pub count: usize,
    /// How many a full line has on average.
    pub per_full_line: f64,
    /// The longest.
    pub longest: f64,
}

/// One full line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LineMetrics {
    /// Its page, from 1.
    pub page: usize,
    /// Its place, in points from the paper's left and top to the left end of its baseline.
    pub x: f64,
    /// See `x`.
    pub y: f64,
    /// How many gaps it has.
    pub gaps: usize,
    /// Their width, as a multiple of the natural one.
    pub gap: f64,
    /// The lengths of its strokes in ems, in reading order.
    pub kashidas: Vec<f64>,
}

/// Measures a layout.
pub fn measure(layout: &Layout, library: &Library) -> Metrics {
    let (mut lines, mut over_full) = (0, 0);
    let mut by_line = Vec::new();
    for (page, frame) in layout.pages.iter().enumerate().flat_map(|(i, p)| p.frames.iter().map(move |f| (i, f))) {
        let Content::Line { line, .. } = &frame.content else { continue };
        lines += 1;
        over_full += usize::from(line.over_full);
        if line.justified {
            by_line.push(LineMetrics {
                page: page + 1,
                x: rounded(frame.x),
                y: rounded(frame.y),
                gaps: gaps(line),
                gap: rounded(line.gap),
                kashidas: strokes(line, library),
            });
        }
    }
    let mut all: Vec<f64> = by_line.iter().flat_map(|l| std::iter::repeat_n(l.gap, l.gaps)).collect();
    all.sort_by(f64::total_cmp);
    let strokes = || by_line.iter().flat_map(|l| l.kashidas.iter().copied());
    Metrics {
        pages: layout.pages.len(),
        lines,
        full_lines: by_line.len(),
        over_full,
        gaps: spread(&all),
        kashidas: Kashidas {
            count: strokes().count(),
            per_full_line: rounded(strokes().count() as f64 / by_line.len().max(1) as f64),
            longest: strokes().fold(0.0, f64::max),
        },
        by_line,
    }
}

/// The spread of sorted gaps.
fn spread(sorted: &[f64]) -> Gaps {
    let (Some(&min), Some(&max)) = (sorted.first(), sorted.last()) else { return Gaps::default() };
    let count = sorted.len();
    let mean = sorted.iter().sum::<f64>() / count as f64;
    let variance = sorted.iter().map(|g| (g - mean).powi(2)).sum::<f64>() / count as f64;
    let p95 = sorted[((0.95 * count as f64) as usize).min(count - 1)];
    Gaps { count, mean: rounded(mean), sd: rounded(variance.sqrt()), p95, min, max }
}

/// The gaps of a line: rows of white space between words.
fn gaps(line: &Line) -> usize {
    line.pieces.windows(2).filter(|w| w[0].kind == PieceKind::Space && w[1].kind == PieceKind::Word).count()
}

fn strokes(line: &Line, library: &Library) -> Vec<f64> {
    let ems = |piece: &crate::text::Piece, units: i32| {
        rounded(f64::from(units) / f64::from(library.face(piece.face).metrics().units_per_em))
    };
    let drawn = line.pieces.iter().flat_map(|p| p.shaped.glyphs.iter().map(move |g| (p, g.stretch)));
    drawn.filter(|(_, stretch)| *stretch > 0).map(|(piece, stretch)| ems(piece, stretch)).collect()
}

/// Four places after the point: finer than any reader of a PDF measures.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
