//! The finished PDF: what it looks like, what its structure says, and that both are the same whatever is chosen.

mod drawn;
mod structure;

use nashra::assets::Assets;
use nashra::diagnostics::Problems;
use nashra::document::{Article, Bulletin};
use nashra::export::pdf::{self, Press};
use nashra::fonts::Library;
use nashra::layout::{self, Layout};
use nashra::locale::DateStyle;
use nashra::preview::Picture;
use nashra::text::Shaper;
use nashra::theme::Theme;
use structure::Tree;

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
    let mut press = Press::new(&library);
    let bulletin = Bulletin::of(article(path));
    let theme = Theme::named(theme).expect("a built-in theme");
    let mut problems = Problems::default();
    let layout =
        layout::lay_out(&bulletin, &theme, DateStyle::default(), &Assets::default(), &mut shaper, &mut problems);
    let bytes = pdf::write(layout.clone(), &bulletin, &library, &mut press, options).expect("a PDF");
    (bytes, layout)
}

/// The share of values that differ by more than `step` of 255.
fn difference(a: &Picture, b: &Picture, step: u8) -> f64 {
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
            let composed = drawn::pages(composed, 100.0);
            let plain = drawn::pages(plain, 100.0);
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
        let tagged = drawn::pages(tagged, 72.0);
        let plain = drawn::pages(plain, 72.0);
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
