//! What the command line says of a bulletin: title, issue, date, publisher, theme, and how dates are told.

use std::fs;
use std::path::Path;

use super::harness::{Run, nashra, run, temporary, text};

fn bulletin() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/masthead/bulletin.yaml");
    path.to_str().unwrap().to_owned()
}

/// The plain text of the bulletin with some words more on the command line.
fn plain(words: &[&str]) -> String {
    let temporary = temporary();
    let bulletin = bulletin();
    let words: Vec<&str> =
        ["build", &bulletin, "--format", "txt", "-o", "-", "--no-bidi-controls"].iter().chain(words).copied().collect();
    let run = run(temporary.path(), &words);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{words:?}");
    run.out
}

#[test]
fn the_command_line_overrules_the_bulletin_s_own_file() {
    let plain_head = plain(&[]);
    for part in ["نشرة الضفة", "العدد ١٢", "١٨ مايو ٢٠٢٥", "دار الضفاف للنشر"] {
        assert!(plain_head.contains(part), "{part}: {plain_head}");
    }
    for (flag, value, shown, gone) in [
        ("--title", "نشرة أخرى", "نشرة أخرى", "نشرة الضفة"),
        ("--issue", "عدد خاص", "عدد خاص", "العدد ١٢"),
        ("--date", "2024-02-03", "٣ فبراير ٢٠٢٤", "١٨ مايو ٢٠٢٥"),
        ("--publisher", "مطبعة الشرق", "مطبعة الشرق", "دار الضفاف"),
    ] {
        let out = plain(&[flag, value]);
        assert!(out.contains(shown) && !out.contains(gone), "{flag}: {out}");
    }
}

#[test]
fn dates_and_numbers_are_told_as_asked() {
    for (words, shown) in [
        (vec!["--digits", "european"], "18 مايو 2025"),
        (vec!["--digits", "extended"], "۱۸ مايو ۲۰۲۵"),
        (vec!["--digits", "arabic-indic"], "١٨ مايو ٢٠٢٥"),
        (vec!["--calendar", "hijri"], "٢٠ ذو القعدة ١٤٤٦"),
        (vec!["--calendar", "both"], "١٨ مايو ٢٠٢٥"),
        (vec!["--calendar", "both"], "٢٠ ذو القعدة ١٤٤٦"),
        (vec!["--calendar", "gregorian"], "١٨ مايو ٢٠٢٥"),
        (vec!["--months", "dual"], "أيار"),
    ] {
        let out = plain(&words);
        assert!(out.contains(shown), "{words:?}: {out}");
        // The author's own digits stay what they are.
        assert!(out.contains("العدد ١٢"), "{out}");
    }
    // The names of months follow the bulletin's region.
    let temporary = temporary();
    let article = "headline: h\nlanguage: TAG\npublished: 2025-05-18\nbody: [نص]\n";
    for (tag, month) in
        [("ar", "مايو"), ("ar-SY", "أيار"), ("ar-LB", "أيار"), ("ar-EG", "مايو"), ("ar-DZ", "ماي"), ("ar-MA", "ماي")]
    {
        fs::write(temporary.path().join("a.yaml"), article.replace("TAG", tag)).unwrap();
        let run = run(temporary.path(), &["build", "a.yaml", "--format", "txt", "-o", "-", "--no-bidi-controls"]);
        assert!(run.out.contains(&format!("{month} ")), "{tag}: {run:?}");
    }
}

#[test]
fn a_theme_is_taken_by_name_or_file_and_told_where_it_is_wrong() {
    let temporary = temporary();
    let folder = temporary.path();
    let bulletin = bulletin();
    let pages = |theme: &str| {
        let run = run(
            folder,
            &["build", &bulletin, "--format", "pdf", "-o", "x.pdf", "--theme", theme, "--metrics", "m.json"],
        );
        assert_eq!(run.code, Some(0), "{run:?}");
        fs::read(folder.join("m.json")).unwrap()
    };
    fs::write(folder.join("mine.toml"), "base = \"pocket\"\n").unwrap();
    assert_ne!(pages("classic"), pages("pocket"));
    assert_eq!(pages("mine.toml"), pages("pocket"));
    fs::remove_file(folder.join("m.json")).unwrap();

    fs::write(folder.join("bad.toml"), "base = \"pocket\"\n[body]\nsise = 1\nleading = \"x\"\n").unwrap();
    for command in ["build", "batch", "check", "preview"] {
        let mut words = vec![command, bulletin.as_str(), "--theme", "bad.toml"];
        words.extend(if command == "check" { vec![] } else { vec!["-o", "out"] });
        let run = run(folder, &words);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{command}: {run:?}");
        for part in ["bad.toml:3:1: body.sise: unknown field", "did you mean “size”?", "bad.toml:4:11: body.leading: "]
        {
            assert!(run.err.contains(part), "{command}: {part}: {}", run.err);
        }
        assert!(!folder.join("out").exists());
    }
    // The same theme in the bulletin's own file: an input that failed.
    let yaml = "title: t\ntheme: bad.toml\nsections:\n  - articles: [{headline: h, body: [نص]}]\n";
    fs::write(folder.join("b.yaml"), yaml).unwrap();
    let output = nashra(folder, &["build", text(&folder.join("b.yaml")), "-o", "out"]).output().unwrap();
    let run = Run::from(output);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.err.contains("body.sise") && run.err.contains("body.leading"), "{run:?}");
    assert!(!folder.join("out").exists());
}
