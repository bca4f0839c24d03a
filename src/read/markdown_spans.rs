//! The events of the Markdown parser inside one block: running text, and the images in it.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::footnotes;
use super::lines::Spot;
use super::markdown_blocks::{Blocks, count, is_block};
use super::markdown_inline::{Weave, Wrap};
use crate::diagnostics::Origin;
use crate::document::{Image, ImageSpan, Text};
use crate::say;

/// Whether a tag breaks a line.
fn is_line_break(tag: &str) -> bool {
    let inner = tag.trim().strip_prefix('<').and_then(|tag| tag.strip_suffix('>'));
    inner.is_some_and(|inner| inner.trim_end_matches('/').trim_end().eq_ignore_ascii_case("br"))
}

/// The text of a line that is the summary of folded details, and the byte at which it begins.
fn summary_of(line: &str) -> Option<(usize, &str)> {
    let inner = line.trim().strip_prefix("<summary>")?.strip_suffix("</summary>")?;
    (!inner.contains('<')).then_some((line.find(inner)?, inner))
}

/// Whether a line is nothing but tags of the kind that is put around texts to say in which direction they run.
fn is_around(line: &str) -> bool {
    let mut rest = line.trim();
    while let Some((tag, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        let name = tag.trim_start_matches('/').split_ascii_whitespace().next().unwrap_or("");
        if !["div", "section", "article", "main", "center", "p", "details"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
        {
            return false;
        }
        rest = after.trim_start();
    }
    rest.is_empty()
}

impl Blocks<'_, '_, '_> {
    /// The inlines that come next, up to a block's beginning or end.
    pub fn inlines(&mut self, field: &str) -> Option<Text> {
        let mut weave = Weave::new(self.input);
        while let Some((event, range)) = self.events.next_if(|(event, _)| match event {
            Event::Start(tag) => !is_block(tag),
            Event::End(end) => matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link),
            Event::Rule => false,
            _ => true,
        }) {
            let at = self.spot(&range);
            match event {
                Event::Text(text) => weave.text(&text, range.start, field, self.report),
                Event::Code(text) => {
                    count(&mut self.code, at, field);
                    let source = self.input.text.get(range.clone()).unwrap_or("");
                    let inner = source.find(text.as_ref()).unwrap_or(0);
                    weave.text(&text, range.start + inner, field, self.report);
                }
                Event::InlineHtml(text) | Event::Html(text) => self.html(&text, range.start, field, &mut weave),
                Event::SoftBreak => weave.soft_break(range.start),
                Event::HardBreak => weave.hard_break(range.start),
                Event::FootnoteReference(name) => match self.notes.get(&*name) {
                    Some(ours) => {
                        self.referred.insert(ours.clone());
                        weave.note(ours);
                    }
                    None => {
                        let source = self.input.text.get(range.clone()).unwrap_or("");
                        weave.text(source, range.start, field, self.report);
                    }
                },
                Event::Start(Tag::Strong) => weave.open(Wrap::Strong),
                Event::Start(Tag::Emphasis) => weave.open(Wrap::Emphasis),
                Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                    if !title.is_empty() {
                        self.report.note(
                            at,
                            field,
                            say!("the link's title “{title}” is left out", title = &*title),
                            say!(),
                        );
                    }
                    let mail = link_type == LinkType::Email && !dest_url.starts_with("mailto:");
                    weave.open(Wrap::Link(format!("{}{dest_url}", if mail { "mailto:" } else { "" })));
                }
                Event::Start(Tag::Image { dest_url, title, .. }) => {
                    self.image(&dest_url, &title, at, &range, field);
                    if !weave.is_empty() {
                        weave.soft_break(range.start);
                    }
                }
                Event::End(_) => weave.close(),
                _ => {}
            }
        }
        let text = weave.finish(field)?;
        self.find_lost_notes(&text, field);
        Some(text)
    }

    /// HTML: a line break is one, comments and lines of mere tags around the text go, and anything else is kept as text.
    fn html(&mut self, text: &str, start: usize, field: &str, weave: &mut Weave) {
        let at = self.input.lines.spot(start);
        let mut from = 0;
        while self.in_comment.is_some() || text.get(from..).is_some_and(|rest| rest.trim_start().starts_with("<!--")) {
            if self.in_comment.is_none() {
                count(&mut self.left_out, at, field);
            }
            let Some(end) = text.get(from..).and_then(|rest| rest.find("-->")) else {
                self.in_comment.get_or_insert_with(|| (at, field.to_owned()));
                return;
            };
            self.in_comment = None;
            from += end + 3;
        }
        let rest = text.get(from..).unwrap_or("");
        if rest.trim().is_empty() {
            return;
        }
        if is_line_break(rest) {
            weave.hard_break(start + from);
        } else if is_around(rest) {
            count(&mut self.left_out, at, field);
        } else if let Some((before, summary)) = summary_of(rest) {
            count(&mut self.left_out, at, field);
            weave.text(summary, start + from + before, field, self.report);
        } else {
            count(&mut self.html, at, field);
            weave.text(rest, start + from, field, self.report);
        }
    }

    /// Tells of references to footnotes that are not there: the parser leaves them in the text.
    fn find_lost_notes(&mut self, text: &Text, field: &str) {
        let plain = text.plain();
        for (offset, _) in plain.match_indices("[^") {
            let name = plain.get(offset + 2..).and_then(|rest| rest.split_once(']')).map_or("", |(name, _)| name);
            if footnotes::is_name(name) {
                let place = text.origin.place(&plain, offset);
                let at = Spot { line: place.line, column: place.column };
                let what = say!("there is no footnote “{name}”: its mark is kept as text", name);
                self.report.warning(at, field, what, say!("write [^{name}]: and its text below", name));
            }
        }
    }

    /// Takes an image, whose alternative text comes next.
    fn image(&mut self, path: &str, title: &str, at: Spot, range: &Range<usize>, field: &str) {
        let mut alt = Weave::new(self.input);
        let mut depth = 0usize;
        for (event, range) in self.events.by_ref() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => break,
                Event::End(_) => depth -= 1,
                Event::SoftBreak | Event::HardBreak => alt.soft_break(range.start),
                Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => {
                    alt.text(&text, range.start, field, self.report);
                }
                _ => {}
            }
        }
        if path.is_empty() {
            self.report.error(at, field, say!("the image has no path"), say!("write ![what it shows](path)"));
            return;
        }
        let caption = (!title.trim().is_empty()).then(|| {
            let source = self.input.text.get(range.clone()).unwrap_or("");
            let mut weave = Weave::new(self.input);
            weave.text(title, range.start + source.rfind(title).unwrap_or(0), field, self.report);
            weave.finish(field)
        });
        let origin = Origin::at(Some(self.input.file.clone()), field, at.line, at.column);
        let image = Image {
            image: path.to_owned(),
            alt: alt.finish(field),
            caption: caption.flatten(),
            credit: None,
            span: ImageSpan::Column,
            foreign: Default::default(),
            origin,
        };
        self.images.push((image, at));
    }
}
