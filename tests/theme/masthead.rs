//! The masthead, running heads, folios and article ends of a bulletin, in every theme.

use std::fs;
use std::path::{Path, PathBuf};

use nashra::assets;
use nashra::diagnostics::Problems;
use nashra::document::{Bulletin, Text};
use nashra::fonts::Library;
use nashra::input::{self, Input};
use nashra::layout::{Artifact, Content, Frame, Layout, Owner, lay_out};
use nashra::locale::DateStyle;
use nashra::read;
use nashra::text::{PieceKind, Shaper};
use nashra::theme::{ArticleStart, Theme};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/masthead")
}

fn bulletin(path: &Path) -> (Bulletin, PathBuf) {
    let assembled = input::assemble(&[Input::file(path)], &read::Options::default());
    assert!(assembled.problems.is_empty(), "{:?}", assembled.problems);
    (assembled.bulletin, assembled.folder)
}

fn set(bulletin: &Bulletin, folder: &Path, theme: &Theme) -> (Layout, Problems) {
    let mut problems = Problems::default();
    let assets = assets::load_all(bulletin, folder, None, &mut problems);
    let library = Library::bundled();
    let mut shaper = Shaper::new(&library);
    (lay_out(bulletin, theme, DateStyle::default(), &assets, &mut shaper, &mut problems), problems)
}

/// The lines of text among frames, without the marks that no reader sees.
fn lines<'f>(frames: impl IntoIterator<Item = &'f Frame>) -> Vec<String> {
    let text = |frame: &Frame| match &frame.content {
        Content::Line { line, source } => {
            let range =
                line.pieces.iter().map(|p| p.range.start).min()?..line.pieces.iter().map(|p| p.range.end).max()?;
            Some(source.text[range].trim().to_owned())
        }
        _ => None,
    };
    frames.into_iter().filter_map(text).collect()
}

#[test]
fn every_theme_has_all_parts_of_a_page() {
    let (mut bulletin, folder) = bulletin(&data().join("bulletin.yaml"));
    // So much that pages begin in the middle of the last article.
    let last = bulletin.sections.last_mut().and_then(|section| section.articles.last_mut()).unwrap();
    last.body = last.body.iter().cloned().cycle().take(400).collect();
    for name in Theme::names() {
        let theme = Theme::named(name).unwrap();
        let (layout, problems) = set(&bulletin, &folder, &theme);
        assert!(problems.is_empty(), "{name}: {problems:?}");
        let owned_by = |kind: Artifact| {
            let frames = layout.pages.iter().skip(1).flat_map(|page| &page.frames);
            lines(frames.filter(move |frame| frame.owner == Owner::Artifact(kind)))
        };
        let all = lines(layout.pages.iter().flat_map(|page| &page.frames));
        for part in [
            "نشرة الضفة",
            "أخبار المدينة والنهر",
            "العدد ١٢",
            "١٨ مايو ٢٠٢٥",
            "دار الضفاف للنشر",
            "مدينة – نقل",
            "سلمى الخطيب – دمشق – ١٧ مايو ٢٠٢٥",
            "المصدر: وكالة المثال",
            "جميع الحقوق محفوظة.",
        ] {
            assert!(all.iter().any(|line| line.contains(part)), "{name}: {part}: {all:#?}");
        }
        let heads = owned_by(Artifact::Header);
        assert!(heads.iter().any(|line| line == "نشرة الضفة"), "{name}: {heads:?}");
        assert!(heads.iter().any(|line| line.starts_with("ثقافة – ")), "{name}: {heads:?}");
        let folios = owned_by(Artifact::Footer);
        assert_eq!(folios.first().map(String::as_str), Some("٢"), "{name}");
    }
}

/// Where the text of a line begins and ends on its page.
fn extent(frame: &Frame) -> Option<(f64, f64)> {
    let Content::Line { line, .. } = &frame.content else { return None };
    let words = line.pieces.iter().filter(|piece| piece.kind == PieceKind::Word);
    let ends = words.map(|piece| (frame.x + piece.x, frame.x + piece.x + piece.advance));
    ends.reduce(|whole, piece| (whole.0.min(piece.0), whole.1.max(piece.1)))
}

#[test]
fn number_date_and_publisher_stand_apart_where_they_find_room() {
    let (mut bulletin, folder) = bulletin(&data().join("bulletin.yaml"));
    for name in Theme::names() {
        let theme = Theme::named(name).unwrap();
        let (layout, _) = set(&bulletin, &folder, &theme);
        let first = layout.pages.first().unwrap();
        let find = |part: &str| {
            let frame = first.frames.iter().find(|frame| lines([*frame]).iter().any(|line| line == part));
            frame.unwrap_or_else(|| panic!("{name}: {part}"))
        };
        let [issue, date, publisher] = ["العدد ١٢", "١٨ مايو ٢٠٢٥", "دار الضفاف للنشر"].map(find);
        assert!((issue.y, date.y) == (publisher.y, publisher.y), "{name}");
        let [issue, date, publisher] = [issue, date, publisher].map(|frame| extent(frame).unwrap());
        let (left, right) = (theme.page.side(), theme.page.side() + theme.page.measure());
        assert!((issue.1 - right).abs() < 0.1 && (publisher.0 - left).abs() < 0.1, "{name}");
        assert!(((date.0 + date.1) / 2.0 - (left + right) / 2.0).abs() < 0.1, "{name}");
        assert!(publisher.1 < date.0 && date.1 < issue.0, "{name}");
    }
    bulletin.publisher = Some(Text::new("دار الضفاف العربية للنشر والتوزيع والترجمة والدراسات المستقبلية"));
    for name in Theme::names() {
        let (layout, _) = set(&bulletin, &folder, &Theme::named(name).unwrap());
        let all = lines(&layout.pages.first().unwrap().frames);
        assert!(all.iter().any(|line| line.starts_with("العدد ١٢ – ١٨ مايو ٢٠٢٥ – دار")), "{name}: {all:#?}");
    }
}

#[test]
fn a_running_head_does_not_say_what_stands_below_it() {
    let (bulletin, folder) = bulletin(&data().join("bulletin.yaml"));
    for name in Theme::names() {
        for start in [ArticleStart::Page, ArticleStart::Column, ArticleStart::Flow] {
            let mut theme = Theme::named(name).unwrap();
            theme.page.article_start = start;
            let (layout, _) = set(&bulletin, &folder, &theme);
            for page in layout.pages.iter().skip(1) {
                let is_head = |frame: &&Frame| frame.owner == Owner::Artifact(Artifact::Header);
                let heads = lines(page.frames.iter().filter(is_head));
                let is_text = |frame: &&Frame| matches!(frame.owner, Owner::Node(_));
                let top = lines(page.frames.iter().filter(is_text)).into_iter().next().unwrap();
                assert!(!heads.contains(&top), "{name}, {start:?}: {heads:?} above {top}");
            }
        }
    }
}

#[test]
fn columns_are_parted_by_a_line_where_the_theme_has_one() {
    let (bulletin, folder) = bulletin(&data().join("bulletin.yaml"));
    let mut theme = Theme::named("classic").unwrap();
    let middle = theme.page.side() + theme.page.measure() / 2.0;
    let lines = |theme: &Theme| {
        let (layout, _) = set(&bulletin, &folder, theme);
        let frames: Vec<Frame> = layout.pages.into_iter().flat_map(|page| page.frames).collect();
        let upright = |frame: &Frame| match frame.content {
            Content::Box { width, height, .. } if width < height => Some((frame.x + width / 2.0, frame.owner)),
            _ => None,
        };
        let found: Vec<(f64, Owner)> = frames.iter().filter_map(upright).collect();
        found.into_iter().filter(|(x, _)| (x - middle).abs() < 0.01).collect::<Vec<_>>()
    };
    let found = lines(&theme);
    assert!(!found.is_empty() && found.iter().all(|(_, owner)| *owner == Owner::Artifact(Artifact::Ornament)));
    theme.rules.column = 0.0;
    assert!(lines(&theme).is_empty());
}

#[test]
fn the_logo_stands_above_the_title_within_the_theme_s_bounds() {
    let (mut bulletin, folder) = bulletin(&data().join("bulletin.yaml"));
    for (file, shape) in [("logo.png", 1.0), ("logo.jpg", 900.0 / 240.0)] {
        bulletin.logo = Some(file.into());
        for name in Theme::names() {
            let mut theme = Theme::named(name).unwrap();
            for width_mm in [theme.logo.width_mm, 12.0, 400.0] {
                theme.logo.width_mm = width_mm;
                let (layout, problems) = set(&bulletin, &folder, &theme);
                assert!(problems.is_empty(), "{problems:?}");
                let first = layout.pages.first().unwrap();
                let at = first.frames.iter().position(|f| matches!(f.content, Content::Image { .. })).unwrap();
                let Content::Image { width, height, .. } = first.frames[at].content else { unreachable!() };
                assert!((width / height - shape).abs() < 0.01, "{name}: {width} {height}");
                assert!(width <= theme.logo.width() + 0.01 && height <= theme.logo.height() + 0.01);
                assert!(width <= theme.page.measure());
                // An ornament: nothing of it is read, and it comes before the title.
                assert_eq!(first.frames[at].owner, Owner::Artifact(Artifact::Ornament));
                assert_eq!(lines(&first.frames[..at]), Vec::<String>::new());
                let title = first.frames.iter().find(|f| matches!(f.content, Content::Line { .. })).unwrap();
                assert!(first.frames[at].y + height < title.y - theme.masthead.size * 0.6, "{name}");
            }
        }
    }
}

#[test]
fn a_logo_or_theme_that_is_not_there_is_told_where_it_is_named() {
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("b.yaml");
    let yaml = "title: t\nlogo: missing.png\ntheme: clasic\nsections:\n  - articles: [{headline: h, body: [نص]}]\n";
    fs::write(&path, yaml).unwrap();
    let (bulletin, folder) = bulletin(&path);
    let place = |problem: &nashra::diagnostics::Problem| {
        (problem.place.line, problem.place.column, problem.place.field.clone())
    };
    let (_, problems) = set(&bulletin, &folder, &Theme::named("classic").unwrap());
    let found: Vec<_> = problems.iter().map(place).collect();
    assert_eq!(found, [(2, 7, "logo".into())], "{problems:?}");
    let wrong = input::theme_of_bulletin("clasic", &folder, &bulletin.origins.theme_place()).unwrap_err();
    assert_eq!(wrong.iter().map(place).collect::<Vec<_>>(), [(3, 8, "theme".into())]);
    assert!(wrong.iter().all(|problem| problem.place.file.as_deref().unwrap().ends_with("b.yaml")));
}
