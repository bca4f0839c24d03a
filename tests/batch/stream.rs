//! Streams: one article a line in, a tar archive out; and arrays with broken elements.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

use super::articles::{assert_same, good, joined, outputs, with_broken};
use super::harness::{errors, nashra, run, temporary};

fn piped(mut command: Command, input: &str) -> (Option<i32>, Vec<u8>) {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the command starts");
    let mut stdin = child.stdin.take().expect("it has an input");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        // A command that stops early closes its end.
        let _ = stdin.write_all(input.as_bytes());
    });
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("the writer ends");
    (output.status.code(), output.stdout)
}

#[test]
fn a_stream_of_articles_becomes_the_same_archive_with_any_number_of_workers() {
    let temporary = temporary();
    let folder = temporary.path();
    let (input, _) = with_broken(80);
    fs::write(folder.join("stdin.ndjson"), &input).unwrap();
    assert_eq!(run(folder, &["batch", "stdin.ndjson", "-o", "out"]).code, Some(1));
    let expected = outputs(&folder.join("out"));
    let archives: Vec<Vec<u8>> = ["1", "2", "5"]
        .into_iter()
        .map(|jobs| {
            let (code, bytes) = piped(nashra(folder, &["batch", "-", "-o", "-", "--jobs", jobs]), &input);
            assert_eq!(code, Some(1));
            bytes
        })
        .collect();
    assert!(archives.windows(2).all(|pair| pair[0] == pair[1]));
    let mut found = BTreeMap::new();
    let mut archive = tar::Archive::new(archives[0].as_slice());
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        assert!(entry.header().mtime().unwrap() > 1_700_000_000, "the article's day");
        found.insert(name, bytes);
    }
    assert_same(&expected, &found, "the archive");
}

#[test]
fn names_in_an_archive_may_be_arabic_and_long() {
    let temporary = temporary();
    let words = ["batch", "-", "-o", "-", "--format", "txt", "--name", "{index}-{slug}"];
    let (code, bytes) = piped(nashra(temporary.path(), &words), &joined(&good(3)));
    assert_eq!(code, Some(0));
    let mut archive = tar::Archive::new(bytes.as_slice());
    let names: Vec<String> =
        archive.entries().unwrap().map(|entry| entry.unwrap().path().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(names.len(), 3);
    assert!(names.iter().any(|name| name.chars().any(|c| ('\u{600}'..'\u{700}').contains(&c))), "{names:?}");
}

#[test]
fn an_archive_that_is_broken_off_does_not_look_whole() {
    let temporary = temporary();
    let (input, _) = with_broken(100);
    let words = ["batch", "-", "-o", "-", "--format", "txt", "--fail-fast"];
    let (code, bytes) = piped(nashra(temporary.path(), &words), &input);
    assert_eq!(code, Some(1));
    assert!(!bytes.is_empty() && !bytes.ends_with(&[0; 1024]));
}

#[test]
fn a_broken_element_of_an_array_is_told_where_it_stands() {
    let temporary = temporary();
    let folder = temporary.path();
    let lines = good(4);
    let one_line = format!("[{}, {{\"headline\": \"x\"}}, {}]", lines[0], lines[1]);
    let column = lines[0].chars().count() + 4;
    let many_lines = format!("[\n {},\n {{\"headline\": oops}},\n {}\n]", lines[2], lines[3]);
    fs::write(folder.join("a.json"), one_line).unwrap();
    fs::write(folder.join("b.json"), many_lines).unwrap();
    let run = run(folder, &["batch", "a.json", "b.json", "-o", "out", "--format", "txt"]);
    assert_eq!(run.code, Some(1));
    let [missing, broken] = errors(&run)[..] else { panic!("{run:?}") };
    assert!(missing.starts_with(&format!("error: a.json:1:{column}: ")), "{missing}");
    assert!(broken.starts_with("error: b.json:3:15: "), "{broken}");
    let made = ["a-00000.txt", "a-00002.txt", "b-00000.txt", "b-00002.txt"];
    assert_eq!(outputs(&folder.join("out")).into_keys().collect::<Vec<_>>(), made);
}
