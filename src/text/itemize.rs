//! Runs: stretches of one level, style, script and face.
//!
//! A word is set in one face where one of the chain has all of it; else each of its clusters (a letter and its
//! marks) takes the first face that has it. What no face has keeps the preferred face, whose .notdef is drawn,
//! and is reported.

use std::ops::Range;

use icu_properties::props::{DefaultIgnorableCodePoint, EnumeratedProperty, GeneralCategory, Script};
use icu_properties::{CodePointSetData, PropertyNamesShort};

use super::bidi::Level;
use super::paragraph::{Look, StyledSpan};
use crate::fonts::{FaceId, Library};

/// A script by its ISO 15924 tag, as OpenType shaping wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScriptTag(pub [u8; 4]);

impl ScriptTag {
    /// Arabic.
    pub const ARABIC: ScriptTag = ScriptTag(*b"Arab");
    /// Common characters with no letters about them.
    pub const COMMON: ScriptTag = ScriptTag(*b"Zyyy");
}

/// A stretch of text to be shaped as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Bytes of the paragraph's text.
    pub range: Range<usize>,
    /// Its embedding level.
    pub level: Level,
    /// Which of the paragraph's spans it belongs to.
    pub span: usize,
    /// Its script.
    pub script: ScriptTag,
    /// Its face.
    pub face: FaceId,
}

/// A character that no face of the chain has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The character.
    pub character: char,
    /// Its byte offset in the paragraph's text.
    pub offset: usize,
}

/// Cuts a paragraph into runs. `levels` has one level for each byte; `spans` touch each other and cover the text.
pub fn itemize(
    text: &str,
    levels: &[Level],
    spans: &[StyledSpan],
    library: &Library,
    missing: &mut Vec<Missing>,
) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (index, span) in spans.iter().enumerate() {
        let mut at = span.range.start;
        while at < span.range.end {
            let word = at + stretch_end(&text[at..span.range.end]);
            push_word(text, at..word, levels, index, &span.look, library, &mut runs, missing);
            at = word;
        }
    }
    runs
}

/// The end of the white space that a text begins with, or else of what stands before its first white space.
pub fn stretch_end(text: &str) -> usize {
    if text.starts_with(char::is_whitespace) {
        return text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len());
    }
    // Letters of Arabic begin with other bytes than white space does: only what may be some is looked at.
    let may_be_space = |&byte: &u8| byte <= b' ' || matches!(byte, 0xC2 | 0xE1..=0xE3);
    let mut end = 0;
    while let Some(found) = text.as_bytes().get(end..).and_then(|rest| rest.iter().position(may_be_space)) {
        end += found;
        match text[end..].chars().next() {
            Some(c) if !c.is_whitespace() => end += c.len_utf8(),
            _ => return end,
        }
    }
    text.len()
}

#[expect(clippy::too_many_arguments, reason = "the step's whole state, for one word at a time")]
fn push_word(
    text: &str,
    range: Range<usize>,
    levels: &[Level],
    span: usize,
    look: &Look,
    library: &Library,
    runs: &mut Vec<Run>,
    missing: &mut Vec<Missing>,
) {
    let word = &text[range.clone()];
    let level_at = |at: usize| levels.get(at).copied().unwrap_or(Level(0));
    // Most words are plain letters of one face, which are alike in all that is asked below; and between them is a space.
    let is_space = word == " ";
    let is_plain = is_space || word.chars().all(is_plain_letter);
    let whole = look.chain.0.iter().copied().find(|&id| {
        let face = library.face(id);
        is_space || word.chars().all(|c| face.covers(c) || (!is_plain && has(library, id, c)))
    });
    if is_plain && let Some(face) = whole {
        let script = (!is_space).then_some(ScriptTag::ARABIC);
        extend(runs, range.clone(), level_at(range.start), span, script, face);
        return;
    }
    let mut at = range.start;
    while at < range.end {
        let end = cluster_end(text, at, range.end);
        let cluster = &text[at..end];
        let base = cluster.chars().next().unwrap_or(' ');
        let face = whole.unwrap_or_else(|| {
            let chain = &look.chain.0;
            let all = chain.iter().copied().find(|&id| cluster.chars().all(|c| has(library, id, c)));
            // A mark that no face has with its letter must not take the letter's face from it.
            let face = all.or_else(|| chain.iter().copied().find(|&id| has(library, id, base)));
            let face = face.unwrap_or_else(|| look.chain.primary());
            let lacks = |(_, c): &(usize, char)| !has(library, face, *c);
            missing.extend(
                cluster.char_indices().filter(lacks).map(|(i, character)| Missing { character, offset: at + i }),
            );
            face
        });
        extend(runs, at..end, level_at(at), span, script_of(base), face);
        at = end;
    }
}

/// Adds what follows the last run to it, if it is of a kind with it, or begins another run.
fn extend(
    runs: &mut Vec<Run>,
    range: Range<usize>,
    level: Level,
    span: usize,
    script: Option<ScriptTag>,
    face: FaceId,
) {
    match runs.last_mut() {
        Some(last)
            if last.range.end == range.start
                && last.level == level
                && last.span == span
                && last.face == face
                && (script.is_none() || last.script == ScriptTag::COMMON || script == Some(last.script)) =>
        {
            last.range.end = range.end;
            if let Some(script) = script {
                last.script = script;
            }
        }
        _ => {
            let script = script.unwrap_or(if level.is_rtl() { ScriptTag::ARABIC } else { ScriptTag::COMMON });
            runs.push(Run { range, level, span, script, face });
        }
    }
}

/// The end of the letter that begins at `at`, with the marks and joiners that follow it.
fn cluster_end(text: &str, at: usize, end: usize) -> usize {
    let mut chars = text[at..end].char_indices();
    chars.next();
    let joins = |c: char| is_mark(c) || is_ignorable(c);
    at + chars.find(|&(_, c)| !joins(c)).map_or(end - at, |(i, _)| i)
}

/// Whether a face can set a character; those that are never drawn ask for no glyph.
fn has(library: &Library, id: FaceId, c: char) -> bool {
    c.is_whitespace() || is_ignorable(c) || library.face(id).covers(c)
}

/// Whether a character is one of those that most Arabic text is made of: a letter of the Arabic script and no mark, of
/// class AL both in UAX #9 and in UAX #14.
pub fn is_plain_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{63F}' | '\u{641}'..='\u{64A}' | '\u{671}'..='\u{6D3}')
}

/// Whether a character is alphabetic.
pub fn is_letter(c: char) -> bool {
    // Most text is in this range, all of which is; the set is searched.
    matches!(c, '\u{620}'..='\u{657}') || c.is_alphabetic()
}

/// Whether a character stands on the one before it (Mn, Me).
pub fn is_mark(c: char) -> bool {
    // Most text is letters, and the set is searched.
    if c < '\u{300}' || is_plain_letter(c) {
        return false;
    }
    matches!(GeneralCategory::for_char(c), GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark)
}

/// Whether a character is never drawn: joiners, direction controls, variation selectors.
pub fn is_ignorable(c: char) -> bool {
    match c {
        // Most text is in these two ranges, and the set is searched.
        ..'\u{AD}' => false,
        '\u{600}'..='\u{6FF}' => c == '\u{61C}',
        _ => CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c),
    }
}

/// The character's own script; none for those that take that of their neighbours.
fn script_of(c: char) -> Option<ScriptTag> {
    match Script::for_char(c) {
        Script::Common | Script::Inherited | Script::Unknown => None,
        Script::Arabic => Some(ScriptTag::ARABIC),
        other => {
            let name = PropertyNamesShort::<Script>::new().get(other)?;
            name.as_bytes().try_into().ok().map(ScriptTag)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Direction;
    use crate::fonts::{Family, Weight};
    use crate::text::bidi;

    #[test]
    fn the_range_of_letters_that_is_not_looked_up_is_all_letters() {
        assert!(('\u{620}'..='\u{657}').all(char::is_alphabetic));
    }

    #[test]
    fn plain_letters_are_alike() {
        use icu_properties::props::{BidiClass, LineBreak};
        for c in ('\u{600}'..='\u{6FF}').filter(|&c| is_plain_letter(c)) {
            assert_eq!(script_of(c), Some(ScriptTag::ARABIC), "{c}");
            assert_eq!(
                (BidiClass::for_char(c), LineBreak::for_char(c)),
                (BidiClass::ArabicLetter, LineBreak::Alphabetic)
            );
            assert!(is_letter(c) && !is_mark(c) && !is_ignorable(c) && !c.is_whitespace(), "{c}");
        }
    }

    #[test]
    fn all_white_space_ends_a_word() {
        for c in ('\0'..=char::MAX).filter(|c| c.is_whitespace()) {
            for word in ["كلمة", "w", "\u{2014}é", "\u{20AC}"] {
                assert_eq!(stretch_end(&format!("{word}{c}{word}")), word.len(), "{c:?}");
                assert_eq!(stretch_end(&format!("{c}{c}{word}")), 2 * c.len_utf8(), "{c:?}");
            }
        }
        assert_eq!(stretch_end("كلمة\u{3001}—é"), "كلمة\u{3001}—é".len());
        assert_eq!(stretch_end(""), 0);
    }

    fn runs(text: &str) -> (Vec<(String, ScriptTag, FaceId)>, Vec<Missing>) {
        let library = Library::bundled();
        let look = Look::plain(library.chain(Family::Amiri, Weight::Regular), 11.0);
        let spans = [StyledSpan { range: 0..text.len(), look }];
        let mut missing = Vec::new();
        let levels = bidi::levels(text, Direction::RightToLeft);
        let runs = itemize(text, &levels, &spans, &library, &mut missing);
        assert_eq!(runs.iter().map(|r| &text[r.range.clone()]).collect::<String>(), text);
        (runs.into_iter().map(|r| (text[r.range].to_owned(), r.script, r.face)).collect(), missing)
    }

    #[test]
    fn a_latin_word_is_set_in_one_face() {
        let (runs, missing) = runs("زار Əliyev باكو");
        assert_eq!(runs[1].0, "Əliyev");
        assert_eq!(runs[1].2, FaceId(5));
        assert!(missing.is_empty());
    }

    #[test]
    fn what_no_face_has_is_reported() {
        let (_, missing) = runs("أ \u{1F600} ب \u{E000}");
        let codes: Vec<u32> = missing.iter().map(|m| m.character as u32).collect();
        assert!(codes.contains(&0xE000));
    }

    #[test]
    fn marks_stay_with_their_letter() {
        let (runs, _) = runs("مُحَمَّدٌ");
        assert_eq!(runs.len(), 1);
    }
}
