//! The masthead, running heads, folios and article ends of a bulletin, in every theme.

use std::fs;
use std::path::{Path, PathBuf};

use nashra::assets;
use nashra::diagnostics::Problems;
use nashra::document::Bulletin;
use nashra::fonts::Library;
use nashra::input::{self, Input};
use nashra::layout::{Artifact, Content, Frame, Layout, Owner, lay_out};
use nashra::locale::DateStyle;
use nashra::read;
use nashra::text::Shaper;
use nashra::theme::Theme;

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
    let (bulletin, folder) = bulletin(&data().join("bulletin.yaml"));
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
            "العدد ١٢ · ١٨ مايو ٢٠٢٥ · دار الضفاف للنشر",
            "مدينة · نقل",
            "سلمى الخطيب · دمشق · ١٧ مايو ٢٠٢٥",
            "المصدر: وكالة المثال",
            "جميع الحقوق محفوظة.",
        ] {
            assert!(all.iter().any(|line| line.contains(part)), "{name}: {part}: {all:#?}");
        }
        let heads = owned_by(Artifact::Header);
        assert!(heads.iter().any(|line| line == "نشرة الضفة"), "{name}: {heads:?}");
        assert!(heads.iter().any(|line| line.starts_with("ثقافة")), "{name}: {heads:?}");
        let folios = owned_by(Artifact::Footer);
        assert_eq!(folios.first().map(String::as_str), Some("٢"), "{name}");
    }
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
