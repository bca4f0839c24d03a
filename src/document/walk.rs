//! Every text of an article, in the order in which it is read.

use super::{Article, Block, ListItem, Text};

impl Article {
    /// Calls `act` with every text, those of the head first.
    pub fn each_text(&self, act: &mut dyn FnMut(&Text)) {
        let head = [&self.kicker, &self.subheadline, &self.byline, &self.dateline, &self.summary, &self.copyright];
        act(&self.headline);
        head.into_iter().flatten().for_each(&mut *act);
        self.categories.iter().for_each(&mut *act);
        self.source.iter().filter_map(|source| source.name.as_ref()).for_each(&mut *act);
        self.body.iter().for_each(|block| block.each_text(act));
    }

    /// The same, with texts that may be changed.
    pub fn each_text_mut(&mut self, act: &mut dyn FnMut(&mut Text)) {
        act(&mut self.headline);
        let head = [
            &mut self.kicker,
            &mut self.subheadline,
            &mut self.byline,
            &mut self.dateline,
            &mut self.summary,
            &mut self.copyright,
        ];
        head.into_iter().flatten().for_each(&mut *act);
        self.categories.iter_mut().for_each(&mut *act);
        self.source.iter_mut().filter_map(|source| source.name.as_mut()).for_each(&mut *act);
        self.body.iter_mut().for_each(|block| block.each_text_mut(act));
    }
}

impl Block {
    /// Calls `act` with every text of the block.
    pub fn each_text(&self, act: &mut dyn FnMut(&Text)) {
        match self {
            Block::Paragraph(text) => act(text),
            Block::Heading(heading) => act(&heading.heading),
            Block::Quotation(quotation) => quotation.quote.iter().chain(&quotation.attribution).for_each(act),
            Block::List(list) => items(&list.list, act),
            Block::Table(table) => {
                let parts = &table.table;
                parts.header.iter().chain(parts.rows.iter().flatten()).chain(&parts.caption).for_each(act);
            }
            Block::Image(image) => image.alt.iter().chain(&image.caption).chain(&image.credit).for_each(act),
            Block::Poetry(poetry) => poetry.poetry.iter().flat_map(|verse| &verse.0).for_each(act),
            Block::Divider(_) => {}
            Block::Footnote(note) => act(&note.text),
        }
    }

    /// The same, with texts that may be changed.
    pub fn each_text_mut(&mut self, act: &mut dyn FnMut(&mut Text)) {
        match self {
            Block::Paragraph(text) => act(text),
            Block::Heading(heading) => act(&mut heading.heading),
            Block::Quotation(quotation) => {
                quotation.quote.iter_mut().chain(&mut quotation.attribution).for_each(act);
            }
            Block::List(list) => items_mut(&mut list.list, act),
            Block::Table(table) => {
                let parts = &mut table.table;
                parts.header.iter_mut().chain(parts.rows.iter_mut().flatten()).chain(&mut parts.caption).for_each(act);
            }
            Block::Image(image) => {
                image.alt.iter_mut().chain(&mut image.caption).chain(&mut image.credit).for_each(act);
            }
            Block::Poetry(poetry) => poetry.poetry.iter_mut().flat_map(|verse| &mut verse.0).for_each(act),
            Block::Divider(_) => {}
            Block::Footnote(note) => act(&mut note.text),
        }
    }
}

fn items(list: &[ListItem], act: &mut dyn FnMut(&Text)) {
    for item in list {
        match item {
            ListItem::Plain(text) => act(text),
            ListItem::Nested { item, list, .. } => {
                act(item);
                items(list, act);
            }
        }
    }
}

fn items_mut(list: &mut [ListItem], act: &mut dyn FnMut(&mut Text)) {
    for item in list {
        match item {
            ListItem::Plain(text) => act(text),
            ListItem::Nested { item, list, .. } => {
                act(item);
                items_mut(list, act);
            }
        }
    }
}
