//! Running text as XHTML.

use super::page::Page;
use super::{href, xml};
use crate::document::{Inline, Text};

impl Page<'_, '_> {
    /// Adds a text's inlines, with the beginnings of printed pages in it.
    pub(super) fn text(&mut self, text: &Text) {
        let starts = self.starts.get(&std::ptr::from_ref(text)).map_or(&[][..], Vec::as_slice);
        self.waiting_starts = starts.iter().map(|start| (start.offset, start.label.clone())).collect();
        self.offset = 0;
        self.inlines(&text.inlines, false);
        // An offset beyond the text's end would be its end.
        self.starts_up_to(usize::MAX);
    }

    /// Adds the printed pages that begin at or before an offset in the text.
    fn starts_up_to(&mut self, offset: usize) {
        while self.waiting_starts.front().is_some_and(|(at, _)| *at <= offset) {
            let Some((_, label)) = self.waiting_starts.pop_front() else { return };
            let id = format!("page-{}", self.breaks.len() + 1);
            self.out
                .push_str(&format!("<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"{id}\" aria-label=\""));
            xml::attribute(&label, &mut self.out);
            self.out.push_str("\"></span>");
            self.breaks.push((id, label));
        }
    }

    /// Adds characters, parted where a printed page begins.
    fn characters(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = self.waiting_starts.front().map(|(at, _)| at.saturating_sub(self.offset)) {
            let Some((before, after)) = rest.split_at_checked(at).filter(|(_, after)| !after.is_empty()) else { break };
            xml::text(before, &mut self.out);
            self.offset += before.len();
            self.starts_up_to(self.offset);
            rest = after;
        }
        xml::text(rest, &mut self.out);
        self.offset += rest.len();
    }

    fn inlines(&mut self, inlines: &[Inline], in_link: bool) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.characters(text),
                Inline::Strong(content) => self.within("<strong>", content, "</strong>", in_link),
                Inline::Emphasis(content) => self.within("<em>", content, "</em>", in_link),
                Inline::LineBreak => {
                    self.out.push_str("<br/>");
                    // The line feed that it is in the flat text.
                    self.offset += 1;
                }
                Inline::Span { language, content } => {
                    self.out.push_str("<span");
                    super::page::language_attributes(language, &mut self.out);
                    self.within(">", content, "</span>", in_link);
                }
                Inline::Link { href, content } => match href::attribute(href) {
                    // A link without words can't be met by ear, and links don't stand in links.
                    Some(href) if !in_link && has_words(content) => {
                        let open = format!("<a href=\"{href}\">");
                        self.within(&open, content, "</a>", true);
                        for number in std::mem::take(&mut self.waiting_notes) {
                            self.note_reference(number);
                        }
                    }
                    _ => self.inlines(content, in_link),
                },
                Inline::NoteRef(name) => match self.notes.number(name) {
                    // The reference is itself a link, so it waits for the end of the one around it.
                    Some(number) if in_link => self.waiting_notes.push(number),
                    Some(number) => self.note_reference(number),
                    None => {}
                },
            }
        }
    }

    fn within(&mut self, open: &str, content: &[Inline], close: &str, in_link: bool) {
        self.out.push_str(open);
        self.inlines(content, in_link);
        self.out.push_str(close);
    }

    /// Adds a reference to the footnote of a number. The first one has the name that the note leads back to.
    fn note_reference(&mut self, number: usize) {
        let count = self.note_references.entry(number).or_insert(0);
        *count += 1;
        let id = if *count == 1 { format!("ref-{number}") } else { format!("ref-{number}-{count}") };
        let label = self.digits.number(number);
        self.out.push_str(&format!(
            "<sup><a epub:type=\"noteref\" role=\"doc-noteref\" href=\"#note-{number}\" id=\"{id}\">{label}</a></sup>"
        ));
    }
}

fn has_words(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text(text) => !text.trim().is_empty(),
        Inline::LineBreak | Inline::NoteRef(_) => false,
        Inline::Strong(content)
        | Inline::Emphasis(content)
        | Inline::Link { content, .. }
        | Inline::Span { content, .. } => has_words(content),
    })
}
