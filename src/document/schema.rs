//! The JSON Schema of the project's own form, from the types.

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::{Article, BulletinFile};

/// The JSON Schema (2020-12) of an input file: an article or a bulletin.
///
/// A file with `sections` is held to be a bulletin and any other an article, so that an editor shows what is wrong
/// with the one that was meant instead of that neither fits.
pub fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let article = generator.subschema_for::<Article>();
    let bulletin = generator.subschema_for::<BulletinFile>();
    let definitions = generator.take_definitions(true);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Nashra",
        "description": "An article, or a bulletin of articles, as Nashra reads it.",
        "if": { "type": "object", "required": ["sections"] },
        "then": bulletin,
        "else": article,
        "$defs": definitions,
    })
}
