//! A line as runs: what is written in one piece, in logical order, each piece visual inside.
//!
//! Most readers put text in order by where it stands; some take it as it comes. Both are served when a line is cut
//! where its direction changes, the pieces come in reading order, and each piece is written from left to right.

use std::ops::Range;

use super::face::{Part, UNITS_PER_TEXT_EM};
use crate::document::Direction;
use crate::fonts::{FaceId, Library};
use crate::layout::SetText;
use crate::text::{Line, Piece, PieceKind, is_ignorable, is_mark};

/// One character of a run, or the whole of a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its text.
    pub text: String,
    /// Its ink.
    pub parts: Vec<Part>,
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
pub struct Run {
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
    pub items: Vec<Item>,
}

impl Run {
    /// How wide it is, in points.
    pub fn width(&self) -> f64 {
        self.items.iter().map(|i| i.advance).sum()
    }

    /// Its text in logical order.
    pub fn text(&self) -> String {
        let parts = self.items.iter().map(|i| i.text.as_str());
        match self.kind {
            RunKind::Right => parts.rev().collect(),
            _ => parts.collect(),
        }
    }
}

/// Wider tokens are not joined to the next, in ems: one code must fit the width field of a face.
const MAX_PHRASE: f64 = 11.0;

/// Cuts a line into runs.
pub fn runs(line: &Line, source: &SetText, library: &Library, ink: &mut dyn FnMut(FaceId, u16) -> bool) -> Vec<Run> {
    let mut cutter = Cutter { source, library, ink, runs: Vec::new() };
    match line.base {
        Direction::RightToLeft => cutter.right_to_left(line),
        Direction::LeftToRight => cutter.left_to_right(line),
    }
    cutter.runs
}

struct Cutter<'c> {
    source: &'c SetText,
    library: &'c Library,
    ink: &'c mut dyn FnMut(FaceId, u16) -> bool,
    runs: Vec<Run>,
}

impl Cutter<'_> {
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
                let items = self.items(piece);
                self.add(piece, RunKind::Left, items);
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
        let item = Item { text: " ".into(), parts: Vec::new(), advance: piece.advance, kind: ItemKind::Space };
        self.add(piece, kind, vec![item]);
    }

    fn letters(&mut self, piece: &Piece) {
        let items = self.items(piece);
        let kind = if piece.level.is_rtl() { RunKind::Right } else { RunKind::Left };
        self.add(piece, kind, items);
    }

    /// Adds a piece's items to the run before it, if it is of a kind with it, or begins a run.
    fn add(&mut self, piece: &Piece, kind: RunKind, items: Vec<Item>) {
        let face = self.primary(piece.span);
        match self.runs.last_mut() {
            Some(run) if run.kind == kind && run.span == piece.span && run.size == piece.size => {
                if kind == RunKind::Right {
                    run.items.splice(0..0, items);
                } else {
                    run.items.extend(items);
                }
                run.x = run.x.min(piece.x);
            }
            _ => self.runs.push(Run { kind, x: piece.x, face, size: piece.size, span: piece.span, items }),
        }
    }

    /// One code for a row of pieces.
    fn token(&mut self, pieces: &[Piece], glued: bool) {
        let Some(first) = pieces.first() else { return };
        let (left, width) = extent(pieces);
        let mut parts = Vec::new();
        for piece in pieces {
            self.parts(piece, piece.x - left, 0..piece.shaped.glyphs.len(), &mut parts);
        }
        let text = self.source.text[text_range(pieces)].to_owned();
        let item = Item { text, parts, advance: width, kind: ItemKind::Letter };
        let face = self.primary(first.span);
        let kind = RunKind::Token { spaced: false, glued };
        self.runs.push(Run { kind, x: left, face, size: first.size, span: first.span, items: vec![item] });
    }

    /// The ink of some of a piece's glyphs; `x` points lie between the origin and the piece's left edge.
    fn parts(&mut self, piece: &Piece, x: f64, glyphs: Range<usize>, out: &mut Vec<Part>) {
        let upem = f64::from(self.library.face(piece.face).metrics().units_per_em);
        let units = UNITS_PER_TEXT_EM / upem;
        let mut pen = x / piece.size * UNITS_PER_TEXT_EM;
        for glyph in piece.shaped.glyphs.get(glyphs).unwrap_or(&[]) {
            if (self.ink)(piece.face, glyph.id) {
                out.push(Part {
                    face: piece.face,
                    glyph: glyph.id,
                    stretch: glyph.stretch.clamp(0, i32::from(u16::MAX)) as u16,
                    dx: clamp(pen + f64::from(glyph.dx) * units),
                    dy: clamp(f64::from(glyph.dy) * units),
                });
            }
            pen += f64::from(glyph.advance) * units;
        }
    }

    /// A piece's characters from left to right, each with its ink.
    ///
    /// All ink of a letter and its marks stands on the letter. Where glyphs stand for several letters (a
    /// ligature), each letter takes an equal share of the advance, and the leftmost has the ink.
    fn items(&mut self, piece: &Piece) -> Vec<Item> {
        let text = &self.source.text[piece.range.clone()];
        let em = piece.size / f64::from(self.library.face(piece.face).metrics().units_per_em);
        let mut items = Vec::with_capacity(text.len());
        for group in groups(text, piece) {
            let glyphs = &piece.shaped.glyphs[group.glyphs.clone()];
            let advance = glyphs.iter().map(|g| f64::from(g.advance)).sum::<f64>() * em;
            let mut parts = Vec::new();
            self.parts(piece, 0.0, group.glyphs.clone(), &mut parts);
            let chars: Vec<char> = text[group.text.clone()].chars().collect();
            let is_attached = |i: usize, c: char| i > 0 && (is_mark(c) || is_ignorable(c));
            let bases = chars.iter().enumerate().filter(|&(i, &c)| !is_attached(i, c)).count().max(1);
            let share = advance / bases as f64;
            let mut ordered: Vec<(usize, char)> = chars.into_iter().enumerate().collect();
            if piece.level.is_rtl() {
                ordered.reverse();
            }
            for (i, c) in ordered {
                let mark = is_attached(i, c);
                items.push(Item {
                    text: c.to_string(),
                    parts: if mark { Vec::new() } else { std::mem::take(&mut parts) },
                    advance: if mark { 0.0 } else { share },
                    kind: if mark { ItemKind::Mark } else { ItemKind::Letter },
                });
            }
        }
        items
    }

    fn primary(&self, span: usize) -> FaceId {
        self.source.paints.get(span).map_or(FaceId(0), |p| p.face)
    }
}

fn clamp(units: f64) -> i16 {
    units.round().clamp(f64::from(i16::MIN), f64::from(i16::MAX)) as i16
}

/// Letters that share their ink, and the glyphs that are it.
struct Group {
    text: Range<usize>,
    glyphs: Range<usize>,
}

/// The groups of a piece from left to right.
fn groups(text: &str, piece: &Piece) -> Vec<Group> {
    let glyphs = &piece.shaped.glyphs;
    // A letter begins a group, unless no glyph is its own: then it is part of a ligature.
    let mut starts: Vec<usize> =
        text.char_indices().filter(|&(i, c)| i == 0 || !(is_mark(c) || is_ignorable(c))).map(|(i, _)| i).collect();
    let group_of = |cluster: usize, starts: &[usize]| starts.partition_point(|&s| s <= cluster).saturating_sub(1);
    let mut inhabited = vec![false; starts.len()];
    for glyph in glyphs {
        if let Some(slot) = inhabited.get_mut(group_of(glyph.cluster as usize, &starts)) {
            *slot = true;
        }
    }
    let mut keep = inhabited.iter().enumerate().map(|(i, &has)| has || i == 0);
    starts.retain(|_| keep.next().unwrap_or(true));
    let mut found: Vec<Group> = starts
        .iter()
        .enumerate()
        .map(|(i, &start)| {
            let end = starts.get(i + 1).copied().unwrap_or(text.len());
            let inside = |g: &crate::text::Glyph| group_of(g.cluster as usize, &starts) == i;
            let first = glyphs.iter().position(inside).unwrap_or(0);
            let last = glyphs.iter().rposition(inside).map_or(first, |l| l + 1);
            Group { text: start..end, glyphs: first..last }
        })
        .collect();
    if piece.level.is_rtl() {
        found.reverse();
    }
    found
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
