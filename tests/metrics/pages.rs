//! Columns and pages: what opens and closes them, and where baselines lie.

use std::collections::BTreeMap;

use nashra::document::{Article, Block, Bulletin, Heading, Text};
use nashra::fonts::Library;
use nashra::layout::{Content, Frame, Layout, NodeId, Owner, Role};
use nashra::theme::{Family, Theme};

use super::harness::{classic, layout, seed};

/// Heights of pages, in millimetres, each of which breaks columns at other places.
const HEIGHTS: std::ops::Range<u32> = 110..190;

/// The seed article with a heading after every second paragraph, and now and then a paragraph of one line.
fn with_headings() -> Bulletin {
    let seed = seed();
    let article = &seed.sections[0].articles[0];
    let mut body = Vec::new();
    for (i, block) in article.body.iter().enumerate() {
        if i % 2 == 0 && i > 0 {
            body.push(Block::Heading(Heading {
                heading: Text::new("عنوان فرعي في المقال"), level: 2
            }));
        }
        if i % 4 == 0 {
            body.push(Block::Paragraph(Text::new("سطر واحد.")));
        }
        body.push(block.clone());
    }
    Bulletin::of(Article { headline: article.headline.clone(), body, ..Article::default() })
}

/// The lines of a paragraph or heading: page, column's left edge in whole points, and baseline.
type Lines = BTreeMap<NodeId, Vec<(usize, i64, f64)>>;

/// The theme with pages of a height.
fn theme(height: u32) -> Theme {
    let mut theme = classic(Family::Amiri);
    theme.page.height_mm = f64::from(height);
    theme
}

/// The lines of the body, by node, in the order of the nodes.
fn body_lines(layout: &Layout, theme: &Theme) -> Lines {
    let mut lines = Lines::new();
    for (number, page) in layout.pages.iter().enumerate() {
        for frame in &page.frames {
            if let (Frame { content: Content::Line { line, .. }, .. }, Owner::Node(node)) = (frame, frame.owner)
                && (line.measure - theme.page.column()).abs() < 0.01
            {
                lines.entry(node).or_default().push((number, frame.x.round() as i64, frame.y));
            }
        }
    }
    lines
}

#[test]
fn no_column_opens_with_a_last_line_or_closes_with_a_first() {
    let library = Library::bundled();
    let mut parted = 0;
    for height in HEIGHTS {
        let theme = theme(height);
        for lines in body_lines(&layout(&with_headings(), &theme, &library), &theme).values() {
            let column = |line: &(usize, i64, f64)| (line.0, line.1);
            let first = lines.iter().filter(|line| column(line) == column(&lines[0])).count();
            let last = lines.iter().filter(|line| column(line) == column(&lines[lines.len() - 1])).count();
            if first < lines.len() {
                parted += 1;
                assert!(first >= 2 && last >= 2, "{height} mm: {first} and {last} of {} lines", lines.len());
            }
        }
    }
    assert!(parted > 50, "only {parted} paragraphs were parted: the test says little");
}

#[test]
fn a_heading_keeps_two_lines_of_what_follows() {
    let library = Library::bundled();
    for height in HEIGHTS {
        let theme = theme(height);
        let layout = layout(&with_headings(), &theme, &library);
        let lines = body_lines(&layout, &theme);
        let all: Vec<(bool, (usize, i64, f64))> = lines
            .iter()
            .flat_map(|(&node, lines)| {
                let heading = matches!(layout.tree.node(node).role, Role::Heading(_));
                lines.iter().map(move |&line| (heading, line))
            })
            .collect();
        for (i, (_, line)) in all.iter().enumerate().filter(|(_, (heading, _))| *heading) {
            let below: Vec<_> = all[i + 1..].iter().filter(|(heading, _)| !heading).take(2).collect();
            assert_eq!(below.len(), 2);
            for (_, next) in below {
                assert_eq!((next.0, next.1), (line.0, line.1), "{height} mm: a heading at {line:?} is left behind");
            }
        }
    }
}

#[test]
fn baselines_stand_on_one_grid() {
    let library = Library::bundled();
    let theme = theme(160);
    let layout = layout(&seed(), &theme, &library);
    for page in 0..layout.pages.len() {
        let lines = body_lines(&layout, &theme);
        let on_page = || lines.values().flatten().filter(move |line| line.0 == page);
        let Some(origin) = on_page().map(|line| line.2).reduce(f64::min) else { continue };
        for line in on_page() {
            let steps = (line.2 - origin) / theme.body.leading;
            assert!((steps - steps.round()).abs() < 1e-6, "page {}: {line:?} is off the grid", page + 1);
        }
    }
}

#[test]
fn the_last_page_has_even_columns() {
    let library = Library::bundled();
    let theme = classic(Family::Amiri);
    let lines = body_lines(&layout(&seed(), &theme, &library), &theme);
    let last_page = lines.values().flatten().map(|line| line.0).max().expect("lines");
    let mut lowest: BTreeMap<i64, f64> = BTreeMap::new();
    for line in lines.values().flatten().filter(|line| line.0 == last_page) {
        let low = lowest.entry(line.1).or_insert(0.0);
        *low = low.max(line.2);
    }
    let lowest: Vec<f64> = lowest.into_values().collect();
    let [a, b] = lowest[..] else { panic!("two columns, not {lowest:?}") };
    assert!((a - b).abs() < theme.body.leading * 2.5, "{lowest:?}");
}
