//! The command as its users run it: words in; files, messages and exit codes out.
//!
//! Inputs stand in `tests/data/cli`.

mod bad_inputs;
mod batch;
mod build;
mod harness;
<<<<<<< HEAD
mod preview;
=======
mod import;
>>>>>>> c63ceca (Pictures keep their paths on import; schema examples; fuzz targets)
mod usage;
