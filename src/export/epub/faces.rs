//! The style sheet, and the faces that may travel with it.

use std::borrow::Cow;

/// A face that is stored in the book.
#[derive(Clone, Copy, Debug)]
pub struct Face<'a> {
    /// The name of its family: letters, digits, spaces and hyphens.
    pub family: &'a str,
    /// Its weight after CSS: 400 is regular, 700 bold.
    pub weight: u16,
    /// The bytes of a TrueType file.
    pub bytes: &'a [u8],
}

impl Face<'_> {
    /// The face's file inside the book.
    pub(super) fn file(&self) -> String {
        let name: String = self.family.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        format!("fonts/{name}-{}.ttf", self.weight)
    }
}

const STYLE: &str = include_str!("style.css");

/// The style sheet; with faces, the first family becomes the body's.
pub(super) fn style_sheet(faces: &[Face]) -> Cow<'static, str> {
    let Some(first) = faces.first() else { return Cow::Borrowed(STYLE) };
    let family = |face: &Face| face.family.chars().filter(|c| c.is_alphanumeric() || " -".contains(*c)).collect();
    let mut sheet = String::new();
    for face in faces {
        let family: String = family(face);
        sheet.push_str(&format!(
            "@font-face {{ font-family: \"{family}\"; font-weight: {}; src: url(\"{}\"); }}\n",
            face.weight,
            face.file()
        ));
    }
    let body: String = family(first);
    sheet.push_str(&format!("body {{ font-family: \"{body}\", serif; }}\n"));
    sheet.push_str(STYLE);
    Cow::Owned(sheet)
}
