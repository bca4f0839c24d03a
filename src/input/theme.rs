//! Themes by name or file.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fs_err as fs;

use super::bulletin::{Whose, inside, stays};
use crate::diagnostics::{Place, Problem, Problems, refusal};
use crate::fonts::{self, Face, Families, MAX_FACE, OwnFamily};
use crate::say;
use crate::theme::{Draft, FaceFile, Theme};

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
    match inside(folder, written, Whose::Bulletin) {
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
    let mut draft = Draft::read(&text, Some(shown.into()));
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut families = Families::default();
    for files in draft.families.clone() {
        let mut family = OwnFamily { name: files.name, regular: None, bold: None };
        for (file, slot) in [(&files.regular, &mut family.regular), (&files.bold, &mut family.bold)] {
            let Some(file) = file else { continue };
            match face(file, folder) {
                Ok((face, remarks)) => {
                    *slot = Some(face);
                    families.remarks.extend(remarks);
                }
                Err(problem) => draft.problems.push(problem),
            }
        }
        if files.regular.is_some() && files.bold.is_none() {
            let what = say!("the family has no bold face: what is strong in a text looks like the rest");
            families.remarks.push(Problem::warning(files.place, what, say!("give it one: bold = \"…\"")));
        }
        families.list.push(family);
    }
    draft.finish(families)
}

/// Loads a face that a theme in a folder names.
fn face(file: &FaceFile, folder: &Path) -> Result<(Arc<Face>, Vec<Problem>), Problem> {
    let error = |what, cure| Problem::error(file.place.clone(), what, cure);
    let found = inside(folder, &file.path, Whose::Theme).map_err(|(what, cure)| error(what, cure))?;
    let unread = |why: io::Error| {
        let what = say!("the face “{path}” can't be read: {why}", path = file.path.as_str(), why = refusal(&why));
        error(what, say!("paths are relative to the theme's file"))
    };
    let meta = fs::metadata(&found.opened).map_err(unread)?;
    if !meta.is_file() {
        return Err(error(say!("the face “{path}” is no ordinary file", path = file.path.as_str()), say!()));
    }
    if meta.len() > MAX_FACE {
        let what = say!("the face “{path}” has more than {max} MB", path = file.path.as_str(), max = MAX_FACE >> 20);
        return Err(error(what, say!()));
    }
    let bytes = fs::read(&found.opened).map_err(unread)?;
    let loaded = fonts::load(bytes, &file.choice, &file.path).map_err(|fault| error(fault.what, fault.cure))?;
    let remark = |fault: fonts::Fault| Problem::warning(file.place.clone(), fault.what, fault.cure);
    Ok((Arc::new(loaded.face), loaded.remarks.into_iter().map(remark).collect()))
}

/// The paths of the faces that a theme's file names, whether they are there or not; those that lead out of its folder
/// are left out.
pub fn theme_files(path: &Path) -> Vec<PathBuf> {
    let Ok(text) = fs::read_to_string(path) else { return Vec::new() };
    let folder = path.parent().unwrap_or(Path::new(""));
    let families = Draft::read(&text, None).families;
    let files = families.iter().flat_map(|family| [&family.regular, &family.bold]).flatten();
    files.filter(|file| stays(Path::new(&file.path))).map(|file| folder.join(&file.path)).collect()
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
        assert!(fault(named("mine.toml")).contains("mine.toml: the fields logo, pictures, colours"));
        assert!(fault(named("../mine.toml")).contains("leads out"));
    }
}
