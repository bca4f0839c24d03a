//! Files that are themes, and files that are none.

use std::fs;
use std::path::{Path, PathBuf};

use nashra::fonts::Families;
use nashra::input;
use nashra::theme::{BuiltIn, Colour, Draft, Kashida, Theme};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/themes")
}

/// The files of a folder with an ending, sorted.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(data().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    files
}

#[test]
fn all_that_is_wrong_with_a_theme_is_told_at_its_place() {
    let files = files("bad");
    assert!(files.len() > 8);
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let source = fs::read_to_string(&path).unwrap();
        let problems = Draft::read(&source, Some(name.as_str().into())).finish(Families::default()).expect_err(&name);
        let found: String = problems.iter().map(|problem| format!("{problem}\n")).collect();
        let expected = path.with_extension("expected");
        if std::env::var_os("NASHRA_UPDATE").is_some() {
            fs::write(&expected, &found).unwrap();
        }
        assert_eq!(found, fs::read_to_string(&expected).unwrap_or_default(), "{name}");
        for problem in &problems {
            assert!(!problem.cure.is_empty(), "{name}: {problem}");
            assert_eq!(problem.place.file.as_deref(), Some(name.as_str()), "{problem}");
        }
    }
}

#[test]
fn what_a_theme_leaves_out_is_its_base_s() {
    let theme = input::theme(data().join("good/base.toml").to_str().unwrap()).unwrap();
    let base = Theme::named("briefing").unwrap();
    assert_eq!(theme.kashida, Kashida::Strong);
    assert_eq!((theme.page.columns, theme.page.width_mm), (2, base.page.width_mm));
    assert_eq!(theme.colours.accent, Colour::parse("#005f5f").unwrap());
    assert_eq!(theme.colours.text, base.colours.text);
    assert_eq!((theme.body.size, theme.body.family), (11.0, base.body.family));
    assert_eq!(theme.headline, base.headline);
}

#[test]
fn a_base_alone_is_the_built_in_theme() {
    for BuiltIn { name, .. } in BuiltIn::ALL {
        let theme = Draft::read(&format!("base = \"{name}\""), None).finish(Families::default()).unwrap();
        assert_eq!(theme, Theme::named(name).unwrap());
    }
}

#[test]
fn any_text_is_refused_in_words() {
    let classic = BuiltIn::named("classic").unwrap().source;
    // Cut off and changed at many places; what matters is that nothing panics.
    for at in (0..classic.len()).step_by(37).filter(|at| classic.is_char_boundary(*at)) {
        let (before, after) = classic.split_at(at);
        for text in [before.to_owned(), format!("{before}[{after}"), format!("{before} = .{after}"), after.to_owned()] {
            let _ = Draft::read(&text, None).finish(Families::default());
        }
    }
    for text in ["a".repeat(2 << 20), format!("{}=1", ".a".repeat(100_000)), "x = ".to_owned() + &"[".repeat(50_000)] {
        assert!(Draft::read(&text, None).finish(Families::default()).is_err());
    }
}
