//! `nashra import`: anything readable as the project's own JSON.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueHint};
use nashra::diagnostics::{Place, Problem};
use nashra::import::{Imported, Taken, import};
use nashra::output::{Folder, safe_name};
use nashra::say;
use nashra::{input, read};

use super::words::{AssetsWords, Reading, is_readable};
use super::{Exit, Messages, Misuse};

const AFTER: &str = "\
Examples:
  nashra import feed.xml -o articles
  nashra import export.xml pages/*.html -o articles
  cat dump.ndjson.gz | nashra import - -o articles

Exit codes:
  0  everything was written
  1  some article or picture failed; the others were written
  2  the command was used wrongly; nothing was written";

/// Write anything readable as the project's own JSON
///
/// Each input becomes one file, an article or a list of them, with copies of its
/// local pictures beside it. Nothing is fetched.
#[derive(Args)]
#[command(after_help = AFTER)]
pub struct Words {
    #[command(flatten)]
    reading: Reading,
    /// The folder where the files go, made where there is none
    #[arg(short, long, value_name = "DIR", required = true, value_hint = ValueHint::DirPath)]
    output: PathBuf,
    #[command(flatten)]
    assets: AssetsWords,
}

/// What `import` is to do.
pub struct Wish {
    inputs: Vec<OsString>,
    reading: read::Options,
    folder: PathBuf,
    assets: Option<PathBuf>,
}

impl Words {
    /// Makes a wish of the words.
    pub fn resolve(self) -> Result<Wish, Misuse> {
        if self.output.as_os_str() == "-" {
            return Err(Misuse::new(say!("import writes files: give -o a folder (./- for one of that name)")));
        }
        let reading = self.reading.options()?;
        Ok(Wish { inputs: self.reading.inputs, reading, folder: self.output, assets: self.assets.folder()? })
    }
}

/// Writes the files.
pub fn run(wish: Wish, messages: &mut Messages) -> Exit {
    let (inputs, problems) = input::find(&wish.inputs, Some(&wish.folder), &is_readable);
    messages.problems(&problems);
    let mut failed = problems.any_error();
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for input in &inputs {
        let name = safe_name(&input.stem);
        if let Some(other) = names.insert(name.to_lowercase(), &input.name) {
            let what = say!("it would be written as {name}.json, as {other} is", name, other);
            messages.problem(&Problem::error(
                Place::file(input.name.clone()),
                what,
                say!("import them into two folders"),
            ));
            return Exit::Usage;
        }
    }
    let mut articles = 0;
    let mut taken = Taken::default();
    for input in &inputs {
        messages.detail(say!("reading {input}", input = &input.name));
        let name = safe_name(&input.stem);
        let done = import(input, &name, &wish.reading, wish.assets.as_deref(), &mut taken);
        messages.problems(&done.problems);
        failed |= done.problems.any_error();
        articles += done.articles;
        if let Err(problem) = put(&wish, done, messages) {
            messages.problem(&problem);
            failed = true;
        }
    }
    messages.remark(match articles {
        1 => say!("1 article imported"),
        _ => say!("{articles} articles imported", articles),
    });
    if failed || messages.failed() { Exit::Failed } else { Exit::Done }
}

fn put(wish: &Wish, done: Imported, messages: &mut Messages) -> Result<(), Problem> {
    if done.files.is_empty() {
        return Ok(());
    }
    let folder = Folder::create(&wish.folder)?;
    for (path, _) in &done.files {
        let real = input::real_path(&wish.folder.join(path));
        if real.is_some_and(|real| done.sources.contains(&real)) {
            let place = Place::file(wish.folder.join(path).to_string_lossy());
            let what = say!("it is read, and would be replaced by what it is imported to");
            return Err(Problem::error(place, what, say!("choose another folder with -o")));
        }
    }
    for (path, _) in &done.files {
        if let Some(inner) = path.parent().filter(|inner| !inner.as_os_str().is_empty()) {
            Folder::create(wish.folder.join(inner))?;
        }
    }
    let files = done.files.iter().map(|(path, bytes)| (path.to_string_lossy().into_owned(), bytes.clone()));
    let files: Vec<_> = files.collect();
    folder.put(&files)?.iter().for_each(|path| messages.made(path));
    Ok(())
}
