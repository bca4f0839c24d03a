//! Layout: a bulletin to pages of frames, and the structure tree they belong to.
//!
//! Lines are broken before columns are filled, and filling columns is a pure function of the rows' heights
//! ([`columns`]), so balancing repeats nothing else. Every height is a whole number of lines of the baseline
//! grid: lines of neighbouring columns stand on one baseline by construction.
//!
//! * `set` shapes and breaks one text in one of the theme's styles.
//! * `rows` turns an article's blocks into rows, and makes their nodes in the [`Tree`].
//! * `columns` deals rows out to columns.
//! * `furniture` adds running heads and folios.
//! * [`metrics`] says how well lines are filled.

mod columns;
mod furniture;
pub mod metrics;
mod page;
mod rows;
mod set;
mod structure;

use crate::diagnostics::Problems;
use crate::document::{Article, Bulletin, Direction};
use crate::text::Shaper;
use crate::theme::Theme;

pub use page::{Artifact, Content, Frame, Owner, Page, Paint, Placed, SetText};
pub use structure::{ListMarks, Node, NodeId, Role, Tree};

use page::PageGrid;
use rows::Row;
use set::Setter;

/// What layout makes.
#[derive(Debug)]
pub struct Layout {
    /// The pages in order.
    pub pages: Vec<Page>,
    /// The structure tree.
    pub tree: Tree,
    /// Where each article begins: its headline's node, its headline, and its page from 0.
    pub entries: Vec<Entry>,
}

/// An article's or section's place in the outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What the outline shows.
    pub title: String,
    /// Its depth in the outline, from 0.
    pub depth: usize,
    /// The page it begins on, from 0.
    pub page: usize,
    /// Where on the page, in points from the top.
    pub top: f64,
    /// Its heading's node.
    pub node: NodeId,
}

/// Sets a bulletin.
pub fn lay_out(bulletin: &Bulletin, theme: &Theme, shaper: &mut Shaper<'_>, problems: &mut Problems) -> Layout {
    let mut setter = Setter::new(theme, shaper);
    let mut tree = Tree::new(bulletin.language.clone());
    let mut pages: Vec<Page> = Vec::new();
    let mut entries = Vec::new();
    let in_bulletin = bulletin.title.is_some();
    // The masthead is read first, so its nodes come before those of any section.
    let mut masthead = if in_bulletin { rows::masthead(bulletin, &mut setter, &mut tree) } else { Vec::new() };
    for section in &bulletin.sections {
        let mut parent = tree.root();
        let mut depth = 0;
        let mut opening = section.title.as_ref();
        if opening.is_some() {
            parent = tree.add(parent, Role::Section);
            depth = 1;
        }
        for article in &section.articles {
            let level = 1 + u8::from(in_bulletin) + u8::from(section.title.is_some());
            let first = pages.len();
            let mut head = rows::head(article, opening.take(), level, parent, &mut setter, &mut tree);
            head.rows.splice(0..0, std::mem::take(&mut masthead));
            if let (Some(node), Some(title)) = (head.section, &section.title) {
                entries.push(Entry { title: title.plain(), depth: 0, page: first, top: theme.page.top(), node });
            }
            entries.push(Entry {
                title: article.headline.plain(),
                depth,
                page: first,
                top: theme.page.top(),
                node: head.headline,
            });
            let body = rows::body(article, level, head.article, &mut setter, &mut tree);
            place_article(article, head.rows, body, theme, &mut pages);
            furniture::running_heads(bulletin, article, first, &mut pages, &mut setter);
        }
    }
    furniture::folios(bulletin, &mut pages, &mut setter);
    setter.report(problems);
    Layout { pages, tree, entries }
}

/// Deals an article's rows out to new pages: its head across all columns, then its body column by column.
fn place_article(article: &Article, head: Vec<Row>, body: Vec<Row>, theme: &Theme, pages: &mut Vec<Page>) {
    let rtl = article.language.direction() == Direction::RightToLeft;
    let grid = PageGrid::new(theme, rtl);
    let head_height: usize = head.iter().map(|r| r.lines).sum();
    let shapes: Vec<columns::Shape> = body.iter().map(Row::shape).collect();
    let capacity = |page: usize| match page {
        0 => grid.lines.saturating_sub(head_height),
        _ => grid.lines,
    };
    let placed = columns::deal(&shapes, grid.columns, capacity);
    let count = placed.iter().map(|p| p.page + 1).max().unwrap_or(1);
    let first = pages.len();
    pages.extend((0..count).map(|_| Page::new(theme)));
    let mut line = 0;
    for row in head {
        let lines = row.lines;
        if let Some(page) = pages.get_mut(first) {
            row.place(page, grid.left(), grid.top(line));
        }
        line += lines;
    }
    for (row, at) in body.into_iter().zip(&placed) {
        let offset = if at.page == 0 { head_height } else { 0 };
        if let Some(page) = pages.get_mut(first + at.page) {
            row.place(page, grid.column_left(at.column), grid.top(offset + at.line));
        }
    }
}
