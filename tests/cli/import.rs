//! `nashra import` and `nashra check`.

use std::fs;
use std::path::Path;

use crate::harness::*;

fn formats() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats")
}

#[test]
fn what_is_built_from_an_import_is_what_is_built_from_the_original() {
    for entry in fs::read_dir(formats()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "jpg") {
            continue;
        }
        let folder = temporary();
        let original = folder.path().join("original");
        fs::create_dir(&original).unwrap();
        for picture in ["market.jpg", "wheat.jpg", "school.jpg"] {
            fs::copy(formats().join(picture), original.join(picture)).unwrap();
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        fs::copy(&path, original.join(name)).unwrap();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let source = format!("original/{name}");
        let done = run(folder.path(), &["import", &source, "-o", "own"]);
        assert_eq!(done.code, Some(0), "{name}: {}", done.err);
        for (input, out) in [(source.as_str(), "a"), (&format!("own/{stem}.json"), "b")] {
            let done = run(folder.path(), &["build", input, "--name", "x", "-o", out]);
            assert_eq!(done.code, Some(0), "{name}: {}", done.err);
        }
        let (a, b) = (files(&folder.path().join("a")), files(&folder.path().join("b")));
        assert_eq!(a.len(), 3);
        assert!(a == b, "{name}: the outputs differ");
    }
}

#[test]
fn a_missing_picture_of_a_foreign_form_is_a_warning() {
    let folder = temporary();
    let page = "<article><h1>عنوان</h1><p>فقرة أولى.</p><figure><img src='gone.jpg' alt='سوق'>\
                <figcaption>شرح الصورة <span class='credit'>تصوير: هند</span></figcaption></figure>\
                <img src='../up.jpg'><p>فقرة ثانية.</p></article>";
    fs::write(folder.path().join("a.html"), page).unwrap();
    let done = run(folder.path(), &["build", "a.html", "-o", "a", "--name", "x"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.err.contains("warning: a.html:1:") && done.err.contains("gone.jpg"), "{}", done.err);
    // What is said of the picture is kept; what would be heard in its place is told.
    assert!(fs::read_to_string(folder.path().join("a/x.txt")).unwrap().contains("شرح الصورة\nتصوير: هند\n"));
    assert!(done.err.contains("alternative text goes with it: سوق"), "{}", done.err);
    assert_eq!(run(folder.path(), &["import", "a.html", "-o", "own"]).code, Some(0));
    assert_eq!(run(folder.path(), &["build", "own/a.json", "-o", "b", "--name", "x"]).code, Some(0));
    assert!(files(&folder.path().join("a")) == files(&folder.path().join("b")), "the outputs differ");
    assert_eq!(run(folder.path(), &["build", "a.html", "-o", "c", "--strict"]).code, Some(1));
    fs::write(folder.path().join("a.json"), r#"{ "headline": "x", "body": ["y", { "image": "gone.jpg" }] }"#).unwrap();
    assert_eq!(run(folder.path(), &["build", "a.json", "-o", "c"]).code, Some(1));
}

#[test]
fn messages_and_help_in_arabic() {
    let folder = temporary();
    fs::write(folder.path().join("a.json"), r#"{ "headline": "x", "bodi": [] }"#).unwrap();
    let done = run(folder.path(), &["check", "a.json", "--lang", "ar"]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    for words in
        ["خطأ:\u{2066} a.json:1:", ": bodi: \u{2069}حقل غير معروف", "هل تقصد «\u{2068}body\u{2069}»؟", "الأخطاء: 1"]
    {
        assert!(done.err.contains(words), "{words}: {}", done.err);
    }
    let done = run(folder.path(), &["check", "a.json", "--lang=ar", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(list[0]["severity"], "error");
    assert!(list[0]["message"].as_str().unwrap().starts_with("حقل غير معروف"), "{list}");
    let done = run(folder.path(), &["help", "build", "--lang", "ar"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.out.contains("الخيارات:") && !done.out.contains("Options"), "{}", done.out);
    let done = run(folder.path(), &["build", "a.json", "b.json", "--lang", "ar"]);
    assert_eq!((done.code, done.err.contains("--name")), (Some(2), true), "{}", done.err);
    assert!(done.err.starts_with("خطأ: "), "{}", done.err);
}

/// What clap finds wrong is told in Arabic too, with the cure, and ends with the same code.
#[test]
fn misuse_in_arabic() {
    let folder = temporary();
    for (words, what, cure) in [
        (&["build", "a.json", "--them", "x"][..], "لا يوجد خيار باسم", "--theme"),
        (&["bild", "a.json"], "لا يوجد أمر باسم", "build"),
        (&["build", "a.json", "--theme"], "بلا قيمة", "اكتب قيمته بعده: "),
        (&["build", "a.json", "--digits", "7"], "لا تصلح", "arabic-indic, extended, european"),
        (&["build", "a.json", "--width", "5"], "لا تصلح", "اكتب عددا صحيحا من 20 إلى 65535"),
        (&["build", "a.json", "--quiet", "--verbose"], "لا يجتمع الخياران", "احذف أحدهما"),
        (&["build"], "ينقص الأمرَ", "--help"),
        (&["fonts", "x"], "لا موضع هنا", "--help"),
    ] {
        let english = run(folder.path(), words);
        let arabic = nashra(folder.path(), words).env("LC_ALL", "ar_SY.UTF-8").output().unwrap();
        let arabic = Run::from(arabic);
        assert_eq!((arabic.code, english.code), (Some(2), Some(2)), "{words:?}: {arabic:?}");
        assert!(arabic.err.starts_with("خطأ: "), "{words:?}: {}", arabic.err);
        for part in [what, cure] {
            assert!(arabic.err.contains(part), "{words:?}: {part}: {}", arabic.err);
        }
        assert!(!arabic.err.contains("error") && !arabic.err.contains("Usage"), "{words:?}: {}", arabic.err);
    }
}

#[test]
fn an_import_never_replaces_what_it_reads() {
    let folder = temporary();
    let json = r#"{ "headline": "عنوان", "body": ["فقرة"] }"#;
    fs::write(folder.path().join("a.json"), json).unwrap();
    let done = run(folder.path(), &["import", "a.json", "-o", "."]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert_eq!(fs::read_to_string(folder.path().join("a.json")).unwrap(), json);
    fs::create_dir(folder.path().join("b")).unwrap();
    fs::write(folder.path().join("b/a.yaml"), "headline: x\nbody: [y]\n").unwrap();
    let done = run(folder.path(), &["import", "a.json", "b/a.yaml", "-o", "out"]);
    assert_eq!(done.code, Some(2), "{}", done.err);
    assert!(!folder.path().join("out").exists());
}

#[test]
fn a_check_tells_everything_at_once() {
    let folder = temporary();
    let article = "headline: «عنوان\nbody:\n  - فقرة 𓀀 هنا\n  - heading: قسم\n    level: 3\n  - image: no.jpg\n";
    fs::write(folder.path().join("a.yaml"), article).unwrap();
    fs::write(folder.path().join("b.json"), r#"{ "headline": "x", "bodi": [] }"#).unwrap();
    let done = run(folder.path(), &["check", "a.yaml", "b.json"]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    for words in [
        "a.yaml:1:11: headline: the mark « is opened and never closed",
        "a.yaml:3:10: body[0]: no face has the character “𓀀” (U+13000)",
        "the first heading has level 3",
        "can't be read: there is no such file",
        "the image has no alt text",
        "unknown field “bodi”",
        "\u{2068}headline: «عنوان\u{2069}",
        "column 11: \u{2068}«عنوان\u{2069}",
    ] {
        assert!(done.err.contains(words), "{words}: {}", done.err);
    }
    let done = run(folder.path(), &["check", "a.yaml", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    let first = &list[0];
    assert!(first["line"].is_u64() && first["file"] == "a.yaml" && first["text"].is_string(), "{first}");
    assert!(done.err.is_empty(), "{}", done.err);
}

#[test]
fn cleaning_is_asked_for_by_name() {
    let folder = temporary();
    fs::write(folder.path().join("a.yaml"), "headline: مـــحمد کتاب 2025\nbody: [ﻻ]\n").unwrap();
    let steps = "presentation,tatweel,lookalikes,digits";
    let done = run(folder.path(), &["import", "a.yaml", "-o", "out", "--clean", steps]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let json = fs::read_to_string(folder.path().join("out/a.json")).unwrap();
    assert!(json.contains("محمد كتاب ٢٠٢٥") && json.contains("\"لا\""), "{json}");
    assert!(done.err.contains("note: a.yaml:1:12: headline: --clean tatweel: 3 ×"), "{}", done.err);
    fs::write(folder.path().join("mine.txt"), "# لنا\nتابعونا هنا\n").unwrap();
    fs::write(folder.path().join("b.txt"), "عنوان الخبر\n\nفقرة أولى.\n\nتابعونا هنا\n").unwrap();
    let done = run(folder.path(), &["import", "b.txt", "-o", "out", "--leftovers", "mine.txt"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(!fs::read_to_string(folder.path().join("out/b.json")).unwrap().contains("تابعونا"));
}
