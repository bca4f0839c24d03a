//! docs/input-reference.md: every field of an article and a bulletin.

use nashra::document::schema;
use serde_json::Value;

use super::markdown::{choices, description, resolved, table, told};

#[test]
fn the_input_reference_is_what_the_types_say() {
    super::hold("docs/input-reference.md", &|part| match part {
        "article" => fields("Article"),
        "bulletin" => fields("BulletinFile"),
        "section" => fields("SectionFile"),
        "source" => fields("Source"),
        "blocks" => blocks(),
        "values" => values(),
        other => panic!("there is no part {other}"),
    });
}

/// What a value may be.
fn kind(root: &Value, schema: &Value) -> String {
    if let Some(list) = schema["anyOf"].as_array() {
        let each = list.iter().filter(|one| one["type"] != "null").map(|one| kind(root, one));
        return each.collect::<Vec<_>>().join(", or ");
    }
    let (target, name) = resolved(root, schema);
    let single = match &target["type"] {
        Value::Array(kinds) => kinds.iter().find_map(|kind| kind.as_str().filter(|kind| *kind != "null")),
        kind => kind.as_str(),
    };
    match (name, single) {
        (Some("Text"), _) => "text".into(),
        (Some("Date"), _) => "date".into(),
        (Some("Language"), _) => "language tag".into(),
        (Some("Source"), _) => "source".into(),
        (Some("SectionFile"), _) => "section".into(),
        (Some("Block"), _) => "block".into(),
        (Some("Article"), _) => "article".into(),
        (Some("ArticleEntry"), _) => "article or path".into(),
        (Some("ListItem"), _) => "text, or `{ \"item\": text, \"list\": […] }`".into(),
        (Some("Verse"), _) => "one or two texts".into(),
        (Some("OneOrMore"), _) => "text, or a list of texts".into(),
        (Some("TableParts"), _) => "table parts".into(),
        _ if !choices(root, schema).is_empty() => told(&choices(root, schema)),
        (_, Some("array")) => format!("list of: {}", kind(root, &target["items"])),
        (_, Some("string")) => "text".into(),
        (_, Some("boolean")) => "`true` or `false`".into(),
        (_, Some("integer")) => match (target["minimum"].as_i64(), target["maximum"].as_i64()) {
            (Some(least), Some(most)) => format!("{least} to {most}"),
            _ => "number".into(),
        },
        (name, _) => panic!("no words for {name:?}: {schema}"),
    }
}

fn rows(root: &Value, definition: &Value) -> Vec<Vec<String>> {
    let required: Vec<&str> =
        definition["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = definition["properties"].as_object().unwrap();
    let mut names: Vec<&String> = properties.keys().collect();
    names.sort_by_key(|name| {
        let place = required.iter().position(|required| required == name).unwrap_or(usize::MAX);
        (place, name.starts_with('$'), (*name).clone())
    });
    let example = |field: &Value| match &field["examples"][0] {
        Value::Null => String::new(),
        example => format!("`{}`", serde_json::to_string(example).unwrap()),
    };
    let row = |name: &String| {
        let field = &properties[name];
        let needed = if required.contains(&name.as_str()) { "required" } else { "" };
        vec![format!("`{name}`"), needed.into(), kind(root, field), description(root, field), example(field)]
    };
    names.into_iter().map(row).collect()
}

const HEAD: [&str; 5] = ["field", "", "value", "what it is", "example"];

fn fields(name: &str) -> String {
    let root = schema();
    table(&HEAD, &rows(&root, &root["$defs"][name]))
}

/// Every block with its fields.
fn blocks() -> String {
    let root = schema();
    let mut out = String::new();
    for block in root["$defs"]["Block"]["anyOf"].as_array().unwrap() {
        let (target, name) = resolved(&root, block);
        let said = block["description"].as_str().unwrap().trim_end_matches('.');
        out.push_str(&format!("### {said}\n\n"));
        if name == Some("Text") {
            out.push_str("Text by itself.\n\n");
            continue;
        }
        out.push_str(&table(&HEAD, &rows(&root, target)));
        out.push('\n');
        if name == Some("Table") {
            out.push_str("Table parts:\n\n");
            out.push_str(&table(&HEAD, &rows(&root, &root["$defs"]["TableParts"])));
            out.push('\n');
        }
    }
    out
}

/// The values that are no fields of their own.
fn values() -> String {
    let root = schema();
    let row = |name: &str, shown: &str| {
        vec![shown.to_owned(), root["$defs"][name]["description"].as_str().unwrap().replace('\n', " ")]
    };
    table(
        &["value", "what it is"],
        &[row("Text", "text"), row("Date", "date"), row("Language", "language tag"), row("Verse", "verse")],
    )
}
