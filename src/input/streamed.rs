//! Inputs whose articles are read as they are asked for: one a line, or as the elements of an array.
//!
//! The pieces of one input have one form. A dump's article without a content looks like a broken one of the
//! project's own form, so the form is found from several pieces together, and then asked of each.

use std::io::{self, BufRead};
use std::sync::Arc;

use super::articles::{Entry, checked};
use super::elements::{Elements, Found};
use super::lines::{Layout, Lines};
use super::{Input, unreadable};
use crate::diagnostics::{Message, Place, Problem};
use crate::read::{self, Item, Source};
use crate::say;

/// How many pieces are looked at to know their form.
const SAMPLE: usize = 20;

/// With so many bytes the sample is large enough, whatever number of pieces it has.
const SAMPLE_BYTES: usize = 1 << 20;

/// A part of an input that should be one article.
struct Piece {
    line: u32,
    column: u32,
    /// The bytes, or what is wrong with the piece and the cure.
    bytes: Result<Vec<u8>, (Message, Message)>,
}

/// The articles of an input whose layout is known; the reader stands at its beginning.
pub fn entries(
    input: &Input,
    options: &read::Options,
    layout: Layout,
    reader: Box<dyn BufRead + Send>,
) -> Box<dyn Iterator<Item = Entry> + Send> {
    let pieces: Box<dyn Iterator<Item = io::Result<Piece>> + Send> = match layout {
        Layout::Elements => Box::new(Elements::new(reader).map(|element| {
            let element = element?;
            let bytes = match element.found {
                Found::Bytes(bytes) => Ok(bytes),
                Found::Nothing => Err((say!("an article is missing at this comma"), say!("take the comma out"))),
                Found::TooLong => Err((TOO_LONG, say!())),
                Found::NoEnd => Err((say!("the list does not end"), say!("close it with a bracket: ]"))),
                Found::More => Err((say!("something follows the list"), say!("give one list, or one article a line"))),
            };
            Ok(Piece { line: element.line, column: element.column, bytes })
        })),
        Layout::Lines | Layout::Whole => Box::new(Lines::new(reader).map(|line| {
            let line = line?;
            Ok(Piece { line: line.number, column: 1, bytes: line.bytes.ok_or((TOO_LONG, say!())) })
        })),
    };
    let mut broken = false;
    // An input that fails once is not asked again: the same failure would come without end.
    let mut pieces = pieces.take_while(move |piece| !std::mem::replace(&mut broken, piece.is_err()));
    let (sample, form) = sample(&input.name, options, &mut pieces);
    let (name, options) = (input.name.clone(), read::Options { from: form, ..options.clone() });
    // A piece is one article, but for a list that a server gave, or a graph of several.
    let entries = sample.into_iter().chain(pieces).flat_map(move |piece| articles(&name, &options, piece));
    Box::new(entries.enumerate().map(|(index, entry)| Entry { index, ..entry }))
}

const TOO_LONG: Message = say!("this is too long to be an article");

/// Takes the first pieces, and finds their form.
fn sample(
    name: &Arc<str>,
    options: &read::Options,
    pieces: &mut impl Iterator<Item = io::Result<Piece>>,
) -> (Vec<io::Result<Piece>>, Option<read::Format>) {
    if options.from.is_some() {
        return (Vec::new(), options.from);
    }
    let mut taken = Vec::new();
    let mut text = Vec::new();
    while taken.len() < SAMPLE && text.len() < SAMPLE_BYTES {
        let Some(piece) = pieces.next() else { break };
        if let Ok(Piece { bytes: Ok(bytes), .. }) = &piece
            && bytes.len() < SAMPLE_BYTES
            && is_object(bytes)
        {
            // A line end inside a piece stands between its values, where a space does as well.
            text.extend(bytes.iter().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { *byte }));
            text.push(b'\n');
        }
        taken.push(piece);
    }
    let form = (!text.is_empty()).then(|| read::read(&Source::new(name.clone(), text), options).format);
    // What is not known to be JSON is left to be told piece by piece.
    use read::Format::{Flat, Json, NewsArticle, Ninjs, WordPress};
    (taken, form.filter(|form| matches!(form, Json | Flat | NewsArticle | Ninjs | WordPress)))
}

/// Whether a piece may be a whole object. One that is cut off would hide the form of all others.
fn is_object(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii();
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).starts_with(b"{") && bytes.ends_with(b"}")
}

fn articles(name: &Arc<str>, options: &read::Options, piece: io::Result<Piece>) -> Vec<Entry> {
    let piece = match piece {
        Ok(piece) => piece,
        Err(error) => return vec![Entry::failed(unreadable(name, &error))],
    };
    let here = || Place { file: Some(name.clone()), line: piece.line, column: piece.column, field: String::new() };
    let bytes = match piece.bytes {
        Ok(bytes) => bytes,
        Err((what, cure)) => return vec![Entry::failed(Problem::error(here(), what, cure))],
    };
    let source = Source::new(name.clone(), bytes).at_line(piece.line).at_column(piece.column);
    let entry = |outcome: read::Outcome| match outcome.item {
        Some(Item::Article(article)) => checked(Some(article), outcome.problems),
        Some(Item::Bulletin(_)) => {
            let cure = say!("give it a file of its own");
            Entry::failed(Problem::error(here(), say!("a bulletin stands where an article is expected"), cure))
        }
        None => checked(None, outcome.problems),
    };
    read::read(&source, options).outcomes.into_iter().map(entry).collect()
}
