//! `nashra preview`: pages as pictures.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueHint};
use nashra::diagnostics::{Place, Problem, Problems};
use nashra::input;
use nashra::output::Folder;
use nashra::preview;
use nashra::produce::{Engine, Format, Settings};
use nashra::read;
use nashra::say;

use super::target::usual_name;
use super::words::{Looks, Reading, is_readable};
use super::{Exit, Messages, Misuse};

const EXAMPLES: &str = "\
Examples:
  nashra preview article.json -o pictures
  nashra preview bulletin.yaml --dpi 200 --theme classic

Exit codes:
  0  the pictures were made
  1  some input failed, or a picture could not be written; no file was made
  2  the command was used wrongly; nothing was begun";

/// Pixels to an inch, fewest and most: fewer show nothing of a letter, and more is what presses are fed with.
const DPI: std::ops::RangeInclusive<i64> = 10..=1200;

/// Draw pages as pictures, to look at
///
/// The pages of the bulletin's PDF as PNG files: STEM-1.png, STEM-2.png, …
/// where STEM is the input's name.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Words {
    #[command(flatten)]
    reading: Reading,
    /// The folder where the pictures go, made where there is none [default: .]
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: Option<OsString>,
    /// Pixels to an inch, from 10 to 1200
    #[arg(long, value_name = "N", default_value_t = 100,
        value_parser = clap::value_parser!(u16).range(DPI))]
    dpi: u16,
    #[command(flatten)]
    looks: Looks,
}

/// What `preview` is to do.
pub struct Wish {
    inputs: Vec<OsString>,
    reading: read::Options,
    settings: Settings,
    folder: PathBuf,
    dpi: u16,
}

impl Words {
    /// Makes a wish of the words.
    pub fn resolve(self) -> Result<Wish, Misuse> {
        let reading = self.reading.options()?;
        if self.reading.inputs.len() > 1 {
            return Err(Misuse::new(say!("preview shows one bulletin: give one input")));
        }
        let folder = match self.output {
            Some(output) if output == "-" => {
                return Err(Misuse::new(say!("preview makes a file for each page: give -o a folder")));
            }
            Some(output) => PathBuf::from(output),
            None => PathBuf::from("."),
        };
        let settings = self.looks.settings(vec![Format::Pdf])?;
        Ok(Wish { inputs: self.reading.inputs, reading, settings, folder, dpi: self.dpi })
    }
}

/// Makes the pictures.
pub fn run(wish: Wish, messages: &mut Messages) -> Exit {
    messages.problems(&wish.settings.remarks());
    let (inputs, mut problems) = input::find(&wish.inputs, None, &is_readable);
    let name = match usual_name(&wish.inputs, &inputs) {
        Ok(name) => name,
        Err(problem) => {
            messages.problem(&Problem { cure: say!("preview shows one bulletin: give one input"), ..problem });
            return Exit::Usage;
        }
    };
    for input in &inputs {
        messages.detail(say!("reading {input}", input = &input.name));
    }
    let mut assembled = input::assemble(&inputs, &wish.reading);
    if !inputs.is_empty() {
        problems.append(std::mem::take(&mut assembled.problems));
    }
    messages.problems(&problems);
    if problems.any_error() {
        return Exit::Failed;
    }
    let mut files = Vec::new();
    let mut met = Problems::default();
    let drawn = Engine::new(&wish.settings.library(), &wish.settings).draw(
        &assembled.bulletin,
        &assembled.folder,
        f32::from(wish.dpi),
        &mut met,
        &mut |page, picture| {
            files.push((format!("{name}-{page}.png"), picture.png()?));
            Ok(())
        },
    );
    if let Err(error) = drawn {
        let cure = match error {
            preview::Error::TooLarge { .. } => say!("ask for fewer pixels to an inch with --dpi"),
            preview::Error::Encoding(_) => say!(),
        };
        met.push(Problem::error(Place::default(), error.what(), cure));
    }
    messages.problems(&met);
    if met.any_error() {
        return Exit::Failed;
    }
    messages.end(Folder::create(&wish.folder).and_then(|folder| Ok(folder.put(&files)?)))
}
