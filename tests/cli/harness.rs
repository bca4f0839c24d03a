//! Running the command, and looking at what it left.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// Where the inputs stand.
pub fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cli").join(path)
}

/// The command, free of what the caller's environment says.
pub fn nashra(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nashra"));
    command.args(words).current_dir(folder).stdin(Stdio::null());
    for name in ["SOURCE_DATE_EPOCH", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command
}

/// A finished run.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Run {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        }
    }
}

/// Runs the command in a folder, with nothing on its standard input.
pub fn run(folder: &Path, words: &[&str]) -> Run {
    nashra(folder, words).output().expect("the command starts").into()
}

/// Runs it with something there.
pub fn run_with_input(folder: &Path, words: &[&str], input: &[u8]) -> Run {
    let mut child = nashra(folder, words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut stdin = child.stdin.take().expect("it has an input");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        // A command that stops early closes its end.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("the writer ends");
    output.into()
}

/// The names of all files below a folder, sorted, with their bytes.
pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below it").to_string_lossy().replace('\\', "/");
                found.push((name, fs::read(&path).expect("a file")));
            }
        }
    }
    found.sort();
    found
}

/// Their names alone, without a batch's own file.
pub fn names(folder: &Path) -> Vec<String> {
    files(folder).into_iter().map(|(name, _)| name).filter(|name| name != MANIFEST).collect()
}

/// Where a batch keeps what it made from what.
pub const MANIFEST: &str = ".nashra-manifest.ndjson";

/// The errors among the messages.
pub fn errors(run: &Run) -> Vec<&str> {
    run.err.lines().filter(|line| line.starts_with("error: ")).collect()
}

/// A folder that goes when the test ends.
pub fn temporary() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A path as a word of a command.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}
