//! The faces inside the binary. `fonts/README.md` has each one's licence, source and checksum.

/// One bundled face.
#[derive(Clone, Copy, Debug)]
pub struct Bundled {
    /// The face's name, as `nashra fonts` lists it.
    pub name: &'static str,
    /// Its file.
    pub bytes: &'static [u8],
    /// What it is for.
    pub purpose: &'static str,
}

macro_rules! bundle {
    ($($name:literal, $file:literal, $purpose:literal;)*) => {
        &[$(Bundled {
            name: $name,
            bytes: include_bytes!(concat!("../../fonts/", $file)),
            purpose: $purpose,
        }),*]
    };
}

/// All bundled faces. Their order is that of [`super::FaceId`], so new ones go to the end.
static FACES: &[Bundled] = bundle! {
    "Amiri", "Amiri-Regular.ttf", "body text in the Bulaq style";
    "Amiri Bold", "Amiri-Bold.ttf", "strong text and headings with Amiri";
    "Noto Naskh Arabic", "NotoNaskhArabic-Regular.ttf", "body text in a plain naskh";
    "Noto Naskh Arabic Bold", "NotoNaskhArabic-Bold.ttf", "strong text and headings with Noto Naskh";
    "Noto Kufi Arabic Bold", "NotoKufiArabic-Bold.ttf", "headings";
    "Noto Serif", "NotoSerif-Regular.ttf", "Latin, Greek and Cyrillic that the Arabic faces lack";
    "Noto Serif Bold", "NotoSerif-Bold.ttf", "the same in bold";
    "Noto Sans Math", "NotoSansMath-Regular.ttf", "arrows and mathematical signs";
    "Noto Sans Symbols 2", "NotoSansSymbols2-Regular.ttf", "other symbols";
};

/// The faces inside the binary, in the order of their ids.
pub fn bundled() -> &'static [Bundled] {
    FACES
}
