//! `nashra batch`: many articles, each its own files.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueHint};
use nashra::batch::{self, Plan, Report, Template};
use nashra::input;
use nashra::produce::Settings;
use nashra::read;

use super::words::{Making, Reading, is_readable};
use super::{Exit, Messages, Misuse};

const AFTER: &str = "\
Names (--name):
  {stem}    the input's name without its ending
  {index}   the position in the input, from 00000
  {id}      the article's id; no-id where it has none
  {date}    the day it was published; no-date where none is known
  {slug}    the headline's words, joined by hyphens
  {source}  where it was published; no-source where none is named
  Values are made safe for file names and cut so that names have at most 200
  bytes. When two articles take one name, that is an error and no file is
  written.

Examples:
  nashra batch articles/ -o out
  nashra batch dump.ndjson -o out --format epub,txt --name {date}-{slug}
  cat dump.ndjson | nashra batch - -o out --jobs 4

Exit codes:
  0  all articles were made, or skipped with a warning
  1  some article failed; the others were made
  2  the command was used wrongly; nothing was begun";

/// Make files for each article
///
/// Each article of each input becomes files of its own. When one fails, that is
/// said and the others are made.
#[derive(Args)]
#[command(after_help = AFTER)]
pub struct Words {
    #[command(flatten)]
    reading: Reading,
    /// The folder where the files go, made where there is none
    #[arg(short, long, value_name = "DIR", required = true, value_hint = ValueHint::DirPath)]
    output: OsString,
    #[command(flatten)]
    making: Making,
    /// The names of the files, without ending; see below
    ///
    /// By default {stem} for an article that is alone in its input, and
    /// {stem}-{index} for one of many.
    #[arg(long, value_name = "TEMPLATE")]
    name: Option<String>,
    /// How many articles are set at one time [default: one a core]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

/// What `batch` is to do.
pub struct Wish {
    inputs: Vec<OsString>,
    reading: read::Options,
    settings: Settings,
    folder: PathBuf,
    name: Option<Template>,
    jobs: NonZeroUsize,
}

impl Words {
    /// Makes a wish of the words.
    pub fn resolve(self) -> Result<Wish, Misuse> {
        if self.output == "-" {
            return Err(Misuse::new("batch makes many files: give -o a folder (./- for one of that name)"));
        }
        let template =
            |name: String| Template::parse(&name).map_err(|error| Misuse::new(format!("--name “{name}”: {error}")));
        Ok(Wish {
            reading: self.reading.options()?,
            settings: self.making.settings()?,
            inputs: self.reading.inputs,
            folder: self.output.into(),
            name: self.name.map(template).transpose()?,
            jobs: self.jobs.unwrap_or_else(|| std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)),
        })
    }
}

/// Makes the files.
pub fn run(wish: Wish, messages: &mut Messages) -> Exit {
    let (inputs, problems) = input::find(&wish.inputs, Some(&wish.folder), &is_readable);
    messages.problems(&problems);
    for input in &inputs {
        messages.detail(&format!("reading {}", input.name));
    }
    let plan = Plan {
        inputs,
        reading: wish.reading,
        settings: wish.settings,
        folder: wish.folder,
        name: wish.name,
        jobs: wish.jobs,
    };
    let done = if plan.inputs.is_empty() {
        Ok(batch::Summary::default())
    } else {
        batch::run(plan, &mut |report: &Report| {
            messages.problems(&report.problems);
            report.made.iter().for_each(|path| messages.made(path));
        })
    };
    match done {
        Ok(summary) => {
            let skipped = match summary.skipped {
                0 => String::new(),
                skipped => format!(", {skipped} skipped"),
            };
            messages.remark(&format!("articles: {} made{skipped}, {} failed", summary.made, summary.failed));
            let failed = problems.any_error() || summary.failed > 0 || messages.failed();
            if failed { Exit::Failed } else { Exit::Done }
        }
        Err(problems) => {
            messages.problems(&problems);
            Exit::Failed
        }
    }
}
