//! An article's blocks as rows for columns.

use super::page::{Artifact, Content, Frame, Owner};
use super::rows::{Row, lines_to_rows, rule, shifted, side_by_side, text_rows};
use super::set::{Measure, Setter};
use super::stack::{Slack, Stack};
use super::structure::{ListMarks, NodeId, Role, Tree};
use super::table;
use crate::document::{
    Article, Block, Direction, Heading, Inline, Language, List, ListItem, Numbering, Poetry, Quotation, Source, Text,
};
use crate::locale::{Phrase, list_label};
use crate::text::Kashida;
use crate::theme::{Align, TextStyle};

/// How far lists and quotations stand in, in ems of the body.
const INDENT: f64 = 1.6;
/// Verses may not be set wider than this share of the column; a hemistich each side of a gap.
const VERSE_GAP: f64 = 2.0;

/// Around a pull quote, and between its words and its rules, in lines of the grid.
const PULL_GAP: f64 = 0.5;
/// How far the second of two hemistichs that stand one below the other is set off, in ems of the body.
const VERSE_STAGGER: f64 = 2.5;

/// The marks of items without numbers, by how deep their list lies in others.
const BULLETS: [&str; 2] = ["•", "–"];

/// How many lines a heading keeps below it in its column.
const LINES_BELOW_HEADING: usize = 2;

/// Sets the blocks of one article.
pub struct Blocks<'f, 'a, 'l> {
    /// The article's language.
    pub language: &'f Language,
    /// The headline's level.
    pub level: u8,
    /// The level of the last heading: one below it is the lowest that may follow, or readers would miss one between.
    last_level: u8,
    /// Whether the block before was a heading.
    after_heading: bool,
    /// Whether the block before was a divider.
    after_divider: bool,
    /// Whether the block before was a paragraph that leads to what follows: it ends in a colon.
    leads: bool,
    /// How many lines the last heading has still to keep with it.
    owed: usize,
    /// Sets texts.
    pub setter: &'f mut Setter<'a, 'l>,
    /// Takes nodes.
    pub tree: &'f mut Tree,
}

/// Where a block stands in its column.
#[derive(Clone, Copy)]
pub struct Room {
    /// From the column's left edge, in points.
    pub left: f64,
    /// The block's width in points.
    pub width: f64,
}

impl<'f, 'a, 'l> Blocks<'f, 'a, 'l> {
    /// Blocks of an article whose headline has a level.
    pub fn new(language: &'f Language, level: u8, setter: &'f mut Setter<'a, 'l>, tree: &'f mut Tree) -> Self {
        Blocks {
            language,
            level,
            last_level: level,
            after_heading: false,
            after_divider: false,
            leads: false,
            owed: 0,
            setter,
            tree,
        }
    }

    /// Whether the article is read from the right.
    pub fn rtl(&self) -> bool {
        self.language.direction() == Direction::RightToLeft
    }

    /// Room that begins `indent` points later, at the side where reading starts.
    pub fn indented(&self, room: Room, indent: f64) -> Room {
        let left = if self.rtl() { room.left } else { room.left + indent };
        Room { left, width: (room.width - indent).max(1.0) }
    }

    /// The em of the body, in points.
    pub fn em(&self) -> f64 {
        self.setter.theme.body.size
    }

    /// Adds a block's rows.
    pub fn block(&mut self, block: &Block, parent: NodeId, room: Room, rows: &mut Vec<Row>) {
        let from = rows.len();
        match block {
            Block::Paragraph(text) => self.paragraph(text, parent, room, rows),
            Block::Heading(heading) => self.heading(heading, parent, room, rows),
            Block::Quotation(quotation) => self.quotation(quotation, parent, room, rows),
            Block::List(list) => self.list(list, parent, room, rows),
            Block::Table(table) => table::rows(self, &table.table, parent, room, rows),
            Block::Poetry(poetry) => self.poetry(poetry, parent, room, rows),
            Block::Divider(_) => self.divider(room, rows),
            // Notes stand at the foot of the column that refers to them; pictures come with what they show.
            Block::Footnote(_) | Block::Image(_) => return,
        }
        self.keep_with_heading(matches!(block, Block::Heading(_)), from, rows);
        if std::mem::take(&mut self.leads) && matches!(block, Block::List(_) | Block::Poetry(_) | Block::Quotation(_)) {
            // The first line of what is led to stands below its colon.
            let first = rows[from..].iter().take_while(|row| row.is_space).count() + 1;
            rows[from..].iter_mut().take(first).for_each(|row| row.may_open = false);
        }
        if let Block::Paragraph(text) = block {
            self.leads = text.plain().trim_end().ends_with(':');
        }
        self.after_divider = matches!(block, Block::Divider(_));
        if self.after_divider {
            // A divider has text on both sides.
            self.owed = LINES_BELOW_HEADING;
        }
    }

    /// A heading stays with the lines below it, which may be those of more than one block.
    pub fn keep_with_heading(&mut self, is_heading: bool, from: usize, rows: &mut [Row]) {
        let keep = if is_heading { usize::MAX } else { self.owed };
        let opens = if is_heading && self.owed == 0 {
            from + rows[from..].iter().take_while(|r| r.is_space).count() + 1
        } else {
            from
        };
        let mut kept = 0;
        for row in rows.iter_mut().skip(opens) {
            if kept >= keep {
                break;
            }
            row.may_open = false;
            kept += usize::from(!row.is_space);
        }
        self.owed = if is_heading { LINES_BELOW_HEADING } else { self.owed.saturating_sub(kept) };
        self.after_heading = is_heading;
    }

    /// Parts a block from the one before, unless that is its heading.
    pub fn space_before(&self, rows: &mut Vec<Row>) {
        if !self.after_heading {
            rows.push(Row::space(1));
        }
    }

    /// Adds a text in a style.
    pub fn text(&mut self, text: &Text, style: &TextStyle, node: NodeId, room: Room, rows: &mut Vec<Row>) {
        let set = text_rows(text, style, self.language, room.width, node, self.setter);
        rows.extend(shifted(set, room.left));
    }

    fn paragraph(&mut self, text: &Text, parent: NodeId, room: Room, rows: &mut Vec<Row>) {
        let mut style = self.setter.theme.body;
        // The first paragraph, and one after a heading or a divider, need no indent to be seen as such.
        if rows.iter().all(|r| r.float.is_some()) || self.after_heading || self.after_divider {
            style.indent = 0.0;
        }
        let node = self.tree.add(parent, Role::Paragraph);
        self.text(text, &style, node, room, rows);
    }

    fn heading(&mut self, heading: &Heading, parent: NodeId, room: Room, rows: &mut Vec<Row>) {
        let asked = self.level + heading.level.saturating_sub(1).max(1);
        let level = asked.min(self.last_level + 1).clamp(1, 6);
        self.last_level = level;
        let node = self.tree.add(parent, Role::Heading(level));
        if !rows.is_empty() {
            self.space_before(rows);
        }
        let theme = self.setter.theme;
        let style = if heading.level <= 2 { theme.heading } else { theme.subheading };
        self.text(&heading.heading, &style, node, room, rows);
    }

    fn quotation(&mut self, quotation: &Quotation, parent: NodeId, room: Room, rows: &mut Vec<Row>) {
        let node = self.tree.add(parent, Role::BlockQuote);
        if quotation.pull {
            rows.extend(self.pull_quote(quotation, node, room));
            return;
        }
        let theme = self.setter.theme;
        let inner = self.indented(room, INDENT * self.em());
        self.space_before(rows);
        let from = rows.len();
        for text in &quotation.quote {
            let p = self.tree.add(node, Role::Paragraph);
            self.text(text, &theme.quotation, p, inner, rows);
        }
        if let Some(attribution) = &quotation.attribution {
            let p = self.tree.add(node, Role::Paragraph);
            let at = rows.len();
            self.text(attribution, &TextStyle { align: theme.quotation.align, ..theme.byline }, p, inner, rows);
            if let Some(row) = rows.get_mut(at) {
                row.may_open = false;
            }
        }
        self.bar(from, room, rows);
        rows.push(Row::space(1));
    }

    /// Words of the article in large type, between rules.
    fn pull_quote(&mut self, quotation: &Quotation, node: NodeId, room: Room) -> Vec<Row> {
        let theme = self.setter.theme;
        let mut stack = Stack::new(self.setter, self.tree, self.language, room.width);
        stack.rule(PULL_GAP, theme.rules.pull_quote, theme.colours.accent);
        stack.space(PULL_GAP);
        for text in &quotation.quote {
            stack.add(text, Role::Paragraph, &theme.pull_quote, node);
        }
        if let Some(attribution) = &quotation.attribution {
            let style = TextStyle { align: theme.pull_quote.align, ..theme.byline };
            stack.add(attribution, Role::Paragraph, &style, node);
        }
        stack.rule(PULL_GAP, theme.rules.pull_quote, theme.colours.accent);
        stack.space(PULL_GAP);
        let mut rows = shifted(stack.together(Slack::Around), room.left);
        rows.iter_mut().for_each(|r| r.has_air = true);
        rows
    }

    /// A bar beside rows, at the side where reading starts.
    fn bar(&self, from: usize, room: Room, rows: &mut [Row]) {
        let theme = self.setter.theme;
        let thickness = theme.rules.quotation;
        let x = if self.rtl() { room.left + room.width - thickness } else { room.left };
        for row in &mut rows[from..] {
            let height = row.lines as f64 * theme.body.leading;
            let content = Content::Box { width: thickness, height, colour: theme.colours.accent };
            row.frames.push(Frame { x, y: 0.0, content, owner: Owner::Artifact(Artifact::Ornament) });
        }
    }

    fn list(&mut self, list: &List, parent: NodeId, room: Room, rows: &mut Vec<Row>) {
        self.items(&list.list, list.ordered, list.numbering, 0, parent, room, rows);
    }

    #[expect(clippy::too_many_arguments, reason = "a list, and where it stands")]
    fn items(
        &mut self,
        items: &[ListItem],
        ordered: bool,
        numbering: Numbering,
        depth: usize,
        parent: NodeId,
        room: Room,
        rows: &mut Vec<Row>,
    ) {
        let marks = match (ordered, numbering) {
            (false, _) => ListMarks::Bullets,
            (true, Numbering::Decimal) => ListMarks::Numbers,
            (true, Numbering::Abjad) => ListMarks::Letters,
        };
        let node = self.tree.add(parent, Role::List(marks));
        let style = TextStyle { indent: 0.0, ..self.setter.theme.body };
        let label_style = TextStyle { align: Align::Start, ..style };
        let digits = self.setter.digits(self.language);
        let labels: Vec<Text> = (1..=items.len())
            .map(|number| match ordered {
                true => Text::new(format!("{}.", list_label(number, numbering, digits))),
                false => Text::new(BULLETS[depth % BULLETS.len()]),
            })
            .collect();
        let begin = rows.len();
        let mut indent = INDENT * self.em();
        for label in labels.iter().rev().take(1) {
            indent = indent.max(self.setter.natural_width(label, &label_style, self.language) + 0.5 * self.em());
        }
        for (item, label) in items.iter().zip(&labels) {
            let li = self.tree.add(node, Role::ListItem);
            let mark = self.tree.add(li, Role::Label);
            let body = self.tree.add(li, Role::ListBody);
            let text = match item {
                ListItem::Plain(text) | ListItem::Nested { item: text, .. } => text,
            };
            let from = rows.len();
            let inner = self.indented(room, indent);
            self.text(text, &style, body, inner, rows);
            let mut marks = Vec::new();
            self.text(label, &label_style, mark, room, &mut marks);
            if let (Some(row), Some(mark)) = (rows.get_mut(from), marks.into_iter().next()) {
                row.frames.splice(0..0, mark.frames);
            }
            if let ListItem::Nested { list, ordered, numbering, .. } = item {
                let below = rows.len();
                self.items(list, *ordered, *numbering, depth + 1, body, inner, rows);
                // An item does not end a column where others stand below it.
                rows[below..].iter_mut().take(1).for_each(|row| row.may_open = false);
            }
        }
        // As the lines of a paragraph, its first two stay together, and its last two.
        rows[begin..].iter_mut().skip(1).take(1).for_each(|row| row.may_open = false);
        if let [_, .., last] = &mut rows[begin..] {
            last.may_open = false;
        }
    }

    /// Verses: hemistichs of one width, filled by drawing words out.
    fn poetry(&mut self, poetry: &Poetry, parent: NodeId, room: Room, rows: &mut Vec<Row>) {
        let style = TextStyle { align: Align::Justify, indent: 0.0, ..self.setter.theme.verse };
        let gap = VERSE_GAP * self.em();
        let half = (room.width - gap) / 2.0;
        let texts = poetry.poetry.iter().flat_map(|v| &v.0);
        let widest = texts.fold(0.0f64, |w, t| w.max(self.setter.natural_width(t, &style, self.language)));
        // Two to a line where they fit beside each other, else one below the other.
        let beside = widest <= half;
        let width = if beside { widest } else { widest.min(room.width) };
        // Below each other, the first begins where reading starts, and the second ends where it ends.
        let stagger = VERSE_STAGGER * self.em();
        let outer = if beside { 2.0 * width + gap } else { (width + stagger).min(room.width) };
        let start = room.left + (room.width - outer) / 2.0;
        let kashida = self.setter.theme.kashida;
        self.space_before(rows);
        for verse in &poetry.poetry {
            let node = self.tree.add(parent, Role::Paragraph);
            let halves: Vec<Vec<Row>> = verse
                .0
                .iter()
                .enumerate()
                .map(|(i, text)| {
                    let lines = super::rows::grid_lines(&style, self.setter);
                    let leading = lines as f64 * self.setter.theme.body.leading;
                    let fill_last = kashida != Kashida::Off;
                    let set = self.setter.set(text, &style, self.language, Measure { width, leading, fill_last });
                    let alone = verse.0.len() == 1;
                    let left = match (beside, alone) {
                        (true, true) => start + (outer - width) / 2.0,
                        (true, false) if (i == 0) == self.rtl() => start + width + gap,
                        (false, false) if (i == 0) == self.rtl() => start + outer - width,
                        (false, true) => start + (outer - width) / 2.0,
                        _ => start,
                    };
                    shifted(lines_to_rows(set, lines, Owner::Node(node)), left)
                })
                .collect();
            if beside {
                rows.extend(side_by_side(halves, usize::MAX));
            } else {
                for (i, mut half) in halves.into_iter().enumerate() {
                    half.iter_mut().for_each(|r| r.may_open &= i == 0);
                    rows.extend(half);
                }
            }
        }
        rows.push(Row::space(1));
    }

    fn divider(&mut self, room: Room, rows: &mut Vec<Row>) {
        let width = room.width / 4.0;
        let mut row = rule(self.setter, room.left + (room.width - width) / 2.0, width, self.setter.theme.rules.divider);
        row.may_open = false;
        rows.push(row);
    }

    /// What closes an article: where it was published first, and who has the rights.
    pub fn closing(&mut self, article: &Article, parent: NodeId, room: Room) -> Vec<Row> {
        let mut rows = Vec::new();
        let style = self.setter.theme.closing;
        if let Some(line) = article.source.as_ref().and_then(|s| source_line(s, self.language)) {
            let node = self.tree.add(parent, Role::Paragraph);
            rows.push(Row::space(1));
            self.text(&line, &style, node, room, &mut rows);
        }
        if let Some(copyright) = &article.copyright {
            let node = self.tree.add(parent, Role::Paragraph);
            self.text(copyright, &style, node, room, &mut rows);
        }
        // They never stand in a column without the article's last lines. A picture may come between.
        rows.iter_mut().for_each(|r| r.may_open = false);
        if let Some(first) = rows.first_mut() {
            first.begins = true;
        }
        rows
    }
}

/// `المصدر: …`, leading to the article's address.
fn source_line(source: &Source, language: &Language) -> Option<Text> {
    let url = source.url.as_ref().filter(|u| u.starts_with("https://") || u.starts_with("http://"));
    let name = source.name.clone().or_else(|| url.map(|u| Text::new(u.as_str())))?;
    let mut inlines = vec![Inline::Text(format!("{}: ", Phrase::Source.text(language)))];
    match url {
        Some(url) => inlines.push(Inline::Link { href: url.clone(), content: name.inlines }),
        None => inlines.extend(name.inlines),
    }
    Some(Text { inlines, origin: name.origin })
}
