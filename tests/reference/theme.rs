//! docs/theme.md: every field of a theme, its unit and range, and its value in each built-in theme.

use nashra::theme::{BuiltIn, schema};
use serde_json::Value;
use toml::Table;

use super::markdown::{choices, description, resolved, table, told};

#[test]
fn the_theme_reference_is_what_the_types_say() {
    super::hold("docs/theme.md", &|part| match part {
        "top" => top(),
        "styles" => styles(),
        "style" => style(),
        section => fields_of(section),
    });
}

#[test]
fn built_in_themes_fit_the_schema() {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("theme.json", schema()).unwrap();
    let index = compiler.compile("theme.json", &mut schemas).unwrap();
    for theme in themes() {
        let value = serde_json::to_value(theme).unwrap();
        schemas.validate(&value, index).unwrap();
    }
    let wrong = serde_json::json!({ "base": "classic", "page": { "columns": 0 }, "kashidas": 1 });
    assert!(schemas.validate(&wrong, index).is_err());
    let own = serde_json::json!({
        "base": "pocket",
        "faces": { "mine": { "regular": "a.ttf", "bold": { "file": "b.ttc", "index": 1 } } },
        "body": { "family": "mine" },
    });
    schemas.validate(&own, index).unwrap();
}

fn themes() -> Vec<Table> {
    BuiltIn::ALL.iter().map(|theme| toml::from_str(theme.source).unwrap()).collect()
}

/// The names of a section's fields, or of the sections, in the order of the built-in files.
fn order(known: &Value, section: Option<&str>) -> Vec<String> {
    let source = BuiltIn::ALL[0].source;
    let lines = || source.lines().map(str::trim);
    let written: Vec<&str> = match section {
        None => lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']')).collect(),
        Some(section) => lines()
            .skip_while(|line| *line != format!("[{section}]"))
            .skip(1)
            .take_while(|line| !line.starts_with('['))
            .filter_map(|line| Some(line.split_once('=')?.0.trim()))
            .collect(),
    };
    let known: Vec<&str> = known.as_object().unwrap().keys().map(String::as_str).collect();
    let mut names: Vec<&str> = written.into_iter().filter(|name| known.contains(name)).collect();
    names.extend(known.iter().filter(|name| !names.contains(name)).copied().collect::<Vec<_>>());
    names.into_iter().map(str::to_owned).collect()
}

/// A number or text as a theme writes it.
fn written(value: Option<&toml::Value>, usual: &Value) -> String {
    let shown = |value: &toml::Value| match value {
        toml::Value::String(text) => format!("`{text}`"),
        toml::Value::Float(number) => number.to_string(),
        other => other.to_string(),
    };
    match (value, usual) {
        (Some(value), _) => shown(value),
        (None, Value::String(usual)) => format!("`{usual}`"),
        (None, Value::Null) => String::new(),
        (None, usual) => usual.as_f64().map_or_else(|| usual.to_string(), |number| number.to_string()),
    }
}

fn range(root: &Value, schema: &Value) -> String {
    let (target, _) = resolved(root, schema);
    let bound = |name: &str| target[name].as_f64();
    let unit = target["x-unit"].as_str().map(|unit| format!(" {unit}")).unwrap_or_default();
    match (bound("minimum"), bound("maximum")) {
        (Some(least), Some(most)) => format!("{least} to {most}{unit}"),
        _ if target["pattern"].is_string() => "`#rrggbb`".into(),
        _ => choices(root, schema).iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", "),
    }
}

/// The fields of one section with their values in every theme.
fn fields_of(section: &str) -> String {
    let root = schema();
    let (target, _) = resolved(&root, &root["properties"][section]);
    let mut rows = Vec::new();
    for name in order(&target["properties"], Some(section)) {
        let field = &target["properties"][&name];
        let mut row = vec![format!("`{name}`"), range(&root, field)];
        for theme in themes() {
            row.push(written(theme[section].get(&name), &field["default"]));
        }
        let meaning = choices(&root, field);
        let more = if meaning.is_empty() { String::new() } else { format!(" {}.", told(&meaning)) };
        row.push(format!("{}{more}", description(&root, field)));
        rows.push(row);
    }
    table(&["field", "value", "classic", "briefing", "pocket", "what it is"], &rows)
}

/// What stands above the sections.
fn top() -> String {
    let root = schema();
    let mut rows = Vec::new();
    for name in ["base", "kashida"] {
        let field = &root["properties"][name];
        let value = themes()[0].get(name).map(|value| written(Some(value), &Value::Null)).unwrap_or_default();
        let meaning = format!("{} {}.", description(&root, field), told(&choices(&root, field)));
        rows.push(vec![format!("`{name}`"), value, meaning]);
    }
    table(&["field", "in the built-in themes", "what it is"], &rows)
}

/// The styles: what each is for, and how each theme sets it.
fn styles() -> String {
    let root = schema();
    let mut rows = Vec::new();
    for name in order(&root["properties"], None) {
        let field = &root["properties"][&name];
        if resolved(&root, field).1 != Some("TextStyle") {
            continue;
        }
        let mut row = vec![format!("`{name}`"), description(&root, field)];
        for theme in themes() {
            let style = &theme[&name];
            let text = |name: &str| style.get(name).and_then(toml::Value::as_str);
            let number = |name: &str| style.get(name).and_then(toml::Value::as_float);
            let mut cell = text("family").unwrap_or_default().to_owned();
            if text("weight") == Some("bold") {
                cell.push_str(" bold");
            }
            cell.push_str(&format!(" {}/{}", number("size").unwrap(), number("leading").unwrap()));
            cell.extend(number("indent").map(|indent| format!(", indent {indent}")));
            cell.extend(text("align").filter(|align| *align != "start").map(|align| format!(", {align}")));
            cell.extend(text("colour").map(|colour| format!(", {colour}")));
            row.push(cell);
        }
        rows.push(row);
    }
    table(&["style", "what it sets", "classic", "briefing", "pocket"], &rows)
}

/// The fields of a style.
fn style() -> String {
    let root = schema();
    let target = &root["$defs"]["TextStyle"];
    let mut rows = Vec::new();
    for name in ["family", "weight", "size", "leading", "indent", "align", "colour"] {
        let field = &target["properties"][name];
        let value = match name {
            "family" => "`amiri`, `noto-naskh`, `noto-kufi`, or a name from `[faces]`".into(),
            _ => range(&root, field),
        };
        let usual = written(None, &field["default"]);
        let meaning = choices(&root, field);
        let more = if meaning.is_empty() { String::new() } else { format!(" {}.", told(&meaning)) };
        rows.push(vec![format!("`{name}`"), value, usual, format!("{}{more}", description(&root, field))]);
    }
    assert_eq!(rows.len(), target["properties"].as_object().unwrap().len(), "a field of a style is not listed");
    table(&["field", "value", "where none is given", "what it is"], &rows)
}
