//! `nashra check`: all problems of some inputs at once, with nothing made.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueHint};
use nashra::check::Checker;
use nashra::diagnostics::{Lang, Message, Problem, Problems, Severity};
use nashra::fonts::Library;
use nashra::produce::USUAL_THEME;
use nashra::say;
use nashra::{input, read};
use serde_json::json;

use super::words::{self, AssetsWords, Reading, is_readable};
use super::{Exit, Messages, Misuse};

const AFTER: &str = "\
Examples:
  nashra check articles/
  nashra check bulletin.yaml --json | jq '.[] | select(.severity == \"error\")'

Exit codes:
  0  no errors; there may be warnings
  1  some input has an error
  2  the command was used wrongly; nothing was begun";

/// Tell all problems of the inputs, and make nothing
///
/// Fields, dates, pictures, alt texts, characters that no face has, headings out
/// of order, marks without partner: each with its file, line and column, the
/// line itself, and what would be right.
#[derive(Args)]
#[command(after_help = AFTER)]
pub struct Words {
    #[command(flatten)]
    reading: Reading,
    /// Write the problems to standard output as JSON, for machines
    #[arg(long)]
    json: bool,
    /// The theme against whose columns pictures are measured [default: classic]
    #[arg(long, value_name = "NAME|FILE", value_hint = ValueHint::FilePath)]
    theme: Option<String>,
    #[command(flatten)]
    assets: AssetsWords,
}

/// What `check` is to do.
pub struct Wish {
    inputs: Vec<OsString>,
    reading: read::Options,
    json: bool,
    theme: nashra::theme::Theme,
    assets: Option<PathBuf>,
}

impl Words {
    /// Makes a wish of the words.
    pub fn resolve(self) -> Result<Wish, Misuse> {
        let reading = self.reading.options()?;
        let theme = words::theme(self.theme.as_deref().unwrap_or(USUAL_THEME))?;
        Ok(Wish { inputs: self.reading.inputs, reading, json: self.json, theme, assets: self.assets.folder()? })
    }
}

/// Tells the problems.
pub fn run(wish: Wish, messages: &mut Messages) -> Exit {
    let (inputs, mut all) = input::find(&wish.inputs, None, &is_readable);
    let library = Library::bundled().with(&wish.theme.families);
    all.append(wish.theme.families.remarks());
    let checker = Checker { library: &library, theme: &wish.theme, assets: wish.assets.as_deref() };
    let mut articles = 0;
    for input in &inputs {
        let mut opened = input::open(input, &wish.reading);
        for entry in &mut opened.entries {
            let mut problems = entry.problems;
            if let Some(article) = &entry.article {
                articles += 1;
                problems.append(checker.article(article, &input.folder()));
            }
            all.append(problems);
        }
    }
    let mut texts = Texts::default();
    if wish.json {
        let list: Vec<_> = all.iter().map(|problem| as_json(problem, &mut texts, messages.lang())).collect();
        let lines: Vec<String> = list.iter().map(|value| format!("  {value}")).collect();
        let text = if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) };
        messages.result(text.as_bytes());
    } else {
        for problem in &all {
            messages.problem_in(problem, texts.excerpt(problem).as_ref());
        }
        messages.remark(summary(&all, articles));
    }
    if all.any_error() || messages.failed() { Exit::Failed } else { Exit::Done }
}

fn summary(all: &Problems, articles: usize) -> Message {
    let count = |severity: Severity| all.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    say!("articles checked: {articles}; errors: {errors}, warnings: {warnings}", articles, errors, warnings)
}

fn as_json(problem: &Problem, texts: &mut Texts, lang: Lang) -> serde_json::Value {
    let place = &problem.place;
    let excerpt = texts.excerpt(problem);
    let known = |number: u32| (number > 0).then_some(number);
    json!({
        "severity": problem.severity.name(),
        "file": place.file.as_deref(),
        "line": known(place.line),
        "column": known(place.column),
        "field": place.field,
        "message": problem.what.told(lang),
        "cure": problem.cure.told(lang),
        "text": excerpt.map(|excerpt| excerpt.text),
    })
}

/// The part of a line in which a problem stands.
pub struct Excerpt {
    /// The text, cut where the line is long.
    pub text: String,
    /// The word at the problem's column; empty where there is none.
    pub word: String,
}

/// The inputs' texts, read again to show lines of them.
#[derive(Default)]
struct Texts {
    texts: BTreeMap<Arc<str>, Option<String>>,
}

/// The longest file of which lines are shown; a dump of gigabytes is not read again for it.
const MAX_SHOWN: u64 = 32 << 20;

/// How many characters of a long line are shown on each side of the column.
const AROUND: usize = 40;

impl Texts {
    fn excerpt(&mut self, problem: &Problem) -> Option<Excerpt> {
        let place = &problem.place;
        let file = place.file.clone()?;
        let number = (place.line as usize).checked_sub(1)?;
        let text = self.texts.entry(file.clone()).or_insert_with(|| {
            let short = fs_err::metadata(&*file).is_ok_and(|meta| meta.is_file() && meta.len() <= MAX_SHOWN);
            let bytes = short.then(|| fs_err::read(&*file).ok()).flatten()?;
            read::text(&read::Source::new(file, bytes)).ok()
        });
        let line = text.as_ref()?.split('\n').nth(number)?.trim_end_matches('\r');
        let at = (place.column as usize).saturating_sub(1);
        let from = at.saturating_sub(AROUND);
        let mut shown: String = line.chars().skip(from).take(AROUND * 2).collect();
        if from > 0 {
            shown.insert(0, '…');
        }
        if line.chars().nth(from + AROUND * 2).is_some() {
            shown.push('…');
        }
        let trimmed = shown.trim().to_owned();
        let rest = line.chars().skip(at);
        let word: String = rest.take_while(|c| !c.is_whitespace()).take(AROUND / 2).collect();
        (!trimmed.is_empty()).then_some(Excerpt { text: trimmed, word })
    }
}
