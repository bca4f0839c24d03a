//! Bytes to text: UTF-8 as it is; UTF-16, and the older encodings that a document declares, decoded; gzip unpacked.
//!
//! Bytes that are not UTF-8 and declare nothing are taken for Windows-1256, the usual encoding of older Arabic files,
//! only where nearly all that is not ASCII gives Arabic letters, or for ISO 8859-6, which has the same letters elsewhere,
//! by the same kind of test; this is told. Anything else is refused: to guess would set other letters than the author's.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{Encoding, ISO_8859_6, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1256};

use super::Source;
use crate::diagnostics::{Message, Place, Problem};
use crate::say;

/// The longest input that is unpacked or decoded. A few kilobytes of gzip can stand for gigabytes; no collection of
/// articles in one document comes near this.
pub const MAX_BYTES: usize = 256 << 20;

/// How many bytes of a document are looked at for its declaration; HTML asks for the first 1024.
const DECLARED_WITHIN: usize = 1024;

/// The text of an input without its byte order mark, and what is worth knowing about how it was decoded.
pub fn decode<'s>(source: &'s Source, bytes: &'s [u8]) -> Result<(Cow<'s, str>, Option<Problem>), Problem> {
    if is_utf_32(bytes) {
        let cure = say!("save the input as UTF-8; older Arabic files are often in Windows-1256");
        return Err(Problem::error(start(source), say!("the input is in UTF-32, which is not read"), cure));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes).filter(|(encoding, _)| *encoding != UTF_8) {
        return decoded(source, encoding, bytes.get(mark..).unwrap_or(&[]), None);
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if let Some(encoding) = utf_16(bytes).or_else(|| arabic_utf_16(bytes)) {
        return decoded(source, encoding, bytes, None);
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((Cow::Borrowed(text), None)),
        Err(error) => error,
    };
    let note =
        |what: Message| Some(Problem::note(start(source), what, say!("save it as UTF-8 to be sure of every letter")));
    if let Some(encoding) = declared(bytes).filter(|encoding| *encoding != UTF_8) {
        let what = say!("the input is read as {name}, which it declares", name = encoding.name());
        return decoded(source, encoding, bytes, note(what));
    }
    if is_windows_1256(bytes) {
        let what = say!("the input is not UTF-8 and is taken for Windows-1256, by its letters");
        return decoded(source, WINDOWS_1256, bytes, note(what));
    }
    if is_iso_8859_6(bytes) {
        let what = say!("the input is not UTF-8 and is taken for ISO 8859-6, by its letters");
        return decoded(source, ISO_8859_6, bytes, note(what));
    }
    let good = bytes.get(..error.valid_up_to()).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("");
    let spot = super::lines::Lines::new(good, source.first_line).beginning_at(source.first_column).spot(good.len());
    let byte = bytes.get(good.len()).copied().unwrap_or(0);
    Err(Problem::error(
        Place { line: spot.line, column: spot.column, ..Place::file(source.name.clone()) },
        say!("the byte 0x{byte} is not valid UTF-8", byte = format!("{byte:02X}")),
        say!("save the input as UTF-8; older Arabic files are often in Windows-1256"),
    ))
}

fn start(source: &Source) -> Place {
    Place { line: source.first_line, column: source.first_column, ..Place::file(source.name.clone()) }
}

fn decoded<'s>(
    source: &Source,
    encoding: &'static Encoding,
    bytes: &[u8],
    note: Option<Problem>,
) -> Result<(Cow<'s, str>, Option<Problem>), Problem> {
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    if faulty {
        let what = say!("the input has bytes that are not valid {name}", name = encoding.name());
        return Err(Problem::error(start(source), what, say!("it may be cut off; save it as UTF-8")));
    }
    Ok((Cow::Owned(text.into_owned()), note))
}

/// UTF-16 without a mark: a document begins with ASCII, every other byte of which is zero then.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<' | b'{' | b'[', 0, second, 0, ..] if *second != 0 => Some(UTF_16LE),
        [0, b'<' | b'{' | b'[', 0, second, ..] if *second != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Four bytes a character: a mark says so, or two characters of ASCII.
fn is_utf_32(bytes: &[u8]) -> bool {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => true,
        [first, 0, 0, 0, second, 0, 0, 0, ..] | [0, 0, 0, first, 0, 0, 0, second, ..] => *first != 0 && *second != 0,
        _ => false,
    }
}

/// UTF-16 without a mark in an Arabic text: every other byte is 06, of an Arabic letter, or 0, of a space or a sign,
/// and the others are neither. No text in another encoding has these control characters at all.
fn arabic_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    /// Bytes that are looked at.
    const HEAD: usize = 4096;
    /// Of 100 characters, how many have to be so.
    const SHARE: usize = 80;
    let head = bytes.get(..bytes.len().min(HEAD) & !1)?;
    let high = |at: usize| head.iter().skip(at).step_by(2).filter(|byte| matches!(byte, 0 | 6)).count() * 100;
    let enough = head.len() / 2 * SHARE;
    if head.len() < 8 {
        return None;
    }
    match (high(0) >= enough, high(1) >= enough) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// Whether bytes are Arabic in ISO 8859-6: all that is not ASCII is a letter or sign of that encoding, nearly all of it
/// stands in words of several such letters, as no accented letter of Latin does, and the article al- is among them.
fn is_iso_8859_6(bytes: &[u8]) -> bool {
    /// Of 100 bytes beyond ASCII, how many have to stand beside another.
    const SHARE: usize = 90;
    let beyond = |byte: &u8| *byte >= 0x80;
    let known = |byte: &u8| matches!(byte, 0xA0 | 0xA4 | 0xAC | 0xAD | 0xBB | 0xBF | 0xC1..=0xDA | 0xE0..=0xF2);
    if !bytes.iter().filter(|byte| beyond(byte)).all(known) {
        return false;
    }
    let (mut all, mut beside) = (0usize, 0usize);
    let mut before = false;
    for (at, byte) in bytes.iter().enumerate() {
        if beyond(byte) {
            all += 1;
            beside += usize::from(before || bytes.get(at + 1).is_some_and(beyond));
        }
        before = beyond(byte);
    }
    let article = bytes.windows(2).any(|pair| pair == [0xC7, 0xE4]);
    all > 3 && article && beside * 100 >= all * SHARE
}

/// The encoding that XML or HTML declares at its beginning.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes.iter().take(DECLARED_WITHIN).map(|byte| char::from(*byte)).collect();
    let head = head.to_ascii_lowercase();
    if !head.trim_start().starts_with('<') {
        return None;
    }
    let at = head.find("encoding=").map(|at| at + 9).or_else(|| head.find("charset=").map(|at| at + 8))?;
    let rest = head.get(at..)?.trim_start_matches(['"', '\'', ' ']);
    let label: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    Encoding::for_label(label.as_bytes())
}

/// Whether bytes are Arabic in Windows-1256: of what is not ASCII nearly all are Arabic letters and marks, and no
/// letter of Arabic in UTF-8 is among them.
fn is_windows_1256(bytes: &[u8]) -> bool {
    /// Of 100 bytes beyond ASCII, how many have to be Arabic: French quotation marks and dashes are few.
    const SHARE: usize = 85;
    // Two UTF-8 letters in a row: 0xD8–0xDB with a continuation byte, twice.
    let utf_8 = bytes.windows(4).any(|w| {
        let pair = |at: usize| matches!(w.get(at), Some(0xD8..=0xDB)) && matches!(w.get(at + 1), Some(0x80..=0xBF));
        pair(0) && pair(2)
    });
    if utf_8 {
        return false;
    }
    let (text, faulty) = WINDOWS_1256.decode_without_bom_handling(bytes);
    if faulty {
        return false;
    }
    let beyond = text.chars().filter(|c| !c.is_ascii()).count();
    let arabic = text.chars().filter(|c| matches!(c, '\u{600}'..='\u{6FF}')).count();
    let controls = text.chars().any(|c| c == '\0' || ('\u{80}'..'\u{A0}').contains(&c));
    !controls && beyond > 3 && arabic * 100 >= beyond * SHARE
}

/// The bytes of an input, unpacked where they are gzip's.
pub fn unpacked(source: &Source) -> Result<Cow<'_, [u8]>, Problem> {
    if !source.bytes.starts_with(&[0x1F, 0x8B]) {
        return Ok(Cow::Borrowed(&source.bytes));
    }
    let mut out = Vec::new();
    let reader = flate2::read::MultiGzDecoder::new(&*source.bytes);
    reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut out).map_err(|error| {
        let what = say!("the input is packed with gzip, and broken: {error}", error = error.to_string());
        Problem::error(start(source), what, say!("it may be cut off: get the whole of it"))
    })?;
    if out.len() > MAX_BYTES {
        let what = say!("the input is longer than {max} MB when unpacked", max = MAX_BYTES >> 20);
        return Err(Problem::error(
            start(source),
            what,
            say!("part it; one article a line (NDJSON) may be of any length"),
        ));
    }
    Ok(Cow::Owned(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Result<String, Problem> {
        decode(&Source::new("a.txt", bytes), bytes).map(|(text, _)| text.into_owned())
    }

    #[test]
    fn a_bad_byte_is_named_with_its_line_and_column() {
        let mut bytes = "سطر\nثان ".as_bytes().to_vec();
        bytes.push(0xC7);
        bytes.extend(" باق".as_bytes());
        let problem = text(&bytes).unwrap_err();
        assert_eq!(problem.place.to_string(), "a.txt:2:5");
        assert!(problem.what.to_string().contains("0xC7"), "{problem}");
    }

    #[test]
    fn byte_order_marks() {
        assert_eq!(text("\u{FEFF}نص".as_bytes()).unwrap(), "نص");
        assert_eq!(text(&[0xFF, 0xFE, 0x46, 0x06, 0x35, 0x06]).unwrap(), "نص");
        assert_eq!(text(&[0xFE, 0xFF, 0x06, 0x46, 0x06, 0x35]).unwrap(), "نص");
        assert!(text(&[0xFF, 0xFE, 0x46]).is_err());
    }

    #[test]
    fn utf_16_without_a_mark_and_utf_32() {
        let news = "خبر قديم\n\nنص عربي بلا علامة، وفيه 12 رقما.";
        let little: Vec<u8> = news.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = news.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!((text(&little).unwrap().as_str(), text(&big).unwrap().as_str()), (news, news));
        for wide in [
            "\u{FEFF}{}".chars().flat_map(|c| (c as u32).to_le_bytes()).collect::<Vec<u8>>(),
            "{}".chars().flat_map(|c| (c as u32).to_be_bytes()).collect(),
        ] {
            assert!(text(&wide).unwrap_err().what.to_string().contains("UTF-32"));
        }
    }

    #[test]
    fn iso_8859_6_is_told_by_its_letters() {
        let (bytes, _, lost) = ISO_8859_6.encode("<p>السلام عليكم ورحمة الله، أهلا</p>");
        assert!(!lost);
        assert_eq!(text(&bytes).unwrap(), "<p>السلام عليكم ورحمة الله، أهلا</p>");
        let latin = encoding_rs::WINDOWS_1252.encode("déjà vu à l'été, où l'élève a été reçu").0;
        assert!(text(&latin).is_err());
    }

    #[test]
    fn windows_1256_is_told_by_its_letters_or_declared() {
        let (bytes, _, _) = WINDOWS_1256.encode("السلام عليكم ورحمة الله، «أهلا»");
        assert_eq!(text(&bytes).unwrap(), "السلام عليكم ورحمة الله، «أهلا»");
        let mut page = b"<?xml version=\"1.0\" encoding=\"windows-1256\"?><a>".to_vec();
        page.extend(WINDOWS_1256.encode("خبر").0.iter());
        assert!(text(&page).unwrap().ends_with("خبر"));
        assert!(text(&[b'{', 0xE9, 0xE8, 0xE7, b'}', 0xFC]).is_err(), "French in Latin 1");
    }
}
