//! The faces that are shaped with, and a plan for each face, script, direction and language; each is made when it is asked for
//! first.

use super::itemize::ScriptTag;
use super::shape::Request;
use crate::document::{Direction, Language};
use crate::fonts::{Cut, FaceId, Library, Shaping};

/// The plans that were made, and their faces.
pub struct Plans<'l> {
    library: &'l Library,
    faces: Vec<Option<rustybuzz::Face<'l>>>,
    /// The faces that plain words are shaped with.
    cuts: Vec<Option<rustybuzz::Face<'static>>>,
    plans: Vec<Plan>,
}

struct Plan {
    face: FaceId,
    script: ScriptTag,
    direction: Direction,
    language: Language,
    /// The plan over the whole face, for texts that are more than its cut has.
    whole: Option<rustybuzz::ShapePlan>,
    /// The plan over the face's cut, for Arabic from right to left.
    cut: Option<rustybuzz::ShapePlan>,
}

impl<'l> Plans<'l> {
    /// No plans yet.
    pub fn new(library: &'l Library) -> Self {
        let faces = library.faces().map(|_| None).collect();
        let cuts = library.faces().map(|_| None).collect();
        Plans { library, faces, cuts, plans: Vec::new() }
    }

    /// The library whose faces are used.
    pub fn library(&self) -> &'l Library {
        self.library
    }

    /// The index of the plan for a request.
    pub fn index(&mut self, request: &Request<'_>) -> usize {
        let fits = |p: &Plan| {
            p.face == request.face
                && p.script == request.script
                && p.direction == request.direction
                && p.language == *request.language
        };
        self.plans.iter().position(fits).unwrap_or_else(|| {
            let &Request { face, script, direction, language, .. } = request;
            self.plans.push(Plan { face, script, direction, language: language.clone(), whole: None, cut: None });
            self.plans.len() - 1
        })
    }

    /// The whole face of a plan, and the plan over it; none if the face can't be shaped with.
    pub fn whole(&mut self, index: usize) -> Option<(&rustybuzz::Face<'l>, &rustybuzz::ShapePlan)> {
        let plan = self.plans.get_mut(index)?;
        let slot = self.faces.get_mut(usize::from(plan.face.0))?;
        if slot.is_none() {
            *slot = parsed(&self.library.face(plan.face).shaping());
        }
        let face = slot.as_ref()?;
        if plan.whole.is_none() {
            plan.whole = Some(plan.over(face));
        }
        Some((face, plan.whole.as_ref()?))
    }

    /// The cut of a plan's face, for Arabic from right to left, and the plan over it.
    pub fn cut(&mut self, index: usize) -> Option<(&'static Cut, &rustybuzz::Face<'static>, &rustybuzz::ShapePlan)> {
        let plan = self.plans.get_mut(index)?;
        let is_arabic = plan.script == ScriptTag::ARABIC && plan.direction == Direction::RightToLeft;
        let cut = self.library.face(plan.face).cut().filter(|_| is_arabic)?;
        let slot = self.cuts.get_mut(usize::from(plan.face.0))?;
        if slot.is_none() {
            *slot = rustybuzz::Face::from_slice(cut.data(), 0);
        }
        let face = slot.as_ref()?;
        if plan.cut.is_none() {
            plan.cut = Some(plan.over(face));
        }
        Some((cut, face, plan.cut.as_ref()?))
    }
}

impl Plan {
    fn over(&self, face: &rustybuzz::Face<'_>) -> rustybuzz::ShapePlan {
        let language = self.language.as_str().parse::<rustybuzz::Language>().ok();
        let tag = rustybuzz::ttf_parser::Tag::from_bytes(&self.script.0);
        let script = rustybuzz::Script::from_iso15924_tag(tag);
        rustybuzz::ShapePlan::new(face, direction(self.direction), script, language.as_ref(), &[])
    }
}

fn parsed<'l>(Shaping { data, index, variations }: &Shaping<'l>) -> Option<rustybuzz::Face<'l>> {
    let mut face = rustybuzz::Face::from_slice(data, *index)?;
    if !variations.is_empty() {
        let variation = |&(tag, value): &([u8; 4], f32)| rustybuzz::Variation {
            tag: rustybuzz::ttf_parser::Tag::from_bytes(&tag),
            value,
        };
        face.set_variations(&variations.iter().map(variation).collect::<Vec<_>>());
    }
    Some(face)
}

/// A direction as rustybuzz has it.
pub fn direction(direction: Direction) -> rustybuzz::Direction {
    match direction {
        Direction::RightToLeft => rustybuzz::Direction::RightToLeft,
        Direction::LeftToRight => rustybuzz::Direction::LeftToRight,
    }
}
