//! Building again when something has changed: nothing is missed, and nothing piles up.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use super::harness::{nashra, run, temporary};

/// Far more than a build of these small bulletins takes, on a machine that has other work too.
const PATIENCE: Duration = Duration::from_secs(60);

fn copy(from: impl AsRef<Path>, to: impl AsRef<Path>) {
    fs::copy(from, to).unwrap();
}

/// What is said after each build.
const WAITING: &str = "waiting for changes";

/// A watching command, ended when the test ends.
struct Watch {
    child: Child,
    err: Arc<Mutex<String>>,
    folder: PathBuf,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Watch {
    fn start(folder: &Path, words: &[&str]) -> Self {
        Watch::of(nashra(folder, words), folder)
    }

    fn of(mut command: Command, folder: &Path) -> Self {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the command starts");
        let err = Arc::new(Mutex::new(String::new()));
        let (kept, stderr) = (err.clone(), child.stderr.take().expect("it has messages"));
        thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let mut kept = kept.lock().expect("messages");
                kept.push_str(&line);
                kept.push('\n');
            }
        });
        Watch { child, err, folder: folder.to_owned() }
    }

    fn messages(&self) -> String {
        self.err.lock().expect("messages").clone()
    }

    /// Waits until the text that is made satisfies.
    fn until(&self, what: &str, satisfied: impl Fn(&str) -> bool) {
        self.wait(what, || satisfied(&fs::read_to_string(self.folder.join("out/b.txt")).unwrap_or_default()));
    }

    /// Does something, and waits until that has been answered by a build that makes the files, or by one that does not.
    fn after(&self, change: impl FnOnce(), made: bool) {
        let before = self.answers();
        change();
        self.answer(before, made);
    }

    /// Waits for the answer of the first build.
    fn first(&self, made: bool) {
        self.answer(0, made);
    }

    fn answers(&self) -> usize {
        self.messages().matches(WAITING).count()
    }

    fn answer(&self, before: usize, made: bool) {
        self.wait("an answer", || {
            let said = self.messages();
            self.answers() > before && said.lines().last().is_some_and(|last| last.starts_with("made") == made)
        });
    }

    fn wait(&self, what: &str, done: impl Fn() -> bool) {
        let begun = Instant::now();
        while !done() {
            assert!(begun.elapsed() < PATIENCE, "{what} did not come; {}", self.messages());
            sleep(Duration::from_millis(5));
        }
    }
}

/// A bulletin with an article of its own file, a picture and a theme.
fn bulletin() -> tempfile::TempDir {
    let temporary = temporary();
    let folder = temporary.path();
    fs::create_dir(folder.join("articles")).unwrap();
    let head = "title: نشرة\ntheme: theme.toml\nsections:\n- articles:\n  - articles/a.md\n";
    fs::write(folder.join("b.yaml"), head).unwrap();
    fs::write(folder.join("articles/a.md"), article("بداية")).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::copy(root.join("src/theme/pocket.toml"), folder.join("theme.toml")).unwrap();
    fs::copy(root.join("samples/articles/images/emblem.gif"), folder.join("emblem.gif")).unwrap();
    temporary
}

fn article(words: &str) -> String {
    format!("# عنوان\n\nنص المقال: {words}.\n")
}

const TEXT: [&str; 7] = ["build", "b.yaml", "-o", "out", "--format", "txt", "--watch"];

#[test]
fn of_a_hundred_edits_none_is_missed_and_nothing_piles_up() {
    let temporary = bulletin();
    let folder = temporary.path();
    let path = folder.join("articles/a.md");
    let watch = Watch::start(folder, &TEXT);
    watch.until("the first text", |text| text.contains("بداية"));
    let mut early = None;
    for edit in 0..100 {
        // Of one length, so that only its bytes tell one from the next.
        let words = format!("تعديل {edit:03}");
        match edit % 4 {
            // As editors save: in place, beside and renamed, after removing it, through an empty file.
            0 => fs::write(&path, article(&words)).unwrap(),
            1 => {
                fs::write(folder.join("articles/.a.md.swp"), article(&words)).unwrap();
                fs::rename(folder.join("articles/.a.md.swp"), &path).unwrap();
            }
            2 => {
                fs::remove_file(&path).unwrap();
                fs::write(&path, article(&words)).unwrap();
            }
            _ => {
                fs::write(&path, "").unwrap();
                fs::write(&path, article(&words)).unwrap();
            }
        }
        watch.until(&words, |text| text.contains(&words));
        if edit == 10 {
            early = resources(watch.child.id());
        }
    }
    if let (Some((files, memory)), Some((files_late, memory_late))) = (early, resources(watch.child.id())) {
        assert_eq!(files_late, files, "open files");
        // Pages that the allocator keeps; a leak of one build would be some hundred kB each time.
        assert!(memory_late < memory + (4 << 20), "{memory} bytes, then {memory_late}");
    }
    // A hundred more without waiting: what is made in the end is what a fresh build makes.
    for edit in 0..100 {
        fs::write(&path, article(&format!("سريع {edit}"))).unwrap();
        sleep(Duration::from_millis(3));
    }
    watch.until("the last edit", |text| text.contains("سريع 99"));
    let made = fs::read(folder.join("out/b.txt")).unwrap();
    assert_eq!(run(folder, &["build", "b.yaml", "-o", "fresh", "--format", "txt"]).code, Some(0));
    assert_eq!(made, fs::read(folder.join("fresh/b.txt")).unwrap());
}

/// A process's open files and its memory in bytes, where the system shows them.
fn resources(process: u32) -> Option<(usize, u64)> {
    // A file that it reads at this moment is no leak: the fewest of several looks count.
    let mut files = usize::MAX;
    for _ in 0..20 {
        files = files.min(fs::read_dir(format!("/proc/{process}/fd")).ok()?.count());
        sleep(Duration::from_millis(5));
    }
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = memory.trim().trim_end_matches(" kB").parse().ok()?;
    Some((files, kilobytes << 10))
}

#[test]
fn all_that_is_read_is_watched_and_errors_are_waited_out() {
    let temporary = bulletin();
    let folder = temporary.path();
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    let watch = Watch::start(folder, &["build", "b.yaml", "-o", "out", "--watch"]);
    watch.first(true);
    let pdf = || fs::read(folder.join("out/b.pdf")).unwrap();
    let first = pdf();

    // The theme.
    let theme = fs::read_to_string(folder.join("theme.toml")).unwrap();
    let green = theme.lines().map(|line| if line.starts_with("accent") { "accent = \"#003300\"" } else { line });
    watch.after(|| write("theme.toml", &green.collect::<Vec<_>>().join("\n")), true);
    assert!(watch.messages().contains("changed: theme.toml"), "{}", watch.messages());
    watch.after(|| write("theme.toml", "[page]\n"), false);
    watch.after(|| write("theme.toml", &theme), true);
    assert_eq!(pdf(), first, "as it was at first");

    // A picture that is not there yet, and then is another.
    let with_picture = format!("{}\n![شارة](pictures/p.gif)\n", article("صورة"));
    watch.after(|| write("articles/a.md", &with_picture), false);
    let picture = folder.join("articles/pictures/p.gif");
    fs::create_dir(folder.join("articles/pictures")).unwrap();
    watch.after(|| copy(folder.join("emblem.gif"), &picture), true);
    let second = pdf();
    let other = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/articles/images/visitors.png");
    watch.after(|| copy(other, &picture), true);
    assert_ne!(pdf(), second);

    // The bulletin: broken, gone, back, with an article that comes later.
    let head = fs::read_to_string(folder.join("b.yaml")).unwrap();
    watch.after(|| write("b.yaml", "title: ["), false);
    watch.after(|| fs::remove_file(folder.join("b.yaml")).unwrap(), false);
    watch.after(|| write("b.yaml", &format!("{head}  - later/c.md\n")), false);
    fs::create_dir(folder.join("later")).unwrap();
    watch.after(|| write("later/c.md", &article("مقال تأخر")), true);
    assert!(fs::read_to_string(folder.join("out/b.txt")).unwrap().contains("مقال تأخر"));
}

#[test]
fn a_folder_is_watched_with_what_comes_and_goes() {
    let temporary = bulletin();
    let folder = temporary.path();
    let watch = Watch::start(
        folder,
        &["build", "articles", "--theme", "theme.toml", "-o", "out", "--name", "b", "--format", "txt", "--watch"],
    );
    watch.until("the first text", |text| text.contains("بداية"));
    fs::write(folder.join("articles/b.md"), article("ملف جديد")).unwrap();
    watch.until("a new article", |text| text.contains("ملف جديد"));
    fs::remove_file(folder.join("articles/a.md")).unwrap();
    watch.until("an article less", |text| !text.contains("بداية") && text.contains("ملف جديد"));
    watch.after(|| fs::write(folder.join("theme.toml"), "no theme").unwrap(), false);
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/theme/pocket.toml");
    watch.after(|| copy(theme, folder.join("theme.toml")), true);
}

#[test]
#[cfg(unix)]
fn a_signal_ends_it_with_the_last_build_s_exit_code() {
    let temporary = bulletin();
    let folder = temporary.path();
    for (text, made, code) in [(article("بداية"), true, 0), (String::new(), false, 1)] {
        fs::write(folder.join("articles/a.md"), text).unwrap();
        let mut watch = Watch::start(folder, &TEXT);
        watch.first(made);
        let id = watch.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        assert_eq!(watch.child.wait().unwrap().code(), Some(code), "{}", watch.messages());
    }
}

#[test]
#[cfg(unix)]
fn a_viewer_that_is_missing_is_told_once() {
    let temporary = bulletin();
    let folder = temporary.path();
    let mut command = nashra(folder, &[&TEXT[..], &["--open"]].concat());
    command.env("PATH", folder);
    let watch = Watch::of(command, folder);
    watch.first(false);
    watch.after(|| fs::write(folder.join("articles/a.md"), article("بعدها")).unwrap(), true);
    assert_eq!(watch.messages().matches("error: ").count(), 1, "{}", watch.messages());
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let temporary = bulletin();
    for (words, part) in [
        (&["build", "-", "--watch"][..], "name a file"),
        (&["build", "b.yaml", "--watch", "--format", "txt", "-o", "-"], "give -o a folder"),
    ] {
        let refused = run(temporary.path(), words);
        assert!(refused.code == Some(2) && refused.err.contains(part), "{refused:?}");
    }
}
