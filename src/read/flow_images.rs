//! Images and figures. Nothing is fetched: an image on the web stays an address, with a warning.

use super::address::{is_remote, shown};
use super::elements::{Id, Tree};
use super::flow::Flow;
use super::lines::Spot;
use super::placed::Placed;
use super::report::Report;
use crate::document::{Block, Image, ImageSpan, Poetry, Text, Verse};
use crate::say;

/// Attributes in which pages keep an image's address until it is scrolled to, the surest first.
const LATER: [&str; 5] = ["data-src", "data-lazy-src", "data-original", "data-orig-file", "data-large-file"];

impl Flow<'_> {
    /// An image inside running text: it follows the paragraph.
    pub(super) fn image(&mut self, id: Id, report: &mut Report) {
        if let Some(image) = self.image_of(id, report) {
            if self.inlines.is_empty() {
                self.blocks.push(Block::Image(image));
            } else {
                self.waiting.push(Block::Image(image));
            }
        }
    }

    fn image_of(&mut self, id: Id, report: &mut Report) -> Option<Image> {
        let tree = self.tree;
        let one = |name: &str| tree.attribute(id, name).is_some_and(|size| matches!(size.trim(), "0" | "1" | "1px"));
        if one("width") && one("height") {
            report.note(
                tree.at(id),
                &self.field(),
                say!("an image of one pixel, which counts readers, was left out"),
                say!(),
            );
            return None;
        }
        let given = |name: &str| tree.attribute(id, name).map(str::trim).filter(|address| !address.is_empty());
        let real = given("src").filter(|address| !address.starts_with("data:"));
        let later = LATER.iter().find_map(|name| given(name));
        let set = given("srcset").or_else(|| given("data-srcset")).and_then(largest);
        let Some(address) = later.or(real).or(set) else {
            report.warning(tree.at(id), &self.field(), say!("an image without an address was left out"), say!());
            return None;
        };
        let address = if is_remote(address) {
            address.to_owned()
        } else {
            self.base.resolve(address).unwrap_or_else(|| address.to_owned())
        };
        let mut image = image(&address, tree.at(id), &self.field(), report)?;
        image.alt =
            given("alt").map(|alt| report.verbatim(&Placed::at(alt, tree.at(id)), &format!("{}.alt", self.field())));
        Some(image)
    }

    /// A figure: an image with its caption, or whatever else it holds, with the caption behind it.
    pub(super) fn figure(&mut self, id: Id, report: &mut Report) {
        self.end_paragraph(report);
        let tree = self.tree;
        let inner: Vec<Id> = tree.walk(id).skip(1).filter(|inner| tree.name(*inner) == "figure").collect();
        let caption = tree.walk(id).skip(1).find(|c| {
            (tree.name(*c) == "figcaption" || has_class(tree, *c, "wp-caption-text"))
                && !inner.iter().any(|figure| tree.ancestors(*c).any(|id| id == *figure))
        });
        let before = self.blocks.len();
        if let Some(caption) = caption {
            self.dropped.insert(caption);
        }
        self.children(id, report);
        self.end_paragraph(report);
        let field = format!("{}.caption", self.field());
        let (caption, credit) = match caption {
            Some(caption) => self.caption(caption, report, &field),
            None => (None, None),
        };
        let new = self.blocks.get_mut(before..).unwrap_or_default();
        match new {
            // A gallery of one picture has a figure in its figure, which may have said it already.
            [Block::Image(image)] if caption.is_none() || image.caption.is_none() => {
                image.caption = caption.or_else(|| image.caption.take());
                image.credit = credit.or_else(|| image.credit.take());
            }
            // A figure whose caption is loose text.
            [Block::Image(image), Block::Paragraph(text)] if caption.is_none() => {
                image.caption = Some(text.clone());
                self.blocks.pop();
            }
            [Block::Table(table)] if table.table.caption.is_none() => table.table.caption = caption,
            [Block::Quotation(quotation)] if quotation.attribution.is_none() => quotation.attribution = caption,
            _ => self.blocks.extend([caption, credit].into_iter().flatten().map(Block::Paragraph)),
        }
    }

    /// A caption, parted from who made the image, where the page parts them.
    fn caption(&mut self, id: Id, report: &mut Report, field: &str) -> (Option<Text>, Option<Text>) {
        let tree = self.tree;
        let is_credit = |inner: &Id| {
            let class = tree.attribute(*inner, "class").unwrap_or("").to_ascii_lowercase();
            class.contains("credit")
                || class.contains("copyright")
                || tree.attribute(*inner, "itemprop") == Some("copyrightHolder")
        };
        let credit = tree.walk(id).skip(1).find(is_credit);
        let line = |root: Id, without: Option<Id>, report: &mut Report| {
            let mut flow = Flow::new(tree, &self.language);
            flow.base = self.base.clone();
            flow.dropped.extend(without);
            flow.line(root, report, field)
        };
        let words = line(id, credit, report);
        (words, credit.and_then(|credit| line(credit, None, report)))
    }

    /// NITF's media element.
    pub(super) fn media(&mut self, id: Id, report: &mut Report) {
        self.end_paragraph(report);
        let tree = self.tree;
        let kind = tree.attribute(id, "media-type").unwrap_or("image").to_ascii_lowercase();
        // One picture in several sizes: of equals the first.
        let width = |id: Id| tree.attribute(id, "width").and_then(|w| w.trim().parse::<u32>().ok()).unwrap_or(0);
        let sizes = tree.children_named(id, "media-reference");
        let largest = sizes.reduce(|best, next| if width(next) > width(best) { next } else { best });
        let Some(reference) = largest else { return };
        let source = tree.attribute(reference, "source").map(str::trim).filter(|source| !source.is_empty());
        let Some(source) = source.filter(|_| kind == "image" || kind == "picture" || kind == "photo") else {
            let what =
                say!("media of the kind “{kind}” were left out: {source}", kind, source = shown(source.unwrap_or("")));
            report.warning(tree.at(id), &self.field(), what, say!());
            let flow = Flow::new(tree, &self.language);
            let field = format!("{}.media-caption", self.field());
            let caption = tree.child(id, "media-caption").and_then(|caption| flow.line(caption, report, &field));
            self.blocks.extend(caption.map(Block::Paragraph));
            return;
        };
        let Some(mut image) = image(source, tree.at(reference), &self.field(), report) else { return };
        let part = |name: &str, report: &mut Report| {
            let flow = Flow::new(tree, &self.language);
            flow.line(tree.child(id, name)?, report, &format!("{}.{name}", self.field()))
        };
        image.caption = part("media-caption", report);
        image.credit = part("media-producer", report);
        let alt = tree.attribute(reference, "alternate-text").map(str::trim).filter(|alt| !alt.is_empty());
        image.alt = alt.map(|alt| report.verbatim(&Placed::at(alt, tree.at(reference)), "alt"));
        self.blocks.push(Block::Image(image));
    }

    /// The lines of a poem, where a page marks one.
    pub(super) fn verses(&mut self, id: Id, report: &mut Report) {
        let mut verses = Vec::new();
        for block in self.inside(id, report) {
            let Block::Paragraph(text) = block else {
                self.blocks.push(block);
                continue;
            };
            verses.extend(text_lines(text).into_iter().map(|line| Verse(vec![line])));
        }
        if !verses.is_empty() {
            self.blocks.push(Block::Poetry(Poetry { poetry: verses }));
        }
    }
}

/// Whether an element has a class.
pub fn has_class(tree: &Tree, id: Id, class: &str) -> bool {
    tree.attribute(id, "class").is_some_and(|classes| classes.split_ascii_whitespace().any(|known| known == class))
}

/// The lines of a text as texts. Line breaks inside a mark stay where they are.
fn text_lines(text: Text) -> Vec<Text> {
    let mut lines = vec![Text { inlines: Vec::new(), origin: text.origin.clone() }];
    let mut offset = 0;
    for inline in text.inlines {
        if inline == crate::document::Inline::LineBreak {
            offset += 1;
            let anchors = text.origin.anchors.iter().filter(|a| a.offset as usize >= offset);
            let anchors =
                anchors.map(|a| crate::diagnostics::Anchor { offset: a.offset - offset as u32, ..*a }).collect();
            let origin = crate::diagnostics::Origin { anchors, ..text.origin.clone() };
            lines.push(Text { inlines: Vec::new(), origin });
            continue;
        }
        offset += Text { inlines: vec![inline.clone()], ..Text::default() }.plain().len();
        if let Some(line) = lines.last_mut() {
            line.inlines.push(inline);
        }
    }
    lines.retain(|line| !line.is_blank());
    lines
}

/// An image by its address. One of the web is kept as it is named: whoever loads images tells that it is not fetched.
/// One whose bytes stand in the address itself is left out.
pub fn image(address: &str, at: Spot, field: &str, report: &mut Report) -> Option<Image> {
    if address.starts_with("data:") {
        report.warning(
            at,
            field,
            say!("an image that stands in the page itself was left out"),
            say!("save it as a file beside the article"),
        );
        return None;
    }
    let origin = Placed::at(address, at).origin(&report.file, field);
    let address = address.to_owned();
    Some(Image {
        image: address,
        alt: None,
        caption: None,
        credit: None,
        span: ImageSpan::Column,
        foreign: Default::default(),
        origin,
    })
}

/// The widest of a set of addresses, each with its width.
fn largest(set: &str) -> Option<&str> {
    let candidates = set.split(", ").filter_map(|candidate| {
        let mut parts = candidate.split_ascii_whitespace();
        let address = parts.next()?;
        let size =
            parts.next().and_then(|size| size.trim_end_matches(['w', 'x', ',']).parse::<f64>().ok()).unwrap_or(1.0);
        Some((address.trim_end_matches(','), size))
    });
    candidates
        .fold(None, |best: Option<(&str, f64)>, next| match best {
            Some(best) if best.1 >= next.1 => Some(best),
            _ => Some(next),
        })
        .map(|(address, _)| address)
}
