//! Themes by name or file.

use std::path::{Path, PathBuf};

use fs_err as fs;

use super::bulletin::inside;
use crate::diagnostics::{Place, Problem, refusal};
use crate::theme::Theme;

/// What tells a theme's file from a theme's name.
const ENDING: &str = "toml";

/// The theme that the user names on the command line: a built-in one, or a file of any folder.
///
/// # Errors
/// A problem, when there is no such theme, or its file can't be read or is no theme.
pub fn theme(written: &str) -> Result<Theme, Problem> {
    if is_file(written) { read(Path::new(written), &Place::file(written)) } else { named(written, Place::default()) }
}

/// The theme that a bulletin's file names: a built-in one, or a file in that file's folder or below.
///
/// # Errors
/// As for [`theme`]; also when the path leads out of the folder.
pub fn theme_of_bulletin(written: &str, folder: &Path) -> Result<Theme, Problem> {
    let place = Place::default().with_field("theme");
    if !is_file(written) {
        return named(written, place);
    }
    match inside(folder, written) {
        Ok(found) => read(&found.opened, &Place::file(found.shown.to_string_lossy())),
        Err((what, cure)) => Err(Problem::error(place, what, cure)),
    }
}

fn is_file(written: &str) -> bool {
    Path::new(written).extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}

fn named(written: &str, place: Place) -> Result<Theme, Problem> {
    let cure = "or give the path of a theme's file, which ends in .toml";
    Theme::named(written).map_err(|error| Problem::error(place, error.to_string(), cure))
}

fn read(path: &Path, place: &Place) -> Result<Theme, Problem> {
    let fail = |what: String| Problem::error(place.clone(), what, "");
    let text = fs::read_to_string(PathBuf::from(path))
        .map_err(|error| fail(format!("the theme can't be read: {}", refusal(&error))))?;
    Theme::parse(&text).map_err(|error| fail(format!("this is no theme: {}", error.to_string().trim_end())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_files() {
        assert!(theme("classic").is_ok());
        assert!(theme("nosuch").unwrap_err().what.contains("classic"));
        assert!(theme("no/such.toml").unwrap_err().what.contains("can't be read"));
        let temporary = tempfile::tempdir().unwrap();
        fs::write(temporary.path().join("mine.toml"), "[page]").unwrap();
        assert!(theme_of_bulletin("classic", temporary.path()).is_ok());
        assert!(theme_of_bulletin("mine.toml", temporary.path()).unwrap_err().what.contains("no theme"));
        assert!(theme_of_bulletin("../mine.toml", temporary.path()).unwrap_err().what.contains("leads out"));
    }
}
