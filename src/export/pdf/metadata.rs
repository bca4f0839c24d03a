//! What a document says of itself: the information dictionary and XMP, which must agree, and the standards that it
//! keeps.

use lopdf::{Dictionary, dictionary};

use super::finish::text;
use super::{Options, Standard};
use crate::document::Bulletin;

/// What both forms of metadata say.
#[derive(Clone, Debug, PartialEq)]
pub struct Metadata {
    title: String,
    /// The publisher, else the only article's author.
    author: Option<String>,
    language: String,
    unix_seconds: i64,
}

impl Metadata {
    /// The metadata of a bulletin. Nothing is invented: what the bulletin does not say is not there.
    pub fn of(bulletin: &Bulletin, options: &Options) -> Self {
        let only = bulletin.articles().next().filter(|_| bulletin.articles().count() == 1);
        let title = bulletin.title.as_ref().or_else(|| bulletin.articles().next().map(|a| &a.headline));
        let author = bulletin.publisher.as_ref().or_else(|| only.and_then(|a| a.byline.as_ref()));
        Metadata {
            title: title.map(|t| t.plain()).unwrap_or_default(),
            author: author.map(|a| a.plain()),
            language: bulletin.language.as_str().to_owned(),
            unix_seconds: options.modified_unix_seconds,
        }
    }

    /// The information dictionary.
    pub fn info(&self) -> Dictionary {
        let date = self.date("D:", "", "", "", "Z");
        let mut info = dictionary! {
            "Title" => text(&self.title),
            "Producer" => text(PRODUCER),
            "CreationDate" => text(&date),
            "ModDate" => text(&date),
        };
        if let Some(author) = &self.author {
            info.set("Author", text(author));
        }
        info
    }

    /// The XMP packet.
    pub fn xmp(&self, standard: Standard, tagged: bool) -> String {
        let date = self.date("", "-", "T", ":", "Z");
        let title = escape(&self.title);
        let language = escape(&self.language);
        let mut out = String::from("<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n");
        out.push_str(
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
             <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" \
             xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n",
        );
        out.push_str(&format!(
            "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
             <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n"
        ));
        if let Some(author) = &self.author {
            let author = escape(author);
            out.push_str(&format!("<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n"));
        }
        out.push_str(&format!(
            "<xmp:CreateDate>{date}</xmp:CreateDate>\n<xmp:ModifyDate>{date}</xmp:ModifyDate>\n\
             <xmp:MetadataDate>{date}</xmp:MetadataDate>\n<pdf:Producer>{}</pdf:Producer>\n",
            escape(PRODUCER)
        ));
        if let Some(conformance) = standard.conformance() {
            out.push_str(&format!(
                "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>{conformance}</pdfaid:conformance>\n"
            ));
        }
        if tagged && standard != Standard::Plain {
            out.push_str("<pdfuaid:part>1</pdfuaid:part>\n");
        }
        out.push_str("</rdf:Description>\n");
        if tagged && standard.conformance().is_some() {
            out.push_str(UA_SCHEMA);
        }
        out.push_str("</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
        out
    }

    /// The moment, in universal time, with the given signs between its parts.
    fn date(&self, start: &str, dash: &str, t: &str, colon: &str, end: &str) -> String {
        let moment = jiff::Timestamp::from_second(self.unix_seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let civil = jiff::tz::Offset::UTC.to_datetime(moment);
        format!(
            "{start}{:04}{dash}{:02}{dash}{:02}{t}{:02}{colon}{:02}{colon}{:02}{end}",
            civil.year(),
            civil.month(),
            civil.day(),
            civil.hour(),
            civil.minute(),
            civil.second()
        )
    }
}

const PRODUCER: &str = concat!("Nashra ", env!("CARGO_PKG_VERSION"));

/// PDF/A allows only schemas it knows or that are described: the one of PDF/UA came later (ISO 19005-2, 6.6.2.3).
const UA_SCHEMA: &str = "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\n\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n\
<pdfaProperty:category>internal</pdfaProperty:category>\n\
<pdfaProperty:description>The part of ISO 14289 that the file keeps</pdfaProperty:description>\n\
</rdf:li></rdf:Seq></pdfaSchema:property>\n\
</rdf:li></rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n";

/// Text for XML: markup escaped, characters left out that XML 1.0 does not have.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c < ' ' || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}
