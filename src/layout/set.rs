//! Sets one text in one of the theme's styles: flat text to shaped spans, spans to lines.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::page::{Paint, SetText};
use crate::diagnostics::{Place, Problem, Problems};
use crate::document::{Language, Style, Text};
use crate::fonts::{Chain, Weight};
use crate::text::{self, Fit, Kashida, Line, Look, Paragraph, Shaper, StyledSpan};
use crate::theme::{self, TextStyle, Theme};

/// Sets texts for one document.
pub struct Setter<'a, 'l> {
    /// The theme.
    pub theme: &'a Theme,
    kashida: Kashida,
    shaper: &'a mut Shaper<'l>,
    chains: Vec<((theme::Family, Weight), Chain)>,
    /// Characters that no face has: where each was met first, and how often it was met.
    missing: BTreeMap<char, (Place, usize)>,
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

impl<'a, 'l> Setter<'a, 'l> {
    /// A setter for a document in a theme.
    pub fn new(theme: &'a Theme, shaper: &'a mut Shaper<'l>) -> Self {
        Setter { theme, kashida: theme.kashida.into(), shaper, chains: Vec::new(), missing: BTreeMap::new() }
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

    /// Sets a text to lines `width` points long, in lines of `leading` points.
    pub fn set(&mut self, text: &Text, style: &TextStyle, language: &Language, width: f64, leading: f64) -> SetLines {
        let flat = text.flatten();
        let mut spans = Vec::with_capacity(flat.ranges.len());
        let mut paints = Vec::with_capacity(flat.ranges.len());
        for part in flat.ranges.iter().filter(|r| !r.range.is_empty()) {
            let look = self.look(style, &part.style, language);
            paints.push(Paint {
                face: look.chain.primary(),
                colour: self.theme.colours.get(style.colour),
                link: part.style.link.clone(),
                language: part.style.language.clone(),
            });
            spans.push(StyledSpan { range: part.range.clone(), look });
        }
        let base = language.direction();
        let mut prepared = Paragraph { text: &flat.text, spans: &spans, base }.prepare(self.shaper);
        for missing in &prepared.missing {
            let place = || (text.place(missing.offset), 0);
            self.missing.entry(missing.character).or_insert_with(place).1 += 1;
        }
        let align = match style.align {
            theme::Align::Justify => text::Align::Justify,
            theme::Align::Start => text::Align::Start,
            theme::Align::Center => text::Align::Center,
        };
        let justify = align == text::Align::Justify;
        let kashida = if justify { self.kashida } else { Kashida::Off };
        let fit = Fit { width, first_indent: style.indent, justify, kashida, em: style.size };
        let lines = prepared.lines(&fit, align, self.shaper);
        let primary = self.chain(style.family, style_weight(style, false)).primary();
        let metrics = *self.shaper.library().face(primary).metrics();
        let em = style.size / f64::from(metrics.units_per_em);
        let (ascent, descent) = (f64::from(metrics.ascent) * em, -f64::from(metrics.descent) * em);
        // The face's own height stands in the middle of the leading.
        let baseline = (leading - ascent - descent) / 2.0 + ascent;
        SetLines { lines, source: Rc::new(SetText { text: flat.text, paints }), baseline }
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
            let times = if count > 1 { format!(", {count} times") } else { String::new() };
            problems.push(Problem::warning(
                place,
                format!("no face has U+{:04X} ({character}){times}", character as u32),
                "an empty box is drawn in its place; the text keeps the character",
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
