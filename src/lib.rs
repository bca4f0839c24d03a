//! Nashra sets structured Arabic articles as a printable PDF bulletin, an EPUB for e-readers and plain text.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod diagnostics;
pub mod document;
pub mod export;
pub mod fonts;
pub mod layout;
pub mod locale;
pub mod read;
pub mod text;
pub mod theme;
