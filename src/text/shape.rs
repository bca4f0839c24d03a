//! Words to glyphs. The only file that calls rustybuzz.
//!
//! A word by itself is shaped as it is inside its paragraph (a test holds every bundled face to that), and news
//! repeats its words: each is shaped once and then looked up. Plans are made once for each face, script,
//! direction and language.

use std::cell::OnceCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::itemize::ScriptTag;
use super::kashida;
use crate::document::{Direction, Language};
use crate::fonts::{FaceId, Library, Shaping};

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
    /// Where the word may be drawn out, once somebody has asked.
    places: OnceCell<Box<[kashida::Place]>>,
}

impl Shaped {
    /// A shaped text of the given glyphs.
    pub fn new(glyphs: Vec<Glyph>) -> Self {
        Shaped { advance: glyphs.iter().map(|g| g.advance).sum(), glyphs, places: OnceCell::new() }
    }

    /// Where the word, whose text is given, may be drawn out.
    pub fn kashida_places(&self, text: &str) -> &[kashida::Place] {
        self.places.get_or_init(|| kashida::places(text, self).into())
    }
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
    plans: Vec<Plan>,
    words: usize,
    buffer: rustybuzz::UnicodeBuffer,
}

struct Plan {
    face: FaceId,
    script: ScriptTag,
    direction: Direction,
    language: Language,
    plan: rustybuzz::ShapePlan,
    words: FxHashMap<Box<str>, Rc<Shaped>>,
}

impl<'l> Shaper<'l> {
    /// A shaper that has shaped nothing yet.
    pub fn new(library: &'l Library) -> Self {
        let faces = library.faces().map(|_| None).collect();
        Shaper { library, faces, plans: Vec::new(), words: 0, buffer: rustybuzz::UnicodeBuffer::new() }
    }

    /// The library whose faces it uses.
    pub fn library(&self) -> &'l Library {
        self.library
    }

    /// Shapes a text, or remembers how.
    pub fn shape(&mut self, request: &Request<'_>) -> Rc<Shaped> {
        let Some(index) = self.plan(request) else {
            return Rc::default();
        };
        let alone = request.before.is_empty() && request.after.is_empty();
        let remember = alone && request.text.len() <= MAX_REMEMBERED;
        if remember && let Some(found) = self.plans[index].words.get(request.text) {
            return Rc::clone(found);
        }
        let shaped = Rc::new(self.shape_now(index, request));
        if remember {
            if self.words >= MAX_WORDS {
                self.plans.iter_mut().for_each(|plan| plan.words.clear());
                self.words = 0;
            }
            self.words += 1;
            self.plans[index].words.insert(request.text.into(), Rc::clone(&shaped));
        }
        shaped
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
        let plan = rustybuzz::ShapePlan::new(face, direction(request.direction), script, language.as_ref(), &[]);
        self.plans.push(Plan {
            face: request.face,
            script: request.script,
            direction: request.direction,
            language: request.language.clone(),
            plan,
            words: FxHashMap::default(),
        });
        Some(self.plans.len() - 1)
    }

    fn shape_now(&mut self, index: usize, request: &Request<'_>) -> Shaped {
        let mut buffer = std::mem::take(&mut self.buffer);
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
        let Some(face) = self.faces.get(usize::from(request.face.0)).and_then(Option::as_ref) else {
            return Shaped::default();
        };
        let out = rustybuzz::shape_with_plan(face, &self.plans[index].plan, buffer);
        let glyphs: Vec<Glyph> = out
            .glyph_infos()
            .iter()
            .zip(out.glyph_positions())
            .map(|(info, position)| Glyph {
                id: info.glyph_id as u16,
                cluster: info.cluster,
                advance: position.x_advance,
                dx: position.x_offset,
                dy: position.y_offset,
                unsafe_to_break: info.unsafe_to_break(),
                stretch: 0,
            })
            .collect();
        self.buffer = out.clear();
        Shaped::new(glyphs)
    }
}

fn direction(direction: Direction) -> rustybuzz::Direction {
    match direction {
        Direction::RightToLeft => rustybuzz::Direction::RightToLeft,
        Direction::LeftToRight => rustybuzz::Direction::LeftToRight,
    }
}
