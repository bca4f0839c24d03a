//! Nashra sets structured Arabic articles as a printable PDF bulletin, an EPUB for e-readers and plain text.
//!
//! An article is a [`document::Article`]: made in code, as below, or read by [`read::read`] from the bytes of any
//! input form, or from files by [`input::assemble`]. A [`document::Bulletin`] holds articles in sections, and a
//! [`produce::Engine`] makes the bytes of its files. The faces are inside the library ([`fonts::Library::bundled`]):
//! no system font is read, and the same bulletin gives the same bytes everywhere.
//!
//! ```
//! use std::path::Path;
//!
//! use nashra::document::{Article, Block, Bulletin, Text};
//! use nashra::fonts::Library;
//! use nashra::produce::{Engine, Format, Settings};
//!
//! let article = Article {
//!     headline: Text::new("قطار ليلي جديد يربط العاصمة بالساحل"),
//!     body: vec![
//!         Block::Paragraph(Text::new("أعلنت هيئة السكك الحديدية تسيير قطار ليلي بين العاصمة ومدينة الساحل.")),
//!         Block::Paragraph(Text::new("وينطلق القطار في العاشرة مساءً ويصل في السادسة صباحًا.")),
//!     ],
//!     ..Article::default()
//! };
//!
//! let library = Library::bundled();
//! let settings = Settings { formats: Format::ALL.to_vec(), ..Settings::default() };
//! // Paths in a bulletin (its logo, a theme's file) would be relative to the folder; this one has none.
//! let produced = Engine::new(&library, &settings).produce(&Bulletin::of(article), Path::new("."));
//!
//! assert!(produced.problems.is_empty());
//! for (format, bytes) in &produced.files {
//!     println!("article.{}: {} bytes", format.extension(), bytes.len());
//! }
//! let made: Vec<Format> = produced.files.iter().map(|(format, _)| *format).collect();
//! assert_eq!(made, [Format::Pdf, Format::Epub, Format::Text]);
//! let text = String::from_utf8(produced.files[2].1.clone()).unwrap();
//! assert!(text.contains("وينطلق القطار في العاشرة مساءً"));
//! ```
//!
//! What is wrong with an input, or worth knowing, comes back as [`diagnostics::Problem`]s with file, line, column
//! and field; nothing is printed here. `ARCHITECTURE.md` says how the modules stand to each other.
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
