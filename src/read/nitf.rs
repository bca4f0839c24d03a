//! NITF: what a text in it says of itself, and its body.

use super::elements::{Id, Tree};
use super::flow::Flow;
use super::flow_parts::join;
use super::foreign::{How, names};
use super::head::Head;
use super::placed::Placed;
use super::report::Report;
use crate::document::{Block, Language, Text};
use crate::say;

/// Reads the head.
pub fn head(report: &mut Report, tree: &Tree, nitf: Id, language: &Language) -> Head {
    let find = |name: &str| tree.find(nitf, name);
    let head = find("body.head").unwrap_or(nitf);
    for note in tree.children_named(head, "note") {
        report.editors_note(&tree.text(note), "note");
    }
    let line = |id: Option<Id>, field: &str, report: &mut Report| Flow::new(tree, language).line(id?, report, field);
    let attribute = |id: Option<Id>, name: &str| {
        let value = tree.attribute(id?, name)?.trim();
        (!value.is_empty()).then(|| Placed::at(value, tree.at(id.unwrap_or(nitf))))
    };
    let title = find("hl1").or_else(|| tree.find(find("head")?, "title"));
    let bylines: Vec<Text> =
        tree.children_named(head, "byline").filter_map(|byline| line(Some(byline), "byline", report)).collect();
    let story = tree.find(head, "dateline");
    let place = story.and_then(|dateline| tree.child(dateline, "location")).or(story);
    // The day inside a dateline is the story's date and no part of the place.
    let dateline = place.and_then(|place| {
        let mut flow = Flow::new(tree, language);
        flow.dropped.extend(tree.find(place, "story.date"));
        flow.line(place, report, "dateline")
    });
    let dates = [
        (find("date.issue"), "norm"),
        (find("date.release"), "norm"),
        (find("pubdata"), "date.publication"),
        (find("story.date"), "norm"),
    ];
    let when = dates.into_iter().find_map(|(id, name)| Some((name, attribute(id, name)?)));
    let published = when.and_then(|(name, placed)| report.foreign_date(&placed, name));
    let copyright = line(find("copyrite"), "copyrite", report).or_else(|| {
        let holder = attribute(find("doc.copyright"), "holder")?;
        let year = attribute(find("doc.copyright"), "year").map(|year| year.text);
        Some(report.holder(year.as_deref(), &holder, "doc.copyright"))
    });
    let source = line(find("distributor"), "distributor", report);
    let source = source.or_else(|| attribute(find("pubdata"), "name").map(|p| report.verbatim(&p, "pubdata")));
    let subjects: Vec<Placed> = tree
        .walk(nitf)
        .filter(|id| tree.name(*id) == "tobject.subject")
        .filter_map(|id| attribute(Some(id), "tobject.subject.type"))
        .collect();
    // Further second headlines stand on lines of their own.
    let hedline = tree.find(head, "hedline").unwrap_or(head);
    let mut subheadline: Option<Text> = None;
    for text in tree.children_named(hedline, "hl2").filter_map(|id| line(Some(id), "hl2", report)) {
        match &mut subheadline {
            None => subheadline = Some(text),
            Some(known) => join(known, text),
        }
    }
    Head {
        id: attribute(find("doc-id"), "id-string").map(|placed| placed.text),
        headline: line(title, "hl1", report),
        subheadline,
        byline: names(bylines),
        dateline,
        published,
        summary: line(find("abstract"), "abstract", report),
        publisher: source,
        copyright,
        language: language.clone(),
        categories: subjects.iter().map(|placed| report.verbatim(placed, "tobject.subject")).collect(),
        ..Head::default()
    }
}

/// The body of a NITF text, with what ends it.
pub fn body(report: &mut Report, tree: &Tree, nitf: Id, how: &How) -> Vec<Block> {
    let outer = tree.find(nitf, "body");
    // Notes to editors have a content of their own in them.
    let content = outer.and_then(|outer| tree.child(outer, "body.content"));
    let content = content.or_else(|| tree.find(nitf, "body.content")).or(outer);
    let Some(content) = content else { return Vec::new() };
    if let Some(language) = outer.and_then(|body| tree.attribute(body, "lang"))
        && Language::parse(language).is_err()
    {
        report.note(tree.at(content), "body", say!("the body's language is no language tag and is left out"), say!());
    }
    let mut blocks = report.blocks(tree, content, how);
    let end = tree.find(nitf, "body.end");
    for name in ["tagline", "bibliography"] {
        let part = end.and_then(|end| tree.child(end, name));
        let text = part.and_then(|part| Flow::new(tree, &how.language).line(part, report, name));
        blocks.extend(text.map(Block::Paragraph));
    }
    blocks
}
