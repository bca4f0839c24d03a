//! Marked content: which piece of a page belongs to which node of the structure tree.
//!
//! A page is written in pieces, each inside a marked-content sequence that names its node's role and a number
//! (MCID), or that says it is an artifact. Spans of another language and links inside a paragraph become elements
//! of their own, below the paragraph's. What is collected here is written as the structure tree by `structure`.

use std::collections::{BTreeMap, HashMap};

use super::content::Content;
use crate::document::Language;
use crate::layout::{Artifact, NodeId, Owner, Paint, Role, Tree};

/// A child of an element, in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kid {
    /// A piece of a page.
    Content {
        /// The page, from 0.
        page: usize,
        /// The piece's number on it.
        mcid: usize,
    },
    /// An element inside a paragraph.
    Inline(usize),
}

/// An element inside a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Inline {
    /// The paragraph.
    pub node: NodeId,
    /// The address it leads to, for a link.
    pub href: Option<String>,
    /// Its language, where it is not the paragraph's.
    pub language: Option<Language>,
    /// Its pieces.
    pub content: Vec<(usize, usize)>,
    /// The text that it shows.
    pub text: String,
    /// Where a link can be clicked: page, and left, bottom, right, top in points from the paper's bottom left.
    pub areas: Vec<(usize, [f64; 4])>,
}

/// The element that a piece of a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// A node of the tree.
    Node(NodeId),
    /// An element inside a paragraph.
    Inline(usize),
}

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Element(Element),
    Artifact(Artifact),
}

/// Marks content as pages are written.
#[derive(Debug)]
pub struct Marks<'t> {
    tree: &'t Tree,
    tagged: bool,
    open: Option<Target>,
    /// The children of each node that are not nodes.
    pub kids: BTreeMap<NodeId, Vec<Kid>>,
    /// Elements inside paragraphs.
    pub inlines: Vec<Inline>,
    /// For each page, the element of each of its pieces, by number.
    pub pages: Vec<Vec<Element>>,
    known: HashMap<(NodeId, usize), usize>,
}

impl<'t> Marks<'t> {
    /// Marks for the pages of a tree; none are written if `tagged` is false.
    pub fn new(tree: &'t Tree, tagged: bool) -> Self {
        Marks {
            tree,
            tagged,
            open: None,
            kids: BTreeMap::new(),
            inlines: Vec::new(),
            pages: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// Begins a page.
    pub fn begin_page(&mut self) {
        self.pages.push(Vec::new());
    }

    /// Ends a page.
    pub fn end_page(&mut self, content: &mut Content) {
        self.close(content);
    }

    /// What comes next belongs to `owner`; and inside it to a span of its own, if `paint` leads somewhere or is in
    /// another language.
    pub fn mark(&mut self, owner: Owner, span: usize, paint: Option<&Paint>, content: &mut Content) {
        let target = match owner {
            Owner::Artifact(kind) => Target::Artifact(kind),
            Owner::Node(node) => match paint.filter(|p| p.link.is_some() || p.language.is_some()) {
                Some(paint) => Target::Element(Element::Inline(self.inline(node, span, paint))),
                None => Target::Element(Element::Node(node)),
            },
        };
        if self.tagged && self.open != Some(target) {
            self.close(content);
            self.begin(target, content);
        }
    }

    /// Part of a span that was marked: what it shows, and where. Parts of one line make one area.
    pub fn add_area(&mut self, owner: Owner, span: usize, text: impl FnOnce() -> String, area: [f64; 4]) {
        let Owner::Node(node) = owner else { return };
        let Some(inline) = self.known.get(&(node, span)).and_then(|&i| self.inlines.get_mut(i)) else { return };
        inline.text.push_str(&text());
        let page = self.pages.len().saturating_sub(1);
        match inline.areas.last_mut() {
            Some((last, there)) if *last == page && (there[1] - area[1]).abs() < 0.01 => {
                there[0] = there[0].min(area[0]);
                there[2] = there[2].max(area[2]);
            }
            _ => inline.areas.push((page, area)),
        }
    }

    fn inline(&mut self, node: NodeId, span: usize, paint: &Paint) -> usize {
        if let Some(&index) = self.known.get(&(node, span)) {
            return index;
        }
        let index = self.inlines.len();
        self.inlines.push(Inline {
            node,
            href: paint.link.clone(),
            language: paint.language.clone(),
            content: Vec::new(),
            text: String::new(),
            areas: Vec::new(),
        });
        self.known.insert((node, span), index);
        self.kids.entry(node).or_default().push(Kid::Inline(index));
        index
    }

    fn begin(&mut self, target: Target, content: &mut Content) {
        self.open = Some(target);
        match target {
            Target::Artifact(kind) => content.name("Artifact").operand(artifact(kind)),
            Target::Element(element) => {
                let page = self.pages.len().saturating_sub(1);
                let Some(list) = self.pages.last_mut() else { return };
                let mcid = list.len();
                list.push(element);
                let tag = match element {
                    Element::Node(node) => {
                        self.kids.entry(node).or_default().push(Kid::Content { page, mcid });
                        role_name(self.tree.node(node).role)
                    }
                    Element::Inline(index) => match self.inlines.get_mut(index) {
                        Some(inline) => {
                            inline.content.push((page, mcid));
                            if inline.href.is_some() { "Link" } else { "Span" }
                        }
                        None => "Span",
                    },
                };
                content.name(tag).marked_content_id(mcid)
            }
        }
        .operator("BDC");
    }

    fn close(&mut self, content: &mut Content) {
        if self.open.take().is_some() {
            content.operator("EMC");
        }
    }
}

/// What is said of an artifact (14.8.2.2).
fn artifact(kind: Artifact) -> &'static str {
    match kind {
        Artifact::Header => "<</Subtype/Header/Type/Pagination>>",
        Artifact::Footer => "<</Subtype/Footer/Type/Pagination>>",
        Artifact::Ornament | Artifact::Repeat => "<</Type/Layout>>",
    }
}

/// The standard structure type of a role (ISO 32000-1, 14.8.4).
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Section => "Sect",
        Role::Article => "Art",
        Role::Heading(level) => ["H1", "H2", "H3", "H4", "H5", "H6"][usize::from(level.clamp(1, 6)) - 1],
        Role::Paragraph => "P",
        Role::BlockQuote => "BlockQuote",
        Role::List { .. } => "L",
        Role::ListItem => "LI",
        Role::Label => "Lbl",
        Role::ListBody => "LBody",
        Role::Table => "Table",
        Role::TableRow => "TR",
        Role::TableHeader => "TH",
        Role::TableCell => "TD",
        Role::Figure => "Figure",
        Role::Caption => "Caption",
        Role::Note => "Note",
        Role::Toc => "TOC",
        Role::TocItem => "TOCI",
        Role::Reference => "Reference",
    }
}
