//! Plain text: UTF-8 in logical order, one line for each paragraph, a blank line between blocks.
//!
//! `blocks` puts an article's blocks into lines, with the signs that make lists, tables, notes and verses
//! readable; `forms` writes the lines in the form asked, cut by `wrap` where that calls for it; `bidi` gives
//! each line the direction marks it needs. Letters stay as they were written: no presentation forms, no tatweel.
//! With signs, marks and layout taken away, what is left is the author's text. `visual` alone does otherwise,
//! for devices that know neither direction nor joining.

mod bidi;
mod blocks;
mod forms;
mod visual;
mod wrap;

use self::blocks::Writer;
use crate::document::Bulletin;
use crate::locale::DateStyle;

/// The forms of plain text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A line a paragraph, or wrapped to [`Options::width`].
    #[default]
    Lines,
    /// Mail: `text/plain; format=flowed` after RFC 3676, without DelSp. 72 columns where no width is given.
    Flowed,
    /// Messages of at most 4,096 UTF-16 units, cut between paragraphs (inside one only where it is longer than
    /// that). Between two messages stands a line with nothing but a form feed (U+000C), which no text can hold.
    Telegram,
    /// Visual order and presentation forms, for devices without bidi. 80 columns where no width is given; lines
    /// from right to left are filled up with spaces at their left.
    Visual,
}

/// How text is written.
#[derive(Clone, Debug)]
pub struct Options {
    /// The form.
    pub form: Form,
    /// The columns of a line, as terminals count them: marks take none. Lines end between words; a longer word
    /// stands by itself. Messages take no width.
    pub width: Option<usize>,
    /// Whether direction marks and isolates are added where a line needs them.
    pub bidi_controls: bool,
    /// How dates are told; its digits, where named, are those of all generated numbers.
    pub dates: DateStyle,
}

impl Default for Options {
    fn default() -> Self {
        Options { form: Form::default(), width: None, bidi_controls: true, dates: DateStyle::default() }
    }
}

/// Writes a bulletin as plain text, which ends in a line feed.
pub fn write(bulletin: &Bulletin, options: &Options) -> String {
    let mut writer = Writer::new(options, &bulletin.language);
    writer.masthead(bulletin);
    for section in &bulletin.sections {
        writer.speak(&bulletin.language);
        writer.section_title(section);
        for article in &section.articles {
            writer.speak(&article.language);
            writer.article(article);
        }
    }
    forms::write(&writer.finish(), options)
}
