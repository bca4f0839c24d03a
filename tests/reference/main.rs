//! The references in docs/ follow from the types: the tables between their marks are what is made of the schemas
//! here. `NASHRA_UPDATE=1 cargo test --test reference` writes them anew.

use std::fs;
use std::path::Path;

mod input;
mod markdown;
mod theme;

/// Compares the parts of a document that are made with what they must be, or writes them.
///
/// A part stands between `<!-- made: name -->` and `<!-- end -->`.
fn hold(document: &str, make: &dyn Fn(&str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
    let before = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{document}: {error}"));
    let mut after = String::new();
    let mut rest = before.as_str();
    let mut parts = 0;
    while let Some((prose, part)) = rest.split_once("<!-- made: ") {
        let (name, part) = part.split_once(" -->").expect("the mark's end");
        let (_, following) = part.split_once("<!-- end -->").unwrap_or_else(|| panic!("{name} has no end"));
        after.push_str(&format!("{prose}<!-- made: {name} -->\n\n{}\n\n<!-- end -->", make(name).trim()));
        rest = following;
        parts += 1;
    }
    after.push_str(rest);
    assert!(parts > 0, "{document} has no part that is made");
    if std::env::var_os("NASHRA_UPDATE").is_some() {
        fs::write(&path, &after).unwrap();
        return;
    }
    assert!(before == after, "{document} is stale: NASHRA_UPDATE=1 cargo test --test reference writes it anew");
}
