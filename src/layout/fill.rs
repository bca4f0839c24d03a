//! Filling columns of one height side by side: with text, and with pictures as wide as a column.

use super::columns::{FLOAT_GAP, FOOT_GAP, Place, Shape, Span};

/// How far dealing has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The first row that has not been met.
    pub next: usize,
    /// Pictures before it that have no place yet, in order.
    pub waiting: Vec<usize>,
}

impl State {
    /// Whether `rows` rows all have their places.
    pub fn is_done(&self, rows: usize) -> bool {
        self.next >= rows && self.waiting.is_empty()
    }

    /// Takes out a picture that has its place: the first that waits, or the next row.
    pub fn take(&mut self, float: usize) {
        self.waiting.retain(|&w| w != float);
        if self.next == float {
            self.next += 1;
        }
    }
}

/// Rows with their places in columns, or on a page.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    /// Rows by number, with their places.
    pub places: Vec<(usize, Place)>,
    /// What is left.
    pub state: State,
    /// Whether all rows are placed.
    pub complete: bool,
    /// Whether no column ends where a row must stay with the next.
    pub clean: bool,
    /// Whether the picture that is to stand below the columns was met.
    pub foot_reached: bool,
    /// The highest column.
    pub height: usize,
}

impl Filled {
    /// The same with what follows, `top` lines below.
    pub fn then(mut self, rest: Filled, top: usize) -> Filled {
        let moved = rest.places.into_iter().map(|(i, p)| (i, Place { line: p.line + top, end: p.end + top, ..p }));
        self.places.extend(moved);
        if rest.height > 0 {
            self.height = top + rest.height;
        }
        Filled { state: rest.state, complete: rest.complete, clean: self.clean && rest.clean, ..self }
    }
}

/// The rows of an article, and how many columns they fill.
pub struct Columns<'r> {
    /// The rows.
    pub rows: &'r [Shape],
    /// How many columns.
    pub count: usize,
}

/// What was done to fill a column, so that it can be undone.
#[derive(Clone, Copy)]
struct Step {
    kind: Kind,
    row: usize,
    /// The column's height after it.
    height: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// A row of text was placed.
    Text,
    /// A picture was placed.
    Float,
    /// A picture was met, and waits.
    Wait,
    /// The picture below the columns was met.
    Foot,
}

/// A column being filled.
#[derive(Default)]
struct Column {
    line: usize,
    foot: f64,
    steps: Vec<Step>,
    places: Vec<(usize, Place)>,
    /// Whether text stands in it.
    has_text: bool,
    /// What stands last in it.
    last: Last,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Last {
    #[default]
    Nothing,
    Space,
    Text,
    Float,
}

/// The lines that text and footnotes take together.
fn used(lines: usize, foot: f64) -> usize {
    if foot > 0.0 { lines + (foot + FOOT_GAP).ceil() as usize } else { lines }
}

impl Column {
    fn step(&mut self, kind: Kind, row: usize) {
        self.steps.push(Step { kind, row, height: used(self.line, self.foot) });
    }

    /// Places a row if it fits into `lines` lines.
    fn place(&mut self, number: usize, row: &Shape, column: usize, lines: usize) -> bool {
        let float = row.float.is_some();
        let gap = match self.last {
            Last::Float if !row.is_space => FLOAT_GAP,
            Last::Text if float => FLOAT_GAP,
            _ => 0,
        };
        // A column begins without white space, and beside a picture there is some.
        let height = if row.is_space && self.last == Last::Nothing { 0 } else { row.lines };
        let header = if self.has_text || float { 0 } else { row.header };
        let line = self.line + gap + header;
        if used(line + height, self.foot + row.foot) > lines {
            return false;
        }
        self.places.push((number, Place { column, line, header: header > 0, ..Place::default() }));
        self.line = line + height;
        self.foot += row.foot;
        self.last = match (float, row.is_space) {
            (true, _) => Last::Float,
            (_, true) if self.last == Last::Nothing => Last::Nothing,
            (_, true) => Last::Space,
            _ => Last::Text,
        };
        self.has_text |= self.last == Last::Text;
        self.step(if float { Kind::Float } else { Kind::Text }, number);
        true
    }

    /// Undoes all steps but the first `keep`.
    fn undo(&mut self, keep: usize, state: &mut State, foot_reached: &mut bool) {
        while self.steps.len() > keep {
            let Some(step) = self.steps.pop() else { return };
            match step.kind {
                Kind::Text => state.next = step.row,
                Kind::Float => state.waiting.insert(0, step.row),
                Kind::Wait => {
                    state.waiting.pop();
                    state.next = step.row;
                }
                Kind::Foot => {
                    *foot_reached = false;
                    state.next = step.row;
                }
            }
            if matches!(step.kind, Kind::Text | Kind::Float) {
                self.places.pop();
            }
        }
    }
}

impl Columns<'_> {
    /// How wide a picture is; none for text.
    pub fn span(&self, row: usize) -> Option<Span> {
        self.rows.get(row).and_then(|r| r.float)
    }

    /// The picture that comes next, before any more text.
    pub fn next_float(&self, state: &State) -> Option<usize> {
        state.waiting.first().copied().or_else(|| self.span(state.next).map(|_| state.next))
    }

    /// Whether there is text without a place.
    pub fn text_left(&self, state: &State) -> bool {
        self.rows.get(state.next..).is_some_and(|rest| rest.iter().any(|r| r.float.is_none() && !r.is_space))
    }

    /// Whether all rows have their places.
    pub fn is_done(&self, state: &State) -> bool {
        state.is_done(self.rows.len())
    }

    /// What comes next alone in a column that is too low for it.
    pub fn alone(&self, state: &State, lines: usize) -> Filled {
        let row = state.waiting.first().copied().unwrap_or(state.next);
        let mut state = state.clone();
        state.take(row);
        let complete = self.is_done(&state);
        let places = vec![(row, Place { end: lines, ..Place::default() })];
        Filled { places, state, complete, clean: true, foot_reached: false, height: lines }
    }

    /// Fills columns of at most `lines` lines with the rows before `end`, and makes them even if all of them fit.
    pub fn even(&self, state: &State, lines: usize, end: usize, foot: Option<usize>) -> Filled {
        let mut filled = self.fill(state, lines, end, foot);
        if !filled.complete {
            return filled;
        }
        let text = self.rows.get(state.next..end).into_iter().flatten();
        let all = text.chain(state.waiting.iter().filter_map(|&w| self.rows.get(w)));
        let rows = all.filter(|r| r.float != Some(Span::All));
        let total: f64 = rows.map(|r| r.lines as f64 + r.foot).sum();
        let least = (total / self.count as f64).floor() as usize;
        for height in least.saturating_sub(1)..lines {
            let even = self.fill(state, height, end, foot);
            if even.complete && (even.clean || !filled.clean) {
                filled = even;
                break;
            }
        }
        let height = filled.height;
        filled.places.iter_mut().for_each(|(_, place)| place.end = height);
        filled
    }

    /// Fills columns of `lines` lines. `foot` is a picture that stands below them.
    fn fill(&self, state: &State, lines: usize, end: usize, foot: Option<usize>) -> Filled {
        let mut filled = Filled { state: state.clone(), clean: true, ..Filled::default() };
        for number in 0..self.count {
            let mut column = Column::default();
            self.column(&mut column, number, &mut filled, lines, end, foot);
            let done = filled.state.next >= end && filled.state.waiting.is_empty();
            if !done {
                self.give_back(&mut column, &mut filled, end);
            }
            filled.height = filled.height.max(column.steps.last().map_or(0, |s| s.height));
            filled.places.append(&mut column.places);
            if done {
                filled.complete = foot.is_none() || filled.foot_reached;
                break;
            }
        }
        filled.places.iter_mut().for_each(|(_, place)| place.end = lines);
        filled
    }

    fn column(
        &self,
        column: &mut Column,
        number: usize,
        filled: &mut Filled,
        lines: usize,
        end: usize,
        foot: Option<usize>,
    ) {
        loop {
            let at = filled.state.next;
            // A picture that waits stands at the head of a column, or where a block begins.
            let between = !column.has_text || at >= end || self.rows.get(at).is_some_and(|r| r.begins);
            // One that follows a picture below the columns, or one across that waits, waits for the next page.
            let first = filled.state.waiting.first().copied().filter(|_| between && !filled.foot_reached);
            if let Some((float, row)) = first.and_then(|f| Some((f, self.rows.get(f)?)))
                && row.float == Some(Span::Column)
                && column.place(float, row, number, lines)
            {
                filled.state.waiting.remove(0);
                continue;
            }
            let Some(row) = self.rows.get(at).filter(|_| at < end) else { return };
            if row.float.is_some() {
                filled.state.next += 1;
                if foot == Some(at) {
                    filled.foot_reached = true;
                    column.step(Kind::Foot, at);
                } else {
                    filled.state.waiting.push(at);
                    column.step(Kind::Wait, at);
                }
                continue;
            }
            if !column.place(at, row, number, lines) {
                return;
            }
            filled.state.next += 1;
        }
    }

    /// Gives back rows until the next column may begin with the one after; but never all of them.
    fn give_back(&self, column: &mut Column, filled: &mut Filled, end: usize) {
        let may_open = |row: usize| self.rows.get(row).is_none_or(|r| r.may_open);
        let text_from = |from: usize| (from..end).find(|&i| self.span(i).is_none()).unwrap_or(end);
        let mut next = text_from(filled.state.next);
        if next >= end || may_open(next) {
            return;
        }
        let placed = |kind: Kind| matches!(kind, Kind::Text | Kind::Float);
        let mut keep = column.steps.len();
        while let Some(step) = keep.checked_sub(1).and_then(|i| column.steps.get(i)) {
            keep -= 1;
            if step.kind == Kind::Text {
                next = step.row;
            }
            if may_open(next) && step.kind == Kind::Text {
                break;
            }
        }
        let left = column.steps.iter().take(keep).any(|s| placed(s.kind));
        if left && may_open(next) {
            column.undo(keep, &mut filled.state, &mut filled.foot_reached);
        } else {
            filled.clean = false;
        }
    }
}
