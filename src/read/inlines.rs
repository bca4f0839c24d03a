//! Runs of text and markup to one paragraph's inlines, with the place of every character.
//!
//! White space is folded as browsers do: any run of it is one space, and none stands at the ends of a paragraph or
//! beside a line break. A space at the border of an emphasis stands outside of it.

use super::clean;
use super::placed::Placed;
use super::report::Report;
use crate::diagnostics::{Anchor, Origin, Problem};
use crate::document::{Inline, Language, Text, markup};
use crate::say;

/// What may be open around text.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// More weight.
    Strong,
    /// Stressed.
    Emphasis,
    /// A link to an address.
    Link(String),
    /// Another language.
    Span(Language),
}

/// How many marks may stand in one another: one of each kind, and a language in a language.
const MAX_MARKS: usize = 6;

/// Builds one paragraph after the other.
#[derive(Default)]
pub struct Inlines {
    done: Vec<Inline>,
    open: Vec<(Mark, Vec<Inline>)>,
    /// The characters so far.
    plain: String,
    anchors: Vec<Anchor>,
    /// A space that stands only if something follows.
    space: bool,
}

impl Inlines {
    /// Whether nothing to read is there.
    pub fn is_empty(&self) -> bool {
        self.plain.trim().is_empty() && !self.has_note(&self.done) && !self.open.iter().any(|(_, c)| self.has_note(c))
    }

    fn has_note(&self, inlines: &[Inline]) -> bool {
        inlines.iter().any(|inline| matches!(inline, Inline::NoteRef(_)))
    }

    /// Adds text.
    pub fn text(&mut self, placed: &Placed, report: &mut Report, field: &str) {
        let text = placed.text.as_str();
        let mut start = 0;
        for (at, c) in text.char_indices() {
            let space = clean::is_space(c);
            let stray = clean::is_stray(c);
            if !space && !stray {
                continue;
            }
            self.piece(placed, start..at);
            start = at + c.len_utf8();
            if stray {
                report.tally.strays.add(placed.spot(at), field);
            } else {
                self.space = true;
            }
        }
        self.piece(placed, start..text.len());
    }

    fn piece(&mut self, placed: &Placed, range: std::ops::Range<usize>) {
        if range.is_empty() {
            return;
        }
        self.settle_space();
        let start = range.start;
        let piece = placed.text.get(range).unwrap_or("");
        let shift = self.plain.len();
        let offset = |at: usize| u32::try_from(shift + at).unwrap_or(u32::MAX);
        // The anchor of the piece's first character, then those inside it.
        let next = placed.anchors.partition_point(|a| a.offset as usize <= start);
        if let Some(anchor) = next.checked_sub(1).and_then(|at| placed.anchors.get(at)) {
            let between = placed.text.get(anchor.offset as usize..start).unwrap_or("").chars().count() as u32;
            self.anchors.push(Anchor { offset: offset(0), line: anchor.line, column: anchor.column + between });
        }
        for anchor in placed.anchors.iter().skip(next) {
            let inner = anchor.offset as usize - start;
            if inner >= piece.len() {
                break;
            }
            self.anchors.push(Anchor { offset: offset(inner), ..*anchor });
        }
        self.push_text(piece);
    }

    fn settle_space(&mut self) {
        if std::mem::take(&mut self.space) && !self.plain.is_empty() && !self.plain.ends_with([' ', '\n']) {
            self.push_text(" ");
        }
    }

    fn push_text(&mut self, text: &str) {
        self.plain.push_str(text);
        let list = self.innermost();
        match list.last_mut() {
            Some(Inline::Text(last)) => last.push_str(text),
            _ => list.push(Inline::Text(text.to_owned())),
        }
    }

    fn innermost(&mut self) -> &mut Vec<Inline> {
        match self.open.last_mut() {
            Some((_, content)) => content,
            None => &mut self.done,
        }
    }

    /// Opens a mark; gives whether it has to be closed again. One that is open already changes nothing.
    pub fn open(&mut self, mark: Mark) -> bool {
        let same = |open: &Mark| std::mem::discriminant(open) == std::mem::discriminant(&mark);
        let twice = !matches!(mark, Mark::Span(_)) && self.open.iter().any(|(open, _)| same(open));
        if twice || self.open.len() >= MAX_MARKS {
            return false;
        }
        self.settle_space();
        self.open.push((mark, Vec::new()));
        true
    }

    /// Closes the mark that was opened last.
    pub fn close(&mut self) {
        let Some((mark, content)) = self.open.pop() else { return };
        if content.is_empty() {
            return;
        }
        let inline = match mark {
            Mark::Strong => Inline::Strong(content),
            Mark::Emphasis => Inline::Emphasis(content),
            Mark::Link(href) => Inline::Link { href, content },
            Mark::Span(language) => Inline::Span { language, content },
        };
        let list = self.innermost();
        // Two of a kind side by side are one.
        match (list.last_mut(), inline) {
            (Some(Inline::Strong(last)), Inline::Strong(content)) => last.extend(content),
            (Some(Inline::Emphasis(last)), Inline::Emphasis(content)) => last.extend(content),
            (_, inline) => list.push(inline),
        }
    }

    /// Parts what follows from what is there.
    pub fn part(&mut self) {
        self.space = true;
    }

    /// Whether a number stands at the end of what there is.
    pub fn ends_in_digit(&self) -> bool {
        !self.space && self.plain.ends_with(char::is_numeric)
    }

    /// Adds a line break, of which none stands at the beginning; gives whether it is the second in a row.
    pub fn line_break(&mut self) -> bool {
        self.space = false;
        if self.plain.is_empty() {
            return false;
        }
        if self.plain.ends_with('\n') {
            return true;
        }
        self.plain.push('\n');
        self.innermost().push(Inline::LineBreak);
        false
    }

    /// Adds a reference to a footnote.
    pub fn note(&mut self, name: String) {
        self.innermost().push(Inline::NoteRef(name));
    }

    /// Ends the paragraph: the marks that are open are closed and opened anew for the next one.
    pub fn take(&mut self, report: &mut Report, field: &str) -> Option<Text> {
        let marks: Vec<Mark> = self.open.iter().map(|(mark, _)| mark.clone()).collect();
        while !self.open.is_empty() {
            self.close();
        }
        let empty = self.is_empty();
        let Inlines { mut done, anchors, .. } = std::mem::take(self);
        for mark in marks {
            self.open(mark);
        }
        trim_breaks(&mut done);
        if empty {
            return None;
        }
        Some(text(done, report, field, anchors))
    }
}

/// A text that is read back as it is when it is written in the project's own form.
fn text(inlines: Vec<Inline>, report: &mut Report, field: &str, anchors: Vec<Anchor>) -> Text {
    let origin = Origin { file: Some(report.file.clone()), field: field.into(), anchors };
    let mut text = Text { inlines, origin };
    text.shrink_to_fit();
    if reads_back(&text) {
        return text;
    }
    // Marks that touch each other can't all be written; of them the weaker goes.
    let mut without = Text { inlines: unmarked(&text.inlines, false), origin: text.origin.clone() };
    let what = if reads_back(&without) {
        say!("emphasis that touches strong text was left out of this paragraph")
    } else {
        without.inlines = unmarked(&text.inlines, true);
        say!("strong text and emphasis that touch each other were left out of this paragraph")
    };
    let cure = say!("put a space between them, or mark the whole as strong");
    report.push(Problem::warning(without.origin.start(), what, cure));
    without
}

fn reads_back(text: &Text) -> bool {
    let again = Text { inlines: markup::parse(&markup::write(&text.inlines)).inlines, origin: Origin::default() };
    again.flatten() == text.flatten()
}

/// The inlines without emphasis, or without strong too.
fn unmarked(inlines: &[Inline], strong_too: bool) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Emphasis(content) => out.extend(unmarked(content, strong_too)),
            Inline::Strong(content) if strong_too => out.extend(unmarked(content, strong_too)),
            Inline::Strong(content) => out.push(Inline::Strong(unmarked(content, strong_too))),
            Inline::Link { href, content } => {
                out.push(Inline::Link { href: href.clone(), content: unmarked(content, strong_too) });
            }
            Inline::Span { language, content } => {
                out.push(Inline::Span { language: language.clone(), content: unmarked(content, strong_too) });
            }
            other => out.push(other.clone()),
        }
    }
    out
}

fn trim_breaks(inlines: &mut Vec<Inline>) {
    while matches!(inlines.last(), Some(Inline::LineBreak)) {
        inlines.pop();
    }
    if let Some(Inline::Strong(content) | Inline::Emphasis(content) | Inline::Link { content, .. }) = inlines.last_mut()
    {
        trim_breaks(content);
        if content.is_empty() {
            inlines.pop();
        }
    }
}
