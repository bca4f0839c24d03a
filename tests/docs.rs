//! What the documents tell people to type is typed here.
//!
//! The `sh` blocks of a document are one session: they run from the top, in one folder, with the command that was
//! built on the path, an empty home, and nothing else of this checkout than what the document's reader has: the
//! guides begin in an empty folder, the others at the top of a clone. `console` blocks are not run; each is listed
//! here, with the reason.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Blocks that are not run: the document, how the block begins, and why.
const NOT_RUN: &[(&str, &str, &str)] = &[
    ("README.md", "cargo run --release", "compiles the program; .ci/run runs it"),
    ("README.md", "cargo install", "compiles the program"),
    ("README.md", "pip install", "installs a wheel; .ci/run builds one, installs it and runs it"),
    ("README.md", "cargo test", "is what runs this test"),
    ("README.ar.md", "cargo run --release", "compiles the program; .ci/run runs it"),
    ("README.ar.md", "cargo install", "compiles the program"),
    ("src/cli/start/README.md", "nashra build bulletin.yaml -o out --watch", "runs without end"),
    ("docs/guides/printed-bulletin.md", "nashra build bulletin.yaml --format pdf -o out --watch", "runs without end"),
    ("docs/guides/e-reader.md", "epubcheck", "another program; tests/conformance runs it"),
    ("docs/guides/nightly-export.md", "0 1 * * *", "a line of a crontab"),
    ("docs/pdf-text.md", "mkdir -p out", "runs the conformance tests; .ci/run runs them"),
    ("docs/comparison.md", "python3 -m venv", "installs other typesetters"),
    ("CONTRIBUTING.md", "cargo ", "compiles the program; .ci/run runs the tests and the checks of style"),
    ("CONTRIBUTING.md", "NASHRA_UPDATE=1", "writes the expected outputs anew"),
    ("CONTRIBUTING.md", "NASHRA_FUZZ_SECONDS=600", "goes on for ten minutes a test"),
];

/// The top of the checkout.
fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All documents for people, by their paths from the top.
fn documents() -> Vec<String> {
    let mut found: Vec<String> = ["README.md", "README.ar.md", "CONTRIBUTING.md", "src/cli/start/README.md"]
        .into_iter()
        .filter(|name| top().join(name).is_file())
        .map(str::to_owned)
        .collect();
    let mut folders = vec![PathBuf::from("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(top().join(&folder)).expect("docs is there") {
            let path = folder.join(entry.expect("an entry").file_name());
            if top().join(&path).is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// A block of a document: its language, the line on which it begins, and its text.
struct Block {
    language: String,
    line: usize,
    text: String,
}

fn blocks(document: &str) -> Vec<Block> {
    let text = fs::read_to_string(top().join(document)).expect("the document is there");
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), open) {
            (Some(language), false) => {
                open = true;
                blocks.push(Block { language: language.to_owned(), line: number + 1, text: String::new() });
            }
            (Some(_), true) => open = false,
            (None, true) => {
                if let Some(block) = blocks.last_mut() {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
            }
            (None, false) => {}
        }
    }
    assert!(!open, "{document}: the last block has no end");
    blocks
}

/// The folder in which a document's reader stands.
fn folder_of(document: &str) -> TempDir {
    let temporary = tempfile::tempdir().expect("a temporary folder");
    if document.starts_with("docs/guides/") {
        return temporary;
    }
    if document == "src/cli/start/README.md" {
        copy(&top().join("src/cli/start"), temporary.path());
        return temporary;
    }
    for part in ["samples", "src/theme", "docs", "examples"] {
        copy(&top().join(part), &temporary.path().join(part));
    }
    temporary
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("a copy");
        }
    }
}

/// Runs a document's blocks, and gives the folder back in which they ran.
fn follow(document: &str) -> TempDir {
    let folder = folder_of(document);
    let mut script = String::from("set -eu\n");
    for block in blocks(document).iter().filter(|block| block.language == "sh") {
        // A block that fails is known by the last of these lines.
        script.push_str(&format!("echo '@ line {}' >&2\n{}\n", block.line, block.text));
    }
    let home = tempfile::tempdir().expect("an empty home");
    let command = Path::new(env!("CARGO_BIN_EXE_nashra")).parent().expect("its folder");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([command.to_owned()].into_iter().chain(std::env::split_paths(&path)));
    let run = Command::new("sh")
        .args(["-c", &script])
        .current_dir(folder.path())
        .env("PATH", path.expect("a path"))
        .env("HOME", home.path())
        .env("LC_ALL", "C.UTF-8")
        .env_remove("SOURCE_DATE_EPOCH")
        .stdin(Stdio::null())
        .output()
        .expect("a shell");
    let err = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{document}: {}\n{err}", String::from_utf8_lossy(&run.stdout));
    // The export has articles with errors on purpose.
    let expected = document == "docs/guides/nightly-export.md";
    assert!(expected || !err.lines().any(|line| line.starts_with("error: ")), "{document}: {err}");
    folder
}

/// Whether there is a shell; where there is none, the tests say so.
fn shell(test: &str) -> bool {
    let there = Command::new("sh").args(["-c", "true"]).status().is_ok_and(|status| status.success());
    if !there {
        println!("skipped: {test} (no sh)");
    }
    there
}

#[test]
fn what_is_not_run_is_listed() {
    let mut used = vec![false; NOT_RUN.len()];
    for document in documents() {
        for block in blocks(&document) {
            assert!(
                !matches!(block.language.as_str(), "bash" | "shell" | "zsh"),
                "{document}, line {}: commands stand in sh blocks, which are run, or in console blocks",
                block.line
            );
            if block.language == "console" {
                let listed = |(of, begins, _): &(&str, &str, &str)| *of == document && block.text.starts_with(begins);
                let Some(place) = NOT_RUN.iter().position(listed) else {
                    panic!("{document}, line {}: this block is not run, and not listed", block.line)
                };
                used[place] = true;
            }
        }
    }
    for ((document, begins, _), used) in NOT_RUN.iter().zip(used) {
        assert!(used, "{document} has no block any more that begins with {begins}");
    }
}

#[test]
fn every_block_of_the_documents_runs() {
    if !shell("every_block_of_the_documents_runs") {
        return;
    }
    let documents = documents();
    assert!(documents.len() > 5, "{documents:?}");
    for document in documents.iter().filter(|document| !document.starts_with("docs/guides/")) {
        follow(document);
    }
}

#[test]
fn the_guides_arrive() {
    if !shell("the_guides_arrive") {
        return;
    }
    for (guide, made) in [
        ("printed-bulletin", &["weekly/out/bulletin.pdf", "weekly/out/evening.pdf", "weekly/pages/bulletin-1.png"][..]),
        ("e-reader", &["weekly/weekly.epub", "weekly/library.epub", "weekly/out/bulletin.pdf", "weekly/messages.txt"]),
        ("nightly-export", &["out/2026-01-05-a1.pdf", "out/2026-01-06-a5.epub", "report.ndjson", "daily"]),
    ] {
        let folder = follow(&format!("docs/guides/{guide}.md"));
        for path in made {
            assert!(folder.path().join(path).exists(), "{guide}: {path}");
        }
    }
}

/// Articles and bulletins that documents show are read without an error.
#[test]
fn what_is_shown_can_be_read() {
    let folder = folder_of("README.md");
    let samples = folder.path().join("samples");
    let mut read = 0;
    for document in documents() {
        for block in blocks(&document) {
            let ending = match block.language.as_str() {
                "json" | "yaml" | "toml" => block.language.as_str(),
                "markdown" => "md",
                _ => continue,
            };
            if !["headline", "sections"].iter().any(|field| block.text.contains(field)) {
                continue;
            }
            let shown = format!("shown.{ending}");
            fs::write(samples.join(&shown), &block.text).expect("the block as a file");
            let run = Command::new(env!("CARGO_BIN_EXE_nashra"))
                .args(["check", &shown])
                .current_dir(&samples)
                .output()
                .expect("the command starts");
            let err = String::from_utf8_lossy(&run.stderr);
            assert!(run.status.success(), "{document}, line {}: {err}", block.line);
            read += 1;
        }
    }
    assert!(read > 3, "{read}");
}

/// Links from one document to another, and to files, lead somewhere.
#[test]
fn links_lead_somewhere() {
    for document in documents() {
        let text = fs::read_to_string(top().join(&document)).expect("the document is there");
        let folder = Path::new(&document).parent().expect("a folder");
        // What stands between backticks is no link.
        let text: String = text.split('`').step_by(2).collect();
        let targets = text.split("](").skip(1).chain(text.split("src=\"").skip(1));
        for target in targets.filter_map(|rest| rest.split([')', '"', ' ', '#']).next()) {
            let local = !target.is_empty() && !target.contains("://") && !document.starts_with("src/");
            assert!(!local || top().join(folder).join(target).exists(), "{document}: {target} leads nowhere");
        }
    }
}
