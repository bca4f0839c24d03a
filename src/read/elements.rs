//! A tree of elements with places: what HTML and XML have in common.
//!
//! Nodes stand in one list and name each other by number, so that a tree of any shape is dropped without recursion.
//! `html_tree` and `xml_tree` make such trees; `flow` and the readers of the XML forms walk them.

use super::lines::{Lines, Spot};
use super::placed::Placed;
use crate::diagnostics::Anchor;

/// A node's number in its tree.
pub type Id = usize;

/// How deep elements may stand in one another. Browsers stop at 512; pages of newspapers stay below 60. The walks
/// over a tree are recursive.
pub const MAX_DEPTH: usize = 200;

/// How many nodes a tree may have. The longest pages have some ten thousand; an export of a whole site a few
/// million. It bounds what misnested elements, which HTML repeats, can grow to.
pub const MAX_NODES: usize = 4_000_000;

/// A tree. The document itself is node 0.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

/// A node.
#[derive(Debug)]
pub struct Node {
    /// The node it stands in; none for the document and for what was taken out.
    pub parent: Option<Id>,
    /// What stands in it, in order.
    pub children: Vec<Id>,
    /// What it is.
    pub kind: Kind,
    /// Where it begins.
    pub at: Spot,
}

/// What a node is.
#[derive(Debug)]
pub enum Kind {
    /// The document, or what is of no interest: a comment, a doctype.
    Other,
    /// An element.
    Element {
        /// Its name; in XML with the prefix as written (`content:encoded`).
        name: String,
        /// Its attributes.
        attributes: Vec<(String, String)>,
    },
    /// Text.
    Text(Placed),
}

impl Default for Tree {
    fn default() -> Self {
        Tree { nodes: vec![Node { parent: None, children: Vec::new(), kind: Kind::Other, at: Spot::default() }] }
    }
}

impl Tree {
    /// The document.
    pub const ROOT: Id = 0;

    /// The node of that number.
    pub fn node(&self, id: Id) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// The node of that number, to be changed.
    pub fn node_mut(&mut self, id: Id) -> Option<&mut Node> {
        self.nodes.get_mut(id)
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Adds a node that stands nowhere yet.
    pub fn add(&mut self, kind: Kind, at: Spot) -> Id {
        self.nodes.push(Node { parent: None, children: Vec::new(), kind, at });
        self.nodes.len() - 1
    }

    /// Puts a node at the end of another.
    pub fn append(&mut self, parent: Id, child: Id) {
        if let Some(node) = self.nodes.get_mut(child) {
            node.parent = Some(parent);
        }
        if let Some(node) = self.nodes.get_mut(parent) {
            node.children.push(child);
        }
    }

    /// Forgets what stands in a node that has been read, so that a feed of a million entries and the articles made of it
    /// are not held side by side.
    pub fn forget(&mut self, id: Id) {
        for id in self.walk(id).collect::<Vec<_>>() {
            if let Some(node) = self.nodes.get_mut(id) {
                (node.kind, node.children) = (Kind::Other, Vec::new());
            }
        }
    }

    /// How many nodes a node stands in; more than the bound is not counted.
    pub fn depth(&self, id: Id) -> usize {
        self.ancestors(id).take(MAX_DEPTH + 1).count()
    }

    /// The nodes that a node stands in, the nearest first.
    pub fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.node(id).and_then(|node| node.parent), |id| self.node(*id)?.parent)
    }

    /// The children of a node.
    pub fn children(&self, id: Id) -> &[Id] {
        self.node(id).map_or(&[], |node| &node.children)
    }

    /// Where a node begins.
    pub fn at(&self, id: Id) -> Spot {
        self.node(id).map_or(Spot::default(), |node| node.at)
    }

    /// An element's name as written; empty for what is no element.
    pub fn full_name(&self, id: Id) -> &str {
        match self.node(id).map(|node| &node.kind) {
            Some(Kind::Element { name, .. }) => name,
            _ => "",
        }
    }

    /// An element's name without its prefix.
    pub fn name(&self, id: Id) -> &str {
        let name = self.full_name(id);
        name.rsplit(':').next().unwrap_or(name)
    }

    /// An attribute's value; its name is compared without a prefix where `name` has none.
    pub fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        let Some(Kind::Element { attributes, .. }) = self.node(id).map(|node| &node.kind) else { return None };
        let local = |written: &str| written.rsplit(':').next() == Some(name);
        let exact = attributes.iter().find(|(written, _)| written == name);
        exact.or_else(|| attributes.iter().find(|(written, _)| local(written))).map(|(_, value)| value.as_str())
    }

    /// All nodes below a node, in document order, itself first.
    pub fn walk(&self, id: Id) -> Walk<'_> {
        Walk { tree: self, waiting: vec![id] }
    }

    /// The first element of that name below a node.
    pub fn find(&self, id: Id, name: &str) -> Option<Id> {
        self.walk(id).find(|id| self.name(*id) == name)
    }

    /// The first child element of that name.
    pub fn child(&self, id: Id, name: &str) -> Option<Id> {
        self.children_named(id, name).next()
    }

    /// The child elements of that name.
    pub fn children_named<'t>(&'t self, id: Id, name: &'t str) -> impl Iterator<Item = Id> + 't {
        let fits = move |id: &Id| if name.contains(':') { self.full_name(*id) == name } else { self.name(*id) == name };
        self.children(id).iter().copied().filter(fits)
    }

    /// All text in a node, as it stands.
    pub fn text(&self, id: Id) -> Placed {
        let mut all = Placed { text: String::new(), anchors: Vec::new() };
        for id in self.walk(id) {
            let Some(Node { kind: Kind::Text(placed), .. }) = self.node(id) else { continue };
            let shift = u32::try_from(all.text.len()).unwrap_or(u32::MAX);
            let shifted = placed.anchors.iter().map(|a| Anchor { offset: a.offset.saturating_add(shift), ..*a });
            all.anchors.extend(shifted);
            all.text.push_str(&placed.text);
        }
        if all.anchors.is_empty() {
            let at = self.at(id);
            all.anchors.push(Anchor { offset: 0, line: at.line, column: at.column });
        }
        all
    }

    /// The text of the first child of that name, unless it is blank.
    pub fn child_text(&self, id: Id, name: &str) -> Option<Placed> {
        let text = self.text(self.child(id, name)?);
        (!text.text.trim().is_empty()).then_some(text)
    }

    /// The language that a node is said to be in, by itself or by what it stands in.
    pub fn language(&self, id: Id) -> Option<&str> {
        let own = std::iter::once(id).chain(self.ancestors(id));
        own.filter_map(|id| self.attribute(id, "lang")).find(|tag| !tag.trim().is_empty())
    }
}

/// A walk through a tree in document order.
pub struct Walk<'t> {
    tree: &'t Tree,
    waiting: Vec<Id>,
}

impl Iterator for Walk<'_> {
    type Item = Id;
    fn next(&mut self) -> Option<Id> {
        let id = self.waiting.pop()?;
        self.waiting.extend(self.tree.children(id).iter().rev());
        Some(id)
    }
}

/// The source that a tree is parsed from: a whole input, or a string in it that holds markup.
pub struct Ground<'p> {
    /// The text.
    pub text: &'p str,
    anchors: Option<&'p [Anchor]>,
    lines: std::borrow::Cow<'p, Lines<'p>>,
}

impl<'p> Ground<'p> {
    /// A whole input.
    pub fn whole(text: &'p str, lines: &'p Lines<'p>) -> Self {
        Ground { text, anchors: None, lines: std::borrow::Cow::Borrowed(lines) }
    }

    /// A string.
    pub fn placed(placed: &'p Placed) -> Self {
        let lines = std::borrow::Cow::Owned(Lines::new(&placed.text, 1));
        Ground { text: &placed.text, anchors: Some(&placed.anchors), lines }
    }

    /// The place of the character at byte `offset`.
    pub fn spot(&self, offset: usize) -> Spot {
        let Some(anchors) = self.anchors else { return self.lines.spot(offset) };
        let at = anchors.partition_point(|a| a.offset as usize <= offset);
        let Some(anchor) = at.checked_sub(1).and_then(|at| anchors.get(at)) else { return Spot::default() };
        let between = self.lines.characters_between(anchor.offset as usize, offset);
        Spot { line: anchor.line, column: anchor.column.saturating_add(between) }
    }

    /// A string made of this source: `text`, with pairs `(offset in text, offset in the source)` at which the two
    /// are in step up to the next pair or line end.
    pub fn made(&self, text: String, steps: &[(usize, usize)]) -> Placed {
        let mut anchors = Vec::with_capacity(steps.len());
        for (number, &(out, within)) in steps.iter().enumerate() {
            let end = steps.get(number + 1).map_or(text.len(), |next| next.0);
            let mut push = |offset: usize, spot: Spot| {
                let offset = u32::try_from(offset).unwrap_or(u32::MAX);
                anchors.push(Anchor { offset, line: spot.line, column: spot.column });
            };
            push(out, self.spot(within));
            // Escapes and line ends of the source lie inside the range too: an anchor for each of them.
            if let Some(inner) = self.anchors {
                let from = inner.partition_point(|a| a.offset as usize <= within);
                for anchor in inner.iter().skip(from) {
                    let offset = out + (anchor.offset as usize - within);
                    if offset >= end {
                        break;
                    }
                    push(offset, Spot { line: anchor.line, column: anchor.column });
                }
            } else {
                let piece = text.get(out..end).unwrap_or("");
                for (at, _) in piece.match_indices('\n').filter(|(at, _)| at + 1 < piece.len()) {
                    push(out + at + 1, self.spot(within + at + 1));
                }
            }
        }
        Placed { text, anchors }
    }
}
