//! Text copied out of a web page: category labels, the headline, paragraphs, and what the page had around them.
//!
//! Each line that is not blank is a piece. Nothing in it is markup, and no date or name is guessed.

use super::clean::is_blank;
use super::detect::Reader;
use super::flat::lines;
use super::foreign::broken;
use super::input::Input;
use super::leftovers::{cut, entries};
use super::lines::Spot;
use super::placed::Placed;
use super::report::Report;
use super::{Format, Options, Outcome};
use crate::document::{Article, Block};
use crate::say;

/// The labels, one in each line of the file.
const LABELS: &str = include_str!("data/labels.txt");

/// Reads copied text; takes everything.
pub struct Copied;

impl Reader for Copied {
    fn format(&self) -> Format {
        Format::Copied
    }

    fn recognises(&self, _: &Input) -> bool {
        true
    }

    fn read(&self, input: &Input, options: &Options) -> Vec<Outcome> {
        // A whole XML document is no text that anyone copied: its elements would be printed.
        if options.from.is_none() && input.text.trim_start().starts_with("<?xml") {
            let cure = say!("give NewsML-G2, NITF, RSS, Atom, WXR or XHTML; --from copied reads it as text");
            return broken(input, 0, say!("this XML is in none of the forms that are read"), cure);
        }
        vec![read(input, options)]
    }
}

fn read(input: &Input, options: &Options) -> Outcome {
    let mut report = Report::new(&input.file);
    let mut pieces: Vec<Placed> = lines(input.text)
        .filter_map(|range| {
            let line = input.text.get(range.clone()).filter(|line| !is_blank(line))?;
            Some(Placed::at(line, input.lines.spot(range.start)))
        })
        .collect();
    cut(&mut report, &mut pieces, options);
    let mut pieces = pieces.into_iter().peekable();
    let mut article = Article::default();
    // Labels stand above a headline and a text; a single word alone is no label.
    if pieces.len() > 2
        && let Some(labels) = pieces.peek().and_then(labels)
    {
        pieces.next();
        let labels = labels.into_iter().enumerate();
        article.categories = labels.map(|(i, label)| report.verbatim(&label, &format!("categories[{i}]"))).collect();
    }
    let Some(headline) = pieces.next() else {
        return report.without_content(0, Spot { line: 1, column: 1 }, "", options.strict);
    };
    article.headline = report.verbatim(&headline, "headline");
    let paragraphs = pieces.enumerate();
    article.body = paragraphs.map(|(i, p)| Block::Paragraph(report.verbatim(&p, &format!("body[{i}]")))).collect();
    if article.body.is_empty() {
        return report.without_content(0, headline.spot(0), "body", options.strict);
    }
    report.article(0, article)
}

/// The labels that a line is made of, if it is made of known labels only, run together or parted.
fn labels(line: &Placed) -> Option<Vec<Placed>> {
    /// A longer line is a headline; it bounds the search too.
    const MAX_BYTES: usize = 200;
    let text = &line.text;
    if text.len() > MAX_BYTES {
        return None;
    }
    let parts = |c: char| c.is_whitespace() || matches!(c, '،' | ',' | '|' | '/' | '•' | '·' | '-' | '؛');
    // From the end back: the label that begins at each byte, the longest with which the rest comes out.
    let mut ends: Vec<Option<usize>> = vec![None; text.len() + 1];
    let is_end = |at: usize| text.get(at..).is_some_and(|rest| rest.trim_start_matches(parts).is_empty());
    for at in (0..text.len()).rev() {
        let Some(rest) = text.get(at..) else { continue };
        let comes_out = |end: usize| {
            let next = text.get(end..).map_or(end, |rest| text.len() - rest.trim_start_matches(parts).len());
            is_end(end) || ends.get(next).copied().flatten().is_some()
        };
        let longest = entries(LABELS)
            .filter(|label| rest.starts_with(label))
            .map(|label| at + label.len())
            .filter(|&end| comes_out(end))
            .max();
        if let Some(slot) = ends.get_mut(at) {
            *slot = longest;
        }
    }
    let mut found = Vec::new();
    let mut at = text.len() - text.trim_start_matches(parts).len();
    while !is_end(at) {
        let end = ends.get(at).copied().flatten()?;
        found.push(line.slice(at..end));
        at = text.get(end..).map_or(end, |rest| text.len() - rest.trim_start_matches(parts).len());
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Option<Vec<String>> {
        labels(&Placed::at(line, Spot { line: 1, column: 1 })).map(|l| l.into_iter().map(|l| l.text).collect())
    }

    #[test]
    fn labels_are_parted() {
        assert_eq!(found("أخبارسلايدر").unwrap(), ["أخبار", "سلايدر"]);
        assert_eq!(found("سياسة | أخبار عاجلة").unwrap(), ["سياسة", "أخبار عاجلة"]);
        // The longest label first would leave a rest that is none.
        assert_eq!(found("أخبار سوريا لبنان").unwrap(), ["أخبار سوريا", "لبنان"]);
        for headline in ["أخبار اليوم من دمشق", "سوريا تفتتح معرضا", "", "، "] {
            assert_eq!(found(headline), None, "{headline}");
        }
    }
}
