//! schema.org articles as JSON-LD: `NewsArticle` and its kin, alone, in a list or in a `@graph`.

use super::detect::Reader;
use super::flow_images::image;
use super::foreign::{How, at, first, looks_like_html, many, names, put_beside, source, string, string_at};
use super::input::{Input, failed};
use super::json::looks_like_json;
use super::placed::Placed;
use super::report::Report;
use super::tree::{Node, Value};
use super::{Format, Options, Outcome};
use crate::document::{Article, Block, Date, Heading, Image, Language, Text};
use crate::say;

/// Reads JSON-LD that stands by itself.
pub struct NewsArticle;

impl Reader for NewsArticle {
    fn format(&self) -> Format {
        Format::NewsArticle
    }

    fn recognises(&self, input: &Input) -> bool {
        looks_like_json(input.text)
            && input.json().iter().take(20).any(|element| element.as_ref().is_ok_and(|node| find(node).is_some()))
    }

    fn read(&self, input: &Input, options: &Options) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        for element in input.json() {
            match element {
                Ok(node) => {
                    let graph = many(at(node, &["@graph"])).into_iter().filter(|inner| is_article(inner));
                    let mut articles: Vec<Node> = graph.map(|article| joined(article, node)).collect();
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

/// The article in a value: itself, or one in its graph, or one in a list.
pub fn find(node: &Node) -> Option<Node> {
    if is_article(node) {
        return Some(node.clone());
    }
    if let Value::List(nodes) = &node.value {
        return nodes.iter().find_map(find);
    }
    let inner = |name: &str| many(at(node, &[name])).into_iter().find(|node| is_article(node));
    inner("@graph").or_else(|| inner("mainEntity")).map(|article| joined(article, node))
}

/// An article of a graph with what it refers to: `{ "@id": … }` stands for the graph's member of that identifier.
/// References in what is referred to stay, so that a circle of them has an end.
fn joined(article: &Node, root: &Node) -> Node {
    let members = many(at(root, &["@graph"]));
    let member = |node: &Node| match &node.value {
        Value::Map(fields) if fields.len() == 1 => {
            let id = string_at(node, &["@id"])?;
            members.iter().find(|m| string_at(m, &["@id"]).is_some_and(|known| known.text == id.text))
        }
        _ => None,
    };
    let resolved = |node: &Node| member(node).map_or_else(|| node.clone(), |member| (*member).clone());
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
    let body = string_at(node, &["articleBody"]).or_else(|| string_at(node, &["text"]));
    let mut body = match body {
        Some(placed) if looks_like_html(&placed.text) => {
            report.html_body(placed, "articleBody", &How::new(&language, &address, options))
        }
        Some(placed) => report.plain_body(placed, options),
        None => Vec::new(),
    };
    if !body.is_empty() {
        put_beside(&mut body, images(&mut report, node));
    }
    body.extend(updates(&mut report, node, &language, &address, options));
    let article = head.article(body);
    report.foreign_article(index, article, node.at, options)
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
        if let Some(placed) = string_at(entry, &["articleBody"]).or_else(|| string_at(entry, &["text"])) {
            blocks.extend(if looks_like_html(&placed.text) {
                report.html_body(placed, &field, &How::new(language, address, options))
            } else {
                report.plain_body(placed, options)
            });
        }
    }
    blocks
}

/// What JSON-LD says of an article besides its body.
#[derive(Default)]
pub struct Head {
    /// Its identifier.
    pub id: Option<String>,
    /// Its headline.
    pub headline: Option<Text>,
    /// Its second headline.
    pub subheadline: Option<Text>,
    /// Its sections.
    pub categories: Vec<Text>,
    /// Its authors.
    pub byline: Option<Text>,
    /// The place it was written from.
    pub dateline: Option<Text>,
    /// When it was published.
    pub published: Option<Date>,
    /// Its publisher.
    pub publisher: Option<Text>,
    /// Its address.
    pub url: Option<String>,
    /// Its language.
    pub language: Language,
    /// Whether the language was named.
    pub language_named: bool,
    /// Its description.
    pub summary: Option<Text>,
    /// The notice of rights.
    pub copyright: Option<Text>,
}

impl Head {
    /// An article of this head and a body.
    pub fn article(self, body: Vec<Block>) -> Article {
        Article {
            schema: None,
            id: self.id,
            kicker: None,
            headline: self.headline.unwrap_or_default(),
            subheadline: self.subheadline,
            categories: self.categories,
            byline: self.byline,
            dateline: self.dateline,
            published: self.published,
            source: source(self.publisher, self.url),
            language: self.language,
            summary: self.summary,
            body,
            copyright: self.copyright,
        }
    }
}

/// A value's string, also where it is one of JSON-LD's value objects.
fn value<'n>(node: &'n Node, name: &str) -> Option<&'n Placed> {
    let node = many(at(node, &[name])).into_iter().next()?;
    string(node).or_else(|| string_at(node, &["@value"]))
}

/// Reads all but the body.
pub fn head<'n>(report: &mut Report, node: &'n Node) -> Head {
    let tag = value(node, "inLanguage").or_else(|| {
        let node = at(node, &["inLanguage"])?;
        first(node, &["alternateName", "name"]).map(|(_, placed)| placed)
    });
    let language = match tag {
        Some(placed) => report.foreign_language(placed, "inLanguage", &Language::default()),
        None => Language::default(),
    };
    let line = |name: &str, report: &mut Report| {
        value(node, name).and_then(|placed| report.marked_line(placed, name, &language))
    };
    let headline = line("headline", report).or_else(|| line("name", report));
    let people = many(at(node, &["author"]).or_else(|| at(node, &["creator"])));
    let named = |node: &'n Node| many(at(node, &["name"])).into_iter().filter_map(string);
    let people = people.into_iter().flat_map(|node| string(node).into_iter().chain(named(node)));
    let people: Vec<Text> = people.map(|placed| report.verbatim(placed, "author")).collect();
    let sections = many(at(node, &["articleSection"])).into_iter().filter_map(string);
    let categories = sections
        .enumerate()
        .filter_map(|(i, placed)| report.marked_line(placed, &format!("articleSection[{i}]"), &language));
    let categories = categories.collect();
    let publisher = many(at(node, &["publisher"]).or_else(|| at(node, &["sourceOrganization"])));
    let publisher = publisher.into_iter().find_map(|node| string(node).or_else(|| value(node, "name")));
    let address = |name: &str| {
        let node = many(at(node, &[name])).into_iter().next()?;
        string(node).or_else(|| value(node, "@id")).or_else(|| value(node, "url"))
    };
    let is_address = |placed: &&Placed| super::address::is_remote(&placed.text);
    let url = address("url").or_else(|| address("mainEntityOfPage")).or_else(|| value(node, "@id")).filter(is_address);
    let place =
        many(at(node, &["contentLocation"])).into_iter().find_map(|node| string(node).or_else(|| value(node, "name")));
    let dateline = value(node, "dateline").or(place);
    Head {
        id: value(node, "identifier").map(|placed| placed.text.trim().to_owned()),
        headline,
        subheadline: line("alternativeHeadline", report),
        categories,
        byline: names(people),
        dateline: dateline.map(|placed| report.verbatim(placed, "dateline")),
        published: value(node, "datePublished").and_then(|placed| report.foreign_date(placed, "datePublished")),
        publisher: publisher.map(|placed| report.verbatim(placed, "publisher")),
        url: url.map(|placed| placed.text.trim().to_owned()),
        summary: line("description", report).or_else(|| line("abstract", report)),
        copyright: line("copyrightNotice", report),
        language,
        language_named: tag.is_some(),
    }
}

/// The images that JSON-LD names.
pub fn images(report: &mut Report, node: &Node) -> Vec<Image> {
    let mut images: Vec<Image> = Vec::new();
    for (number, entry) in many(at(node, &["image"])).into_iter().enumerate() {
        let field = format!("image[{number}]");
        let address = string(entry).or_else(|| first(entry, &["url", "contentUrl", "@id"]).map(|(_, placed)| placed));
        let Some(address) = address else { continue };
        // The same picture in several shapes is common: names differ, so only one plain address is taken.
        if string(entry).is_some() && !images.is_empty() {
            report.note(address.spot(0), &field, say!("a further address of the article's image is left out"), say!());
            continue;
        }
        let Some(mut image) = image(address.text.trim(), address.spot(0), &field, report) else { continue };
        let text = |name: &str, report: &mut Report| value(entry, name).map(|placed| report.verbatim(placed, &field));
        image.caption = text("caption", report).or_else(|| text("description", report));
        image.alt = text("alternateName", report);
        image.credit = text("creditText", report).or_else(|| text("copyrightNotice", report));
        images.push(image);
    }
    images
}
