//! Blocks: the pieces that an article's body is made of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Text;

/// One block of a body. In the project's own forms a string is a paragraph, and every other block is an object
/// known by its first field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Block {
    /// A paragraph.
    Paragraph(Text),
    /// A heading inside the article.
    Heading(Heading),
    /// A quotation, or a pull quote.
    Quotation(Quotation),
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// An image.
    Image(Image),
    /// Verses in two hemistichs.
    Poetry(Poetry),
    /// A divider between parts of the body.
    Divider(Divider),
    /// A footnote, which stands where its reference is.
    Footnote(Footnote),
}

/// A heading inside an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// What it says.
    #[schemars(example = &"ما الذي تغيّر")]
    pub heading: Text,
    /// Its level, where the headline is 1: 2 for the article's parts, 3 and 4 for theirs.
    #[serde(default = "Heading::default_level")]
    #[schemars(range(min = 1, max = 4))]
    pub level: u8,
}

impl Heading {
    /// The level of a heading that names none.
    pub const fn default_level() -> u8 {
        2
    }
}

/// Somebody's words, set apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quotation {
    /// The paragraphs of the quotation; one alone may stand without a list.
    #[serde(deserialize_with = "one_or_more")]
    #[schemars(with = "OneOrMore")]
    pub quote: Vec<Text>,
    /// Whose words they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<Text>,
    /// Whether it repeats words of the article in large type.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pull: bool,
}

/// The written form of what is mostly one text.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum OneOrMore {
    One(Text),
    More(#[schemars(length(min = 1))] Vec<Text>),
}

fn one_or_more<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Text>, D::Error> {
    Ok(match OneOrMore::deserialize(deserializer)? {
        OneOrMore::One(text) => vec![text],
        OneOrMore::More(texts) => texts,
    })
}

/// How an ordered list counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Numbering {
    /// With numbers, in the bulletin's digits.
    #[default]
    Decimal,
    /// With letters in abjad order.
    Abjad,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// The items.
    #[schemars(length(min = 1))]
    pub list: Vec<ListItem>,
    /// Whether the items are counted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ordered: bool,
    /// How they are counted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub numbering: Numbering,
}

/// An item of a list: a string, or an object with a list of its own below it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
pub enum ListItem {
    /// An item without a list below it.
    Plain(Text),
    /// An item with a list below it.
    Nested {
        /// What the item says.
        item: Text,
        /// The items below it.
        list: Vec<ListItem>,
        /// Whether they are counted.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        ordered: bool,
        /// How they are counted.
        #[serde(default, skip_serializing_if = "is_default")]
        numbering: Numbering,
    },
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The table's parts.
    pub table: TableParts,
}

/// What a table is made of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableParts {
    /// The header's cells; none for a table without a header. A cell may be empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub header: Vec<Text>,
    /// The rows, each with as many cells as the header. A cell may be empty.
    #[schemars(with = "Vec<Vec<String>>", length(min = 1))]
    pub rows: Vec<Vec<Text>>,
    /// What the table shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<Text>,
}

/// How wide an image stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ImageSpan {
    /// As wide as one column.
    #[default]
    Column,
    /// As wide as all columns together.
    All,
}

/// An image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Image {
    /// The image's path, relative to the file that names it.
    #[schemars(example = &"pictures/market.jpg")]
    pub image: String,
    /// What it shows, for those who can't see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"مدخل السوق وفيه باعة")]
    pub alt: Option<Text>,
    /// What is said of it below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<Text>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(example = &"تصوير: سامر عيسى")]
    pub credit: Option<Text>,
    /// How wide it stands.
    #[serde(default, skip_serializing_if = "is_default")]
    pub span: ImageSpan,
    /// Whether a foreign form names it.
    #[serde(skip)]
    pub foreign: Foreign,
    /// Where the path was written.
    #[serde(skip)]
    pub origin: crate::diagnostics::Origin,
}

/// Whether what names a picture is a foreign form, which is met as it comes: the picture need not be there. Like an
/// origin it takes no part in comparisons.
#[derive(Clone, Copy, Debug, Default)]
pub struct Foreign(pub bool);

impl PartialEq for Foreign {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Verses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Poetry {
    /// The verses, in order.
    #[schemars(length(min = 1))]
    pub poetry: Vec<Verse>,
}

/// A verse: two hemistichs, or one that stands alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Verse(#[schemars(length(min = 1, max = 2))] pub Vec<Text>);

/// A divider: `{ "divider": true }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Divider {
    /// Always true.
    pub divider: bool,
}

/// A footnote, referred to in text as `[^id]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Footnote {
    /// The name by which text refers to it.
    #[schemars(example = &"1")]
    pub footnote: String,
    /// What it says.
    pub text: Text,
}
