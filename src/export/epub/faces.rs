//! The style sheet, and the faces that may travel with it.
//!
//! The sheet asks for one family in text and one in headings. Their faces go into a book as it uses them: whole, or
//! as the subsets that were prepared once (fonts/epub/README.md), which keep what Arabic needs to be joined and
//! marked. A reader that has been told another face takes that one.

use std::borrow::Cow;

use crate::fonts;

/// Which faces travel in a book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Faces {
    /// None: readers take their own.
    None,
    /// Subsets with the letters of Arabic, Persian, Urdu and Kurdish, and Latin.
    #[default]
    Subset,
    /// The whole faces.
    Full,
}

/// The family of running text.
const TEXT: &str = "Amiri";
/// The family of headings, which has no Latin.
const HEADINGS: &str = "Noto Kufi Arabic";

/// What of the style sheet's faces a book uses. Its running text always has one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Used {
    /// Whether any text is bold.
    pub strong: bool,
    /// Whether any heading is in Arabic letters.
    pub headings: bool,
}

/// The elements and classes that the style sheet, or HTML itself, sets in bold.
const STRONG: [&str; 4] = ["<strong>", "<em>", "<th ", "class=\"summary\""];

impl Used {
    /// Takes note of a page and the headings on it.
    pub fn note<'h>(&mut self, xhtml: &str, headings: impl IntoIterator<Item = &'h str>) {
        self.strong |= STRONG.iter().any(|mark| xhtml.contains(mark));
        self.headings |= headings.into_iter().any(in_arabic);
    }
}

/// Whether there is a letter of the Arabic block in a text.
pub(super) fn in_arabic(text: &str) -> bool {
    text.contains(|c: char| ('\u{620}'..='\u{6FF}').contains(&c) && c.is_alphabetic())
}

/// A face's file in a book.
pub(super) struct Face {
    /// Its name below the package's folder.
    pub file: String,
    /// Its bytes.
    pub bytes: &'static [u8],
    family: &'static str,
    weight: u16,
    format: Format,
}

#[derive(Clone, Copy)]
enum Format {
    TrueType,
    Woff2,
}

impl Face {
    /// The name under which the package lists it.
    pub fn media_type(&self) -> &'static str {
        match self.format {
            Format::TrueType => "font/ttf",
            Format::Woff2 => "font/woff2",
        }
    }

    /// Whether its bytes are pressed already.
    pub fn pressed(&self) -> bool {
        matches!(self.format, Format::Woff2)
    }
}

/// Each face of the style sheet: family, weight after CSS, name among the bundled faces, subset.
const FACES: [(&str, u16, &str, &[u8]); 3] = [
    (TEXT, 400, "Amiri", include_bytes!("../../../fonts/epub/Amiri-Regular.woff2")),
    (TEXT, 700, "Amiri Bold", include_bytes!("../../../fonts/epub/Amiri-Bold.woff2")),
    (HEADINGS, 700, "Noto Kufi Arabic Bold", include_bytes!("../../../fonts/epub/NotoKufiArabic-Bold.woff2")),
];

/// The faces that a book takes along.
pub(super) fn chosen(faces: Faces, used: Used) -> Vec<Face> {
    let wanted = |family: &str, weight: u16| match (family, weight) {
        (TEXT, 400) => true,
        (TEXT, _) => used.strong,
        _ => used.headings,
    };
    let mut chosen = Vec::new();
    for (family, weight, name, subset) in FACES.into_iter().filter(|&(family, weight, ..)| wanted(family, weight)) {
        let (bytes, format) = match faces {
            Faces::None => continue,
            Faces::Subset => (subset, Format::Woff2),
            Faces::Full => match fonts::bundled().iter().find(|face| face.name == name) {
                Some(face) => (face.bytes, Format::TrueType),
                None => continue,
            },
        };
        let ending = if matches!(format, Format::Woff2) { "woff2" } else { "ttf" };
        let file = format!("fonts/{}.{ending}", name.replace(' ', "-"));
        chosen.push(Face { file, bytes, family, weight, format });
    }
    chosen
}

const STYLE: &str = include_str!("style.css");

/// The style sheet: with faces, it asks for them before any other of their kind.
pub(super) fn style_sheet(faces: &[Face]) -> Cow<'static, str> {
    if faces.is_empty() {
        return Cow::Borrowed(STYLE);
    }
    let mut sheet = String::new();
    for Face { file, family, weight, format, .. } in faces {
        let format = match format {
            Format::TrueType => "truetype",
            Format::Woff2 => "woff2",
        };
        sheet.push_str(&format!(
            "@font-face {{ font-family: \"{family}\"; font-weight: {weight}; src: url(\"{file}\") format(\"{format}\"); }}\n",
        ));
    }
    sheet.push_str(&format!("body {{ font-family: \"{TEXT}\", serif; }}\n"));
    if faces.iter().any(|face| face.family == HEADINGS) {
        sheet.push_str(&format!("h1, h2, h3, h4, h5, h6 {{ font-family: \"{HEADINGS}\", sans-serif; }}\n"));
    }
    sheet.push_str(STYLE);
    Cow::Owned(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_takes_along_what_it_uses() {
        let count = |faces, strong, headings| chosen(faces, Used { strong, headings }).len();
        assert_eq!(count(Faces::Subset, true, true), 3);
        assert_eq!(count(Faces::Full, true, true), 3);
        assert_eq!(count(Faces::Subset, false, false), 1);
        assert_eq!(count(Faces::None, true, true), 0);
        let mut used = Used::default();
        used.note("<p>x</p>", ["Heading 1"]);
        assert_eq!(used, Used::default());
        used.note("<p><em>x</em></p>", ["عنوان"]);
        assert_eq!(used, Used { strong: true, headings: true });
    }
}
