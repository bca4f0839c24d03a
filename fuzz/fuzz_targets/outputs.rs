//! From an article to plain text and a book.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nashra::document::Bulletin;
use nashra::export::{epub, plain};
use nashra::read::{Item, Options, Source, read};

fuzz_target!(|data: &[u8]| {
    for outcome in read(&Source::new("input", data), &Options::default()).outcomes {
        let Some(Item::Article(article)) = outcome.item else { continue };
        let bulletin = Bulletin::of(article);
        plain::write(&bulletin, &plain::Options::default());
        let _ = epub::write(&bulletin, &epub::Options::default());
    }
});
