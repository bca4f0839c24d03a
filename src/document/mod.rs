//! The vocabulary: bulletins, articles, blocks and inlines. No input or output happens here.
//!
//! Readers make these values, layout and exporters take them as they are. Each type's serde form is the
//! project's own JSON, and its JSON Schema is derived from the same attributes. Text keeps its origin, which
//! takes no part in comparisons.

mod article;
mod block;
mod bulletin;
mod date;
mod language;
pub mod markup;
pub mod notes;
mod schema;
mod text;
mod walk;

pub use article::{Article, Source};
pub use block::{
    Block, Divider, Footnote, Foreign, Heading, Image, ImageSpan, List, ListItem, Numbering, Poetry, Quotation, Table,
    TableParts, Verse,
};
pub use bulletin::{ArticleEntry, Bulletin, BulletinFile, HeadOrigins, Section, SectionFile};
pub use date::{Date, DateError};
pub use language::{Direction, Language};
pub use schema::schema;
pub use text::{Flat, Inline, Style, StyledRange, Text};
