//! Plain text: each input of `tests/data/plain` gives the text beside it, and the text is the author's.

use std::path::{Path, PathBuf};

use nashra::document::{Article, Block, Bulletin, Date, Language, ListItem, Section, Text};
use nashra::export::plain::{self, Options};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/plain").join(name)
}

fn article(name: &str) -> Article {
    serde_json::from_str(&std::fs::read_to_string(data(&format!("{name}.json"))).unwrap()).unwrap()
}

/// The direction marks by names that can be seen in a file.
fn visible(text: &str) -> String {
    text.replace('\u{2068}', "<FSI>")
        .replace('\u{2069}', "<PDI>")
        .replace('\u{200F}', "<RLM>")
        .replace('\u{200E}', "<LRM>")
}

fn expect(name: &str, text: &str) {
    let path = data(&format!("{name}.txt"));
    if std::env::var_os("NASHRA_UPDATE_EXPECTED").is_some() {
        std::fs::write(&path, visible(text)).unwrap();
    }
    assert_eq!(visible(text), std::fs::read_to_string(&path).unwrap(), "{name}");
}

fn without_marks(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}', '\u{200F}', '\u{200E}'], "")
}

const INPUTS: [&str; 3] = ["every-block", "english", "directions"];

fn bulletin() -> Bulletin {
    Bulletin {
        title: Some(Text::new("نشرة الأخبار")),
        subtitle: Some(Text::new("أسبوعية")),
        issue: Some(Text::new("12")),
        date: Some(Date::parse("2024-12-30").unwrap()),
        language: Language::default(),
        publisher: Some(Text::new("دار النشر")),
        sections: vec![
            Section {
                title: Some(Text::new("العالم")), articles: vec![article("english"), article("directions")]
            },
            Section { title: None, articles: vec![article("english")] },
            Section { title: Some(Text::new("قسم فارغ")), articles: vec![] },
        ],
        ..Bulletin::default()
    }
}

#[test]
fn each_input_gives_the_text_beside_it() {
    for name in INPUTS {
        expect(name, &plain::write(&Bulletin::of(article(name)), &Options::default()));
    }
    expect("bulletin", &plain::write(&bulletin(), &Options::default()));
}

#[test]
fn without_controls_the_text_is_the_same() {
    for name in INPUTS {
        let bulletin = Bulletin::of(article(name));
        let bare = plain::write(&bulletin, &Options { bidi_controls: false, ..Options::default() });
        assert_eq!(bare, without_marks(&bare));
        assert_eq!(bare, without_marks(&plain::write(&bulletin, &Options::default())));
    }
}

#[test]
fn marks_stay_inside_their_lines() {
    for name in INPUTS {
        for line in plain::write(&Bulletin::of(article(name)), &Options::default()).lines() {
            let mut open = 0;
            for c in line.chars() {
                open += i32::from(c == '\u{2068}') - i32::from(c == '\u{2069}');
                assert!((0..=1).contains(&open), "{line}");
            }
            assert_eq!(open, 0, "{line}");
        }
    }
}

/// The words of an article's headline and body, in order; notes come last, as they do in the text.
fn words(article: &Article) -> Vec<String> {
    fn items<'a>(list: &'a [ListItem], out: &mut Vec<&'a Text>) {
        for item in list {
            match item {
                ListItem::Plain(text) => out.push(text),
                ListItem::Nested { item, list, .. } => {
                    out.push(item);
                    items(list, out);
                }
            }
        }
    }
    let mut texts = vec![&article.headline];
    let mut notes = Vec::new();
    for block in &article.body {
        match block {
            Block::Paragraph(text) => texts.push(text),
            Block::Heading(heading) => texts.push(&heading.heading),
            Block::Quotation(quotation) => texts.extend(quotation.quote.iter().chain(&quotation.attribution)),
            Block::List(list) => items(&list.list, &mut texts),
            Block::Table(table) => {
                let parts = &table.table;
                texts.extend(parts.caption.iter().chain(&parts.header).chain(parts.rows.iter().flatten()));
            }
            Block::Image(image) => texts.extend(image.alt.iter().chain(&image.caption).chain(&image.credit)),
            Block::Poetry(poetry) => texts.extend(poetry.poetry.iter().flat_map(|verse| &verse.0)),
            Block::Divider(_) => {}
            Block::Footnote(note) => notes.push(&note.text),
        }
    }
    texts
        .into_iter()
        .chain(notes)
        .flat_map(|t| t.plain().split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

#[test]
fn every_word_stands_in_the_text_in_order() {
    for name in INPUTS {
        let article = article(name);
        let text = without_marks(&plain::write(&Bulletin::of(article.clone()), &Options::default()));
        // A note's number follows its word directly: without the numbers, the words are the author's.
        let mut bare = String::new();
        for (at, piece) in text.split('[').enumerate() {
            match piece.split_once(']') {
                Some((number, rest)) if at > 0 && number.chars().all(char::is_numeric) => bare.push_str(rest),
                _ => bare.push_str(piece),
            }
        }
        let mut rest = bare.as_str();
        for word in words(&article) {
            let at = rest.find(&word).unwrap_or_else(|| panic!("{name}: “{word}” is missing in “{rest}”"));
            rest = &rest[at + word.len()..];
        }
    }
}

#[test]
fn hostile_text_breaks_no_line() {
    let nasty = "a\u{0}\u{1B}[31m\u{202E}عكس 12.5%\u{2069}\u{2067} x++ \u{64B}\r\n\u{2029}b\u{FFFE}";
    let article = Article {
        headline: Text::new(nasty),
        body: vec![Block::Paragraph(Text::new(nasty)), Block::Paragraph(Text::new(" "))],
        ..Article::default()
    };
    let text = plain::write(&Bulletin::of(article), &Options::default());
    assert!(!text.contains(['\u{0}', '\u{1B}', '\r', '\u{FFFE}']));
    assert_eq!(plain::write(&Bulletin::default(), &Options::default()), "");
}
