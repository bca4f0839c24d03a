//! Running text: inlines with their origin, and the flat form that layout and exporters walk.

use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Language, markup};
use crate::diagnostics::{Origin, Place};

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Text of more weight.
    Strong(Vec<Inline>),
    /// Text that is stressed.
    Emphasis(Vec<Inline>),
    /// A link.
    Link {
        /// Its address.
        href: String,
        /// What is shown.
        content: Vec<Inline>,
    },
    /// Text in another language than what surrounds it.
    Span {
        /// The language.
        language: Language,
        /// The text.
        content: Vec<Inline>,
    },
    /// A line break inside the paragraph.
    LineBreak,
    /// A reference to a footnote, by its name.
    NoteRef(String),
}

/// Running text and where it was read. Two texts are equal when their inlines are.
///
/// In the project's own forms it is a string with inline Markdown ([`markup`]).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// The pieces in logical order.
    pub inlines: Vec<Inline>,
    /// Where the text was read; offsets are those of [`Text::plain`].
    pub origin: Origin,
}

impl Text {
    /// Text without any markup, as it stands.
    pub fn new(text: impl Into<String>) -> Self {
        Text { inlines: vec![Inline::Text(text.into())], origin: Origin::default() }
    }

    /// The same text with its origin.
    pub fn read_at(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// The characters alone, in logical order; a line break is `\n`, a footnote reference nothing.
    pub fn plain(&self) -> String {
        let mut out = String::new();
        push_plain(&self.inlines, &mut out);
        out
    }

    /// Whether there is nothing to read in it.
    pub fn is_blank(&self) -> bool {
        self.plain().trim().is_empty()
    }

    /// The place of the character at byte `offset` of [`Text::plain`].
    pub fn place(&self, offset: usize) -> Place {
        self.origin.place(&self.plain(), offset)
    }

    /// Gives back the room that it was built with and does not need: a body of many megabytes has a million texts.
    pub fn shrink_to_fit(&mut self) {
        shrink(&mut self.inlines);
        exact(&mut self.origin.anchors);
    }

    /// The flat form: the characters, and which ranges of them are styled.
    pub fn flatten(&self) -> Flat {
        let mut flat = Flat::default();
        flat.push(&self.inlines, &Style::default());
        flat
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text::new(text)
    }
}

fn push_plain(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(text),
            Inline::LineBreak => out.push('\n'),
            Inline::NoteRef(_) => {}
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Link { content, .. }
            | Inline::Span { content, .. } => push_plain(content, out),
        }
    }
}

fn shrink(inlines: &mut Vec<Inline>) {
    exact(inlines);
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::NoteRef(text) => exact_string(text),
            Inline::Link { href, content } => {
                exact_string(href);
                shrink(content);
            }
            Inline::Strong(content) | Inline::Emphasis(content) | Inline::Span { content, .. } => shrink(content),
            Inline::LineBreak => {}
        }
    }
}

/// The same in a place of its own size. To cut the place it has would leave a rest behind it that nothing fits in; the
/// place as a whole serves the next text.
fn exact<T>(list: &mut Vec<T>) {
    if list.capacity() > list.len() {
        let mut place = Vec::with_capacity(list.len());
        place.append(list);
        *list = place;
    }
}

fn exact_string(text: &mut String) {
    if text.capacity() > text.len() {
        *text = text.as_str().to_owned();
    }
}

/// How a range of text differs from what surrounds it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Style {
    /// More weight.
    pub strong: bool,
    /// Stressed.
    pub emphasis: bool,
    /// The address it leads to.
    pub link: Option<String>,
    /// Its language, where it is another.
    pub language: Option<Language>,
    /// The footnote it refers to; such a range is empty.
    pub note: Option<String>,
}

/// A range of a flat text and its style.
#[derive(Clone, Debug, PartialEq)]
pub struct StyledRange {
    /// Bytes of [`Flat::text`].
    pub range: Range<usize>,
    /// How it is styled.
    pub style: Style,
}

/// Text as one string, cut into ranges of one style each. The ranges touch each other, are in order and cover
/// the text; those of footnote references are empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flat {
    /// The characters, as [`Text::plain`] gives them.
    pub text: String,
    /// The ranges.
    pub ranges: Vec<StyledRange>,
}

impl Flat {
    fn push(&mut self, inlines: &[Inline], style: &Style) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.append(text, style),
                Inline::LineBreak => self.append("\n", style),
                Inline::NoteRef(name) => {
                    let at = self.text.len();
                    let style = Style { note: Some(name.clone()), ..style.clone() };
                    self.ranges.push(StyledRange { range: at..at, style });
                }
                Inline::Strong(content) => self.push(content, &Style { strong: true, ..style.clone() }),
                Inline::Emphasis(content) => self.push(content, &Style { emphasis: true, ..style.clone() }),
                Inline::Link { href, content } => {
                    self.push(content, &Style { link: Some(href.clone()), ..style.clone() });
                }
                Inline::Span { language, content } => {
                    self.push(content, &Style { language: Some(language.clone()), ..style.clone() });
                }
            }
        }
    }

    fn append(&mut self, text: &str, style: &Style) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        match self.ranges.last_mut() {
            Some(last) if last.style == *style => last.range.end = self.text.len(),
            _ => self.ranges.push(StyledRange { range: start..self.text.len(), style: style.clone() }),
        }
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&markup::write(&self.inlines))
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let source = String::deserialize(deserializer)?;
        Ok(Text { inlines: markup::parse(&source).inlines, origin: Origin::default() })
    }
}

impl JsonSchema for Text {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "minLength": 1,
            "description": "Text with inline Markdown: **strong**, *emphasis*, [link](https://…), \
                            [span]{lang=en}, [^note]; a backslash keeps the next of * [ ] \\ as it is.",
        })
    }
}
