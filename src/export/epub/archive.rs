//! The book's archive, and the one place where epub-builder's output is put right.
//!
//! epub-builder is given the names of a book's files and makes the files that list them: container, package and
//! navigation, in an archive of its own. From there they are taken, mended, and stored with the book's own files
//! in a new archive with fixed times and a fixed order. (Its trait `Zip` can't be named from outside the crate,
//! so no writer can be set in its place.) Each repair names the fault of epub-builder 0.8.3 that it is for; where
//! the text that a repair looks for is gone, the book is not made, so that a new release of the crate can't
//! change books unseen.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::Error;

/// How hard the texts are pressed, of 9. Above this, XHTML pages get hardly smaller and take twice the time.
const COMPRESSION: i64 = 5;
/// Files of fewer bytes are stored as they are: pressing one saves some hundred bytes, and the tables that it takes cost more
/// than all else that is done for the file.
const SMALL: usize = 1_000;
/// The files of epub-builder's that a book takes over, in the order in which it stores them.
const LISTS: [(&str, Option<Repair>); 5] = [
    ("META-INF/container.xml", None),
    ("META-INF/com.apple.ibooks.display-options.xml", Some(Repairs::display)),
    ("OEBPS/content.opf", Some(Repairs::package)),
    ("OEBPS/nav.xhtml", Some(Repairs::navigation)),
    ("OEBPS/toc.ncx", Some(Repairs::ncx)),
];

type Repair = fn(&Repairs, String) -> Option<String>;

/// What the repairs put in.
pub(super) struct Repairs {
    /// The attributes `xml:lang` and `dir` of the package.
    pub package_attributes: String,
    /// The content of the package's metadata.
    pub metadata: String,
    /// The attributes `lang`, `xml:lang` and `dir` of the navigation.
    pub nav_attributes: String,
    /// The list items of the landmarks.
    pub landmarks: String,
    /// The navigation's list of printed pages, or nothing.
    pub page_list: String,
    /// Whether faces travel in the book.
    pub faces: bool,
    /// What the landmarks are called, escaped.
    pub landmarks_title: String,
    /// The book's title, escaped.
    pub title: String,
    /// The book's identifier, escaped.
    pub identifier: String,
    /// How deep the navigation goes.
    pub depth: usize,
}

/// A file of the book's own.
pub(super) struct File<'a> {
    /// Its name below the package's folder.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Whether its bytes are pressed already.
    pub pressed: bool,
}

/// Stores a book: `lists` is the archive that epub-builder made.
pub(super) fn store(lists: &[u8], repairs: &Repairs, files: &[File]) -> Result<Vec<u8>, Error> {
    let mut lists = ZipArchive::new(Cursor::new(lists))?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The type of an EPUB is read from its first file, which is stored as it is.
    add(&mut zip, "mimetype", b"application/epub+zip", CompressionMethod::Stored)?;
    for (name, repair) in LISTS {
        let mut text = String::new();
        lists.by_name(name)?.read_to_string(&mut text)?;
        if let Some(repair) = repair {
            text = repair(repairs, text).ok_or(Error::Changed(name))?;
        }
        add(&mut zip, name, text.as_bytes(), CompressionMethod::Deflated)?;
    }
    for file in files {
        let method = if file.pressed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        add(&mut zip, &format!("OEBPS/{}", file.name), file.bytes, method)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn add(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8], method: CompressionMethod) -> Result<(), Error> {
    let method = if bytes.len() < SMALL { CompressionMethod::Stored } else { method };
    // Fault: epub-builder's writer takes times from the clock. The first moment that a ZIP can tell says nothing.
    let options = SimpleFileOptions::default()
        .compression_method(method)
        .compression_level((method == CompressionMethod::Deflated).then_some(COMPRESSION))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    zip.start_file(name, options)?;
    zip.write_all(bytes)?;
    Ok(())
}

impl Repairs {
    fn package(&self, opf: String) -> Option<String> {
        // Fault: the package has neither language nor direction.
        let opf = replace(opf, "<package ", ">", |tag| format!("<package {}{tag}>", self.package_attributes))?;
        // Faults: language 0 and author 0 share an id; what `MetadataOpfV3` adds is not escaped, and its
        // `add_refines` writes an id; the identifier must be a UUID and is random unless set; the time of change
        // is the clock's unless set. All of it stands in this one element, so ours takes its place.
        let open = "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n";
        replace(opf, "<metadata ", "</metadata>", |_| format!("{open}{}</metadata>", self.metadata))
    }

    fn navigation(&self, nav: String) -> Option<String> {
        // Fault: the navigation has neither language nor direction.
        let nav = replace(nav, "<html ", ">", |tag| format!("<html {}{tag}>", self.nav_attributes))?;
        // Fault: no roles, which readers without EPUB's own vocabulary need.
        let nav = replace(nav, "<nav epub:type = \"toc\"", ">", |_| {
            "<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\" aria-labelledby=\"toc-title\">".to_owned()
        })?;
        // Faults: without a reference type the landmarks have no list, which is invalid; with one they carry a
        // headline as the name of a place. The list is for reading systems and is not shown.
        replace(nav, "<nav epub:type = \"landmarks\">", "</nav>", |_| {
            format!(
                "<nav epub:type=\"landmarks\" aria-label=\"{}\" hidden=\"hidden\">\n<ol>\n{}</ol>\n</nav>{}",
                self.landmarks_title, self.landmarks, self.page_list
            )
        })
    }

    fn display(&self, options: String) -> Option<String> {
        // Fault: Apple Books is told of faces whether there are any or not.
        let faces = self.faces;
        replace(options, "<option name=\"specified-fonts\">", "</option>", |_| {
            format!("<option name=\"specified-fonts\">{faces}</option>")
        })
    }

    fn ncx(&self, ncx: String) -> Option<String> {
        // Fault: the table for EPUB 2 readers has no identifier and states a depth of 1.
        let ncx = replace(ncx, "<head>", "</head>", |_| {
            format!(
                "<head>\n<meta name=\"dtb:uid\" content=\"{}\"/>\n<meta name=\"dtb:depth\" content=\"{}\"/>\n</head>",
                self.identifier, self.depth
            )
        })?;
        // Fault: it gives the name of the contents as the title of the book.
        replace(ncx, "<docTitle>", "</docTitle>", |_| format!("<docTitle><text>{}</text></docTitle>", self.title))
    }
}

/// Replaces the first piece of `text` from `open` to `close`; `with` is given what stands between them.
fn replace(text: String, open: &str, close: &str, with: impl FnOnce(&str) -> String) -> Option<String> {
    let (before, rest) = text.split_once(open)?;
    let (between, after) = rest.split_once(close)?;
    Some([before, &with(between), after].concat())
}
