//! Front matter of other programs: what makers of sites write above a Markdown text (`title`, `author`, `date`).
//!
//! The project's own front matter is strict. One that has a `title` and no `headline` was not written for Nashra: it is
//! met as it comes, and what no article has is told.

use super::flow_images::image;
use super::foreign::{at, names, source, string, string_at};
use super::placed::Placed;
use super::report::Report;
use super::tree::{Node, Value};
use crate::document::{Article, Foreign, Image, Language, Text};
use crate::say;

/// The fields by which our own front matter is known.
const OWN: [&str; 3] = ["$schema", "headline", "body"];

const TITLE: [&str; 1] = ["title"];
const KICKER: [&str; 1] = ["kicker"];
const SUBTITLE: [&str; 3] = ["subtitle", "subheadline", "deck"];
const AUTHOR: [&str; 3] = ["author", "authors", "byline"];
const PLACE: [&str; 2] = ["dateline", "location"];
const DATE: [&str; 7] = ["date", "published", "published_at", "pubDate", "publishDate", "publish_date", "created"];
const SOURCE: [&str; 2] = ["source", "publisher"];
const ADDRESS: [&str; 4] = ["source_url", "canonical_url", "canonicalURL", "canonical"];
const COPYRIGHT: [&str; 1] = ["copyright"];
const LANGUAGE: [&str; 3] = ["lang", "language", "locale"];
const SUMMARY: [&str; 3] = ["summary", "description", "excerpt"];
/// Tags are an article's categories only where it has none.
const CATEGORIES: [&str; 3] = ["categories", "category", "tags"];
const PICTURE: [&str; 4] = ["image", "cover", "featured_image", "thumbnail"];
const DRAFT: [&str; 1] = ["draft"];

/// Whether a front matter was written for another program.
pub fn is_foreign(node: &Node) -> bool {
    node.has("title") && !OWN.iter().any(|name| node.has(name))
}

/// The article's head, and the picture that stands above the text.
pub fn head(report: &mut Report, node: &Node) -> (Article, Option<Image>) {
    let strings = |names: &[&str]| names.iter().map(|name| texts(node, name)).find(|texts| !texts.is_empty());
    let first = |names: &[&str]| strings(names).and_then(|texts| texts.into_iter().next());
    let all = |names: &[&str], field: &str, report: &mut Report| -> Vec<Text> {
        let found = strings(names).unwrap_or_default();
        found.iter().map(|placed| report.verbatim(placed, field)).collect()
    };
    let language = match first(&LANGUAGE) {
        Some(placed) => report.foreign_language(&placed, "language", &Language::default()),
        None => Language::default(),
    };
    let authors = all(&AUTHOR, "byline", report);
    let article = Article {
        headline: first(&TITLE).map(|placed| report.verbatim(&placed, "headline")).unwrap_or_default(),
        kicker: first(&KICKER).map(|placed| report.verbatim(&placed, "kicker")),
        subheadline: first(&SUBTITLE).map(|placed| report.verbatim(&placed, "subheadline")),
        byline: names(authors),
        dateline: first(&PLACE).map(|placed| report.verbatim(&placed, "dateline")),
        source: source(
            first(&SOURCE).map(|placed| report.verbatim(&placed, "source")),
            string_at(node, &["source", "url"])
                .cloned()
                .or_else(|| first(&ADDRESS))
                .map(|placed| placed.text.trim().to_owned()),
        ),
        copyright: first(&COPYRIGHT).map(|placed| report.verbatim(&placed, "copyright")),
        published: first(&DATE).and_then(|placed| report.foreign_date(&placed, "published")),
        language,
        summary: first(&SUMMARY).map(|placed| report.verbatim(&placed, "summary")),
        categories: all(&CATEGORIES, "categories", report),
        ..Article::default()
    };
    if let Some(Value::Bool(true)) = at(node, &DRAFT).map(|node| &node.value) {
        let draft = Placed::at("draft", node.at);
        report.status(&draft, "draft", &[]);
    }
    let picture = picture(report, node);
    rest(report, node);
    (article, picture)
}

/// The strings of a field: one, several, or the names of objects.
fn texts(node: &Node, name: &str) -> Vec<Placed> {
    let of = |node: &Node| string(node).or_else(|| string(at(node, &["name"])?)).cloned();
    match at(node, &[name]) {
        Some(Node { value: Value::List(nodes), .. }) => nodes.iter().filter_map(of).collect(),
        Some(node) => of(node).into_iter().collect(),
        None => Vec::new(),
    }
}

fn picture(report: &mut Report, node: &Node) -> Option<Image> {
    let node = PICTURE.iter().find_map(|name| at(node, &[name]))?;
    let part = |names: &[&str]| names.iter().find_map(|name| string(at(node, &[name])?));
    let address = string(node).or_else(|| part(&["path", "url", "src", "image"]))?;
    let mut image = image(address.text.trim(), address.spot(0), "image", report)?;
    image.alt = part(&["alt"]).map(|placed| report.verbatim(placed, "image"));
    image.caption = part(&["caption", "title"]).map(|placed| report.verbatim(placed, "image"));
    // It is an address on the site that the text was written for.
    image.foreign = Foreign(true);
    Some(image)
}

/// Tells of the fields that no article has, and of those that say again what another has said.
fn rest(report: &mut Report, node: &Node) {
    let Value::Map(fields) = &node.value else { return };
    let groups: [&[&str]; 14] = [
        &TITLE,
        &KICKER,
        &SUBTITLE,
        &AUTHOR,
        &PLACE,
        &DATE,
        &SOURCE,
        &ADDRESS,
        &COPYRIGHT,
        &LANGUAGE,
        &SUMMARY,
        &CATEGORIES,
        &PICTURE,
        &DRAFT,
    ];
    let used = groups.iter().filter_map(|names| {
        let told = names.iter().find(|name| !texts(node, name).is_empty());
        told.or_else(|| names.iter().find(|name| node.has(name))).copied()
    });
    let used: Vec<&str> = used.collect();
    let mut others = fields.iter().map(|(key, _)| key).filter(|key| !used.contains(&key.name.as_str())).peekable();
    let Some(place) = others.peek().map(|key| key.at) else { return };
    let names = others.map(|key| key.name.as_str()).collect::<Vec<_>>().join(", ");
    let what = say!("the front matter has fields that no article has, which are left out: {names}", names);
    report.note(place, "", what, say!());
}
