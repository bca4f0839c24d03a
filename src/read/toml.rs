//! TOML to placed trees.

use std::ops::Range;

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::align::{Quoting, align};
use super::decode;
use super::detect::{Reader, has_known_key};
use super::input::{Input, failed};
use super::placed::Placed;
use super::tree::{Key, MAX_DEPTH, Node, Value};
use super::{Format, Options, Outcome};
use crate::diagnostics::Problem;
use crate::say;

/// Reads the project's own form.
pub struct Toml;

impl Reader for Toml {
    fn format(&self) -> Format {
        Format::Toml
    }

    fn recognises(&self, input: &Input) -> bool {
        has_known_key(input.text, '=')
    }

    fn read(&self, input: &Input, _: &Options) -> Vec<Outcome> {
        vec![match parse(input, 0..input.text.len()) {
            Ok(node) => decode::item(input, &node, 0),
            Err(problem) => failed(0, problem),
        }]
    }
}

/// Parses the TOML document in `range` of the input.
pub fn parse(input: &Input, range: Range<usize>) -> Result<Node, Problem> {
    // What stands before becomes white space: the parser's offsets are then the input's.
    let before = input.text.get(..range.start).unwrap_or("").bytes();
    let mut text: String = before.map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.push_str(input.text.get(range).unwrap_or(""));
    if let Some(offset) = deep_key(&text) {
        return Err(input.error(offset, say!("the tables are nested too deep"), say!("no bulletin needs such depth")));
    }
    let table = DeTable::parse(&text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let what = say!("this is not TOML: {error}", error = error.message().lines().next().unwrap_or_default());
        input.error(at, what, say!("write name = \"value\", and lists as [\"…\", \"…\"]"))
    })?;
    map(input, table.get_ref(), table.span().start, 0)
}

/// Where a line has more dots outside of text than tables may be deep. A key of many dots makes a table in a table
/// for each, and the parser sets no bound to them.
fn deep_key(text: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let key = line.split(['=', '"', '\'', '#']).next().unwrap_or("");
        if key.bytes().filter(|&b| b == b'.').count() >= MAX_DEPTH {
            return Some(start);
        }
        start += line.len();
    }
    None
}

fn node(input: &Input, value: &Spanned<DeValue>, depth: usize) -> Result<Node, Problem> {
    let start = value.span().start;
    let value = match value.get_ref() {
        DeValue::String(text) => Value::String(string(input, start, text)),
        DeValue::Integer(number) => Value::Number(number.to_string()),
        DeValue::Float(number) => Value::Number(number.to_string()),
        DeValue::Boolean(value) => Value::Bool(*value),
        // A date without quotes is the text of a date.
        DeValue::Datetime(date) => Value::String(Placed::at(date.to_string(), input.lines.spot(start))),
        DeValue::Array(array) => {
            deep(input, start, depth)?;
            Value::List(array.iter().map(|entry| node(input, entry, depth + 1)).collect::<Result<_, _>>()?)
        }
        DeValue::Table(table) => return map(input, table, start, depth),
    };
    Ok(Node { value, at: input.lines.spot(start) })
}

fn map(input: &Input, table: &DeTable, start: usize, depth: usize) -> Result<Node, Problem> {
    deep(input, start, depth)?;
    // The parser keeps fields by name; their spans give the order in which they were written.
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let mut fields = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let at = input.lines.spot(key.span().start);
        fields.push((Key { name: key.get_ref().to_string(), at }, node(input, value, depth + 1)?));
    }
    Ok(Node { value: Value::Map(fields), at: input.lines.spot(start) })
}

fn deep(input: &Input, start: usize, depth: usize) -> Result<(), Problem> {
    if depth < MAX_DEPTH {
        return Ok(());
    }
    Err(input.error(start, say!("the values are nested too deep"), say!("no bulletin needs such depth")))
}

fn string(input: &Input, start: usize, text: &str) -> Placed {
    let source = input.text.get(start..).unwrap_or("");
    let quoting = if source.starts_with('\'') { Quoting::None } else { Quoting::Escaped };
    let mut opening = if source.starts_with("\"\"\"") || source.starts_with("'''") { 3 } else { 1 };
    if opening == 3 {
        // A line end right after the opening quotes is not text.
        let inner = source.get(3..).unwrap_or("");
        opening += inner.len() - inner.strip_prefix("\r\n").or(inner.strip_prefix('\n')).unwrap_or(inner).len();
    }
    let anchors = align(input.text, start + opening, text, quoting, &input.lines);
    Placed { text: text.to_owned(), anchors }
}
