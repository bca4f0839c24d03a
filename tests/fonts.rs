//! The faces in fonts/ are the ones that fonts/faces.toml and fonts/README.md say they are: each file has an entry and
//! each entry a file and a licence text, and sums, versions, families and styles agree with the bytes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use nashra::fonts::bundled;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use ttf_parser::{Face, name_id};

/// fonts/faces.toml.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Records {
    face: Vec<Record>,
}

/// One entry of fonts/faces.toml.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    file: String,
    family: String,
    style: String,
    version: String,
    source: String,
    project: String,
    licence: String,
    sha256: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts")
}

fn records() -> Vec<Record> {
    let text = fs::read_to_string(folder().join("faces.toml")).expect("fonts/faces.toml is readable");
    toml::from_str::<Records>(&text).expect("fonts/faces.toml parses").face
}

/// The names in fonts/ that end in `extension`.
fn files(extension: &str) -> BTreeSet<String> {
    fs::read_dir(folder())
        .expect("fonts/ is readable")
        .map(|entry| entry.expect("an entry of fonts/").file_name().into_string().expect("a name in UTF-8"))
        .filter(|name| Path::new(name).extension().is_some_and(|e| e == extension))
        .collect()
}

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A name table entry, the first one that is Unicode.
fn name(face: &Face, id: u16) -> String {
    face.names()
        .into_iter()
        .filter(|n| n.name_id == id && n.is_unicode())
        .find_map(|n| n.to_string())
        .unwrap_or_default()
}

#[test]
fn every_face_has_one_record_and_every_record_a_face() {
    let records = records();
    let named: BTreeSet<String> = records.iter().map(|r| r.file.clone()).collect();
    assert_eq!(named.len(), records.len(), "a file is named twice in fonts/faces.toml");
    assert_eq!(named, files("ttf"), "fonts/*.ttf (right) and the files named in fonts/faces.toml (left)");
}

#[test]
fn every_sum_is_the_file_s() {
    for record in records() {
        let bytes = fs::read(folder().join(&record.file)).expect("the face is readable");
        assert_eq!(sum(&bytes), record.sha256, "SHA-256 of fonts/{} (left) and its record (right)", record.file);
    }
}

#[test]
fn family_style_and_version_are_those_in_the_name_table() {
    for record in records() {
        let bytes = fs::read(folder().join(&record.file)).expect("the face is readable");
        let face = Face::parse(&bytes, 0).expect("the face parses");
        assert_eq!(name(&face, name_id::FAMILY), record.family, "family of fonts/{}", record.file);
        assert_eq!(name(&face, name_id::SUBFAMILY), record.style, "style of fonts/{}", record.file);
        // "Version 2.008; ttfautohint (v1.8.4.7-5d5b)": the number alone is the version.
        let version = name(&face, name_id::VERSION);
        let number = version.trim_start_matches("Version ").split(';').next().unwrap_or_default().trim();
        assert_eq!(number, record.version, "version of fonts/{}: its name table says {version:?}", record.file);
    }
}

#[test]
fn every_face_has_its_licence_and_no_licence_stands_alone() {
    let records = records();
    for record in &records {
        let text = fs::read_to_string(folder().join(&record.licence))
            .unwrap_or_else(|error| panic!("fonts/{} of {}: {error}", record.licence, record.file));
        assert!(text.starts_with("Copyright "), "fonts/{} opens with the copyright line", record.licence);
        assert!(text.contains(&record.project), "fonts/{} names {}", record.licence, record.project);
        assert!(text.contains("SIL OPEN FONT LICENSE Version 1.1"), "fonts/{} is OFL 1.1", record.licence);
        // The README says that a subset may keep the face's name: only true while nobody reserves one.
        assert!(!text.contains("with Reserved Font Name"), "fonts/{} reserves a font name", record.licence);
    }
    let named: BTreeSet<String> = records.into_iter().map(|r| r.licence).collect();
    assert_eq!(named, files("txt"), "fonts/*.txt (right) and the licences named in fonts/faces.toml (left)");
}

#[test]
fn the_readme_says_the_same_as_the_records() {
    let readme = fs::read_to_string(folder().join("README.md")).expect("fonts/README.md is readable");
    for record in records() {
        let row = readme
            .lines()
            .find(|line| line.starts_with(&format!("| `{}` |", record.file)))
            .unwrap_or_else(|| panic!("fonts/README.md has no row for {}", record.file));
        let package = record.source.split(' ').next().unwrap_or_default();
        for part in [&record.family, &record.style, &record.version, &record.project, &record.licence, package] {
            assert!(row.contains(part), "the row of {} in fonts/README.md does not say {part:?}", record.file);
        }
        let sum = format!("{}  {}", record.sha256, record.file);
        assert!(readme.lines().any(|line| line == sum), "fonts/README.md does not list the sum of {}", record.file);
    }
}

#[test]
fn the_binary_carries_these_faces_and_no_other() {
    let recorded: BTreeSet<String> = records().into_iter().map(|record| record.sha256).collect();
    let carried: BTreeSet<String> = bundled().iter().map(|face| sum(face.bytes())).collect();
    assert_eq!(carried, recorded, "the sums of the bundled faces (left) and those in fonts/faces.toml (right)");
}

/// One entry of fonts/words/faces.toml.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CutRecord {
    file: String,
    from: String,
    from_sha256: String,
    sha256: String,
}

/// fonts/words/faces.toml, the files beside it and the faces they were cut from.
#[test]
fn the_cuts_are_the_recorded_ones() {
    #[derive(Deserialize)]
    struct Cuts {
        face: Vec<CutRecord>,
    }
    let folder = folder();
    let read = |path: PathBuf| fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let text = fs::read_to_string(folder.join("words/faces.toml")).expect("fonts/words/faces.toml is readable");
    let cuts: Cuts = toml::from_str(&text).expect("it parses");
    for cut in &cuts.face {
        assert_eq!(sum(&read(folder.join("words").join(&cut.file))), cut.sha256, "{}", cut.file);
        assert_eq!(sum(&read(folder.join(&cut.from))), cut.from_sha256, "{} has changed: make its cut anew", cut.from);
    }
    let there = fs::read_dir(folder.join("words")).expect("fonts/words is readable");
    let files = there.filter(|entry| entry.as_ref().is_ok_and(|e| e.path().extension().is_some_and(|e| e == "words")));
    assert_eq!(files.count(), cuts.face.len());
}
