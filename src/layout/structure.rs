//! The structure tree: what each piece of a page is. Exporters write tags from it, in its own order.

use crate::document::Language;

/// A node of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub usize);

/// What a node is, after the standard structure types of PDF (ISO 32000-1, 14.8.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The whole.
    Document,
    /// A section of a bulletin.
    Section,
    /// An article.
    Article,
    /// A heading of a level from 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A quotation.
    BlockQuote,
    /// A list.
    List(ListMarks),
    /// An item of a list.
    ListItem,
    /// An item's number or bullet.
    Label,
    /// What an item says.
    ListBody,
    /// A table.
    Table,
    /// A row of a table.
    TableRow,
    /// A header cell.
    TableHeader,
    /// A cell.
    TableCell,
    /// An image.
    Figure,
    /// What is said of an image or a table.
    Caption,
    /// A footnote.
    Note,
    /// The contents.
    Toc,
    /// A line of the contents.
    TocItem,
    /// What refers to something elsewhere in the document.
    Reference,
}

/// What stands before the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListMarks {
    /// Bullets.
    Bullets,
    /// Numbers.
    Numbers,
    /// Letters in abjad order.
    Letters,
}

/// One node.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub role: Role,
    /// Its parent; none for the root.
    pub parent: Option<NodeId>,
    /// Its children in reading order.
    pub children: Vec<NodeId>,
    /// Its language, where it is not its parent's.
    pub language: Option<Language>,
    /// What it shows, for those who can't see it.
    pub alt: Option<String>,
    /// Where a figure stands on its page: left, bottom, right, top in points from the paper's bottom left.
    pub bounds: Option<[f64; 4]>,
}

/// The nodes of a document. A parent stands before its children.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// A tree of nothing but its root.
    pub fn new(language: Language) -> Self {
        let root = Node {
            role: Role::Document,
            parent: None,
            children: Vec::new(),
            language: Some(language),
            alt: None,
            bounds: None,
        };
        Tree { nodes: vec![root] }
    }

    /// The root.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// Adds a child to the end of a node's children.
    pub fn add(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node {
            role,
            parent: Some(parent),
            children: Vec::new(),
            language: None,
            alt: None,
            bounds: None,
        });
        if let Some(parent) = self.nodes.get_mut(parent.0) {
            parent.children.push(id);
        }
        id
    }

    /// Takes a node out of its parent's children, so that it is not part of the tree.
    pub fn detach(&mut self, id: NodeId) {
        let parent = self.nodes.get(id.0).and_then(|n| n.parent);
        if let Some(parent) = parent.and_then(|p| self.nodes.get_mut(p.0)) {
            parent.children.retain(|child| *child != id);
        }
    }

    /// Moves a node to right after another child of the same parent.
    pub fn move_after(&mut self, id: NodeId, sibling: NodeId) {
        let parent = self.nodes.get(id.0).and_then(|n| n.parent);
        let Some(parent) = parent.and_then(|p| self.nodes.get_mut(p.0)) else { return };
        if parent.children.contains(&sibling) && id != sibling {
            parent.children.retain(|child| *child != id);
            let at =
                parent.children.iter().position(|child| *child == sibling).map_or(parent.children.len(), |i| i + 1);
            parent.children.insert(at, id);
        }
    }

    /// Says what a figure shows.
    pub fn set_alt(&mut self, id: NodeId, alt: String) {
        if let Some(node) = self.nodes.get_mut(id.0) {
            node.alt = Some(alt);
        }
    }

    /// Says where a figure stands: see [`Node::bounds`].
    pub fn set_bounds(&mut self, id: NodeId, bounds: [f64; 4]) {
        if let Some(node) = self.nodes.get_mut(id.0) {
            node.bounds = Some(bounds);
        }
    }

    /// Says in which language a node is.
    pub fn set_language(&mut self, id: NodeId, language: Language) {
        if let Some(node) = self.nodes.get_mut(id.0) {
            node.language = Some(language);
        }
    }

    /// A node. Ids come from [`Tree::add`] of the same tree.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// All nodes, parents before their children.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes.iter().enumerate().map(|(i, node)| (NodeId(i), node))
    }
}
