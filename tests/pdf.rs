//! The finished PDF: what it looks like, what its structure says, and that both are the same whatever is chosen.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};
use nashra::assets::Assets;
use nashra::diagnostics::Problems;
use nashra::document::{Article, Bulletin};
use nashra::export::pdf::{self, Outlines};
use nashra::fonts::Library;
use nashra::layout::{self, Layout};
use nashra::locale::DateStyle;
use nashra::preview;
use nashra::text::Shaper;
use nashra::theme::Theme;

const SAMPLES: [&str; 3] =
    ["samples/azerbaijan-syria.json", "samples/articles/night-train.json", "tests/data/pdf/blocks.json"];

fn root(path: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn article(path: &str) -> Article {
    let bytes = std::fs::read(root(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    serde_json::from_slice(&bytes).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The PDF of an article in a theme, with the layout that it was written from.
fn pdf_of(path: &str, theme: &str, options: &pdf::Options) -> (Vec<u8>, Layout) {
    let library = Library::bundled();
    let mut shaper = Shaper::new(&library);
    let mut outlines = Outlines::new(&library);
    let bulletin = Bulletin::of(article(path));
    let theme = Theme::named(theme).expect("a built-in theme");
    let mut problems = Problems::default();
    let layout =
        layout::lay_out(&bulletin, &theme, DateStyle::default(), &Assets::default(), &mut shaper, &mut problems);
    let bytes = pdf::write(&layout, &bulletin, &library, &mut outlines, options).expect("a PDF");
    (bytes, layout)
}

/// The pages of a PDF, drawn.
fn drawn(pdf: Vec<u8>, dpi: f32) -> Vec<preview::Picture> {
    let mut pictures = Vec::new();
    preview::draw(pdf, dpi, |_, picture| {
        pictures.push(picture);
        Ok::<(), preview::Error>(())
    })
    .expect("pages that can be drawn");
    pictures
}

/// The share of values that differ by more than `step` of 255.
fn difference(a: &preview::Picture, b: &preview::Picture, step: u8) -> f64 {
    assert_eq!((a.width, a.height), (b.width, b.height));
    let differing = a.rgb.iter().zip(&b.rgb).filter(|(a, b)| a.abs_diff(**b) > step).count();
    differing as f64 / a.rgb.len() as f64
}

/// The document face must draw what the shaped lines say: each glyph drawn by itself, at its place.
#[test]
fn document_faces_draw_the_shaped_lines() {
    for theme in ["classic", "briefing"] {
        for sample in SAMPLES {
            let plain = pdf::Options { glyph_by_glyph: true, ..pdf::Options::default() };
            let (composed, _) = pdf_of(sample, theme, &pdf::Options::default());
            let (plain, _) = pdf_of(sample, theme, &plain);
            let composed = drawn(composed, 100.0);
            let plain = drawn(plain, 100.0);
            assert_eq!(composed.len(), plain.len());
            for (a, b) in composed.iter().zip(&plain) {
                // Places are rounded to a thousandth of an em: a hair at an edge, never a part of a letter.
                let share = difference(a, b, 96);
                assert!(share < 0.000_5, "{sample} in {theme}: {share:.6} of the pixels differ");
            }
        }
    }
}

#[test]
fn structure_changes_no_pixel() {
    for sample in SAMPLES {
        let (tagged, _) = pdf_of(sample, "classic", &pdf::Options::default());
        let (plain, _) = pdf_of(sample, "classic", &pdf::Options { tagged: false, ..pdf::Options::default() });
        assert!(tagged.len() > plain.len());
        let tagged = drawn(tagged, 72.0);
        let plain = drawn(plain, 72.0);
        for (a, b) in tagged.iter().zip(&plain) {
            assert!(a.rgb == b.rgb, "{sample}");
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for sample in SAMPLES {
        let first = pdf_of(sample, "pocket", &pdf::Options::default()).0;
        assert_eq!(first, pdf_of(sample, "pocket", &pdf::Options::default()).0, "{sample}");
    }
}

/// The structure tree, dumped in its own order with its text, reads like the article.
#[test]
fn the_structure_reads_like_the_article() {
    for sample in SAMPLES {
        let (bytes, _) = pdf_of(sample, "classic", &pdf::Options::default());
        let dump = Tree::read(&bytes).dump();
        let expected = root(sample).with_extension("structure.txt");
        let expected = root("tests/data/pdf").join(expected.file_name().expect("a name"));
        if std::env::var_os("NASHRA_UPDATE").is_some() {
            std::fs::write(&expected, &dump).expect("written");
        }
        let wanted = std::fs::read_to_string(&expected).unwrap_or_default();
        assert!(
            wanted == dump,
            "{sample}: the structure is not that of {} (NASHRA_UPDATE=1 cargo test --test pdf writes it):\n{dump}",
            expected.display()
        );
    }
}

#[test]
fn standards_are_claimed_as_chosen() {
    let claim = |options: &pdf::Options| {
        let bytes = pdf_of(SAMPLES[0], "classic", options).0;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let conformance = text.split_once("<pdfaid:conformance>").map(|(_, rest)| rest[..1].to_owned());
        (conformance, text.contains("<pdfuaid:part>1<"))
    };
    let options = pdf::Options::default();
    assert_eq!(claim(&options), (Some("A".into()), true));
    assert_eq!(claim(&pdf::Options { tagged: false, ..options.clone() }), (Some("U".into()), false));
    let of = |name: &str| pdf::Options { standard: pdf::Standard::parse(name).expect("a standard"), ..options.clone() };
    assert_eq!(claim(&of("2b")), (Some("B".into()), true));
    assert_eq!(claim(&of("none")), (None, false));
}

/// A document's structure, read back from its bytes.
struct Tree {
    pdf: Document,
    /// The text of every piece of a page, by page and number.
    pieces: BTreeMap<(ObjectId, i64), String>,
}

impl Tree {
    fn read(bytes: &[u8]) -> Self {
        let pdf = Document::load_mem(bytes).expect("a PDF that can be read");
        let mut pieces = BTreeMap::new();
        for page in pdf.get_pages().into_values() {
            let maps = to_unicode(&pdf, page);
            let content = pdf.get_and_decode_page_content(page).expect("content");
            let mut map = None;
            let mut open: Vec<Option<i64>> = Vec::new();
            // The text objects of the piece that is open: each is a run in logical order, visual inside.
            let mut runs: Vec<Vec<String>> = Vec::new();
            for operation in content.operations {
                match operation.operator.as_str() {
                    "BDC" => {
                        let mcid = operation.operands.get(1).and_then(|p| p.as_dict().ok());
                        open.push(mcid.and_then(|p| p.get(b"MCID").ok()).and_then(|m| m.as_i64().ok()));
                    }
                    "EMC" => {
                        if let Some(Some(mcid)) = open.pop() {
                            let text = runs.drain(..).map(|codes| logical(&codes)).collect();
                            pieces.insert((page, mcid), text);
                        }
                        runs.clear();
                    }
                    "BT" => runs.push(Vec::new()),
                    "Tf" => map = operation.operands[0].as_name().ok().and_then(|n| maps.get(n)),
                    "Tj" | "TJ" => {
                        for string in strings(&operation.operands[0]) {
                            for code in string.chunks(2) {
                                let code = u16::from_be_bytes([code[0], code[1]]);
                                let text = map.and_then(|m| m.get(&code)).cloned().unwrap_or_default();
                                runs.last_mut().expect("a text object").push(text);
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        Tree { pdf, pieces }
    }

    fn dump(&self) -> String {
        let catalog = self.pdf.catalog().expect("a catalog");
        let root = catalog.get(b"StructTreeRoot").and_then(Object::as_reference).expect("a tree");
        let root = self.pdf.get_dictionary(root).expect("a tree");
        let top = root.get(b"K").and_then(Object::as_reference).expect("a top element");
        let mut out = String::new();
        self.element(top, 0, &mut out);
        out
    }

    fn element(&self, id: ObjectId, depth: usize, out: &mut String) {
        let element = self.pdf.get_dictionary(id).expect("an element");
        let role = String::from_utf8_lossy(element.get(b"S").and_then(Object::as_name).expect("a type")).into_owned();
        out.push_str(&format!("{}{role}", "  ".repeat(depth)));
        let mut text = String::new();
        let mut below = Vec::new();
        for kid in element.get(b"K").and_then(Object::as_array).expect("children") {
            match kid {
                Object::Reference(id) => below.push(*id),
                Object::Dictionary(kid) => text.push_str(&self.piece(kid)),
                _ => {}
            }
        }
        let text: Vec<&str> = text.split_whitespace().collect();
        if !text.is_empty() {
            out.push_str(&format!(": {}", text.join(" ")));
        }
        out.push('\n');
        below.into_iter().for_each(|id| self.element(id, depth + 1, out));
    }

    fn piece(&self, kid: &Dictionary) -> String {
        let Ok(mcid) = kid.get(b"MCID").and_then(Object::as_i64) else { return String::new() };
        let page = kid.get(b"Pg").and_then(Object::as_reference).expect("a page");
        self.pieces.get(&(page, mcid)).cloned().unwrap_or_default()
    }
}

/// A run's text in logical order: a right-to-left run is written from its left end.
fn logical(codes: &[String]) -> String {
    let right_to_left = codes
        .iter()
        .any(|c| c.chars().count() == 1 && ('\u{620}'..'\u{700}').contains(&c.chars().next().unwrap_or(' ')))
        || codes.iter().all(|c| c.chars().count() <= 2);
    let text: String = if right_to_left { codes.iter().rev().map(String::as_str).collect() } else { codes.concat() };
    text.chars().filter(|c| !matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}')).collect()
}

fn strings(object: &Object) -> Vec<Vec<u8>> {
    match object {
        Object::String(bytes, _) => vec![bytes.clone()],
        Object::Array(list) => list.iter().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// The ToUnicode maps of a page's fonts, by resource name.
fn to_unicode(pdf: &Document, page: ObjectId) -> BTreeMap<Vec<u8>, BTreeMap<u16, String>> {
    let fonts = pdf.get_page_fonts(page).expect("fonts");
    fonts
        .into_iter()
        .map(|(name, font)| {
            let stream = font.get(b"ToUnicode").and_then(Object::as_reference).expect("a map");
            let stream = pdf.get_object(stream).and_then(Object::as_stream).expect("a stream");
            let map = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
            let map = String::from_utf8_lossy(&map).into_owned();
            let entries = map.lines().filter_map(|line| {
                let mut parts = line.split(['<', '>']);
                let code = u16::from_str_radix(parts.nth(1)?, 16).ok()?;
                let text = parts.nth(1).filter(|t| t.len() % 4 == 0)?;
                let units: Vec<u16> =
                    (0..text.len() / 4).filter_map(|i| u16::from_str_radix(&text[i * 4..i * 4 + 4], 16).ok()).collect();
                Some((code, String::from_utf16_lossy(&units)))
            });
            (name, entries.collect())
        })
        .collect()
}
