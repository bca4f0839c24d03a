//! Nashra sets structured Arabic articles as a printable PDF bulletin, an EPUB for e-readers and plain text.
//!
//! An article is a [`document::Article`]: made in code, as below, or read by [`read::read`] from the bytes of any
//! input form, or from files by [`input::assemble`]. A [`document::Bulletin`] holds articles in sections, and a
//! [`produce::Engine`] makes the bytes of its files. The faces are inside the library ([`fonts::Library::bundled`]):
//! no system font is read, and the same bulletin gives the same bytes everywhere.
//!
//! # Build: a bulletin made in code
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
//! # Import: whatever a newsroom has, as Nashra's own JSON
//!
//! The form is told by the content. [`import::import`] does the same for files, and takes their pictures along.
//!
//! ```
//! use nashra::read::{Item, Options, Source, read};
//!
//! let markdown = "# عودة القطار الليلي\n\nينطلق القطار في **العاشرة** مساءً.\n";
//! let reading = read(&Source::new("train.md", markdown.as_bytes()), &Options::default());
//! let outcome = reading.outcomes.into_iter().next().unwrap();
//! assert!(outcome.problems.is_empty());
//! let Some(Item::Article(article)) = outcome.item else { panic!("an article") };
//! let json = serde_json::to_string(&article).unwrap();
//! assert!(json.contains(r#""headline":"عودة القطار الليلي""#));
//! assert!(json.contains("ينطلق القطار في **العاشرة** مساءً."));
//! ```
//!
//! # Export: many articles, each its own files
//!
//! ```
//! use std::num::NonZeroUsize;
//!
//! use nashra::batch::{Batch, Plan, Shard, State, Template};
//! use nashra::input::Input;
//! use nashra::produce::{Format, Settings};
//! use nashra::read;
//!
//! let folder = tempfile::tempdir().unwrap();
//! let dump = folder.path().join("dump.ndjson");
//! std::fs::write(&dump, r#"{"id": "a1", "headline": "خبر", "body": ["نصه."]}"#).unwrap();
//!
//! let plan = Plan {
//!     inputs: vec![Input::file(&dump)],
//!     reading: read::Options::default(),
//!     settings: Settings { formats: vec![Format::Text], ..Settings::default() },
//!     folder: Some(folder.path().join("out")),
//!     name: Some(Template::parse("{id}").unwrap()),
//!     grouping: None,
//!     shard: Shard::WHOLE,
//!     jobs: NonZeroUsize::MIN,
//!     force: false,
//!     fail_fast: false,
//! };
//! let mut made = Vec::new();
//! let batch = Batch::settle(plan).unwrap();
//! let summary = batch.run(&Default::default(), &mut std::io::sink(), &mut |report, _| {
//!     assert_eq!(report.state, State::Made);
//!     made.extend(report.outputs.iter().map(|file| file.path.clone()));
//! });
//! assert_eq!(summary.unwrap().made, 1);
//! assert_eq!(made, [folder.path().join("out/a1.txt")]);
//! ```
//!
//! # Problems
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
