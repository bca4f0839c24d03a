//! `nashra batch`: many articles, each its own files.

use std::ffi::OsString;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueHint};
use fs_err::File;
use nashra::batch::{self, Batch, Grouping, Plan, Progress, Report, Shard, State, Stopped, Summary, Template};
use nashra::diagnostics::{Message, Place, Problem, Problems, refusal};
use nashra::input;
use nashra::produce::Settings;
use nashra::read;
use nashra::say;

use super::progress::Meter;
use super::words::{Making, Reading, is_readable};
use super::{Exit, Messages, Misuse, signals};

const AFTER: &str = "\
Names (--name):
  {stem}     the input's name without its ending
  {index}    the position in the input, from 00000
  {id}       the article's id; no-id where it has none
  {date}     the day it was published; no-date where none is known
  {slug}     the headline's words, joined by hyphens
  {source}   where it was published; no-source where none is named
  {section}  its section, or its first category; no-section where it has none
  Values are made safe for file names and cut so that names have at most 200
  bytes. When two articles take one name, that is an error and no file is
  written. For a bulletin of several articles, {index} is the bulletin's and the
  rest its first article's.

What is up to date is not made again: the output folder's manifest,
.nashra-manifest.ndjson, says what each file was made from. A run that was
stopped or killed goes on where it was when the same command is run again.

Examples:
  nashra batch articles/ -o out
  nashra batch dump.ndjson -o out --format epub,txt --name {date}-{slug}
  nashra batch archive/ -o out --group-by date
  cat dump.ndjson | nashra batch - -o - --format pdf > pdfs.tar
  nashra batch dump.ndjson -o out --shard 3/16 --report report-3.ndjson

Exit codes:
  0  all articles were made or up to date, or skipped with a warning
  1  some article failed (the others were made), or the run was stopped
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
    /// The folder where the files go, made where there is none; or - for a tar archive on standard output
    #[arg(short, long, value_name = "DIR|-", required = true, value_hint = ValueHint::DirPath)]
    output: OsString,
    #[command(flatten)]
    making: Making,
    /// The names of the files, without ending; see below
    ///
    /// By default {stem} for an article that is alone in its input, and
    /// {stem}-{index} for one of many; {date} and {section} for bulletins by
    /// those.
    #[arg(long, value_name = "TEMPLATE")]
    name: Option<String>,
    /// Make bulletins of several articles: by day, by section, or N each
    #[arg(long, value_name = "date|section|N")]
    group_by: Option<String>,
    /// How many articles are set at one time [default: one a core]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Do only part K of N, from 1/N to N/N
    ///
    /// An article falls on the same part on every machine, by what it says.
    #[arg(long, value_name = "K/N")]
    shard: Option<String>,
    /// Write what became of each article, one JSON object a line; - for standard output
    #[arg(long, value_name = "FILE|-", value_hint = ValueHint::FilePath)]
    report: Option<OsString>,
    /// Make everything again, also what is up to date
    #[arg(long)]
    force: bool,
    /// Stop at the first article that fails
    #[arg(long)]
    fail_fast: bool,
}

/// What `batch` is to do.
pub struct Wish {
    inputs: Vec<OsString>,
    reading: read::Options,
    settings: Settings,
    folder: Option<PathBuf>,
    name: Option<Template>,
    grouping: Option<Grouping>,
    shard: Shard,
    jobs: NonZeroUsize,
    report: Option<OsString>,
    force: bool,
    fail_fast: bool,
}

impl Words {
    /// Makes a wish of the words.
    pub fn resolve(self) -> Result<Wish, Misuse> {
        let template = |name: String| {
            Template::parse(&name)
                .map_err(|error| Misuse::new(say!("--name “{name}”: {error}", name, error = Message::from(error))))
        };
        let grouping = |written: String| {
            let cure = || {
                Misuse::new(say!("--group-by “{written}”: give date, section or a number from 1", written = &written))
            };
            Grouping::parse(&written).ok_or_else(cure)
        };
        let shard = |written: String| {
            let cure = || {
                Misuse::new(say!("--shard “{written}”: give a part and a number of parts, as 3/16", written = &written))
            };
            Shard::parse(&written).ok_or_else(cure)
        };
        let folder = (self.output != "-").then(|| PathBuf::from(&self.output));
        if folder.is_none() && self.report.as_ref().is_some_and(|report| report == "-") {
            return Err(Misuse::new(say!("-o - and --report - both take standard output: give --report a file")));
        }
        if folder.is_none() && self.force {
            return Err(Misuse::new(say!("--force is for a folder: into a stream everything is made")));
        }
        Ok(Wish {
            reading: self.reading.options()?,
            settings: self.making.settings()?,
            inputs: self.reading.inputs,
            folder,
            name: self.name.map(template).transpose()?,
            grouping: self.group_by.map(grouping).transpose()?,
            shard: self.shard.map_or(Ok(Shard::WHOLE), shard)?,
            jobs: self.jobs.unwrap_or_else(|| std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)),
            report: self.report,
            force: self.force,
            fail_fast: self.fail_fast,
        })
    }
}

/// Makes the files.
pub fn run(wish: Wish, messages: &mut Messages) -> Exit {
    let (inputs, problems) = input::find(&wish.inputs, wish.folder.as_deref(), &is_readable);
    messages.problems(&problems);
    messages.problems(&wish.settings.remarks());
    for input in &inputs {
        messages.detail(say!("reading {input}", input = &input.name));
    }
    let plan = Plan {
        inputs,
        reading: wish.reading,
        settings: wish.settings,
        folder: wish.folder,
        name: wish.name,
        grouping: wish.grouping,
        shard: wish.shard,
        jobs: wish.jobs,
        force: wish.force,
        fail_fast: wish.fail_fast,
    };
    let done = if plan.inputs.is_empty() { Ok(Summary::default()) } else { make(plan, wish.report, messages) };
    match done {
        Ok(summary) => {
            messages.remark(told(&summary));
            let failed = problems.any_error() || summary.failed > 0 || summary.stopped.is_some() || messages.failed();
            if failed { Exit::Failed } else { Exit::Done }
        }
        Err(problems) => {
            messages.problems(&problems);
            Exit::Failed
        }
    }
}

fn make(plan: Plan, report: Option<OsString>, messages: &mut Messages) -> Result<Summary, Problems> {
    let streamed = plan.folder.is_none();
    let batch = Batch::settle(plan)?;
    let mut reporter = report.map(Reporter::create).transpose()?;
    // Until here nothing has been written: a signal may simply end the program.
    let stop = signals::stop()?;
    let mut meter = Meter::new(messages);
    let reported = matches!(&reporter, Some(Reporter { to: Target::Stdout, .. }));
    // Where a bar tells how far it is, a list of files would only push it on.
    let watched = meter.is_bar() && messages.results_are_watched();
    let listed = !(streamed || reported || watched);
    let mut show = |report: &Report, progress: &Progress| {
        if !report.problems.is_empty() || listed || reported {
            meter.clear();
        }
        messages.problems(&report.problems);
        if listed && report.state == State::Made {
            report.outputs.iter().for_each(|file| messages.made(&file.path));
        }
        if let Some(reporter) = &mut reporter {
            reporter.write(report, messages);
        }
        meter.show(progress);
    };
    let done = batch.run(&stop, &mut io::stdout(), &mut show);
    meter.clear();
    done
}

fn told(summary: &Summary) -> Message {
    let mut counts = vec![say!("{n} made", n = summary.made)];
    if summary.up_to_date > 0 {
        counts.push(say!("{n} up to date", n = summary.up_to_date));
    }
    if summary.skipped > 0 {
        counts.push(say!("{n} skipped", n = summary.skipped));
    }
    counts.push(say!("{n} failed", n = summary.failed));
    match summary.stopped {
        None => say!("articles: {counts}", counts),
        Some(Stopped::FailFast) => say!("articles: {counts}; stopped at the first failure", counts),
        Some(Stopped::Asked | Stopped::Unwritable) => {
            say!("articles: {counts}; stopped before the end: run the same command again to go on", counts)
        }
    }
}

/// What writes the report.
struct Reporter {
    to: Target,
    name: String,
    failed: bool,
}

enum Target {
    File(File),
    Stdout,
}

impl Reporter {
    fn create(written: OsString) -> Result<Self, Problem> {
        let name = written.to_string_lossy().into_owned();
        if written == "-" {
            return Ok(Reporter { to: Target::Stdout, name, failed: false });
        }
        match File::create(PathBuf::from(written)) {
            Ok(file) => Ok(Reporter { to: Target::File(file), name, failed: false }),
            Err(error) => Err(Reporter::problem(&name, &error)),
        }
    }

    fn problem(name: &str, error: &io::Error) -> Problem {
        Problem::error(Place::file(name), say!("the report can't be written: {why}", why = refusal(error)), say!())
    }

    /// Writes a line, at once, so that a run that is killed has told what it did.
    fn write(&mut self, report: &batch::Report, messages: &mut Messages) {
        let mut line = report.to_json(messages.lang());
        line.push('\n');
        match &mut self.to {
            Target::Stdout => messages.result(line.as_bytes()),
            Target::File(file) if !self.failed => {
                if let Err(error) = file.write_all(line.as_bytes()) {
                    self.failed = true;
                    messages.failure(&Reporter::problem(&self.name, &error));
                }
            }
            Target::File(_) => {}
        }
    }
}
