//! Bulletins of several articles, and the report.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::articles::{good, joined};
use super::harness::{names, run, temporary};

fn grouped(folder: &Path, by: &str, more: &[&str]) -> Vec<String> {
    let words = ["batch", "a.ndjson", "-o", by, "--format", "txt", "--group-by", by];
    let words: Vec<&str> = words.iter().chain(more).copied().collect();
    let run = run(folder, &words);
    assert_eq!(run.code, Some(0), "{run:?}");
    names(&folder.join(by))
}

#[test]
fn articles_become_bulletins_by_day_section_and_number() {
    let temporary = temporary();
    let folder = temporary.path();
    let mut lines = good(60);
    lines[59] = lines[59].replace("\"published\":\"2024-03-04\",", "").replace("\"categories\":[\"ثقافة\"],", "");
    fs::write(folder.join("a.ndjson"), joined(&lines)).unwrap();
    let days = grouped(folder, "date", &[]);
    assert_eq!((days.len(), days[0].as_str(), days[59 - 1].as_str()), (60, "2024-01-01.txt", "2024-03-03.txt"));
    assert_eq!(days.last().map(String::as_str), Some("no-date.txt"));
    assert_eq!(grouped(folder, "section", &[]), ["no-section.txt", "اقتصاد.txt", "ثقافة.txt", "سياسة.txt"]);
    let numbers = grouped(folder, "25", &["--name", "part-{index}"]);
    assert_eq!(numbers, ["part-00000.txt", "part-00001.txt", "part-00002.txt"]);
    // Every article stands in exactly one bulletin of each kind.
    for by in ["date", "section", "25"] {
        let all: String = names(&folder.join(by))
            .iter()
            .map(|name| fs::read_to_string(folder.join(by).join(name)).unwrap())
            .collect();
        for line in &lines {
            let article: Value = serde_json::from_str(line).unwrap();
            let number = article["headline"].as_str().unwrap().rsplit(' ').next().unwrap().to_owned();
            let headline = article["headline"].as_str().unwrap();
            assert_eq!(all.matches(&format!("{headline}\n")).count(), 1, "{by}: article {number}");
        }
    }
    assert_eq!(run(folder, &["batch", "a.ndjson", "-o", "date", "--format", "txt", "--group-by", "date"]).out, "");
}

#[test]
fn the_report_tells_of_every_article_in_order() {
    let temporary = temporary();
    let folder = temporary.path();
    let mut lines = good(5);
    lines[2] = r#"{"headline": "x", "body": []}"#.to_owned();
    fs::write(folder.join("a.ndjson"), joined(&lines)).unwrap();
    let words = ["batch", "a.ndjson", "-o", "out", "--format", "pdf,txt", "--report", "-", "--jobs", "2"];
    let states = ["made", "made", "failed", "made", "made"];
    for states in [states, states.map(|state| if state == "made" { "up-to-date" } else { state })] {
        let run = run(folder, &words);
        assert_eq!(run.code, Some(1));
        let report: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(report.iter().map(|line| line["state"].as_str().unwrap()).collect::<Vec<_>>(), states);
        for (index, line) in report.iter().enumerate() {
            assert_eq!((line["input"].as_str(), line["article"].as_u64()), (Some("a.ndjson"), Some(index as u64)));
            assert!(line["milliseconds"].is_number());
            if index == 2 {
                let error = &line["errors"][0];
                assert_eq!((error["file"].as_str(), error["line"].as_u64()), (Some("a.ndjson"), Some(3)), "{line}");
                assert!(error["column"].is_number() && error["field"] == "body", "{line}");
                assert_eq!(line["outputs"], Value::Array(Vec::new()));
                continue;
            }
            assert_eq!(line["id"], format!("n{index:05}"));
            let outputs = line["outputs"].as_array().expect("outputs");
            assert_eq!(outputs.len(), 2);
            for output in outputs {
                let path = folder.join(output["path"].as_str().unwrap());
                assert_eq!(output["size"].as_u64(), Some(fs::metadata(path).unwrap().len()));
            }
            assert!(outputs[0]["pages"].as_u64().is_some_and(|pages| pages > 0), "{line}");
        }
    }
}
