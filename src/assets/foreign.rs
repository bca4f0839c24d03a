//! Pictures that foreign forms name and nobody sent: the figure goes with a warning, its words stay.
//!
//! A page that was saved alone, or a feed, names pictures that stood beside it once. That keeps nothing else of the
//! article from being set. Its caption and credit become a paragraph before anything is made, so that a build and an
//! import see the same article; its alternative text, which says what nobody can see, is told.

use std::borrow::Cow;
use std::path::Path;

use super::{AssetError, Store, base};
use crate::diagnostics::{Problem, Problems, Severity};
use crate::document::{Article, Block, Bulletin, Image, Inline, Text};
use crate::say;

/// A bulletin without the figures whose picture is not there. The arguments are those of
/// [`load_all`](super::load_all).
pub fn without_missing<'b>(
    bulletin: &'b Bulletin,
    folder: &Path,
    assets_dir: Option<&Path>,
    problems: &mut Problems,
) -> Cow<'b, Bulletin> {
    let store = Store::new(folder, assets_dir);
    let mut bulletin = Cow::Borrowed(bulletin);
    let concerned = |article: &Article| images(article).any(|image| missing(&store, image, folder).is_some());
    if bulletin.articles().any(concerned) {
        let articles = bulletin.to_mut().sections.iter_mut().flat_map(|section| &mut section.articles);
        articles.for_each(|article| settle(article, &store, folder, problems));
    }
    bulletin
}

/// The same for one article.
pub fn settle_article(article: &mut Article, folder: &Path, assets_dir: Option<&Path>, problems: &mut Problems) {
    settle(article, &Store::new(folder, assets_dir), folder, problems);
}

fn images(article: &Article) -> impl Iterator<Item = &Image> {
    article.body.iter().filter_map(|block| match block {
        Block::Image(image) => Some(image),
        _ => None,
    })
}

fn settle(article: &mut Article, store: &Store, folder: &Path, problems: &mut Problems) {
    if !images(article).any(|image| image.foreign.0) {
        return;
    }
    let settled = std::mem::take(&mut article.body).into_iter().filter_map(|block| match block {
        Block::Image(image) => match missing(store, &image, folder) {
            Some(error) => {
                let problem = error.problem(&image.image, image.origin.start());
                let place = problem.place.clone();
                let words = words(image.caption, image.credit);
                let cure = match words {
                    Some(_) => say!("its words stand as a paragraph; give the picture, or leave the image out"),
                    None => say!("the article is set without it; give the picture, or leave the image out"),
                };
                problems.push(Problem { severity: Severity::Warning, cure, ..problem });
                if let Some(alt) = image.alt.filter(|alt| !alt.is_blank()) {
                    let what = say!("the picture's alternative text goes with it: {alt}", alt = alt.plain());
                    problems.push(Problem::note(place, what, say!()));
                }
                words.map(Block::Paragraph)
            }
            None => Some(Block::Image(image)),
        },
        block => Some(block),
    });
    article.body = settled.collect();
}

/// A caption and a credit as one text, the credit on a line of its own.
fn words(caption: Option<Text>, credit: Option<Text>) -> Option<Text> {
    let mut texts = [caption, credit].into_iter().flatten().filter(|text| !text.is_blank());
    let mut first = texts.next()?;
    if let Some(credit) = texts.next() {
        first.inlines.push(Inline::LineBreak);
        first.inlines.extend(credit.inlines);
    }
    Some(first)
}

/// Why the picture of a foreign image is not there; none for one that is, or that stands on the web.
fn missing(store: &Store, image: &Image, folder: &Path) -> Option<AssetError> {
    let found = store.find(&image.image, &base(&image.origin, folder));
    found.err().filter(|error| image.foreign.0 && *error != AssetError::Remote)
}
