//! Dumps as tables: a line with the names of the columns, and a row for each article, parted by commas, tabs or semicolons.
//! A cell in quotation marks may hold the sign that parts cells, and line ends (RFC 4180).

use super::flat_names::{CONTENT, TITLE, is_among};
use super::input::Input;
use super::json::Element;
use super::lines::Spot;
use super::placed::Placed;
use super::tree::{Key, Node, Value};
use crate::diagnostics::Anchor;
use crate::say;

/// The signs that part cells, the surest to be told first.
const SIGNS: [char; 3] = ['\t', ',', ';'];

/// A longer name is none of a column.
const MAX_NAME: usize = 40;

/// The cells of the first line, and the sign that parts them, where they name the columns of a dump.
fn header(text: &str) -> Option<(char, usize)> {
    let line = text.lines().next()?;
    if line.len() > 2000 || line.trim_start().starts_with(['{', '[', '<']) {
        return None;
    }
    SIGNS.iter().copied().find_map(|sign| {
        let names: Vec<&str> = line.split(sign).map(|name| name.trim().trim_matches('"')).collect();
        let any = |known: &[&str]| names.iter().any(|name| is_among(name, known));
        let fits = names.len() > 1 && names.iter().all(|name| name.chars().count() <= MAX_NAME);
        let below = text.get(line.len()..).is_some_and(|rest| rest.trim_start().contains(sign));
        (fits && below && any(&CONTENT) && any(&TITLE)).then_some((sign, names.len()))
    })
}

/// Whether a text is such a table.
pub fn is_table(text: &str) -> bool {
    header(text).is_some()
}

/// The rows as objects whose fields have the columns' names; never none.
pub fn rows(input: &Input) -> Vec<Element> {
    let Some((sign, width)) = header(input.text) else { return Vec::new() };
    let mut cells = Cells { input, sign, at: 0 };
    let names = cells.row();
    let mut found = Vec::new();
    while cells.at < input.text.len() {
        let start = cells.at;
        let row = cells.row();
        let blank = |cell: &Placed| cell.text.trim().is_empty();
        if row.iter().all(blank) {
            continue;
        }
        if row.len() > width {
            let what = say!("the row has {number} cells, but there are {width} columns", number = row.len(), width);
            let cure = say!("put cells that have the parting sign in them in quotation marks");
            found.push(Err(input.error(start, what, cure)));
            continue;
        }
        let at = input.lines.spot(start);
        let fields = names.iter().zip(row).map(|(name, cell)| {
            let place = cell.spot(0);
            let value = if blank(&cell) { Value::Null } else { Value::String(cell) };
            (Key { name: name.text.trim().to_owned(), at: name.spot(0) }, Node { value, at: place })
        });
        found.push(Ok(Node { value: Value::Map(fields.collect()), at }));
    }
    if found.is_empty() {
        found.push(Err(input.error(0, say!("the list is empty"), say!("give it at least one article"))));
    }
    found
}

/// A walk through the cells.
struct Cells<'i> {
    input: &'i Input<'i>,
    sign: char,
    at: usize,
}

impl Cells<'_> {
    /// The cells up to the end of the row.
    fn row(&mut self) -> Vec<Placed> {
        let mut row = Vec::new();
        loop {
            row.push(self.cell());
            let next = self.input.text.get(self.at..).and_then(|rest| rest.chars().next());
            self.at += next.map_or(0, char::len_utf8);
            if next != Some(self.sign) {
                return row;
            }
        }
    }

    /// One cell, up to the sign or the line end behind it.
    fn cell(&mut self) -> Placed {
        let text = self.input.text;
        let rest = text.get(self.at..).unwrap_or("");
        let Some(inner) = rest.strip_prefix('"') else {
            let end = rest.find([self.sign, '\n']).unwrap_or(rest.len());
            let cell = Placed::at(rest.get(..end).unwrap_or(""), self.input.lines.spot(self.at));
            self.at += end;
            return Placed { text: cell.text.trim_end_matches('\r').to_owned(), ..cell };
        };
        let start = self.at + 1;
        let mut cell = Placed::at("", self.input.lines.spot(start));
        let mut chars = inner.char_indices().peekable();
        let mut end = inner.len();
        while let Some((at, c)) = chars.next() {
            let doubled = c == '"' && chars.next_if(|(_, next)| *next == '"').is_some();
            if c == '"' && !doubled {
                end = at + 1;
                break;
            }
            cell.text.push(c);
            if c == '\n' || doubled {
                let Spot { line, column } = self.input.lines.spot(start + at + if doubled { 2 } else { 1 });
                let offset = u32::try_from(cell.text.len()).unwrap_or(u32::MAX);
                cell.anchors.push(Anchor { offset, line, column });
            }
        }
        self.at = start + end;
        // What stands behind the closing mark belongs to the cell: nothing is lost.
        let behind = text.get(self.at..).unwrap_or("");
        let more = behind.find([self.sign, '\n']).unwrap_or(behind.len());
        cell.text.push_str(behind.get(..more).unwrap_or("").trim_end_matches('\r'));
        self.at += more;
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Source;

    #[test]
    fn rows_and_their_places() {
        let text = "title,content\n\"أ، \"\"ب\"\"\",\"سطر\nثان, هنا\"\r\nج,د\n\nه,و,ز\n";
        let source = Source::new("t.csv", text.as_bytes());
        let input = Input::new(&source, text);
        let rows = rows(&input);
        let [Ok(first), Ok(second), Err(third)] = rows.as_slice() else { panic!("{rows:?}") };
        let cell = |node: &Node, number: usize| match &node.value {
            Value::Map(fields) => match &fields[number].1.value {
                Value::String(placed) => placed.clone(),
                _ => Placed::default(),
            },
            _ => Placed::default(),
        };
        assert_eq!((cell(first, 0).text.as_str(), cell(first, 1).text.as_str()), ("أ، \"ب\"", "سطر\nثان, هنا"));
        assert_eq!(cell(first, 1).spot("سطر\n".len()), Spot { line: 3, column: 1 });
        assert_eq!((second.at.line, third.place.line), (4, 6));
        assert!(!is_table("title, content and more\n\nنص"), "no row");
        assert!(!is_table("عنوان الخبر، ونص\nسطر، ثان"));
    }
}
