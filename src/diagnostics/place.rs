//! Places in the user's input: line, column and field, and the way back to them from decoded text.

use std::fmt;
use std::sync::Arc;

use super::Lang;
use crate::say;

/// A place in an input, as shown to its author.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as the user named it; `None` for text that came from no file.
    pub file: Option<Arc<str>>,
    /// Line, from 1; 0 where no line is known.
    pub line: u32,
    /// Column in characters, from 1; 0 where no column is known.
    pub column: u32,
    /// The field's path inside its article or bulletin, as `body[3].caption`; empty where there is none.
    pub field: String,
}

impl Place {
    /// A place that is a file as a whole.
    pub fn file(name: impl Into<Arc<str>>) -> Self {
        Place { file: Some(name.into()), ..Place::default() }
    }

    /// The same place, with a field's path.
    pub fn with_field(mut self, field: impl Into<String>) -> Self {
        self.field = field.into();
        self
    }
}

impl Place {
    /// `file:line:column`, leaving out what is not known; a line alone is named so in a language.
    pub fn told(&self, lang: Lang) -> String {
        let mut place = match (&self.file, self.line) {
            (Some(file), 0) => return file.to_string(),
            (Some(file), line) => format!("{file}:{line}"),
            (None, 0) => return String::new(),
            (None, line) => say!("line {line}", line).told(lang),
        };
        if self.column > 0 {
            place.push_str(&format!(":{}", self.column));
        }
        place
    }
}

impl fmt::Display for Place {
    /// The place in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(Lang::English))
    }
}

/// A point where decoded text and source agree: the byte at `offset` of the text was written at `line`:`column`.
///
/// From an anchor to the next, one character of the text is one character of the source line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Byte offset in the decoded text.
    pub offset: u32,
    /// Line of the source, from 1.
    pub line: u32,
    /// Column of the source in characters, from 1.
    pub column: u32,
}

/// Where a text was read from. A reader adds an anchor wherever source and text fall out of step
/// (an escape, a folded line), so that every character of the text can be found again.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The file as the user named it.
    pub file: Option<Arc<str>>,
    /// The field's path, as in [`Place::field`].
    pub field: Arc<str>,
    /// Anchors in the order of their offsets.
    pub anchors: Vec<Anchor>,
}

/// Origins take no part in comparisons: two texts are the same wherever they were read.
impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Origin {
    /// An origin of text that stands in its source character for character, from `line`:`column` on.
    pub fn at(file: Option<Arc<str>>, field: impl Into<Arc<str>>, line: u32, column: u32) -> Self {
        Origin { file, field: field.into(), anchors: vec![Anchor { offset: 0, line, column }] }
    }

    /// The place at which the text begins.
    pub fn start(&self) -> Place {
        self.place("", 0)
    }

    /// The place of the character at byte `offset` of `text`, the text that this origin belongs to.
    pub fn place(&self, text: &str, offset: usize) -> Place {
        let field = self.field.to_string();
        let at = self.anchors.partition_point(|a| a.offset as usize <= offset);
        let Some(anchor) = at.checked_sub(1).and_then(|i| self.anchors.get(i)) else {
            return Place { file: self.file.clone(), line: 0, column: 0, field };
        };
        let between = text.get(anchor.offset as usize..offset).unwrap_or("");
        let column = anchor.column + between.chars().count() as u32;
        Place { file: self.file.clone(), line: anchor.line, column, field }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_after_an_escape_is_found_by_its_own_anchor() {
        // The source `ab\u0041c` reads as `abAc`: the escape takes six columns.
        let mut origin = Origin::at(Some("a.json".into()), "headline", 3, 10);
        origin.anchors.push(Anchor { offset: 3, line: 3, column: 18 });
        assert_eq!(origin.place("abAc", 1).column, 11);
        assert_eq!(origin.place("abAc", 3).column, 18);
        assert_eq!(origin.start().to_string(), "a.json:3:10");
    }

    #[test]
    fn columns_count_characters() {
        let origin = Origin::at(None, "body[0]", 1, 1);
        assert_eq!(origin.place("سوريا x", "سوريا ".len()).column, 7);
    }
}
