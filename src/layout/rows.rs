//! An article's blocks as rows: pieces of a column that are a whole number of grid lines high.

use std::rc::Rc;

use super::columns::Shape;
use super::page::{Artifact, Content, Frame, Owner, Page, Placed};
use super::set::{SetLines, Setter};
use super::structure::{ListMarks, NodeId, Role, Tree};
use crate::document::{
    Article, Block, Bulletin, Direction, Heading, Inline, Language, List, ListItem, Poetry, Quotation, TableParts, Text,
};
use crate::locale::Digits;
use crate::theme::TextStyle;

/// A piece of a column, a whole number of grid lines high.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its height in lines of the grid.
    pub lines: usize,
    /// Its frames, placed from the row's top left corner.
    pub frames: Vec<Placed>,
    /// Whether a column may begin with it.
    pub may_open: bool,
    /// Whether it is white space.
    pub is_space: bool,
}

impl Row {
    /// White space of some lines.
    fn space(lines: usize) -> Self {
        Row { lines, frames: Vec::new(), may_open: true, is_space: true }
    }

    /// What dealing rows out to columns needs to know.
    pub fn shape(&self) -> Shape {
        Shape { lines: self.lines, may_open: self.may_open, is_space: self.is_space }
    }

    /// Puts the row's frames on a page.
    pub fn place(self, page: &mut Page, left: f64, top: f64) {
        let moved = |frame: Placed| Frame { x: frame.x + left, y: frame.y + top, ..frame };
        page.frames.extend(self.frames.into_iter().map(moved));
    }
}

/// The head of an article, and the nodes that were made for it.
pub struct Head {
    /// Rows that stand across all columns.
    pub rows: Vec<Row>,
    /// The article's node.
    pub article: NodeId,
    /// The headline's node.
    pub headline: NodeId,
    /// The section title's node, where the article opens a section.
    pub section: Option<NodeId>,
}

/// The rows above an article's columns: the title of the section that the article opens, then kicker, headline, subheadline, byline and summary.
pub fn head(
    article: &Article,
    section: Option<&Text>,
    level: u8,
    parent: NodeId,
    setter: &mut Setter<'_, '_>,
    tree: &mut Tree,
) -> Head {
    let theme = setter.theme;
    let width = theme.page.measure();
    let mut rows = Vec::new();
    let section = section.map(|title| {
        let node = tree.add(parent, Role::Heading(level.saturating_sub(1).max(1)));
        let style = TextStyle { colour: crate::theme::ColourName::Accent, ..theme.heading };
        rows.extend(text_rows(title, &style, &article.language, width, node, setter));
        rows.push(rule(setter, width));
        node
    });
    let node = tree.add(parent, Role::Article);
    tree.set_language(node, article.language.clone());
    let kicker = join(article.kicker.iter().chain(&article.categories));
    let language = &article.language;
    if let Some(kicker) = kicker {
        let p = tree.add(node, Role::Paragraph);
        rows.extend(text_rows(&kicker, &theme.kicker, language, width, p, setter));
    }
    let headline = tree.add(node, Role::Heading(level));
    rows.extend(text_rows(&article.headline, &theme.headline, language, width, headline, setter));
    if let Some(text) = &article.subheadline {
        let p = tree.add(node, Role::Paragraph);
        rows.extend(text_rows(text, &theme.subheadline, language, width, p, setter));
    }
    let published = article.published.as_ref().map(|d| Text::new(d.as_str()));
    let source = article.source.as_ref().and_then(|s| s.name.as_ref());
    let byline = join(article.byline.iter().chain(&article.dateline).chain(&published).chain(source));
    if let Some(byline) = byline {
        let p = tree.add(node, Role::Paragraph);
        rows.extend(text_rows(&byline, &theme.byline, language, width, p, setter));
    }
    if let Some(text) = &article.summary {
        let p = tree.add(node, Role::Paragraph);
        rows.push(Row::space(1));
        rows.extend(text_rows(text, &theme.summary, language, width, p, setter));
    }
    rows.push(Row::space(1));
    Head { rows, article: node, headline, section }
}

/// The bulletin's title, and the line that says which issue it is.
pub fn masthead(bulletin: &Bulletin, setter: &mut Setter<'_, '_>, tree: &mut Tree) -> Vec<Row> {
    let theme = setter.theme;
    let width = theme.page.measure();
    let language = &bulletin.language;
    let mut rows = Vec::new();
    if let Some(title) = &bulletin.title {
        let node = tree.add(tree.root(), Role::Heading(1));
        rows.extend(text_rows(title, &theme.headline, language, width, node, setter));
    }
    if let Some(subtitle) = &bulletin.subtitle {
        let node = tree.add(tree.root(), Role::Paragraph);
        rows.extend(text_rows(subtitle, &theme.subheadline, language, width, node, setter));
    }
    let date = bulletin.date.as_ref().map(|d| Text::new(d.as_str()));
    if let Some(line) = join(bulletin.issue.iter().chain(&date).chain(&bulletin.publisher)) {
        let node = tree.add(tree.root(), Role::Paragraph);
        rows.extend(text_rows(&line, &theme.byline, language, width, node, setter));
    }
    rows.push(rule(setter, width));
    rows
}

/// Texts as one line, with a dot between two.
fn join<'t>(texts: impl Iterator<Item = &'t Text>) -> Option<Text> {
    let mut joined: Option<Text> = None;
    for text in texts {
        match &mut joined {
            None => joined = Some(text.clone()),
            Some(whole) => {
                whole.inlines.push(Inline::Text(" · ".into()));
                whole.inlines.extend(text.inlines.iter().cloned());
            }
        }
    }
    joined
}

/// A rule across the measure, in the middle of a line of its own.
fn rule(setter: &Setter<'_, '_>, width: f64) -> Row {
    let theme = setter.theme;
    let content = Content::Rule { width, thickness: 0.5, colour: theme.colours.rule };
    let frame = Frame { x: 0.0, y: theme.body.leading / 2.0, content, owner: Owner::Artifact(Artifact::Ornament) };
    Row { lines: 1, frames: vec![frame], may_open: false, is_space: false }
}

/// How many lines of the grid a line of a style takes.
fn grid_lines(style: &TextStyle, setter: &Setter<'_, '_>) -> usize {
    ((style.leading / setter.theme.body.leading).ceil() as usize).max(1)
}

/// The rows of a text: one for each line. The first two lines and the last two stay together.
fn text_rows(
    text: &Text,
    style: &TextStyle,
    language: &Language,
    width: f64,
    node: NodeId,
    setter: &mut Setter<'_, '_>,
) -> Vec<Row> {
    let lines = grid_lines(style, setter);
    let leading = lines as f64 * setter.theme.body.leading;
    let set = setter.set(text, style, language, width, leading);
    lines_to_rows(set, lines, 0.0, node)
}

/// One row for each line, moved `left` points to the right.
fn lines_to_rows(set: SetLines, lines: usize, left: f64, node: NodeId) -> Vec<Row> {
    let count = set.lines.len();
    let SetLines { lines: set_lines, source, baseline } = set;
    let row = |(i, line)| {
        let content = Content::Line { line, source: Rc::clone(&source) };
        let frame = Frame { x: left, y: baseline, content, owner: Owner::Node(node) };
        Row { lines, frames: vec![frame], may_open: i == 0 || (i > 1 && i + 1 < count), is_space: false }
    };
    set_lines.into_iter().enumerate().map(row).collect()
}

/// The rows of an article's body, for one column.
pub fn body(article: &Article, level: u8, parent: NodeId, setter: &mut Setter<'_, '_>, tree: &mut Tree) -> Vec<Row> {
    let width = setter.theme.page.column();
    let mut rows = Vec::new();
    let mut flow = Flow { language: &article.language, level, after_heading: false, setter, tree };
    for block in &article.body {
        flow.block(block, parent, width, 0.0, &mut rows);
    }
    if let Some(copyright) = &article.copyright {
        let node = flow.tree.add(parent, Role::Paragraph);
        rows.push(Row::space(1));
        let style = flow.setter.theme.byline;
        rows.extend(text_rows(copyright, &style, &article.language, width, node, flow.setter));
    }
    rows
}

/// What every block of an article needs.
struct Flow<'f, 'a, 'l> {
    language: &'f Language,
    /// The headline's level.
    level: u8,
    /// Whether the block before was a heading.
    after_heading: bool,
    setter: &'f mut Setter<'a, 'l>,
    tree: &'f mut Tree,
}

impl Flow<'_, '_, '_> {
    fn rtl(&self) -> bool {
        self.language.direction() == Direction::RightToLeft
    }

    /// Moves in by `indent` points at the side where reading starts: the left edge of what is left.
    fn indented(&self, left: f64, indent: f64) -> f64 {
        if self.rtl() { left } else { left + indent }
    }

    fn block(&mut self, block: &Block, parent: NodeId, width: f64, left: f64, rows: &mut Vec<Row>) {
        let from = rows.len();
        self.lay(block, parent, width, left, rows);
        if self.after_heading {
            // A heading keeps the first line of what follows, and that line keeps the second.
            let first = rows[from..].iter().position(|r| !r.is_space).map_or(rows.len(), |i| from + i + 1);
            rows[from..first].iter_mut().for_each(|r| r.may_open = false);
        }
        self.after_heading = matches!(block, Block::Heading(_));
        if self.after_heading {
            let title = rows[from..].iter().position(|r| !r.is_space).map_or(rows.len(), |i| from + i + 1);
            rows[title..].iter_mut().for_each(|r| r.may_open = false);
        }
    }

    fn lay(&mut self, block: &Block, parent: NodeId, width: f64, left: f64, rows: &mut Vec<Row>) {
        match block {
            Block::Paragraph(text) => {
                let node = self.tree.add(parent, Role::Paragraph);
                self.text(text, self.setter.theme.body, node, width, left, rows);
            }
            Block::Heading(heading) => self.heading(heading, parent, width, left, rows),
            Block::Quotation(quotation) => self.quotation(quotation, parent, width, left, rows),
            Block::List(list) => self.list(list, parent, width, left, rows),
            Block::Table(table) => self.table(&table.table, parent, width, left, rows),
            Block::Image(image) => {
                for text in image.caption.iter().chain(&image.credit) {
                    let node = self.tree.add(parent, Role::Paragraph);
                    self.text(text, self.setter.theme.byline, node, width, left, rows);
                }
            }
            Block::Poetry(poetry) => self.poetry(poetry, parent, width, left, rows),
            Block::Divider(_) => {
                let mut row = rule(self.setter, width / 3.0);
                row.frames.iter_mut().for_each(|f| f.x = left + width / 3.0);
                rows.push(row);
            }
            Block::Footnote(note) => {
                let node = self.tree.add(parent, Role::Note);
                self.text(&note.text, self.setter.theme.byline, node, width, left, rows);
            }
        }
    }

    fn text(&mut self, text: &Text, style: TextStyle, node: NodeId, width: f64, left: f64, rows: &mut Vec<Row>) {
        let mut set = text_rows(text, &style, self.language, width, node, self.setter);
        set.iter_mut().flat_map(|r| &mut r.frames).for_each(|f| f.x += left);
        rows.append(&mut set);
    }

    fn heading(&mut self, heading: &Heading, parent: NodeId, width: f64, left: f64, rows: &mut Vec<Row>) {
        let level = (self.level + heading.level.saturating_sub(1)).clamp(1, 6);
        let node = self.tree.add(parent, Role::Heading(level));
        if !rows.is_empty() {
            rows.push(Row::space(1));
        }
        self.text(&heading.heading, self.setter.theme.heading, node, width, left, rows);
    }

    fn quotation(&mut self, quotation: &Quotation, parent: NodeId, width: f64, left: f64, rows: &mut Vec<Row>) {
        let node = self.tree.add(parent, Role::BlockQuote);
        let style = self.setter.theme.body;
        let indent = style.size * 1.5;
        rows.push(Row::space(1));
        for text in &quotation.quote {
            let p = self.tree.add(node, Role::Paragraph);
            self.text(text, style, p, width - 2.0 * indent, left + indent, rows);
        }
        if let Some(attribution) = &quotation.attribution {
            let p = self.tree.add(node, Role::Paragraph);
            let from = rows.len();
            self.text(attribution, self.setter.theme.byline, p, width - 2.0 * indent, left + indent, rows);
            if let Some(row) = rows.get_mut(from) {
                row.may_open = false;
            }
        }
        rows.push(Row::space(1));
    }

    fn list(&mut self, list: &List, parent: NodeId, width: f64, left: f64, rows: &mut Vec<Row>) {
        self.items(&list.list, list.ordered, parent, width, left, rows);
    }

    fn items(&mut self, items: &[ListItem], ordered: bool, parent: NodeId, width: f64, left: f64, rows: &mut Vec<Row>) {
        let node = self.tree.add(parent, Role::List(if ordered { ListMarks::Numbers } else { ListMarks::Bullets }));
        let style = self.setter.theme.body;
        let indent = style.size * 1.75;
        for (i, item) in items.iter().enumerate() {
            let li = self.tree.add(node, Role::ListItem);
            let label = self.tree.add(li, Role::Label);
            let body = self.tree.add(li, Role::ListBody);
            let mark = if ordered { format!("{}.", Digits::of(self.language).number(i + 1)) } else { "•".into() };
            let text = match item {
                ListItem::Plain(text) | ListItem::Nested { item: text, .. } => text,
            };
            let from = rows.len();
            self.text(text, style, body, width - indent, self.indented(left, indent), rows);
            let mut marks = Vec::new();
            self.text(
                &Text::new(mark),
                TextStyle { align: Default::default(), ..style },
                label,
                width,
                left,
                &mut marks,
            );
            if let (Some(row), Some(mark)) = (rows.get_mut(from), marks.pop()) {
                row.frames.splice(0..0, mark.frames);
            }
            if let ListItem::Nested { list, ordered, .. } = item {
                self.items(list, *ordered, body, width - indent, self.indented(left, indent), rows);
            }
        }
    }

    fn table(&mut self, table: &TableParts, parent: NodeId, width: f64, left: f64, rows: &mut Vec<Row>) {
        let node = self.tree.add(parent, Role::Table);
        rows.push(Row::space(1));
        if let Some(caption) = &table.caption {
            let p = self.tree.add(node, Role::Caption);
            self.text(caption, self.setter.theme.byline, p, width, left, rows);
        }
        let style = TextStyle { align: Default::default(), indent: 0.0, ..self.setter.theme.body };
        if !table.header.is_empty() {
            self.cells(&table.header, Role::TableHeader, self.setter.theme.byline, node, width, left, rows);
        }
        for row in &table.rows {
            self.cells(row, Role::TableCell, style, node, width, left, rows);
        }
        rows.push(Row::space(1));
    }

    #[expect(clippy::too_many_arguments, reason = "a row of a table is all of these")]
    fn cells(
        &mut self,
        cells: &[Text],
        role: Role,
        style: TextStyle,
        table: NodeId,
        width: f64,
        left: f64,
        rows: &mut Vec<Row>,
    ) {
        let tr = self.tree.add(table, Role::TableRow);
        let gap = style.size;
        let count = cells.len().max(1) as f64;
        let cell_width = (width - gap * (count - 1.0)) / count;
        let columns: Vec<Vec<Row>> = cells
            .iter()
            .enumerate()
            .map(|(i, text)| {
                let cell = self.tree.add(tr, role);
                let p = self.tree.add(cell, Role::Paragraph);
                let place = if self.rtl() { cells.len() - 1 - i } else { i };
                let mut column = Vec::new();
                self.text(text, style, p, cell_width, left + place as f64 * (cell_width + gap), &mut column);
                column
            })
            .collect();
        rows.extend(side_by_side(columns));
    }

    fn poetry(&mut self, poetry: &Poetry, parent: NodeId, width: f64, left: f64, rows: &mut Vec<Row>) {
        let style = TextStyle { align: Default::default(), indent: 0.0, ..self.setter.theme.body };
        let gap = style.size * 2.0;
        let half = (width - gap) / 2.0;
        rows.push(Row::space(1));
        for verse in &poetry.poetry {
            let node = self.tree.add(parent, Role::Paragraph);
            let halves: Vec<Vec<Row>> = verse
                .0
                .iter()
                .enumerate()
                .map(|(i, text)| {
                    let left = if (i == 0) == self.rtl() { left + half + gap } else { left };
                    let mut column = Vec::new();
                    self.text(text, style, node, half, left, &mut column);
                    column
                })
                .collect();
            rows.extend(side_by_side(halves));
        }
        rows.push(Row::space(1));
    }
}

/// Columns of rows as rows that hold all of them; only the first may open a column.
fn side_by_side(columns: Vec<Vec<Row>>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for column in columns {
        for (i, row) in column.into_iter().enumerate() {
            match rows.get_mut(i) {
                Some(there) => {
                    there.lines = there.lines.max(row.lines);
                    there.frames.extend(row.frames);
                }
                None => rows.push(Row { may_open: i == 0, ..row }),
            }
        }
    }
    rows
}
