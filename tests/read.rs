//! Reading: inputs beside their expected outcomes, the seed article in all its forms, places, and hostile inputs.
//!
//! `NASHRA_UPDATE=1 cargo test --test read` writes the expected files and the schema sample anew.

use std::path::{Path, PathBuf};
use std::time::Instant;

use nashra::document::{Article, Block, BulletinFile, ListItem, Text, schema};
use nashra::read::{Format, Item, Options, Reading, Source, read};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn updating() -> bool {
    std::env::var_os("NASHRA_UPDATE").is_some()
}

/// Compares `text` with what the file holds, or writes it there.
fn expect(path: &Path, text: &str) {
    if updating() {
        std::fs::write(path, text).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(text, expected, "{}: NASHRA_UPDATE=1 takes the new text", path.display());
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = root().join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file() && path.extension().is_some_and(|e| e != "expected"));
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// Reads a file; the end of its name says with what options.
fn read_file(path: &Path) -> Reading {
    let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
    let options = Options {
        from: None,
        strict: stem.ends_with("-strict"),
        keep_leftovers: stem.ends_with("-keep"),
        ..Options::default()
    };
    read(&Source::new(name(path), std::fs::read(path).unwrap()), &options)
}

fn read_text(text: &str, from: Option<Format>) -> Reading {
    read(&Source::new("input", text.as_bytes()), &Options { from, ..Options::default() })
}

/// The only article of an input.
fn article(path: &str) -> Article {
    let reading = read_file(&root().join(path));
    assert_eq!(reading.outcomes.len(), 1, "{path}");
    match reading.outcomes.into_iter().next().unwrap().item {
        Some(Item::Article(article)) => article,
        other => panic!("{path}: {other:?}"),
    }
}

fn told(reading: &Reading, with_items: bool) -> String {
    let mut out = format!("{}\n", reading.format);
    for outcome in &reading.outcomes {
        let (what, json) = match &outcome.item {
            Some(Item::Article(article)) => ("article", serde_json::to_string_pretty(article).unwrap()),
            Some(Item::Bulletin(bulletin)) => ("bulletin", serde_json::to_string_pretty(bulletin).unwrap()),
            None if outcome.problems.any_error() => ("failed", String::new()),
            None => ("skipped", String::new()),
        };
        out += &format!("{} {what}\n", outcome.index);
        for problem in &outcome.problems {
            out += &format!("{problem}\n");
        }
        if with_items && !json.is_empty() {
            out += &json;
            out.push('\n');
        }
    }
    out
}

#[test]
fn bad_inputs_are_told_as_expected() {
    for path in files("tests/data/read/bad") {
        let reading = read_file(&path);
        expect(&path.with_extension("expected"), &told(&reading, false));
        assert!(reading.outcomes.iter().any(|o| o.problems.any_error()), "{}", path.display());
    }
}

#[test]
fn good_inputs_become_what_is_expected() {
    for path in files("tests/data/read/good") {
        let reading = read_file(&path);
        let expected = path.with_file_name(format!("{}.expected", name(&path)));
        expect(&expected, &told(&reading, true));
        assert!(!reading.outcomes.iter().any(|o| o.problems.any_error()), "{}", path.display());
    }
}

#[test]
fn the_seed_article_is_the_same_in_every_form() {
    let copied = article("samples/azerbaijan-syria.txt");
    assert_eq!(copied.headline.plain(), "أذربيجان تؤكد دعمها لإعادة إعمار سوريا بعد الصراع");
    assert_eq!(copied.categories.iter().map(Text::plain).collect::<Vec<_>>(), ["أخبار", "سلايدر"]);
    assert_eq!(copied.body.len(), 17);
    assert!(copied.body.iter().all(|block| matches!(block, Block::Paragraph(_))));
    let bare = Article { headline: copied.headline.clone(), body: copied.body.clone(), ..Article::default() };
    assert_eq!(copied, Article { categories: copied.categories.clone(), ..bare }, "nothing is invented");
    for form in ["json", "yaml", "md"] {
        let mut article = article(&format!("samples/azerbaijan-syria.{form}"));
        article.schema = None;
        assert_eq!(article, copied, "{form}");
    }
}

#[test]
fn the_seed_article_s_page_leftovers_are_reported() {
    let path = root().join("samples/azerbaijan-syria.txt");
    let reading = read_file(&path);
    assert_eq!(reading.format, Format::Copied);
    let notes: Vec<String> = reading.outcomes[0].problems.iter().map(ToString::to_string).collect();
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(notes[0].starts_with("note: azerbaijan-syria.txt:39:1: ") && notes[0].contains("مقالات ذات صلة"));
    assert!(notes[1].starts_with("note: azerbaijan-syria.txt:41:1: ") && notes[1].contains("زر الذهاب إلى الأعلى"));
    let options = Options { keep_leftovers: true, ..Options::default() };
    let kept = read(&Source::new("a.txt", std::fs::read(path).unwrap()), &options);
    let Some(Item::Article(article)) = &kept.outcomes[0].item else { panic!() };
    assert_eq!(article.body.len(), 19);
    assert!(kept.outcomes[0].problems.is_empty());
}

#[test]
fn the_copied_sample_is_the_seed_byte_for_byte() {
    let seed = root().join("../shared/seed/000_a4aeff9e8eea88d4.txt");
    match std::fs::read(&seed) {
        Ok(bytes) => assert_eq!(bytes, std::fs::read(root().join("samples/azerbaijan-syria.txt")).unwrap()),
        Err(_) => println!("skipped: the_copied_sample_is_the_seed_byte_for_byte (../shared is not there)"),
    }
}

#[test]
fn samples_read_without_problems_and_fit_the_schema() {
    let schema = schema();
    expect(&root().join("samples/nashra.schema.json"), &(serde_json::to_string_pretty(&schema).unwrap() + "\n"));
    let mut compiler = boon::Compiler::new();
    let mut schemas = boon::Schemas::new();
    compiler.add_resource("nashra.schema.json", schema).unwrap();
    let index = compiler.compile("nashra.schema.json", &mut schemas).unwrap();
    for path in files("samples").into_iter().chain(files("samples/articles")) {
        if ["README.md", "nashra.schema.json"].contains(&name(&path).as_str()) {
            continue;
        }
        for outcome in read_file(&path).outcomes {
            let notes = usize::from(path.extension().unwrap() == "txt") * 2;
            assert_eq!(outcome.problems.iter().count(), notes, "{}: {:?}", path.display(), outcome.problems);
            let value = match outcome.item.unwrap() {
                Item::Article(article) => serde_json::to_value(article),
                Item::Bulletin(bulletin) => serde_json::to_value(bulletin),
            };
            let value = value.unwrap();
            schemas.validate(&value, index).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
        if path.extension().unwrap() == "json" {
            let value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            schemas.validate(&value, index).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
    }
    // What the decoder refuses in a bad file of the own form, the schema refuses too, but for what no schema can say.
    let beyond = ["beyond-footnotes.json", "beyond-rows.json", "beyond-values.json", "duplicate-fields.json"];
    for path in files("tests/data/read/bad") {
        let own = path.extension().unwrap() == "json" && read_file(&path).format == Format::Json;
        let bytes = std::fs::read(&path).unwrap();
        let Ok(value) = serde_json::from_slice::<serde_json::Value>(&bytes) else { continue };
        if own && value.is_object() && !beyond.contains(&name(&path).as_str()) {
            assert!(schemas.validate(&value, index).is_err(), "{}", path.display());
        }
    }
}

/// The article or bulletin that serde makes of JSON.
fn by_serde(bytes: &[u8]) -> Result<Item, String> {
    let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
    let bulletin = value.get("sections").is_some();
    if bulletin {
        serde_json::from_slice::<BulletinFile>(bytes).map(Item::Bulletin).map_err(|e| e.to_string())
    } else {
        serde_json::from_slice::<Article>(bytes).map(Item::Article).map_err(|e| e.to_string())
    }
}

#[test]
fn the_decoder_accepts_what_serde_accepts() {
    for path in files("samples").into_iter().chain(files("samples/articles")) {
        if path.extension().unwrap() == "json" && name(&path) != "nashra.schema.json" {
            let ours = read_file(&path).outcomes.into_iter().next().unwrap().item.unwrap();
            assert_eq!(ours, by_serde(&std::fs::read(&path).unwrap()).unwrap(), "{}", path.display());
        }
    }
    // Files that begin with `beyond-` break rules that no type holds.
    for path in files("tests/data/read/bad") {
        let own = path.extension().unwrap() == "json" && read_file(&path).format == Format::Json;
        if own && !name(&path).starts_with("beyond-") {
            assert!(by_serde(&std::fs::read(&path).unwrap()).is_err(), "{}", path.display());
        }
    }
    // Small inputs of one field each: both accept or both refuse, with the same result.
    let heads = [
        r#""id": "x""#,
        r#""id": null"#,
        r#""id": 1"#,
        r#""kicker": null"#,
        r#""categories": []"#,
        r#""categories": null"#,
        r#""categories": ["a"]"#,
        r#""categories": [1]"#,
        r#""published": "2025-05-18""#,
        r#""published": null"#,
        r#""published": "x""#,
        r#""source": {}"#,
        r#""source": null"#,
        r#""source": { "url": "u" }"#,
        r#""source": { "uri": "u" }"#,
        r#""language": "EN-gb""#,
        r#""language": null"#,
        r#""language": "12345678910""#,
        r#""summary": "*a* [b](c)""#,
        r#""copyright": {}"#,
        r#""$schema": "x""#,
        r#""$schema": 1"#,
    ];
    let blocks = [
        r#""**a** [b]{lang=en}""#,
        r#"{ "heading": "a" }"#,
        r#"{ "heading": "a", "level": 4 }"#,
        r#"{ "heading": "a", "level": 2.0 }"#,
        r#"{ "heading": "a", "level": -2 }"#,
        r#"{ "heading": null }"#,
        r#"{ "heading": "a", "level": null }"#,
        r#"{ "quote": "a" }"#,
        r#"{ "quote": ["a", "b"], "pull": true }"#,
        r#"{ "quote": ["a"], "pull": 1 }"#,
        r#"{ "quote": ["a"], "attribution": null }"#,
        r#"{ "list": ["a"] }"#,
        r#"{ "list": ["a"], "ordered": true, "numbering": "abjad" }"#,
        r#"{ "list": ["a"], "numbering": "x" }"#,
        r#"{ "list": [{ "item": "a", "list": ["b"] }] }"#,
        r#"{ "list": [{ "item": "a" }] }"#,
        r#"{ "list": [{ "item": "a", "list": ["b"], "x": 1 }] }"#,
        r#"{ "table": { "rows": [["a"]] } }"#,
        r#"{ "table": { "header": [], "rows": [["a"]], "caption": "c" } }"#,
        r#"{ "table": { "header": ["a"] } }"#,
        r#"{ "table": { "header": null, "rows": [["a"]] } }"#,
        r#"{ "image": "a", "span": "all" }"#,
        r#"{ "image": "a", "span": "half" }"#,
        r#"{ "image": 1 }"#,
        r#"{ "poetry": [["a", "b"], ["c"]] }"#,
        r#"{ "poetry": ["a"] }"#,
        r#"{ "divider": true }"#,
        r#"{ "divider": true, "x": 1 }"#,
        r#"{ "divider": 1 }"#,
        r#"{}"#,
        r#"[]"#,
        r#"true"#,
        r#"{ "heading": "a", "list": ["b"] }"#,
        r#"{ "footnote": "n" }"#,
    ];
    let heads = heads.iter().map(|head| format!(r#"{{ "headline": "h", {head}, "body": ["b"] }}"#));
    let blocks = blocks.iter().map(|block| format!(r#"{{ "headline": "h", "body": [{block}] }}"#));
    for text in heads.chain(blocks) {
        let ours = read_text(&text, Some(Format::Json)).outcomes.into_iter().next().unwrap();
        match by_serde(text.as_bytes()) {
            Ok(item) => assert_eq!(ours.item, Some(item), "{text}: {:?}", ours.problems),
            Err(error) => assert!(ours.item.is_none(), "{text}: serde says {error}"),
        }
    }
}

fn texts(article: &Article) -> Vec<&Text> {
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
    let mut out = vec![&article.headline];
    out.extend(&article.categories);
    out.extend([&article.kicker, &article.subheadline, &article.byline, &article.summary].into_iter().flatten());
    for block in &article.body {
        match block {
            Block::Paragraph(text) => out.push(text),
            Block::Heading(heading) => out.push(&heading.heading),
            Block::Quotation(quotation) => out.extend(quotation.quote.iter().chain(&quotation.attribution)),
            Block::List(list) => items(&list.list, &mut out),
            Block::Table(table) => out.extend(table.table.header.iter().chain(table.table.rows.iter().flatten())),
            Block::Image(image) => out.extend(image.alt.iter().chain(&image.caption).chain(&image.credit)),
            Block::Poetry(poetry) => out.extend(poetry.poetry.iter().flat_map(|verse| &verse.0)),
            Block::Divider(_) => {}
            Block::Footnote(footnote) => out.push(&footnote.text),
        }
    }
    out
}

/// Every character of every text is found in the source at the place that its origin gives; an escape or an entity
/// is found by its first character, a folded line end as white space.
#[test]
fn every_character_has_its_place() {
    let mut seen = 0;
    for folder in ["samples", "samples/articles", "tests/data/read/good"] {
        for path in files(folder) {
            if ["README.md", "nashra.schema.json"].contains(&name(&path).as_str()) {
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            let lines: Vec<Vec<char>> = source.split('\n').map(|line| line.chars().collect()).collect();
            for outcome in read_file(&path).outcomes {
                let Some(Item::Article(article)) = outcome.item else { continue };
                for text in texts(&article) {
                    let plain = text.plain();
                    for (offset, c) in plain.char_indices() {
                        let place = text.origin.place(&plain, offset);
                        let line = &lines[place.line as usize - 1];
                        let written = line.get(place.column as usize - 1).copied().unwrap_or('\n');
                        let escape = matches!(written, '\\' | '&');
                        let space = c.is_whitespace() && (written.is_whitespace() || written == ' ');
                        // Two authors are joined by a comma that stands nowhere.
                        let joined = plain == "سمير، هدى" && offset >= "سمير".len();
                        assert!(
                            written == c || escape || space || joined,
                            "{place}: {c:?} of “{plain}”, but there stands {written:?}"
                        );
                        seen += 1;
                    }
                    let field = &text.origin.field;
                    assert!(!field.is_empty() || plain.is_empty(), "{plain}");
                }
            }
        }
    }
    assert!(seen > 5_000);
}

#[test]
fn places_pass_through_escapes_markup_and_cleaning() {
    let source = r#"{"headline":"h","body":["  a\u0041 **b\"c** \\* [d](u)\u0001e"]}"#;
    let reading = read_text(source, None);
    let Some(Item::Article(article)) = &reading.outcomes[0].item else { panic!() };
    let Block::Paragraph(text) = &article.body[0] else { panic!() };
    let plain = text.plain();
    assert_eq!(plain, "aA b\"c * de");
    let found: Vec<usize> = plain.char_indices().map(|(at, _)| text.origin.place(&plain, at).column as usize).collect();
    let at = |needle: &str| source.find(needle).unwrap() + 1;
    let first = at("a\\u");
    let expected = [
        first,
        first + 1,
        first + 7,
        at("b\\"),
        at("b\\") + 1,
        at("c**"),
        at("c**") + 3,
        at("* ["),
        at(" [d"),
        at("d]"),
        at("e\"]"),
    ];
    // The markup's backslash is itself an escape of JSON: the star stands after both.
    assert_eq!(found, expected);
}

#[test]
fn a_line_of_a_stream_keeps_its_number() {
    let source = Source::new("dump.ndjson", r#"{"title":"","content":""}"#.as_bytes()).at_line(4_711);
    let reading = read(&source, &Options::default());
    assert!(reading.outcomes[0].problems.iter().all(|p| p.place.line == 4_711));
}

#[test]
fn the_form_may_be_given() {
    assert_eq!(read_text("headline: x\nbody: [y]\n", None).format, Format::Yaml);
    let reading = read_text("headline: x\nbody: [y]\n", Some(Format::Copied));
    let Some(Item::Article(article)) = &reading.outcomes[0].item else { panic!() };
    assert_eq!(article.headline.plain(), "headline: x");
    assert_eq!(read_text("نص", Some(Format::Json)).outcomes[0].problems.iter().count(), 1);
    for format in Format::ALL {
        assert_eq!(Format::parse(format.name()), Some(format));
        // Any form of any text ends without a panic.
        for text in ["", "نص", "{}", "[", "---\n---\n", "a = 1", "a: b", "# x", "{\"title\": {}}", "[{}]", "\u{FEFF}"]
        {
            assert!(!read_text(text, Some(format)).outcomes.is_empty());
        }
    }
}

#[test]
fn large_and_deep_inputs_end_soon() {
    let long = "كلمة *و[أخرى] ".repeat(40_000);
    let deep = |open: &str, close: &str, times: usize| open.repeat(times) + &close.repeat(times);
    let mut inputs = vec![
        format!("{{\"headline\":\"h\",\"body\":[\"{long}\"]}}"),
        format!("{{\"headline\":\"h\",\"body\":[{}\"x\"]}}", "\"\\u0645 **a**\",".repeat(60_000)),
        format!("headline: h\nbody:\n  - >\n    {}", "كلمة\n    ".repeat(100_000)),
        format!("headline: h\nbody: [{}x]", "كلمة, ".repeat(90_000)),
        format!("# h\n\n{long}"),
        format!("{long}\n{long}"),
        format!(
            "[{}{{\"content\":\"{}\"}}]",
            "{\"title\":\"\",\"content\":\"نص\"},".repeat(20_000),
            "نص\\n".repeat(50_000)
        ),
        "> ".repeat(50_000) + "x",
        "- ".repeat(20_000) + "x",
        "*".repeat(200_000),
        "[".repeat(200_000),
        "![a](".repeat(50_000),
        format!("# h\n\n{}", deep("*a **b ", "** *", 5_000)),
        "- ".repeat(2_000) + "headline: x",
        "أخبار".repeat(40),
    ];
    for times in [100, 200, 100_000] {
        inputs.push(format!("{{\"headline\":\"h\",\"body\":[{}]}}", deep("[", "]", times)));
        inputs.push(format!(
            "{{\"headline\":\"h\",\"body\":[{{\"list\":[\"a\",{}\"b\"{}]}}]}}",
            "{\"item\":\"x\",\"list\":[".repeat(times / 2),
            "]}".repeat(times / 2)
        ));
        inputs.push(format!("headline: h\nbody: {}", deep("[", "]", times)));
        inputs.push(format!("headline: h\nbody:\n  {}x", "- ".repeat(times)));
        inputs.push(format!("headline = \"h\"\nbody = {}", deep("[", "]", times)));
        inputs.push(format!("headline = \"h\"\n{}b = 1", "a.".repeat(times)));
        inputs.push(format!("headline = \"h\"\n\"a\".{}b = 1", "a.".repeat(times)));
        inputs.push(format!("headline = \"h\"\n[{}b]\nc = 1", "a.".repeat(times)));
        inputs.push(format!("headline = \"h\"\nx = {{ {}b = 1 }}", "a.".repeat(times)));
        inputs.push(format!("headline = \"h\"\nx = {}1{}", "{ a = ".repeat(times), " }".repeat(times)));
    }
    for input in inputs {
        let start = Instant::now();
        let reading = read_text(&input, None);
        let took = start.elapsed();
        assert!(!reading.outcomes.is_empty());
        let head: String = input.chars().take(60).collect();
        assert!(took.as_secs() < 5, "{took:?} for {} bytes: {head}", input.len());
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    /// A sample with a piece cut out and another put in never panics, and gives an item or says why not.
    #[test]
    fn damaged_inputs_never_panic(
        which in 0usize..64,
        cut in 0usize..4_000,
        length in 0usize..40,
        put in r#"[\[\]{}:,"'\\*_\-#>|&!`\n\t \u{0}\u{FEFF}\u{2028}نص1a]{0,6}"#,
    ) {
        let all: Vec<PathBuf> = ["samples/articles", "tests/data/read/good", "tests/data/read/bad"]
            .into_iter()
            .flat_map(files)
            .collect();
        let mut bytes = std::fs::read(&all[which % all.len()]).unwrap();
        let start = cut % bytes.len().max(1);
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, put.bytes());
        for from in Format::ALL.into_iter().map(Some).chain([None]) {
            let reading = read(&Source::new("x", bytes.clone()), &Options { from, ..Options::default() });
            for outcome in reading.outcomes {
                assert!(outcome.item.is_some() || !outcome.problems.is_empty());
            }
        }
    }
}
