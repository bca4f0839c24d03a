//! Elements to blocks: HTML bodies, XHTML and NITF.
//!
//! A walk through a tree collects running text in [`Inlines`] and ends a paragraph wherever a block begins or ends.
//! What can't stand in a bulletin (scripts, embedded players, forms) is left out and told. Nothing that isn't known
//! by name is lost: an unknown element is passed through.

use std::collections::HashSet;

use super::address::Base;
use super::elements::{Id, Kind, Tree};
use super::flow_notes::Notes;
use super::inlines::{Inlines, Mark};
use super::placed::Placed;
use super::report::Report;
use crate::diagnostics::{Message, Problem};
use crate::document::{Block, Direction, Divider, Footnote, Heading, Language, Text};
use crate::say;

/// How a body is read.
pub struct Flow<'t> {
    /// The tree.
    pub tree: &'t Tree,
    /// The language of the article.
    pub language: Language,
    /// What relative addresses are relative to.
    pub base: Base,
    /// Whether blank lines part paragraphs and line ends break lines, as in WordPress's own editor.
    pub lines_count: bool,
    /// Elements that are passed over, with all in them: a page's furniture.
    pub dropped: HashSet<Id>,
    pub(super) notes: Notes,
    pub(super) blocks: Vec<Block>,
    pub(super) inlines: Inlines,
    /// Blocks that stand inside a paragraph and follow it.
    pub(super) waiting: Vec<Block>,
    pub(super) left_out: LeftOut,
    /// How many elements that keep their line ends are open.
    preformatted: usize,
}

/// What is left out in silence would be lost: how often, and where first.
#[derive(Default)]
pub struct LeftOut {
    counts: Vec<(Message, super::clean::Count)>,
}

impl LeftOut {
    fn add(&mut self, what: Message, at: super::lines::Spot, field: &str) {
        match self.counts.iter_mut().find(|(known, _)| *known == what) {
            Some((_, count)) => count.add(at, field),
            None => {
                let mut count = super::clean::Count::default();
                count.add(at, field);
                self.counts.push((what, count));
            }
        }
    }
}

impl<'t> Flow<'t> {
    /// A walk through a tree.
    pub fn new(tree: &'t Tree, language: &Language) -> Self {
        Flow {
            tree,
            language: language.clone(),
            base: Base::default(),
            lines_count: false,
            dropped: HashSet::new(),
            notes: Notes::default(),
            blocks: Vec::new(),
            inlines: Inlines::default(),
            waiting: Vec::new(),
            left_out: LeftOut::default(),
            preformatted: 0,
        }
    }

    /// The blocks of what stands in `root`.
    pub fn blocks(mut self, root: Id, report: &mut Report) -> Vec<Block> {
        self.notes = Notes::find(self.tree, root);
        self.children(root, report);
        self.end_paragraph(report);
        for (what, count) in std::mem::take(&mut self.left_out.counts) {
            let what = match count.number {
                1 => say!("{what} was left out", what),
                number => say!("{what} was left out ({number} times, the first here)", what, number),
            };
            report.warning(count.first, &count.field, what, say!());
        }
        self.blocks
    }

    /// The text of what stands in `root`, in one paragraph.
    pub fn line(mut self, root: Id, report: &mut Report, field: &str) -> Option<Text> {
        self.children(root, report);
        self.end_paragraph(report);
        let mut found = Vec::new();
        for block in self.blocks {
            match block {
                Block::Paragraph(text) | Block::Heading(Heading { heading: text, .. }) => found.push(text),
                Block::Quotation(quotation) => found.extend(quotation.quote),
                Block::List(list) => super::flow_parts::each_text(&list.list, &mut |text| found.push(text.clone())),
                Block::Table(table) => {
                    let cells = table.table.header.into_iter().chain(table.table.rows.into_iter().flatten());
                    found.extend(cells.filter(|cell| !cell.inlines.is_empty()));
                }
                Block::Image(image) => {
                    let written = super::address::shown(&image.image);
                    let what = say!("a picture among the words of a line is left out: {written}", written);
                    report.push(Problem::note(image.origin.start().with_field(field), what, say!()));
                }
                _ => {}
            }
        }
        let mut texts = found.into_iter();
        let mut first = texts.next()?;
        for text in texts {
            first.inlines.push(crate::document::Inline::Text(" ".into()));
            first.inlines.extend(text.inlines);
        }
        first.origin.field = field.into();
        Some(first)
    }

    /// The text of a node itself, text or element, in one paragraph.
    pub(super) fn line_of(mut self, id: Id, report: &mut Report, field: &str) -> Option<Text> {
        self.visit(id, report);
        self.inlines.take(report, field)
    }

    pub(super) fn field(&self) -> String {
        format!("body[{}]", self.blocks.len())
    }

    pub(super) fn children(&mut self, id: Id, report: &mut Report) {
        let tree = self.tree;
        for child in tree.children(id) {
            self.visit(*child, report);
        }
    }

    fn visit(&mut self, id: Id, report: &mut Report) {
        if self.dropped.contains(&id) || self.notes.is_note(id) {
            return;
        }
        match self.tree.node(id).map(|node| &node.kind) {
            Some(Kind::Text(_)) => self.text(id, report),
            Some(Kind::Element { .. }) => {
                let spoken = self.spoken(id);
                let opened = spoken.is_some_and(|language| self.inlines.open(Mark::Span(language)));
                self.element(id, report);
                if opened {
                    self.inlines.close();
                }
            }
            _ => {}
        }
    }

    /// The language that an element names, where it is another than that around it.
    fn spoken(&self, id: Id) -> Option<Language> {
        let tag = self.tree.attribute(id, "lang")?;
        let own = Language::parse(tag.trim()).ok()?;
        let around = self.tree.node(id).and_then(|node| node.parent).and_then(|parent| self.tree.language(parent));
        let around = around.and_then(|tag| Language::parse(tag.trim()).ok()).unwrap_or_else(|| self.language.clone());
        (own.primary() != around.primary()).then_some(own)
    }

    fn text(&mut self, id: Id, report: &mut Report) {
        let field = self.field();
        let Some(Kind::Text(placed)) = self.tree.node(id).map(|node| &node.kind) else { return };
        if !self.lines_count && self.preformatted == 0 {
            self.inlines.text(placed, report, &field);
            return;
        }
        let mut blank = 0;
        for range in super::flat::lines(&placed.text) {
            if blank > 0 && (self.preformatted > 0 || blank == 1) {
                self.break_line(report);
            } else if blank > 1 {
                self.end_paragraph(report);
            }
            let line = placed.slice(range);
            if line.text.trim().is_empty() && blank > 0 {
                blank += 1;
                continue;
            }
            self.inlines.text(&line, report, &field);
            blank = 1;
        }
        if self.lines_count && placed.text.ends_with('\n') {
            let ends = placed.text.len() - placed.text.trim_end().len();
            let ends = placed.text.get(placed.text.len() - ends..).unwrap_or("").matches('\n').count();
            if ends > 1 {
                self.end_paragraph(report);
            } else {
                self.break_line(report);
            }
        }
    }

    pub(super) fn break_line(&mut self, report: &mut Report) {
        if self.inlines.line_break() {
            self.end_paragraph(report);
        }
    }

    /// Ends the paragraph at hand, if there is one.
    pub(super) fn end_paragraph(&mut self, report: &mut Report) {
        let field = self.field();
        if let Some(text) = self.inlines.take(report, &field) {
            let named = text.flatten().ranges.into_iter().filter_map(|range| range.style.note).collect::<Vec<_>>();
            self.blocks.push(Block::Paragraph(text));
            self.footnotes(&named, report);
        }
        self.blocks.append(&mut self.waiting);
    }

    /// The footnotes that a block referred to, behind it; each once.
    pub(super) fn footnotes(&mut self, named: &[String], report: &mut Report) {
        for name in named {
            let Some(note) = self.notes.take(name) else { continue };
            let mut flow = Flow::new(self.tree, &self.language);
            flow.base = self.base.clone();
            flow.dropped = self.notes.back_links(self.tree, note);
            let field = self.field();
            if let Some(text) = flow.line(note, report, &field) {
                self.blocks.push(Block::Footnote(Footnote { footnote: name.clone(), text }));
            }
        }
    }

    fn marked(&mut self, mark: Mark, id: Id, report: &mut Report) {
        let opened = self.inlines.open(mark);
        self.children(id, report);
        if opened {
            self.inlines.close();
        }
    }

    fn container(&mut self, id: Id, report: &mut Report) {
        self.end_paragraph(report);
        self.children(id, report);
        self.end_paragraph(report);
    }

    fn leave_out(&mut self, what: Message, id: Id) {
        let field = self.field();
        self.left_out.add(what, self.tree.at(id), &field);
    }

    fn element(&mut self, id: Id, report: &mut Report) {
        let tree = self.tree;
        match tree.name(id) {
            name if is_player(tree, id, name) => {
                self.embedded(id, report);
                self.children(id, report);
            }
            "br" => self.break_line(report),
            // Browsers set the marks.
            "q" => {
                let around = tree.language(id).and_then(|tag| Language::parse(tag.trim()).ok());
                let [open, close] = match around.as_ref().unwrap_or(&self.language).direction() {
                    Direction::RightToLeft => ["«", "»"],
                    Direction::LeftToRight => ["“", "”"],
                };
                let field = self.field();
                self.inlines.text(&Placed::at(open, tree.at(id)), report, &field);
                self.children(id, report);
                self.inlines.text(&Placed::at(close, tree.at(id)), report, &field);
            }
            "del" => self.leave_out(say!("text that is marked as deleted"), id),
            "strong" | "b" => self.marked(Mark::Strong, id, report),
            "em" | "i" | "cite" | "dfn" => self.marked(Mark::Emphasis, id, report),
            "a" => self.link(id, report),
            "sup" if self.notes.reference_in(tree, id).is_some() => self.children(id, report),
            "sup" | "sub" => {
                self.leave_out(say!("the raised or lowered place of a text (which stays)"), id);
                self.children(id, report);
            }
            "h1" | "hl1" => self.heading(2, id, report),
            "h2" | "hl2" => self.heading(2, id, report),
            "h3" => self.heading(3, id, report),
            "h4" | "h5" | "h6" => self.heading(4, id, report),
            "blockquote" | "bq" => self.quotation(id, report),
            "aside" if super::flow_quotes::is_pulled(tree, id) && tree.find(id, "blockquote").is_none() => {
                self.quotation(id, report);
            }
            "ul" | "ol" | "menu" => self.list(id, report),
            "table" => self.table(id, report),
            "figure" => self.figure(id, report),
            // Themes of WordPress that are older than the element.
            "div" if super::flow_images::has_class(tree, id, "wp-caption") => self.figure(id, report),
            "media" if tree.child(id, "media-reference").is_some() => self.media(id, report),
            "img" | "amp-img" => self.image(id, report),
            "picture" if tree.find(id, "img").is_none() => match tree.find(id, "source") {
                Some(source) => self.image(source, report),
                None => self.children(id, report),
            },
            "hr" => {
                self.end_paragraph(report);
                self.blocks.push(Block::Divider(Divider { divider: true }));
            }
            "pre" if tree.attribute(id, "class").is_some_and(|classes| classes.contains("verse")) => {
                self.preformatted += 1;
                self.verses(id, report);
                self.preformatted -= 1;
            }
            "pre" => {
                self.preformatted += 1;
                self.container(id, report);
                self.preformatted -= 1;
            }
            // The function of a byline's person stands beside the name, with or without a space between them.
            "byttl" => {
                self.inlines.part();
                self.children(id, report);
            }
            // A fraction stands beside its number with nothing between them: 5½ is not to become 51/2.
            "frac" => {
                if self.inlines.ends_in_digit() {
                    self.inlines.part();
                }
                self.children(id, report);
            }
            "frac-den" => {
                let parent = tree.node(id).and_then(|node| node.parent);
                if parent.is_some_and(|parent| tree.child(parent, "frac-sep").is_none()) {
                    let field = self.field();
                    self.inlines.text(&Placed::at("/", tree.at(id)), report, &field);
                }
                self.children(id, report);
            }
            "media-object" => self.leave_out(say!("a medium that stands in the text itself"), id),
            "s" | "strike" => {
                self.leave_out(say!("the line through a text (which stays)"), id);
                self.children(id, report);
            }
            "dt" => {
                self.end_paragraph(report);
                self.marked(Mark::Strong, id, report);
                self.end_paragraph(report);
            }
            "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "body" | "html" | "li"
            | "address" | "details" | "summary" | "center" | "dl" | "dd" | "fieldset" | "hgroup" | "figcaption"
            | "caption" | "block" | "body.content" | "hedline" | "tr" | "td" | "th" => self.container(id, report),
            "head" | "title" | "meta" | "link" | "base" | "source" | "track" | "param" | "wbr" | "col" | "colgroup" => {
            }
            "script" => self.leave_out(say!("a script"), id),
            "style" => self.leave_out(say!("a style sheet"), id),
            "noscript" | "template" => self.leave_out(say!("what shows only without scripts"), id),
            "iframe" | "embed" | "object" | "applet" | "frame" => self.embedded(id, report),
            "video" | "audio" => self.embedded(id, report),
            "svg" | "canvas" => self.leave_out(say!("a drawing"), id),
            "math" => self.leave_out(say!("a formula"), id),
            "form" | "input" | "button" | "select" | "textarea" | "option" | "label" | "datalist" | "progress"
            | "meter" | "dialog" => self.leave_out(say!("a form"), id),
            "nav" => self.leave_out(say!("a menu"), id),
            "ruby" => self.children(id, report),
            "rt" | "rp" => self.leave_out(say!("a reading aid (ruby)"), id),
            _ => self.children(id, report),
        }
    }

    fn link(&mut self, id: Id, report: &mut Report) {
        if let Some(name) = self.notes.reference(self.tree, id) {
            self.inlines.note(name);
            return;
        }
        let href = self.tree.attribute(id, "href").map(str::trim).filter(|href| !href.is_empty());
        match href.map(|href| self.base.link(href)) {
            Some(Ok(address)) => self.marked(Mark::Link(address), id, report),
            Some(Err(Some(why))) => {
                self.leave_out(why, id);
                self.children(id, report);
            }
            Some(Err(None)) | None => self.children(id, report),
        }
    }

    fn embedded(&mut self, id: Id, report: &mut Report) {
        let source = self.tree.attribute(id, "src").or_else(|| self.tree.attribute(id, "data"));
        let source = source.or_else(|| self.tree.attribute(self.tree.find(id, "source")?, "src"));
        let source = source.or_else(|| PLAYED.iter().find_map(|name| self.tree.attribute(id, name)));
        let what = match source.map(str::trim).filter(|source| !source.is_empty()) {
            Some(source) => {
                say!("what the page embeds here was left out: {written}", written = super::address::shown(source))
            }
            None => say!("what the page embeds here was left out"),
        };
        report.warning(self.tree.at(id), &self.field(), what, say!("tell of it in a sentence, with a link"));
    }

    fn heading(&mut self, level: u8, id: Id, report: &mut Report) {
        self.end_paragraph(report);
        self.children(id, report);
        let field = self.field();
        if let Some(heading) = self.inlines.take(report, &field) {
            let named = heading.flatten().ranges.into_iter().filter_map(|range| range.style.note).collect::<Vec<_>>();
            self.blocks.push(Block::Heading(Heading { heading, level }));
            self.footnotes(&named, report);
        }
        self.blocks.append(&mut self.waiting);
    }

    /// The blocks inside an element, by themselves.
    pub(super) fn inside(&mut self, id: Id, report: &mut Report) -> Vec<Block> {
        self.end_paragraph(report);
        let before = std::mem::take(&mut self.blocks);
        self.children(id, report);
        self.end_paragraph(report);
        std::mem::replace(&mut self.blocks, before)
    }
}

/// Attributes that name what a script puts in an element's place.
const PLAYED: [&str; 7] = [
    "data-oembed-url",
    "data-href",
    "data-videoid",
    "data-tweetid",
    "data-shortcode",
    "data-embed-url",
    "data-video-id",
];

/// Whether an element is a place for what scripts embed: AMP's own elements, and empty ones that name it.
fn is_player(tree: &Tree, id: Id, name: &str) -> bool {
    let named = PLAYED.iter().any(|name| tree.attribute(id, name).is_some_and(|value| !value.trim().is_empty()));
    let amp = name.starts_with("amp-") && name != "amp-img" && (named || tree.attribute(id, "src").is_some());
    amp || (named && name != "a" && tree.find(id, "iframe").is_none() && tree.text(id).text.trim().is_empty())
}
