//! Puts rows on pages: across all columns, or column by column, one after another down the pages.

use std::collections::BTreeMap;

use super::columns::{self, Dealt, Place, Shape, Span};
use super::notes::{self, FootNotes};
use super::page::{Artifact, Content, Frame, Owner, Page, PageGrid};
use super::rows::Row;
use crate::theme::Theme;

/// Lines of columns that must find room below what stands across them; else all of it goes to the next page.
const LEAST_BELOW: usize = 4;

/// What a line between columns leaves free above and below, in lines of the grid.
const HAIRLINE_AIR: f64 = 0.2;

/// Fills pages from the top.
pub struct Placer<'t> {
    theme: &'t Theme,
    /// The pages so far.
    pub pages: Vec<Page>,
    /// The next free line of the last page.
    line: usize,
}

/// Where a row was put.
#[derive(Clone, Copy, Debug, Default)]
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

    /// Puts rows across all columns.
    pub fn across(&mut self, rows: Vec<Row>) {
        let grid = self.grid(true);
        for row in rows {
            if self.pages.is_empty() || (row.lines > self.free() && !self.at_top()) {
                self.new_page();
            }
            if row.is_space && self.at_top() {
                continue;
            }
            let lines = row.lines;
            if let Some(last) = self.pages.last_mut() {
                row.place(last, grid.left(), grid.top(self.line));
            }
            self.line += lines;
        }
    }

    /// Puts rows into columns below what stands on the page, and goes on to new pages. The columns of an article from
    /// left to right are read from the left, as CSS orders the columns of a box in its own direction: it is read as a
    /// whole, whatever stands around it.
    /// Gives back where each row was put, in their order.
    pub fn columns(&mut self, rows: Vec<Row>, notes: &FootNotes, rtl: bool) -> Vec<Spot> {
        let mut spots = vec![Spot::default(); rows.len()];
        if rows.is_empty() {
            return spots;
        }
        if self.pages.is_empty() {
            self.new_page();
        }
        let grid = self.grid(rtl);
        let leading = self.theme.body.leading;
        let foot = |number: usize| notes.get(number).map_or(0.0, |n| n.height / leading);
        let shapes: Vec<Shape> = rows.iter().map(|r| r.shape(&foot)).collect();
        let start = self.line;
        let first_page = self.pages.len() - 1;
        let capacity = |page: usize| if page == 0 { grid.lines.saturating_sub(start) } else { grid.lines };
        let Dealt { places, height } = columns::deal(&shapes, grid.columns, capacity);
        let last = places.iter().map(|p| p.page).max().unwrap_or(0);
        while self.pages.len() <= first_page + last {
            self.new_page();
        }
        let hairlines = hairlines(&shapes, &places, grid.columns);
        let mut pages: Vec<Vec<Placed>> = vec![Vec::new(); last + 1];
        for (number, (row, &place)) in rows.into_iter().zip(&places).enumerate() {
            if let Some(page) = pages.get_mut(place.page) {
                page.push(Placed { number, row, place });
            }
        }
        for (number, placed) in pages.into_iter().enumerate() {
            let Some(page) = self.pages.get_mut(first_page + number) else { continue };
            let offset = if number == 0 { start } else { 0 };
            let ground = Ground { theme: self.theme, grid, offset, rtl, notes };
            for (row, spot) in put(placed, page, &ground) {
                if let Some(there) = spots.get_mut(row) {
                    *there = Spot { page: first_page + number, ..spot };
                }
            }
            let thickness = self.theme.rules.column;
            for hairline in hairlines.iter().filter(|hairline| hairline.page == number && thickness > 0.0) {
                page.frames.push(hairline.frame(&ground));
            }
        }
        self.line = if last == 0 { start + height } else { height };
        spots
    }
}

/// A line between two columns, from one line of the grid to another.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Hairline {
    page: usize,
    /// The second of the columns that it parts.
    column: usize,
    top: usize,
    bottom: usize,
}

/// The lines between columns that stand beside each other, above and below the pictures across them.
fn hairlines(rows: &[Shape], places: &[Place], columns: usize) -> Vec<Hairline> {
    let mut found = Vec::new();
    let pages = places.iter().map(|place| place.page).max().map_or(0, |last| last + 1);
    let mut by_page: Vec<Vec<(&Shape, &Place)>> = vec![Vec::new(); pages];
    for (row, place) in rows.iter().zip(places).filter(|(row, _)| !row.is_space && columns > 1) {
        by_page.get_mut(place.page).into_iter().for_each(|page| page.push((row, place)));
    }
    for (page, rows) in by_page.into_iter().enumerate() {
        let across = |row: &Shape| row.float == Some(Span::All);
        let mut cuts: Vec<usize> = rows.iter().filter(|(row, _)| across(row)).map(|(_, place)| place.line).collect();
        cuts.sort_unstable();
        cuts.push(usize::MAX);
        let mut from = 0;
        for cut in cuts {
            let inside = |place: &Place| (from..cut).contains(&place.line);
            let part = || rows.iter().filter(|(row, place)| !across(row) && inside(place));
            let top = part().map(|(row, place)| place.line - if place.header { row.header.min(place.line) } else { 0 });
            // Footnotes stand above the line at which their columns end.
            let end = |(row, place): &(&Shape, &Place)| {
                if row.foot > 0.0 { place.end.max(place.line + row.lines) } else { place.line + row.lines }
            };
            if let (Some(top), Some(bottom)) = (top.min(), part().map(end).max()) {
                let taken = |column: usize| part().any(|(_, place)| place.column == column);
                let parted = (1..columns).filter(|&column| taken(column) && taken(column - 1));
                found.extend(parted.map(|column| Hairline { page, column, top, bottom }));
            }
            from = cut;
        }
    }
    found
}

impl Hairline {
    fn frame(&self, ground: &Ground<'_>) -> Frame {
        let Ground { theme, grid, offset, rtl, .. } = ground;
        let thickness = theme.rules.column;
        let gap = theme.page.gap();
        let left = grid.column_left(self.column);
        let middle = if *rtl { left + grid.column_width() + gap / 2.0 } else { left - gap / 2.0 };
        // As high as the ink of the lines beside it.
        let air = HAIRLINE_AIR * theme.body.leading;
        let (top, bottom) = (grid.top(offset + self.top) + air, grid.top(offset + self.bottom) - air);
        let content = Content::Box { width: thickness, height: (bottom - top).max(0.0), colour: theme.colours.rule };
        let owner = Owner::Artifact(Artifact::Ornament);
        Frame { x: middle - thickness / 2.0, y: top, content, owner }
    }
}

/// A row of an article with its place.
#[derive(Clone)]
struct Placed {
    /// Its place among the article's rows.
    number: usize,
    row: Row,
    place: Place,
}

/// What a page's columns stand on.
struct Ground<'g> {
    theme: &'g Theme,
    grid: PageGrid,
    /// The line of the page that the columns begin at.
    offset: usize,
    rtl: bool,
    notes: &'g FootNotes,
}

/// Puts rows on a page in the article's order, which is the structure's, and after them the footnotes of each column at its
/// foot: text that goes on in the next column is not broken by them. Gives back where each row, by its number, was put.
fn put(placed: Vec<Placed>, page: &mut Page, ground: &Ground<'_>) -> Vec<(usize, Spot)> {
    let Ground { grid, offset, .. } = ground;
    // The numbers of each column's footnotes, by where the columns end, and the column.
    let mut feet: BTreeMap<(usize, usize), (Place, Vec<usize>)> = BTreeMap::new();
    let mut spots = Vec::with_capacity(placed.len());
    for Placed { number, row, place } in placed {
        let across = row.float == Some(Span::All);
        let left = if across { grid.left() } else { grid.column_left(place.column) };
        let top = grid.top(offset + place.line);
        if let Some(header) = row.header.as_ref().filter(|_| place.header) {
            header.place_again(page, left, grid.top((offset + place.line).saturating_sub(header.lines)));
        }
        if !across && !row.notes.is_empty() {
            let foot = feet.entry((place.end, place.column)).or_insert((place, Vec::new()));
            foot.1.extend(&row.notes);
        }
        spots.push((number, Spot { page: 0, at: page.frames.len(), left, top }));
        row.place(page, left, top);
    }
    for (place, numbers) in feet.into_values() {
        foot(numbers, place, page, ground);
    }
    spots
}

/// Puts the footnotes of a column at its foot.
fn foot(numbers: Vec<usize>, column: Place, page: &mut Page, ground: &Ground<'_>) {
    let Ground { theme, grid, offset, rtl, notes } = ground;
    let list: Vec<_> = numbers.into_iter().filter_map(|n| notes.get(n)).collect();
    if list.is_empty() {
        return;
    }
    let total: f64 = list.iter().map(|n| n.height).sum();
    let mut top = grid.top(offset + column.end) - total;
    let left = grid.column_left(column.column);
    let rule = (theme.rules.notes, theme.colours.rule);
    let above = columns::FOOT_GAP * theme.body.leading / 2.0;
    page.frames.push(notes::separator(left, grid.column_width(), top - above / 2.0, *rtl, rule));
    for note in list {
        let moved = note.frames.iter().map(|f| Frame { x: f.x + left, y: f.y + top, ..f.clone() });
        page.frames.extend(moved);
        top += note.height;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(column: usize, line: usize) -> (Shape, Place) {
        (Shape { lines: 1, may_open: true, ..Shape::default() }, Place { column, line, end: 20, ..Place::default() })
    }

    fn found(rows: &[(Shape, Place)], columns: usize) -> Vec<(usize, usize, usize)> {
        let (shapes, places): (Vec<Shape>, Vec<Place>) = rows.iter().copied().unzip();
        hairlines(&shapes, &places, columns).into_iter().map(|h| (h.column, h.top, h.bottom)).collect()
    }

    #[test]
    fn a_line_parts_columns_as_far_as_their_text_goes() {
        let mut rows: Vec<(Shape, Place)> =
            (0..5).map(|line| at(0, line)).chain((0..3).map(|line| at(1, line))).collect();
        assert_eq!(found(&rows, 2), [(1, 0, 5)]);
        assert_eq!(found(&rows, 1), []);
        // A third column without text needs none; a footnote stands at the columns' foot.
        rows[6].0.foot = 2.0;
        assert_eq!(found(&rows, 3), [(1, 0, 20)]);
    }

    #[test]
    fn a_line_ends_above_a_picture_across_and_begins_again_below() {
        let mut rows: Vec<(Shape, Place)> = [(0, 0), (1, 0), (0, 10), (1, 10), (0, 11)].map(|(c, l)| at(c, l)).into();
        let mut picture = at(0, 2);
        picture.0 = Shape { lines: 7, float: Some(Span::All), ..picture.0 };
        rows.insert(2, picture);
        assert_eq!(found(&rows, 2), [(1, 0, 1), (1, 10, 12)]);
    }
}
