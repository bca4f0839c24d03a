//! Layout: a bulletin to pages of frames, and the structure tree they belong to.
//!
//! Lines are broken before columns are filled, and filling columns is a pure function of the rows' heights
//! (`columns`), so balancing repeats nothing else. Every height is a whole number of lines of the baseline
//! grid: lines of neighbouring columns stand on one baseline by construction.
//!
//! * `set` shapes and breaks one text in one of the theme's styles; `rows` makes rows of its lines, and `stack` one row
//!   of lines that stand off the grid.
//! * `head`, `blocks`, `table`, `figure`, `notes`, `contents` set the parts of a bulletin, and make their nodes in the [`Tree`].
//! * `columns` and `fill` deal rows out to columns, and find where pictures stand; `placer` puts them on pages.
//! * `furniture` adds running heads and folios.
//! * [`metrics`] says how well lines are filled.

mod blocks;
mod columns;
mod contents;
mod figure;
mod fill;
mod furniture;
mod head;
pub mod metrics;
mod notes;
mod notes_order;
mod page;
mod placer;
mod rows;
mod set;
mod stack;
mod structure;
mod table;

use std::collections::HashMap;

use crate::assets::Assets;
use crate::diagnostics::Problems;
use crate::document::notes::Notes;
use crate::document::{Article, Block, Bulletin, Direction, ImageSpan, Text};
use crate::locale::DateStyle;
use crate::text::Shaper;
use crate::theme::{ArticleStart, Theme};

pub use contents::entry_name;
pub use page::{Artifact, Content, Frame, Owner, Page, Paint, SetText};
pub use structure::{ListMarks, Node, NodeId, Role, Tree};

use blocks::{Blocks, Room};
use columns::Span;
use contents::Contents;
use furniture::Running;
use notes::FootNotes;
use placer::{Placer, Spot};
use rows::{Row, rule};
use set::Setter;

/// What layout makes.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The pages in order.
    pub pages: Vec<Page>,
    /// The structure tree.
    pub tree: Tree,
    /// Sections and articles, in order: the outline.
    pub entries: Vec<Entry>,
    /// How many texts were broken into lines: the contents twice, all others once.
    pub texts_set: usize,
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
pub fn lay_out(
    bulletin: &Bulletin,
    theme: &Theme,
    dates: DateStyle,
    assets: &Assets,
    shaper: &mut Shaper<'_>,
    problems: &mut Problems,
) -> Layout {
    let mut maker = Maker {
        bulletin,
        assets,
        setter: Setter::new(theme, dates, shaper),
        tree: Tree::new(bulletin.language.clone()),
        placer: Placer::new(theme),
        entries: Vec::new(),
        texts: Vec::new(),
    };
    let contents = maker.front();
    for section in &bulletin.sections {
        maker.section(section, problems);
    }
    maker.finish(contents, problems)
}

/// Above a section's title, where it does not begin a page, in lines of the grid.
const ABOVE_SECTION: usize = 2;

/// Lets a picture stand before a block's first row, unless that stays with the row before.
fn begin(first: Option<&mut Row>) {
    if let Some(row) = first {
        row.begins = row.may_open;
    }
}

/// A bulletin being made.
struct Maker<'m, 'a, 'l> {
    bulletin: &'m Bulletin,
    assets: &'m Assets,
    setter: Setter<'a, 'l>,
    tree: Tree,
    placer: Placer<'a>,
    entries: Vec<Entry>,
    /// For each entry, the section or the article it is.
    texts: Vec<(Option<Text>, Option<Text>)>,
}

/// The contents, and where its rows are to be put.
struct Reserved {
    contents: Contents,
    spots: Vec<Spot>,
}

impl Maker<'_, '_, '_> {
    /// The masthead, and room for the contents.
    fn front(&mut self) -> Option<Reserved> {
        if self.bulletin.title.is_some() {
            let rows = head::masthead(self.bulletin, self.assets.logo(), &mut self.setter, &mut self.tree);
            self.placer.across(rows);
        }
        let contents = Contents::of(self.bulletin, &mut self.tree)?;
        let language = &self.bulletin.language;
        let title = contents.title(language, &mut self.setter);
        self.placer.across(title);
        let rows = contents.entries(&[], language, &mut self.setter);
        // The rows themselves are put in when the page numbers are known.
        let empty = rows.into_iter().map(|row| Row { frames: Vec::new(), ..row }).collect();
        let rtl = language.direction() == Direction::RightToLeft;
        let spots = self.placer.columns(empty, &FootNotes::default(), rtl);
        self.placer.across(Contents::end(&self.setter));
        Some(Reserved { contents, spots })
    }

    fn section(&mut self, section: &crate::document::Section, problems: &mut Problems) {
        if section.articles.is_empty() {
            return;
        }
        let in_bulletin = usize::from(self.bulletin.title.is_some());
        let titled = usize::from(section.title.is_some());
        let parent = if titled == 1 { self.tree.add(self.tree.root(), Role::Section) } else { self.tree.root() };
        let level = (1 + in_bulletin) as u8;
        let language = &self.bulletin.language;
        let (mut rows, node) = head::section(section, level, parent, language, &mut self.setter, &mut self.tree);
        if let (Some(node), Some(title)) = (node, &section.title) {
            self.enter(title, 0, node, (Some(title.clone()), None));
        }
        for article in &section.articles {
            let opening = std::mem::take(&mut rows);
            self.article(article, level + titled as u8, titled, section.title.as_ref(), parent, opening, problems);
        }
    }

    fn enter(&mut self, title: &Text, depth: usize, node: NodeId, texts: (Option<Text>, Option<Text>)) {
        self.entries.push(Entry { title: title.plain(), depth, page: 0, top: 0.0, node });
        self.texts.push(texts);
    }

    #[expect(clippy::too_many_arguments, reason = "an article and where it stands in its bulletin")]
    fn article(
        &mut self,
        article: &Article,
        level: u8,
        depth: usize,
        section: Option<&Text>,
        parent: NodeId,
        opening: Vec<Row>,
        problems: &mut Problems,
    ) {
        let theme = self.setter.theme;
        let rtl = article.language.direction() == Direction::RightToLeft;
        let notes = Notes::of(article);
        self.setter.notes = notes.names().map(|(name, number)| (name.to_owned(), number)).collect();
        let in_columns = theme.page.article_start == ArticleStart::Column;
        let width = if in_columns { theme.page.column() } else { theme.page.measure() };
        let is_first = self.entries.is_empty();
        let head = head::article(article, level, parent, width, &mut self.setter, &mut self.tree);
        self.enter(&article.headline, depth, head.headline, (section.cloned(), Some(article.headline.clone())));
        let mut foot = FootNotes::default();
        let body = self.body(article, &notes, level, head.article, &mut foot, problems);
        let opens_section = !opening.is_empty();
        match theme.page.article_start {
            ArticleStart::Page if !self.placer.at_top() => {
                // The front page's masthead and contents may share their page with nothing that starts a page.
                self.placer.new_page();
            }
            ArticleStart::Flow if !self.placer.at_top() && !opens_section => {
                let mut space = vec![Row::space(1)];
                if !is_first {
                    // The first stands below the masthead's rule, or that of the contents.
                    space.push(rule(&self.setter, 0.0, theme.page.measure(), theme.rules.article));
                }
                let lines: usize = head.rows.iter().map(|r| r.lines).sum();
                self.placer.make_room(lines + 2);
                if !self.placer.at_top() {
                    self.placer.across(space);
                }
            }
            _ => {}
        }
        let lines: usize = opening.iter().chain(&head.rows).map(|r| r.lines).sum();
        let above = if opens_section { ABOVE_SECTION } else { 0 };
        self.placer.make_room(above + lines);
        if opens_section {
            self.placer.across(vec![Row::space(ABOVE_SECTION)]);
            self.placer.across(opening);
        }
        let mut rows = head.rows;
        if !in_columns {
            self.placer.across(std::mem::take(&mut rows));
        }
        let head = rows.len();
        rows.extend(body);
        if head > 0
            && let Some(first) = rows.iter_mut().skip(head).find(|r| r.float.is_none())
        {
            // What follows a head stays with it.
            first.may_open = false;
        }
        self.placer.columns(rows, &foot, rtl);
    }

    /// An article's body as rows for columns, with its pictures among them.
    fn body(
        &mut self,
        article: &Article,
        notes: &Notes<'_>,
        level: u8,
        parent: NodeId,
        foot: &mut FootNotes,
        problems: &mut Problems,
    ) -> Vec<Row> {
        let page = &self.setter.theme.page;
        let room = Room { left: 0.0, width: page.column() };
        let measure = Room { left: 0.0, width: page.measure() };
        let column = self.placer.column_height();
        let mut rows = Vec::new();
        let mut blocks = Blocks::new(&article.language, level, &mut self.setter, &mut self.tree);
        for block in &article.body {
            let from = rows.len();
            match block {
                Block::Image(image) => {
                    let all = image.span == ImageSpan::All && page.columns > 1;
                    let place = if all { (Span::All, measure) } else { (Span::Column, room) };
                    let picture = self.assets.picture(image);
                    figure::rows(&mut blocks, image, picture, parent, place, room, column, problems, &mut rows);
                }
                other => blocks.block(other, parent, room, &mut rows),
            }
            begin(rows.get_mut(from));
            foot.add(&mut rows[from..], notes, parent, room, column, &mut blocks);
        }
        let from = rows.len();
        rows.extend(foot.closing(notes, parent, room, &mut blocks));
        begin(rows.get_mut(from));
        rows.extend(blocks.closing(article, parent, room));
        rows::without_double_space(rows)
    }

    /// Page numbers, contents, furniture.
    fn finish(mut self, reserved: Option<Reserved>, problems: &mut Problems) -> Layout {
        if self.placer.pages.is_empty() {
            self.placer.new_page();
        }
        self.find_entries();
        let mut pages = std::mem::take(&mut self.placer.pages);
        if let Some(Reserved { contents, spots }) = reserved {
            let numbers: Vec<usize> = self.entries.iter().map(|e| e.page + 1).collect();
            let rows = contents.entries(&numbers, &self.bulletin.language, &mut self.setter);
            // From the last, so that places before stay what they are.
            for (row, spot) in rows.into_iter().zip(spots).rev() {
                let Some(page) = pages.get_mut(spot.page) else { continue };
                let moved = row.frames.into_iter().map(|f| Frame { x: f.x + spot.left, y: f.y + spot.top, ..f });
                let at = spot.at.min(page.frames.len());
                page.frames.splice(at..at, moved);
            }
        }
        notes_order::settle(&mut self.tree, &pages);
        for page in &pages {
            for frame in &page.frames {
                if let (Content::Image { width, height, .. }, Owner::Node(node)) = (&frame.content, frame.owner) {
                    let top = page.height - frame.y;
                    self.tree.set_bounds(node, [frame.x, top - height, frame.x + width, top]);
                }
            }
        }
        let running = self.running(pages.len());
        furniture::running_heads(self.bulletin, &running, &mut pages, &mut self.setter);
        furniture::folios(self.bulletin, &mut pages, &mut self.setter);
        let texts_set = self.setter.count;
        self.setter.report(problems);
        Layout { pages, tree: self.tree, entries: self.entries, texts_set }
    }

    /// Where the entries' headings stand.
    fn find_entries(&mut self) {
        let wanted: HashMap<NodeId, usize> = self.entries.iter().enumerate().map(|(i, e)| (e.node, i)).collect();
        let mut found = vec![false; self.entries.len()];
        for (number, page) in self.placer.pages.iter().enumerate() {
            for frame in &page.frames {
                let Owner::Node(node) = frame.owner else { continue };
                let Some(&entry) = wanted.get(&node).filter(|&&e| !found[e]) else { continue };
                found[entry] = true;
                self.entries[entry].page = number;
                // A little above the baseline, so that the heading is seen whole.
                self.entries[entry].top = (frame.y - 2.0 * self.setter.theme.body.leading).max(0.0);
            }
        }
    }

    /// What each page's running head says: where its first lines belong, unless that is written in them.
    fn running(&self, pages: usize) -> Vec<Running> {
        let mut running = vec![Running::default(); pages];
        let top = self.setter.theme.page.top() + self.setter.theme.body.leading;
        let mut entries = self.entries.iter().zip(&self.texts).peekable();
        let mut current = (None, None);
        for (number, running) in running.iter_mut().enumerate() {
            (running.section, running.article) = current.clone();
            let mut first = true;
            while let Some((entry, texts)) = entries.next_if(|(entry, _)| entry.page <= number) {
                if std::mem::take(&mut first) && entry.page == number && entry.top < top {
                    // A section's own title says it all; an article at the top has its headline there.
                    running.section = texts.0.clone().filter(|_| texts.1.is_some());
                    running.article = None;
                }
                current = texts.clone();
            }
        }
        running
    }
}
