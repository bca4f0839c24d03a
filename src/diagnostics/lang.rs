//! The languages in which messages are told, and their catalogues.

use std::collections::HashMap;
use std::io::Read;
use std::sync::LazyLock;

/// A language of messages. It has nothing to do with the language of articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// The language that templates are written in.
    #[default]
    English,
    /// Arabic.
    Arabic,
}

/// The Arabic catalogue, ar.toml, as the build script deflated it.
const DEFLATED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/ar.toml.deflate"));

/// The Arabic catalogue: each template and what stands for it. Read once, when the first Arabic message is told.
static ARABIC: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut text = String::new();
    // A test reads it; a catalogue that could not be read would leave the messages in English.
    let _ = flate2::read::DeflateDecoder::new(DEFLATED).read_to_string(&mut text);
    let catalogue: HashMap<String, String> = toml::from_str(&text).unwrap_or_default();
    catalogue.into_iter().map(|(english, arabic)| (english, code_isolated(&arabic))).collect()
});

/// Arabic with its code, which the catalogues put in backticks, isolated: it runs from left to right by itself.
pub fn code_isolated(arabic: &str) -> String {
    /// LEFT-TO-RIGHT ISOLATE, and POP DIRECTIONAL ISOLATE.
    const MARKS: [char; 2] = ['\u{2066}', '\u{2069}'];
    let mut marks = MARKS.into_iter().cycle();
    arabic.chars().filter_map(|c| if c == '`' { marks.next() } else { Some(c) }).collect()
}

impl Lang {
    /// All of them.
    pub const ALL: [Lang; 2] = [Lang::English, Lang::Arabic];

    /// Its tag, by which the user names it.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::English => "en",
            Lang::Arabic => "ar",
        }
    }

    /// The language of a locale of the system, as `ar_SY.UTF-8`; English for all that have no catalogue.
    pub fn of_locale(locale: &str) -> Self {
        let end = locale.find(['_', '.', '@', '-']).unwrap_or(locale.len());
        let language = locale.get(..end).unwrap_or_default();
        if language.eq_ignore_ascii_case("ar") { Lang::Arabic } else { Lang::English }
    }

    /// Whether it is written from right to left.
    pub const fn is_right_to_left(self) -> bool {
        matches!(self, Lang::Arabic)
    }

    /// What parts the members of a list.
    pub const fn comma(self) -> &'static str {
        match self {
            Lang::English => ", ",
            Lang::Arabic => "، ",
        }
    }

    /// The template that stands for an English one; the English one itself where the catalogue has none.
    pub(super) fn template(self, english: &'static str) -> &'static str {
        match self {
            Lang::English => english,
            Lang::Arabic => ARABIC.get(english).map_or(english, String::as_str),
        }
    }
}
