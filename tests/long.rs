//! Bodies of many megabytes in every form: each is read, or refused with a reason, in bounded time.
//!
//! Two megabytes stand for fifty; `NASHRA_LONG_MB=50 cargo test --release --test long -- --nocapture` takes the whole
//! size and tells the times. `NASHRA_LONG_FORM=long.md` reads one of them alone: the memory that is told is its own, beside
//! the text that is made for it and its copy in bytes.

use std::time::{Duration, Instant};

use nashra::read::{Format, Item, Options, Source, read};
use serde_json::json;

/// How long a megabyte may take: a hundred times what it takes, so that a busy machine fails no test, and a reader
/// whose time grows with the square of its input does.
const A_MEGABYTE: Duration = Duration::from_secs(10);

fn megabytes() -> usize {
    std::env::var("NASHRA_LONG_MB").ok().and_then(|size| size.parse().ok()).unwrap_or(2)
}

/// A text again and again, up to the size.
fn long(piece: &str) -> String {
    piece.repeat((megabytes() << 20) / piece.len())
}

/// The most memory that the process has had so far, in kilobytes; 0 where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// Reads an input in a form, and holds it to its time.
fn soon(name: &str, form: Format, text: &str) {
    if std::env::var("NASHRA_LONG_FORM").is_ok_and(|only| only != name) {
        return;
    }
    let started = Instant::now();
    let reading = read(&Source::new(name, text.as_bytes()), &Options::default());
    let time = started.elapsed();
    println!("{name}: {} MB in {time:?}, {} MB at the most so far", text.len() >> 20, peak() >> 10);
    assert!(time < A_MEGABYTE * megabytes() as u32, "{name} took {time:?}");
    assert_eq!(reading.format, form, "{name}");
    for outcome in &reading.outcomes {
        let read = matches!(&outcome.item, Some(Item::Article(article)) if !article.body.is_empty());
        assert!(read || outcome.problems.any_error(), "{name}: neither read nor refused");
    }
}

const PLAIN: &str = "فقرة طويلة من نص عربي يتكرر كثيرا ولا ينتهي.\n\n";
const MARKUP: &str = "<p>فقرة <b>طويلة</b> من نص عربي يتكرر كثيرا &amp; لا ينتهي.</p>\n";

#[test]
fn the_project_s_own_form() {
    let paragraphs: Vec<&str> = long(PLAIN).lines().filter(|line| !line.is_empty()).map(|_| PLAIN.trim()).collect();
    soon("long.json", Format::Json, &json!({ "headline": "عنوان", "body": paragraphs }).to_string());
    soon("one.json", Format::Json, &json!({ "headline": "عنوان", "body": [long("كلمة ")] }).to_string());
    let yaml = format!("headline: عنوان\nbody:\n{}", long(&format!("  - {}\n", PLAIN.trim())));
    soon("long.yaml", Format::Yaml, &yaml);
    let toml = format!("headline = \"عنوان\"\nbody = [\n{}]\n", long(&format!("\"{}\",\n", PLAIN.trim())));
    soon("long.toml", Format::Toml, &toml);
}

#[test]
fn text() {
    soon("long.md", Format::Markdown, &format!("# عنوان\n\n{}", long("فقرة **غليظة** و[رابط](https://a.b).\n\n")));
    soon("list.md", Format::Markdown, &format!("# عنوان\n\n{}", long("- بند *مائل*\n")));
    soon("long.txt", Format::Copied, &format!("عنوان الخبر\n\n{}", long(PLAIN)));
}

#[test]
fn markup() {
    let html = long(MARKUP);
    let page = format!("<!doctype html><html lang=\"ar\"><body><article><h1>عنوان</h1>{html}</article></body></html>");
    soon("long.html", Format::Html, &page);
    let nitf = format!("<nitf><body><body.content>{html}</body.content></body></nitf>");
    soon("long.nitf", Format::NewsMl, &nitf);
    let item = |inner: &str| {
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
             xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>موقع</title>{inner}</channel></rss>"
        )
    };
    let content = format!("<content:encoded><![CDATA[{html}]]></content:encoded>");
    soon("long.rss", Format::Feed, &item(&format!("<item><title>عنوان</title>{content}</item>")));
    let post = "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>";
    let wxr = format!("<wp:wxr_version>1.2</wp:wxr_version><item><title>عنوان</title>{post}{content}</item>");
    soon("long.wxr", Format::Wxr, &item(&wxr));
    let many = long("<item><title>عنوان</title><description>نص الخبر هنا.</description></item>");
    soon("many.rss", Format::Feed, &item(&many));
}

#[test]
fn news_in_json() {
    let html = long(MARKUP);
    for (name, form, value) in [
        (
            "ninjs",
            Format::Ninjs,
            json!({ "uri": "u", "versioncreated": "2025-05-18", "headline": "ع", "body_xhtml": html }),
        ),
        ("ld", Format::NewsArticle, json!({ "@type": "NewsArticle", "headline": "ع", "articleBody": html })),
        ("wp", Format::WordPress, json!([{ "title": { "rendered": "ع" }, "content": { "rendered": html } }])),
        (
            "feed",
            Format::JsonFeed,
            json!({ "version": "https://jsonfeed.org/version/1.1", "title": "م", "items": [{ "id": "1", "content_html": html }] }),
        ),
        ("flat", Format::Flat, json!([{ "title": "ع", "content": long(PLAIN) }])),
    ] {
        soon(name, form, &value.to_string());
    }
}
