//! Furniture: running heads and folios, placed when the pages are known.

use std::rc::Rc;

use super::page::{Artifact, Content, Frame, Owner, Page};
use super::set::{Measure, Setter};
use crate::document::{Bulletin, Language, Text};
use crate::theme::{Align, TextStyle};

/// The running head stands this far above the text, in points: clear of the tallest marks of the first line.
const HEAD_DISTANCE: f64 = 30.0;
/// The rule below running heads stands this far above the text, in points.
const RULE_DISTANCE: f64 = 12.0;
/// The folio stands this far below the text, in points.
const FOLIO_DISTANCE: f64 = 10.0;

/// What a page's running head says.
#[derive(Clone, Debug, Default)]
pub struct Running {
    /// The section that the page begins in, where its title does not stand at the top of the page.
    pub section: Option<Text>,
    /// The article that goes on at the top of the page.
    pub article: Option<Text>,
}

/// Puts running heads on all pages but the first: the bulletin's title at the side where reading starts, the section
/// and the article that goes on at the other. A single article's pages after its first carry its headline.
pub fn running_heads(bulletin: &Bulletin, running: &[Running], pages: &mut [Page], setter: &mut Setter<'_, '_>) {
    let top = setter.theme.page.top() - HEAD_DISTANCE;
    let language = &bulletin.language;
    for (page, running) in pages.iter_mut().zip(running).skip(1) {
        let place = super::rows::join(running.section.iter().chain(&running.article), language);
        let (start, end) = match &bulletin.title {
            Some(title) => (Some(title), place),
            None => (running.article.as_ref(), None),
        };
        if let Some(start) = start {
            line(start, Align::Start, language, top, Artifact::Header, page, setter);
        }
        if let Some(end) = end {
            line(&end, Align::End, language, top, Artifact::Header, page, setter);
        }
        let theme = setter.theme;
        if bulletin.title.is_some() && theme.rules.running_head > 0.0 {
            let thickness = theme.rules.running_head;
            let content = Content::Rule { width: theme.page.measure(), thickness, colour: theme.colours.rule };
            let y = theme.page.top() - RULE_DISTANCE;
            page.frames.push(Frame { x: theme.page.side(), y, content, owner: Owner::Artifact(Artifact::Header) });
        }
    }
}

/// Puts a folio on every page, where the theme wants it. Built-in themes of several columns have it at the side where
/// reading starts: in the middle of two columns, some readers of the text would take it for what joins them.
pub fn folios(bulletin: &Bulletin, pages: &mut [Page], setter: &mut Setter<'_, '_>) {
    let digits = setter.digits(&bulletin.language);
    for (i, page) in pages.iter_mut().enumerate() {
        let top = page.height - setter.theme.page.bottom() + FOLIO_DISTANCE;
        let number = Text::new(digits.number(i + 1));
        line(&number, setter.theme.furniture.align, &bulletin.language, top, Artifact::Footer, page, setter);
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
    // Two running heads share the measure.
    let width = theme.page.measure() * if artifact == Artifact::Header { 0.48 } else { 1.0 };
    let set = setter.set(text, &style, language, Measure { width, leading: style.leading, fill_last: false });
    let Some(line) = set.lines.into_iter().next() else { return };
    let rtl = language.direction() == crate::document::Direction::RightToLeft;
    let at_right = (align == Align::End) != rtl;
    let left = if at_right { theme.page.side() + theme.page.measure() - width } else { theme.page.side() };
    let content = Content::Line { line, source: Rc::clone(&set.source) };
    page.frames.push(Frame { x: left, y: top + set.baseline, content, owner: Owner::Artifact(artifact) });
}
