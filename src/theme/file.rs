//! A theme's file: its fields with their places, and the base that is laid below it.

use std::sync::Arc;

use serde::Deserialize;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::{BuiltIn, Theme, check};
use crate::diagnostics::{Message, Place, Problem, Problems};
use crate::fonts::{Choice, Families};
use crate::say;

/// No theme comes near this many bytes; a file that does is something else.
const MAX_FILE: usize = 1 << 20;

/// No field lies near this deep. The parser makes a table for each dot of a name, and sets no bound to them.
const MAX_DOTS: usize = 16;

/// How the parser calls a field that stands twice.
const DUPLICATE: &str = "duplicate key";
/// The cure for that.
const TWICE: Message = say!("the field or section stands twice in the file: keep one of them");
/// The cure for all else that is no TOML.
const FORM: Message = say!("write sections as [page], and fields below them as name = 12.0 or name = \"text\"");

/// A theme's file that has been read: what is known of it, and what is wrong with it.
#[derive(Debug)]
pub struct Draft {
    /// What is wrong with it so far.
    pub problems: Problems,
    /// The theme's fields, with those of its base; none where the file is no TOML.
    fields: Option<Table>,
    /// The families of faces that it wants from files, in the order of their names.
    pub families: Vec<FamilyFiles>,
}

/// A family of faces that a theme wants from files.
#[derive(Clone, Debug, PartialEq)]
pub struct FamilyFiles {
    /// What the theme calls it.
    pub name: String,
    /// The file of its regular face.
    pub regular: Option<FaceFile>,
    /// The file of its bold face.
    pub bold: Option<FaceFile>,
    /// Where the family is named.
    pub place: Place,
}

/// A face's file, as a theme names it.
#[derive(Clone, Debug, PartialEq)]
pub struct FaceFile {
    /// Its path, relative to the theme's file.
    pub path: String,
    /// Which face of the file is meant.
    pub choice: Choice,
    /// Where its path is written.
    pub place: Place,
}

impl Draft {
    /// Reads a theme from its file's text. All that is wrong with it is collected.
    pub fn read(source: &str, file: Option<Arc<str>>) -> Self {
        let mut problems = Problems::default();
        let Some(read) = Fields::parse(source, file, &mut problems) else {
            return Draft { problems, fields: None, families: Vec::new() };
        };
        let fields = read.complete(&mut problems);
        Draft { problems, fields, families: read.families() }
    }

    /// The theme, with the faces of its [`families`](Draft::families), which come in their order.
    ///
    /// # Errors
    /// All that is wrong with its file.
    pub fn finish(self, families: Families) -> Result<Theme, Problems> {
        let Draft { mut problems, fields, families: files } = self;
        if problems.any_error() {
            let mut list: Vec<Problem> = problems.into_iter().collect();
            list.sort_by_key(|problem| (problem.place.line, problem.place.column));
            let mut problems = Problems::default();
            list.into_iter().for_each(|problem| problems.push(problem));
            return Err(problems);
        }
        let mut fields = fields.unwrap_or_default();
        fields.remove("faces");
        for (_, style) in &mut fields {
            let Some(Value::String(name)) = style.get("family") else { continue };
            let number = files.iter().position(|family| family.name == *name);
            if let (Some(number), Some(style)) = (number, style.as_table_mut()) {
                let own = Table::from_iter([("own".to_owned(), Value::Integer(number as i64))]);
                style.insert("family".into(), Value::Table(own));
            }
        }
        match Theme::deserialize(fields) {
            Ok(theme) => Ok(Theme { families, ..theme }),
            // The check lets nothing pass that does not fit the types; this is for what it may overlook.
            Err(error) => {
                problems.push(Problem::error(
                    Place::default(),
                    say!("this is no theme: {error}", error = error.message()),
                    say!(),
                ));
                Err(problems)
            }
        }
    }
}

/// The fields of a theme's file, with their places.
pub(super) struct Fields<'s> {
    source: &'s str,
    file: Option<Arc<str>>,
    root: DeTable<'s>,
}

impl<'s> Fields<'s> {
    fn parse(source: &'s str, file: Option<Arc<str>>, problems: &mut Problems) -> Option<Self> {
        let mut fields = Fields { source, file, root: DeTable::new() };
        let mut no_toml = |offset, what: Message, cure: Message| {
            problems.push(Problem::error(fields.place(offset, ""), what, cure));
        };
        if source.len() > MAX_FILE {
            no_toml(0, say!("the file is too large to be a theme"), FORM);
            return None;
        }
        if let Some(offset) = deep_name(source) {
            no_toml(offset, say!("the name has too many parts to be a field of a theme"), FORM);
            return None;
        }
        let (root, errors) = DeTable::parse_recoverable(source);
        for error in &errors {
            let offset = error.span().map_or(0, |span| span.start);
            let error = error.message().lines().next().unwrap_or_default();
            let cure = if error.ends_with(DUPLICATE) { TWICE } else { FORM };
            no_toml(offset, say!("this is not TOML: {error}", error), cure);
        }
        if !errors.is_empty() {
            return None;
        }
        fields.root = root.into_inner();
        Some(fields)
    }

    /// The fields as a table, on those of the base that the file names, and what is wrong with them.
    fn complete(&self, problems: &mut Problems) -> Option<Table> {
        check::fields(self, problems);
        let mut own: Table = toml::from_str(self.source).ok()?;
        let base = own.remove("base").and_then(|base| BuiltIn::named(base.as_str()?).ok());
        let base = base.and_then(|base| toml::from_str::<Table>(base.source).ok());
        let fields = match base {
            Some(base) => laid_on(base, own),
            None => own,
        };
        check::room(self, &fields, problems);
        Some(fields)
    }

    /// The families of faces that the file names.
    fn families(&self) -> Vec<FamilyFiles> {
        let faces = self.root.get("faces").map(Spanned::get_ref);
        let Some(DeValue::Table(faces)) = faces else { return Vec::new() };
        let mut families: Vec<FamilyFiles> = Vec::new();
        for (name, family) in faces {
            let DeValue::Table(family) = family.get_ref() else { continue };
            let path = format!("faces.{}", name.get_ref());
            families.push(FamilyFiles {
                name: name.get_ref().to_string(),
                regular: self.face(family, "regular", &path),
                bold: self.face(family, "bold", &path),
                place: self.place(start(name), &path),
            });
        }
        families.sort_by(|one, other| one.name.cmp(&other.name));
        families
    }

    fn face(&self, family: &DeTable<'_>, name: &str, path: &str) -> Option<FaceFile> {
        let value = family.get(name)?;
        let field = format!("{path}.{name}");
        let text = |value: &DeValue<'_>| match value {
            DeValue::String(text) => Some(text.to_string()),
            _ => None,
        };
        match value.get_ref() {
            DeValue::Table(choice) => {
                let file = choice.get("file")?;
                let index =
                    choice.get("index").and_then(|index| index.get_ref().as_integer()?.to_string().parse().ok());
                let instance = choice.get("instance").and_then(|instance| text(instance.get_ref()));
                let place = self.place(start(file), &field);
                Some(FaceFile { path: text(file.get_ref())?, choice: Choice { index, instance }, place })
            }
            other => {
                let place = self.place(start(value), &field);
                Some(FaceFile { path: text(other)?, choice: Choice::default(), place })
            }
        }
    }

    /// The names of the families that the file brings along.
    pub fn family_names(&self) -> Vec<&str> {
        match self.root.get("faces").map(Spanned::get_ref) {
            Some(DeValue::Table(faces)) => faces.keys().map(|name| name.get_ref().as_ref()).collect(),
            _ => Vec::new(),
        }
    }

    /// The fields at the top.
    pub fn root(&self) -> &DeTable<'s> {
        &self.root
    }

    /// Whether the file names a base.
    pub fn has_base(&self) -> bool {
        self.root.contains_key("base")
    }

    /// The place of a byte of the file, for a field.
    pub fn place(&self, offset: usize, field: &str) -> Place {
        let before = self.source.get(..offset).unwrap_or(self.source);
        let line = 1 + before.bytes().filter(|&b| b == b'\n').count();
        let column = 1 + before.rsplit('\n').next().unwrap_or("").chars().count();
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Place { file: self.file.clone(), line: number(line), column: number(column), field: field.to_owned() }
    }

    /// The place of the first of some fields that the file has itself; the file as a whole where it has none.
    pub fn place_of(&self, paths: &[&str]) -> Place {
        let found = paths.iter().find_map(|path| {
            let mut table = &self.root;
            let mut at = None;
            for part in path.split('.') {
                let (key, value) = table.get_key_value(part)?;
                at = Some(key.span().start);
                match value.get_ref() {
                    DeValue::Table(inner) => table = inner,
                    _ => return at.map(|at| self.place(at, path)),
                }
            }
            at.map(|at| self.place(at, path))
        });
        let field = paths.first().copied().unwrap_or_default();
        found.unwrap_or_else(|| Place { file: self.file.clone(), ..Place::default() }.with_field(field))
    }
}

/// A table with another's fields laid over it.
fn laid_on(mut below: Table, above: Table) -> Table {
    for (name, value) in above {
        let value = match (below.remove(&name), value) {
            (Some(Value::Table(below)), Value::Table(above)) => Value::Table(laid_on(below, above)),
            (_, value) => value,
        };
        below.insert(name, value);
    }
    below
}

/// Where a line has more dots outside of text than a field's name has.
fn deep_name(source: &str) -> Option<usize> {
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let dots = |part: &str| part.bytes().filter(|&b| b == b'.').count();
        // The names of an inline table come after the first sign, so each name is counted by itself.
        let outside = line.split(['"', '\'', '#']).next().unwrap_or("");
        if outside.split(['=', ',', '{']).any(|name| dots(name) > MAX_DOTS) {
            return Some(start);
        }
        start += line.len();
    }
    None
}

/// The offset at which a value begins.
pub(super) fn start<T>(value: &Spanned<T>) -> usize {
    value.span().start
}
