//! XML to a tree of elements with the place of every character of text.
//!
//! The parser (quick-xml) opens nothing, expands nothing and tells of every entity by itself: the five of XML and
//! numbered characters are resolved here, the names that HTML knows too, and any other is an error where it
//! stands. So no file is read and no text grows, whatever a document type declares.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::elements::{Ground, Id, Kind, MAX_DEPTH, MAX_NODES, Tree};
use crate::diagnostics::Message;
use crate::say;

/// What is wrong with a document.
#[derive(Debug)]
pub struct Fault {
    /// Its byte offset.
    pub offset: usize,
    /// What is wrong.
    pub what: Message,
    /// What would be right.
    pub cure: Message,
}

fn fault(offset: usize, what: Message, cure: Message) -> Fault {
    Fault { offset, what, cure }
}

/// Parses a document.
pub fn parse(ground: &Ground) -> Result<Tree, Fault> {
    let mut reader = Reader::from_str(ground.text);
    reader.config_mut().check_end_names = true;
    let mut build =
        Build { ground, tree: Tree::default(), open: vec![Tree::ROOT], text: String::new(), steps: Vec::new() };
    loop {
        let start = position(reader.buffer_position());
        let event = reader.read_event().map_err(|error| {
            let at = position(reader.error_position());
            fault(
                at,
                say!("this is not XML: {error}", error = error.to_string()),
                say!("close every element, in the order in which they were opened"),
            )
        })?;
        let end = position(reader.buffer_position());
        match event {
            Event::Text(text) => build.text(&text, start),
            Event::CData(text) => build.text(&text, start + "<![CDATA[".len()),
            Event::GeneralRef(reference) => {
                let name: &str = &reference;
                let resolved = resolve(name).ok_or_else(|| {
                    fault(
                        start,
                        say!("the entity “&{name};” is not known", name),
                        say!("write the character itself; no document type is read"),
                    )
                })?;
                build.text(&resolved, start);
                // What follows the entity is out of step with it.
                build.steps.push((build.text.len(), end));
            }
            Event::Start(tag) => build.start(&tag, start, true)?,
            Event::Empty(tag) => build.start(&tag, start, false)?,
            Event::End(_) => {
                build.flush();
                build.open.pop();
            }
            Event::DocType(kind) => {
                let kind: &str = &kind;
                if kind.contains("<!ENTITY") {
                    return Err(fault(
                        start,
                        say!("the document type declares entities"),
                        say!("take the declarations out"),
                    ));
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
        }
    }
    build.flush();
    if build.open.len() > 1 {
        let id = build.open.last().copied().unwrap_or(Tree::ROOT);
        let name = build.tree.full_name(id).to_owned();
        let what = say!("the document ends inside the element “{name}”", name);
        return Err(fault(ground.text.len(), what, say!("it may be cut off: get the whole of it")));
    }
    Ok(build.tree)
}

fn position(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// The character that an entity stands for.
fn resolve(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0').map(String::from);
    }
    // Feeds and NITF have HTML's names without declaring them. The list is the parser's own.
    let known = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => {
            let (first, second) = *html5ever::data::NAMED_ENTITIES.get(format!("{name};").as_str())?;
            return Some([first, second].into_iter().filter(|c| *c != 0).filter_map(char::from_u32).collect());
        }
    };
    Some(known.to_owned())
}

struct Build<'g, 'p> {
    ground: &'g Ground<'p>,
    tree: Tree,
    open: Vec<Id>,
    /// Text that is not a node yet, and where it stands.
    text: String,
    steps: Vec<(usize, usize)>,
}

impl Build<'_, '_> {
    fn text(&mut self, text: &str, at: usize) {
        self.steps.push((self.text.len(), at));
        self.text.push_str(text);
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let steps = std::mem::take(&mut self.steps);
        if text.is_empty() {
            return;
        }
        let at = self.ground.spot(steps.first().map_or(0, |step| step.1));
        let placed = self.ground.made(text, &steps);
        let id = self.tree.add(Kind::Text(placed), at);
        self.tree.append(self.open.last().copied().unwrap_or(Tree::ROOT), id);
    }

    fn start(&mut self, tag: &BytesStart, at: usize, opens: bool) -> Result<(), Fault> {
        self.flush();
        if self.open.len() > MAX_DEPTH {
            return Err(fault(at, say!("the elements are nested too deep"), say!("no article needs such depth")));
        }
        if self.tree.len() >= MAX_NODES {
            return Err(fault(at, say!("there are too many elements"), say!("part the document")));
        }
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| {
                fault(
                    at,
                    say!("this is not XML: {error}", error = error.to_string()),
                    say!("write attributes as name=\"value\""),
                )
            })?;
            let key = attribute.key.as_ref();
            let value = quick_xml::escape::unescape_with(&attribute.value, |name| {
                // Names that HTML knows are rare in attributes; others stay as they are written.
                quick_xml::escape::resolve_predefined_entity(name)
            });
            let value = value.map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
            attributes.push((key.to_string(), value));
        }
        let name = tag.name().as_ref().to_string();
        let id = self.tree.add(Kind::Element { name, attributes }, self.ground.spot(at));
        self.tree.append(self.open.last().copied().unwrap_or(Tree::ROOT), id);
        if opens {
            self.open.push(id);
        }
        Ok(())
    }
}

/// The name of a document's first element, without its prefix; none where the text does not begin as XML does.
pub fn root_name(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    // What stands before the root: a declaration, comments, a document type, instructions.
    while let Some(inner) = rest.strip_prefix('<') {
        let end = if inner.starts_with("!--") {
            inner.find("-->").map(|at| at + 3)
        } else if inner.starts_with('?') {
            inner.find("?>").map(|at| at + 2)
        } else if inner.starts_with("!DOCTYPE") || inner.starts_with("!doctype") {
            match (inner.find('['), inner.find('>')) {
                (Some(open), Some(close)) if open < close => inner.find("]>").map(|at| at + 2),
                (_, close) => close.map(|at| at + 1),
            }
        } else {
            let end = inner.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
            let name = inner.get(..end)?;
            return Some(name.rsplit(':').next().unwrap_or(name));
        };
        rest = inner.get(end?..)?.trim_start();
    }
    None
}
