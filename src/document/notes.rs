//! The numbering of an article's footnotes.
//!
//! Numbers follow the references in reading order; footnotes that nothing refers to come after them. A reference
//! without a footnote has no number, and the outputs leave it out.

use std::collections::BTreeMap;

use super::{Article, Block, Inline, ListItem, Text};

/// The footnotes of one article in the order of their numbers.
#[derive(Default)]
pub struct Notes<'a> {
    list: Vec<Note<'a>>,
    numbers: BTreeMap<&'a str, usize>,
}

/// A footnote.
pub struct Note<'a> {
    /// What it says.
    pub text: &'a Text,
    /// Whether the article refers to it.
    pub referred: bool,
}

impl<'a> Notes<'a> {
    /// Numbers the footnotes of an article.
    pub fn of(article: &'a Article) -> Self {
        let mut notes = Notes::default();
        let mut texts: BTreeMap<&str, &Text> = BTreeMap::new();
        for block in &article.body {
            if let Block::Footnote(note) = block {
                texts.entry(&note.footnote).or_insert(&note.text);
            }
        }
        if texts.is_empty() {
            return notes;
        }
        each_text(article, &mut |text| notes.refer(&text.inlines, &texts));
        // A note may refer to a further one; the list grows while it is walked.
        let mut walked = 0;
        while let Some(text) = notes.list.get(walked).map(|note| note.text) {
            notes.refer(&text.inlines, &texts);
            walked += 1;
        }
        // A second footnote under a taken name is kept as well, without a reference.
        for block in &article.body {
            if let Block::Footnote(note) = block
                && !notes.list.iter().any(|known| std::ptr::eq(known.text, &note.text))
            {
                notes.list.push(Note { text: &note.text, referred: false });
            }
        }
        notes
    }

    /// The number of the footnote of a name, from 1; `None` where there is no such footnote.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    /// The names of footnotes that are referred to, with their numbers.
    pub fn names(&self) -> impl Iterator<Item = (&'a str, usize)> {
        self.numbers.iter().map(|(name, number)| (*name, *number))
    }

    /// The footnotes in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Note<'a>)> {
        (1..).zip(&self.list)
    }

    fn refer(&mut self, inlines: &'a [Inline], texts: &BTreeMap<&str, &'a Text>) {
        for inline in inlines {
            match inline {
                Inline::NoteRef(name) => {
                    if let Some(text) = texts.get(name.as_str())
                        && !self.numbers.contains_key(name.as_str())
                    {
                        self.list.push(Note { text, referred: true });
                        self.numbers.insert(name, self.list.len());
                    }
                }
                Inline::Text(_) | Inline::LineBreak => {}
                Inline::Strong(content)
                | Inline::Emphasis(content)
                | Inline::Link { content, .. }
                | Inline::Span { content, .. } => self.refer(content, texts),
            }
        }
    }
}

/// Calls `visit` with every text of an article but its footnotes, in reading order.
pub(crate) fn each_text<'a>(article: &'a Article, visit: &mut impl FnMut(&'a Text)) {
    article.categories.iter().chain(&article.kicker).for_each(&mut *visit);
    visit(&article.headline);
    let head = [&article.subheadline, &article.byline, &article.dateline, &article.summary];
    head.into_iter().flatten().for_each(&mut *visit);
    for block in &article.body {
        match block {
            Block::Paragraph(text) => visit(text),
            Block::Heading(heading) => visit(&heading.heading),
            Block::Quotation(quotation) => quotation.quote.iter().chain(&quotation.attribution).for_each(&mut *visit),
            Block::List(list) => each_item(&list.list, visit),
            Block::Table(table) => {
                let parts = &table.table;
                let cells = parts.header.iter().chain(parts.rows.iter().flatten());
                parts.caption.iter().chain(cells).for_each(&mut *visit);
            }
            Block::Image(image) => image.caption.iter().chain(&image.credit).for_each(&mut *visit),
            Block::Poetry(poetry) => poetry.poetry.iter().flat_map(|verse| &verse.0).for_each(&mut *visit),
            Block::Divider(_) | Block::Footnote(_) => {}
        }
    }
    article.copyright.iter().for_each(&mut *visit);
}

fn each_item<'a>(items: &'a [ListItem], visit: &mut impl FnMut(&'a Text)) {
    for item in items {
        match item {
            ListItem::Plain(text) => visit(text),
            ListItem::Nested { item, list, .. } => {
                visit(item);
                each_item(list, visit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_references() {
        let article: Article = serde_json::from_str(
            r#"{"headline":"ع","body":[{"footnote":"a","text":"أولى[^c]"},{"footnote":"b","text":"ثانية"},
                "نص[^b] ثم [^nowhere] ثم **نص[^a]** ثم [^b]",{"footnote":"c","text":"ثالثة"},
                {"footnote":"d","text":"وحيدة"},{"footnote":"a","text":"مكررة"}]}"#,
        )
        .unwrap();
        let notes = Notes::of(&article);
        let told: Vec<_> = notes.iter().map(|(n, note)| (n, note.text.plain(), note.referred)).collect();
        assert_eq!(
            told,
            [
                (1, "ثانية".into(), true),
                (2, "أولى".into(), true),
                (3, "ثالثة".into(), true),
                (4, "وحيدة".into(), false),
                (5, "مكررة".into(), false)
            ]
        );
        assert_eq!((notes.number("a"), notes.number("nowhere"), notes.number("d")), (Some(2), None, None));
    }
}
