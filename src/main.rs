//! The `nashra` command.
#![forbid(unsafe_code)]

mod cli;

use std::hint::black_box;
use std::process::ExitCode;

use cli::{Action, Exit, Messages};

/// Larger than the blocks that an article without pictures asks for: the sample's, all together, have two megabytes.
const LARGE_BLOCK: usize = 8 << 20;

fn main() -> ExitCode {
    keep_large_blocks();
    let command = match cli::parse(std::env::args_os()) {
        Ok(command) => command,
        Err(exit) => return exit.into(),
    };
    let mut messages = Messages::new(command.loudness, command.lang);
    let exit: Exit = match command.action {
        Action::Build(wish) => cli::build::run(*wish, &mut messages),
        Action::Batch(wish) => cli::batch::run(*wish, &mut messages),
        Action::Check(wish) => cli::check::run(*wish, &mut messages),
        Action::Import(wish) => cli::import::run(*wish, &mut messages),
        Action::Preview(wish) => cli::preview::run(*wish, &mut messages),
        Action::Init(wish) => cli::init::run(wish, &mut messages),
        Action::Schema(schema) => cli::schema::run(&schema, &mut messages),
        Action::Themes(print) => cli::themes::run(print, &mut messages),
        Action::Fonts(wish) => cli::fonts::run(&wish, &mut messages),
        Action::Completions(shell) => cli::shell::completions(shell, &mut messages),
        Action::Man(folder) => cli::shell::man(folder, &mut messages),
    };
    exit.into()
}

/// Gives a block back that was never touched. From then on glibc keeps smaller ones for those who ask next (mallopt(3),
/// M_MMAP_THRESHOLD): it would else return each deflater's tables to the system, which clears every page of them anew for the
/// next one. Other allocators don't mind.
fn keep_large_blocks() {
    drop(black_box(Vec::<u8>::with_capacity(LARGE_BLOCK)));
}
