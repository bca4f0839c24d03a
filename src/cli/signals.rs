//! Signals: a run that takes long is told to stop, and stops where nothing is half done.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use nashra::diagnostics::{Place, Problem, refusal};
use nashra::say;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// What shells report of a program that SIGINT ended.
const KILLED: i32 = 130;

/// A flag that SIGINT and SIGTERM set. The second of them ends the program at once.
///
/// # Errors
/// When the system lets no signal be caught.
pub fn stop() -> Result<Arc<AtomicBool>, Problem> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        flag::register_conditional_shutdown(signal, KILLED, stop.clone())
            .and_then(|_| flag::register(signal, stop.clone()))
            .map_err(|error| {
                let what = say!("the system lets no signals be caught: {why}", why = refusal(&error));
                Problem::error(Place::default(), what, say!())
            })?;
    }
    Ok(stop)
}
