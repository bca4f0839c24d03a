//! Faces from a theme's files: what is taken, what is refused, and that text set in them comes back.
//!
//! The faces are made here of the bundled ones, so that the test says what is special about each.

#[path = "../drawn/mod.rs"]
mod drawn;
mod load;
mod make;
mod set;
