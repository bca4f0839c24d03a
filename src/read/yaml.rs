//! YAML to placed trees: one document, YAML 1.2's core types, no aliases.
//!
//! The tree is built from the parser's events, so that depth is bounded before anything deep exists, and an alias,
//! by which a few lines grow to gigabytes, is refused where it stands.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

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
pub struct Yaml;

impl Reader for Yaml {
    fn format(&self) -> Format {
        Format::Yaml
    }

    fn recognises(&self, input: &Input) -> bool {
        has_known_key(input.text, ':')
    }

    fn read(&self, input: &Input, _: &Options) -> Vec<Outcome> {
        vec![match parse(input, 0..input.text.len()) {
            Ok(node) => decode::item(input, &node, 0),
            Err(problem) => failed(0, problem),
        }]
    }
}

/// Parses the YAML document in `range` of the input.
pub fn parse(input: &Input, range: Range<usize>) -> Result<Node, Problem> {
    let base = range.start;
    let text = input.text.get(range.clone()).unwrap_or("");
    // The parser counts characters from where it begins.
    let skipped = input.text.get(..base).unwrap_or("").chars().count();
    let mut build = Build { input, skipped, end: range.end, open: Vec::new(), root: None, second: None };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let at = build.offset(error.marker().index());
            let what = say!("this is not YAML: {error}", error = error.info());
            input.error(at, what, say!("check the indentation, and put text with “: ” or “ #” in it in quotes"))
        })?;
        build.event(event, span)?;
    }
    build
        .root
        .ok_or_else(|| input.error(base, say!("there is no YAML value here"), say!("give fields, as headline: …")))
}

/// A list or a group that is not closed yet.
struct Open {
    node: Node,
    /// The key that waits for its value.
    key: Option<Key>,
}

struct Build<'i> {
    input: &'i Input<'i>,
    skipped: usize,
    end: usize,
    open: Vec<Open>,
    root: Option<Node>,
    /// Where a second document begins. The mark that ends the first begins one too, with nothing in it.
    second: Option<usize>,
}

impl Build<'_> {
    fn offset(&self, character: usize) -> usize {
        self.input.lines.offset_of(self.skipped + character).min(self.end)
    }

    fn event(&mut self, event: Event, span: Span) -> Result<(), Problem> {
        let start = self.offset(span.start.index());
        let at = self.input.lines.spot(start);
        if let Some(second) = self.second {
            return match event {
                Event::Scalar(text, ScalarStyle::Plain, ..) if text.is_empty() => Ok(()),
                Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) | Event::Alias(_) => Err(self
                    .input
                    .error(second, say!("a second YAML document begins here"), say!("keep one document a file"))),
                _ => Ok(()),
            };
        }
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                self.second = Some(start);
                Ok(())
            }
            Event::Alias(_) => {
                Err(self.input.error(start, say!("an alias stands here"), say!("write the value itself again")))
            }
            Event::Scalar(text, style, _, tag) => {
                let quoted = style != ScalarStyle::Plain || tag.is_some_and(|tag| tag.suffix == "str");
                let value = match plain(&text) {
                    Some(value) if !quoted => value,
                    _ => Value::String(self.string(&text, style, start)),
                };
                self.add(Node { value, at })
            }
            Event::SequenceStart(..) => self.begin(Node { value: Value::List(Vec::new()), at }, start),
            Event::MappingStart(..) => self.begin(Node { value: Value::Map(Vec::new()), at }, start),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(done) => self.add(done.node),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn begin(&mut self, node: Node, start: usize) -> Result<(), Problem> {
        if self.open.len() >= MAX_DEPTH {
            return Err(self.input.error(
                start,
                say!("the values are nested too deep"),
                say!("no bulletin needs such depth"),
            ));
        }
        self.open.push(Open { node, key: None });
        Ok(())
    }

    fn add(&mut self, node: Node) -> Result<(), Problem> {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match (&mut open.node.value, open.key.take()) {
            (Value::List(list), _) => list.push(node),
            (Value::Map(fields), Some(key)) => fields.push((key, node)),
            (_, _) => {
                let name = match node.value {
                    Value::String(placed) => placed.text,
                    Value::Number(text) => text,
                    Value::Bool(value) => value.to_string(),
                    Value::Null => "null".into(),
                    Value::List(_) | Value::Map(_) => {
                        let place = self.input.place(node.at);
                        return Err(Problem::error(
                            place,
                            say!("a field's name is not text"),
                            say!("write name: value"),
                        ));
                    }
                };
                open.key = Some(Key { name, at: node.at });
            }
        }
        Ok(())
    }

    fn string(&self, text: &str, style: ScalarStyle, start: usize) -> Placed {
        let source = self.input.text;
        let rest = source.get(start..).unwrap_or("");
        let (start, quoting) = match style {
            ScalarStyle::Plain => (start, Quoting::None),
            ScalarStyle::SingleQuoted => (start + 1, Quoting::Doubled),
            ScalarStyle::DoubleQuoted => (start + 1, Quoting::Escaped),
            // The text begins on the line below `|` or `>`.
            ScalarStyle::Literal | ScalarStyle::Folded if rest.starts_with(['|', '>']) => {
                (start + rest.find('\n').map_or(rest.len(), |at| at + 1), Quoting::None)
            }
            ScalarStyle::Literal | ScalarStyle::Folded => (start, Quoting::None),
        };
        Placed { text: text.to_owned(), anchors: align(source, start, text, quoting, &self.input.lines) }
    }
}

/// What a scalar without quotes stands for, if not for text (YAML 1.2.2, 10.3.2).
fn plain(text: &str) -> Option<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Value::Null),
        "true" | "True" | "TRUE" => return Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Some(Value::Bool(false)),
        ".nan" | ".NaN" | ".NAN" => return Some(Value::Number(text.to_owned())),
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let based = |prefix: &str, radix: u32| {
        text.strip_prefix(prefix).is_some_and(|d| !d.is_empty() && d.chars().all(|c| c.is_digit(radix)))
    };
    // Rust reads a float as YAML writes it, and a few words that YAML writes otherwise.
    let float = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') && unsigned.parse::<f64>().is_ok();
    let infinite = matches!(unsigned, ".inf" | ".Inf" | ".INF");
    (float || infinite || based("0o", 8) || based("0x", 16)).then(|| Value::Number(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_are_told_apart() {
        for text in ["12", "-3", "+1.5e3", ".5", "0x1F", "0o17", ".inf", "-.INF", ".nan"] {
            assert!(matches!(plain(text), Some(Value::Number(_))), "{text}");
        }
        for text in ["2025-05-18", "inf", "nan", "١٢", "1.2.3", "yes", "0x", "-", "نص", "12 شاحنة"] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
