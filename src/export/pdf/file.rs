//! The file: a document's objects as bytes.
//!
//! lopdf holds the objects; they are written here in one pass, from the catalogue on, so that what nothing leads to
//! stays out and numbers are dense. Streams are deflated, all other objects go into object streams, and a
//! cross-reference stream closes the file (ISO 32000-1, 7.5.7 and 7.5.8). lopdf's own writer leaves object and
//! cross-reference streams as they are, and writes every object three times to find where it stands.

use std::collections::VecDeque;
use std::ops::Range;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
use sha2::{Digest, Sha256};

use super::deflate::Deflater;
use super::literals;

/// Objects in one object stream. A reader unpacks a whole stream for one object, and large ones pack better.
const OBJECTS_IN_STREAM: usize = 200;

/// A face of so many bytes is packed as literals: an article's has 30,000 to 45,000. A larger one belongs to a document of
/// many pages, next to which its packing takes no time; a smaller one takes none.
const LITERALS: Range<usize> = 20_000..60_000;

/// Where an object stands.
#[derive(Clone, Copy)]
enum Entry {
    /// At this byte of the file.
    Offset(usize),
    /// In the object stream of this number, at this place.
    InStream(u32, usize),
    /// Nowhere yet.
    Unwritten,
}

/// Writes the objects that the trailer's Root and Info lead to. The file's ID follows from its content.
pub fn write(pdf: &Document, deflater: &mut Deflater) -> Vec<u8> {
    let mut file = File {
        out: format!("%PDF-{}\n", pdf.version).into_bytes(),
        entries: vec![Entry::Offset(0)],
        numbers: vec![0; pdf.max_id as usize + 1],
        waiting: VecDeque::new(),
        head: String::new(),
        body: Vec::new(),
        held: Vec::new(),
        deflater,
    };
    // Bytes beyond ASCII say that the file is not text.
    file.out.extend(b"%\xBF\xF7\xA2\xFE\n");
    let mut trailer = Vec::new();
    for key in [&b"Root"[..], b"Info"] {
        if let Ok(object) = pdf.trailer.get(key) {
            file.name(key, &mut trailer);
            file.object(object, &mut trailer);
        }
    }
    while let Some(id) = file.waiting.pop_front() {
        let number = file.number(id);
        match pdf.objects.get(&id) {
            Some(Object::Stream(stream)) => file.stream(number, stream),
            Some(object) => file.hold(number, object),
            None => file.hold(number, &Object::Null),
        }
    }
    file.close_stream();
    file.finish(trailer)
}

struct File<'d> {
    out: Vec<u8>,
    /// Where each object stands, by number.
    entries: Vec<Entry>,
    /// The number of each of lopdf's objects; 0 for one that nothing has led to yet.
    numbers: Vec<u32>,
    /// Objects that have a number and are not written.
    waiting: VecDeque<ObjectId>,
    /// The open object stream: numbers and offsets, objects, and the numbers once more.
    head: String,
    body: Vec<u8>,
    held: Vec<u32>,
    deflater: &'d mut Deflater,
}

impl File<'_> {
    /// The number of an object; a new one has to be written later.
    fn number(&mut self, id: ObjectId) -> u32 {
        // A reference beyond the last object leads nowhere and is null in any reader: 0 is the head of the free list.
        let Some(slot) = self.numbers.get_mut(id.0 as usize) else { return 0 };
        if *slot == 0 {
            *slot = self.entries.len() as u32;
            self.entries.push(Entry::Unwritten);
            self.waiting.push_back(id);
        }
        *slot
    }

    fn new_number(&mut self, entry: Entry) -> u32 {
        self.entries.push(entry);
        self.entries.len() as u32 - 1
    }

    fn set(&mut self, number: u32, entry: Entry) {
        if let Some(slot) = self.entries.get_mut(number as usize) {
            *slot = entry;
        }
    }

    /// Writes a stream object, deflated where that may be and it has no filter yet.
    fn stream(&mut self, number: u32, stream: &Stream) {
        self.set(number, Entry::Offset(self.out.len()));
        let mut dictionary = Vec::new();
        for (key, value) in stream.dict.iter().filter(|(key, _)| key.as_slice() != b"Length") {
            self.name(key, &mut dictionary);
            self.object(value, &mut dictionary);
        }
        if stream.allows_compression && !stream.dict.has(b"Filter") {
            // Only the programs of faces tell their length so.
            let face = stream.dict.has(b"Length1") && LITERALS.contains(&stream.content.len());
            // Only the colour profile tells its number of components.
            let packed = if stream.dict.has(b"N") {
                self.deflater.zlib_again(&stream.content)
            } else if face {
                literals::zlib(&stream.content)
            } else {
                self.deflater.zlib(&stream.content)
            };
            dictionary.extend(b"/Filter/FlateDecode");
            self.put_stream(number, &dictionary, &packed);
        } else {
            self.put_stream(number, &dictionary, &stream.content);
        }
    }

    fn put_stream(&mut self, number: u32, dictionary: &[u8], content: &[u8]) {
        self.out.extend(format!("{number} 0 obj\n<<").into_bytes());
        self.out.extend(dictionary);
        self.out.extend(format!("/Length {}>>\nstream\n", content.len()).into_bytes());
        self.out.extend(content);
        self.out.extend(b"\nendstream\nendobj\n");
    }

    /// Puts an object into the open object stream.
    fn hold(&mut self, number: u32, object: &Object) {
        self.head.push_str(&format!("{number} {} ", self.body.len()));
        let mut body = std::mem::take(&mut self.body);
        self.object(object, &mut body);
        body.push(b'\n');
        self.body = body;
        self.held.push(number);
        if self.held.len() == OBJECTS_IN_STREAM {
            self.close_stream();
        }
    }

    fn close_stream(&mut self) {
        if self.held.is_empty() {
            return;
        }
        let dictionary = format!("/Type/ObjStm/N {}/First {}/Filter/FlateDecode", self.held.len(), self.head.len());
        let mut content = std::mem::take(&mut self.head).into_bytes();
        content.append(&mut self.body);
        let packed = self.deflater.zlib(&content);
        let number = self.new_number(Entry::Offset(self.out.len()));
        self.put_stream(number, dictionary.as_bytes(), &packed);
        for (index, held) in std::mem::take(&mut self.held).into_iter().enumerate() {
            self.set(held, Entry::InStream(number, index));
        }
    }

    /// Closes the file: its ID, and the cross-reference stream.
    fn finish(mut self, trailer: Vec<u8>) -> Vec<u8> {
        let start = self.out.len();
        let number = self.new_number(Entry::Offset(start));
        let digest = Sha256::digest(&self.out);
        let mut id = Vec::new();
        hexadecimal(&digest[..16], &mut id);
        // One byte says what the entry is, some where it stands, two which object of a stream it is.
        let width = (1..8).find(|width| start >> (8 * width) == 0).unwrap_or(8);
        let row = width + 3;
        let mut table = Vec::with_capacity(self.entries.len() * (row + 1));
        let mut above = vec![0u8; row];
        for (number, entry) in self.entries.iter().enumerate() {
            let (kind, place, index) = match *entry {
                Entry::Offset(_) | Entry::Unwritten if number == 0 => (0u8, 0, u16::MAX),
                Entry::Offset(offset) => (1, offset, 0),
                Entry::InStream(stream, index) => (2, stream as usize, index as u16),
                Entry::Unwritten => (0, 0, 0),
            };
            let place = (place as u64).to_be_bytes();
            let bytes: Vec<u8> =
                [&[kind][..], &place[8 - width..], &index.to_be_bytes()].into_iter().flatten().copied().collect();
            // PNG's predictor “up”: rows differ little from the ones above.
            table.push(2);
            table.extend(bytes.iter().zip(&above).map(|(byte, above)| byte.wrapping_sub(*above)));
            above = bytes;
        }
        let packed = self.deflater.zlib(&table);
        let mut dictionary = format!(
            "/Type/XRef/Size {}/W[1 {width} 2]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {row}>>",
            self.entries.len()
        )
        .into_bytes();
        dictionary.extend(trailer);
        dictionary.extend(b"/ID[");
        dictionary.extend(&id);
        dictionary.extend(&id);
        dictionary.push(b']');
        self.put_stream(number, &dictionary, &packed);
        self.out.extend(format!("startxref\n{start}\n%%EOF\n").into_bytes());
        self.out
    }

    fn object(&mut self, object: &Object, out: &mut Vec<u8>) {
        match object {
            Object::Null => word(b"null", out),
            Object::Boolean(true) => word(b"true", out),
            Object::Boolean(false) => word(b"false", out),
            Object::Integer(value) => word(value.to_string().as_bytes(), out),
            Object::Real(value) => word(value.to_string().as_bytes(), out),
            Object::Name(name) => self.name(name, out),
            Object::String(text, StringFormat::Literal) => literal(text, out),
            Object::String(text, StringFormat::Hexadecimal) => hexadecimal(text, out),
            Object::Array(items) => {
                out.push(b'[');
                items.iter().for_each(|item| self.object(item, out));
                out.push(b']');
            }
            Object::Dictionary(dictionary) => self.dictionary(dictionary, out),
            Object::Reference(id) => {
                let number = self.number(*id);
                word(number.to_string().as_bytes(), out);
                out.extend(b" 0 R");
            }
            // A stream is an object of its own, wherever lopdf was given it: here it can't stand.
            Object::Stream(stream) => self.dictionary(&stream.dict, out),
        }
    }

    fn dictionary(&mut self, dictionary: &Dictionary, out: &mut Vec<u8>) {
        out.extend(b"<<");
        for (key, value) in dictionary {
            self.name(key, out);
            self.object(value, out);
        }
        out.extend(b">>");
    }

    /// A name; what is not a regular character stands as its number (ISO 32000-1, 7.3.5).
    fn name(&self, name: &[u8], out: &mut Vec<u8>) {
        out.push(b'/');
        for &byte in name {
            if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
                out.push(byte);
            } else {
                out.extend([b'#', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
            }
        }
    }
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Writes a number or a keyword, parted from one before it.
fn word(word: &[u8], out: &mut Vec<u8>) {
    if out.last().is_some_and(|last| !b"[]<>()\n".contains(last)) {
        out.push(b' ');
    }
    out.extend(word);
}

fn hexadecimal(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'<');
    out.extend(bytes.iter().flat_map(|byte| [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]));
    out.push(b'>');
}

/// A literal string; what would end it or be read as a line's end is escaped (ISO 32000-1, 7.3.4.2).
fn literal(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'(');
    for &byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', byte]),
            b'\r' => out.extend(b"\\r"),
            b'\n' => out.extend(b"\\n"),
            _ => out.push(byte),
        }
    }
    out.push(b')');
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let mut pdf = Document::with_version("1.7");
        let content: Vec<u8> = (0..5_000u32).flat_map(|i| (i * i).to_be_bytes()).collect();
        let stream = pdf.add_object(Stream::new(dictionary! { "Kind (1)" => 1 }, content.clone()));
        let lost = pdf.add_object(Object::Integer(7));
        let many: Vec<Object> = (0..450).map(|i| pdf.add_object(Object::Integer(i)).into()).collect();
        let text = Object::String(b"a(b)\\c\r\n\x80".to_vec(), StringFormat::Literal);
        let root = pdf.add_object(dictionary! {
            "Type" => "Catalog", "Stream" => stream, "Many" => many, "Text" => text.clone(),
            "Values" => vec![Object::Null, true.into(), 1.into(), Object::Real(0.5), (-2).into(), Object::Name(b"n".to_vec())],
        });
        pdf.trailer.set("Root", root);
        let bytes = write(&pdf, &mut Deflater::new());
        assert_eq!(bytes, write(&pdf, &mut Deflater::new()));
        let read = Document::load_mem(&bytes).unwrap();
        let catalog = read.catalog().unwrap();
        assert_eq!(catalog.get(b"Text").unwrap().as_str().unwrap(), text.as_str().unwrap());
        assert_eq!(catalog.get(b"Values").unwrap().as_array().unwrap().len(), 6);
        let many = catalog.get(b"Many").unwrap().as_array().unwrap();
        let value = |object: &Object| read.get_object(object.as_reference().unwrap()).unwrap().as_i64().unwrap();
        assert_eq!(many.iter().map(value).collect::<Vec<_>>(), (0..450).collect::<Vec<_>>());
        let stream = read.get_object(catalog.get(b"Stream").unwrap().as_reference().unwrap()).unwrap();
        assert_eq!(stream.as_stream().unwrap().decompressed_content().unwrap(), content);
        assert_eq!(stream.as_stream().unwrap().dict.get(b"Kind (1)").unwrap().as_i64().unwrap(), 1);
        let sevens = read.objects.values().filter(|o| **o == Object::Integer(7)).count();
        assert_eq!(sevens, 1, "{lost:?} is not led to, and stays out");
    }
}
