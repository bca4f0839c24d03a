//! The outline: sections and articles, nested, each leading to where its heading stands.

use lopdf::{Document, Object, ObjectId, dictionary};

use super::finish::text;
use crate::layout::Layout;

/// The outline, nested by depth.
pub fn write(pdf: &mut Document, layout: &Layout, pages: &[ObjectId]) -> Option<ObjectId> {
    let entries = &layout.entries;
    if entries.is_empty() {
        return None;
    }
    let root = pdf.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| pdf.new_object_id()).collect();
    // The entries right below each, by their places; the last list is the root's.
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); entries.len() + 1];
    let mut open: Vec<usize> = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        open.truncate(entry.depth);
        let parent = open.last().copied().unwrap_or(entries.len());
        children[parent].push(i);
        open.push(i);
    }
    for (parent, list) in children.iter().enumerate() {
        for (at, &i) in list.iter().enumerate() {
            let entry = &entries[i];
            let height = layout.pages.get(entry.page).map_or(0.0, |p| p.height);
            let mut item = dictionary! {
                "Title" => text(&entry.title),
                "Parent" => ids.get(parent).copied().unwrap_or(root),
            };
            if let Some(&page) = pages.get(entry.page) {
                let top = Object::Real((height - entry.top) as f32);
                item.set("Dest", vec![page.into(), Object::Name(b"XYZ".to_vec()), Object::Null, top, Object::Null]);
            }
            if at > 0 {
                item.set("Prev", ids[list[at - 1]]);
            }
            if let Some(&next) = list.get(at + 1) {
                item.set("Next", ids[next]);
            }
            if let (Some(&first), Some(&last)) = (children[i].first(), children[i].last()) {
                item.set("First", ids[first]);
                item.set("Last", ids[last]);
                item.set("Count", children[i].len() as i64);
            }
            pdf.set_object(ids[i], item);
        }
    }
    let top = children.last()?;
    let (&first, &last) = (top.first()?, top.last()?);
    let list = dictionary! {
        "Type" => Object::Name(b"Outlines".to_vec()),
        "First" => ids[first],
        "Last" => ids[last],
        "Count" => entries.len() as i64,
    };
    pdf.set_object(root, list);
    Some(root)
}
