//! Themes by name or file.

use std::path::Path;

use fs_err as fs;

use super::bulletin::inside;
use crate::diagnostics::{Place, Problem, Problems, refusal};
use crate::say;
use crate::theme::{Draft, Theme};

/// What tells a theme's file from a theme's name.
const ENDING: &str = "toml";

/// The theme that the user names on the command line: a built-in one, or a file of any folder.
///
/// # Errors
/// When there is no such theme, its file can't be read, or something in it is wrong: all of that, each at its place.
pub fn theme(written: &str) -> Result<Theme, Problems> {
    if is_theme_file(written) { read(Path::new(written), written) } else { Ok(Theme::named(written)?) }
}

/// The theme that a bulletin's file names at a place: a built-in one, or a file in that file's folder or below.
///
/// # Errors
/// As for [`theme`]; also when the path leads out of the folder.
pub fn theme_of_bulletin(written: &str, folder: &Path, place: &Place) -> Result<Theme, Problems> {
    if !is_theme_file(written) {
        return Ok(Theme::named(written).map_err(|problem| Problem { place: place.clone(), ..problem })?);
    }
    match inside(folder, written) {
        Ok(found) => read(&found.opened, &found.shown.to_string_lossy()),
        Err((what, cure)) => Err(Problem::error(place.clone(), what, cure).into()),
    }
}

/// Whether what names a theme is a file's path rather than a built-in theme's name.
pub fn is_theme_file(written: &str) -> bool {
    Path::new(written).extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}

fn read(path: &Path, shown: &str) -> Result<Theme, Problems> {
    let text = fs::read_to_string(path).map_err(|error| {
        let what = say!("the theme can't be read: {why}", why = refusal(&error));
        Problem::error(Place::file(shown), what, say!())
    })?;
    Draft::read(&text, Some(shown.into())).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_files() {
        let fault = |result: Result<Theme, Problems>| result.unwrap_err().iter().next().unwrap().to_string();
        assert!(theme("classic").is_ok());
        assert!(fault(theme("nosuch")).contains("classic"));
        assert!(fault(theme("no/such.toml")).contains("can't be read"));
        let temporary = tempfile::tempdir().unwrap();
        fs::write(temporary.path().join("mine.toml"), "[page]").unwrap();
        let place = Place::default().with_field("theme");
        let named = |written| theme_of_bulletin(written, temporary.path(), &place);
        assert!(named("classic").is_ok());
        assert!(fault(named("pocet")).starts_with("error: theme: there is no theme"));
        assert!(fault(named("mine.toml")).contains("mine.toml:1:2: page: the fields"));
        assert!(fault(named("../mine.toml")).contains("leads out"));
    }
}
