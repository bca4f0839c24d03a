//! Plain text: UTF-8 in logical order, one line for each paragraph, a blank line between blocks.
//!
//! [`blocks`] puts an article's blocks into lines, with the signs that make lists, tables, notes and verses
//! readable; [`bidi`] gives each line the direction marks it needs. Letters stay as they were written: no
//! presentation forms, no tatweel. With signs and marks taken away, what is left is the author's text.

mod bidi;
mod blocks;

use self::blocks::Writer;
use crate::document::Bulletin;
use crate::locale::DateStyle;

/// How text is written.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether direction marks and isolates are added where a line needs them.
    pub bidi_controls: bool,
    /// How dates are told; its digits, where named, are those of all generated numbers.
    pub dates: DateStyle,
}

impl Default for Options {
    fn default() -> Self {
        Options { bidi_controls: true, dates: DateStyle::default() }
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
    writer.finish()
}
