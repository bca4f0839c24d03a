//! NewsML-G2 and NITF, the IPTC's news in XML. A NewsML-G2 item carries its text inside itself as NITF or XHTML;
//! NITF also stands alone. Examples without the outer elements are read too.

use super::detect::Reader;
use super::elements::{Ground, Id, Tree};
use super::foreign::{self, How, looks_like_html, names, source, text_of};
use super::input::Input;
use super::nitf::Nitf;
use super::placed::Placed;
use super::report::Report;
use super::{Format, Options, Outcome, xml_tree};
use crate::document::{Article, Block, Language, Text};
use crate::say;

/// Reads NewsML-G2 and NITF.
pub struct NewsMl;

/// The elements that a document of these forms may begin with.
const ROOTS: [&str; 7] = ["newsItem", "newsMessage", "packageItem", "nitf", "contentSet", "contentMeta", "itemSet"];

impl Reader for NewsMl {
    fn format(&self) -> Format {
        Format::NewsMl
    }

    fn recognises(&self, input: &Input) -> bool {
        xml_tree::root_name(input.text).is_some_and(|name| ROOTS.contains(&name))
    }

    fn read(&self, input: &Input, options: &Options) -> Vec<Outcome> {
        let tree = match xml_tree::parse(&Ground::whole(input.text, &input.lines)) {
            Ok(tree) => tree,
            Err(fault) => return foreign::broken(input, fault.offset, fault.what, fault.cure),
        };
        let mut items: Vec<Id> =
            tree.walk(Tree::ROOT).filter(|id| matches!(tree.name(*id), "newsItem" | "packageItem")).collect();
        if items.is_empty() {
            items = tree.walk(Tree::ROOT).filter(|id| tree.name(*id) == "nitf").collect();
        }
        if items.is_empty() {
            items.push(Tree::ROOT);
        }
        let items = items.into_iter().enumerate();
        items.map(|(index, id)| item(input, &tree, id, index, options)).collect()
    }
}

/// A text, its white space folded as XML's indentation asks for.
fn folded(report: &mut Report, tree: &Tree, id: Option<Id>, field: &str, language: &Language) -> Option<Text> {
    super::flow::Flow::new(tree, language).line(id?, report, field)
}

fn item(input: &Input, tree: &Tree, id: Id, index: usize, options: &Options) -> Outcome {
    let mut report = Report::new(&input.file);
    // Below this no look-up leaves the item: a message holds many.
    let part = |name: &str| tree.find(id, name);
    let meta = part("contentMeta").unwrap_or(id);
    let tag = tree.child(meta, "language").and_then(|l| Some(Placed::at(tree.attribute(l, "tag")?, tree.at(l))));
    let nitf = part("nitf");
    let tag = tag.or_else(|| {
        let spoken = [Some(id), nitf].into_iter().flatten().find_map(|id| Some((id, tree.language(id)?)));
        spoken.map(|(id, tag)| Placed::at(tag, tree.at(id)))
    });
    let language = match tag {
        Some(placed) => report.foreign_language(&placed, "language", &Language::default()),
        None => Language::default(),
    };
    holds(&mut report, tree, id);
    let inner = nitf.map(|nitf| Nitf::read(&mut report, tree, nitf, &language)).unwrap_or_default();
    let headline = tree.child(meta, "headline").or_else(|| {
        let meta = part("itemMeta")?;
        tree.child(meta, "title").filter(|_| inner.headline.is_none())
    });
    let creators: Vec<Text> = tree
        .children_named(meta, "creator")
        .filter_map(|creator| text_of(&mut report, tree, tree.child(creator, "name"), "creator"))
        .collect();
    let byline = folded(&mut report, tree, tree.child(meta, "by"), "by", &language);
    let located = tree.child(meta, "located").and_then(|located| tree.child(located, "name"));
    let dateline = folded(&mut report, tree, tree.child(meta, "dateline"), "dateline", &language);
    let dateline = inner.dateline.or(dateline).or_else(|| text_of(&mut report, tree, located, "located"));
    let summary = tree.children_named(meta, "description").find(|id| {
        tree.attribute(*id, "role").is_none_or(|role| role.ends_with("summary") || role.ends_with("abstract"))
    });
    let summary = folded(&mut report, tree, summary, "description", &language);
    let source_name = tree.child(meta, "infoSource").and_then(|source| tree.child(source, "name"));
    let provider = part("itemMeta").and_then(|meta| tree.child(tree.child(meta, "provider")?, "name"));
    let source_name = text_of(&mut report, tree, source_name.or(provider), "infoSource");
    let subjects = tree.children_named(meta, "subject").filter_map(|subject| tree.child(subject, "name"));
    let subjects: Vec<Id> = subjects.collect();
    let categories: Vec<Text> = subjects
        .into_iter()
        .enumerate()
        .filter_map(|(i, name)| text_of(&mut report, tree, Some(name), &format!("subject[{i}]")))
        .collect();
    let when = ["versionCreated", "firstCreated"]
        .iter()
        .find_map(|name| tree.child_text(part("itemMeta")?, name).map(|placed| (*name, placed)));
    let when = when.or_else(|| Some(("contentCreated", tree.child_text(meta, "contentCreated")?)));
    let published = when.and_then(|(name, placed)| report.foreign_date(&placed, name));
    let rights = part("rightsInfo").and_then(|rights| tree.child(rights, "copyrightNotice"));
    let copyright = folded(&mut report, tree, rights, "copyrightNotice", &language);
    let guid = tree.attribute(id, "guid").map(|guid| guid.trim().to_owned());
    let how = How::new(&language, "", options);
    let body = body(&mut report, tree, id, nitf, &how);
    let article = Article {
        id: guid.or(inner.id),
        headline: folded(&mut report, tree, headline, "headline", &language).or(inner.headline).unwrap_or_default(),
        subheadline: inner.subheadline,
        categories: if categories.is_empty() { inner.categories } else { categories },
        byline: byline.or(inner.byline).or_else(|| names(creators)),
        dateline,
        published: published.or(inner.published),
        source: source(source_name.or(inner.source), None),
        summary: summary.or(inner.summary),
        copyright: copyright.or(inner.copyright),
        language,
        body,
        ..Article::default()
    };
    report.foreign_article(index, article, tree.at(id), options)
}

/// What keeps an item from being published, as it says itself.
fn holds(report: &mut Report, tree: &Tree, id: Id) {
    let Some(meta) = tree.child(id, "itemMeta") else { return };
    if let Some(status) = tree.child(meta, "pubStatus") {
        let value = tree.attribute(status, "qcode").or_else(|| tree.attribute(status, "uri"));
        if let Some(value) = value {
            report.status(
                &Placed::at(value.rsplit('/').next().unwrap_or(value), tree.at(status)),
                "pubStatus",
                &["usable"],
            );
        }
    }
    if let Some(until) = tree.child_text(meta, "embargoed") {
        report.embargo(&until, "embargoed");
    }
    for note in tree.children_named(meta, "edNote") {
        let text = tree.text(note).text;
        let words: Vec<&str> = text.split_whitespace().collect();
        report.note(
            tree.at(note),
            "edNote",
            say!("a note to editors: {written}", written = super::address::shown(&words.join(" "))),
            say!(),
        );
    }
}

fn body(report: &mut Report, tree: &Tree, id: Id, nitf: Option<Id>, how: &How) -> Vec<Block> {
    if let Some(nitf) = nitf {
        return super::nitf::body(report, tree, nitf, how);
    }
    let mut blocks = Vec::new();
    for content in tree.walk(id).filter(|id| matches!(tree.name(*id), "inlineXML" | "inlineData" | "remoteContent")) {
        match tree.name(content) {
            "inlineXML" if blocks.is_empty() => {
                let root = tree.find(content, "body").unwrap_or(content);
                blocks = report.blocks(tree, root, how);
            }
            "inlineData" if blocks.is_empty() => {
                let placed = tree.text(content);
                let kind = tree.attribute(content, "contenttype").unwrap_or("");
                blocks = if kind.contains("html") || looks_like_html(&placed.text) {
                    report.html_body(&placed, "inlineData", how)
                } else {
                    report.plain_body(&placed, how.options)
                };
            }
            "remoteContent" => {
                let address = tree.attribute(content, "href").unwrap_or("");
                let what = say!(
                    "content that stands elsewhere is left out: {written}",
                    written = super::address::shown(address)
                );
                report.warning(tree.at(content), "remoteContent", what, say!());
            }
            _ => {
                report.note(tree.at(content), "contentSet", say!("a further rendition of the text is left out"), say!())
            }
        }
    }
    blocks
}
