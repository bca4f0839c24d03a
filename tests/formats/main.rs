//! The foreign forms, each document written after its specification, asserted field by field; other people's real
//! documents where they are at hand; and inputs that mean harm.

mod further;
mod variants;
mod wider;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use nashra::document::{Article, Block, ListItem, Text};
use nashra::read::{Format, Item, Options, Reading, Source, read};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats")
}

/// The documents, without the pictures beside them.
fn documents() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(data()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending != "jpg"));
    paths.sort();
    paths
}

fn read_path(path: &Path) -> Reading {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    read(&Source::new(name, std::fs::read(path).unwrap()), &Options::default())
}

fn read_bytes(bytes: &[u8]) -> Reading {
    read(&Source::new("input", bytes), &Options::default())
}

fn articles(reading: &Reading) -> Vec<&Article> {
    reading
        .outcomes
        .iter()
        .filter_map(|outcome| match &outcome.item {
            Some(Item::Article(article)) => Some(article),
            _ => None,
        })
        .collect()
}

fn problems(reading: &Reading) -> Vec<String> {
    reading.outcomes.iter().flat_map(|outcome| &outcome.problems).map(ToString::to_string).collect()
}

/// A document of the folder, which must be known for what it is.
fn read_data(name: &str, form: Format) -> Reading {
    let reading = read_path(&data().join(name));
    assert_eq!(reading.format, form, "{name}");
    reading
}

/// That all of some words are said.
fn told(reading: &Reading, words: &[&str]) {
    for words in words {
        assert!(said(reading, words), "{words}: {:#?}", problems(reading));
    }
}

/// Headline, byline, date and language.
fn head(article: &Article) -> [String; 4] {
    [article.headline.plain(), plain(&article.byline), date(article).to_owned(), article.language.as_str().to_owned()]
}

fn said(reading: &Reading, words: &str) -> bool {
    problems(reading).iter().any(|problem| problem.contains(words))
}

fn plain(text: &Option<Text>) -> String {
    text.as_ref().map(Text::plain).unwrap_or_default()
}

fn date(article: &Article) -> &str {
    article.published.as_ref().map_or("", |date| date.as_str())
}

/// A body in few words: a letter for the kind of each block, and its text.
fn body(article: &Article) -> Vec<String> {
    fn items(list: &[ListItem]) -> String {
        let items = list.iter().map(|item| match item {
            ListItem::Plain(text) => text.plain(),
            ListItem::Nested { item, list, .. } => format!("{}({})", item.plain(), items(list)),
        });
        items.collect::<Vec<_>>().join("|")
    }
    let told = |block: &Block| match block {
        Block::Paragraph(text) => format!("p {}", text.plain()),
        Block::Heading(heading) => format!("h{} {}", heading.level, heading.heading.plain()),
        Block::Quotation(quotation) => {
            let words: Vec<String> = quotation.quote.iter().map(Text::plain).collect();
            format!(
                "q{} {} — {}",
                if quotation.pull { "!" } else { "" },
                words.join("/"),
                plain(&quotation.attribution)
            )
        }
        Block::List(list) => format!("l{} {}", if list.ordered { "#" } else { "" }, items(&list.list)),
        Block::Table(table) => {
            let row = |row: &Vec<Text>| row.iter().map(Text::plain).collect::<Vec<_>>().join(",");
            let rows: Vec<String> = table.table.rows.iter().map(row).collect();
            format!("t {} | {}", row(&table.table.header), rows.join("/"))
        }
        Block::Image(i) => format!("i {} ({}) {} [{}]", i.image, plain(&i.alt), plain(&i.caption), plain(&i.credit)),
        Block::Poetry(poetry) => format!("v {}", poetry.poetry.len()),
        Block::Divider(_) => "-".into(),
        Block::Footnote(note) => format!("n {} {}", note.footnote, note.text.plain()),
    };
    article.body.iter().map(told).collect()
}

fn categories(article: &Article) -> Vec<String> {
    article.categories.iter().map(Text::plain).collect()
}

#[test]
fn ninjs_1() {
    let reading = read_path(&data().join("ninjs-1.json"));
    assert_eq!(reading.format, Format::Ninjs);
    let [a] = articles(&reading)[..] else { panic!("{reading:?}") };
    assert_eq!(a.id.as_deref(), Some("urn:newsml:example.org:20250518:101"));
    assert_eq!(a.headline.plain(), "افتتاح سوق المدينة القديمة بعد ترميمه");
    assert_eq!(plain(&a.byline), "ليلى حداد");
    assert_eq!(plain(&a.dateline), "حلب");
    assert_eq!(date(a), "2025-05-18T09:30:00+03:00");
    assert_eq!(a.language.as_str(), "ar");
    assert_eq!(plain(&a.summary), "عاد الباعة إلى أروقة السوق بعد أربع سنوات من الأشغال.");
    assert_eq!(plain(&a.copyright), "© 2025 وكالة المثال");
    assert_eq!(categories(a), ["تراث", "اقتصاد"]);
    assert_eq!(
        body(a),
        [
            "i market.jpg () مدخل السوق يوم الافتتاح [سامر عيسى]",
            "p افتُتح السوق القديم في حلب، وفق بيان البلدية.",
            "h2 مراحل الترميم",
            "l الأسقف الخشبية|الأرصفة(الحجر الأصفر)",
            "q عدنا إلى محالنا. — أحد الباعة",
        ]
    );
    for words in ["withheld", "embargo until 2025-05-19", "a script was left out"] {
        assert!(said(&reading, words), "{words}: {:?}", problems(&reading));
    }
    // A character in the middle of a body in a string is found in its file again.
    let Block::Paragraph(text) = &a.body[1] else { panic!() };
    let at = text.plain().find("القديم").unwrap();
    let place = text.place(at);
    let source = std::fs::read_to_string(data().join("ninjs-1.json")).unwrap();
    let line: Vec<char> = source.lines().nth(place.line as usize - 1).unwrap().chars().collect();
    let there: String = line[place.column as usize - 1..].iter().take(6).collect();
    assert_eq!(there, "القديم");
}

#[test]
fn ninjs_3() {
    let reading = read_path(&data().join("ninjs-3.json"));
    assert_eq!((reading.format, reading.outcomes.len()), (Format::Ninjs, 2));
    let [a] = articles(&reading)[..] else { panic!("{reading:?}") };
    assert_eq!(a.headline.plain(), "موسم القمح أوفر من العام الماضي");
    assert_eq!((plain(&a.byline), plain(&a.dateline)), ("ليلى حداد".into(), "دمشق".into()));
    assert_eq!((date(a), a.language.as_str()), ("2025-05-18T09:30:00Z", "ar-SY"));
    assert_eq!(plain(&a.source.as_ref().unwrap().name), "وكالة المثال");
    assert_eq!(
        body(a),
        [
            "i wheat.jpg (حقل قمح) حقل في الغاب []",
            "p بلغ الإنتاج ثلاثة ملايين طن.",
            "t المحافظة,الطن | الحسكة,900/حماة,400"
        ]
    );
    assert!(said(&reading, "embargo until 2025-05-20") && said(&reading, "no content and is skipped"));
}

#[test]
fn news_article() {
    let reading = read_path(&data().join("newsarticle.json"));
    assert_eq!(reading.format, Format::NewsArticle);
    let [a] = articles(&reading)[..] else { panic!("{reading:?}") };
    assert_eq!(a.headline.plain(), "جسر جديد يربط ضفتي النهر");
    assert_eq!(plain(&a.subheadline), "يختصر الطريق نصف ساعة");
    assert_eq!(plain(&a.byline), "رنا خوري، عمر صالح");
    assert_eq!((date(a), a.language.as_str()), ("2025-05-18T07:00:00+03:00", "ar"));
    let source = a.source.as_ref().unwrap();
    assert_eq!(
        (plain(&source.name).as_str(), source.url.as_deref()),
        ("صحيفة المثال", Some("https://example.org/bridge"))
    );
    assert_eq!((plain(&a.dateline), plain(&a.summary)), ("دير الزور".into(), "مشروع استغرق عامين.".into()));
    assert_eq!(categories(a), ["محليات", "نقل"]);
    assert_eq!(
        body(a),
        [
            "i https://example.org/bridge.jpg () الجسر ليلا [تصوير المثال]",
            "p افتتحت المحافظة الجسر صباح اليوم.",
            "p ويبلغ طوله أربعمئة متر."
        ]
    );
}

#[test]
fn page() {
    let reading = read_path(&data().join("page.html"));
    assert_eq!(reading.format, Format::Html);
    let [a] = articles(&reading)[..] else { panic!("{reading:?}") };
    assert_eq!(a.headline.plain(), "خطة لحماية المكتبات القديمة");
    assert_eq!(plain(&a.byline), "هالة درويش");
    assert_eq!((date(a), a.language.as_str()), ("2025-05-18T10:15:00+03:00", "ar"));
    let source = a.source.as_ref().unwrap();
    assert_eq!(source.url.as_deref(), Some("https://example.org/culture/libraries"));
    assert_eq!((plain(&source.name), categories(a)), ("صحيفة المثال".into(), vec!["ثقافة".into()]));
    let body = body(a);
    let starts = [
        "i https://example.org/img/library.jpg (رفوف خشبية) قاعة المطالعة [تصوير: المثال]",
        "p أعلنت وزارة الثقافة",
        "n 1 بحسب بيان الوزارة.",
        "p وأوضح مدير المشروع",
        "h2 ما الذي سيُرمَّم أولا",
        "p تبدأ الأعمال",
        "q! الورق يعيش ما دام هناك من يعتني به.",
        "l# جرد المخطوطات|ترميمها",
        "p وتقدر كلفة",
    ];
    assert_eq!(body.len(), starts.len(), "{body:#?}");
    for (block, start) in body.iter().zip(starts) {
        assert!(block.starts_with(start), "{block} is not {start}");
    }
    assert!(said(&reading, "https://video.example.org/1"), "{:?}", problems(&reading));
    assert!(said(&reading, "around the article"), "{:?}", problems(&reading));
}

#[test]
fn wordpress() {
    let reading = read_path(&data().join("wordpress.json"));
    assert_eq!(reading.format, Format::WordPress);
    let [a] = articles(&reading)[..] else { panic!("{reading:?}") };
    assert_eq!(a.headline.plain(), "الزيتون – موسم مبكر");
    assert_eq!((plain(&a.byline), date(a)), ("نور سليم".into(), "2025-05-18T09:30:00Z"));
    assert_eq!((a.id.as_deref(), categories(a)), (Some("42"), vec!["زراعة".into()]));
    assert_eq!(a.source.as_ref().unwrap().url.as_deref(), Some("https://example.org/2025/05/olive/"));
    assert!(a.summary.is_none());
    assert_eq!(
        body(a),
        [
            "p بدأ القطاف مبكرا هذا العام.",
            "i https://example.org/olive.jpg (أشجار) بستان في إدلب []",
            "h3 الأسعار",
            "p ارتفعت قليلا.\nثم استقرت."
        ]
    );
}

#[test]
fn wxr() {
    let reading = read_path(&data().join("site.xml"));
    assert_eq!(reading.format, Format::Wxr);
    let [a, draft] = articles(&reading)[..] else { panic!("{reading:?}") };
    assert_eq!((a.headline.plain(), plain(&a.byline)), ("رحلة إلى البادية".into(), "نور سليم".into()));
    assert_eq!((date(a), a.language.as_str()), ("2025-05-18T09:30:00Z", "ar"));
    assert_eq!((plain(&a.summary), categories(a)), ("يوم في البادية".into(), vec!["رحلات".into()]));
    assert_eq!(
        body(a),
        ["p خرجنا فجرا.\nووصلنا ظهرا.", "i https://example.org/badia.jpg (خيمة) خيام عند الغروب []", "p ثم عدنا مساء."]
    );
    assert_eq!((body(draft), date(draft)), (vec!["p لم تكتمل.".into()], ""));
    for words in ["[gallery ids=", "its status is “draft”", "1 entries that are no posts"] {
        assert!(said(&reading, words), "{words}: {:?}", problems(&reading));
    }
}

#[test]
fn rss() {
    let reading = read_path(&data().join("feed.rss"));
    assert_eq!(reading.format, Format::Feed);
    let [a, b] = articles(&reading)[..] else { panic!("{reading:?}") };
    assert_eq!(a.headline.plain(), "أمطار غزيرة على الساحل & الجبال");
    assert_eq!((plain(&a.byline), date(a)), ("مازن ديب".into(), "2025-05-18T09:30:00+03:00"));
    assert_eq!((a.id.as_deref(), a.language.as_str(), categories(a)), (Some("rain-1"), "ar", vec!["طقس".into()]));
    assert_eq!(plain(&a.source.as_ref().unwrap().name), "أخبار المثال");
    assert_eq!(plain(&a.summary), "هطلت أمطار غزيرة مساء السبت.");
    assert_eq!(
        body(a),
        [
            "i https://example.org/rain.jpg () شارع في اللاذقية []",
            "p هطلت أمطار غزيرة على الساحل.",
            "p وأغلقت طرق جبلية."
        ]
    );
    assert_eq!((b.headline.plain(), plain(&b.byline)), ("عادت الكهرباء إلى الأحياء الشرقية.".into(), "هدى علي".into()));
    assert_eq!(date(b), "2025-05-18T08:00:00Z");
}

#[test]
fn atom() {
    let reading = read_path(&data().join("feed.atom"));
    let [a] = articles(&reading)[..] else { panic!("{reading:?}") };
    assert_eq!((a.headline.plain(), plain(&a.byline)), ("عودة المسرح الجوال".into(), "سعاد نجار".into()));
    assert_eq!((date(a), a.language.as_str()), ("2025-05-17T18:00:00+03:00", "ar"));
    assert_eq!((categories(a), plain(&a.copyright)), (vec!["ثقافة".into()], "© المثال".into()));
    assert_eq!(a.source.as_ref().unwrap().url.as_deref(), Some("https://example.org/theatre"));
    assert_eq!(body(a), ["p انطلقت الفرقة من حمص.", "p وستعود في الخريف."]);
}

#[test]
fn json_feed() {
    let reading = read_path(&data().join("feed.json"));
    assert_eq!(reading.format, Format::JsonFeed);
    let [a, b] = articles(&reading)[..] else { panic!("{reading:?}") };
    assert_eq!((a.headline.plain(), plain(&a.byline)), ("متحف جديد للخط".into(), "هيئة التحرير".into()));
    assert_eq!((date(a), categories(a)), ("2025-05-18T09:30:00+03:00", vec!["فن".into(), "خط".into()]));
    assert_eq!(body(a), ["i https://example.org/museum.png ()  []", "p فتح المتحف أبوابه.", "-", "p الدخول مجاني."]);
    assert_eq!(b.headline.plain(), "خبر بلا عنوان يكفي وحده ليصير عنوانا.");
    assert_eq!(b.body.len(), 2);
}

#[test]
fn newsml() {
    let reading = read_path(&data().join("newsml.xml"));
    assert_eq!(reading.format, Format::NewsMl);
    let [a] = articles(&reading)[..] else { panic!("{reading:?}") };
    assert_eq!((a.headline.plain(), plain(&a.subheadline)), ("عودة الطلاب إلى المدارس".into(), "بعد عطلة طويلة".into()));
    assert_eq!((plain(&a.byline), plain(&a.dateline)), ("ليلى حداد، مراسلة".into(), "دمشق".into()));
    assert_eq!((date(a), a.language.as_str()), ("2025-05-18T09:30:00+03:00", "ar"));
    assert_eq!(
        (plain(&a.summary), plain(&a.copyright)),
        ("فتحت المدارس أبوابها صباح الأحد.".into(), "© 2025 وكالة المثال".into())
    );
    assert_eq!(
        body(a),
        [
            "p عاد الطلاب إلى مدارسهم.",
            "h2 أعداد",
            "i school.jpg (ساحة مدرسة) ساحة المدرسة [سامر عيسى]",
            "q اشتقنا إلى الصف. — طالبة"
        ]
    );
    assert!(said(&reading, "embargo until") && said(&reading, "withheld"), "{:?}", problems(&reading));
}

#[test]
fn nitf() {
    let reading = read_path(&data().join("nitf.xml"));
    assert_eq!(reading.format, Format::NewsMl);
    let [a] = articles(&reading)[..] else { panic!("{reading:?}") };
    assert_eq!((a.headline.plain(), plain(&a.subheadline)), ("أسعار الخضار تتراجع".into(), "مع بداية الموسم".into()));
    assert_eq!(
        (plain(&a.byline), plain(&a.dateline), date(a)),
        ("كريم منصور".into(), "درعا".into(), "2025-05-18T09:30:00+03:00")
    );
    assert_eq!((a.id.as_deref(), plain(&a.summary)), (Some("ex-55"), "انخفاض بنحو الثلث.".into()));
    assert_eq!(plain(&a.copyright), "© 2025 وكالة المثال");
    assert_eq!(
        body(a),
        ["p تراجعت أسعار البندورة\u{A0}والخيار.", "t الصنف,السعر | بندورة,3000", "p تحرير: كريم منصور"]
    );
}

/// Every form, packed, in UTF-16 and in Windows-1256, gives the same articles.
#[test]
fn packed_and_in_other_encodings() {
    for path in documents() {
        let bytes = std::fs::read(&path).unwrap();
        let expected = read_bytes(&bytes);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(&bytes).unwrap();
        let mut forms = vec![packer.finish().unwrap()];
        let little: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        forms.extend([little, big]);
        let declared = text.replace("UTF-8", "windows-1256").replace("utf-8", "windows-1256");
        let (old, _, lost) = encoding_rs::WINDOWS_1256.encode(&declared);
        if !lost {
            forms.push(old.into_owned());
        }
        for (number, form) in forms.iter().enumerate() {
            let reading = read_bytes(form);
            assert_eq!(reading.format, expected.format, "{} {number}", path.display());
            assert_eq!(articles(&reading), articles(&expected), "{} {number}", path.display());
        }
    }
}

/// What is imported is what was read: the project's own JSON of an article gives the same article.
#[test]
fn what_is_read_comes_back_from_the_own_form() {
    for path in documents() {
        for article in articles(&read_path(&path)) {
            let json = serde_json::to_string(article).unwrap();
            let again = read_bytes(json.as_bytes());
            let [back] = articles(&again)[..] else { panic!("{}: {:?}", path.display(), problems(&again)) };
            assert_eq!(serde_json::to_string(back).unwrap(), json);
            let texts = |article: &Article| body(article);
            assert_eq!(texts(back), texts(article), "{}", path.display());
        }
    }
}

fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/inputs").join(path);
    path.exists().then_some(path)
}

#[test]
fn real_documents() {
    let Some(ninjs) = shared("ninjs") else {
        println!("skipped: real_documents (../shared/inputs is not there)");
        return;
    };
    for version in ["1.6", "2.2", "3.1"] {
        for (file, blocks) in
            [("001_simple_example", 1), ("004_simple_text_article", 1), ("005_complex_text_article", 4)]
        {
            let reading = read_path(&ninjs.join(version).join(format!("{file}.json")));
            assert_eq!(reading.format, Format::Ninjs, "{version} {file}");
            let [a] = articles(&reading)[..] else { panic!("{version} {file}: {:?}", problems(&reading)) };
            assert_eq!(a.headline.plain(), "Captain of wrecked cruise ship on trial in Italy", "{version} {file}");
            assert_eq!(date(a), "2013-07-09T10:37:00Z");
            assert_eq!(plain(&a.byline), "Paulo Santalucia and Frances d'Emilio");
            assert!(a.body.len() >= blocks, "{version} {file}: {:?}", body(a));
        }
        let reading = read_path(&ninjs.join(version).join("007_multimedia.json"));
        let [a] = articles(&reading)[..] else { panic!("{version}: {:?}", problems(&reading)) };
        let images = a.body.iter().filter(|block| matches!(block, Block::Image(_))).count();
        assert_eq!(images, 2, "{version}: {:?}", body(a));
    }
    let newsml = shared("newsml-g2").unwrap();
    let reading = read_path(&newsml.join("LISTING_2_NewsML-G2_Text_Document.xml"));
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(a.headline.plain(), "Fed to halt QE to avert \"bubble\"");
    assert_eq!((date(a), a.language.as_str(), a.body.len()), ("2018-11-21T16:25:32-05:00", "en-US", 2));
    assert_eq!(plain(&a.byline), "By Meredith Jameson, Staff Reporter");
    let wordpress = shared("wordpress/themeunittestdata.wordpress.xml").unwrap();
    let started = Instant::now();
    let reading = read_path(&wordpress);
    assert_eq!(reading.format, Format::Wxr);
    assert!(articles(&reading).len() > 60, "{}", articles(&reading).len());
    assert!(started.elapsed() < Duration::from_secs(20));
    for article in articles(&reading) {
        let json = serde_json::to_string(article).unwrap();
        let again = read_bytes(json.as_bytes());
        let [back] = articles(&again)[..] else { panic!("{}: {:?}", article.headline.plain(), problems(&again)) };
        assert_eq!(body(back), body(article));
    }
}

#[test]
fn a_graph_with_references_and_a_live_blog() {
    let reading = read_path(&data().join("newsarticle-graph.json"));
    let [a] = articles(&reading)[..] else { panic!("{reading:?}") };
    assert_eq!((reading.format, a.headline.plain().as_str()), (Format::NewsArticle, "تغطية المؤتمر"));
    assert_eq!(plain(&a.byline), "ليلى حداد، سامر، هند");
    assert_eq!(plain(&a.source.as_ref().unwrap().name), "وكالة المثال");
    assert_eq!(a.body.len(), 5, "{:?}", body(a));
}

#[test]
fn entries_of_an_array_that_are_no_articles_are_passed_over() {
    let list = r#"[{"@context":"https://schema.org","@type":"BreadcrumbList"},
        {"@context":"https://schema.org","@type":"NewsArticle","headline":"تقرير","articleBody":"متن"}]"#;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.json");
    std::fs::write(&path, list).unwrap();
    let input = nashra::input::Input::file(&path);
    let entries: Vec<_> = nashra::input::open(&input, &Options::default()).entries.collect();
    assert!(entries.iter().all(|entry| !entry.problems.any_error()), "{list}");
    assert_eq!(entries.iter().filter(|entry| entry.article.is_some()).count(), 1);
}

/// A hostile input is read or refused, soon, and never ends the run.
fn soon(name: &str, bytes: &[u8]) -> Reading {
    let started = Instant::now();
    let reading = read_bytes(bytes);
    assert!(started.elapsed() < Duration::from_secs(15), "{name} took {:?}", started.elapsed());
    reading
}

#[test]
fn inputs_that_mean_harm() {
    let entity = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>\
                  <rss version=\"2.0\"><channel><item><title>&x;</title><description>نص</description></item></channel></rss>";
    let reading = soon("external entity", entity.as_bytes());
    assert!(articles(&reading).is_empty() && said(&reading, "entit"), "{:?}", problems(&reading));
    let mut laughs = String::from("<?xml version=\"1.0\"?><!DOCTYPE nitf [<!ENTITY a0 \"ha\">");
    for n in 1..30 {
        laughs += &format!("<!ENTITY a{n} \"&a{};&a{};\">", n - 1, n - 1);
    }
    laughs += "]><nitf><body><body.content><p>&a29;</p></body.content></body></nitf>";
    let reading = soon("billion laughs", laughs.as_bytes());
    assert!(articles(&reading).is_empty() && said(&reading, "entit"), "{:?}", problems(&reading));
    let undeclared = "<nitf><body><body.content><p>&who;</p></body.content></body></nitf>";
    assert!(said(&soon("undeclared entity", undeclared.as_bytes()), "“&who;” is not known"));

    let deep = |open: &str, close: &str, n: usize| open.repeat(n) + "نص في العمق" + &close.repeat(n);
    for n in [100, 100_000] {
        let pages = [
            format!("<!doctype html><html><body><h1>عنوان</h1>{}</body></html>", deep("<div>", "</div>", n)),
            format!("<p>{}</p>", deep("<b><i>", "</i></b>", n)),
            format!("<ul>{}</ul>", deep("<li><ul>", "</ul></li>", n)),
            format!("<blockquote>{}</blockquote>", deep("<blockquote>", "</blockquote>", n)),
            format!("<nitf><body><body.content>{}</body.content></body></nitf>", deep("<block>", "</block>", n)),
            format!("<table>{}</table>", deep("<tr><td><table>", "</table></td></tr>", n)),
            format!("{{\"@type\":\"NewsArticle\",\"x\":{}1{}}}", "[".repeat(n), "]".repeat(n)),
        ];
        for page in pages {
            let reading = soon("depth", page.as_bytes());
            let read = !articles(&reading).is_empty();
            assert!(read || reading.outcomes.iter().any(|o| o.problems.any_error()) || said(&reading, "skipped"));
        }
    }
    // Long bodies of each kind; a few megabytes stand for fifty.
    let paragraph = "<p>فقرة <b>طويلة</b> من نص عربي يتكرر كثيرا &amp; لا ينتهي.</p>";
    let html = paragraph.repeat((5 << 20) / paragraph.len());
    assert_eq!(articles(&soon("long HTML", html.as_bytes())).len(), 1);
    let json =
        serde_json::json!({ "uri": "x", "versioncreated": "2025-05-18", "headline": "عنوان", "body_xhtml": html });
    assert_eq!(articles(&soon("long ninjs", json.to_string().as_bytes())).len(), 1);
    let xml = format!("<nitf><body><body.content>{html}</body.content></body></nitf>");
    assert_eq!(articles(&soon("long NITF", xml.as_bytes())).len(), 1);
    for row in ["<", "<p", "&", "&amp", "<b>", "<a href='#fn1'>", "<!--", "<table><b>", "[caption]", "</p>", "<li>"] {
        soon(row, format!("<p>{}", row.repeat(200_000 / row.len())).as_bytes());
    }
    let spans = format!("<table>{}</table>", "<tr><td colspan=99999 rowspan=99999>x<td>y</tr>".repeat(2000));
    soon("spans", spans.as_bytes());

    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..300 {
        bomb.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let reading = soon("gzip bomb", &bomb.finish().unwrap());
    assert!(said(&reading, "longer than"), "{:?}", problems(&reading));
}

#[test]
fn inputs_cut_off_anywhere() {
    for path in documents() {
        let bytes = std::fs::read(path).unwrap();
        for end in (1..bytes.len()).step_by(bytes.len() / 60 + 1) {
            let reading = soon("cut off", &bytes[..end]);
            assert!(!reading.outcomes.is_empty());
        }
    }
}
