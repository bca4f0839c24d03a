//! Gaps measured anew on the finished PDF: from the codes of its strings, the widths of its faces and what each code
//! stands for. Nothing of the layout goes into it but the place of each line.

use std::collections::{BTreeMap, HashMap};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object};
use nashra::export::pdf::{self, Press};
use nashra::fonts::Library;
use nashra::layout::metrics::{LineMetrics, measure};
use nashra::theme::{Family, Theme};

use super::harness::{classic, layout, narrow, seed};

/// How far a gap on the page may lie from the one that layout tells, in natural spaces.
const TOLERANCE: f64 = 0.03;
/// A space beside a mark is written this narrow, and the letter on its left as much wider, in thousandths of the
/// face's em (`export/pdf/strings.rs` says why): its gap can't be told from the PDF.
const AT_MARK: f64 = 48.0;

/// A face of the PDF.
struct Face {
    widths: HashMap<u16, f64>,
    texts: HashMap<u16, String>,
}

/// A code on the page. Lengths are in points.
struct Code {
    left: f64,
    width: f64,
    baseline: f64,
    text: String,
    /// Its width in thousandths of its face's em.
    thousandths: f64,
}

#[test]
fn metrics_agree_with_the_finished_pdf() {
    let library = Library::bundled();
    for (name, theme) in [
        ("Amiri, 83 mm", classic(Family::Amiri)),
        ("Noto Naskh, 83 mm", classic(Family::NotoNaskh)),
        ("Amiri, 60 mm", narrow(Family::Amiri, 60.0)),
    ] {
        let bulletin = seed();
        let layout = layout(&bulletin, &theme, &library);
        let metrics = measure(&layout, &library);
        let bytes =
            pdf::write(layout.clone(), &bulletin, &library, &mut Press::new(&library), &pdf::Options::default())
                .expect("a PDF");
        let pages = pages(&bytes);
        assert_eq!(pages.len(), metrics.pages, "{name}");
        let (mut measured, mut told) = (0, 0);
        for line in &metrics.by_line {
            measured += check(name, line, &pages[line.page - 1], &theme, &library);
            told += line.gaps;
        }
        println!("{name}: {measured} of {told} gaps measured on the PDF");
        assert!(measured * 100 >= told * 90, "{name}: only {measured} of {told} gaps could be measured");
    }
}

/// Compares the gaps of a line; how many there were.
fn check(name: &str, line: &LineMetrics, page: &[Code], theme: &Theme, library: &Library) -> usize {
    let (left, right) = (line.x, line.x + theme.page.column());
    let baseline = theme.page.height() - line.y;
    let on_line = |code: &&Code| {
        (code.baseline - baseline).abs() < 0.05 && code.left > left - 1.0 && code.left + code.width < right + 1.0
    };
    let codes: Vec<&Code> = page.iter().filter(on_line).collect();
    let face = library.face(library.chain(theme.body.family.into(), nashra::fonts::Weight::Regular).primary());
    let natural = f64::from(face.metrics().space) / f64::from(face.metrics().units_per_em) * theme.body.size;
    let spaces: Vec<&&Code> = codes.iter().filter(|code| code.text == " ").collect();
    let place = format!("{name}, page {}, line at {:.1}, {:.1}", line.page, line.x, line.y);
    assert!(spaces.len() <= line.gaps, "{place}: {} spaces, {} gaps", spaces.len(), line.gaps);
    let plain: Vec<_> = spaces.iter().filter(|space| space.thousandths > AT_MARK).collect();
    for space in &plain {
        let gap = space.width / natural;
        assert!((gap - line.gap).abs() <= TOLERANCE, "{place}: {gap:.3} on the page, {:.3} in the metrics", line.gap);
    }
    let end = |pick: fn(f64, f64) -> f64, edge: fn(&Code) -> f64, from: f64| {
        codes.iter().map(|code| edge(code)).fold(from, pick)
    };
    let reach = (
        end(f64::min, |code| code.left, f64::INFINITY),
        end(f64::max, |code| code.left + code.width, f64::NEG_INFINITY),
    );
    // At either end the first line's indent may lack.
    assert!((reach.0 - left).abs() < 0.15, "{place}: it begins at {:.2}", reach.0);
    let short = right - reach.1;
    assert!(short.abs() < 0.15 || (short - theme.body.indent).abs() < 0.15, "{place}: it ends {short:.2} short");
    plain.len()
}

/// The codes of each page.
fn pages(bytes: &[u8]) -> Vec<Vec<Code>> {
    let document = Document::load_mem(bytes).expect("the PDF is read");
    document.get_pages().into_values().map(|page| codes(&document, page)).collect()
}

fn codes(document: &Document, page: lopdf::ObjectId) -> Vec<Code> {
    let faces: BTreeMap<Vec<u8>, Face> = document
        .get_page_fonts(page)
        .expect("the page's faces")
        .into_iter()
        .map(|(name, font)| (name, face(document, font)))
        .collect();
    let content = Content::decode(&document.get_page_content(page)).expect("operations");
    let mut codes = Vec::new();
    let (mut name, mut size, mut x, mut y, mut scale) = (Vec::new(), 0.0, 0.0, 0.0, 1.0);
    // Where the line began, from which a step leads to the next.
    let mut start = (0.0, 0.0);
    for operation in &content.operations {
        let number = |i: usize| f64::from(operation.operands[i].as_float().expect("a number"));
        match operation.operator.as_str() {
            "Tf" => (name, size) = (operation.operands[0].as_name().expect("a name").to_vec(), number(1)),
            "BT" => start = (0.0, 0.0),
            "Td" => {
                start = (start.0 + number(0), start.1 + number(1));
                (x, y) = start;
            }
            "Tz" => scale = number(0) / 100.0,
            // A number's matrix may lean; nothing else about it may change.
            "Tm" => {
                assert_eq!([number(0), number(1), number(3)], [1.0, 0.0, 1.0], "a matrix that only leans");
                assert!((0.0..=0.5).contains(&number(2)), "it leans by {}", number(2));
                start = (number(4), number(5));
                (x, y) = start;
            }
            "TD" | "T*" | "Tc" | "Tw" | "Ts" | "'" | "\"" => {
                panic!("{} is not expected", operation.operator)
            }
            "Tj" | "TJ" => {
                let face = &faces[&name];
                for string in strings(&operation.operands[0]) {
                    for pair in string.chunks_exact(2) {
                        let code = u16::from_be_bytes([pair[0], pair[1]]);
                        let thousandths = face.widths.get(&code).copied().expect("a width");
                        let width = thousandths / 1000.0 * size * scale;
                        let text = face.texts.get(&code).cloned().unwrap_or_default();
                        codes.push(Code { left: x, width, baseline: y, text, thousandths });
                        x += width;
                    }
                }
            }
            _ => {}
        }
    }
    codes
}

/// The strings of an operand of Tj or TJ; moves between them, which no string here needs, are refused.
fn strings(operand: &Object) -> Vec<&[u8]> {
    match operand {
        Object::String(bytes, _) => vec![bytes],
        Object::Array(parts) => parts
            .iter()
            .filter_map(|part| match part {
                Object::String(bytes, _) => Some(bytes.as_slice()),
                other => {
                    assert_eq!(other.as_float().expect("a move"), 0.0);
                    None
                }
            })
            .collect(),
        other => panic!("{other:?} is no string"),
    }
}

fn face(document: &Document, font: &Dictionary) -> Face {
    let descendants = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).expect("descendants");
    let (_, descendant) = document.dereference(&descendants[0]).expect("a descendant");
    let descendant = descendant.as_dict().expect("a dictionary");
    let array = descendant.get_deref(b"W", document).and_then(Object::as_array).expect("widths");
    let integer = |object: &Object| object.as_i64().expect("an integer");
    let width = |object: &Object| f64::from(object.as_float().expect("a width"));
    let mut widths = HashMap::new();
    let mut at = 0;
    while at < array.len() {
        let first = integer(&array[at]);
        if let Object::Array(list) = &array[at + 1] {
            widths.extend(list.iter().enumerate().map(|(i, w)| (first as u16 + i as u16, width(w))));
            at += 2;
        } else {
            let last = integer(&array[at + 1]);
            widths.extend((first..=last).map(|code| (code as u16, width(&array[at + 2]))));
            at += 3;
        }
    }
    let stream = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream).expect("a CMap");
    let cmap = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    Face { widths, texts: texts(&String::from_utf8_lossy(&cmap)) }
}

/// The texts of a CMap: rows of a first code, a last one, and the texts of all of them.
fn texts(cmap: &str) -> HashMap<u16, String> {
    let hex = |word: &str| {
        let units = word.as_bytes().chunks(4).map(|four| std::str::from_utf8(four).expect("hex"));
        units.map(|four| u16::from_str_radix(four, 16).expect("hex")).collect::<Vec<u16>>()
    };
    assert!(!cmap.contains("beginbfchar"), "single entries are not expected");
    let mut texts = HashMap::new();
    let rows = cmap.lines().skip_while(|line| !line.contains("beginbfrange"));
    for (codes, row) in rows.filter_map(|line| line.strip_suffix(']')?.split_once('[')) {
        let words = |part: &str| part.trim_matches(['<', '>']).split("><").map(hex).collect::<Vec<_>>();
        let (codes, row) = (words(codes), words(row));
        assert_eq!(row.len(), usize::from(codes[1][0] - codes[0][0]) + 1);
        assert_eq!(codes[0][0] >> 8, codes[1][0] >> 8, "a row's codes share their upper byte");
        texts.extend((codes[0][0]..).zip(row.iter().map(|units| String::from_utf16_lossy(units))));
    }
    texts
}
