//! Quotations, and the attributions that stand in them.

use super::elements::{Id, Tree};
use super::flow::Flow;
use super::report::Report;
use crate::document::{Block, Quotation, Text};

impl Flow<'_> {
    /// A quotation, with whose words they are.
    pub(super) fn quotation(&mut self, id: Id, report: &mut Report) {
        let pull = self.is_pull(id);
        let (inner, attribution) = self.aside(id, report);
        let mut quote: Vec<Text> = Vec::new();
        let mut rest = Vec::new();
        // Other blocks than paragraphs have no place in a quotation: they follow it.
        for block in inner {
            match block {
                Block::Paragraph(text) => quote.push(text),
                Block::Quotation(nested) => quote.extend(nested.quote),
                other => rest.push(other),
            }
        }
        if !quote.is_empty() {
            self.blocks.push(Block::Quotation(Quotation { quote, attribution, pull }));
        }
        self.blocks.extend(rest);
    }

    fn is_pull(&self, id: Id) -> bool {
        is_pulled(self.tree, id) || self.tree.ancestors(id).take(3).any(|outer| is_pulled(self.tree, outer))
    }

    /// The blocks inside a quotation, and the attribution that stands in it.
    fn aside(&mut self, id: Id, report: &mut Report) -> (Vec<Block>, Option<Text>) {
        self.end_paragraph(report);
        let tree = self.tree;
        let words = |id: Id| tree.text(id).text.trim_matches(|c: char| c.is_whitespace() || is_dash(c)).to_owned();
        // The element that the attribution is, with the dash before it, and the words in it.
        let attribution = tree.walk(id).skip(1).find_map(|inner| match tree.name(inner) {
            "footer" | "credit" => Some((inner, inner)),
            // A work's title inside a sentence is a cite too; whose words they are stands by itself.
            "cite" => {
                let outer = tree.node(inner)?.parent?;
                let alone = || tree.children(outer).len() <= 3 && words(outer) == words(inner);
                if outer == id { Some((inner, inner)) } else { alone().then_some((outer, inner)) }
            }
            _ => None,
        });
        let words = attribution.and_then(|(whole, attribution)| {
            let mut flow = Flow::new(tree, &self.language);
            flow.base = self.base.clone();
            let field = format!("{}.attribution", self.field());
            self.dropped.insert(whole);
            let mut words = flow.line(attribution, report, &field)?;
            undash(&mut words);
            unmark(&mut words);
            Some(words)
        });
        let before = std::mem::take(&mut self.blocks);
        self.children(id, report);
        self.end_paragraph(report);
        let inner = std::mem::replace(&mut self.blocks, before);
        (inner, words)
    }
}

/// Whether an element is marked as words that are drawn out of the text.
pub fn is_pulled(tree: &Tree, id: Id) -> bool {
    tree.attribute(id, "class").is_some_and(|classes| {
        let classes = classes.to_ascii_lowercase();
        classes.contains("pullquote") || classes.contains("pull-quote")
    })
}

/// The dash that pages set before a name is the bulletin's to set.
fn undash(text: &mut Text) {
    let Some(crate::document::Inline::Text(first)) = text.inlines.first_mut() else { return };
    let rest = first.trim_start_matches(is_dash).trim_start();
    let cut = first.len() - rest.len();
    if cut == 0 || rest.is_empty() {
        return;
    }
    *first = rest.to_owned();
    let plain = format!("{}{}", " ".repeat(cut), text.plain());
    let place = text.origin.place(&plain, cut);
    let mut anchors = vec![crate::diagnostics::Anchor { offset: 0, line: place.line, column: place.column }];
    let later = text.origin.anchors.iter().filter(|a| a.offset as usize > cut);
    anchors.extend(later.map(|a| crate::diagnostics::Anchor { offset: a.offset - cut as u32, ..*a }));
    text.origin.anchors = anchors;
}

/// Whether a character is one that pages set before a name.
fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '-' | '―' | '~')
}

/// A name that is wholly stressed needs no stress.
fn unmark(text: &mut Text) {
    while let [crate::document::Inline::Emphasis(content) | crate::document::Inline::Strong(content)] =
        text.inlines.as_mut_slice()
    {
        text.inlines = std::mem::take(content);
    }
}
