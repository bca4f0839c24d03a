//! The style sheet, and the faces that may travel with it.
//!
//! The sheet asks for one family in text and one in headings. Their faces go into a book as it uses them: whole, or
//! as the subsets that were prepared once (fonts/epub/README.md), which keep what Arabic needs to be joined and
//! marked. A reader that has been told another face takes that one.

use std::borrow::Cow;

use super::own_faces::{OwnFaces, Shown};
use crate::fonts::{self, OwnFamily};

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
pub(super) struct Face<'a> {
    /// Its name below the package's folder.
    pub file: String,
    /// Its bytes.
    pub bytes: Cow<'a, [u8]>,
    family: Cow<'a, str>,
    /// Whether it is for headings alone.
    headings: bool,
    weight: u16,
    format: Format,
}

#[derive(Clone, Copy)]
enum Format {
    TrueType,
    Woff2,
}

impl Face<'_> {
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

/// The faces that a book takes along: the theme's own in the place of the bundled ones. `shown` is what the book
/// shows, of which subsets of the theme's own faces are made.
pub(super) fn chosen<'a>(faces: Faces, used: Used, own: &OwnFaces<'a>, shown: &Shown) -> Vec<Face<'a>> {
    if faces == Faces::None {
        return Vec::new();
    }
    let mut chosen = Vec::new();
    let mut add_own = |family: &'a OwnFamily, headings: bool, used: Used| {
        // Headings are bold, and take the text's family where they have none of their own.
        let bold = used.strong || headings || own.headings == own.text;
        for (weight, face, wanted) in [(400, &family.regular, !headings), (700, &family.bold, bold)] {
            let other = if weight == 400 { &family.bold } else { &family.regular };
            let Some(face) = face.as_deref().filter(|_| wanted || other.is_none()) else { continue };
            let bytes = match faces {
                Faces::Subset => shown.subset(face, own).map(Cow::Owned),
                _ => None,
            };
            let part = if headings { "headings" } else { "text" };
            let file = format!("fonts/{part}-{weight}-{}.ttf", face.name().replace(' ', "-"));
            let bytes = bytes.unwrap_or(Cow::Borrowed(face.data()));
            let family = Cow::Borrowed(family.name.as_str());
            chosen.push(Face { file, bytes, family, headings, weight, format: Format::TrueType });
        }
    };
    if let Some(family) = own.text {
        add_own(family, false, used);
    }
    if let Some(family) = own.headings.filter(|family| own.text.is_none_or(|text| text.name != family.name)) {
        add_own(family, true, used);
    }
    let wanted = |family: &str, weight: u16| match (family, weight) {
        (TEXT, _) if own.text.is_some() => false,
        (HEADINGS, _) if own.headings.is_some() => false,
        (TEXT, 400) => true,
        (TEXT, _) => used.strong,
        _ => used.headings,
    };
    for (family, weight, name, subset) in FACES.into_iter().filter(|&(family, weight, ..)| wanted(family, weight)) {
        let (bytes, format) = match faces {
            Faces::None => continue,
            Faces::Subset => (subset, Format::Woff2),
            Faces::Full => match fonts::bundled().iter().find(|face| face.name == name) {
                Some(face) => (face.bytes(), Format::TrueType),
                None => continue,
            },
        };
        let ending = if matches!(format, Format::Woff2) { "woff2" } else { "ttf" };
        let file = format!("fonts/{}.{ending}", name.replace(' ', "-"));
        let headings = family == HEADINGS;
        chosen.push(Face {
            file,
            bytes: Cow::Borrowed(bytes),
            family: Cow::Borrowed(family),
            headings,
            weight,
            format,
        });
    }
    chosen
}

const STYLE: &str = include_str!("style.css");

/// The style sheet: with faces, it asks for them before any other of their kind.
pub(super) fn style_sheet(faces: &[Face<'_>]) -> Cow<'static, str> {
    if faces.is_empty() {
        return Cow::Borrowed(STYLE);
    }
    let mut sheet = String::new();
    for Face { file, family, weight, format, .. } in faces {
        let (family, format) = (
            quoted(family),
            match format {
                Format::TrueType => "truetype",
                Format::Woff2 => "woff2",
            },
        );
        sheet.push_str(&format!(
            "@font-face {{ font-family: {family}; font-weight: {weight}; src: url(\"{file}\") format(\"{format}\"); }}\n",
        ));
    }
    let family = |headings: bool| faces.iter().find(|face| face.headings == headings).map(|face| quoted(&face.family));
    if let Some(family) = family(false) {
        sheet.push_str(&format!("body {{ font-family: {family}, serif; }}\n"));
    }
    if let Some(family) = family(true) {
        sheet.push_str(&format!("h1, h2, h3, h4, h5, h6 {{ font-family: {family}, sans-serif; }}\n"));
    }
    sheet.push_str(STYLE);
    Cow::Owned(sheet)
}

/// A family's name as a string of CSS.
fn quoted(name: &str) -> String {
    let mut out = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '<' => out.push_str("\\3c "),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_takes_along_what_it_uses() {
        let count = |faces, strong, headings| {
            chosen(faces, Used { strong, headings }, &OwnFaces::default(), &Shown::default()).len()
        };
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
