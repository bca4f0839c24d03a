//! Batches: that nothing is lost, whatever happens, and that memory stays bounded.
//!
//! The articles are generated. By default they are few, so that the tests are quick; with `NASHRA_BATCH_FULL=1` they
//! are as many as the project promises to handle, and times are checked too:
//! `NASHRA_BATCH_FULL=1 cargo test --release --test batch -- --nocapture --test-threads 1`.

mod articles;
mod engine;
#[cfg(unix)]
mod faults;
mod groups;
#[path = "../cli/harness.rs"]
#[allow(dead_code, reason = "the tests of the command line use more of it")]
mod harness;
mod large;
#[cfg(unix)]
mod resume;
mod shards;
mod stream;
