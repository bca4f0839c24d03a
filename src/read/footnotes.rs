//! Footnotes and the references to them: each reference leads to one footnote, and each footnote has one.

use std::collections::{HashMap, HashSet};

use super::fields::join;
use super::report::Report;
use super::tree::{Node, Value};
use crate::diagnostics::{Place, Problem};
use crate::document::{Article, Block, ListItem, Text};
use crate::say;

/// Reports references that lead nowhere, footnotes of the same name, and footnotes that nothing refers to.
/// `body` gives the places of the blocks, `path` is the article's own.
pub fn check(report: &mut Report, article: &Article, body: Option<&Node>, path: &str) {
    let mut texts = Vec::new();
    let head = [&article.kicker, &article.subheadline, &article.summary, &article.byline, &article.dateline];
    texts.push(&article.headline);
    texts.extend(head.into_iter().flatten());
    for block in &article.body {
        push_texts(block, &mut texts);
    }
    let references: Vec<(String, Place)> = texts.into_iter().flat_map(references).collect();
    let referred: HashSet<&str> = references.iter().map(|(name, _)| name.as_str()).collect();

    let mut defined: HashMap<String, u32> = HashMap::new();
    for (node, name, field) in definitions(body, &join(path, "body")) {
        if let Some(first) = defined.get(name) {
            let what = say!("there are two footnotes “{name}”", name);
            report.error(
                node.at,
                &field,
                what,
                say!("the other is in line {first}; name one of them otherwise", first),
            );
            continue;
        }
        defined.insert(name.to_owned(), node.at.line);
        if is_name(name) && !referred.contains(name) {
            let what = say!("nothing refers to the footnote “{name}”", name);
            report.warning(node.at, &field, what, say!("write [^{name}] where its mark belongs", name));
        }
    }
    for (name, place) in &references {
        if !defined.contains_key(name) {
            let what = say!("there is no footnote “{name}”", name);
            let cure = say!("add one to the body: footnote: \"{name}\", text: \"…\"", name);
            report.push(Problem::error(place.clone(), what, cure));
        }
    }
}

/// The footnotes of a body as they are written: one whose text is wrong still defines its name.
fn definitions<'n>(body: Option<&'n Node>, path: &str) -> Vec<(&'n Node, &'n str, String)> {
    let Some(Node { value: Value::List(blocks), .. }) = body else { return Vec::new() };
    let mut found = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let Value::Map(fields) = &block.value else { continue };
        let named = fields.iter().find(|(key, _)| key.name == "footnote");
        if let Some((_, node @ Node { value: Value::String(name), .. })) = named {
            found.push((node, name.text.as_str(), format!("{path}[{index}].footnote")));
        }
    }
    found
}

/// Whether text can refer to a footnote of that name.
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

fn references(text: &Text) -> Vec<(String, Place)> {
    let flat = text.flatten();
    let notes = flat.ranges.into_iter().filter_map(|range| Some((range.style.note?, range.range.start)));
    notes
        .map(|(name, offset)| {
            let mut place = text.origin.place(&flat.text, offset);
            // A reference takes no character of the text: its offset is that of what follows it.
            place.column = place.column.saturating_sub(name.chars().count() as u32 + 3).max(1);
            (name, place)
        })
        .collect()
}

fn push_texts<'a>(block: &'a Block, out: &mut Vec<&'a Text>) {
    match block {
        Block::Paragraph(text) => out.push(text),
        Block::Heading(heading) => out.push(&heading.heading),
        Block::Quotation(quotation) => out.extend(quotation.quote.iter().chain(&quotation.attribution)),
        Block::List(list) => push_items(&list.list, out),
        Block::Table(table) => {
            let table = &table.table;
            out.extend(table.header.iter().chain(table.rows.iter().flatten()).chain(&table.caption));
        }
        Block::Image(image) => out.extend(image.caption.iter().chain(&image.credit)),
        Block::Poetry(poetry) => out.extend(poetry.poetry.iter().flat_map(|verse| &verse.0)),
        Block::Divider(_) => {}
        Block::Footnote(footnote) => out.push(&footnote.text),
    }
}

fn push_items<'a>(items: &'a [ListItem], out: &mut Vec<&'a Text>) {
    for item in items {
        match item {
            ListItem::Plain(text) => out.push(text),
            ListItem::Nested { item, list, .. } => {
                out.push(item);
                push_items(list, out);
            }
        }
    }
}
