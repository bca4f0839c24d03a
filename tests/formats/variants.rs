//! The same forms as newsrooms, their programs and their editors write them: lists that a server answers with,
//! several languages and roles, parts that stand elsewhere, and what has no place in a bulletin.

use nashra::read::{Format, Options};

use super::{articles, body, categories, data, date, head, plain, problems, read_bytes, read_data, said, told};

#[test]
fn superdesk() {
    let reading = read_data("superdesk.json", Format::Ninjs);
    let [a, cancelled, raw] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["مجلس المدينة يقر الموازنة الجديدة", "ليلى حداد", "2025-05-18T08:00:00+00:00", "ar"]);
    assert_eq!(a.id.as_deref(), Some("urn:newsml:localhost:2025:1"));
    assert_eq!((plain(&a.dateline), plain(&a.summary)), ("حلب".into(), "ملخص قصير.".into()));
    assert_eq!((categories(a), plain(&a.copyright)), (vec!["اقتصاد".to_owned()], "© 2025".into()));
    assert_eq!(
        body(a),
        [
            "i school.jpg (صورة نواب) نواب المجلس في الجلسة [سامر عيسى]",
            "p أقر المجلس الموازنة.",
            "p وتبلغ مليار ليرة.",
            "i market.jpg (قاعة) قاعة المجلس []",
        ]
    );
    assert_eq!(date(cancelled), "2025-05-18T10:30:00+00:00");
    assert_eq!(head(raw), ["من الأرشيف", "هند، سعد", "2025-05-18T09:30:00+00:00", "ar"]);
    assert_eq!((plain(&raw.dateline), plain(&raw.summary)), ("بيروت".into(), "موجز.".into()));
    assert_eq!(
        (categories(raw), body(raw)),
        (vec!["محليات".to_owned()], vec!["p متن.".to_owned(), "p للتواصل: نشرة المثال.".to_owned()])
    );
    told(
        &reading,
        &["“canceled”", "“in_progress”", "embargo until 2025-05-20", "no content", "“text” is left out: خبر"],
    );
}

#[test]
fn articles_of_json_ld_wherever_they_stand() {
    let reading = read_data("newsarticle-holders.json", Format::NewsArticle);
    let [a, b, c, d, e] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان بلغة", "رنا خوري", "2025-05-18", "ar"]);
    assert_eq!(body(a), ["i gone.jpg ()  []", "p فقرة أولى", "p فقرة ثانية"]);
    assert_eq!(head(b), ["عنوان بالاسم", "سعد الدين، مها، هدى", "2025-05-18T09:30:00.000Z", "ar-SA"]);
    assert_eq!((plain(&b.dateline), plain(&b.copyright)), ("جدة".into(), "© 2025 مالك".into()));
    assert_eq!(plain(&b.source.as_ref().unwrap().name), "جريدة");
    assert_eq!(body(b), ["i school.jpg () المدرسة [مصور]", "p متن قوي.", "h2 فرعي", "p تتمة"]);
    assert_eq!((head(c)[0].as_str(), date(c)), ("داخل الصفحة", "2025-05-18"));
    assert_eq!((head(d)[0].as_str(), plain(&d.copyright).as_str()), ("أول القائمة", "© 2025 المثال"));
    assert_eq!(body(e), ["p نص ثاني القائمة."]);
    told(&reading, &["further address of the article's image", "“video” is left out: لقطات"]);
}

#[test]
fn a_message_of_news_items() {
    let reading = read_data("newsml-message.xml", Format::NewsMl);
    let [a, b] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    // The main headline and the Arabic names, whatever stands before them; the version's date.
    assert_eq!(head(a), ["عنوان رئيس مهم", "بقلم ليلى حداد", "2025-05-18T09:30:00+03:00", "ar"]);
    assert_eq!((categories(a), plain(&a.summary)), (vec!["اقتصاد".to_owned()], "ملخص الخبر".into()));
    assert_eq!(plain(&a.source.as_ref().unwrap().name), "وكالة المثال");
    assert_eq!(body(a), ["p متن أول.", "t أ,ب | 1,2", "p متن ثان.\nسطر"]);
    assert_eq!((head(b)[0].as_str(), body(b)), ("ثالث", vec!["p فقرة أولى.".to_owned(), "p فقرة ثانية.".to_owned()]));
    let words =
        ["a note to editors: تصحيح", "terms of use: للمشتركين", "example.org/p.jpg", "withheld", "embargo until"];
    told(&reading, &words);
}

#[test]
fn all_parts_of_a_nitf_text() {
    let reading = read_data("nitf-parts.nitf", Format::NewsMl);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    let byline = "بقلم كريم منصور مراسل الشمال";
    assert_eq!(head(a), ["القمح ينهض من جديد", byline, "2025-05-18T09:30:00+03:00", "ar"]);
    assert_eq!((plain(&a.subheadline), plain(&a.dateline)), ("موسم واعد\nوأسعار أعلى".into(), "الحسكة، سوريا".into()));
    let body = body(a);
    assert_eq!(
        body[..5],
        [
            "p بدأ مزارعو الحسكة الحصاد في السبت بسعر 5000.",
            "i wheat.jpg (حقل) حقل قمح [سامر عيسى]",
            "p لقطات الحصاد",
            "h2 الأسعار",
            "t النوع,السعر | قاس,5000/المصدر: الوزارة,",
        ]
    );
    assert_eq!(body[body.len() - 2..], ["p تحرير: كريم", "p مراجع"]);
    told(&reading, &["a note to editors: ملاحظة للمحرر.", "“video” were left out: v.mp4"]);
}

#[test]
fn feeds_with_rights_media_and_odd_dates() {
    let reading = read_data("feed-media.rss", Format::Feed);
    let [a, b] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    // A zone by a name that RFC 2822 does not know says nothing: no offset is invented.
    assert_eq!(head(a), ["«كأس العالم» – النهائي", "سامي", "2025-05-18T09:30:00", "ar-EG"]);
    assert_eq!((plain(&a.copyright), plain(&b.copyright)), ("© 2025 الموقع".into(), "© 2025 الموقع".into()));
    assert_eq!(body(a)[0], "i https://example.org/m.jpg (عنوان الصورة) تعليق [رويترز]");
    assert_eq!(head(b), ["بفقرات غامقة", "رامي", "2025-05-18T09:30:00+03:00", "ar-EG"]);
    told(&reading, &["“EET” is not known", "example.org/v.mp4", "example.org/p.mp3", "no content and is skipped"]);

    let reading = read_data("feed-rights.atom", Format::Feed);
    let [a, b] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(a.source.as_ref().unwrap().url.as_deref(), Some("https://example.org/2025/1.html"));
    assert_eq!(head(a), ["عنوان مائل & علامة", "المحرر", "2025-05-17T18:30:02+03:00", "ar"]);
    assert_eq!((plain(&a.copyright), b.language.as_str()), ("© كل الحقوق".into(), "fr"));

    let reading = read_data("feed-attachments.json", Format::JsonFeed);
    let [a, _, c] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!((head(a)[1].as_str(), a.language.as_str()), ("سعيد، سعيدة", "ar-MA"));
    assert_eq!(body(a), ["p متن", "i https://example.org/i.jpg (بديل)  []"]);
    assert_eq!(body(c), ["p متن.", "i https://example.org/in.jpg (داخل)  []"]);
    told(
        &reading,
        &["left out: تسجيل", "own picture is left out, as its text has pictures: https://example.org/banner.jpg"],
    );
    assert!(!said(&reading, "pictures: https://example.org/i.jpg"), "the same picture is not told");
}

#[test]
fn prefixes_sizes_and_codes() {
    let feed = "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:title>عنوان</a:title><a:id>1</a:id>\
                <a:content type='text'>متن</a:content></a:entry></a:feed>";
    let reading = read_bytes(feed.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!((a.headline.plain().as_str(), body(a)), ("عنوان", vec!["p متن".to_owned()]));

    let feed = "<rss version='2.0' xmlns:media='m'><channel><item><title>عنوان</title><description>متن</description>\
                <media:thumbnail url='https://example.org/t.jpg'/><media:group>\
                <media:content url='https://example.org/s.jpg' width='100'/>\
                <media:content url='https://example.org/l.jpg' width='1000'/></media:group></item></channel></rss>";
    let reading = read_bytes(feed.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(body(a), ["i https://example.org/l.jpg ()  []", "p متن"]);

    let site = "<rss version='2.0' xmlns:content='c' xmlns:wp='w'><channel><wp:wxr_version>1.2</wp:wxr_version><item>\
                <title>عنوان</title><content:encoded><![CDATA[متن [caption width=\"9\" caption=\"تعليق\"]<img src=\"a.jpg\">\
                [/caption] [audio mp3=\"https://example.org/a.mp3\"][/audio]]]></content:encoded></item></channel></rss>";
    let reading = read_bytes(site.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(body(a), ["p متن", "i a.jpg () تعليق []"]);
    told(&reading, &["[audio mp3=\"https://example.org/a.mp3\"]"]);
}

#[test]
fn posts_with_embedded_parts() {
    let reading = read_data("wordpress-embedded.json", Format::WordPress);
    let [a, b] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["“القدس” & «رام الله» – جولة", "هبة \"أم علي\"", "2025-05-18T09:30:00Z", "ar"]);
    assert_eq!(categories(a), ["فلسطين & القدس"]);
    // The featured picture is the first of the text, at another size.
    let body = body(a);
    assert_eq!(
        body[..2],
        ["p فقرة أولى\u{A0}طويلة.", "i https://example.org/wp/a-1024x683.jpg (باب العامود) باب العامود صباحا []"]
    );
    assert!(body.contains(&"t البلد,العدد | أ,1".into()) && body.contains(&"p معرض".into()), "{body:?}");
    assert_eq!((plain(&b.byline), date(b)), ("فلان".into(), "2025-05-18T12:30:00"));
    told(&reading, &["youtube.com/embed/abc", "“draft”", "the title is empty"]);
}

#[test]
fn a_page_with_line_breaks_and_a_piece_of_one() {
    let reading = read_data("page-breaks.html", Format::Html);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["افتتاح الجسر \"الكبير\"", "رنا خوري", "2025-05-18T09:30:00+03:00", "ar"]);
    let body = body(a);
    assert_eq!(body.len(), 9, "{body:#?}");
    assert!(body[8].starts_with("p وختم المحافظ"), "two line breaks end a paragraph: {body:#?}");
    let reading = read_bytes("<h2>عنوان المقطع</h2><p>فقرة أولى.</p>".as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!((a.headline.plain().as_str(), super::body(a)), ("عنوان المقطع", vec!["p فقرة أولى.".to_owned()]));
}

#[test]
fn the_answer_of_a_news_service() {
    let reading = read_data("dump-answer.json", Format::Flat);
    let [a, b] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["خبر \"مهم\"", "هند، سعد", "2025-05-18T09:30:00Z", "ar"]);
    assert_eq!(body(a), ["p فقرة أولى.", "l بند"]);
    assert_eq!((plain(&a.source.as_ref().unwrap().name), date(b)), ("صحيفة".into(), "2025-05-18T09:30:00"));
    assert_eq!(body(b), ["p سطر أول.", "p سطر ثان."]);
    for answer in ["{\"_items\": []}", "{\"response\": {\"docs\": []}}"] {
        assert!(said(&read_bytes(answer.as_bytes()), "the list is empty"), "{answer}");
    }
}

#[test]
fn front_matter_of_another_program() {
    let reading = read_data("front-site.md", Format::Markdown);
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(head(a), ["عنوان: من الأمام", "ليلى حداد، سامر عيسى", "2025-05-18T09:30:00+03:00", "ar"]);
    assert_eq!((categories(a), plain(&a.summary)), (vec!["محليات".to_owned()], "ملخص".into()));
    assert_eq!(body(a), ["i market.jpg (مدخل السوق) السوق صباحا []", "p فقرة أولى.", "h2 عنوان فرعي", "p فقرة ثانية."]);
    told(&reading, &["“draft”", "left out: tags, slug"]);
    let bytes = std::fs::read(data().join("front-site.md")).unwrap();
    let source = nashra::read::Source::new("input", bytes);
    let strict = nashra::read::read(&source, &Options { strict: true, ..Options::default() });
    assert!(said(&strict, "unknown field “title”"), "{:?}", problems(&strict));
}

#[test]
fn what_no_reader_knows_is_refused() {
    let other = "<?xml version=\"1.0\"?><NewsML Version=\"1.2\"><NewsItem>نص</NewsItem></NewsML>";
    let reading = read_bytes(other.as_bytes());
    assert!(articles(&reading).is_empty() && said(&reading, "in none of the forms"), "{:?}", problems(&reading));
}

#[test]
fn a_package_of_articles() {
    let item = |n: u32| format!(r#"{{"uri":"u:{n}","type":"text","headline":"خبر {n}","body_html":"<p>متن {n}</p>"}}"#);
    let package = format!(
        r#"{{"uri":"p","type":"composite","versioncreated":"2025-05-18","associations":
            {{"a":{},"b":{},"c":{{"type":"picture","headline":"صورة"}}}}}}"#,
        item(1),
        item(2)
    );
    let reading = read_bytes(package.as_bytes());
    let [a, b] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!((a.headline.plain().as_str(), body(b)), ("خبر 1", vec!["p متن 2".to_owned()]));
    assert!(said(&reading, "“picture” is left out: صورة"), "{:?}", problems(&reading));
}

/// What browsers show by the element alone, and what they strike out.
#[test]
fn quotation_marks_deletions_and_counted_lists() {
    let page = "<h1>عنوان</h1><p>قال <q>نعم</q> <del>لا</del> ثم <span lang=en><q>ok</q></span>.</p>\
                <ol start=5><li>خامس</ol><blockquote><p>قول</p><p>— <cite>فلان</cite></p></blockquote>";
    let reading = read_bytes(page.as_bytes());
    let [a] = articles(&reading)[..] else { panic!("{:?}", problems(&reading)) };
    assert_eq!(body(a), ["p قال «نعم» ثم “ok”.", "l# خامس", "q قول — فلان"]);
    told(&reading, &["text that is marked as deleted was left out", "the list begins with 5"]);
}

#[test]
fn a_site_s_own_kind_of_post() {
    let item = |kind: &str| {
        format!(
            "<item><title>{kind}</title><content:encoded>نص.</content:encoded><wp:post_type>{kind}</wp:post_type></item>"
        )
    };
    let site = format!(
        "<rss version='2.0' xmlns:content='c' xmlns:wp='w'><channel><wp:wxr_version>1.2</wp:wxr_version>{}{}</channel></rss>",
        item("report"),
        item("wp_block")
    );
    let reading = read_bytes(site.as_bytes());
    assert_eq!(articles(&reading).len(), 1, "{:?}", problems(&reading));
    assert!(said(&reading, "1 entries that are no posts"));
}

/// A dump whose last line is cut off, and one of two bytes a character, are still told from what they are.
#[test]
fn streams_that_are_cut_off_or_wide() {
    let lines = "{\"title\":\"عنوان\",\"content\":\"نص أول.\"}\n{\"title\":\"ثان\",\"content\":\"نص ثان.\"}\n";
    let folder = tempfile::tempdir().unwrap();
    let wide: Vec<u8> = [0xFEFF].into_iter().chain(lines.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (name, bytes, failed) in [
        ("cut.ndjson", format!("{lines}{{\"title\":\"ناقص\",\"cont").into_bytes(), 1),
        ("cut.json", format!("[{},", lines.trim().replace('\n', ",")).into_bytes(), 1),
        ("wide.ndjson", wide, 0),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let opened = nashra::input::open(&nashra::input::Input::file(&path), &Options::default());
        let entries: Vec<_> = opened.entries.collect();
        let read = entries.iter().filter(|entry| entry.article.is_some()).count();
        let errors = entries.iter().filter(|entry| entry.problems.any_error()).count();
        assert_eq!((read, errors), (2, failed), "{name}: {entries:?}");
    }
}
