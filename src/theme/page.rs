//! The page of a theme, and the rules on it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Points in a millimetre.
pub(super) const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// Where an article begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Width of the paper.
    #[schemars(range(min = 30.0, max = 1200.0), extend("x-unit" = "mm"))]
    pub width_mm: f64,
    /// Height of the paper.
    #[schemars(range(min = 30.0, max = 1200.0), extend("x-unit" = "mm"))]
    pub height_mm: f64,
    /// From the paper's top to the text.
    #[schemars(range(min = 0.0, max = 400.0), extend("x-unit" = "mm"))]
    pub top_mm: f64,
    /// From the text to the paper's bottom.
    #[schemars(range(min = 0.0, max = 400.0), extend("x-unit" = "mm"))]
    pub bottom_mm: f64,
    /// From the paper's sides to the text.
    #[schemars(range(min = 0.0, max = 400.0), extend("x-unit" = "mm"))]
    pub side_mm: f64,
    /// How many columns.
    #[schemars(range(min = 1, max = 8))]
    pub columns: usize,
    /// Between two columns.
    #[schemars(range(min = 0.0, max = 100.0), extend("x-unit" = "mm"))]
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

/// How thick rules are, in points; 0 leaves a rule out.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Below the masthead.
    #[schemars(range(min = 0.0, max = 20.0), extend("x-unit" = "pt"))]
    pub masthead: f64,
    /// Below running heads.
    #[schemars(range(min = 0.0, max = 20.0), extend("x-unit" = "pt"))]
    pub running_head: f64,
    /// Between two columns.
    #[schemars(range(min = 0.0, max = 20.0), extend("x-unit" = "pt"))]
    pub column: f64,
    /// Below a section's title, and below the contents.
    #[schemars(range(min = 0.0, max = 20.0), extend("x-unit" = "pt"))]
    pub section: f64,
    /// Between two articles on one page.
    #[schemars(range(min = 0.0, max = 20.0), extend("x-unit" = "pt"))]
    pub article: f64,
    /// Above and below a pull quote.
    #[schemars(range(min = 0.0, max = 20.0), extend("x-unit" = "pt"))]
    pub pull_quote: f64,
    /// Beside a quotation.
    #[schemars(range(min = 0.0, max = 20.0), extend("x-unit" = "pt"))]
    pub quotation: f64,
    /// Between parts of an article.
    #[schemars(range(min = 0.0, max = 20.0), extend("x-unit" = "pt"))]
    pub divider: f64,
    /// Below a table's header.
    #[schemars(range(min = 0.0, max = 20.0), extend("x-unit" = "pt"))]
    pub table_header: f64,
    /// Below a table's rows.
    #[schemars(range(min = 0.0, max = 20.0), extend("x-unit" = "pt"))]
    pub table: f64,
    /// Above footnotes.
    #[schemars(range(min = 0.0, max = 20.0), extend("x-unit" = "pt"))]
    pub notes: f64,
}

/// How large pictures among the text are.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pictures {
    /// The most height of one, in hundredths of a column's.
    #[schemars(range(min = 5.0, max = 90.0))]
    pub height_percent: f64,
}

/// The most room that a bulletin's logo takes in the masthead, in millimetres; it keeps its proportions.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Logo {
    /// Its width.
    #[schemars(range(min = 1.0, max = 400.0), extend("x-unit" = "mm"))]
    pub width_mm: f64,
    /// Its height.
    #[schemars(range(min = 1.0, max = 400.0), extend("x-unit" = "mm"))]
    pub height_mm: f64,
    /// Where it stands above the title.
    #[serde(default)]
    pub align: LogoAlign,
}

/// Where a logo stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LogoAlign {
    /// At the side where reading starts.
    Start,
    /// In the middle.
    #[default]
    Center,
    /// At the side where reading ends.
    End,
}

impl Logo {
    /// The most width in points.
    pub fn width(&self) -> f64 {
        self.width_mm * POINTS_PER_MM
    }

    /// The most height in points.
    pub fn height(&self) -> f64 {
        self.height_mm * POINTS_PER_MM
    }
}
