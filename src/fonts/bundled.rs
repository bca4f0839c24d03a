//! The faces inside the binary. `fonts/README.md` has each one's licence, source and checksum.

use crate::diagnostics::Message;
use crate::say;

/// One bundled face.
#[derive(Clone, Debug)]
pub struct Bundled {
    /// The face's name, as `nashra fonts` lists it.
    pub name: &'static str,
    /// Its file.
    pub bytes: &'static [u8],
    /// What it is for.
    pub purpose: Message,
}

macro_rules! bundle {
    ($($name:literal, $file:literal, $purpose:expr;)*) => {
        &[$(Bundled {
            name: $name,
            bytes: include_bytes!(concat!("../../fonts/", $file)),
            purpose: $purpose,
        }),*]
    };
}

/// All bundled faces. Their order is that of [`super::FaceId`], so new ones go to the end.
static FACES: &[Bundled] = bundle! {
    "Amiri", "Amiri-Regular.ttf", say!("body text in the Bulaq style");
    "Amiri Bold", "Amiri-Bold.ttf", say!("strong text and headings with Amiri");
    "Noto Naskh Arabic", "NotoNaskhArabic-Regular.ttf", say!("body text in a plain naskh");
    "Noto Naskh Arabic Bold", "NotoNaskhArabic-Bold.ttf", say!("strong text and headings with Noto Naskh");
    "Noto Kufi Arabic Bold", "NotoKufiArabic-Bold.ttf", say!("headings");
    "Noto Serif", "NotoSerif-Regular.ttf", say!("Latin, Greek and Cyrillic that the Arabic faces lack");
    "Noto Serif Bold", "NotoSerif-Bold.ttf", say!("the same in bold");
    "Noto Sans Math", "NotoSansMath-Regular.ttf", say!("arrows and mathematical signs");
    "Noto Sans Symbols 2", "NotoSansSymbols2-Regular.ttf", say!("other symbols");
};

/// The faces inside the binary, in the order of their ids.
pub fn bundled() -> &'static [Bundled] {
    FACES
}
