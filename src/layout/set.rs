//! Sets one text in one of the theme's styles: flat text to shaped spans, spans to lines.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::page::{Paint, SetText};
use crate::diagnostics::{Place, Problem, Problems};
use crate::document::{Direction, Language, Style, Text};
use crate::fonts::{Chain, Weight};
use crate::locale::{DateStyle, Digits};
use crate::say;
use crate::text::{self, Fit, Kashida, Line, Look, Paragraph, Prepared, Shaper, StyledSpan};
use crate::theme::{self, TextStyle, Theme};

/// The size of a footnote's mark, in ems of its text.
const MARK_SIZE: f64 = 0.65;
/// How high a footnote's mark stands, in ems of its text.
const MARK_RISE: f64 = 0.42;

/// Sets texts for one document.
pub struct Setter<'a, 'l> {
    /// The theme.
    pub theme: &'a Theme,
    /// How dates and numbers are told.
    pub dates: DateStyle,
    /// The numbers of the current article's footnotes, by their names.
    pub notes: BTreeMap<String, usize>,
    /// How many texts were broken into lines.
    pub count: usize,
    shaper: &'a mut Shaper<'l>,
    chains: Vec<((theme::Family, Weight), Chain)>,
    /// Characters that no face has: where each was met first, and how often it was met.
    missing: BTreeMap<char, (Place, usize)>,
}

/// How a text is to be filled in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// The width of its lines, in points.
    pub width: f64,
    /// From line to line, in points.
    pub leading: f64,
    /// Whether the last line is filled too.
    pub fill_last: bool,
}

/// A text as lines.
pub struct SetLines {
    /// The lines.
    pub lines: Vec<Line>,
    /// The text they were set from.
    pub source: Rc<SetText>,
    /// From a line's top to its baseline, in points.
    pub baseline: f64,
}

/// A text cut into spans, with the marks of its footnotes put in.
struct Spans {
    text: String,
    spans: Vec<StyledSpan>,
    paints: Vec<Paint>,
    /// Where marks were put in: byte offset in `text`, and length.
    marks: Vec<(usize, usize)>,
}

impl Spans {
    /// The offset in the author's text of an offset in this one.
    fn original(&self, offset: usize) -> usize {
        let before = self.marks.iter().take_while(|(at, _)| *at < offset);
        offset.saturating_sub(before.map(|(_, length)| length).sum())
    }
}

impl<'a, 'l> Setter<'a, 'l> {
    /// A setter for a document in a theme.
    pub fn new(theme: &'a Theme, dates: DateStyle, shaper: &'a mut Shaper<'l>) -> Self {
        Setter { theme, dates, notes: BTreeMap::new(), count: 0, shaper, chains: Vec::new(), missing: BTreeMap::new() }
    }

    /// The digits of numbers that are added to a text.
    pub fn digits(&self, language: &Language) -> Digits {
        self.dates.digits.unwrap_or_else(|| Digits::of(language))
    }

    /// The chain of a family and weight.
    fn chain(&mut self, family: theme::Family, weight: Weight) -> Chain {
        let key = (family, weight);
        if let Some((_, chain)) = self.chains.iter().find(|(k, _)| *k == key) {
            return chain.clone();
        }
        let chain = self.shaper.library().chain(family.into(), weight);
        self.chains.push((key, chain.clone()));
        chain
    }

    /// Sets a text to lines.
    pub fn set(&mut self, text: &Text, style: &TextStyle, language: &Language, measure: Measure) -> SetLines {
        self.count += 1;
        let spans = self.spans(text, style, language);
        let mut prepared = self.prepare(&spans, text, language);
        let left_to_right = language.direction() == Direction::LeftToRight;
        let align = match style.align {
            // Latin words are neither hyphenated nor drawn out here: in a column, lines of one width would have holes.
            theme::Align::Justify if left_to_right && !measure.fill_last => text::Align::Start,
            theme::Align::Justify => text::Align::Justify,
            theme::Align::Start => text::Align::Start,
            theme::Align::Center => text::Align::Center,
            theme::Align::End => text::Align::End,
        };
        let justify = align == text::Align::Justify;
        let kashida = if justify { self.theme.kashida } else { Kashida::Off };
        let fit = Fit {
            width: measure.width,
            first_indent: style.indent,
            justify,
            kashida,
            em: style.size,
            fill_last: measure.fill_last,
        };
        let lines = prepared.lines(&fit, align, self.shaper);
        let primary = self.chain(style.family, style_weight(style, false)).primary();
        let metrics = *self.shaper.library().face(primary).metrics();
        let em = style.size / f64::from(metrics.units_per_em);
        let (ascent, descent) = (f64::from(metrics.ascent) * em, -f64::from(metrics.descent) * em);
        // The face's own height stands in the middle of the leading.
        let baseline = (measure.leading - ascent - descent) / 2.0 + ascent;
        let Spans { text, paints, .. } = spans;
        SetLines { lines, source: Rc::new(SetText { text, paints }), baseline }
    }

    /// The width of a text on one line, in points.
    pub fn natural_width(&mut self, text: &Text, style: &TextStyle, language: &Language) -> f64 {
        let spans = self.spans(text, style, language);
        self.prepare(&spans, text, language).natural_width()
    }

    fn prepare<'t>(&mut self, spans: &'t Spans, text: &Text, language: &Language) -> Prepared<'t> {
        let base = language.direction();
        let prepared = Paragraph { text: &spans.text, spans: &spans.spans, base }.prepare(self.shaper);
        for missing in &prepared.missing {
            let place = || (text.place(spans.original(missing.offset)), 0);
            self.missing.entry(missing.character).or_insert_with(place).1 += 1;
        }
        prepared
    }

    fn spans(&mut self, text: &Text, style: &TextStyle, language: &Language) -> Spans {
        let flat = text.flatten();
        let mut spans = Spans {
            text: String::with_capacity(flat.text.len()),
            spans: Vec::new(),
            paints: Vec::new(),
            marks: Vec::new(),
        };
        for part in &flat.ranges {
            let start = spans.text.len();
            let mut look = self.look(style, &part.style, language);
            let mut paint = Paint {
                face: look.chain.primary(),
                colour: self.theme.colours.get(style.colour),
                link: part.style.link.clone(),
                language: part.style.language.clone(),
                rise: 0.0,
                note: None,
            };
            if let Some(name) = &part.style.note {
                let Some(&number) = self.notes.get(name) else { continue };
                spans.text.push_str(&self.digits(language).number(number));
                spans.marks.push((start, spans.text.len() - start));
                paint.rise = MARK_RISE * look.size;
                paint.note = Some(number);
                look.size *= MARK_SIZE;
            } else {
                spans.text.push_str(&flat.text[part.range.clone()]);
            }
            if spans.text.len() > start {
                spans.spans.push(StyledSpan { range: start..spans.text.len(), look });
                spans.paints.push(paint);
            }
        }
        spans
    }

    fn look(&mut self, style: &TextStyle, inline: &Style, language: &Language) -> Look {
        // Emphasis in Arabic is weight, not slant (W3C, Arabic layout requirements).
        let strong = inline.strong || inline.emphasis;
        let chain = self.chain(style.family, style_weight(style, strong));
        Look { chain, size: style.size, language: inline.language.as_ref().unwrap_or(language).clone() }
    }

    /// Reports characters that no face has.
    pub fn report(self, problems: &mut Problems) {
        for (character, (place, count)) in self.missing {
            let code = format!("{:04X}", u32::from(character));
            let what = match count {
                1 => say!("no face has U+{code} ({character})", code, character),
                _ => say!("no face has U+{code} ({character}), {count} times", code, character, count),
            };
            problems.push(Problem::warning(
                place,
                what,
                say!("an empty box is drawn in its place; the text keeps the character"),
            ));
        }
    }
}

fn style_weight(style: &TextStyle, strong: bool) -> Weight {
    match style.weight {
        theme::Weight::Bold => Weight::Bold,
        theme::Weight::Regular if strong => Weight::Bold,
        theme::Weight::Regular => Weight::Regular,
    }
}
