//! Where a word may be drawn out, and by how much.
//!
//! Places and their priorities come from raqim-kashida's pattern sets (`groups`), which look at letters alone. Three things
//! are added: the face must allow it (no glyph there may depend on its neighbour), the places that looked wrong
//! in trials are left out, and a stroke is only used once the word, set again with it, has turned out the same
//! but for the stroke.
//!
use std::rc::Rc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::groups::{Groups, Point};
use super::itemize::{is_letter, is_mark};
use super::shape::{Glyph, Request, Shaped, Shaper};

/// How readily words are drawn out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kashida {
    /// Never.
    Off,
    /// Only where spaces would be wide.
    Light,
    /// Where it keeps spaces even.
    #[default]
    Normal,
    /// Wherever it helps, and further.
    Strong,
}

impl Kashida {
    /// All of them, the rarest first.
    pub const ALL: [Kashida; 4] = [Kashida::Off, Kashida::Light, Kashida::Normal, Kashida::Strong];

    /// Its name in a theme and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Kashida::Off => "off",
            Kashida::Light => "light",
            Kashida::Normal => "normal",
            Kashida::Strong => "strong",
        }
    }

    /// The longest stroke in ems of the text. Longer ones read as ornament.
    pub fn longest(self) -> f64 {
        match self {
            Kashida::Off => 0.0,
            Kashida::Light | Kashida::Normal | Kashida::Strong => 0.5,
        }
    }

    /// The longest stroke in ems where a line of few words would else have very wide spaces.
    pub fn longest_in_need(self) -> f64 {
        match self {
            Kashida::Off => 0.0,
            Kashida::Light => 0.5,
            Kashida::Normal | Kashida::Strong => 0.75,
        }
    }

    /// What one stroke costs, in demerits of `fit`: a line takes one more when its spaces get better by as much.
    pub fn cost(self) -> f64 {
        match self {
            Kashida::Off => f64::INFINITY,
            Kashida::Light => 200.0,
            Kashida::Normal => 33.0,
            Kashida::Strong => 8.0,
        }
    }
}

/// The shortest stroke in ems: a shorter one looks like a fault in the join.
pub const SHORTEST: f64 = 0.10;

/// Lengths come in steps of this many ems, so that a document face needs few forms of a letter; the spaces of the
/// line take up what is left over.
pub const STEP: f64 = 0.01;

/// Shorter words fall apart when they are drawn out: they are only where a line would else have wide spaces.
const SHORT_WORD: usize = 4;
/// Still shorter ones are left alone.
const LEAST_LETTERS: usize = 3;

/// A place at which a word may be drawn out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The byte offset, in the word's text, of the letter that the stroke leads to.
    pub offset: u32,
    /// How good the place is, from 0 to 9.
    pub priority: u8,
    /// Whether it is for lines that would else have wide spaces.
    pub in_need: bool,
}

const TATWEEL: char = '\u{640}';

/// The places of a shaped word, in the order of its letters.
pub fn places(text: &str, glyphs: &[Glyph], groups: &mut Groups) -> Vec<Place> {
    let letters: Vec<(usize, char)> = text.char_indices().filter(|&(_, c)| is_letter(c) && !is_mark(c)).collect();
    if letters.len() < LEAST_LETTERS || text.contains(TATWEEL) || is_name_of_god(&letters) {
        return Vec::new();
    }
    let place = |point: Point| {
        let priority = adjusted(point.priority, text, &letters, point.offset)?;
        allowed_by_face(glyphs, point.offset).then_some(Place {
            offset: point.offset as u32,
            priority,
            in_need: letters.len() < SHORT_WORD,
        })
    };
    groups.points(text).into_iter().filter_map(place).collect()
}

/// لله and words that end in it keep their form.
fn is_name_of_god(letters: &[(usize, char)]) -> bool {
    letters.windows(3).any(|w| w[0].1 == 'ل' && w[1].1 == 'ل' && w[2].1 == 'ه')
}

/// The priority of a place after what looked wrong in trials; none where it must not be used.
fn adjusted(priority: u8, text: &str, letters: &[(usize, char)], offset: usize) -> Option<u8> {
    let next = letters.iter().position(|&(at, _)| at == offset)?;
    let before = next.checked_sub(1)?;
    // After the first letter: it may be a prefix, and a two-letter group opens poorly.
    if before == 0 {
        return None;
    }
    // After the article's lam, with or without prefixes before it.
    if letters[before].1 == 'ل' && is_article(letters, before) {
        return None;
    }
    // Between a letter with tanwin and its alef: the tanwin belongs to both, and a stroke would part them.
    let marks = text.get(letters[before].0..offset).unwrap_or("");
    if matches!(letters[next].1, 'ا' | 'ى') && marks.contains(['\u{64B}', '\u{64C}', '\u{64D}']) {
        return None;
    }
    // على and إلى: so short a word that everybody knows by its shape.
    if letters.len() < SHORT_WORD && letters[next].1 == 'ى' {
        return None;
    }
    // The joined group that the stroke stands in.
    let start = (0..=before).rev().take_while(|&i| i == before || joins_left(letters[i].1)).last().unwrap_or(before);
    let end = (next..letters.len()).find(|&i| !joins_left(letters[i].1)).unwrap_or(letters.len() - 1);
    let group = end - start + 1;
    let is_final = next + 1 == letters.len();
    let after_toothed = matches!(letters[before].1, 'س' | 'ش' | 'ص' | 'ض');
    if !is_final && !after_toothed {
        // Inside a word only groups of three letters and more have room for a stroke, before their last letter.
        if group < 3 {
            return None;
        }
        return Some(if next == end { priority.max(2) } else { priority.min(1) });
    }
    if start == 0 && group == 2 {
        return None;
    }
    Some(priority)
}

/// Whether the lam at `at` is the article's: ا ل at the word's start, after at most two prefixes, or لل.
fn is_article(letters: &[(usize, char)], at: usize) -> bool {
    let is_prefix = |i: usize| matches!(letters[i].1, 'و' | 'ف' | 'ب' | 'ك' | 'ل' | 'أ');
    match at {
        0 => false,
        1..=3 if matches!(letters[at - 1].1, 'ا' | 'ٱ') => (0..at - 1).all(is_prefix),
        1..=2 if letters[at - 1].1 == 'ل' => (0..at).all(is_prefix),
        _ => false,
    }
}

/// Whether a letter joins the one after it.
fn joins_left(c: char) -> bool {
    use icu_properties::props::{EnumeratedProperty, JoiningType};
    matches!(JoiningType::for_char(c), JoiningType::DualJoining | JoiningType::JoinCausing)
}

/// Whether the face lets the word be cut before the letter at `offset`: the letter has glyphs of its own, and none
/// of them depends on what stands before.
fn allowed_by_face(glyphs: &[Glyph], offset: usize) -> bool {
    let mut found = false;
    for glyph in glyphs.iter().filter(|g| g.cluster as usize == offset) {
        if glyph.unsafe_to_break {
            return false;
        }
        found = true;
    }
    found
}

/// A stroke in a word: the letter it leads to, by its byte offset, and its length in font units.
pub type Stroke = (u32, i32);

/// Sets a word again with strokes, which are in the order of their letters.
///
/// None if the word does not stay as it was but for the strokes.
pub fn draw_out(
    shaper: &mut Shaper<'_>,
    request: &Request<'_>,
    plain: &Shaped,
    strokes: &[Stroke],
) -> Option<Rc<Shaped>> {
    const WIDTH: u32 = TATWEEL.len_utf8() as u32;
    let tatweel = i32::from(shaper.library().face(request.face).metrics().tatweel);
    let mut longer = String::with_capacity(request.text.len() + strokes.len() * TATWEEL.len_utf8());
    let mut from = 0;
    for &(offset, _) in strokes {
        longer.push_str(request.text.get(from..offset as usize)?);
        longer.push(TATWEEL);
        from = offset as usize;
    }
    longer.push_str(request.text.get(from..)?);
    let set = shaper.shape(&Request { text: &longer, ..*request });
    // Where each tatweel stands in the longer text.
    let tatweels: Vec<u32> = strokes.iter().enumerate().map(|(i, &(offset, _))| offset + i as u32 * WIDTH).collect();
    let mut drawn = 0;
    let mut rest = plain.glyphs.iter();
    let mut glyphs = Vec::with_capacity(set.glyphs.len());
    for glyph in &set.glyphs {
        if let Some(i) = tatweels.iter().position(|&t| t == glyph.cluster) {
            // The stroke itself; it belongs to the letter that it leads to. Only the plain tatweel is known to draw
            // out well.
            if glyph.advance != tatweel {
                return None;
            }
            let (offset, units) = strokes[i];
            drawn += 1;
            glyphs.push(Glyph { cluster: offset, advance: units, stretch: units, ..*glyph });
            continue;
        }
        let before = tatweels.iter().filter(|&&t| t < glyph.cluster).count() as u32;
        let moved = Glyph { cluster: glyph.cluster - before * WIDTH, ..*glyph };
        let same = rest.next()?;
        let alike = same.id == moved.id
            && same.cluster == moved.cluster
            && same.advance == moved.advance
            && same.dx == moved.dx
            && same.dy == moved.dy;
        if !alike {
            return None;
        }
        glyphs.push(moved);
    }
    (drawn == strokes.len() && rest.next().is_none()).then(|| Rc::new(Shaped::new(glyphs)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The word with a bar at every place that the letters allow.
    fn marked(word: &str) -> String {
        let letters: Vec<(usize, char)> = word.char_indices().filter(|&(_, c)| is_letter(c) && !is_mark(c)).collect();
        let glyphs: Vec<Glyph> = letters
            .iter()
            .map(|&(at, _)| Glyph {
                id: 1,
                cluster: at as u32,
                advance: 1,
                dx: 0,
                dy: 0,
                unsafe_to_break: false,
                stretch: 0,
            })
            .collect();
        let mut out = word.to_owned();
        for place in places(word, &glyphs, &mut Groups::default()).iter().rev() {
            out.insert(place.offset as usize, '|');
        }
        out
    }

    #[test]
    fn what_looked_wrong_is_left_alone() {
        assert_eq!(marked("الله"), "الله");
        assert_eq!(marked("لله"), "لله");
        assert_eq!(marked("والله"), "والله");
        assert!(!marked("الزعيم").starts_with("ال|"));
        assert!(!marked("بالرئيس").starts_with("ب|"));
        assert!(!marked("تدعو").starts_with("ت|"));
        assert!(!marked("السلام").contains("ل|ا"));
        assert!(!marked("أيضًا").contains("ض\u{64B}|ا"));
        assert!(marked("أيضاً").contains("ض|ا"));
        assert_eq!(marked("في"), "في");
    }

    #[test]
    fn final_letters_are_drawn_out() {
        assert!(marked("المنطقة").contains("|ة"));
        assert!(marked("الحدود").ends_with("ود"));
        assert!(marked("التعليم").contains("|م"));
    }
}
