//! HTML inside Markdown: blocks of it are read as HTML is, tags within a line are marks of the text or go, and what is
//! known as neither is kept as text and told.

use std::ops::Range;

use super::address::Base;
use super::elements::{Ground, Kind, Tree};
use super::flow::Flow;
use super::html_tree;
use super::lines::Spot;
use super::markdown_blocks::{Blocks, Piece, count};
use super::markdown_inline::{Weave, Wrap};
use super::placed::Placed;
use crate::diagnostics::Anchor;
use crate::document::{Block, Language};

/// Elements that are blocks of an article when they stand in Markdown as a whole.
const WHOLE: [&str; 25] = [
    "p",
    "div",
    "section",
    "center",
    "figure",
    "img",
    "picture",
    "table",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "pre",
    "iframe",
    "video",
    "audio",
    "details",
    "aside",
    "hr",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "script",
];

/// Elements without an end.
const VOID: [&str; 2] = ["img", "hr"];

/// Elements within a line that change nothing which a bulletin could show.
const PLAIN: [&str; 18] = [
    "u", "span", "sup", "sub", "small", "big", "mark", "kbd", "samp", "var", "tt", "abbr", "ins", "font", "bdi", "bdo",
    "time", "wbr",
];

/// The name of a tag in small letters.
fn name_of(tag: &str) -> String {
    let name = tag.trim_start().trim_start_matches(['<', '/']);
    name.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// Whether a text is one or more whole elements: what is opened in it is closed in it.
fn is_whole(html: &str) -> bool {
    let name = name_of(html);
    if !html.starts_with('<') || !WHOLE.contains(&name.as_str()) || html.contains("<!--") {
        return false;
    }
    let lower = html.to_ascii_lowercase();
    let number = |start: String| {
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        lower.match_indices(&start).filter(|(at, _)| lower.get(at + start.len()..).is_some_and(ends)).count()
    };
    VOID.contains(&name.as_str()) || number(format!("<{name}")) == number(format!("</{name}"))
}

/// Whether a tag breaks a line.
fn is_line_break(tag: &str) -> bool {
    let inner = tag.trim().strip_prefix('<').and_then(|tag| tag.strip_suffix('>'));
    inner.is_some_and(|inner| inner.trim_end_matches('/').trim_end().eq_ignore_ascii_case("br"))
}

/// The text of a line that is the summary of folded details, and the byte at which it begins.
fn summary_of(line: &str) -> Option<(usize, &str)> {
    let inner = line.trim().strip_prefix("<summary>")?.strip_suffix("</summary>")?;
    (!inner.contains('<')).then_some((line.find(inner)?, inner))
}

/// Whether a line is nothing but tags of the kind that is put around texts to say in which direction they run.
fn is_around(line: &str) -> bool {
    let mut rest = line.trim();
    while let Some((tag, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        let name = tag.trim_start_matches('/').split_ascii_whitespace().next().unwrap_or("");
        if !["div", "section", "article", "main", "center", "p", "details"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
        {
            return false;
        }
        rest = after.trim_start();
    }
    rest.is_empty()
}

impl Blocks<'_, '_, '_> {
    /// The blocks of a block of HTML, if it is a whole one.
    pub fn whole_html(&mut self, range: &Range<usize>) -> Option<Vec<Piece>> {
        let text = self.input.text.get(range.clone())?.trim_end();
        let start = range.start + (text.len() - text.trim_start().len());
        let text = text.trim_start();
        if self.in_comment.is_some() || !is_whole(text) {
            return None;
        }
        let mut placed = Placed::at(text, self.input.lines.spot(start));
        for (end, _) in text.match_indices('\n') {
            let Spot { line, column } = self.input.lines.spot(start + end + 1);
            placed.anchors.push(Anchor { offset: u32::try_from(end + 1).unwrap_or(u32::MAX), line, column });
        }
        let tree = html_tree::fragment(&Ground::placed(&placed)).ok()?;
        let at = self.input.lines.spot(start);
        let blocks = Flow::new(&tree, &Language::default()).blocks(Tree::ROOT, self.report);
        Some(blocks.into_iter().map(|block| Piece { block, at }).collect())
    }

    /// A tag within a line, if it is a known one: a mark of the text, a picture, or one that goes.
    pub fn inline_tag(&mut self, tag: &str, at: Spot, field: &str, weave: &mut Weave, marks: &mut Vec<String>) -> bool {
        let name = name_of(tag);
        let wrap = match name.as_str() {
            "b" | "strong" => Some(Wrap::Strong),
            "i" | "em" | "cite" | "dfn" => Some(Wrap::Emphasis),
            "a" => None,
            "img" => return self.inline_picture(tag, at),
            "s" | "del" | "strike" => {
                if !tag.starts_with("</") {
                    count(&mut self.struck, at, field);
                }
                return true;
            }
            name if PLAIN.contains(&name) => {
                count(&mut self.left_out, at, field);
                return true;
            }
            _ => return false,
        };
        if tag.starts_with("</") {
            // One that nothing opened closes nothing.
            if marks.last() == Some(&name) {
                marks.pop();
                weave.close();
            }
            return true;
        }
        let wrap = wrap.or_else(|| {
            let tree = html_tree::fragment(&Ground::placed(&Placed::at(tag, at))).ok()?;
            let link = tree.find(Tree::ROOT, "a")?;
            Base::default().link(tree.attribute(link, "href")?.trim()).ok().map(Wrap::Link)
        });
        match wrap {
            Some(wrap) => {
                marks.push(name);
                weave.open(wrap);
            }
            None => count(&mut self.left_out, at, field),
        }
        true
    }

    fn inline_picture(&mut self, tag: &str, at: Spot) -> bool {
        let Ok(tree) = html_tree::fragment(&Ground::placed(&Placed::at(tag, at))) else { return false };
        let blocks = Flow::new(&tree, &Language::default()).blocks(Tree::ROOT, self.report);
        self.images.extend(blocks.into_iter().filter_map(|block| match block {
            Block::Image(image) => Some((image, at)),
            _ => None,
        }));
        tree.walk(Tree::ROOT).any(|id| tree.node(id).is_some_and(|node| matches!(node.kind, Kind::Element { .. })))
    }

    /// HTML: a line break is one, comments and lines of mere tags around the text go, and anything else is kept as text.
    pub fn html(&mut self, text: &str, start: usize, field: &str, weave: &mut Weave) {
        let at = self.input.lines.spot(start);
        let mut from = 0;
        while self.in_comment.is_some() || text.get(from..).is_some_and(|rest| rest.trim_start().starts_with("<!--")) {
            if self.in_comment.is_none() {
                count(&mut self.left_out, at, field);
            }
            let Some(end) = text.get(from..).and_then(|rest| rest.find("-->")) else {
                self.in_comment.get_or_insert_with(|| (at, field.to_owned()));
                return;
            };
            self.in_comment = None;
            from += end + 3;
        }
        let rest = text.get(from..).unwrap_or("");
        if rest.trim().is_empty() {
            return;
        }
        if is_line_break(rest) {
            weave.hard_break(start + from);
        } else if is_around(rest) {
            count(&mut self.left_out, at, field);
        } else if let Some((before, summary)) = summary_of(rest) {
            count(&mut self.left_out, at, field);
            weave.text(summary, start + from + before, field, self.report);
        } else {
            count(&mut self.html, at, field);
            weave.text(rest, start + from, field, self.report);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_elements() {
        for html in ["<p>نص</p>", "<img src=\"a.jpg\">", "<div><div>نص</div></div>\n<p>", "<pre>x</pre>", "<HR/>"] {
            assert!(is_whole(html), "{html}");
        }
        for html in ["<div dir=\"rtl\">", "</div>", "<p>نص", "<!-- x -->", "<custom>x</custom>", "نص"] {
            assert!(!is_whole(html), "{html}");
        }
    }
}
