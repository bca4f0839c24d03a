//! What servers and stores put around articles: the object that holds a page of a list beside its number, and the one
//! that holds each entry beside its rank.

use super::tree::{Key, Node, Value};

/// The fields in which servers answer with a list of articles: `_items` is that of Eve, and so of Superdesk; `hits` is
/// that of search engines, `rows` that of data sets, `value` that of OData.
const LISTS: [&str; 16] = [
    "_items",
    "items",
    "item",
    "articles",
    "posts",
    "results",
    "docs",
    "documents",
    "entries",
    "data",
    "news",
    "stories",
    "records",
    "rows",
    "hits",
    "value",
];

/// The fields in which such an answer stands as a whole.
const ANSWERS: [&str; 6] = ["response", "result", "results", "data", "hits", "payload"];

/// How deep answers stand in one another.
const MAX_DEPTH: usize = 3;

/// The fields in which an entry holds its article: search engines, data sets, and JSON:API.
const HOLDERS: [&str; 5] = ["_source", "row", "document", "node", "attributes"];

/// The fields of an article, a bulletin or a feed: what has one is no answer around a list of articles.
const OWN: [&str; 11] =
    ["$schema", "headline", "title", "body", "content", "sections", "version", "type", "@type", "@context", "@graph"];

/// What says that an entry is an article itself.
const TEXTS: [&str; 8] = ["headline", "title", "body", "content", "text", "headlines", "bodies", "@type"];

/// The entries of a list, or of the list that an answer holds; the node itself where it is neither.
pub fn listed(mut node: Node) -> Result<Vec<Node>, Node> {
    let entries = match &mut node.value {
        Value::List(nodes) => Some(std::mem::take(nodes)),
        Value::Map(fields) => list_in(fields, 0),
        _ => None,
    };
    entries.map(|nodes| nodes.into_iter().map(entry).collect()).ok_or_else(|| entry(node))
}

fn list_in(fields: &mut [(Key, Node)], depth: usize) -> Option<Vec<Node>> {
    if fields.iter().any(|(key, _)| OWN.contains(&key.name.as_str())) {
        return None;
    }
    for name in LISTS {
        for (_, node) in fields.iter_mut().filter(|(key, _)| key.name == name) {
            match &mut node.value {
                Value::List(nodes) if nodes.iter().all(|node| matches!(node.value, Value::Map(_))) => {
                    return Some(std::mem::take(nodes));
                }
                // An answer of one article has it as it is.
                Value::Map(inner)
                    if name == "item" && inner.iter().any(|(key, _)| OWN.contains(&key.name.as_str())) =>
                {
                    let value = Value::Map(std::mem::take(inner));
                    return Some(vec![Node { value, at: node.at }]);
                }
                _ => {}
            }
        }
    }
    ANSWERS.iter().filter(|_| depth < MAX_DEPTH).find_map(|name| {
        let (_, node) = fields.iter_mut().find(|(key, _)| key.name == *name)?;
        match &mut node.value {
            Value::Map(fields) => list_in(fields, depth + 1),
            _ => None,
        }
    })
}

/// The article that an entry holds beside its rank or its number; the entry itself where it is one.
pub fn entry(node: Node) -> Node {
    let Value::Map(fields) = &node.value else { return node };
    if fields.iter().any(|(key, _)| TEXTS.contains(&key.name.as_str())) {
        return node;
    }
    let held = HOLDERS.iter().find_map(|name| {
        let (_, held) = fields.iter().find(|(key, _)| key.name == *name)?;
        matches!(held.value, Value::Map(_)).then_some(held)
    });
    held.cloned().unwrap_or(node)
}
