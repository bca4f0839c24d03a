//! What the readers of foreign forms have in common: fields by their path, dates and languages in other spellings,
//! and an article that is made whole.

use super::elements::{Ground, Id, Tree};
use super::flat::{self, headline_of};
use super::flow::Flow;
use super::input::Input;
use super::lines::Spot;
use super::placed::Placed;
use super::report::Report;
use super::tree::{Node, Value};
use super::{Options, Outcome, clean, date_words, foreign_dates, html_tree, leftovers};
use crate::diagnostics::Message;
use crate::document::{Article, Block, Date, Image, Language, Source, Text};
use crate::say;

/// The value at a path of names.
pub fn at<'n>(node: &'n Node, path: &[&str]) -> Option<&'n Node> {
    path.iter().try_fold(node, |node, name| match &node.value {
        Value::Map(fields) => fields.iter().find(|(key, _)| key.name == *name).map(|(_, node)| node),
        Value::List(nodes) => nodes.get(name.parse::<usize>().ok()?),
        _ => None,
    })
}

/// The string of a node, unless it is blank.
pub fn string(node: &Node) -> Option<&Placed> {
    match &node.value {
        Value::String(placed) if !clean::is_blank(&placed.text) => Some(placed),
        _ => None,
    }
}

/// The string at a path, unless it is blank.
pub fn string_at<'n>(node: &'n Node, path: &[&str]) -> Option<&'n Placed> {
    string(at(node, path)?)
}

/// The first string that one of some fields has.
pub fn first<'n>(node: &'n Node, names: &[&'static str]) -> Option<(&'static str, &'n Placed)> {
    names.iter().find_map(|name| Some((*name, string_at(node, &[name])?)))
}

/// A string or a number as an identifier.
pub fn identifier(node: Option<&Node>) -> Option<String> {
    match &node?.value {
        Value::String(placed) if !placed.text.trim().is_empty() => Some(placed.text.trim().to_owned()),
        Value::Number(number) => Some(number.clone()),
        _ => None,
    }
}

/// The entries of a list; a single value is a list of one.
pub fn many(node: Option<&Node>) -> Vec<&Node> {
    match node {
        None => Vec::new(),
        Some(node) => match &node.value {
            Value::List(nodes) => nodes.iter().collect(),
            Value::Null => Vec::new(),
            _ => vec![node],
        },
    }
}

impl Report {
    /// A date in one of the spellings of foreign forms; one that is none is told and left out.
    pub fn foreign_date(&mut self, placed: &Placed, field: &str) -> Option<Date> {
        let written = placed.text.trim();
        let known = foreign_dates::without_zone(written);
        let date = match known {
            Some((time, _)) => foreign_dates::mail_time(time).and_then(|(civil, _)| Date::parse(&civil).ok()),
            // In the project's spelling, if there is one for it: offsets have a colon there.
            None => foreign_dates::iso(written)
                .and_then(|iso| Date::parse(&iso).ok())
                .or_else(|| Date::parse(written).ok())
                .or_else(|| Date::parse(&foreign_dates::end_of_day(written)?).ok()),
        };
        let in_words = if date.is_none() { date_words::read(written) } else { None };
        let zone = known.map(|(_, zone)| zone).or(in_words.as_ref().and_then(|found| found.place.as_deref()));
        if let Some(zone) = zone {
            let what = say!("the time zone “{zone}” is not known: the time stands without one", zone);
            let cure = say!("write its offset from universal time, as +0300");
            self.note(placed.spot(0), field, what, cure);
        }
        if let Some(found) = in_words.as_ref().filter(|found| found.hijri) {
            let what = say!(
                "the date “{written}” is taken as {day}, by the calendar of Umm al-Qura",
                written = super::address::shown(written),
                day = found.iso.as_str()
            );
            self.warning(placed.spot(0), field, what, say!("write the day of the Gregorian calendar to be sure of it"));
        }
        let date = date.or_else(|| Date::parse(&in_words?.iso).ok());
        if date.is_none() && !written.is_empty() {
            let what = say!("“{written}” is not a date and is left out", written = super::address::shown(written));
            let cure = say!("write a day as 2025-05-18, or a moment as 2025-05-18T09:30:00+03:00");
            self.warning(placed.spot(0), field, what, cure);
        }
        date
    }

    /// A language tag; `usual` for one that is none, which is told.
    pub fn foreign_language(&mut self, placed: &Placed, field: &str, usual: &Language) -> Language {
        // Locales of operating systems are written with an underscore; `ar_AR`, which pages have for Arabic at large,
        // would be that of Argentina.
        let tag = placed.text.trim().replace('_', "-");
        let tag = if tag.eq_ignore_ascii_case("ar-AR") { "ar".to_owned() } else { tag };
        Language::parse(&tag).unwrap_or_else(|tag| {
            let what = say!("“{written}” is not a language tag and is left out", written = super::address::shown(&tag));
            self.warning(placed.spot(0), field, what, say!("write a BCP 47 tag, as ar, ar-SY or en"));
            usual.clone()
        })
    }

    /// Text in which markup may stand, in one paragraph: a title with its entities and emphases.
    pub fn marked_line(&mut self, placed: &Placed, field: &str, language: &Language) -> Option<Text> {
        if !placed.text.contains(['<', '&']) {
            return Some(self.verbatim(placed, field)).filter(|text| !text.is_blank());
        }
        let ground = Ground::placed(placed);
        match html_tree::fragment(&ground) {
            Ok(tree) => Flow::new(&tree, language).line(Tree::ROOT, self, field),
            Err(_) => Some(self.verbatim(placed, field)),
        }
    }

    /// The blocks of a body in HTML.
    pub fn html_body(&mut self, placed: &Placed, field: &str, how: &How) -> Vec<Block> {
        let ground = Ground::placed(placed);
        match html_tree::fragment(&ground) {
            Ok(tree) => self.blocks(&tree, Tree::ROOT, how),
            Err(fault) => {
                let what = say!("the body can't be read: {what}", what = fault.what);
                self.error(ground.spot(fault.offset), field, what, say!("no article needs so many"));
                Vec::new()
            }
        }
    }

    /// The blocks below an element, without page leftovers.
    pub fn blocks(&mut self, tree: &Tree, root: Id, how: &How) -> Vec<Block> {
        let mut flow = Flow::new(tree, &how.language);
        flow.base = super::address::Base::of(how.address);
        flow.lines_count = how.lines_count;
        flow.dropped.clone_from(&how.dropped);
        let mut blocks = flow.blocks(root, self);
        leftovers::cut_blocks(self, &mut blocks, how.options);
        blocks
    }

    /// The paragraphs of a body in plain text.
    pub fn plain_body(&mut self, placed: &Placed, options: &Options) -> Vec<Block> {
        let mut paragraphs: Vec<Placed> = flat::lines(&placed.text).map(|range| placed.slice(range)).collect();
        paragraphs.retain(|placed| !clean::is_blank(&placed.text));
        leftovers::cut(self, &mut paragraphs, options);
        let texts = paragraphs.iter().enumerate();
        texts.map(|(i, placed)| Block::Paragraph(self.verbatim(placed, &format!("body[{i}]")))).collect()
    }

    /// Whether a news item may be published, as its own fields say: the bulletin is set all the same.
    pub fn status(&mut self, placed: &Placed, field: &str, usable: &[&str]) {
        let written = placed.text.trim();
        let word = written.rsplit(':').next().unwrap_or(written);
        if !usable.iter().any(|usable| usable.eq_ignore_ascii_case(word)) {
            let what = say!(
                "the item is not marked as published: its status is “{written}”",
                written = super::address::shown(written)
            );
            self.warning(placed.spot(0), field, what, say!("ask its source before you publish it"));
        }
    }

    /// An embargo, which no clock is asked about.
    pub fn embargo(&mut self, placed: &Placed, field: &str) {
        // Without a time it lasts until another message ends it (NewsML-G2).
        if placed.text.trim().is_empty() {
            let cure = say!("do not publish it before its source ends the embargo");
            self.warning(placed.spot(0), field, say!("the item is under an embargo without an end"), cure);
            return;
        }
        let what =
            say!("the item is under an embargo until {written}", written = super::address::shown(placed.text.trim()));
        self.warning(placed.spot(0), field, what, say!("do not publish it before"));
    }

    /// A note that an item has for those who edit it: it is told, and set nowhere.
    pub fn editors_note(&mut self, placed: &Placed, field: &str) {
        let words: Vec<&str> = placed.text.split_whitespace().collect();
        let what = say!("a note to editors: {written}", written = super::address::shown(&words.join(" ")));
        self.note(placed.spot(0), field, what, say!());
    }

    /// On which terms an item may be used: told, and set nowhere.
    pub fn terms(&mut self, placed: &Placed, field: &str) {
        let words: Vec<&str> = placed.text.split_whitespace().collect();
        let what = say!("the item's terms of use: {written}", written = super::address::shown(&words.join(" ")));
        self.note(placed.spot(0), field, what, say!());
    }

    /// What belongs to an item and is no picture has no place in a bulletin.
    pub fn other_medium(&mut self, at: Spot, field: &str, kind: &str, title: Option<&Placed>) {
        let what = match title {
            Some(title) if kind.is_empty() => {
                say!("an associated item is left out: {title}", title = super::address::shown(title.text.trim()))
            }
            Some(title) => say!(
                "an associated item of the kind “{kind}” is left out: {title}",
                kind,
                title = super::address::shown(title.text.trim())
            ),
            None => say!("an associated item of the kind “{kind}” is left out", kind),
        };
        self.warning(at, field, what, say!());
    }

    /// The notice of rights that names their holder alone.
    pub fn holder(&mut self, year: Option<&str>, holder: &Placed, field: &str) -> Text {
        let year = year.map(|year| format!("{} ", year.trim())).unwrap_or_default();
        let text = format!("© {year}{}", holder.text.trim());
        self.verbatim(&Placed { text, ..holder.clone() }, field)
    }

    /// The picture that an item has for itself is not set where its text has pictures: mostly it is one of them at
    /// another size. It is told where it is none of them.
    pub fn own_picture(&mut self, at: Spot, field: &str, address: &str, present: &[String]) {
        if !present.iter().any(|known| same_picture(known, address)) {
            let what = say!(
                "the article's own picture is left out, as its text has pictures: {written}",
                written = super::address::shown(address)
            );
            self.note(at, field, what, say!());
        }
    }

    /// The outcome of an article whose body and headline have been read; an empty title takes the first sentence.
    pub fn foreign_article(mut self, index: usize, mut article: Article, at: Spot, options: &Options) -> Outcome {
        let mut readable = article.body.iter().filter(|block| !matches!(block, Block::Footnote(_)));
        if readable.next().is_none() {
            return self.without_content(index, at, "body", options.strict);
        }
        // A heading that repeats the headline right above the text, below a picture that stands above it.
        let first = article.body.iter().position(|block| !matches!(block, Block::Image(_))).unwrap_or(0);
        if article.body.len() > first + 1
            && let Some(Block::Heading(heading)) = article.body.get(first)
            && heading.heading.plain().split_whitespace().eq(article.headline.plain().split_whitespace())
        {
            article.body.remove(first);
        }
        if article.headline.is_blank() {
            let first = article.body.iter().find_map(|block| match block {
                Block::Paragraph(text) => Some(text),
                Block::Heading(heading) => Some(&heading.heading),
                Block::Quotation(quotation) => quotation.quote.first(),
                Block::Image(image) => image.caption.as_ref().or(image.alt.as_ref()),
                _ => None,
            });
            let Some(first) = first else {
                self.error(
                    at,
                    "headline",
                    say!("the article has neither a title nor a paragraph"),
                    say!("write a title"),
                );
                return self.outcome(index, None);
            };
            let placed = Placed { text: first.plain().replace('\n', " "), anchors: first.origin.anchors.clone() };
            article.headline = headline_of(&mut self, &placed, at, options);
        }
        self.article(index, article)
    }
}

/// How a body in markup is read.
pub struct How<'o> {
    /// The language of the article.
    pub language: Language,
    /// The article's own address; empty where it is not known.
    pub address: &'o str,
    /// Whether line ends count, as in WordPress's own editor.
    pub lines_count: bool,
    /// Elements that are passed over.
    pub dropped: std::collections::HashSet<Id>,
    /// What the caller decides.
    pub options: &'o Options,
}

impl<'o> How<'o> {
    /// As usual, for an article of that language and address.
    pub fn new(language: &Language, address: &'o str, options: &'o Options) -> Self {
        How { language: language.clone(), address, lines_count: false, dropped: Default::default(), options }
    }
}

/// The names of several people in one line, parted as Arabic lists are.
pub fn names(texts: Vec<Text>) -> Option<Text> {
    let mut texts = texts.into_iter().filter(|text| !text.is_blank());
    let first = texts.next()?;
    let rest: Vec<String> = texts.map(|text| text.plain()).collect();
    if rest.is_empty() {
        return Some(first);
    }
    let origin = first.origin.clone();
    Some(Text::new(format!("{}، {}", first.plain(), rest.join("، "))).read_at(origin))
}

/// A source, unless nothing is known of it.
pub fn source(name: Option<Text>, url: Option<String>) -> Option<Source> {
    let url = url.filter(|url| !url.is_empty());
    (name.is_some() || url.is_some()).then_some(Source { name, url })
}

/// The addresses of the pictures in a body.
pub fn pictures_in(body: &[Block]) -> Vec<String> {
    let image = |block: &Block| match block {
        Block::Image(image) => Some(image.image.clone()),
        _ => None,
    };
    body.iter().filter_map(image).collect()
}

/// Whether two addresses are those of one picture: the same, but for what follows a `?` and for the size that
/// WordPress puts behind a name, as in `a-1024x683.jpg`.
pub fn same_picture(one: &str, other: &str) -> bool {
    plain_address(one) == plain_address(other)
}

/// What the addresses of one picture have in common.
pub fn plain_address(address: &str) -> String {
    let path = address.trim().split(['?', '#']).next().unwrap_or("").to_ascii_lowercase();
    let path = path.split_once("//").map_or(path.clone(), |(_, rest)| rest.to_owned());
    let Some((name, ending)) = path.rsplit_once('.') else { return path };
    let shorter = match name.rsplit_once('-') {
        Some((shorter, "scaled")) => shorter,
        Some((shorter, size))
            if size.split_once('x').is_some_and(|(width, height)| {
                let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
                number(width) && number(height)
            }) =>
        {
            shorter
        }
        _ => name,
    };
    format!("{shorter}.{ending}")
}

/// Puts the pictures that stand beside a text: the first above it, the others below it.
pub fn put_beside(body: &mut Vec<Block>, pictures: Vec<Image>) {
    let mut pictures = pictures.into_iter().map(Block::Image);
    if let Some(first) = pictures.next() {
        body.insert(0, first);
    }
    body.extend(pictures);
}

/// Whether a string has anything in it that is markup: the beginning of an element, or a character by its name.
/// A sign of “less than” before a space or a number is none.
pub fn has_markup(text: &str) -> bool {
    let tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    let entity = |rest: &str| {
        let name = rest.bytes().take(32).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
        name > 0 && rest.get(name..).is_some_and(|rest| rest.starts_with(';'))
    };
    let after = |(at, sign): (usize, &str)| text.get(at + sign.len()..).unwrap_or("");
    text.match_indices('<').map(after).any(tag) || text.match_indices('&').map(after).any(entity)
}

/// A string that looks as HTML does.
pub fn looks_like_html(text: &str) -> bool {
    const TAGS: [&str; 12] =
        ["<p>", "<p ", "</p>", "<br", "<div", "<h2", "<h3", "<ul", "<ol", "<blockquote", "<table", "<figure"];
    text.contains('<') && {
        let lower = text.to_ascii_lowercase();
        TAGS.iter().any(|tag| lower.contains(tag))
    }
}

/// The piece of an XML or HTML element's text, cleaned, as a field.
pub fn text_of(report: &mut Report, tree: &Tree, id: Option<Id>, field: &str) -> Option<Text> {
    let placed = tree.text(id?);
    let folded = Placed { text: placed.text.replace(['\n', '\r', '\t'], " "), anchors: placed.anchors };
    Some(report.verbatim_quietly(&folded, field)).filter(|text| !text.is_blank())
}

/// A fault of a form's grammar as the one outcome of an input.
pub fn broken(input: &Input, offset: usize, what: Message, cure: Message) -> Vec<Outcome> {
    vec![super::input::failed(0, input.error(offset, what, cure))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_picture_under_several_names() {
        let known = "https://example.org/2025/a-1024x683.jpg";
        for same in ["https://example.org/2025/a.jpg", "http://example.org/2025/A-scaled.jpg?w=9"] {
            assert!(same_picture(known, same), "{same}");
        }
        for other in ["https://example.org/2024/a.jpg", "https://example.org/2025/a-x.jpg"] {
            assert!(!same_picture(known, other), "{other}");
        }
    }
}
