//! The names of an article's files: templates, and the values that fill them.

use std::fmt;

use super::group::Grouping;
use crate::diagnostics::Message;
use crate::document::Article;
use crate::output::name::{MAX_NAME, cut, is_forbidden, is_trimmed, safe_name, safe_piece};
use crate::say;

/// The most bytes of a slug: about ten Arabic words, which is what a list of files shows of a name.
const MAX_SLUG: usize = 120;

/// The fewest digits of an index, so that names sort as the articles stood.
const INDEX_DIGITS: usize = 5;

/// What a name may be made of.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The input's name without its ending.
    pub stem: &'a str,
    /// The article's position in its input, from 0.
    pub index: usize,
    /// Whether it is the only one there.
    pub alone: bool,
    /// The section it stands in.
    pub section: Option<&'a str>,
    /// The article.
    pub article: &'a Article,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Stem,
    Index,
    Id,
    Date,
    Slug,
    Source,
    Section,
}

impl Field {
    const ALL: [(&'static str, Field); 7] = [
        ("stem", Field::Stem),
        ("index", Field::Index),
        ("id", Field::Id),
        ("date", Field::Date),
        ("slug", Field::Slug),
        ("source", Field::Source),
        ("section", Field::Section),
    ];

    /// The field's value, safe in a name. What an article lacks is said: nothing is made up in its place.
    fn value(self, facts: &Facts) -> String {
        let article = facts.article;
        let or = |value: Option<String>, lacking: &str| {
            value.filter(|value| !value.is_empty()).unwrap_or_else(|| lacking.to_owned())
        };
        match self {
            Field::Stem => or(Some(safe_piece(facts.stem)), "unnamed"),
            Field::Index => format!("{:0width$}", facts.index, width = INDEX_DIGITS),
            Field::Id => or(article.id.as_deref().map(safe_piece), "no-id"),
            Field::Date => or(article.published.as_ref().map(|date| date.day().to_string()), "no-date"),
            Field::Slug => or(Some(slug(&article.headline.plain())), "untitled"),
            Field::Section => or(facts.section.map(safe_piece), "no-section"),
            Field::Source => {
                let name = article.source.as_ref().and_then(|source| source.name.as_ref());
                or(name.map(|name| safe_piece(&name.plain())), "no-source")
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Field(Field),
}

/// A pattern for names, as `{date}-{slug}`.
///
/// - `{stem}`: the input's name without its ending.
/// - `{index}`: the position in the input, from 0, in five digits or more.
/// - `{id}`, `{date}` (the day of publication), `{source}` (the publication's name): the article's own;
///   `no-id`, `no-date` and `no-source` where it has none.
/// - `{section}`: its section in its bulletin, else its first category, else `no-section`.
/// - `{slug}`: the headline's words joined by hyphens, without vowel marks and tatweels.
///
/// Values are made safe as [`safe_name`] says. Where a name would be too long, its values are cut, never the
/// index. For a bulletin of several articles the index is its own, and the rest is its first article's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError(Message);

impl From<TemplateError> for Message {
    fn from(error: TemplateError) -> Self {
        error.0
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for TemplateError {}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// When a brace is not paired, a field is not known, no field stands in it, or its text has characters that
    /// file names can't have.
    pub fn parse(written: &str) -> Result<Self, TemplateError> {
        let fail = |what: Message| Err(TemplateError(what));
        let mut pieces = Vec::new();
        let mut rest = written;
        while let Some(at) = rest.find(['{', '}']) {
            let (text, tail) = rest.split_at(at);
            if !text.is_empty() {
                pieces.push(Piece::Literal(text.to_owned()));
            }
            let Some((name, after)) = tail.strip_prefix('{').and_then(|tail| tail.split_once('}')) else {
                return fail(say!("a brace has no partner"));
            };
            match Field::ALL.iter().find(|(known, _)| *known == name) {
                Some((_, field)) => pieces.push(Piece::Field(*field)),
                None => {
                    let known: Vec<String> = Field::ALL.iter().map(|(known, _)| format!("{{{known}}}")).collect();
                    return fail(say!("there is no {{{name}}}; there are {names}", name, names = known.join(", ")));
                }
            }
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Literal(rest.to_owned()));
        }
        let literal: String = pieces.iter().filter_map(Piece::literal).collect();
        if let Some(bad) = literal.chars().find(|c| is_forbidden(*c)) {
            return fail(say!("a file's name can't have {bad}", bad = format!("{bad:?}")));
        }
        if literal.len() > MAX_NAME / 2 {
            return fail(say!("its own text is longer than {max} bytes", max = MAX_NAME / 2));
        }
        if pieces.len() == pieces.iter().filter_map(Piece::literal).count() {
            return fail(say!("it has no field, so all articles would take one name; {{stem}}-{{index}} would do"));
        }
        Ok(Template { pieces })
    }

    /// The template where none is given: `{stem}` for an article that is alone in its input, `{stem}-{index}`
    /// for one of many and for bulletins of so many; `{date}` and `{section}` for bulletins by those.
    pub fn usual(alone: bool, grouping: Option<Grouping>) -> Self {
        let mut pieces = match grouping {
            Some(Grouping::Date) => return Template { pieces: vec![Piece::Field(Field::Date)] },
            Some(Grouping::Section) => return Template { pieces: vec![Piece::Field(Field::Section)] },
            Some(Grouping::Count(_)) | None => vec![Piece::Field(Field::Stem)],
        };
        if !alone {
            pieces.extend([Piece::Literal("-".into()), Piece::Field(Field::Index)]);
        }
        Template { pieces }
    }

    /// Whether two articles of one input can't take the same name: the index stands at the beginning or the end,
    /// with something beside it that is not a digit.
    pub fn index_tells_apart(&self) -> bool {
        let index = Piece::Field(Field::Index);
        let apart = |beside: Option<&Piece>, at_edge: fn(&str) -> Option<char>| match beside {
            None => true,
            Some(Piece::Literal(text)) => at_edge(text).is_some_and(|c| !c.is_ascii_digit() && !is_trimmed(c)),
            Some(Piece::Field(_)) => false,
        };
        match self.pieces.as_slice() {
            [first, rest @ ..] if *first == index => apart(rest.first(), |text| text.chars().next()),
            [rest @ .., last] if *last == index => apart(rest.last(), |text| text.chars().next_back()),
            _ => false,
        }
    }

    /// The name of an article's files, without the ending.
    pub fn fill(&self, facts: &Facts) -> String {
        let mut filled: Vec<(bool, String)> = self
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Literal(text) => (false, text.clone()),
                Piece::Field(field) => (*field != Field::Index, field.value(facts)),
            })
            .collect();
        let length: usize = filled.iter().map(|(_, text)| text.len()).sum();
        if length > MAX_NAME {
            let fixed: usize = filled.iter().filter(|(cut, _)| !cut).map(|(_, text)| text.len()).sum();
            let values = filled.iter().filter(|(cut, _)| *cut).count().max(1);
            let share = MAX_NAME.saturating_sub(fixed) / values;
            for (_, text) in filled.iter_mut().filter(|(cut, _)| *cut) {
                cut(text, share);
            }
        }
        safe_name(&filled.into_iter().map(|(_, text)| text).collect::<String>())
    }
}

impl Piece {
    fn literal(&self) -> Option<&str> {
        match self {
            Piece::Literal(text) => Some(text),
            Piece::Field(_) => None,
        }
    }
}

/// The words of a headline, joined by hyphens.
fn slug(headline: &str) -> String {
    let mut out = String::new();
    for word in headline.split(|c: char| !c.is_alphanumeric() && !is_mark(c)) {
        // Vowel marks and tatweels are left out: who looks for a file types none.
        let word: String = word.chars().filter(|c| !is_vowel_mark(*c) && *c != '\u{640}').collect();
        if word.is_empty() || word.chars().all(is_mark) {
            continue;
        }
        let word = word.to_lowercase();
        if out.len() + 1 + word.len() > MAX_SLUG {
            if out.is_empty() {
                out = word;
                cut(&mut out, MAX_SLUG);
            }
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(&word);
    }
    out
}

fn is_vowel_mark(c: char) -> bool {
    matches!(c, '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{652}' | '\u{656}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6ED}')
}

/// A mark that belongs to the letter before it.
fn is_mark(c: char) -> bool {
    use icu_properties::CodePointMapData;
    use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
    GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Date, Source, Text};

    fn article() -> Article {
        Article {
            id: Some("2025/05:18".into()),
            headline: Text::new("أذربيجان تُرسِل وفـــداً إلى دمشق: «تعاون» 2025"),
            published: Date::parse("2025-05-18T09:30:00+03:00").ok(),
            source: Some(Source { name: Some(Text::new("سانا")), url: None }),
            ..Article::default()
        }
    }

    fn filled(template: &str, article: &Article) -> String {
        let facts = Facts { stem: "day", index: 7, alone: false, section: None, article };
        Template::parse(template).unwrap().fill(&facts)
    }

    #[test]
    fn every_field() {
        let article = article();
        for (template, expected) in [
            ("{stem}-{index}", "day-00007"),
            ("{id}", "2025-05-18"),
            ("{date}_{source}", "2025-05-18_سانا"),
            ("{slug}", "أذربيجان-ترسل-وفدا-إلى-دمشق-تعاون-2025"),
        ] {
            assert_eq!(filled(template, &article), expected);
        }
        let bare = Article { headline: Text::new("«…»"), ..Article::default() };
        assert_eq!(filled("{date} {id} {source} {slug}", &bare), "no-date no-id no-source untitled");
    }

    #[test]
    fn bad_templates_are_told() {
        for (template, part) in [
            ("{stem", "partner"),
            ("a}b{stem}", "partner"),
            ("{title}", "there is no {title}"),
            ("a/{stem}", "'/'"),
            ("page", "no field"),
        ] {
            let error = Template::parse(template).unwrap_err().to_string();
            assert!(error.contains(part), "{template}: {error}");
        }
    }

    #[test]
    fn the_index_tells_names_apart_at_the_edges_only() {
        for (template, expected) in [
            ("{stem}-{index}", true),
            ("{index}-{slug}", true),
            ("{index}", true),
            ("{slug}{index}", false),
            ("{stem}2{index}", false),
            ("{index}.{stem}", false),
            ("{slug}-{index}-{id}", false),
            ("{slug}", false),
        ] {
            assert_eq!(Template::parse(template).unwrap().index_tells_apart(), expected, "{template}");
        }
    }

    #[test]
    fn long_names_are_cut_between_characters_and_keep_the_index() {
        let article = Article { id: Some("سَ".repeat(300)), ..Article::default() };
        let name = filled("{id}-{index}", &article);
        assert!(name.len() <= MAX_NAME && name.ends_with("سَ-00007"), "{name}");
    }
}
