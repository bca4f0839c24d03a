//! What became of each article, for people and for programs.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::diagnostics::{Lang, Problem, Problems, Severity};

/// How an article or bulletin ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// All its files were made.
    Made,
    /// Its files stood there already, made from the same.
    UpToDate,
    /// There was nothing to set, which a warning told.
    Skipped,
    /// An error was met, and no file made.
    Failed,
}

impl State {
    /// The word for it in a report.
    pub fn word(self) -> &'static str {
        match self {
            State::Made => "made",
            State::UpToDate => "up-to-date",
            State::Skipped => "skipped",
            State::Failed => "failed",
        }
    }
}

/// A file that stands for an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path, or its name in the stream.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// The number of its pages, where it has pages.
    pub pages: Option<usize>,
}

/// What became of one article, or of one bulletin of several.
#[derive(Debug)]
pub struct Report {
    /// The input's name; that of the first article's of a bulletin.
    pub input: Arc<str>,
    /// The article's position in its input, from 0, or the bulletin's among the bulletins.
    pub index: usize,
    /// The article's own id.
    pub id: Option<String>,
    /// The articles of a bulletin: each its input and its position there; none for an article by itself.
    pub articles: Vec<(Arc<str>, usize)>,
    /// How it ended.
    pub state: State,
    /// The files made, or found up to date.
    pub outputs: Vec<File>,
    /// What was met: an error where it failed.
    pub problems: Problems,
    /// How long it took a worker.
    pub time: Duration,
}

impl Report {
    /// The report as one line of JSON, without the line end. Messages are told in a language; all else is the same
    /// in every one.
    pub fn to_json(&self, lang: Lang) -> String {
        let mut line = Map::new();
        let mut put = |name: &str, value: Value| line.insert(name.to_owned(), value);
        put("input", json!(&*self.input));
        if self.articles.is_empty() {
            put("article", json!(self.index));
            if let Some(id) = &self.id {
                put("id", json!(id));
            }
        } else {
            put("bulletin", json!(self.index));
            let article = |(input, index): &(Arc<str>, usize)| json!({ "input": &**input, "article": index });
            put("articles", self.articles.iter().map(article).collect());
        }
        put("state", json!(self.state.word()));
        put("outputs", self.outputs.iter().map(output).collect());
        let of = |wanted: &[Severity]| -> Value {
            self.problems
                .iter()
                .filter(|problem| wanted.contains(&problem.severity))
                .map(|problem| told(problem, lang))
                .collect()
        };
        put("warnings", of(&[Severity::Warning, Severity::Note]));
        put("errors", of(&[Severity::Error]));
        put("milliseconds", json!(self.time.as_secs_f64() * 1000.0));
        Value::Object(line).to_string()
    }
}

fn output(file: &File) -> Value {
    match file.pages {
        Some(pages) => json!({ "path": file.path.to_string_lossy(), "size": file.size, "pages": pages }),
        None => json!({ "path": file.path.to_string_lossy(), "size": file.size }),
    }
}

fn told(problem: &Problem, lang: Lang) -> Value {
    let mut told = Map::new();
    let place = &problem.place;
    let mut put = |name: &str, value: Value| told.insert(name.to_owned(), value);
    put("severity", json!(problem.severity.name()));
    if let Some(file) = &place.file {
        put("file", json!(&**file));
    }
    for (name, number) in [("line", place.line), ("column", place.column)] {
        if number > 0 {
            put(name, json!(number));
        }
    }
    if !place.field.is_empty() {
        put("field", json!(place.field));
    }
    put("what", json!(problem.what.told(lang)));
    if !problem.cure.is_empty() {
        put("cure", json!(problem.cure.told(lang)));
    }
    Value::Object(told)
}

/// How many articles (or bulletins) went which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// All files were made.
    pub made: usize,
    /// All files stood there already.
    pub up_to_date: usize,
    /// There was nothing to set, which a warning told.
    pub skipped: usize,
    /// An error was met, and no file made.
    pub failed: usize,
    /// Why not all were done, if so.
    pub stopped: Option<Stopped>,
}

/// Why a batch ended before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// It was asked to.
    Asked,
    /// An article failed, and the plan was to stop then.
    FailFast,
    /// Nothing more could be written.
    Unwritable,
}

impl Summary {
    pub(super) fn count(&mut self, state: State) {
        let counter = match state {
            State::Made => &mut self.made,
            State::UpToDate => &mut self.up_to_date,
            State::Skipped => &mut self.skipped,
            State::Failed => &mut self.failed,
        };
        *counter += 1;
    }

    /// How many there were in all.
    pub fn all(&self) -> usize {
        self.made + self.up_to_date + self.skipped + self.failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Place;
    use crate::say;

    #[test]
    fn a_line_of_the_report() {
        let place = Place { line: 2, column: 7, ..Place::file("a.ndjson") }.with_field("body[0]");
        let report = Report {
            input: "a.ndjson".into(),
            index: 1,
            id: Some("x".into()),
            articles: Vec::new(),
            state: State::Failed,
            outputs: vec![File { path: "out/a.pdf".into(), size: 12, pages: Some(2) }],
            problems: Problem::error(place, say!("the text is empty"), say!("write it, or leave the field out")).into(),
            time: Duration::from_millis(3),
        };
        let expected = json!({
            "input": "a.ndjson", "article": 1, "id": "x", "state": "failed",
            "outputs": [{ "path": "out/a.pdf", "size": 12, "pages": 2 }], "warnings": [],
            "errors": [{ "severity": "error", "file": "a.ndjson", "line": 2, "column": 7, "field": "body[0]",
                         "what": "the text is empty", "cure": "write it, or leave the field out" }],
            "milliseconds": 3.0,
        });
        assert_eq!(serde_json::from_str::<Value>(&report.to_json(Lang::English)).unwrap(), expected);
    }
}
