//! Which words of a line are drawn out: the best places, spread over the line, and not below those of the line
//! above.

use super::fit::{self, Fit};
use super::kashida::{self, STEP};
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

/// A line that is to be filled.
pub struct LineToFill<'l> {
    /// Its segments.
    pub segments: &'l [Segment],
    /// The width to fill, in points.
    pub width: f64,
    /// How many strokes its words can take.
    pub strokes: u32,
}

/// A word that can be drawn out.
struct Candidate {
    /// The piece's index in its line.
    piece: usize,
    place: kashida::Place,
    /// How good it is by itself.
    worth: f64,
    /// Where the stroke would stand: points from the line's start.
    at: f64,
}

/// Whether a segment has a place for a stroke.
pub fn has_place(segment: &Segment, paragraph: &Paragraph<'_>, shaper: &Shaper<'_>) -> bool {
    segment.kind == PieceKind::Word
        && segment.level.is_rtl()
        && shaper.library().face(segment.face).metrics().tatweel > 0
        && !segment.shaped.kashida_places(&paragraph.text[segment.range.clone()]).is_empty()
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
    let natural = fit::Natural { strokes: line.strokes, ..line::natural(pieces) };
    let filled = fit::fill(natural, line.width, fit);
    let mut drawn = Vec::new();
    if filled.strokes == 0 {
        return drawn;
    }
    let mut candidates = candidates(line.segments, filled.gap, paragraph, shaper);
    let mut missing = filled.stroke * f64::from(filled.strokes);
    let longest = fit.kashida.longest() * fit.em;
    for left in (1..=filled.strokes).rev() {
        // Strokes of one line are alike; where one could not be drawn, the others take its share up to the longest.
        let length = (missing / f64::from(left)).min(longest);
        if length < kashida::SHORTEST * fit.em {
            break;
        }
        let spread = line.width / f64::from(filled.strokes + 1);
        while let Some(best) = best(&candidates, &drawn, above, spread, fit.em) {
            let candidate = candidates.swap_remove(best);
            candidates.retain(|c| c.piece != candidate.piece || c.place != candidate.place);
            if let Some(points) = draw(&candidate, length, line.segments, pieces, paragraph, shaper) {
                candidates.retain(|c| c.piece != candidate.piece);
                missing -= points;
                drawn.push(candidate.at);
                break;
            }
        }
    }
    drawn
}

/// The places of a line's words, in the order of the words.
fn candidates(segments: &[Segment], gap: f64, paragraph: &Paragraph<'_>, shaper: &Shaper<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut at = 0.0;
    for (index, segment) in segments.iter().enumerate() {
        if has_place(segment, paragraph, shaper) {
            let text = &paragraph.text[segment.range.clone()];
            let letters = text.chars().filter(|&c| c.is_alphabetic()).count() as f64;
            for place in segment.shaped.kashida_places(text) {
                let inside = f64::from(place.offset) / text.len().max(1) as f64;
                let worth = f64::from(place.priority) / 9.0 + LENGTH_WORTH * (letters / LONG_WORD).min(1.0);
                found.push(Candidate { piece: index, place: *place, worth, at: at + inside * segment.advance });
            }
        }
        at += if segment.kind == PieceKind::Space { segment.advance * gap } else { segment.advance };
    }
    found
}

/// The best of the candidates; the later one where two are as good.
fn best(candidates: &[Candidate], drawn: &[f64], above: &[f64], spread: f64, em: f64) -> Option<usize> {
    let score = |c: &Candidate| {
        let near = |places: &[f64], reach: f64| {
            let distance = places.iter().map(|p| (p - c.at).abs()).fold(f64::INFINITY, f64::min);
            (1.0 - distance / reach).max(0.0)
        };
        c.worth - CROWD_COST * near(drawn, spread) - STACK_COST * near(above, STACK_DISTANCE * em)
    };
    (0..candidates.len()).max_by(|&a, &b| score(&candidates[a]).total_cmp(&score(&candidates[b])))
}

/// Draws one word out by `length` points, in whole steps. Gives the points that were added.
fn draw(
    candidate: &Candidate,
    length: f64,
    segments: &[Segment],
    pieces: &mut [Piece],
    paragraph: &Paragraph<'_>,
    shaper: &mut Shaper<'_>,
) -> Option<f64> {
    let segment = segments.get(candidate.piece)?;
    let piece = pieces.get_mut(candidate.piece)?;
    let upem = f64::from(shaper.library().face(segment.face).metrics().units_per_em);
    let ems = (length / segment.size / STEP).floor() * STEP;
    let units = (ems * upem).round();
    let request = paragraph.request(segment);
    let set = kashida::draw_out(shaper, &request, &segment.shaped, candidate.place.offset, units as i32)?;
    let points = units / upem * segment.size;
    piece.shaped = set;
    piece.advance = segment.advance + points;
    Some(points)
}
