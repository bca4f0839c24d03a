//! Where a word may be drawn out, and by how much.
//!
//! Places and their priorities come from raqim-kashida's pattern sets (`groups`), which look at letters alone. Three things
//! are added: the face must allow it (no glyph there may depend on its neighbour), the places that looked wrong
//! in trials are left out, and a stroke is only used once the word, set again with it, has turned out the same
//! but for the stroke.
//!
use std::ops::Range;
use std::rc::Rc;

use icu_properties::props::{EnumeratedProperty, JoiningType};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::groups::{Groups, Point};
use super::itemize::{is_letter, is_mark};
use super::shape::{Request, Shaper};
use super::shaped::{Glyph, Glyphs, Shaped};

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
pub fn places(text: &str, glyphs: &[Glyph], groups: &mut Groups) -> SmallVec<[Place; 2]> {
    let letters: SmallVec<[(usize, char); 16]> =
        text.char_indices().filter(|&(_, c)| is_letter(c) && !is_mark(c)).collect();
    if letters.len() < LEAST_LETTERS || text.contains(TATWEEL) || is_name_of_god(&letters) {
        return SmallVec::new();
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
    matches!(JoiningType::for_char(c), JoiningType::DualJoining | JoiningType::JoinCausing)
}

/// Whether a letter joins the one before it.
fn joins_right(c: char) -> bool {
    joins_left(c) || JoiningType::for_char(c) == JoiningType::RightJoining
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
/// None if the word does not stay as it was but for the strokes. Of a plain word only the joined groups with strokes are
/// set: a tatweel reaches no further (a test holds the bundled faces to that), and groups come again more often than words.
pub fn draw_out(
    shaper: &mut Shaper<'_>,
    request: &Request<'_>,
    plain: &Shaped,
    strokes: &[Stroke],
) -> Option<Rc<Shaped>> {
    if shaper.is_plain(request)
        && let Some(set) = draw_out_groups(shaper, request, plain, strokes)
    {
        return Some(set);
    }
    let mut glyphs = Glyphs::with_capacity(plain.glyphs.len() + strokes.len());
    set_again(shaper, request, &plain.glyphs, strokes, &mut glyphs)?;
    Some(Rc::new(Shaped::new(glyphs)))
}

/// Sets the joined groups of a word that have strokes.
fn draw_out_groups(
    shaper: &mut Shaper<'_>,
    request: &Request<'_>,
    plain: &Shaped,
    strokes: &[Stroke],
) -> Option<Rc<Shaped>> {
    let mut glyphs = Glyphs::with_capacity(plain.glyphs.len() + strokes.len());
    // From left to right, the last group comes first.
    let (mut rest, mut strokes) = (&plain.glyphs[..], strokes);
    while let Some(&(offset, _)) = strokes.last() {
        let group = joined_group(request.text, offset as usize)?;
        let first = strokes.partition_point(|&(at, _)| (at as usize) < group.start);
        let (before, inside) = strokes.split_at(first);
        // The glyphs of letters after the group, and its own.
        let end = rest.partition_point(|glyph| glyph.cluster as usize >= group.end);
        let start = rest.partition_point(|glyph| glyph.cluster as usize >= group.start);
        glyphs.extend_from_slice(rest.get(..end)?);
        let shift = group.start as u32;
        let own = rest.get(end..start)?.iter();
        let own: Option<Glyphs> =
            own.map(|glyph| Some(Glyph { cluster: glyph.cluster.checked_sub(shift)?, ..*glyph })).collect();
        let inside: SmallVec<[Stroke; 4]> = inside.iter().map(|&(at, units)| (at - shift, units)).collect();
        let text = request.text.get(group)?;
        let from = glyphs.len();
        set_again(shaper, &Request { text, before: "", after: "", ..*request }, &own?, &inside, &mut glyphs)?;
        glyphs.iter_mut().skip(from).for_each(|glyph| glyph.cluster += shift);
        (rest, strokes) = (rest.get(start..)?, before);
    }
    glyphs.extend_from_slice(rest);
    Some(Rc::new(Shaped::new(glyphs)))
}

/// The letters that are joined to the one at `offset` and to each other, in a text without marks.
fn joined_group(text: &str, offset: usize) -> Option<Range<usize>> {
    let (before, after) = text.split_at_checked(offset)?;
    let start = before.char_indices().rev().take_while(|&(_, c)| joins_left(c)).last().map_or(offset, |(at, _)| at);
    let mut letters = after.char_indices().peekable();
    let mut end = after.len();
    while let Some((_, c)) = letters.next() {
        let next = letters.peek().filter(|&&(_, next)| !(joins_left(c) && joins_right(next)));
        if let Some(&(at, _)) = next {
            end = at;
            break;
        }
    }
    Some(start..offset + end)
}

/// Sets a text again with strokes, and adds its glyphs. None if it does not stay as it was (`plain`) but for the strokes.
fn set_again(
    shaper: &mut Shaper<'_>,
    request: &Request<'_>,
    plain: &[Glyph],
    strokes: &[Stroke],
    glyphs: &mut Glyphs,
) -> Option<()> {
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
    let tatweels: SmallVec<[u32; 4]> =
        strokes.iter().enumerate().map(|(i, &(offset, _))| offset + i as u32 * WIDTH).collect();
    let mut drawn = 0;
    let mut rest = plain.iter();
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
    (drawn == strokes.len() && rest.next().is_none()).then_some(())
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use proptest::prelude::*;

    use super::*;
    use crate::document::{Direction, Language};
    use crate::fonts::{FaceId, Library};
    use crate::text::itemize::ScriptTag;

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

    /// Draws a word out at each of its places, at all of them, and at every other one, in each face with a cut: by its
    /// joined groups, and as a whole. How often the groups were enough.
    fn drawn_out_alike(shaper: &mut Shaper<'_>, language: &Language, text: &str) -> Result<usize, String> {
        let mut by_groups = 0;
        let all: Vec<FaceId> =
            shaper.library().faces().filter(|(_, face)| face.cut().is_some()).map(|(id, _)| id).collect();
        for face in all {
            let (script, direction) = (ScriptTag::ARABIC, Direction::RightToLeft);
            let request = Request { face, script, direction, language, text, before: "", after: "" };
            let plain = shaper.shape(&request);
            let count = plain.places.len();
            for choice in 0..count + 2 {
                let chosen = |i: usize| i == choice || choice == count || (choice > count && i.is_multiple_of(2));
                let places = plain.places.iter().enumerate().filter(|(i, _)| chosen(*i));
                let strokes: Vec<Stroke> = places.map(|(i, place)| (place.offset, 100 + i as i32)).collect();
                let Some(groups) = draw_out_groups(shaper, &request, &plain, &strokes) else { continue };
                let mut whole = Glyphs::new();
                let is_set = set_again(shaper, &request, &plain.glyphs, &strokes, &mut whole).is_some();
                // Nobody asks where a word may be cut that is drawn out.
                let unmarked = |glyphs: &[Glyph]| -> Vec<Glyph> {
                    glyphs.iter().map(|glyph| Glyph { unsafe_to_break: false, ..*glyph }).collect()
                };
                if !is_set || unmarked(&groups.glyphs) != unmarked(&whole) {
                    return Err(format!("{text} in {}, {strokes:?}", shaper.library().face(face).name()));
                }
                by_groups += usize::from(!strokes.is_empty());
            }
        }
        Ok(by_groups)
    }

    #[test]
    fn joined_groups_are_drawn_out_as_whole_words_are() {
        let library = Library::bundled();
        let mut shaper = Shaper::new(&library);
        let mut by_groups = 0;
        let sample = include_str!("../../samples/azerbaijan-syria.json");
        let sheet = include_str!("../../tests/data/kashida/words.txt");
        let is_plain = |word: &&str| word.chars().all(|c| ('\u{621}'..='\u{64A}').contains(&c));
        for tag in ["ar", "fa", "ur"] {
            let language = Language::parse(tag).expect("a language");
            for word in sample.split_whitespace().chain(sheet.split_whitespace()).filter(is_plain) {
                by_groups += drawn_out_alike(&mut shaper, &language, word).unwrap();
            }
        }
        assert!(by_groups > 10_000, "{by_groups}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn any_joined_group_is_drawn_out_as_in_its_word(text in "[ء-غف-يپچژڤکگی]{3,12}[،.»]?") {
            thread_local! {
                static SHAPER: RefCell<Shaper<'static>> =
                    RefCell::new(Shaper::new(Box::leak(Box::new(Library::bundled()))));
            }
            SHAPER.with_borrow_mut(|shaper| {
                let arabic = Language::parse("ar").expect("a language");
                drawn_out_alike(shaper, &arabic, &text).map(drop).map_err(TestCaseError::fail)
            })?;
        }
    }
}
