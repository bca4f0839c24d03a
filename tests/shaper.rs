//! The shaping step (rustybuzz) against harfrust, the shaper's successor, in every bundled face: the same glyph ids,
//! clusters and positions, for whole paragraphs and word by word; and the step against itself, a word alone and the same
//! word inside its paragraph, since text is shaped word by word.
//!
//! The texts lie in tests/data/shaper; the seed article in samples/ and the corpus beside the checkout are read too. What
//! differs is listed in tests/data/shaper/differences.tsv, whose README says how. A difference prints the face, the word
//! and both glyph lists. Faces with Arabic letters shape everything, the others (the fallback faces) the words without.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use nashra::document::{Direction, Language};
use nashra::fonts::{FaceId, Library, bundled};
use nashra::text::{Request, ScriptTag, Shaper};

/// As many unlisted differences as a failure prints: enough to see what they have in common.
const SHOWN: usize = 20;

/// One glyph as both shapers give it, in font units.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Glyph {
    id: u32,
    /// Byte offset of the cluster in the shaped text.
    cluster: usize,
    advance: (i32, i32),
    offset: (i32, i32),
}

impl std::fmt::Display for Glyph {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={}+{}", self.id, self.cluster, self.advance.0)?;
        if self.advance.1 != 0 {
            write!(f, ",{}", self.advance.1)?;
        }
        if self.offset != (0, 0) {
            write!(f, "@{},{}", self.offset.0, self.offset.1)?;
        }
        Ok(())
    }
}

/// `[id=cluster+advance@x,y|…]`, from left to right.
fn list(glyphs: &[Glyph]) -> String {
    let glyphs: Vec<String> = glyphs.iter().map(Glyph::to_string).collect();
    format!("[{}]", glyphs.join("|"))
}

/// What is shaped in one face: Arabic from right to left, or, in a face without Arabic letters, Latin from left to right.
struct Setting {
    script: ScriptTag,
    direction: Direction,
    language: Language,
}

impl Setting {
    fn of(arabic: bool) -> Self {
        let (script, direction, tag) = if arabic {
            (ScriptTag::ARABIC, Direction::RightToLeft, "ar")
        } else {
            (ScriptTag(*b"Latn"), Direction::LeftToRight, "en")
        };
        Self { script, direction, language: Language::parse(tag).expect("a language tag") }
    }
}

/// The shaping step and its oracle over one face.
struct Shapers<'a> {
    setting: Setting,
    face: FaceId,
    step: Shaper<'a>,
    oracle: harfrust::ShaperFont<'a, 'a>,
    plan: harfrust::ShapePlan,
}

impl<'a> Shapers<'a> {
    fn new(library: &'a Library, face: FaceId, font: &'a harfrust::Font, setting: Setting) -> Self {
        let (direction, script, language) = oracle_properties(&setting);
        let plan = harfrust::ShapePlan::new(font, direction, Some(script), Some(&language), &[]);
        Self { setting, face, step: Shaper::new(library), oracle: harfrust::ShaperFont::new(font), plan }
    }

    fn rustybuzz(&mut self, text: &str) -> Vec<Glyph> {
        let Setting { script, direction, ref language } = self.setting;
        let request = Request { face: self.face, script, direction, language, text, before: "", after: "" };
        let shaped = self.step.shape(&request);
        let glyph = |glyph: &nashra::text::Glyph| Glyph {
            id: u32::from(glyph.id),
            cluster: glyph.cluster as usize,
            // The step keeps no vertical advance: none of its text runs downwards.
            advance: (glyph.advance, 0),
            offset: (glyph.dx, glyph.dy),
        };
        shaped.glyphs.iter().map(glyph).collect()
    }

    fn harfrust(&self, text: &str) -> Vec<Glyph> {
        let mut buffer = harfrust::Buffer::new();
        buffer.push_str(text);
        let (direction, script, language) = oracle_properties(&self.setting);
        buffer.set_direction(direction);
        buffer.set_script(Some(script));
        buffer.set_language(Some(language));
        buffer.set_cluster_level(harfrust::ClusterLevel::MonotoneCharacters);
        harfrust::shape(&self.oracle, &mut buffer, harfrust::ShapeOptions::new().plan(Some(&self.plan)))
            .expect("harfrust shapes the text");
        let pairs = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
        pairs
            .map(|(info, at)| Glyph {
                id: info.glyph_id,
                cluster: info.cluster as usize,
                advance: (at.x_advance, at.y_advance),
                offset: (at.x_offset, at.y_offset),
            })
            .collect()
    }
}

fn oracle_properties(setting: &Setting) -> (harfrust::Direction, harfrust::Script, harfrust::Language) {
    let direction = match setting.direction {
        Direction::RightToLeft => harfrust::Direction::RightToLeft,
        Direction::LeftToRight => harfrust::Direction::LeftToRight,
    };
    let script = harfrust::Tag::new(&setting.script.0);
    (
        direction,
        harfrust::Script::from_iso15924_tag(script).expect("a script"),
        harfrust::Language::new(setting.language.as_str()).expect("a language tag"),
    )
}

/// A text to shape: its name in differences.tsv and its paragraphs.
struct Text {
    name: String,
    paragraphs: Vec<String>,
}

/// Reads what there is to read, and says what is not there.
fn texts() -> Vec<Text> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<PathBuf> = fs::read_dir(root.join("tests/data/shaper"))
        .expect("tests/data/shaper is readable")
        .map(|entry| entry.expect("an entry of tests/data/shaper").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 3, "tests/data/shaper has lost its texts");
    paths.push(root.join("samples/azerbaijan-syria.txt"));
    paths.push(root.join("../shared/corpus/ar_pud.txt"));
    let mut texts = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match fs::read_to_string(&path) {
            Ok(text) => {
                let paragraphs =
                    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
                texts.push(Text { name, paragraphs });
            }
            Err(error) => println!("skipped: {name} ({error})"),
        }
    }
    texts
}

/// The words of a paragraph and where they begin, in bytes.
fn words(paragraph: &str) -> impl Iterator<Item = (usize, &str)> {
    paragraph.split_whitespace().map(|word| (word.as_ptr() as usize - paragraph.as_ptr() as usize, word))
}

/// The glyphs that stand for `word` at byte `start`, with clusters counted from there.
fn slice(glyphs: &[Glyph], start: usize, word: &str) -> Vec<Glyph> {
    let inside = glyphs.iter().filter(|glyph| (start..start + word.len()).contains(&glyph.cluster));
    inside.map(|glyph| Glyph { cluster: glyph.cluster - start, ..*glyph }).collect()
}

/// What makes one line of differences.tsv: check, face, text, word.
type Key = (&'static str, String, String, String);

/// Everything that differs in one face, each with its two glyph lists, and the number of comparisons.
fn differences(library: &Library, id: FaceId, file: &str, texts: &[Text]) -> (BTreeMap<Key, String>, usize) {
    let face = library.face(id);
    let font = harfrust::Font::new(face.data().to_vec(), 0).expect("harfrust reads the face");
    let arabic = face.covers('\u{627}');
    let mut shapers = Shapers::new(library, id, &font, Setting::of(arabic));
    let (mut found, mut compared) = (BTreeMap::new(), 0);
    let mut note = |check: &'static str, text: &str, word: &str, left: (&str, &[Glyph]), right: (&str, &[Glyph])| {
        if left.1 != right.1 {
            let key = (check, file.to_owned(), text.to_owned(), word.to_owned());
            found
                .entry(key)
                .or_insert_with(|| format!("    {:<22}{}\n    {:<22}{}", left.0, list(left.1), right.0, list(right.1)));
        }
    };
    for text in texts {
        let mut alone: BTreeMap<&str, Vec<Glyph>> = BTreeMap::new();
        for paragraph in &text.paragraphs {
            for (_, word) in words(paragraph) {
                if (arabic || !word.chars().any(is_arabic)) && !alone.contains_key(word) {
                    let (old, new) = (shapers.rustybuzz(word), shapers.harfrust(word));
                    note("oracle", &text.name, word, ("rustybuzz", &old), ("harfrust", &new));
                    compared += 1;
                    alone.insert(word, old);
                }
            }
            if !arabic {
                continue;
            }
            let (old, new) = (shapers.rustybuzz(paragraph), shapers.harfrust(paragraph));
            compared += 1;
            let mut explained = false;
            for (start, word) in words(paragraph) {
                let (here, there) = (slice(&old, start, word), slice(&new, start, word));
                explained |= here != there;
                note("oracle", &text.name, word, ("rustybuzz, in its line", &here), ("harfrust, in its line", &there));
                if let Some(alone) = alone.get(word) {
                    note("context", &text.name, word, ("alone", alone), ("in its line", &here));
                }
            }
            if !explained {
                // Spaces and the order of the glyphs: whatever no word shows.
                note("oracle", &text.name, paragraph, ("rustybuzz", &old), ("harfrust", &new));
            }
        }
    }
    (found, compared)
}

fn is_arabic(character: char) -> bool {
    matches!(character, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}')
}

/// The lines of differences.tsv: check, face, text and word of each.
fn listed(path: &Path) -> BTreeSet<(String, String, String, String)> {
    let list = fs::read_to_string(path).expect("the list of differences is there");
    let lines = list.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|(index, line)| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [check, face, text, word, _remark] = fields[..] else {
                panic!("differences.tsv, line {}: check, face, text, word and remark expected", index + 1)
            };
            (check.to_owned(), face.to_owned(), text.to_owned(), word.to_owned())
        })
        .collect()
}

#[test]
fn rustybuzz_shapes_as_harfrust_does_and_a_word_alone_as_in_its_line() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let texts = texts();
    let library = Library::bundled();
    let faces: Vec<(FaceId, &str)> =
        library.faces().zip(bundled()).map(|((id, _), bundled)| (id, bundled.name)).collect();
    assert_eq!(faces.len(), bundled().len(), "a bundled face does not parse");
    let results: Vec<(BTreeMap<Key, String>, usize)> = thread::scope(|scope| {
        let (library, texts) = (&library, &texts);
        let compare = |&(id, name): &(FaceId, &'static str)| scope.spawn(move || differences(library, id, name, texts));
        let running: Vec<_> = faces.iter().map(compare).collect();
        running.into_iter().map(|thread| thread.join().expect("the face was compared")).collect()
    });

    let mut unused = listed(&root.join("tests/data/shaper/differences.tsv"));
    // A text that is not here can show nothing: what is listed of it stays.
    unused.retain(|(_, _, text, _)| texts.iter().any(|read| read.name == *text));
    let (mut message, mut unlisted) = (String::new(), 0);
    for ((_, file), (found, compared)) in faces.iter().zip(&results) {
        let count = |check: &str| found.keys().filter(|key| key.0 == check).count();
        println!(
            "{file}: {compared} texts compared; {} differ from harfrust, {} alone from in line",
            count("oracle"),
            count("context")
        );
        assert!(*compared > 0, "{file}: nothing was compared");
        for ((check, face, text, word), lists) in found {
            if !unused.remove(&((*check).to_owned(), face.clone(), text.clone(), word.clone())) {
                unlisted += 1;
                if unlisted <= SHOWN {
                    let _ = write!(message, "\n{check}\t{face}\t{text}\t{word}\n{lists}");
                }
            }
        }
    }
    assert!(unlisted == 0, "{unlisted} differences are not listed in tests/data/shaper/differences.tsv:{message}");
    assert!(unused.is_empty(), "listed in tests/data/shaper/differences.tsv, but they no longer differ: {unused:#?}");
}
