//! The structure tree as PDF objects: elements, the parent tree, links with their annotations.
//!
//! PDF/UA-1 and PDF/A-2a ask that every piece of a page is in the tree or an artifact; that the tree has the
//! reading order; that headings do not skip levels; that tables have header cells with a scope, figures a
//! description, notes an identifier, links an annotation with contents. Levels and order come from layout.

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};

use super::finish::text;
use super::marks::{Element, Inline, Kid, Marks, role_name};
use crate::document::Direction;
use crate::layout::{ListMarks, Node, NodeId, Role, Tree};

/// Writes the tree and ties the pages to it. The root goes into the catalog.
pub fn write(pdf: &mut Document, tree: &Tree, marks: &Marks<'_>, pages: &[ObjectId]) -> lopdf::Result<()> {
    let mut writer = Writer {
        tree,
        marks,
        pages,
        nodes: tree.iter().map(|_| pdf.new_object_id()).collect(),
        inlines: marks.inlines.iter().map(|_| pdf.new_object_id()).collect(),
        parents: Vec::new(),
    };
    let root = pdf.new_object_id();
    for (index, list) in marks.pages.iter().enumerate() {
        let elements: Vec<Object> = list.iter().map(|e| writer.element(*e).into()).collect();
        let array = pdf.add_object(elements);
        writer.parents.push(array.into());
        if let Some(&page) = pages.get(index) {
            let page = pdf.get_dictionary_mut(page)?;
            page.set("StructParents", index as i64);
            page.set("Tabs", name("S"));
        }
    }
    writer.annotations(pdf)?;
    for (id, node) in tree.iter() {
        let element = writer.node(id, node, root);
        pdf.set_object(writer.nodes[id.0], element);
    }
    let numbers: Vec<Object> =
        writer.parents.iter().enumerate().flat_map(|(i, list)| [Object::Integer(i as i64), list.clone()]).collect();
    let parent_tree = pdf.add_object(dictionary! { "Nums" => numbers });
    let element = writer.nodes.first().copied().unwrap_or(root);
    pdf.set_object(
        root,
        dictionary! {
            "Type" => name("StructTreeRoot"),
            "K" => element,
            "ParentTree" => parent_tree,
            "ParentTreeNextKey" => writer.parents.len() as i64,
        },
    );
    let catalog = pdf.catalog_mut()?;
    catalog.set("StructTreeRoot", root);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    Ok(())
}

struct Writer<'w> {
    tree: &'w Tree,
    marks: &'w Marks<'w>,
    pages: &'w [ObjectId],
    nodes: Vec<ObjectId>,
    inlines: Vec<ObjectId>,
    /// The values of the parent tree, by key.
    parents: Vec<Object>,
}

impl Writer<'_> {
    fn element(&self, element: Element) -> ObjectId {
        match element {
            Element::Node(node) => self.nodes[node.0],
            Element::Inline(index) => self.inlines[index],
        }
    }

    fn node(&self, id: NodeId, node: &Node, root: ObjectId) -> Dictionary {
        let mut kids: Vec<Object> = node.children.iter().map(|child| self.nodes[child.0].into()).collect();
        kids.extend(self.marks.kids.get(&id).into_iter().flatten().map(|kid| match *kid {
            Kid::Content { page, mcid } => self.content(page, mcid),
            Kid::Inline(index) => self.inlines[index].into(),
        }));
        let mut element = dictionary! {
            "Type" => name("StructElem"),
            "S" => name(role_name(node.role)),
            "P" => node.parent.map_or(root, |parent| self.nodes[parent.0]),
            "K" => kids,
        };
        if let Some(language) = &node.language {
            element.set("Lang", text(language.as_str()));
        }
        if let Some(alt) = &node.alt {
            element.set("Alt", text(alt));
        }
        if let Some(attributes) = self.attributes(id, node) {
            element.set("A", attributes);
        }
        if node.role == Role::Note {
            element.set("ID", Object::String(format!("note{}", id.0).into_bytes(), StringFormat::Literal));
        }
        element
    }

    fn attributes(&self, id: NodeId, node: &Node) -> Option<Object> {
        let writing = |direction: Direction| match direction {
            Direction::RightToLeft => "RlTb",
            Direction::LeftToRight => "LrTb",
        };
        // The mode is inherited, so it is said at the root and where it changes.
        let mode = node.language.as_ref().map(|l| writing(l.direction()));
        let above = node.parent.and_then(|parent| self.language_above(parent)).map(|l| writing(l.direction()));
        let mode = mode.filter(|&mode| above != Some(mode));
        let mut list: Vec<Object> = Vec::new();
        if let Some(mode) = mode.filter(|_| matches!(node.role, Role::Document | Role::Article | Role::Section)) {
            list.push(dictionary! { "O" => name("Layout"), "WritingMode" => name(mode) }.into());
        }
        match node.role {
            Role::TableHeader => list.push(dictionary! { "O" => name("Table"), "Scope" => name("Column") }.into()),
            Role::List(marks) => {
                let numbering = match marks {
                    ListMarks::Bullets => "Disc",
                    ListMarks::Numbers => "Decimal",
                    ListMarks::Letters => "Ordered",
                };
                list.push(dictionary! { "O" => name("List"), "ListNumbering" => name(numbering) }.into());
            }
            Role::Figure => {
                if let Some(bounds) = self.tree.node(id).bounds {
                    let bounds: Vec<Object> = bounds.iter().map(|&v| Object::Real(v as f32)).collect();
                    list.push(
                        dictionary! { "O" => name("Layout"), "BBox" => bounds, "Placement" => name("Block") }.into(),
                    );
                }
            }
            _ => {}
        }
        match list.len() {
            0 => None,
            1 => list.pop(),
            _ => Some(list.into()),
        }
    }

    fn language_above(&self, mut id: NodeId) -> Option<&crate::document::Language> {
        loop {
            let node = self.tree.node(id);
            if node.language.is_some() {
                return node.language.as_ref();
            }
            id = node.parent?;
        }
    }

    /// A reference to a piece of a page.
    fn content(&self, page: usize, mcid: usize) -> Object {
        let mut reference = dictionary! { "Type" => name("MCR"), "MCID" => mcid as i64 };
        if let Some(&page) = self.pages.get(page) {
            reference.set("Pg", page);
        }
        reference.into()
    }

    /// Writes the elements inside paragraphs, and an annotation for every piece of a link.
    fn annotations(&mut self, pdf: &mut Document) -> lopdf::Result<()> {
        for (index, inline) in self.marks.inlines.iter().enumerate() {
            let mut kids: Vec<Object> = inline.content.iter().map(|&(page, mcid)| self.content(page, mcid)).collect();
            if let Some(href) = &inline.href {
                for &(page, area) in &inline.areas {
                    let Some(&page) = self.pages.get(page) else { continue };
                    let key = self.parents.len() as i64;
                    let annotation = pdf.add_object(link(href, inline, area, Some(key)));
                    self.parents.push(self.inlines[index].into());
                    add_annotation(pdf, page, annotation)?;
                    kids.push(dictionary! { "Type" => name("OBJR"), "Obj" => annotation, "Pg" => page }.into());
                }
            }
            let mut element = dictionary! {
                "Type" => name("StructElem"),
                "S" => name(if inline.href.is_some() { "Link" } else { "Span" }),
                "P" => self.nodes[inline.node.0],
                "K" => kids,
            };
            if let Some(language) = &inline.language {
                element.set("Lang", text(language.as_str()));
            }
            pdf.set_object(self.inlines[index], element);
        }
        Ok(())
    }
}

/// Adds the links of an untagged document.
pub fn plain_links(pdf: &mut Document, marks: &Marks<'_>, pages: &[ObjectId]) -> lopdf::Result<()> {
    for inline in &marks.inlines {
        let Some(href) = &inline.href else { continue };
        for &(page, area) in &inline.areas {
            let Some(&page) = pages.get(page) else { continue };
            let annotation = pdf.add_object(link(href, inline, area, None));
            add_annotation(pdf, page, annotation)?;
        }
    }
    Ok(())
}

/// A link's annotation. Its address is percent-encoded where it is not ASCII (RFC 3987, 3.1).
fn link(href: &str, inline: &Inline, area: [f64; 4], parent: Option<i64>) -> Dictionary {
    // Hundredths of a point are finer than a finger or a pointer.
    let rectangle: Vec<Object> = area.iter().map(|&v| Object::Real(((v * 100.0).round() / 100.0) as f32)).collect();
    // An address inside the document is the name of one of its places.
    let action = match href.strip_prefix('#') {
        Some(place) => dictionary! {
            "Type" => name("Action"),
            "S" => name("GoTo"),
            "D" => Object::String(place.as_bytes().to_vec(), StringFormat::Literal),
        },
        None => uri(href),
    };
    let contents = if inline.text.trim().is_empty() { href } else { inline.text.trim() };
    let mut annotation = dictionary! {
        "Type" => name("Annot"),
        "Subtype" => name("Link"),
        "Rect" => rectangle,
        "Border" => vec![0.into(), 0.into(), 0.into()],
        // Printed, as PDF/A asks.
        "F" => 4,
        "Contents" => text(contents),
        "A" => action,
    };
    if let Some(parent) = parent {
        annotation.set("StructParent", parent);
    }
    annotation
}

fn uri(href: &str) -> Dictionary {
    let address: String = href
        .bytes()
        .map(|b| if b.is_ascii_graphic() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect();
    dictionary! {
        "Type" => name("Action"),
        "S" => name("URI"),
        "URI" => Object::String(address.into_bytes(), StringFormat::Literal),
    }
}

fn add_annotation(pdf: &mut Document, page: ObjectId, annotation: ObjectId) -> lopdf::Result<()> {
    let page = pdf.get_dictionary_mut(page)?;
    match page.get_mut(b"Annots").and_then(Object::as_array_mut) {
        Ok(list) => list.push(annotation.into()),
        Err(_) => page.set("Annots", vec![annotation.into()]),
    }
    Ok(())
}

fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}
