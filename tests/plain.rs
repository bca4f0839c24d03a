//! Plain text: each input of `tests/data/plain` gives the text beside it, and the text is the author's.

use std::path::{Path, PathBuf};

use nashra::document::{Article, Block, Bulletin, Date, Language, ListItem, Section, Text};
use nashra::export::plain::{self, Form, Options};

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

/// The forms that keep the text as it is, each with a way to take its layout away.
#[test]
fn every_form_keeps_the_words_in_order() {
    for name in INPUTS {
        let bulletin = Bulletin::of(article(name));
        let words = |text: &str| -> Vec<String> { without_marks(text).split_whitespace().map(str::to_owned).collect() };
        let plain = plain::write(&bulletin, &Options::default());
        for width in [None, Some(20), Some(45), Some(500)] {
            for (form, bidi_controls) in
                [(Form::Lines, true), (Form::Lines, false), (Form::Flowed, true), (Form::Telegram, true)]
            {
                let written = plain::write(&bulletin, &Options { form, width, bidi_controls, ..Options::default() });
                assert_eq!(words(&written), words(&plain), "{name} {form:?} {width:?}");
                assert!(bidi_controls || written == without_marks(&written));
            }
        }
    }
}

#[test]
fn wrapped_lines_keep_to_their_width() {
    use unicode_width::UnicodeWidthStr;
    for name in INPUTS {
        for form in [Form::Lines, Form::Flowed, Form::Visual] {
            let options = Options { form, width: Some(45), ..Options::default() };
            for line in plain::write(&Bulletin::of(article(name)), &options).lines() {
                let line = without_marks(line);
                // Flowed text may have one space more in front, which its reader takes away.
                let room = 45 + usize::from(form == Form::Flowed);
                assert!(line.width() <= room || line.split_whitespace().count() <= 2, "{name} {form:?}: “{line}”");
            }
        }
    }
}

/// A reader after RFC 3676, without DelSp: the paragraphs come back exactly.
#[test]
fn flowed_text_is_put_together_again() {
    let long = "كلمة  وأخرى ثم NATO (12%) ".repeat(30) + "نهاية";
    let texts = [long.as_str(), "From here on", "> not a quotation", "-- ", " \u{A0}space", "a -- b"];
    let body: Vec<Block> = texts.iter().map(|text| Block::Paragraph(Text::new(*text))).collect();
    let article = Article { headline: Text::new("عنوان"), body, ..Article::default() };
    let options = Options { form: Form::Flowed, ..Options::default() };
    let written = plain::write(&Bulletin::of(article), &options);
    let (mut read, mut open) = (Vec::new(), String::new());
    for line in written.lines() {
        assert!(line.chars().count() <= 80 && !line.starts_with("From ") && !line.starts_with('>'), "{line}");
        let line = without_marks(line.strip_prefix(' ').unwrap_or(line));
        open.push_str(&line);
        if !line.ends_with(' ') {
            read.push(std::mem::take(&mut open));
        }
    }
    let read: Vec<&str> = read.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    let expected: Vec<&str> = ["عنوان"].into_iter().chain(texts).map(str::trim).collect();
    assert_eq!(read, expected);
}

#[test]
fn messages_keep_to_their_limit() {
    let long = "جملة طويلة فيها NATO و12% وغير ذلك. ".repeat(400);
    let run = "ك".repeat(10_000);
    let heading = |text: &str| -> Block { serde_json::from_str(&format!(r#"{{"heading":"{text}"}}"#)).unwrap() };
    let mut body = vec![heading("أول"), Block::Paragraph(Text::new(&*long)), Block::Paragraph(Text::new(&*run))];
    for _ in 0..40 {
        body.push(heading("عنوان"));
        body.push(Block::Paragraph(Text::new("فقرة قصيرة. ".repeat(25))));
    }
    let article = Article { headline: Text::new("ع"), body, ..Article::default() };
    let options = Options { form: Form::Telegram, ..Options::default() };
    let written = plain::write(&Bulletin::of(article), &options);
    let messages: Vec<&str> = written.trim_end().split("\n\u{C}\n").collect();
    assert!(messages.len() > 5);
    for message in &messages {
        assert!(message.encode_utf16().count() <= 4096 && !message.trim().is_empty());
        // An isolate that is opened is closed in the same message, and no message ends with a heading.
        assert_eq!(message.matches('\u{2068}').count(), message.matches('\u{2069}').count());
        assert!(!message.lines().last().unwrap().starts_with('■'));
    }
    let letters = |text: &str| without_marks(text).replace(char::is_whitespace, "");
    assert!(letters(&messages.concat()).contains(&letters(&format!("{long}{run}"))));
}

#[test]
fn a_huge_paragraph_is_written_in_every_form() {
    let text = ("كلمة ".repeat(100) + "NATO و12.5% ثم ").repeat(5_000_000 / 922);
    let article =
        Article { headline: Text::new("ع"), body: vec![Block::Paragraph(Text::new(&*text))], ..Article::default() };
    let bulletin = Bulletin::of(article);
    for form in [Form::Lines, Form::Flowed, Form::Telegram, Form::Visual] {
        let written = plain::write(&bulletin, &Options { form, width: Some(72), ..Options::default() });
        assert!(written.len() >= text.len(), "{form:?}");
    }
}
