//! Showing a file with the viewer that the system has for it.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nashra::diagnostics::{Message, Place, Problem, refusal};
use nashra::say;

/// The platform's opener.
const OPENER: &str = if cfg!(windows) {
    "explorer"
} else if cfg!(target_os = "macos") {
    "open"
} else {
    "xdg-open"
};

/// How long an opener is watched: one that finds no viewer says so well within it, and one that becomes the viewer
/// is not waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often it is asked whether it has ended.
const POLL: Duration = Duration::from_millis(20);

/// Shows a file.
///
/// # Errors
/// When there is no opener, or it finds no viewer.
pub fn open(path: &Path) -> Result<(), Problem> {
    let fail = |what: Message, cure: Message| Problem::error(Place::file(path.to_string_lossy()), what, cure);
    // A name that begins with a dash is no option then.
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match start(&whole) {
        // Windows' opener says 1 in any case.
        Ok(Some(status)) if !status.success() && !cfg!(windows) => {
            let what = say!(
                "it was made, but can't be shown: {opener} found no viewer for it ({status})",
                opener = OPENER,
                status = status.to_string()
            );
            Err(fail(what, say!("open the file yourself, or set a viewer for files of its kind")))
        }
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let what = say!("it was made, but can't be shown: there is no {opener} on this system", opener = OPENER);
            let cure = if OPENER == "xdg-open" {
                say!("open the file yourself, or install xdg-open (package xdg-utils)")
            } else {
                say!("open the file yourself")
            };
            Err(fail(what, cure))
        }
        Err(error) => {
            let what = say!(
                "it was made, but can't be shown: {opener} can't be started: {why}",
                opener = OPENER,
                why = refusal(&error)
            );
            Err(fail(what, say!("open the file yourself")))
        }
    }
}

/// Starts the opener, and gives its status back where it ends soon.
fn start(path: &Path) -> io::Result<Option<ExitStatus>> {
    let mut child =
        Command::new(OPENER).arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(POLL);
    }
    // Whoever ends must be waited for, or the system keeps its number as long as this program runs.
    thread::spawn(move || child.wait());
    Ok(None)
}
