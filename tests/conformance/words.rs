//! The text that must come back out of every output: headline and body of each article.

use std::fs;
use std::path::Path;

use nashra::document::{Article, Block, ListItem, Text};
use nashra::read::{self, Item, Options, Source};

/// The headline and every text of the body, in order, one a line. An article in the project's own JSON is parsed straight
/// into the vocabulary, past the reader that the outputs went through; the other forms have only that reader.
pub fn of_article(path: &Path) -> Result<String, String> {
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
        lines.push(article.headline.plain());
        article.body.iter().for_each(|block| block_lines(block, &mut lines));
    }
    Ok(lines.join("\n"))
}

fn block_lines(block: &Block, lines: &mut Vec<String>) {
    let mut push = |text: &Text| lines.push(text.plain());
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
        ListItem::Plain(text) => lines.push(text.plain()),
        ListItem::Nested { item, list, .. } => {
            lines.push(item.plain());
            list.iter().for_each(|below| item_lines(below, lines));
        }
    }
}
