//! Flat dumps as scrapers leave them: `{ "title": …, "content": …, "author": …, "source": …, "url": … }` each.
//!
//! They are met as they come. Paragraphs are parted by line ends, or a content in HTML is read as such; other fields
//! than the known ones are let pass, an empty title takes the content's first sentence, and an article without content
//! is skipped. The day of extraction is no day of publication and is not read.

use std::ops::Range;

use icu_segmenter::SentenceSegmenter;

use super::detect::Reader;
use super::fields::Fields;
use super::flat_names::{
    ADDRESS, AUTHOR, CATEGORIES, CONTENT, LANGUAGE, PUBLISHED, SOURCE, SUBTITLE, SUMMARY, TITLE, get, is_among,
};
use super::foreign::{self, How, has_markup};
use super::input::{Input, failed};
use super::json::{Element, looks_like_json};
use super::leftovers;
use super::lines::Spot;
use super::placed::Placed;
use super::report::Report;
use super::tree::{Key, Node, Value};
use super::{Format, Options, Outcome, bodies, decode, flat_table};
use crate::document::{Article, Block, Date, Language, Source, Text};
use crate::say;

/// Entries that are looked at to know a dump: the first of them may lack a content.
const ENTRIES_TO_KNOW: usize = 20;

/// Shorter than this a sentence is no headline: the segmenter also ends one after an abbreviation such as “د.”.
const MIN_HEADLINE_CHARACTERS: usize = 15;

/// Reads flat dumps.
pub struct Flat;

impl Reader for Flat {
    fn format(&self) -> Format {
        Format::Flat
    }

    fn recognises(&self, input: &Input) -> bool {
        let flat = |element: &Element| element.as_ref().is_ok_and(is_flat);
        if flat_table::is_table(input.text) {
            return true;
        }
        looks_like_json(input.text) && input.json().iter().take(ENTRIES_TO_KNOW).any(flat)
    }

    fn read(&self, input: &Input, options: &Options) -> Vec<Outcome> {
        let read = |(index, element): (usize, &Element)| match element {
            Ok(node) => article(input, node, index, options),
            Err(problem) => failed(index, problem.clone()),
        };
        if flat_table::is_table(input.text) {
            return flat_table::rows(input).iter().enumerate().map(read).collect();
        }
        input.json().iter().enumerate().map(read).collect()
    }
}

/// Whether an object is an entry of a dump, and no article of our own form with something wrong in it.
fn is_flat(node: &Node) -> bool {
    let Value::Map(fields) = &node.value else { return false };
    // Our own body is a list. A text is that of a dump, unless all fields beside it are our own.
    let may_be = match foreign::at(node, &["body"]) {
        None => !node.has("headline") || fields.iter().any(|(key, _)| is_among(&key.name, &ADDRESS)),
        Some(body) => {
            let foreign = |(key, _): &(Key, Node)| !decode::is_known_field(&key.name) || key.name == "title";
            matches!(body.value, Value::String(_)) && fields.iter().any(foreign)
        }
    };
    let is_text = |(key, node): &(Key, Node)| {
        matches!(node.value, Value::String(_) | Value::List(_) | Value::Null) && is_among(&key.name, &CONTENT)
    };
    may_be && !["sections", "$schema"].iter().any(|name| node.has(name)) && fields.iter().any(is_text)
}

fn article(input: &Input, node: &Node, index: usize, options: &Options) -> Outcome {
    let mut report = Report::new(&input.file);
    let Some(fields) = report.any_fields(node, "") else { return report.outcome(index, None) };
    let marked = CONTENT.iter().find_map(|name| Some((*name, placed(get(&fields, name)?)?)));
    if let Some((name, placed)) = marked.filter(|(_, placed)| bodies::has_any_markup(placed)) {
        let mut article = head(&mut report, &fields);
        let address = article.source.as_ref().and_then(|source| source.url.clone()).unwrap_or_default();
        article.body = report.any_body(placed, name, &How::new(&article.language, &address, options));
        report.flat_pictures(&fields, &mut article.body, &article.language);
        let title = string(&mut report, &fields, &TITLE);
        let headline = title.map(|(name, placed)| line(&mut report, &placed, name, &article.language));
        article.headline = headline.unwrap_or_default();
        return report.foreign_article(index, article, node.at, options);
    }
    let (name, paragraphs) = content(&mut report, &fields, options);
    let Some(first) = paragraphs.first() else {
        let at = get(&fields, name).map_or(fields.at, |node| node.at);
        return report.without_content(index, at, name, options.strict);
    };
    let headline = match string(&mut report, &fields, &TITLE) {
        Some((name, placed)) => line(&mut report, &placed, name, &Language::default()),
        None => {
            let at = TITLE.iter().find_map(|name| get(&fields, name)).map_or(fields.at, |node| node.at);
            headline_of(&mut report, first, at, options)
        }
    };
    let body = paragraphs
        .iter()
        .enumerate()
        .map(|(index, placed)| Block::Paragraph(report.verbatim(placed, &format!("body[{index}]"))));
    let body = body.collect();
    let mut article = Article { headline, body, ..head(&mut report, &fields) };
    report.flat_pictures(&fields, &mut article.body, &article.language);
    report.article(index, article)
}

/// A line that may have characters by their names in it.
fn line(report: &mut Report, placed: &Placed, field: &str, language: &Language) -> Text {
    let marked = if has_markup(&placed.text) { report.marked_line(placed, field, language) } else { None };
    marked.unwrap_or_else(|| report.verbatim(placed, field))
}

/// What a dump says of an article besides its headline and text.
fn head(report: &mut Report, fields: &Fields) -> Article {
    Article {
        id: get(fields, "id").and_then(scalar),
        byline: byline(report, fields),
        categories: categories(report, fields),
        subheadline: string(report, fields, &SUBTITLE).map(|(name, placed)| report.verbatim(&placed, name)),
        summary: string(report, fields, &SUMMARY)
            .map(|(name, placed)| line(report, &placed, name, &Language::default())),
        published: published(report, fields),
        language: language(report, fields),
        source: source(report, fields),
        ..Article::default()
    }
}

/// The field's name and the paragraphs that stand in it, without blank ones and page leftovers.
fn content(report: &mut Report, fields: &Fields, options: &Options) -> (&'static str, Vec<Placed>) {
    let mut found = CONTENT[0];
    for name in CONTENT {
        let Some(node) = get(fields, name) else { continue };
        found = name;
        let strings: Vec<&Placed> = match &node.value {
            Value::String(placed) => vec![placed],
            Value::List(nodes) => nodes.iter().filter_map(placed).collect(),
            Value::Null => continue,
            _ => {
                report.warning(
                    node.at,
                    name,
                    say!("expected text, found {kind}: it is left out", kind = node.kind()),
                    say!(),
                );
                continue;
            }
        };
        let mut paragraphs: Vec<Placed> = Vec::new();
        for placed in strings {
            paragraphs.extend(lines(&placed.text).map(|range| placed.slice(range)));
        }
        paragraphs.retain(|placed| !super::clean::is_blank(&placed.text));
        leftovers::cut(report, &mut paragraphs, options);
        if !paragraphs.is_empty() {
            return (name, paragraphs);
        }
    }
    (found, Vec::new())
}

/// The ranges of a text's lines, without their ends.
pub fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    // LF, CR and Unicode's own line and paragraph separators; CR LF gives a blank line besides.
    let end = |c| matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}');
    let mut start = 0;
    text.split_inclusive(end).map(move |line| {
        let range = start..start + line.trim_end_matches(end).len();
        start += line.len();
        range
    })
}

/// The first sentence of the first paragraph as the headline, reported.
pub fn headline_of(report: &mut Report, first: &Placed, at: Spot, options: &Options) -> Text {
    if options.strict {
        report.error(at, "headline", say!("the title is empty"), say!("write one"));
    } else {
        report.warning(
            at,
            "headline",
            say!("the title is empty: the first sentence stands in for it"),
            say!("write one"),
        );
    }
    let cleaned = report.clean(first, "headline");
    let mut end = cleaned.text.len();
    for at in SentenceSegmenter::new(Default::default()).segment_str(&cleaned.text) {
        let sentence = cleaned.text.get(..at).unwrap_or("").trim_end();
        if sentence.chars().count() >= MIN_HEADLINE_CHARACTERS {
            end = sentence.len();
            break;
        }
    }
    report.verbatim(&cleaned.slice(0..end), "headline")
}

/// A text, or the name of what is given as an object.
fn placed(node: &Node) -> Option<&Placed> {
    foreign::string(node).or_else(|| foreign::string_at(node, &["name"]))
}

/// The first of some fields that has text in it. One of another kind is reported and passed over.
fn string(report: &mut Report, fields: &Fields, names: &[&'static str]) -> Option<(&'static str, Placed)> {
    for name in names.iter().copied() {
        let Some(node) = get(fields, name) else { continue };
        if let Some(placed) = placed(node) {
            return Some((name, placed.clone()));
        }
        match &node.value {
            Value::String(_) | Value::Null => {}
            _ => {
                let what = say!("expected text, found {kind}: it is left out", kind = node.kind());
                report.warning(node.at, name, what, say!());
            }
        }
    }
    None
}

/// The texts of the first of some fields that has any: a string, or a list of strings.
fn strings(fields: &Fields, names: &[&'static str]) -> Vec<(String, Placed)> {
    for name in names {
        let found: Vec<(String, Placed)> = match get(fields, name).map(|node| (&node.value, node)) {
            Some((Value::List(nodes), _)) => {
                let nodes = nodes.iter().enumerate();
                nodes.filter_map(|(i, node)| Some((format!("{name}[{i}]"), placed(node)?.clone()))).collect()
            }
            Some((_, node)) => placed(node).map(|placed| ((*name).to_owned(), placed.clone())).into_iter().collect(),
            None => continue,
        };
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Several authors are told in one line, parted as Arabic lists are.
fn byline(report: &mut Report, fields: &Fields) -> Option<Text> {
    foreign::names(strings(fields, &AUTHOR).iter().map(|(field, placed)| report.verbatim(placed, field)).collect())
}

fn categories(report: &mut Report, fields: &Fields) -> Vec<Text> {
    strings(fields, &CATEGORIES).iter().map(|(field, placed)| report.verbatim(placed, field)).collect()
}

fn published(report: &mut Report, fields: &Fields) -> Option<Date> {
    if let Some(date) = PUBLISHED.iter().filter_map(|name| get(fields, name)).next().and_then(seconds) {
        return Some(date);
    }
    // MongoDB's export and .NET write a moment as an object.
    let inner = PUBLISHED.iter().find_map(|name| {
        let node = get(fields, name)?;
        Some((*name, ["$date", "date"].iter().find_map(|part| foreign::string_at(node, &[part]))?.clone()))
    });
    let (name, placed) = inner.or_else(|| string(report, fields, &PUBLISHED))?;
    report.foreign_date(&placed, name)
}

/// A moment as computers count it: seconds since 1970, or thousandths of them. Smaller numbers are years or nothing.
fn seconds(node: &Node) -> Option<Date> {
    const LEAST: i64 = 100_000_000;
    let Value::Number(number) = &node.value else { return None };
    let number: i64 = number.parse().ok()?;
    let moment = match number {
        LEAST..100_000_000_000 => jiff::Timestamp::from_second(number).ok()?,
        100_000_000_000..100_000_000_000_000 => jiff::Timestamp::from_second(number / 1000).ok()?,
        _ => return None,
    };
    Date::parse(&moment.to_string()).ok()
}

fn language(report: &mut Report, fields: &Fields) -> Language {
    let Some((name, placed)) = string(report, fields, &LANGUAGE) else { return Language::default() };
    Language::parse(placed.text.trim()).unwrap_or_else(|tag| {
        let what = say!("“{tag}” is not a language tag: the article is taken as Arabic", tag);
        report.warning(placed.spot(0), name, what, say!("write a BCP 47 tag, as ar, ar-SY or en"));
        Language::default()
    })
}

fn source(report: &mut Report, fields: &Fields) -> Option<Source> {
    let name = string(report, fields, &SOURCE).map(|(name, placed)| report.verbatim(&placed, name));
    let url = string(report, fields, &ADDRESS).map(|(_, placed)| placed.text.trim().to_owned());
    (name.is_some() || url.is_some()).then_some(Source { name, url })
}

/// A name given as text or as a number.
fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::Number(number) => Some(number.clone()),
        _ => placed(node).map(|placed| placed.text.trim().to_owned()),
    }
}
