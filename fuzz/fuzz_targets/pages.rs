//! From text to every output: bidi, clusters, shaping, kashida, breaking, columns and the PDF, the EPUB, plain text
//! in all its forms. The first byte chooses the theme, the form and how readily words are drawn out.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use nashra::document::{Article, Block, Bulletin, Text};
use nashra::export::plain::{self, Form};
use nashra::fonts::Library;
use nashra::produce::{Engine, Format, Settings};
use nashra::theme::Kashida;

const THEMES: [&str; 3] = ["pocket", "classic", "briefing"];
const FORMS: [Form; 4] = [Form::Lines, Form::Flowed, Form::Telegram, Form::Visual];

/// A line as a block of the kind that its place chooses.
fn block(number: usize, line: &str) -> Option<Block> {
    let value = match number % 5 {
        1 => serde_json::json!({ "quote": [line], "attribution": line }),
        2 => serde_json::json!({ "list": [line, { "item": line, "list": [line] }] }),
        3 => serde_json::json!({ "table": { "header": [line, line], "rows": [[line, line]] } }),
        4 => serde_json::json!({ "poetry": [[line, line]] }),
        _ => return Some(Block::Paragraph(Text::new(line))),
    };
    serde_json::from_value(value).ok()
}

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let choice = usize::from(*first);
    let text = String::from_utf8_lossy(rest);
    let article = Article {
        headline: Text::from("عنوان"),
        body: text.lines().take(8).enumerate().filter_map(|(number, line)| block(number, line)).collect(),
        ..Article::default()
    };
    let form = FORMS[choice % FORMS.len()];
    let settings = Settings {
        formats: Format::ALL.to_vec(),
        theme: nashra::input::theme(THEMES[choice % THEMES.len()]).ok(),
        kashida: Kashida::ALL.get(choice / 8 % (Kashida::ALL.len() + 1)).copied(),
        text: plain::Options {
            form,
            width: (choice > 127 && form != Form::Telegram).then_some(20 + choice % 60),
            ..plain::Options::default()
        },
        ..Settings::default()
    };
    let library = Library::bundled();
    Engine::new(&library, &settings).produce(&Bulletin::of(article), Path::new("."));
});
