//! A hundred articles made from a corpus, set in two faces, and read back by every reader: medians and lowest files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::bars::{Bars, CorpusBar};
use crate::judges::Judges;
use crate::{root, work_folder};

/// How many articles are made, and of how many sentences each.
const ARTICLES: usize = 100;
const SENTENCES: usize = 10;

/// Sets the corpus in a face and reads it back. The lines for the table, and what is under its bar.
pub fn read_back(family: &str, bars: &Bars, judges: &Judges) -> Result<(Vec<String>, Vec<String>), String> {
    let corpus = root().join("../shared/corpus/ar_pud.txt");
    let text = fs::read_to_string(&corpus).map_err(|_| "the corpus is not beside the checkout".to_owned())?;
    let python = judges.python()?;
    let folder = work_folder(&format!("corpus-{family}"));
    make(&text, family, &folder)?;
    let script = root().join("tests/conformance/corpus.py");
    let names: Vec<&Path> = bars.corpus.keys().map(Path::new).collect();
    let arguments: Vec<&Path> = [script.as_path(), folder.as_path()].into_iter().chain(names).collect();
    let said = judges.run("corpus", &python, &arguments, &folder)?;
    let report: Value = serde_json::from_str(&said.out).map_err(|_| said.all())?;
    let (mut lines, mut under) = (Vec::new(), Vec::new());
    for (reader, bar) in &bars.corpus {
        let Some(scores) = report["readers"][reader].as_array() else {
            lines.push(format!("skipped: {reader} (not installed)"));
            continue;
        };
        let mut scores: Vec<f64> = scores.iter().filter_map(Value::as_f64).collect();
        scores.sort_by(f64::total_cmp);
        let (lowest, median) = (scores[0], (scores[(scores.len() - 1) / 2] + scores[scores.len() / 2]) / 2.0);
        let CorpusBar { median: least_median, lowest: least } = bar;
        let line = format!(
            "corpus in {family}, {reader}: median {median:.2} (bar {least_median}), lowest {lowest:.2} (bar {least})"
        );
        if median < *least_median || lowest < *least {
            under.push(line.clone());
        }
        lines.push(line);
    }
    if report["foreign"].as_u64() != Some(0) {
        under.push(format!("corpus in {family}: {} characters that no source has", report["foreign"]));
    }
    Ok((lines, under))
}

/// Makes the articles' PDFs and sources in a folder.
fn make(corpus: &str, family: &str, folder: &Path) -> Result<(), String> {
    let because = |error: std::io::Error| error.to_string();
    let sentences: Vec<&str> = corpus.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let mut dump = String::new();
    let title = "خبر من المدونة";
    for (i, body) in sentences.chunks(SENTENCES).take(ARTICLES).enumerate() {
        dump.push_str(&json!({ "title": title, "content": body.join("\n") }).to_string());
        dump.push('\n');
        let source = folder.join(format!("dump-{i:05}.source.txt"));
        fs::write(source, format!("{title}\n{}\n", body.join("\n"))).map_err(because)?;
    }
    let input = folder.join("dump.ndjson");
    fs::write(&input, dump).map_err(because)?;
    let theme: PathBuf = folder.join("theme.toml");
    let classic = fs::read_to_string(root().join("src/theme/classic.toml")).map_err(because)?;
    fs::write(&theme, classic.replace("\"amiri\"", &format!("\"{family}\""))).map_err(because)?;
    let mut run = Command::new(env!("CARGO_BIN_EXE_nashra"));
    run.arg("batch").arg(&input).arg("-o").arg(folder).args(["--format", "pdf", "--theme"]).arg(&theme);
    let run = run.output().map_err(because)?;
    if run.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&run.stderr).into_owned()) }
}
