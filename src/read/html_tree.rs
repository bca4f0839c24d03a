//! HTML to a tree of elements, as browsers build it, with the place of every character of text.
//!
//! The parser (html5ever) gives no places. It takes its input in pieces, though, and has worked one off before it
//! takes the next: the source is cut at every `<` and after every `>`, so that whatever text appears stands in the
//! piece that was just given. Inside the piece, text and source are walked through together.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, parse_document};

use super::elements::{Ground, Id, Kind, MAX_DEPTH, MAX_NODES, Tree};
use crate::diagnostics::Message;
use crate::say;

/// Why there is no tree.
#[derive(Debug)]
pub struct TooMuch {
    /// The byte offset at which it became too much.
    pub offset: usize,
    /// What is too much.
    pub what: Message,
}

/// Parses a whole page.
pub fn page(ground: &Ground) -> Result<Tree, TooMuch> {
    parse(ground, "")
}

/// Parses what stands in a page's body.
pub fn fragment(ground: &Ground) -> Result<Tree, TooMuch> {
    parse(ground, "<!doctype html><html><head></head><body>")
}

fn parse(ground: &Ground, before: &str) -> Result<Tree, TooMuch> {
    let sink = Sink {
        ground,
        tree: RefCell::new(Tree::default()),
        names: RefCell::new(vec![None]),
        piece: Cell::new((0, 0)),
        fault: RefCell::new(None),
    };
    let mut parser = parse_document(sink, ParseOpts::default());
    if !before.is_empty() {
        parser.process(StrTendril::from(before));
    }
    let text = ground.text;
    let mut start = 0;
    while start < text.len() {
        let rest = text.get(start..).unwrap_or("");
        let end = if rest.starts_with('<') {
            rest.find('>').map_or(rest.len(), |at| at + 1)
        } else {
            rest.find('<').unwrap_or(rest.len())
        };
        let sink = &parser.tokenizer.sink.sink;
        sink.piece.set((start, start + end));
        parser.process(StrTendril::from(rest.get(..end).unwrap_or(rest)));
        if let Some(what) = parser.tokenizer.sink.sink.fault.take() {
            return Err(TooMuch { offset: start, what });
        }
        start += end;
    }
    parser.tokenizer.sink.sink.piece.set((text.len(), text.len()));
    Ok(parser.finish())
}

struct Sink<'g, 'p> {
    ground: &'g Ground<'p>,
    tree: RefCell<Tree>,
    /// The parser's own names of the nodes, which it asks back.
    names: RefCell<Vec<Option<QualName>>>,
    /// What of the piece at hand is not worked off: its byte range.
    piece: Cell<(usize, usize)>,
    fault: RefCell<Option<Message>>,
}

impl Sink<'_, '_> {
    fn add(&self, kind: Kind, name: Option<QualName>) -> Id {
        let id = self.tree.borrow_mut().add(kind, self.ground.spot(self.piece.get().0));
        self.names.borrow_mut().push(name);
        if id >= MAX_NODES {
            self.fault.replace(Some(say!("there are too many elements")));
        }
        id
    }

    /// A node for what the parser gives; text joins the text before it.
    fn child(&self, before: Option<Id>, child: NodeOrText<Id>) -> Option<Id> {
        match child {
            NodeOrText::AppendNode(id) => {
                self.detach(id);
                Some(id)
            }
            NodeOrText::AppendText(text) => {
                let placed = self.placed(&text);
                if let Some(before) = before
                    && let Some(node) = self.tree.borrow_mut().node_mut(before)
                    && let Kind::Text(earlier) = &mut node.kind
                {
                    let shift = u32::try_from(earlier.text.len()).unwrap_or(u32::MAX);
                    earlier.text.push_str(&placed.text);
                    let later = placed.anchors.into_iter();
                    earlier.anchors.extend(later.map(|mut a| {
                        a.offset = a.offset.saturating_add(shift);
                        a
                    }));
                    return None;
                }
                Some(self.add(Kind::Text(placed), None))
            }
        }
    }

    /// Text with the places of its characters.
    fn placed(&self, text: &str) -> super::placed::Placed {
        let (start, end) = self.piece.get();
        let source = self.ground.text.get(start..end).unwrap_or("");
        let mut at = 0;
        let mut steps = Vec::new();
        let mut expected = None;
        for (offset, c) in text.char_indices() {
            let Some((from, length)) = written(source, at, c) else { break };
            if expected != Some(from) {
                steps.push((offset, start + from));
            }
            at = from + length;
            // One character of text is one of the source, or it is an escape: a new step follows.
            expected = (length == c.len_utf8()).then_some(at);
        }
        if steps.is_empty() {
            steps.push((0, start));
        }
        self.piece.set((start + at, end));
        self.ground.made(text.to_owned(), &steps)
    }

    fn detach(&self, id: Id) {
        let mut tree = self.tree.borrow_mut();
        let Some(parent) = tree.node_mut(id).and_then(|node| node.parent.take()) else { return };
        if let Some(node) = tree.node_mut(parent) {
            node.children.retain(|child| *child != id);
        }
    }

    fn check_depth(&self, id: Id) {
        if self.tree.borrow().depth(id) > MAX_DEPTH {
            self.fault.replace(Some(say!("the elements are nested too deep")));
        }
    }
}

/// Where in `source`, from byte `at` on, the character is written, and in how many bytes.
fn written(source: &str, at: usize, c: char) -> Option<(usize, usize)> {
    let rest = source.get(at..)?;
    let next = rest.chars().next()?;
    if next == '&' {
        let body: usize =
            rest.chars().skip(1).take_while(|c| c.is_ascii_alphanumeric() || *c == '#').map(char::len_utf8).sum();
        let closed = rest.get(body + 1..).is_some_and(|rest| rest.starts_with(';'));
        let reference = body > 0 && closed;
        let stands_for_itself = ["&amp", "&AMP", "&#38", "&#x26", "&#X26"].iter().any(|r| rest.starts_with(r));
        return match (c, reference) {
            ('&', true) if stands_for_itself => Some((at, body + 2)),
            ('&', _) => Some((at, 1)),
            (_, true) => Some((at, body + 2)),
            _ => None,
        };
    }
    if next == c {
        return Some((at, c.len_utf8()));
    }
    if next == '\r' && c == '\n' {
        return Some((at, if rest.starts_with("\r\n") { 2 } else { 1 }));
    }
    // White space that the parser let fall, or a character that it does not keep.
    let skipped = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\0').len();
    if skipped == 0 {
        return None;
    }
    (source.get(at + skipped..)?.starts_with(c)).then_some((at + skipped, c.len_utf8()))
}

impl TreeSink for Sink<'_, '_> {
    type Handle = Id;
    type Output = Tree;
    type ElemName<'a>
        = OwnedName
    where
        Self: 'a;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        Tree::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> OwnedName {
        let name = self.names.borrow().get(*target).cloned().flatten();
        // The parser asks for the names of elements only.
        OwnedName(name.unwrap_or_else(|| QualName::new(None, html5ever::ns!(html), "".into())))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        let kind = Kind::Element {
            name: name.local.to_string(),
            attributes: attributes.into_iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect(),
        };
        self.add(kind, Some(name))
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.add(Kind::Other, None)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.add(Kind::Other, None)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        let last = self.tree.borrow().children(*parent).last().copied();
        if let Some(child) = self.child(last, child) {
            self.tree.borrow_mut().append(*parent, child);
            self.check_depth(child);
        }
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let stands = self.tree.borrow().node(*element).is_some_and(|node| node.parent.is_some());
        if stands {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, x: &Id, y: &Id) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, new: NodeOrText<Id>) {
        let place = {
            let tree = self.tree.borrow();
            let Some(parent) = tree.node(*sibling).and_then(|node| node.parent) else { return };
            let at = tree.children(parent).iter().position(|id| id == sibling);
            at.map(|at| (parent, at, at.checked_sub(1).and_then(|at| tree.children(parent).get(at)).copied()))
        };
        let Some((parent, at, before)) = place else { return };
        if let Some(child) = self.child(before, new) {
            let mut tree = self.tree.borrow_mut();
            if let Some(node) = tree.node_mut(child) {
                node.parent = Some(parent);
            }
            if let Some(node) = tree.node_mut(parent) {
                node.children.insert(at.min(node.children.len()), child);
            }
            drop(tree);
            self.check_depth(child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, more: Vec<Attribute>) {
        if let Some(node) = self.tree.borrow_mut().node_mut(*target)
            && let Kind::Element { attributes, .. } = &mut node.kind
        {
            for attribute in more {
                let name = attribute.name.local.to_string();
                if !attributes.iter().any(|(known, _)| *known == name) {
                    attributes.push((name, attribute.value.to_string()));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let mut tree = self.tree.borrow_mut();
        let children = tree.node_mut(*node).map(|node| std::mem::take(&mut node.children)).unwrap_or_default();
        for child in children {
            tree.append(*new_parent, child);
        }
    }
}

/// A name, by value: the names stand in a list that grows while the parser looks at one.
#[derive(Debug)]
struct OwnedName(QualName);

impl html5ever::interface::ElemName for OwnedName {
    fn ns(&self) -> &html5ever::Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &html5ever::LocalName {
        &self.0.local
    }

    fn expanded(&self) -> ExpandedName<'_> {
        self.0.expanded()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines::{Lines, Spot};

    #[test]
    fn every_character_has_its_place() {
        let source = "<p>أ&amp;ب\n<b>ج</b>&nbsp;د &lt;<p>هـ & و<table>ز<tr><td>ح</table>";
        let lines = Lines::new(source, 1);
        let tree = fragment(&Ground::whole(source, &lines)).unwrap();
        let spot = |needle: &str, id: Id| {
            let text = tree.text(id);
            text.spot(text.text.find(needle).unwrap())
        };
        let all = Tree::ROOT;
        assert_eq!(spot("ب", all), Spot { line: 1, column: 10 });
        assert_eq!(spot("ج", all), Spot { line: 2, column: 4 });
        assert_eq!(spot("د", all), Spot { line: 2, column: 15 });
        assert_eq!(spot("و", all), Spot { line: 2, column: 29 });
        assert_eq!(spot("ح", all), Spot { line: 2, column: 46 });
    }

    #[test]
    fn depth_and_number_are_bounded() {
        let deep = "<div>".repeat(100_000);
        let lines = Lines::new(&deep, 1);
        assert!(fragment(&Ground::whole(&deep, &lines)).unwrap_err().what.to_string().contains("deep"));
        let formats: String = (0..190).map(|n| format!("<b id={n}>")).collect();
        let many = formats + &"<p>x</p>".repeat(60_000);
        let lines = Lines::new(&many, 1);
        // However it ends, it ends soon.
        let _ = fragment(&Ground::whole(&many, &lines));
    }
}
