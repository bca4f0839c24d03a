//! What has no text of its own: pictures that stand alone, and items that are packages. No bulletin sets them, and
//! none of them is lost without a word.

use super::lines::Spot;
use super::placed::Placed;
use super::report::Report;
use crate::document::Image;
use crate::say;

impl Report {
    /// Pictures of an item that has no text, which is skipped: a picture is set with the article that names it.
    pub fn pictures_alone(&mut self, at: Spot, field: &str, title: Option<&str>, pictures: &[Image]) {
        for picture in pictures {
            let caption = picture.caption.as_ref().map(|text| text.plain().replace('\n', " "));
            let title = title.map(str::trim).filter(|title| !title.is_empty()).or(caption.as_deref());
            let written = super::address::shown(&picture.image);
            let what = match title {
                Some(title) => say!(
                    "the picture “{title}” stands without a text and is left out: {written}",
                    title = super::address::shown(title),
                    written
                ),
                None => say!("a picture stands without a text and is left out: {written}", written),
            };
            self.warning(at, field, what, say!("name it in the article it belongs to"));
        }
    }

    /// A date that only the package has in which the item stands.
    pub fn date_of_package(&mut self, at: Spot, field: &str) {
        self.note(at, field, say!("the item has no date: that of its package is taken"), say!());
    }

    /// The headline of a package, whose articles have their own.
    pub fn package_headline(&mut self, headline: &Placed, field: &str) {
        let words: Vec<&str> = headline.text.split_whitespace().collect();
        let written = super::address::shown(&words.join(" "));
        let what = say!("the headline of the package is left out: {written}", written);
        self.note(headline.spot(0), field, what, say!("a bulletin names its articles under its own title"));
    }
}
