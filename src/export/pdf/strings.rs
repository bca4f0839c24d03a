//! Runs as strings of codes, with what readers need between them.
//!
//! What each reader does (found by trial on news articles; docs/pdf-text.md has the figures): PDFium sorts by x
//! and drops direction marks; poppler joins what stands close and writes embeddings of its own; pypdf ends a line
//! at the end of a text object and asks the first character of a string for its direction; MuPDF and poppler need
//! a mark beside a token that stands between right-to-left words. So a few empty, zero-width codes carry a mark or
//! a space. They are the only characters that a reader can get beside the author's. pdf.js passes over marks that are
//! a code of their own, and loses the space before a token, unless the token seems to begin a line ([`lean`]).

use super::face::{DocumentFace, EM_SCALE, LEANS};
use super::inks::{Inks, Part, Parts};
use super::runs::{Item, ItemKind, Run, RunKind, is_arabic_digit, is_arabic_letter};

/// U+061C, ARABIC LETTER MARK.
const ALM: &str = "\u{61C}";
/// U+061C and a space.
const ALM_SPACE: &str = "\u{61C} ";
/// U+200E, LEFT-TO-RIGHT MARK.
const LRM: &str = "\u{200E}";
/// Two spaces, which begin a line for readers that would join its first word to the last of the line above. At a line's
/// end poppler would take them, and punctuation before them, for a piece that runs from left to right.
const LINE_EDGE: &str = "  ";

/// A space is at most this wide, in thousandths of the face's em: pdf.js takes more than 0.6 em for two words. The
/// rest goes to the letter on its left.
const MAX_SPACE: f64 = 550.0;
/// A space is as wide as the one before it where that moves no word by more than this, in thousandths of the face's em,
/// so that a line has one code for its spaces and not one for every rounding.
const SPACE_SLACK: f64 = 1.5;
/// A space beside a mark, which has no width, is at most this wide: pdf.js would else part the mark from its letter.
const MAX_SPACE_AT_MARK: f64 = 48.0;
/// A token's code is at most this wide, in thousandths: PDFium begins a new line where a code lies more than half
/// its width away from the one before.
const MAX_TOKEN: f64 = 1_920.0;
/// Spacers after a wide token are at most this wide.
const MAX_SPACER: f64 = 1_600.0;

/// How far above its baseline pdf.js must find a token, in ems of the face: more than a half.
const MIN_RISE: f64 = 0.52;
/// No token leans more, in [`LEANS`]ths: one that stands so near the page's edge is left upright.
const MAX_LEAN: u8 = LEANS / 2;

/// A string to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The codes.
    pub codes: Vec<u16>,
    /// Whether it is shown at half width, so that readers take it for a piece of its own.
    pub apart: bool,
}

/// A text object: strings shown one after another from a point on the line.
#[derive(Clone, Debug, PartialEq)]
pub struct TextObject {
    /// Its left end, in points from the left edge of the measure.
    pub x: f64,
    /// Its strings.
    pub strings: Vec<Shown>,
    /// The index of the run that it belongs to.
    pub run: usize,
    /// How far its text matrix leans to the right, in [`LEANS`]ths of the height.
    pub lean: u8,
}

impl Shown {
    fn plain(codes: Vec<u16>) -> Self {
        Shown { codes, apart: false }
    }

    fn apart(code: u16) -> Self {
        Shown { codes: vec![code], apart: true }
    }
}

/// Writes the runs of a line. `face` gives the document face of a run; `beside` says that more text follows on the
/// same baseline, as a table's next cell does; `left` is where the measure begins, in points from the page's left edge.
pub fn text_objects(
    runs: &[Run<'_>],
    beside: bool,
    left: f64,
    face: &dyn Fn(&Run<'_>) -> usize,
    faces: &mut [DocumentFace],
    inks: &mut Inks,
) -> Vec<TextObject> {
    let mut objects = Vec::with_capacity(runs.len());
    let right_to_left = runs.iter().any(|r| r.kind != RunKind::Left);
    for (index, run) in runs.iter().enumerate() {
        let Some(face) = faces.get_mut(face(run)) else { continue };
        let before = index.checked_sub(1).and_then(|i| runs.get(i));
        let mut writer = Writer {
            face,
            inks,
            unit: EM_SCALE * run.size / 1000.0,
            run: index,
            first: index == 0,
            last: index + 1 == runs.len(),
            beside,
            left,
            objects: &mut objects,
        };
        match run.kind {
            RunKind::Left => writer.left(run, right_to_left),
            RunKind::Right => writer.right(run, before, runs.get(index + 1)),
            RunKind::Token { spaced, glued } => {
                let hangs = glued && before.is_some_and(|before| before.span != run.span);
                writer.token(run, spaced, glued, hangs);
            }
        }
    }
    objects
}

struct Writer<'w> {
    face: &'w mut DocumentFace,
    inks: &'w mut Inks,
    /// Points in a thousandth of the face's em.
    unit: f64,
    run: usize,
    first: bool,
    last: bool,
    beside: bool,
    /// The measure's left edge on the page, in points.
    left: f64,
    objects: &'w mut Vec<TextObject>,
}

impl Writer<'_> {
    fn object(&mut self, x: f64, strings: Vec<Shown>) {
        self.objects.push(TextObject { x, strings, run: self.run, lean: 0 });
    }

    /// An empty code with a text. One thousandth wide where readers skip what has no width.
    fn empty(&mut self, text: &str) -> u16 {
        let advance = u16::from(text == ALM_SPACE);
        self.face.code(self.inks.id(&[], text), advance)
    }

    /// Left-to-right text: nothing needs to be added.
    fn left(&mut self, run: &Run<'_>, mixed: bool) {
        let codes = self.codes(&run.items, false);
        let mut strings = vec![Shown::plain(codes)];
        if mixed && self.last {
            strings.push(Shown::plain(vec![self.empty(LINE_EDGE)]));
        }
        self.object(run.x, strings);
    }

    fn right(&mut self, run: &Run<'_>, before: Option<&Run<'_>>, after: Option<&Run<'_>>) {
        let mut strings = Vec::new();
        let mut start = Vec::new();
        let leftmost = run.items.first();
        let rightmost = run.items.last();
        let first_char = leftmost.and_then(|i| i.text.chars().next()).unwrap_or(' ');
        let closes_in_sign = !is_arabic_letter(first_char);
        if self.last && leftmost.is_some_and(|i| i.kind == ItemKind::Mark) && run.items.len() > 1 {
            strings.push(Shown::apart(self.empty(ALM_SPACE)));
            start.push(self.empty(LINE_EDGE));
        } else if closes_in_sign && (self.last || leftmost.is_some_and(|i| i.kind == ItemKind::Letter)) {
            // It closes in punctuation: the mark keeps it with the words before it.
            strings.push(Shown::plain(vec![self.empty(ALM)]));
        }
        let is_space = |item: Option<&Item<'_>>| item.is_some_and(|i| i.kind == ItemKind::Space);
        if !self.last && is_space(leftmost) && after.is_some_and(|after| after.kind != RunKind::Right) {
            // MuPDF takes the token that comes next for a part of these words, unless a mark stands between.
            strings.push(Shown::plain(vec![self.empty(ALM)]));
        } else if (!self.last && is_space(leftmost)) || (self.last && self.beside) {
            // pdf.js joins what comes next on the baseline, unless a space stands apart between. A row's next cell also
            // needs a line's edge: what the text objects hold would else be one word.
            strings.push(Shown::apart(self.empty(ALM_SPACE)));
            if self.last {
                start.push(self.empty(LINE_EDGE));
            }
        }
        start.extend(self.codes(&run.items, true));
        if self.first {
            start.push(self.empty(LINE_EDGE));
        }
        strings.push(Shown::plain(start));
        // After a token its own trailing space and mark do.
        if before.is_some_and(|before| before.kind == RunKind::Right) && is_space(rightmost) {
            strings.push(Shown::apart(self.empty(ALM_SPACE)));
        }
        self.object(run.x, strings);
    }

    /// A number, a Latin phrase or a sign. `mark` says that it hangs on the word before it in another style, as a
    /// footnote's mark does.
    fn token(&mut self, run: &Run<'_>, spaced: bool, glued: bool, mark: bool) {
        let Some(item) = run.items.first() else { return };
        if self.first {
            let edge = self.empty(LINE_EDGE);
            self.object(run.x, vec![Shown::plain(vec![edge])]);
        }
        let spaced = spaced || self.last;
        let text = token_text(item.text, spaced, mark || self.first);
        let width = (item.advance / self.unit).round().max(0.0);
        let mut spacers = Vec::new();
        let mut advance = width;
        if width > MAX_TOKEN + 240.0 && !glued {
            advance = MAX_TOKEN;
            let mut rest = width - MAX_TOKEN;
            while rest > 0.0 {
                let part = rest.min(MAX_SPACER);
                spacers.push(self.face.code(self.inks.id(&[], LINE_EDGE), part as u16));
                rest -= part;
            }
        }
        let lean = if self.first || glued { 0 } else { lean(self.left + run.x, run.size) };
        let parts: Parts = self.inks.parts(item.ink).iter().map(|part| part.leaning(lean)).collect();
        let ink = self.inks.id(&parts, &text);
        let mut codes = vec![self.face.code(ink, advance.min(f64::from(u16::MAX)) as u16)];
        codes.extend(spacers);
        let mut strings = vec![Shown::plain(codes)];
        let mark = spaced.then(|| Shown::plain(vec![self.empty(LRM)]));
        // In a row of cells MuPDF would take the mark for the beginning of the next cell's first word, if it stood in the
        // token's own text object.
        let (own, next) = if self.beside { (None, mark) } else { (mark, None) };
        strings.extend(own);
        self.objects.push(TextObject { x: run.x, strings, run: self.run, lean });
        if let Some(mark) = next {
            self.object(run.x + item.advance, vec![mark]);
        }
    }

    /// The codes of items from left to right. Advances are whole thousandths; spaces take up what rounding leaves, so
    /// that no word is further than [`SPACE_SLACK`] from where it should begin.
    fn codes(&mut self, items: &[Item<'_>], right_to_left: bool) -> Vec<u16> {
        let mut advances: Vec<f64> = Vec::with_capacity(items.len());
        let (mut exact, mut written) = (0.0, 0.0);
        let mut space = 0.0f64;
        for item in items {
            exact += item.advance / self.unit;
            let advance = match item.kind {
                ItemKind::Space => {
                    if (exact - written - space).abs() > SPACE_SLACK {
                        space = (exact - written).round().max(0.0);
                    }
                    space
                }
                ItemKind::Letter => (item.advance / self.unit).round().max(0.0),
                ItemKind::Mark => 0.0,
            };
            written += advance;
            advances.push(advance);
        }
        for i in 1..items.len() {
            let at_mark = items.get(i + 1).is_some_and(|right| right.kind == ItemKind::Mark);
            let most = if at_mark { MAX_SPACE_AT_MARK } else { MAX_SPACE };
            let wide = items[i].kind == ItemKind::Space && advances[i] > most;
            if wide && items[i - 1].kind == ItemKind::Letter {
                advances[i - 1] += advances[i] - most;
                advances[i] = most;
            }
        }
        let mut codes = Vec::with_capacity(items.len());
        let mut before: Option<&Item<'_>> = None;
        let mut shadows = Shadows::default();
        for (item, advance) in items.iter().zip(advances) {
            let advance = shadows.avoid(item, advance);
            if right_to_left && before.is_some_and(|before| needs_parting(before, item)) {
                codes.push(self.empty(ALM));
            }
            codes.push(self.face.code(item.ink, advance.min(f64::from(u16::MAX)) as u16));
            before = Some(item);
        }
        codes
    }
}

/// What a token's code stands for; `spaced` says that a space follows it, `parted` that something stands before it that
/// belongs to another word or column.
///
/// MuPDF and pdf.js take Arabic digits for letters that run from right to left, and would turn them about: a mark begins
/// them. pdf.js would put the space after them before them, unless less than three in ten characters are such, of five or
/// more: spaces fill them up.
fn token_text(token: &str, spaced: bool, parted: bool) -> String {
    let turned = token.chars().filter(|&c| is_arabic_digit(c) || matches!(c, '\u{66B}' | '\u{66C}')).count();
    let space = if spaced { " " } else { "" };
    if turned == 0 {
        return format!("{token}{space}");
    }
    let enough = (turned * 10 / 3 + 1).max(5);
    let fill = " ".repeat(enough.saturating_sub(token.chars().count() + 2));
    match (parted, spaced) {
        (true, _) => format!("{LRM}{fill}{token}{space}"),
        (false, true) => format!("{LRM}{token}{space}{fill}"),
        (false, false) => format!("{LRM}{token}"),
    }
}

/// How much the text matrix of a token leans, in [`LEANS`]ths of the height, so that pdf.js begins a new line there, which
/// its find takes for the space that stands before the token. `x` is the token's place in points from the page's left
/// edge, `size` its em.
///
/// pdf.js measures how far apart the baselines of two strings lie along the second one's matrix. For a matrix that leans
/// it finds what the lean makes of `x`, though both lie on one baseline. More than half an em of the face is another line.
/// The ink leans as much to the other side, so that it is drawn upright.
///
/// Leans are powers of two, so that few shapes of a digit stand in a face.
fn lean(x: f64, size: f64) -> u8 {
    let lean = (MIN_RISE * EM_SCALE * size / x.max(f64::EPSILON) * f64::from(LEANS)).ceil();
    if lean <= f64::from(MAX_LEAN) { (lean as u8).next_power_of_two() } else { 0 }
}

/// How near, in thousandths of the face's em, PDFium takes a code for the shadow of an equal one, and drops it.
const SHADOW: f64 = 70.0;
/// How many codes back it looks for one.
const SHADOWS: usize = 7;

/// Marks that were written: one that stands near an equal one takes a code of its own.
#[derive(Default)]
struct Shadows<'i> {
    /// How many codes were written, and where the next one stands, in thousandths of the face's em.
    count: usize,
    at: f64,
    marks: Vec<Written<'i>>,
}

/// A mark that was written.
struct Written<'i> {
    text: &'i str,
    advance: f64,
    /// Which code it was, and where it stands.
    number: usize,
    at: f64,
}

impl<'i> Shadows<'i> {
    /// The advance of an item's code: a mark near an equal one is a thousandth of the em wider than that, which makes
    /// it another code.
    fn avoid(&mut self, item: &'i Item<'_>, mut advance: f64) -> f64 {
        let (number, at) = (self.count, self.at);
        if item.kind == ItemKind::Mark {
            let near = self.marks.iter().rev().take_while(|mark| number - mark.number <= SHADOWS);
            let near = near.filter(|mark| mark.text == item.text && at - mark.at < SHADOW);
            let widest = near.map(|mark| mark.advance).reduce(f64::max);
            advance = widest.map_or(advance, |widest| widest + 1.0);
            self.marks.push(Written { text: item.text, advance, number, at });
        }
        self.count += 1;
        self.at += advance;
        advance
    }
}

/// Whether two neighbours of right-to-left text need a mark between them. PDFium takes marks on letters, and signs such
/// as the point, for weak characters that run from left to right, and leaves a row of them in the order in which it
/// meets them: a vowel and its shadda, or a point and the vowel before it, would come out turned about.
fn needs_parting(left: &Item<'_>, right: &Item<'_>) -> bool {
    let is_mark = |item: &Item<'_>| item.kind == ItemKind::Mark;
    let weak = |item: &Item<'_>| is_mark(item) || item.text.chars().all(runs_weakly);
    (is_mark(left) || is_mark(right)) && weak(left) && weak(right)
}

/// Whether a character is of a bidi class that belongs with numbers.
fn runs_weakly(c: char) -> bool {
    use icu_properties::props::{BidiClass, EnumeratedProperty};
    matches!(
        BidiClass::for_char(c),
        BidiClass::CommonSeparator
            | BidiClass::EuropeanSeparator
            | BidiClass::EuropeanTerminator
            | BidiClass::EuropeanNumber
            | BidiClass::ArabicNumber
    )
}

/// Every glyph in a text object of its own, at its exact place.
pub fn glyph_objects(
    runs: &[Run<'_>],
    face: &dyn Fn(&Run<'_>) -> usize,
    faces: &mut [DocumentFace],
    inks: &mut Inks,
) -> Vec<TextObject> {
    let mut objects = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        let Some(face) = faces.get_mut(face(run)) else { continue };
        let points = run.size / super::face::UNITS_PER_TEXT_EM;
        let mut x = run.x;
        for item in &run.items {
            for part in Parts::from_slice(inks.parts(item.ink)) {
                let code = face.code(inks.id(&[Part { dx: 0, ..part }], item.text), 0);
                let at = x + f64::from(part.dx) * points;
                objects.push(TextObject { x: at, strings: vec![Shown::plain(vec![code])], run: index, lean: 0 });
            }
            x += item.advance;
        }
    }
    objects
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(text: &str, kind: ItemKind) -> Item<'_> {
        Item { text, ink: Inks::default().id(&[], text), advance: 0.0, kind }
    }

    #[test]
    fn a_token_leans_enough_for_another_line_and_no_more_than_that_takes() {
        for x in (30..=560).step_by(10).map(f64::from) {
            let lean = f64::from(lean(x, 11.0)) / f64::from(LEANS);
            let rise = lean * x / (EM_SCALE * 11.0);
            assert!(rise > 0.5 && (rise <= 1.05 || lean == 1.0 / f64::from(LEANS)), "at {x}: {rise} em");
        }
        assert_eq!(lean(5.0, 11.0), 0);
        assert_eq!(lean(0.0, 11.0), 0);
        assert_eq!(lean(-3.0, 11.0), 0);
    }

    #[test]
    fn arabic_digits_are_filled_up_and_others_are_not() {
        assert_eq!(token_text("2024،", true, false), "2024، ");
        assert_eq!(token_text("12.5%", false, true), "12.5%");
        assert_eq!(token_text("٢٠٢٤", true, false), format!("{LRM}٢٠٢٤ {}", " ".repeat(8)));
        assert_eq!(token_text("١", false, true), format!("{LRM}  ١"));
        assert_eq!(token_text("٥", false, false), format!("{LRM}٥"));
    }

    #[test]
    fn marks_are_parted_from_each_other_and_from_signs() {
        let [shadda, fatha] = ["\u{651}", "\u{64E}"].map(|mark| item(mark, ItemKind::Mark));
        let [letter, point, comma, question] = ["ر", ".", "،", "؟"].map(|sign| item(sign, ItemKind::Letter));
        let space = item(" ", ItemKind::Space);
        for other in [&shadda, &point, &comma] {
            assert!(needs_parting(other, &fatha), "{}", other.text);
        }
        for other in [&letter, &question, &space] {
            assert!(!needs_parting(other, &fatha), "{}", other.text);
        }
        assert!(!needs_parting(&point, &comma));
    }

    #[test]
    fn equal_marks_close_together_are_different_codes() {
        let (fatha, kasra) = (item("\u{64E}", ItemKind::Mark), item("\u{650}", ItemKind::Mark));
        let letter = item("ج", ItemKind::Letter);
        let mut shadows = Shadows::default();
        let row = [(&fatha, 0.0), (&letter, 30.0), (&fatha, 0.0), (&kasra, 0.0), (&letter, 200.0), (&fatha, 0.0)];
        let advances: Vec<f64> = row.into_iter().map(|(item, advance)| shadows.avoid(item, advance)).collect();
        assert_eq!(advances, [0.0, 30.0, 1.0, 0.0, 200.0, 0.0]);
    }
}
