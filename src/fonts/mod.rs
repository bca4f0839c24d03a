//! Faces: the bundled ones, their metrics and coverage, and which face sets which text.
//!
//! The [`Library`] owns the bytes and outlives everything that sets text with them; nothing in it changes once
//! it is made, so workers share it. ttf-parser is called in this folder alone.
//!
//! * `bundled` lists the faces inside the binary, of which some are `packed`; `own` loads a user's, and makes them
//!   `plain`.
//! * `face` is one face, `cut` what plain words need of it, with the `bonds` that keep a word whole, `outline` its glyphs;
//!   `library` holds all faces and says which stand in for which.
//! * `subset` cuts a face down to some glyphs; `sfnt` reads and writes font files as tables.

mod bonds;
mod bundled;
mod cut;
mod face;
mod library;
mod outline;
mod own;
mod packed;
mod plain;
pub(crate) mod sfnt;
mod subset;

pub use bundled::{Bundled, bundled};
pub use cut::Cut;
pub use face::{Face, FaceError, Metrics, Shaping};
pub use library::{Chain, FaceId, Family, Library, Weight};
pub(crate) use outline::DrawnOut;
pub use outline::{Stroke, bounds};
pub use own::{Choice, Families, Fault, Loaded, MAX_FACE, OwnFamily, load};
pub use subset::subset;
