//! The catalogues of messages, held against the code: every template has its Arabic, with the same gaps, and every
//! line of a catalogue has its template.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The templates that stand in `say!(…)` in the code, and the file of each.
fn templates() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let source = fs::read_to_string(&path).unwrap();
                let source = source.split("#[cfg(test)]\nmod tests").next().unwrap();
                // Documentation shows the macro with templates of its own.
                let lines: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                for part in lines.join("\n").split("say!(").skip(1) {
                    if let Some(literal) = part.trim_start().strip_prefix('"') {
                        found.insert(unescaped(literal), path.display().to_string());
                    }
                }
            }
        }
    }
    found
}

/// The text of a string literal, from behind its first quote.
fn unescaped(literal: &str) -> String {
    let mut text = String::new();
    let mut chars = literal.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => match chars.next().unwrap() {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                '\n' => while chars.next_if(|c| c.is_whitespace()).is_some() {},
                other => text.push(other),
            },
            c => text.push(c),
        }
    }
    text
}

/// The names of a template's gaps.
fn gaps(template: &str) -> BTreeSet<String> {
    let plain = template.replace("{{", "").replace("}}", "");
    plain.split('{').skip(1).map(|rest| rest.split('}').next().unwrap().to_owned()).collect()
}

#[test]
fn every_message_has_its_arabic() {
    let catalogue = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/diagnostics/ar.toml")).unwrap();
    let catalogue: BTreeMap<String, String> = toml::from_str(&catalogue).unwrap();
    let templates = templates();
    assert!(templates.len() > 300, "only {} templates were found", templates.len());
    let lacking: Vec<_> = templates.iter().filter(|(template, _)| !catalogue.contains_key(*template)).collect();
    assert!(lacking.is_empty(), "src/diagnostics/ar.toml lacks {lacking:#?}");
    let unused: Vec<_> = catalogue.keys().filter(|template| !templates.contains_key(*template)).collect();
    assert!(unused.is_empty(), "no code says {unused:#?}");
    for (english, arabic) in &catalogue {
        assert_eq!(gaps(english), gaps(arabic), "{english}");
        assert_eq!(arabic.matches('`').count() % 2, 0, "{english}: a backtick has no partner");
        let worded = english.split(' ').any(|word| !word.contains(['{', '-']) && word.contains(char::is_alphabetic));
        let letters = arabic.chars().any(|c| ('\u{621}'..='\u{64A}').contains(&c));
        assert!(letters || !worded, "{english} is not translated");
        // What is code in English is code in Arabic.
        for flag in english.split([' ', ',', ';', ':', ')', '(']).filter(|word| word.starts_with("--")) {
            assert!(arabic.contains(flag), "{english}: the Arabic lacks {flag}");
        }
    }
}

#[test]
fn an_article_and_its_problems_in_arabic() {
    use nashra::diagnostics::Lang;
    use nashra::read::{Options, Source, read};
    let source = Source::new("خبر.json", br#"{ "headline": "x", "summry": 3, "body": [""] }"#.to_vec());
    let outcomes = read(&source, &Options::default()).outcomes;
    let told: Vec<String> = outcomes
        .iter()
        .flat_map(|outcome| &outcome.problems)
        .map(|problem| format!("{} / {}", problem.what.told(Lang::Arabic), problem.cure.told(Lang::Arabic)))
        .collect();
    assert_eq!(
        told,
        [
            "حقل غير معروف: «\u{2068}summry\u{2069}» / هل تقصد «\u{2068}summary\u{2069}»؟",
            "النص فارغ / اكتبه، أو احذف الحقل"
        ]
    );
}
