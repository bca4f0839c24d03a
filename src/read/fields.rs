//! Typed access to the fields of a placed tree, where every miss is a problem with its place.
//!
//! The functions give `None` after reporting, so that a caller goes on to the next field and all problems of an
//! input are told at once.

use std::collections::HashMap;

use super::lines::Spot;
use super::placed::Placed;
use super::report::Report;
use super::tree::{Key, Node, Value};
use crate::diagnostics::{Message, Origin, nearest};
use crate::document::{Date, Language, Text, markup};
use crate::say;

/// The fields of one group.
#[derive(Clone, Copy)]
pub struct Fields<'n> {
    entries: &'n [(Key, Node)],
    /// Where the group begins.
    pub at: Spot,
    /// The group's own path; empty at the top.
    pub path: &'n str,
    /// The names that a field may have; none where any may stand.
    known: &'n [&'n str],
}

impl<'n> Fields<'n> {
    /// The first field of that name.
    pub fn get(&self, name: &str) -> Option<&'n Node> {
        self.entries.iter().find(|(key, _)| key.name == name).map(|(_, node)| node)
    }

    /// The names in the order in which they were written.
    pub fn names(&self) -> impl Iterator<Item = &'n Key> {
        self.entries.iter().map(|(key, _)| key)
    }

    /// The fields in the order in which they were written.
    pub fn all(&self) -> impl Iterator<Item = &'n (Key, Node)> {
        self.entries.iter()
    }

    /// The path of a field of the group.
    pub fn path_of(&self, name: &str) -> String {
        join(self.path, name)
    }
}

/// The path of field `name` below `path`.
pub fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// Names that other forms use for a field of ours.
const OTHER_NAMES: [(&str, &str); 20] = [
    ("author", "byline"),
    ("authors", "byline"),
    ("blocks", "body"),
    ("category", "categories"),
    ("content", "body"),
    ("date", "published"),
    ("dir", "language"),
    ("items", "list"),
    ("lang", "language"),
    ("location", "dateline"),
    ("paragraphs", "body"),
    ("pubdate", "published"),
    ("src", "image"),
    ("subtitle", "subheadline"),
    ("tags", "categories"),
    ("text", "body"),
    ("title", "headline"),
    ("headline", "title"),
    ("published", "date"),
    ("number", "issue"),
];

/// The known field that an unknown name is meant for, by its letters or by what other forms call it.
fn meant<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let other = |known: &&'k str| OTHER_NAMES.contains(&(name.to_lowercase().as_str(), known));
    nearest(name, known).or_else(|| known.iter().copied().find(|known| other(known)))
}

impl Report {
    /// The fields of a group, after reporting those that `known` does not list and those that stand twice.
    pub fn fields<'n>(&mut self, node: &'n Node, path: &'n str, known: &'n [&'n str]) -> Option<Fields<'n>> {
        let Value::Map(entries) = &node.value else {
            self.wrong_kind(node, path, say!("a group of fields"), say!());
            return None;
        };
        let fields = Fields { entries, at: node.at, path, known };
        self.duplicates(&fields);
        for key in fields.names().filter(|key| !known.contains(&key.name.as_str())) {
            self.unknown(key, path, known);
        }
        Some(fields)
    }

    /// The fields of a group of a foreign form, in which others than ours may stand.
    pub fn any_fields<'n>(&mut self, node: &'n Node, path: &'n str) -> Option<Fields<'n>> {
        let Value::Map(entries) = &node.value else {
            self.wrong_kind(node, path, say!("a group of fields"), say!());
            return None;
        };
        let fields = Fields { entries, at: node.at, path, known: &[] };
        self.duplicates(&fields);
        Some(fields)
    }

    fn duplicates(&mut self, fields: &Fields) {
        let mut seen: HashMap<&str, Spot> = HashMap::new();
        for key in fields.names() {
            match seen.get(key.name.as_str()) {
                Some(first) => {
                    let what = say!("the field “{name}” stands twice", name = &key.name);
                    let cure = say!("keep this one or that of line {line}", line = first.line);
                    self.error(key.at, &fields.path_of(&key.name), what, cure);
                }
                None => {
                    seen.insert(&key.name, key.at);
                }
            }
        }
    }

    fn unknown(&mut self, key: &Key, path: &str, known: &[&str]) {
        let cure = match meant(&key.name, known) {
            Some(ours) => say!("did you mean “{ours}”?", ours),
            None => say!("known are {names}", names = known.join(", ")),
        };
        self.error(key.at, &join(path, &key.name), say!("unknown field “{name}”", name = &key.name), cure);
    }

    /// Reports a value of another kind than expected.
    pub fn wrong_kind(&mut self, node: &Node, path: &str, expected: Message, cure: Message) {
        let found = node.kind();
        self.error(node.at, path, say!("expected {expected}, found {found}", expected, found), cure);
    }

    /// Reports a field that is not there; not where an unknown one, reported already, is meant for it.
    pub fn missing(&mut self, fields: &Fields, name: &str, example: &str) {
        let mut unknown = fields.names().filter(|key| !fields.known.contains(&key.name.as_str()));
        if unknown.any(|key| meant(&key.name, fields.known) == Some(name)) {
            return;
        }
        let what = say!("the field “{name}” is missing", name);
        self.error(fields.at, &fields.path_of(name), what, say!("add {name}: {example}", name, example));
    }

    /// The string of a node; an empty one is reported.
    pub fn string<'n>(&mut self, node: &'n Node, path: &str) -> Option<&'n Placed> {
        let Value::String(placed) = &node.value else {
            let quotable = matches!(node.value, Value::Number(_) | Value::Bool(_));
            self.wrong_kind(node, path, say!("text"), if quotable { say!("put it in quotes") } else { say!() });
            return None;
        };
        if placed.text.trim().is_empty() {
            self.error(node.at, path, say!("the text is empty"), say!("write it, or leave the field out"));
            return None;
        }
        Some(placed)
    }

    /// Text with inline Markdown; blank text is reported.
    pub fn text(&mut self, node: &Node, path: &str) -> Option<Text> {
        let placed = self.string(node, path)?;
        let text = self.markup(placed, path);
        if text.is_blank() && !text.flatten().ranges.iter().any(|range| range.style.note.is_some()) {
            self.error(
                node.at,
                path,
                say!("there is nothing to read in the text"),
                say!("write it, or leave the field out"),
            );
            return None;
        }
        Some(text)
    }

    /// Text that may be empty: a table's cell.
    pub fn cell(&mut self, node: &Node, path: &str) -> Option<Text> {
        match &node.value {
            Value::String(placed) => Some(self.markup(placed, path)),
            _ => self.text(node, path),
        }
    }

    fn markup(&mut self, placed: &Placed, path: &str) -> Text {
        let placed = self.clean(placed, path);
        let parsed = markup::parse(&placed.text);
        let mut text = Text { inlines: parsed.inlines, ..Text::default() };
        text.origin = placed.map(text.plain(), &parsed.steps).origin(&self.file, path);
        text
    }

    /// The entries of a list, each with its path; an empty list is reported.
    pub fn list<'n>(&mut self, node: &'n Node, path: &str, entry: Message) -> Option<Vec<(&'n Node, String)>> {
        let Value::List(nodes) = &node.value else {
            self.wrong_kind(node, path, say!("a list"), say!());
            return None;
        };
        if nodes.is_empty() {
            self.error(node.at, path, say!("the list is empty"), say!("give it at least one {entry}", entry));
            return None;
        }
        Some(entries(nodes, path))
    }

    /// The entries of a list that may be empty.
    pub fn any_list<'n>(&mut self, node: &'n Node, path: &str) -> Option<Vec<(&'n Node, String)>> {
        let Value::List(nodes) = &node.value else {
            self.wrong_kind(node, path, say!("a list"), say!());
            return None;
        };
        Some(entries(nodes, path))
    }

    /// Texts of a list, in order; those that are none are reported and left out.
    pub fn texts(&mut self, entries: Vec<(&Node, String)>) -> Vec<Text> {
        entries.into_iter().filter_map(|(node, path)| self.text(node, &path)).collect()
    }

    /// An optional field; one that is given as nothing is absent.
    pub fn optional<'n>(&mut self, fields: &Fields<'n>, name: &str) -> Option<(&'n Node, String)> {
        let node = fields.get(name)?;
        (node.value != Value::Null).then(|| (node, fields.path_of(name)))
    }

    /// An optional text.
    pub fn optional_text(&mut self, fields: &Fields, name: &str) -> Option<Text> {
        let (node, path) = self.optional(fields, name)?;
        self.text(node, &path)
    }

    /// An optional string that is no running text: a path, an address, a name.
    pub fn optional_string(&mut self, fields: &Fields, name: &str) -> Option<String> {
        let (node, path) = self.optional(fields, name)?;
        self.string(node, &path).map(|placed| placed.text.clone())
    }

    /// Where an optional string was written.
    pub fn origin_of(&self, fields: &Fields, name: &str) -> Origin {
        match fields.get(name).map(|node| &node.value) {
            Some(Value::String(placed)) => placed.origin(&self.file, &fields.path_of(name)),
            _ => Origin::default(),
        }
    }

    /// An optional date.
    pub fn optional_date(&mut self, fields: &Fields, name: &str) -> Option<Date> {
        let (node, path) = self.optional(fields, name)?;
        let placed = self.string(node, &path)?;
        match Date::parse(&placed.text) {
            Ok(date) => Some(date),
            Err(error) => {
                let cure = say!("write a day as 2025-05-18, or a moment as 2025-05-18T09:30:00+03:00");
                self.error(node.at, &path, error.what(), cure);
                None
            }
        }
    }

    /// A language; Arabic where none is given.
    pub fn language(&mut self, fields: &Fields) -> Language {
        let Some(node) = fields.get("language") else { return Language::default() };
        let path = fields.path_of("language");
        let Some(placed) = self.string(node, &path) else { return Language::default() };
        Language::parse(&placed.text).unwrap_or_else(|tag| {
            let what = say!("“{tag}” is not a language tag", tag);
            self.error(node.at, &path, what, say!("write a BCP 47 tag, as ar, ar-SY or en"));
            Language::default()
        })
    }

    /// A flag; false where none is given.
    pub fn flag(&mut self, fields: &Fields, name: &str) -> bool {
        match fields.get(name) {
            None => false,
            Some(Node { value: Value::Bool(value), .. }) => *value,
            Some(node) => {
                self.wrong_kind(node, &fields.path_of(name), say!("true or false"), say!());
                false
            }
        }
    }

    /// One of some values by name; the first where none is given.
    pub fn choice<T: Copy + Default>(&mut self, fields: &Fields, name: &str, choices: &[(&str, T)]) -> T {
        let Some(node) = fields.get(name) else { return T::default() };
        let path = fields.path_of(name);
        let Some(placed) = self.string(node, &path) else { return T::default() };
        match choices.iter().find(|(known, _)| *known == placed.text) {
            Some((_, value)) => *value,
            None => {
                let what = say!("“{written}” is no {name}", written = &placed.text, name);
                let cure = match choices {
                    [(first, _), (second, _)] => {
                        say!("write “{first}” or “{second}”", first = *first, second = *second)
                    }
                    _ => {
                        let names = choices.iter().map(|(known, _)| *known).collect::<Vec<_>>().join(", ");
                        say!("write one of {names}", names)
                    }
                };
                self.error(node.at, &path, what, cure);
                T::default()
            }
        }
    }
}

fn entries<'n>(nodes: &'n [Node], path: &str) -> Vec<(&'n Node, String)> {
    nodes.iter().enumerate().map(|(index, node)| (node, format!("{path}[{index}]"))).collect()
}
