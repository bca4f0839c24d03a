//! The text that must come back out of every output: an article's headline and body.

use std::fs;
use std::path::Path;

use nashra::document::{Article, Block, ListItem, Text};

/// The headline and every text of the body, in order, one a line. The article is read straight from its own JSON, past the
/// reader that the outputs went through.
pub fn of_article(path: &Path) -> Result<String, String> {
    let json = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let article: Article = serde_json::from_str(&json).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut lines = vec![article.headline.plain()];
    for block in &article.body {
        block_lines(block, &mut lines);
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
