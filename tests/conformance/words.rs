//! The text that must come back out of every output: headline and body of each article.
//!
//! Pages move two kinds of text: a footnote stands at the foot of the column that refers to it, and a picture with its
//! caption where there is room. Their order among the rest is the page's, so the words of a PDF are told without them, and
//! each of them must come back whole: its words one after another, wherever it stands.
//!
//! A word that a footnote's mark hangs on is left out: each output writes the mark in its own way, and the word with it.

use std::fs;
use std::path::Path;

use nashra::document::{Article, Block, ListItem, Text};
use nashra::read::{self, Item, Options, Source};

/// The headline and every text of the body, in order, one a line.
pub fn all(path: &Path) -> Result<String, String> {
    told(path, |_| true, true)
}

/// The same without the texts that pages move.
pub fn of_pages(path: &Path) -> Result<String, String> {
    told(path, |block| !moves(block), true)
}

/// The texts that pages move, one a line.
pub fn pieces_of_pages(path: &Path) -> Result<String, String> {
    told(path, moves, false)
}

fn moves(block: &Block) -> bool {
    matches!(block, Block::Footnote(_) | Block::Image(_))
}

/// The texts of the blocks that are asked for. An article in the project's own JSON is parsed straight into the
/// vocabulary, past the reader that the outputs went through; the other forms have only that reader.
fn told(path: &Path, wanted: fn(&Block) -> bool, headline: bool) -> Result<String, String> {
    let because = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let bytes = fs::read(path).map_err(|error| because(&error))?;
    let articles: Vec<Article> = if path.extension().is_some_and(|extension| extension == "json") {
        vec![serde_json::from_slice(&bytes).map_err(|error| because(&error))?]
    } else {
        let reading = read::read(&Source::new(path.to_string_lossy(), bytes), &Options::default());
        let items = reading.outcomes.into_iter().filter_map(|outcome| outcome.item);
        items.filter_map(|item| if let Item::Article(article) = item { Some(article) } else { None }).collect()
    };
    if articles.is_empty() {
        return Err(because(&"no article in it"));
    }
    let mut lines = Vec::new();
    for article in &articles {
        lines.extend(headline.then(|| line(&article.headline)));
        article.body.iter().filter(|block| wanted(block)).for_each(|block| block_lines(block, &mut lines));
    }
    Ok(lines.join("\n"))
}

/// The characters of a text, without the words that carry a footnote's mark.
fn line(text: &Text) -> String {
    let flat = text.flatten();
    let marks: Vec<usize> = flat.ranges.iter().filter(|r| r.style.note.is_some()).map(|r| r.range.start).collect();
    let mut words = Vec::new();
    let mut end = 0;
    for word in flat.text.split_inclusive(char::is_whitespace) {
        let start = end;
        end += word.len();
        // A mark that stands right after the word's last letter hangs on it too.
        let hangs = |&mark: &usize| (start..=start + word.trim_end().len()).contains(&mark);
        if !marks.iter().any(hangs) {
            words.push(word);
        }
    }
    words.concat()
}

fn block_lines(block: &Block, lines: &mut Vec<String>) {
    let mut push = |text: &Text| lines.push(line(text));
    match block {
        Block::Paragraph(text) => push(text),
        Block::Heading(heading) => push(&heading.heading),
        Block::Quotation(quotation) => quotation.quote.iter().chain(&quotation.attribution).for_each(push),
        Block::List(list) => list.list.iter().for_each(|item| item_lines(item, lines)),
        Block::Table(table) => {
            let parts = &table.table;
            parts.caption.iter().chain(&parts.header).chain(parts.rows.iter().flatten()).for_each(push);
        }
        Block::Image(image) => image.caption.iter().chain(&image.credit).for_each(push),
        Block::Poetry(poetry) => poetry.poetry.iter().flat_map(|verse| &verse.0).for_each(push),
        Block::Divider(_) => {}
        Block::Footnote(note) => push(&note.text),
    }
}

fn item_lines(item: &ListItem, lines: &mut Vec<String>) {
    match item {
        ListItem::Plain(text) => lines.push(line(text)),
        ListItem::Nested { item, list, .. } => {
            lines.push(line(item));
            list.iter().for_each(|below| item_lines(below, lines));
        }
    }
}
