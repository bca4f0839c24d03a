//! What printpdf leaves out of a document, and what stands on its pages, added to it through lopdf.

use std::rc::Rc;

use lopdf::{Document, Object, ObjectId, Stream, StringFormat, dictionary};

use super::colour_profile;
use super::deflate::Deflater;
use super::face::Composed;
use super::marks::Marks;
use super::metadata::Metadata;
use super::{Error, Options, Standard, file, fonts, images, outline_tree, structure};
use crate::assets::Picture;
use crate::document::{Bulletin, Direction};
use crate::layout::{Layout, entry_name};
use crate::locale::Digits;

/// What a document is made of besides printpdf's part of it.
pub struct Parts<'p> {
    /// The document faces with their names.
    pub faces: &'p [(String, Composed)],
    /// The pictures that its pages show.
    pub pictures: &'p [Rc<Picture>],
    /// What belongs to which node of the structure.
    pub marks: &'p Marks<'p>,
    /// The pages as they were laid out, of which the frames may be gone.
    pub layout: &'p Layout,
    /// What it tells.
    pub bulletin: &'p Bulletin,
    /// What was chosen.
    pub options: &'p Options,
}

/// Finishes a document and writes it. `contents` has the deflated content of each of its pages.
pub fn finish(
    mut pdf: Document,
    contents: Vec<Vec<u8>>,
    parts: &Parts<'_>,
    deflater: &mut Deflater,
) -> Result<Vec<u8>, Error> {
    complete(&mut pdf, contents, parts).map_err(|what| Error(format!("the PDF could not be completed: {what}")))?;
    Ok(file::write(&pdf, deflater))
}

fn complete(pdf: &mut Document, contents: Vec<Vec<u8>>, parts: &Parts<'_>) -> lopdf::Result<()> {
    let &Parts { faces, pictures, marks, layout, bulletin, options } = parts;
    pdf.version = "1.7".into();
    fonts::describe(pdf, faces)?;
    images::add(pdf, pictures)?;
    let metadata = Metadata::of(bulletin, options);
    let info = pdf.add_object(metadata.info());
    pdf.trailer.set("Info", info);
    // XMP must be readable without a decoder.
    let xmp = Stream::new(
        dictionary! { "Type" => name("Metadata"), "Subtype" => name("XML") },
        metadata.xmp(options.standard, options.tagged).into_bytes(),
    );
    let xmp = pdf.add_object(xmp.with_compression(false));
    let pages: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    if contents.len() != pages.len() {
        return Err(lopdf::Error::PageNumberNotFound(pages.len().max(contents.len()) as u32));
    }
    for (&page, content) in pages.iter().zip(contents) {
        tidy_page(pdf, page)?;
        put_content(pdf, page, content)?;
    }
    if options.tagged {
        structure::write(pdf, &layout.tree, marks, &pages)?;
    } else {
        structure::plain_links(pdf, marks, &pages)?;
    }
    let outline = outline_tree::write(pdf, layout, &pages);
    let destinations = destinations(layout, &pages);
    let intent = if options.standard == Standard::Plain { None } else { Some(output_intent(pdf)) };
    let direction = match bulletin.language.direction() {
        Direction::RightToLeft => "R2L",
        Direction::LeftToRight => "L2R",
    };
    let catalog = pdf.catalog_mut()?;
    catalog.set("Metadata", xmp);
    catalog.set("Lang", text(bulletin.language.as_str()));
    catalog.remove(b"PageLayout");
    // A bulletin of several articles opens with its outline beside it.
    catalog.set("PageMode", name(if layout.entries.len() > 1 { "UseOutlines" } else { "UseNone" }));
    catalog.set("ViewerPreferences", dictionary! { "Direction" => name(direction), "DisplayDocTitle" => true });
    catalog.set("PageLabels", page_labels(pages.len(), Digits::of(&bulletin.language)));
    catalog.set("Names", dictionary! { "Dests" => dictionary! { "Names" => destinations } });
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    if let Some(intent) = intent {
        catalog.set("OutputIntents", vec![intent]);
    }
    Ok(())
}

/// Leaves out what printpdf writes on every page and no page here uses.
fn tidy_page(pdf: &mut Document, page: ObjectId) -> lopdf::Result<()> {
    let resources = {
        let page = pdf.get_dictionary_mut(page)?;
        page.remove(b"TrimBox");
        page.remove(b"CropBox");
        if page.get(b"Annots").and_then(Object::as_array).is_ok_and(Vec::is_empty) {
            page.remove(b"Annots");
        }
        page.get(b"Resources").and_then(Object::as_reference)
    };
    if let Ok(resources) = resources {
        for key in [&b"ExtGState"[..], b"Shading", b"XObject"] {
            let shared = pdf.get_dictionary(resources)?.get(key).and_then(Object::as_reference);
            let empty = shared.and_then(|id| pdf.get_dictionary(id)).is_ok_and(|d| d.is_empty());
            if empty {
                pdf.get_dictionary_mut(resources)?.remove(key);
            }
        }
    }
    Ok(())
}

/// Puts a page's deflated content in its place.
fn put_content(pdf: &mut Document, page: ObjectId, content: Vec<u8>) -> lopdf::Result<()> {
    let place = pdf.get_dictionary(page)?.get(b"Contents")?.as_reference()?;
    pdf.set_object(place, Stream::new(dictionary! { "Filter" => name("FlateDecode") }, content));
    Ok(())
}

/// The output intent: sRGB.
fn output_intent(pdf: &mut Document) -> Object {
    let profile = Stream::new(dictionary! { "N" => 3 }, colour_profile::srgb());
    let profile = pdf.add_object(profile);
    dictionary! {
        "Type" => name("OutputIntent"),
        "S" => name("GTS_PDFA1"),
        "OutputConditionIdentifier" => text("sRGB IEC61966-2.1"),
        "Info" => text("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    }
    .into()
}

/// Every page labelled with its folio, as it is printed.
fn page_labels(pages: usize, digits: Digits) -> Object {
    let numbers = (0..pages)
        .flat_map(|i| [Object::Integer(i as i64), dictionary! { "P" => text(&digits.number(i + 1)) }.into()])
        .collect::<Vec<Object>>();
    dictionary! { "Nums" => numbers }.into()
}

/// A name for every section and article, by its place: `entry-00001` and on.
fn destinations(layout: &Layout, pages: &[ObjectId]) -> Vec<Object> {
    let mut names = Vec::new();
    for (i, entry) in layout.entries.iter().enumerate() {
        if let Some(&page) = pages.get(entry.page) {
            let height = layout.pages.get(entry.page).map_or(0.0, |p| p.height);
            let top = Object::Real((height - entry.top) as f32);
            names.push(Object::String(entry_name(i).into_bytes(), StringFormat::Literal));
            names.push(vec![page.into(), name("XYZ"), Object::Null, top, Object::Null].into());
        }
    }
    names
}

/// A text string: as it is where ASCII is enough, else UTF-16 with its byte order mark.
pub fn text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    }
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Literal)
}

fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}
