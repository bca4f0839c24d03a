//! One bulletin: where its files go, what it is made of, and that its bytes are always the same.

use std::fs;
use std::process::Stdio;

use super::harness::{Run, data, errors, files, names, nashra, run, run_with_input, temporary, text};

#[test]
fn build_names_its_files_after_the_input_or_as_told() {
    let temporary = temporary();
    let article = data("articles/a.json");
    let folder = data("articles");
    let (article, folder) = (text(&article), text(&folder));
    for (words, expected) in [
        (vec![article, "-o", "one"], vec!["one/a.pdf", "one/a.epub", "one/a.txt"]),
        (vec![article, "-o", "two/", "--name", "نشرة"], vec!["two/نشرة.pdf", "two/نشرة.epub", "two/نشرة.txt"]),
        (vec![folder, "-o", "three"], vec!["three/articles.pdf", "three/articles.epub", "three/articles.txt"]),
        (vec![article, article, "--name", "four", "-o", "4"], vec!["4/four.pdf", "4/four.epub", "4/four.txt"]),
        (vec![article], vec!["./a.pdf", "./a.epub", "./a.txt"]),
    ] {
        let words: Vec<&str> = ["build"].into_iter().chain(words).collect();
        let run = run(temporary.path(), &words);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert_eq!(run.out.lines().collect::<Vec<_>>(), expected);
        for file in expected {
            assert!(temporary.path().join(file).is_file(), "{file}");
        }
    }
    let run = run(temporary.path(), &["build", article, "-o", "five/day.txt", "--format", "txt"]);
    assert_eq!((run.code, run.out.trim()), (Some(0), "five/day.txt"), "{run:?}");
    assert!(names(temporary.path()).iter().all(|name| !name.contains(".part")));
}

#[test]
fn an_output_never_replaces_an_input() {
    let temporary = temporary();
    let folder = temporary.path();
    let written = "العنوان\n\nفقرة من نص منسوخ طويل بما يكفي.\n";
    for (command, words) in [("build", vec![]), ("batch", vec!["-o", "."])] {
        fs::write(folder.join("a.txt"), written).unwrap();
        let words: Vec<&str> = [command, "a.txt", "--format", "epub,txt"].into_iter().chain(words).collect();
        let run = run(folder, &words);
        assert_ne!(run.code, Some(0), "{run:?}");
        assert!(run.err.contains("would be replaced"), "{run:?}");
        assert_eq!(fs::read_to_string(folder.join("a.txt")).unwrap(), written);
        assert_eq!(names(folder), ["a.txt"]);
    }
}

#[test]
fn standard_input_and_output_are_a_pipe() {
    let temporary = temporary();
    let article = fs::read(data("articles/a.json")).unwrap();
    let run = run_with_input(temporary.path(), &["build", "-", "-o", "-", "--format", "txt"], &article);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(run.out.contains("المقال الأول"), "{run:?}");
    let run = run_with_input(temporary.path(), &["build", "-", "-o", "out", "--format", "txt"], &article);
    assert_eq!(run.out.trim(), "out/stdin.txt");
    let run = run_with_input(temporary.path(), &["build", "-", "-o", "out", "--format", "txt"], b"{");
    assert_eq!(run.code, Some(1));
    assert!(errors(&run)[0].starts_with("error: <stdin>:1:"), "{run:?}");
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let temporary = temporary();
    for words in [
        vec!["schema"],
        vec!["build", text(&data("articles/a.json")), "-o", "-", "--format", "txt"],
        vec!["batch", text(&data("articles")), "-o", "out", "--format", "txt"],
        vec!["--help"],
    ] {
        let mut child = nashra(temporary.path(), &words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let run = Run::from(child.wait_with_output().unwrap());
        assert_eq!(run.code, Some(0), "{words:?}: {run:?}");
        assert!(errors(&run).is_empty() && !run.err.contains("panic"), "{words:?}: {run:?}");
    }
    assert_eq!(names(&temporary.path().join("out")).len(), 4, "the files are made all the same");
}

#[test]
fn a_bulletin_gathers_its_articles_and_the_command_line_goes_before_its_file() {
    let temporary = temporary();
    let bulletin = data("bulletin/daily.yaml");
    let run = run(temporary.path(), &["build", text(&bulletin), "-o", "-", "--format", "txt", "--title", "عنوان آخر"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let at = |part: &str| run.out.find(part).unwrap_or_else(|| panic!("{part} in {}", run.out));
    assert!(at("عنوان آخر") < at("المقال الأول"));
    assert!(at("المقال الأول") < at("مقال في النشرة") && at("مقال في النشرة") < at("المقال الثاني"));
    assert!(!run.out.contains("نشرة اليوم"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let temporary = temporary();
    let folder = temporary.path();
    let (articles, bulletin) = (data("articles"), data("bulletin/daily.yaml"));
    for (number, jobs) in ["1", "2", "2"].iter().enumerate() {
        let out = format!("batch-{number}");
        let batch = ["batch", text(&articles), "-o", &out, "--jobs", jobs];
        assert_eq!(run(folder, &batch).code, Some(0));
        let out = format!("build-{number}");
        assert_eq!(run(folder, &["build", text(&bulletin), "-o", &out]).code, Some(0));
    }
    for made in ["batch", "build"] {
        let first = files(&folder.join(format!("{made}-0")));
        assert!(!first.is_empty());
        for again in 1..3 {
            assert!(first == files(&folder.join(format!("{made}-{again}"))), "{made} {again}");
        }
    }
    let dated = |time: &str| {
        let mut command = nashra(folder, &["build", text(&bulletin), "-o", "dated", "--quiet"]);
        assert!(command.env("SOURCE_DATE_EPOCH", time).status().unwrap().success());
        files(&folder.join("dated"))
    };
    // The latest article's day is 2025-05-18: the moment taken where none is given.
    assert!(dated("1747526400") == files(&folder.join("build-0")));
    assert!(dated("0") != dated("1747526400"));
}
