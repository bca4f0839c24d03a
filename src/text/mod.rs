//! One paragraph: from characters to lines of placed glyphs.
//!
//! The files stand in the order of the steps:
//!
//! 1. `bidi` gives every character its embedding level (UAX #9), with isolates round tokens such as 12.5%.
//! 2. `itemize` cuts the text into runs of one face, script, level and style, with fallback.
//! 3. `breaks` finds where lines may break (UAX #14, less what Arabic typesetting forbids).
//! 4. `shape` turns the words of a run into glyphs (rustybuzz is called there and in its `plans` alone), from a cache where it
//!    can; `shaped` is what it makes.
//! 5. `groups` and `kashida` find where words may be drawn out.
//! 6. `fit` chooses the breaks of the whole paragraph at once (Knuth–Plass).
//! 7. `justify` picks the words of each line that are drawn out.
//! 8. `line` gives every piece of a line its place, in visual order.
//!
//! `paragraph` leads a text through them; `specimen` shows the places of single words. A [`Line`] keeps the range of text that it sets, and every glyph knows
//! the text it stands for: exporters never guess text from glyphs.

mod bidi;
mod breaks;
mod fit;
mod groups;
mod itemize;
mod justify;
mod kashida;
mod line;
mod paragraph;
mod plans;
mod shape;
mod shaped;
mod specimen;

pub use bidi::Level;
pub use fit::Fit;
pub use itemize::{Missing, ScriptTag, is_ignorable, is_mark};
pub use kashida::Kashida;
pub use line::{Align, Line, Piece, PieceKind};
pub use paragraph::{Look, Paragraph, Prepared, Segment, StyledSpan};
pub use shape::{Request, Shaper};
pub use shaped::{Glyph, Glyphs, Shaped};
