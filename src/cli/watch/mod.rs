//! `nashra build --watch`: builds again whenever something that was read has changed.
//!
//! What a build reads is known exactly, so its files are looked at in turn ([`Snapshot`]) rather than folders
//! watched through the system. This also sees what comes over a network or into a container, files that editors
//! write beside and rename, and files that are not there yet; and it holds no handles. Each file is looked at before
//! it is read: a change between the two is seen the next time.

mod snapshot;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use nashra::diagnostics::{Place, Problem};
use nashra::say;

use super::build::{Gathered, Wish, Words, make};
use super::{Exit, Messages, Misuse, signals};
use snapshot::Snapshot;

/// From one look to the next: at once, for a person.
const POLL: Duration = Duration::from_millis(50);

/// Looking takes at most one part in so many of the time, however many files there are.
const SHARE: u32 = 20;

/// The longest pause between two looks.
const LONGEST: Duration = Duration::from_secs(2);

/// A file that has gone is expected back for this long: some editors remove it before they write it anew.
const RETURN: Duration = Duration::from_millis(400);

/// What never comes to rest is built all the same after this time.
const RESTLESS: Duration = Duration::from_secs(3);

/// Builds, and builds again until a signal comes.
pub fn run(words: Words, messages: &mut Messages) -> Exit {
    let stop = match signals::stop() {
        Ok(stop) => stop,
        Err(problem) => {
            messages.problem(&problem);
            return Exit::Failed;
        }
    };
    let mut known = Snapshot::of(words.files());
    let mut wish = match words.clone().resolve() {
        Ok(wish) => wish,
        Err(misuse) => return told(misuse, messages),
    };
    known.inputs = inputs(&wish);
    let mut shown = false;
    loop {
        let gathered = gather(&words, &wish, &mut known);
        let (mut last, made) = make(&wish, gathered, false, messages);
        // One window is enough; viewers load anew what has changed.
        shown |= !made.is_empty();
        loop {
            messages.remark(if last == Exit::Done {
                say!("made; waiting for changes, Ctrl-C ends")
            } else {
                say!("waiting for changes, Ctrl-C ends")
            });
            let Some(now) = change(&wish, &known, &stop) else { return last };
            messages.remark(say!("changed: {files}", files = now.changed_since(&known).join(", ")));
            known = now;
            // A theme's file is read when the words are resolved.
            match words.clone().resolve() {
                Ok(resolved) => {
                    wish = if shown { resolved.without_showing() } else { resolved };
                    break;
                }
                Err(misuse) => last = told(misuse, messages),
            }
        }
    }
}

fn told(misuse: Misuse, messages: &mut Messages) -> Exit {
    match misuse {
        Misuse::Words(what) => messages.problem(&Problem::error(Place::default(), what, say!())),
        Misuse::File(problems) => messages.problems(&problems),
    }
    Exit::Usage
}

/// Reads the inputs, after all files that they lead to have been looked at.
fn gather(words: &Words, wish: &Wish, known: &mut Snapshot) -> Gathered {
    loop {
        let gathered = Gathered::of(wish);
        let mut paths = gathered.sources(wish);
        paths.extend(words.files());
        // A file that was not known was read before it was looked at: it is read again.
        if !known.extend(paths) {
            return gathered;
        }
    }
}

/// The paths of the inputs, as they are found now: files come to folders, and go.
fn inputs(wish: &Wish) -> Vec<PathBuf> {
    wish.find().0.iter().filter_map(|input| input.path().map(PathBuf::from)).collect()
}

/// Waits until something has changed and come to rest. Nothing when a signal came.
fn change(wish: &Wish, known: &Snapshot, stop: &AtomicBool) -> Option<Snapshot> {
    let mut pause = POLL;
    let mut earlier = known.clone();
    // Since when something is other than it was, and since when all is as it is.
    let mut since: Option<(Instant, Instant)> = None;
    loop {
        thread::sleep(pause);
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        let look = Instant::now();
        let now = earlier.again(inputs(wish));
        pause = (look.elapsed() * SHARE).clamp(POLL, LONGEST);
        if now == *known {
            since = None;
        } else {
            let (begun, rested) = since.get_or_insert((look, look));
            let rests = now == earlier;
            if !rests {
                *rested = look;
            }
            let patience = if now.lacks(known) { RETURN } else { Duration::ZERO };
            if (rests && rested.elapsed() >= patience) || begun.elapsed() >= RESTLESS {
                return Some(now);
            }
        }
        earlier = now;
    }
}
