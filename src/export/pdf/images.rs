//! Pictures as PDF objects: a JPEG file as it is, other pictures as rows of samples; with a soft mask where some
//! pixels cover less than all.

use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::page::image_name;
use crate::assets::{Filter, PdfStream, Picture};

/// Adds the pictures to the resources that all pages share.
pub fn add(pdf: &mut Document, images: &[Rc<Picture>]) -> lopdf::Result<()> {
    let Some(page) = pdf.get_pages().into_values().next().filter(|_| !images.is_empty()) else { return Ok(()) };
    let resources = pdf.get_dictionary(page)?.get(b"Resources")?.as_reference()?;
    let shared = pdf.get_dictionary(resources)?.get(b"XObject")?.as_reference()?;
    for (index, picture) in images.iter().enumerate() {
        let streams = picture.pdf_streams();
        let mask = streams.soft_mask.as_ref().map(|mask| {
            let stream = stream(mask, None);
            pdf.add_object(stream)
        });
        let image = stream(&streams.image, mask);
        let image = pdf.add_object(image);
        pdf.get_dictionary_mut(shared)?.set(image_name(index), image);
    }
    Ok(())
}

fn stream(data: &PdfStream<'_>, mask: Option<ObjectId>) -> Stream {
    let name = |name: &str| Object::Name(name.as_bytes().to_vec());
    let mut dict: Dictionary = dictionary! {
        "Type" => name("XObject"),
        "Subtype" => name("Image"),
        "Width" => i64::from(data.width),
        "Height" => i64::from(data.height),
        "BitsPerComponent" => 8,
        "ColorSpace" => name(if data.components == 1 { "DeviceGray" } else { "DeviceRGB" }),
    };
    match data.filter {
        Filter::Dct => dict.set("Filter", name("DCTDecode")),
        Filter::FlatePng => {
            dict.set("Filter", name("FlateDecode"));
            dict.set(
                "DecodeParms",
                dictionary! {
                    "Predictor" => 15,
                    "Colors" => i64::from(data.components),
                    "BitsPerComponent" => 8,
                    "Columns" => i64::from(data.width),
                },
            );
        }
    }
    if let Some(mask) = mask {
        dict.set("SMask", mask);
    }
    Stream::new(dict, data.data.to_vec()).with_compression(false)
}
