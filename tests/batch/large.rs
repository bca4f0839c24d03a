//! Many articles, some broken: all good ones made, all broken ones told, in little memory, by as many workers as are
//! asked; and nothing made twice.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::articles::{assert_same, contents, full, joined, outputs, with_broken};
use super::harness::{Run, errors, nashra, run, temporary};

/// What a batch may take of memory, whatever the number of articles.
const MEMORY: u64 = 300 << 20;

/// Runs the command, and gives how long it took and the most memory it had, where the system tells.
fn measured(folder: &Path, words: &[&str]) -> (Run, Duration, u64) {
    let begun = Instant::now();
    let err = fs::File::create(folder.join("err")).expect("a file");
    let mut child = nashra(folder, words).stdout(Stdio::null()).stderr(err).spawn().expect("the command starts");
    let mut most = 0;
    let status = loop {
        if let Ok(status) = fs::read_to_string(format!("/proc/{}/status", child.id())) {
            let line = status.lines().find(|line| line.starts_with("VmHWM:"));
            let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
            most = most.max(kib.unwrap_or(0) << 10);
        }
        match child.try_wait().expect("its state is known") {
            Some(status) => break status,
            None => sleep(Duration::from_millis(5)),
        }
    };
    let took = begun.elapsed();
    let err = fs::read_to_string(folder.join("err")).expect("messages are UTF-8");
    (Run { code: status.code(), out: String::new(), err }, took, most)
}

#[test]
fn all_good_articles_are_made_and_all_broken_ones_told() {
    let count = if full() { 10_000 } else { 300 };
    let temporary = temporary();
    let folder = temporary.path();
    let (input, broken) = with_broken(count);
    fs::write(folder.join("dump.ndjson"), &input).unwrap();
    let words = |out: &'static str, jobs: &'static str| ["batch", "dump.ndjson", "-o", out, "--jobs", jobs];
    let (two, took_two, memory) = measured(folder, &words("two", "2"));
    assert_eq!(two.code, Some(1), "{}", two.err);
    let told: Vec<usize> = errors(&two)
        .iter()
        .map(|error| error.split(':').nth(2).and_then(|line| line.parse().ok()).expect("a line"))
        .collect();
    let distinct: BTreeSet<usize> = told.iter().copied().collect();
    assert_eq!(distinct.into_iter().collect::<Vec<_>>(), broken);
    assert!(told.is_sorted(), "{told:?}");
    let made = count - broken.len();
    assert!(two.err.ends_with(&format!("articles: {made} made, {} failed\n", broken.len())), "{}", two.err);
    assert_eq!(outputs(&folder.join("two")).len(), 3 * made);
    assert!(memory < MEMORY, "{} MB", memory >> 20);

    let before = contents(&folder.join("two"));
    let (again, took_again, _) = measured(folder, &words("two", "2"));
    assert!(again.err.ends_with(&format!("articles: 0 made, {made} up to date, {} failed\n", broken.len())));
    assert_same(&before, &contents(&folder.join("two")), "a second run");

    let (_, took_one, _) = measured(folder, &words("one", "1"));
    assert_same(&before, &contents(&folder.join("one")), "one worker");
    println!(
        "{count} articles: one worker {took_one:.1?}, two {took_two:.1?} ({:.2} times), again {took_again:.2?} ({:.1} %), \
         at most {} MB",
        took_one.as_secs_f64() / took_two.as_secs_f64(),
        100.0 * took_again.as_secs_f64() / took_two.as_secs_f64(),
        memory >> 20
    );
    if full() {
        assert!(took_again < took_two.mul_f64(0.05), "a second run took {took_again:?}");
        assert!(took_one > took_two.mul_f64(1.8), "one worker took {took_one:?}, two {took_two:?}");
    }
}

#[test]
fn a_long_array_is_read_element_by_element() {
    let count = if full() { 20_000 } else { 2_000 };
    let temporary = temporary();
    let folder = temporary.path();
    let lines = super::articles::good(count);
    fs::write(folder.join("a.json"), format!("[{}]", lines.join(","))).unwrap();
    fs::write(folder.join("a.ndjson"), joined(&lines)).unwrap();
    let words = |input: &'static str, out: &'static str| ["batch", input, "-o", out, "--format", "txt"];
    let (array, _, memory) = measured(folder, &words("a.json", "array"));
    assert_eq!(array.code, Some(0), "{}", array.err);
    assert!(memory < MEMORY, "{} MB", memory >> 20);
    println!("an array of {count}: at most {} MB", memory >> 20);
    assert_eq!(run(folder, &words("a.ndjson", "lines")).code, Some(0));
    assert_same(&outputs(&folder.join("array")), &outputs(&folder.join("lines")), "an array, and one a line");
}

#[test]
fn what_has_changed_is_made_again_and_nothing_else() {
    let temporary = temporary();
    let folder = temporary.path();
    let mut lines = super::articles::good(5);
    let batch = |lines: &[String], more: &[&str]| {
        fs::write(folder.join("a.ndjson"), joined(lines)).unwrap();
        let words: Vec<&str> = ["batch", "a.ndjson", "-o", "out"].iter().chain(more).copied().collect();
        let run = run(folder, &words);
        assert_eq!(run.code, Some(0), "{run:?}");
        run.out.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let text = ["--format", "txt"];
    assert_eq!(batch(&lines, &text).len(), 5);
    assert_eq!(batch(&lines, &text).len(), 0);
    lines[3] = lines[3].replace("وكالة", "صحيفة");
    assert_eq!(batch(&lines, &text), ["out/a-00003.txt"]);
    fs::remove_file(folder.join("out/a-00001.txt")).unwrap();
    fs::write(folder.join("out/a-00002.txt"), "changed").unwrap();
    assert_eq!(batch(&lines, &text), ["out/a-00001.txt", "out/a-00002.txt"]);
    assert_eq!(batch(&lines, &["--format", "epub"]).len(), 5, "another format");
    assert_eq!(batch(&lines, &["--format", "epub,txt"]).len(), 0, "both are there");
    assert_eq!(batch(&lines, &["--format", "txt", "--force"]).len(), 5);
    assert_eq!(batch(&lines, &["--format", "epub,txt", "--theme", "classic"]).len(), 10, "other settings");
    let manifest = fs::read_to_string(folder.join("out/.nashra-manifest.ndjson")).unwrap();
    assert_eq!(manifest.lines().count(), 5, "{manifest}");
    assert!(manifest.lines().is_sorted());
}
