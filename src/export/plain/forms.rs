//! The forms that blocks of lines are written in: lines as they are or wrapped, a mail's flowed lines, messages
//! of a bounded length, lines for devices that know no direction.

use unicode_width::UnicodeWidthStr;

use super::bidi::Line;
use super::visual;
use super::wrap::{at_spaces, to_limit};
use super::{Form, Options};
use crate::document::Direction;

/// The width of flowed lines: RFC 3676 (4.2) wants at most 78 columns, and mail has always kept to 72, which
/// leaves room for the signs of a reply.
const MAIL_WIDTH: usize = 72;
/// The width of a terminal or printer that knows no direction.
const DEVICE_WIDTH: usize = 80;
/// How many UTF-16 units one message may have (Telegram's Bot API, sendMessage).
const MESSAGE: usize = 4096;
/// Between two messages: a line with nothing but a form feed, which no author's text can hold.
const NEXT_MESSAGE: &str = "\n\u{C}\n";

/// Some lines that belong together.
pub(super) struct Block {
    /// The lines, none of them blank.
    pub lines: Vec<Line>,
    /// The direction of their language.
    pub direction: Direction,
    /// Whether it is nothing without the block after it.
    pub leads: bool,
}

/// Writes blocks in a form.
pub(super) fn write(blocks: &[Block], options: &Options) -> String {
    match options.form {
        Form::Telegram => messages(blocks, options),
        form => {
            let mut out = String::new();
            for block in blocks {
                if !out.is_empty() {
                    out.push('\n');
                }
                for line in &block.lines {
                    match form {
                        Form::Flowed => flowed(line, block.direction, options, &mut out),
                        Form::Visual => device(line, block.direction, options, &mut out),
                        Form::Lines | Form::Telegram => wrapped(line, block.direction, options, &mut out),
                    }
                }
            }
            out
        }
    }
}

/// Adds one line with the marks it needs, without a line feed.
fn put(line: &Line, direction: Direction, options: &Options, out: &mut String) {
    if options.bidi_controls {
        line.write(direction, out);
    } else {
        out.push_str(&line.text);
    }
}

fn wrapped(line: &Line, direction: Direction, options: &Options, out: &mut String) {
    let Some(width) = options.width else {
        put(line, direction, options, out);
        out.push('\n');
        return;
    };
    for (at, cut) in at_spaces(line, width, line.hang, UnicodeWidthStr::width).into_iter().enumerate() {
        put(&line.cut(cut.range, if at == 0 { 0 } else { line.hang }), direction, options, out);
        out.push('\n');
    }
}

/// A line after RFC 3676: a space at a line's end says that the next one goes on. No indent stands in front of
/// those, since a reader joins them.
fn flowed(line: &Line, direction: Direction, options: &Options, out: &mut String) {
    // The space that ends a line counts.
    let width = options.width.unwrap_or(MAIL_WIDTH).saturating_sub(1);
    let cuts = at_spaces(line, width, 0, UnicodeWidthStr::width);
    let last = cuts.len() - 1;
    for (at, cut) in cuts.into_iter().enumerate() {
        let mut written = String::new();
        put(&line.cut(cut.range.start..cut.range.end, 0), direction, options, &mut written);
        let space = if at < last { line.text.get(cut.range.end..cut.next).unwrap_or("") } else { "" };
        let written = written.trim_end_matches(' ');
        if [" ", ">", "From "].iter().any(|start| written.starts_with(start)) {
            // "Space-stuffing" (4.4): a reader takes the first space away.
            out.push(' ');
        }
        out.push_str(written);
        out.push_str(space);
        if at < last && !space.ends_with(' ') {
            // A break at other white space is one all the same.
            out.push(' ');
        }
        out.push('\n');
    }
}

fn device(line: &Line, direction: Direction, options: &Options, out: &mut String) {
    let width = options.width.unwrap_or(DEVICE_WIDTH);
    let measure = |text: &str| visual::shaped(text).width();
    for (at, cut) in at_spaces(line, width, line.hang, measure).into_iter().enumerate() {
        let piece = line.cut(cut.range, if at == 0 { 0 } else { line.hang });
        let mut marked = String::new();
        // The marks do their work here, and are gone afterwards.
        piece.write(direction, &mut marked);
        let shown = visual::line(&marked, direction);
        if direction == Direction::RightToLeft {
            out.push_str(&" ".repeat(width.saturating_sub(shown.width())));
        }
        out.push_str(&shown);
        out.push('\n');
    }
}

/// A piece of a message.
struct Piece {
    text: String,
    units: usize,
    /// What parts it from the piece before it in the same message.
    gap: &'static str,
    leads: bool,
}

impl Piece {
    fn new(text: String, gap: &'static str, leads: bool) -> Self {
        Piece { units: units(&text), text, gap, leads }
    }
}

fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Blocks dealt out to messages. One that is too long for a message is cut at its lines, its sentences, its words.
fn messages(blocks: &[Block], options: &Options) -> String {
    let mut messages: Vec<Vec<Piece>> = Vec::new();
    let mut used = 0;
    for block in blocks {
        for piece in pieces(block, options) {
            let size = piece.gap.len() + piece.units;
            match messages.last_mut() {
                Some(message) if used + size <= MESSAGE => {
                    used += size;
                    message.push(piece);
                }
                Some(message) => {
                    // Headings go along, unless there is nothing else.
                    let led = message.iter().rev().take_while(|piece| piece.leads).count();
                    let keep = if led < message.len() { message.len() - led } else { message.len() };
                    let mut next = message.split_off(keep);
                    let led_units: usize = next.iter().map(|piece| piece.gap.len() + piece.units).sum();
                    if led_units + size > MESSAGE {
                        message.append(&mut next);
                    }
                    next.push(piece);
                    used = next.iter().map(|piece| piece.gap.len() + piece.units).sum();
                    messages.push(next);
                }
                None => {
                    used = size;
                    messages.push(vec![piece]);
                }
            }
        }
    }
    let mut out = String::new();
    for message in &messages {
        if !out.is_empty() {
            out.push_str(NEXT_MESSAGE);
        }
        for (at, piece) in message.iter().enumerate() {
            if at > 0 {
                out.push_str(piece.gap);
            }
            out.push_str(&piece.text);
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

fn pieces(block: &Block, options: &Options) -> Vec<Piece> {
    let written = |line: &Line| {
        let mut out = String::new();
        put(line, block.direction, options, &mut out);
        out
    };
    let lines: Vec<String> = block.lines.iter().map(written).collect();
    let whole = Piece::new(lines.join("\n"), "\n\n", block.leads);
    if whole.units <= MESSAGE {
        return vec![whole];
    }
    let mut pieces = Vec::new();
    for (line, text) in block.lines.iter().zip(lines) {
        let gap = if pieces.is_empty() { "\n\n" } else { "\n" };
        if units(&text) <= MESSAGE {
            pieces.push(Piece::new(text, gap, block.leads));
            continue;
        }
        // Marks make a piece longer, at worst half as long again for each word: the limit falls until all fit.
        let mut limit = MESSAGE - 2;
        loop {
            let cut = to_limit(line, limit, units);
            let texts: Vec<String> = cut.into_iter().map(|cut| written(&line.cut(cut.range, 0))).collect();
            if limit < MESSAGE / 8 || texts.iter().all(|text| units(text) <= MESSAGE) {
                let gaps = std::iter::once(gap).chain(std::iter::repeat(" "));
                let full = texts.into_iter().zip(gaps).filter(|(text, _)| !text.is_empty());
                pieces.extend(full.map(|(text, gap)| Piece::new(text, gap, false)));
                break;
            }
            limit -= limit / 4;
        }
    }
    pieces
}
