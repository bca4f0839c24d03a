//! `nashra fonts`: the faces inside the program, and those that a theme brings along.

use clap::{Args, ValueHint};
use nashra::fonts::{Families, bundled};
use nashra::say;

use super::{Exit, Messages, Misuse, words};

const EXAMPLE: &str = "\
Examples:
  nashra fonts
  nashra fonts --theme my.toml";

/// List the faces inside the program, and those of a theme
///
/// One on each line: its name, a tab, and what it is for.
#[derive(Args)]
#[command(after_help = EXAMPLE)]
pub struct Words {
    /// List the faces that this theme brings along, too
    #[arg(long, value_name = "NAME|FILE", value_hint = ValueHint::FilePath)]
    theme: Option<String>,
}

/// Whose faces are listed.
pub struct Wish {
    families: Families,
}

impl Words {
    /// Makes a wish of the words.
    pub fn resolve(self) -> Result<Wish, Misuse> {
        let theme = self.theme.as_deref().map(words::theme).transpose()?;
        Ok(Wish { families: theme.map(|theme| theme.families).unwrap_or_default() })
    }
}

/// Prints the list.
pub fn run(wish: &Wish, messages: &mut Messages) -> Exit {
    messages.problems(&wish.families.remarks());
    for face in bundled() {
        let purpose = face.purpose.told(messages.lang());
        messages.result(format!("{}\t{purpose}\n", face.name).as_bytes());
    }
    for family in &wish.families.list {
        let name = || family.name.clone();
        let purposes = [
            (&family.regular, say!("the theme's family “{name}”, regular", name = name())),
            (&family.bold, say!("the theme's family “{name}”, bold", name = name())),
        ];
        for (face, purpose) in purposes {
            let Some(face) = face else { continue };
            let purpose = purpose.told(messages.lang());
            messages.result(format!("{}\t{purpose}\n", face.name()).as_bytes());
        }
    }
    if messages.failed() { Exit::Failed } else { Exit::Done }
}
