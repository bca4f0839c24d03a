//! The samples, built with the real binary and judged by programs that others wrote.
//!
//! `bars.toml` says which documents and what is demanded of them; `judges.rs` finds the judges on this machine, `checks.rs`
//! asks them, `table.rs` prints what they said. A judge that is not there is `skipped` by name, and the test passes without
//! it, unless `NASHRA_JUDGES_REQUIRED` is set. README.md has the environment variables.

mod bars;
mod checks;
mod corpus;
mod judges;
mod lines;
mod search;
mod table;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use bars::{Bars, Document};
use checks::Files;
use judges::Judges;
use table::{Outcome, Row, Table};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// An empty folder under target/ for one document, which stays there after the run, to look at.
fn work_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conformance").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the last run's files can be removed");
    }
    fs::create_dir_all(&folder).expect("a folder below target/ can be made");
    folder
}

/// Builds a document, or takes it from the folder of finished files that `NASHRA_BUILT` names.
fn files(document: &Document, folder: &Path) -> Result<Files, Outcome> {
    let input = root().join(&document.input);
    if !input.exists() {
        return Err(Outcome::skipped(format!("{} is not there", document.input)));
    }
    let built = match std::env::var_os("NASHRA_BUILT") {
        Some(built) => PathBuf::from(built),
        None => {
            let built = folder.join("built");
            let mut command = Command::new(env!("CARGO_BIN_EXE_nashra"));
            command.arg("build").arg(&input).arg("-o").arg(&built);
            command.args(document.theme.iter().flat_map(|theme| ["--theme", theme]));
            let run = command.output();
            let run = run.map_err(|error| Outcome::failed("nashra did not start", error.to_string()))?;
            if !run.status.success() {
                let said = [run.stdout, run.stderr].concat();
                return Err(Outcome::failed("nashra build failed", String::from_utf8_lossy(&said).into_owned()));
            }
            built
        }
    };
    let words = write_words(document, &folder.join("words.txt"), &words::all)?;
    let page_words = write_words(document, &folder.join("page-words.txt"), &words::of_pages)?;
    let page_pieces = write_words(document, &folder.join("page-pieces.txt"), &words::pieces_of_pages)?;
    let stem = document.stem();
    let file = |extension: &str| built.join(format!("{stem}.{extension}"));
    Ok(Files {
        pdf: file("pdf"),
        epub: file("epub"),
        txt: file("txt"),
        words,
        page_words,
        page_pieces,
        work: folder.to_path_buf(),
    })
}

/// Writes the words that must come back.
fn write_words(
    document: &Document,
    path: &Path,
    words: &dyn Fn(&Path) -> Result<String, String>,
) -> Result<PathBuf, Outcome> {
    let mut text = String::new();
    for article in &document.words {
        let words = words(&root().join(article));
        text.push_str(&words.map_err(|error| Outcome::failed("no words", error))?);
        text.push('\n');
    }
    fs::write(path, text).map_err(|error| Outcome::failed("the words cannot be written", error.to_string()))?;
    Ok(path.to_path_buf())
}

/// Every check of one document. The EPUB's judges are slow starters, and run beside the PDF's.
fn judge(document: &Document, bars: &Bars, judges: &Judges) -> Vec<Row> {
    let name = document.name();
    let files = match files(document, &work_folder(&name)) {
        Ok(files) => files,
        Err(outcome) => return vec![Row { document: name, check: "build".to_owned(), bar: bars::demanded(), outcome }],
    };
    thread::scope(|scope| {
        let epub = scope.spawn(|| checks::of_epub(document, &files, bars, judges));
        let mut rows = checks::of_pdf(document, &files, bars, judges);
        rows.extend(epub.join().expect("the EPUB's checks come to an end"));
        rows.extend(checks::of_text(document, &files, bars, judges));
        rows
    })
}

#[test]
fn the_samples_meet_the_bars() {
    let bars = Bars::read(&root().join("tests/conformance/bars.toml"));
    let judges = Judges::find();
    let mut table = Table::default();
    for document in &bars.document {
        table.rows.extend(judge(document, &bars, &judges));
    }
    table.rows.extend(lines::even(root(), &work_folder, &judges));
    table.rows.extend(search::found(root(), &work_folder, &judges));
    println!("{table}");
    let failures = table.failures(judges.required);
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn a_corpus_comes_back() {
    let bars = Bars::read(&root().join("tests/conformance/bars.toml"));
    let judges = Judges::find();
    let mut under = Vec::new();
    for family in ["amiri", "noto-naskh"] {
        match corpus::read_back(family, &bars, &judges) {
            Ok((lines, low)) => {
                lines.iter().for_each(|line| println!("{line}"));
                under.extend(low);
            }
            Err(why) => println!("skipped: the corpus in {family} ({why})"),
        }
    }
    assert!(under.is_empty(), "under their bars:\n{}", under.join("\n"));
}
