//! Text as XML takes it: escaped, and without the characters that XML has no place for.

use crate::export::is_no_text;

/// Adds character data. `&`, `<` and `>` are escaped (so `]]>` can't arise); characters that no XML document may
/// hold, or that are no text (C0 and C1 controls, noncharacters), are left out.
pub(super) fn text(text: &str, out: &mut String) {
    escape(text, out, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        c if is_no_text(c) => Some(""),
        _ => None,
    });
}

/// Adds the value of an attribute that stands in double quotes. White space is all plain spaces, as a parser
/// would make it anyway.
pub(super) fn attribute(text: &str, out: &mut String) {
    escape(text, out, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\n' | '\t' => Some(" "),
        c if is_no_text(c) => Some(""),
        _ => None,
    });
}

/// The escaped character data of a text.
pub(super) fn escaped(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    text(source, &mut out);
    out
}

fn escape(text: &str, out: &mut String, substitute: impl Fn(char) -> Option<&'static str>) {
    let mut rest = text;
    while let Some((at, c, by)) = rest.char_indices().find_map(|(at, c)| substitute(c).map(|by| (at, c, by))) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        out.push_str(by);
        rest = after.strip_prefix(c).unwrap_or("");
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_breaks_xml_is_left() {
        assert_eq!(escaped("a\u{0}<b>&\u{B}]]>\u{85}\u{FFFE}\u{FDD0}\u{1FFFF}\r\n"), "a&lt;b&gt;&amp;]]&gt;\n");
        // Direction marks and lone harakat are text.
        assert_eq!(escaped("\u{202E}\u{64B}\u{200F}"), "\u{202E}\u{64B}\u{200F}");
        let mut out = String::new();
        attribute("a\"b\n'c'", &mut out);
        assert_eq!(out, "a&quot;b 'c'");
    }
}
