//! The JSON Schema of a theme's file, from the types: what `check` goes by, and what editors complete by.

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Theme;

/// What a theme's file says beside the theme itself.
#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is asked for")]
struct Beside {
    /// The built-in theme that gives whatever the file leaves out. Without it, every field without a default has to
    /// be there.
    #[serde(default)]
    #[schemars(with = "Base")]
    base: Base,
    /// Families of faces from files of one's own, by the names under which styles ask for them.
    #[serde(default)]
    faces: BTreeMap<String, FamilyFiles>,
}

/// A family of faces from files.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is asked for")]
struct FamilyFiles {
    /// The regular face; where there is none, the bold one is taken.
    #[serde(default)]
    #[schemars(with = "FaceFile")]
    regular: Option<FaceFile>,
    /// The bold face; where there is none, the regular one is taken.
    #[serde(default)]
    #[schemars(with = "FaceFile")]
    bold: Option<FaceFile>,
}

/// A face's file: its path, relative to the theme's file and inside its folder; or the path with what is meant in it.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is asked for")]
enum FaceFile {
    /// The path of a TrueType or OpenType file.
    Path(String),
    /// The path of a collection or a variable face, and which face of it is meant.
    Choice(FaceChoice),
}

/// One face of a collection, or an instance of a variable face.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is asked for")]
struct FaceChoice {
    /// The path of the file.
    file: String,
    /// The face's number in a collection, from 0.
    #[serde(default)]
    #[schemars(with = "u32", range(min = 0, max = 65_535))]
    index: Option<u32>,
    /// The name of a variable face's instance, as `SemiBold`; the default one where none is named.
    #[serde(default)]
    #[schemars(with = "String")]
    instance: Option<String>,
}

/// The built-in themes by name.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Base {
    /// A4 in two columns.
    #[default]
    Classic,
    /// A4 in one column with wide margins.
    Briefing,
    /// A5 in one column.
    Pocket,
}

/// The JSON Schema (2020-12) of a theme's file. Lengths carry their unit as `x-unit`.
///
/// It makes no field required, since a file may name a base; `required` says which fields a file without one must
/// have.
pub fn schema() -> Value {
    let mut schema = strict();
    drop_required(&mut schema);
    schema
}

/// The same, with the fields that a theme must have once its base is laid below it.
pub(super) fn strict() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let theme: Schema = <Theme as JsonSchema>::json_schema(&mut generator);
    let beside: Schema = <Beside as JsonSchema>::json_schema(&mut generator);
    let definitions = generator.take_definitions(true);
    let (mut theme, mut beside) = (Value::from(theme), Value::from(beside));
    let mut properties = serde_json::Map::new();
    for part in [&mut beside, &mut theme] {
        if let Some(Value::Object(fields)) = part.get_mut("properties") {
            properties.append(fields);
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Nashra theme",
        "description": "How a bulletin's pages look, as Nashra reads it.",
        "type": "object",
        "properties": properties,
        "required": theme.get("required"),
        "additionalProperties": false,
        "$defs": definitions,
    })
}

fn drop_required(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if fields.get("required").is_some_and(Value::is_array) {
                fields.remove("required");
            }
            fields.values_mut().for_each(drop_required);
        }
        Value::Array(list) => list.iter_mut().for_each(drop_required),
        _ => {}
    }
}
