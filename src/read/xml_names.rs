//! Names of XML elements by their namespace: whatever prefix a feed declares, its elements get the usual one.
//!
//! A prefix that is not declared, or declared for what is not known here, stays: feeds that forget a declaration are met
//! too, and their prefixes are the usual ones.

use std::collections::HashMap;

use super::elements::{Id, Kind, Tree};

/// Namespaces without their scheme, and the usual prefix of their elements; none for those of the feed itself.
const KNOWN: [(&str, &str); 9] = [
    ("purl.org/rss/1.0/modules/content/", "content"),
    ("purl.org/dc/elements/1.1/", "dc"),
    ("purl.org/dc/terms/", "dcterms"),
    ("search.yahoo.com/mrss", "media"),
    ("video.search.yahoo.com/mrss", "media"),
    ("www.w3.org/2005/Atom", ATOM),
    ("purl.org/atom/ns#", ATOM),
    ("purl.org/rss/1.0/", ""),
    ("backend.userland.com/rss2", ""),
];

/// The prefix of Atom's elements outside a feed of its own.
const ATOM: &str = "atom";

/// WordPress's namespaces name the version: what stands before and behind it.
const WORDPRESS: &str = "wordpress.org/export/";

fn usual(namespace: &str) -> Option<&'static str> {
    let name = namespace.trim();
    let name = name.strip_prefix("https://").or_else(|| name.strip_prefix("http://")).unwrap_or(name);
    if let Some(rest) = name.strip_prefix(WORDPRESS) {
        return Some(if rest.trim_end_matches('/').ends_with("excerpt") { "excerpt" } else { "wp" });
    }
    let same = |known: &str| known.trim_end_matches('/') == name.trim_end_matches('/');
    KNOWN.iter().find(|(known, _)| same(known)).map(|(_, prefix)| *prefix)
}

/// Gives the elements of a feed their usual prefixes.
pub fn settle(tree: &mut Tree) {
    let root = tree.children(Tree::ROOT).iter().copied().find(|id| !tree.full_name(*id).is_empty());
    let is_atom = root.is_some_and(|root| tree.name(root) == "feed");
    // An undeclared prefix of the root itself is that of the feed.
    let of_root = root.and_then(|root| tree.full_name(root).split_once(':')).map(|(prefix, _)| prefix.to_owned());
    let mut renamed: Vec<(Id, String)> = Vec::new();
    // The prefixes that are declared, the innermost last, and what each of them means there: a list alone would be gone
    // through for every element.
    let mut declared: Vec<String> = Vec::new();
    let mut meanings: HashMap<String, Vec<Option<&'static str>>> = HashMap::new();
    let mut waiting: Vec<(Id, usize)> = vec![(Tree::ROOT, 0)];
    while let Some((id, around)) = waiting.pop() {
        for prefix in declared.drain(around.min(declared.len())..) {
            if let Some(meanings) = meanings.get_mut(&prefix) {
                meanings.pop();
            }
        }
        if let Some(Kind::Element { name, attributes }) = tree.node(id).map(|node| &node.kind) {
            for (key, value) in attributes {
                let prefix = if key == "xmlns" { Some("") } else { key.strip_prefix("xmlns:") };
                if let Some(prefix) = prefix {
                    meanings.entry(prefix.to_owned()).or_default().push(usual(value));
                    declared.push(prefix.to_owned());
                }
            }
            let (prefix, local) = name.split_once(':').unwrap_or(("", name));
            let found = meanings.get(prefix).and_then(|meanings| *meanings.last()?);
            let own = match found {
                Some(ATOM) if is_atom => Some(""),
                None if of_root.as_deref() == Some(prefix) => Some(""),
                found => found,
            };
            match own {
                Some("") if !prefix.is_empty() => renamed.push((id, local.to_owned())),
                Some(own) if own != prefix => renamed.push((id, format!("{own}:{local}"))),
                _ => {}
            }
        }
        let inside = declared.len();
        waiting.extend(tree.children(id).iter().rev().map(|child| (*child, inside)));
    }
    for (id, new) in renamed {
        if let Some(Kind::Element { name, .. }) = tree.node_mut(id).map(|node| &mut node.kind) {
            *name = new;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::elements::Ground;
    use crate::read::lines::Lines;
    use crate::read::xml_tree;

    fn names(source: &str) -> Vec<String> {
        let lines = Lines::new(source, 1);
        let mut tree = xml_tree::parse(&Ground::whole(source, &lines)).unwrap();
        settle(&mut tree);
        tree.walk(Tree::ROOT).map(|id| tree.full_name(id).to_owned()).filter(|name| !name.is_empty()).collect()
    }

    #[test]
    fn whatever_prefix_is_declared() {
        let rss = "<rss xmlns:c='http://purl.org/rss/1.0/modules/content/' xmlns:a='http://www.w3.org/2005/Atom'><item>\
                   <c:encoded/><encoded xmlns='http://purl.org/rss/1.0/modules/content/'/><a:link/><encoded/>\
                   <dc:date/><x xmlns:c='other'><c:encoded/></x><c:encoded/></item></rss>";
        let expected =
            ["rss", "item", "content:encoded", "content:encoded", "atom:link", "encoded", "dc:date", "x", "c:encoded"];
        assert_eq!(names(rss)[..9], expected);
        assert_eq!(names(rss)[9], "content:encoded");
        assert_eq!(names("<a:feed><a:entry/></a:feed>"), ["feed", "entry"]);
        let atom = "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><b:title xmlns:b='http://www.w3.org/2005/Atom'/>\
                    </a:entry></a:feed>";
        assert_eq!(names(atom), ["feed", "entry", "title"]);
    }
}
