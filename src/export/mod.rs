//! The outputs. Each exporter takes a [`Bulletin`](crate::document::Bulletin) or its laid-out pages and gives the
//! bytes of one file; none reads or writes files itself, and none looks at another.
//!
//! What two of them need alike stands here: which characters are no text, and the `canvas` on which covers and
//! previews are drawn.

pub(crate) mod canvas;
pub mod epub;
pub mod pdf;
pub mod plain;

/// Whether a character is none that text is made of: a control other than tab and line feed, or a noncharacter.
fn is_no_text(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\u{FDD0}'..='\u{FDEF}' => true,
        // The last two code points of every plane are noncharacters.
        c => c.is_control() || (c as u32) & 0xFFFE == 0xFFFE,
    }
}
