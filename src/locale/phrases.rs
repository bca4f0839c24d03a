//! The fixed words of generated text, in Arabic and in English.
//!
//! A language that has none of its own takes the English ones.

use crate::document::Language;

/// A word or phrase that the outputs add to the author's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phrase {
    /// Before the name of the publication an article comes from.
    Source,
    /// Above the list of what a bulletin holds.
    Contents,
    /// Before a page's number.
    Page,
    /// Before the number or name of an issue.
    Issue,
    /// What a footnote is called.
    Note,
    /// What footnotes together are called.
    Notes,
    /// The name of a link from a footnote back to its reference.
    BackToText,
    /// Before the description of an image that can't be shown.
    Image,
    /// What stands for the headline of an article that has none.
    Untitled,
    /// The place where the articles begin.
    StartOfContent,
    /// The page that shows the cover.
    Cover,
    /// The list of the printed edition's pages.
    PrintedPages,
    /// Between two parts of one line, as byline and date. In Arabic it is a dash: a dot in the middle of the line
    /// beside a number is read as a zero.
    Between,
    /// The page that carries the bulletin's title.
    TitlePage,
    /// The places of a book that a reading system leads to.
    Landmarks,
    /// Under a piece of an article that goes on elsewhere, before the page.
    ContinuedOnPage,
    /// Above a piece of an article that began elsewhere, before the page.
    ContinuedFromPage,
    /// What a screen reader's user is told of a book whose text and images are all described.
    AccessibleText,
    /// The same, of a book in which images lack a description.
    AccessibleTextOnly,
}

impl Phrase {
    /// The phrase in a language.
    pub fn text(self, language: &Language) -> &'static str {
        let (arabic, english) = self.forms();
        if language.primary() == "ar" { arabic } else { english }
    }

    /// The language that [`Phrase::text`] answers in where it is not the one asked for: English.
    pub fn other_language(of: &Language) -> Option<Language> {
        match of.primary() {
            "ar" | "en" => None,
            _ => Language::parse("en").ok(),
        }
    }

    fn forms(self) -> (&'static str, &'static str) {
        match self {
            Phrase::Source => ("المصدر", "Source"),
            Phrase::Contents => ("المحتويات", "Contents"),
            Phrase::Page => ("الصفحة", "Page"),
            Phrase::Issue => ("العدد", "Issue"),
            Phrase::Note => ("حاشية", "Note"),
            Phrase::Notes => ("الحواشي", "Notes"),
            Phrase::BackToText => ("عودة إلى النص", "Back to the text"),
            Phrase::Image => ("صورة", "Image"),
            Phrase::Untitled => ("بلا عنوان", "Untitled"),
            Phrase::StartOfContent => ("بداية النص", "Start of content"),
            Phrase::Cover => ("الغلاف", "Cover"),
            Phrase::PrintedPages => ("صفحات الطبعة الورقية", "Pages of the printed edition"),
            Phrase::Between => (" – ", " · "),
            Phrase::TitlePage => ("صفحة العنوان", "Title page"),
            Phrase::Landmarks => ("معالم الكتاب", "Landmarks"),
            Phrase::ContinuedOnPage => ("التتمة في الصفحة", "Continued on page"),
            Phrase::ContinuedFromPage => ("تتمة الصفحة", "Continued from page"),
            Phrase::AccessibleText => (
                "نص قابل للتدفق، بعناوين مرتبة وفهرس محتويات، يمكن أن يُقرأ كله بالسمع أو باللمس.",
                "Reflowable text with ordered headings and a table of contents; all of it can be read by ear or by touch.",
            ),
            Phrase::AccessibleTextOnly => (
                "نص قابل للتدفق، بعناوين مرتبة وفهرس محتويات؛ بعض الصور بلا وصف.",
                "Reflowable text with ordered headings and a table of contents; some images have no description.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_without_phrases_takes_the_english_ones() {
        assert_eq!(Phrase::Source.text(&Language::parse("ar-SY").unwrap()), "المصدر");
        assert_eq!(Phrase::Source.text(&Language::parse("fr").unwrap()), "Source");
    }
}
