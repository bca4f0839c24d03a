//! Running text put together from pieces of a Markdown source, each with its place.

use super::clean::{is_space, is_stray};
use super::input::Input;
use super::lines::Spot;
use super::report::Report;
use crate::diagnostics::{Anchor, Origin};
use crate::document::{Inline, Text};

/// How deep inlines stand in one another before the marks of deeper ones are left out: what inline Markdown in the
/// project's own form can hold.
const MAX_DEPTH: usize = 16;

/// What surrounds a piece of text.
pub enum Wrap {
    /// More weight.
    Strong,
    /// Stress.
    Emphasis,
    /// A link to that address.
    Link(String),
}

/// A text in the making.
pub struct Weave<'i> {
    input: &'i Input<'i>,
    /// Open inlines with what they hold so far; the first is the text itself, and deeper ones than allowed have no
    /// entry.
    open: Vec<(Option<Wrap>, Vec<Inline>)>,
    /// Opened beyond the depth that is kept.
    too_deep: usize,
    /// Bytes of plain text so far.
    plain: u32,
    anchors: Vec<Anchor>,
    expected: Spot,
    /// A space that is set as soon as something follows it.
    space: Option<Spot>,
}

impl<'i> Weave<'i> {
    /// An empty text.
    pub fn new(input: &'i Input<'i>) -> Self {
        Weave {
            input,
            open: vec![(None, Vec::new())],
            too_deep: 0,
            plain: 0,
            anchors: Vec::new(),
            expected: Spot::default(),
            space: None,
        }
    }

    /// Adds characters that stand at byte `offset` of the input, without strays and surplus white space.
    pub fn text(&mut self, characters: &str, offset: usize, field: &str, report: &mut Report) {
        let mut spot = self.input.lines.spot(offset);
        for c in characters.chars() {
            if is_stray(c) {
                report.tally.strays.add(spot, field);
            } else if is_space(c) {
                if self.space.is_some() || !matches!(c, ' ' | '\n') {
                    report.tally.spaces.add(spot, field);
                }
                self.space.get_or_insert(spot);
            } else {
                self.flush_space();
                self.push(c, spot);
            }
            spot.column += 1;
        }
    }

    /// Adds a line end of the source, which is a space.
    pub fn soft_break(&mut self, offset: usize) {
        let spot = self.input.lines.spot(offset);
        self.space.get_or_insert(spot);
    }

    /// Adds a line break.
    pub fn hard_break(&mut self, offset: usize) {
        self.space = None;
        if self.plain > 0 {
            self.anchor(self.input.lines.spot(offset));
            self.add(Inline::LineBreak);
            self.plain += 1;
        }
    }

    /// Adds a reference to a footnote.
    pub fn note(&mut self, name: &str) {
        self.flush_space();
        self.add(Inline::NoteRef(name.to_owned()));
    }

    /// Opens an inline.
    pub fn open(&mut self, wrap: Wrap) {
        if self.open.len() > MAX_DEPTH {
            self.too_deep += 1;
            return;
        }
        self.flush_space();
        self.open.push((Some(wrap), Vec::new()));
    }

    /// Closes the inline that was opened last.
    pub fn close(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if self.open.len() < 2 {
            return;
        }
        let Some((wrap, content)) = self.open.pop() else { return };
        if content.is_empty() {
            return;
        }
        match wrap {
            Some(Wrap::Strong) => self.add(Inline::Strong(content)),
            Some(Wrap::Emphasis) => self.add(Inline::Emphasis(content)),
            Some(Wrap::Link(href)) => self.add(Inline::Link { href, content }),
            None => {}
        }
    }

    /// Whether there is nothing in it yet.
    pub fn is_empty(&self) -> bool {
        self.open.iter().all(|(_, content)| content.is_empty())
    }

    /// The text; `None` where there is nothing to read in it.
    pub fn finish(mut self, field: &str) -> Option<Text> {
        self.too_deep = 0;
        while self.open.len() > 1 {
            self.close();
        }
        let mut inlines = self.open.pop()?.1;
        // A break at the end breaks nothing.
        while matches!(inlines.last(), Some(Inline::LineBreak)) {
            inlines.pop();
        }
        let origin = Origin { file: Some(self.input.file.clone()), field: field.into(), anchors: self.anchors };
        let mut text = Text { inlines, origin };
        text.shrink_to_fit();
        (!text.inlines.is_empty()).then_some(text)
    }

    fn flush_space(&mut self) {
        if let Some(spot) = self.space.take().filter(|_| self.plain > 0 && !self.after_break()) {
            self.push(' ', spot);
        }
    }

    fn after_break(&self) -> bool {
        self.open.last().is_some_and(|(_, content)| matches!(content.last(), Some(Inline::LineBreak)))
    }

    fn push(&mut self, c: char, spot: Spot) {
        self.anchor(spot);
        self.expected = Spot { column: spot.column + 1, ..spot };
        self.plain += c.len_utf8() as u32;
        if let Some((_, content)) = self.open.last_mut() {
            match content.last_mut() {
                Some(Inline::Text(text)) => text.push(c),
                _ => content.push(Inline::Text(c.to_string())),
            }
        }
    }

    fn anchor(&mut self, spot: Spot) {
        if self.anchors.is_empty() || spot != self.expected {
            self.anchors.push(Anchor { offset: self.plain, line: spot.line, column: spot.column });
        }
    }

    fn add(&mut self, inline: Inline) {
        if let Some((_, content)) = self.open.last_mut() {
            content.push(inline);
        }
    }
}

/// Several texts as one, with a line break between each and the next.
pub fn join(texts: Vec<Text>) -> Option<Text> {
    let mut texts = texts.into_iter();
    let mut joined = texts.next()?;
    for text in texts {
        let offset = joined.plain().len() as u32 + 1;
        joined.inlines.push(Inline::LineBreak);
        joined.inlines.extend(text.inlines);
        let shifted = text.origin.anchors.into_iter().map(|a| Anchor { offset: a.offset + offset, ..a });
        joined.origin.anchors.extend(shifted);
    }
    Some(joined)
}
