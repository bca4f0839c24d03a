//! Headings: each level stands below the one before it, as screen readers walk them.

use crate::diagnostics::{Problem, Problems};
use crate::document::{Article, Block};
use crate::say;

/// Finds headings that leave a level out.
pub fn check(article: &Article, problems: &mut Problems) {
    // The headline is level 1.
    let mut before = 1;
    for block in &article.body {
        let Block::Heading(heading) = block else { continue };
        if heading.level > before + 1 {
            let what = match before {
                1 => say!("the first heading has level {level}, below the headline comes 2", level = heading.level),
                _ => say!("a heading of level {level} follows one of level {before}", level = heading.level, before),
            };
            let cure = say!("give it level {before}", before = before + 1);
            problems.push(Problem::warning(heading.heading.origin.start(), what, cure));
        }
        before = heading.level;
    }
}
