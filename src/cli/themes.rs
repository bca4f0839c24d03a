//! `nashra themes`: the built-in themes, to choose from and to begin one's own with.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use nashra::theme::BuiltIn;

use super::{Exit, Messages};

const EXAMPLE: &str = "\
Examples:
  nashra themes
  nashra themes --print classic > my.toml
  nashra build bulletin.yaml --theme my.toml -o out";

/// List the built-in themes, or print one to begin your own with
///
/// One on each line: its name, a tab, and what it is for. A theme of your own
/// may also be short: with base = "classic" on its first line it says only what
/// is to be otherwise.
#[derive(Args)]
#[command(after_help = EXAMPLE)]
pub struct Words {
    /// Print this theme's file
    #[arg(long, value_name = "NAME", value_parser = built_in())]
    print: Option<BuiltIn>,
}

fn built_in() -> impl TypedValueParser<Value = BuiltIn> {
    PossibleValuesParser::new(BuiltIn::ALL.iter().map(|theme| theme.name))
        .try_map(|name| BuiltIn::named(&name).map_err(|problem| problem.what.to_string()))
}

impl Words {
    /// The theme that is to be printed; none where all are to be listed.
    pub fn resolve(self) -> Option<BuiltIn> {
        self.print
    }
}

/// Prints the theme or the list.
pub fn run(print: Option<BuiltIn>, messages: &mut Messages) -> Exit {
    match print {
        Some(theme) => messages.result(theme.source.as_bytes()),
        None => {
            for theme in BuiltIn::ALL {
                let purpose = theme.purpose.told(messages.lang());
                messages.result(format!("{}\t{purpose}\n", theme.name).as_bytes());
            }
        }
    }
    if messages.failed() { Exit::Failed } else { Exit::Done }
}
