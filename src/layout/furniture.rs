//! Furniture: running heads and folios, placed when the pages are known.

use std::rc::Rc;

use super::page::{Artifact, Content, Frame, Owner, Page};
use super::set::Setter;
use crate::document::{Article, Bulletin, Language, Text};
use crate::locale::Digits;
use crate::theme::{Align, TextStyle};

/// The running head stands this far above the text, in points: clear of the tallest marks of the first line.
const HEAD_DISTANCE: f64 = 30.0;
/// The folio stands this far below the text, in points.
const FOLIO_DISTANCE: f64 = 10.0;

/// Puts running heads on an article's pages after its first, which shows the headline itself: the bulletin's
/// title at the side where reading starts and the headline at the other.
pub fn running_heads(
    bulletin: &Bulletin,
    article: &Article,
    first: usize,
    pages: &mut [Page],
    setter: &mut Setter<'_, '_>,
) {
    let top = setter.theme.page.top() - HEAD_DISTANCE;
    let Some(pages) = pages.get_mut(first + 1..) else { return };
    for page in pages {
        let (start, end) = match &bulletin.title {
            Some(title) => (title, Some(&article.headline)),
            None => (&article.headline, None),
        };
        line(start, Align::Start, &article.language, top, Artifact::Header, page, setter);
        if let Some(end) = end {
            line(end, Align::Center, &article.language, top, Artifact::Header, page, setter);
        }
    }
}

/// Puts a folio on every page.
pub fn folios(bulletin: &Bulletin, pages: &mut [Page], setter: &mut Setter<'_, '_>) {
    let digits = Digits::of(&bulletin.language);
    for (i, page) in pages.iter_mut().enumerate() {
        let top = page.height - setter.theme.page.bottom() + FOLIO_DISTANCE;
        let number = Text::new(digits.number(i + 1));
        line(&number, Align::Start, &bulletin.language, top, Artifact::Footer, page, setter);
    }
}

/// One line of furniture. What does not fit on one line is left out: it is said in full elsewhere.
fn line(
    text: &Text,
    align: Align,
    language: &Language,
    top: f64,
    artifact: Artifact,
    page: &mut Page,
    setter: &mut Setter<'_, '_>,
) {
    let theme = setter.theme;
    let style = TextStyle { align, ..theme.furniture };
    let set = setter.set(text, &style, language, theme.page.measure(), style.leading);
    let Some(line) = set.lines.into_iter().next() else { return };
    let content = Content::Line { line, source: Rc::clone(&set.source) };
    page.frames.push(Frame { x: theme.page.side(), y: top + set.baseline, content, owner: Owner::Artifact(artifact) });
}
