//! Problems in the user's input, and how they are told.
//!
//! Every phase that meets something wrong makes a [`Problem`]: where ([`Place`]), what, and what would be right.
//! Problems are collected in [`Problems`], never printed where they arise; the command line prints them at one
//! place, in the user's language: a [`Message`] is a template with values until then. Text carries its [`Origin`] from the reader on, so that a warning that arises in layout (a character
//! that no face has) still names the line and column that the user wrote.

mod lang;
mod message;
mod nearest;
mod place;
mod problem;
mod system;

pub use lang::{Lang, code_isolated};
pub use message::{Message, Value};
pub use nearest::nearest;
pub use place::{Anchor, Origin, Place};
pub use problem::{Problem, Problems, Severity};
pub use system::{lasts, refusal};
