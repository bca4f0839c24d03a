//! What stands around articles in answers and stores, fields under other names, texts that are escaped once more than
//! their form asks for, and pictures that an item carries beside its text.

use nashra::read::Format;

use super::{articles, body, categories, date, head, plain, problems, read_bytes, read_data, said, told};

const ONE: &str = r#"{"title":"خبر","content":"متن."}"#;

#[test]
fn answers_and_entries_around_articles() {
    let lists = ["rows", "records", "news", "documents", "stories", "value", "hits"];
    let mut inputs: Vec<String> = lists.iter().map(|name| format!(r#"{{"{name}":[{ONE}],"total":1}}"#)).collect();
    for holder in ["_source", "row", "document", "node"] {
        inputs.push(format!(r#"{{"took":3,"hits":{{"total":1,"hits":[{{"_id":"1","{holder}":{ONE}}}]}}}}"#));
        inputs.push(format!("{{\"_index\":\"n\",\"{holder}\":{ONE}}}\n{{\"_index\":\"n\",\"{holder}\":{ONE}}}"));
    }
    inputs.push(format!(r#"{{"data":[{{"type":"articles","id":"1","attributes":{ONE}}}]}}"#));
    inputs.push(format!(r#"{{"data":{{"meta":{{}},"item":{ONE}}}}}"#));
    inputs.push(format!(r#"{{"response":{{"numFound":1,"docs":[{ONE}]}}}}"#));
    for input in inputs {
        let reading = read_bytes(input.as_bytes());
        assert_eq!(reading.format, Format::Flat, "{input}");
        let found = articles(&reading);
        assert!(!found.is_empty(), "{input}: {:?}", problems(&reading));
        for article in found {
            assert_eq!(
                (article.headline.plain().as_str(), body(article)),
                ("خبر", vec!["p متن.".to_owned()]),
                "{input}"
            );
        }
    }
    let ninjs = r#"{"total":1,"item":[{"uri":"u","type":"story","versioncreated":"2025-05-18T15:14:24","headline":"خبر",
        "body_text":"متن."}]}"#;
    let reading = read_bytes(ninjs.as_bytes());
    assert_eq!((reading.format, articles(&reading).len()), (Format::Ninjs, 1));
}

#[test]
fn fields_of_dumps_under_other_names() {
    let reading = read_data("dump-names.ndjson", Format::Flat);
    let [a, b, c, d, e, f] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["خبر \"أول\" & ثان", "هند", "2025-05-18T09:30:00Z", "ar"]);
    assert_eq!(body(a), ["i market.jpg (السوق) السوق صباحا [سامر]", "p متن أول.", "p متن ثان."]);
    assert_eq!((plain(&a.subheadline), categories(a)), ("فرعي".into(), vec!["سوق".into(), "حلب".into()]));
    assert_eq!(head(b), ["خبر ثان", "كاتب", "2025-05-18", "ar"]);
    assert_eq!(b.source.as_ref().unwrap().url.as_deref(), Some("https://example.org/2"));
    assert_eq!(body(c), ["i school.jpg ()  []", "p متن.", "i wheat.jpg ()  []"], "{:?}", problems(&reading));
    assert_eq!(head(d), ["خبر رابع", "", "2025-05-18T09:30:00+03:00", "ar"]);
    assert_eq!(body(d), ["p قال: “نعم” & سكت.", "p ثم مضى."]);
    assert_eq!(
        (head(e)[0].as_str(), head(e)[1].as_str(), body(e)),
        ("خبر خامس", "ليلى", vec!["p متن خامس.".to_owned()])
    );
    assert_eq!(body(f), ["p فقرة.", "i wheat.jpg ()  []", "p أخرى."], "the text's own picture");
    told(&reading, &["the article's own picture is left out, as its text has pictures: school.jpg"]);

    // A body that is a text and has only our own fields beside it is one of ours with a fault.
    let own = read_bytes(r#"{"headline":"عنوان","body":"نص"}"#.as_bytes());
    assert_eq!(own.format, Format::Json);
    assert!(said(&own, "expected a list"), "{:?}", problems(&own));
}

#[test]
fn texts_that_were_escaped_twice() {
    let ld = r#"{"@context":"https://schema.org","@type":"NewsArticle","headline":"تحقيق: &laquo;المدينة&raquo;",
        "articleBody":"&lt;p&gt;فقرة أولى&lt;/p&gt;&lt;p&gt;فقرة &lt;b&gt;ثانية&lt;/b&gt;&lt;/p&gt;"}"#;
    let reading = read_bytes(ld.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(
        (a.headline.plain().as_str(), body(a)),
        ("تحقيق: «المدينة»", vec!["p فقرة أولى".into(), "p فقرة ثانية".into()])
    );

    let feed = "<rss version='2.0'><channel><item><title>عنوان</title><description>&amp;lt;p&amp;gt;أول&amp;lt;/p&amp;gt;\
                &amp;lt;p&amp;gt;ثان&amp;lt;/p&amp;gt;</description></item></channel></rss>";
    let reading = read_bytes(feed.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(body(a), ["p أول", "p ثان"]);

    // Marks and names of characters within the lines of a text that is else plain.
    let ld = r#"{"@context":"https://schema.org","@type":"NewsArticle","headline":"رأي",
        "articleBody":"نص &quot;أول&quot;\r\n\r\nثان <b>غليظ</b> &amp; رمز، و5 < 6"}"#;
    let reading = read_bytes(ld.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(body(a), ["p نص \"أول\"", "p ثان غليظ & رمز، و5 < 6"]);
}

#[test]
fn a_text_beside_the_main_one_is_never_read_in_its_place() {
    let item = r#"{"standard":{"name":"ninjs","version":"3.0"},"uri":"u","type":"text","versionCreated":"2025-05-18T10:00:00Z",
        "headlines":[{"value":"خبر"}],"bodies":[{"contentType":"text/plain","value":"فقرة أولى.\n\nفقرة ثانية."},
        {"role":"sidebar","contentType":"text/html","value":"<p>جانبي</p>"}],
        "renditions":[{"name":"small","href":"market-small.jpg","width":"100","contentType":"image/jpeg"},
        {"name":"lead","href":"market.jpg","width":"900","contentType":"image/jpeg"},
        {"name":"text","href":"story.xml","contentType":"text/xml"}],
        "associations":[{"type":"picture","renditions":[{"href":"wheat.jpg","width":5}]}]}"#;
    let reading = read_bytes(item.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(body(a), ["i market.jpg ()  []", "p فقرة أولى.", "p فقرة ثانية.", "i wheat.jpg ()  []"]);
    told(&reading, &["a further text of the item is left out: sidebar"]);

    // The headline above a text in markup, below the picture that is set first.
    let item = r#"{"uri":"u","type":"text","versioncreated":"2025-05-18","headline":"خبر",
        "body_xhtml":"<h1>خبر</h1><p>متن.</p>","associations":{"p":{"type":"picture","renditions":{"a":{"href":"market.jpg"}}}}}"#;
    let reading = read_bytes(item.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(body(a), ["i market.jpg ()  []", "p متن."]);
}

#[test]
fn what_is_attached_to_an_article() {
    let ld = r#"{"@context":"https://schema.org","@type":"NewsArticle","headline":"خبر","articleBody":"متن.",
        "creativeWorkStatus":"Draft","primaryImageOfPage":{"@type":"ImageObject","url":"school.jpg"},
        "associatedMedia":[{"@type":"ImageObject","contentUrl":"market.jpg","caption":"السوق"},
        {"@type":"VideoObject","name":"فيلم","contentUrl":"v.mp4"}]}"#;
    let reading = read_bytes(ld.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(body(a), ["i school.jpg ()  []", "p متن.", "i market.jpg () السوق []"]);
    told(&reading, &["its status is “Draft”", "“VideoObject” is left out: فيلم"]);

    let reading = read_data("newsml-carried.xml", Format::NewsMl);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان", "محرر", "2017-10-11T10:41:00+01:00", "ar"]);
    assert_eq!(body(a), ["i market.jpg ()  []", "p قال الوزير إن الإعلان غير مقبول."]);
    told(&reading, &["content that stands elsewhere is left out: film.mp4", "a further rendition of the text"]);
}

#[test]
fn fractions_and_media_inside_a_nitf_text() {
    let nitf = "<nitf><body><body.head><hedline><hl1>عنوان</hl1></hedline></body.head><body.content><p>مضت <num>5</num>\
                <frac><frac-num>1</frac-num><frac-den>2</frac-den></frac> ساعات، و<frac><frac-num>3</frac-num><frac-sep>⁄\
                </frac-sep><frac-den>4</frac-den></frac>.</p><media media-type='image'><media-object encoding='base64'>\
                iVBORw0KGgo=</media-object><media-caption>تعليق</media-caption></media></body.content></body></nitf>";
    let reading = read_bytes(nitf.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(body(a), ["p مضت 5 1/2 ساعات، و3⁄4.", "p تعليق"]);
    told(&reading, &["a medium that stands in the text itself was left out"]);
}

/// The end of a day is the beginning of the next one; offsets are written as the project writes them.
#[test]
fn moments_in_other_spellings() {
    for (written, expected) in [
        ("2025-05-18T24:00:00Z", "2025-05-19T00:00:00Z"),
        ("Sun, 18 May 2025 24:00:00 GMT", "2025-05-19T00:00:00Z"),
        ("2025-05-18T09:30:00+0300", "2025-05-18T09:30:00+03:00"),
        ("2025-05-18 09:30:00.250", "2025-05-18T09:30:00.250"),
    ] {
        let ld = serde_json::json!({ "@context": "https://schema.org", "@type": "NewsArticle", "headline": "ع",
            "articleBody": "متن.", "datePublished": written });
        let reading = read_bytes(ld.to_string().as_bytes());
        let [a] = articles(&reading)[..] else { panic!("{written}: {:?}", problems(&reading)) };
        assert_eq!(date(a), expected, "{written}");
    }
}

#[test]
fn front_matter_of_both_kinds_and_html_in_markdown() {
    let reading = read_data("front-mixed.md", Format::Markdown);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان المقالة", "هند، سعد", "2025-05-18T09:30:00+03:00", "ar-SY"]);
    assert_eq!((plain(&a.subheadline), plain(&a.dateline)), ("عنوان فرعي".into(), "دمشق".into()));
    let source = a.source.as_ref().unwrap();
    assert_eq!((plain(&source.name), source.url.as_deref()), ("وكالة المثال".into(), Some("https://example.org/1")));
    assert_eq!(
        body(a),
        [
            "p فقرة مع مشطوب وغليظ ورابط وH2O، وبين 5~7 و8~9.",
            "h2 قسم",
            "i wheat.jpg (بديل) تعليق تحت الصورة []",
            "i school.jpg (مدرسة) في المدرسة []",
            "t أ,ب | 1,2",
            "p فقرة أخيرة.",
        ]
    );
    let json = serde_json::to_string(&a.body).unwrap();
    assert!(json.contains("**غليظ**") && json.contains("[رابط](https://example.org/2)"), "{json}");
    let words = [
        "left out: tags",
        "the line through a text (which stays) was left out",
        "https://www.youtube.com/embed/a",
        "an image that stands in the page itself was left out",
    ];
    told(&reading, &words);

    let underlined = "عنوان المقالة\n=============\n\nفقرة أولى.\n\nعنوان فرعي\n----------\n\nفقرة ثانية.\n";
    let reading = read_bytes(underlined.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!((reading.format, a.headline.plain().as_str()), (Format::Markdown, "عنوان المقالة"));
    assert_eq!(body(a), ["p فقرة أولى.", "h2 عنوان فرعي", "p فقرة ثانية."]);
}

#[test]
fn what_stands_above_the_text_of_a_page() {
    let reading = read_data("page-lead.html", Format::Html);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان الخبر المهم", "أحمد علي، سارة", "2025-05-18T09:30:00+03:00", "ar"]);
    assert_eq!((plain(&a.subheadline), plain(&a.summary)), ("عنوان فرعي للخبر".into(), "سطر ثان".into()));
    let body = body(a);
    assert_eq!(body[0], "i https://example.org/a-16x9.jpg (صورة رئيسة) شارع في المدينة []");
    assert_eq!(body[1], "p دمشق - سانا");
    assert!(body.iter().any(|block| block.starts_with("q") && block.contains("العمل ينتهي في آخر العام")), "{body:?}");
    assert!(!body.iter().any(|block| block.contains("other.jpg")), "{body:?}");
    told(&reading, &["the line through a text (which stays) was left out"]);
}

#[test]
fn dumps_as_tables() {
    let commas = "title,content,author,date\n\"عنوان أول\",\"فقرة أولى.\nفقرة ثانية.\",هند,2025-05-18\nعنوان ثان,\"متن \"\"مقتبس\"\".\",,\n";
    let tabs = commas
        .replace("\",\"", "\"\t\"")
        .replace("\",هند,", "\"\tهند\t")
        .replace("ثان,", "ثان\t")
        .replace(",,\n", "\t\t\n");
    let tabs = tabs.replace("title,content,author,date", "title\tcontent\tauthor\tdate");
    for text in [commas.to_owned(), tabs, format!("\u{FEFF}{}", commas.replace('\n', "\r\n"))] {
        let reading = read_bytes(text.as_bytes());
        assert_eq!(reading.format, Format::Flat, "{text}");
        let [a, b] = articles(&reading)[..] else { panic!("{text}: {:?}", problems(&reading)) };
        assert_eq!(head(a), ["عنوان أول", "هند", "2025-05-18", "ar"]);
        assert_eq!(
            (body(a), body(b)),
            (vec!["p فقرة أولى.".into(), "p فقرة ثانية.".into()], vec!["p متن \"مقتبس\".".to_owned()])
        );
    }
    let wide = read_bytes("title,text\nعنوان,متن, وذيل\n".as_bytes());
    told(&wide, &["the row has 3 cells, but there are 2 columns"]);
}

#[test]
fn galleries_of_one_and_what_scripts_embed() {
    let page = "<figure class='wp-block-gallery'><ul><li><figure><img src='market.jpg' alt='أ'><figcaption>تعليق</figcaption>\
                </figure></li></ul></figure><p>فقرة أولى.</p><div class='fb-post' data-href='https://facebook.example/p/1'></div>\
                <div data-oembed-url='https://video.example/a'></div><amp-youtube data-videoid='abc'></amp-youtube>\
                <p>فقرة ثانية.</p>";
    let reading = read_bytes(page.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(body(a), ["i market.jpg (أ) تعليق []", "p فقرة أولى.", "p فقرة ثانية."]);
    told(&reading, &["embeds here was left out: https://facebook.example/p/1", "https://video.example/a", "out: abc"]);
}

#[test]
fn a_piece_of_a_page_that_begins_with_text() {
    let piece = "نص مباشر بلا وسم أوله جملة طويلة.<br><br>فقرة ثانية &nbsp;مع<q>قول</q>.<p>ثالثة\n<p>رابعة";
    let reading = read_bytes(piece.as_bytes());
    assert_eq!(reading.format, Format::Html);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(a.headline.plain(), "نص مباشر بلا وسم أوله جملة طويلة.");
    assert_eq!(body(a)[1..], ["p فقرة ثانية \u{A0}مع«قول».", "p ثالثة", "p رابعة"]);
}

#[test]
fn captions_of_older_themes() {
    let post = r#"[{"id":1,"title":{"rendered":"خبر"},"content":{"rendered":"<p>أولى.</p><div id='a' class='wp-caption alignnone'><img src='market.jpg' alt='أ'><p class='wp-caption-text'>تعليق أ</p></div><p>ثانية.</p>"}}]"#;
    let reading = read_bytes(post.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(body(a), ["p أولى.", "i market.jpg (أ) تعليق أ []", "p ثانية."]);
}
