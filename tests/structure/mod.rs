//! What a finished PDF's structure says, read back from its bytes: shared by the tests that need it.

// Each test uses a part of it.
#![allow(dead_code)]

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

/// A document's structure, read back from its bytes.
pub struct Tree {
    pdf: Document,
    /// The text of every piece of a page, by page and number.
    pieces: BTreeMap<(ObjectId, i64), String>,
}

impl Tree {
    /// Reads a finished PDF.
    pub fn read(bytes: &[u8]) -> Self {
        let pdf = Document::load_mem(bytes).expect("a PDF that can be read");
        let mut pieces = BTreeMap::new();
        for page in pdf.get_pages().into_values() {
            let maps = to_unicode(&pdf, page);
            let content = pdf.get_and_decode_page_content(page).expect("content");
            let mut map = None;
            let mut open: Vec<Option<i64>> = Vec::new();
            // The runs of the piece that is open, in logical order, each visual inside. A text object holds one or, on
            // lines below each other, several.
            let mut runs: Vec<Vec<String>> = Vec::new();
            for operation in content.operations {
                match operation.operator.as_str() {
                    "BDC" => {
                        let mcid = operation.operands.get(1).and_then(|p| p.as_dict().ok());
                        open.push(mcid.and_then(|p| p.get(b"MCID").ok()).and_then(|m| m.as_i64().ok()));
                    }
                    "EMC" => {
                        if let Some(Some(mcid)) = open.pop() {
                            let text = runs.drain(..).map(|codes| logical(&codes)).collect();
                            pieces.insert((page, mcid), text);
                        }
                        runs.clear();
                    }
                    "Td" | "Tm" => runs.push(Vec::new()),
                    "Tf" => map = operation.operands[0].as_name().ok().and_then(|n| maps.get(n)),
                    "Tj" | "TJ" => {
                        for string in strings(&operation.operands[0]) {
                            for code in string.chunks(2) {
                                let code = u16::from_be_bytes([code[0], code[1]]);
                                let text = map.and_then(|m| m.get(&code)).cloned().unwrap_or_default();
                                runs.last_mut().expect("a text object").push(text);
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        Tree { pdf, pieces }
    }

    /// Every element with its type and its text, one a line, indented by its depth.
    pub fn dump(&self) -> String {
        let catalog = self.pdf.catalog().expect("a catalog");
        let root = catalog.get(b"StructTreeRoot").and_then(Object::as_reference).expect("a tree");
        let root = self.pdf.get_dictionary(root).expect("a tree");
        let top = root.get(b"K").and_then(Object::as_reference).expect("a top element");
        let mut out = String::new();
        self.element(top, 0, &mut out);
        out
    }

    /// All words in the order of the elements.
    pub fn words(&self) -> Vec<String> {
        let dump = self.dump();
        let texts = dump.lines().filter_map(|line| line.split_once(": "));
        texts.flat_map(|(_, text)| text.split_whitespace().map(str::to_owned)).collect()
    }

    fn element(&self, id: ObjectId, depth: usize, out: &mut String) {
        let element = self.pdf.get_dictionary(id).expect("an element");
        let role = String::from_utf8_lossy(element.get(b"S").and_then(Object::as_name).expect("a type")).into_owned();
        out.push_str(&format!("{}{role}", "  ".repeat(depth)));
        let mut text = String::new();
        let mut below = Vec::new();
        for kid in element.get(b"K").and_then(Object::as_array).expect("children") {
            match kid {
                Object::Reference(id) => below.push(*id),
                Object::Dictionary(kid) => text.push_str(&self.piece(kid)),
                _ => {}
            }
        }
        let text: Vec<&str> = text.split_whitespace().collect();
        if !text.is_empty() {
            out.push_str(&format!(": {}", text.join(" ")));
        }
        out.push('\n');
        below.into_iter().for_each(|id| self.element(id, depth + 1, out));
    }

    fn piece(&self, kid: &Dictionary) -> String {
        let Ok(mcid) = kid.get(b"MCID").and_then(Object::as_i64) else { return String::new() };
        let page = kid.get(b"Pg").and_then(Object::as_reference).expect("a page");
        self.pieces.get(&(page, mcid)).cloned().unwrap_or_default()
    }
}

/// A run's text in logical order: a right-to-left run is written from its left end.
fn logical(codes: &[String]) -> String {
    let right_to_left = codes
        .iter()
        .any(|c| c.chars().count() == 1 && ('\u{620}'..'\u{700}').contains(&c.chars().next().unwrap_or(' ')))
        || codes.iter().all(|c| c.chars().count() <= 2);
    let text: String = if right_to_left { codes.iter().rev().map(String::as_str).collect() } else { codes.concat() };
    text.chars().filter(|c| !matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}')).collect()
}

fn strings(object: &Object) -> Vec<Vec<u8>> {
    match object {
        Object::String(bytes, _) => vec![bytes.clone()],
        Object::Array(list) => list.iter().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// The ToUnicode maps of a page's fonts, by resource name.
fn to_unicode(pdf: &Document, page: ObjectId) -> BTreeMap<Vec<u8>, BTreeMap<u16, String>> {
    let fonts = pdf.get_page_fonts(page).expect("fonts");
    fonts
        .into_iter()
        .map(|(name, font)| {
            let stream = font.get(b"ToUnicode").and_then(Object::as_reference).expect("a map");
            let stream = pdf.get_object(stream).and_then(Object::as_stream).expect("a stream");
            let map = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
            let map = String::from_utf8_lossy(&map).into_owned();
            // A row: the first code, the last one, and the texts of all of them.
            let entries =
                map.lines().filter_map(|line| line.strip_suffix(']')?.split_once('[')).flat_map(|(codes, row)| {
                    let first = codes.get(1..5).and_then(|first| u16::from_str_radix(first, 16).ok()).expect("a code");
                    let hexadecimal = |text: &str| {
                        let units = text.as_bytes().chunks(4).filter_map(|four| std::str::from_utf8(four).ok());
                        let units: Vec<u16> = units.filter_map(|four| u16::from_str_radix(four, 16).ok()).collect();
                        String::from_utf16_lossy(&units)
                    };
                    let texts = row.trim_matches(['<', '>']).split("><").map(hexadecimal);
                    (first..).zip(texts).collect::<Vec<_>>()
                });
            (name, entries.collect())
        })
        .collect()
}
