//! Paragraphs: whatever the text, nothing is lost and no line runs over.

use nashra::document::Direction;
use nashra::fonts::{Family, Library, Weight};
use nashra::text::{Align, Fit, Kashida, Line, Look, Paragraph, PieceKind, Shaper, StyledSpan};

const EM: f64 = 11.0;
/// A column of 60 mm, in points.
const WIDTH: f64 = 170.0;

const WORDS: [&str; 12] =
    ["أكدت", "الحكومة", "في", "بيان", "أن", "المشروع", "سيستمر", "خلال", "العام", "المقبل،", "والمدينة", "القديمة"];

fn set(text: &str, kashida: Kashida) -> Vec<Line> {
    let library = Library::bundled();
    let mut shaper = Shaper::new(&library);
    let look = Look::plain(library.chain(Family::Amiri, Weight::Regular), EM);
    let spans = [StyledSpan { range: 0..text.len(), look }];
    let spans = if text.is_empty() { &[][..] } else { &spans[..] };
    let paragraph = Paragraph { text, spans, base: Direction::RightToLeft };
    let fit = Fit { width: WIDTH, first_indent: 14.0, justify: true, kashida, em: EM, fill_last: false };
    paragraph.prepare(&mut shaper).lines(&fit, Align::Justify, &mut shaper)
}

/// Words without end.
fn words(count: usize) -> String {
    let mut text = String::new();
    for i in 0..count {
        // A walk that does not repeat soon.
        text.push_str(WORDS[(i * 7 + i / 12 * 5 + i / 101) % WORDS.len()]);
        text.push(' ');
    }
    text.trim_end().to_owned()
}

/// Asserts that the lines hold all of the text, in order, and that no word of them stands over the edge.
fn whole(name: &str, text: &str, lines: &[Line]) {
    let mut at = 0;
    for line in lines {
        assert_eq!(line.range.start, at, "{name}");
        at = line.range.end;
        let mut inside = line.range.start;
        for piece in &line.pieces {
            assert_eq!(piece.range.start, inside, "{name}");
            inside = piece.range.end;
            if piece.kind == PieceKind::Word && !line.over_full {
                assert!(piece.x >= -0.01 && piece.x + piece.advance <= WIDTH + 0.01, "{name}: {piece:?}");
            }
        }
        assert_eq!(inside, line.range.end, "{name}");
    }
    assert_eq!(at, text.len(), "{name}");
}

#[test]
fn odd_paragraphs_are_set_whole() {
    let long_word = "مستشفياتهم".repeat(40);
    let cases = [
        ("empty", String::new()),
        ("one word", "نعم".into()),
        ("one letter", "و".into()),
        ("a space", " ".into()),
        ("marks only", "\u{64E}\u{64F}\u{651} \u{64B}\u{650}".into()),
        ("a thousand marks on one letter", format!("ب{}", "\u{64E}".repeat(1000))),
        ("a word wider than the column", long_word.clone()),
        ("such a word among others", format!("قال {long_word} ثم مضى")),
        ("a long address", format!("رابط https://example.org/{} هنا", "abc/def-".repeat(60))),
        ("joiners and breaks without width", format!("{}\u{200D}ب\u{200C}ت\u{200B}ث", "\u{200B}".repeat(50))),
        ("line breaks", "سطر\nآخر\n\nثالث".into()),
        ("wide white space", format!("كلمة{}كلمة", " ".repeat(500))),
        ("numbers and Latin", "في 2024-12-29 بلغت 12.5% (about a half) ثم ٣٫٥٪".repeat(9)),
        ("what no face has", "\u{1F600}\u{10FFFD} \u{E000}".into()),
    ];
    for (name, text) in cases {
        for kashida in [Kashida::Off, Kashida::Normal, Kashida::Strong] {
            let lines = set(&text, kashida);
            whole(name, &text, &lines);
            assert!(lines.iter().all(|line| !line.over_full), "{name}");
        }
    }
}

#[test]
fn a_megabyte_is_set_whole() {
    let text = words(100_000);
    assert!(text.len() > 1_000_000);
    let lines = set(&text, Kashida::Normal);
    whole("a megabyte of words", &text, &lines);
    assert!(lines.iter().all(|line| !line.over_full));
    // One word, and marks alone: what nobody writes may take longer, and is shorter here.
    let word = "مستشفياتهم".repeat(10_000);
    whole("a fifth in one word", &word, &set(&word, Kashida::Normal));
    let marks = "\u{64E}\u{651}".repeat(50_000);
    whole("a fifth in marks", &marks, &set(&marks, Kashida::Normal));
}

#[test]
fn a_last_line_of_one_short_word_is_avoided() {
    let (mut short, mut all) = (0, 0);
    for count in 20..220 {
        let text = words(count);
        let lines = set(&text, Kashida::Normal);
        let Some(last) = lines.last().filter(|_| lines.len() > 1) else { continue };
        let width: f64 = last.pieces.iter().map(|piece| piece.advance).sum();
        let of_one = last.pieces.iter().filter(|piece| piece.kind == PieceKind::Word).count() == 1;
        short += usize::from(of_one && width < 0.12 * WIDTH);
        all += 1;
    }
    println!("{short} of {all} paragraphs end in a line of one short word");
    assert!(short * 50 <= all, "{short} of {all} paragraphs end in a line of one short word");
}

#[test]
fn last_lines_are_not_drawn_out() {
    for count in 20..60 {
        let text = words(count);
        let lines = set(&text, Kashida::Strong);
        let last = lines.last().expect("a line");
        let strokes = last.pieces.iter().flat_map(|piece| &piece.shaped.glyphs).filter(|glyph| glyph.stretch > 0);
        assert_eq!(strokes.count(), 0);
        assert!(!last.justified && last.gap <= 1.0);
    }
}

#[test]
fn strokes_do_not_stand_one_above_another() {
    let text = words(4_000);
    let lines = set(&text, Kashida::Normal);
    let places = |line: &Line| -> Vec<f64> {
        let mut found = Vec::new();
        for piece in &line.pieces {
            let per_unit = piece.advance / f64::from(piece.shaped.advance.max(1));
            let mut x = piece.x;
            for glyph in &piece.shaped.glyphs {
                let advance = f64::from(glyph.advance) * per_unit;
                if glyph.stretch > 0 {
                    found.push(x + advance / 2.0);
                }
                x += advance;
            }
        }
        found
    };
    let (mut stacked, mut all) = (0, 0);
    for pair in lines.windows(2) {
        let above = places(&pair[0]);
        for at in places(&pair[1]) {
            all += 1;
            stacked += usize::from(above.iter().any(|other| (other - at).abs() < EM / 2.0));
        }
    }
    println!("{stacked} of {all} strokes stand below another");
    assert!(all > 200 && stacked * 20 <= all, "{stacked} of {all} strokes stand below another");
}
