//! What stands in an article's element above its text: the picture and the second headline, which the rules that find the
//! text take for the page's.

use std::collections::HashSet;

use super::elements::{Id, Tree};
use super::flow::Flow;
use super::foreign::{How, same_picture};
use super::report::Report;
use crate::document::{Block, Image, Text};

/// Names of classes that a second headline has.
const SUBTITLES: [&str; 12] = [
    "subtitle",
    "sub-title",
    "sub_title",
    "subheadline",
    "sub-headline",
    "subheading",
    "deck",
    "standfirst",
    "entry-subtitle",
    "article-subtitle",
    "post-subtitle",
    "article__subtitle",
];

/// Whether an element carries pictures or links of other articles.
fn is_beside(tree: &Tree, id: Id) -> bool {
    matches!(tree.name(id), "aside" | "nav" | "footer" | "a" | "li" | "script" | "noscript" | "template")
}

/// The elements of the article that are left out and stand before its text.
fn above<'t>(tree: &'t Tree, root: Id, dropped: &'t HashSet<Id>) -> impl Iterator<Item = Id> + 't {
    let article = tree.walk(root).find(|id| matches!(tree.name(*id), "article" | "main"));
    let is_text =
        move |id: &Id| tree.name(*id) == "p" && !dropped.contains(id) && !tree.text(*id).text.trim().is_empty();
    let inside = article.into_iter().flat_map(move |article| tree.walk(article).skip(1));
    let first = inside.take_while(move |id| !is_text(id));
    first.filter(move |id| dropped.contains(id) && !tree.ancestors(*id).any(|outer| is_beside(tree, outer)))
}

/// The picture above the text, with what the page says of it: the one that the page describes, else one with a caption.
pub fn picture(report: &mut Report, tree: &Tree, root: Id, how: &How, described: &[Image]) -> Option<Image> {
    let figures = || above(tree, root, &how.dropped).filter(|id| tree.name(*id) == "figure");
    for figure in figures().filter(|id| tree.find(*id, "img").is_some()) {
        let mut flow = Flow::new(tree, &how.language);
        flow.base = super::address::Base::of(how.address);
        // What it says of other parts of it is told where it is set.
        let mut apart = Report::new(&report.file);
        flow.figure(figure, &mut apart);
        let pictures = flow.blocks.into_iter().filter_map(|block| match block {
            Block::Image(image) => Some(image),
            _ => None,
        });
        let known = |image: &Image| described.iter().any(|known| same_picture(&known.image, &image.image));
        if let Some(image) = pictures.into_iter().find(|image| known(image) || image.caption.is_some()) {
            return Some(image);
        }
    }
    None
}

/// The second headline above the text.
pub fn subheadline(report: &mut Report, tree: &Tree, root: Id, how: &How) -> Option<Text> {
    let named = |id: &Id| {
        matches!(tree.name(*id), "p" | "h2" | "h3" | "h4" | "div" | "span")
            && tree.attribute(*id, "class").is_some_and(|classes| {
                classes.split_ascii_whitespace().any(|class| SUBTITLES.contains(&class.to_ascii_lowercase().as_str()))
            })
    };
    let id = above(tree, root, &how.dropped).find(named)?;
    Flow::new(tree, &how.language).line(id, report, "subheadline")
}
