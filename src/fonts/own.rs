//! Faces from a user's files: checked when they are loaded, and made plain.
//!
//! TrueType and OpenType files are taken, collections and variable faces among them, with outlines of either kind.
//! What may not be embedded is refused, since a PDF without its faces is no archive; so is what would be drawn
//! wrongly. Characters that a face lacks are set in the bundled ones.

use std::borrow::Cow;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::face::{Face, FaceError, Original};
use super::{plain, sfnt};
use crate::diagnostics::{Message, Problem, Problems, nearest};
use crate::say;

/// The largest file that is read, in bytes: collections for Chinese come near it, and each is held in memory.
pub const MAX_FACE: u64 = 64 << 20;

/// Which face of a file is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Its number in a collection, from 0.
    pub index: Option<u32>,
    /// The name of a variable face's instance; its default one where none is named.
    pub instance: Option<String>,
}

/// A face that was loaded.
#[derive(Debug)]
pub struct Loaded {
    /// The face.
    pub face: Face,
    /// What may not be as it was meant: what, and what would be right.
    pub remarks: Vec<Fault>,
}

/// Something about a face's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub what: Message,
    /// What would be right.
    pub cure: Message,
}

impl Fault {
    fn new(what: Message, cure: Message) -> Self {
        Fault { what, cure }
    }
}

/// The letters of Arabic with hamzas, and the signs and digits that stand between them.
const LETTERS: &str = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي";
/// See [`LETTERS`].
const SIGNS: &str = "ًٌٍَُِّْ،؛؟٠١٢٣٤٥٦٧٨٩";

/// The features by which letters join (OpenType, "Developing OpenType Fonts for Arabic Script").
const JOINING: [&[u8; 4]; 3] = [b"init", b"medi", b"fina"];

/// The height of a face from its lowest to its highest line, in ems, that lines of text can be set with.
const HEIGHTS: std::ops::RangeInclusive<f32> = 0.5..=5.0;

const OTHER_FILE: Message = say!("give a TrueType or OpenType file (.ttf, .otf, .ttc)");

/// Loads a face from a file's bytes. `path` is where they come from, as the user wrote it.
///
/// # Errors
/// When it is no face, may not be embedded, or can't set text.
pub fn load(bytes: Vec<u8>, choice: &Choice, path: &str) -> Result<Loaded, Fault> {
    if let Some(kind) = other_kind(&bytes) {
        return Err(Fault::new(say!("the face “{path}” is {kind}", path, kind), OTHER_FILE));
    }
    let index = index(&bytes, choice, path)?;
    let no_face = |error: FaceError| {
        Fault::new(say!("the face “{path}” can't be read: {why}", path, why = error.to_string()), OTHER_FILE)
    };
    let mut parsed =
        ttf_parser::Face::parse(&bytes, index).map_err(|error| no_face(FaceError::new(error.to_string())))?;
    permitted(&parsed, path)?;
    drawable(&parsed, path)?;
    let instance = instance(&parsed, choice, path)?;
    for (axis, value) in instance.iter().flatten() {
        parsed.set_variation(ttf_parser::Tag::from_bytes(axis), *value);
    }
    measured(&parsed, path)?;
    let mut remarks = Vec::new();
    covered(&parsed, path, &mut remarks)?;
    let tables = sfnt::tables(&bytes, index).map_err(no_face)?;
    let name = match (&instance, &choice.instance) {
        (Some(_), Some(instance)) => name_of_instance(&parsed, path, instance),
        _ => name(&parsed, path),
    };
    let in_collection = ttf_parser::fonts_in_collection(&bytes).is_some();
    let varied = instance.is_some();
    let plain = if varied || parsed.tables().glyf.is_none() {
        plain::redrawn(&parsed, &tables, None, None)
    } else if in_collection || parsed.is_variable() {
        plain::taken_out(&tables)
    } else {
        bytes.clone()
    };
    let mut face = Face::parse(name, Cow::Owned(plain)).map_err(no_face)?;
    if let Some(variations) = instance {
        face.original = Some(Original { data: bytes, index, variations });
    }
    Ok(Loaded { face, remarks })
}

/// What a file is that is no TrueType or OpenType face.
fn other_kind(bytes: &[u8]) -> Option<Message> {
    let kinds: [(&[u8], Message); 6] = [
        (b"wOF2", say!("a WOFF2 file, packed for web pages")),
        (b"wOFF", say!("a WOFF file, packed for web pages")),
        (b"%!PS", say!("a Type 1 face")),
        (b"\x80\x01", say!("a Type 1 face")),
        (b"PK", say!("a packed archive")),
        (b"<", say!("a web page or drawing")),
    ];
    if bytes.is_empty() {
        return Some(say!("an empty file"));
    }
    kinds.into_iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, kind)| kind)
}

/// The number of the face in its file.
fn index(bytes: &[u8], choice: &Choice, path: &str) -> Result<u32, Fault> {
    let count = ttf_parser::fonts_in_collection(bytes);
    match (count, choice.index) {
        (None | Some(1), None | Some(0)) => Ok(0),
        (None, Some(_)) => {
            Err(Fault::new(say!("the face “{path}” is in no collection", path), say!("leave `index` out")))
        }
        (Some(count), Some(index)) if index < count => Ok(index),
        (Some(count), given) => {
            // A damaged collection may claim any number.
            let listed = (0..count.min(32)).map(|index| {
                let parsed = ttf_parser::Face::parse(bytes, index).ok();
                let name = parsed.map(|face| name(&face, "?")).unwrap_or_else(|| "?".into());
                format!("{index} {name}")
            });
            let list = listed.collect::<Vec<_>>().join(", ");
            let what = match given {
                Some(index) => {
                    say!("the collection “{path}” has no face of number {index}: it has {count}", path, index, count)
                }
                None => say!("the file “{path}” is a collection of faces: {count}", path, count),
            };
            Err(Fault::new(what, say!("say which with `index`: {list}", list)))
        }
    }
}

/// Whether the face's maker lets it be embedded as a PDF and a book embed it (OS/2, fsType).
fn permitted(face: &ttf_parser::Face<'_>, path: &str) -> Result<(), Fault> {
    let cure = say!("ask its maker for the right to embed it, or choose another face");
    // A face without an OS/2 table restricts nothing.
    if face.tables().os2.is_none() {
        return Ok(());
    }
    if face.permissions() == Some(ttf_parser::Permissions::Restricted) {
        return Err(Fault::new(
            say!("the face “{path}” may not be embedded: its licence is restricted (OS/2 fsType)", path),
            cure,
        ));
    }
    if !face.is_outline_embedding_allowed() {
        return Err(Fault::new(say!("the face “{path}” may be embedded as bitmaps only (OS/2 fsType)", path), cure));
    }
    if !face.is_subsetting_allowed() {
        let what = say!(
            "the face “{path}” may be embedded only whole (OS/2 fsType), and a PDF takes along no more than it shows",
            path
        );
        return Err(Fault::new(what, cure));
    }
    Ok(())
}

fn drawable(face: &ttf_parser::Face<'_>, path: &str) -> Result<(), Fault> {
    let tables = face.tables();
    if tables.glyf.is_some() || tables.cff.is_some() || tables.cff2.is_some() {
        return Ok(());
    }
    let what = say!("the face “{path}” has no outlines: it holds bitmaps alone, or is damaged", path);
    Err(Fault::new(what, say!("give a whole face that has outlines")))
}

fn measured(face: &ttf_parser::Face<'_>, path: &str) -> Result<(), Fault> {
    let em = f32::from(face.units_per_em());
    let (ascent, descent) = (f32::from(face.ascender()), f32::from(face.descender()));
    let height = (ascent - descent) / em;
    if ascent <= 0.0 || descent > 0.0 || !HEIGHTS.contains(&height) {
        let what = say!(
            "the face “{path}” has measures that no line can be set with: {ascent} above the baseline, {descent} below, in an em of {em}",
            path,
            ascent = f64::from(ascent),
            descent = f64::from(descent),
            em = f64::from(em)
        );
        return Err(Fault::new(what, say!("have its `hhea` and `OS/2` tables put right, or choose another face")));
    }
    let narrow = |c: char| face.glyph_index(c).and_then(|g| face.glyph_hor_advance(g)) == Some(0);
    if let Some(letter) = ['ا', 'ب', 'a'].into_iter().find(|c| narrow(*c)) {
        let what = say!("the face “{path}” gives the letter {letter} no width", path, letter = letter.to_string());
        return Err(Fault::new(what, say!("choose another face")));
    }
    Ok(())
}

/// Tells the Arabic characters that the face lacks, and refuses a face whose letters don't join.
fn covered(face: &ttf_parser::Face<'_>, path: &str, remarks: &mut Vec<Fault>) -> Result<(), Fault> {
    let lacks = |text: &str| text.chars().filter(|c| face.glyph_index(*c).is_none()).collect::<Vec<char>>();
    let (letters, signs) = (lacks(LETTERS), lacks(SIGNS));
    let cure = say!("the bundled faces set them: choose a face that has them, if they are to look alike");
    if letters.len() == LETTERS.chars().count() {
        remarks.push(Fault::new(say!("the face “{path}” has no Arabic letters", path), cure));
        return Ok(());
    }
    let joins = |tag: &&[u8; 4]| {
        let tag = ttf_parser::Tag::from_bytes(tag);
        face.tables().gsub.is_some_and(|gsub| gsub.features.into_iter().any(|feature| feature.tag == tag))
    };
    if !JOINING.iter().all(joins) {
        let what =
            say!("the face “{path}” has Arabic letters without their joining forms (GSUB init, medi, fina)", path);
        return Err(Fault::new(what, say!("choose a face that is made for Arabic")));
    }
    let lacking: Vec<String> = letters.iter().chain(&signs).map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect();
    if !lacking.is_empty() {
        /// How many are named one by one.
        const NAMED: usize = 12;
        let list = lacking.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        let what = match lacking.len().checked_sub(NAMED).filter(|more| *more > 0) {
            Some(more) => say!("the face “{path}” lacks {list}, and more: {more}", path, list, more),
            None => say!("the face “{path}” lacks {list}", path, list),
        };
        remarks.push(Fault::new(what, cure));
    }
    Ok(())
}

/// The values of an instance's axes, where one is named that is not the default one.
fn instance(face: &ttf_parser::Face<'_>, choice: &Choice, path: &str) -> Result<Option<Vec<(sfnt::Tag, f32)>>, Fault> {
    let Some(wanted) = &choice.instance else { return Ok(None) };
    if !face.is_variable() {
        let what = say!("the face “{path}” is not variable and has no instances", path);
        return Err(Fault::new(what, say!("leave `instance` out")));
    }
    let instances = instances(face);
    let same = |name: &str| name.to_lowercase() == wanted.trim().to_lowercase();
    match instances.iter().find(|(name, _)| same(name)) {
        Some((_, values)) => {
            let axes: Vec<ttf_parser::VariationAxis> = face.variation_axes().into_iter().collect();
            let usual = axes.iter().zip(values).all(|(axis, value)| axis.def_value == *value);
            let values = axes.iter().map(|axis| axis.tag.to_bytes()).zip(values.iter().copied()).collect();
            Ok((!usual).then_some(values))
        }
        None => {
            let names: Vec<&str> = instances.iter().map(|(name, _)| name.as_str()).collect();
            let list = names.join(", ");
            let cure = match nearest(wanted, &names) {
                Some(meant) => say!("did you mean “{meant}”? there are {list}", meant, list),
                None => say!("there are {list}", list),
            };
            Err(Fault::new(say!("the face “{path}” has no instance “{wanted}”", path, wanted = wanted.as_str()), cure))
        }
    }
}

/// The named instances of a variable face (OpenType, fvar): names and values by axis.
fn instances(face: &ttf_parser::Face<'_>) -> Vec<(String, Vec<f32>)> {
    let read = || {
        let fvar = face.raw_face().table(ttf_parser::Tag::from_bytes(b"fvar"))?;
        let at = |offset: usize| sfnt::u16_at(fvar, offset).map(usize::from);
        let (axes, axis_size) = (at(8)?, at(10)?);
        let (count, size) = (at(12)?, at(14)?);
        let first = at(4)? + axes * axis_size;
        let mut list = Vec::new();
        for number in 0..count {
            let start = first + number * size;
            let id = sfnt::u16_at(fvar, start)?;
            let value = |axis: usize| {
                let at = start + 4 + axis * 4;
                let bytes = fvar.get(at..at + 4)?.try_into().ok()?;
                Some(i32::from_be_bytes(bytes) as f32 / 65_536.0)
            };
            let values: Option<Vec<f32>> = (0..axes).map(value).collect();
            list.extend(name_with(face, id).zip(values));
        }
        Some(list)
    };
    read().unwrap_or_default()
}

fn name_with(face: &ttf_parser::Face<'_>, id: u16) -> Option<String> {
    let mut found = face.names().into_iter().filter(|name| name.name_id == id && name.is_unicode());
    let english = found.clone().find(|name| name.language() == ttf_parser::Language::English_UnitedStates);
    english.or_else(|| found.next()).and_then(|name| name.to_string()).filter(|name| !name.trim().is_empty())
}

/// What the face is called.
fn name(face: &ttf_parser::Face<'_>, path: &str) -> String {
    let full = name_with(face, ttf_parser::name_id::FULL_NAME).unwrap_or_else(|| stem(path));
    in_ascii(&full)
}

/// What a face is called that does not name itself: its file's name, without the ending.
fn stem(path: &str) -> String {
    Path::new(path).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// A name in the letters that a PDF's names have.
fn in_ascii(full: &str) -> String {
    let fits = |c: &char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
    let name: String = full.chars().filter(fits).take(60).collect();
    if name.trim().is_empty() { "Face".into() } else { name.trim().to_owned() }
}

/// What an instance of a variable face is called: after its family.
fn name_of_instance(face: &ttf_parser::Face<'_>, path: &str, instance: &str) -> String {
    let family = [ttf_parser::name_id::TYPOGRAPHIC_FAMILY, ttf_parser::name_id::FAMILY];
    let family = family.into_iter().find_map(|id| name_with(face, id)).unwrap_or_else(|| stem(path));
    in_ascii(&format!("{family} {instance}"))
}

/// A family of a theme's own faces.
#[derive(Clone)]
pub struct OwnFamily {
    /// What the theme calls it.
    pub name: String,
    /// Its regular face.
    pub regular: Option<Arc<Face>>,
    /// Its bold face.
    pub bold: Option<Arc<Face>>,
}

impl OwnFamily {
    /// The face of a weight, or the other one where it has none.
    pub fn face(&self, bold: bool) -> Option<&Arc<Face>> {
        let (first, other) = if bold { (&self.bold, &self.regular) } else { (&self.regular, &self.bold) };
        first.as_ref().or(other.as_ref())
    }
}

impl fmt::Debug for OwnFamily {
    /// Faces are told by what their files hold, so that what is made of this knows when they change.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sum = |face: &Option<Arc<Face>>| {
            let face = face.as_deref()?;
            let mut sum = Sha256::new();
            sum.update(face.data());
            sum.update(format!("{:?}", face.shaping().variations));
            Some(sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>())
        };
        write!(f, "OwnFamily({:?}, {:?}, {:?})", self.name, sum(&self.regular), sum(&self.bold))
    }
}

/// Two families are the same where their faces are the same ones in memory.
impl PartialEq for OwnFamily {
    fn eq(&self, other: &Self) -> bool {
        let same = |one: &Option<Arc<Face>>, two: &Option<Arc<Face>>| match (one, two) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (None, None) => true,
            _ => false,
        };
        self.name == other.name && same(&self.regular, &other.regular) && same(&self.bold, &other.bold)
    }
}

/// A theme's own families, in the order of their numbers.
#[derive(Clone, Default)]
pub struct Families {
    /// The families.
    pub list: Vec<OwnFamily>,
    /// What their author may want to know of them.
    pub remarks: Vec<Problem>,
}

impl Families {
    /// What the theme's author may want to know of them.
    pub fn remarks(&self) -> Problems {
        let mut problems = Problems::default();
        self.remarks.iter().cloned().for_each(|remark| problems.push(remark));
        problems
    }
}

impl fmt::Debug for Families {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.list.fmt(f)
    }
}

impl PartialEq for Families {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}
