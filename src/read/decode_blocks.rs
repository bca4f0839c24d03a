//! Placed trees to the blocks of a body.

use super::fields::Fields;
use super::footnotes;
use super::report::Report;
use super::tree::{Node, Value};
use crate::diagnostics::nearest;
use crate::document::{
    Block, Divider, Footnote, Heading, Image, ImageSpan, List, ListItem, Numbering, Poetry, Quotation, Table,
    TableParts, Text, Verse,
};
use crate::say;

/// The field that tells each kind of block.
const KINDS: [&str; 8] = ["heading", "quote", "list", "table", "image", "poetry", "divider", "footnote"];

const NUMBERINGS: [(&str, Numbering); 2] = [("decimal", Numbering::Decimal), ("abjad", Numbering::Abjad)];

const SPANS: [(&str, ImageSpan); 2] = [("column", ImageSpan::Column), ("all", ImageSpan::All)];

impl Report {
    /// One entry of a body.
    pub fn block(&mut self, node: &Node, path: &str) -> Option<Block> {
        match &node.value {
            Value::String(placed) => {
                let parts = placed.text.trim().split('\n').any(|line| line.trim().is_empty());
                if parts && !placed.text.trim().is_empty() {
                    let what = say!("a blank line inside a paragraph parts nothing");
                    self.warning(node.at, path, what, say!("make each paragraph an entry of its own"));
                }
                self.text(node, path).map(Block::Paragraph)
            }
            Value::Map(entries) => {
                let kind = entries.iter().find_map(|(key, _)| KINDS.iter().find(|kind| **kind == key.name));
                match kind {
                    Some(kind) => self.block_of(kind, node, path),
                    None => {
                        self.no_kind(node, path, entries.iter().map(|(key, _)| key.name.as_str()));
                        None
                    }
                }
            }
            _ => {
                self.wrong_kind(
                    node,
                    path,
                    say!("a block"),
                    say!("a paragraph is text, every other block a group of fields"),
                );
                None
            }
        }
    }

    fn no_kind<'k>(&mut self, node: &Node, path: &str, names: impl Iterator<Item = &'k str> + Clone) {
        let cure = match names.clone().find_map(|name| nearest(name, &KINDS)) {
            Some(near) => say!("did you mean “{near}”?", near),
            None if names.clone().any(|name| matches!(name, "paragraph" | "text" | "p")) => {
                say!("a paragraph is written as text alone")
            }
            None => say!("a block has one of {names}", names = KINDS.join(", ")),
        };
        self.error(node.at, path, say!("this is no kind of block"), cure);
    }

    fn block_of(&mut self, kind: &str, node: &Node, path: &str) -> Option<Block> {
        match kind {
            "heading" => {
                let fields = self.fields(node, path, &["heading", "level"])?;
                self.heading(&fields).map(Block::Heading)
            }
            "quote" => {
                let fields = self.fields(node, path, &["quote", "attribution", "pull"])?;
                self.quotation(&fields).map(Block::Quotation)
            }
            "list" => {
                let fields = self.fields(node, path, &["list", "ordered", "numbering"])?;
                let list = self.items(&fields)?;
                let ordered = self.flag(&fields, "ordered");
                Some(Block::List(List { list, ordered, numbering: self.choice(&fields, "numbering", &NUMBERINGS) }))
            }
            "table" => {
                let fields = self.fields(node, path, &["table"])?;
                let path = fields.path_of("table");
                let parts = self.fields(fields.get("table")?, &path, &["header", "rows", "caption"])?;
                self.table(&parts).map(|table| Block::Table(Table { table }))
            }
            "image" => self.image(node, path).map(Block::Image),
            "poetry" => {
                let fields = self.fields(node, path, &["poetry"])?;
                self.poetry(&fields).map(|poetry| Block::Poetry(Poetry { poetry }))
            }
            "divider" => {
                let fields = self.fields(node, path, &["divider"])?;
                if !self.flag(&fields, "divider") {
                    let path = fields.path_of("divider");
                    self.error(
                        node.at,
                        &path,
                        say!("a divider is always true"),
                        say!("write true, or leave the block out"),
                    );
                }
                Some(Block::Divider(Divider { divider: true }))
            }
            _ => {
                let fields = self.fields(node, path, &["footnote", "text"])?;
                let footnote = self.footnote_name(&fields);
                let text = self.required_text(&fields, "text", "\"…\"");
                Some(Block::Footnote(Footnote { footnote: footnote?, text: text? }))
            }
        }
    }

    fn heading(&mut self, fields: &Fields) -> Option<Heading> {
        let heading = self.required_text(fields, "heading", "\"…\"");
        let level = match fields.get("level") {
            None => Some(Heading::default_level()),
            Some(node) => self.level(node, &fields.path_of("level")),
        };
        Some(Heading { heading: heading?, level: level? })
    }

    fn level(&mut self, node: &Node, path: &str) -> Option<u8> {
        let Value::Number(written) = &node.value else {
            self.wrong_kind(node, path, say!("a number"), say!("write 2, 3 or 4 without quotes"));
            return None;
        };
        match written.parse::<u8>() {
            Ok(1) => {
                let cure = say!("write 2: the headline is the only heading of level 1");
                self.warning(node.at, path, say!("the level 1 is taken as 2"), cure);
                Some(2)
            }
            Ok(level @ 2..=4) => Some(level),
            _ => {
                self.error(node.at, path, say!("{written} is no level of a heading", written), say!("write 2, 3 or 4"));
                None
            }
        }
    }

    fn quotation(&mut self, fields: &Fields) -> Option<Quotation> {
        let node = fields.get("quote")?;
        let path = fields.path_of("quote");
        let quote = match &node.value {
            Value::String(_) => self.text(node, &path).into_iter().collect(),
            _ => {
                let entries = self.list(node, &path, say!("paragraph"))?;
                self.texts(entries)
            }
        };
        let attribution = self.optional_text(fields, "attribution");
        Some(Quotation { quote, attribution, pull: self.flag(fields, "pull") })
    }

    fn items(&mut self, fields: &Fields) -> Option<Vec<ListItem>> {
        let Some(node) = fields.get("list") else {
            self.missing(fields, "list", "[\"…\"]");
            return None;
        };
        let entries = self.list(node, &fields.path_of("list"), say!("item"))?;
        Some(entries.into_iter().filter_map(|(node, path)| self.list_item(node, &path)).collect())
    }

    fn list_item(&mut self, node: &Node, path: &str) -> Option<ListItem> {
        if !matches!(node.value, Value::Map(_)) {
            return self.text(node, path).map(ListItem::Plain);
        }
        let fields = self.fields(node, path, &["item", "list", "ordered", "numbering"])?;
        let item = self.required_text(&fields, "item", "\"…\"");
        let list = self.items(&fields);
        let ordered = self.flag(&fields, "ordered");
        let numbering = self.choice(&fields, "numbering", &NUMBERINGS);
        Some(ListItem::Nested { item: item?, list: list?, ordered, numbering })
    }

    fn table(&mut self, fields: &Fields) -> Option<TableParts> {
        let header = match fields.get("header") {
            None => Vec::new(),
            Some(node) => self.cells(node, &fields.path_of("header")),
        };
        let Some(node) = fields.get("rows") else {
            self.missing(fields, "rows", "[[\"…\"]]");
            return None;
        };
        let mut width = (!header.is_empty()).then_some((header.len(), true));
        let mut rows = Vec::new();
        for (node, path) in self.list(node, &fields.path_of("rows"), say!("row"))? {
            let row = self.cells(node, &path);
            let (expected, header) = *width.get_or_insert((row.len(), false));
            if let Value::List(cells) = &node.value {
                if cells.is_empty() {
                    self.error(node.at, &path, say!("the row has no cells"), say!("give it some, or leave it out"));
                } else if cells.len() != expected {
                    let cells = match cells.len() {
                        1 => say!("1 cell"),
                        n => say!("{n} cells", n),
                    };
                    let what = match header {
                        true => say!("the row has {cells}, the header {expected}", cells, expected),
                        false => say!("the row has {cells}, the first row {expected}", cells, expected),
                    };
                    self.error(node.at, &path, what, say!("write \"\" for an empty cell"));
                }
            }
            rows.push(row);
        }
        Some(TableParts { header, rows, caption: self.optional_text(fields, "caption") })
    }

    fn cells(&mut self, node: &Node, path: &str) -> Vec<Text> {
        let entries = self.any_list(node, path).unwrap_or_default();
        entries.into_iter().filter_map(|(node, path)| self.cell(node, &path)).collect()
    }

    fn image(&mut self, node: &Node, path: &str) -> Option<Image> {
        let fields = self.fields(node, path, &["image", "alt", "caption", "credit", "span"])?;
        let node = fields.get("image")?;
        let image_path = fields.path_of("image");
        let image = self.string(node, &image_path).cloned();
        let (alt, caption) = (self.optional_text(&fields, "alt"), self.optional_text(&fields, "caption"));
        let credit = self.optional_text(&fields, "credit");
        let span = self.choice(&fields, "span", &SPANS);
        let placed = image?;
        let origin = placed.origin(&self.file, &image_path);
        Some(Image { image: placed.text, alt, caption, credit, span, foreign: Default::default(), origin })
    }

    fn poetry(&mut self, fields: &Fields) -> Option<Vec<Verse>> {
        let entries = self.list(fields.get("poetry")?, &fields.path_of("poetry"), say!("verse"))?;
        let mut verses = Vec::new();
        for (node, path) in entries {
            let Some(halves) = self.list(node, &path, say!("hemistich")) else { continue };
            if halves.len() > 2 {
                let what = say!("the verse has {parts} parts", parts = halves.len());
                self.error(node.at, &path, what, say!("write one or two hemistichs a verse"));
            }
            verses.push(Verse(self.texts(halves)));
        }
        Some(verses)
    }

    fn footnote_name(&mut self, fields: &Fields) -> Option<String> {
        let node = fields.get("footnote")?;
        let path = fields.path_of("footnote");
        let name = self.string(node, &path)?.text.clone();
        if !footnotes::is_name(&name) {
            let what = say!("“{name}” is no name for a footnote", name = &name);
            self.error(node.at, &path, what, say!("use letters, digits, - and _, as text refers to it by [^name]"));
        }
        Some(name)
    }
}
