//! Bytes to documents with places.
//!
//! [`read`] takes the bytes of one input and gives an [`Outcome`] for each article or bulletin in it. On the way:
//! `encoding` makes text of the bytes and `lines` numbers it; `detect` asks each reader by the content, never by
//! the file's name, and the first that knows the form reads it. The own forms (`json`, `yaml`, `toml`) become a
//! `tree` whose nodes know their places, and `decode` makes articles and bulletins of it and collects every
//! problem. The foreign forms make articles by themselves: those in JSON walk the same tree; those in XML and HTML
//! become `elements`, whose text knows its place too, and `flow` makes blocks of them. All text passes
//! `clean`, which takes out what no author wrote and reports it.
//!
//! No file is opened here: callers load the bytes.

mod address;
mod align;
mod alone;
mod answers;
mod bodies;
mod clean;
mod copied;
mod date_words;
mod decode;
mod decode_blocks;
mod detect;
mod elements;
mod encoding;
mod feed;
mod fields;
mod flat;
mod flat_names;
mod flat_pictures;
mod flat_table;
mod flow;
mod flow_images;
mod flow_notes;
mod flow_parts;
mod flow_quotes;
mod footnotes;
mod foreign;
mod foreign_dates;
mod format;
mod head;
mod html_tree;
mod inlines;
mod input;
mod json;
mod json_faults;
mod json_feed;
mod leftovers;
mod lines;
mod markdown;
mod markdown_blocks;
mod markdown_front;
mod markdown_html;
mod markdown_inline;
mod markdown_notes;
mod markdown_parts;
mod markdown_spans;
mod news_article;
mod newsml;
mod newsml_package;
mod ninjs;
mod ninjs_package;
mod nitf;
mod page;
mod page_head;
mod page_lead;
mod placed;
mod report;
mod shortcodes;
mod steps;
mod toml;
mod tree;
mod wordpress;
mod wxr;
mod xml_names;
mod xml_tree;
mod yaml;

use std::sync::Arc;

pub use format::Format;
pub use steps::Step;

use crate::diagnostics::Problems;
use crate::document::{Article, Block, BulletinFile, Foreign};
use crate::say;

/// One input: its name and its bytes.
#[derive(Clone, Debug)]
pub struct Source {
    /// The input as the user named it.
    pub name: Arc<str>,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// The number of its first line: 1, or the line's own number where it was taken out of a stream of lines.
    pub first_line: u32,
    /// The column at which its first line begins: 1, or more where it was taken out of a larger line.
    pub first_column: u32,
}

impl Source {
    /// An input that begins with line 1.
    pub fn new(name: impl Into<Arc<str>>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Source { name: name.into(), bytes: bytes.into(), first_line: 1, first_column: 1 }
    }

    /// The same input, for one that was taken out of a larger one at `line` (from 1).
    pub fn at_line(mut self, line: u32) -> Self {
        self.first_line = line;
        self
    }

    /// The same input, for one that was taken out of a larger one and begins at `column` (from 1) of its line.
    pub fn at_column(mut self, column: u32) -> Self {
        self.first_column = column;
        self
    }
}

/// What the caller decides about reading.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The form; `None` to find it out from the content.
    pub from: Option<Format>,
    /// Whether an empty title and an article without content are errors in the foreign forms too.
    pub strict: bool,
    /// Whether lines that belong to the web page stay in copied text.
    pub keep_leftovers: bool,
    /// The steps of cleaning that are done on request.
    pub clean: Vec<Step>,
    /// Further lines that belong to web pages, beside those that are known.
    pub leftovers: Vec<Arc<str>>,
}

/// What was read.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "nearly all items are articles, the larger kind")]
pub enum Item {
    /// An article.
    Article(Article),
    /// A bulletin, whose articles may still stand in files of their own.
    Bulletin(BulletinFile),
}

/// What became of one piece of an input.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its position in the input, from 0.
    pub index: usize,
    /// The item; `None` where an error kept it from being read, or, with no error among the problems, where it
    /// was skipped as it has no content.
    pub item: Option<Item>,
    /// What is wrong with it or worth knowing.
    pub problems: Problems,
}

/// What was read from one input.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The form it was read as.
    pub format: Format,
    /// The pieces in their order; never none.
    pub outcomes: Vec<Outcome>,
}

/// Reads an input.
///
/// Never fails as a whole: where nothing can be read, the one outcome says why.
pub fn read(source: &Source, options: &Options) -> Reading {
    let failed = |problem| {
        let mut problems = Problems::default();
        problems.push(problem);
        let format = options.from.unwrap_or(Format::Copied);
        Reading { format, outcomes: vec![Outcome { index: 0, item: None, problems }] }
    };
    let bytes = match encoding::unpacked(source) {
        Ok(bytes) => bytes,
        Err(problem) => return failed(problem),
    };
    let (text, note) = match encoding::decode(source, &bytes) {
        Ok(decoded) => decoded,
        Err(problem) => return failed(problem),
    };
    let input = input::Input::new(source, &text);
    if text.trim().is_empty() {
        return failed(input.error(0, say!("the input is empty"), say!("give it an article")));
    }
    let reader = detect::choose(&input, options.from);
    let mut outcomes = reader.read(&input, options);
    if let (Some(note), Some(first)) = (note, outcomes.first_mut()) {
        let mut problems = Problems::from(note);
        problems.append(std::mem::take(&mut first.problems));
        first.problems = problems;
    }
    if !options.clean.is_empty() {
        for outcome in &mut outcomes {
            if let Some(item) = &mut outcome.item {
                steps::apply(item, &options.clean, &mut outcome.problems);
            }
        }
    }
    let format = reader.format();
    if format.is_foreign() && !options.strict {
        for outcome in &mut outcomes {
            if let Some(Item::Article(article)) = &mut outcome.item {
                for block in &mut article.body {
                    if let Block::Image(image) = block {
                        image.foreign = Foreign(true);
                    }
                }
            }
        }
    }
    Reading { format, outcomes }
}

/// The lines of a file of page leftovers: one a line, but for blank lines and those that begin with `#`.
pub fn leftover_lines(text: &str) -> Vec<Arc<str>> {
    leftovers::entries(text).map(Arc::from).collect()
}

/// The text of an input as its readers see it, unpacked and decoded: for showing the lines that problems name.
///
/// # Errors
/// As a problem, where the bytes are in no encoding that is read.
pub fn text(source: &Source) -> Result<String, crate::diagnostics::Problem> {
    let bytes = encoding::unpacked(source)?;
    Ok(encoding::decode(source, &bytes)?.0.into_owned())
}
