//! Generated articles, and what a test wants to know of the folders that are made of them.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::harness::{files, nashra, text};

/// Sentences for a checkout that has no corpus beside it.
const SENTENCES: [&str; 6] = [
    "افتتحت البلدية مكتبة جديدة في وسط المدينة بعد عامين من العمل.",
    "وقال المدير إن المكتبة تضم أكثر من أربعين ألف كتاب بالعربية ولغات أخرى.",
    "بدأ موسم قطاف الزيتون في القرى الجبلية قبل موعده بأسبوعين.",
    "ويتوقع المزارعون محصولاً أكبر من محصول العام الماضي (2023) بنحو 15٪.",
    "عاد القطار الليلي إلى الخدمة بين العاصمة والساحل بعد توقف طويل.",
    "وسيغادر القطار الأول يوم الجمعة في العاشرة مساءً من المحطة القديمة.",
];

/// Every so many articles one is broken.
const BROKEN_EVERY: usize = 100;

/// Which one of them.
const BROKEN_AT: usize = 57;

/// Whether the tests run at full size.
pub fn full() -> bool {
    env::var_os("NASHRA_BATCH_FULL").is_some_and(|value| value != "0")
}

/// The sentences that articles are made of.
fn sentences() -> Vec<String> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/ar_pud.txt");
    match fs::read_to_string(corpus) {
        Ok(corpus) => corpus.lines().map(str::to_owned).collect(),
        Err(_) => SENTENCES.map(str::to_owned).to_vec(),
    }
}

/// So many articles, one a line, none of them broken.
pub fn good(count: usize) -> Vec<String> {
    let sentences = sentences();
    let sentence = |at: usize| sentences[at % sentences.len()].as_str();
    let article = |number: usize| {
        let category = ["سياسة", "اقتصاد", "ثقافة"][number % 3];
        let headline: Vec<&str> = sentence(number * 13).split_whitespace().take(5 + number % 5).collect();
        let body: Vec<String> = (0..2 + number % 7)
            .map(|part| (0..1 + number % 3).map(|i| sentence(number * 7 + part * 3 + i)).collect::<Vec<_>>().join(" "))
            .collect();
        serde_json::json!({
            "id": format!("n{number:05}"), "headline": format!("{} {number}", headline.join(" ")),
            "published": format!("2024-{:02}-{:02}", 1 + number / 28 % 12, 1 + number % 28),
            "categories": [category], "source": { "name": "وكالة" }, "body": body,
        })
        .to_string()
    };
    (0..count).map(article).collect()
}

/// So many articles, one in a hundred of them broken in one of several ways. Beside them, the lines (from 1) of the
/// broken ones.
pub fn with_broken(count: usize) -> (String, Vec<usize>) {
    let mut lines = good(count);
    let mut broken = Vec::new();
    for (at, line) in lines.iter_mut().enumerate().filter(|(at, _)| at % BROKEN_EVERY == BROKEN_AT) {
        *line = match at / BROKEN_EVERY % 4 {
            0 => line.replacen("\"headline\"", "\"heading\"", 1),
            1 => line.chars().take(line.chars().count() / 2).collect(),
            2 => line.replacen("2024-", "2024-13-", 1),
            _ => line.replacen("\"body\":[", "\"body\":[{\"video\":\"a.mp4\"},", 1),
        };
        broken.push(at + 1);
    }
    (joined(&lines), broken)
}

/// Articles as one a line.
pub fn joined(lines: &[String]) -> String {
    lines.iter().fold(String::new(), |mut text, line| {
        writeln!(text, "{line}").expect("a string takes all");
        text
    })
}

/// Makes a batch undisturbed, and gives the folder's files.
pub fn undisturbed(folder: &Path, input: &str, formats: &str) -> BTreeMap<String, Vec<u8>> {
    let out = folder.join("undisturbed");
    let words = ["batch", input, "-o", text(&out), "--format", formats, "--quiet"];
    let status = nashra(folder, &words).status().expect("the command starts");
    assert!(status.code().is_some_and(|code| code < 2));
    contents(&out)
}

/// A folder's files by name.
pub fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder).into_iter().collect()
}

/// The same without what batches keep for themselves.
pub fn outputs(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = contents(folder);
    files.retain(|name, _| !name.starts_with(".nashra-"));
    files
}

/// Waits until a running batch has made something.
pub fn wait_for_files(folder: &Path) {
    let begun = Instant::now();
    let is_output = |entry: fs::DirEntry| !entry.file_name().to_string_lossy().starts_with('.');
    while !fs::read_dir(folder).into_iter().flatten().flatten().any(is_output) {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing is made");
        sleep(Duration::from_millis(2));
    }
}

/// Compares folders without printing their bytes.
pub fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>, what: &str) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(one), names(other), "{what}");
    let different: Vec<&String> =
        one.iter().filter(|(name, bytes)| other[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(different.is_empty(), "{what}: {different:?}");
}
