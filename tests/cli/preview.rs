//! Pages as pictures, and the metrics of lines.

use std::fs;

use super::harness::{data, errors, names, run, temporary, text};

#[test]
fn preview_draws_each_page() {
    let temporary = temporary();
    let article = data("articles/a.json");
    let drawn = run(temporary.path(), &["preview", text(&article), "-o", "pages", "--dpi", "20"]);
    assert_eq!((drawn.code, drawn.out.trim()), (Some(0), "pages/a-1.png"), "{drawn:?}");
    let png = fs::read(temporary.path().join("pages/a-1.png")).expect("a picture");
    assert!(png.starts_with(b"\x89PNG"));
    // A4 at 20 pixels to an inch.
    assert_eq!(png[16..24], [0, 0, 0, 165, 0, 0, 0, 233]);
    let again = run(temporary.path(), &["preview", text(&article), "-o", "again", "--dpi", "20"]);
    assert_eq!(again.code, Some(0), "{again:?}");
    assert_eq!(png, fs::read(temporary.path().join("again/a-1.png")).expect("a picture"));
}

#[test]
fn a_preview_that_fails_leaves_nothing() {
    let temporary = temporary();
    let broken = data("bad/broken.json");
    let failed = run(temporary.path(), &["preview", text(&broken), "-o", "pages"]);
    assert_eq!((failed.code, errors(&failed).len()), (Some(1), 1), "{failed:?}");
    let article = data("articles/a.json");
    fs::write(temporary.path().join("file"), "").unwrap();
    let failed = run(temporary.path(), &["preview", text(&article), "-o", "file"]);
    assert_eq!((failed.code, errors(&failed).len()), (Some(1), 1), "{failed:?}");
    assert_eq!(names(temporary.path()), ["file"]);
}

#[test]
fn metrics_go_to_a_file_or_to_standard_output() {
    let temporary = temporary();
    let article = data("articles/a.json");
    let words = ["build", text(&article), "--format", "pdf", "-o", "out", "--metrics"];
    let run = |to: &str| run(temporary.path(), &[&words[..], &[to]].concat());
    let to_file = run("out/lines.json");
    assert_eq!((to_file.code, to_file.out.as_str()), (Some(0), "out/a.pdf\nout/lines.json\n"), "{to_file:?}");
    let file = fs::read_to_string(temporary.path().join("out/lines.json")).expect("the metrics");
    let piped = run("-");
    assert_eq!((piped.code, piped.out.as_str()), (Some(0), file.as_str()));
    let value: serde_json::Value = serde_json::from_str(&file).expect("JSON");
    for field in ["pages", "lines", "full_lines", "over_full", "gaps", "kashidas", "by_line"] {
        assert!(value.get(field).is_some(), "{field}");
    }
    let failed = run("out");
    assert_eq!(failed.code, Some(2), "{failed:?}");
}
