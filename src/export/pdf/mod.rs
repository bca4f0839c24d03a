//! Pages to PDF: printpdf makes the document and embeds faces, lopdf finishes it.
//!
//! * `runs` cuts a line into what is written in one piece, with the ink of its `words` from `inks`; `strings` turns runs
//!   into strings of codes.
//! * `face` composes the document faces, out of `outline`s, as `sfnt` files.
//! * `page` writes a page's frames as its `content`, and `marks` says which node each belongs to.
//! * `finish` adds what printpdf lacks: `fonts`, `metadata`, `outline_tree`, the tree of `structure`.
//! * `file` writes all of it, packed by `deflate`.
//! * [`standards`] lists what PDF/UA-1 and PDF/A-2a ask for, and where it is met.

mod colour_profile;
mod content;
mod deflate;
mod face;
mod file;
mod finish;
mod fonts;
mod images;
mod inks;
mod literals;
mod marks;
mod metadata;
mod outline;
mod outline_tree;
mod page;
mod runs;
mod sfnt;
pub mod standards;
mod strings;
mod structure;
mod words;

use std::collections::BTreeMap;
use std::fmt;

use printpdf::{Codepoint, FontId as PdfFontId, FontMetrics, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle};
use printpdf::{PdfPage, PdfSaveOptions, Pt, TextItem};

use crate::document::Bulletin;
use crate::fonts::Library;
use crate::layout::{Layout, Page};

use deflate::Deflater;
use face::Outlines;
pub use standards::Standard;
use words::Words;

/// What can be chosen of a PDF.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The moment the document carries, in seconds since 1970-01-01T00:00:00Z.
    pub modified_unix_seconds: i64,
    /// The standard of archiving that it keeps.
    pub standard: Standard,
    /// Whether it has structure.
    pub tagged: bool,
    /// Whether every glyph is drawn by itself instead of as part of its cluster. The pages look the same, and their
    /// text does not come back: it is what tests hold the document faces to.
    pub glyph_by_glyph: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { modified_unix_seconds: 0, standard: Standard::default(), tagged: true, glyph_by_glyph: false }
    }
}

/// Why a PDF could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

/// What is worth keeping from one document to the next: outlines that were read, words and their ink, and a deflater's
/// tables.
pub struct Press<'l> {
    outlines: Outlines<'l>,
    words: Words,
    deflater: Deflater,
}

impl<'l> Press<'l> {
    /// A press for documents that are set with the faces of a library.
    pub fn new(library: &'l Library) -> Self {
        Press { outlines: Outlines::new(library), words: Words::default(), deflater: Deflater::new() }
    }
}

/// Writes a layout as PDF. The press may have written other documents before: what it writes is the same. Each page of the
/// layout is given up when it is written, so that a long document is not held twice.
///
/// # Errors
/// When the document can't be serialised.
pub fn write(
    mut layout: Layout,
    bulletin: &Bulletin,
    library: &Library,
    press: &mut Press<'_>,
    options: &Options,
) -> Result<Vec<u8>, Error> {
    let standard = options.standard.for_text(&layout, options.tagged);
    let marks = marks::Marks::new(&layout.tree, options.tagged);
    let outlines = &mut press.outlines;
    press.words.begin_document();
    let mut writer = page::Writer::new(library, outlines, &mut press.words, marks, options.glyph_by_glyph);
    let deflater = &mut press.deflater;
    let write_page = |page: &mut Page| {
        let content = deflater.zlib(writer.page(page));
        page.frames = Vec::new();
        content
    };
    let contents: Vec<Vec<u8>> = layout.pages.iter_mut().map(write_page).collect();
    let (faces, images, marks) = writer.finish();
    let mut document = PdfDocument::new("");
    let millimetres = |points: f64| Mm::from(Pt(points as f32));
    let sizes = layout.pages.iter().map(|page| (millimetres(page.width), millimetres(page.height)));
    document.pages = sizes.map(|(width, height)| PdfPage::new(width, height, Vec::new())).collect();
    // printpdf embeds only faces of which a page shows a glyph. The pages get their content when the document is finished.
    if let Some(page) = document.pages.first_mut() {
        let shown = faces.iter().enumerate().filter(|(_, face)| face.has_codes());
        page.ops = shown.flat_map(|(index, _)| show_a_glyph(index)).collect();
    }
    let mut composed = Vec::with_capacity(faces.len());
    for (index, face) in faces.into_iter().enumerate() {
        let name = library.face(face.primary).name().replace(' ', "");
        let mut made = face.compose(outlines, &press.words.inks);
        let id = PdfFontId(page::font_name(index));
        let metrics = FontMetrics { ascent: made.ascent, descent: made.descent };
        // Its widths are told when the document is finished: printpdf would copy them several times.
        let program = std::mem::take(&mut made.program);
        let name = fonts::subset_name(&program, &name);
        let font = ParsedFont::with_glyph_data(
            program,
            0,
            Some(name.clone()),
            BTreeMap::new(),
            BTreeMap::new(),
            1000,
            metrics,
        );
        document.resources.fonts.map.insert(id, PdfFont::new(font));
        composed.push((name, made));
    }
    let save = PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };
    let pdf = document.to_lopdf_document(&save, &mut Vec::new());
    drop(document);
    let parts = finish::Parts {
        faces: &composed,
        pictures: &images,
        marks: &marks,
        layout: &layout,
        bulletin,
        options: &Options { standard, ..options.clone() },
    };
    finish::finish(pdf, contents, &parts, &mut press.deflater)
}

/// A document face, and a glyph of it.
fn show_a_glyph(face: usize) -> [Op; 2] {
    let font = PdfFontHandle::External(PdfFontId(page::font_name(face)));
    let glyph = Codepoint { gid: 1, offset: 0.0, cid: Some(" ".into()) };
    [Op::SetFont { font, size: Pt(1.0) }, Op::ShowText { items: vec![TextItem::GlyphIds(vec![glyph])] }]
}
