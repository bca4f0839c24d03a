//! The blocks with parts of their own: lists and tables.

use super::elements::{Id, Tree};
use super::flow::Flow;
use super::report::Report;
use crate::document::{Block, Heading, Inline, List, ListItem, Numbering, Table, TableParts, Text};
use crate::say;

/// How many columns a table may have; pages give no more, and `colspan` is a number that anyone can write.
const MAX_COLUMNS: usize = 60;

/// How many rows a cell may reach over, for the same reason.
const MAX_SPAN: usize = 200;

/// How deep lists stand in one another; deeper ones follow their item at that depth.
const MAX_LISTS: usize = 8;

impl Flow<'_> {
    /// A list as a block.
    pub(super) fn list(&mut self, id: Id, report: &mut Report) {
        self.end_paragraph(report);
        let mut rest = Vec::new();
        let list = self.items(id, 0, &mut rest, report);
        let mut named = Vec::new();
        each_text(&list, &mut |text| {
            named.extend(text.flatten().ranges.into_iter().filter_map(|range| range.style.note));
        });
        let first = self.tree.attribute(id, "start").map(str::trim).and_then(|first| first.parse::<i64>().ok());
        if let Some(first) = first.filter(|first| *first != 1 && !list.is_empty() && self.tree.name(id) == "ol") {
            let what = say!("the list begins with {first} and is counted from 1", first = first.to_string());
            report.warning(self.tree.at(id), &self.field(), what, say!());
        }
        if !list.is_empty() {
            self.blocks.push(Block::List(List {
                list,
                ordered: self.tree.name(id) == "ol",
                numbering: self.numbering(id),
            }));
        }
        self.blocks.extend(rest);
        self.footnotes(&named, report);
    }

    fn numbering(&self, id: Id) -> Numbering {
        let style = self.tree.attribute(id, "style").unwrap_or("");
        if style.contains("abjad") || style.contains("arabic-abjad") { Numbering::Abjad } else { Numbering::Decimal }
    }

    /// The items of a list; what can't stand in one goes to `rest`, which follows the list.
    fn items(&mut self, id: Id, depth: usize, rest: &mut Vec<Block>, report: &mut Report) -> Vec<ListItem> {
        let tree = self.tree;
        let mut items = Vec::new();
        for child in tree.children(id) {
            match tree.name(*child) {
                "li" => self.item(*child, depth, &mut items, rest, report),
                // Lists right in a list are common where they should stand in an item.
                "ul" | "ol" => {
                    let nested = self.items(*child, depth + 1, rest, report);
                    self.nest(*child, depth, nested, &mut items);
                }
                "" if tree.text(*child).text.trim().is_empty() => {}
                _ => {
                    let mut blocks = self.inside(*child, report);
                    if blocks.is_empty() {
                        // Loose text is visited as what it is.
                        self.loose(*child, report, &mut blocks);
                    }
                    self.sort_out(blocks, &mut items, rest);
                }
            }
        }
        items
    }

    fn loose(&mut self, id: Id, report: &mut Report, blocks: &mut Vec<Block>) {
        let flow = Flow::new(self.tree, &self.language);
        let field = self.field();
        blocks.extend(flow.line_of(id, report, &field).map(Block::Paragraph));
    }

    fn item(&mut self, id: Id, depth: usize, items: &mut Vec<ListItem>, rest: &mut Vec<Block>, report: &mut Report) {
        if self.notes.is_note(id) {
            return;
        }
        let tree = self.tree;
        let lists: Vec<Id> =
            tree.children(id).iter().copied().filter(|c| matches!(tree.name(*c), "ul" | "ol")).collect();
        let hidden: Vec<Id> = lists.iter().copied().filter(|list| self.dropped.insert(*list)).collect();
        let blocks = self.inside(id, report);
        for list in hidden {
            self.dropped.remove(&list);
        }
        let before = items.len();
        self.sort_out(blocks, items, rest);
        for list in lists {
            let nested = self.items(list, depth + 1, rest, report);
            if items.len() == before {
                items.extend(nested);
            } else {
                self.nest(list, depth, nested, items);
            }
        }
    }

    /// Puts the blocks of an item in its text; paragraphs after the first stand on lines of their own.
    fn sort_out(&mut self, blocks: Vec<Block>, items: &mut Vec<ListItem>, rest: &mut Vec<Block>) {
        let mut item: Option<Text> = None;
        let mut below = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(text) | Block::Heading(Heading { heading: text, .. }) => match &mut item {
                    None => item = Some(text),
                    Some(item) => join(item, text),
                },
                Block::List(list) => below.extend(list.list),
                other => rest.push(other),
            }
        }
        match item {
            Some(item) if below.is_empty() => items.push(ListItem::Plain(item)),
            Some(item) => {
                items.push(ListItem::Nested { item, list: below, ordered: false, numbering: Numbering::Decimal });
            }
            None => items.extend(below),
        }
    }

    /// Puts a list below the last item.
    fn nest(&self, id: Id, depth: usize, nested: Vec<ListItem>, items: &mut Vec<ListItem>) {
        if nested.is_empty() {
            return;
        }
        let counted = self.tree.name(id) == "ol";
        match items.pop() {
            Some(ListItem::Plain(item)) if depth < MAX_LISTS => {
                items.push(ListItem::Nested { item, list: nested, ordered: counted, numbering: self.numbering(id) });
            }
            Some(ListItem::Nested { item, mut list, ordered, numbering }) if depth < MAX_LISTS => {
                list.extend(nested);
                items.push(ListItem::Nested { item, list, ordered, numbering });
            }
            other => {
                items.extend(other);
                items.extend(nested);
            }
        }
    }

    /// A table. One that only lays out a page (a single cell, or tables and pictures inside) is passed through.
    pub(super) fn table(&mut self, id: Id, report: &mut Report) {
        self.end_paragraph(report);
        let tree = self.tree;
        let rows = own_rows(tree, id);
        let cells = |row: &Id| tree.children(*row).iter().copied().filter(|c| is_cell(tree, *c)).collect::<Vec<_>>();
        let layout = rows.iter().flat_map(cells).any(|cell| {
            let mut below = tree.walk(cell).skip(1);
            below.any(|id| matches!(tree.name(id), "table" | "img" | "h1" | "h2" | "h3" | "blockquote"))
        });
        if layout || rows.iter().map(|row| cells(row).len()).sum::<usize>() <= 1 {
            self.children(id, report);
            self.end_paragraph(report);
            return;
        }
        let caption = tree.child(id, "caption").and_then(|caption| {
            let field = format!("{}.table.caption", self.field());
            self.cell(caption, report, &field)
        });
        let mut grid = Grid::default();
        let mut heads = 0;
        for row in &rows {
            let parts = cells(row);
            let all_heads = !parts.is_empty() && parts.iter().all(|cell| tree.name(*cell) == "th");
            let in_head = tree.node(*row).and_then(|row| row.parent).is_some_and(|p| tree.name(p) == "thead");
            if grid.rows.len() == heads && (all_heads || in_head) && heads == 0 {
                heads = 1;
            }
            grid.begin();
            for cell in parts {
                let field = format!("{}.table.rows[{}]", self.field(), grid.rows.len().saturating_sub(1));
                let text = self.cell(cell, report, &field).unwrap_or_else(|| empty(report));
                let span = |name: &str, most: usize| {
                    tree.attribute(cell, name).and_then(|n| n.trim().parse().ok()).unwrap_or(1usize).clamp(1, most)
                };
                grid.add(text, span("colspan", MAX_COLUMNS), span("rowspan", MAX_SPAN), report);
            }
        }
        if grid.cut {
            let what = say!("the table has more than {max} columns: the cells beyond were left out", max = MAX_COLUMNS);
            report.warning(tree.at(id), &self.field(), what, say!("part the table"));
        }
        let mut rows = grid.even(report);
        let header = if heads == 1 && rows.len() > 1 { rows.remove(0) } else { Vec::new() };
        if !rows.is_empty() {
            let mut named = Vec::new();
            for text in header.iter().chain(rows.iter().flatten()) {
                named.extend(text.flatten().ranges.into_iter().filter_map(|range| range.style.note));
            }
            self.blocks.push(Block::Table(Table { table: TableParts { header, rows, caption } }));
            self.footnotes(&named, report);
        }
    }

    /// What stands in a cell, on as many lines as it has paragraphs.
    fn cell(&mut self, id: Id, report: &mut Report, field: &str) -> Option<Text> {
        let mut out: Option<Text> = None;
        for block in self.inside(id, report) {
            let texts = match block {
                Block::Paragraph(text) | Block::Heading(Heading { heading: text, .. }) => vec![text],
                Block::List(list) => {
                    let mut texts = Vec::new();
                    each_text(&list.list, &mut |text| texts.push(text.clone()));
                    texts
                }
                Block::Quotation(quotation) => quotation.quote,
                _ => Vec::new(),
            };
            for text in texts {
                match &mut out {
                    None => out = Some(text),
                    Some(out) => join(out, text),
                }
            }
        }
        if let Some(text) = &mut out {
            text.origin.field = field.into();
        }
        out
    }
}

/// Adds a text on a line of its own.
pub(super) fn join(text: &mut Text, more: Text) {
    text.inlines.push(Inline::LineBreak);
    let shift = text.plain().len() as u32;
    text.origin.anchors.extend(more.origin.anchors.into_iter().map(|mut anchor| {
        anchor.offset = anchor.offset.saturating_add(shift);
        anchor
    }));
    text.inlines.extend(more.inlines);
}

fn empty(report: &Report) -> Text {
    let origin = crate::diagnostics::Origin { file: Some(report.file.clone()), ..Default::default() };
    Text { inlines: Vec::new(), origin }
}

pub(super) fn each_text(items: &[ListItem], act: &mut dyn FnMut(&Text)) {
    for item in items {
        match item {
            ListItem::Plain(text) => act(text),
            ListItem::Nested { item, list, .. } => {
                act(item);
                each_text(list, act);
            }
        }
    }
}

fn is_cell(tree: &Tree, id: Id) -> bool {
    matches!(tree.name(id), "td" | "th")
}

/// The rows of a table that are not those of a table in it.
fn own_rows(tree: &Tree, id: Id) -> Vec<Id> {
    let mut rows = Vec::new();
    for child in tree.children(id) {
        match tree.name(*child) {
            "tr" => rows.push(*child),
            "thead" | "tbody" | "tfoot" => rows.extend(tree.children_named(*child, "tr")),
            _ => {}
        }
    }
    rows
}

/// Cells on a grid: one that reaches over several places stands in the first of them.
#[derive(Default)]
struct Grid {
    rows: Vec<Vec<Text>>,
    /// For each column, over how many more rows a cell reaches.
    reach: Vec<usize>,
    cut: bool,
}

impl Grid {
    fn begin(&mut self) {
        self.rows.push(Vec::new());
    }

    fn add(&mut self, text: Text, columns: usize, rows: usize, report: &Report) {
        self.fill(report);
        let Some(row) = self.rows.last_mut() else { return };
        let mut text = Some(text);
        for _ in 0..columns {
            if row.len() >= MAX_COLUMNS {
                self.cut = true;
                return;
            }
            if self.reach.len() <= row.len() {
                self.reach.push(0);
            }
            if let Some(reach) = self.reach.get_mut(row.len()) {
                *reach = rows - 1;
            }
            row.push(text.take().unwrap_or_else(|| empty(report)));
        }
    }

    /// Empty cells where one from above reaches down.
    fn fill(&mut self, report: &Report) {
        let Some(row) = self.rows.last_mut() else { return };
        while let Some(reach) = self.reach.get_mut(row.len()).filter(|reach| **reach > 0) {
            *reach -= 1;
            row.push(empty(report));
        }
    }

    /// The rows, each as long as the longest; rows without cells go.
    fn even(mut self, report: &Report) -> Vec<Vec<Text>> {
        self.rows.retain(|row| !row.is_empty());
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        for row in &mut self.rows {
            row.resize_with(width, || empty(report));
        }
        self.rows
    }
}
