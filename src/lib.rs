//! Nashra sets structured Arabic articles as a printable PDF bulletin, an EPUB for e-readers and plain text.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod assets;
pub mod batch;
pub mod check;
pub mod diagnostics;
pub mod document;
pub mod export;
pub mod fonts;
pub mod import;
pub mod input;
pub mod layout;
pub mod locale;
pub mod output;
pub mod preview;
pub mod produce;
pub mod read;
pub mod text;
pub mod theme;
