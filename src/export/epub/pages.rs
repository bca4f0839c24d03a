//! The pages of a book: cover, title page, one for each section's title, one for each article.

use super::page::{Page, line};
use super::{href, xml};
use crate::diagnostics::Origin;
use crate::document::{Article, Bulletin, Section, Source, Text};
use crate::locale::Phrase;

impl Page<'_, '_> {
    /// Adds the cover's picture, which carries its words.
    pub(super) fn cover(&mut self, name: &str, alt: &str) {
        self.out.push_str("<section class=\"cover\" epub:type=\"cover\">\n<img role=\"doc-cover\" src=\"");
        self.out.push_str(name);
        self.out.push_str("\" alt=\"");
        xml::attribute(alt, &mut self.out);
        self.out.push_str("\"/>\n</section>\n");
    }

    /// Adds what a bulletin says of itself.
    pub(super) fn title_page(&mut self, bulletin: &Bulletin) {
        self.out.push_str("<section class=\"title-page\" epub:type=\"titlepage\">\n");
        if let Some(name) = bulletin.logo.as_ref().and_then(|path| self.pictures.add(path, &Origin::default())) {
            // Title and publisher stand beside it as text: to the ear a logo adds nothing.
            self.out.push_str(&format!("<p class=\"logo\"><img src=\"{name}\" alt=\"\"/></p>\n"));
        }
        match bulletin.title.as_ref().filter(|title| !title.is_blank()) {
            Some(title) => self.element("<h1>", title, "</h1>"),
            None => {
                self.out.push_str("<h1>");
                self.phrase(Phrase::Untitled);
                self.out.push_str("</h1>\n");
            }
        }
        if let Some(subtitle) = &bulletin.subtitle {
            self.element("<p class=\"subtitle\" role=\"doc-subtitle\">", subtitle, "</p>");
        }
        if let Some(issue) = bulletin.issue.as_ref().filter(|issue| !issue.is_blank()) {
            self.out.push_str("<p class=\"issue\">");
            // A bare number says what it counts; a name speaks for itself.
            if line(issue).chars().all(char::is_numeric) {
                self.phrase(Phrase::Issue);
                self.out.push(' ');
            }
            self.text(issue);
            self.out.push_str("</p>\n");
        }
        if let Some(date) = &bulletin.date {
            self.out.push_str("<p class=\"date\">");
            self.date(date);
            self.out.push_str("</p>\n");
        }
        if let Some(publisher) = &bulletin.publisher {
            self.element("<p class=\"publisher\">", publisher, "</p>");
        }
        self.out.push_str("</section>\n");
    }

    /// Adds a section's title.
    pub(super) fn section_title(&mut self, section: &Section) {
        self.out.push_str("<section class=\"section\">\n");
        if let Some(title) = &section.title {
            self.element("<h1>", title, "</h1>");
        }
        self.out.push_str("</section>\n");
    }

    /// Adds an article. Its headline has the level `level` in HTML.
    pub(super) fn article(&mut self, article: &Article, level: usize) {
        self.out.push_str("<article>\n<header>\n");
        self.categories(&article.categories);
        if let Some(kicker) = &article.kicker {
            self.element("<p class=\"kicker\">", kicker, "</p>");
        }
        self.element(&format!("<h{level} id=\"headline\">"), &article.headline, &format!("</h{level}>"));
        if let Some(subheadline) = &article.subheadline {
            self.element("<p class=\"subtitle\" role=\"doc-subtitle\">", subheadline, "</p>");
        }
        if let Some(byline) = &article.byline {
            self.element("<p class=\"byline\">", byline, "</p>");
        }
        self.place_and_date(article);
        if let Some(summary) = &article.summary {
            self.element("<p class=\"summary\">", summary, "</p>");
        }
        self.out.push_str("</header>\n");
        self.body(&article.body, level);
        self.footnotes();
        self.colophon(article);
        self.out.push_str("</article>\n");
    }

    fn categories(&mut self, categories: &[Text]) {
        if categories.iter().all(Text::is_blank) {
            return;
        }
        self.out.push_str("<ul class=\"categories\">\n");
        for category in categories {
            self.element("<li>", category, "</li>");
        }
        self.out.push_str("</ul>\n");
    }

    fn place_and_date(&mut self, article: &Article) {
        let place = article.dateline.as_ref().filter(|place| !place.is_blank());
        if place.is_none() && article.published.is_none() {
            return;
        }
        self.out.push_str("<p class=\"dateline\">");
        if let Some(place) = place {
            self.out.push_str("<span class=\"place\">");
            self.text(place);
            self.out.push_str("</span>");
        }
        if let Some(date) = &article.published {
            if place.is_some() {
                self.out.push_str(Phrase::Between.text(self.language));
            }
            self.date(date);
        }
        self.out.push_str("</p>\n");
    }

    /// Adds where the article comes from and whose it is.
    fn colophon(&mut self, article: &Article) {
        let source = article.source.as_ref().filter(|source| !is_empty(source));
        let copyright = article.copyright.as_ref().filter(|text| !text.is_blank());
        if source.is_none() && copyright.is_none() {
            return;
        }
        self.out.push_str("<footer>\n");
        if let Some(source) = source {
            self.out.push_str("<p class=\"source\">");
            self.phrase(Phrase::Source);
            self.out.push_str(": ");
            self.source(source);
            self.out.push_str("</p>\n");
        }
        if let Some(copyright) = copyright {
            self.element("<p class=\"copyright\">", copyright, "</p>");
        }
        self.out.push_str("</footer>\n");
    }

    fn source(&mut self, source: &Source) {
        let name = source.name.as_ref().filter(|name| !name.is_blank());
        let url = source.url.as_deref().map(str::trim).filter(|url| !url.is_empty());
        let href = url.and_then(href::attribute);
        if let Some(href) = &href {
            self.out.push_str(&format!("<a href=\"{href}\">"));
        }
        match (name, url) {
            (Some(name), _) => self.text(name),
            // An address is read from left to right in every language.
            (None, Some(url)) => {
                self.out.push_str("<span dir=\"ltr\">");
                xml::text(url, &mut self.out);
                self.out.push_str("</span>");
            }
            (None, None) => {}
        }
        if href.is_some() {
            self.out.push_str("</a>");
        }
    }
}

fn is_empty(source: &Source) -> bool {
    source.name.as_ref().is_none_or(Text::is_blank) && source.url.as_ref().is_none_or(|url| url.trim().is_empty())
}
