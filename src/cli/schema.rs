//! `nashra schema`: the JSON Schema of the project's own forms.

use clap::Args;
use nashra::diagnostics::{Place, Problem};
use nashra::say;

use super::{Exit, Messages};

const EXAMPLE: &str = "\
Example:
  nashra schema > nashra.schema.json";

/// Print the JSON Schema of articles and bulletins
///
/// Editors and validators can check JSON, YAML and TOML files against it.
#[derive(Args)]
#[command(after_help = EXAMPLE)]
pub struct Words {}

/// Prints the schema.
pub fn run(messages: &mut Messages) -> Exit {
    match serde_json::to_string_pretty(&nashra::document::schema()) {
        Ok(text) => messages.result(format!("{text}\n").as_bytes()),
        Err(error) => {
            messages.problem(&Problem::error(
                Place::default(),
                say!("the schema can't be written: {error}", error = error.to_string()),
                say!(),
            ));
            return Exit::Failed;
        }
    }
    if messages.failed() { Exit::Failed } else { Exit::Done }
}
