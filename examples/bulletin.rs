//! Files of any form as one bulletin.
//!
//!     cargo run --example bulletin -- samples/articles/night-train.json samples/azerbaijan-syria.md
//!
//! writes weekly.pdf and weekly.epub into the current folder.

use std::process::ExitCode;

use nashra::document::Text;
use nashra::fonts::Library;
use nashra::input::{Input, assemble};
use nashra::output::Folder;
use nashra::produce::{Engine, Format, Settings};
use nashra::read;

fn main() -> ExitCode {
    let inputs: Vec<Input> = std::env::args_os().skip(1).map(Input::file).collect();
    let mut assembled = assemble(&inputs, &read::Options::default());
    assembled.bulletin.title = Some(Text::new("نشرة الأسبوع"));
    let mut problems = assembled.problems;

    if !problems.any_error() {
        let library = Library::bundled();
        let settings = Settings { formats: vec![Format::Pdf, Format::Epub], ..Settings::default() };
        let produced = Engine::new(&library, &settings).produce(&assembled.bulletin, &assembled.folder);
        problems.append(produced.problems);
        let files: Vec<(String, Vec<u8>)> = produced
            .files
            .into_iter()
            .map(|(format, bytes)| (format!("weekly.{}", format.extension()), bytes))
            .collect();
        if !problems.any_error() {
            match Folder::create(".").and_then(|folder| Ok(folder.put(&files)?)) {
                Ok(paths) => paths.iter().for_each(|path| println!("{}", path.display())),
                Err(problem) => problems.push(problem),
            }
        }
    }
    for problem in &problems {
        eprintln!("{problem}");
    }
    if problems.any_error() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
