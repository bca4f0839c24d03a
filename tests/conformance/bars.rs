//! `bars.toml`: the documents to build, and what is demanded of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bars {
    /// What is built.
    pub document: Vec<Document>,
    /// The checks by name, readers apart.
    check: BTreeMap<String, Bar>,
    /// The readers by name.
    reader: BTreeMap<String, Bar>,
    /// The readers over the corpus.
    pub corpus: BTreeMap<String, CorpusBar>,
}

/// What one reader must give back of a hundred articles, in percent of the words in order.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorpusBar {
    /// The median.
    pub median: f64,
    /// The lowest file.
    pub lowest: f64,
}

/// One input that is built and judged.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The input's path from the package's folder.
    pub input: String,
    /// The articles whose words must come back, in the order of the document.
    pub words: Vec<String>,
    /// The theme it is built in, where that is not its own.
    #[serde(default)]
    pub theme: Option<String>,
    /// Readers' bars that differ for this document alone.
    #[serde(default)]
    pub bars: BTreeMap<String, f64>,
    /// Checks that this document alone does not have to pass yet, and why.
    #[serde(default)]
    pub noted: BTreeMap<String, String>,
}

impl Document {
    /// The input's file name, by which the table knows it: several inputs may have one stem.
    pub fn name(&self) -> String {
        let file = Path::new(&self.input).file_name().unwrap_or_default().to_string_lossy().into_owned();
        let theme = self.theme.iter().map(|theme| Path::new(theme).file_name().unwrap_or_default().to_string_lossy());
        theme.fold(file, |file, theme| format!("{file} in {theme}"))
    }

    /// The stem that the built files carry.
    pub fn stem(&self) -> String {
        Path::new(&self.input).file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn bar(&self, name: &str, bar: Option<&Bar>) -> Bar {
        let mut bar = bar.unwrap_or_else(|| panic!("bars.toml says nothing of {name}")).clone();
        bar.bar = self.bars.get(name).copied().unwrap_or(bar.bar);
        match self.noted.get(name) {
            Some(because) => Bar { demanded: false, because: Some(because.clone()), ..bar },
            None => bar,
        }
    }
}

/// What one check demands.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bar {
    /// Whether a finding fails the test, or is only noted.
    pub demanded: bool,
    /// What a check that is not demanded waits for.
    #[serde(default)]
    pub because: Option<String>,
    /// Findings that are accepted, by the judge's own names.
    #[serde(default)]
    pub accept: Vec<String>,
    /// For a reader: the percent of words that must come back in order.
    #[serde(default)]
    pub bar: f64,
    /// The same for notes and captions, where it is not the same.
    #[serde(default)]
    pub whole: Option<f64>,
}

/// The bar of what no file need say: that a document can be built.
pub fn demanded() -> Bar {
    Bar { demanded: true, because: None, accept: Vec::new(), bar: 0.0, whole: None }
}

impl Bars {
    /// Reads the file; a mistake in it fails the test.
    pub fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let bars: Bars = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (name, bar) in bars.check.iter().chain(&bars.reader) {
            assert!(bar.demanded != bar.because.is_some(), "{name}: a check is demanded, or says what it waits for");
        }
        bars
    }

    /// The bar of a check, for one document.
    pub fn check(&self, document: &Document, name: &str) -> Bar {
        document.bar(name, self.check.get(name))
    }

    /// The bar of a reader, for one document.
    pub fn reader(&self, document: &Document, name: &str) -> Bar {
        document.bar(name, self.reader.get(name))
    }
}
