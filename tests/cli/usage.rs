//! Words: help, misuse, and how loud the messages are.

use super::harness::{Run, data, errors, names, nashra, run, temporary, text};

#[test]
fn wrong_usage_is_told_and_begins_nothing() {
    let temporary = temporary();
    let article = data("articles/a.json");
    let (article, other) = (text(&article), data("articles/b.md"));
    let other = text(&other);
    let cases: &[(&[&str], &str)] = &[
        (&[], "Usage: nashra"),
        (&["print"], "unrecognized subcommand"),
        (&["build"], "<INPUT>"),
        (&["build", article, "--format", "docx"], "docx"),
        (&["build", article, "-o", "-"], "-o - takes one format"),
        (&["build", article, "-o", "-", "--format", "txt", "--name", "x"], "--name names files"),
        (&["build", article, "-o", "x.epub"], "ask for one format, as --format epub"),
        (&["build", article, "-o", "x.epub", "--format", "txt"], "ends in .epub"),
        (&["build", article, "-o", "x.epub", "--format", "txt,epub"], "several formats"),
        (&["build", article, "-o", "x.txt", "--format", "txt", "--name", "y"], "leave --name out"),
        (&["build", article, other, "--format", "txt"], "several inputs need --name"),
        (&["build", article, "--name", "a/b"], "“a-b” can"),
        (&["build", article, "--date", "18/5/2025"], "2025-05-18"),
        (&["build", article, "--theme", "nosuch"], "there is no theme"),
        (&["build", article, "--theme", "nosuch.toml"], "nosuch.toml: the theme can't be read"),
        (&["build", article, "--title", " "], "--title is empty"),
        (&["build", "-", "-", "--name", "x"], "twice"),
        (&["build", article, "--quiet", "--verbose"], "cannot be used with"),
        (&["build", article, "--kashida", "much"], "much"),
        (&["build", article, "--metrics", "m.json", "--format", "epub"], "ask for it with --format pdf"),
        (&["build", article, "--metrics", "-", "--format", "pdf", "-o", "-"], "share the standard output"),
        (&["preview", article, other], "give one input"),
        (&["preview", article, "-o", "-"], "give -o a folder"),
        (&["preview", article, "--dpi", "5"], "--dpi"),
        (&["batch", article], "--output"),
        (&["batch", article, "-o", "-", "--report", "-"], "both take standard output"),
        (&["batch", article, "-o", "-", "--force"], "--force is for a folder"),
        (&["batch", article, "-o", "out", "--shard", "3/2"], "as 3/16"),
        (&["batch", article, "-o", "out", "--group-by", "0"], "date, section or a number"),
        (&["batch", article, "-o", "out", "--jobs", "0"], "--jobs"),
        (&["batch", article, "-o", "out", "--name", "{title}"], "there is no {title}"),
        (&["batch", article, "-o", "out", "--name", "page"], "no field"),
    ];
    for (words, part) in cases {
        let run = run(temporary.path(), words);
        assert_eq!(run.code, Some(2), "{words:?}: {run:?}");
        assert!(run.err.contains(part), "{words:?}: {}", run.err);
        assert_eq!(run.out, "", "{words:?}");
        assert!(names(temporary.path()).is_empty(), "{words:?}");
    }
    let bad_time = nashra(temporary.path(), &["build", article]).env("SOURCE_DATE_EPOCH", "yesterday").output();
    let bad_time = Run::from(bad_time.unwrap());
    assert_eq!(bad_time.code, Some(2));
    assert!(bad_time.err.contains("SOURCE_DATE_EPOCH"), "{bad_time:?}");
}

#[test]
fn help_fits_a_terminal_and_has_an_example() {
    let temporary = temporary();
    let mut commands = super::shell::commands();
    assert!(commands.len() > 10, "{commands:?}");
    commands.retain(|command| command != "help");
    commands.push(String::new());
    for command in &commands {
        for flag in ["-h", "--help"] {
            let words: Vec<&str> = [command, flag].into_iter().filter(|word| !word.is_empty()).collect();
            let run = run(temporary.path(), &words);
            assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{words:?}");
            for line in run.out.lines() {
                assert!(line.chars().count() <= 80, "{words:?}: {line}");
            }
            assert!(!run.out.contains('\u{1b}'), "{words:?}: colours in a pipe");
            assert!(command.is_empty() || run.out.contains(&format!("  nashra {command}")), "{words:?}");
            assert!(
                !matches!(command.as_str(), "" | "build" | "batch" | "check" | "import" | "preview" | "init")
                    || run.out.contains("Exit codes:"),
                "{words:?}"
            );
        }
    }
}

#[test]
fn only_results_reach_the_standard_output() {
    let temporary = temporary();
    let many = data("articles/many.ndjson");
    let article = data("articles/a.json");
    let listing: &[&[&str]] = &[
        &["init", "weekly"],
        &["build", text(&article), "-o", "out", "-v"],
        &["batch", text(&many), "-o", "each", "--format", "txt", "--verbose"],
        &["import", text(&many), "-o", "json"],
        &["preview", text(&article), "-o", "pages", "--dpi", "20"],
        &["man", "-o", "man"],
    ];
    for words in listing {
        let mut command = nashra(temporary.path(), words);
        let run = Run::from(command.env("CLICOLOR_FORCE", "1").output().unwrap());
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(!run.out.is_empty(), "{words:?}");
        for line in run.out.lines() {
            assert!(temporary.path().join(line).is_file(), "{words:?}: {line}");
        }
    }
    let tar = nashra(temporary.path(), &["batch", text(&many), "-o", "-", "--format", "txt"]).output().unwrap();
    assert!(tar.status.success() && tar.stdout.len().is_multiple_of(512) && tar.stdout.ends_with(&[0; 1024]));
    let one = run(temporary.path(), &["build", text(&article), "--format", "txt", "-o", "-", "-v"]);
    assert_eq!(one.out, std::fs::read_to_string(temporary.path().join("out/a.txt")).unwrap());
}

#[test]
fn messages_go_to_standard_error_and_are_as_loud_as_asked() {
    let temporary = temporary();
    let folder = temporary.path();
    let many = data("articles/many.ndjson");
    let words = |flag: &'static str| {
        ["batch", text(&many), "-o", "out", "--format", "txt", flag]
            .into_iter()
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let say = |flag| run(folder, &words(flag).iter().map(String::as_str).collect::<Vec<_>>());
    let usual = say("");
    assert!(
        usual.err.contains("warning: ") && usual.err.contains("articles: 2 made, 1 skipped, 0 failed"),
        "{usual:?}"
    );
    assert_eq!(usual.code, Some(0));
    assert!(!usual.err.contains('\u{1b}'), "no colour where it is no terminal");
    let quiet = say("--quiet");
    assert_eq!((quiet.code, quiet.out.as_str(), quiet.err.as_str()), (Some(0), "", ""));
    assert!(say("--verbose").err.contains("reading "));
    let strict = say("--strict");
    assert_eq!((strict.code, errors(&strict).len()), (Some(1), 1), "{strict:?}");
    let forced = |no_color: bool| {
        let mut command = nashra(folder, &["build", "absent.json"]);
        command.env("CLICOLOR_FORCE", "1");
        if no_color {
            command.env_remove("CLICOLOR_FORCE").env("NO_COLOR", "1");
        }
        Run::from(command.output().unwrap()).err
    };
    assert!(forced(false).contains("\u{1b}["));
    assert!(!forced(true).contains('\u{1b}'));
}

#[test]
fn the_schema_and_the_faces_are_listed() {
    let temporary = temporary();
    let schema = run(temporary.path(), &["schema"]);
    let value: serde_json::Value = serde_json::from_str(&schema.out).expect("JSON");
    assert!(value.get("$defs").is_some());
    let fonts = run(temporary.path(), &["fonts"]);
    assert_eq!(fonts.code, Some(0));
    assert!(fonts.out.lines().any(|line| line.starts_with("Amiri\t")), "{}", fonts.out);
}

#[test]
fn themes_are_listed_and_printed_to_begin_one_s_own_with() {
    let temporary = temporary();
    let list = run(temporary.path(), &["themes"]);
    assert_eq!((list.code, list.out.lines().count()), (Some(0), 3), "{list:?}");
    for line in list.out.lines() {
        let name = line.split('\t').next().expect("a name");
        let printed = run(temporary.path(), &["themes", "--print", name]);
        assert_eq!((printed.code, printed.err.as_str()), (Some(0), ""), "{name}");
        let mine = temporary.path().join("mine.toml");
        std::fs::write(&mine, &printed.out).expect("the theme is written");
        let fonts = run(temporary.path(), &["fonts", "--theme", "mine.toml"]);
        assert_eq!((fonts.code, fonts.err.as_str()), (Some(0), ""), "{name}");
    }
    assert_eq!(run(temporary.path(), &["themes", "--print", "nosuch"]).code, Some(2));
    let schema = run(temporary.path(), &["schema", "--theme"]);
    let value: serde_json::Value = serde_json::from_str(&schema.out).expect("JSON");
    assert!(value.pointer("/properties/masthead").is_some(), "{}", schema.out);
}

#[test]
fn faces_of_a_theme_s_own_are_listed() {
    let temporary = temporary();
    let fonts = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts");
    std::fs::create_dir(temporary.path().join("faces")).expect("a folder");
    for (from, to) in [("Amiri-Regular.ttf", "one.ttf"), ("NotoSerif-Bold.ttf", "two.ttf")] {
        std::fs::copy(format!("{fonts}/{from}"), temporary.path().join("faces").join(to)).expect("a copy");
    }
    let theme = "base = \"classic\"\n[faces.mine]\nregular = \"faces/one.ttf\"\nbold = \"faces/two.ttf\"\n";
    std::fs::write(temporary.path().join("mine.toml"), theme).expect("the theme is written");
    let run = run(temporary.path(), &["fonts", "--theme", "mine.toml"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.out.contains("Amiri Regular\tthe theme's family “mine”, regular\n"), "{run:?}");
    assert!(run.err.contains("mine.toml:4:8: faces.mine.bold: ") && run.err.contains("no Arabic letters"), "{run:?}");
}
