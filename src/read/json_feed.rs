//! JSON Feed 1.0 and 1.1: each item is an article.

use super::address::{Base, is_remote};
use super::detect::Reader;
use super::flow_images::image;
use super::foreign::{How, at, first, has_markup, identifier, many, names, pictures_in, source, string, string_at};
use super::input::{Input, failed};
use super::json::looks_like_json;
use super::report::Report;
use super::tree::{Node, Value};
use super::{Format, Options, Outcome, foreign};
use crate::document::{Article, Block, Language};
use crate::say;

/// Reads JSON Feed.
pub struct JsonFeed;

impl Reader for JsonFeed {
    fn format(&self) -> Format {
        Format::JsonFeed
    }

    fn recognises(&self, input: &Input) -> bool {
        looks_like_json(input.text)
            && input.json().first().and_then(|element| element.as_ref().ok()).is_some_and(|node| {
                string_at(node, &["version"]).is_some_and(|version| version.text.contains("jsonfeed.org"))
            })
    }

    fn read(&self, input: &Input, options: &Options) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        for element in input.json() {
            let feed = match element {
                Ok(feed) => feed,
                Err(problem) => {
                    outcomes.push(failed(outcomes.len(), problem.clone()));
                    continue;
                }
            };
            for entry in many(at(feed, &["items"])) {
                outcomes.push(item(input, feed, entry, outcomes.len(), options));
            }
        }
        if outcomes.is_empty() {
            return foreign::broken(input, 0, say!("the feed has no items"), say!("give it at least one"));
        }
        outcomes
    }
}

fn item(input: &Input, feed: &Node, node: &Node, index: usize, options: &Options) -> Outcome {
    let mut report = Report::new(&input.file);
    if !matches!(node.value, Value::Map(_)) {
        report.wrong_kind(node, "items", say!("a group of fields"), say!());
        return report.outcome(index, None);
    }
    let tag = string_at(node, &["language"]).or_else(|| string_at(feed, &["language"]));
    let language = match tag {
        Some(placed) => report.foreign_language(placed, "language", &Language::default()),
        None => Language::default(),
    };
    // Addresses are to be whole; one that is not is taken from the site's own.
    let home = first(feed, &["home_page_url", "feed_url"]).map_or("", |(_, placed)| placed.text.trim());
    let urls = ["url", "external_url"].iter().filter_map(|name| string_at(node, &[name]));
    let url = urls.map(|placed| placed.text.trim()).find_map(|address| {
        if is_remote(address) { Some(address.to_owned()) } else { Base::of(home).resolve(address) }
    });
    let url = url.or_else(|| first(node, &["url", "external_url"]).map(|(_, placed)| placed.text.trim().to_owned()));
    let near = url.as_deref().filter(|url| is_remote(url)).unwrap_or(home);
    let how = How::new(&language, near, options);
    let mut body = match (string_at(node, &["content_html"]), string_at(node, &["content_text"])) {
        (Some(placed), _) => report.html_body(placed, "content_html", &how),
        (None, Some(placed)) => report.plain_body(placed, options),
        (None, None) => Vec::new(),
    };
    if body.is_empty()
        && let Some(placed) = string_at(node, &["summary"])
    {
        body = report.plain_body(placed, options);
        report.note(placed.spot(0), "summary", say!("the feed gives a summary only, which stands as the text"), say!());
    }
    let banner = first(node, &["image", "banner_image"]);
    let present = pictures_in(&body);
    if let Some((name, placed)) = banner {
        if present.is_empty() {
            let picture = image(placed.text.trim(), placed.spot(0), name, &mut report);
            if body.is_empty() {
                let title = string_at(node, &["title"]).map(|placed| placed.text.as_str());
                report.pictures_alone(placed.spot(0), name, title, picture.as_slice());
            } else {
                body.splice(0..0, picture.map(Block::Image));
            }
        } else {
            report.own_picture(placed.spot(0), name, placed.text.trim(), &present);
        }
    }
    for attachment in many(at(node, &["attachments"])) {
        let named = first(attachment, &["title", "url"]).map_or("", |(_, placed)| placed.text.trim());
        let what = say!("an attached file was left out: {written}", written = super::address::shown(named));
        report.warning(attachment.at, "attachments", what, say!());
    }
    let people = |node: &Node| {
        let mut people = many(at(node, &["authors"]));
        people.extend(at(node, &["author"]));
        people.into_iter().filter_map(|node| string_at(node, &["name"])).cloned().collect::<Vec<_>>()
    };
    let own = people(node);
    let authors = if own.is_empty() { people(feed) } else { own };
    let mut authors: Vec<_> = authors.iter().map(|placed| report.verbatim(placed, "authors")).collect();
    authors.dedup_by(|a, b| a.plain() == b.plain());
    let tags = many(at(node, &["tags"])).into_iter().filter_map(string);
    let categories = tags.enumerate().map(|(i, placed)| report.verbatim(placed, &format!("tags[{i}]"))).collect();
    let name = string_at(feed, &["title"]).map(|placed| report.verbatim(placed, "source"));
    // Both are plain text; what many programs put there has its special characters by name all the same.
    let line = |name: &str, report: &mut Report| {
        let placed = string_at(node, &[name])?;
        if placed.text.contains('<') || !has_markup(&placed.text) {
            return Some(report.verbatim(placed, name));
        }
        report.marked_line(placed, name, &language)
    };
    let headline = line("title", &mut report);
    let has_text = ["content_html", "content_text"].iter().any(|name| string_at(node, &[name]).is_some());
    let summary = if has_text { line("summary", &mut report) } else { None };
    let dates = first(node, &["date_published", "date_modified"]);
    let article = Article {
        id: identifier(at(node, &["id"])),
        headline: headline.unwrap_or_default(),
        categories,
        byline: names(authors),
        published: dates.and_then(|(name, placed)| report.foreign_date(placed, name)),
        source: source(name, url.clone()),
        language: language.clone(),
        summary,
        body,
        ..Article::default()
    };
    report.foreign_article(index, article, node.at, options)
}
