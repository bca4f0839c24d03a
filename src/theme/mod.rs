//! Themes: everything measured or coloured. A theme is read from TOML and resolved once, before layout.
//!
//! The built-in themes are files of the same form as a user's. Lengths are in points unless a field's name says
//! millimetres. The body's leading makes the baseline grid: in columns a line of any style takes whole lines of it. Heads
//! and pull quotes, whose lines stand as far apart as their styles say, take whole lines together.
//!
//! * [`Draft`] (`file.rs`) is a theme's file with the place of every field; what a file leaves out it takes from the
//!   built-in theme that it names as its `base`.
//! * `check` finds all that is wrong with it: the fields by the [`schema()`] that is made of the types, and what
//!   several fields together leave no room for.
//! * `page`, `style` and `colour` are the fields.

mod check;
mod colour;
mod file;
mod page;
mod schema;
mod style;

use schemars::JsonSchema;
use serde::Deserialize;

pub use colour::{Colour, ColourName, Colours};
pub use file::{Draft, FaceFile, FamilyFiles};
pub use page::{ArticleStart, Logo, LogoAlign, Page, Pictures, Rules};
pub use schema::schema;
pub use style::{Align, Family, TextStyle, Weight};

use crate::diagnostics::{Message, Place, Problem, nearest};
use crate::fonts::Families;
use crate::say;
pub use crate::text::Kashida;

/// A theme.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// How readily words of justified text are drawn out.
    #[serde(default)]
    pub kashida: Kashida,
    /// The families that come from files of its own.
    #[serde(skip)]
    pub families: Families,
    /// The page and its columns.
    pub page: Page,
    /// The logo in the masthead.
    pub logo: Logo,
    /// Pictures among the text.
    pub pictures: Pictures,
    /// The colours that styles name.
    pub colours: Colours,
    /// How thick rules are.
    pub rules: Rules,
    /// The bulletin's title.
    pub masthead: TextStyle,
    /// The subtitle below it.
    pub masthead_line: TextStyle,
    /// The line that says which issue it is: number, date and publisher. `justify` sets them apart, one at each side and
    /// one in the middle.
    pub issue_line: TextStyle,
    /// The title of a section.
    pub section: TextStyle,
    /// A section in the contents.
    pub contents_section: TextStyle,
    /// An article in the contents.
    pub contents: TextStyle,
    /// The line above a headline.
    pub kicker: TextStyle,
    /// An article's headline.
    pub headline: TextStyle,
    /// The line below it.
    pub subheadline: TextStyle,
    /// Byline, dateline, date, and the attribution of quotations.
    pub byline: TextStyle,
    /// The summary.
    pub summary: TextStyle,
    /// Running text.
    pub body: TextStyle,
    /// Headings of level 2 inside an article.
    pub heading: TextStyle,
    /// Headings of levels 3 and 4.
    pub subheading: TextStyle,
    /// Quotations.
    pub quotation: TextStyle,
    /// Pull quotes.
    pub pull_quote: TextStyle,
    /// Verses.
    pub verse: TextStyle,
    /// What is said of an image or a table.
    pub caption: TextStyle,
    /// The header of a table.
    pub table_header: TextStyle,
    /// The cells of a table.
    pub table: TextStyle,
    /// Footnotes.
    pub note: TextStyle,
    /// Source and rights, at an article's end.
    pub closing: TextStyle,
    /// Running heads and folios. Its alignment is that of folios.
    pub furniture: TextStyle,
}

/// A built-in theme's file.
#[derive(Clone, Debug)]
pub struct BuiltIn {
    /// The theme's name.
    pub name: &'static str,
    /// What it is for.
    pub purpose: Message,
    /// Its file.
    pub source: &'static str,
}

/// The built-in themes.
static BUILT_IN: [BuiltIn; 3] = [
    BuiltIn {
        name: "classic",
        purpose: say!("A4 in two columns, for a printed bulletin"),
        source: include_str!("classic.toml"),
    },
    BuiltIn {
        name: "briefing",
        purpose: say!("A4 in one column with wide margins, for papers that are read at a desk"),
        source: include_str!("briefing.toml"),
    },
    BuiltIn {
        name: "pocket",
        purpose: say!("A5 in one column, for reading on the way"),
        source: include_str!("pocket.toml"),
    },
];

impl BuiltIn {
    /// All of them.
    pub const ALL: &'static [BuiltIn] = &BUILT_IN;

    /// The one of a name.
    ///
    /// # Errors
    /// A problem without a place, where there is none of that name.
    pub fn named(name: &str) -> Result<BuiltIn, Problem> {
        BUILT_IN.iter().find(|theme| theme.name == name).cloned().ok_or_else(|| {
            let names: Vec<&str> = Theme::names().collect();
            let list = names.join(", ");
            let cure = match nearest(name, &names) {
                Some(meant) => say!(
                    "did you mean “{meant}”? there are {list}; a theme's file is given by its path, which ends in .toml",
                    meant,
                    list
                ),
                None => say!("there are {list}; a theme's file is given by its path, which ends in .toml", list),
            };
            Problem::error(Place::default(), say!("there is no theme “{name}”", name), cure)
        })
    }
}

impl Theme {
    /// The names of the built-in themes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|theme| theme.name)
    }

    /// A built-in theme.
    ///
    /// # Errors
    /// A problem without a place, where there is none of that name; it says which there are.
    pub fn named(name: &str) -> Result<Self, Problem> {
        let BuiltIn { name, source, .. } = BuiltIn::named(name)?;
        // A test holds the built-in files to all that a file of one's own is held to; that costs three times what reading
        // one does.
        let read = toml::from_str::<toml::Table>(source).and_then(Theme::deserialize);
        read.map_err(|error| {
            let what = say!("this is no theme: {error}", error = error.message());
            Problem::error(Place { file: Some(format!("{name}.toml").into()), ..Place::default() }, what, say!())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_themes_are_read() {
        for BuiltIn { name, source, .. } in BuiltIn::ALL {
            let theme = Draft::read(source, Some((*name).into()))
                .finish(Families::default())
                .unwrap_or_else(|e| panic!("{e:?}"));
            assert!(theme.page.column() > 100.0, "{name}");
            assert_eq!(Theme::named(name).unwrap(), theme, "{name}");
        }
        let unknown = Theme::named("clasic").unwrap_err().to_string();
        assert!(unknown.contains("did you mean “classic”?"), "{unknown}");
    }

    #[test]
    fn every_built_in_theme_can_be_a_base() {
        let schema = schema().to_string();
        assert!(Theme::names().all(|name| schema.contains(&format!("\"const\":\"{name}\""))), "{schema}");
    }

    #[test]
    fn classic_has_columns_of_83_millimetres() {
        let page = Theme::named("classic").unwrap().page;
        assert!((page.column() / page::POINTS_PER_MM - 83.0).abs() < 1e-9);
    }
}
