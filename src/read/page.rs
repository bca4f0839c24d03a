//! Web pages: the article in a page, and what the page says of it.
//!
//! What belongs to the article is told by Readability's rules (crate `legible`), which look at the page as a whole.
//! They give markup without places, so every element is numbered first and the answer is taken as the set of the
//! elements to keep; the text itself is read from the page's own tree. `page_head` has what the page says of it.

use std::collections::HashSet;

use super::address::Base;
use super::detect::{Reader, has_known_key};
use super::elements::{Ground, Id, Kind, Tree};
use super::flow_quotes;
use super::foreign::{self, How, pictures_in, text_of};
use super::input::Input;
use super::json::looks_like_json;
use super::news_article;
use super::report::Report;
use super::{Format, Options, Outcome, html_tree, markdown, page_head, page_lead};
use crate::document::{Block, Text};
use crate::say;

/// Pages beyond this size are not weighed by Readability's rules, which take several passes: all of their body is
/// read. The largest pages of newspapers have two megabytes.
const MAX_WEIGHED: usize = 6 << 20;

/// Reads pages.
pub struct Page;

impl Reader for Page {
    fn format(&self) -> Format {
        Format::Html
    }

    fn recognises(&self, input: &Input) -> bool {
        let text = input.text.trim_start();
        if !text.starts_with('<') {
            return begins_with_text(text);
        }
        let root = super::xml_tree::root_name(text).map(str::to_ascii_lowercase);
        const ROOTS: [&str; 22] = [
            "html",
            "head",
            "body",
            "article",
            "main",
            "section",
            "div",
            "p",
            "h1",
            "h2",
            "h3",
            "header",
            "meta",
            "title",
            "figure",
            "ul",
            "ol",
            "table",
            "blockquote",
            "span",
            "strong",
            "script",
        ];
        let doctype = text.get(..14).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype html"));
        doctype || root.is_some_and(|root| ROOTS.contains(&root.as_str()))
    }

    fn read(&self, input: &Input, options: &Options) -> Vec<Outcome> {
        match html_tree::page(&Ground::whole(input.text, &input.lines)) {
            Ok(tree) => vec![page(input, &tree, options)],
            Err(fault) => foreign::broken(input, fault.offset, fault.what, say!("save the article alone")),
        }
    }
}

/// Whether a text is a piece of a page that begins with text right in it: it has several blocks, and nothing that only
/// other forms have.
fn begins_with_text(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let blocks: usize = ["<p>", "<p ", "</p>", "<br", "</div>"].iter().map(|tag| lower.matches(tag).count()).sum();
    let other = || looks_like_json(text) || has_known_key(text, ':') || has_known_key(text, '=');
    blocks > 1 && !other() && !markdown::is_marked(text)
}

fn page(input: &Input, tree: &Tree, options: &Options) -> Outcome {
    let mut report = Report::new(&input.file);
    let (mut head, described) = page_head::head(&mut report, tree);
    let language = head.language.clone();
    // What is relative in a page is relative to its `base`, if it names one.
    let base = tree.find(Tree::ROOT, "base").and_then(|base| tree.attribute(base, "href")).map(str::trim);
    let known = Base::of(head.url.as_deref().unwrap_or(""));
    let address = match base.filter(|base| !base.is_empty()) {
        Some(base) => known.within(base).address(),
        None => head.url.clone().unwrap_or_default(),
    };
    let root = tree.find(Tree::ROOT, "body").unwrap_or(Tree::ROOT);
    let mut how = How::new(&language, &address, options);
    let title = tree.walk(root).find(|id| tree.name(*id) == "h1");
    if head.headline.is_none() {
        head.headline = title.and_then(|id| super::flow::Flow::new(tree, &language).line(id, &mut report, "headline"));
    }
    if head.headline.is_none() {
        let title = tree
            .find(Tree::ROOT, "title")
            .filter(|id| tree.name(tree.node(*id).and_then(|n| n.parent).unwrap_or(0)) == "head");
        head.headline = text_of(&mut report, tree, title, "headline");
    }
    // A fragment is the article already: there is no page around it.
    let whole = input.text.get(..2000.min(input.text.len())).unwrap_or(input.text).to_ascii_lowercase();
    let whole = ["<!doctype", "<html", "<head", "<body"].iter().any(|tag| whole.contains(tag));
    how.dropped = if whole { around(&mut report, tree, root) } else { HashSet::new() };
    let mut body = report.blocks(tree, root, &how);
    // A piece of a page begins with its title, whatever the level is.
    if head.headline.is_none()
        && let Some(Block::Heading(heading)) = body.first()
    {
        head.headline = Some(heading.heading.clone());
    }
    drop_headline(&mut body, head.headline.as_ref());
    drop_byline(&mut body, head.byline.as_ref());
    if let Some(description) = &described
        && let Some(placed) = foreign::string_at(description, &["articleBody"])
    {
        // Pages that are put together by scripts have their text nowhere else.
        let have: usize = body.iter().map(length).sum();
        if have * 2 < placed.text.chars().count() {
            body = report.any_body(placed, "articleBody", &how);
        }
    }
    if !body.is_empty() && pictures_in(&body).is_empty() {
        let described = described.as_ref().map(|node| news_article::images(&mut report, node)).unwrap_or_default();
        if let Some(image) = page_lead::picture(&mut report, tree, root, &how, &described) {
            body.insert(0, Block::Image(image));
        } else if let Some(image) = described.into_iter().next() {
            body.insert(0, Block::Image(image));
        } else if let Some((address, at)) = page_head::shared_picture(tree) {
            let what = say!(
                "the picture that the page gives to those who link to it is left out: {written}",
                written = super::address::shown(&address)
            );
            report.note(at, "og:image", what, say!());
        }
    }
    if head.subheadline.is_none() {
        head.subheadline = page_lead::subheadline(&mut report, tree, root, &how);
    }
    // A summary that is the text's own beginning would be set twice.
    let start: String = body
        .iter()
        .find_map(|b| match b {
            Block::Paragraph(text) => Some(text.plain()),
            _ => None,
        })
        .unwrap_or_default();
    head.summary = head.summary.take().filter(|summary| {
        let words = summary.plain();
        let words = words.trim_end_matches(['.', '…', ' ', '،']);
        !start.starts_with(words) && !super::wordpress::cut_short(&summary.plain())
    });
    report.foreign_article(0, head.article(body), tree.at(root), options)
}

/// Lines above the text that say only who wrote it, as the byline does.
fn drop_byline(body: &mut Vec<Block>, byline: Option<&Text>) {
    let Some(byline) = byline.map(Text::plain) else { return };
    let names: Vec<&str> = byline.split_whitespace().collect();
    let same = |text: &Text| {
        let plain = text.plain();
        let words: Vec<&str> = plain.split(|c: char| c.is_whitespace() || c == ':').filter(|w| !w.is_empty()).collect();
        let words = match words.as_slice() {
            ["بقلم" | "كتب" | "كتبت" | "الكاتب" | "الكاتبة" | "By" | "by", rest @ ..] => rest,
            all => all,
        };
        words == names
    };
    let at = body.iter().take(4).position(|block| matches!(block, Block::Paragraph(text) if same(text)));
    if let Some(at) = at {
        body.remove(at);
    }
}

/// The headline stands above the article already.
pub fn drop_headline(body: &mut Vec<Block>, headline: Option<&Text>) {
    let Some(headline) = headline.map(Text::plain) else { return };
    let same = |text: &Text| text.plain().split_whitespace().eq(headline.split_whitespace());
    let at = body.iter().take(4).position(|block| match block {
        Block::Heading(heading) => same(&heading.heading),
        Block::Paragraph(text) => same(text),
        _ => false,
    });
    if let Some(at) = at {
        body.remove(at);
    }
}

fn length(block: &Block) -> usize {
    match block {
        Block::Paragraph(text) => text.plain().chars().count(),
        Block::Quotation(quotation) => quotation.quote.iter().map(|text| text.plain().chars().count()).sum(),
        Block::List(_) => 100,
        _ => 0,
    }
}

/// The elements that belong to the page and not to the article.
fn around(report: &mut Report, tree: &Tree, root: Id) -> HashSet<Id> {
    let Some(mut kept) = kept(tree) else {
        // Nothing was recognised as an article: what no article has goes, everything else stays.
        report.warning(
            tree.at(root),
            "body",
            say!("no article could be told from the page: all of its text is read"),
            say!(),
        );
        let furniture = |id: &Id| matches!(tree.name(*id), "nav" | "header" | "footer" | "aside");
        return tree.walk(root).filter(furniture).collect();
    };
    // An element stays where it, or something in it, was kept.
    let mut stays = HashSet::new();
    for id in &kept {
        stays.insert(*id);
        stays.extend(tree.ancestors(*id));
    }
    let mut dropped = HashSet::new();
    let mut letters = 0;
    for id in tree.walk(root) {
        let Some(node) = tree.node(id) else { continue };
        let gone = match node.kind {
            // What was not weighed goes where what it stands in goes: `flow` tells of it.
            // The rules make paragraphs of line breaks, and keep none of them.
            Kind::Element { .. } if is_unweighed(tree.name(id)) || tree.name(id) == "br" => {
                !node.parent.is_some_and(|parent| kept.contains(&parent))
            }
            Kind::Element { .. } => !stays.contains(&id),
            // Text right in an element that only holds kept ones is the page's.
            Kind::Text(_) => node.parent.is_some_and(|parent| !kept.contains(&parent)),
            Kind::Other => false,
        };
        // The rules take asides for the page's; words that are drawn out of the text are the article's.
        let pulled = tree.name(id) == "aside" && flow_quotes::is_pulled(tree, id);
        if pulled && node.parent.is_some_and(|parent| stays.contains(&parent)) {
            stays.extend(tree.walk(id));
            kept.extend(tree.walk(id));
            continue;
        }
        let parent_gone = node.parent.is_some_and(|parent| dropped.contains(&parent));
        if gone || parent_gone {
            dropped.insert(id);
            let hidden = tree.ancestors(id).any(|id| matches!(tree.name(id), "script" | "style" | "noscript"));
            if let (Kind::Text(placed), false) = (&node.kind, hidden) {
                letters += placed.text.chars().filter(|c| c.is_alphanumeric()).count();
            }
        }
    }
    if letters > 0 {
        let what = say!("what stands around the article on its page was left out ({letters} letters)", letters);
        report.note(tree.at(root), "body", what, say!("--from copied reads all text of a page that is saved as text"));
    }
    dropped
}

/// The elements that Readability's rules keep.
fn kept(tree: &Tree) -> Option<HashSet<Id>> {
    let mut html = String::new();
    write(tree, Tree::ROOT, &mut html);
    if html.len() > MAX_WEIGHED {
        return None;
    }
    // The rules are another's code on any input: whatever goes wrong in them must not end the run.
    let article = std::panic::catch_unwind(|| {
        let options = legible::Options::new().disable_json_ld(true).char_threshold(250);
        legible::parse(&html, None, Some(options)).map(|article| article.content)
    });
    let content = article.ok()?.ok()?;
    let mut kept = HashSet::new();
    for piece in content.split(MARK).skip(1) {
        let number: String =
            piece.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        kept.extend(number.parse::<Id>().ok());
    }
    let words = |id: Id| tree.node(id).is_some_and(|node| matches!(node.kind, Kind::Element { .. }));
    kept.retain(|id| words(*id));
    (!kept.is_empty()).then_some(kept)
}

/// Whether elements of that name are left out of what is weighed.
fn is_unweighed(name: &str) -> bool {
    matches!(
        name,
        "script" | "style" | "noscript" | "template" | "svg" | "iframe" | "video" | "audio" | "embed" | "object"
    )
}

/// The attribute that numbers elements.
const MARK: &str = "data-nashra";

/// Writes a tree as HTML, its elements numbered.
fn write(tree: &Tree, id: Id, out: &mut String) {
    let escape = |text: &str, out: &mut String| {
        for c in text.chars() {
            match c {
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '&' => out.push_str("&amp;"),
                '"' => out.push_str("&quot;"),
                c => out.push(c),
            }
        }
    };
    match tree.node(id).map(|node| &node.kind) {
        Some(Kind::Text(placed)) => escape(&placed.text, out),
        Some(Kind::Element { name, attributes }) => {
            // Neither scripts nor styles say what the article is.
            if is_unweighed(name) {
                return;
            }
            out.push_str(&format!("<{name} {MARK}=\"{id}\""));
            for (key, value) in attributes {
                let plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'));
                if plain && key != MARK {
                    out.push_str(&format!(" {key}=\""));
                    escape(value, out);
                    out.push('"');
                }
            }
            out.push('>');
            for child in tree.children(id) {
                write(tree, *child, out);
            }
            if !matches!(name.as_str(), "br" | "img" | "hr" | "meta" | "link" | "input" | "source" | "wbr" | "col") {
                out.push_str(&format!("</{name}>"));
            }
        }
        _ => {
            for child in tree.children(id) {
                write(tree, *child, out);
            }
        }
    }
}
