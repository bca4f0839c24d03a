//! The contents of a bulletin: its sections and articles with their pages.
//!
//! Its entries fill the page's columns. They are as high whatever the page numbers are, so room is kept for them first
//! and they are set when the pages are known.

use super::page::{Artifact, Content, Frame, Owner};
use super::rows::{Row, grid_lines, lines_to_rows, rule, text_rows};
use super::set::{Measure, Setter};
use super::structure::{NodeId, Role, Tree};
use crate::document::{Bulletin, Inline, Language, Text};
use crate::locale::Phrase;
use crate::theme::{Align, TextStyle};

/// How far an article stands in below its section, in ems of its line.
const INDENT: f64 = 1.5;
/// Between the dots of a leader, in points.
const DOT_STEP: f64 = 5.0;
/// The side of a dot, in points.
const DOT: f64 = 0.8;
/// Left free at both ends of a leader, in points.
const LEADER_GAP: f64 = 6.0;

/// A line of the contents.
struct Line {
    text: Text,
    depth: usize,
    node: NodeId,
    /// The entry's place in the outline.
    entry: usize,
}

/// The contents of a bulletin.
pub struct Contents {
    title: NodeId,
    lines: Vec<Line>,
}

/// The name under which an entry of the outline can be reached, by its place from 0.
pub fn entry_name(entry: usize) -> String {
    format!("entry-{:05}", entry + 1)
}

impl Contents {
    /// The contents of a bulletin that has more than one article.
    pub fn of(bulletin: &Bulletin, tree: &mut Tree) -> Option<Self> {
        if bulletin.title.is_none() || bulletin.articles().count() < 2 {
            return None;
        }
        let title = tree.add(tree.root(), Role::Paragraph);
        let toc = tree.add(tree.root(), Role::Toc);
        let mut lines = Vec::new();
        let mut entry = 0;
        for section in bulletin.sections.iter().filter(|s| !s.articles.is_empty()) {
            let mut add = |text: &Text, depth: usize, lines: &mut Vec<Line>| {
                let item = tree.add(toc, Role::TocItem);
                let node = tree.add(item, Role::Reference);
                lines.push(Line { text: text.clone(), depth, node, entry });
                entry += 1;
            };
            if let Some(title) = &section.title {
                add(title, 0, &mut lines);
            }
            let depth = usize::from(section.title.is_some());
            section.articles.iter().for_each(|a| add(&a.headline, depth, &mut lines));
        }
        Some(Contents { title, lines })
    }

    /// Its title, which stands across all columns.
    pub fn title(&self, language: &Language, setter: &mut Setter<'_, '_>) -> Vec<Row> {
        let theme = setter.theme;
        let title = Text::new(Phrase::Contents.text(language));
        text_rows(&title, &theme.heading, language, theme.page.measure(), self.title, setter)
    }

    /// Its entries, as rows for columns; `pages` gives the page of every entry, from 1.
    pub fn entries(&self, pages: &[usize], language: &Language, setter: &mut Setter<'_, '_>) -> Vec<Row> {
        let theme = setter.theme;
        let width = theme.page.column();
        let has_sections = self.lines.iter().any(|l| l.depth > 0);
        let mut rows: Vec<Row> = Vec::new();
        let mut after_section = false;
        for line in &self.lines {
            let is_section = line.depth == 0 && has_sections;
            let style = if is_section { theme.contents_section } else { theme.contents };
            let page = pages.get(line.entry).copied().unwrap_or(0);
            let from = rows.len();
            rows.extend(self.line(line, page, &style, width, language, setter));
            // A section stays with its first article.
            if let Some(first) = rows.get_mut(from).filter(|_| after_section) {
                first.may_open = false;
            }
            after_section = is_section;
        }
        rows
    }

    /// What parts it from the articles.
    pub fn end(setter: &Setter<'_, '_>) -> Vec<Row> {
        vec![rule(setter, 0.0, setter.theme.page.measure(), setter.theme.rules.section)]
    }

    fn line(
        &self,
        line: &Line,
        page: usize,
        style: &TextStyle,
        width: f64,
        language: &Language,
        setter: &mut Setter<'_, '_>,
    ) -> Vec<Row> {
        let rtl = language.direction() == crate::document::Direction::RightToLeft;
        let style = TextStyle { align: Align::Start, indent: 0.0, ..*style };
        let link = |text: Text| Text {
            inlines: vec![Inline::Link { href: format!("#{}", entry_name(line.entry)), content: text.inlines }],
            origin: text.origin,
        };
        let indent = INDENT * style.size * line.depth as f64;
        // Room for four digits, so that the lines do not depend on the numbers.
        let number_width = 3.0 * style.size;
        let title_width = width - indent - number_width - 2.0 * LEADER_GAP;
        let lines = grid_lines(&style, setter);
        let leading = lines as f64 * setter.theme.body.leading;
        // Lines of one title are about as long as each other: a word alone below the rest looks lost.
        let measure = |width: f64| Measure { width, leading, fill_last: true };
        let title = setter.set(&link(line.text.clone()), &style, language, measure(title_width));
        let number = Text::new(setter.digits(language).number(page));
        let end = TextStyle { align: Align::End, ..style };
        let number = setter.set(&link(number), &end, language, measure(number_width));
        let taken = title.lines.last().map_or(0.0, |l| {
            let words = l.pieces.iter().filter(|p| p.advance > 0.0);
            words.map(|p| p.advance).sum()
        });
        let digits: f64 = number.lines.iter().flat_map(|l| &l.pieces).map(|p| p.advance).sum();
        let owner = Owner::Node(line.node);
        let baseline = title.baseline;
        let mut rows = lines_to_rows(title, lines, owner);
        let title_left = if rtl { width - indent - title_width } else { indent };
        rows.iter_mut().flat_map(|r| &mut r.frames).for_each(|f| f.x += title_left);
        if let Some(last) = rows.last_mut() {
            let number_left = if rtl { 0.0 } else { width - number_width };
            let number = lines_to_rows(number, lines, owner);
            last.frames.extend(number.into_iter().flat_map(|r| r.frames).map(|f| Frame { x: f.x + number_left, ..f }));
            let before = LEADER_GAP + if rtl { digits } else { indent + taken };
            let after = LEADER_GAP + if rtl { indent + taken } else { digits };
            // The dots of all lines stand below each other.
            let x = (before / DOT_STEP).ceil() * DOT_STEP;
            let length = width - after - x;
            if length > 2.0 * DOT_STEP {
                let content =
                    Content::Dots { width: length, step: DOT_STEP, size: DOT, colour: setter.theme.colours.rule };
                last.frames.push(Frame { x, y: baseline, content, owner: Owner::Artifact(Artifact::Ornament) });
            }
        }
        rows.iter_mut().skip(1).for_each(|r| r.may_open = false);
        rows
    }
}
