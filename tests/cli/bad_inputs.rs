//! Bad inputs and folders: each gets one clear error, exit code 1, and no output.
//!
//! Beside each bad input, `NAME.expected` says how the one error begins, and, on further lines, what its message
//! has in it.

use std::fs;

use super::harness::{data, errors, files, names, run, temporary, text};

/// Builds every input of a folder that has an `.expected` beside it.
fn bad_inputs(folder: &str) {
    let folder = data(folder);
    let mut seen = 0;
    for (name, expected) in files(&folder) {
        let Some(input) = name.strip_suffix(".expected") else { continue };
        seen += 1;
        let out = temporary();
        let target = out.path().join("out");
        let run = run(&folder, &["build", input, "-o", text(&target)]);
        assert_eq!(run.code, Some(1), "{input}: {run:?}");
        let expected = String::from_utf8(expected).expect("UTF-8");
        let mut lines = expected.lines();
        let begins = lines.next().expect("a first line");
        let [error] = errors(&run)[..] else { panic!("{input}: one error, not {run:?}") };
        assert!(error.starts_with(begins), "{input}: {error}");
        for part in lines {
            assert!(run.err.contains(part), "{input}: {part} in {}", run.err);
        }
        assert_eq!(run.out, "", "{input}");
        assert!(!target.exists(), "{input}: there is an output");
    }
    assert!(seen > 3, "no inputs in {}", folder.display());
}

#[test]
fn a_bad_input_gets_one_error_with_its_place_and_no_output() {
    bad_inputs("bad");
}

#[test]
fn a_bulletin_that_names_a_bad_article_gets_one_error_and_no_output() {
    bad_inputs("bad-bulletins");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_bulletins_folder_is_refused() {
    let temporary = temporary();
    let folder = temporary.path().join("bulletin");
    fs::create_dir(&folder).unwrap();
    fs::copy(data("outside.json"), temporary.path().join("outside.json")).unwrap();
    std::os::unix::fs::symlink("../outside.json", folder.join("a.json")).unwrap();
    fs::write(folder.join("b.yaml"), "title: ن\nsections:\n  - articles: [a.json]\n").unwrap();
    let run = run(&folder, &["build", "b.yaml", "--format", "txt"]);
    assert_eq!(run.code, Some(1));
    assert!(errors(&run)[0].contains("symbolic link"), "{run:?}");
}

#[test]
fn what_is_not_there_is_named() {
    let temporary = temporary();
    for words in [["build", "absent.json"], ["build", "absent*.json"]] {
        let run = run(temporary.path(), &[words[0], words[1], "--format", "txt", "-o", "out"]);
        assert_eq!(run.code, Some(1));
        let [error] = errors(&run)[..] else { panic!("one error, not {run:?}") };
        assert!(error.starts_with(&format!("error: {}: ", words[1])), "{error}");
        assert!(names(temporary.path()).is_empty());
    }
}

#[test]
fn an_output_folder_that_can_not_be_made_is_named() {
    let temporary = temporary();
    fs::write(temporary.path().join("file"), "").unwrap();
    for command in ["build", "batch"] {
        for folder in ["file", "file/below"] {
            let article = data("articles/a.json");
            let run = run(temporary.path(), &[command, text(&article), "--format", "txt", "-o", folder]);
            assert_eq!(run.code, Some(1), "{run:?}");
            assert!(errors(&run)[0].starts_with(&format!("error: {folder}: ")), "{run:?}");
            assert_eq!(names(temporary.path()), ["file"]);
        }
    }
}

#[cfg(unix)]
#[test]
fn an_output_folder_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let temporary = temporary();
    let folder = temporary.path().join("locked");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(folder.join("probe"), "").is_ok() {
        println!("skipped: an_output_folder_without_permission_is_named (this user may write everywhere)");
        return;
    }
    let run = run(temporary.path(), &["build", text(&data("articles/a.json")), "--format", "txt", "-o", "locked"]);
    assert_eq!(run.code, Some(1));
    assert!(errors(&run)[0].contains("locked/a.txt: it can't be written: permission is denied"), "{run:?}");
}
