//! ninjs items that hold others: packages of articles, and the pictures that articles of one package share.

use std::collections::{HashMap, HashSet};

use super::foreign::string_at;
use super::ninjs::{associated, hold, is_picture, parts, renditions, title};
use super::placed::Placed;
use super::report::Report;
use super::tree::{Node, Value};

/// A package: an item without a text of its own that holds articles with theirs.
pub struct Package<'n> {
    /// The package itself.
    pub node: &'n Node,
    /// Its articles.
    pub texts: Vec<&'n Node>,
    /// What else it holds, each with its field.
    pub others: Vec<(String, &'n Node)>,
    /// The others by their identifiers.
    by_uri: HashMap<&'n str, &'n Node>,
    /// The identifiers that its articles refer to.
    named: HashSet<&'n str>,
}

fn uri(node: &Node) -> Option<&str> {
    string_at(node, &["uri"]).map(|placed| placed.text.as_str())
}

impl<'n> Package<'n> {
    /// The package that an item is, if it is one.
    pub fn of(node: &'n Node) -> Option<Self> {
        let has_body = |node: &Node| !parts(node, "bodies", "body").is_empty();
        if has_body(node) {
            return None;
        }
        let is_text = |item: &Node| has_body(item) && string_at(item, &["type"]).is_none_or(|kind| kind.text == "text");
        let (texts, others): (Vec<_>, Vec<_>) = associated(node).into_iter().partition(|(_, item)| is_text(item));
        let texts: Vec<&Node> = texts.into_iter().map(|(_, item)| item).collect();
        if texts.is_empty() {
            return None;
        }
        let by_uri = others.iter().rev().filter_map(|(_, item)| Some((uri(item)?, *item))).collect();
        let named = texts.iter().flat_map(|text| associated(text)).filter_map(|(_, item)| uri(item)).collect();
        Some(Package { node, texts, others, by_uri, named })
    }

    /// An item as the package has it in full, where an article only refers to it.
    pub fn whole(&self, item: &'n Node) -> &'n Node {
        if !renditions(item).is_empty() {
            return item;
        }
        uri(item).and_then(|uri| self.by_uri.get(uri)).copied().unwrap_or(item)
    }

    /// The pictures beside a package's only article, which are that article's.
    pub fn pictures_of_one(&self) -> impl Iterator<Item = (String, &'n Node)> + '_ {
        let own = self.others.iter().filter(|(_, item)| self.texts.len() == 1 && is_picture(item));
        own.filter(|(_, item)| !self.is_named(item)).cloned()
    }

    /// Whether an article of the package refers to an item.
    fn is_named(&self, item: &Node) -> bool {
        uri(item).is_some_and(|uri| self.named.contains(uri))
    }

    /// The language that the package names, for an article that names none.
    pub fn language(&self) -> Option<&'n Placed> {
        string_at(self.node, &["language"])
    }

    /// Tells of what the package says of itself, and of what in it goes with none of its articles.
    pub fn tell(&self, report: &mut Report) {
        hold(report, self.node);
        if let Some(headline) = title(self.node) {
            report.package_headline(headline, "headline");
        }
        for (field, item) in &self.others {
            if item.value == Value::Null || (is_picture(item) && (self.texts.len() == 1 || self.is_named(item))) {
                continue;
            }
            let kind = string_at(item, &["type"]).map_or("", |placed| placed.text.as_str());
            report.other_medium(item.at, field, kind, title(item).or_else(|| string_at(item, &["uri"])));
        }
    }
}
