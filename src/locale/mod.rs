//! Everything generated text takes from a place's habits: digits, dates, fixed phrases.

mod digits;

pub use digits::Digits;
