//! One XHTML page while it is written: its text so far, and what its parts need to know of each other.

use std::collections::{BTreeMap, VecDeque};

use super::page_list::Starts;
use super::pictures::Pictures;
use super::xml;
use crate::document::notes::Notes;
use crate::document::{Date, Language, Text};
use crate::locale::{DateStyle, Digits, Phrase};

/// A heading that the navigation leads to.
pub(super) struct Entry {
    /// How deep it stands below the headline, from 1.
    pub depth: usize,
    /// Its id in the page.
    pub id: String,
    /// What it says.
    pub title: String,
}

/// A page while it is written.
pub(super) struct Page<'p, 'a> {
    /// The page so far.
    pub out: String,
    /// Its language, which sets its direction.
    pub language: &'p Language,
    /// The digits of generated numbers.
    pub digits: Digits,
    /// How dates are told.
    pub dates: DateStyle,
    /// The footnotes of its article.
    pub notes: &'p Notes<'p>,
    /// The book's pictures.
    pub pictures: &'p mut Pictures<'a>,
    /// How often each footnote has been referred to.
    pub note_references: BTreeMap<usize, usize>,
    /// References met inside a link, which come after it.
    pub waiting_notes: Vec<usize>,
    /// The headings so far.
    pub entries: Vec<Entry>,
    /// Where printed pages begin, by text.
    pub starts: &'p Starts<'p>,
    /// Those that are still to come in the text that is being written: offset and number.
    pub waiting_starts: VecDeque<(usize, String)>,
    /// How far in that text the page has come.
    pub offset: usize,
    /// The beginnings of printed pages so far: id and number.
    pub breaks: Vec<(String, String)>,
}

/// What a finished page is, and what other files need to know of it.
pub(super) struct Finished {
    /// The whole page.
    pub xhtml: String,
    /// Its headings.
    pub entries: Vec<Entry>,
    /// The printed pages that begin on it: id and number.
    pub breaks: Vec<(String, String)>,
}

/// Adds the attributes that state a language and its direction.
pub(super) fn language_attributes(language: &Language, out: &mut String) {
    let (tag, dir) = (language.as_str(), language.direction().as_html());
    out.push_str(&format!(" lang=\"{tag}\" xml:lang=\"{tag}\" dir=\"{dir}\""));
}

/// A text on one line without markup, for titles and attributes.
pub(super) fn line(text: &Text) -> String {
    let plain = text.plain();
    plain.split(|c: char| c.is_ascii_whitespace()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

impl<'p, 'a> Page<'p, 'a> {
    /// An empty page.
    pub fn new(
        language: &'p Language,
        dates: DateStyle,
        notes: &'p Notes<'p>,
        starts: &'p Starts<'p>,
        pictures: &'p mut Pictures<'a>,
    ) -> Self {
        Page {
            out: String::new(),
            language,
            digits: dates.digits.unwrap_or_else(|| Digits::of(language)),
            dates,
            notes,
            pictures,
            note_references: BTreeMap::new(),
            waiting_notes: Vec::new(),
            entries: Vec::new(),
            starts,
            waiting_starts: VecDeque::new(),
            offset: 0,
            breaks: Vec::new(),
        }
    }

    /// Adds `<open>text</close>`, where there is anything to read in the text.
    pub fn element(&mut self, open: &str, text: &Text, close: &str) {
        if text.is_blank() {
            return;
        }
        self.out.push_str(open);
        self.text(text);
        self.out.push_str(close);
        self.out.push('\n');
    }

    /// Adds a fixed phrase, marked where it is in another language than the page.
    pub fn phrase(&mut self, phrase: Phrase) {
        let words = phrase.text(self.language);
        match Phrase::other_language(self.language) {
            Some(language) => {
                self.out.push_str("<span");
                language_attributes(&language, &mut self.out);
                self.out.push('>');
                self.out.push_str(words);
                self.out.push_str("</span>");
            }
            None => self.out.push_str(words),
        }
    }

    /// Adds a date in words, with the day as machines read it.
    pub fn date(&mut self, date: &Date) {
        let words = self.dates.write(date, self.language);
        self.out.push_str(&format!("<time datetime=\"{}\">", date.day()));
        xml::text(&words, &mut self.out);
        self.out.push_str("</time>");
    }

    /// The whole page around what has been written.
    pub fn finish(self, title: &str) -> Finished {
        let mut page = String::with_capacity(self.out.len() + 512);
        page.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html");
        page.push_str(" xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"");
        language_attributes(self.language, &mut page);
        page.push_str(">\n<head>\n<meta charset=\"utf-8\"/>\n<title>");
        xml::text(title, &mut page);
        page.push_str("</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"stylesheet.css\"/>\n</head>\n");
        page.push_str("<body>\n");
        page.push_str(&self.out);
        page.push_str("</body>\n</html>\n");
        Finished { xhtml: page, entries: self.entries, breaks: self.breaks }
    }
}
