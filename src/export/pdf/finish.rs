//! What printpdf leaves out of a document, added to it through lopdf.

use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::face::Composed;
use super::{Error, Options};
use crate::document::Bulletin;
use crate::layout::Layout;

/// Finishes a document and writes it.
pub fn finish(
    mut pdf: Document,
    faces: &[(String, Composed)],
    layout: &Layout,
    bulletin: &Bulletin,
    options: &Options,
) -> Result<Vec<u8>, Error> {
    let fail = |what: lopdf::Error| Error(format!("the PDF could not be written: {what}"));
    pdf.version = "1.7".into();
    fonts(&mut pdf, faces).map_err(fail)?;
    let title = title(bulletin);
    let info = info(&title, bulletin, options);
    let info = pdf.add_object(info);
    pdf.trailer.set("Info", info);
    let pages: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    let outline = outline(&mut pdf, layout, &pages);
    let catalog = pdf.catalog_mut().map_err(fail)?;
    catalog.set("Lang", text(bulletin.language.as_str()));
    catalog.remove(b"PageLayout");
    catalog.set("PageMode", Object::Name(b"UseNone".to_vec()));
    catalog.set(
        "ViewerPreferences",
        dictionary! { "Direction" => Object::Name(b"R2L".to_vec()), "DisplayDocTitle" => true },
    );
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    pdf.prune_objects();
    pdf.renumber_objects();
    pdf.compress();
    let mut bytes = Vec::new();
    // The identifier follows from the content, so it is written when all else is known.
    pdf.trailer.remove(b"ID");
    pdf.save_to(&mut bytes).map_err(|e| Error(e.to_string()))?;
    let digest = Sha256::digest(&bytes);
    let id = Object::String(digest[..16].to_vec(), StringFormat::Hexadecimal);
    pdf.trailer.set("ID", vec![id.clone(), id]);
    bytes.clear();
    let save = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    pdf.save_with_options(&mut bytes, save).map_err(|e| Error(e.to_string()))?;
    Ok(bytes)
}

/// The title that the document carries: the bulletin's, else its first article's headline.
pub fn title(bulletin: &Bulletin) -> String {
    let title = bulletin.title.as_ref().or_else(|| bulletin.articles().next().map(|a| &a.headline));
    title.map(|t| t.plain()).unwrap_or_default()
}

fn info(title: &str, bulletin: &Bulletin, options: &Options) -> Dictionary {
    let mut info = dictionary! {
        "Title" => text(title),
        "Producer" => text(concat!("Nashra ", env!("CARGO_PKG_VERSION"))),
        "CreationDate" => text(&pdf_date(options.modified_unix_seconds)),
        "ModDate" => text(&pdf_date(options.modified_unix_seconds)),
    };
    if let Some(publisher) = &bulletin.publisher {
        info.set("Author", text(&publisher.plain()));
    }
    info
}

/// A moment as PDF writes it, in universal time.
fn pdf_date(unix_seconds: i64) -> String {
    let moment = jiff::Timestamp::from_second(unix_seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let civil = jiff::tz::Offset::UTC.to_datetime(moment);
    format!(
        "D:{:04}{:02}{:02}{:02}{:02}{:02}Z",
        civil.year(),
        civil.month(),
        civil.day(),
        civil.hour(),
        civil.minute(),
        civil.second()
    )
}

/// A text string: as it is where ASCII is enough, else UTF-16 with its byte order mark.
pub fn text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    }
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

/// The outline, nested by depth.
fn outline(pdf: &mut Document, layout: &Layout, pages: &[ObjectId]) -> Option<ObjectId> {
    let entries = &layout.entries;
    if entries.is_empty() {
        return None;
    }
    let root = pdf.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| pdf.new_object_id()).collect();
    // The entries right below each, by their places; the last list is the root's.
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); entries.len() + 1];
    let mut open: Vec<usize> = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        open.truncate(entry.depth);
        let parent = open.last().copied().unwrap_or(entries.len());
        children[parent].push(i);
        open.push(i);
    }
    for (parent, list) in children.iter().enumerate() {
        for (at, &i) in list.iter().enumerate() {
            let entry = &entries[i];
            let height = layout.pages.get(entry.page).map_or(0.0, |p| p.height);
            let mut item = dictionary! {
                "Title" => text(&entry.title),
                "Parent" => ids.get(parent).copied().unwrap_or(root),
            };
            if let Some(&page) = pages.get(entry.page) {
                let top = Object::Real((height - entry.top) as f32);
                item.set("Dest", vec![page.into(), Object::Name(b"XYZ".to_vec()), Object::Null, top, Object::Null]);
            }
            if at > 0 {
                item.set("Prev", ids[list[at - 1]]);
            }
            if let Some(&next) = list.get(at + 1) {
                item.set("Next", ids[next]);
            }
            if let (Some(&first), Some(&last)) = (children[i].first(), children[i].last()) {
                item.set("First", ids[first]);
                item.set("Last", ids[last]);
                item.set("Count", children[i].len() as i64);
            }
            pdf.set_object(ids[i], item);
        }
    }
    let top = children.last()?;
    let (&first, &last) = (top.first()?, top.last()?);
    let list = dictionary! {
        "Type" => Object::Name(b"Outlines".to_vec()),
        "First" => ids[first],
        "Last" => ids[last],
        "Count" => entries.len() as i64,
    };
    pdf.set_object(root, list);
    Some(root)
}

/// Gives each embedded face its own widths, ToUnicode and description.
fn fonts(pdf: &mut Document, faces: &[(String, Composed)]) -> lopdf::Result<()> {
    let fonts = font_dictionary(pdf)?;
    for (index, (name, face)) in faces.iter().enumerate() {
        let Ok(font) = fonts.get(super::page::font_name(index).as_bytes()).and_then(Object::as_reference) else {
            continue;
        };
        let name = format!("{}+{name}", subset_tag(&face.program));
        let to_unicode = pdf.add_object(Stream::new(Dictionary::new(), to_unicode(face).into_bytes()));
        let descendant = {
            let dict = pdf.get_dictionary_mut(font)?;
            dict.set("BaseFont", Object::Name(name.clone().into_bytes()));
            dict.set("ToUnicode", to_unicode);
            let list = dict.get_mut(b"DescendantFonts")?.as_array_mut()?;
            let descendant = list.first_mut().ok_or(lopdf::Error::DictKey("DescendantFonts".into()))?.as_dict_mut()?;
            descendant.set("BaseFont", Object::Name(name.clone().into_bytes()));
            descendant.set("CIDToGIDMap", Object::Name(b"Identity".to_vec()));
            descendant.set("DW", 0);
            let widths: Vec<Object> = face.widths.iter().map(|&w| i64::from(w).into()).collect();
            descendant.set("W", vec![0.into(), widths.into()]);
            descendant.get(b"FontDescriptor")?.as_reference()?
        };
        let descriptor = pdf.get_dictionary_mut(descendant)?;
        descriptor.set("FontName", Object::Name(name.into_bytes()));
        // Symbolic: the codes are the face's own.
        descriptor.set("Flags", 4);
        descriptor.set("Ascent", i64::from(face.ascent));
        descriptor.set("Descent", i64::from(face.descent));
        descriptor.set("CapHeight", i64::from(face.cap_height));
        descriptor.set("StemV", 50 + (f64::from(face.weight) / 65.0).powi(2).round() as i64);
        descriptor.set("FontBBox", face.bounds.iter().map(|&b| i64::from(b).into()).collect::<Vec<Object>>());
    }
    Ok(())
}

/// The dictionary of fonts that all pages share.
fn font_dictionary(pdf: &Document) -> lopdf::Result<Dictionary> {
    let Some(page) = pdf.get_pages().into_values().next() else { return Ok(Dictionary::new()) };
    let resources = pdf.get_dictionary(page)?.get(b"Resources")?.as_reference()?;
    let fonts = pdf.get_dictionary(resources)?.get(b"Font")?.as_reference()?;
    pdf.get_dictionary(fonts).cloned()
}

/// Six letters that follow from the face's content (ISO 32000-1, 9.6.4).
fn subset_tag(program: &[u8]) -> String {
    Sha256::digest(program).iter().take(6).map(|b| char::from(b'A' + b % 26)).collect()
}

/// The map from codes to text, one entry for each code.
fn to_unicode(face: &Composed) -> String {
    let mut out = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let entries: Vec<(usize, &str)> = face
        .texts
        .iter()
        .enumerate()
        .map(|(code, text)| (code, &**text))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    // A block holds at most 100 entries (Adobe Technical Note 5014).
    for block in entries.chunks(100) {
        out.push_str(&format!("{} beginbfchar\n", block.len()));
        for (code, text) in block {
            out.push_str(&format!("<{code:04X}> <"));
            text.encode_utf16().for_each(|unit| out.push_str(&format!("{unit:04X}")));
            out.push_str(">\n");
        }
        out.push_str("endbfchar\n");
    }
    out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    out
}
