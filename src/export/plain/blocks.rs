//! Blocks as lines, before a form is chosen for them.

use super::Options;
use super::bidi::Line;
use super::forms::Block as Lines;
use crate::document::notes::Notes;
use crate::document::{
    Article, Block, Bulletin, Date, Image, Language, ListItem, Numbering, Quotation, Section, TableParts, Text, Verse,
};
use crate::export::is_no_text;
use crate::locale::{Digits, Phrase, list_label};
use unicode_width::UnicodeWidthStr;

/// How far quotations and the lists below an item stand in.
const INDENT: &str = "    ";
/// Between the cells of a row.
const CELL: &str = " | ";
/// Between two hemistichs, as Arabic verse is typed.
const HEMISTICH: &str = " *** ";
/// Between two articles.
const RULE: &str = "————————————";

/// Text while its blocks are collected.
pub(super) struct Writer<'a> {
    blocks: Vec<Lines>,
    options: &'a Options,
    language: &'a Language,
    digits: Digits,
    notes: Notes<'a>,
    any_article: bool,
}

impl<'a> Writer<'a> {
    pub fn new(options: &'a Options, language: &'a Language) -> Self {
        let digits = Digits::default();
        let mut writer =
            Writer { blocks: Vec::new(), options, language, digits, notes: Notes::default(), any_article: false };
        writer.speak(language);
        writer
    }

    /// Goes on in a language.
    pub fn speak(&mut self, language: &'a Language) {
        self.language = language;
        self.digits = self.options.dates.digits.unwrap_or_else(|| Digits::of(language));
    }

    /// All blocks.
    pub fn finish(self) -> Vec<Lines> {
        self.blocks
    }

    /// What a bulletin says of itself.
    pub fn masthead(&mut self, bulletin: &Bulletin) {
        let Some(title) = &bulletin.title else { return };
        let mut lines = self.lines("", title);
        if let Some(subtitle) = &bulletin.subtitle {
            lines.extend(self.lines("", subtitle));
        }
        let mut about = Line::default();
        if let Some(issue) = bulletin.issue.as_ref().filter(|issue| !issue.is_blank()) {
            // A bare number says what it counts; a name speaks for itself.
            if issue.plain().trim().chars().all(char::is_numeric) {
                about.text.push_str(Phrase::Issue.text(self.language));
                about.text.push(' ');
            }
            self.append(issue, &mut about);
        }
        if let Some(date) = &bulletin.date {
            self.append_date(date, &mut about);
        }
        if let Some(publisher) = bulletin.publisher.as_ref().filter(|text| !text.is_blank()) {
            part(self.between(), &mut about);
            self.append(publisher, &mut about);
        }
        lines.push(about);
        self.block(lines);
    }

    /// A section's title.
    pub fn section_title(&mut self, section: &Section) {
        if let Some(title) = section.title.as_ref().filter(|title| !title.is_blank()) {
            let mut lines = self.lines("=== ", title);
            if let Some(last) = lines.last_mut() {
                last.text.push_str(" ===");
            }
            self.heading(lines);
            self.any_article = false;
        }
    }

    /// An article: head, body, notes, and where it comes from.
    pub fn article(&mut self, article: &'a Article) {
        if self.any_article {
            self.heading(vec![Line { text: RULE.into(), ..Line::default() }]);
        }
        self.any_article = true;
        self.notes = Notes::of(article);
        self.head(article);
        self.body(&article.body);
        let notes = std::mem::take(&mut self.notes);
        let list: Vec<_> = notes.iter().map(|(number, note)| (number, note.text)).collect();
        self.notes = notes;
        let mut lines = Vec::new();
        for (number, text) in list {
            lines.extend(self.lines(&format!("[{}] ", self.digits.number(number)), text));
        }
        self.block(lines);
        self.colophon(article);
    }

    fn head(&mut self, article: &Article) {
        let mut labels = Line::default();
        for category in article.categories.iter().filter(|category| !category.is_blank()) {
            part(self.between(), &mut labels);
            self.append(category, &mut labels);
        }
        let mut lines = vec![labels];
        for text in article.kicker.iter().chain([&article.headline]).chain(&article.subheadline) {
            lines.extend(self.lines("", text));
        }
        self.heading(lines);
        let mut lines = Vec::new();
        if let Some(byline) = &article.byline {
            lines.extend(self.lines("", byline));
        }
        let mut place = Line::default();
        if let Some(dateline) = article.dateline.as_ref().filter(|text| !text.is_blank()) {
            self.append(dateline, &mut place);
        }
        if let Some(date) = &article.published {
            self.append_date(date, &mut place);
        }
        lines.push(place);
        self.block(lines);
        if let Some(summary) = &article.summary {
            self.block(self.lines("", summary));
        }
    }

    fn body(&mut self, blocks: &[Block]) {
        for block in blocks {
            let lines = match block {
                Block::Paragraph(text) => self.lines("", text),
                Block::Heading(heading) => self.lines(if heading.level <= 2 { "■ " } else { "▪ " }, &heading.heading),
                Block::Quotation(quotation) => self.quotation(quotation),
                Block::List(list) => {
                    let mut lines = Vec::new();
                    self.list("", &list.list, list.ordered, list.numbering, &mut lines);
                    lines
                }
                Block::Table(table) => self.table(&table.table),
                Block::Image(image) => self.image(image),
                Block::Poetry(poetry) => poetry.poetry.iter().map(|verse| self.verse(verse)).collect(),
                Block::Divider(_) => vec![Line { text: "* * *".into(), ..Line::default() }],
                Block::Footnote(_) => continue,
            };
            self.add(lines, matches!(block, Block::Heading(_)));
        }
    }

    fn quotation(&self, quotation: &Quotation) -> Vec<Line> {
        let mut lines: Vec<Line> = quotation.quote.iter().flat_map(|text| self.lines(INDENT, text)).collect();
        if let Some(attribution) = &quotation.attribution {
            lines.extend(self.lines(&format!("{INDENT}— "), attribution));
        }
        lines
    }

    fn list(&self, indent: &str, items: &[ListItem], ordered: bool, numbering: Numbering, lines: &mut Vec<Line>) {
        for (at, item) in items.iter().enumerate() {
            let label =
                if ordered { format!("{}.", list_label(at + 1, numbering, self.digits)) } else { "•".to_owned() };
            let prefix = format!("{indent}{label} ");
            match item {
                ListItem::Plain(text) => lines.extend(self.lines(&prefix, text)),
                ListItem::Nested { item, list, ordered, numbering } => {
                    lines.extend(self.lines(&prefix, item));
                    self.list(&format!("{indent}{INDENT}"), list, *ordered, *numbering, lines);
                }
            }
        }
    }

    fn table(&self, table: &TableParts) -> Vec<Line> {
        let mut lines = Vec::new();
        if let Some(caption) = &table.caption {
            lines.extend(self.lines("", caption));
        }
        if !table.header.is_empty() {
            lines.push(self.row(&table.header));
        }
        lines.extend(table.rows.iter().map(|row| self.row(row)));
        lines
    }

    fn row(&self, cells: &[Text]) -> Line {
        let mut line = Line { hang: INDENT.len(), ..Line::default() };
        // Nothing parts what is not there.
        let filled = cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
        for (at, cell) in cells.iter().take(filled).enumerate() {
            if at > 0 {
                line.borders.push(line.text.len());
                line.text.push_str(CELL);
                line.borders.push(line.text.len());
            }
            self.append(cell, &mut line);
        }
        line
    }

    fn verse(&self, verse: &Verse) -> Line {
        let mut line = Line { hang: INDENT.len(), ..Line::default() };
        for (at, hemistich) in verse.0.iter().enumerate() {
            if at > 0 {
                line.borders.push(line.text.len());
                line.text.push_str(HEMISTICH);
                line.borders.push(line.text.len());
            }
            self.append(hemistich, &mut line);
        }
        line
    }

    fn image(&self, image: &Image) -> Vec<Line> {
        let mut lines = Vec::new();
        if let Some(alt) = image.alt.as_ref().filter(|alt| !alt.is_blank()) {
            let mut line = Line { text: format!("[{}: ", Phrase::Image.text(self.language)), ..Line::default() };
            self.append(alt, &mut line);
            line.text.push(']');
            lines.push(line);
        }
        for text in image.caption.iter().chain(&image.credit) {
            lines.extend(self.lines("", text));
        }
        lines
    }

    fn colophon(&mut self, article: &Article) {
        let mut lines = Vec::new();
        if let Some(source) = &article.source {
            let mut line = Line::default();
            if let Some(name) = source.name.as_ref().filter(|name| !name.is_blank()) {
                self.append(name, &mut line);
            }
            if let Some(url) = source.url.as_deref().map(clean).filter(|url| !url.is_empty()) {
                part(self.between(), &mut line);
                let start = line.text.len();
                line.text.push_str(&url);
                line.whole.push(start..line.text.len());
            }
            if !line.text.is_empty() {
                let label = format!("{}: ", Phrase::Source.text(self.language));
                line.insert_front(&label);
                lines.push(line);
            }
        }
        if let Some(copyright) = &article.copyright {
            lines.extend(self.lines("", copyright));
        }
        self.block(lines);
    }

    /// Adds a block. Lines without anything to read are left out.
    fn block(&mut self, lines: Vec<Line>) {
        self.add(lines, false);
    }

    /// Adds a block that belongs to the one after it.
    fn heading(&mut self, lines: Vec<Line>) {
        self.add(lines, true);
    }

    fn add(&mut self, mut lines: Vec<Line>, leads: bool) {
        lines.retain(|line| !line.text.trim().is_empty());
        if !lines.is_empty() {
            self.blocks.push(Lines { lines, direction: self.language.direction(), leads });
        }
    }

    /// A text's lines: one, and one more after each line break. The first has `prefix` in front, the others as
    /// much space. A text without anything to read has none.
    fn lines(&self, prefix: &str, text: &Text) -> Vec<Line> {
        let mut lines = Vec::new();
        let hang = prefix.width();
        let mut line = Line { text: prefix.to_owned(), prefix: prefix.len(), hang, ..Line::default() };
        if text.is_blank() {
            return lines;
        }
        let spaces = " ".repeat(hang);
        self.pieces(text, |piece| match piece {
            Piece::Words(words, whole) => line.push(words, whole),
            Piece::Break => {
                let next = Line { text: spaces.clone(), prefix: spaces.len(), hang, ..Line::default() };
                lines.push(std::mem::replace(&mut line, next));
            }
        });
        lines.push(line);
        lines
    }

    /// Adds a text to a line; its own line breaks become spaces.
    fn append(&self, text: &Text, line: &mut Line) {
        self.pieces(text, |piece| match piece {
            Piece::Words(words, whole) => line.push(words, whole),
            Piece::Break => line.text.push(' '),
        });
    }

    /// Between small pieces of one line.
    fn between(&self) -> &'static str {
        Phrase::Between.text(self.language)
    }

    fn append_date(&self, date: &Date, line: &mut Line) {
        part(self.between(), line);
        line.text.push_str(&self.options.dates.write(date, self.language));
    }

    fn pieces(&self, text: &Text, mut each: impl FnMut(Piece)) {
        let flat = text.flatten();
        for styled in &flat.ranges {
            if let Some(number) = styled.style.note.as_deref().and_then(|name| self.notes.number(name)) {
                each(Piece::Words(&format!("[{}]", self.digits.number(number)), false));
            }
            let words = flat.text.get(styled.range.clone()).unwrap_or("");
            for (at, words) in words.split('\n').enumerate() {
                if at > 0 {
                    each(Piece::Break);
                }
                each(Piece::Words(&clean(words), styled.style.language.is_some()));
            }
        }
    }
}

/// A piece of a text.
enum Piece<'t> {
    /// Words, and whether they are one piece of another language.
    Words(&'t str, bool),
    /// The end of a line.
    Break,
}

impl Line {
    fn push(&mut self, words: &str, whole: bool) {
        let start = self.text.len();
        self.text.push_str(words);
        if whole {
            self.whole.push(start..self.text.len());
        }
    }

    fn insert_front(&mut self, label: &str) {
        self.text.insert_str(0, label);
        self.prefix += label.len();
        for whole in &mut self.whole {
            *whole = whole.start + label.len()..whole.end + label.len();
        }
        self.borders.iter_mut().for_each(|border| *border += label.len());
    }
}

/// Adds a separator where the line has begun.
fn part(separator: &str, line: &mut Line) {
    if !line.text.is_empty() {
        line.text.push_str(separator);
    }
}

/// Text without the characters that are none.
fn clean(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(is_no_text) { text.replace(is_no_text, "").into() } else { text.into() }
}
