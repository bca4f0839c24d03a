//! The examples do what they say.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the command that was built.
fn built() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_nashra")).parent().expect("its folder")
}

/// Runs a program at the top of the checkout, with the command on the path. None where there is no such program.
fn run(program: &Path, words: &[&Path], folder: &Path) -> Option<Output> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([built().to_owned()].into_iter().chain(std::env::split_paths(&path)));
    let run = Command::new(program)
        .args(words)
        .current_dir(folder)
        .env("PATH", path.expect("a path"))
        .env_remove("SOURCE_DATE_EPOCH")
        .output();
    match run {
        Ok(output) => Some(output),
        Err(error) => {
            println!("skipped: {} ({error})", program.display());
            None
        }
    }
}

fn temporary() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// What was listed is there.
fn arrived(run: &Output, folder: &Path, files: usize) {
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let listed = String::from_utf8_lossy(&run.stdout);
    let paths: Vec<PathBuf> = listed.lines().map(|path| folder.join(path)).collect();
    assert_eq!(paths.len(), files, "{listed}");
    assert!(paths.iter().all(|path| path.is_file()), "{listed}");
}

#[test]
fn rust() {
    let program = built().join("examples").join(format!("bulletin{}", std::env::consts::EXE_SUFFIX));
    let inputs = ["samples/articles/night-train.json", "samples/azerbaijan-syria.md"].map(|path| top().join(path));
    let folder = temporary();
    // `cargo test` builds the examples; `cargo test --test examples` does not.
    if let Some(run) = run(&program, &inputs.each_ref().map(PathBuf::as_path), folder.path()) {
        arrived(&run, folder.path(), 2);
    }
}

#[test]
fn python() {
    let folder = temporary();
    let script = top().join("examples/bulletin.py");
    if let Some(run) = run(Path::new("python3"), &[&script, Path::new("out")], folder.path()) {
        arrived(&run, folder.path(), 3);
        assert!(folder.path().join("out/bulletin.pdf").is_file());
    }
}

#[test]
fn shell() {
    let folder = temporary();
    let (script, articles) = (top().join("examples/bulletin.sh"), top().join("samples/articles"));
    let words = [&script, &articles, Path::new("نشرة الأسبوع"), Path::new("out")];
    if let Some(run) = run(Path::new("sh"), &words, folder.path()) {
        arrived(&run, folder.path(), 3);
        let message = std::fs::read_to_string(folder.path().join("out/message.txt")).expect("the message");
        assert!(message.contains("نشرة الأسبوع"), "{message}");
    }
}
