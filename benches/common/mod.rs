//! The parts of the way from an article to its outputs, each as something that can be run again and again: what
//! `parts` times and `instructions` counts.
//!
//! The article is the seed, in `classic`. All is set up before the first run, and warm after it.

use std::hint::black_box;

use nashra::assets::Assets;
use nashra::diagnostics::Problems;
use nashra::document::{Article, Block, Bulletin, Direction, Language};
use nashra::export::{epub, pdf, plain};
use nashra::fonts::{Family, Library, Weight};
use nashra::layout::lay_out;
use nashra::locale::DateStyle;
use nashra::read::{Options, Source, read};
use nashra::text::{Align, Fit, Kashida, Look, Paragraph, Request, ScriptTag, Shaper, StyledSpan};
use nashra::theme::Theme;

const SEED: &str = include_str!("../../samples/azerbaijan-syria.json");

/// The measure of a column of `classic`, in points.
const COLUMN: f64 = 235.0;
/// Its text's em, in points.
const EM: f64 = 11.0;

/// A part and what runs it once.
pub struct Part {
    /// What it is called, on the command line as well.
    pub name: &'static str,
    /// Runs it once.
    pub run: Box<dyn FnMut()>,
}

fn part(name: &'static str, run: impl FnMut() + 'static) -> Part {
    Part { name, run: Box::new(run) }
}

/// What lives as long as the program, so that parts can share it.
fn kept<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// All parts, in the order of the way.
pub fn parts() -> Vec<Part> {
    let library = kept(Library::bundled());
    let mut parts = vec![reading()];
    parts.extend(text(library));
    parts.extend(outputs(library));
    parts
}

fn seed() -> Bulletin {
    Bulletin::of(serde_json::from_str::<Article>(SEED).expect("the seed is an article"))
}

fn reading() -> Part {
    let source = Source::new("seed.json", SEED.as_bytes());
    part("read", move || drop(black_box(read(&source, &Options::default()))))
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

fn text(library: &'static Library) -> [Part; 2] {
    let paragraphs = kept(paragraphs());
    let language = kept(Language::default());
    let chain = library.chain(Family::Amiri, Weight::Regular);
    let primary = chain.primary();
    // Every word anew, none remembered from the run before.
    let shape = move || {
        let mut shaper = Shaper::new(library);
        for word in paragraphs.iter().flat_map(|text| text.split_whitespace()) {
            black_box(shaper.shape(&Request {
                face: primary,
                script: ScriptTag::ARABIC,
                direction: Direction::RightToLeft,
                language,
                text: word,
                before: "",
                after: "",
            }));
        }
    };
    let mut shaper = Shaper::new(library);
    let lines = move || {
        for text in paragraphs {
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
            black_box(paragraph.prepare(&mut shaper).lines(&fit, Align::Justify, &mut shaper));
        }
    };
    [part("shape", shape), part("break", lines)]
}

fn outputs(library: &'static Library) -> [Part; 5] {
    let bulletin = kept(seed());
    let theme = kept(Theme::named("classic").expect("a built-in theme"));
    let assets = kept(Assets::default());
    let dates = DateStyle::default();
    let mut shaper = Shaper::new(library);
    let mut problems = Problems::default();
    let layout = kept(lay_out(bulletin, theme, dates, assets, &mut shaper, &mut problems));
    let lay = move || drop(black_box(lay_out(bulletin, theme, dates, assets, &mut shaper, &mut problems)));
    let pdf = |tagged: bool| {
        let mut press = pdf::Press::new(library);
        let options = pdf::Options { tagged, ..pdf::Options::default() };
        move || drop(black_box(pdf::write(layout.clone(), bulletin, library, &mut press, &options)))
    };
    [
        part("lay-out", lay),
        part("write-pdf", pdf(true)),
        part("write-pdf-untagged", pdf(false)),
        part("write-epub", move || drop(black_box(epub::write(bulletin, &epub::Options::default())))),
        part("write-text", move || drop(black_box(plain::write(bulletin, &plain::Options::default())))),
    ]
}
