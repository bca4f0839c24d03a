//! Markdown, with front matter in YAML, TOML or JSON, whose fields are an article's.
//!
//! The front matter goes through the strict decoder, unless another program wrote it (`markdown_front`);
//! `markdown_blocks` makes the body of the parser's events. The first heading of level 1 is the headline where the
//! front matter has none.

use std::ops::Range;

use super::decode::{has_content, head};
use super::detect::{Reader, has_known_key};
use super::flat::headline_of;
use super::foreign::pictures_in;
use super::input::{Input, failed};
use super::lines::Spot;
use super::markdown_blocks::{self, Piece};
use super::placed::Placed;
use super::report::Report;
use super::{Format, Options, Outcome, json, markdown_front, toml, yaml};
use crate::diagnostics::Message;
use crate::document::{Article, Block, Heading, Text};
use crate::say;

/// Reads Markdown.
pub struct Markdown;

impl Reader for Markdown {
    fn format(&self) -> Format {
        Format::Markdown
    }

    fn recognises(&self, input: &Input) -> bool {
        match front_matter(input.text) {
            // A YAML document between its marks begins in the same way, but has its body in it and no text below.
            Some(front) if front.written != Written::Yaml => {
                front.written == Written::Toml || has_json_front(input.text)
            }
            Some(front) => {
                let fields = input.text.get(front.fields.clone()).unwrap_or("");
                let below = input.text.get(front.text..).unwrap_or("");
                let whole = fields.lines().any(|line| line.starts_with("body:") || line.starts_with("sections:"));
                !whole || !(below.trim().is_empty() || has_known_key(below, ':'))
            }
            None => !has_known_key(input.text, ':') && !has_known_key(input.text, '=') && has_marks(input.text),
        }
    }

    fn read(&self, input: &Input, options: &Options) -> Vec<Outcome> {
        vec![read(input, options)]
    }
}

/// Where the front matter's fields stand, how they are written, and where the text below it begins.
struct Front {
    fields: Range<usize>,
    written: Written,
    text: usize,
}

/// A form of front matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    /// Between lines of three hyphens.
    Yaml,
    /// Between lines of three plus signs.
    Toml,
    /// An object whose closing brace stands alone on its line.
    Json,
}

fn front_matter(text: &str) -> Option<Front> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let (written, ends): (_, &[&str]) = match first.trim_end() {
        "---" => (Written::Yaml, &["---", "..."]),
        "+++" => (Written::Toml, &["+++"]),
        "{" => (Written::Json, &["}"]),
        _ => return None,
    };
    let mut at = first.len();
    for line in lines {
        let end = at + line.len();
        if ends.contains(&line.trim_end()) {
            return Some(match written {
                Written::Json => Front { fields: 0..end, written, text: end },
                _ => Front { fields: first.len()..at, written, text: end },
            });
        }
        at = end;
    }
    None
}

/// Whether a text is Markdown below front matter that JSON's own reader would take: an object without a body, and
/// below it, after a blank line, what is no JSON.
pub fn has_json_front(text: &str) -> bool {
    let Some(front) = front_matter(text).filter(|front| front.written == Written::Json) else { return false };
    let below = text.get(front.text..).unwrap_or("");
    let fields = text.get(front.fields).unwrap_or("");
    let is_text = |rest: &str| !rest.is_empty() && !rest.starts_with(['{', '}', '[', ']', ',', ':', '"']);
    below.starts_with(['\n', '\r']) && is_text(below.trim_start()) && !fields.contains("\"body\"")
}

/// Whether a text shows that it is Markdown, by front matter or by its marks.
pub fn is_marked(text: &str) -> bool {
    front_matter(text).is_some() || has_marks(text)
}

/// Whether a text has what only Markdown has: headings, quotations, links, strong words, tables.
fn has_marks(text: &str) -> bool {
    let heading = |line: &str| line.trim_start_matches('#').starts_with(' ') && line.starts_with('#');
    // A heading that is underlined.
    let mut lines = text.lines();
    let under = |line: &str| line.len() > 2 && line.bytes().all(|byte| byte == b'=');
    let underlined = lines.next().is_some_and(|first| !first.trim().is_empty())
        && lines.next().is_some_and(|next| under(next.trim_end()));
    underlined
        || text.contains("](")
        || text.lines().any(|line| {
            heading(line)
                || line.starts_with("> ")
                || line.matches("**").count() >= 2
                || (line.starts_with('|') && line.contains("---"))
        })
}

fn read(input: &Input, options: &Options) -> Outcome {
    let mut report = Report::new(&input.file);
    let mut article = Article::default();
    let mut start = 0;
    let mut picture = None;
    if let Some(front) = front_matter(input.text) {
        start = front.text;
        if input.text.get(front.fields.clone()).is_some_and(|fields| !fields.trim().is_empty()) {
            let parsed = match front.written {
                Written::Yaml => yaml::parse(input, front.fields),
                Written::Toml => toml::parse(input, front.fields),
                Written::Json => json::parse(input, front.fields),
            };
            match parsed {
                Ok(node) if !options.strict && markdown_front::is_foreign(&node) => {
                    (article, picture) = markdown_front::head(&mut report, &node);
                }
                Ok(node) => match head(&mut report, &node) {
                    Some(head) => article = head,
                    None => return report.outcome(0, None),
                },
                Err(problem) => return failed(0, problem),
            }
        }
    }
    let mut pieces = markdown_blocks::body(input, start, article.headline.inlines.is_empty(), &mut report);
    let begin = input.lines.spot(start);
    if article.headline.inlines.is_empty() {
        match take_headline(&mut report, &mut pieces) {
            Some(headline) => article.headline = headline,
            None => {
                let paragraph = pieces.iter().find_map(|piece| match &piece.block {
                    Block::Paragraph(text) => Some((text, piece.at)),
                    _ => None,
                });
                if let Some((text, at)) = paragraph {
                    let placed = Placed { text: text.plain(), anchors: text.origin.anchors.clone() };
                    article.headline = headline_of(&mut report, &placed, at, options);
                } else if !pieces.is_empty() {
                    report.error(
                        begin,
                        "headline",
                        say!("the headline is missing"),
                        say!("begin with “# ” and the headline"),
                    );
                }
            }
        }
    }
    drop_repeated(&article.headline, &mut pieces);
    settle_levels(&mut report, &mut pieces);
    article.body = pieces.into_iter().map(|piece| piece.block).collect();
    if !has_content(&article.body) {
        return report.without_content(0, begin, "body", options.strict);
    }
    if let Some(picture) = picture.filter(|picture| !pictures_in(&article.body).contains(&picture.image)) {
        article.body.insert(0, Block::Image(picture));
    }
    report.article(0, article)
}

/// Takes the first heading of level 1 out of the body.
fn take_headline(report: &mut Report, pieces: &mut Vec<Piece>) -> Option<Text> {
    let first = |piece: &Piece| matches!(&piece.block, Block::Heading(Heading { level: 1, .. }));
    let index = pieces.iter().position(first)?;
    let piece = pieces.remove(index);
    if index > 0 {
        let what = say!("text stands above the headline and is set below it");
        report.warning(piece.at, "headline", what, say!("begin with the headline"));
    }
    match piece.block {
        Block::Heading(heading) => Some(heading.heading),
        _ => None,
    }
}

/// A heading right above the text that repeats the headline of the front matter goes.
fn drop_repeated(headline: &Text, pieces: &mut Vec<Piece>) {
    let first = pieces.iter().position(|piece| !matches!(piece.block, Block::Image(_)));
    if let Some(first) = first.filter(|first| pieces.len() > first + 1)
        && let Some(Block::Heading(heading)) = pieces.get(first).map(|piece| &piece.block)
        && heading.heading.plain().split_whitespace().eq(headline.plain().split_whitespace())
    {
        pieces.remove(first);
    }
}

/// Brings the levels of headings into the article's, where the headline has level 1 and the lowest is 4.
fn settle_levels(report: &mut Report, pieces: &mut [Piece]) {
    for (index, piece) in pieces.iter_mut().enumerate() {
        let Block::Heading(heading) = &mut piece.block else { continue };
        let taken = heading.level.clamp(2, 4);
        if taken != heading.level {
            let what = say!("the level {level} is taken as {taken}", level = heading.level, taken);
            warn_level(report, piece.at, index, what);
            heading.level = taken;
        }
    }
}

fn warn_level(report: &mut Report, at: Spot, index: usize, what: Message) {
    report.warning(at, &format!("body[{index}]"), what, say!("headings in the text begin with ##, ### or ####"));
}
