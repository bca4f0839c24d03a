//! The body of a field that does not say whether it holds markup: some programs write plain text there, some HTML, and
//! some HTML that was escaped once more than the form asks for.

use super::flat;
use super::foreign::{How, has_markup, looks_like_html};
use super::placed::Placed;
use super::report::Report;
use super::{clean, leftovers};
use crate::document::Block;

/// Tags that stand within a line; plain texts have other signs of “less than” too.
const INLINE: [&str; 15] = [
    "<b>", "<i>", "<em>", "<strong>", "<u>", "<s>", "<a ", "<span", "<font", "<sup>", "<sub>", "<q>", "<mark>",
    "<img ", "<cite>",
];

impl Report {
    /// The blocks of a body in markup or in plain text, as its letters show.
    pub fn any_body(&mut self, placed: &Placed, field: &str, how: &How) -> Vec<Block> {
        if looks_like_html(&placed.text) {
            return self.html_body(placed, field, how);
        }
        if let Some(once) = unescaped(placed) {
            return self.html_body(&once, field, how);
        }
        if !has_inline(&placed.text) {
            return self.plain_body(placed, how.options);
        }
        // Lines are paragraphs, as in plain text, and what stands in them is markup.
        let mut lines: Vec<Placed> = flat::lines(&placed.text).map(|range| placed.slice(range)).collect();
        lines.retain(|line| !clean::is_blank(&line.text));
        leftovers::cut(self, &mut lines, how.options);
        lines.iter().flat_map(|line| self.html_body(line, field, how)).collect()
    }
}

/// Whether a text has markup of any kind in it.
pub fn has_any_markup(placed: &Placed) -> bool {
    looks_like_html(&placed.text) || has_inline(&placed.text) || unescaped(placed).is_some()
}

/// Whether a plain text has emphases, links or characters by their names.
fn has_inline(text: &str) -> bool {
    let named = text.contains('&') && has_markup(&text.replace('<', " "));
    named
        || (text.contains('<') && {
            let lower = text.to_ascii_lowercase();
            INLINE.iter().any(|tag| lower.contains(tag))
        })
}

/// A text all of whose tags are escaped, with its tags as such. What a text shows on purpose stands in markup of its
/// own, or opens and never closes.
pub fn unescaped(placed: &Placed) -> Option<Placed> {
    const TAGS: [&str; 7] =
        ["&lt;/p&gt;", "&lt;br", "&lt;/div&gt;", "&lt;/ul&gt;", "&lt;/ol&gt;", "&lt;/h2&gt;", "&lt;/h3&gt;"];
    let text = &placed.text;
    if text.contains('<') || !TAGS.iter().any(|tag| text.contains(tag)) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut steps = vec![(0, 0)];
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let known = [("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\''), ("&#039;", '\''), ("&amp;", '&')];
        if let Some((name, sign)) = known.iter().find(|(name, _)| rest.starts_with(name)) {
            out.push(*sign);
            at += name.len();
            steps.push((out.len(), at));
        } else {
            let next = rest.char_indices().skip(1).find(|(_, c)| *c == '&').map_or(rest.len(), |(next, _)| next);
            out.push_str(rest.get(..next).unwrap_or(rest));
            at += next;
        }
    }
    Some(placed.map(out, &steps))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lines::Spot;

    #[test]
    fn what_was_escaped_twice() {
        let of = |text: &str| unescaped(&Placed::at(text, Spot { line: 1, column: 1 }));
        let once = of("&lt;p&gt;نص &amp;amp; &lt;b&gt;رمز&lt;/b&gt;&lt;/p&gt;").unwrap();
        assert_eq!(once.text, "<p>نص &amp; <b>رمز</b></p>");
        assert_eq!(once.spot(3).column, 10);
        assert_eq!(of("الوسم &lt;p&gt; في الصفحات"), None);
        assert_eq!(of("<b>مثال</b>: &lt;p&gt;نص&lt;/p&gt;"), None);
        assert!(!has_inline("إذا كان أ <ب> أو 5 < 6 & 7"));
        assert!(has_inline("قال &quot;نعم&quot;") && has_inline("كلمة <b>غليظة</b>"));
    }
}
