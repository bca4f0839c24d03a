//! A line as runs: what is written in one piece, in logical order, each piece visual inside.
//!
//! Most readers put text in order by where it stands; some take it as it comes. Both are served when a line is cut
//! where its direction changes, the pieces come in reading order, and each piece is written from left to right.

use std::ops::Range;

use super::inks::{InkId, Parts};
use super::words::{Character, HasInk, Words, add_ink};
use crate::document::Direction;
use crate::fonts::{FaceId, Library};
use crate::layout::SetText;
use crate::text::{Line, Piece, PieceKind, is_mark};

/// One character of a run, or the whole of a token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item<'s> {
    /// Its text.
    pub text: &'s str,
    /// Its ink and its text.
    pub ink: InkId,
    /// Its exact advance, in points.
    pub advance: f64,
    /// What it is.
    pub kind: ItemKind,
}

/// Kinds of item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A letter, digit or sign.
    Letter,
    /// Something that stands on a letter, or is not drawn.
    Mark,
    /// A space between words.
    Space,
}

/// What a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// Letters that run from right to left, one code each.
    Right,
    /// Letters that run from left to right, one code each.
    Left,
    /// A number, a Latin phrase or a sign in a right-to-left line: one code for all of it.
    Token {
        /// Whether a space follows it on the line.
        spaced: bool,
        /// Whether it is part of a word that began before it.
        glued: bool,
    },
}

/// A piece of a line that is written in one text object.
#[derive(Clone, Debug, PartialEq)]
pub struct Run<'s> {
    /// What it is.
    pub kind: RunKind,
    /// Its left edge, in points from the left edge of the measure.
    pub x: f64,
    /// The face its text asks for first.
    pub face: FaceId,
    /// The size of its em in points.
    pub size: f64,
    /// Which of the text's spans it belongs to.
    pub span: usize,
    /// Its items from left to right.
    pub items: Vec<Item<'s>>,
}

impl Run<'_> {
    /// How wide it is, in points.
    pub fn width(&self) -> f64 {
        self.items.iter().map(|i| i.advance).sum()
    }

    /// Its text in logical order.
    pub fn text(&self) -> String {
        let parts = self.items.iter().map(|i| i.text);
        match self.kind {
            RunKind::Right => parts.rev().collect(),
            _ => parts.collect(),
        }
    }
}

/// Wider tokens are not joined to the next, in ems: one code must fit the width field of a face.
const MAX_PHRASE: f64 = 11.0;

/// Cuts a line into runs.
pub fn runs<'s>(
    line: &Line,
    source: &'s SetText,
    library: &Library,
    ink: HasInk<'_>,
    words: &mut Words,
) -> Vec<Run<'s>> {
    let mut cutter = Cutter { source, library, ink, words, runs: Vec::new() };
    match line.base {
        Direction::RightToLeft => cutter.right_to_left(line),
        Direction::LeftToRight => cutter.left_to_right(line),
    }
    // Items of right-to-left runs were added as they are read.
    for run in cutter.runs.iter_mut().filter(|run| run.kind == RunKind::Right) {
        run.items.reverse();
    }
    cutter.runs
}

struct Cutter<'c, 's> {
    source: &'s SetText,
    library: &'c Library,
    ink: HasInk<'c>,
    words: &'c mut Words,
    runs: Vec<Run<'s>>,
}

impl<'s> Cutter<'_, 's> {
    fn right_to_left(&mut self, line: &Line) {
        let mut at = 0;
        while let Some(piece) = line.pieces.get(at) {
            if piece.kind != PieceKind::Word {
                if piece.kind == PieceKind::Space {
                    self.space(piece);
                }
                at += 1;
                continue;
            }
            let mut end = word_end(line, at);
            if line.pieces[at..end].windows(2).any(|pair| pair[0].span != pair[1].span) {
                let pieces = self.with_own_punctuation(&line.pieces[at..end]);
                self.word(&pieces);
                at = end;
                continue;
            }
            if is_token(&self.source.text[text_range(&line.pieces[at..end])]) {
                end = self.phrase_end(line, at, end);
                self.token(&line.pieces[at..end], false);
            } else {
                self.word(&line.pieces[at..end]);
            }
            at = end;
        }
    }

    /// The pieces of a word of several spans, where punctuation goes with the span before it: a comma after a link
    /// would else be written apart, and some readers part it from the word.
    fn with_own_punctuation(&self, pieces: &[Piece]) -> Vec<Piece> {
        let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let mut piece = piece.clone();
            let signs = self.source.text[piece.range.clone()].chars().all(|c| !c.is_alphanumeric());
            if let Some(before) = out.last()
                && signs
                && before.size == piece.size
                && self.primary(before.span) == self.primary(piece.span)
            {
                piece.span = before.span;
            }
            out.push(piece);
        }
        out
    }

    /// The end of the row of tokens that begins with `pieces[at..end]`: a Latin phrase is one token.
    fn phrase_end(&self, line: &Line, at: usize, mut end: usize) -> usize {
        loop {
            let next = line.pieces[end..].iter().position(|p| p.kind == PieceKind::Word).map(|i| end + i);
            let Some(next) = next else { return end };
            let next_end = word_end(line, next);
            let pieces = &line.pieces[at..next_end];
            let first = &line.pieces[at];
            let alike = pieces.iter().all(|p| p.span == first.span && p.kind != PieceKind::Hanging);
            let width = extent(pieces).1;
            if !alike
                || width > MAX_PHRASE * first.size
                || !is_token(&self.source.text[text_range(&line.pieces[next..next_end])])
            {
                return end;
            }
            end = next_end;
        }
    }

    /// A word with Arabic letters in it: its right-to-left pieces are letters, the others tokens.
    fn word(&mut self, pieces: &[Piece]) {
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            if piece.level.is_rtl() || !has_core(&self.source.text[piece.range.clone()]) {
                self.letters(piece);
                at += 1;
                continue;
            }
            let mut end = at + 1;
            while pieces.get(end).is_some_and(|p| p.span == piece.span && !p.level.is_rtl()) {
                end += 1;
            }
            // Punctuation that closes the word goes with the number before it.
            let tail = &pieces[end..];
            let closes = |p: &Piece| {
                p.span == piece.span && self.source.text[p.range.clone()].chars().all(|c| !c.is_alphanumeric())
            };
            if !tail.is_empty() && tail.iter().all(closes) {
                end = pieces.len();
            }
            self.token(&pieces[at..end], at > 0);
            at = end;
        }
    }

    fn left_to_right(&mut self, line: &Line) {
        for piece in line.pieces.iter().filter(|p| p.kind != PieceKind::Hanging) {
            if piece.kind == PieceKind::Space {
                self.space_in(piece, if piece.level.is_rtl() { RunKind::Right } else { RunKind::Left });
            } else if piece.level.is_rtl() {
                self.letters(piece);
            } else {
                let at = self.run(piece, RunKind::Left);
                self.items(piece, at);
            }
        }
    }

    fn space(&mut self, piece: &Piece) {
        if let Some(Run { kind: RunKind::Token { spaced, .. }, .. }) = self.runs.last_mut() {
            *spaced = true;
        }
        self.space_in(piece, RunKind::Right);
    }

    fn space_in(&mut self, piece: &Piece, kind: RunKind) {
        let at = self.run(piece, kind);
        if let Some(run) = self.runs.get_mut(at) {
            run.items.push(Item { text: " ", ink: InkId::SPACE, advance: piece.advance, kind: ItemKind::Space });
        }
    }

    fn letters(&mut self, piece: &Piece) {
        let kind = if piece.level.is_rtl() { RunKind::Right } else { RunKind::Left };
        let at = self.run(piece, kind);
        self.items(piece, at);
    }

    /// The run that a piece belongs to: the one before it, if it is of a kind with it, or a new one.
    fn run(&mut self, piece: &Piece, kind: RunKind) -> usize {
        match self.runs.last_mut() {
            Some(run) if run.kind == kind && run.span == piece.span && run.size == piece.size => {
                run.x = run.x.min(piece.x);
            }
            _ => {
                let face = self.primary(piece.span);
                let (x, size, span) = (piece.x, piece.size, piece.span);
                self.runs.push(Run { kind, x, face, size, span, items: Vec::with_capacity(64) });
            }
        }
        self.runs.len() - 1
    }

    /// One code for a row of pieces.
    fn token(&mut self, pieces: &[Piece], glued: bool) {
        let Some(first) = pieces.first() else { return };
        let (left, width) = extent(pieces);
        let mut parts = Parts::new();
        for piece in pieces {
            add_ink(piece, piece.x - left, 0..piece.shaped.glyphs.len(), self.library, self.ink, &mut parts);
        }
        let text = &self.source.text[text_range(pieces)];
        let item = Item { text, ink: self.words.inks.id(&parts, text), advance: width, kind: ItemKind::Letter };
        let face = self.primary(first.span);
        let kind = RunKind::Token { spaced: false, glued };
        self.runs.push(Run { kind, x: left, face, size: first.size, span: first.span, items: vec![item] });
    }

    /// Adds a piece's characters to a run, each with its ink, in the order in which they are read.
    fn items(&mut self, piece: &Piece, run: usize) {
        let text = &self.source.text[piece.range.clone()];
        let em = piece.size / f64::from(self.library.face(piece.face).metrics().units_per_em);
        let word = self.words.word(piece, text, self.library, self.ink);
        let item = |character: &Character| Item {
            text: &text[character.text.start as usize..character.text.end as usize],
            ink: character.ink,
            advance: character.advance(em),
            kind: character.kind,
        };
        if let Some(run) = self.runs.get_mut(run) {
            run.items.extend(word.iter().map(item));
        }
    }

    fn primary(&self, span: usize) -> FaceId {
        self.source.paints.get(span).map_or(FaceId(0), |p| p.face)
    }
}

/// The end of the word whose first piece is `pieces[at]`.
fn word_end(line: &Line, at: usize) -> usize {
    line.pieces[at..].iter().position(|p| p.kind != PieceKind::Word).map_or(line.pieces.len(), |i| at + i)
}

fn text_range(pieces: &[Piece]) -> Range<usize> {
    let start = pieces.first().map_or(0, |p| p.range.start);
    start..pieces.last().map_or(start, |p| p.range.end)
}

/// The left edge and the width of a row of pieces.
fn extent(pieces: &[Piece]) -> (f64, f64) {
    let left = pieces.iter().map(|p| p.x).fold(f64::INFINITY, f64::min);
    let right = pieces.iter().map(|p| p.x + p.advance).fold(f64::NEG_INFINITY, f64::max);
    (left, (right - left).max(0.0))
}

/// Digits and letters that run from left to right.
fn is_core(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{C0}'..'\u{590}').contains(&c) && c.is_alphabetic() || is_arabic_digit(c)
}

/// Digits of bidi class AN or written like them.
pub fn is_arabic_digit(c: char) -> bool {
    matches!(c, '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}')
}

fn has_core(text: &str) -> bool {
    text.chars().any(is_core)
}

/// Letters of the Arabic script.
pub fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}' | '\u{6D5}' | '\u{6EE}' | '\u{6EF}' | '\u{6FA}'..='\u{6FF}'
        | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8C9}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
        && !is_mark(c)
}

/// Whether a word is written as a token: it has a number or Latin letters and no Arabic ones, or is a lone sign.
fn is_token(word: &str) -> bool {
    let signs = |c: char| matches!(c, '-' | '+' | '%' | '#' | '$' | '٪' | '−');
    !word.chars().any(is_arabic_letter) && (has_core(word) || word.chars().all(signs))
}
