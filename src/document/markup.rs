//! Inline Markdown in the strings of the project's own forms.
//!
//! Only what an inline needs is markup, so that an author's text keeps its characters: `**strong**`,
//! `*emphasis*`, `[text](address)`, `[text]{lang=en}`, `[^note]`, a backslash before one of `* [ ] \`, and a
//! backslash before a line's end for a line break. Whatever does not complete one of these is plain text.
//! A line end by itself is a space.

use super::{Inline, Language};

/// How deep inlines may stand in one another; deeper markup stays plain text. No author nests deeper, and the
/// walks over inlines are recursive.
const MAX_DEPTH: usize = 16;

/// What [`parse`] found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// The inlines.
    pub inlines: Vec<Inline>,
    /// Pairs of byte offsets `(in the plain text, in the source)` at which the two fall back into step after
    /// markup, in order; the first is `(0, 0)` or where the first plain character stands.
    pub steps: Vec<(usize, usize)>,
}

/// Reads inline Markdown.
pub fn parse(source: &str) -> Parsed {
    let mut parser = Parser { source, plain: 0, steps: Vec::new(), brackets: None, unclosed: [usize::MAX; 2] };
    let inlines = parser.inlines(0, source.len(), 0);
    Parsed { inlines, steps: parser.steps }
}

/// Writes inlines so that [`parse`] gives them back.
pub fn write(inlines: &[Inline]) -> String {
    let mut out = String::new();
    write_into(inlines, &mut out);
    out
}

fn write_into(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => {
                for c in text.chars() {
                    if matches!(c, '*' | '[' | ']' | '\\') {
                        out.push('\\');
                    }
                    out.push(c);
                }
            }
            Inline::Strong(content) => wrap("**", content, "**", out),
            Inline::Emphasis(content) => wrap("*", content, "*", out),
            Inline::Link { href, content } => {
                let href = href.replace('(', "%28").replace(')', "%29").replace(' ', "%20");
                wrap("[", content, &format!("]({href})"), out);
            }
            Inline::Span { language, content } => {
                wrap("[", content, &format!("]{{lang={}}}", language.as_str()), out);
            }
            Inline::LineBreak => out.push_str("\\\n"),
            Inline::NoteRef(name) => {
                out.push_str("[^");
                out.push_str(name);
                out.push(']');
            }
        }
    }
}

fn wrap(open: &str, content: &[Inline], close: &str, out: &mut String) {
    out.push_str(open);
    write_into(content, out);
    out.push_str(close);
}

/// What follows a bracketed text.
enum Bracketed {
    Link(String),
    Span(Language),
}

struct Parser<'s> {
    source: &'s str,
    /// Bytes of plain text so far.
    plain: usize,
    steps: Vec<(usize, usize)>,
    /// Pairs of brackets `(open, close)` in the order of their opening, found when the first is met.
    brackets: Option<Vec<(usize, usize)>>,
    /// For `*` and `**`: the end of the range in which no mark closes any more, so that a text of opening marks
    /// is searched once.
    unclosed: [usize; 2],
}

impl Parser<'_> {
    /// The inlines of `source[at..end]`.
    fn inlines(&mut self, mut at: usize, end: usize, depth: usize) -> Vec<Inline> {
        let source = self.source;
        let mut out = Vec::new();
        let mut text = String::new();
        self.steps.push((self.plain, at));
        while at < end {
            let rest = &source[at..end];
            // Text up to the next byte that may mean something is taken at once.
            let plain = rest.bytes().position(|b| matches!(b, b'\\' | b'*' | b'[' | b'\n')).unwrap_or(rest.len());
            if plain > 0 {
                text.push_str(&rest[..plain]);
                self.plain += plain;
                at += plain;
                continue;
            }
            let Some(c) = rest.chars().next() else { break };
            let found = match c {
                '\\' => {
                    let next = rest[1..].chars().next();
                    match next {
                        Some(n @ ('*' | '[' | ']' | '\\')) => {
                            self.steps.push((self.plain, at + 1));
                            text.push(n);
                            self.plain += 1;
                            at += 2;
                            continue;
                        }
                        Some('\n') => Some((Inline::LineBreak, 2)),
                        _ => None,
                    }
                }
                '*' if depth < MAX_DEPTH => self.starred(at, end, depth, &mut out, &mut text),
                '[' if depth < MAX_DEPTH => self.bracketed(at, end, depth, &mut out, &mut text),
                _ => None,
            };
            match found {
                Some((inline, length)) => {
                    flush(&mut text, &mut out);
                    if inline == Inline::LineBreak {
                        self.plain += 1;
                    }
                    out.push(inline);
                    at += length;
                    self.steps.push((self.plain, at));
                }
                None => {
                    let c = if c == '\n' { ' ' } else { c };
                    text.push(c);
                    self.plain += c.len_utf8();
                    at += c.len_utf8();
                }
            }
        }
        flush(&mut text, &mut out);
        out
    }

    /// `*…*` or `**…**` at `at`. What stands before it is flushed first, as its content moves the count on.
    fn starred(
        &mut self,
        at: usize,
        end: usize,
        depth: usize,
        out: &mut Vec<Inline>,
        text: &mut String,
    ) -> Option<(Inline, usize)> {
        let rest = &self.source[at..end];
        let marks = if rest.starts_with("**") { "**" } else { "*" };
        let inner = &rest[marks.len()..];
        let row = rest.bytes().take_while(|&b| b == b'*').count();
        if row > 3 || inner.starts_with(char::is_whitespace) || self.unclosed[marks.len() - 1] == end {
            return None;
        }
        let Some(close) = find_close(inner, marks) else {
            self.unclosed[marks.len() - 1] = end;
            return None;
        };
        flush(text, out);
        let start = at + marks.len();
        let content = self.inlines(start, start + close, depth + 1);
        let inline = if marks.len() == 2 { Inline::Strong(content) } else { Inline::Emphasis(content) };
        Some((inline, close + 2 * marks.len()))
    }

    /// `[^name]`, `[text](address)` or `[text]{lang=tag}` at `at`.
    fn bracketed(
        &mut self,
        at: usize,
        end: usize,
        depth: usize,
        out: &mut Vec<Inline>,
        text: &mut String,
    ) -> Option<(Inline, usize)> {
        let rest = &self.source[at + 1..end];
        if let Some(name) = rest.strip_prefix('^') {
            let length = name.find(']')?;
            let name = &name[..length];
            let fits = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
            return fits.then(|| (Inline::NoteRef(name.to_owned()), length + 3));
        }
        let pairs = self.brackets.get_or_insert_with(|| pair_brackets(self.source));
        let pair = pairs.binary_search_by_key(&at, |pair| pair.0).ok().and_then(|i| pairs.get(i))?;
        let close = pair.1 - at - 1;
        if close == 0 || pair.1 >= end {
            return None;
        }
        let after = &rest[close + 1..];
        let (tail, kind) = if let Some(href) = after.strip_prefix('(') {
            let length = href.find(|c: char| c == ')' || c.is_whitespace()).filter(|&l| href[l..].starts_with(')'))?;
            if length == 0 {
                return None;
            }
            (length + 2, Bracketed::Link(href[..length].to_owned()))
        } else {
            let tag = after.strip_prefix("{lang=")?;
            let length = tag.find('}')?;
            (length + "{lang=}".len(), Bracketed::Span(Language::parse(&tag[..length]).ok()?))
        };
        flush(text, out);
        let content = self.inlines(at + 1, at + 1 + close, depth + 1);
        let inline = match kind {
            Bracketed::Link(href) => Inline::Link { href, content },
            Bracketed::Span(language) => Inline::Span { language, content },
        };
        Some((inline, close + 2 + tail))
    }
}

fn flush(text: &mut String, out: &mut Vec<Inline>) {
    if !text.is_empty() {
        out.push(Inline::Text(std::mem::take(text)));
    }
}

/// Where `marks` close the text that begins `inner`: a row of as many stars, or of three, that is neither escaped
/// nor after white space.
fn find_close(inner: &str, marks: &str) -> Option<usize> {
    let bytes = inner.as_bytes();
    // In `***…***` the row of three opens a strong and an emphasis inside it.
    let mut at = bytes.iter().take_while(|&&b| b == b'*').count();
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'*' => {
                let row = bytes[at..].iter().take_while(|&&b| b == b'*').count();
                if (row == marks.len() || row == 3) && at > 0 && !inner[..at].ends_with(char::is_whitespace) {
                    // Of `***` the first star closes the emphasis inside.
                    return Some(at + row - marks.len());
                }
                at += row;
            }
            _ => at += 1,
        }
    }
    None
}

/// The pairs of brackets of a source, in the order of their opening. Escaped ones don't count.
fn pair_brackets(source: &str) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    let mut escaped = false;
    for (at, byte) in source.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => open.push(at),
            b']' => pairs.extend(open.pop().map(|start| (start, at))),
            _ => {}
        }
    }
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(s: &str) -> Inline {
        Inline::Text(s.into())
    }

    #[test]
    fn markup_is_read() {
        assert_eq!(
            parse("قال **بوضوح** إن *الأمر* [هنا](https://a.b/c) [NATO]{lang=en}[^1]").inlines,
            vec![
                text("قال "),
                Inline::Strong(vec![text("بوضوح")]),
                text(" إن "),
                Inline::Emphasis(vec![text("الأمر")]),
                text(" "),
                Inline::Link { href: "https://a.b/c".into(), content: vec![text("هنا")] },
                text(" "),
                Inline::Span { language: Language::parse("en").unwrap(), content: vec![text("NATO")] },
                Inline::NoteRef("1".into()),
            ]
        );
        assert_eq!(
            parse("**أ *ب* ج**").inlines,
            vec![Inline::Strong(vec![text("أ "), Inline::Emphasis(vec![text("ب")]), text(" ج")])]
        );
    }

    #[test]
    fn what_completes_no_markup_is_plain() {
        for plain in
            ["5 * 3 * 2", "[نص] بلا رابط", "* بند", "a*", "**", "_x_", "# 13", "[](x)", "[a](b c)", "[a]{lang=}"]
        {
            assert_eq!(parse(plain).inlines, vec![text(plain)], "{plain}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for inlines in [
            vec![text("a*b[c]\\d"), Inline::LineBreak, text("e")],
            vec![Inline::Strong(vec![text("x "), Inline::Emphasis(vec![text("y")])]), text("*")],
            vec![Inline::Link { href: "https://a/b_(c)".into(), content: vec![text("]")] }],
        ] {
            let written = write(&inlines);
            let again = write(&parse(&written).inlines);
            assert_eq!(again, written);
        }
        assert_eq!(parse("\\*x\\*").inlines, vec![text("*x*")]);
    }

    #[test]
    fn steps_lead_back_to_the_source() {
        let source = "أ **ب** \\* ج";
        let parsed = parse(source);
        let plain = "أ ب * ج";
        let at = plain.find('ج').unwrap();
        let (p, s) = *parsed.steps.iter().rev().find(|(p, _)| *p <= at).unwrap();
        assert!(source[s + at - p..].starts_with('ج'));
    }

    #[test]
    fn hostile_rows_of_marks_end_soon() {
        for row in ["*a ", "[", "**a *b ", "[a] ", "*a* ", "[[a]] "] {
            let _ = parse(&row.repeat(200_000));
        }
    }
}
