//! The command as its users run it: words in; files, messages and exit codes out.
//!
//! Inputs stand in `tests/data/cli`.

mod bad_inputs;
mod batch;
mod build;
mod harness;
mod head;
mod import;
mod init;
mod preview;
mod shell;
mod usage;
mod watch;
