//! A Markdown text in parts, each of which means the same by itself as in the whole.
//!
//! The parser holds a text as a tree of many times its size, so that a long one is parsed part by part. A block is
//! settled as soon as another begins beside it: whatever is parsed, all its blocks but the last stay as they are when
//! more text follows, and the next part begins with the last. In a list the same holds for its items. What is named in
//! one place and used in another (addresses of links, footnotes) is gathered from all parts first.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag};

/// How many bytes are parsed at once. Most articles are shorter, and its tree takes a megabyte. The parser lets links by
/// reference add 100 kB to a text, so that a part is to be well below that.
pub const PART: usize = 32 << 10;

/// How many times as much is parsed where one block is longer than that.
const MORE: usize = 4;

/// What of Markdown beyond its common core is read.
pub const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// Events with the bytes of the input that they stand for.
pub type Events<'s> = Box<dyn Iterator<Item = (Event<'s>, Range<usize>)> + 's>;

/// A part of a text.
#[derive(Debug, PartialEq)]
pub struct Part {
    /// Its bytes.
    pub range: Range<usize>,
    /// Whether it ends between two items of a list.
    pub in_list: bool,
}

/// An address that links name, and where that is written.
pub struct Address {
    /// Its name.
    pub name: String,
    /// The byte at which its definition begins.
    pub offset: usize,
    url: String,
    title: String,
}

/// The parts of a text, and what they have in common.
#[derive(Default)]
pub struct Parts {
    /// The parts, in order.
    pub parts: Vec<Part>,
    /// The labels of footnotes, in the order in which they are defined.
    pub notes: Vec<String>,
    /// Addresses by their names in small letters; of two under one name the first.
    pub addresses: HashMap<String, Address>,
    /// The names by which links and images ask for addresses, in small letters.
    pub asked: HashSet<String>,
}

impl Parts {
    /// The parts of what stands in `text` from byte `start` on, each of so many bytes where its blocks allow it.
    pub fn of(text: &str, start: usize, bytes: usize) -> Self {
        let mut parts = Parts::default();
        // Without a definition nothing is named in one place and used in another.
        let names = text.get(start..).is_some_and(|text| text.contains("]:"));
        let mut at = start;
        while at < text.len() {
            let mut size = bytes;
            let part = loop {
                let end = line_end(text, at.saturating_add(size));
                match parts.part(text, at..end, names) {
                    Some(part) => break part,
                    None => size *= MORE,
                }
            };
            at = part.range.end;
            parts.parts.push(part);
        }
        parts
    }

    /// The part at the beginning of a range of whole lines; none where that ends inside the first block.
    fn part(&mut self, text: &str, range: Range<usize>, names: bool) -> Option<Part> {
        let source = text.get(range.clone())?;
        let start = range.start;
        let mut asked = Vec::new();
        let mut notes = Vec::new();
        let ask = |link: BrokenLink| {
            if names {
                asked.push((link.span.start, link.reference.to_lowercase()));
            }
            None
        };
        let mut used = Vec::new();
        let mut events = Parser::new_with_broken_link_callback(source, OPTIONS, Some(ask)).into_offset_iter();
        let mut depth = 0usize;
        // Where the last block begins, and the last item of a list that is the last block but has others.
        let (mut block, mut item, mut items) = (0, None, 0usize);
        for (event, range) in events.by_ref() {
            match event {
                Event::Start(tag) => {
                    match &tag {
                        Tag::Item if depth == 1 => {
                            items += 1;
                            item = (items > 1).then_some(range.start);
                        }
                        Tag::FootnoteDefinition(label) => notes.push((range.start, label.to_string())),
                        Tag::Link { id, .. } | Tag::Image { id, .. } if names && !id.is_empty() => {
                            used.push((range.start, id.to_lowercase()));
                        }
                        _ => {}
                    }
                    if depth == 0 {
                        (block, item, items) = (range.start, None, 0);
                    }
                    depth += 1;
                }
                Event::End(_) => depth = depth.saturating_sub(1),
                _ if depth == 0 => (block, item, items) = (range.start, None, 0),
                _ => {}
            }
        }
        let end = if range.end == text.len() {
            source.len()
        } else {
            // The white space before it says what a block is.
            source.get(..item.unwrap_or(block))?.rfind(['\n', '\r']).map_or(0, |at| at + 1)
        };
        if end == 0 {
            return None;
        }
        let definitions = events.reference_definitions().iter();
        for (name, link) in definitions.filter(|(_, link)| link.span.start < end) {
            let offset = start + link.span.start;
            let title = link.title.as_deref().unwrap_or("").to_owned();
            let address = Address { name: name.to_owned(), offset, url: link.dest.to_string(), title };
            self.addresses.entry(name.to_lowercase()).or_insert(address);
        }
        drop(events);
        self.notes.extend(notes.into_iter().filter(|(at, _)| *at < end).map(|(_, label)| label));
        self.asked.extend(asked.into_iter().chain(used).filter(|(at, _)| *at < end).map(|(_, name)| name));
        Some(Part { range: start..start + end, in_list: range.end < text.len() && item.is_some() })
    }

    /// A part's text as it is parsed: below the footnotes that it refers to, as the parser takes a reference to one
    /// that it has not seen for text. What follows a rule is in none of them.
    pub fn source<'t>(&self, text: &'t str, part: &Part) -> (Cow<'t, str>, usize) {
        let own = text.get(part.range.clone()).unwrap_or("");
        let mut before = String::new();
        if self.parts.len() > 1 && !self.notes.is_empty() {
            let known: HashSet<&str> = self.notes.iter().map(String::as_str).collect();
            let mut named = HashSet::new();
            for (at, _) in own.match_indices("[^") {
                let label = own.get(at + 2..).and_then(|rest| rest.split_once(']')).map_or("", |(label, _)| label);
                if known.contains(label) && named.insert(label) {
                    before.push_str(&format!("[^{label}]: -\n\n"));
                }
            }
        }
        if before.is_empty() {
            return (Cow::Borrowed(own), 0);
        }
        before.push_str("***\n\n");
        let length = before.len();
        (Cow::Owned(before + own), length)
    }

    /// The events of a part, whose text begins at byte `within` of `source`.
    pub fn events<'s>(&'s self, source: &'s str, within: usize, part: &Part) -> Events<'s> {
        let find = |link: BrokenLink| {
            let address = self.addresses.get(&link.reference.to_lowercase())?;
            Some((CowStr::from(address.url.as_str()), CowStr::from(address.title.as_str())))
        };
        let start = part.range.start;
        let events = Parser::new_with_broken_link_callback(source, OPTIONS, Some(find)).into_offset_iter();
        let own = events.skip_while(move |(_, range)| range.start < within);
        Box::new(own.map(move |(event, range)| {
            (self.first(event), range.start - within + start..range.end.saturating_sub(within) + start)
        }))
    }

    /// A link by a name that is given twice has the first address, wherever the link stands.
    fn first<'s>(&'s self, mut event: Event<'s>) -> Event<'s> {
        if let Event::Start(Tag::Link { id, dest_url, title, .. } | Tag::Image { id, dest_url, title, .. }) = &mut event
            && self.parts.len() > 1
            && !id.is_empty()
            && let Some(address) = self.addresses.get(&id.to_lowercase())
        {
            *dest_url = CowStr::from(address.url.as_str());
            *title = CowStr::from(address.title.as_str());
        }
        event
    }
}

/// The end of the line in which a byte stands.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    rest.iter().position(|byte| *byte == b'\n').map_or(text.len(), |end| at + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Source;
    use crate::read::input::Input;
    use crate::read::markdown_blocks::body_in_parts;
    use crate::read::report::Report;

    /// What is read of a text that is parsed in parts of so many bytes, and how many parts these are.
    fn read(text: &str, bytes: usize) -> (String, Vec<String>, usize) {
        let input = Input::new(&Source::new("a.md", text.as_bytes()), text);
        let mut report = Report::new(&input.file);
        let pieces = body_in_parts(&input, 0, true, &mut report, bytes);
        let pieces: Vec<String> = pieces.iter().map(|piece| format!("{:?} {:?}", piece.at, piece.block)).collect();
        let mut told: Vec<String> = report.outcome(0, None).problems.iter().map(ToString::to_string).collect();
        told.sort();
        (pieces.join("\n"), told, Parts::of(text, 0, bytes).parts.len())
    }

    const TEXT: &str = "# عنوان\n\nفقرة [رابط][أ] و[آخر] و[ثالث][] ثم[^1] و[^غائب].\nسطر\n\n[أ]: https://a.example \"عنوان\"\n\
        [أ]: https://second.example\n\n- بند\n\n  تتمة\n- ثان ![صورة](a.jpg)\n  - فرعي\n  - آخر[^ب]\n\n- ثالث\n* غيره\n* ثان\n\n\
        3. ثالث\n4. رابع\n\n   ```\n   - شيفرة\n\n   # شيفرة\n   ```\n5) آخر\n\n    شيفرة مزاحة\n\n    تتمتها\n\n> قول\n> - بند\nكسول\n\n\
        > آخر\n\n```md\n# ليس عنوانا\n\n[^1]: ليس حاشية\n\n- ليس بندا\n```\n\nعنوان\n---\n\n| أ | ب |\n|---|---|\n| 1 | 2 |\n| [أ] | [^1] |\n\n\
        <div>\nنص\n</div>\n\n<!-- تعليق\n\n- فيه\n\n-->\n\n***\n\n[^1]: حاشية\n    تتمة\n\n    فقرة ثانية [أ]\n\n[^ب]: أخرى\n\n\
        [آخر]: <https://b.example>\n[ثالث]: /c\n[مهمل]: /d\n\nخاتمة [أ]\n";

    #[test]
    fn parts_say_what_the_whole_says() {
        let mut texts =
            vec![TEXT.to_owned(), TEXT.replace('\n', "\r\n"), "- بند *مائل*\n".repeat(200), "نص\n".repeat(40)];
        texts.push("[^1]\n\n".repeat(20) + "[^1]: حاشية\n");
        texts.push("1. أ\n\n   فقرة\n2. ب ![](x.jpg)\n- ج\n".repeat(9));
        for folder in ["tests/data/read/good", "tests/data/formats", "samples", "docs"] {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            let texts_of = entries.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
            texts.extend(texts_of.map(|path| std::fs::read_to_string(path).unwrap()));
        }
        for text in &texts {
            let whole = read(text, usize::MAX);
            assert_eq!(whole.2, 1);
            for bytes in [1, 7, 60, 400] {
                let parts = read(text, bytes);
                assert_eq!(parts.0, whole.0, "{bytes}: {text}");
                assert_eq!(parts.1, whole.1, "{bytes}: {text}");
            }
        }
        assert!(read(TEXT, 1).2 > 8, "{}", read(TEXT, 1).2);
        assert!(read(&texts[2], 1).2 > 8, "a list is parted between its items: {}", read(&texts[2], 1).2);
    }
}
