//! What both references are made with.

use serde_json::Value;

/// A table.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(head.iter().map(|cell| (*cell).to_owned()).collect());
    out.push_str(&line(head.iter().map(|_| "---".to_owned()).collect()));
    for row in rows {
        out.push_str(&line(row.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect()));
    }
    out
}

/// A schema, or the one that it refers to, with the reference's name.
pub fn resolved<'s>(root: &'s Value, schema: &'s Value) -> (&'s Value, Option<&'s str>) {
    let name = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next());
    match name {
        Some(name) => (&root["$defs"][name], Some(name)),
        None => (schema, None),
    }
}

/// What is said of a field: at its place, else where its type is described.
pub fn description(root: &Value, schema: &Value) -> String {
    let said = schema["description"].as_str().or_else(|| resolved(root, schema).0["description"].as_str());
    said.unwrap_or_default().replace('\n', " ")
}

/// The values of a choice, each with what it means.
pub fn choices<'s>(root: &'s Value, schema: &'s Value) -> Vec<(&'s str, &'s str)> {
    let list = resolved(root, schema).0["oneOf"].as_array().into_iter().flatten();
    list.filter_map(|one| Some((one["const"].as_str()?, one["description"].as_str().unwrap_or_default()))).collect()
}

/// A choice's values in one cell.
pub fn told(choices: &[(&str, &str)]) -> String {
    let one = |(name, meaning): &(&str, &str)| match meaning.trim_end_matches('.') {
        "" => format!("`{name}`"),
        meaning if meaning.to_lowercase() == *name => format!("`{name}`"),
        meaning if meaning.starts_with('A') && meaning[1..].starts_with(|c: char| c.is_numeric()) => {
            format!("`{name}`: {meaning}")
        }
        meaning => format!("`{name}`: {}{}", meaning[..1].to_lowercase(), &meaning[1..]),
    };
    choices.iter().map(one).collect::<Vec<_>>().join("; ")
}
