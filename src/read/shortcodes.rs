//! WordPress's shortcodes, as `[caption id="…"]…[/caption]`: what its own editor put in texts before there were
//! blocks. A caption becomes a figure; what a plugin would put in place of another is not known here, so that it is
//! left out and told. Of codes with a beginning and an end, as page builders put them around texts, the text stays.

use std::collections::HashSet;

use super::placed::Placed;
use super::report::Report;
use crate::say;

/// The codes that WordPress itself has, and those of players and forms that are seen most. Other words in brackets
/// are the author's.
const KNOWN: [&str; 16] = [
    "gallery",
    "audio",
    "video",
    "embed",
    "playlist",
    "youtube",
    "vimeo",
    "twitter",
    "tweet",
    "facebook",
    "instagram",
    "contact-form-7",
    "contact-form",
    "sharethis",
    "googlemaps",
    "soundcloud",
];

/// The text with captions as figures and without the other known codes.
pub fn resolve(placed: &Placed, report: &mut Report) -> Placed {
    let text = placed.text.as_str();
    if !text.contains('[') {
        return placed.clone();
    }
    let mut out = String::with_capacity(text.len());
    let mut steps = vec![(0, 0)];
    let mut at = 0;
    // The captions that stand in the attributes of codes that are open.
    let mut captions: Vec<&str> = Vec::new();
    // What has an end is a code too, whoever made it: those of page builders stand around every paragraph.
    let closed: HashSet<&str> = text
        .match_indices("[/")
        .filter_map(|(at, _)| text.get(at..).and_then(code))
        .map(|code| code.name)
        .filter(|name| is_name(name))
        .collect();
    let mut told = HashSet::new();
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('[')) {
        let start = at + found;
        out.push_str(text.get(at..start).unwrap_or(""));
        let rest = text.get(start..).unwrap_or("");
        let code = code(rest);
        match code {
            Some(Code { name: "caption" | "wp_caption", closing: false, inner, length }) => {
                out.push_str("<figure>");
                captions.push(attribute(inner, "caption").unwrap_or(""));
                at = start + length;
            }
            Some(Code { name: "caption" | "wp_caption", closing: true, length, .. }) => {
                // As WordPress wrote them before version 3.4: it is HTML, as the rest of the text is.
                if let Some(caption) = captions.pop().filter(|caption| !caption.is_empty()) {
                    steps.push((out.len(), start));
                    out.push_str("<figcaption>");
                    out.push_str(caption);
                    out.push_str("</figcaption>");
                }
                out.push_str("</figure>");
                at = start + length;
            }
            Some(Code { name, closing, inner, length }) if KNOWN.contains(&name) => {
                if !closing {
                    let what = say!(
                        "the code [{name}] was left out: what it stands for is known to its site only",
                        name = super::address::shown(inner)
                    );
                    report.warning(placed.spot(start), "content", what, say!());
                }
                at = start + length;
            }
            Some(code) if closed.contains(code.name) || has_attribute(&code) => {
                if !code.closing && told.insert(code.name) {
                    let what = say!("the codes [{name}] were left out: text between them stays", name = code.name);
                    report.warning(placed.spot(start), "content", what, say!());
                }
                at = start + code.length;
            }
            _ => {
                out.push('[');
                at = start + 1;
            }
        }
        steps.push((out.len(), at));
    }
    out.push_str(text.get(at..).unwrap_or(""));
    placed.map(out, &steps)
}

struct Code<'t> {
    name: &'t str,
    closing: bool,
    /// The name and the attributes.
    inner: &'t str,
    length: usize,
}

/// Whether a word is the name of a code: words in brackets that are no codes are the author's.
fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-'))
}

/// Whether a code has an attribute with its value in quotes.
fn has_attribute(code: &Code) -> bool {
    let rest = code.inner.get(code.name.len()..).unwrap_or("");
    is_name(code.name)
        && rest.match_indices('=').any(|(at, _)| {
            let named = rest.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric()));
            named && rest.get(at + 1..).is_some_and(|value| value.starts_with(['"', '\'', '&', '”', '“']))
        })
}

/// The value of an attribute, which stands in quotes.
fn attribute<'t>(inner: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = inner.split_once(&format!(" {name}="))?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest.get(1..)?.split(quote).next()
}

/// The code that begins a text.
fn code(text: &str) -> Option<Code<'_>> {
    /// Longer attributes than any editor writes.
    const MOST: usize = 2000;
    let inner = text.strip_prefix('[')?;
    let end = inner.bytes().take(MOST).position(|byte| byte == b']')?;
    let inner = inner.get(..end)?;
    let (closing, inner) = match inner.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, inner),
    };
    let name = inner.split([' ', '\t', '\n', '=', '/']).next()?;
    Some(Code { name, closing, inner, length: end + 2 })
}
