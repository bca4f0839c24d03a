//! The names of a dump's fields. Scrapers, stores and data sets each have their own, in any case and with any sign
//! between their words.

use super::fields::Fields;
use super::tree::Node;

/// The headline, the best first.
pub const TITLE: [&str; 5] = ["title", "headline", "heading", "العنوان", "عنوان"];
/// The line below it.
pub const SUBTITLE: [&str; 4] = ["subtitle", "sub_title", "subheadline", "sub_headline"];
/// The text.
pub const CONTENT: [&str; 13] = [
    "content",
    "text",
    "maintext",
    "article_text",
    "body",
    "article_body",
    "article",
    "full_text",
    "article_content",
    "المحتوى",
    "النص",
    "نص",
    "المتن",
];
/// The author.
pub const AUTHOR: [&str; 8] = ["author", "authors", "byline", "writer", "creator", "author_name", "الكاتب", "المؤلف"];
/// The day of publication. `date_extracted`, `date_download`, `created_at` and the like are none.
pub const PUBLISHED: [&str; 13] = [
    "published",
    "date_published",
    "published_at",
    "publish_date",
    "date_publish",
    "pubDate",
    "published_date",
    "publication_date",
    "publish_time",
    "date",
    "datetime",
    "date_time",
    "التاريخ",
];
/// The categories; tags are an article's only where it has no others.
pub const CATEGORIES: [&str; 7] = ["categories", "category", "section", "topic", "القسم", "التصنيف", "tags"];
/// The summary.
pub const SUMMARY: [&str; 5] = ["summary", "description", "excerpt", "abstract", "الملخص"];
/// The language.
pub const LANGUAGE: [&str; 2] = ["language", "lang"];
/// The publication.
pub const SOURCE: [&str; 6] = ["source", "source_name", "publisher", "source_domain", "newspaper", "المصدر"];
/// The article's address.
pub const ADDRESS: [&str; 6] = ["url", "link", "article_url", "source_url", "permalink", "الرابط"];
/// Its pictures, the most telling first: a thumbnail shows what another of them shows larger.
pub const PICTURES: [&str; 14] = [
    "images",
    "image",
    "image_url",
    "url_to_image",
    "top_image",
    "main_image",
    "featured_image",
    "lead_image",
    "img",
    "photo",
    "photos",
    "picture",
    "cover",
    "thumbnail",
];

/// Whether two names are the same but for their case and the signs between their words.
fn same(one: &str, other: &str) -> bool {
    one == other || letters(one).eq(letters(other))
}

/// A name's letters and digits, small.
fn letters(name: &str) -> impl Iterator<Item = char> {
    name.trim().chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase)
}

/// The field of that name.
pub fn get<'n>(fields: &Fields<'n>, name: &str) -> Option<&'n Node> {
    fields.get(name).or_else(|| fields.all().find(|(key, _)| same(&key.name, name)).map(|(_, node)| node))
}

/// Whether a name is one of some.
pub fn is_among(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| same(name, known))
}
