//! The libraries under the bidi and line-break steps, against Unicode's own test files.
//!
//! BidiTest.txt and BidiCharacterTest.txt are large and belong to the machine: they are looked for in the folder that
//! `NASHRA_UNICODE_DATA` names, else in /usr/share/unicode (Debian's `unicode-data`), and the tests say `skipped` where it
//! lacks them. The line-break file lies in tests/data/unicode, in the version of the rules that the segmenter follows; the
//! file of Unicode 15.0 is run too where the machine has it. Cases that come out differently are listed there one by one:
//! a case that differs without being listed fails, and so does one that is listed without differing.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use unicode_bidi::{BidiInfo, Level, ParagraphBidiInfo};

/// As many differing cases as a failure prints: enough to see what they have in common.
const SHOWN: usize = 20;

/// A file of the Unicode Character Database on this machine, or nothing, and then a line that says so.
fn unicode_file(name: &str) -> Option<String> {
    let folder =
        std::env::var_os("NASHRA_UNICODE_DATA").map_or_else(|| PathBuf::from("/usr/share/unicode"), PathBuf::from);
    let path = folder.join(name);
    if path.is_file() {
        return Some(fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
    }
    println!("skipped: {name} (not in {}; Debian's unicode-data brings it)", folder.display());
    None
}

/// One character of each bidi class, by the short name that BidiTest.txt uses.
fn sample(class: &str) -> char {
    match class {
        "L" => 'a',
        "R" => '\u{5D0}',
        "AL" => '\u{627}',
        "EN" => '0',
        "ES" => '+',
        "ET" => '#',
        "AN" => '\u{660}',
        "CS" => ',',
        "NSM" => '\u{300}',
        "BN" => '\u{AD}',
        "B" => '\u{2029}',
        "S" => '\t',
        "WS" => ' ',
        "ON" => '!',
        "LRE" => '\u{202A}',
        "RLE" => '\u{202B}',
        "PDF" => '\u{202C}',
        "LRO" => '\u{202D}',
        "RLO" => '\u{202E}',
        "LRI" => '\u{2066}',
        "RLI" => '\u{2067}',
        "FSI" => '\u{2068}',
        "PDI" => '\u{2069}',
        other => panic!("BidiTest.txt has a class this test does not know: {other}"),
    }
}

/// What a line of either file asks for, and what came.
struct BidiCase<'a> {
    text: &'a str,
    base: Option<Level>,
    /// One entry for each character; `x` for one that rule X9 removes.
    levels: Vec<&'a str>,
    /// Indices of the characters from left to right, without the removed ones.
    order: Vec<usize>,
}

impl BidiCase<'_> {
    /// What differs, in words; nothing if all is as it should be.
    fn difference(&self, paragraph_level: Option<u8>) -> Option<String> {
        let info = ParagraphBidiInfo::new(self.text, self.base);
        let levels = info.reordered_levels_per_char(0..self.text.len());
        let mut wrong = String::new();
        if let Some(expected) = paragraph_level.filter(|&level| level != info.paragraph_level.number()) {
            let _ = write!(wrong, " paragraph level {} for {expected};", info.paragraph_level.number());
        }
        let same_level =
            |(level, expected): (&Level, &&str)| *expected == "x" || level.number().to_string() == **expected;
        if levels.len() != self.levels.len() || !levels.iter().zip(&self.levels).all(same_level) {
            let got: Vec<String> = levels.iter().map(|level| level.number().to_string()).collect();
            let _ = write!(wrong, " levels {} for {};", got.join(" "), self.levels.join(" "));
        }
        // Removed characters take no place: rule L2 runs over what is left.
        let kept: Vec<usize> =
            self.levels.iter().enumerate().filter(|(_, level)| **level != "x").map(|(index, _)| index).collect();
        let kept_levels: Vec<Level> = kept.iter().filter_map(|&index| levels.get(index).copied()).collect();
        let order: Vec<usize> =
            BidiInfo::reorder_visual(&kept_levels).into_iter().filter_map(|at| kept.get(at).copied()).collect();
        if order != self.order {
            let _ = write!(wrong, " order {order:?} for {:?};", self.order);
        }
        (!wrong.is_empty()).then(|| {
            let codes: Vec<String> = self.text.chars().map(|c| format!("{:04X}", u32::from(c))).collect();
            format!("{} with base {:?}:{wrong}", codes.join(" "), self.base.map(|level| level.number()))
        })
    }
}

fn indices(field: &str) -> Vec<usize> {
    field.split_ascii_whitespace().map(|index| index.parse().expect("an index")).collect()
}

/// Fails with the first of `wrong` when there is any.
fn report(file: &str, cases: usize, wrong: &[String]) {
    println!("{file}: {cases} cases, {} differ", wrong.len());
    let shown: Vec<&str> = wrong.iter().take(SHOWN).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{file}: {} of {cases} cases differ\n{}", wrong.len(), shown.join("\n"));
}

#[test]
fn unicode_bidi_passes_bidi_test() {
    let Some(file) = unicode_file("BidiTest.txt") else { return };
    let (mut cases, mut wrong) = (0, Vec::new());
    let (mut levels, mut order) = (Vec::new(), Vec::new());
    for line in file.lines().map(|line| line.split('#').next().unwrap_or_default().trim()) {
        if let Some(field) = line.strip_prefix("@Levels:") {
            levels = field.split_ascii_whitespace().collect();
        } else if let Some(field) = line.strip_prefix("@Reorder:") {
            order = indices(field);
        } else if let Some((classes, bases)) = line.split_once(';') {
            let text: String = classes.split_ascii_whitespace().map(sample).collect();
            let bases = u8::from_str_radix(bases.trim(), 16).expect("a set of base levels");
            for (bit, base) in [(1, None), (2, Some(Level::ltr())), (4, Some(Level::rtl()))] {
                if bases & bit != 0 {
                    let case = BidiCase { text: &text, base, levels: levels.clone(), order: order.clone() };
                    cases += 1;
                    wrong.extend(case.difference(None));
                }
            }
        }
    }
    assert!(cases > 700_000, "BidiTest.txt is cut short: {cases} cases");
    report("BidiTest.txt", cases, &wrong);
}

#[test]
fn unicode_bidi_passes_bidi_character_test() {
    let Some(file) = unicode_file("BidiCharacterTest.txt") else { return };
    let (mut cases, mut wrong) = (0, Vec::new());
    for line in file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split(';').collect();
        let [codes, base, paragraph, levels, order] = fields[..] else { panic!("five fields expected: {line}") };
        let text = characters(codes.split_ascii_whitespace());
        let base = match base {
            "0" => Some(Level::ltr()),
            "1" => Some(Level::rtl()),
            _ => None,
        };
        let levels = levels.split_ascii_whitespace().collect();
        let case = BidiCase { text: &text, base, levels, order: indices(order) };
        cases += 1;
        wrong.extend(case.difference(Some(paragraph.parse().expect("a paragraph level"))));
    }
    assert!(cases > 90_000, "BidiCharacterTest.txt is cut short: {cases} cases");
    report("BidiCharacterTest.txt", cases, &wrong);
}

/// The text of a row of hexadecimal code points.
fn characters<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    codes
        .map(|code| {
            u32::from_str_radix(code, 16)
                .ok()
                .and_then(char::from_u32)
                .unwrap_or_else(|| panic!("no character: {code}"))
        })
        .collect()
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/unicode").join(name)
}

/// `text` with the marks of the test file: `× 0061 ÷ 0020 ÷`, with a break before a character or none.
fn marked(text: &str, breaks: &BTreeSet<usize>) -> String {
    let mut out = String::new();
    for (at, character) in text.char_indices() {
        // The start of text is no opportunity (rule LB2), whatever a segmenter reports there.
        let sign = if at > 0 && breaks.contains(&at) { '÷' } else { '×' };
        let _ = write!(out, "{sign} {:04X} ", u32::from(character));
    }
    out.push('÷');
    out
}

/// Runs the cases of a line-break file against the segmenter that the break step uses. `list` names the file in
/// tests/data/unicode whose lines are the cases that are known to come out differently.
fn run_line_breaks(name: &str, file: &str, list: &str) {
    let listed = fs::read_to_string(data(list)).unwrap_or_else(|error| panic!("{list}: {error}"));
    let mut unused: BTreeSet<&str> = listed
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty())
        .collect();

    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let (mut cases, mut excepted, mut wrong) = (0, 0, Vec::new());
    for line in file.lines() {
        let (case, why) = line.split_once('#').unwrap_or((line, ""));
        let case = case.trim();
        if case.is_empty() {
            continue;
        }
        cases += 1;
        let text = characters(case.split_ascii_whitespace().filter(|part| !matches!(*part, "×" | "÷")));
        let got = marked(&text, &segmenter.segment_str(&text).collect());
        if got != case {
            if unused.remove(case) {
                excepted += 1;
            } else {
                wrong.push(format!("{case}\n  came as  {got}\n  the file: {}", why.trim()));
            }
        }
    }
    println!("{name}: {excepted} differ as {list} says");
    assert!(cases > 7_000, "{name} is cut short: {cases} cases");
    report(name, cases, &wrong);
    assert!(unused.is_empty(), "{list} lists cases that pass or are not in the file: take them off\n{unused:#?}");
}

#[test]
fn icu_segmenter_passes_the_line_break_cases_of_its_own_version() {
    let mut file = String::new();
    let packed = File::open(data("LineBreakTest-15.1.txt.gz")).expect("the line-break cases are there");
    GzDecoder::new(packed).read_to_string(&mut file).expect("the line-break cases unpack");
    run_line_breaks("LineBreakTest 15.1", &file, "line-break-exceptions-15.1.txt");
}

#[test]
fn icu_segmenter_passes_the_line_break_cases_of_15_0_but_the_listed_ones() {
    let Some(file) = unicode_file("auxiliary/LineBreakTest.txt") else { return };
    if !file.starts_with("# LineBreakTest-15.0.0.txt") {
        let version = file.lines().next().unwrap_or_default();
        println!("skipped: auxiliary/LineBreakTest.txt (the exceptions are listed for 15.0.0; this is {version:?})");
        return;
    }
    run_line_breaks("LineBreakTest 15.0", &file, "line-break-exceptions-15.0.txt");
}
