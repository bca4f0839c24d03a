//! The checks: each asks one judge about one file, and says how it ended.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::bars::{Bar, Bars, Document};
use crate::judges::{Judges, Said};
use crate::table::{Outcome, Row};

/// A page with less ink than this share of its area was not drawn; one with more has no paper left.
const INK: std::ops::Range<f64> = 0.002..0.5;
/// Dots per inch of the pages drawn for that: enough to tell ink from paper.
const PICTURE_DPI: &str = "40";
/// A grey below this, of 255, is ink.
const INK_BELOW: u8 = 160;

/// What was built from one document.
pub struct Files {
    /// The PDF.
    pub pdf: PathBuf,
    /// The EPUB.
    pub epub: PathBuf,
    /// The plain text.
    pub txt: PathBuf,
    /// The words that must come back.
    pub words: PathBuf,
    /// The same for pages: without the texts that pages move.
    pub page_words: PathBuf,
    /// The texts that pages move, each of which must come back whole.
    pub page_pieces: PathBuf,
    /// Where the judges may write.
    pub work: PathBuf,
}

/// A check that could not be made, or what came of it.
type Finding = Result<Outcome, Outcome>;

/// A judge that is not there.
fn missing(reason: String) -> Outcome {
    Outcome::skipped(reason)
}

/// A judge that did not do its work.
fn broken(reason: String) -> Outcome {
    Outcome::failed("the judge could not be asked", reason)
}

fn row(document: &Document, check: &str, bar: &Bar, file: &Path, ask: impl FnOnce() -> Finding) -> Row {
    let outcome = if file.is_file() {
        ask().unwrap_or_else(|outcome| outcome)
    } else {
        Outcome::failed("the file was not built", file.display().to_string())
    };
    Row { document: document.name(), check: check.to_owned(), bar: bar.clone(), outcome }
}

/// The checks of the PDF.
pub fn of_pdf(document: &Document, files: &Files, bars: &Bars, judges: &Judges) -> Vec<Row> {
    let pdf = |check: &str, ask: fn(&Files, &Bar, &Judges) -> Finding| {
        let bar = &bars.check(document, check);
        row(document, check, bar, &files.pdf, || ask(files, bar, judges))
    };
    let mut rows = vec![
        pdf("qpdf", qpdf),
        pdf("pdffonts", pdffonts),
        pdf("outloud", outloud),
        pdf("pdfua", pdfua),
        pdf("picture", picture),
    ];
    for reader in ["pdfjs", "pymupdf", "pypdf", "pypdfium2", "pdftotext"] {
        rows.push(read_back(document, reader, &files.pdf, files, bars, judges));
    }
    rows
}

/// The checks of the EPUB.
pub fn of_epub(document: &Document, files: &Files, bars: &Bars, judges: &Judges) -> Vec<Row> {
    let epub = |check: &str, ask: fn(&Files, &Bar, &Judges) -> Finding| {
        let bar = &bars.check(document, check);
        row(document, check, bar, &files.epub, || ask(files, bar, judges))
    };
    let mut rows = vec![epub("epubcheck", epubcheck), epub("ace", ace)];
    rows.push(read_back(document, "epub", &files.epub, files, bars, judges));
    rows
}

/// The checks of the plain text.
pub fn of_text(document: &Document, files: &Files, bars: &Bars, judges: &Judges) -> Vec<Row> {
    vec![read_back(document, "txt", &files.txt, files, bars, judges)]
}

fn qpdf(files: &Files, _: &Bar, judges: &Judges) -> Finding {
    let qpdf = judges.program("qpdf").map_err(missing)?;
    let said = judges.run("qpdf", &qpdf, &[Path::new("--check"), &files.pdf], &files.work).map_err(broken)?;
    Ok(match said.status {
        Some(0) => Outcome::passed("no error, no warning"),
        Some(3) => Outcome::failed("warnings", said.all()),
        _ => Outcome::failed("errors", said.all()),
    })
}

fn pdffonts(files: &Files, _: &Bar, judges: &Judges) -> Finding {
    let pdffonts = judges.program("pdffonts").map_err(missing)?;
    let said = judges.run("pdffonts", &pdffonts, &[&files.pdf], &files.work).map_err(broken)?;
    if said.status != Some(0) {
        return Ok(Outcome::failed("pdffonts could not read the file", said.all()));
    }
    // Two lines of heading; the last five fields of a row are emb, sub, uni and the object's two numbers.
    let fonts: Vec<Vec<&str>> = said.out.lines().skip(2).map(|line| line.split_whitespace().collect()).collect();
    let whole = |font: &Vec<&str>| font.iter().rev().skip(2).take(3).all(|flag| *flag == "yes");
    Ok(if fonts.is_empty() {
        Outcome::failed("the file has no font", said.all())
    } else if fonts.iter().all(whole) {
        Outcome::passed(format!("{} fonts: embedded, subset, with ToUnicode", fonts.len()))
    } else {
        Outcome::failed("a font is not embedded, not a subset or without ToUnicode", said.all())
    })
}

/// The JSON that a judge printed or wrote.
fn json(said: &Said, text: &str) -> Result<Value, Outcome> {
    serde_json::from_str(text).map_err(|error| broken(format!("its report is not JSON: {error}\n{}", said.all())))
}

/// A field of a finding, as text.
fn field<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn outloud(files: &Files, bar: &Bar, judges: &Judges) -> Finding {
    let outloud = judges.program("outloud").map_err(missing)?;
    let arguments = [Path::new("--json"), Path::new("-"), &files.pdf];
    let said = judges.run("outloud", &outloud, &arguments, &files.work).map_err(broken)?;
    let report = json(&said, &said.out)?;
    let result = report.pointer("/results/0").ok_or_else(|| broken(said.all()))?;
    let all = result.get("findings").and_then(Value::as_array).ok_or_else(|| broken(said.all()))?;
    let weighty = all.iter().filter(|finding| field(finding, "severity") != "info");
    let (accepted, open): (Vec<&Value>, Vec<&Value>) =
        weighty.partition(|finding| bar.accept.iter().any(|rule| rule == field(finding, "rule")));
    let lines = |findings: &[&Value]| -> String {
        let line = |f: &&Value| format!("{} {}: {}\n", field(f, "severity"), field(f, "rule"), field(f, "message"));
        findings.iter().map(line).collect()
    };
    // An error is never accepted, whatever it is called.
    let errors = accepted.iter().filter(|finding| field(finding, "severity") == "error").count();
    Ok(if !result.get("error").is_none_or(Value::is_null) {
        Outcome::failed("outloud could not read the file", said.all())
    } else if open.is_empty() && errors == 0 {
        Outcome::passed(format!("no error; accepted warnings: {}", accepted.len()))
    } else {
        let rules: Vec<&str> = open.iter().map(|finding| field(finding, "rule")).collect();
        Outcome::failed(format!("findings: {}", rules.join(" ")), lines(&open) + &lines(&accepted))
    })
}

fn pdfua(files: &Files, bar: &Bar, judges: &Judges) -> Finding {
    let pdfua = judges.program("pdfua").map_err(missing)?;
    let arguments = [Path::new("check"), Path::new("--format"), Path::new("json"), &files.pdf];
    let said = judges.run("pdfua", &pdfua, &arguments, &files.work).map_err(broken)?;
    let report = json(&said, &said.out)?;
    let all = report.get("findings").and_then(Value::as_array).ok_or_else(|| broken(said.all()))?;
    let rules = all.iter().map(|finding| field(finding, "rule_id").to_owned());
    let open: Vec<String> = rules.filter(|rule| !bar.accept.contains(rule)).collect();
    Ok(if open.is_empty() {
        Outcome::passed("no finding")
    } else {
        Outcome::failed(format!("findings: {}", open.join(" ")), said.all())
    })
}

fn picture(files: &Files, _: &Bar, judges: &Judges) -> Finding {
    let pdftoppm = judges.program("pdftoppm").map_err(missing)?;
    let pages = files.work.join("pages");
    fs::create_dir_all(&pages).map_err(|error| broken(error.to_string()))?;
    let arguments = [Path::new("-r"), Path::new(PICTURE_DPI), Path::new("-gray"), &files.pdf, &pages.join("page")];
    let said = judges.run("pdftoppm", &pdftoppm, &arguments, &files.work).map_err(broken)?;
    if said.status != Some(0) || !said.err.trim().is_empty() {
        return Ok(Outcome::failed("poppler complained when drawing the pages", said.all()));
    }
    let mut drawn = 0;
    let entries = fs::read_dir(&pages).map_err(|error| broken(error.to_string()))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        let bytes = fs::read(&path).map_err(|error| broken(error.to_string()))?;
        let ink = ink(&bytes).ok_or_else(|| broken(format!("{} is no picture", path.display())))?;
        if !INK.contains(&ink) {
            let summary = format!("a page has {:.1} % ink", 100.0 * ink);
            return Ok(Outcome::failed(summary, path.display().to_string()));
        }
        drawn += 1;
    }
    Ok(if drawn > 0 { Outcome::passed(format!("{drawn} pages drawn")) } else { Outcome::failed("no page", said.all()) })
}

/// The share of dark pixels in a binary PGM: `P5 WIDTH HEIGHT MAX`, one white-space byte, one byte a pixel.
fn ink(bytes: &[u8]) -> Option<f64> {
    let mut rest = bytes;
    for _ in 0..4 {
        rest = rest.trim_ascii_start();
        let end = rest.iter().position(u8::is_ascii_whitespace)?;
        rest = rest.get(end..)?;
    }
    let pixels = rest.get(1..).filter(|pixels| bytes.starts_with(b"P5") && !pixels.is_empty())?;
    let dark = pixels.iter().filter(|&&grey| grey < INK_BELOW).count();
    Some(dark as f64 / pixels.len() as f64)
}

fn epubcheck(files: &Files, _: &Bar, judges: &Judges) -> Finding {
    let java = judges.program("java").map_err(missing)?;
    let jar = judges.epubcheck().map_err(missing)?;
    let arguments = [Path::new("-jar"), &jar, Path::new("--failonwarnings"), &files.epub];
    let said = judges.run("epubcheck", &java, &arguments, &files.work).map_err(broken)?;
    // "Messages: 0 fatals / 0 errors / 0 warnings / 0 infos"
    let both = said.all();
    let counts = both.lines().find(|line| line.starts_with("Messages:")).unwrap_or("no count").to_owned();
    Ok(if said.status == Some(0) { Outcome::passed(counts) } else { Outcome::failed(counts, both) })
}

fn ace(files: &Files, _: &Bar, judges: &Judges) -> Finding {
    judges.program("node").map_err(missing)?;
    let ace = judges.program("ace-puppeteer").map_err(missing)?;
    if std::env::var_os("PUPPETEER_EXECUTABLE_PATH").is_none() {
        judges.program("chromium").map_err(missing)?;
    }
    let out = files.work.join("ace");
    let arguments = [Path::new("-f"), Path::new("-o"), &out, &files.epub];
    let said = judges.run("ace", &ace, &arguments, &files.work).map_err(broken)?;
    let text = fs::read_to_string(out.join("report.json")).map_err(|_| broken(said.all()))?;
    let report = json(&said, &text)?;
    let chapters = report.get("assertions").and_then(Value::as_array).ok_or_else(|| broken(said.all()))?;
    let mut violations = Vec::new();
    for chapter in chapters {
        let place = chapter.pointer("/earl:testSubject/url").and_then(Value::as_str).unwrap_or_default();
        for one in chapter.get("assertions").and_then(Value::as_array).into_iter().flatten() {
            let at = |path: &str| one.pointer(path).and_then(Value::as_str).unwrap_or_default();
            let (title, impact) = (at("/earl:test/dct:title"), at("/earl:test/earl:impact"));
            violations.push(format!("{place}: {title} ({impact}): {}", at("/earl:result/dct:description")));
        }
    }
    let passed = report.pointer("/earl:result/earl:outcome").and_then(Value::as_str) == Some("pass");
    Ok(if violations.is_empty() && passed {
        Outcome::passed("0 violations")
    } else {
        Outcome::failed(format!("{} violations", violations.len()), violations.join("\n"))
    })
}

/// One reader's text against the words that must come back: extract.py does the reading and the counting.
fn read_back(document: &Document, reader: &str, file: &Path, files: &Files, bars: &Bars, judges: &Judges) -> Row {
    let bar = &bars.reader(document, reader);
    row(document, reader, bar, file, || {
        let python = judges.python().map_err(missing)?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/extract.py");
        let text = files.work.join(format!("{reader}.txt"));
        let is_pages = file == files.pdf;
        let words = if is_pages { &files.page_words } else { &files.words };
        let mut arguments = vec![script.as_path(), Path::new(reader), file, words, Path::new("--text"), &text];
        if is_pages {
            arguments.extend([Path::new("--pieces"), &files.page_pieces]);
        }
        let said = judges.run(&format!("read-{reader}"), &python, &arguments, &files.work).map_err(broken)?;
        match said.status {
            Some(0) => {}
            Some(3) => return Err(missing(said.err.trim().to_owned())),
            _ => return Ok(Outcome::failed("the reader could not read the file", said.all())),
        }
        let report = json(&said, &said.out)?;
        let ordered = report.get("ordered").and_then(Value::as_f64).ok_or_else(|| broken(said.all()))?;
        let whole = report.get("whole").and_then(Value::as_f64).unwrap_or(100.0);
        let foreign: Vec<String> = report
            .get("foreign")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(k, n)| format!("{n} {k}"))
            .collect();
        let marks = report.get("marks").and_then(Value::as_u64).unwrap_or_default();
        let mut summary = format!("{ordered:.2} % of the words in order (bar {}), {marks} direction marks", bar.bar);
        if report.get("pieces").and_then(Value::as_u64).is_some_and(|pieces| pieces > 0) {
            summary.push_str(&format!(", {whole:.2} % of notes and captions"));
        }
        if !foreign.is_empty() {
            summary.push_str(&format!(", not of the text: {}", foreign.join(", ")));
        }
        // A share of 99.5 % of 514 words is no round number of words: half a thousandth is no word.
        let whole_bar = bar.whole.unwrap_or(bar.bar);
        Ok(if ordered + 0.0005 >= bar.bar && whole + 0.0005 >= whole_bar && foreign.is_empty() {
            Outcome::passed(summary)
        } else {
            Outcome::failed(summary, said.all())
        })
    })
}
