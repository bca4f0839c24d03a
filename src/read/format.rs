//! The input forms and their names.

use std::fmt;

/// A form in which articles come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// The project's own form as JSON: one object, an array of them, or one a line.
    Json,
    /// The project's own form as YAML.
    Yaml,
    /// The project's own form as TOML.
    Toml,
    /// Markdown, with or without YAML front matter.
    Markdown,
    /// A flat dump as scrapers leave it: JSON objects with a title and a content.
    Flat,
    /// Text copied out of a web page.
    Copied,
}

impl Format {
    /// All forms, in the order in which they are told to the user.
    pub const ALL: [Format; 6] =
        [Format::Json, Format::Yaml, Format::Toml, Format::Markdown, Format::Flat, Format::Copied];

    /// The name by which the user chooses the form.
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Yaml => "yaml",
            Format::Toml => "toml",
            Format::Markdown => "markdown",
            Format::Flat => "flat",
            Format::Copied => "copied",
        }
    }

    /// The form of that name; `yml`, `md` and `txt` are understood too.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let name = match name.as_str() {
            "yml" => "yaml",
            "md" => "markdown",
            "txt" | "text" => "copied",
            other => other,
        };
        Format::ALL.into_iter().find(|format| format.name() == name)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
