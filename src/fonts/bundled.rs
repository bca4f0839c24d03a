//! The faces inside the binary. `fonts/README.md` has each one's licence, source and checksum.

use std::borrow::Cow;

use super::cut::Cut;
use super::face::{Face, FaceError, Metrics};
use super::packed::Packed;
use crate::diagnostics::Message;
use crate::say;

/// One bundled face.
#[derive(Clone, Debug)]
pub struct Bundled {
    /// The face's name, as `nashra fonts` lists it.
    pub name: &'static str,
    file: File,
    /// What plain words are shaped with, for a face that Arabic text is set in.
    cut: Option<&'static Cut>,
    /// What it is for.
    pub purpose: Message,
}

/// How a face's file is kept.
#[derive(Clone, Copy, Debug)]
enum File {
    /// As it is, to be set with at once, and the first and the last of each stretch of its characters.
    Plain(&'static [u8], &'static [(u32, u32)]),
    /// Deflated.
    Packed(&'static Packed),
}

impl Bundled {
    /// The face's file.
    pub fn bytes(&self) -> &'static [u8] {
        match self.file {
            File::Plain(bytes, _) => bytes,
            File::Packed(packed) => packed.bytes(),
        }
    }

    /// The face, to set text with.
    pub(super) fn face(&self) -> Result<Face, FaceError> {
        let face = match self.file {
            File::Plain(bytes, characters) => Face::parse(self.name, Cow::Borrowed(bytes))?.with_characters(characters),
            File::Packed(packed) => Face::packed(self.name, packed),
        };
        Ok(face.with_cut(self.cut))
    }
}

macro_rules! plain {
    ($file:literal) => {
        File::Plain(
            include_bytes!(concat!("../../fonts/", $file, ".ttf")),
            // What the build script noted of it.
            include!(concat!(env!("OUT_DIR"), "/", $file, ".rs")),
        )
    };
}

/// What the build script made of a face.
macro_rules! packed {
    ($file:literal) => {{
        static PACKED: Packed = include!(concat!(env!("OUT_DIR"), "/", $file, ".rs"));
        File::Packed(&PACKED)
    }};
}

macro_rules! cut {
    ($file:literal arabic) => {{
        static CUT: Cut = Cut::new(include_bytes!(concat!("../../fonts/words/", $file, ".words")));
        Some(&CUT)
    }};
    ($file:literal other) => {
        None
    };
}

macro_rules! bundle {
    ($($name:literal, $kind:ident $file:literal $script:ident, $purpose:expr;)*) => {
        &[$(Bundled { name: $name, file: $kind!($file), cut: cut!($file $script), purpose: $purpose }),*]
    };
}

/// All bundled faces. Their order is that of [`super::FaceId`], so new ones go to the end.
static FACES: &[Bundled] = bundle! {
    "Amiri", plain "Amiri-Regular" arabic, say!("body text in the Bulaq style");
    "Amiri Bold", packed "Amiri-Bold" arabic, say!("strong text and headings with Amiri");
    "Noto Naskh Arabic", packed "NotoNaskhArabic-Regular" arabic, say!("body text in a plain naskh");
    "Noto Naskh Arabic Bold", packed "NotoNaskhArabic-Bold" arabic, say!("strong text and headings with Noto Naskh");
    "Noto Kufi Arabic Bold", plain "NotoKufiArabic-Bold" arabic, say!("headings");
    "Noto Serif", packed "NotoSerif-Regular" other, say!("Latin, Greek and Cyrillic that the Arabic faces lack");
    "Noto Serif Bold", packed "NotoSerif-Bold" other, say!("the same in bold");
    "Noto Sans Math", packed "NotoSansMath-Regular" other, say!("arrows and mathematical signs");
    "Noto Sans Symbols 2", packed "NotoSansSymbols2-Regular" other, say!("other symbols");
};

/// The faces inside the binary, in the order of their ids.
pub fn bundled() -> &'static [Bundled] {
    FACES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_of_a_face_is_what_its_file_says() {
        for bundled in FACES {
            let noted = bundled.face().expect("a face");
            let read = Face::parse(bundled.name, Cow::Borrowed(bundled.bytes())).expect("its file parses");
            assert_eq!(noted.metrics(), read.metrics(), "{}", bundled.name);
            let other = ('\0'..=char::MAX).find(|&c| noted.covers(c) != read.covers(c));
            assert_eq!(other, None, "{}", bundled.name);
        }
    }
}
