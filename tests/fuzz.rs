//! Changed inputs for every reader and for the way from an article to its outputs: nothing may panic, and each has
//! to end soon. The corpus is what the other tests read, and for the text pipeline lines that are hard to set.
//!
//! `NASHRA_FUZZ_SECONDS=600 cargo test --release --test fuzz` goes on for ten minutes a test, of the thread's
//! own time; without it each gets a moment. What fails is written to `target/fuzz/`. The changes follow from a fixed seed, so that a failure
//! comes again. `fuzz/` has the same targets for `cargo fuzz`, which looks for new paths through the program.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use nashra::document::{Article, Block, Bulletin, Language, Text};
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

/// The time that this thread has worked, where the system tells it (Linux, in nanoseconds): on a machine that does other
/// things beside, ten minutes stay ten minutes, and a wait is no slow input. Elsewhere the time since `begun`.
fn worked(begun: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let worked = told.and_then(|told| told.split(' ').next()?.parse().ok());
    worked.map_or_else(|| begun.elapsed(), Duration::from_nanos)
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
    let begun = Instant::now();
    let (started, time) = (worked(begun), time());
    let mut tries = 0;
    while worked(begun) - started < time {
        let bytes = changed(&corpus[chance.below(corpus.len())], &corpus, &mut chance);
        let before = worked(begun);
        let well = std::panic::catch_unwind(|| act(&bytes)).is_ok();
        tries += 1;
        if !well || worked(begun) - before > LONGEST {
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

/// Lines that the text pipeline has work with: marks and ligatures, both directions with numbers and brackets, their
/// controls, joiners, other scripts, words that fill a line, what is no letter, verses that kashida fills.
const HARD: [&str; 16] = [
    "إنَّ الحَمْدَ للهِ نَحْمَدُهُ ونَسْتَعِينُهُ، والسَّلامُ على لُغَةِ الضَّادِ.",
    "لا لأ لإ لآ ﷲ ﷺ ﻻ ﻵ اللّٰه",
    "قال (وفق Reuters 2025، ص. 3–7) إن السعر 12.5% أو \u{661}\u{662}\u{66B}\u{665}\u{66A} اليوم [1].",
    "\u{202B}يمين \u{202A}left\u{202C} يسار\u{202C} \u{2067}عزل \u{2066}in\u{2069}\u{2069} \u{202E}قلب",
    "می\u{200C}خواهم کتاب\u{200C}ها را به\u{200D} و ه\u{200D} ـه ــــ",
    "كلمــــــة طويـــلة مستشفيـات فسيكفيكهمالله والمستضعفينوالمستضعفاتجميعا",
    "e\u{301}\u{301}\u{301}\u{301} ب\u{64E}\u{651}\u{650}\u{670}\u{653}\u{6D6}\u{6E2} \u{64E}\u{650}\u{651}",
    "שלום 漢字 ภาษาไทย हिन्दी 👩\u{200D}👩\u{200D}👧 🇸🇾 \u{1F468}\u{1F3FD}",
    "https://example.org/very/long/path?with=query&and=more#fragment-that-never-breaks-anywhere-at-all",
    "مسافة\u{A0}لا تنكسر\u{202F}هنا\u{2009}ولا\u{3000}هنا\u{AD}وهنا\u{2011}شرطة\u{200B}صفر",
    "قِفا نَبكِ مِن ذِكرى حَبيبٍ وَمَنزِلِ",
    "«أولى “ثانية ‹ثالثة› „رابعة‟ (خامسة] {سادسة» !؟،؛:",
    "\u{FEFF}\u{2028}\u{2029}\u{85}\u{0}\u{7}\u{1B}[31m\u{FFFD}\u{10FFFF}\u{E000}\u{FFFE}",
    "**غامق *مائل* غامق** [رابط](https://example.org) [وسم]{lang=en} ناقص** [^1]",
    "ا",
    "سنة 1446هـ/2025م، الساعة 09:30–17:45، هاتف +963-11-1234567، أ/ب، 1,234,567.89-",
];

/// An article of blocks of every kind, made of lines.
fn article_of(bytes: &[u8]) -> Article {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(12).collect();
    let parsed = |line: &str| serde_json::from_value::<Text>(line.into()).unwrap_or_else(|_| Text::new(line));
    let mut body = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let next = lines.get(number + 1).unwrap_or(line);
        let block = match number % 7 {
            0 => Some(Block::Paragraph(Text::new(*line))),
            1 => serde_json::from_value(serde_json::json!({ "heading": line })).ok(),
            2 => serde_json::from_value(serde_json::json!({ "quote": [line], "attribution": next })).ok(),
            3 => serde_json::from_value(serde_json::json!({ "list": [line, { "item": next, "list": [line] }] })).ok(),
            4 => serde_json::from_value(
                serde_json::json!({ "table": { "header": [line, next], "rows": [[next, line]] } }),
            )
            .ok(),
            5 => serde_json::from_value(serde_json::json!({ "poetry": [[line, next], [line]] })).ok(),
            _ => Some(Block::Paragraph(parsed(line))),
        };
        body.extend(block);
    }
    let headline = Text::new(*lines.first().unwrap_or(&"عنوان"));
    let language = if bytes.len().is_multiple_of(5) { Language::parse("en").unwrap() } else { Language::default() };
    Article { headline, body, language, ..Article::default() }
}

/// Bidi, clusters, shaping, kashida, breaking, layout, and what each output makes of them.
#[test]
fn text_pipeline() {
    use nashra::export::plain::Form;
    use nashra::produce::{Engine, Format, Settings};
    use nashra::theme::Kashida;
    let library = nashra::fonts::Library::bundled();
    let mut corpus: Vec<Vec<u8>> = vec![HARD.join("\n").into_bytes()];
    corpus.extend(HARD.iter().map(|line| format!("{line}\n{line}").into_bytes()));
    try_out_on(corpus, "text", |bytes| {
        let article = article_of(bytes);
        // What an input's length says chooses the theme and the forms, so that a failure comes again.
        let length = bytes.len();
        let themes = ["classic", "briefing", "pocket"];
        let forms = [Form::Lines, Form::Flowed, Form::Telegram, Form::Visual];
        let form = forms[length % forms.len()];
        let width = (form != Form::Telegram && length % 3 > 0).then_some(20 + length % 60);
        let settings = Settings {
            formats: vec![Format::Pdf, Format::Epub, Format::Text],
            theme: nashra::input::theme(themes[length % themes.len()]).ok(),
            kashida: Kashida::ALL.get(length % (Kashida::ALL.len() + 1)).copied(),
            text: plain::Options { form, width, ..plain::Options::default() },
            ..Settings::default()
        };
        Engine::new(&library, &settings).produce(&Bulletin::of(article), Path::new("."));
    });
}
