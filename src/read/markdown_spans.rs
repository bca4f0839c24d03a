//! The events of the Markdown parser inside one block: running text, and the images in it.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::footnotes;
use super::lines::Spot;
use super::markdown_blocks::{Blocks, Piece, count, is_block};
use super::markdown_inline::{Weave, Wrap};
use crate::diagnostics::Origin;
use crate::document::{Block, Image, ImageSpan, Inline, Text};
use crate::say;

/// A heading without the name and the classes that makers of sites write behind it, as `{#name .class}`.
pub fn without_attributes(mut heading: Text) -> Text {
    if let Some(Inline::Text(text)) = heading.inlines.last_mut()
        && let Some((before, inner)) = text.strip_suffix('}').and_then(|text| text.rsplit_once(" {"))
        && inner.starts_with(['#', '.'])
        && !before.trim().is_empty()
    {
        text.truncate(before.trim_end().len());
    }
    heading
}

impl Blocks<'_, '_, '_> {
    /// The inlines that come next, up to a block's beginning or end.
    pub fn inlines(&mut self, field: &str) -> Option<Text> {
        let mut weave = Weave::new(self.input);
        let mut marks = Vec::new();
        while let Some((event, range)) = self.events.next_if(|(event, _)| match event {
            Event::Start(tag) => !is_block(tag),
            Event::End(end) => matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Strikethrough),
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
                Event::InlineHtml(text) if self.inline_tag(&text, at, field, &mut weave, &mut marks) => {}
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
                // The parser takes one tilde as it takes two; one may stand between two numbers.
                Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) => {
                    let source = self.input.text.get(range.clone()).unwrap_or("");
                    let begins = matches!(event, Event::Start(_));
                    if !source.starts_with("~~") {
                        let place = if begins { range.start } else { range.end.saturating_sub(1) };
                        weave.text("~", place, field, self.report);
                    } else if begins {
                        count(&mut self.struck, at, field);
                    }
                }
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
                    let known = self.images.len();
                    self.image(&dest_url, &title, at, &range, field);
                    if weave.is_empty() && self.images.len() > known {
                        self.leading += 1;
                    }
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

    /// A paragraph of the inlines that come next, and the images among them.
    pub fn paragraph(&mut self, at: Spot, field: &str, pieces: &mut Vec<Piece>) {
        let mut text = self.inlines(field);
        let alone = text.is_none();
        // An image before its text stays there; a stressed line below it is its caption, as makers of sites write it.
        let leading: Vec<_> = self.images.drain(..self.leading.min(self.images.len())).collect();
        let only = leading.len() == 1 && self.images.is_empty();
        for (mut image, at) in leading {
            if let Some(line) = text.as_mut().filter(|_| only && image.caption.is_none())
                && let [Inline::Emphasis(inner)] = line.inlines.as_mut_slice()
            {
                line.inlines = std::mem::take(inner);
                image.caption = text.take();
            }
            pieces.push(Piece { block: Block::Image(image), at });
        }
        pieces.extend(text.map(|text| Piece { block: Block::Paragraph(text), at }));
        self.take_images(field, !alone, pieces);
    }

    /// Sets the images of the text at hand behind it.
    pub fn take_images(&mut self, field: &str, moved: bool, pieces: &mut Vec<Piece>) {
        self.leading = 0;
        for (image, at) in std::mem::take(&mut self.images) {
            if moved {
                self.report.note(at, field, say!("the image inside the text is set after it"), say!());
            }
            pieces.push(Piece { block: Block::Image(image), at });
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
        if path.starts_with("data:") {
            super::flow_images::image(path, at, field, self.report);
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
