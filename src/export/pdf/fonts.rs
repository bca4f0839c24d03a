//! The dictionaries of the document faces: printpdf embeds the programs, and here each gets its widths, its
//! ToUnicode and its description.

use flate2::Crc;
use lopdf::{Dictionary, Document, Object, Stream};

use super::face::Composed;

/// Gives each embedded face its own widths, ToUnicode and description.
pub fn describe(pdf: &mut Document, faces: &[(String, Composed)]) -> lopdf::Result<()> {
    let fonts = font_dictionary(pdf)?;
    for (index, (name, face)) in faces.iter().enumerate() {
        let Ok(font) = fonts.get(super::page::font_name(index).as_bytes()).and_then(Object::as_reference) else {
            continue;
        };
        let to_unicode = pdf.add_object(Stream::new(Dictionary::new(), face.to_unicode.clone().into_bytes()));
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
        descriptor.set("FontName", Object::Name(name.clone().into_bytes()));
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

/// The name of a face that is a part of another: six letters that follow from its program, and the other's name (ISO
/// 32000-1, 9.6.4). They part faces of one document from each other, for which a checksum is enough.
pub fn subset_name(program: &[u8], name: &str) -> String {
    let mut sum = Crc::new();
    sum.update(program);
    let mut rest = sum.sum();
    let letter = |_| {
        let letter = b'A' + (rest % 26) as u8;
        rest /= 26;
        char::from(letter)
    };
    let tag: String = (0..6).map(letter).collect();
    format!("{tag}+{name}")
}

/// Codes in a row of the map to Unicode: a row's codes share their upper byte (ISO 32000-1, 9.10.3), and Adobe
/// Technical Note 5014 allows a hundred of anything.
const CODES_IN_ROW: usize = 64;

/// The map from codes to their texts, in rows of codes that follow each other. The first code is that of .notdef.
pub fn to_unicode(texts: &[&str]) -> String {
    let mut out = String::with_capacity(512 + texts.len() * 10);
    out.push_str(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    // Every code but .notdef, which comes first, has a text.
    let rows: Vec<(usize, &[&str])> = (0..)
        .step_by(CODES_IN_ROW)
        .zip(texts.chunks(CODES_IN_ROW))
        .map(|(first, row)| if first == 0 { (1, row.get(1..).unwrap_or_default()) } else { (first, row) })
        .filter(|(_, row)| !row.is_empty())
        .collect();
    for block in rows.chunks(100) {
        out.push_str(&format!("{} beginbfrange\n", block.len()));
        for (first, row) in block {
            for code in [*first, first + row.len() - 1] {
                out.push('<');
                push_hexadecimal(code as u16, &mut out);
                out.push('>');
            }
            out.push('[');
            for text in *row {
                out.push('<');
                text.encode_utf16().for_each(|unit| push_hexadecimal(unit, &mut out));
                out.push('>');
            }
            out.push_str("]\n");
        }
        out.push_str("endbfrange\n");
    }
    out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    out
}

/// Four digits: formatting machinery takes longer than all else here.
fn push_hexadecimal(value: u16, out: &mut String) {
    let digits = [value >> 12, value >> 8, value >> 4, value].map(|part| u32::from(part & 15));
    out.extend(digits.iter().filter_map(|&digit| char::from_digit(digit, 16)).map(|digit| digit.to_ascii_uppercase()));
}
