//! What one element takes from those around it, names and encodings that are declared otherwise than usual, and parts of
//! a document that belong together or to nothing.

use nashra::document::Article;
use nashra::read::{Format, Options};

use super::{articles, body, categories, date, head, plain, problems, read_bytes, read_data, said, told};

fn url(article: &Article) -> &str {
    article.source.as_ref().and_then(|source| source.url.as_deref()).unwrap_or("")
}

#[test]
fn each_xml_base_is_relative_to_those_around_it() {
    let reading = read_data("feed-base.atom", Format::Feed);
    let [a, english, escaped] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عودة القطار", "هيئة التحرير", "2025-05-18T09:30:00+03:00", "ar-LB"]);
    assert_eq!((url(a), categories(a)), ("https://example.org/news/1.html", vec!["اقتصاد".into(), "نقل".into()]));
    assert_eq!(
        body(a),
        [
            "p عاد القطار إلى المدينة.",
            "i https://example.org/news/img/a.jpg (قطار) القطار في المحطة []",
            "l أول|ثان(فرعي)"
        ]
    );
    let json = serde_json::to_string(&a.body).unwrap();
    assert!(json.contains("https://example.org/city.html"), "`../` is taken: {json}");
    assert_eq!((english.language.as_str(), escaped.headline.plain().as_str()), ("en", "نص <عادي>"));
    assert_eq!(body(escaped), ["p متن أول", "p متن ثان"]);
    told(&reading, &["stands elsewhere is left out: pic.jpg", "no content and is skipped"]);
}

#[test]
fn whatever_prefix_a_feed_declares() {
    let reading = read_data("feed-prefixes.rss", Format::Feed);
    let [a, undated] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["ارتفاع الصادرات", "كريم منصور", "2025-05-18T09:30:00+03:00", "ar"]);
    assert_eq!(plain(&a.summary), "ملخص الخبر.");
    assert_eq!(body(a), ["i https://example.org/e.jpg () ميناء [سامر]", "p ارتفعت الصادرات.", "p وقال الوزير كلاما."]);
    // RSS: the channel's `pubDate` is that of its content.
    assert_eq!(date(undated), "2025-05-18T06:00:00Z");
    told(&reading, &["has no date: that of its package"]);

    let inner = "<rss version='2.0'><channel><item><title><![CDATA[عنوان <em>بوسم</em> &amp; رمز]]></title>\
                 <encoded xmlns='http://purl.org/rss/1.0/modules/content/'><![CDATA[<p>متن.</p>]]></encoded>\
                 <creator xmlns='http://purl.org/dc/elements/1.1/'>نورا</creator><pubDate>18 May 25 09:30 +0300</pubDate>\
                 </item></channel></rss>";
    let reading = read_bytes(inner.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان بوسم & رمز", "نورا", "2025-05-18T09:30:00+03:00", "ar"]);
    assert_eq!(body(a), ["p متن."]);

    let reading = read_data("feed-one.rdf", Format::Feed);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["قصيدة جديدة", "شاعر", "2025-05-18", "ar"]);
    assert_eq!((categories(a), plain(&a.copyright)), (vec!["أدب".to_owned()], "© المجلة".into()));
}

#[test]
fn plain_texts_with_signs_of_markup() {
    let feed = "<rss version='2.0'><channel><item><title>عنوان</title><description>سطر أول\nسطر ثان\n\n5 &lt; 6 &amp; 7\
                </description></item></channel></rss>";
    let reading = read_bytes(feed.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(body(a), ["p سطر أول", "p سطر ثان", "p 5 < 6 & 7"]);

    let reading = read_data("feed-plain-titles.json", Format::JsonFeed);
    let [a, b] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان & رمز", "أ، ج", "2025-05-18", "ar-IQ"]);
    assert_eq!((url(a), body(a)[1].as_str()), ("https://other.example/x", "i https://other.example/i.png (شكل)  []"));
    assert_eq!(body(b), ["p النص في الحقل الآخر."]);
}

#[test]
fn a_summary_in_one_line_loses_nothing() {
    let feed = "<rss version='2.0' xmlns:content='c'><channel><item><title>عنوان</title><description>&lt;p&gt;أول&lt;/p&gt;\
                &lt;ul&gt;&lt;li&gt;بند&lt;/li&gt;&lt;/ul&gt;&lt;img src='t.jpg'&gt;</description>\
                <content:encoded>متن.</content:encoded></item></channel></rss>";
    let reading = read_bytes(feed.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(plain(&a.summary), "أول بند");
    told(&reading, &["picture among the words of a line is left out: t.jpg"]);
}

#[test]
fn an_article_has_its_page_s_language_and_date() {
    let reading = read_data("newsarticle-page.json", Format::NewsArticle);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان من الرسم", "رنا خوري، ثان", "2025-05-18T09:30:00+03:00", "ar-JO"]);
    let page = r#"{"@context":"https://schema.org","@type":"WebPage","inLanguage":"ar-TN","mainEntity":
        {"@type":"NewsArticle","headline":"عنوان","articleBody":"متن."}}"#;
    let reading = read_bytes(page.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(a.language.as_str(), "ar-TN");
}

#[test]
fn the_richest_rendition_of_a_text() {
    let reading = read_data("newsml-renditions.xml", Format::NewsMl);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان بعدة صيغ", "سامر عيسى", "2025-05-18T09:30:00+03:00", "ar"]);
    assert_eq!((body(a), categories(a)), (vec!["p نص غني غليظ.".into(), "p ثان.".into()], vec!["اقتصاد".to_owned()]));
    told(&reading, &["a further rendition", "https://example.org/n.pdf"]);

    let reading = read_data("newsml-prefixes.xml", Format::NewsMl);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["الرئيس", "سعاد", "2025-05-18T09:30:00Z", "ar"]);
    assert_eq!((plain(&a.subheadline), plain(&a.dateline)), ("فرعي".into(), "بيروت، 18 أيار".into()));
    assert_eq!(body(a), ["p متن بسوابق.", "t أ,ب | 1,2"]);
}

#[test]
fn a_package_of_news_items_and_its_pictures() {
    let reading = read_data("newsml-package.xml", Format::NewsMl);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    // The language is that of the message, as XML's own attribute is inherited.
    assert_eq!(head(a), ["خبر الحزمة", "ليلى", "2025-05-18T09:30:00Z", "ar"]);
    assert_eq!(body(a), ["i market.jpg () السوق صباحا [مصور]", "p متن."]);
    let words = [
        "headline of the package is left out: حزمة",
        "an item that is not in the input: خبر غائب",
        "“صورة وحيدة” stands without a text and is left out: alone.jpg",
    ];
    told(&reading, &words);

    let alone = "<packageItem guid='p'><itemMeta><itemClass qcode='ninat:composite'/></itemMeta><groupSet><group>\
                 <itemRef residref='u:1'><title>خبر</title></itemRef></group></groupSet></packageItem>";
    let reading = read_bytes(alone.as_bytes());
    assert!(articles(&reading).is_empty());
    told(&reading, &["an item that is not in the input: خبر", "no content and is skipped"]);
}

#[test]
fn a_package_s_date_language_and_pictures_go_to_its_articles() {
    let reading = read_data("ninjs-package.json", Format::Ninjs);
    let [a, b] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["أول", "", "2025-05-18T09:30:00Z", "ar-MA"]);
    assert_eq!(body(a), ["i school.jpg () صورة []", "p متن أول"], "the picture that it refers to");
    assert_eq!((date(b), b.language.as_str(), body(b)), ("2025-05-17T00:00:00Z", "fr", vec!["p متن ثان".to_owned()]));
    told(&reading, &["has no date: that of its package", "“withheld”", "headline of the package is left out: حزمة"]);

    let one = r#"{"uri":"p","type":"composite","versioncreated":"2025-05-18","associations":{"t":{"uri":"t","type":"text",
        "headline":"خبر","body_text":"متن."},"p":{"uri":"x","type":"picture","renditions":{"a":{"href":"market.jpg"}}}}}"#;
    let reading = read_bytes(one.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(body(a), ["i market.jpg ()  []", "p متن."], "a package's only article has its pictures");

    let reading = read_data("ninjs-roles.json", Format::Ninjs);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!((a.headline.plain().as_str(), plain(&a.subheadline).as_str()), ("العنوان الرئيس", "فرعي"));
    assert_eq!(body(a), ["i market.jpg () صورة []", "p نص غني", "p ثان"]);
    told(&reading, &["a further text of the item is left out: sidebar"]);
}

/// A picture without a text is told with its address, whatever the form is.
#[test]
fn pictures_alone() {
    let feed = "<rss version='2.0'><channel><item><title>صورة اليوم</title><enclosure url='day.jpg' type='image/jpeg'/>\
                </item></channel></rss>";
    let json_feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"م","items":[{"id":"1","title":"صورة اليوم",
        "image":"day.jpg"}]}"#;
    let post = r#"[{"id":1,"title":{"rendered":"صورة اليوم"},"content":{"rendered":""},
        "_embedded":{"wp:featuredmedia":[{"source_url":"day.jpg"}]}}]"#;
    let ninjs = r#"{"uri":"u","type":"picture","versioncreated":"2025-05-18","headline":"صورة اليوم",
        "renditions":{"small":{"href":"small.jpg","width":100},"main":{"href":"day.jpg","width":900}}}"#;
    let ld = r#"{"@context":"https://schema.org","@type":"NewsArticle","headline":"صورة اليوم","image":"day.jpg"}"#;
    for input in [feed, json_feed, post, ninjs, ld] {
        let reading = read_bytes(input.as_bytes());
        assert!(articles(&reading).is_empty(), "{input}");
        told(&reading, &["“صورة اليوم” stands without a text and is left out: day.jpg", "no content and is skipped"]);
    }
}

#[test]
fn blocks_footnotes_and_what_stands_in_no_post() {
    let reading = read_data("site-blocks.xml", Format::Wxr);
    let [a, draft] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["مقالة بكتل", "نور سليم", "2025-05-18T09:30:00Z", "fr"]);
    let body = body(a);
    assert_eq!(
        body[..5],
        [
            "h2 قسم",
            "p فقرة مع ]]> رمز.",
            "n 1 حاشية من المحرر.",
            "i https://example.org/i-1024x683.jpg (صورة) تعليق []",
            "l# أ(ب)"
        ]
    );
    assert_eq!(super::body(draft)[0], "p فقرة أولى\nسطر ثان منها");
    told(&reading, &["protected by a password", "none of its posts: 1, the first is https://example.org/unused.jpg"]);

    let reading = read_data("wordpress-builder.json", Format::WordPress);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(super::body(a), ["p نص [مهم] هنا [1].", "p نص من مصمم الصفحات."]);
    told(&reading, &["the codes [vc_row] were left out", "“محمي” stands without a text"]);
}

#[test]
fn a_page_with_a_base_of_its_own() {
    let reading = read_data("page-base.html", Format::Html);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان المقالة الطويل", "ليلى حداد", "2025-05-18T09:30:00+03:00", "ar"]);
    assert_eq!(url(a), "https://cdn.example.org/news/2025/story.html");
    let body = body(a);
    assert!(body[0].starts_with("p فقرة أولى"), "the line of the byline is not set again: {body:?}");
    assert_eq!(body[1], "i https://cdn.example.org/news/2025/img/real.jpg (حقيقية) تعليق الصورة []");
    assert!(body.contains(&"l أول(فرعي(أعمق))|ثان\nتتمة".to_owned()), "{body:?}");
    assert!(body.contains(&"t أ,ب | 1,2/,3".to_owned()), "{body:?}");
}

#[test]
fn html_in_markdown() {
    let reading = read_data("front-jekyll.md", Format::Markdown);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان جيكل", "", "2025-05-18T09:30:00+03:00", "ar"]);
    assert_eq!(
        body(a),
        ["i market.jpg ()  []", "p فقرة أولى", "p فقرة بسطر\nوآخر.", "p فقرة {{ page.title }} و{% include x.html %}."]
    );
    told(&reading, &["comments and tags around the text were left out (4 in all)"]);
    let lines = "---\ntitle: |\n  عنوان\n  بسطرين\ndate: 18 مايو 2025\n---\n\nمتن.\n";
    let reading = read_bytes(lines.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان بسطرين", "", "2025-05-18", "ar"]);
}

#[test]
fn encodings_that_nothing_declares() {
    let page = "<html lang=\"ar\"><head><title>عنوان</title></head><body><h1>عنوان الصفحة القديمة</h1><p>هذا نص عربي قديم \
                محفوظ بترميز قديم.</p></body></html>";
    let plain_text = "خبر قديم\n\nنص عربي قديم بلا إعلان عن الترميز.\n";
    let wide = |text: &str, big: bool| -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let old = encoding_rs::ISO_8859_6.encode(page).0;
    for (bytes, headline) in [
        (old.to_vec(), "عنوان الصفحة القديمة"),
        (encoding_rs::ISO_8859_6.encode(plain_text).0.to_vec(), "خبر قديم"),
        (wide(plain_text, false), "خبر قديم"),
        (wide(plain_text, true), "خبر قديم"),
    ] {
        let reading = read_bytes(&bytes);
        let [a] = articles(&reading)[..] else { panic!("{headline}: {:?}", problems(&reading)) };
        assert_eq!(a.headline.plain(), headline);
    }
    assert!(said(&read_bytes(&old), "taken for ISO 8859-6"));
    let wider: Vec<u8> = plain_text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    let marked = [&[0xFF, 0xFE, 0, 0], wider.as_slice()].concat();
    assert!(said(&read_bytes(&marked), "UTF-32"));
}

/// Files that were put together have a mark where each began, and blank lines where it ended.
#[test]
fn lines_of_several_files() {
    let line = |n: u32| format!("{{\"title\":\"خبر {n}\",\"content\":\"نص {n}.\"}}");
    let text = format!("\u{FEFF}\n{}\n\n   \n{}\r\n\r\n\u{FEFF}{}\n{{\"title\":\"ناقص\"", line(1), line(2), line(3));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("several.ndjson");
    std::fs::write(&path, text).unwrap();
    let opened = nashra::input::open(&nashra::input::Input::file(&path), &Options::default());
    let entries: Vec<_> = opened.entries.collect();
    let read = entries.iter().filter(|entry| entry.article.is_some()).count();
    assert_eq!((read, entries.len()), (3, 4), "{entries:?}");
}

/// Dates as dumps and pages have them; what could be two days is none.
#[test]
fn dates_in_words() {
    for (written, expected) in [
        ("الأحد 18 أيار/مايو 2025 - 9:30 م", "2025-05-18T21:30:00"),
        ("١٨ ماي ٢٠٢٥", "2025-05-18"),
        ("2025-W20-7", "2025-05-18"),
        ("2025-138", "2025-05-18"),
        ("18/05/2025", "2025-05-18"),
        ("05/06/2025", ""),
        ("20 ذو القعدة 1446 هـ", "2025-05-18"),
    ] {
        let dump = serde_json::json!([{ "title": "عنوان", "content": "متن.", "date": written }]).to_string();
        let reading = read_bytes(dump.as_bytes());
        let [a] = articles(&reading)[..] else { panic!("{written}: {:?}", problems(&reading)) };
        assert_eq!(date(a), expected, "{written}");
        assert_eq!(said(&reading, "Umm al-Qura"), written.contains("هـ"), "{written}");
    }
    for (number, expected) in
        [(1747560600i64, "2025-05-18T09:30:00Z"), (1747560600000, "2025-05-18T09:30:00Z"), (2025, "")]
    {
        let dump = serde_json::json!([{ "title": "عنوان", "content": "متن.", "date": number }]).to_string();
        let reading = read_bytes(dump.as_bytes());
        let [a] = articles(&reading)[..] else { panic!("{number}: {:?}", problems(&reading)) };
        assert_eq!(date(a), expected, "{number}");
    }
}

#[test]
fn names_with_a_prefix_and_texts_in_several_languages() {
    let reading = read_data("newsarticle-prefix.json", Format::NewsArticle);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان بسابقة", "رنا", "2025-05-18", "ar"]);
    assert_eq!(body(a), ["p متن بسابقة."]);

    let reading = read_data("newsarticle-languages.json", Format::NewsArticle);
    let [a, _] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عربي", "أ، ب", "2025-05-18", "ar"]);
    assert_eq!(plain(&a.dateline), "عمان");
    assert_eq!(body(a), ["i https://example.org/a.jpg ()  []", "p فقرة أولى.", "p فقرة ثانية."]);
    told(&reading, &["a note to editors: تصحيح: كان العدد خمسة."]);

    let reading = read_data("newsml-languages.xml", Format::NewsMl);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان عربي", "بقلم سعاد", "2025-05-18T09:30:00Z", "ar"]);
    assert_eq!((plain(&a.dateline), plain(&a.summary)), ("دمشق".into(), "ملخص".into()));
    assert_eq!((plain(&a.copyright), body(a).len()), ("© 2025 وكالة".into(), 2));
    // An empty `embargoed` is an embargo without an end.
    told(&reading, &["under an embargo without an end"]);
}

#[test]
fn pictures_where_they_are_named() {
    let reading = read_data("nitf-sizes.nitf", Format::NewsMl);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان الرأس وحده", "سامر", "2025-05-18T09:30:00Z", "ar"]);
    assert_eq!(body(a)[1], "i school.jpg () تعليق [مصور]", "the largest of its sizes");

    let reading = read_data("ninjs-in-text.json", Format::Ninjs);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(body(a), ["p متن", "i market.jpg (بديل) تعليق [مصور]"], "what the item says of a picture in its text");

    let reading = read_data("wordpress-plugins.json", Format::WordPress);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!((plain(&a.byline), body(a)[0].as_str()), ("كاتب ضيف".into(), "i https://example.org/j.jpg ()  []"));

    let reading = read_data("page-microdata.html", Format::Html);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان المقالة هنا", "", "2025-05-18", "ar"]);
    let body = body(a);
    for block in [
        "i https://example.org/amp.jpg (صورة)  []",
        "i https://example.org/lazy.jpg (كسول)  []",
        "i https://example.org/only-source.webp ()  []",
        "q قول مهم — قائله",
    ] {
        assert!(body.contains(&block.to_owned()), "{block}: {body:#?}");
    }
    told(&reading, &["the raised or lowered place of a text"]);
}

#[test]
fn summaries_and_headings_that_stand_for_others() {
    let reading = read_data("feed-summaries.json", Format::JsonFeed);
    let [a, b] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!((body(a), plain(&a.summary)), (vec!["p ملخص يقوم مقام النص.".to_owned()], String::new()));
    assert_eq!(body(b), ["i https://example.org/b.jpg ()  []", "p غني"]);
    told(&reading, &["a summary only, which stands as the text"]);
    let feed = "<rss version='2.0' xmlns:content='c'><channel><item><title>عنوان</title><content:encoded>\
                &lt;h1&gt;عنوان&lt;/h1&gt;&lt;p&gt;متن.&lt;/p&gt;</content:encoded></item></channel></rss>";
    let reading = read_bytes(feed.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(body(a), ["p متن."]);
}

/// What is looked for in each of many parts is looked up, and not searched for.
#[test]
fn many_parts_that_refer_to_each_other() {
    let articles_of = |n: usize| -> String {
        let article = |i| {
            format!(
                r##"{{"@type":"NewsArticle","@id":"#{i}","headline":"ع","articleBody":"نص.","isPartOf":{{"@id":"#p"}}}},"##
            )
        };
        (0..n).map(article).collect()
    };
    let graph = format!(
        r##"{{"@context":"https://schema.org","@graph":[{}{{"@type":"WebPage","@id":"#p","inLanguage":"ar-IQ"}}]}}"##,
        articles_of(3000)
    );
    let declared: String = (0..20_000).map(|i| format!("xmlns:p{i}='u{i}' ")).collect();
    let item = "<item><title>ع</title><description>نص.</description></item>".repeat(3000);
    let feed = format!("<rss {declared}><channel>{item}</channel></rss>");
    for (name, input, language) in [("a graph", graph, "ar-IQ"), ("prefixes", feed, "ar")] {
        let reading = super::soon(name, input.as_bytes());
        let read = articles(&reading);
        assert_eq!(read.len(), 3000, "{name}");
        assert!(read.iter().all(|article| article.language.as_str() == language), "{name}");
    }
    let open = "# عنوان\n\nمتن.\n\n<!-- ملاحظة\n\nضائع.\n";
    told(&read_bytes(open.as_bytes()), &["a comment does not end"]);
}
