//! A first bulletin: laid down whole, and built by the command that is shown.

use std::fs;

use super::harness::{errors, files, names, nashra, run, temporary};

#[test]
fn what_is_laid_down_builds_with_the_command_that_is_shown() {
    for name in ["weekly", "نشرة الحي"] {
        let temporary = temporary();
        let folder = temporary.path();
        let laid = run(folder, &["init", name]);
        assert_eq!(laid.code, Some(0), "{laid:?}");
        let listed: Vec<&str> = laid.out.lines().collect();
        assert_eq!(listed.len(), names(folder).len());
        assert!(listed.iter().all(|path| folder.join(path).is_file()), "{listed:?}");
        let shown = laid.err.lines().last().unwrap().trim();
        // The words of the command, as a shell takes them.
        let words: Vec<String> = match shown.split_once('\'') {
            None => shown.split(' ').map(str::to_owned).collect(),
            Some((before, _)) => {
                let quoted = shown.split('\'').skip(1).step_by(2).map(str::to_owned);
                let mut words: Vec<String> = before.split_whitespace().map(str::to_owned).collect();
                words.extend(quoted);
                words.insert(3, "-o".into());
                words
            }
        };
        let [program, rest @ ..] = words.as_slice() else { panic!("{shown}") };
        assert_eq!(program, "nashra");
        let built = run(folder, &rest.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((built.code, built.err.as_str()), (Some(0), ""), "{built:?}");
        for ending in ["pdf", "epub", "txt"] {
            assert!(folder.join(name).join("out/bulletin").with_extension(ending).is_file(), "{ending}");
        }
        let checked = run(&folder.join(name), &["check", "bulletin.yaml"]);
        assert_eq!(checked.code, Some(0), "{checked:?}");
    }
}

#[test]
fn what_stands_there_is_left_alone() {
    let temporary = temporary();
    let folder = temporary.path();
    fs::create_dir(folder.join("full")).unwrap();
    fs::write(folder.join("full/bulletin.yaml"), "mine").unwrap();
    fs::write(folder.join("full/notes.txt"), "mine").unwrap();
    let before = files(folder);
    let refused = run(folder, &["init", "full"]);
    assert_eq!((refused.code, errors(&refused).len()), (Some(2), 1), "{refused:?}");
    assert!(refused.err.contains("--force"), "{refused:?}");
    assert_eq!(files(folder), before);
    let forced = run(folder, &["init", "full", "--force"]);
    assert_eq!(forced.code, Some(0), "{forced:?}");
    assert_eq!(fs::read_to_string(folder.join("full/notes.txt")).unwrap(), "mine");
    assert_ne!(fs::read_to_string(folder.join("full/bulletin.yaml")).unwrap(), "mine");
    let file = run(folder, &["init", "full/notes.txt"]);
    assert!(file.code == Some(2) && file.err.contains("it is a file"), "{file:?}");
    let below = run(folder, &["init", "full/notes.txt/weekly"]);
    assert!(below.code == Some(1) && below.err.contains("name a folder that can be written"), "{below:?}");
    fs::create_dir(folder.join("empty")).unwrap();
    assert_eq!(run(&folder.join("empty"), &["init", "."]).code, Some(0));
}

#[test]
#[cfg(unix)]
fn the_system_s_viewer_is_asked_to_show_what_was_made() {
    use std::os::unix::fs::PermissionsExt;

    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let temporary = temporary();
    let folder = temporary.path();
    run(folder, &["init", "weekly"]);
    let words = ["build", "weekly/bulletin.yaml", "-o", "out", "--open"];
    let show = |words: &[&str]| {
        let path = folder.join("bin");
        super::harness::Run::from(nashra(folder, words).env("PATH", path).output().unwrap())
    };
    let none = show(&words);
    assert_eq!(none.code, Some(1), "{none:?}");
    assert!(none.err.contains(opener) && none.err.contains("yourself"), "{none:?}");
    assert_eq!(names(&folder.join("out")).len(), 3, "what was made stays");
    fs::create_dir(folder.join("bin")).unwrap();
    let script = |text: &str| {
        fs::write(folder.join("bin").join(opener), text).unwrap();
        fs::set_permissions(folder.join("bin").join(opener), fs::Permissions::from_mode(0o755)).unwrap();
    };
    script("#!/bin/sh\nprintf '%s' \"$1\" > shown\n");
    let shown = show(&words);
    assert_eq!((shown.code, shown.err.as_str()), (Some(0), ""), "{shown:?}");
    let path = fs::read_to_string(folder.join("shown")).unwrap();
    assert!(path.ends_with("/out/bulletin.pdf") && path.starts_with('/'), "{path}");
    script("#!/bin/sh\nexit 3\n");
    let failed = show(&words);
    assert!(failed.code == Some(1) && failed.err.contains("found no viewer"), "{failed:?}");
    let pipe = show(&["build", "weekly/bulletin.yaml", "--format", "txt", "-o", "-", "--open"]);
    assert!(pipe.code == Some(2) && pipe.err.contains("--open is for files"), "{pipe:?}");
}
