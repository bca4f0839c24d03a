//! The sheet of kashidas: the commonest words of news, each drawn out at every place, in every Arabic face.

use std::fs;
use std::path::Path;
use std::rc::Rc;

use nashra::document::{Article, Bulletin, Direction, Language, Text};
use nashra::export::pdf::{self, Press};
use nashra::fonts::{Family, Library, Weight};
use nashra::layout::{Content, Frame, Layout, Owner, Page, Paint, Role, SetText, Tree};
use nashra::text::{Line, Look, Paragraph, Shaper, StyledSpan};
use nashra::theme::Colour;

/// The faces that can draw strokes.
const FACES: [(Family, Weight, &str); 5] = [
    (Family::Amiri, Weight::Regular, "amiri-regular"),
    (Family::Amiri, Weight::Bold, "amiri-bold"),
    (Family::NotoNaskh, Weight::Regular, "noto-naskh-regular"),
    (Family::NotoNaskh, Weight::Bold, "noto-naskh-bold"),
    (Family::NotoKufi, Weight::Bold, "noto-kufi-bold"),
];

/// The length of the strokes in ems: the longest that lines use.
const LENGTH: f64 = 0.5;
/// The em of the words in points.
const SIZE: f64 = 22.0;

/// The words of the sheet.
fn words() -> Vec<&'static str> {
    include_str!("data/kashida/words.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// The lines of a word, one for each place.
fn drawn_out(word: &str, family: Family, weight: Weight, shaper: &mut Shaper<'_>) -> Vec<Line> {
    let look = Look::plain(shaper.library().chain(family, weight), SIZE);
    let spans = [StyledSpan { range: 0..word.len(), look }];
    let paragraph = Paragraph { text: word, spans: &spans, base: Direction::RightToLeft };
    paragraph.drawn_out_everywhere(LENGTH, shaper)
}

/// The places of a word as the word with a bar at each.
fn marked(word: &str, lines: &[Line]) -> String {
    let mut offsets: Vec<usize> = lines
        .iter()
        .flat_map(|line| line.pieces.iter())
        .flat_map(|piece| piece.shaped.glyphs.iter())
        .filter(|glyph| glyph.stretch > 0)
        .map(|glyph| glyph.cluster as usize)
        .collect();
    offsets.sort_unstable();
    let mut out = word.to_owned();
    for offset in offsets.into_iter().rev() {
        out.insert(offset, '|');
    }
    out
}

#[test]
fn a_sheet_of_common_words_is_set_in_every_face() {
    let library = Library::bundled();
    let mut shaper = Shaper::new(&library);
    let mut press = Press::new(&library);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kashida");
    fs::create_dir_all(&folder).expect("a folder under target");
    assert_eq!(words().len(), 50);
    let mut places = String::new();
    for (family, weight, name) in FACES {
        let sets: Vec<(&str, Vec<Line>)> =
            words().into_iter().map(|word| (word, drawn_out(word, family, weight, &mut shaper))).collect();
        places.push_str(&format!("{name}\n"));
        for (word, lines) in &sets {
            places.push_str(&format!("  {}\n", marked(word, lines)));
            // Amiri stacks letters that a stroke would part; the others can draw every word out.
            assert!(!lines.is_empty() || family == Family::Amiri, "{word} in {name}");
        }
        let lines: Vec<(&str, Line)> =
            sets.into_iter().flat_map(|(word, lines)| lines.into_iter().map(move |line| (word, line))).collect();
        let pdf = sheet(&lines, &library, &mut press, family, weight);
        fs::write(folder.join(format!("{name}.pdf")), pdf).expect("a file under target");
    }
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/kashida/places.txt");
    if std::env::var_os("NASHRA_UPDATE").is_some() {
        fs::write(&expected, &places).expect("the expected places can be written");
    }
    let expected = fs::read_to_string(expected).expect("the expected places");
    assert!(places == expected, "places have changed; if they are better, NASHRA_UPDATE=1 writes them:\n{places}");
}

#[test]
fn strokes_change_nothing_but_the_width() {
    let library = Library::bundled();
    let mut shaper = Shaper::new(&library);
    for (family, weight, name) in FACES {
        let tatweel = library.face(library.chain(family, weight).primary()).metrics().tatweel;
        assert!(tatweel > 0, "{name}");
        for word in words() {
            for line in drawn_out(word, family, weight, &mut shaper) {
                let glyphs = || line.pieces.iter().flat_map(|piece| piece.shaped.glyphs.iter());
                assert_eq!(glyphs().filter(|glyph| glyph.stretch > 0).count(), 1, "{word} in {name}");
                let stroke = glyphs().find(|glyph| glyph.stretch > 0).expect("a stroke");
                assert_eq!((stroke.dx, stroke.dy), (0, 0), "{word} in {name}: the stroke is off the baseline");
                assert!(glyphs().all(|glyph| word.is_char_boundary(glyph.cluster as usize)), "{word} in {name}");
            }
        }
    }
}

#[test]
fn words_that_must_keep_their_form_are_left_alone() {
    let library = Library::bundled();
    let mut shaper = Shaper::new(&library);
    for (family, weight, name) in FACES {
        for word in ["الله", "لله", "والله", "بالله", "في", "من", "على", "أيضًا", "مرحبًا", "Arabic", "2024"]
        {
            let places = marked(word, &drawn_out(word, family, weight, &mut shaper));
            let kept = match word {
                // One place is left in it, and it is not at the tanwin.
                "مرحبًا" => !places.contains("\u{64B}|"),
                _ => !places.contains('|'),
            };
            assert!(kept, "{places} in {name}");
        }
        for (word, never) in [
            ("الزعيم", "ال|"),
            ("بالرئيس", "ب|"),
            ("تدعو", "ت|"),
            ("السلام", "ل|ا"),
            ("الإسلامية", "ل|ا"),
            ("وللجميع", "ل|ج"),
            ("فالمدينة", "ل|م"),
            ("كالجبال", "ل|ج"),
        ] {
            let places = marked(word, &drawn_out(word, family, weight, &mut shaper));
            assert!(!places.contains(never), "{places} in {name}");
        }
    }
}

/// The lines as a PDF, in five columns.
fn sheet(lines: &[(&str, Line)], library: &Library, press: &mut Press<'_>, family: Family, weight: Weight) -> Vec<u8> {
    const COLUMNS: usize = 5;
    const ROWS: usize = 19;
    let (width, height, margin, leading) = (595.0, 842.0, 36.0, 40.0);
    let language = Language::default();
    let mut tree = Tree::new(language);
    let face = library.chain(family, weight).primary();
    let colour = Colour { red: 0, green: 0, blue: 0 };
    let mut pages: Vec<Page> = Vec::new();
    for (i, (word, line)) in lines.iter().enumerate() {
        let at = i % (COLUMNS * ROWS);
        if at == 0 {
            pages.push(Page { width, height, frames: Vec::new() });
        }
        let (column, row) = (at / ROWS, at % ROWS);
        let column_width = (width - 2.0 * margin) / COLUMNS as f64;
        let right = width - margin - column as f64 * column_width;
        let paint = Paint { colour, link: None, language: None, face, note: None, rise: 0.0 };
        let source = Rc::new(SetText { text: (*word).to_owned(), paints: vec![paint] });
        let node = tree.add(tree.root(), Role::Paragraph);
        let frame = Frame {
            x: right - line.measure,
            y: margin + (row + 1) as f64 * leading,
            content: Content::Line { line: line.clone(), source },
            owner: Owner::Node(node),
        };
        pages.last_mut().expect("a page was begun").frames.push(frame);
    }
    let layout = Layout { pages, tree, entries: Vec::new(), texts_set: 0 };
    let bulletin = Bulletin::of(Article { headline: Text::new("kashida"), ..Article::default() });
    pdf::write(layout, &bulletin, library, press, &pdf::Options::default()).expect("a PDF")
}
