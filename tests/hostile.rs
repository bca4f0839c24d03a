//! Bulletins that nobody means to write: each gives a sensible page or an error with its place, and loses no word.
//!
//! All inputs are made here. What comes back is read from the structure of the finished PDF.

mod structure;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use nashra::assets::load_all;
use nashra::diagnostics::Problems;
use nashra::document::{Article, Bulletin};
use nashra::export::pdf::{self, Press};
use nashra::fonts::Library;
use nashra::layout::{self, Content, Layout, Owner, Role};
use nashra::locale::DateStyle;
use nashra::text::Shaper;
use nashra::theme::Theme;
use serde_json::{Value, json};
use structure::Tree;
use tempfile::TempDir;

const THEMES: [&str; 3] = ["classic", "briefing", "pocket"];

/// Nothing here may take longer: a hang is found, and a slow machine is not.
const LONGEST: Duration = Duration::from_secs(60);

/// Different words, so that none can stand for another.
fn words(from: usize, count: usize) -> Vec<String> {
    const LETTERS: [char; 12] = ['ب', 'ت', 'س', 'ع', 'ف', 'ق', 'ل', 'م', 'ن', 'د', 'ر', 'و'];
    let word = |mut n: usize| {
        let mut word = String::from("ا");
        for _ in 0..4 {
            word.push(LETTERS[n % LETTERS.len()]);
            n /= LETTERS.len();
        }
        word
    };
    (from..from + count).map(word).collect()
}

fn text(from: usize, count: usize) -> String {
    words(from, count).join(" ")
}

struct Set {
    layout: Layout,
    words: Vec<String>,
    dump: String,
}

/// Sets an article of a body in a theme. Everything must stand inside the paper's margins.
fn set_in(folder: &Path, theme: &str, body: &Value) -> Set {
    let begun = Instant::now();
    let article = json!({ "headline": "عنوان", "body": body });
    let article: Article = serde_json::from_value(article).expect("an article");
    let bulletin = Bulletin::of(article);
    let library = Library::bundled();
    let mut shaper = Shaper::new(&library);
    let mut press = Press::new(&library);
    let theme = Theme::named(theme).expect("a built-in theme");
    let mut problems = Problems::default();
    let assets = load_all(&bulletin, folder, None, &mut problems);
    let layout = layout::lay_out(&bulletin, &theme, DateStyle::default(), &assets, &mut shaper, &mut problems);
    let pdf = pdf::write(layout.clone(), &bulletin, &library, &mut press, &pdf::Options::default()).expect("a PDF");
    inside(&layout, &theme);
    let tree = Tree::read(&pdf);
    assert!(begun.elapsed() < LONGEST, "{:?}", begun.elapsed());
    let mut words = tree.words();
    assert_eq!(words.remove(0), "عنوان");
    Set { layout, words, dump: tree.dump() }
}

fn set(theme: &str, body: &Value) -> Set {
    set_in(Path::new("."), theme, body)
}

/// What is read stands inside the margins.
fn inside(layout: &Layout, theme: &Theme) {
    let page = &theme.page;
    // The descenders of the last line reach into the margin; a hair is rounding.
    let (left, right, top, bottom) =
        (page.side() - 0.5, page.width() - page.side() + 0.5, page.top() - 0.5, page.height() - page.bottom() + 0.5);
    for (number, sheet) in layout.pages.iter().enumerate() {
        for frame in &sheet.frames {
            if !matches!(frame.owner, Owner::Node(_)) {
                continue;
            }
            let (width, low) = match &frame.content {
                Content::Line { line, .. } => (line.measure, frame.y),
                Content::Image { width, height, .. } => (*width, frame.y + height),
                _ => continue,
            };
            assert!(frame.x >= left && frame.x + width <= right, "page {number}: {} to {}", frame.x, frame.x + width);
            assert!(frame.y >= top && low <= bottom, "page {number}: {} to {low} of {bottom}", frame.y);
            if let Content::Line { line, .. } = &frame.content {
                let ends = line.pieces.iter().map(|p| p.x + p.advance).fold(0.0, f64::max);
                assert!(ends <= line.measure + 0.5, "page {number}: a line of {ends} in {}", line.measure);
            }
        }
    }
}

#[test]
fn a_cell_of_ten_thousand_words_goes_on_over_columns_and_pages() {
    for theme in THEMES {
        let long = text(0, 10_000);
        let set = set(theme, &json!([{ "table": { "header": ["أول", "ثان"], "rows": [[long, "قصير"]] } }]));
        let mut expected = vec!["أول".to_owned(), "ثان".to_owned()];
        expected.extend(words(0, 10_000));
        expected.push("قصير".to_owned());
        assert!(set.words == expected, "{theme}: {} words of {}", set.words.len(), expected.len());
        assert!(set.layout.pages.len() > 5, "{theme}");
    }
}

#[test]
fn a_picture_larger_than_the_page_is_made_smaller() {
    let folder = TempDir::new().expect("a folder");
    for (name, width, height) in [("wide.png", 6000, 300), ("high.png", 300, 6000), ("both.png", 3000, 4000)] {
        fs::write(folder.path().join(name), png(width, height, true)).expect("written");
        for span in ["column", "all"] {
            for theme in THEMES {
                let body = json!([text(0, 30), { "image": name, "alt": "صورة", "caption": text(100, 9), "span": span },
                    text(50, 30)]);
                let set = set_in(folder.path(), theme, &body);
                let expected = [words(0, 30), words(100, 9), words(50, 30)].concat();
                assert_eq!(set.words, expected, "{name}, {span}, {theme}");
                assert!(set.dump.contains("Figure"), "{name}, {span}, {theme}");
            }
        }
    }
}

#[test]
fn a_caption_longer_than_the_page_goes_on() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("a.png"), png(900, 600, true)).expect("written");
    for theme in THEMES {
        let image = json!({ "image": "a.png", "alt": "صورة", "caption": text(0, 2_000), "span": "all" });
        let set = set_in(folder.path(), theme, &json!([image, text(3_000, 30)]));
        assert!(set.words == [words(0, 2_000), words(3_000, 30)].concat(), "{theme}");
    }
}

#[test]
fn a_footnote_longer_than_a_column_goes_on() {
    for theme in THEMES {
        let body =
            json!([format!("{} آخر[^n]", text(0, 40)), text(50, 200), { "footnote": "n", "text": text(1_000, 3_000) }]);
        let set = set(theme, &body);
        let note = set.words.iter().position(|w| *w == "١.").expect("the note's number");
        assert!(set.words[note + 1..note + 3_001] == words(1_000, 3_000), "{theme}");
        let mut text = words(0, 40);
        text.extend(["آخر".to_owned(), "١".to_owned()]);
        text.extend(words(50, 200));
        assert!(set.words[..242] == text, "{theme}");
        assert!(set.layout.pages.len() > 1, "{theme}");
    }
}

#[test]
fn two_hundred_footnotes_of_one_paragraph_all_stand_somewhere() {
    for theme in THEMES {
        let marked: Vec<String> = words(0, 200).iter().enumerate().map(|(i, w)| format!("{w}[^n{i}]")).collect();
        let mut body = vec![json!(marked.join(" "))];
        body.extend((0..200).map(|i| json!({ "footnote": format!("n{i}"), "text": text(1_000 + 3 * i, 3) })));
        let set = set(theme, &Value::Array(body));
        for (i, word) in words(0, 200).iter().enumerate() {
            let number: String = (i + 1).to_string().chars().map(arabic).collect();
            let mark = [word.clone(), number.clone()];
            assert!(set.words.windows(2).any(|pair| *pair == mark), "{theme}: mark {i}");
            let label = format!("{number}.");
            let at = set.words.iter().position(|w| *w == label).unwrap_or_else(|| panic!("{theme}: note {i}"));
            assert_eq!(set.words[at + 1..at + 4], words(1_000 + 3 * i, 3), "{theme}: note {i}");
        }
        assert_eq!(set.words.len(), 200 * 2 + 200 * 4, "{theme}");
    }
}

fn arabic(digit: char) -> char {
    char::from_u32('٠' as u32 + digit.to_digit(10).expect("a digit")).expect("a character")
}

#[test]
fn lists_nest_six_deep() {
    let mut list = json!([text(60, 12)]);
    for depth in (0..5).rev() {
        list = json!([{ "item": text(depth * 12, 12), "list": list, "ordered": depth % 2 == 0, "numbering": "abjad" }]);
    }
    for theme in THEMES {
        let set = set(theme, &json!([{ "list": list, "ordered": true }]));
        assert!(set.dump.contains(&format!("{}L\n", "  ".repeat(2 + 5 * 3))), "{theme}:\n{}", set.dump);
        let said: Vec<&String> = set.words.iter().filter(|w| w.chars().count() == 5).collect();
        assert!(said.into_iter().eq(&words(0, 72)), "{theme}");
    }
}

#[test]
fn a_heading_never_ends_a_column() {
    for theme in THEMES {
        for lines in 1..45 {
            // Lines of their own, so that the heading comes to stand on each line of the column once.
            let mut body: Vec<Value> = (0..lines).map(|i| json!(text(i * 2, 2))).collect();
            body.push(json!({ "heading": text(500, 2) }));
            body.push(json!(text(600, 120)));
            let set = set(theme, &Value::Array(body));
            let headings: Vec<_> = set.layout.tree.iter().filter(|(_, n)| n.role == Role::Heading(2)).collect();
            let heading = headings.first().expect("a heading").0;
            for page in &set.layout.pages {
                let own = |f: &&layout::Frame| f.owner == Owner::Node(heading);
                for frame in page.frames.iter().filter(own) {
                    let Content::Line { line, .. } = &frame.content else { continue };
                    let below = page.frames.iter().filter(|f| {
                        let in_column = f.x < frame.x + line.measure && f.x + 1.0 > frame.x;
                        let text = matches!((&f.content, f.owner), (Content::Line { .. }, Owner::Node(_)));
                        in_column && text && f.y > frame.y
                    });
                    assert!(below.count() >= 2, "{theme}, {lines} lines before");
                }
            }
        }
    }
}

#[test]
fn a_long_address_stays_in_its_column() {
    let address = format!("https://example.org/{}", "very-long-part/of_an_address?with=values&".repeat(12));
    let solid = "طويلجدا".repeat(60);
    for theme in THEMES {
        let body = json!([format!("قبل {address} بعد"), { "list": [{ "item": "بند", "list": [address] }] },
            { "table": { "rows": [[address, "خلية", solid]] } }, { "quote": [solid] }]);
        let set = set(theme, &body);
        let all = set.words.concat();
        assert_eq!(all.matches(&address).count(), 3, "{theme}");
        assert_eq!(all.matches(&solid).count(), 2, "{theme}");
    }
}

#[test]
fn an_empty_section_leaves_no_trace() {
    let folder = TempDir::new().expect("a folder");
    let bulletin = json!({ "title": "نشرة", "sections": [
        { "title": "فارغ", "articles": [] },
        { "title": "قسم", "articles": [{ "headline": "خبر", "body": ["نص."] }, { "headline": "آخر", "body": ["نص."] }] },
    ] });
    fs::write(folder.path().join("b.json"), bulletin.to_string()).expect("written");
    let (code, said) = build(folder.path(), "b.json", "pdf,epub,txt");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("b.json:1:26: sections[0].articles: the section has no articles"), "{said}");
    let plain = fs::read_to_string(folder.path().join("out/b.txt")).expect("a text");
    assert!(!plain.contains("فارغ") && plain.contains("قسم"), "{plain}");
    let tree = Tree::read(&fs::read(folder.path().join("out/b.pdf")).expect("a PDF"));
    assert!(!tree.words().iter().any(|w| w == "فارغ"));
}

/// Builds a file, and gives the exit code and what was said.
fn build(folder: &Path, input: &str, formats: &str) -> (Option<i32>, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_nashra"))
        .args(["build", input, "--format", formats, "-o", "out"])
        .current_dir(folder)
        .output()
        .expect("the command starts");
    (run.status.code(), String::from_utf8_lossy(&run.stderr).into_owned())
}

#[test]
fn pictures_that_cannot_be_used_are_errors_at_their_place() {
    let outside = TempDir::new().expect("a folder");
    let folder = outside.path().join("inside");
    fs::create_dir(&folder).expect("a folder");
    fs::write(outside.path().join("secret.png"), png(10, 10, true)).expect("written");
    fs::write(folder.join("text.png"), "ليست صورة").expect("written");
    fs::write(folder.join("page.jpg"), "<!doctype html><html></html>").expect("written");
    // A head that claims 900 million pixels, with little behind it: what is read is the head.
    fs::write(folder.join("huge.png"), png(30_000, 30_000, false)).expect("written");
    fs::write(folder.join("huge.jpg"), jpeg_head(30_000, 30_000)).expect("written");
    fs::write(folder.join("huge.gif"), gif_head(30_000, 30_000)).expect("written");
    for (path, what) in [
        ("text.png", "is no picture"),
        ("page.jpg", "is no picture but"),
        ("../secret.png", "leads out of the folder"),
        ("../../../../../../etc/passwd", "leads out of the folder"),
        ("huge.png", "has 30000 × 30000 pixels"),
        ("huge.jpg", "has 30000 × 30000 pixels"),
        ("huge.gif", "has 30000 × 30000 pixels"),
        ("missing.png", "can't be read"),
    ] {
        let article =
            format!("{{\n  \"headline\": \"عنوان\",\n  \"body\": [\n    {{ \"image\": \"{path}\" }}\n  ]\n}}\n");
        fs::write(folder.join("a.json"), article).expect("written");
        let begun = Instant::now();
        let (code, said) = build(&folder, "a.json", "pdf,epub");
        assert!(begun.elapsed() < Duration::from_secs(10), "{path}: {:?}", begun.elapsed());
        assert_eq!(code, Some(1), "{path}: {said}");
        assert!(said.contains("a.json:4:17: body[0].image"), "{path}: {said}");
        assert!(said.contains(what), "{path}: {said}");
        assert!(!folder.join("out/a.pdf").exists(), "{path}");
    }
}

/// A grey PNG file; without its pixels where they are not asked for.
fn png(width: u32, height: u32, whole: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("a head");
    if whole {
        writer.write_image_data(&vec![0x99; (width * height) as usize]).expect("pixels");
        writer.finish().expect("an end");
    } else {
        writer.write_chunk(png::chunk::IDAT, &[0x78, 0x9C, 0x03, 0x00]).expect("some data");
        drop(writer);
    }
    bytes
}

fn jpeg_head(width: u16, height: u16) -> Vec<u8> {
    let (w, h) = (width.to_be_bytes(), height.to_be_bytes());
    let frame = [0xFF, 0xC0, 0, 11, 8, h[0], h[1], w[0], w[1], 1, 1, 0x11, 0];
    let scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x55, 0x55, 0xFF, 0xD9];
    [&[0xFF, 0xD8][..], &frame, &scan].concat()
}

fn gif_head(width: u16, height: u16) -> Vec<u8> {
    let (w, h) = (width.to_le_bytes(), height.to_le_bytes());
    let screen = [w[0], w[1], h[0], h[1], 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF];
    let image = [0x2C, 0, 0, 0, 0, w[0], w[1], h[0], h[1], 0, 2, 1, 0x44, 0, 0x3B];
    [&b"GIF89a"[..], &screen, &image].concat()
}
