//! The examples: a stage of an engine that maps over partitions, and array jobs.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::articles::{assert_same, outputs, with_broken};
use super::harness::{Run, nashra, run, temporary, text};

/// A Python that has the engine.
fn python() -> Option<PathBuf> {
    let judges = env::var_os("NASHRA_JUDGES").map(|folder| Path::new(&folder).join("venv/bin/python"));
    let has_engine = |python: &PathBuf| {
        let import = Command::new(python).args(["-c", "import dask.bag"]).output();
        import.is_ok_and(|output| output.status.success())
    };
    judges.into_iter().chain([PathBuf::from("python3")]).find(has_engine)
}

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

#[test]
fn a_stage_of_dask_maps_over_partitions() {
    const NAME: &str = "a_stage_of_dask_maps_over_partitions";
    let Some(python) = python() else {
        assert!(env::var_os("NASHRA_JUDGES_REQUIRED").is_none_or(|value| value == "0"), "Dask is missing");
        println!("skipped: {NAME} (Dask is neither in NASHRA_JUDGES nor on PATH)");
        return;
    };
    let temporary = temporary();
    let folder = temporary.path();
    let (input, broken) = with_broken(120);
    fs::write(folder.join("dump.ndjson"), &input).unwrap();
    let words = ["batch", "dump.ndjson", "-o", "expected", "--format", "pdf,txt", "--name", "{id}", "--quiet"];
    assert_eq!(run(folder, &words).code, Some(1));
    let mut stage = Command::new(python);
    stage.arg(example("dask_partitions.py")).args(["dump.ndjson", "-o", "out", "--format", "pdf,txt"]);
    stage.args(["--blocksize", "64KiB", "--nashra", env!("CARGO_BIN_EXE_nashra")]).current_dir(folder);
    let run = Run::from(stage.output().expect("Python starts"));
    assert_eq!(run.code, Some(1), "{run:?}");
    assert_eq!(run.err.lines().filter(|line| line.contains("error: ")).count(), broken.len(), "{run:?}");
    assert!(run.out.contains(&format!("{} made, {} failed", 120 - broken.len(), broken.len())), "{run:?}");
    assert_same(&outputs(&folder.join("expected")), &outputs(&folder.join("out")), "Dask");
}

#[cfg(unix)]
#[test]
fn array_jobs_cover_an_archive_once() {
    let temporary = temporary();
    let folder = temporary.path();
    fs::write(folder.join("dump.ndjson"), with_broken(50).0).unwrap();
    assert_eq!(run(folder, &["batch", "dump.ndjson", "-o", "expected", "--format", "txt"]).code, Some(0));
    let bin = Path::new(env!("CARGO_BIN_EXE_nashra")).parent().map(text).expect("a folder");
    let path = format!("{bin}:{}", env::var("PATH").unwrap_or_default());
    for task in 1..=3 {
        let status = Command::new("sh")
            .arg(example("slurm-array.sh"))
            .args(["dump.ndjson", "out", "--format", "txt"])
            .env("SLURM_ARRAY_TASK_ID", task.to_string())
            .env("SLURM_ARRAY_TASK_COUNT", "3")
            .env("PATH", &path)
            .current_dir(folder)
            .status();
        assert!(status.expect("sh starts").success());
    }
    let mut made = outputs(&folder.join("out"));
    let reports: Vec<String> = made.keys().filter(|name| name.starts_with("report-")).cloned().collect();
    assert_eq!(reports, ["report-1.ndjson", "report-2.ndjson", "report-3.ndjson"]);
    reports.iter().for_each(|name| drop(made.remove(name)));
    assert_same(&outputs(&folder.join("expected")), &made, "array jobs");
    // What GNU parallel would run for each part, by the example's own line.
    let script = fs::read_to_string(example("parallel.sh")).unwrap();
    assert!(script.contains("--shard \"{}/$parts\""), "{script}");
    assert!(nashra(folder, &["batch", "--help"]).output().is_ok());
}
