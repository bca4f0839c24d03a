//! What the system refuses: room, permission, handles. A clear error, nothing corrupt, and the next run goes on.
//!
//! The tests need a Linux system, and where they part from the usual user's rights, root's. What can't be tried is
//! skipped by name.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::articles::{assert_same, contents, good, joined, undisturbed, wait_for_files};
use super::harness::{Run, run, temporary, text};
use super::resume::end;

/// A user without rights.
const NOBODY: u32 = 65_534;

const FORMATS: &str = "pdf,txt";

const COMMAND: &str = r#""$NASHRA" batch dump.ndjson -o "$OUT" --format pdf,txt --quiet --jobs 2"#;

struct Place {
    folder: tempfile::TempDir,
    expected: BTreeMap<String, Vec<u8>>,
}

fn place(count: usize) -> Place {
    let folder = temporary();
    fs::write(folder.path().join("dump.ndjson"), joined(&good(count))).unwrap();
    let expected = undisturbed(folder.path(), "dump.ndjson", FORMATS);
    Place { folder, expected }
}

impl Place {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A shell's command in the folder, in which `$NASHRA` is the command and `$OUT` its folder.
    fn shell(&self, before: &[&str], script: &str) -> Command {
        let words: Vec<&str> = before.iter().chain(&["sh", "-c", script]).copied().collect();
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).current_dir(self.folder.path()).stdin(Stdio::null());
        command.env("NASHRA", env!("CARGO_BIN_EXE_nashra")).env("OUT", self.path("out"));
        command
    }

    fn runs_again(&self) {
        let words = ["batch", "dump.ndjson", "-o", "out", "--format", FORMATS, "--quiet"];
        let again = run(self.folder.path(), &words);
        assert_eq!(again.code, Some(0), "{again:?}");
        assert_same(&self.expected, &contents(&self.path("out")), "the next run");
    }
}

fn assert_whole(folder: &Path, expected: &BTreeMap<String, Vec<u8>>) -> usize {
    let files = contents(folder);
    let whole = files.iter().filter(|(name, _)| !name.starts_with(".nashra-"));
    whole.map(|(name, bytes)| assert!(expected.get(name) == Some(bytes), "{name} is not whole")).count()
}

fn output(mut command: Command) -> Option<Output> {
    command.output().ok()
}

#[test]
fn a_full_disk_ends_the_run_and_the_next_one_goes_on() {
    const NAME: &str = "a_full_disk_ends_the_run_and_the_next_one_goes_on";
    let place = place(40);
    fs::create_dir(place.path("out")).unwrap();
    fs::create_dir(place.path("first")).unwrap();
    // The small disk is seen by this shell alone, and goes with it.
    let mounted = output(place.shell(&["unshare", "-m"], r#"mount -t tmpfs -o size=400k none "$OUT""#));
    if !mounted.is_some_and(|output| output.status.success()) {
        println!("skipped: {NAME} (a file system can be mounted by root alone, on Linux)");
        return;
    }
    let script = format!(
        r#"mount -t tmpfs -o size=400k none "$OUT" || exit 9
        {COMMAND}; code=$?
        cp -a "$OUT/." first/
        mount -o remount,size=100m "$OUT" || exit 9
        {COMMAND} || exit 8
        rm -rf whole; cp -a "$OUT" whole
        exit $code"#
    );
    let run = Run::from(output(place.shell(&["unshare", "-m"], &script)).unwrap());
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.err.contains("the disk is full") && run.err.contains("free some space"), "{run:?}");
    assert!(run.err.lines().count() < 20, "the failure is not told for every article: {run:?}");
    let made = assert_whole(&place.path("first"), &place.expected);
    assert!(made > 0 && made < place.expected.len() - 1, "{made} files");
    assert_same(&place.expected, &contents(&place.path("whole")), "the next run");
}

/// Runs as a user without rights, where the tests are root's.
fn unprivileged(place: &Place) -> Option<Vec<&'static str>> {
    let user = Command::new("id").arg("-u").output().ok()?;
    if user.stdout != b"0\n" {
        return Some(Vec::new());
    }
    let words = vec!["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    // The temporary folder is closed to others, and so may be the one of the command.
    fs::set_permissions(place.folder.path(), fs::Permissions::from_mode(0o755)).ok()?;
    output(place.shell(&words, r#""$NASHRA" --version"#))?.status.success().then_some(words)
}

#[test]
fn a_folder_that_can_not_be_written_ends_the_run_and_the_next_one_goes_on() {
    const NAME: &str = "a_folder_that_can_not_be_written_ends_the_run_and_the_next_one_goes_on";
    let place = place(150);
    let Some(user) = unprivileged(&place) else {
        println!("skipped: {NAME} (another user can't run the command)");
        return;
    };
    let out = place.path("out");
    fs::create_dir(&out).unwrap();
    if !user.is_empty() {
        chown(&out, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    let allow = |mode| fs::set_permissions(&out, fs::Permissions::from_mode(mode)).unwrap();
    allow(0o555);
    let refused = Run::from(output(place.shell(&user, COMMAND)).unwrap());
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("permission is denied") && refused.err.contains(text(&out)), "{refused:?}");
    assert_eq!(contents(&out).len(), 0);

    allow(0o755);
    let child = place.shell(&user, COMMAND).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    wait_for_files(&out);
    allow(0o555);
    let lost = end(child);
    assert_eq!(lost.code, Some(1), "{lost:?}");
    assert!(lost.err.contains("permission is denied") && lost.err.contains("make the folder writable"), "{lost:?}");
    assert!(lost.err.lines().count() < 20, "the failure is not told for every article: {lost:?}");
    let made = assert_whole(&out, &place.expected);
    assert!(made > 0 && made < place.expected.len() - 1, "{made} files");
    allow(0o755);
    place.runs_again();
}

#[test]
fn a_batch_gets_by_with_few_handles() {
    let place = place(40);
    let script = |handles: u32| format!("ulimit -n {handles}; exec {}", COMMAND.replace("--jobs 2", "--jobs 8"));
    // A system may allow 64. Whether all workers hold their files at one time is chance: fewer make a slip likelier seen.
    for handles in [64, 44] {
        let enough = Run::from(output(place.shell(&[], &script(handles))).unwrap());
        assert_eq!(enough.code, Some(0), "{handles} handles: {enough:?}");
        assert_same(&place.expected, &contents(&place.path("out")), &format!("{handles} handles"));
        fs::remove_dir_all(place.path("out")).unwrap();
    }
    // Too few are told as what they are, unless no two workers ever wrote at one time.
    let few = Run::from(output(place.shell(&[], &script(7))).unwrap());
    assert!(few.code == Some(0) || few.err.contains("too many files are open"), "{few:?}");
    assert_whole(&place.path("out"), &place.expected);
    place.runs_again();
}
