//! Documents, and layouts of them.

use std::path::Path;

use nashra::assets::Assets;
use nashra::diagnostics::Problems;
use nashra::document::{Article, Block, Bulletin, Text};
use nashra::fonts::Library;
use nashra::layout::metrics::{Metrics, measure};
use nashra::layout::{Layout, lay_out};
use nashra::locale::DateStyle;
use nashra::text::Shaper;
use nashra::theme::{Family, Page, Theme};

/// The seed article.
pub fn seed() -> Bulletin {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/azerbaijan-syria.json");
    let json = std::fs::read_to_string(path).expect("the sample");
    Bulletin::of(serde_json::from_str::<Article>(&json).expect("an article"))
}

/// An article of paragraphs.
pub fn article<'t>(paragraphs: impl Iterator<Item = &'t str>) -> Bulletin {
    let body = paragraphs.map(|text| Block::Paragraph(Text::new(text))).collect();
    Bulletin::of(Article { headline: Text::new("عنوان"), body, ..Article::default() })
}

/// The classic theme with another family for running text.
pub fn classic(family: Family) -> Theme {
    let mut theme = Theme::named("classic").expect("the classic theme");
    theme.body.family = family;
    theme
}

/// The same in two columns of so many millimetres.
pub fn narrow(family: Family, column_mm: f64) -> Theme {
    let mut theme = classic(family);
    let page = theme.page;
    theme.page = Page { width_mm: 2.0 * (column_mm + page.side_mm) + page.column_gap_mm, ..page };
    theme
}

/// Lays a bulletin out.
pub fn layout(bulletin: &Bulletin, theme: &Theme, library: &Library) -> Layout {
    let mut problems = Problems::default();
    let layout =
        lay_out(bulletin, theme, DateStyle::default(), &Assets::default(), &mut Shaper::new(library), &mut problems);
    assert!(!problems.any_error(), "{problems:?}");
    layout
}

/// Measures a bulletin's lines.
pub fn metrics(bulletin: &Bulletin, theme: &Theme) -> Metrics {
    let library = Library::bundled();
    measure(&layout(bulletin, theme, &library), &library)
}
