//! Which reader an input is for, by its content.
//!
//! A new form is a file with its [`Reader`] and a line in [`READERS`]. The order is from the form that is surest
//! to be told to the one that takes everything.

use super::input::Input;
use super::{
    Format, Options, Outcome, copied, decode, feed, flat, json, json_feed, markdown, news_article, newsml, ninjs, page,
    toml, wordpress, wxr, yaml,
};

/// A reader of one form.
pub trait Reader: Sync {
    /// The form.
    fn format(&self) -> Format;

    /// Whether the input is in this form; asked only where no earlier reader knew it.
    fn recognises(&self, input: &Input) -> bool;

    /// Reads all that is in the input; at least one outcome.
    fn read(&self, input: &Input, options: &Options) -> Vec<Outcome>;
}

/// All readers, in the order in which they are asked.
const READERS: [&dyn Reader; 14] = [
    &json_feed::JsonFeed,
    &wordpress::WordPress,
    &news_article::NewsArticle,
    &ninjs::Ninjs,
    &flat::Flat,
    &json::Json,
    &wxr::Wxr,
    &feed::Feed,
    &newsml::NewsMl,
    &page::Page,
    &markdown::Markdown,
    &yaml::Yaml,
    &toml::Toml,
    &copied::Copied,
];

/// The reader of `from`, or else the first that recognises the input.
pub fn choose(input: &Input, from: Option<Format>) -> &'static dyn Reader {
    let fits = |reader: &&&'static dyn Reader| match from {
        Some(format) => reader.format() == format,
        None => reader.recognises(input),
    };
    READERS.iter().find(fits).copied().unwrap_or(&copied::Copied)
}

/// Lines that are looked at for a known field: the head of a file has one before its text begins.
const HEAD_LINES: usize = 40;

/// Whether a text begins with a field, as `name: …` or `name = …` (by `sign`), and one of its first fields is one
/// that an article or a bulletin has, or nearly so.
pub fn has_known_key(text: &str, sign: char) -> bool {
    let mut lines = text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with(['#', '%'])).take(HEAD_LINES);
    let mut first = lines.next();
    if first.is_some_and(|line| line.trim_end() == "---") && sign == ':' {
        first = lines.next();
    }
    let Some(first) = first else { return false };
    // TOML may begin with a table's header: a bulletin's `[[sections]]`, an article's `[source]`.
    if sign == '=' && first.starts_with('[') {
        let name = first.trim().trim_matches(['[', ']']);
        return decode::is_known_field(name);
    }
    let key = |line: &str| {
        let (name, rest) = line.split_once(sign)?;
        let name = name.trim_end().trim_matches(['"', '\'']);
        let parted = sign == '=' || rest.is_empty() || rest.starts_with([' ', '\t']);
        let named = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '$' | '_' | '-'));
        (parted && named).then(|| name.to_owned())
    };
    key(first).is_some_and(|name| {
        decode::is_known_field(&name)
            || lines.filter_map(key).any(|name| decode::is_known_field(&name))
            || decode::nearest(&name, decode::known_fields()).is_some()
    })
}
