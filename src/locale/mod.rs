//! Everything generated text takes from a place's habits: digits, dates, fixed phrases.

mod counters;
mod dates;
mod digits;
mod phrases;

pub use counters::{ABJAD, list_label};
pub use dates::{Calendar, DateStyle, Months, long_date};
pub use digits::Digits;
pub use phrases::Phrase;
