//! What makes a text safe as a file's name, on every system.

use icu_segmenter::GraphemeClusterSegmenter;

/// The most bytes of a name before its ending. File systems allow 255 for all; the rest leaves room for the
/// ending and for what copying tools add.
pub const MAX_NAME: usize = 200;

/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Makes a text safe as a file's name on Linux, macOS and Windows.
///
/// `/`, `\`, `:`, `*`, `?`, `"`, `<`, `>`, `|`, controls and marks of direction become `-`; white space becomes one
/// space; runs of dots become one; dots and spaces at the ends go, and hyphens at the beginning, which programs
/// take for options; a name that Windows keeps for a device gets a `_`; more than `MAX_NAME` bytes
/// are cut off between what a reader takes for characters. An empty text is `unnamed`.
pub fn safe_name(text: &str) -> String {
    let mut name = safe_piece(text);
    cut(&mut name, MAX_NAME);
    let mut name = name.trim_start_matches(['.', ' ', '-']).trim_end_matches(is_trimmed).to_owned();
    if name.is_empty() {
        name.push_str("unnamed");
    }
    let end = name.find('.').unwrap_or(name.len());
    let device = name.get(..end).unwrap_or_default().trim_end().to_ascii_lowercase();
    if DEVICES.contains(&device.as_str()) {
        name.insert(end, '_');
    }
    name
}

/// Makes a text safe in the middle of a name.
pub fn safe_piece(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        let c = if c.is_whitespace() {
            ' '
        } else if is_forbidden(c) {
            '-'
        } else {
            c
        };
        // One space, one dot: two dots lead to the folder above.
        if !(matches!(c, ' ' | '.') && out.ends_with(c)) {
            out.push(c);
        }
    }
    out
}

/// Dots and spaces are dropped from the end of a name by Windows.
pub fn is_trimmed(c: char) -> bool {
    matches!(c, '.' | ' ')
}

/// What no file's name may have: some system takes it for something else, or shows the name otherwise than it is.
pub fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
        // Marks of direction show a name otherwise than it is.
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

/// Cuts a text to at most `most` bytes, between what a reader takes for characters.
pub fn cut(text: &mut String, most: usize) {
    if text.len() > most {
        let boundaries = GraphemeClusterSegmenter::new().segment_str(text);
        let at = boundaries.take_while(|at| *at <= most).last().unwrap_or(0);
        text.truncate(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe() {
        for (text, expected) in [
            ("../../etc/passwd", "etc-passwd"),
            (".hidden", "hidden"),
            ("-rf", "rf"),
            ("a:b\\c\u{0}d", "a-b-c-d"),
            (" a \t\n b. ", "a b"),
            ("con", "con_"),
            ("NUL.txt", "NUL_.txt"),
            ("a\u{202E}b", "a-b"),
            ("...", "unnamed"),
            ("", "unnamed"),
            ("نشرة ١", "نشرة ١"),
        ] {
            assert_eq!(safe_name(text), expected, "{text:?}");
            assert_eq!(safe_name(expected), expected);
        }
    }
}
