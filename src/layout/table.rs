//! Tables: cells side by side from the side where reading starts, their columns as wide as their text asks for.

use std::rc::Rc;

use super::blocks::{Blocks, Room};
use super::page::{Artifact, Content, Frame, Owner};
use super::rows::{Row, merged, shifted, side_by_side, text_rows};
use super::structure::{NodeId, Role};
use crate::document::{TableParts, Text};
use crate::theme::{Align, TextStyle};

/// Between two columns, in ems of the body.
const GUTTER: f64 = 0.9;
/// The least of it, before a cell is broken into lines.
const LEAST_GUTTER: f64 = 0.5;
/// No column is narrower than this, in ems of the body: two digits.
const NARROWEST: f64 = 1.0;
/// A row of the table that is higher than this many lines may be parted by a column's end.
const WHOLE: usize = 6;

/// A table of at most so many lines, caption and header included, is not parted: parted, it takes longer to read than to
/// find.
const WHOLE_TABLE: usize = 9;

/// Adds a table's rows.
pub fn rows(blocks: &mut Blocks<'_, '_, '_>, table: &TableParts, parent: NodeId, room: Room, rows: &mut Vec<Row>) {
    let theme = blocks.setter.theme;
    let node = blocks.tree.add(parent, Role::Table);
    blocks.space_before(rows);
    let begin = rows.len();
    if let Some(caption) = &table.caption {
        let p = blocks.tree.add(node, Role::Caption);
        let from = rows.len();
        blocks.text(caption, &theme.caption, p, room, rows);
        rows[from..].iter_mut().skip(1).for_each(|r| r.may_open = false);
    }
    let grid = grid(blocks, table, room.width);
    let mut header = None;
    let captioned = table.caption.is_some();
    if !table.header.is_empty() {
        let mut head = cells(blocks, &table.header, Role::TableHeader, &theme.table_header, node, room, &grid);
        underline(blocks, &mut head, room, theme.rules.table_header);
        head.iter_mut().enumerate().for_each(|(i, r)| r.may_open = i == 0 && !captioned);
        header = Some(Rc::new(merged(head.clone(), theme.body.leading))).filter(|h| h.lines > 0);
        rows.extend(head);
    }
    for (i, cells_of_row) in table.rows.iter().enumerate() {
        let mut row = cells(blocks, cells_of_row, Role::TableCell, &theme.table, node, room, &grid);
        underline(blocks, &mut row, room, theme.rules.table);
        for (at, line) in row.iter_mut().enumerate() {
            line.header.clone_from(&header);
            // The header, or a caption without one, keeps the first row.
            line.may_open &= at > 0 || i > 0 || (header.is_none() && !captioned);
        }
        // Its first two rows stay together, and its last two.
        let kept = i == 1 || i + 1 == table.rows.len();
        if let Some(first) = row.first_mut().filter(|_| kept) {
            first.may_open = false;
        }
        rows.extend(row);
    }
    let lines: usize = rows[begin..].iter().map(|r| r.lines).sum();
    if lines <= WHOLE_TABLE {
        rows[begin..].iter_mut().skip(1).for_each(|r| r.may_open = false);
    }
    rows.push(Row::space(1));
}

/// How wide a table's columns are, and how far they stand apart.
struct Grid {
    widths: Vec<f64>,
    gutter: f64,
}

/// The widths of the columns: as their widest cells ask, cut back where that is too wide, widest first.
fn grid(blocks: &mut Blocks<'_, '_, '_>, table: &TableParts, width: f64) -> Grid {
    let theme = blocks.setter.theme;
    let count = table.rows.iter().map(Vec::len).chain([table.header.len()]).max().unwrap_or(1).max(1);
    let mut asked = vec![NARROWEST * blocks.em(); count];
    for (cells, style) in
        std::iter::once((&table.header, &theme.table_header)).chain(table.rows.iter().map(|r| (r, &theme.table)))
    {
        for (cell, asked) in cells.iter().zip(&mut asked) {
            // A hair more than asked, so that rounding does not break the widest cell.
            *asked = asked.max(blocks.setter.natural_width(cell, style, blocks.language) + 0.1);
        }
    }
    let gutters = (count - 1) as f64;
    let total: f64 = asked.iter().sum();
    let spare = (width - total) / gutters.max(1.0);
    let gutter = spare.clamp(LEAST_GUTTER * blocks.em(), GUTTER * blocks.em());
    let free = (width - gutter * gutters).max(1.0);
    if total <= free {
        // What is left goes between them: the last ends where the rules end.
        let between = (free - total) / (count - 1).max(1) as f64;
        let widen = |(i, asked): (usize, f64)| if i + 1 < count { asked + between } else { asked };
        return Grid { widths: asked.into_iter().enumerate().map(widen).collect(), gutter };
    }
    // The level to which the widest are cut back: found by filling up from the narrowest.
    let mut sorted = asked.clone();
    sorted.sort_by(f64::total_cmp);
    let (mut rest, mut level) = (free, free / count as f64);
    for (i, &ask) in sorted.iter().enumerate() {
        level = rest / (count - i) as f64;
        if ask > level {
            break;
        }
        rest -= ask;
    }
    Grid { widths: asked.into_iter().map(|a| a.min(level)).collect(), gutter }
}

fn cells(
    blocks: &mut Blocks<'_, '_, '_>,
    cells: &[Text],
    role: Role,
    style: &TextStyle,
    table: NodeId,
    room: Room,
    grid: &Grid,
) -> Vec<Row> {
    let tr = blocks.tree.add(table, Role::TableRow);
    let style = TextStyle {
        indent: 0.0,
        align: if style.align == Align::Justify { Align::Start } else { style.align },
        ..*style
    };
    let mut at = 0.0;
    let mut columns = Vec::with_capacity(cells.len());
    for (cell, &width) in cells.iter().zip(&grid.widths) {
        let id = blocks.tree.add(tr, role);
        let p = blocks.tree.add(id, Role::Paragraph);
        let left = if blocks.rtl() { room.width - at - width } else { at };
        let set = text_rows(cell, &style, blocks.language, width, p, blocks.setter);
        columns.push(shifted(set, room.left + left));
        at += width + grid.gutter;
    }
    let lines = columns.iter().map(|c| c.iter().map(|r| r.lines).sum()).max().unwrap_or(0);
    if lines > WHOLE {
        return side_by_side(columns, WHOLE);
    }
    // Painted cell by cell, as it is read.
    let mut whole = Row { lines, may_open: true, ..Row::default() };
    for cell in columns.into_iter().map(|column| merged(column, blocks.setter.theme.body.leading)) {
        whole.frames.extend(cell.frames);
        whole.notes.extend(cell.notes);
    }
    vec![whole]
}

/// A rule below the last of some rows.
fn underline(blocks: &Blocks<'_, '_, '_>, rows: &mut [Row], room: Room, thickness: f64) {
    let theme = blocks.setter.theme;
    if let Some(row) = rows.last_mut().filter(|_| thickness > 0.0) {
        let y = row.lines as f64 * theme.body.leading - thickness / 2.0;
        let content = Content::Rule { width: room.width, thickness, colour: theme.colours.rule };
        row.frames.push(Frame { x: room.left, y, content, owner: Owner::Artifact(Artifact::Ornament) });
    }
}
