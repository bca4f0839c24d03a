//! Dealing rows out to columns: a pure function of their heights.
//!
//! Columns are filled in turn, and the columns of the last page are made as even as the rows allow. A column
//! never ends where a row must stay with the next: a heading with the lines below it, the first two lines of a
//! paragraph, its last two. A row takes its footnotes along to the foot of its column, and a table's row its
//! header where it opens one.
//!
//! Pictures float. One that finds no room where it stands waits for the head of a column while the text after it
//! goes on; none comes before the text that it follows, and none before a picture that it follows. One across all
//! columns stands at the head or the foot of a page. Only where that lets the article end on this page does it part
//! the columns. `fill` fills the columns between such pictures; this file finds where they stand.

use super::fill::{Columns, Filled, State};

/// What dealing needs to know of a row. Heights are in lines of the grid.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shape {
    /// Its height.
    pub lines: usize,
    /// Whether a column may begin with it.
    pub may_open: bool,
    /// Whether a picture may stand between it and the row before: a block begins with it.
    pub begins: bool,
    /// Whether it is dropped where it would open a column: white space.
    pub is_space: bool,
    /// Whether it is a picture that may move, and how wide.
    pub float: Option<Span>,
    /// The height of what is repeated above it where it opens a column.
    pub header: usize,
    /// The height of its footnotes.
    pub foot: f64,
}

/// How wide a picture that may move is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// As one column.
    Column,
    /// As all columns together.
    All,
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
    /// Where the columns that it stands in end: their footnotes stand above this line.
    pub end: usize,
    /// Whether its header is repeated above it.
    pub header: bool,
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
/// Between text and a picture, in lines of the grid.
pub const FLOAT_GAP: usize = 1;
/// So many lines of text a page must hold beside a picture across all columns, where there is text left: a picture
/// with less looks cut off from its article.
const LEAST_TEXT: usize = 3;

/// Deals rows out. `capacity` gives the lines that each column of a page holds.
pub fn deal(rows: &[Shape], columns: usize, capacity: impl Fn(usize) -> usize) -> Dealt {
    let mut dealt = Dealt { places: vec![Place::default(); rows.len()], height: 0 };
    let columns = Columns { rows, count: columns.max(1) };
    let mut state = State::default();
    let mut page = 0;
    while !state.is_done(rows.len()) {
        let lines = capacity(page).max(usize::from(page > 0));
        let mut filled = fill_page(&columns, &state, lines, page == 0);
        if filled.places.is_empty() && page > 0 {
            filled = columns.alone(&state, lines);
        }
        for (row, place) in filled.places {
            dealt.places[row] = Place { page, ..place };
        }
        dealt.height = filled.height;
        state = filled.state;
        page += 1;
    }
    dealt
}

/// Fills a page of `lines` lines; the first one has a head above them.
fn fill_page(columns: &Columns<'_>, state: &State, lines: usize, is_first: bool) -> Filled {
    let mut head = Filled { state: state.clone(), clean: true, ..Filled::default() };
    let mut top = 0;
    // Pictures across all columns that come next stand at the head.
    while let Some(float) = columns.next_float(&head.state).filter(|&f| columns.span(f) == Some(Span::All)) {
        let height = columns.rows[float].lines + FLOAT_GAP;
        let with_text = (is_first || top > 0) && columns.text_left(&head.state);
        let text = if with_text { FLOAT_GAP + LEAST_TEXT } else { 0 };
        if top + height - FLOAT_GAP + text > lines {
            break;
        }
        head.places.push((float, Place { line: top, end: lines, ..Place::default() }));
        head.height = top + height - FLOAT_GAP;
        head.state.take(float);
        top += height;
    }
    if columns.is_done(&head.state) {
        head.complete = true;
        return head;
    }
    let rest = below(columns, &head.state, lines.saturating_sub(top));
    head.then(rest, top)
}

/// Fills `lines` lines below the head of a page, with at most one picture across all columns at their foot.
fn below(columns: &Columns<'_>, state: &State, lines: usize) -> Filled {
    let end = columns.rows.len();
    let plain = columns.even(state, lines, end, None);
    let Some(float) = plain.state.waiting.first().copied().filter(|&f| columns.span(f) == Some(Span::All)) else {
        return plain;
    };
    let parted = between(columns, state, lines, float);
    if let Some(parted) = parted.filter(|p| p.complete) {
        return parted;
    }
    let height = columns.rows[float].lines;
    let Some(above) = lines.checked_sub(height + FLOAT_GAP).filter(|&above| above >= LEAST_TEXT) else { return plain };
    let mut foot = columns.even(state, above, end, Some(float));
    if foot.places.is_empty() || !foot.foot_reached {
        return plain;
    }
    let line = if foot.complete { foot.height + FLOAT_GAP } else { lines - height };
    foot.places.push((float, Place { line, end: lines, ..Place::default() }));
    foot.height = line + height;
    foot
}

/// Fills `lines` lines with a picture across all columns between the text before and the text after.
fn between(columns: &Columns<'_>, state: &State, lines: usize, float: usize) -> Option<Filled> {
    let height = columns.rows[float].lines + FLOAT_GAP;
    // A picture right after a heading would part it from its text.
    let parts = columns.rows.get(float + 1).is_none_or(|r| r.may_open);
    let mut above = columns.even(state, lines.checked_sub(height)?, float, None);
    if !above.complete || !parts || above.height < LEAST_TEXT {
        return None;
    }
    let line = above.height + FLOAT_GAP;
    above.places.push((float, Place { line, end: lines, ..Place::default() }));
    above.state.take(float);
    let top = line + height;
    above.height = top - FLOAT_GAP;
    let rest = below(columns, &above.state, lines.saturating_sub(top));
    let enough = !columns.text_left(&above.state) || rest.height >= LEAST_TEXT;
    enough.then(|| above.then(rest, top))
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
                rows.push(Shape { lines: 1, may_open, begins: i == 0, ..Shape::default() });
            }
        }
        rows
    }

    fn picture(lines: usize, span: Span) -> Shape {
        Shape { lines, may_open: true, float: Some(span), ..Shape::default() }
    }

    /// The last line of each column of a page.
    fn heights(rows: &[Shape], places: &[Place], page: usize, columns: usize) -> Vec<usize> {
        let last = |c: usize| {
            let in_column = rows.iter().zip(places).filter(|(_, p)| p.page == page && p.column == c);
            in_column.map(|(r, p)| p.line + r.lines).max().unwrap_or(0)
        };
        (0..columns).map(last).collect()
    }

    /// No picture stands before the text or the picture that it follows, and no two rows on one another.
    fn check(rows: &[Shape], places: &[Place]) {
        let key = |p: &Place| (p.page, p.column, p.line);
        let across = |i: usize| rows[i].float == Some(Span::All);
        for i in 0..rows.len() {
            for j in i + 1..rows.len() {
                let (a, b) = (&places[i], &places[j]);
                let both_float = rows[i].float.is_some() && rows[j].float.is_some();
                if rows[j].float.is_some() && (rows[i].float.is_none() || both_float) {
                    let kept = if across(i) || across(j) { a.page <= b.page } else { key(a) < key(b) };
                    assert!(kept, "picture {j} at {b:?} before {i} at {a:?}");
                }
                let columns = a.column == b.column || across(i) || across(j);
                let apart = a.line + rows[i].lines <= b.line || b.line + rows[j].lines <= a.line;
                let spaces = rows[i].is_space || rows[j].is_space;
                assert!(a.page != b.page || !columns || apart || spaces, "{i} at {a:?} on {j} at {b:?}");
            }
        }
    }

    #[test]
    fn columns_of_the_last_page_are_even() {
        let rows = paragraphs(&[8, 8, 8]);
        let dealt = deal(&rows, 2, |_| 30);
        assert_eq!(heights(&rows, &dealt.places, 0, 2), [12, 12]);
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
        let places = deal(&rows, 2, |_| 30).places;
        assert_eq!(places.iter().map(|p| p.page).collect::<Vec<_>>(), [1, 2]);
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
        assert_eq!(dealt.places[6], Place { page: 1, column: 0, line: 2, end: 6, header: true });
        assert!(!dealt.places[7].header);
    }

    #[test]
    fn a_picture_without_room_waits_and_the_text_goes_on() {
        let mut rows = paragraphs(&[8, 6, 20]);
        rows.insert(8, picture(5, Span::Column));
        let places = deal(&rows, 2, |_| 12).places;
        check(&rows, &places);
        assert_eq!(heights(&rows, &places, 0, 2), [12, 12]);
        assert_eq!((places[8].column, places[8].line), (1, 0));
    }

    #[test]
    fn a_picture_across_stands_at_the_foot_or_the_next_head() {
        let mut rows = paragraphs(&[8, 40, 20]);
        rows.insert(8, picture(5, Span::All));
        let places = deal(&rows, 2, |_| 20).places;
        check(&rows, &places);
        assert_eq!((places[8].page, places[8].line), (0, 15));
        // After the last line of the page, it comes at the head of the next.
        let mut rows = paragraphs(&[36, 20, 20]);
        rows.insert(36, picture(5, Span::All));
        let places = deal(&rows, 2, |_| 20).places;
        check(&rows, &places);
        assert_eq!((places[36].page, places[36].line), (1, 0));
        assert_eq!(heights(&rows[..36], &places[..36], 0, 2), [20, 16]);
    }

    #[test]
    fn a_picture_across_parts_the_columns_of_a_last_page() {
        let mut rows = paragraphs(&[8, 8]);
        rows.insert(8, picture(5, Span::All));
        let places = deal(&rows, 2, |_| 20).places;
        check(&rows, &places);
        assert_eq!(places[8].line, 5);
        assert_eq!((places[9].column, places[9].line), (0, 11));
    }

    #[test]
    fn pictures_keep_their_order_and_lose_nothing() {
        for lines in 6..24 {
            for columns in 1..4 {
                let mut rows = paragraphs(&[3, 9, 4, 12, 2, 8, 7, 1, 15]);
                for (at, (height, span)) in
                    [(3, Span::Column), (5, Span::All), (6, Span::Column), (7, Span::Column), (40, Span::All)]
                        .into_iter()
                        .enumerate()
                {
                    let before: Vec<usize> = (0..rows.len()).filter(|&i| rows[i].begins).collect();
                    rows.insert(before[at * 2 % before.len()], picture(height, span));
                }
                let places = deal(&rows, columns, |page| if page == 0 { lines / 2 } else { lines }).places;
                // A picture higher than the page runs over it.
                let fits: Vec<usize> = (0..rows.len()).filter(|&i| rows[i].lines <= lines).collect();
                let rows: Vec<Shape> = fits.iter().map(|&i| rows[i]).collect();
                check(&rows, &fits.iter().map(|&i| places[i]).collect::<Vec<_>>());
            }
        }
    }
}
