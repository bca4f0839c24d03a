//! The outputs. Each exporter takes a [`Bulletin`](crate::document::Bulletin) or its laid-out pages and gives the
//! bytes of one file; none reads or writes files itself, and none looks at another.
//!
//! What two of them need alike stands here: the numbering of footnotes.

pub mod epub;
mod notes;
pub mod pdf;
pub mod plain;
