//! What each part takes of one article: `cargo bench`, or `cargo bench -- shape` for one of them.
//!
//! The article is the seed, in `classic`. Figures of two runs on the same machine can be compared, which criterion does
//! by itself; benches/peers compares with another typesetter.

use criterion::{Criterion, criterion_group, criterion_main};
use nashra::assets::Assets;
use nashra::diagnostics::Problems;
use nashra::document::{Article, Block, Bulletin, Direction, Language};
use nashra::export::{epub, pdf, plain};
use nashra::fonts::{Family, Library, Weight};
use nashra::layout::lay_out;
use nashra::locale::DateStyle;
use nashra::text::{Align, Fit, Kashida, Look, Paragraph, Request, ScriptTag, Shaper, StyledSpan};
use nashra::theme::Theme;

const SEED: &str = include_str!("../samples/azerbaijan-syria.json");

/// The measure of a column of `classic`, in points.
const COLUMN: f64 = 235.0;
/// Its text's em, in points.
const EM: f64 = 11.0;

fn seed() -> Bulletin {
    Bulletin::of(serde_json::from_str::<Article>(SEED).expect("the seed is an article"))
}

/// The seed's paragraphs as plain text.
fn paragraphs() -> Vec<String> {
    let article: Article = serde_json::from_str(SEED).expect("the seed is an article");
    let texts = article.body.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.flatten().text),
        _ => None,
    });
    texts.collect()
}

fn text(bench: &mut Criterion) {
    let library = Library::bundled();
    let paragraphs = paragraphs();
    let language = Language::default();
    let chain = library.chain(Family::Amiri, Weight::Regular);
    bench.bench_function("shape: every word, none remembered", |b| {
        b.iter(|| {
            let mut shaper = Shaper::new(&library);
            for word in paragraphs.iter().flat_map(|text| text.split_whitespace()) {
                shaper.shape(&Request {
                    face: chain.primary(),
                    script: ScriptTag::ARABIC,
                    direction: Direction::RightToLeft,
                    language: &language,
                    text: word,
                    before: "",
                    after: "",
                });
            }
        });
    });
    let mut shaper = Shaper::new(&library);
    bench.bench_function("prepare and break: words remembered", |b| {
        b.iter(|| {
            for text in &paragraphs {
                let spans = [StyledSpan { range: 0..text.len(), look: Look::plain(chain.clone(), EM) }];
                let paragraph = Paragraph { text, spans: &spans, base: Direction::RightToLeft };
                let fit = Fit {
                    width: COLUMN,
                    first_indent: EM,
                    justify: true,
                    kashida: Kashida::Normal,
                    em: EM,
                    fill_last: false,
                };
                paragraph.prepare(&mut shaper).lines(&fit, Align::Justify, &mut shaper);
            }
        });
    });
}

fn outputs(bench: &mut Criterion) {
    let library = Library::bundled();
    let bulletin = seed();
    let theme = Theme::named("classic").expect("a built-in theme");
    let (dates, assets) = (DateStyle::default(), Assets::default());
    let mut shaper = Shaper::new(&library);
    let mut problems = Problems::default();
    bench.bench_function("lay out", |b| {
        b.iter(|| lay_out(&bulletin, &theme, dates, &assets, &mut shaper, &mut problems));
    });
    let layout = lay_out(&bulletin, &theme, dates, &assets, &mut shaper, &mut problems);
    let mut press = pdf::Press::new(&library);
    for (name, tagged) in [("compose faces and write the PDF", true), ("the same without structure", false)] {
        let options = pdf::Options { tagged, ..pdf::Options::default() };
        bench.bench_function(name, |b| b.iter(|| pdf::write(&layout, &bulletin, &library, &mut press, &options)));
    }
    bench.bench_function("EPUB", |b| b.iter(|| epub::write(&bulletin, &epub::Options::default())));
    bench.bench_function("plain text", |b| b.iter(|| plain::write(&bulletin, &plain::Options::default())));
}

criterion_group!(parts, text, outputs);
criterion_main!(parts);
