//! From text to pages: bidi, shaping, breaking, kashida, columns and the PDF.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use nashra::document::{Article, Block, Bulletin, Text};
use nashra::fonts::Library;
use nashra::produce::{Engine, Format, Settings};

fuzz_target!(|data: &str| {
    let article = Article {
        headline: Text::from("عنوان"),
        body: data.lines().take(8).map(|line| Block::Paragraph(Text::new(line))).collect(),
        ..Article::default()
    };
    let library = Library::bundled();
    let settings = Settings {
        formats: vec![Format::Pdf],
        theme: nashra::input::theme("pocket").ok(),
        ..Settings::default()
    };
    Engine::new(&library, &settings).produce(&Bulletin::of(article), Path::new("."));
});
