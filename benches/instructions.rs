//! Runs one part so many times and says nothing: what `instructions.py` counts the instructions of.
//!
//! `instructions PART TIMES` runs it; without arguments it lists the parts.

mod common;

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut parts = common::parts();
    let (Some(name), Some(times)) = (words.first(), words.get(1).and_then(|times| times.parse::<u32>().ok())) else {
        parts.iter().for_each(|part| println!("{}", part.name));
        return ExitCode::SUCCESS;
    };
    let Some(part) = parts.iter_mut().find(|part| part.name == name) else {
        eprintln!("no part is called {name}");
        return ExitCode::FAILURE;
    };
    (0..times).for_each(|_| (part.run)());
    ExitCode::SUCCESS
}
