//! Cleaning that is done on request only: each step has a name, changes letters in one known way, and tells how
//! much it changed and where first.
//!
//! A step sees one run of plain text at a time, never an address or markup. The places of the characters are carried
//! through, so that a later warning still names the column that its author wrote.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::Item;
use super::placed::Placed;
use crate::diagnostics::{Message, Problem, Problems};
use crate::document::{Article, ArticleEntry, Inline, Text};
use crate::say;

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Letters and their marks composed as Unicode's form NFC has them.
    Nfc,
    /// Presentation forms, as old programs store them, back to letters.
    Presentation,
    /// Letters of other languages' Arabic script that look as Arabic's: ک, ی, ہ.
    Lookalikes,
    /// Tatweels inside words, where they are for looks only.
    Tatweel,
    /// European and Persian digits as Arabic-Indic ones.
    Digits,
    /// Arabic-Indic and Persian digits as European ones.
    EuropeanDigits,
}

impl Step {
    /// All steps, in the order in which they are done.
    pub const ALL: [Step; 6] =
        [Step::Presentation, Step::Nfc, Step::Lookalikes, Step::Tatweel, Step::Digits, Step::EuropeanDigits];

    /// The name by which the user chooses it.
    pub const fn name(self) -> &'static str {
        match self {
            Step::Nfc => "nfc",
            Step::Presentation => "presentation",
            Step::Lookalikes => "lookalikes",
            Step::Tatweel => "tatweel",
            Step::Digits => "digits",
            Step::EuropeanDigits => "european-digits",
        }
    }

    fn said(self) -> Message {
        match self {
            Step::Nfc => say!("composed as Unicode’s form NFC has it"),
            Step::Presentation => say!("turned from a presentation form to letters"),
            Step::Lookalikes => say!("turned from a look-alike to Arabic’s own letter"),
            Step::Tatweel => say!("taken out as a tatweel inside a word"),
            Step::Digits => say!("turned to an Arabic-Indic digit"),
            Step::EuropeanDigits => say!("turned to a European digit"),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Does the steps on all texts of an item.
pub fn apply(item: &mut Item, steps: &[Step], problems: &mut Problems) {
    match item {
        Item::Article(article) => apply_to(article, steps, problems),
        Item::Bulletin(bulletin) => {
            for section in &mut bulletin.sections {
                for entry in &mut section.articles {
                    if let ArticleEntry::Article(article) = entry {
                        apply_to(article, steps, problems);
                    }
                }
            }
        }
    }
}

fn apply_to(article: &mut Article, steps: &[Step], problems: &mut Problems) {
    let arabic = article.language.primary() == "ar";
    for step in Step::ALL.into_iter().filter(|step| steps.contains(step)) {
        // What is a look-alike in Arabic is the right letter in Persian; digits belong to their language.
        if !arabic && matches!(step, Step::Lookalikes | Step::Digits) {
            continue;
        }
        let mut count = 0;
        let mut first = None;
        article.each_text_mut(&mut |text| {
            if let Some((number, place)) = change(text, step) {
                count += number;
                first.get_or_insert(place);
            }
        });
        if let Some(place) = first {
            let (step, said) = (step.name(), step.said());
            let what = match count {
                1 => say!("--clean {step}: {count} × {said}", step, count, said),
                _ => say!("--clean {step}: {count} × {said}, the first here", step, count, said),
            };
            problems.push(Problem::note(place, what, say!()));
        }
    }
}

/// Changes a text; how many changes were made, and where the first was.
fn change(text: &mut Text, step: Step) -> Option<(usize, crate::diagnostics::Place)> {
    let before = text.plain();
    if !before.chars().any(|c| concerns(step, c)) {
        return None;
    }
    let mut made = Made::default();
    each_run(&mut text.inlines, &mut made, step);
    let place = text.origin.place(&before, made.first?);
    let placed = Placed { text: before, anchors: std::mem::take(&mut text.origin.anchors) };
    text.origin.anchors = placed.map(text.plain(), &made.steps).anchors;
    Some((made.count, place))
}

/// Whether a step may change text with that character in it.
fn concerns(step: Step, c: char) -> bool {
    match step {
        Step::Nfc => !c.is_ascii(),
        Step::Presentation => is_presentation(c),
        Step::Lookalikes => lookalike(c).is_some(),
        Step::Tatweel => c == TATWEEL,
        Step::Digits => c.is_ascii_digit() || matches!(c, '۰'..='۹'),
        Step::EuropeanDigits => matches!(c, '۰'..='۹' | '٠'..='٩'),
    }
}

#[derive(Default)]
struct Made {
    /// Bytes of plain text before and after, so far.
    old: usize,
    new: usize,
    steps: Vec<(usize, usize)>,
    count: usize,
    first: Option<usize>,
}

fn each_run(inlines: &mut [Inline], made: &mut Made, step: Step) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => {
                let changed = run(text, made, step);
                *text = changed;
            }
            Inline::LineBreak => {
                made.old += 1;
                made.new += 1;
            }
            Inline::NoteRef(_) => {}
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Link { content, .. }
            | Inline::Span { content, .. } => each_run(content, made, step),
        }
    }
}

/// One run of text, changed. Each piece is a character with the marks on it, which NFC may compose.
fn run(text: &str, made: &mut Made, step: Step) -> String {
    let mut out = String::with_capacity(text.len());
    made.steps.push((made.new, made.old));
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = piece(rest, step);
        let old = rest.get(..length).unwrap_or(rest);
        let new = changed(old, text.get(..at).unwrap_or(""), rest.get(length..).unwrap_or(""), step);
        let same = new == old;
        out.push_str(&new);
        if !same {
            made.count += 1;
            made.first.get_or_insert(made.old);
        }
        made.old += old.len();
        made.new += new.len();
        if !same {
            made.steps.push((made.new, made.old));
        }
        at += length.max(1);
    }
    out
}

fn piece(rest: &str, step: Step) -> usize {
    let mut chars = rest.char_indices();
    let first = chars.next().map_or(0, |(_, c)| c.len_utf8());
    if step != Step::Nfc {
        return first;
    }
    // Marks, and letters that compose with what stands before them, belong to the piece.
    let composes = |c: char| unicode_normalization::char::canonical_combining_class(c) != 0;
    chars.find(|(_, c)| !composes(*c)).map_or(rest.len(), |(at, _)| at)
}

const TATWEEL: char = '\u{640}';

fn changed(old: &str, before: &str, after: &str, step: Step) -> String {
    let c = old.chars().next().unwrap_or(' ');
    match step {
        Step::Nfc => old.nfc().collect(),
        Step::Presentation if is_presentation(c) => old.nfkc().collect(),
        Step::Lookalikes => lookalike(c).map_or_else(|| old.to_owned(), String::from),
        Step::Tatweel if c == TATWEEL => {
            // One that carries a mark, or ends a word (as in هـ for the Hijri year), is no decoration.
            let next = after.chars().find(|c| *c != TATWEEL);
            let letter = |c: Option<char>| {
                c.is_some_and(|c| c.is_alphabetic() && unicode_normalization::char::canonical_combining_class(c) == 0)
            };
            let last = before
                .chars()
                .rev()
                .find(|c| *c != TATWEEL && unicode_normalization::char::canonical_combining_class(*c) == 0);
            if letter(next) && letter(last) { String::new() } else { old.to_owned() }
        }
        // A digit that stands with Latin letters is part of a name: F16, MP3.
        Step::Digits if !beside_latin(before, after) => digit(c, '٠').map_or_else(|| old.to_owned(), String::from),
        Step::EuropeanDigits => digit(c, '0').map_or_else(|| old.to_owned(), String::from),
        _ => old.to_owned(),
    }
}

/// Presentation forms A and B but for the signs and phrases among them, which are characters of their own.
fn is_presentation(c: char) -> bool {
    matches!(c, '\u{FB50}'..='\u{FBFF}' | '\u{FC00}'..='\u{FD3D}' | '\u{FD50}'..='\u{FDC7}' | '\u{FE70}'..='\u{FEFC}')
        && !matches!(c, '\u{FBB2}'..='\u{FBC2}')
}

fn lookalike(c: char) -> Option<char> {
    Some(match c {
        '\u{6A9}' | '\u{6AA}' => 'ك',
        '\u{6CC}' | '\u{6D2}' => 'ي',
        '\u{6C1}' | '\u{6BE}' | '\u{6D5}' => 'ه',
        '\u{6C0}' => 'ة',
        _ => return None,
    })
}

/// The digit of that value in the row of digits that begins with `zero`.
fn digit(c: char, zero: char) -> Option<char> {
    let value = match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        '٠'..='٩' => u32::from(c) - u32::from('٠'),
        '۰'..='۹' => u32::from(c) - u32::from('۰'),
        _ => return None,
    };
    char::from_u32(u32::from(zero) + value)
}

fn beside_latin(before: &str, after: &str) -> bool {
    let part = |c: &char| c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | '/' | ':');
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !('\u{590}'..='\u{8FF}').contains(&c));
    latin(before.chars().rev().find(|c| !part(c))) && !before.ends_with(' ')
        || latin(after.chars().find(|c| !part(c))) && !after.starts_with(' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Origin;

    fn done(text: &str, step: Step) -> String {
        let mut text = Text::new(text).read_at(Origin::at(None, "headline", 1, 1));
        change(&mut text, step);
        text.plain()
    }

    #[test]
    fn each_step_changes_what_it_names() {
        assert_eq!(done("أ\u{627}\u{654}", Step::Nfc), "أأ");
        assert_eq!(done("ﻻ ﷺ ﺳﻼم", Step::Presentation), "لا ﷺ سلام");
        assert_eq!(done("کتابی", Step::Lookalikes), "كتابي");
        assert_eq!(done("مـــحمد ١٤٤٦هـ ـَ", Step::Tatweel), "محمد ١٤٤٦هـ ـَ");
        assert_eq!(done("عام 2025 طائرة F16 و۴", Step::Digits), "عام ٢٠٢٥ طائرة F16 و٤");
        assert_eq!(done("عام ٢٠٢٥", Step::EuropeanDigits), "عام 2025");
    }

    #[test]
    fn places_stay_right() {
        let mut text = Text::new("مـــحمد في ﻻ هنا").read_at(Origin::at(None, "headline", 1, 1));
        assert_eq!(change(&mut text, Step::Tatweel).map(|(n, place)| (n, place.column)), Some((3, 2)));
        let at = text.plain().find("هنا").unwrap_or(0);
        assert_eq!(text.place(at).column, 14);
    }
}
