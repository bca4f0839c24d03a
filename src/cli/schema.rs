//! `nashra schema`: the JSON Schemas of the project's own forms.

use clap::Args;
use nashra::diagnostics::{Place, Problem};
use nashra::say;

use super::{Exit, Messages};

const EXAMPLE: &str = "\
Examples:
  nashra schema > nashra.schema.json
  nashra schema --theme > theme.schema.json";

/// Print the JSON Schema of articles and bulletins, or of themes
///
/// Editors and validators can check JSON, YAML and TOML files against it.
#[derive(Args)]
#[command(after_help = EXAMPLE)]
pub struct Words {
    /// Print the schema of themes instead
    #[arg(long)]
    theme: bool,
}

impl Words {
    /// The schema that is asked for.
    pub fn resolve(self) -> serde_json::Value {
        if self.theme { nashra::theme::schema() } else { nashra::document::schema() }
    }
}

/// Prints the schema.
pub fn run(schema: &serde_json::Value, messages: &mut Messages) -> Exit {
    match serde_json::to_string_pretty(schema) {
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
