//! WordPress's REST interface: posts as `/wp-json/wp/v2/posts` gives them, one or many, with or without `_embed`.

use super::detect::Reader;
use super::flow_images::image;
use super::foreign::{How, at, identifier, many, names, pictures_in, same_picture, source, string_at};
use super::input::{Input, failed};
use super::json::{Element, looks_like_json};
use super::placed::Placed;
use super::report::Report;
use super::tree::Node;
use super::{Format, Options, Outcome, shortcodes};
use crate::document::{Article, Block, Image, Language, Text};

/// Reads posts.
pub struct WordPress;

impl Reader for WordPress {
    fn format(&self) -> Format {
        Format::WordPress
    }

    fn recognises(&self, input: &Input) -> bool {
        let post =
            |node: &Node| at(node, &["content", "rendered"]).is_some() && at(node, &["title", "rendered"]).is_some();
        looks_like_json(input.text) && input.json().iter().take(20).any(|element| element.as_ref().is_ok_and(post))
    }

    fn read(&self, input: &Input, options: &Options) -> Vec<Outcome> {
        let read = |(index, element): (usize, &Element)| match element {
            Ok(node) => post(input, node, index, options),
            Err(problem) => failed(index, problem.clone()),
        };
        input.json().iter().enumerate().map(read).collect()
    }
}

fn post(input: &Input, node: &Node, index: usize, options: &Options) -> Outcome {
    let mut report = Report::new(&input.file);
    if report.any_fields(node, "").is_none() {
        return report.outcome(index, None);
    }
    let language = ["lang", "language", "locale"].iter().find_map(|name| Some((*name, string_at(node, &[name])?)));
    let language = language.or_else(|| Some(("og_locale", string_at(node, &["yoast_head_json", "og_locale"])?)));
    let language = match language {
        Some((name, placed)) => report.foreign_language(placed, name, &Language::default()),
        None => Language::default(),
    };
    if let Some(status) = string_at(node, &["status"]) {
        report.status(status, "status", &["publish"]);
    }
    let url = string_at(node, &["link"]).map(|placed| placed.text.trim().to_owned());
    let how = How::new(&language, url.as_deref().unwrap_or(""), options);
    let mut body = match string_at(node, &["content", "rendered"]) {
        Some(placed) => {
            let placed = shortcodes::resolve(placed, &mut report);
            report.html_body(&placed, "content.rendered", &how)
        }
        None => Vec::new(),
    };
    let picture = featured(&mut report, node, &body, &language);
    let headline = string_at(node, &["title", "rendered"]);
    let headline = headline.and_then(|placed| report.marked_line(placed, "title.rendered", &language));
    if body.is_empty() {
        let title = headline.as_ref().map(Text::plain);
        report.pictures_alone(node.at, "_embedded.wp:featuredmedia", title.as_deref(), picture.as_slice());
    } else {
        body.splice(0..0, picture.map(Block::Image));
    }
    let summary = string_at(node, &["excerpt", "rendered"]).filter(|placed| !cut_short(&placed.text));
    let summary = summary.and_then(|placed| report.marked_line(placed, "excerpt.rendered", &language));
    let authors = many(at(node, &["_embedded", "author"])).into_iter().filter_map(|node| string_at(node, &["name"]));
    let mut authors: Vec<Text> =
        authors.filter_map(|placed| report.marked_line(placed, "_embedded.author", &language)).collect();
    if authors.is_empty() {
        // Without `_embed` the author is a number; the plugin that most sites have writes the name.
        let listed = many(at(node, &["authors"])).into_iter();
        for placed in
            listed.filter_map(|node| string_at(node, &["display_name"]).or_else(|| string_at(node, &["name"])))
        {
            authors.extend(report.marked_line(placed, "authors", &language));
        }
    }
    if authors.is_empty() {
        let named = string_at(node, &["yoast_head_json", "author"]);
        authors.extend(named.and_then(|placed| report.marked_line(placed, "yoast_head_json.author", &language)));
    }
    let mut categories = Vec::new();
    for term in many(at(node, &["_embedded", "wp:term"])).into_iter().flat_map(|list| many(Some(list))) {
        let is_category = string_at(term, &["taxonomy"]).is_some_and(|kind| kind.text == "category");
        if let Some(name) = string_at(term, &["name"]).filter(|_| is_category) {
            categories.extend(report.marked_line(name, "_embedded.wp:term", &language));
        }
    }
    let article = Article {
        id: identifier(at(node, &["id"])),
        headline: headline.unwrap_or_default(),
        categories,
        byline: names(authors),
        published: published(&mut report, node),
        source: source(None, url.clone()),
        language,
        summary,
        body,
        ..Article::default()
    };
    report.foreign_article(index, article, node.at, options)
}

/// Whether an excerpt is the beginning of the text, which WordPress makes where its author wrote none.
pub fn cut_short(html: &str) -> bool {
    let end = html.trim_end();
    let end = end.strip_suffix("</p>").unwrap_or(end).trim_end();
    // A link “read on” may follow the sign.
    let end = match end.rfind("<a ") {
        Some(at) if end.ends_with("</a>") => end.get(..at).unwrap_or(end).trim_end(),
        _ => end,
    };
    ["[&hellip;]", "[…]", "[...]", "&hellip;", "…", "...", "&#8230;", "[&#8230;]"]
        .iter()
        .any(|sign| end.ends_with(sign))
}

/// `date_gmt` is universal time without saying so; `date` is the site's own time, whose offset is not known.
fn published(report: &mut Report, node: &Node) -> Option<crate::document::Date> {
    if let Some(placed) = string_at(node, &["date_gmt"]).filter(|placed| !placed.text.starts_with("0000")) {
        let universal = Placed { text: format!("{}Z", placed.text.trim().trim_end_matches('Z')), ..placed.clone() };
        return report.foreign_date(&universal, "date_gmt");
    }
    let placed = string_at(node, &["date"]).filter(|placed| !placed.text.starts_with("0000"))?;
    report.foreign_date(placed, "date")
}

/// The featured image, which stands above the text, unless the text has it already.
fn featured(report: &mut Report, node: &Node, body: &[Block], language: &Language) -> Option<Image> {
    let embedded = many(at(node, &["_embedded", "wp:featuredmedia"])).into_iter().next();
    let embedded = embedded.and_then(|media| Some((media, string_at(media, &["source_url"])?)));
    // Without `_embed` the picture is a number; the plugin that many sites have writes its address.
    let (media, address) = embedded.or_else(|| Some((node, string_at(node, &["jetpack_featured_media_url"])?)))?;
    if pictures_in(body).iter().any(|known| same_picture(known, &address.text)) {
        return None;
    }
    let field = "_embedded.wp:featuredmedia";
    let mut image = image(address.text.trim(), address.spot(0), field, report)?;
    image.alt = string_at(media, &["alt_text"]).map(|placed| report.verbatim(placed, field));
    let caption = string_at(media, &["caption", "rendered"]);
    image.caption = caption.and_then(|placed| report.marked_line(placed, field, language));
    Some(image)
}
