//! Puts rows on pages: across all columns, or column by column, one after another down the pages.

use super::columns::{self, Dealt, Place};
use super::notes::{self, FootNotes};
use super::page::{Page, PageGrid};
use super::rows::Row;
use crate::theme::Theme;

/// Lines of columns that must find room below what stands across them; else all of it goes to the next page.
const LEAST_BELOW: usize = 4;

/// Fills pages from the top.
pub struct Placer<'t> {
    theme: &'t Theme,
    /// The pages so far.
    pub pages: Vec<Page>,
    /// The next free line of the last page.
    line: usize,
}

/// Where a row was put.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// The page.
    pub page: usize,
    /// The place in the order of the page's frames.
    pub at: usize,
    /// The row's left edge in points.
    pub left: f64,
    /// Its top in points.
    pub top: f64,
}

impl<'t> Placer<'t> {
    /// No pages yet.
    pub fn new(theme: &'t Theme) -> Self {
        Placer { theme, pages: Vec::new(), line: usize::MAX }
    }

    fn grid(&self, rtl: bool) -> PageGrid {
        PageGrid::new(self.theme, rtl)
    }

    /// How high a column is, in points.
    pub fn column_height(&self) -> f64 {
        self.grid(true).lines as f64 * self.theme.body.leading
    }

    /// Whether nothing stands on the last page.
    pub fn at_top(&self) -> bool {
        self.line == 0 || self.pages.is_empty()
    }

    /// The lines that are free on the last page.
    fn free(&self) -> usize {
        self.grid(true).lines.saturating_sub(self.line)
    }

    /// Begins a page.
    pub fn new_page(&mut self) {
        self.pages.push(Page::new(self.theme));
        self.line = 0;
    }

    /// Begins a page if `lines`, and some of what follows, find no room on this one.
    pub fn make_room(&mut self, lines: usize) {
        if self.pages.is_empty() || (!self.at_top() && lines + LEAST_BELOW > self.free()) {
            self.new_page();
        }
    }

    /// Puts rows across all columns. Rows that may not open a column stay with the one before.
    pub fn across(&mut self, rows: Vec<Row>) -> Vec<Spot> {
        let grid = self.grid(true);
        let mut spots = Vec::with_capacity(rows.len());
        for row in rows {
            if self.pages.is_empty() || (row.lines > self.free() && !self.at_top()) {
                self.new_page();
            }
            if row.is_space && self.at_top() {
                continue;
            }
            let page = self.pages.len() - 1;
            let (left, top, lines) = (grid.left(), grid.top(self.line), row.lines);
            if let Some(last) = self.pages.last_mut() {
                spots.push(Spot { page, at: last.frames.len(), left, top });
                row.place(last, left, top);
            }
            self.line += lines;
        }
        spots
    }

    /// Puts rows into columns below what stands on the page, and goes on to new pages.
    pub fn columns(&mut self, rows: Vec<Row>, notes: &FootNotes, rtl: bool) {
        if rows.is_empty() {
            return;
        }
        if self.pages.is_empty() {
            self.new_page();
        }
        let grid = self.grid(rtl);
        let leading = self.theme.body.leading;
        let foot = |number: usize| notes.get(number).map_or(0.0, |n| n.height / leading);
        let shapes: Vec<columns::Shape> = rows.iter().map(|r| r.shape(&foot)).collect();
        let start = self.line;
        let first_page = self.pages.len() - 1;
        let capacity = |page: usize| if page == 0 { grid.lines.saturating_sub(start) } else { grid.lines };
        let Dealt { places, height } = columns::deal(&shapes, grid.columns, capacity);
        let last = places.last().map_or(0, |p| p.page);
        while self.pages.len() <= first_page + last {
            self.new_page();
        }
        let mut open: Option<(usize, usize)> = None;
        let mut column_notes: Vec<usize> = Vec::new();
        let mut column_of = Place::default();
        for (row, at) in rows.into_iter().zip(&places) {
            let offset = if at.page == 0 { start } else { 0 };
            if open != Some((at.page, at.column)) {
                self.foot(&mut column_notes, column_of, first_page, start, last, height, &grid, rtl, notes);
                if let Some(header) = row.header.as_ref().filter(|h| h.lines == at.line && at.line > 0) {
                    let page = &mut self.pages[first_page + at.page];
                    header.place_again(page, grid.column_left(at.column), grid.top(offset));
                }
                open = Some((at.page, at.column));
                column_of = *at;
            }
            column_notes.extend(&row.notes);
            let page = &mut self.pages[first_page + at.page];
            row.place(page, grid.column_left(at.column), grid.top(offset + at.line));
        }
        self.foot(&mut column_notes, column_of, first_page, start, last, height, &grid, rtl, notes);
        self.line = if last == 0 { start + height } else { height };
    }

    /// Puts the footnotes of a column at its foot.
    #[expect(clippy::too_many_arguments, reason = "a column, and where its page's columns end")]
    fn foot(
        &mut self,
        numbers: &mut Vec<usize>,
        column: Place,
        first_page: usize,
        start: usize,
        last: usize,
        height: usize,
        grid: &PageGrid,
        rtl: bool,
        notes: &FootNotes,
    ) {
        let list: Vec<_> = numbers.drain(..).filter_map(|n| notes.get(n)).collect();
        if list.is_empty() {
            return;
        }
        let offset = if column.page == 0 { start } else { 0 };
        // On the last page columns end together; on others at the page's foot.
        let end = if column.page == last { offset + height } else { grid.lines };
        let total: f64 = list.iter().map(|n| n.height).sum();
        let mut top = grid.top(end) - total;
        let left = grid.column_left(column.column);
        let Some(page) = self.pages.get_mut(first_page + column.page) else { return };
        let rule = (self.theme.rules.notes, self.theme.colours.rule);
        let above = columns::FOOT_GAP * self.theme.body.leading / 2.0;
        page.frames.push(notes::separator(left, grid.column_width(), top - above / 2.0, rtl, rule));
        for note in list {
            let moved = note.frames.iter().map(|f| super::Frame { x: f.x + left, y: f.y + top, ..f.clone() });
            page.frames.extend(moved);
            top += note.height;
        }
    }
}
