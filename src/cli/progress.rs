//! How far a batch has come: a bar on a terminal, a line now and then elsewhere.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use nashra::batch::Progress;
use nashra::diagnostics::{Lang, Message};
use nashra::say;

use super::Messages;

/// How often the bar is drawn anew: often enough to seem alive.
const REDRAW: Duration = Duration::from_millis(100);

/// How often a line is written where there is no terminal: a log stays short, and shows that work goes on.
const LINE: Duration = Duration::from_secs(30);

/// The time over which the rate is told: one that follows what happens, and does not jump.
const RATE_OVER: Duration = Duration::from_secs(10);

/// The bar's width in characters. With the figures it fits on a terminal of 80.
const BAR: usize = 24;

/// What shows the progress.
pub struct Meter {
    kind: Kind,
    lang: Lang,
    begun: Instant,
    shown: Instant,
    /// When so many were done, some time ago.
    mark: (Instant, u64),
    rate: Option<f64>,
    /// What stands on the terminal's line.
    drawn: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bar,
    Lines,
    Nothing,
}

impl Meter {
    /// One for this run; it shows nothing when nothing is to be said.
    pub fn new(messages: &Messages) -> Self {
        let kind = match (messages.is_quiet(), io::stderr().is_terminal()) {
            (true, _) => Kind::Nothing,
            (false, true) => Kind::Bar,
            (false, false) => Kind::Lines,
        };
        let now = Instant::now();
        Meter { kind, lang: messages.lang(), begun: now, shown: now, mark: (now, 0), rate: None, drawn: false }
    }

    /// Whether a bar stands on the terminal.
    pub fn is_bar(&self) -> bool {
        self.kind == Kind::Bar
    }

    /// Takes the bar off the line, before something else is written.
    pub fn clear(&mut self) {
        if self.drawn {
            self.drawn = false;
            // There is nobody left to tell of a failure here.
            let _ = io::stderr().lock().write_all(b"\r\x1b[K");
        }
    }

    /// Shows the progress, when it is time.
    pub fn show(&mut self, progress: &Progress) {
        let now = Instant::now();
        let pause = match self.kind {
            Kind::Bar => REDRAW,
            Kind::Lines => LINE,
            Kind::Nothing => return,
        };
        // A bar that something was written over is drawn at once.
        let due = now.duration_since(self.shown) >= pause;
        if !due && (self.kind == Kind::Lines || self.drawn) {
            return;
        }
        self.shown = now;
        let since = now.duration_since(self.mark.0);
        if since >= RATE_OVER || self.rate.is_none() {
            let seconds = since.as_secs_f64().max(0.001);
            self.rate = Some((progress.done - self.mark.1) as f64 / seconds);
            if since >= RATE_OVER {
                self.mark = (now, progress.done);
            }
        }
        let figures = figures(progress, self.rate, now.duration_since(self.begun)).told(self.lang);
        let text = match self.kind {
            Kind::Bar => {
                self.drawn = true;
                format!("\r\x1b[K{}{figures}", bar(progress))
            }
            _ => format!("{figures}\n"),
        };
        let mut out = io::stderr().lock();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }
}

/// The part that is done, from 0 to 1, where it is known.
fn part(progress: &Progress) -> Option<f64> {
    match progress.total {
        Some(0) => None,
        Some(total) => Some((progress.done as f64 / total as f64).min(1.0)),
        None => progress.read,
    }
}

fn bar(progress: &Progress) -> String {
    match part(progress) {
        Some(part) => {
            let full = ((part * BAR as f64) as usize).min(BAR);
            format!("[{}{}] ", "#".repeat(full), "-".repeat(BAR - full))
        }
        None => String::new(),
    }
}

fn figures(progress: &Progress, rate: Option<f64>, elapsed: Duration) -> Message {
    let mut parts = vec![match progress.total {
        Some(total) => say!("{done} of {total} articles", done = progress.done, total),
        None => say!("{done} articles", done = progress.done),
    }];
    if let Some(rate) = rate {
        parts.push(say!("{rate} a second", rate = format!("{rate:.1}")));
    }
    // What is left takes as long as the part before it did.
    if let Some(part) = part(progress).filter(|part| *part > 0.0 && *part < 1.0) {
        let left = elapsed.as_secs_f64() * (1.0 - part) / part;
        parts.push(say!("{time} left", time = clock(left as u64)));
    }
    say!("{parts}", parts)
}

/// Seconds as hours, minutes and seconds.
fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_bars() {
        let progress = |done, total, read| Progress { done, total, read };
        let elapsed = Duration::from_secs(60);
        for (progress, figures_expected, bar_expected) in [
            (progress(250, Some(1000), None), "250 of 1000 articles, 4.2 a second, 3:00 left", "[######-"),
            (progress(7, None, None), "7 articles, 4.2 a second", ""),
            (progress(7, None, Some(0.01)), "7 articles, 4.2 a second, 1:39:00 left", "[-----"),
            (progress(5, Some(5), None), "5 of 5 articles, 4.2 a second", "[########################]"),
        ] {
            assert_eq!(figures(&progress, Some(4.16), elapsed).to_string(), figures_expected);
            assert!(bar(&progress).starts_with(bar_expected), "{}", bar(&progress));
        }
    }
}
