//! The events of the Markdown parser to blocks. What no block can hold is kept as text and told.

use std::collections::{HashMap, HashSet};
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::input::Input;
use super::lines::Spot;
use super::markdown_inline::{Weave, join};
use super::markdown_notes;
use super::markdown_parts::{Events, PART, Parts};
use super::markdown_spans::without_attributes;
use super::report::Report;
use crate::diagnostics::Message;
use crate::document::{
    Block, Divider, Footnote, Heading, Image, List, ListItem, Numbering, Quotation, Table, TableParts, Text,
};
use crate::say;

/// How deep blocks stand in one another before deeper ones are taken as text. No article nests deeper, and the
/// reader is recursive.
const MAX_DEPTH: usize = 24;

/// A block and where it begins.
pub struct Piece {
    /// The block.
    pub block: Block,
    /// Where it begins.
    pub at: Spot,
}

/// A list that goes on in the next part of the text.
struct OpenList {
    at: Spot,
    items: Vec<ListItem>,
    /// What stands in its items and follows it.
    late: Vec<Piece>,
}

/// The reader of a Markdown text.
pub struct Blocks<'i, 'r, 's> {
    /// The input.
    pub input: &'i Input<'i>,
    /// What is told of the article.
    pub report: &'r mut Report,
    /// The events that are still to be read, with the bytes of the input they stand for.
    pub events: Peekable<Events<'s>>,
    /// The names of the footnotes that are defined, and what they are called in the article.
    pub notes: HashMap<String, String>,
    /// The footnotes that text refers to, by what they are called in the article.
    pub referred: HashSet<String>,
    /// Images met inside the text at hand.
    pub images: Vec<(Image, Spot)>,
    /// How many of them stand before the text.
    pub leading: usize,
    /// Whether the next heading of level 1 is the headline.
    wants_headline: bool,
    /// 1 once the headline is among the pieces, of which it is no block of the body.
    headlines: usize,
    /// The number of the block of the body that is being read.
    number: usize,
    /// The number of the piece that is the list read last, and where that begins.
    last_list: Option<(usize, Spot)>,
    open_list: Option<OpenList>,
    /// HTML that is kept as text: where the first piece is, its field, and how many there are.
    pub html: Option<(Spot, String, usize)>,
    /// Comments and tags around texts, which go.
    pub left_out: Option<(Spot, String, usize)>,
    /// Where a comment in HTML begins that is open.
    pub in_comment: Option<(Spot, String)>,
    /// Texts with a line through them, which stay without it.
    pub struck: Option<(Spot, String, usize)>,
    /// Code that is set as plain text, in the same way.
    pub code: Option<(Spot, String, usize)>,
}

/// The blocks of the text from byte `start` on, with or without its headline.
pub fn body<'i>(input: &'i Input<'i>, start: usize, wants_headline: bool, report: &mut Report) -> Vec<Piece> {
    body_in_parts(input, start, wants_headline, report, PART)
}

/// The same, of a text that is parsed in parts of so many bytes.
pub fn body_in_parts<'i>(
    input: &'i Input<'i>,
    start: usize,
    wants_headline: bool,
    report: &mut Report,
    bytes: usize,
) -> Vec<Piece> {
    let parts = Parts::of(input.text, start, bytes);
    markdown_notes::report_unused(input, report, &parts);
    let sources: Vec<_> = parts.parts.iter().map(|part| parts.source(input.text, part)).collect();
    let blocks = Blocks {
        input,
        report,
        events: (Box::new(std::iter::empty()) as Events).peekable(),
        notes: markdown_notes::names(&parts.notes),
        referred: HashSet::new(),
        images: Vec::new(),
        leading: 0,
        wants_headline,
        headlines: 0,
        number: 0,
        last_list: None,
        open_list: None,
        html: None,
        left_out: None,
        in_comment: None,
        struck: None,
        code: None,
    };
    let of_parts = parts.parts.iter().zip(&sources);
    blocks.body(of_parts.map(|(part, (source, within))| (parts.events(source, *within, part), part.in_list)))
}

impl<'s> Blocks<'_, '_, 's> {
    /// The blocks of the whole text, whose parts are given with whether each ends inside a list.
    fn body(mut self, parts: impl Iterator<Item = (Events<'s>, bool)>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (events, in_list) in parts {
            self.events = events.peekable();
            if !matches!(self.events.peek(), Some((Event::Start(Tag::List(_)), _))) {
                self.close_list(&mut pieces);
            }
            while self.events.peek().is_some() {
                self.blocks(0, &mut pieces);
                // An end without a start can't come from the parser; it is passed over all the same.
                self.events.next();
            }
            if let Some((number, at)) = self.last_list.take().filter(|_| in_list) {
                let late = pieces.split_off((number + 1).min(pieces.len()));
                let items = match pieces.pop() {
                    Some(Piece { block: Block::List(list), .. }) => list.list,
                    other => {
                        pieces.extend(other);
                        Vec::new()
                    }
                };
                self.open_list = Some(OpenList { at, items, late });
            }
        }
        self.close_list(&mut pieces);
        markdown_notes::check(self.report, &pieces, self.headlines, &self.referred);
        if let Some((at, field, number)) = self.html.take() {
            let what = say!("HTML is kept as text ({number} in all)", number);
            self.report.warning(at, &field, what, say!("write Markdown, or put a backslash before <"));
        }
        if let Some((at, field)) = self.in_comment.take() {
            let what = say!("a comment does not end: all that follows it is left out");
            self.report.warning(at, &field, what, say!("close it with -->"));
        }
        if let Some((at, field, number)) = self.left_out.take() {
            let what = say!("comments and tags around the text were left out ({number} in all)", number);
            self.report.note(at, &field, what, say!());
        }
        if let Some((at, field, number)) = self.struck.take() {
            let what = say!("the line through a text (which stays)");
            let what = match number {
                1 => say!("{what} was left out", what),
                number => say!("{what} was left out ({number} times, the first here)", what, number),
            };
            self.report.warning(at, &field, what, say!());
        }
        if let Some((at, field, number)) = self.code.take() {
            let what = say!("code is set as plain text ({number} in all)", number);
            self.report.warning(at, &field, what, say!());
        }
        pieces
    }

    /// Ends a list that nothing goes on with. The parts are cut so that something does.
    fn close_list(&mut self, pieces: &mut Vec<Piece>) {
        let Some(OpenList { at, items, mut late }) = self.open_list.take() else { return };
        let list = List { list: items, ordered: false, numbering: Numbering::Decimal };
        pieces.push(Piece { block: Block::List(list), at });
        pieces.append(&mut late);
    }

    /// Where a range of the input begins.
    pub fn spot(&self, range: &Range<usize>) -> Spot {
        self.input.lines.spot(range.start)
    }

    /// Adds the blocks up to the end of the block that holds them, which is left for the caller.
    fn blocks(&mut self, depth: usize, pieces: &mut Vec<Piece>) {
        loop {
            if depth == 0 {
                self.number = pieces.len() - self.headlines;
            }
            let mut field = format!("body[{}]", self.number);
            let Some((event, range)) = self.events.peek() else { return };
            if let Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) = event
                && depth == 0
                && self.wants_headline
            {
                field = "headline".into();
                self.wants_headline = false;
                self.headlines = 1;
            }
            let at = self.input.lines.spot(range.start);
            match event {
                Event::End(_) => return,
                Event::Start(tag) if is_block(tag) => {
                    let Some((Event::Start(tag), range)) = self.events.next() else { return };
                    self.block(tag, &range, depth, &field, pieces);
                    // The end of the block itself.
                    self.events.next();
                }
                Event::Rule => {
                    self.events.next();
                    pieces.push(Piece { block: Block::Divider(Divider { divider: true }), at });
                }
                // The text of a tight list's item stands in no paragraph, nor do lines of HTML.
                _ => self.paragraph(at, &field, pieces),
            }
        }
    }

    fn block(&mut self, tag: Tag<'s>, range: &Range<usize>, depth: usize, field: &str, pieces: &mut Vec<Piece>) {
        let at = self.spot(range);
        if depth >= MAX_DEPTH {
            self.report.warning(
                at,
                field,
                say!("the blocks are nested too deep: what is deeper is taken as text"),
                say!(),
            );
            self.flatten(at, field, pieces);
            return;
        }
        match tag {
            Tag::Heading { level, .. } => {
                let level = level as u8;
                if let Some(heading) = self.inlines(field).map(without_attributes) {
                    pieces.push(Piece { block: Block::Heading(Heading { heading, level }), at });
                } else if field == "headline" {
                    self.wants_headline = true;
                    self.headlines = 0;
                }
                self.take_images(field, true, pieces);
            }
            Tag::BlockQuote(_) => {
                let mut inner = Vec::new();
                self.blocks(depth + 1, &mut inner);
                let quote = self.texts(inner, say!("a quotation"), field, pieces);
                if !quote.is_empty() {
                    let quotation = Quotation { quote, attribution: None, pull: false };
                    pieces.push(Piece { block: Block::Quotation(quotation), at });
                }
            }
            Tag::List(start) => {
                let begun = if depth == 0 { self.open_list.take() } else { None };
                let first = start.filter(|&first| first != 1 && begun.is_none());
                let OpenList { at, mut items, mut late } =
                    begun.unwrap_or_else(|| OpenList { at, items: Vec::new(), late: Vec::new() });
                self.items(depth, field, &mut items, &mut late);
                if let Some(first) = first {
                    let what = say!("the list begins with {first} and is counted from 1", first);
                    self.report.warning(at, field, what, say!());
                }
                if depth == 0 {
                    self.last_list = Some((pieces.len(), at));
                }
                if !items.is_empty() {
                    let list = List { list: items, ordered: start.is_some(), numbering: Numbering::Decimal };
                    pieces.push(Piece { block: Block::List(list), at });
                }
                pieces.append(&mut late);
            }
            Tag::Table(_) => {
                let table = self.table(field);
                if !table.rows.is_empty() {
                    pieces.push(Piece { block: Block::Table(Table { table }), at });
                } else if !table.header.is_empty() {
                    self.report.warning(at, field, say!("the table has no rows: its header is set as one"), say!());
                    let table = TableParts { rows: vec![table.header], ..TableParts::default() };
                    pieces.push(Piece { block: Block::Table(Table { table }), at });
                }
                self.take_images(field, true, pieces);
            }
            Tag::FootnoteDefinition(name) => {
                let mut inner = Vec::new();
                self.blocks(depth + 1, &mut inner);
                let texts = self.texts(inner, say!("a footnote"), field, pieces);
                match (join(texts), self.notes.get(&*name)) {
                    (Some(text), Some(name)) => {
                        let footnote = Footnote { footnote: name.clone(), text };
                        pieces.push(Piece { block: Block::Footnote(footnote), at });
                    }
                    _ => self.report.error(
                        at,
                        field,
                        say!("the footnote “{name}” is empty", name = &*name),
                        say!("write its text"),
                    ),
                }
            }
            Tag::CodeBlock(kind) => {
                count(&mut self.code, at, field);
                if let CodeBlockKind::Fenced(language) = &kind
                    && !language.is_empty()
                {
                    self.report.note(
                        at,
                        field,
                        say!("the code's language “{language}” is left out", language = &**language),
                        say!(),
                    );
                }
                self.code_lines(field, at, pieces);
            }
            Tag::HtmlBlock if depth == 0 => match self.whole_html(range) {
                Some(blocks) => {
                    while self.events.next_if(|(event, _)| !matches!(event, Event::End(_))).is_some() {}
                    pieces.extend(blocks);
                }
                None => {
                    self.paragraph(at, field, pieces);
                    self.blocks(depth + 1, pieces);
                }
            },
            _ => {
                self.paragraph(at, field, pieces);
                // Whatever a paragraph can't hold is gathered here, so that the end that follows is the block's.
                self.blocks(depth + 1, pieces);
            }
        }
    }

    /// Code: a paragraph with its lines.
    fn code_lines(&mut self, field: &str, at: Spot, pieces: &mut Vec<Piece>) {
        let mut weave = Weave::new(self.input);
        while let Some((Event::Text(text), range)) = self.events.next_if(|(e, _)| !matches!(e, Event::End(_))) {
            let mut offset = range.start;
            for line in text.split_inclusive('\n') {
                weave.text(line.trim_end_matches(['\n', '\r']), offset, field, self.report);
                if line.ends_with('\n') {
                    weave.hard_break(offset + line.len() - 1);
                }
                offset += line.len();
            }
        }
        pieces.extend(weave.finish(field).map(|text| Piece { block: Block::Paragraph(text), at }));
    }

    /// Everything up to the end of a block as one paragraph, whatever stands in it.
    fn flatten(&mut self, at: Spot, field: &str, pieces: &mut Vec<Piece>) {
        let mut weave = Weave::new(self.input);
        let mut depth = 0usize;
        while let Some((event, range)) = self.events.next_if(|(e, _)| depth > 0 || !matches!(e, Event::End(_))) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => {
                    depth -= 1;
                    weave.soft_break(range.end);
                }
                Event::SoftBreak | Event::HardBreak => weave.soft_break(range.start),
                Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => {
                    weave.text(&text, range.start, field, self.report);
                }
                _ => {}
            }
        }
        pieces.extend(weave.finish(field).map(|text| Piece { block: Block::Paragraph(text), at }));
    }

    /// The texts of blocks that stand where only text can; images come after the whole.
    fn texts(&mut self, inner: Vec<Piece>, whose: Message, field: &str, late: &mut Vec<Piece>) -> Vec<Text> {
        let mut texts = Vec::new();
        for piece in inner {
            let at = piece.at;
            let mut other = |what: Message| {
                let what = say!("{what} inside {whose} is set as plain paragraphs", what, whose = whose.clone());
                self.report.warning(at, field, what, say!());
            };
            match piece.block {
                Block::Paragraph(text) => texts.push(text),
                Block::Quotation(quotation) => {
                    other(say!("a quotation"));
                    texts.extend(quotation.quote);
                }
                Block::Heading(heading) => {
                    other(say!("a heading"));
                    texts.push(heading.heading);
                }
                Block::List(list) => {
                    other(say!("a list"));
                    push_items(list.list, &mut texts);
                }
                Block::Table(table) => {
                    other(say!("a table"));
                    texts.extend(table.table.header);
                    texts.extend(table.table.rows.into_iter().flatten());
                    texts.retain(|text| !text.inlines.is_empty());
                }
                Block::Divider(_) => self.report.warning(
                    at,
                    field,
                    say!("a rule inside {whose} is left out", whose = whose.clone()),
                    say!(),
                ),
                block => late.push(Piece { block, at }),
            }
        }
        texts
    }

    /// The items of a list, behind those that are known; what can't stand in an item goes to `late`.
    fn items(&mut self, depth: usize, field: &str, items: &mut Vec<ListItem>, late: &mut Vec<Piece>) {
        while let Some((_, range)) = self.events.next_if(|(e, _)| matches!(e, Event::Start(Tag::Item))) {
            let at = self.spot(&range);
            let mut inner = Vec::new();
            self.blocks(depth + 1, &mut inner);
            self.events.next();
            let mut lists = Vec::new();
            inner = inner
                .into_iter()
                .filter_map(|piece| match piece.block {
                    Block::List(list) => {
                        lists.push(list);
                        None
                    }
                    block => Some(Piece { block, at: piece.at }),
                })
                .collect();
            let item = join(self.texts(inner, say!("a list"), field, late));
            let mut lists = lists.into_iter();
            let below = lists.next().map(|mut list| {
                list.list.extend(lists.flat_map(|more| more.list));
                list
            });
            match (item, below) {
                (None, None) => {}
                (Some(item), None) => items.push(ListItem::Plain(item)),
                (Some(item), Some(List { list, ordered, numbering })) => {
                    items.push(ListItem::Nested { item, list, ordered, numbering });
                }
                (None, Some(below)) => {
                    self.report.warning(
                        at,
                        field,
                        say!("an item has a list but no text: the list takes its place"),
                        say!(),
                    );
                    items.extend(below.list);
                }
            }
        }
    }

    fn table(&mut self, field: &str) -> TableParts {
        let mut table = TableParts::default();
        while let Some((event, _)) = self.events.next_if(|(e, _)| !matches!(e, Event::End(TagEnd::Table))) {
            let Event::Start(row) = event else { continue };
            let mut cells = Vec::new();
            while self.events.next_if(|(e, _)| matches!(e, Event::Start(Tag::TableCell))).is_some() {
                cells.push(self.inlines(field).unwrap_or_default());
                self.events.next();
            }
            match row {
                Tag::TableHead if cells.iter().all(Text::is_blank) => {}
                Tag::TableHead => table.header = cells,
                _ => table.rows.push(cells),
            }
        }
        table
    }
}

/// Counts one more of a kind, and keeps the place of the first.
pub fn count(tally: &mut Option<(Spot, String, usize)>, at: Spot, field: &str) {
    tally.get_or_insert_with(|| (at, field.to_owned(), 0)).2 += 1;
}

/// Whether a tag begins a block.
pub fn is_block(tag: &Tag) -> bool {
    !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

fn push_items(items: Vec<ListItem>, texts: &mut Vec<Text>) {
    for item in items {
        match item {
            ListItem::Plain(text) => texts.push(text),
            ListItem::Nested { item, list, .. } => {
                texts.push(item);
                push_items(list, texts);
            }
        }
    }
}
