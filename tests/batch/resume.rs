//! Runs that are killed or stopped, and run again.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::articles::{assert_same, contents, full, good, joined, undisturbed, wait_for_files, with_broken};
use super::harness::{Run, nashra, run, temporary};

const WORDS: [&str; 6] = ["batch", "dump.ndjson", "-o", "out", "--format", "pdf,txt"];

/// No file that stands under its final name may differ from what an undisturbed run makes.
fn assert_whole(folder: &Path, expected: &BTreeMap<String, Vec<u8>>) {
    for (name, bytes) in contents(folder) {
        if !name.starts_with(".nashra-") {
            assert!(expected.get(&name) == Some(&bytes), "{name} is not whole");
        }
    }
}

fn begin(folder: &Path, words: &[&str]) -> Child {
    let mut command = nashra(folder, words);
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the command starts")
}

pub fn end(child: Child) -> Run {
    child.wait_with_output().expect("it ends").into()
}

#[test]
fn a_killed_run_is_taken_up_again() {
    let (count, kills) = if full() { (300, 20) } else { (60, 4) };
    let temporary = temporary();
    let folder = temporary.path();
    fs::write(folder.join("dump.ndjson"), with_broken(count).0).unwrap();
    let begun = Instant::now();
    let expected = undisturbed(folder, "dump.ndjson", "pdf,txt");
    let whole = begun.elapsed();
    let mut random = u64::from(std::process::id());
    let mut found = 0;
    for kill in 0..kills {
        // The moments spread over the whole run, with chance inside each part of it.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let chance = (random >> 33) as f64 / (1u64 << 31) as f64;
        let moment = whole.mul_f64((f64::from(kill) + chance) / f64::from(kills));
        let out = folder.join("out");
        let mut child = begin(folder, &WORDS);
        sleep(moment);
        // One that has ended already was not killed, which is a moment like others.
        let _ = child.kill();
        let _ = child.wait();
        assert_whole(&out, &expected);
        found += contents(&out).keys().filter(|name| name.ends_with(".part")).count();
        let again = run(folder, &WORDS);
        assert_eq!(again.code, Some(i32::from(count > 57)), "{again:?}");
        assert_same(&expected, &contents(&out), &format!("killed after {moment:?}"));
        fs::remove_dir_all(&out).unwrap();
    }
    println!("{kills} kills in {whole:.1?}, {found} temporary files were left and removed");
}

fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([name, &child.id().to_string()]).status().expect("kill runs");
    assert!(status.success());
}

#[test]
fn a_signal_lets_the_articles_in_hand_be_finished() {
    let temporary = temporary();
    let folder = temporary.path();
    fs::write(folder.join("dump.ndjson"), joined(&good(150))).unwrap();
    let expected = undisturbed(folder, "dump.ndjson", "pdf,txt");
    for name in ["-INT", "-TERM"] {
        let out = folder.join("out");
        let child = begin(folder, &WORDS);
        wait_for_files(&out);
        signal(&child, name);
        let stopped = end(child);
        assert_eq!(stopped.code, Some(1), "{stopped:?}");
        assert!(stopped.err.contains("run the same command again"), "{stopped:?}");
        assert_whole(&out, &expected);
        let left: Vec<String> =
            contents(&out).into_keys().filter(|name| name.ends_with(".part") || name.contains("journal")).collect();
        assert!(left.is_empty(), "{left:?}");
        let again = run(folder, &WORDS);
        assert!(again.err.contains("up to date"), "{again:?}");
        assert_same(&expected, &contents(&out), name);
        fs::remove_dir_all(&out).unwrap();
    }
}

#[test]
fn a_signal_ends_a_run_that_waits_for_its_input() {
    let temporary = temporary();
    let folder = temporary.path();
    let words = ["batch", "-", "-o", "out", "--format", "txt"];
    let mut command = nashra(folder, &words);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the command starts");
    let mut stdin = child.stdin.take().expect("it has an input");
    stdin.write_all(joined(&good(40)).as_bytes()).expect("it takes the articles");
    wait_for_files(&folder.join("out"));
    signal(&child, "-TERM");
    let begun = Instant::now();
    let stopped = end(child);
    drop(stdin);
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert_eq!(stopped.code, Some(1), "{stopped:?}");
}

#[test]
fn a_run_stops_at_the_first_failure_where_that_is_asked() {
    let temporary = temporary();
    let folder = temporary.path();
    fs::write(folder.join("dump.ndjson"), with_broken(400).0).unwrap();
    let words = ["batch", "dump.ndjson", "-o", "out", "--format", "txt", "--fail-fast", "--jobs", "2"];
    let stopped = run(folder, &words);
    assert_eq!(stopped.code, Some(1));
    assert!(stopped.err.ends_with("1 failed; stopped at the first failure\n"), "{}", stopped.err);
    assert!(contents(&folder.join("out")).len() < 200);
}

#[test]
fn two_runs_do_not_work_in_one_folder() {
    let temporary = temporary();
    let folder = temporary.path();
    fs::write(folder.join("dump.ndjson"), joined(&good(100))).unwrap();
    let child = begin(folder, &WORDS);
    wait_for_files(&folder.join("out"));
    let second = run(folder, &WORDS);
    assert_eq!(second.code, Some(1));
    assert!(second.err.contains("another nashra batch is at work"), "{second:?}");
    let first = end(child);
    assert_eq!(first.code, Some(0), "{first:?}");
}
