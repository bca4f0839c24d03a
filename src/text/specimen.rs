//! Specimens of kashida: a word by itself, drawn out at each place where lines may draw it out.
//!
//! They go through the same steps as a line, so that what is wrong with a place or a stroke can be seen on a sheet
//! of them.

use super::fit::Fit;
use super::justify;
use super::kashida::{self, Kashida};
use super::line::{self, Align, Line};
use super::paragraph::{Paragraph, Segment};
use super::shape::Shaper;

impl Paragraph<'_> {
    /// Lines of the paragraph's text, which is one word, each with one stroke of `length` ems at another place. No
    /// line at all where the word can't be drawn out, or the text is no single word of one run.
    pub fn drawn_out_everywhere(&self, length: f64, shaper: &mut Shaper<'_>) -> Vec<Line> {
        let prepared = self.prepare(shaper);
        let [segment] = prepared.segments() else { return Vec::new() };
        let upem = f64::from(shaper.library().face(segment.face).metrics().units_per_em);
        let places = justify::places(segment, shaper).to_vec();
        let mut lines = Vec::with_capacity(places.len());
        for place in places {
            let stroke = (place.offset, (length * upem).round() as i32);
            let Some(set) = kashida::draw_out(shaper, &self.request(segment), &segment.shaped, &[stroke]) else {
                continue;
            };
            let mut piece = Segment::piece(segment);
            piece.advance = f64::from(set.advance) / upem * segment.size;
            piece.shaped = set;
            let fit = Fit {
                width: piece.advance,
                first_indent: 0.0,
                justify: false,
                kashida: Kashida::Off,
                fill_last: false,
                em: segment.size,
            };
            lines.push(line::place(vec![piece], &fit, 0.0, Align::Start, self.base, true));
        }
        lines
    }
}
