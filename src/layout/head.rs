//! What stands above columns: the masthead, the title of a section, the head of an article.

use std::rc::Rc;

use super::figure::{LEAST_DPI, POINTS_PER_INCH};
use super::page::{Artifact, Content, Frame, Owner};
use super::rows::{Row, join};
use super::set::Setter;
use super::stack::{Piece, Slack, Stack};
use super::structure::{NodeId, Role, Tree};
use crate::assets::Picture;
use crate::document::{Article, Bulletin, Direction, Language, Section, Text};
use crate::locale::Phrase;
use crate::theme::LogoAlign;

/// An article's head, and the nodes that were made for it.
pub struct Head {
    /// Its rows.
    pub rows: Vec<Row>,
    /// The article's node.
    pub article: NodeId,
    /// The headline's node.
    pub headline: NodeId,
}

/// Between the lines of a head that belong together and what follows, in lines of the grid.
const GAP: f64 = 0.5;
/// At least so much is left between a head and its article; the rest of the head's last line of the grid adds to it.
const BELOW_HEAD: f64 = 0.5;
/// Below the rule of a section's title, in lines of the grid: an article's head begins there with air of its own.
const BELOW_SECTION: f64 = 0.25;

/// The head of an article, `width` points wide: kicker, headline, subheadline, byline and summary.
pub fn article(
    article: &Article,
    level: u8,
    parent: NodeId,
    width: f64,
    setter: &mut Setter<'_, '_>,
    tree: &mut Tree,
) -> Head {
    let theme = setter.theme;
    let language = &article.language;
    let published = article.published.as_ref().map(|d| Text::new(setter.dates.write(d, language)));
    let node = tree.add(parent, Role::Article);
    tree.set_language(node, language.clone());
    let mut stack = Stack::new(setter, tree, language, width);
    if let Some(kicker) = join(article.kicker.iter().chain(&article.categories), language) {
        stack.add(&kicker, Role::Paragraph, &theme.kicker, node);
    }
    let headline = stack.add(&article.headline, Role::Heading(level), &theme.headline, node);
    if let Some(text) = &article.subheadline {
        stack.add(text, Role::Paragraph, &theme.subheadline, node);
    }
    if let Some(byline) = join(article.byline.iter().chain(&article.dateline).chain(&published), language) {
        stack.add(&byline, Role::Paragraph, &theme.byline, node);
    }
    if let Some(text) = &article.summary {
        stack.space(GAP);
        stack.add(text, Role::Paragraph, &theme.summary, node);
    }
    stack.space(BELOW_HEAD);
    // Shared, so that a head stands neither close above its article nor far from it.
    Head { rows: stack.together(Slack::Shared), article: node, headline }
}

/// The title of a section, and its node.
pub fn section(
    section: &Section,
    level: u8,
    parent: NodeId,
    language: &Language,
    setter: &mut Setter<'_, '_>,
    tree: &mut Tree,
) -> (Vec<Row>, Option<NodeId>) {
    let Some(title) = &section.title else { return (Vec::new(), None) };
    let theme = setter.theme;
    let width = theme.page.measure();
    let mut stack = Stack::new(setter, tree, language, width);
    let node = stack.add(title, Role::Heading(level), &theme.section, parent);
    stack.rule(0.0, theme.rules.section, theme.colours.accent);
    stack.space(BELOW_SECTION);
    (stack.together(Slack::Below), Some(node))
}

/// From the logo to the masthead's title, in points, beside the air that the title's own leading has.
const BELOW_LOGO: f64 = 6.0;

/// The logo, as large as the theme lets it be. It is an ornament: title and publisher stand below it as text, and
/// to the ear it would add nothing but a second time what they say.
fn logo(picture: &Rc<Picture>, language: &Language, setter: &Setter<'_, '_>) -> Piece {
    let theme = setter.theme;
    let (pixels_wide, pixels_high) = (f64::from(picture.width.max(1)), f64::from(picture.height.max(1)));
    let most = theme.page.measure().min(theme.logo.width()).min(pixels_wide / LEAST_DPI * POINTS_PER_INCH);
    let scale = (most / pixels_wide).min(theme.logo.height() / pixels_high);
    let (width, height) = (pixels_wide * scale, pixels_high * scale);
    let spare = theme.page.measure() - width;
    let right_to_left = language.direction() == Direction::RightToLeft;
    let x = match theme.logo.align {
        LogoAlign::Center => spare / 2.0,
        LogoAlign::Start if right_to_left => spare,
        LogoAlign::End if !right_to_left => spare,
        LogoAlign::Start | LogoAlign::End => 0.0,
    };
    let content = Content::Image { picture: Rc::clone(picture), width, height };
    let frame = Frame { x, y: 0.0, content, owner: Owner::Artifact(Artifact::Ornament) };
    Piece { frames: vec![frame], notes: Vec::new(), height: height + BELOW_LOGO }
}

/// The bulletin's logo, its title, and the line that says which issue it is.
pub fn masthead(
    bulletin: &Bulletin,
    picture: Option<&Rc<Picture>>,
    setter: &mut Setter<'_, '_>,
    tree: &mut Tree,
) -> Vec<Row> {
    let theme = setter.theme;
    let width = theme.page.measure();
    let language = &bulletin.language;
    let root = tree.root();
    let date = bulletin.date.as_ref().map(|d| Text::new(setter.dates.write(d, language)));
    let issue = bulletin.issue.as_ref().map(|issue| {
        // A bare number is told what it counts.
        let bare = issue.plain().chars().all(char::is_numeric);
        let word = if bare { format!("{} ", Phrase::Issue.text(language)) } else { String::new() };
        let mut text = issue.clone();
        text.inlines.insert(0, crate::document::Inline::Text(word));
        text
    });
    let logo = picture.map(|picture| logo(picture, language, setter));
    let mut stack = Stack::new(setter, tree, language, width);
    stack.extend(logo);
    if let Some(title) = &bulletin.title {
        stack.add(title, Role::Heading(1), &theme.masthead, root);
    }
    if let Some(subtitle) = &bulletin.subtitle {
        stack.add(subtitle, Role::Paragraph, &theme.masthead_line, root);
    }
    let parts: Vec<Text> = issue.into_iter().chain(date).chain(bulletin.publisher.clone()).collect();
    if !parts.is_empty() {
        stack.rule(GAP, theme.rules.article, theme.colours.rule);
        stack.spread(&parts, &theme.issue_line, root);
    }
    stack.rule(0.0, theme.rules.masthead, theme.colours.text);
    stack.space(GAP);
    stack.together(Slack::Below)
}
