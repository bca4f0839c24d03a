//! The blocks of a body as XHTML.

use super::page::{Entry, Page, line};
use super::xml;
use crate::document::{Block, Heading, Image, List, ListItem, Numbering, Poetry, Quotation, TableParts, Text};
use crate::locale::{Digits, Phrase};

/// How deep headings stand, whatever levels their author gave: a heading never stands more than one step below
/// the one before it.
pub(super) struct Headings {
    /// The headline's own level in HTML.
    base: usize,
    /// The author's levels that are open.
    open: Vec<u8>,
}

impl Headings {
    pub fn below(base: usize) -> Self {
        Headings { base, open: Vec::new() }
    }

    /// The depth below the headline, from 1, and the level in HTML.
    fn place(&mut self, level: u8) -> (usize, usize) {
        self.open.retain(|&open| open < level);
        self.open.push(level);
        // HTML has six levels.
        (self.open.len(), (self.base + self.open.len()).min(6))
    }
}

impl Page<'_, '_> {
    /// Adds the blocks of a body; the headline above it has the level `base` in HTML. Footnotes are kept for
    /// [`Page::footnotes`].
    pub(super) fn body(&mut self, blocks: &[Block], base: usize) {
        let mut headings = Headings::below(base);
        for block in blocks {
            match block {
                Block::Paragraph(text) => self.element("<p>", text, "</p>"),
                Block::Heading(heading) => self.heading(heading, &mut headings),
                Block::Quotation(quotation) => self.quotation(quotation),
                Block::List(List { list, ordered, numbering }) => self.list(list, *ordered, *numbering),
                Block::Table(table) => self.table(&table.table),
                Block::Image(image) => self.image(image),
                Block::Poetry(poetry) => self.poetry(poetry),
                Block::Divider(_) => self.out.push_str("<hr/>\n"),
                Block::Footnote(_) => {}
            }
        }
    }

    fn heading(&mut self, heading: &Heading, headings: &mut Headings) {
        let title = line(&heading.heading);
        if title.is_empty() {
            return;
        }
        let (depth, level) = headings.place(heading.level);
        let id = format!("heading-{}", self.entries.len() + 1);
        self.element(&format!("<h{level} id=\"{id}\">"), &heading.heading, &format!("</h{level}>"));
        self.entries.push(Entry { depth, id, title });
    }

    fn quotation(&mut self, quotation: &Quotation) {
        if quotation.pull {
            self.out.push_str("<aside class=\"pull-quote\" epub:type=\"pullquote\" role=\"doc-pullquote\">\n");
            self.paragraphs(&quotation.quote);
            if let Some(attribution) = &quotation.attribution {
                self.element("<p class=\"attribution\">", attribution, "</p>");
            }
            self.out.push_str("</aside>\n");
            return;
        }
        let attribution = quotation.attribution.as_ref().filter(|text| !text.is_blank());
        if attribution.is_some() {
            self.out.push_str("<figure class=\"quotation\">\n");
        }
        self.out.push_str("<blockquote>\n");
        self.paragraphs(&quotation.quote);
        self.out.push_str("</blockquote>\n");
        if let Some(attribution) = attribution {
            self.element("<figcaption class=\"attribution\">", attribution, "</figcaption>");
            self.out.push_str("</figure>\n");
        }
    }

    fn paragraphs(&mut self, texts: &[Text]) {
        for text in texts {
            self.element("<p>", text, "</p>");
        }
    }

    fn list(&mut self, items: &[ListItem], ordered: bool, numbering: Numbering) {
        if items.is_empty() {
            return;
        }
        let tag = if ordered { "ol" } else { "ul" };
        self.out.push('<');
        self.out.push_str(tag);
        if ordered {
            // The style sheet counts in the way that the class names.
            let class = match (numbering, self.digits) {
                (Numbering::Abjad, _) => "abjad",
                (Numbering::Decimal, Digits::European) => "latn",
                (Numbering::Decimal, Digits::ArabicIndic) => "arab",
                (Numbering::Decimal, Digits::Extended) => "arabext",
            };
            self.out.push_str(&format!(" class=\"{class}\""));
        }
        self.out.push_str(">\n");
        for item in items {
            self.out.push_str("<li>");
            match item {
                ListItem::Plain(text) => self.text(text),
                ListItem::Nested { item, list, ordered, numbering } => {
                    self.text(item);
                    self.out.push('\n');
                    self.list(list, *ordered, *numbering);
                }
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push_str(">\n");
    }

    fn table(&mut self, table: &TableParts) {
        // Rows of different length are filled up, so that every cell stands in a column.
        let width = table.rows.iter().map(Vec::len).fold(table.header.len(), usize::max);
        if width == 0 {
            return;
        }
        self.out.push_str("<table>\n");
        if let Some(caption) = &table.caption {
            self.element("<caption>", caption, "</caption>");
        }
        if !table.header.is_empty() {
            self.out.push_str("<thead>\n<tr>");
            for at in 0..width {
                match table.header.get(at).filter(|text| !text.is_blank()) {
                    Some(text) => self.cell("<th scope=\"col\">", Some(text), "</th>"),
                    // A header cell that says nothing heads nothing.
                    None => self.cell("<td>", None, "</td>"),
                }
            }
            self.out.push_str("</tr>\n</thead>\n");
        }
        if !table.rows.is_empty() {
            self.out.push_str("<tbody>\n");
            for row in &table.rows {
                self.out.push_str("<tr>");
                for at in 0..width {
                    self.cell("<td>", row.get(at), "</td>");
                }
                self.out.push_str("</tr>\n");
            }
            self.out.push_str("</tbody>\n");
        }
        self.out.push_str("</table>\n");
    }

    fn cell(&mut self, open: &str, text: Option<&Text>, close: &str) {
        self.out.push_str(open);
        if let Some(text) = text {
            self.text(text);
        }
        self.out.push_str(close);
    }

    fn image(&mut self, image: &Image) {
        let alt = image.alt.as_ref().map(line).unwrap_or_default();
        let words = [&image.caption, &image.credit].into_iter().flatten().any(|text| !text.is_blank());
        let name = self.pictures.add(&image.image, &image.origin);
        if name.is_none() && alt.is_empty() && !words {
            return;
        }
        self.out.push_str("<figure class=\"image\">\n");
        if let Some(name) = name {
            self.pictures.any_shown = true;
            self.pictures.any_undescribed |= alt.is_empty();
            self.out.push_str(&format!("<img src=\"{name}\" alt=\""));
            xml::attribute(&alt, &mut self.out);
            self.out.push_str("\"/>\n");
        } else if let Some(alt) = &image.alt {
            self.element("<p class=\"no-image\">", alt, "</p>");
        }
        if words {
            self.out.push_str("<figcaption>\n");
            if let Some(caption) = &image.caption {
                self.element("<p>", caption, "</p>");
            }
            if let Some(credit) = &image.credit {
                self.element("<p class=\"credit\">", credit, "</p>");
            }
            self.out.push_str("</figcaption>\n");
        }
        self.out.push_str("</figure>\n");
    }

    /// Each verse is one paragraph whose hemistichs follow each other with a space between them: that is how it
    /// is heard and copied. The style sheet sets them side by side.
    fn poetry(&mut self, poetry: &Poetry) {
        self.out.push_str("<div class=\"poetry\">\n");
        for verse in &poetry.poetry {
            self.out.push_str("<p class=\"verse\">");
            for (at, hemistich) in verse.0.iter().enumerate() {
                if at > 0 {
                    self.out.push(' ');
                }
                self.out.push_str("<span class=\"hemistich\">");
                self.text(hemistich);
                self.out.push_str("</span>");
            }
            self.out.push_str("</p>\n");
        }
        self.out.push_str("</div>\n");
    }

    /// Adds the article's footnotes. Reading systems that know them show one where its reference is touched; in
    /// all others the number leads back to the text.
    pub(super) fn footnotes(&mut self) {
        let notes = self.notes;
        if notes.iter().next().is_none() {
            return;
        }
        self.out.push_str("<div class=\"notes\">\n");
        for (number, note) in notes.iter() {
            let label = self.digits.number(number);
            self.out
                .push_str(&format!("<aside epub:type=\"footnote\" role=\"doc-footnote\" id=\"note-{number}\">\n<p>"));
            if note.referred && self.note_references.contains_key(&number) {
                let back = Phrase::BackToText.text(self.language);
                self.out.push_str(&format!(
                    "<a class=\"number\" role=\"doc-backlink\" href=\"#ref-{number}\" \
                     aria-label=\"{label} {back}\">{label}</a> "
                ));
            } else {
                self.out.push_str(&format!("<span class=\"number\">{label}</span> "));
            }
            self.text(note.text);
            self.out.push_str("</p>\n</aside>\n");
        }
        self.out.push_str("</div>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_level_is_skipped() {
        let mut headings = Headings::below(1);
        let levels: Vec<_> = [3, 4, 2, 4, 4, 1, 2].into_iter().map(|level| headings.place(level).1).collect();
        assert_eq!(levels, [2, 3, 2, 3, 3, 2, 3]);
    }
}
