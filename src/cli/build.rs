//! `nashra build`: one bulletin.

use std::ffi::OsString;
use std::mem;
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use nashra::assets;
use nashra::diagnostics::{Place, Problem, Problems};
use nashra::document::{Bulletin, Date, Text};
use nashra::input::{self, Assembled, Input};
use nashra::layout::metrics::Metrics;
use nashra::output::{Folder, safe_name};
use nashra::produce::{Engine, Format, Produced, Settings};
use nashra::read;
use nashra::say;

use super::target::{Files, Target};
use super::words::{Making, Reading, is_readable};
use super::{Exit, Messages, Misuse, open, watch};

const EXAMPLES: &str = "\
Examples:
  nashra build article.json -o out
  nashra build a.md b.md --name weekly --title \"نشرة الأسبوع\" --format pdf
  nashra build bulletin.yaml --format epub -o - > bulletin.epub
  nashra build bulletin.yaml -o out --watch --open

Exit codes:
  0  the bulletin was made
  1  some input failed, or an output could not be written; no file was made
  2  the command was used wrongly; nothing was begun";

/// Make one bulletin
///
/// All articles of all inputs go into one bulletin. Its files appear only when
/// all of them could be made.
#[derive(Args, Clone)]
#[command(after_help = EXAMPLES)]
pub struct Words {
    #[command(flatten)]
    reading: Reading,
    /// Where the files go
    ///
    /// A folder, which is made where there is none; without -o it is the
    /// current one. Or a file, where one format is asked and the name ends in
    /// it. Or - for standard output, with one format.
    #[arg(short, long, value_name = "DIR|FILE|-", value_hint = ValueHint::AnyPath)]
    output: Option<OsString>,
    #[command(flatten)]
    making: Making,
    /// The name of the files, without ending [default: the input's]
    #[arg(long)]
    name: Option<String>,
    /// The bulletin's title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The issue's number or name
    #[arg(long, value_name = "TEXT")]
    issue: Option<String>,
    /// The day of publication, as 2025-05-18
    #[arg(long)]
    date: Option<String>,
    /// Who publishes it
    #[arg(long, value_name = "TEXT")]
    publisher: Option<String>,
    /// Measure the lines of the PDF, as JSON into a file, or - for standard
    /// output
    ///
    /// Gaps as multiples of the natural space, strokes of kashida in ems, and
    /// lines wider than their column. With -, the files made are not listed.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    metrics: Option<OsString>,
    /// Build again whenever something that was read has changed
    ///
    /// The inputs, the articles that they name, pictures and the theme's file
    /// are watched, also those that are missing. Errors are shown and waited
    /// out. Ctrl-C ends it; the exit code is then that of the last build.
    #[arg(long)]
    watch: bool,
    /// Show the first file that was made, with the system's viewer
    #[arg(long)]
    open: bool,
}

/// What `build` is to do.
pub struct Wish {
    inputs: Vec<OsString>,
    reading: read::Options,
    settings: Settings,
    target: Target,
    title: Option<Text>,
    issue: Option<Text>,
    date: Option<Date>,
    publisher: Option<Text>,
    metrics: Option<Measured>,
    open: bool,
    /// The words to be resolved anew for each further build, where it is to be built again.
    watched: Option<Box<Words>>,
}

/// Where the metrics go.
enum Measured {
    /// A file in a folder.
    File { folder: PathBuf, name: String },
    /// The standard output.
    Stdout,
}

impl Words {
    /// Makes a wish of the words.
    pub fn resolve(self) -> Result<Wish, Misuse> {
        let watched = self.watch.then(|| Box::new(self.clone()));
        let reading = self.reading.options()?;
        let mut settings = self.making.settings()?;
        let target = self.target(&settings)?;
        let metrics = self.measured(&settings, &target)?;
        self.may_watch(&target)?;
        settings.metrics = metrics.is_some();
        let text = |name: &str, value: Option<String>| match value {
            Some(value) if value.trim().is_empty() => Err(Misuse::new(say!("--{name} is empty", name))),
            value => Ok(value.map(Text::new)),
        };
        let date = |value: String| {
            Date::parse(&value)
                .map_err(|error| Misuse::new(say!("--date: {error}; write it as 2025-05-18", error = error.what())))
        };
        Ok(Wish {
            inputs: self.reading.inputs,
            reading,
            settings,
            target,
            title: text("title", self.title)?,
            issue: text("issue", self.issue)?,
            date: self.date.map(date).transpose()?,
            publisher: text("publisher", self.publisher)?,
            metrics,
            open: self.open,
            watched,
        })
    }

    /// The files that the words name besides the inputs: a theme's with its faces, leftover lines.
    pub fn files(&self) -> Vec<PathBuf> {
        let theme = self.making.theme_file();
        let faces = theme.map(input::theme_files).unwrap_or_default();
        [theme, self.reading.file()].into_iter().flatten().map(Path::to_owned).chain(faces).collect()
    }

    fn may_watch(&self, target: &Target) -> Result<(), Misuse> {
        let asked = [(self.watch, "--watch"), (self.open, "--open")];
        match (asked.iter().find(|(asked, _)| *asked), target) {
            (Some((_, flag)), Target::Stdout) => {
                Err(Misuse::new(say!("{flag} is for files: give -o a folder or a file", flag)))
            }
            _ if self.watch && self.reading.inputs.iter().any(|input| input == "-") => {
                Err(Misuse::new(say!("--watch watches files, and - is the standard input: name a file")))
            }
            _ => Ok(()),
        }
    }

    fn measured(&self, settings: &Settings, target: &Target) -> Result<Option<Measured>, Misuse> {
        let Some(given) = &self.metrics else { return Ok(None) };
        if !settings.formats.contains(&Format::Pdf) {
            return Err(Misuse::new(say!("--metrics measures the lines of the PDF: ask for it with --format pdf")));
        }
        if given == "-" {
            return match target {
                Target::Stdout => Err(Misuse::new(say!("-o - and --metrics - can't share the standard output"))),
                _ => Ok(Some(Measured::Stdout)),
            };
        }
        let path = Path::new(given);
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|_| !path.is_dir()) else {
            return Err(Misuse::new(say!("--metrics {path} names no file", path = path.display())));
        };
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Ok(Some(Measured::File { folder, name: name.to_owned() }))
    }

    fn target(&self, settings: &Settings) -> Result<Target, Misuse> {
        let one = match settings.formats.as_slice() {
            [format] => Some(*format),
            _ => None,
        };
        if self.output.as_ref().is_some_and(|output| output == "-") {
            return match (one, &self.name) {
                (None, _) => Err(Misuse::new(say!("-o - takes one format: name it, as --format pdf"))),
                (_, Some(_)) => Err(Misuse::new(say!("--name names files, and -o - makes none"))),
                (Some(_), None) => Ok(Target::Stdout),
            };
        }
        if let Some(target) = self.output.as_ref().map_or(Ok(None), |output| self.file(output, one))? {
            return match &self.name {
                Some(_) => Err(Misuse::new(say!("-o names the file already: leave --name out, or give -o a folder"))),
                None => Ok(target),
            };
        }
        let name = match &self.name {
            Some(name) if safe_name(name) != *name => {
                let safe = safe_name(name);
                return Err(Misuse::new(say!(
                    "--name “{name}” can't name a file everywhere; “{safe}” can",
                    name,
                    safe
                )));
            }
            Some(name) => Some(name.clone()),
            None => self.usual_name()?,
        };
        Ok(Target::Folder { path: self.output.clone().map_or_else(|| PathBuf::from("."), PathBuf::from), name })
    }

    /// The file that `-o` names; none where it names a folder.
    fn file(&self, output: &OsString, one: Option<Format>) -> Result<Option<Target>, Misuse> {
        let path = Path::new(output);
        let folder_sign = output.as_encoded_bytes().ends_with(b"/") || path.is_dir();
        let ending = path.extension().and_then(|ending| Format::of_extension(ending.to_str()?));
        let (Some(ending), Some(name), false) = (ending, path.file_name(), folder_sign) else { return Ok(None) };
        let shown = path.display();
        let word = ending.extension();
        match one {
            Some(format) if format == ending => {
                let Some(name) = name.to_str() else {
                    return Err(Misuse::new(say!("-o {shown}: the name is not UTF-8", shown)));
                };
                let folder = path.parent().unwrap_or(Path::new("")).to_owned();
                Ok(Some(Target::File { folder, name: name.to_owned() }))
            }
            Some(format) => {
                let asked = format.extension();
                Err(Misuse::new(say!("-o {shown} ends in .{word}, but --format asks for {asked}", shown, word, asked)))
            }
            None if self.making.formats_given() => {
                Err(Misuse::new(say!("-o {shown} is one file, but several formats are asked: give a folder", shown)))
            }
            None => {
                Err(Misuse::new(say!("-o {shown} is one file: ask for one format, as --format {word}", shown, word)))
            }
        }
    }

    /// The name that the only input gives; none where it is known only when the inputs have been found.
    fn usual_name(&self) -> Result<Option<String>, Misuse> {
        match self.reading.inputs.as_slice() {
            [_] => Ok(None),
            _ => Err(Misuse::new(say!("several inputs need --name, the name of the bulletin's files"))),
        }
    }
}

/// Makes the bulletin, once or again and again.
pub fn run(mut wish: Wish, messages: &mut Messages) -> Exit {
    match wish.watched.take() {
        Some(words) => watch::run(*words, messages),
        None => make(&wish, Gathered::of(&wish), true, messages).0,
    }
}

/// What the inputs hold: all that a build reads, but for pictures and a theme that the bulletin names.
pub struct Gathered {
    inputs: Vec<Input>,
    problems: Problems,
    assembled: Assembled,
}

impl Gathered {
    /// Reads the inputs.
    pub fn of(wish: &Wish) -> Self {
        let (inputs, problems) = wish.find();
        Gathered { assembled: input::assemble(&inputs, &wish.reading), inputs, problems }
    }

    /// The paths of all that the wish's build reads or looks for, besides what the command line's words name.
    pub fn sources(&self, wish: &Wish) -> Vec<PathBuf> {
        let Assembled { bulletin, folder, sought, .. } = &self.assembled;
        let mut paths = sought.clone();
        if wish.settings.formats.iter().any(|format| *format != Format::Text) {
            paths.extend(assets::sought(bulletin, folder, wish.settings.assets.as_deref()));
            let theme = bulletin.theme.as_deref().filter(|theme| input::is_theme_file(theme));
            if let Some(theme) = theme.filter(|_| wish.settings.theme.is_none()) {
                let theme = folder.join(theme);
                paths.extend(input::theme_files(&theme));
                paths.push(theme);
            }
        }
        paths
    }
}

/// Makes the bulletin of what was gathered, and gives the files back that were made. `is_last` says that the process ends
/// with it.
pub fn make(wish: &Wish, gathered: Gathered, is_last: bool, messages: &mut Messages) -> (Exit, Vec<PathBuf>) {
    let Gathered { inputs, mut problems, mut assembled } = gathered;
    messages.problems(&wish.settings.remarks());
    let files = match wish.target.files(&wish.inputs, &inputs) {
        Ok(files) => files,
        Err(problem) => {
            messages.problem(&problem);
            return (Exit::Usage, Vec::new());
        }
    };
    for input in &inputs {
        messages.detail(say!("reading {input}", input = &input.name));
    }
    // Where no input was found, that has been said, and that there is no article says no more.
    if !inputs.is_empty() {
        problems.append(std::mem::take(&mut assembled.problems));
    }
    messages.problems(&problems);
    let replaced = files.as_ref().and_then(|files| files.replaced(&wish.settings, &assembled));
    if let Some(source) = replaced.or_else(|| wish.metrics.as_ref()?.replaced(&assembled)) {
        let place = Place::file(source.to_string_lossy());
        let what = say!("it is read, and would be replaced by an output");
        messages.problem(&Problem::error(
            place,
            what,
            say!("choose another folder with -o, or another name with --name"),
        ));
        return (Exit::Usage, Vec::new());
    }
    if problems.any_error() {
        return (Exit::Failed, Vec::new());
    }
    wish.head(&mut assembled.bulletin);
    let library = wish.settings.library();
    let mut engine = Engine::new(&library, &wish.settings);
    let produced = engine.produce(&assembled.bulletin, &assembled.folder);
    if is_last {
        // The system takes all memory back at once, where it would be given up word by word here.
        mem::forget(engine);
    }
    messages.problems(&produced.problems);
    if produced.problems.any_error() {
        return (Exit::Failed, Vec::new());
    }
    put(produced, files, wish, messages)
}

impl Wish {
    /// The same wish for files that are shown already.
    pub fn without_showing(self) -> Self {
        Wish { open: false, ..self }
    }

    /// The inputs behind the names, and what is wrong with the names.
    pub fn find(&self) -> (Vec<Input>, Problems) {
        let except = match &self.target {
            Target::Folder { path, .. } => Some(path.as_path()),
            Target::File { .. } | Target::Stdout => None,
        };
        input::find(&self.inputs, except, &is_readable)
    }

    /// Writes what the command line says of the bulletin over what its file says.
    fn head(&self, bulletin: &mut Bulletin) {
        let over = |field: &mut Option<Text>, value: &Option<Text>| {
            if value.is_some() {
                field.clone_from(value);
            }
        };
        over(&mut bulletin.title, &self.title);
        over(&mut bulletin.issue, &self.issue);
        over(&mut bulletin.publisher, &self.publisher);
        if self.date.is_some() {
            bulletin.date.clone_from(&self.date);
        }
    }
}

impl Measured {
    /// The file among those read that the metrics would replace.
    fn replaced<'a>(&self, assembled: &'a Assembled) -> Option<&'a PathBuf> {
        let Measured::File { folder, name } = self else { return None };
        let path = input::real_path(&folder.join(name))?;
        assembled.files.iter().find(|file| **file == path)
    }
}

/// Puts the metrics where they were asked, and gives the path of their file back.
fn put_metrics(metrics: &Metrics, measured: &Measured, messages: &mut Messages) -> Result<Vec<PathBuf>, Problem> {
    let refused = |error: serde_json::Error| {
        Problem::error(
            Place::default(),
            say!("the metrics can't be written: {error}", error = error.to_string()),
            say!(),
        )
    };
    let mut json = serde_json::to_string_pretty(metrics).map_err(refused)?;
    json.push('\n');
    match measured {
        Measured::Stdout => {
            messages.result(json.as_bytes());
            Ok(Vec::new())
        }
        Measured::File { folder, name } => Ok(Folder::create(folder)?.put(&[(name.clone(), json)])?),
    }
}

fn put(produced: Produced, files: Option<Files>, wish: &Wish, messages: &mut Messages) -> (Exit, Vec<PathBuf>) {
    // What failed in an earlier build of a watch has been told.
    let failed_before = messages.failed();
    // Before the outputs: where the metrics can't be written, there is no output either.
    let metrics = match (&produced.metrics, &wish.metrics) {
        (Some(metrics), Some(measured)) => put_metrics(metrics, measured, messages),
        _ => Ok(Vec::new()),
    };
    let made = metrics.and_then(|metrics| match files {
        None => {
            for (_, bytes) in &produced.files {
                messages.result(bytes);
            }
            Ok(Vec::new())
        }
        Some(files) => {
            let named: Vec<(String, Vec<u8>)> =
                produced.files.into_iter().map(|(format, bytes)| (files.name(format), bytes)).collect();
            let mut made = Folder::create(&files.folder)?.put(&named)?;
            made.extend(metrics);
            Ok(made)
        }
    });
    match made {
        Ok(made) => {
            // The standard output carries the metrics, and nothing else.
            if !matches!(wish.metrics, Some(Measured::Stdout)) {
                made.iter().for_each(|path| messages.made(path));
            }
            if let Some(first) = made.first().filter(|_| wish.open)
                && let Err(problem) = open::open(first)
            {
                messages.failure(&problem);
            }
            (if messages.failed() && !failed_before { Exit::Failed } else { Exit::Done }, made)
        }
        Err(problem) => {
            messages.problem(&problem);
            (Exit::Failed, Vec::new())
        }
    }
}
