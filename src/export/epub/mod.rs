//! EPUB 3.3: a bulletin as a book for e-readers.
//!
//! Each article becomes one XHTML page (`pages`, with `blocks` and `inlines` for what stands in it), each
//! section's title and the bulletin's own become pages before them. What a page holds of pictures and headings is
//! collected on the way. The crate epub-builder lists the pages in package and navigation; `metadata` says what
//! the book is; `archive` puts right what the crate leaves wrong and stores the files. The same bulletin and
//! options give the same bytes.

mod archive;
mod blocks;
mod cover;
mod faces;
mod href;
mod inlines;
mod metadata;
mod own_faces;
mod page;
mod page_list;
mod pages;
mod pictures;
mod xml;

use std::fmt;

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, TocElement, ZipLibrary};

use self::archive::{File, Repairs};
pub use self::cover::Cover;
pub use self::faces::Faces;
use self::faces::Used;
pub use self::own_faces::OwnFaces;
use self::own_faces::Shown;
use self::page::{Entry, Finished, Page, language_attributes, line};
use self::page_list::Starts;
pub use self::page_list::{PageStart, page_starts};
pub use self::pictures::{ImageData, Images, MediaType};
use self::pictures::{Pictures, Stored};
use crate::diagnostics::{Message, Value};
use crate::document::notes::Notes;
use crate::document::{Article, Bulletin, Language};
use crate::locale::{DateStyle, Phrase};
use crate::say;

/// What a book depends on besides its bulletin.
#[derive(Default)]
pub struct Options<'a> {
    /// The moment of the book's last change, in seconds since 1970-01-01T00:00:00Z.
    pub modified_unix_seconds: i64,
    /// The book's identifier; by default a UUID that follows from the content.
    pub identifier: Option<String>,
    /// How dates are told; its digits, where named, are those of all generated numbers.
    pub dates: DateStyle,
    /// Where pictures come from; without it, their words alone are shown.
    pub images: Option<&'a Images<'a>>,
    /// Which faces travel in the book.
    pub faces: Faces,
    /// The theme's own faces, in the place of the bundled ones.
    pub own: OwnFaces<'a>,
    /// The cover; none by default.
    pub cover: Option<Cover>,
    /// Where the pages of the printed edition begin, for a book that can be cited by them; see [`page_starts`].
    pub page_starts: &'a [PageStart<'a>],
}

/// A book that could not be put together. No content causes it.
#[derive(Debug)]
pub enum Error {
    /// epub-builder failed.
    Builder(epub_builder::Error),
    /// The archive could not be written.
    Archive(zip::result::ZipError),
    /// The cover could not be written.
    Cover(png::EncodingError),
    /// A file that epub-builder makes has another form than the repairs to it expect.
    Changed(&'static str),
}

impl Error {
    /// The error as a message.
    pub fn what(&self) -> Message {
        let why: Value = match self {
            Error::Builder(error) => error.to_string().into(),
            Error::Archive(error) => error.to_string().into(),
            Error::Cover(error) => error.to_string().into(),
            Error::Changed(file) => say!("epub-builder gave {file} another form than expected", file = *file).into(),
        };
        say!("the EPUB could not be put together: {why}", why)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.what().fmt(f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Builder(error) => Some(error),
            Error::Archive(error) => Some(error),
            Error::Cover(error) => Some(error),
            Error::Changed(_) => None,
        }
    }
}

impl From<epub_builder::Error> for Error {
    fn from(error: epub_builder::Error) -> Self {
        Error::Builder(error)
    }
}

impl From<zip::result::ZipError> for Error {
    fn from(error: zip::result::ZipError) -> Self {
        Error::Archive(error)
    }
}

impl From<png::EncodingError> for Error {
    fn from(error: png::EncodingError) -> Self {
        Error::Cover(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::Archive(error.into())
    }
}

/// The id of the package's identifier in epub-builder's template.
const IDENTIFIER_ID: &str = "epub-id-1";
/// The file of the title page.
const TITLE_PAGE: &str = "title.xhtml";
/// The file of the page that shows the cover, and the cover's own.
const COVER_PAGE: &str = "cover.xhtml";
/// See [`COVER_PAGE`].
const COVER_IMAGE: &str = "images/cover.png";

/// One page of the book, ready to be stored.
struct Chapter {
    file: String,
    xhtml: String,
    /// Its place in the navigation; none for the cover and the title page.
    toc: Option<TocElement>,
    /// The printed pages that begin on it: id and number.
    breaks: Vec<(String, String)>,
}

/// Makes the book.
///
/// # Errors
/// When epub-builder or the archive writer fails; see [`Error`].
pub fn write(bulletin: &Bulletin, options: &Options<'_>) -> Result<Vec<u8>, Error> {
    let mut pictures = Pictures::new(options.images);
    let starts = page_list::by_text(options.page_starts);
    let contents = Phrase::Contents.text(&bulletin.language);
    let mut book = Book { bulletin, options, starts: &starts, chapters: Vec::new(), used: Used::default() };
    // The navigation has a heading too.
    book.used.note("", [contents]);
    book.fill(&mut pictures);

    let title = metadata::title(bulletin);
    let identifier = options.identifier.clone().unwrap_or_else(|| metadata::identifier(bulletin));
    let repairs = book.repairs(&title, &identifier, &pictures);
    let shown = match (options.own.text, options.own.headings) {
        (None, None) => Shown::default(),
        _ => Shown::on(book.chapters.iter().map(|chapter| chapter.xhtml.as_str())),
    };
    let faces = faces::chosen(options.faces, book.used, &options.own, &shown);
    let sheet = faces::style_sheet(&faces);

    // epub-builder lists the files; their bytes go straight into the archive.
    let nothing = std::io::empty;
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    let mut files = vec![File { name: "stylesheet.css", bytes: sheet.as_bytes(), pressed: false }];
    builder.epub_version(EpubVersion::V33);
    // Titles come escaped, since those in another language carry a span.
    builder.escape_html(false);
    builder.set_title(xml::escaped(&title));
    builder.set_generator("nashra");
    builder.set_toc_name(contents);
    // `epub_direction` has no effect; this key has.
    builder.metadata("direction", bulletin.language.direction().as_html())?;
    builder.stylesheet(nothing())?;
    if let Some(cover) = &options.cover {
        builder.add_cover_image(COVER_IMAGE, nothing(), MediaType::Png.as_str())?;
        files.push(File { name: COVER_IMAGE, bytes: &cover.png, pressed: true });
    }
    for face in &faces {
        builder.add_resource(&face.file, nothing(), face.media_type())?;
        files.push(File { name: &face.file, bytes: &face.bytes, pressed: face.pressed() });
    }
    for Stored { name, data } in &pictures.stored {
        builder.add_resource(name, nothing(), data.media_type.as_str())?;
        files.push(File { name, bytes: &data.bytes, pressed: data.media_type != MediaType::Svg });
    }
    for Chapter { file, xhtml, toc, .. } in &mut book.chapters {
        let mut content = EpubContent::new(file.as_str(), nothing());
        if let Some(toc) = toc.take() {
            content.toc = toc;
        }
        builder.add_content(content)?;
        files.push(File { name: file, bytes: xhtml.as_bytes(), pressed: false });
    }
    let mut lists = Vec::new();
    builder.generate(&mut lists)?;
    archive::store(&lists, &repairs, &files)
}

/// The pages of the book as they are made.
struct Book<'a> {
    bulletin: &'a Bulletin,
    options: &'a Options<'a>,
    starts: &'a Starts<'a>,
    chapters: Vec<Chapter>,
    /// What it uses of the style sheet's faces.
    used: Used,
}

impl<'a> Book<'a> {
    fn fill(&mut self, pictures: &mut Pictures<'a>) {
        let bulletin = self.bulletin;
        let no_notes = Notes::default();
        if let Some(cover) = &self.options.cover {
            let mut page = self.page(&bulletin.language, &no_notes, pictures);
            page.cover(COVER_IMAGE, &cover.alt);
            let finished = page.finish(&metadata::title(bulletin));
            self.add(COVER_PAGE.into(), finished, None);
        }
        // A book has at least one page.
        if bulletin.title.is_some() || bulletin.articles().next().is_none() {
            let mut page = self.page(&bulletin.language, &no_notes, pictures);
            page.title_page(bulletin);
            let title = metadata::title(bulletin);
            let finished = page.finish(&title);
            self.used.note("", [title.as_str()]);
            self.add(TITLE_PAGE.into(), finished, None);
        }
        let mut articles = 0;
        for (at, section) in bulletin.sections.iter().enumerate() {
            let title = section.title.as_ref().map(line).filter(|title| !title.is_empty());
            if let Some(title) = &title {
                let file = format!("section-{:03}.xhtml", at + 1);
                let mut page = self.page(&bulletin.language, &no_notes, pictures);
                page.section_title(section);
                let finished = page.finish(title);
                let toc = Some(self.toc(1, file.clone(), title, &bulletin.language));
                self.used.note("", [title.as_str()]);
                self.add(file, finished, toc);
            }
            // Under a section's title a headline stands one step lower, in the pages as in the navigation.
            let level = if title.is_some() { 2 } else { 1 };
            for article in &section.articles {
                articles += 1;
                self.article(article, articles, level, pictures);
            }
        }
        // The navigation must lead somewhere: in a bulletin without articles or sections, to the title page.
        if self.chapters.iter().all(|chapter| chapter.toc.is_none()) {
            let toc = self.toc(1, TITLE_PAGE.into(), &metadata::title(bulletin), &bulletin.language);
            if let Some(first) = self.chapters.iter_mut().find(|chapter| chapter.file == TITLE_PAGE) {
                first.toc = Some(toc);
            }
        }
    }

    fn article(&mut self, article: &Article, number: usize, level: usize, pictures: &mut Pictures<'a>) {
        let file = format!("article-{number:05}.xhtml");
        let notes = Notes::of(article);
        let mut page = self.page(&article.language, &notes, pictures);
        page.article(article, level);
        let mut title = line(&article.headline);
        if title.is_empty() {
            title = Phrase::Untitled.text(&article.language).to_owned();
        }
        let finished = page.finish(&title);
        let mut toc = self.toc(level, file.clone(), &title, &article.language);
        toc.children = self.entries(&file, &finished.entries, &article.language);
        let headings = finished.entries.iter().map(|entry| entry.title.as_str());
        self.used.note("", headings.chain([title.as_str()]));
        self.add(file, finished, Some(toc));
    }

    fn add(&mut self, file: String, finished: Finished, toc: Option<TocElement>) {
        self.used.note(&finished.xhtml, []);
        self.chapters.push(Chapter { file, xhtml: finished.xhtml, toc, breaks: finished.breaks });
    }

    fn page<'p>(&self, language: &'p Language, notes: &'p Notes<'p>, pictures: &'p mut Pictures<'a>) -> Page<'p, 'a> {
        Page::new(language, self.options.dates, notes, self.starts, pictures)
    }

    /// A place in the navigation, which is in the bulletin's language.
    fn toc(&self, level: usize, url: String, title: &str, language: &Language) -> TocElement {
        let raw = xml::escaped(title);
        let shown = if *language == self.bulletin.language {
            raw.clone()
        } else {
            let mut shown = String::from("<span");
            language_attributes(language, &mut shown);
            shown.push('>');
            shown.push_str(&raw);
            shown.push_str("</span>");
            shown
        };
        let level = i32::try_from(level).unwrap_or(i32::MAX);
        TocElement::new(url, shown).raw_title(raw).level(level)
    }

    /// The headings of one page, each below the nearest one before it that stands higher.
    fn entries(&self, file: &str, entries: &[Entry], language: &Language) -> Vec<TocElement> {
        let mut list = Vec::new();
        let mut rest = entries;
        while let Some((first, after)) = rest.split_first() {
            let below = after.iter().take_while(|entry| entry.depth > first.depth).count();
            let (children, next) = after.split_at(below);
            let mut toc = self.toc(first.depth, format!("{file}#{}", first.id), &first.title, language);
            toc.children = self.entries(file, children, language);
            list.push(toc);
            rest = next;
        }
        list
    }

    fn repairs(&self, title: &str, identifier: &str, pictures: &Pictures) -> Repairs {
        let bulletin = self.bulletin;
        let language = &bulletin.language;
        let (tag, dir) = (language.as_str(), language.direction().as_html());
        let mut nav_attributes = String::new();
        language_attributes(language, &mut nav_attributes);
        let modified = metadata::modified(self.options.modified_unix_seconds);
        let id = (IDENTIFIER_ID, identifier);
        let mut uid = String::new();
        xml::attribute(identifier.trim(), &mut uid);
        fn depth(toc: &TocElement) -> usize {
            1 + toc.children.iter().map(depth).max().unwrap_or(0)
        }
        let level = |toc: &TocElement| usize::try_from(toc.level - 1).unwrap_or(0) + depth(toc);
        Repairs {
            package_attributes: format!("xml:lang=\"{tag}\" dir=\"{dir}\" "),
            metadata: metadata::element(bulletin, title, id, &modified, &self.seen(pictures)),
            nav_attributes: format!("{} ", nav_attributes.trim_start()),
            landmarks: self.landmarks(),
            landmarks_title: Phrase::Landmarks.text(language).to_owned(),
            page_list: self.page_list(),
            faces: self.options.faces != Faces::None,
            title: xml::escaped(title),
            identifier: uid,
            depth: self.chapters.iter().filter_map(|chapter| chapter.toc.as_ref()).map(level).max().unwrap_or(1),
        }
    }

    /// What the metadata tells of the pages.
    fn seen(&self, pictures: &Pictures) -> metadata::Seen {
        metadata::Seen {
            shown: pictures.any_shown,
            undescribed: pictures.any_undescribed,
            moving: pictures.any_moving,
            cover: self.options.cover.is_some(),
            page_list: self.chapters.iter().any(|chapter| !chapter.breaks.is_empty()),
        }
    }

    /// The list of the printed edition's pages; empty where none are known.
    fn page_list(&self) -> String {
        let mut items = String::new();
        for Chapter { file, breaks, .. } in &self.chapters {
            for (id, label) in breaks {
                items.push_str(&format!("<li><a href=\"{file}#{id}\">{}</a></li>\n", xml::escaped(label)));
            }
        }
        if items.is_empty() {
            return items;
        }
        let name = Phrase::PrintedPages.text(&self.bulletin.language);
        format!(
            "\n<nav epub:type=\"page-list\" role=\"doc-pagelist\" aria-label=\"{name}\" hidden=\"hidden\">\n<ol>\n{items}</ol>\n</nav>"
        )
    }

    /// The places that a reading system leads to by name.
    fn landmarks(&self) -> String {
        let language = &self.bulletin.language;
        let mut out = String::new();
        let mut place = |kind: &str, file: &str, phrase: Phrase| {
            let name = phrase.text(language);
            out.push_str(&format!("<li><a epub:type=\"{kind}\" href=\"{file}\">{name}</a></li>\n"));
        };
        if self.options.cover.is_some() {
            place("cover", COVER_PAGE, Phrase::Cover);
        }
        if self.chapters.iter().any(|chapter| chapter.file == TITLE_PAGE) {
            place("titlepage", TITLE_PAGE, Phrase::TitlePage);
        }
        if let Some(first) = self.chapters.iter().find(|chapter| chapter.toc.is_some()) {
            place("bodymatter", &first.file, Phrase::StartOfContent);
        }
        out
    }
}
