//! Whether phrases with a number in them are found: in pdf.js's own find and in PDFium's, the engine of Chromium's viewer.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bars::demanded;
use crate::judges::Judges;
use crate::table::{Outcome, Row};

/// How many words a phrase has.
const WORDS: usize = 5;

/// All phrases of the seed article with a number in them; `work` makes an empty folder.
pub fn found(root: &Path, work: &dyn Fn(&str) -> PathBuf, judges: &Judges) -> Vec<Row> {
    let made = make(root, &work("search"));
    let row = |(check, program, script): (&str, Result<PathBuf, String>, &str)| {
        let outcome = match &made {
            Ok(made) => ask(made, &root.join("tests/conformance").join(script), program, judges),
            Err(why) => Err(Outcome::failed("no PDF to search", why.clone())),
        };
        Row {
            document: "phrases of the seed".to_owned(),
            check: check.to_owned(),
            bar: demanded(),
            outcome: outcome.unwrap_or_else(|outcome| outcome),
        }
    };
    [("find in PDFium", judges.python(), "find.py"), ("find in pdf.js", judges.program("node"), "find.mjs")]
        .map(row)
        .into()
}

/// A PDF and the phrases to look for in it.
struct Made {
    folder: PathBuf,
    pdf: PathBuf,
    list: PathBuf,
    phrases: Vec<String>,
}

fn make(root: &Path, folder: &Path) -> Result<Made, String> {
    let input = root.join("samples/azerbaijan-syria.json");
    let pdf = folder.join("seed.pdf");
    let built = Command::new(env!("CARGO_BIN_EXE_nashra"))
        .arg("build")
        .arg(&input)
        .args([Path::new("--format"), Path::new("pdf"), Path::new("-o"), &pdf])
        .output()
        .map_err(|error| error.to_string())?;
    if !built.status.success() {
        return Err(String::from_utf8_lossy(&built.stderr).into_owned());
    }
    let text = crate::words::all(&input)?;
    let phrases = phrases(&text);
    let list = folder.join("phrases.txt");
    fs::write(&list, phrases.join("\n")).map_err(|error| error.to_string())?;
    Ok(Made { folder: folder.to_path_buf(), pdf, list, phrases })
}

/// Every row of words inside a paragraph that has a digit in it, once.
fn phrases(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        for phrase in words.windows(WORDS).map(|words| words.join(" ")) {
            if phrase.contains(char::is_numeric) && !found.contains(&phrase) {
                found.push(phrase);
            }
        }
    }
    found
}

fn ask(made: &Made, script: &Path, program: Result<PathBuf, String>, judges: &Judges) -> Result<Outcome, Outcome> {
    let program = program.map_err(Outcome::skipped)?;
    let name = script.file_stem().unwrap_or_default().to_string_lossy().into_owned()
        + &script.extension().unwrap_or_default().to_string_lossy();
    let said = judges
        .run(&name, &program, &[script, &made.pdf, &made.list], &made.folder)
        .map_err(|why| Outcome::failed("it did not start", why))?;
    match said.status {
        Some(0) => {}
        Some(3) => return Err(Outcome::skipped(said.err.trim())),
        _ => return Err(Outcome::failed("it could not search", said.all())),
    }
    let counts: Vec<&str> = said.out.lines().collect();
    let lost: Vec<&str> = made
        .phrases
        .iter()
        .zip(&counts)
        .filter(|(_, count)| **count == "0")
        .map(|(phrase, _)| phrase.as_str())
        .collect();
    let total = made.phrases.len();
    let summary = format!("{} of {total} phrases of {WORDS} words with a number", total - lost.len());
    let whole = lost.is_empty() && counts.len() == total && total > 20;
    Ok(if whole { Outcome::passed(summary) } else { Outcome::failed(summary, lost.join("\n")) })
}
