//! All faces at hand, and the chains in which they stand in for each other.

use std::sync::Arc;

use super::own::{Families, OwnFamily};
use super::{Face, bundled};

/// A face of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FaceId(pub u16);

/// The families that a theme can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Amiri.
    Amiri,
    /// Noto Naskh Arabic.
    NotoNaskh,
    /// Noto Kufi Arabic, in bold alone.
    NotoKufi,
    /// One of the library's own families, by its number.
    Own(u8),
}

/// Regular or bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// Regular.
    Regular,
    /// Bold.
    Bold,
}

/// The faces that set a text, the preferred one first; each of the others is asked for what those before it lack.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Chain(pub Vec<FaceId>);

impl Chain {
    /// The preferred face.
    pub fn primary(&self) -> FaceId {
        self.0.first().copied().unwrap_or(FaceId(0))
    }
}

/// The faces at hand.
#[derive(Debug)]
pub struct Library {
    faces: Vec<Arc<Face>>,
    own: Families,
    /// The ids of each own family's regular and bold face.
    own_ids: Vec<[Option<FaceId>; 2]>,
}

impl Library {
    /// The bundled faces.
    pub fn bundled() -> Self {
        let faces = bundled()
            .iter()
            // The bundled files are checked by a test; one that did not parse could only be left out.
            .filter_map(|bundled| bundled.face().ok().map(Arc::new))
            .collect();
        Library { faces, own: Families::default(), own_ids: Vec::new() }
    }

    /// The bundled faces and those of some families, which take the place of the families that this library has.
    pub fn with(&self, families: &Families) -> Self {
        let mut faces: Vec<Arc<Face>> = self.faces.iter().take(bundled().len()).cloned().collect();
        let mut own_ids = Vec::with_capacity(families.list.len());
        for OwnFamily { regular, bold, .. } in &families.list {
            let mut add = |face: &Option<Arc<Face>>| {
                let id = FaceId(u16::try_from(faces.len()).ok()?);
                faces.push(Arc::clone(face.as_ref()?));
                Some(id)
            };
            own_ids.push([add(regular), add(bold)]);
        }
        Library { faces, own: families.clone(), own_ids }
    }

    /// Its own families.
    pub fn families(&self) -> &Families {
        &self.own
    }

    /// The own family of a number; none for a bundled family.
    pub fn own_family(&self, family: Family) -> Option<&OwnFamily> {
        match family {
            Family::Own(number) => self.own.list.get(usize::from(number)),
            _ => None,
        }
    }

    /// A face by its id.
    pub fn face(&self, id: FaceId) -> &Face {
        // Ids are only made by this library, from faces it has.
        &self.faces[usize::from(id.0).min(self.faces.len() - 1)]
    }

    /// All faces with their ids.
    pub fn faces(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        self.faces.iter().enumerate().map(|(i, face)| (FaceId(i as u16), &**face))
    }

    /// The chain of a family: its own face, or that of the other weight where it has none, then another Arabic one, then Latin and symbols of the same weight.
    pub fn chain(&self, family: Family, weight: Weight) -> Chain {
        let bold = weight == Weight::Bold;
        let pick = |regular: u16, heavy: u16| if bold { heavy } else { regular };
        let (amiri, naskh, kufi) = (pick(0, 1), pick(2, 3), 4);
        let arabic = match family {
            Family::Amiri => [amiri, naskh],
            Family::NotoNaskh => [naskh, amiri],
            Family::NotoKufi => [kufi, naskh],
            Family::Own(_) => [naskh, amiri],
        };
        let own = match family {
            Family::Own(number) => self.own_ids.get(usize::from(number)).copied().unwrap_or_default(),
            _ => [None, None],
        };
        let [regular, heavy] = own;
        let own = if bold { heavy.or(regular) } else { regular.or(heavy) };
        let others = [pick(5, 6), 7, 8];
        Chain(own.into_iter().chain(arabic.into_iter().chain(others).map(FaceId)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_face_parses() {
        let library = Library::bundled();
        assert_eq!(library.faces.len(), bundled().len());
        for (_, face) in library.faces() {
            assert_eq!(face.metrics().units_per_em, 1000, "{}", face.name());
        }
    }

    #[test]
    fn a_chain_covers_what_news_texts_bring() {
        let library = Library::bundled();
        for family in [Family::Amiri, Family::NotoNaskh, Family::NotoKufi] {
            for weight in [Weight::Regular, Weight::Bold] {
                let chain = library.chain(family, weight);
                for c in "ءآأبپتچژگیک٠۰ًٌٍَُِّْٰ،؛؟«»ﷺABCabc0əƏ₺₼€→●■★✓№≈≤™‰†‡".chars()
                {
                    assert!(chain.0.iter().any(|&id| library.face(id).covers(c)), "{c} {family:?} {weight:?}");
                }
            }
        }
    }
}
