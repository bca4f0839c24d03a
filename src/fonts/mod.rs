//! Faces: the bundled ones, their metrics and coverage, and which face sets which text.
//!
//! The [`Library`] owns the bytes and outlives everything that sets text with them; nothing in it changes once
//! it is made, so workers share it. ttf-parser is called in `face.rs` and `outline.rs` alone.

mod bundled;
mod face;
mod library;
mod outline;

pub use bundled::{Bundled, bundled};
pub use face::{Face, FaceError, Metrics};
pub use library::{Chain, FaceId, Family, Library, Weight};
pub use outline::Stroke;
