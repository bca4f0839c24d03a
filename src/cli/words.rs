//! Words that several commands share, and what they resolve to.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueHint};
use nashra::diagnostics::{Place, Problem, Problems, refusal};
use nashra::export::epub::Faces;
use nashra::export::pdf::{self, Standard};
use nashra::export::plain::{self, Form};
use nashra::input;
use nashra::locale::{Calendar, DateStyle, Digits, Months};
use nashra::produce::{Book, Format, Settings};
use nashra::read;
use nashra::say;
use nashra::theme::{Kashida, Theme};

use super::Misuse;

/// The endings of files that a folder is searched for.
const READABLE: [&str; 20] = [
    "json", "ndjson", "jsonl", "jsonld", "yaml", "yml", "toml", "md", "markdown", "txt", "text", "html", "htm",
    "xhtml", "xml", "rss", "atom", "nitf", "wxr", "gz",
];

/// The inputs, and how they are read.
#[derive(Args, Clone)]
pub struct Reading {
    /// Files, folders, patterns as "news/*.json", or - for standard input
    #[arg(value_name = "INPUT", required = true, value_hint = ValueHint::AnyPath)]
    pub inputs: Vec<OsString>,
    /// Read the inputs in this form, whatever they look like
    #[arg(long, value_name = "FORM", value_parser = form())]
    from: Option<read::Format>,
    /// Make an empty title or a missing content in a dump an error
    #[arg(long)]
    strict: bool,
    /// Keep what belongs to the web page in text copied from one
    #[arg(long)]
    keep_leftovers: bool,
    /// A file of further lines that belong to web pages, one a line
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "keep_leftovers")]
    leftovers: Option<PathBuf>,
    /// Clean the text further, parted by commas: presentation forms to letters,
    /// NFC, look-alike letters, tatweels inside words, digits
    #[arg(long, value_name = "STEP", value_delimiter = ',', value_parser = step())]
    clean: Vec<read::Step>,
}

impl Reading {
    /// The file that is read to know how.
    pub fn file(&self) -> Option<&Path> {
        self.leftovers.as_deref()
    }

    /// How the inputs are read.
    pub fn options(&self) -> Result<read::Options, Misuse> {
        if self.inputs.iter().filter(|input| *input == "-").count() > 1 {
            return Err(Misuse::new(say!("standard input can be read once: - is given twice")));
        }
        let leftovers = match &self.leftovers {
            Some(path) => {
                let text = fs_err::read_to_string(path).map_err(|error| {
                    Misuse::new(say!(
                        "--leftovers {path}: it can't be read: {why}",
                        path = path.display(),
                        why = refusal(&error)
                    ))
                })?;
                read::leftover_lines(&text)
            }
            None => Vec::new(),
        };
        Ok(read::Options {
            from: self.from,
            strict: self.strict,
            keep_leftovers: self.keep_leftovers,
            leftovers,
            clean: self.clean.clone(),
        })
    }
}

/// What is made.
#[derive(Args, Clone)]
pub struct Making {
    /// What to make, parted by commas [default: pdf,epub,txt]
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = format())]
    format: Vec<Format>,
    #[command(flatten)]
    looks: Looks,
    #[command(flatten)]
    book: BookWords,
    #[command(flatten)]
    text: TextWords,
}

impl Making {
    /// The settings of the run; `SOURCE_DATE_EPOCH` gives the moment that outputs carry.
    pub fn settings(&self) -> Result<Settings, Misuse> {
        let mut formats = if self.format.is_empty() { Format::ALL.to_vec() } else { self.format.clone() };
        formats.sort_unstable();
        formats.dedup();
        let mut settings = self.looks.settings(formats)?;
        settings.epub = self.book.book();
        settings.text = self.text.options()?;
        Ok(settings)
    }

    /// The file of the theme that was named, where it is one.
    pub fn theme_file(&self) -> Option<&Path> {
        self.looks.theme.as_deref().filter(|written| input::is_theme_file(written)).map(Path::new)
    }

    /// Whether the user named formats.
    pub fn formats_given(&self) -> bool {
        !self.format.is_empty()
    }
}

/// What the EPUB takes along.
#[derive(Args, Clone)]
struct BookWords {
    /// The faces in the EPUB: none, subsets for Arabic and Latin, or whole
    /// [default: subset]
    #[arg(long, value_name = "FACES", value_parser = one_of(&FACES))]
    epub_fonts: Option<Faces>,
    /// Give the EPUB a cover [default: true for a bulletin, false for an article]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    cover: Option<bool>,
    /// Mark the PDF's pages in the EPUB, so that both are cited alike
    #[arg(long)]
    page_list: bool,
}

/// Faces in the EPUB by their names.
const FACES: [(&str, Faces); 3] = [("none", Faces::None), ("subset", Faces::Subset), ("full", Faces::Full)];

impl BookWords {
    fn book(&self) -> Book {
        Book { faces: self.epub_fonts.unwrap_or_default(), cover: self.cover, page_list: self.page_list }
    }
}

/// How plain text is written.
#[derive(Args, Clone)]
struct TextWords {
    /// Wrap plain text to N columns, between words; marks take no column
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(MIN_WIDTH..))]
    width: Option<u16>,
    /// Plain text for mail: format=flowed (RFC 3676) [default width: 72]
    #[arg(long, group = "text_form")]
    flowed: bool,
    /// Plain text in messages of at most 4096 UTF-16 units, parted by a line
    /// with a form feed
    #[arg(long, group = "text_form", conflicts_with = "width")]
    telegram: bool,
    /// Plain text in visual order and presentation forms, for devices without
    /// bidi [default width: 80]
    #[arg(long, group = "text_form", conflicts_with = "no_bidi_controls")]
    visual: bool,
    /// Leave direction marks and isolates out of plain text
    #[arg(long)]
    no_bidi_controls: bool,
}

/// Below this, an indented line has no room for a word.
const MIN_WIDTH: i64 = 20;

impl TextWords {
    fn options(&self) -> Result<plain::Options, Misuse> {
        let form = match (self.flowed, self.telegram, self.visual) {
            (true, ..) => Form::Flowed,
            (_, true, _) => Form::Telegram,
            (.., true) => Form::Visual,
            _ => Form::Lines,
        };
        // RFC 3676, 4.2: lines, their space and line end among them, fit 80 columns.
        if let Some(width) = self.width.filter(|&width| form == Form::Flowed && width > 78) {
            return Err(Misuse::new(say!("--width {width}: flowed lines have at most 78 columns", width)));
        }
        let width = self.width.map(usize::from);
        Ok(plain::Options { form, width, bidi_controls: !self.no_bidi_controls, ..plain::Options::default() })
    }
}

/// Where pictures are looked for besides.
#[derive(Args, Clone)]
pub struct AssetsWords {
    /// A folder to look for pictures in that don't stand beside their article
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    assets: Option<PathBuf>,
}

impl AssetsWords {
    /// The further folder, where one was named.
    pub fn folder(&self) -> Result<Option<PathBuf>, Misuse> {
        if let Some(folder) = self.assets.as_deref().filter(|folder| !folder.is_dir()) {
            return Err(Misuse::new(say!("--assets {folder}: there is no such folder", folder = folder.display())));
        }
        Ok(self.assets.clone())
    }
}

/// How pages look.
#[derive(Args, Clone)]
pub struct Looks {
    /// A built-in theme's name, or a theme's file, which ends in .toml
    #[arg(long, value_name = "NAME|FILE", value_hint = ValueHint::FilePath)]
    theme: Option<String>,
    /// How readily words are drawn out to fill lines [default: the theme's]
    #[arg(long, value_name = "STRENGTH", value_parser = kashida())]
    kashida: Option<Kashida>,
    /// The digits of folios, dates and lists [default: the language's]
    #[arg(long, value_name = "DIGITS", value_parser = one_of(&DIGITS))]
    digits: Option<Digits>,
    /// The calendar in which dates are told [default: gregorian]
    #[arg(long, value_name = "CALENDAR", value_parser = one_of(&CALENDARS))]
    calendar: Option<Calendar>,
    /// Month names of the region, or both common and Levantine [default: regional]
    #[arg(long, value_name = "NAMES", value_parser = one_of(&MONTHS))]
    months: Option<Months>,
    /// The standard of archiving that the PDF keeps [default: 2a]
    #[arg(long, value_name = "LEVEL", value_parser = one_of(&Standard::ALL))]
    pdf_standard: Option<Standard>,
    /// Whether the PDF has structure, for screen readers and reflow
    #[arg(long, value_name = "BOOL", default_value_t = true, action = clap::ArgAction::Set)]
    tagged: bool,
    #[command(flatten)]
    assets: AssetsWords,
}

/// Digits by their names.
const DIGITS: [(&str, Digits); 3] =
    [("arabic-indic", Digits::ArabicIndic), ("extended", Digits::Extended), ("european", Digits::European)];
/// Calendars by their names.
const CALENDARS: [(&str, Calendar); 3] =
    [("gregorian", Calendar::Gregorian), ("hijri", Calendar::Hijri), ("both", Calendar::Both)];
/// Month names by their names.
const MONTHS: [(&str, Months); 2] = [("regional", Months::Regional), ("dual", Months::Dual)];

/// One of some values, by its name.
fn one_of<T: Copy + Send + Sync + 'static>(values: &'static [(&'static str, T)]) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(values.iter().map(|(name, _)| *name))
        .try_map(|given| values.iter().find(|(name, _)| *name == given).map(|(_, value)| *value).ok_or("no such value"))
}

impl Looks {
    /// The settings of a run that makes these formats.
    pub fn settings(&self, formats: Vec<Format>) -> Result<Settings, Misuse> {
        let theme = self.theme.as_deref().map(theme).transpose()?;
        let dates = DateStyle {
            weekday: false,
            digits: self.digits,
            calendar: self.calendar.unwrap_or_default(),
            months: self.months.unwrap_or_default(),
        };
        let pdf = pdf::Options {
            standard: self.pdf_standard.unwrap_or_default(),
            tagged: self.tagged,
            ..pdf::Options::default()
        };
        Ok(Settings {
            formats,
            time: source_date_epoch()?,
            theme,
            kashida: self.kashida,
            metrics: false,
            dates,
            pdf,
            assets: self.assets.folder()?,
            epub: Book::default(),
            text: plain::Options::default(),
        })
    }
}

/// The theme that `--theme` names.
pub fn theme(given: &str) -> Result<Theme, Misuse> {
    input::theme(given).map_err(|problems| {
        let of_option = |mut problem: Problem| {
            if problem.place == Place::default() {
                problem.place.field = "--theme".into();
            }
            problem
        };
        let mut list = Problems::default();
        problems.into_iter().map(of_option).for_each(|problem| list.push(problem));
        Misuse::File(list)
    })
}

fn source_date_epoch() -> Result<Option<i64>, Misuse> {
    let Some(value) = env::var_os("SOURCE_DATE_EPOCH").filter(|value| !value.is_empty()) else { return Ok(None) };
    let seconds = value.to_str().and_then(|value| value.parse::<i64>().ok());
    match seconds.filter(|seconds| (0..=LATEST).contains(seconds)) {
        Some(seconds) => Ok(Some(seconds)),
        None => {
            let value = value.to_string_lossy();
            Err(Misuse::new(say!("SOURCE_DATE_EPOCH is “{value}”, not a number of seconds since 1970-01-01", value)))
        }
    }
}

/// The last second of the year 9999, the last that PDF and EPUB can write.
const LATEST: i64 = 253_402_300_799;

fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::extension))
        .try_map(|name| Format::of_extension(&name).ok_or("no such format"))
}

fn kashida() -> impl TypedValueParser<Value = Kashida> {
    PossibleValuesParser::new(Kashida::ALL.map(Kashida::name))
        .try_map(|name| Kashida::ALL.into_iter().find(|strength| strength.name() == name).ok_or("no such strength"))
}

fn form() -> impl TypedValueParser<Value = read::Format> {
    PossibleValuesParser::new(read::Format::ALL.map(read::Format::name))
        .try_map(|name| read::Format::parse(&name).ok_or("no such form"))
}

fn step() -> impl TypedValueParser<Value = read::Step> {
    PossibleValuesParser::new(read::Step::ALL.map(read::Step::name))
        .try_map(|given| read::Step::ALL.into_iter().find(|step| step.name() == given).ok_or("no such step"))
}

/// Whether a file in a folder is taken for an input, by its ending.
pub fn is_readable(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    ending.is_some_and(|ending| READABLE.contains(&ending.as_str()))
}
