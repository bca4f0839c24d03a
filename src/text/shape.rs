//! Words to glyphs. The only file that calls rustybuzz.
//!
//! A word by itself is shaped as it is inside its paragraph (a test holds every bundled face to that), and news
//! repeats its words: each is shaped once and then looked up. Plans are made once for each face, script,
//! direction and language. Plain Arabic words are shaped with a cut of their face where there is one (`fonts/cut.rs`).

use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::groups::Groups;
use super::itemize::{ScriptTag, is_plain_letter};
use super::kashida;
use crate::document::{Direction, Language};
use crate::fonts::{Cut, FaceId, Library, Shaping};

/// How many words a shaper remembers before it forgets all: some hundred thousand words of an archive are a few
/// ten thousand different ones, and each costs about 300 bytes.
const MAX_WORDS: usize = 60_000;

/// Longer words are shaped and not remembered: they don't come again.
const MAX_REMEMBERED: usize = 64;

/// A glyph with its place, in font units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// The glyph's index in its face.
    pub id: u16,
    /// The byte offset, in the text that was shaped, of the character it stands for.
    pub cluster: u32,
    /// How far the pen moves.
    pub advance: i32,
    /// How far right of the pen it is drawn.
    pub dx: i32,
    /// How far above the baseline it is drawn.
    pub dy: i32,
    /// Whether the glyph would change if the text were cut, or a stroke drawn, before its cluster; a mere join is
    /// safe.
    pub unsafe_to_break: bool,
    /// For a kashida's stroke: the width to which the glyph is drawn out. 0 for every other glyph.
    pub stretch: i32,
}

/// A shaped text: its glyphs from left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shaped {
    /// The glyphs in visual order.
    pub glyphs: Vec<Glyph>,
    /// The sum of their advances, in font units.
    pub advance: i32,
    /// Where a word that runs from right to left may be drawn out, as its letters and the face allow.
    pub(super) places: Box<[kashida::Place]>,
}

impl Shaped {
    /// A shaped text of the given glyphs, with no place for a stroke.
    pub fn new(glyphs: Vec<Glyph>) -> Self {
        Shaped { advance: glyphs.iter().map(|g| g.advance).sum(), glyphs, places: Box::default() }
    }
}

/// Whether a sign leaves the letters beside it as they are, and is left by them, in the bundled faces. Amiri moves ؛ under
/// the tails of some letters, and ! from ة.
fn stands_apart(sign: char) -> bool {
    matches!(sign, '.' | ',' | ':' | '"' | '(' | ')' | '[' | ']' | '«' | '»' | '،' | '؟' | '“' | '”' | '…')
}

/// The parts of a text that leave each other as they are, in its order: a word and the signs that stand apart before and
/// after it, or the segments of a word. None where there is one part only.
fn parts(text: &str, cut: &Cut) -> Option<SmallVec<[Range<usize>; 8]>> {
    let (start, _) = text.char_indices().find(|&(_, c)| is_plain_letter(c))?;
    let word = text[start..].trim_end_matches(|c| !is_plain_letter(c));
    let end = start + word.len();
    let mut cuts = SmallVec::<[usize; 8]>::new();
    if word.len() == text.len() {
        cuts.extend(cut.places(word));
    } else if word.chars().all(is_plain_letter)
        && [&text[..start], &text[end..]].iter().all(|signs| signs.chars().all(stands_apart))
    {
        cuts.extend([start, end].into_iter().filter(|&at| at > 0 && at < text.len()));
    }
    if cuts.is_empty() {
        return None;
    }
    let ends = cuts.iter().copied().chain([text.len()]);
    Some([0].into_iter().chain(cuts.iter().copied()).zip(ends).map(|(start, end)| start..end).collect())
}

/// What is to be shaped.
#[derive(Clone, Copy, Debug)]
pub struct Request<'t> {
    /// The face.
    pub face: FaceId,
    /// The script.
    pub script: ScriptTag,
    /// The direction.
    pub direction: Direction,
    /// The language, for forms that a face keeps for one.
    pub language: &'t Language,
    /// The text.
    pub text: &'t str,
    /// What stands right before it, where a letter may join across.
    pub before: &'t str,
    /// What stands right after it.
    pub after: &'t str,
}

/// Shapes text with the faces of a library, and remembers words. Each worker has its own.
pub struct Shaper<'l> {
    library: &'l Library,
    faces: Vec<Option<rustybuzz::Face<'l>>>,
    /// The faces that plain words are shaped with.
    cuts: Vec<Option<(&'static Cut, rustybuzz::Face<'static>)>>,
    plans: Vec<Plan>,
    words: usize,
    groups: Groups,
    buffer: rustybuzz::UnicodeBuffer,
    /// What white space is shaped as, once for all of it.
    nothing: Rc<Shaped>,
}

/// A word as it is looked up: most are so short that none lies elsewhere than in the table itself.
type Word = SmallVec<[u8; 24]>;

struct Plan {
    face: FaceId,
    script: ScriptTag,
    direction: Direction,
    language: Language,
    plan: rustybuzz::ShapePlan,
    /// The plan over the face's cut, for Arabic from right to left.
    cut: Option<rustybuzz::ShapePlan>,
    words: FxHashMap<Word, Rc<Shaped>>,
}

impl<'l> Shaper<'l> {
    /// A shaper that has shaped nothing yet.
    pub fn new(library: &'l Library) -> Self {
        let faces = library.faces().map(|_| None).collect();
        let cuts = library.faces().map(|_| None).collect();
        Shaper {
            library,
            faces,
            cuts,
            plans: Vec::new(),
            words: 0,
            groups: Groups::default(),
            buffer: rustybuzz::UnicodeBuffer::new(),
            nothing: Rc::default(),
        }
    }

    /// The library whose faces it uses.
    pub fn library(&self) -> &'l Library {
        self.library
    }

    /// No glyphs.
    pub fn nothing(&self) -> Rc<Shaped> {
        Rc::clone(&self.nothing)
    }

    /// Shapes a text, or remembers how.
    pub fn shape(&mut self, request: &Request<'_>) -> Rc<Shaped> {
        let Some(index) = self.plan(request) else {
            return self.nothing();
        };
        let alone = request.before.is_empty() && request.after.is_empty();
        let remember = alone && request.text.len() <= MAX_REMEMBERED;
        if remember && let Some(found) = self.plans[index].words.get(request.text.as_bytes()) {
            return Rc::clone(found);
        }
        let shaped = Rc::new(self.shape_now(index, request));
        if remember {
            if self.words >= MAX_WORDS {
                self.plans.iter_mut().for_each(|plan| plan.words.clear());
                self.words = 0;
            }
            self.words += 1;
            self.plans[index].words.insert(Word::from_slice(request.text.as_bytes()), Rc::clone(&shaped));
        }
        shaped
    }

    /// Whether a text is made of plain letters and signs alone, of which its face has a cut.
    pub(super) fn is_plain(&self, request: &Request<'_>) -> bool {
        let is_arabic = request.script == ScriptTag::ARABIC && request.direction == Direction::RightToLeft;
        is_arabic && self.library.face(request.face).cut().is_some_and(|cut| cut.has_all(request.text))
    }

    /// The index of the plan for a request; none if the face can't be shaped with.
    fn plan(&mut self, request: &Request<'_>) -> Option<usize> {
        let fits = |p: &Plan| {
            p.face == request.face
                && p.script == request.script
                && p.direction == request.direction
                && p.language == *request.language
        };
        if let Some(index) = self.plans.iter().position(fits) {
            return Some(index);
        }
        let slot = self.faces.get_mut(usize::from(request.face.0))?;
        if slot.is_none() {
            let Shaping { data, index, variations } = self.library.face(request.face).shaping();
            *slot = rustybuzz::Face::from_slice(data, index);
            if let Some(face) = slot.as_mut().filter(|_| !variations.is_empty()) {
                let variation = |&(tag, value): &([u8; 4], f32)| rustybuzz::Variation {
                    tag: rustybuzz::ttf_parser::Tag::from_bytes(&tag),
                    value,
                };
                face.set_variations(&variations.iter().map(variation).collect::<Vec<_>>());
            }
        }
        let face = slot.as_ref()?;
        let language = request.language.as_str().parse::<rustybuzz::Language>().ok();
        let tag = rustybuzz::ttf_parser::Tag::from_bytes(&request.script.0);
        let script = rustybuzz::Script::from_iso15924_tag(tag);
        let new = |face| rustybuzz::ShapePlan::new(face, direction(request.direction), script, language.as_ref(), &[]);
        let plan = new(face);
        let is_arabic = request.script == ScriptTag::ARABIC && request.direction == Direction::RightToLeft;
        let cut = self.library.face(request.face).cut().filter(|_| is_arabic);
        let cut = cut.zip(self.cuts.get_mut(usize::from(request.face.0))).and_then(|(cut, slot)| {
            if slot.is_none() {
                *slot = rustybuzz::Face::from_slice(cut.data(), 0).map(|face| (cut, face));
            }
            slot.as_ref().map(|(_, face)| new(face))
        });
        self.plans.push(Plan {
            face: request.face,
            script: request.script,
            direction: request.direction,
            language: request.language.clone(),
            plan,
            cut,
            words: FxHashMap::default(),
        });
        Some(self.plans.len() - 1)
    }

    fn shape_now(&mut self, index: usize, request: &Request<'_>) -> Shaped {
        let by_parts = self.glyphs_by_parts(request);
        let by_cut = by_parts.or_else(|| self.glyphs_by_cut(index, request));
        let glyphs = by_cut.or_else(|| self.glyphs(index, request)).unwrap_or_default();
        let places = match request.direction {
            Direction::RightToLeft => kashida::places(request.text, &glyphs, &mut self.groups),
            Direction::LeftToRight => SmallVec::new(),
        };
        Shaped { places: places.as_slice().into(), ..Shaped::new(glyphs) }
    }

    /// The glyphs of a plain word whose parts leave each other as they are in the bundled faces (tests hold them to that):
    /// each is looked up by itself. None for any other text.
    fn glyphs_by_parts(&mut self, request: &Request<'_>) -> Option<Vec<Glyph>> {
        let Request { text, before, after, .. } = *request;
        if !(before.is_empty() && after.is_empty() && self.is_plain(request)) {
            return None;
        }
        let parts = parts(text, self.library.face(request.face).cut()?)?;
        let mut glyphs = Vec::with_capacity(text.len());
        // From left to right.
        for part in parts.into_iter().rev() {
            let shift = part.start as u32;
            let shaped = self.shape(&Request { text: &text[part], ..*request });
            glyphs.extend(shaped.glyphs.iter().map(|glyph| Glyph { cluster: glyph.cluster + shift, ..*glyph }));
        }
        Some(glyphs)
    }

    /// The glyphs of a text, by the whole face.
    fn glyphs(&mut self, index: usize, request: &Request<'_>) -> Option<Vec<Glyph>> {
        let buffer = filled(std::mem::take(&mut self.buffer), request);
        let face = self.faces.get(usize::from(request.face.0))?.as_ref()?;
        let out = rustybuzz::shape_with_plan(face, &self.plans.get(index)?.plan, buffer);
        let glyphs = read(&out, |glyph| glyph);
        self.buffer = out.clear();
        Some(glyphs)
    }

    /// The glyphs of a plain word, by the face's cut; none where there is no cut, or the text is more than it has.
    fn glyphs_by_cut(&mut self, index: usize, request: &Request<'_>) -> Option<Vec<Glyph>> {
        let plan = self.plans.get(index)?.cut.as_ref()?;
        let (cut, face) = self.cuts.get(usize::from(request.face.0))?.as_ref()?;
        if !cut.has_all(request.text) {
            return None;
        }
        let buffer = filled(std::mem::take(&mut self.buffer), request);
        let out = rustybuzz::shape_with_plan(face, plan, buffer);
        let glyphs = read(&out, |glyph| cut.number(glyph));
        self.buffer = out.clear();
        Some(glyphs)
    }
}

/// The buffer with a text to shape, and all that is known of it.
fn filled(mut buffer: rustybuzz::UnicodeBuffer, request: &Request<'_>) -> rustybuzz::UnicodeBuffer {
    buffer.push_str(request.text);
    buffer.set_pre_context(request.before);
    buffer.set_post_context(request.after);
    buffer.set_direction(direction(request.direction));
    let tag = rustybuzz::ttf_parser::Tag::from_bytes(&request.script.0);
    if let Some(script) = rustybuzz::Script::from_iso15924_tag(tag) {
        buffer.set_script(script);
    }
    if let Ok(language) = request.language.as_str().parse() {
        buffer.set_language(language);
    }
    // With this flag a mere join is not called unsafe: what is then unsafe must not be drawn out.
    buffer.set_flags(rustybuzz::BufferFlags::PRODUCE_SAFE_TO_INSERT_TATWEEL);
    // Letters and marks of one grapheme keep clusters of their own: the PDF maps each character by itself.
    buffer.set_cluster_level(rustybuzz::BufferClusterLevel::MonotoneCharacters);
    buffer
}

/// The glyphs that were shaped, with their numbers in the whole face.
fn read(out: &rustybuzz::GlyphBuffer, number: impl Fn(u16) -> u16) -> Vec<Glyph> {
    let glyph = |(info, position): (&rustybuzz::GlyphInfo, &rustybuzz::GlyphPosition)| Glyph {
        id: number(info.glyph_id as u16),
        cluster: info.cluster,
        advance: position.x_advance,
        dx: position.x_offset,
        dy: position.y_offset,
        unsafe_to_break: info.unsafe_to_break(),
        stretch: 0,
    };
    out.glyph_infos().iter().zip(out.glyph_positions()).map(glyph).collect()
}

fn direction(direction: Direction) -> rustybuzz::Direction {
    match direction {
        Direction::RightToLeft => rustybuzz::Direction::RightToLeft,
        Direction::LeftToRight => rustybuzz::Direction::LeftToRight,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use proptest::prelude::*;

    use super::*;

    /// What a word is by the whole face and by its cut, in a face and a language.
    fn both(shaper: &mut Shaper<'_>, face: FaceId, language: &Language, text: &str) -> [Option<Vec<Glyph>>; 2] {
        let (script, direction) = (ScriptTag::ARABIC, Direction::RightToLeft);
        let request = Request { face, script, direction, language, text, before: "", after: "" };
        let index = shaper.plan(&request).expect("a plan");
        let (whole, by_cut) = (shaper.glyphs(index, &request), shaper.glyphs_by_cut(index, &request));
        if let Some(by_parts) = shaper.glyphs_by_parts(&request) {
            assert_eq!(Some(by_parts), whole, "{text} in {} by its parts", shaper.library().face(face).name());
        }
        [whole, by_cut]
    }

    fn cut_faces(library: &Library) -> Vec<FaceId> {
        library.faces().filter(|(_, face)| face.cut().is_some()).map(|(id, _)| id).collect()
    }

    #[test]
    fn words_of_news_are_the_same_by_the_whole_face_and_by_its_cut() {
        let library = Library::bundled();
        let mut shaper = Shaper::new(&library);
        assert_eq!(cut_faces(&library).len(), 5, "each Arabic face has its cut");
        let (mut by_cut, mut in_segments, mut words) = (0, 0, 0);
        let sample = include_str!("../../samples/azerbaijan-syria.json");
        let sheet = include_str!("../../tests/data/kashida/words.txt");
        for face in cut_faces(&library) {
            for tag in ["ar", "fa", "ur", "ckb"] {
                let language = Language::parse(tag).expect("a language");
                let is_arabic = |c: char| ('\u{600}'..='\u{6FF}').contains(&c);
                for word in sample.split_whitespace().chain(sheet.split_whitespace()).filter(|w| w.contains(is_arabic))
                {
                    let [whole, cut] = both(&mut shaper, face, &language, word);
                    words += 1;
                    by_cut += u32::from(cut.is_some());
                    let face_cut = library.face(face).cut().expect("a cut");
                    in_segments += u32::from(face_cut.places(word).next().is_some());
                    assert!(cut.is_none() || cut == whole, "{word} in {} as {tag}", library.face(face).name());
                }
            }
        }
        // Else the cuts and the bonds would be of no use.
        assert!(by_cut * 10 > words * 8, "{by_cut} of {words}");
        assert!(in_segments * 10 > words * 4, "{in_segments} of {words}");
    }

    #[test]
    fn what_is_no_plain_word_is_shaped_by_the_whole_face() {
        let library = Library::bundled();
        let mut shaper = Shaper::new(&library);
        let arabic = Language::parse("ar").expect("a language");
        for face in cut_faces(&library) {
            for text in ["شُكرًا", "٢٠٢٥", "و2006", "abc", "کتاب\u{200C}ها", "ﷺ"] {
                assert_eq!(both(&mut shaper, face, &arabic, text)[1], None, "{text}");
            }
        }
    }

    thread_local! {
        static SHAPER: RefCell<Shaper<'static>> =
            RefCell::new(Shaper::new(Box::leak(Box::new(Library::bundled()))));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// A word between signs.
        #[test]
        fn any_word_between_signs_is_the_same_by_its_parts(
            text in "[.,:\"()\\[\\]«»،؟“”…]{0,3}[ء-غف-يپچژڤکگی]{1,6}[.,:\"()\\[\\]«»،؟“”…]{0,3}"
        ) {
            SHAPER.with_borrow_mut(|shaper| {
                for (face, tag) in cut_faces(shaper.library()).into_iter().flat_map(|face| [(face, "ar"), (face, "fa")]) {
                    // Which compares them.
                    both(shaper, face, &Language::parse(tag).expect("a language"), &text);
                }
            });
        }

        /// Words of the letters that reach across to the next, and those they reach.
        #[test]
        fn any_word_is_the_same_by_its_segments(text in "[ءآأإاةدذرزؤوژلهيبسكگ]{2,9}") {
            SHAPER.with_borrow_mut(|shaper| {
                for (face, tag) in cut_faces(shaper.library()).into_iter().flat_map(|face| [(face, "ar"), (face, "ur")]) {
                    // Which compares them.
                    both(shaper, face, &Language::parse(tag).expect("a language"), &text);
                }
            });
        }

        /// Letters, strokes and signs in any order.
        #[test]
        fn any_word_is_the_same_by_the_whole_face_and_by_its_cut(
            text in "[ء-غـ-يپچژڤکگی،؛؟ !()«»:.…“”-]{1,10}"
        ) {
            SHAPER.with_borrow_mut(|shaper| {
                let arabic = Language::parse("ar").expect("a language");
                for face in cut_faces(shaper.library()) {
                    let [whole, cut] = both(shaper, face, &arabic, &text);
                    prop_assert!(cut.is_some(), "{} is no plain word", text);
                    prop_assert_eq!(whole, cut, "{}", text);
                }
                Ok(())
            })?;
        }
    }
}
