//! All that is wrong with a theme's file, each at its place.
//!
//! [`fields`] goes through the file by the schema: names, kinds and ranges. [`room`] looks at what several fields
//! together leave no room for.

use serde_json::Value;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table};

use super::colour::Colour;
use super::file::{Fields, start};
use super::page::Page;
use super::schema::strict;
use super::style::Family;
use crate::diagnostics::{Message, Place, Problem, Problems, nearest};
use crate::say;

/// Text must stand out from white paper by this ratio (WCAG 2.2, 1.4.3, for text of any size).
const LEAST_CONTRAST: f64 = 4.5;

/// The colours that text is set in.
const TEXT_COLOURS: [&str; 3] = ["colours.text", "colours.quiet", "colours.accent"];

/// How many families of its own a theme may bring along: more than any page bears.
const MOST_FAMILIES: usize = 16;

/// A column must hold this many ems of running text: below that, words stand one a line.
const LEAST_COLUMN: f64 = 5.0;

/// A page must hold this many lines of running text, so that heads and what must stay with them find room.
const LEAST_LINES: f64 = 5.0;

/// Checks the fields that the file has, and that none is missing.
pub fn fields(file: &Fields<'_>, problems: &mut Problems) {
    let schema = strict();
    let mut check = Check { file, schema: &schema, problems };
    check.table(file.root(), None, &schema, "");
}

struct Check<'c, 's> {
    file: &'c Fields<'s>,
    schema: &'c Value,
    problems: &'c mut Problems,
}

impl<'c> Check<'c, '_> {
    fn error(&mut self, at: usize, path: &str, what: Message, cure: Message) {
        self.problems.push(Problem::error(self.file.place(at, path), what, cure));
    }

    /// Follows a reference, and says what it refers to.
    fn resolved(&self, schema: &'c Value) -> (&'c Value, &'c str) {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
        match name {
            Some(name) => (self.schema.get("$defs").and_then(|defs| defs.get(name)).unwrap_or(schema), name),
            None => (schema, ""),
        }
    }

    /// The fields of a table. `at` is where the table's name stands.
    fn table(&mut self, table: &DeTable<'_>, at: Option<usize>, schema: &'c Value, path: &str) {
        let Some(Value::Object(known)) = schema.get("properties") else { return };
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| start(key));
        for (key, value) in entries {
            let name = key.get_ref().as_ref();
            let inner = join(path, name);
            match known.get(name) {
                Some(schema) => self.value(value, start(key), schema, &inner),
                None => {
                    let names: Vec<&str> = known.keys().map(String::as_str).collect();
                    let cure = match nearest(name, &names) {
                        Some(meant) => say!("did you mean “{ours}”?", ours = meant),
                        None => say!("known are {names}", names = names.join(", ")),
                    };
                    self.error(start(key), &inner, say!("unknown field “{name}”", name), cure);
                }
            }
        }
        let required = schema.get("required").and_then(Value::as_array).filter(|_| !self.file.has_base());
        let mut missing = required.into_iter().flatten().filter_map(Value::as_str).filter(|n| !table.contains_key(*n));
        let Some(first) = missing.next() else { return };
        let names = std::iter::once(first).chain(missing).collect::<Vec<_>>();
        let what = match names.as_slice() {
            [name] => say!("the field “{name}” is missing", name),
            several => say!("the fields {names} are missing", names = several.join(", ")),
        };
        let cure =
            say!("write it here, or take what is left out from a built-in theme: base = \"classic\" on the first line");
        let place = match at {
            Some(at) => self.file.place(at, path),
            None => self.file.place_of(&[]),
        };
        self.problems.push(Problem::error(place, what, cure));
    }

    /// A value. `key` is where its name stands.
    fn value(&mut self, value: &Spanned<DeValue<'_>>, key: usize, schema: &'c Value, path: &str) {
        let (target, name) = self.resolved(schema);
        let at = start(value);
        match name {
            "Colour" => return self.colour(value, path),
            "Family" => return self.family(value, path),
            "FaceFile" => return self.face(value, key, target, path),
            _ => {}
        }
        if let Some(each) = target.get("additionalProperties").filter(|each| each.is_object()) {
            return match value.get_ref() {
                DeValue::Table(table) => self.families(table, each, path),
                other => self.kind(
                    at,
                    path,
                    say!("a group of fields"),
                    other,
                    say!("write it as sections: [{path}.name]", path),
                ),
            };
        }
        if target.get("properties").is_some() {
            match value.get_ref() {
                DeValue::Table(table) => self.table(table, Some(key), target, path),
                other => {
                    self.kind(at, path, say!("a group of fields"), other, say!("write it as a section: [{path}]", path))
                }
            }
            return;
        }
        let choices = choices(target);
        if !choices.is_empty() {
            return self.choice(value, at, path, &choices, say!("value"));
        }
        if target.get("type").and_then(Value::as_str) == Some("string") {
            if !matches!(value.get_ref(), DeValue::String(_)) {
                self.kind(at, path, say!("text"), value.get_ref(), say!("put it in quotes"));
            }
            return;
        }
        if let Some(kind @ ("number" | "integer")) = target.get("type").and_then(Value::as_str) {
            self.number(value, kind == "integer", target, path);
        }
    }

    /// The families that the file brings along.
    fn families(&mut self, table: &DeTable<'_>, each: &'c Value, path: &str) {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| start(key));
        if let Some((key, _)) = entries.get(MOST_FAMILIES) {
            let cure = say!("a theme can bring along at most {most}", most = MOST_FAMILIES);
            self.error(
                start(key),
                path,
                say!("the theme has too many families of its own: {count}", count = entries.len()),
                cure,
            );
        }
        for (key, value) in entries {
            let name = key.get_ref().as_ref();
            let inner = join(path, name);
            if Family::BUNDLED.contains(&name) {
                let cure = say!("choose another name: styles could not tell them apart");
                self.error(start(key), &inner, say!("“{name}” is a bundled family", name), cure);
            }
            let empty = |fields: &DeTable<'_>| !fields.contains_key("regular") && !fields.contains_key("bold");
            if matches!(value.get_ref(), DeValue::Table(fields) if empty(fields)) {
                let cure = say!("give it one: regular = \"fonts/Name-Regular.ttf\"");
                self.error(start(key), &inner, say!("the family “{name}” has no face", name), cure);
            }
            self.value(value, start(key), each, &inner);
        }
    }

    fn family(&mut self, value: &Spanned<DeValue<'_>>, path: &str) {
        let own = self.file.family_names();
        let names: Vec<&str> =
            Family::BUNDLED.into_iter().chain(own.into_iter().filter(|name| !Family::BUNDLED.contains(name))).collect();
        let at = start(value);
        self.choice(value, at, path, &names, say!("family of faces"));
    }

    /// A path, or a group that has it.
    fn face(&mut self, value: &Spanned<DeValue<'_>>, key: usize, schema: &'c Value, path: &str) {
        let (at, cure) = (start(value), say!("write the path of a TrueType or OpenType file, relative to the theme's"));
        let group = schema.get("anyOf").and_then(Value::as_array).into_iter().flatten();
        let group = group.map(|schema| self.resolved(schema).0).find(|schema| schema.get("properties").is_some());
        match (value.get_ref(), group) {
            (DeValue::String(text), _) if text.trim().is_empty() => {
                self.error(at, path, say!("the path is empty"), cure)
            }
            (DeValue::String(_), _) => {}
            (DeValue::Table(table), Some(schema)) => {
                self.table(table, Some(key), schema, path);
                if self.file.has_base() && !table.contains_key("file") {
                    self.error(key, path, say!("the field “{name}” is missing", name = "file"), cure);
                }
            }
            (other, _) => self.kind(at, path, say!("a path"), other, cure),
        }
    }

    fn kind(&mut self, at: usize, path: &str, expected: Message, found: &DeValue<'_>, cure: Message) {
        self.error(at, path, say!("expected {expected}, found {found}", expected, found = kind(found)), cure);
    }

    fn choice(&mut self, value: &Spanned<DeValue<'_>>, at: usize, path: &str, choices: &[&str], noun: Message) {
        let list = choices.join(", ");
        let DeValue::String(text) = value.get_ref() else {
            return self.kind(at, path, say!("text"), value.get_ref(), say!("write one of {list}, in quotes", list));
        };
        if choices.contains(&text.as_ref()) {
            return;
        }
        let cure = match nearest(text, choices) {
            Some(meant) => say!("did you mean “{meant}”? there are {list}", meant, list),
            None => say!("there are {list}", list),
        };
        self.error(at, path, say!("there is no {noun} “{text}”", noun, text = &**text), cure);
    }

    fn colour(&mut self, value: &Spanned<DeValue<'_>>, path: &str) {
        let at = start(value);
        let DeValue::String(text) = value.get_ref() else {
            return self.kind(at, path, say!("a colour"), value.get_ref(), say!("write it as \"#7a1f1f\""));
        };
        let Some(colour) = Colour::parse(text) else {
            let cure = say!("write it as \"#7a1f1f\": red, green and blue in hexadecimal");
            return self.error(at, path, say!("“{text}” is not a colour", text = &**text), cure);
        };
        let contrast = colour.contrast_to_white();
        if TEXT_COLOURS.contains(&path) && contrast < LEAST_CONTRAST {
            let what = say!(
                "the colour has a contrast of {contrast} to white paper; text needs {least}",
                contrast = format!("{contrast:.1}"),
                least = LEAST_CONTRAST
            );
            let darker = colour.darkened(LEAST_CONTRAST);
            self.error(
                at,
                path,
                what,
                say!(
                    "darken it: “{darker}” has {contrast}",
                    darker = darker.to_string(),
                    contrast = format!("{:.1}", darker.contrast_to_white())
                ),
            );
        }
    }

    fn number(&mut self, value: &Spanned<DeValue<'_>>, whole: bool, schema: &Value, path: &str) {
        let at = start(value);
        let written = value.get_ref();
        let number = match written {
            DeValue::Integer(number) => number.to_string().parse::<f64>().ok(),
            DeValue::Float(number) if !whole => number.to_string().parse::<f64>().ok(),
            _ => None,
        };
        let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
        let (least, most) = (bound("minimum").unwrap_or(f64::MIN), bound("maximum").unwrap_or(f64::MAX));
        let cure = match schema.get("x-unit").and_then(Value::as_str) {
            Some("mm") => say!("it can be from {least} to {most} millimetres", least, most),
            Some("pt") => say!("it can be from {least} to {most} points", least, most),
            _ => say!("it can be from {least} to {most}", least, most),
        };
        let range = say!("write a number from {least} to {most}, without quotes", least, most);
        let Some(number) = number else {
            let expected = if whole { say!("a whole number") } else { say!("a number") };
            return self.kind(at, path, expected, written, range);
        };
        if !(least..=most).contains(&number) {
            self.error(at, path, say!("the value {number} is out of range", number), cure);
        }
    }
}

/// The values that a schema lists.
fn choices(schema: &Value) -> Vec<&str> {
    let list = |name: &str| schema.get(name).and_then(Value::as_array).into_iter().flatten();
    let each = list("oneOf").chain(list("anyOf")).chain([schema]);
    let listed = each.flat_map(|schema| {
        let list = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
        list.chain(schema.get("const"))
    });
    listed.filter_map(Value::as_str).collect()
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// What a value is, in a user's words.
fn kind(value: &DeValue<'_>) -> Message {
    match value {
        DeValue::String(_) => say!("text"),
        DeValue::Integer(_) => say!("a number"),
        DeValue::Float(_) => say!("a number with a fraction"),
        DeValue::Boolean(_) => say!("true or false"),
        DeValue::Datetime(_) => say!("a date"),
        DeValue::Array(_) => say!("a list"),
        DeValue::Table(_) => say!("a group of fields"),
    }
}

/// Checks that lines find room on the page and below each other. `fields` are the file's with those of its base.
pub fn room(file: &Fields<'_>, fields: &Table, problems: &mut Problems) {
    let number = |path: &str| number(fields, path);
    let mut error = |place: Place, what: Message, cure: Message| problems.push(Problem::error(place, what, cure));
    let page = |path: &str| number(&format!("page.{path}"));
    if let (Some(width_mm), Some(height_mm), Some(top_mm), Some(bottom_mm), Some(side_mm), Some(gap), Some(columns)) = (
        page("width_mm"),
        page("height_mm"),
        page("top_mm"),
        page("bottom_mm"),
        page("side_mm"),
        page("column_gap_mm"),
        page("columns"),
    ) {
        let columns = columns.clamp(1.0, 100.0) as usize;
        let start = Default::default();
        let page =
            Page { width_mm, height_mm, top_mm, bottom_mm, side_mm, columns, column_gap_mm: gap, article_start: start };
        if let Some(em) = number("body.size").filter(|em| page.column() < LEAST_COLUMN * em) {
            let what = say!(
                "the columns are {width} points wide, which is less than {least} ems of running text ({em} points)",
                width = format!("{:.0}", page.column().max(0.0)),
                least = LEAST_COLUMN,
                em
            );
            let place = file.place_of(&["page.columns", "page.side_mm", "page.width_mm", "page", "body.size"]);
            error(place, what, say!("lower `columns`, `column_gap_mm` or `side_mm`, or widen the page"));
        }
        let height = page.height() - page.top() - page.bottom();
        if number("body.leading").is_some_and(|leading| height < LEAST_LINES * leading) {
            let what = say!("the page has room for fewer than {least} lines of running text", least = LEAST_LINES);
            let place = file.place_of(&["page.top_mm", "page.bottom_mm", "page.height_mm", "page", "body.leading"]);
            error(place, what, say!("lower `top_mm` and `bottom_mm`, or heighten the page"));
        }
    }
    for (name, style) in fields {
        let (Some(size), Some(leading)) = (number(&format!("{name}.size")), number(&format!("{name}.leading"))) else {
            continue;
        };
        if style.is_table() && leading < size {
            let what =
                say!("lines {leading} points apart with letters of {size} points run into each other", leading, size);
            let place = file.place_of(&[&format!("{name}.leading"), &format!("{name}.size")]);
            error(place, what, say!("Arabic is read well from 1.5 times the size on"));
        }
    }
}

/// The finite number at a path.
fn number(fields: &Table, path: &str) -> Option<f64> {
    let (section, name) = path.split_once('.')?;
    let value = fields.get(section)?.get(name)?;
    let number = value.as_float().or_else(|| value.as_integer().map(|n| n as f64))?;
    number.is_finite().then_some(number)
}
