//! `nashra fonts`: the faces inside the program.

use clap::Args;
use nashra::fonts::bundled;

use super::{Exit, Messages};

const EXAMPLE: &str = "\
Example:
  nashra fonts";

/// List the faces inside the program
///
/// One on each line: its name, a tab, and what it is for.
#[derive(Args)]
#[command(after_help = EXAMPLE)]
pub struct Words {}

/// Prints the list.
pub fn run(messages: &mut Messages) -> Exit {
    for face in bundled() {
        let purpose = face.purpose.told(messages.lang());
        messages.result(format!("{}\t{purpose}\n", face.name).as_bytes());
    }
    if messages.failed() { Exit::Failed } else { Exit::Done }
}
