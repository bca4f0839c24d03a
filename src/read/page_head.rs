//! What a web page says of its article: in its JSON-LD, then in its meta elements, then by what elements are marked as.

use std::sync::Arc;

use super::address::Base;
use super::elements::{Id, Tree};
use super::head::Head;
use super::input::Input;
use super::lines::Spot;
use super::placed::Placed;
use super::report::Report;
use super::tree::Node;
use super::{Source, json, news_article};
use crate::document::Language;
use crate::say;

/// What the page says of its article, and the JSON-LD among it.
pub fn head(report: &mut Report, tree: &Tree) -> (Head, Option<Node>) {
    let described = json_ld(report, tree);
    let mut head = described.as_ref().map(|node| news_article::head(report, node)).unwrap_or_default();
    let meta = |names: &[&str]| {
        names.iter().find_map(|name| {
            let fits = |id: &Id| {
                let key = ["property", "name", "itemprop"].iter().find_map(|key| tree.attribute(*id, key));
                tree.name(*id) == "meta" && key.is_some_and(|key| key.eq_ignore_ascii_case(name))
            };
            let id = tree
                .walk(Tree::ROOT)
                .find(|id| fits(id) && tree.attribute(*id, "content").is_some_and(|c| !c.trim().is_empty()))?;
            Some(Placed::at(tree.attribute(id, "content")?.trim(), tree.at(id)))
        })
    };
    if !head.language_named {
        let spoken = tree.find(Tree::ROOT, "html").and_then(|html| Some((html, tree.attribute(html, "lang")?)));
        let spoken =
            spoken.filter(|(_, tag)| !tag.trim().is_empty()).map(|(id, tag)| Placed::at(tag.trim(), tree.at(id)));
        if let Some(placed) = spoken.or_else(|| meta(&["og:locale"])) {
            head.language = report.foreign_language(&placed, "language", &Language::default());
        }
    }
    let language = head.language.clone();
    let marked = |name: &str| {
        tree.walk(Tree::ROOT).find(|id| tree.attribute(*id, "itemprop") == Some(name) && tree.name(*id) != "meta")
    };
    let line = |id: Option<Id>, field: &str, report: &mut Report| {
        super::flow::Flow::new(tree, &language).line(id?, report, field)
    };
    let given = |placed: Option<Placed>, field: &str, report: &mut Report| {
        placed.map(|placed| report.verbatim_quietly(&placed, field))
    };
    if head.headline.is_none() {
        head.headline = line(marked("headline"), "headline", report)
            .or_else(|| given(meta(&["og:title", "twitter:title", "dc.title"]), "headline", report));
    }
    if head.byline.is_none() {
        let person = |placed: &Placed| !super::address::is_remote(&placed.text);
        let named =
            given(meta(&["author", "article:author", "dc.creator", "parsely-author"]).filter(person), "byline", report);
        let relation = || {
            tree.walk(Tree::ROOT)
                .find(|id| tree.attribute(*id, "rel").is_some_and(|rel| rel.split(' ').any(|r| r == "author")))
        };
        let author = marked("author").map(|author| {
            tree.walk(author).find(|id| tree.attribute(*id, "itemprop") == Some("name")).unwrap_or(author)
        });
        head.byline = named.or_else(|| line(author.or_else(relation), "byline", report));
    }
    if head.published.is_none() {
        let when = meta(&[
            "article:published_time",
            "datePublished",
            "date",
            "dc.date",
            "dc.date.issued",
            "parsely-pub-date",
            "publishdate",
        ]);
        let element = || {
            let timed = |id: Id| {
                let value = tree.attribute(id, "datetime").or_else(|| tree.attribute(id, "content"));
                match value {
                    Some(value) => Some(Placed::at(value, tree.at(id))),
                    // What readers see, if it is nothing but a date.
                    None => Some(tree.text(id)).filter(|placed| super::date_words::read(placed.text.trim()).is_some()),
                }
            };
            let published = |id: &Id| {
                tree.name(*id) == "time"
                    && (tree.attribute(*id, "pubdate").is_some()
                        || tree.attribute(*id, "class").is_some_and(|c| c.contains("publish")))
            };
            let times: Vec<Id> = tree
                .walk(Tree::ROOT)
                .filter(|id| tree.name(*id) == "time" && tree.attribute(*id, "datetime").is_some())
                .collect();
            let only = || times.first().copied().filter(|_| times.len() == 1);
            marked("datePublished").or_else(|| tree.walk(Tree::ROOT).find(published)).or_else(only).and_then(timed)
        };
        head.published = when.or_else(element).and_then(|placed| report.foreign_date(&placed, "published"));
    }
    if head.url.is_none() {
        let canonical = tree
            .walk(Tree::ROOT)
            .find(|id| tree.name(*id) == "link" && tree.attribute(*id, "rel") == Some("canonical"));
        let canonical = canonical.and_then(|id| tree.attribute(id, "href")).map(|href| href.trim().to_owned());
        let base = tree.find(Tree::ROOT, "base").and_then(|base| tree.attribute(base, "href")).map(Base::of);
        let canonical = canonical.map(|href| match &base {
            Some(base) if !super::address::is_remote(&href) => base.resolve(&href).unwrap_or(href),
            _ => href,
        });
        head.url = canonical
            .or_else(|| meta(&["og:url"]).map(|placed| placed.text))
            .filter(|url| super::address::is_remote(url));
    }
    if head.publisher.is_none() {
        head.publisher = given(meta(&["og:site_name", "application-name", "publisher"]), "source", report);
    }
    if head.categories.is_empty() {
        head.categories = given(meta(&["article:section"]), "categories", report).into_iter().collect();
    }
    if head.summary.is_none() {
        head.summary = given(meta(&["og:description", "description", "twitter:description"]), "summary", report);
    }
    (head, described)
}

/// The article among a page's JSON-LD.
fn json_ld(report: &mut Report, tree: &Tree) -> Option<Node> {
    let scripts = tree.walk(Tree::ROOT).filter(|id| {
        tree.name(*id) == "script"
            && tree.attribute(*id, "type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
    });
    for script in scripts {
        let placed = tree.text(script);
        // A string of the page, read as an input of its own whose lines begin where the string does.
        let first_line = placed.spot(0).line;
        let parsed = |text: &str| {
            let source = Source::new(Arc::clone(&report.file), text.as_bytes()).at_line(first_line);
            json::parse(&Input::new(&source, text), 0..text.len())
        };
        let found = parsed(&placed.text).or_else(|problem| parsed(&mended(&placed.text)).map_err(|_| problem));
        match found {
            Ok(node) => {
                if let Some(found) = news_article::find(&node) {
                    return Some(found);
                }
            }
            Err(problem) => {
                let what =
                    say!("the page describes its article wrongly, which is passed over: {what}", what = problem.what);
                report.note(placed.spot(0), "", what, say!());
            }
        }
    }
    None
}

/// JSON with what pages put around it for old browsers, line ends in its strings, and commas before the end of a list, all
/// of which browsers and search engines put up with. Spaces stand in their places, so that no place moves.
fn mended(text: &str) -> String {
    let mut out = text.to_owned();
    for around in ["/*<![CDATA[*/", "/*]]>*/", "//<![CDATA[", "//]]>", "<![CDATA[", "]]>", "<!--", "-->"] {
        out = out.replace(around, &" ".repeat(around.len()));
    }
    let mut mended = String::with_capacity(out.len());
    let mut in_string = false;
    let mut escaped = false;
    // The byte of a comma after which only white space has come.
    let mut comma: Option<usize> = None;
    for c in out.chars() {
        if in_string {
            in_string = c != '"' || escaped;
            escaped = c == '\\' && !escaped;
            mended.push(if c.is_ascii_control() { ' ' } else { c });
            continue;
        }
        if matches!(c, '}' | ']')
            && let Some(at) = comma
        {
            mended.replace_range(at..=at, " ");
        }
        match c {
            ',' => comma = Some(mended.len()),
            c if c.is_whitespace() => {}
            _ => comma = None,
        }
        in_string = c == '"';
        mended.push(c);
    }
    mended
}

/// The picture that a page gives to whoever links to it. It need not be the article's, and is never set.
pub fn shared_picture(tree: &Tree) -> Option<(String, Spot)> {
    let id = tree.walk(Tree::ROOT).find(|id| {
        tree.name(*id) == "meta" && tree.attribute(*id, "property").is_some_and(|key| key.trim() == "og:image")
    })?;
    let address = tree.attribute(id, "content").map(str::trim).filter(|address| !address.is_empty())?;
    Some((address.to_owned(), tree.at(id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_as_pages_write_it() {
        let written = "/*<![CDATA[*/{\"a\":\"x\\\"\ny,]\",\"b\":[1, ],}/*]]>*/";
        let mended = mended(written);
        assert_eq!(mended.trim(), "{\"a\":\"x\\\" y,]\",\"b\":[1  ] }");
        assert_eq!(mended.len(), written.len());
    }
}
