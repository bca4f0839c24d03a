//! Which words of a line are drawn out: the best places, spread over the line, and not below those of the line
//! above.

use super::fit::{self, Fit};
use super::itemize::is_letter;
use super::kashida::{self, STEP, Stroke};
use super::line::{self, Piece, PieceKind};
use super::paragraph::{Paragraph, Segment};
use super::shape::Shaper;

/// How near, in ems, a stroke may stand to one in the line above before it costs anything.
const STACK_DISTANCE: f64 = 2.5;
/// What standing right below another stroke costs, where the best place is worth 1.
const STACK_COST: f64 = 2.0;
/// What standing right beside another stroke of the line costs.
const CROWD_COST: f64 = 1.0;
/// What a long word is worth: strokes are least seen in it.
const LENGTH_WORTH: f64 = 0.4;
/// The number of letters from which on a word counts as long.
const LONG_WORD: f64 = 9.0;
/// What being the second in its word, or in a short word, costs: more than all else, so that it only happens where
/// no other word is left.
const SECOND_COST: f64 = 10.0;

/// A line that is to be filled.
pub struct LineToFill<'l> {
    /// Its segments.
    pub segments: &'l [Segment],
    /// The width to fill, in points.
    pub width: f64,
    /// How many of its words can take a stroke.
    pub strokes: u32,
    /// How many strokes more they could take in need.
    pub second_strokes: u32,
}

/// A place in a line at which a stroke can be drawn.
#[derive(Clone, Copy)]
struct Candidate {
    /// The piece's index in its line.
    piece: usize,
    /// The letter that the stroke would lead to, by its byte offset in the piece.
    offset: u32,
    /// How good it is by itself.
    worth: f64,
    /// Where the stroke would stand: points from the line's start.
    at: f64,
}

/// The places of a segment.
pub fn places<'s>(segment: &'s Segment, shaper: &Shaper<'_>) -> &'s [kashida::Place] {
    // A face whose tatweel has no width can't draw a stroke.
    let can = segment.kind == PieceKind::Word
        && segment.level.is_rtl()
        && shaper.library().face(segment.face).metrics().tatweel > 0;
    if can { &segment.shaped.places } else { &[] }
}

/// Draws words out so that the line's spaces come near their natural width. `above` has the places of the strokes
/// in the line above; those of this line are given back, in points from the line's start.
pub fn draw_out(
    line: &LineToFill<'_>,
    pieces: &mut [Piece],
    above: &[f64],
    fit: &Fit,
    paragraph: &Paragraph<'_>,
    shaper: &mut Shaper<'_>,
) -> Vec<f64> {
    let natural = fit::Natural { strokes: line.strokes, second_strokes: line.second_strokes, ..line::natural(pieces) };
    let filled = fit::fill(natural, line.width, fit);
    if filled.strokes == 0 {
        return Vec::new();
    }
    let mut candidates = candidates(line.segments, filled.gap, paragraph, shaper);
    let mut chosen: Vec<Candidate> = Vec::new();
    let spread = line.width / f64::from(filled.strokes + 1);
    while chosen.len() < filled.strokes as usize {
        let Some(best) = best(&candidates, &chosen, above, spread, fit.em) else { break };
        chosen.push(candidates.swap_remove(best));
        if !set(&chosen, chosen.len() - 1, &mut |_| 1, line.segments, pieces, paragraph, shaper) {
            chosen.pop();
        }
    }
    // Strokes of one line are alike, in whole steps; the first ones take what does not divide.
    let steps = (filled.stroke * f64::from(filled.strokes) / fit.em / STEP).floor() as usize;
    let most = (filled.stroke.max(fit.kashida.longest() * fit.em) / fit.em / STEP).round() as usize;
    let count = chosen.len().max(1);
    let mut length = |i: usize| (steps / count + usize::from(i < steps % count)).min(most);
    for i in 0..chosen.len() {
        set(&chosen, i, &mut length, line.segments, pieces, paragraph, shaper);
    }
    chosen.iter().map(|c| c.at).collect()
}

/// The places of a line's words, in the order of the words.
fn candidates(segments: &[Segment], gap: f64, paragraph: &Paragraph<'_>, shaper: &Shaper<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut at = 0.0;
    for (piece, segment) in segments.iter().enumerate() {
        let text = &paragraph.text[segment.range.clone()];
        let places = places(segment, shaper);
        let letters = if places.is_empty() { 0.0 } else { text.chars().filter(|&c| is_letter(c)).count() as f64 };
        for place in places {
            let inside = f64::from(place.offset) / text.len().max(1) as f64;
            let short = if place.in_need { SECOND_COST } else { 0.0 };
            let worth = f64::from(place.priority) / 9.0 + LENGTH_WORTH * (letters / LONG_WORD).min(1.0) - short;
            found.push(Candidate { piece, offset: place.offset, worth, at: at + inside * segment.advance });
        }
        at += if segment.kind == PieceKind::Space { segment.advance * gap } else { segment.advance };
    }
    found
}

/// The best of the candidates; the later one where two are as good.
fn best(candidates: &[Candidate], chosen: &[Candidate], above: &[f64], spread: f64, em: f64) -> Option<usize> {
    let near = |distance: f64, reach: f64| (1.0 - distance / reach).max(0.0);
    let score = |c: &Candidate| {
        let beside = chosen.iter().map(|o| (o.at - c.at).abs()).fold(f64::INFINITY, f64::min);
        let below = above.iter().map(|at| (at - c.at).abs()).fold(f64::INFINITY, f64::min);
        let second = if chosen.iter().any(|o| o.piece == c.piece) { SECOND_COST } else { 0.0 };
        c.worth - CROWD_COST * near(beside, spread) - STACK_COST * near(below, STACK_DISTANCE * em) - second
    };
    (0..candidates.len()).max_by(|&a, &b| score(&candidates[a]).total_cmp(&score(&candidates[b])))
}

/// Sets the word of the chosen place `index` with all strokes that were chosen in it. `steps` gives the length of
/// each chosen stroke. Whether the word could be set so; it stays as it was if not.
fn set(
    chosen: &[Candidate],
    index: usize,
    steps: &mut dyn FnMut(usize) -> usize,
    segments: &[Segment],
    pieces: &mut [Piece],
    paragraph: &Paragraph<'_>,
    shaper: &mut Shaper<'_>,
) -> bool {
    let Some(word) = chosen.get(index).map(|c| c.piece) else { return false };
    let (Some(segment), Some(piece)) = (segments.get(word), pieces.get_mut(word)) else { return false };
    let upem = f64::from(shaper.library().face(segment.face).metrics().units_per_em);
    let mut strokes: Vec<Stroke> = chosen
        .iter()
        .enumerate()
        .filter(|(_, c)| c.piece == word)
        .map(|(i, c)| (c.offset, (steps(i) as f64 * STEP * upem).round() as i32))
        .filter(|&(_, units)| units > 0)
        .collect();
    strokes.sort_unstable();
    let request = paragraph.request(segment);
    let Some(set) = kashida::draw_out(shaper, &request, &segment.shaped, &strokes) else { return false };
    piece.advance = f64::from(set.advance) / upem * segment.size;
    piece.shaped = set;
    true
}
