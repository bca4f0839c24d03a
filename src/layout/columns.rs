//! Dealing rows out to columns: a pure function of their heights.
//!
//! Columns are filled in turn, and the columns of the last page are made as even as the rows allow. A column
//! never ends where a row must stay with the next: a heading with the lines below it, the first two lines of a
//! paragraph, its last two.

/// What dealing needs to know of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Its height in lines of the grid.
    pub lines: usize,
    /// Whether a column may begin with it.
    pub may_open: bool,
    /// Whether it is dropped where it would open a column: white space.
    pub is_space: bool,
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The page, from 0.
    pub page: usize,
    /// The column, from 0.
    pub column: usize,
    /// The line of the grid, from the column's top.
    pub line: usize,
}

/// Deals rows out. `capacity` gives the lines that each column of a page holds.
pub fn deal(rows: &[Shape], columns: usize, capacity: impl Fn(usize) -> usize) -> Vec<Place> {
    let mut places = Vec::with_capacity(rows.len());
    let mut page = 0;
    while places.len() < rows.len() {
        let rest = &rows[places.len()..];
        let lines = capacity(page).max(usize::from(page > 0));
        let Filled { mut places_on_page, complete, clean } = fill(rest, columns, lines);
        if complete {
            // The last page: the least height that still takes all rows makes its columns even.
            let total: usize = rest.iter().map(|r| r.lines).sum();
            for height in total.div_ceil(columns.max(1)).saturating_sub(1)..lines {
                let even = fill(rest, columns, height);
                if even.complete && (even.clean || !clean) {
                    places_on_page = even.places_on_page;
                    break;
                }
            }
        } else if places_on_page.is_empty() && page > 0 {
            // A row higher than a column stands alone, and runs over.
            places_on_page = vec![Place::default()];
        }
        places.extend(places_on_page.into_iter().map(|place| Place { page, ..place }));
        page += 1;
    }
    places
}

/// One page's columns.
struct Filled {
    places_on_page: Vec<Place>,
    /// Whether all rows are placed.
    complete: bool,
    /// Whether no column ends where a row must stay with the next.
    clean: bool,
}

/// Fills one page's columns of `lines` lines.
fn fill(rows: &[Shape], columns: usize, lines: usize) -> Filled {
    let mut places: Vec<Place> = Vec::new();
    let mut clean = true;
    for column in 0..columns {
        let from = places.len();
        let (mut line, mut at) = (0, from);
        while let Some(row) = rows.get(at) {
            let height = if row.is_space && line == 0 { 0 } else { row.lines };
            if line + height > lines {
                break;
            }
            places.push(Place { page: 0, column, line });
            line += height;
            at += 1;
        }
        if at == rows.len() {
            return Filled { places_on_page: places, complete: true, clean };
        }
        // Give back rows until the next column may begin with the one after; but never all of them.
        let mut end = at;
        while end > from && !rows.get(end).is_none_or(|r| r.may_open) {
            end -= 1;
        }
        if end > from {
            places.truncate(end);
        } else {
            clean &= rows.get(at).is_none_or(|r| r.may_open);
        }
    }
    Filled { places_on_page: places, complete: false, clean }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paragraphs of the given lengths, with two lines kept together at either end.
    fn paragraphs(lengths: &[usize]) -> Vec<Shape> {
        let mut rows = Vec::new();
        for &length in lengths {
            for i in 0..length {
                let may_open = i == 0 || (i > 1 && i + 1 < length);
                rows.push(Shape { lines: 1, may_open, is_space: false });
            }
        }
        rows
    }

    fn heights(places: &[Place], page: usize, columns: usize) -> Vec<usize> {
        (0..columns)
            .map(|c| places.iter().filter(|p| p.page == page && p.column == c).map(|p| p.line + 1).max().unwrap_or(0))
            .collect()
    }

    #[test]
    fn columns_of_the_last_page_are_even() {
        let places = deal(&paragraphs(&[8, 8, 8]), 2, |_| 30);
        assert_eq!(heights(&places, 0, 2), [12, 12]);
    }

    #[test]
    fn no_column_opens_with_a_last_line_or_closes_with_a_first() {
        for lines in 4..12 {
            let rows = paragraphs(&[3, 5, 2, 4, 7, 1, 6, 2, 2, 9]);
            let places = deal(&rows, 2, |_| lines);
            assert_eq!(places.len(), rows.len());
            for (row, place) in rows.iter().zip(&places) {
                assert!(place.line > 0 || row.may_open, "{lines} lines: {place:?}");
            }
        }
    }

    #[test]
    fn a_row_higher_than_a_page_is_not_lost() {
        let rows = [Shape { lines: 50, may_open: true, is_space: false }; 2];
        assert_eq!(deal(&rows, 2, |_| 30).len(), 2);
    }

    #[test]
    fn a_page_whose_head_leaves_no_room_is_passed_over() {
        let places = deal(&paragraphs(&[4]), 2, |page| if page == 0 { 0 } else { 30 });
        assert!(places.iter().all(|p| p.page == 1));
    }
}
