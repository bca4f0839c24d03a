//! A string and where each of its characters was written.
//!
//! A string passes several hands before it is text: the parser resolves escapes, `clean` takes characters out,
//! inline Markdown goes. Each of them says where its output and its input fall back into step, and
//! [`Placed::map`] joins that to what was known before.

use std::ops::Range;
use std::sync::Arc;

use super::lines::Spot;
use crate::diagnostics::{Anchor, Origin};

/// A string with anchors into the source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placed {
    /// The string.
    pub text: String,
    /// Anchors in the order of their offsets, as in [`Origin::anchors`].
    pub anchors: Vec<Anchor>,
}

impl Placed {
    /// A string that stands in its source character for character from `spot` on.
    pub fn at(text: impl Into<String>, spot: Spot) -> Self {
        Placed { text: text.into(), anchors: vec![Anchor { offset: 0, line: spot.line, column: spot.column }] }
    }

    /// The place of the character at byte `offset`.
    pub fn spot(&self, offset: usize) -> Spot {
        Walk::new(self).to(offset)
    }

    /// What became of the string: `text`, with pairs `(offset in text, offset in this string)` in order, at each of
    /// which the two are in step up to the next pair.
    pub fn map(&self, text: String, steps: &[(usize, usize)]) -> Placed {
        let mut walk = Walk::new(self);
        // Not as many as this string has: a line of a long text has few of them, and would keep the room for all.
        let mut anchors = Vec::with_capacity(steps.len());
        let mut later = 0;
        for (number, &(out, within)) in steps.iter().enumerate() {
            let end = steps.get(number + 1).map_or(text.len(), |next| next.0);
            push(&mut anchors, out, walk.to(within));
            later += passed(self.anchors.get(later..), within);
            let mut inner = later;
            while let Some(anchor) = self.anchors.get(inner) {
                let offset = out + (anchor.offset as usize).saturating_sub(within);
                if offset >= end {
                    break;
                }
                push(&mut anchors, offset, Spot { line: anchor.line, column: anchor.column });
                inner += 1;
            }
            later = inner;
        }
        Placed { text, anchors }
    }

    /// A part of the string; empty where the range is none of it.
    pub fn slice(&self, range: Range<usize>) -> Placed {
        let text = self.text.get(range.clone()).unwrap_or("").to_owned();
        self.map(text, &[(0, range.start)])
    }

    /// Where the string was read, as a text's origin.
    pub fn origin(&self, file: &Arc<str>, field: &str) -> Origin {
        Origin { file: Some(file.clone()), field: field.into(), anchors: self.anchors.clone() }
    }
}

/// Adds an anchor, unless one at the same offset gives way to it.
fn push(anchors: &mut Vec<Anchor>, offset: usize, spot: Spot) {
    let offset = u32::try_from(offset).unwrap_or(u32::MAX);
    let anchor = Anchor { offset, line: spot.line, column: spot.column };
    match anchors.last_mut() {
        Some(last) if last.offset == offset => *last = anchor,
        _ => anchors.push(anchor),
    }
}

/// How many of some anchors stand at an offset or before it. Halving, as each paragraph of a long text asks for it.
fn passed(anchors: Option<&[Anchor]>, offset: usize) -> usize {
    anchors.unwrap_or_default().partition_point(|anchor| anchor.offset as usize <= offset)
}

/// A walk through a string that gives places at rising offsets without counting anything twice.
struct Walk<'p> {
    placed: &'p Placed,
    next: usize,
    offset: usize,
    spot: Spot,
}

impl<'p> Walk<'p> {
    fn new(placed: &'p Placed) -> Self {
        Walk { placed, next: 0, offset: 0, spot: Spot::default() }
    }

    fn to(&mut self, offset: usize) -> Spot {
        if offset < self.offset {
            *self = Walk::new(self.placed);
        }
        self.next += passed(self.placed.anchors.get(self.next..), offset);
        let last = self.next.checked_sub(1).and_then(|last| self.placed.anchors.get(last));
        if let Some(anchor) = last.filter(|anchor| anchor.offset as usize >= self.offset) {
            self.offset = anchor.offset as usize;
            self.spot = Spot { line: anchor.line, column: anchor.column };
        }
        let between = self.placed.text.get(self.offset..offset).unwrap_or("");
        self.spot.column = self.spot.column.saturating_add(between.chars().count() as u32);
        self.offset = offset;
        self.spot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_compose() {
        // The source `x\u0041bcdef` at column 1 reads as `xAbcdef`; then `b` and `e` are taken out.
        let mut placed = Placed::at("xAbcdef", Spot { line: 1, column: 1 });
        placed.anchors.push(Anchor { offset: 2, line: 1, column: 8 });
        let mapped = placed.map("xAcdf".into(), &[(0, 0), (2, 3), (4, 6)]);
        let columns: Vec<u32> = (0..5).map(|at| mapped.spot(at).column).collect();
        assert_eq!(columns, [1, 2, 9, 10, 12]);
        assert_eq!(placed.slice(3..5).spot(1).column, 10);
    }
}
