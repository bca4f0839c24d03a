//! Words to glyphs, by rustybuzz.
//!
//! A word by itself is shaped as it is inside its paragraph (a test holds every bundled face to that), and news
//! repeats its words: each is shaped once and then looked up. Plain Arabic words are shaped with a cut of their face where
//! there is one (`fonts/cut.rs`), in segments that leave each other alone (`fonts/bonds.rs`): those come again more often
//! than words.

use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use super::groups::Groups;
use super::itemize::{ScriptTag, is_plain_letter};
use super::kashida;
use super::plans::{Plans, direction};
use super::shaped::{Glyph, Glyphs, Remembered, Shaped};
use crate::document::{Direction, Language};
use crate::fonts::{Cut, FaceId, Library};

/// How many words and parts of words a shaper remembers before it forgets all: some hundred thousand words of an archive are
/// a few ten thousand different ones, and each takes some 300 bytes.
const MAX_WORDS: usize = 60_000;

/// Longer words are shaped and not remembered: they don't come again.
const MAX_REMEMBERED: usize = 64;

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
        cuts.extend(cut.cuts(word));
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
    plans: Plans<'l>,
    /// The words that are remembered of each plan.
    words: Vec<FxHashSet<Remembered>>,
    /// How many there are.
    count: usize,
    groups: Groups,
    buffer: rustybuzz::UnicodeBuffer,
    /// What white space is shaped as, once for all of it.
    nothing: Rc<Shaped>,
}

impl<'l> Shaper<'l> {
    /// A shaper that has shaped nothing yet.
    pub fn new(library: &'l Library) -> Self {
        Shaper {
            plans: Plans::new(library),
            words: Vec::new(),
            count: 0,
            groups: Groups::default(),
            buffer: rustybuzz::UnicodeBuffer::new(),
            nothing: Rc::default(),
        }
    }

    /// The library whose faces it uses.
    pub fn library(&self) -> &'l Library {
        self.plans.library()
    }

    /// No glyphs.
    pub fn nothing(&self) -> Rc<Shaped> {
        Rc::clone(&self.nothing)
    }

    /// Shapes a text, or remembers how.
    pub fn shape(&mut self, request: &Request<'_>) -> Rc<Shaped> {
        let index = self.plans.index(request);
        let alone = request.before.is_empty() && request.after.is_empty();
        let remember = alone && request.text.len() <= MAX_REMEMBERED;
        if remember && let Some(found) = self.words.get(index).and_then(|words| words.get(request.text.as_bytes())) {
            return Rc::clone(&found.0);
        }
        let shaped = self.shape_now(index, request);
        if remember { self.remember(index, request.text, shaped) } else { Rc::new(shaped) }
    }

    fn remember(&mut self, index: usize, text: &str, shaped: Shaped) -> Rc<Shaped> {
        if self.count >= MAX_WORDS {
            self.words.clear();
            self.count = 0;
        }
        if self.words.len() <= index {
            self.words.resize_with(index + 1, FxHashSet::default);
        }
        self.count += 1;
        let shaped = shaped.remembered(text, self.count as u32);
        if let Some(words) = self.words.get_mut(index) {
            words.insert(Remembered(Rc::clone(&shaped)));
        }
        shaped
    }

    /// Whether a text is made of plain letters and signs alone, of which its face has a cut.
    pub(super) fn is_plain(&self, request: &Request<'_>) -> bool {
        let is_arabic = request.script == ScriptTag::ARABIC && request.direction == Direction::RightToLeft;
        is_arabic && self.library().face(request.face).cut().is_some_and(|cut| cut.has_all(request.text))
    }

    fn shape_now(&mut self, index: usize, request: &Request<'_>) -> Shaped {
        let by_parts = self.glyphs_by_parts(request);
        let by_cut = by_parts.or_else(|| self.glyphs_by_cut(index, request));
        let glyphs = by_cut.or_else(|| self.glyphs(index, request)).unwrap_or_default();
        let places = match request.direction {
            Direction::RightToLeft => kashida::places(request.text, &glyphs, &mut self.groups),
            Direction::LeftToRight => SmallVec::new(),
        };
        Shaped::new(glyphs).with_places(places)
    }

    /// The glyphs of a plain word whose parts leave each other as they are in the bundled faces (tests hold them to that):
    /// each is looked up by itself. None for any other text.
    fn glyphs_by_parts(&mut self, request: &Request<'_>) -> Option<Glyphs> {
        let Request { text, before, after, .. } = *request;
        if !(before.is_empty() && after.is_empty() && self.is_plain(request)) {
            return None;
        }
        let parts = parts(text, self.library().face(request.face).cut()?)?;
        let mut glyphs = Glyphs::new();
        // From left to right.
        for part in parts.into_iter().rev() {
            let shift = part.start as u32;
            let shaped = self.shape(&Request { text: &text[part], ..*request });
            glyphs.extend(shaped.glyphs.iter().map(|glyph| Glyph { cluster: glyph.cluster + shift, ..*glyph }));
        }
        Some(glyphs)
    }

    /// The glyphs of a text, by the whole face; none if the face can't be shaped with.
    fn glyphs(&mut self, index: usize, request: &Request<'_>) -> Option<Glyphs> {
        let (face, plan) = self.plans.whole(index)?;
        let buffer = filled(std::mem::take(&mut self.buffer), request);
        let out = rustybuzz::shape_with_plan(face, plan, buffer);
        let glyphs = read(&out, |glyph| glyph);
        self.buffer = out.clear();
        Some(glyphs)
    }

    /// The glyphs of a plain word, by the face's cut; none where there is no cut, or the text is more than it has.
    fn glyphs_by_cut(&mut self, index: usize, request: &Request<'_>) -> Option<Glyphs> {
        let (cut, face, plan) = self.plans.cut(index).filter(|(cut, ..)| cut.has_all(request.text))?;
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
fn read(out: &rustybuzz::GlyphBuffer, number: impl Fn(u16) -> u16) -> Glyphs {
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

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use proptest::prelude::*;

    use super::*;

    /// What a word is by the whole face and by its cut, in a face and a language.
    fn both(shaper: &mut Shaper<'_>, face: FaceId, language: &Language, text: &str) -> [Option<Glyphs>; 2] {
        let (script, direction) = (ScriptTag::ARABIC, Direction::RightToLeft);
        let request = Request { face, script, direction, language, text, before: "", after: "" };
        let index = shaper.plans.index(&request);
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
                    in_segments += u32::from(face_cut.cuts(word).next().is_some());
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
        fn any_word_is_the_same_by_its_segments(text in "([ءآأإاةدذرزؤوژ]|[ءآأإاةدذرزؤوژ]|[ئبت-خس-غف-نهىيپچڤکگی]){2,9}") {
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
