//! schema.org articles as JSON-LD: `NewsArticle` and its kin, alone, in a list or in a `@graph`.

use std::collections::HashMap;
use std::rc::Rc;

use super::detect::Reader;
use super::flow_images::image;
use super::foreign::{How, at, first, identifier, many, names, put_beside, same_picture, string, string_at};
use super::head::Head;
use super::input::{Input, failed};
use super::json::looks_like_json;
use super::placed::Placed;
use super::report::Report;
use super::tree::{Key, Node, Value};
use super::{Format, Options, Outcome};
use crate::document::{Block, Heading, Image, Language, Text};
use crate::say;

/// Reads JSON-LD that stands by itself.
pub struct NewsArticle;

impl Reader for NewsArticle {
    fn format(&self) -> Format {
        Format::NewsArticle
    }

    fn recognises(&self, input: &Input) -> bool {
        looks_like_json(input.text)
            && input.json().iter().take(20).any(|element| element.as_ref().is_ok_and(|node| !found(node).is_empty()))
    }

    fn read(&self, input: &Input, options: &Options) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        for element in input.json() {
            match element {
                Ok(node) => {
                    let mut articles: Vec<Node> = found(node).iter().map(Found::joined).collect();
                    if articles.is_empty() {
                        articles.push(node.clone());
                    }
                    for node in &articles {
                        outcomes.push(read(input, node, outcomes.len(), options));
                    }
                }
                Err(problem) => outcomes.push(failed(outcomes.len(), problem.clone())),
            }
        }
        outcomes
    }
}

/// Whether a value is an article after schema.org: all such types end in one of two words.
pub fn is_article(node: &Node) -> bool {
    many(at(node, &["@type"])).into_iter().filter_map(string).any(|kind| {
        let kind = kind.text.rsplit(['/', ':']).next().unwrap_or("");
        kind.ends_with("Article") || kind.ends_with("Posting") && kind != "JobPosting"
    })
}

/// What an article may stand in: a graph, the page it is the main thing of, or a list, whose entries hold theirs.
const HOLDERS: [&str; 5] = ["@graph", "mainEntity", "itemListElement", "item", "blogPost"];

/// How deep the holders of an article stand in one another: a graph, its page, a list, an entry.
const MAX_HOLDERS: usize = 5;

/// An article and where it was found.
struct Found<'n> {
    article: &'n Node,
    /// What has the graph that it refers to, by the identifiers of its members.
    graph: Rc<HashMap<&'n str, &'n Node>>,
    /// What holds it: its page, its list.
    holder: Option<&'n Node>,
}

/// The articles in a value: itself, or those in what it holds.
fn gather<'n>(within: &Found<'n>, depth: usize, articles: &mut Vec<Found<'n>>) {
    let &Found { article: node, holder, .. } = within;
    let graph = || within.graph.clone();
    if is_article(node) {
        articles.push(Found { article: node, graph: graph(), holder });
    } else if let Value::List(nodes) = &node.value {
        nodes.iter().for_each(|node| gather(&Found::root(node), depth, articles));
    } else if depth < MAX_HOLDERS {
        for held in HOLDERS.iter().flat_map(|name| many(at(node, &[name]))) {
            gather(&Found { article: held, graph: graph(), holder: Some(node) }, depth + 1, articles);
        }
    }
}

/// The first article in a value.
pub fn find(node: &Node) -> Option<Node> {
    found(node).first().map(Found::joined)
}

fn found(node: &Node) -> Vec<Found<'_>> {
    let mut articles = Vec::new();
    gather(&Found::root(node), 0, &mut articles);
    articles
}

/// What an article that does not say it has from its page: the page's language, and when the page came out.
const OF_PAGE: [&str; 2] = ["inLanguage", "datePublished"];

impl<'n> Found<'n> {
    /// A value by itself.
    fn root(node: &'n Node) -> Self {
        let members = many(at(node, &["@graph"])).into_iter().rev();
        let graph = members.filter_map(|member| Some((string_at(member, &["@id"])?.text.as_str(), member))).collect();
        Found { article: node, graph: Rc::new(graph), holder: None }
    }

    /// The article with what it refers to, and with what its page says for it.
    fn joined(&self) -> Node {
        let mut article = joined(self.article, &self.graph);
        settle(&mut article);
        let mut pages: Vec<Node> = Vec::new();
        for name in ["mainEntityOfPage", "isPartOf"] {
            pages.extend(many(at(&article, &[name])).into_iter().cloned());
        }
        // What holds it may be the graph as a whole: only a page is looked at.
        let holder = self.holder.filter(|holder| is_page(holder));
        for page in pages.iter().filter(|page| is_page(page)).chain(holder) {
            for name in OF_PAGE.iter().filter(|name| at(&article, &[name]).is_none()).collect::<Vec<_>>() {
                if let (Value::Map(fields), Some(value)) = (&mut article.value, at(page, &[name])) {
                    fields.push((Key { name: (*name).to_string(), at: value.at }, value.clone()));
                }
            }
        }
        article
    }
}

/// Names without the prefix or the address of schema.org, and lists without the object that JSON-LD may put around them.
/// The tree's depth is bounded.
fn settle(node: &mut Node) {
    if let Value::Map(fields) = &mut node.value
        && let [(key, inner)] = fields.as_mut_slice()
        && matches!(key.name.as_str(), "@list" | "@set")
    {
        node.value = std::mem::replace(&mut inner.value, Value::Null);
    }
    match &mut node.value {
        Value::Map(fields) => {
            for (key, value) in fields {
                let plain = ["schema:", "http://schema.org/", "https://schema.org/"];
                if let Some(name) = plain.iter().find_map(|start| key.name.strip_prefix(start)) {
                    key.name = name.to_owned();
                }
                settle(value);
            }
        }
        Value::List(nodes) => nodes.iter_mut().for_each(settle),
        _ => {}
    }
}

/// Whether a value is a web page after schema.org.
fn is_page(node: &Node) -> bool {
    let mut kinds = many(at(node, &["@type"])).into_iter().filter_map(string);
    kinds.any(|kind| kind.text.ends_with("Page"))
}

/// An article of a graph with what it refers to: `{ "@id": … }` stands for the graph's member of that identifier.
/// References in what is referred to stay, so that a circle of them has an end.
fn joined(article: &Node, graph: &HashMap<&str, &Node>) -> Node {
    if graph.is_empty() {
        return article.clone();
    }
    let member = |node: &Node| match &node.value {
        Value::Map(fields) if fields.len() == 1 => graph.get(string_at(node, &["@id"])?.text.as_str()).copied(),
        _ => None,
    };
    let resolved = |node: &Node| member(node).map_or_else(|| node.clone(), Node::clone);
    let mut article = article.clone();
    if let Value::Map(fields) = &mut article.value {
        for (_, node) in fields {
            match &mut node.value {
                Value::List(nodes) => nodes.iter_mut().for_each(|node| *node = resolved(node)),
                _ => *node = resolved(node),
            }
        }
    }
    article
}

fn read(input: &Input, node: &Node, index: usize, options: &Options) -> Outcome {
    let mut report = Report::new(&input.file);
    if report.any_fields(node, "").is_none() {
        return report.outcome(index, None);
    }
    let head = head(&mut report, node);
    let language = head.language.clone();
    let address = head.url.clone().unwrap_or_default();
    let mut body = text(&mut report, node, "articleBody", &language, &address, options);
    for name in ["video", "audio"] {
        for medium in many(at(node, &[name])) {
            report.other_medium(medium.at, name, name, string(medium).or_else(|| value(medium, "name")));
        }
    }
    let pictures = images(&mut report, node);
    let mut entries = updates(&mut report, node, &language, &address, options);
    if !body.is_empty() {
        put_beside(&mut body, pictures);
    } else if !entries.is_empty() {
        put_beside(&mut entries, pictures);
    } else {
        let title = head.headline.as_ref().map(Text::plain);
        report.pictures_alone(node.at, "image", title.as_deref(), &pictures);
    }
    body.append(&mut entries);
    let article = head.article(body);
    report.foreign_article(index, article, node.at, options)
}

/// The text of an article or an entry: a string, plain or with markup, or several of them in a row.
pub fn text(
    report: &mut Report,
    node: &Node,
    field: &str,
    language: &Language,
    address: &str,
    options: &Options,
) -> Vec<Block> {
    let texts = ["articleBody", "text"].iter().find_map(|name| {
        let texts = many(at(node, &[name])).into_iter();
        let texts: Vec<_> = texts.filter_map(|node| string(node).or_else(|| value_of(node))).collect();
        (!texts.is_empty()).then_some(texts)
    });
    let mut blocks = Vec::new();
    for placed in texts.unwrap_or_default() {
        blocks.extend(report.any_body(placed, field, &How::new(language, address, options)));
    }
    blocks
}

/// The entries of a live blog in their order, each under its own headline.
fn updates(report: &mut Report, node: &Node, language: &Language, address: &str, options: &Options) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (i, entry) in many(at(node, &["liveBlogUpdate"])).into_iter().enumerate() {
        let field = format!("liveBlogUpdate[{i}]");
        let headline = value(entry, "headline").or_else(|| value(entry, "name"));
        if let Some(heading) = headline.and_then(|placed| report.marked_line(placed, &field, language)) {
            blocks.push(Block::Heading(Heading { heading, level: Heading::default_level() }));
        }
        blocks.extend(text(report, entry, &field, language, address, options));
    }
    blocks
}

/// A value's string, also where it is one of JSON-LD's value objects.
fn value<'n>(node: &'n Node, name: &str) -> Option<&'n Placed> {
    let node = many(at(node, &[name])).into_iter().next()?;
    string(node).or_else(|| value_of(node))
}

/// The same of a value that is given in several languages: the one in the article's.
fn spoken<'n>(node: &'n Node, name: &str, language: &Language) -> Option<&'n Placed> {
    let own = many(at(node, &[name])).into_iter().find(|node| {
        let tag = string_at(node, &["@language"]).and_then(|tag| Language::parse(tag.text.trim()).ok());
        tag.is_some_and(|tag| tag.primary() == language.primary())
    });
    own.and_then(value_of).or_else(|| value(node, name))
}

/// The string of a value object.
fn value_of(node: &Node) -> Option<&Placed> {
    string(at(node, &["@value"])?)
}

/// The names of people and bodies, each given as text or as an object with its name, or the parts of it.
fn people(report: &mut Report, nodes: Vec<&Node>, field: &str) -> Vec<Text> {
    let mut found = Vec::new();
    for node in nodes {
        let mut named: Vec<Placed> = many(at(node, &["name"])).into_iter().filter_map(string).cloned().collect();
        named.extend(string(node).cloned());
        if named.is_empty() {
            let parts: Vec<&Placed> = ["givenName", "familyName"].iter().filter_map(|name| value(node, name)).collect();
            let text = parts.iter().map(|part| part.text.trim()).collect::<Vec<_>>().join(" ");
            named.extend(parts.first().map(|first| Placed { text, anchors: first.anchors.clone() }));
        }
        found.extend(named.iter().map(|placed| report.verbatim(placed, field)));
    }
    found
}

/// Reads all but the body.
pub fn head(report: &mut Report, node: &Node) -> Head {
    let tag = value(node, "inLanguage").or_else(|| {
        let node = at(node, &["inLanguage"])?;
        first(node, &["alternateName", "name"]).map(|(_, placed)| placed)
    });
    let language = match tag {
        Some(placed) => report.foreign_language(placed, "inLanguage", &Language::default()),
        None => Language::default(),
    };
    let line = |name: &str, report: &mut Report| {
        spoken(node, name, &language).and_then(|placed| report.marked_line(placed, name, &language))
    };
    let headline = line("headline", report).or_else(|| line("name", report));
    let authors = many(at(node, &["author"]).or_else(|| at(node, &["creator"])));
    let authors = people(report, authors, "author");
    let sections = many(at(node, &["articleSection"])).into_iter().filter_map(string);
    let categories = sections
        .enumerate()
        .filter_map(|(i, placed)| report.marked_line(placed, &format!("articleSection[{i}]"), &language));
    let categories = categories.collect();
    let publisher = ["publisher", "sourceOrganization", "provider", "isPartOf"].iter().find_map(|name| {
        many(at(node, &[name])).into_iter().find_map(|node| string(node).or_else(|| value(node, "name")))
    });
    let publisher = publisher.filter(|placed| !super::address::is_remote(&placed.text));
    if let Some(status) = value(node, "creativeWorkStatus") {
        report.status(status, "creativeWorkStatus", &["published", "final"]);
    }
    for correction in many(at(node, &["correction"])) {
        if let Some(placed) = string(correction).or_else(|| value(correction, "text")) {
            report.editors_note(placed, "correction");
        }
    }
    let address = |name: &str| {
        let node = many(at(node, &[name])).into_iter().next()?;
        string(node).or_else(|| value(node, "@id")).or_else(|| value(node, "url"))
    };
    let is_address = |placed: &&Placed| super::address::is_remote(&placed.text);
    let url = address("url").or_else(|| address("mainEntityOfPage")).or_else(|| value(node, "@id")).filter(is_address);
    let place = at(node, &["contentLocation"]).or_else(|| at(node, &["locationCreated"]));
    let place = many(place).into_iter().find_map(|node| string(node).or_else(|| value(node, "name")));
    let dateline = value(node, "dateline").or(place);
    Head {
        id: value(node, "identifier").map(|placed| placed.text.trim().to_owned()),
        headline,
        subheadline: line("alternativeHeadline", report),
        categories,
        byline: names(authors),
        dateline: dateline.map(|placed| report.verbatim(placed, "dateline")),
        published: ["datePublished", "dateCreated"]
            .iter()
            .find_map(|name| Some((*name, value(node, name)?)))
            .and_then(|(name, placed)| report.foreign_date(placed, name)),
        publisher: publisher.map(|placed| report.verbatim(placed, "publisher")),
        url: url.map(|placed| placed.text.trim().to_owned()),
        summary: line("description", report).or_else(|| line("abstract", report)),
        copyright: line("copyrightNotice", report).or_else(|| {
            let holder = many(at(node, &["copyrightHolder"])).into_iter();
            let holder = holder.filter_map(|node| string(node).or_else(|| value(node, "name"))).next()?;
            let year = identifier(at(node, &["copyrightYear"]));
            Some(report.holder(year.as_deref(), holder, "copyrightHolder"))
        }),
        language,
        language_named: tag.is_some(),
    }
}

/// The images that JSON-LD names.
pub fn images(report: &mut Report, node: &Node) -> Vec<Image> {
    let mut images: Vec<Image> = Vec::new();
    let kind = |node: &Node| many(at(node, &["@type"])).into_iter().find_map(string).map(|kind| kind.text.clone());
    let mut entries: Vec<(String, &Node)> = Vec::new();
    for name in ["image", "primaryImageOfPage", "thumbnailUrl"] {
        // Each of them shows the article where those before it are not given.
        if entries.is_empty() {
            let named = many(at(node, &[name])).into_iter().enumerate();
            entries.extend(named.map(|(number, entry)| (format!("{name}[{number}]"), entry)));
        }
    }
    // What is attached is a picture of its own, or another medium.
    for (number, entry) in many(at(node, &["associatedMedia"])).into_iter().enumerate() {
        let field = format!("associatedMedia[{number}]");
        match kind(entry) {
            Some(kind) if kind.ends_with("ImageObject") || kind.ends_with("Photograph") => entries.push((field, entry)),
            kind => report.other_medium(entry.at, &field, kind.as_deref().unwrap_or(""), value(entry, "name")),
        }
    }
    for (field, entry) in entries {
        let address = string(entry).or_else(|| {
            let given = ["url", "contentUrl", "@id"].iter();
            given.flat_map(|name| many(at(entry, &[name]))).find_map(string)
        });
        let Some(address) = address else {
            report.warning(entry.at, &field, say!("an image without an address was left out"), say!());
            continue;
        };
        // The same picture in several shapes is common: names differ, so only one plain address is taken.
        if string(entry).is_some() && !images.is_empty() {
            report.note(address.spot(0), &field, say!("a further address of the article's image is left out"), say!());
            continue;
        }
        let Some(mut image) = image(address.text.trim(), address.spot(0), &field, report) else { continue };
        if images.iter().any(|known| same_picture(&known.image, &image.image)) {
            continue;
        }
        let text = |name: &str, report: &mut Report| value(entry, name).map(|placed| report.verbatim(placed, &field));
        image.caption = text("caption", report).or_else(|| text("description", report));
        image.alt = text("alternateName", report);
        image.credit = text("creditText", report).or_else(|| text("copyrightNotice", report)).or_else(|| {
            let makers = ["author", "creator", "copyrightHolder"].iter();
            let makers = makers.map(|name| many(at(entry, &[name]))).find(|makers| !makers.is_empty())?;
            names(people(report, makers, &field))
        });
        images.push(image);
    }
    images
}
