//! JSON to placed trees, strictly: no comments, no trailing commas, nothing that other JSON readers would refuse.
//!
//! An input is one object, an array, or an object on each line. In the last case a broken line fails alone. What a
//! server answers is often an array in an object, beside the number of its page: then the array counts.

use std::ops::Range;

use jsonc_parser::ast;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};

use super::align::{Quoting, align};
use super::answers;
use super::decode;
use super::detect::Reader;
use super::input::{Input, failed};
use super::json_faults;
use super::markdown;
use super::placed::Placed;
use super::tree::{Key, MAX_DEPTH, Node, Value};
use super::{Format, Options, Outcome};
use crate::diagnostics::Problem;
use crate::say;

/// One piece of a JSON input: its tree, or why there is none.
pub type Element = Result<Node, Problem>;

/// Reads the project's own form.
pub struct Json;

impl Reader for Json {
    fn format(&self) -> Format {
        Format::Json
    }

    fn recognises(&self, input: &Input) -> bool {
        looks_like_json(input.text) && !markdown::has_json_front(input.text)
    }

    fn read(&self, input: &Input, _: &Options) -> Vec<Outcome> {
        let read = |(index, element): (usize, &Element)| match element {
            Ok(node) => decode::item(input, node, index),
            Err(problem) => failed(index, problem.clone()),
        };
        input.json().iter().enumerate().map(read).collect()
    }
}

/// Whether a text begins as JSON does. Prose may begin with a bracket too, but not with what follows it here.
pub fn looks_like_json(text: &str) -> bool {
    let text = text.trim_start();
    match text.strip_prefix('[') {
        Some(rest) => rest.trim_start().starts_with(['{', '[', ']', '"']),
        None => text.starts_with('{'),
    }
}

/// The pieces of an input, never none.
pub fn elements(input: &Input) -> Vec<Element> {
    if let Some(lines) = object_lines(input.text) {
        return lines.into_iter().map(|range| parse(input, range).map(answers::entry)).collect();
    }
    match parse(input, 0..input.text.len()) {
        Ok(node) => match answers::listed(node) {
            Ok(nodes) if !nodes.is_empty() => nodes.into_iter().map(Ok).collect(),
            Ok(_) => vec![Err(input.error(0, say!("the list is empty"), say!("give it at least one article")))],
            Err(node) => vec![Ok(node)],
        },
        other => vec![other],
    }
}

/// The ranges of the lines, if there are several and each is an object by itself.
fn object_lines(text: &str) -> Option<Vec<Range<usize>>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // Files that were put together have a mark where each of them began.
        let marks = |c: char| c.is_whitespace() || c == '\u{FEFF}';
        let whole = line.trim_matches(marks);
        if !whole.is_empty() {
            if !(whole.starts_with('{') && whole.ends_with('}')) {
                return None;
            }
            let indent = line.len() - line.trim_start_matches(marks).len();
            ranges.push(start + indent..start + indent + whole.len());
        }
        start += line.len();
    }
    (ranges.len() > 1).then_some(ranges)
}

/// Parses one JSON value, which is all there is in `range`.
pub fn parse(input: &Input, range: Range<usize>) -> Element {
    let base = range.start;
    let text = input.text.get(range).unwrap_or("");
    if let Some(fault) = json_faults::lexical(text) {
        return Err(input.error(base + fault.offset, fault.what, fault.cure));
    }
    let collect = CollectOptions { comments: CommentCollectionStrategy::Off, tokens: false };
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed = parse_to_ast(text, &collect, &strict).map_err(|error| {
        let (what, cure) = json_faults::words(error.kind());
        input.error(base + error.range().start, what, cure)
    })?;
    match parsed.value {
        Some(value) => Convert { input, base }.node(&value, 0),
        None => Err(input.error(base, say!("there is no JSON value here"), say!("give an object: {{ … }}"))),
    }
}

struct Convert<'i> {
    input: &'i Input<'i>,
    base: usize,
}

impl Convert<'_> {
    fn node(&self, value: &ast::Value, depth: usize) -> Element {
        use jsonc_parser::common::Ranged;
        let start = self.base + value.start();
        if depth >= MAX_DEPTH && matches!(value, ast::Value::Object(_) | ast::Value::Array(_)) {
            return Err(self.input.error(
                start,
                say!("the values are nested too deep"),
                say!("no bulletin needs such depth"),
            ));
        }
        let value = match value {
            ast::Value::NullKeyword(_) => Value::Null,
            ast::Value::BooleanLit(literal) => Value::Bool(literal.value),
            ast::Value::NumberLit(literal) => Value::Number(literal.value.to_owned()),
            ast::Value::StringLit(literal) => Value::String(self.string(literal)),
            ast::Value::Array(array) => {
                Value::List(array.elements.iter().map(|e| self.node(e, depth + 1)).collect::<Result<_, _>>()?)
            }
            ast::Value::Object(object) => {
                let mut fields = Vec::with_capacity(object.properties.len());
                for property in &object.properties {
                    let at = self.input.lines.spot(self.base + property.range.start);
                    let name = property.name.as_str().to_owned();
                    fields.push((Key { name, at }, self.node(&property.value, depth + 1)?));
                }
                Value::Map(fields)
            }
        };
        Ok(Node { value, at: self.input.lines.spot(start) })
    }

    fn string(&self, literal: &ast::StringLit) -> Placed {
        let start = self.base + literal.range.start + 1;
        if let std::borrow::Cow::Borrowed(text) = literal.value {
            return Placed::at(text, self.input.lines.spot(start));
        }
        let text = literal.value.clone().into_owned();
        let anchors = align(self.input.text, start, &text, Quoting::Escaped, &self.input.lines);
        Placed { text, anchors }
    }
}
