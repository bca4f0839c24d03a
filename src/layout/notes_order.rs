//! Where footnotes stand in the structure: after the last block that begins on their page.
//!
//! A reader that follows the structure and one that follows what is painted meet the same order so: a page's text, then
//! its footnotes. A block that goes on overleaf is read to its end first.

use std::collections::HashMap;

use super::page::{Owner, Page};
use super::structure::{NodeId, Role, Tree};

/// Moves the notes of every article after what is painted last before them on their page.
pub fn settle(tree: &mut Tree, pages: &[Page]) {
    // For each article, the child that was painted last.
    let mut moves: Vec<(NodeId, NodeId)> = Vec::new();
    let mut moved: Vec<NodeId> = Vec::new();
    for page in pages {
        let mut last: HashMap<NodeId, NodeId> = HashMap::new();
        for frame in &page.frames {
            let Owner::Node(node) = frame.owner else { continue };
            let Some((article, child)) = in_article(tree, node) else { continue };
            let before = last.insert(article, child);
            let is_note = tree.node(child).role == Role::Note;
            if let Some(before) = before.filter(|&b| is_note && b != child && !moved.contains(&child)) {
                moves.push((child, before));
                moved.push(child);
            }
        }
    }
    for (note, before) in moves {
        tree.move_after(note, before);
    }
}

/// The article that a node stands in, and the child of the article through which it does.
fn in_article(tree: &Tree, node: NodeId) -> Option<(NodeId, NodeId)> {
    let mut child = node;
    loop {
        let parent = tree.node(child).parent?;
        if tree.node(parent).role == Role::Article {
            return Some((parent, child));
        }
        child = parent;
    }
}
