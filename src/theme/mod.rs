//! Themes: everything measured or coloured. A theme is read from TOML and resolved once, before layout.
//!
//! The built-in themes are files of the same form as a user's. Lengths are in points unless a field's name says
//! millimetres; every line's leading is a multiple or a half of the body's, which makes the baseline grid.

mod colour;

use std::fmt;

use serde::Deserialize;

pub use colour::Colour;

use crate::{fonts, text};

/// Points in a millimetre.
const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// A theme.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// How readily words of justified text are drawn out.
    #[serde(default)]
    pub kashida: Kashida,
    /// The page and its columns.
    pub page: Page,
    /// The colours that styles name.
    pub colours: Colours,
    /// How thick rules are.
    pub rules: Rules,
    /// The bulletin's title.
    pub masthead: TextStyle,
    /// The lines below it.
    pub masthead_line: TextStyle,
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
    /// Running heads and folios.
    pub furniture: TextStyle,
}

/// How thick rules are, in points; 0 leaves a rule out.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Below the masthead.
    pub masthead: f64,
    /// Below a section's title, and below the contents.
    pub section: f64,
    /// Between two articles on one page.
    pub article: f64,
    /// Above and below a pull quote.
    pub pull_quote: f64,
    /// Beside a quotation.
    pub quotation: f64,
    /// Between parts of an article.
    pub divider: f64,
    /// Below a table's header.
    pub table_header: f64,
    /// Below a table's rows.
    pub table: f64,
    /// Above footnotes.
    pub notes: f64,
}

/// Where an article begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArticleStart {
    /// On a page of its own.
    #[default]
    Page,
    /// Below the article before it, with its head in a column.
    Column,
    /// Below the article before it, with its head across all columns.
    Flow,
}

/// The page's measures, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Width of the paper.
    pub width_mm: f64,
    /// Height of the paper.
    pub height_mm: f64,
    /// From the paper's top to the text.
    pub top_mm: f64,
    /// From the text to the paper's bottom.
    pub bottom_mm: f64,
    /// From the paper's sides to the text.
    pub side_mm: f64,
    /// How many columns.
    pub columns: usize,
    /// Between two columns.
    pub column_gap_mm: f64,
    /// Where an article begins.
    #[serde(default)]
    pub article_start: ArticleStart,
}

impl Page {
    /// Width of the paper in points.
    pub fn width(&self) -> f64 {
        self.width_mm * POINTS_PER_MM
    }

    /// Height of the paper in points.
    pub fn height(&self) -> f64 {
        self.height_mm * POINTS_PER_MM
    }

    /// From the paper's top to the text, in points.
    pub fn top(&self) -> f64 {
        self.top_mm * POINTS_PER_MM
    }

    /// From the text to the paper's bottom, in points.
    pub fn bottom(&self) -> f64 {
        self.bottom_mm * POINTS_PER_MM
    }

    /// From the paper's sides to the text, in points.
    pub fn side(&self) -> f64 {
        self.side_mm * POINTS_PER_MM
    }

    /// Width of all columns together, in points.
    pub fn measure(&self) -> f64 {
        self.width() - 2.0 * self.side()
    }

    /// Between two columns, in points.
    pub fn gap(&self) -> f64 {
        self.column_gap_mm * POINTS_PER_MM
    }

    /// Width of one column in points.
    pub fn column(&self) -> f64 {
        let columns = self.columns.max(1) as f64;
        (self.measure() - self.gap() * (columns - 1.0)) / columns
    }
}

/// The colours of a theme.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    /// Running text.
    pub text: Colour,
    /// Text that stands back.
    pub quiet: Colour,
    /// Text that stands out.
    pub accent: Colour,
    /// Rules.
    pub rule: Colour,
}

/// A colour by its name in the theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColourName {
    /// [`Colours::text`].
    #[default]
    Text,
    /// [`Colours::quiet`].
    Quiet,
    /// [`Colours::accent`].
    Accent,
}

impl Colours {
    /// The colour of a name.
    pub fn get(&self, name: ColourName) -> Colour {
        match name {
            ColourName::Text => self.text,
            ColourName::Quiet => self.quiet,
            ColourName::Accent => self.accent,
        }
    }
}

/// Families that a style can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Amiri.
    Amiri,
    /// Noto Naskh Arabic.
    NotoNaskh,
    /// Noto Kufi Arabic, in bold alone.
    NotoKufi,
}

impl From<Family> for fonts::Family {
    fn from(family: Family) -> Self {
        match family {
            Family::Amiri => fonts::Family::Amiri,
            Family::NotoNaskh => fonts::Family::NotoNaskh,
            Family::NotoKufi => fonts::Family::NotoKufi,
        }
    }
}

/// Regular or bold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Regular.
    #[default]
    Regular,
    /// Bold.
    Bold,
}

/// How readily words are drawn out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kashida {
    /// Never.
    Off,
    /// Only where spaces would be wide.
    Light,
    /// Where it keeps spaces even.
    #[default]
    Normal,
    /// Wherever it helps, and further.
    Strong,
}

impl Kashida {
    /// All of them, the rarest first.
    pub const ALL: [Kashida; 4] = [Kashida::Off, Kashida::Light, Kashida::Normal, Kashida::Strong];

    /// Its name in a theme and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Kashida::Off => "off",
            Kashida::Light => "light",
            Kashida::Normal => "normal",
            Kashida::Strong => "strong",
        }
    }
}

impl From<Kashida> for text::Kashida {
    fn from(kashida: Kashida) -> Self {
        match kashida {
            Kashida::Off => text::Kashida::Off,
            Kashida::Light => text::Kashida::Light,
            Kashida::Normal => text::Kashida::Normal,
            Kashida::Strong => text::Kashida::Strong,
        }
    }
}

/// Where lines stand that do not fill the measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Lines fill the measure; the last stands at the start.
    Justify,
    /// At the side where reading starts.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the side where reading ends.
    End,
}

/// How one kind of text is set.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextStyle {
    /// The family.
    pub family: Family,
    /// The weight.
    #[serde(default)]
    pub weight: Weight,
    /// The em in points.
    pub size: f64,
    /// From baseline to baseline, in points.
    pub leading: f64,
    /// First-line indent in points.
    #[serde(default)]
    pub indent: f64,
    /// Where its lines stand.
    #[serde(default)]
    pub align: Align,
    /// Its colour.
    #[serde(default)]
    pub colour: ColourName,
}

/// A theme that can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeError(pub String);

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ThemeError {}

/// The built-in themes: name and file.
const BUILT_IN: &[(&str, &str)] = &[
    ("classic", include_str!("classic.toml")),
    ("briefing", include_str!("briefing.toml")),
    ("pocket", include_str!("pocket.toml")),
];

/// Text must stand out from white paper by this ratio (WCAG 2.2, 1.4.3, for text of any size).
const LEAST_CONTRAST: f64 = 4.5;

impl Theme {
    /// The names of the built-in themes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// A built-in theme.
    ///
    /// # Errors
    /// When there is none of that name; the error lists those there are.
    pub fn named(name: &str) -> Result<Self, ThemeError> {
        match BUILT_IN.iter().find(|(n, _)| *n == name) {
            Some((_, file)) => Theme::parse(file),
            None => {
                let names: Vec<&str> = Theme::names().collect();
                Err(ThemeError(format!("there is no theme “{name}”; there are: {}", names.join(", "))))
            }
        }
    }

    /// Reads a theme file.
    ///
    /// # Errors
    /// When the file is not TOML, lacks a field, has an unknown one, or a value of the wrong kind.
    pub fn parse(source: &str) -> Result<Self, ThemeError> {
        let theme: Theme = toml::from_str(source).map_err(|e| ThemeError(e.to_string()))?;
        theme.check()?;
        Ok(theme)
    }

    /// Refuses what no page could be set with.
    fn check(&self) -> Result<(), ThemeError> {
        let page = &self.page;
        let fail = |what: String| Err(ThemeError(what));
        if page.column().is_nan() || page.column() <= 5.0 * self.body.size {
            return fail("the page leaves columns narrower than five ems; lower `columns` or the margins".into());
        }
        let height = page.height() - page.top() - page.bottom();
        if height.is_nan() || height <= 5.0 * self.body.leading {
            return fail("the page leaves fewer than five lines of text; lower `top_mm` and `bottom_mm`".into());
        }
        for (name, colour) in
            [("text", self.colours.text), ("quiet", self.colours.quiet), ("accent", self.colours.accent)]
        {
            let contrast = colour.contrast_to_white();
            if contrast < LEAST_CONTRAST {
                return fail(format!(
                    "colours.{name} has a contrast of {contrast:.1} to white paper; text needs {LEAST_CONTRAST}"
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_themes_are_read() {
        for name in Theme::names() {
            let theme = Theme::named(name).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(theme.page.column() > 100.0, "{name}");
        }
        assert!(Theme::named("nosuch").unwrap_err().to_string().contains("classic"));
    }

    #[test]
    fn classic_has_columns_of_83_millimetres() {
        let page = Theme::named("classic").unwrap().page;
        assert!((page.column() / POINTS_PER_MM - 83.0).abs() < 1e-9);
    }
}
