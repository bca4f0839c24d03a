//! What an article lacks or has wrongly, beyond what keeps it from being read: told before anything is made.
//!
//! [`Checker`] looks at one article after the other and collects problems: `marks` finds quotation marks, brackets
//! and direction controls without their partner, `order` headings out of order, `cover` characters that no face has.
//! Pictures are loaded as for a build, and are measured against the column in which they would stand.

mod cover;
mod marks;
mod order;

use std::path::Path;

use crate::assets::{self, PRINT_DPI};
use crate::diagnostics::{Problem, Problems};
use crate::document::{Article, Block, Bulletin, Image, ImageSpan};
use crate::fonts::Library;
use crate::say;
use crate::theme::Theme;

/// What articles are checked against.
pub struct Checker<'a> {
    /// The faces.
    pub library: &'a Library,
    /// The theme that gives the width of pictures.
    pub theme: &'a Theme,
    /// A further folder where pictures are looked for.
    pub assets: Option<&'a Path>,
}

impl Checker<'_> {
    /// The problems of one article. `folder` is the one that its pictures' paths are relative to.
    pub fn article(&self, article: &Article, folder: &Path) -> Problems {
        let mut problems = Problems::default();
        order::check(article, &mut problems);
        article.each_text(&mut |text| marks::check(text, &mut problems));
        cover::check(article, self.library, &mut problems);
        self.pictures(article, folder, &mut problems);
        problems
    }

    fn pictures(&self, article: &Article, folder: &Path, problems: &mut Problems) {
        let bulletin = Bulletin::of(article.clone());
        let bulletin = assets::without_missing(&bulletin, folder, self.assets, problems);
        let loaded = assets::load_all(&bulletin, folder, self.assets, problems);
        for block in bulletin.articles().flat_map(|article| &article.body) {
            let Block::Image(image) = block else { continue };
            let place = || image.origin.start();
            if image.alt.as_ref().is_none_or(|alt| alt.is_blank()) {
                let what = say!("the image has no alt text: those who can't see it learn nothing of it");
                problems.push(Problem::warning(place(), what, say!("say in a few words what it shows")));
            }
            let Some(picture) = loaded.picture(image) else { continue };
            let dpi = picture.dpi_at(self.width(image));
            if dpi < PRINT_DPI {
                let what = say!(
                    "the image is too small for print: {dpi} pixels an inch where it stands",
                    dpi = format!("{dpi:.0}")
                );
                let cure = say!("give one of {dpi} pixels an inch or more", dpi = format!("{PRINT_DPI:.0}"));
                problems.push(Problem::warning(place(), what, cure));
            }
        }
    }

    /// The width in points at which an image stands.
    fn width(&self, image: &Image) -> f32 {
        let page = &self.theme.page;
        let width = match image.span {
            ImageSpan::Column => page.column(),
            ImageSpan::All => page.measure(),
        };
        width as f32
    }
}
