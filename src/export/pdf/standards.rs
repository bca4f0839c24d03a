//! The standards that a PDF keeps, and where each of their requirements is met.
//!
//! # PDF/A-2a (ISO 19005-2:2011)
//!
//! | clause | asks for | met in |
//! |---|---|---|
//! | 6.1.2 | header with version, and a comment of four high bytes | `file`; version in `finish` |
//! | 6.1.3 | a file identifier in the trailer; no encryption | `file` (ID from the content) |
//! | 6.1.7 | stream lengths; no external streams; no LZW | `file`; Flate alone |
//! | 6.1.12 | no names, strings, arrays over the limits; at most 8,191 colorants | no such objects are made |
//! | 6.1.13 | limits of integers, reals, nesting of q | `page`: no graphics state is nested |
//! | 6.2.2 | content streams with only the operators of ISO 32000-1; resources named in the page | `page`, `content`; printpdf, `images` |
//! | 6.2.3 | an output intent with an embedded profile | `finish`, `colour_profile` |
//! | 6.2.4 | device colours only under a fitting output intent | DeviceGray and DeviceRGB under sRGB |
//! | 6.2.8 | images without alternates, OPI, interpolation | `page` |
//! | 6.2.10 | transparency only with a blending space | soft masks under the RGB output intent |
//! | 6.2.11.2 | font dictionaries after ISO 32000-1 | printpdf, `fonts` |
//! | 6.2.11.3 | composite fonts: CIDSystemInfo, CIDToGIDMap, CMap | `fonts` (Identity-H, Identity) |
//! | 6.2.11.4 | font programs embedded, with all glyphs that are used | `face` |
//! | 6.2.11.5 | widths agree in dictionary and program | `face` (both from one number) |
//! | 6.2.11.6 | symbolic flag of TrueType programs | `fonts` (Flags 4) |
//! | 6.2.11.7.2 | ToUnicode for all codes, without U+0000, U+FEFF, U+FFFE | `fonts` |
//! | 6.2.11.7.3 | no private-use characters without ActualText (level A) | [`Standard::for_text`] falls back to 2u |
//! | 6.2.11.8 | .notdef is not referred to | `face`: code 0 is never written; a missing character's box has its own code |
//! | 6.3.2 | annotations printed, not hidden | `structure` (F 4) |
//! | 6.3.3 | appearance streams, but not for links | only links are made |
//! | 6.5 | only allowed actions | URI and GoTo alone |
//! | 6.6.2 | XMP that agrees with Info, in known or described schemas | `metadata` |
//! | 6.6.4 | identification by part and conformance | `metadata` |
//! | 6.7.2 | MarkInfo with Marked true | `structure` |
//! | 6.7.3 | a logical structure of standard types, artifacts marked | `marks`, `structure` |
//! | 6.7.4 | natural language of document and spans | `finish`, `structure` |
//! | 6.7.5 | alternate descriptions of figures | `structure` (Alt) |
//! | 6.8, 6.9 | no embedded files but PDF/A; no forms, no layers | none are made |
//!
//! # PDF/UA-1 (ISO 14289-1:2014)
//!
//! | clause | asks for | met in |
//! |---|---|---|
//! | 5 | identification in XMP | `metadata` |
//! | 6.2, 7.1 | all content tagged, or an artifact; no content in both | `marks` |
//! | 7.1 | standard types; no Suspects; a title that is displayed | `marks`, `finish` |
//! | 7.2 | reading order; language; text that maps to Unicode | layout's tree, `structure`, `fonts` |
//! | 7.3 | figures with Alt and BBox | `structure` |
//! | 7.4.2 | headings begin with H1 and skip no level | layout's `rows` |
//! | 7.5 | tables with TH and Scope | `structure` |
//! | 7.6 | lists with L, LI, Lbl, LBody and ListNumbering | layout's `rows`, `structure` |
//! | 7.8 | furniture as pagination artifacts | `marks` |
//! | 7.9 | notes with unique identifiers | `structure` (ID) |
//! | 7.17 | navigation: outline that follows the structure | `outline` |
//! | 7.18.1 | annotations in the tree | `structure` (OBJR, StructParent) |
//! | 7.18.3 | Tabs S on pages with annotations | `structure` |
//! | 7.18.5 | links as Link, with Contents | `structure` |
//! | 7.21.4 | fonts embedded | `face` |
//! | 7.21.7 | ToUnicode | `fonts` |

use crate::layout::{Content, Layout};

/// The standard of archiving that a PDF keeps. PDF/UA-1 is kept beside it where the PDF is tagged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standard {
    /// PDF/A-2a: archiving, with structure.
    #[default]
    A2a,
    /// PDF/A-2u: archiving, with text that maps to Unicode.
    A2u,
    /// PDF/A-2b: archiving, for the eye.
    A2b,
    /// No standard is claimed.
    Plain,
}

impl Standard {
    /// All of them, by their names on the command line.
    pub const ALL: [(&'static str, Standard); 4] =
        [("2a", Standard::A2a), ("2u", Standard::A2u), ("2b", Standard::A2b), ("none", Standard::Plain)];

    /// The standard of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Standard::ALL.into_iter().find(|(n, _)| *n == name).map(|(_, standard)| standard)
    }

    /// The level that XMP names; none where no standard is claimed.
    pub fn conformance(self) -> Option<char> {
        match self {
            Standard::A2a => Some('A'),
            Standard::A2u => Some('U'),
            Standard::A2b => Some('B'),
            Standard::Plain => None,
        }
    }

    /// The standard that a layout can keep: text with private-use characters, and a PDF without tags, rule 2a out.
    pub fn for_text(self, layout: &Layout, tagged: bool) -> Self {
        match self {
            Standard::A2a if !tagged || has_private_use(layout) => Standard::A2u,
            other => other,
        }
    }
}

fn has_private_use(layout: &Layout) -> bool {
    let private = |c: char| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..);
    layout.pages.iter().flat_map(|p| &p.frames).any(|frame| match &frame.content {
        Content::Line { line, source } => source.text[line.range.clone()].chars().any(private),
        _ => false,
    })
}
