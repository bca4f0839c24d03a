//! Changed inputs for every reader and for the way from an article to its outputs: nothing may panic, and each has
//! to end soon. The corpus is what the other tests read.
//!
//! `NASHRA_FUZZ_SECONDS=600 cargo test --release --test fuzz` goes on for ten minutes a test; without it each gets a
//! moment. What fails is written to `target/fuzz/`. The changes follow from a fixed seed, so that a failure
//! comes again. `fuzz/` has the same targets for `cargo fuzz`, which looks for new paths through the program.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use nashra::document::Bulletin;
use nashra::export::{epub, plain};
use nashra::read::{Format, Item, Options, Source, Step, read};

/// The time for each form when none is asked for.
const MOMENT: Duration = Duration::from_millis(300);

/// How long one input of the corpus's size may take.
const LONGEST: Duration = Duration::from_secs(10);

/// Xorshift: the changes are the same in every run.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

fn corpus() -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in ["tests/data/formats", "tests/data/read/good", "tests/data/read/bad", "samples"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        files.extend(std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    }
    files.sort();
    let endings = ["expected", "jpg", "png", "webp", "gif"];
    files.retain(|path| path.is_file() && path.extension().is_some_and(|e| !endings.iter().any(|ending| e == *ending)));
    files.iter().map(|path| std::fs::read(path).unwrap()).filter(|bytes| bytes.len() < 60_000).collect()
}

/// Pieces that mean something to one of the forms.
const PIECES: [&str; 28] = [
    "<",
    ">",
    "&",
    "&amp;",
    "&#x202E;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<table><tr><td colspan=9>",
    "</p>",
    "<li>",
    "<a href=\"#fn1\">",
    "[caption]",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\u00",
    ":",
    "\n---\n",
    "[^1]",
    "**",
    "\u{200F}",
    "ـ",
    "\u{0}",
    "\u{FEFF}",
];

fn changed(from: &[u8], others: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = from.to_vec();
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(40)).min(bytes.len());
        match chance.below(7) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => drop(bytes.splice(at..at, PIECES[chance.below(PIECES.len())].bytes())),
            3 => {
                let piece = bytes[at..end].to_vec();
                for _ in 0..chance.below(30) {
                    bytes.splice(at..at, piece.iter().copied());
                }
            }
            4 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = chance.next() as u8;
                }
            }
            5 => {
                let other = &others[chance.below(others.len())];
                let start = chance.below(other.len() + 1);
                let stop = (start + chance.below(300)).min(other.len());
                bytes.splice(at..end, other[start..stop].iter().copied());
            }
            _ => {
                let piece = PIECES[chance.below(PIECES.len())].repeat(chance.below(50));
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    bytes
}

fn time() -> Duration {
    let seconds = std::env::var("NASHRA_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    seconds.map_or(MOMENT, Duration::from_secs)
}

/// Tries changed inputs until the time is over.
fn try_out(name: &str, act: impl Fn(&[u8]) + std::panic::RefUnwindSafe) {
    try_out_on(corpus(), name, act);
}

/// The same for inputs that are made of others than articles.
fn try_out_on(corpus: Vec<Vec<u8>>, name: &str, act: impl Fn(&[u8]) + std::panic::RefUnwindSafe) {
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15 ^ name.bytes().fold(0, |sum, byte| sum * 31 + u64::from(byte)));
    let started = Instant::now();
    let mut tries = 0;
    while started.elapsed() < time() {
        let bytes = changed(&corpus[chance.below(corpus.len())], &corpus, &mut chance);
        let begun = Instant::now();
        let well = std::panic::catch_unwind(|| act(&bytes)).is_ok();
        tries += 1;
        if !well || begun.elapsed() > LONGEST {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
            std::fs::create_dir_all(&folder).unwrap();
            let path = folder.join(format!("{name}-{tries}"));
            std::fs::write(&path, &bytes).unwrap();
            panic!("{}: {}", path.display(), if well { "too slow" } else { "a panic" });
        }
    }
    println!("{name}: {tries} inputs");
}

/// A test for each reader, so that they can be run beside each other and one by one.
macro_rules! readers {
    ($($test:ident: $form:ident),*) => {
        $(#[test]
        fn $test() {
            let options = Options { from: Some(Format::$form), ..Options::default() };
            try_out(Format::$form.name(), |bytes| {
                assert!(!read(&Source::new("input", bytes), &options).outcomes.is_empty());
            });
        })*

        #[test]
        fn every_reader_has_its_test() {
            assert_eq!([$(Format::$form),*].len(), Format::ALL.len());
        }
    };
}

readers! {
    reader_json: Json, reader_yaml: Yaml, reader_toml: Toml, reader_markdown: Markdown, reader_html: Html,
    reader_ninjs: Ninjs, reader_newsarticle: NewsArticle, reader_newsml: NewsMl, reader_feed: Feed,
    reader_jsonfeed: JsonFeed, reader_wordpress: WordPress, reader_wxr: Wxr, reader_flat: Flat, reader_copied: Copied
}

#[test]
fn detected_and_cleaned() {
    let options = Options { clean: Step::ALL.to_vec(), ..Options::default() };
    try_out("detected", |bytes| {
        read(&Source::new("input", bytes), &options);
    });
}

/// Inputs that are files: lists and lines, taken one by one.
#[test]
fn streamed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input.json");
    try_out("streamed", |bytes| {
        std::fs::write(&path, bytes).unwrap();
        let opened = nashra::input::open(&nashra::input::Input::file(&path), &Options::default());
        opened.entries.for_each(drop);
    });
}

#[test]
fn themes() {
    let files = nashra::theme::BuiltIn::ALL.iter().map(|theme| theme.source.as_bytes().to_vec());
    try_out_on(files.collect(), "themes", |bytes| {
        // What is no theme says so.
        let _ = nashra::theme::Draft::read(&String::from_utf8_lossy(bytes), None)
            .finish(nashra::fonts::Families::default());
    });
}

#[test]
fn from_articles_to_text_and_books() {
    try_out("outputs", |bytes| {
        for outcome in read(&Source::new("input", bytes), &Options::default()).outcomes {
            let Some(Item::Article(article)) = outcome.item else { continue };
            let bulletin = Bulletin::of(article);
            plain::write(&bulletin, &plain::Options::default());
            // What can't be a book says so.
            let _ = epub::write(&bulletin, &epub::Options::default());
        }
    });
}

#[test]
fn from_articles_to_pages() {
    use nashra::produce::{Engine, Format, Settings};
    let library = nashra::fonts::Library::bundled();
    let settings =
        Settings { formats: vec![Format::Pdf], theme: nashra::input::theme("pocket").ok(), ..Settings::default() };
    try_out("pages", |bytes| {
        let mut engine = Engine::new(&library, &settings);
        for outcome in read(&Source::new("input", bytes), &Options::default()).outcomes.into_iter().take(2) {
            let Some(Item::Article(mut article)) = outcome.item else { continue };
            // A few blocks reach all of the text pipeline; many would only take longer.
            article.body.truncate(6);
            engine.produce(&Bulletin::of(article), Path::new("."));
        }
    });
}
