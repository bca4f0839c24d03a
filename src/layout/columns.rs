//! Dealing rows out to columns: a pure function of their heights.
//!
//! Columns are filled in turn, and the columns of the last page are made as even as the rows allow. A column
//! never ends where a row must stay with the next: a heading with the lines below it, the first two lines of a
//! paragraph, its last two. A row takes its footnotes along to the foot of its column, and a table's row its
//! header where it opens one.

/// What dealing needs to know of a row. Heights are in lines of the grid.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shape {
    /// Its height.
    pub lines: usize,
    /// Whether a column may begin with it.
    pub may_open: bool,
    /// Whether it is dropped where it would open a column: white space.
    pub is_space: bool,
    /// Whether a column must begin with it.
    pub must_open: bool,
    /// The height of what is repeated above it where it opens a column.
    pub header: usize,
    /// The height of its footnotes.
    pub foot: f64,
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

/// Rows with their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dealt {
    /// One for each row.
    pub places: Vec<Place>,
    /// How many lines of the last page are taken, footnotes included.
    pub height: usize,
}

/// Between text and footnotes, in lines of the grid.
pub const FOOT_GAP: f64 = 0.75;

/// Deals rows out. `capacity` gives the lines that each column of a page holds.
pub fn deal(rows: &[Shape], columns: usize, capacity: impl Fn(usize) -> usize) -> Dealt {
    let mut dealt = Dealt { places: Vec::with_capacity(rows.len()), height: 0 };
    let mut page = 0;
    while dealt.places.len() < rows.len() {
        let rest = &rows[dealt.places.len()..];
        let lines = capacity(page).max(usize::from(page > 0));
        let mut filled = fill(rest, columns, lines);
        if filled.complete {
            // The last page: the least height that still takes all rows makes its columns even.
            let total: f64 = rest.iter().map(|r| r.lines as f64 + r.foot).sum();
            let least = (total / columns.max(1) as f64).floor() as usize;
            // Columns that begin where they must can't be evened out.
            let free = !rest.iter().skip(1).any(|r| r.must_open);
            for height in (least.saturating_sub(1)..lines).filter(|_| free) {
                let even = fill(rest, columns, height);
                if even.complete && (even.clean || !filled.clean) {
                    filled = even;
                    break;
                }
            }
        } else if filled.places.is_empty() && page > 0 {
            // A row higher than a column stands alone, and runs over.
            filled.places = vec![Place::default()];
            filled.height = lines;
        }
        dealt.height = filled.height;
        dealt.places.extend(filled.places.into_iter().map(|place| Place { page, ..place }));
        page += 1;
    }
    dealt
}

/// One page's columns.
struct Filled {
    places: Vec<Place>,
    /// Whether all rows are placed.
    complete: bool,
    /// Whether no column ends where a row must stay with the next.
    clean: bool,
    /// The highest column.
    height: usize,
}

/// The lines that text and footnotes take together.
fn used(lines: usize, foot: f64) -> usize {
    if foot > 0.0 { lines + (foot + FOOT_GAP).ceil() as usize } else { lines }
}

/// Fills one page's columns of `lines` lines.
fn fill(rows: &[Shape], columns: usize, lines: usize) -> Filled {
    let mut filled = Filled { places: Vec::new(), complete: false, clean: true, height: 0 };
    for column in 0..columns {
        let from = filled.places.len();
        let (mut line, mut foot, mut at) = (0, 0.0, from);
        // The column's height after each of its rows.
        let mut heights = Vec::new();
        while let Some(row) = rows.get(at) {
            if row.must_open && at > from {
                break;
            }
            let header = if at == from { row.header } else { 0 };
            let height = if row.is_space && line == 0 { 0 } else { row.lines };
            if used(line + header + height, foot + row.foot) > lines {
                break;
            }
            line += header;
            filled.places.push(Place { page: 0, column, line });
            line += height;
            foot += row.foot;
            heights.push(used(line, foot));
            at += 1;
        }
        if at == rows.len() {
            filled.complete = true;
            filled.height = filled.height.max(heights.last().copied().unwrap_or(0));
            return filled;
        }
        // Give back rows until the next column may begin with the one after; but never all of them.
        let mut end = at;
        while end > from && !rows.get(end).is_none_or(|r| r.may_open) {
            end -= 1;
        }
        if end > from {
            filled.places.truncate(end);
            heights.truncate(end - from);
        } else {
            filled.clean &= rows.get(at).is_none_or(|r| r.may_open);
        }
        filled.height = filled.height.max(heights.last().copied().unwrap_or(0));
    }
    filled
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
                rows.push(Shape { lines: 1, may_open, ..Shape::default() });
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
        let dealt = deal(&paragraphs(&[8, 8, 8]), 2, |_| 30);
        assert_eq!(heights(&dealt.places, 0, 2), [12, 12]);
        assert_eq!(dealt.height, 12);
    }

    #[test]
    fn no_column_opens_with_a_last_line_or_closes_with_a_first() {
        for lines in 4..12 {
            let rows = paragraphs(&[3, 5, 2, 4, 7, 1, 6, 2, 2, 9]);
            let places = deal(&rows, 2, |_| lines).places;
            assert_eq!(places.len(), rows.len());
            for (row, place) in rows.iter().zip(&places) {
                assert!(place.line > 0 || row.may_open, "{lines} lines: {place:?}");
            }
        }
    }

    #[test]
    fn a_row_higher_than_a_page_is_not_lost() {
        let rows = [Shape { lines: 50, may_open: true, ..Shape::default() }; 2];
        assert_eq!(deal(&rows, 2, |_| 30).places.len(), 2);
    }

    #[test]
    fn a_page_whose_head_leaves_no_room_is_passed_over() {
        let dealt = deal(&paragraphs(&[4]), 2, |page| if page == 0 { 0 } else { 30 });
        assert!(dealt.places.iter().all(|p| p.page == 1));
    }

    #[test]
    fn a_footnote_takes_room_from_its_column() {
        let mut rows = paragraphs(&[10, 10]);
        rows[0].foot = 4.0;
        let dealt = deal(&rows, 1, |_| 12);
        let first: Vec<_> = dealt.places.iter().filter(|p| p.page == 0).collect();
        assert_eq!(first.len(), 7);
    }

    #[test]
    fn a_header_is_repeated_above_a_row_that_opens_a_column() {
        let mut rows = vec![Shape { lines: 1, may_open: true, header: 2, ..Shape::default() }; 10];
        rows[0].header = 0;
        let dealt = deal(&rows, 1, |_| 6);
        assert_eq!(dealt.places[6], Place { page: 1, column: 0, line: 2 });
    }
}
