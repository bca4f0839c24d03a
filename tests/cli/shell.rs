//! Completions and the manual: made of the command's own definition, so that nothing is missing in them.

use super::harness::{files, names, run, temporary};

/// The commands that help lists.
pub fn commands() -> Vec<String> {
    let temporary = temporary();
    let help = run(temporary.path(), &["--help"]).out;
    let list = help.split_once("Commands:\n").and_then(|(_, rest)| rest.split_once("\n\n")).expect("a list").0;
    let starts = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    starts.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn every_shell_gets_a_script_that_knows_every_command() {
    let temporary = temporary();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let made = run(temporary.path(), &["completions", shell]);
        assert_eq!((made.code, made.err.as_str()), (Some(0), ""), "{shell}");
        for word in commands().iter().map(String::as_str).chain(["watch", "epub-fonts"]) {
            assert!(made.out.contains(word), "{shell}: {word}");
        }
    }
    let unknown = run(temporary.path(), &["completions", "tcsh"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (Some(2), ""));
}

#[test]
#[cfg(unix)]
fn bash_takes_its_script() {
    let temporary = temporary();
    let made = run(temporary.path(), &["completions", "bash"]);
    std::fs::write(temporary.path().join("script"), made.out).unwrap();
    let ask = "source ./script; COMP_WORDS=(nashra build --epub-fonts ''); COMP_CWORD=3; \
               _nashra nashra '' --epub-fonts; echo \"${COMPREPLY[*]}\"";
    match std::process::Command::new("bash").args(["-c", ask]).current_dir(temporary.path()).output() {
        Ok(answer) => assert_eq!(String::from_utf8_lossy(&answer.stdout).trim(), "none subset full", "{answer:?}"),
        Err(error) => println!("skipped: bash_takes_its_script ({error})"),
    }
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let temporary = temporary();
    let made = run(temporary.path(), &["man", "-o", "man"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let mut expected: Vec<String> = commands()
        .iter()
        .filter(|command| *command != "help")
        .map(|command| format!("nashra-{command}.1"))
        .chain(["nashra.1".to_owned()])
        .collect();
    expected.sort();
    assert_eq!(names(&temporary.path().join("man")), expected);
    for (name, bytes) in files(&temporary.path().join("man")) {
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains(".SH NAME") && text.contains(".SH SYNOPSIS"), "{name}");
    }
    let printed = run(temporary.path(), &["man"]);
    assert_eq!(printed.out, std::fs::read_to_string(temporary.path().join("man/nashra.1")).unwrap());
}
