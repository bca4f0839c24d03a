//! Footnotes of a page: a link to a note at the end, and the note.
//!
//! HTML has no element for them. A link is a reference where it leads to an element of its own page that is marked
//! as a note, by a role, a class or the kind of id that editors give.

use std::collections::{HashMap, HashSet};

use super::elements::{Id, Tree};

/// The notes of a tree.
#[derive(Default)]
pub struct Notes {
    /// The note of each id that a reference leads to, with the name it gets.
    by_id: HashMap<String, (Id, String)>,
    /// The notes by name that no block has been given yet.
    waiting: HashMap<String, Id>,
    elements: HashSet<Id>,
}

impl Notes {
    /// Finds the notes below `root`: those that a link refers to, numbered in the order of the links.
    pub fn find(tree: &Tree, root: Id) -> Self {
        let mut ids: HashMap<&str, Id> = HashMap::new();
        for id in tree.walk(root) {
            if let Some(name) = tree.attribute(id, "id") {
                ids.entry(name).or_insert(id);
            }
        }
        let mut notes = Notes::default();
        for link in tree.walk(root).filter(|id| tree.name(*id) == "a") {
            let Some(target) = tree.attribute(link, "href").and_then(|href| href.strip_prefix('#')) else { continue };
            let Some(&note) = ids.get(target) else { continue };
            if !is_note(tree, note) || notes.by_id.contains_key(target) || tree.ancestors(link).any(|id| id == note) {
                continue;
            }
            let name = (notes.by_id.len() + 1).to_string();
            notes.by_id.insert(target.to_owned(), (note, name.clone()));
            notes.waiting.insert(name, note);
            notes.elements.insert(note);
        }
        notes
    }

    /// Whether an element is a note that is referred to: it stands with its reference.
    pub fn is_note(&self, id: Id) -> bool {
        self.elements.contains(&id)
    }

    /// The name of the note that a link refers to.
    pub fn reference(&self, tree: &Tree, link: Id) -> Option<String> {
        let target = tree.attribute(link, "href")?.strip_prefix('#')?;
        Some(self.by_id.get(target)?.1.clone())
    }

    /// The name of the note that a link inside an element refers to.
    pub fn reference_in(&self, tree: &Tree, id: Id) -> Option<String> {
        tree.walk(id).filter(|id| tree.name(*id) == "a").find_map(|link| self.reference(tree, link))
    }

    /// The note of that name, once.
    pub fn take(&mut self, name: &str) -> Option<Id> {
        self.waiting.remove(name)
    }

    /// The links in a note that lead back to where it is referred to.
    pub fn back_links(&self, tree: &Tree, note: Id) -> HashSet<Id> {
        let back = |id: &Id| {
            let within = tree.attribute(*id, "href").is_some_and(|href| href.starts_with('#'));
            let text = tree.text(*id).text;
            let sign = text.chars().all(|c| !c.is_alphabetic());
            tree.name(*id) == "a" && within && sign
        };
        tree.walk(note).filter(back).collect()
    }
}

fn is_note(tree: &Tree, id: Id) -> bool {
    let says = |id: Id| {
        let role =
            tree.attribute(id, "role").is_some_and(|r| matches!(r, "doc-footnote" | "doc-endnote" | "doc-endnotes"));
        let kind = tree.attribute(id, "epub:type").is_some_and(|t| t.contains("footnote") || t.contains("endnote"));
        let class = tree.attribute(id, "class").is_some_and(|c| {
            let c = c.to_ascii_lowercase();
            c.contains("footnote") || c.contains("endnote") || c.contains("references")
        });
        role || kind || class
    };
    let named = tree.attribute(id, "id").is_some_and(|name| {
        let name = name.to_ascii_lowercase();
        ["fn", "_ftn", "ftn", "footnote", "cite_note", "_edn", "endnote"]
            .iter()
            .any(|start| name.strip_prefix(start).is_some_and(|rest| rest.contains(|c: char| c.is_ascii_digit())))
            && !name.contains("ref")
    });
    named || says(id) || tree.ancestors(id).take(3).any(says)
}
