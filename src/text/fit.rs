//! Total-fit line breaking after Knuth and Plass: the breaks of a paragraph are chosen together.
//!
//! A paragraph comes as items: unbreakable pieces, each with the gap that follows it. A line is filled by spaces,
//! which stretch and shrink, and by kashidas, strokes of which each has its price; both are weighed when breaks
//! are chosen. Because a line's cost depends only on its own two ends, the best way to reach each break is found
//! once, looking back no further than a line's width: the work grows with the paragraph's length, not with its
//! square.

use super::kashida::{Kashida, SHORTEST};

/// How much a gap may grow at the price of one badness unit cube: at 1.5 times its natural width a line has the
/// badness that TeX calls 100. Even spaces were judged good up to there in trials with four faces.
const STRETCH: f64 = 0.5;
/// How far a gap may shrink. Arabic words without a clear gap run together sooner than Latin ones.
const SHRINK: f64 = 0.2;
/// Gaps beyond this multiple are wide enough to ask for a second stroke in a word, and for one in a short word.
const NEED: f64 = 1.3;
/// Gaps beyond this multiple ask for the longest strokes: a few words without places can make such a line.
const GREAT_NEED: f64 = 1.5;
/// How much a gap may shrink at the price of one badness unit cube. Slightly narrow spaces are seen less than slightly
/// wide ones with strokes in the words between.
const SHRINK_BADNESS: f64 = 0.35;
/// Badness of a line that can't be filled at all: worse than any gap, and low enough to add up.
const WORST: f64 = 1e7;
/// A last line of one word shorter than this share of the measure looks like a mistake.
const SHORT_LAST_LINE: f64 = 0.12;
/// What such a last line costs: as much as one line at 1.5 times the natural gap.
const PENALTY_SHORT_LAST_LINE: f64 = 100.0;
/// Slack for sums of floating-point widths, in points: a ten-thousandth of what an eye can see.
const EPSILON: f64 = 1e-6;

/// An unbreakable piece and the gap after it. Widths are in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Item {
    /// The piece without any gap.
    pub width: f64,
    /// Gaps inside the piece at which no line may break; they stretch like others.
    pub inner_gap: f64,
    /// The gap that follows, when the line does not end here.
    pub gap: f64,
    /// What breaking after the piece costs.
    pub penalty: f64,
    /// Whether the line must end after the piece.
    pub forced: bool,
    /// How many of its words can take a stroke.
    pub strokes: u16,
    /// How many strokes more they could take in need.
    pub second_strokes: u16,
}

/// The measure to break to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The line's width in points.
    pub width: f64,
    /// How much narrower the first line is, in points.
    pub first_indent: f64,
    /// Whether lines are filled; ragged lines keep their natural gaps.
    pub justify: bool,
    /// How readily words are drawn out.
    pub kashida: Kashida,
    /// The em of the text in points, of which the lengths of strokes are shares.
    pub em: f64,
    /// Whether last lines are filled too, as verses are. Ragged lines are then made as even as their words allow, as
    /// those of headlines are.
    pub fill_last: bool,
}

/// Sums over the items before each, so that any line's widths are two subtractions.
struct Sums {
    width: Vec<f64>,
    gap: Vec<f64>,
    strokes: Vec<u32>,
    second_strokes: Vec<u32>,
}

/// One line's natural measures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Natural {
    /// Width of the pieces alone.
    pub pieces: f64,
    /// Width of the gaps.
    pub gaps: f64,
    /// How many of its words can take a stroke.
    pub strokes: u32,
    /// How many strokes more they could take in need.
    pub second_strokes: u32,
}

impl Sums {
    fn new(items: &[Item]) -> Self {
        let capacity = items.len() + 1;
        let mut sums = Sums {
            width: Vec::with_capacity(capacity),
            gap: Vec::with_capacity(capacity),
            strokes: Vec::with_capacity(capacity),
            second_strokes: Vec::with_capacity(capacity),
        };
        let (mut width, mut gap, mut strokes, mut second) = (0.0, 0.0, 0, 0);
        for item in items {
            sums.width.push(width);
            sums.gap.push(gap);
            sums.strokes.push(strokes);
            sums.second_strokes.push(second);
            width += item.width;
            gap += item.inner_gap + item.gap;
            strokes += u32::from(item.strokes);
            second += u32::from(item.second_strokes);
        }
        sums.width.push(width);
        sums.gap.push(gap);
        sums.strokes.push(strokes);
        sums.second_strokes.push(second);
        sums
    }

    /// The line of `items[from..to]`.
    fn line(&self, items: &[Item], from: usize, to: usize) -> Natural {
        Natural {
            pieces: self.width[to] - self.width[from],
            gaps: self.gap[to] - self.gap[from] - items[to - 1].gap,
            strokes: self.strokes[to] - self.strokes[from],
            second_strokes: self.second_strokes[to] - self.second_strokes[from],
        }
    }
}

/// How a line is filled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Filled {
    /// Width of a gap as a multiple of its natural width.
    pub gap: f64,
    /// How many strokes are drawn.
    pub strokes: u32,
    /// How long each of them is, in points.
    pub stroke: f64,
    /// Whether even the narrowest gaps leave the line wider than the measure.
    pub over_full: bool,
    /// What filling it so costs.
    pub demerits: f64,
}

/// Fills a line of the given natural width to `width` points, in the cheapest way: with as many strokes as make
/// its spaces better by more than they cost.
pub fn fill(natural: Natural, width: f64, fit: &Fit) -> Filled {
    #[cfg(test)]
    tests::COUNT.with(|count| count.set(count.get() + 1));
    let needed = width - natural.pieces - natural.gaps;
    if natural.gaps <= 0.0 {
        let over_full = needed < -EPSILON;
        let badness = if needed.abs() > EPSILON { WORST } else { 0.0 };
        return Filled { gap: 1.0, strokes: 0, stroke: 0.0, over_full, demerits: (1.0 + badness).powi(2) };
    }
    let gap = 1.0 + needed / natural.gaps;
    if gap <= 1.0 || fit.kashida == Kashida::Off || natural.strokes + natural.second_strokes == 0 {
        let over_full = gap < 1.0 - SHRINK - EPSILON;
        let gap = gap.max(1.0 - SHRINK);
        let badness = if over_full { WORST } else { gap_badness(gap) };
        return Filled { gap, strokes: 0, stroke: 0.0, over_full, demerits: (1.0 + badness).powi(2) };
    }
    let mut best =
        Filled { gap, strokes: 0, stroke: 0.0, over_full: false, demerits: (1.0 + gap_badness(gap)).powi(2) };
    // One stroke a word; only where that is not enough a second in a word, or one in a short word; then longer ones.
    let all = natural.strokes + natural.second_strokes;
    // The longest bring gaps no further down than to where they begin.
    for (count, longest, above, down_to) in [
        (natural.strokes, fit.kashida.longest(), 1.0, 1.0),
        (all, fit.kashida.longest(), NEED, 1.0),
        (all, fit.kashida.longest_in_need(), GREAT_NEED, GREAT_NEED),
    ] {
        if best.gap > above {
            let filling = needed - (down_to - 1.0) * natural.gaps;
            add_strokes(&mut best, natural, needed, filling, count, longest, fit);
        }
    }
    best
}

/// Adds strokes, up to `most` of up to `longest` ems, while each helps more than it costs. Of the `needed` points they
/// fill no more than `filling`.
fn add_strokes(best: &mut Filled, natural: Natural, needed: f64, filling: f64, most: u32, longest: f64, fit: &Fit) {
    let (shortest, longest) = (SHORTEST * fit.em, longest * fit.em);
    for strokes in 1..=most {
        let count = f64::from(strokes);
        if count * shortest > filling {
            break;
        }
        let stroke = (filling / count).min(longest);
        let gap = 1.0 + (needed - count * stroke) / natural.gaps;
        let demerits = (1.0 + gap_badness(gap)).powi(2) + fit.kashida.cost() * count * count;
        if demerits < best.demerits {
            *best = Filled { gap, strokes, stroke, over_full: false, demerits };
        } else if strokes > best.strokes {
            // Each further stroke costs more and helps less.
            break;
        }
    }
}

/// How bad gaps of a multiple of their natural width are.
fn gap_badness(gap: f64) -> f64 {
    if gap >= 1.0 { badness((gap - 1.0) / STRETCH) } else { badness((1.0 - gap) / SHRINK_BADNESS) }
}

/// Breaks items into lines. Each line is the range of its items; all items are in one, in order.
pub fn break_lines(items: &[Item], fit: &Fit) -> Vec<std::ops::Range<usize>> {
    let sums = Sums::new(items);
    // For each break: the cost of the best way there, and where its last line begins.
    let mut cost = vec![f64::INFINITY; items.len() + 1];
    let mut begin = vec![0usize; items.len() + 1];
    cost[0] = 0.0;
    let mut earliest = 0;
    for end in 1..=items.len() {
        let item = &items[end - 1];
        let last = item.forced;
        let begun = earliest;
        for from in begun..end {
            let width = if from == 0 { fit.width - fit.first_indent } else { fit.width };
            let natural = sums.line(items, from, end);
            if from + 1 < end && is_over_full(natural, width) {
                // Lines that end later are wider still.
                earliest = from + 1;
                continue;
            }
            // Every line costs something: what is no better so far can't become it.
            if cost[from] >= cost[end] || cost[from] + least_demerits(natural, width, last, fit) > cost[end] {
                continue;
            }
            let filled = fill(natural, width, fit);
            let total = cost[from] + demerits(natural, filled, width, item, last, end - from, fit);
            // Of equals the shorter line is taken.
            if total <= cost[end] {
                cost[end] = total;
                begin[end] = from;
            }
        }
        if last {
            // What comes after a forced break begins its own lines.
            earliest = end;
        }
    }
    let mut lines = Vec::new();
    let mut end = items.len();
    while end > 0 {
        lines.push(begin[end]..end);
        end = begin[end];
    }
    lines.reverse();
    lines
}

/// Whether even the narrowest gaps leave a line wider than `width`.
fn is_over_full(natural: Natural, width: f64) -> bool {
    let needed = width - natural.pieces - natural.gaps;
    if natural.gaps <= 0.0 { needed < -EPSILON } else { needed < (-SHRINK - EPSILON) * natural.gaps }
}

/// What a line costs at the least: if every place in it had the longest stroke there is, and strokes were free.
fn least_demerits(natural: Natural, width: f64, last: bool, fit: &Fit) -> f64 {
    if last || !fit.justify || natural.gaps <= 0.0 {
        return 0.0;
    }
    let strokes = f64::from(natural.strokes + natural.second_strokes);
    let needed = width - natural.pieces - natural.gaps - strokes * fit.kashida.longest_in_need() * fit.em;
    if needed > 0.0 { (1.0 + badness(needed / natural.gaps / STRETCH)).powi(2) } else { 0.0 }
}

/// What a line costs.
fn demerits(natural: Natural, filled: Filled, width: f64, item: &Item, last: bool, count: usize, fit: &Fit) -> f64 {
    let slack = width - natural.pieces - natural.gaps;
    let penalty = if last { 0.0 } else { item.penalty };
    if filled.over_full {
        return (1.0 + WORST).powi(2);
    }
    if last && slack >= 0.0 && (fit.justify || !fit.fill_last) {
        let short = count == 1 && natural.pieces < SHORT_LAST_LINE * width;
        return (1.0 + if short { PENALTY_SHORT_LAST_LINE } else { 0.0 }).powi(2);
    }
    if !fit.justify {
        // Ragged lines differ by their ends: a quarter of the measure is as bad as gaps at their limit.
        return (1.0 + badness(slack / (0.25 * width)) + penalty).powi(2);
    }
    filled.demerits + penalty.powi(2)
}

/// TeX's badness: a hundred times the cube of the ratio.
fn badness(ratio: f64) -> f64 {
    (100.0 * ratio.abs().powi(3)).min(WORST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(widths: &[f64]) -> Vec<Item> {
        let mut items: Vec<Item> = widths.iter().map(|&width| Item { width, gap: 3.0, ..Item::default() }).collect();
        if let Some(last) = items.last_mut() {
            last.forced = true;
            last.gap = 0.0;
        }
        items
    }

    const FIT: Fit =
        Fit { width: 100.0, first_indent: 0.0, justify: true, kashida: Kashida::Off, em: 11.0, fill_last: false };

    #[test]
    fn every_item_is_in_one_line_and_none_is_over_full() {
        let widths: Vec<f64> = (0..500).map(|i| 8.0 + f64::from(i * 37 % 23)).collect();
        let items = words(&widths);
        let lines = break_lines(&items, &FIT);
        let mut at = 0;
        let sums = Sums::new(&items);
        for line in &lines {
            assert_eq!(line.start, at);
            at = line.end;
            assert!(!fill(sums.line(&items, line.start, line.end), 100.0, &FIT).over_full);
        }
        assert_eq!(at, items.len());
    }

    #[test]
    fn a_piece_wider_than_the_measure_stands_alone() {
        let lines = break_lines(&words(&[20.0, 150.0, 20.0]), &FIT);
        assert_eq!(lines, [0..1, 1..2, 2..3]);
    }

    #[test]
    fn a_forced_break_ends_its_line() {
        let mut items = words(&[20.0, 20.0, 20.0, 20.0]);
        items[1].forced = true;
        assert_eq!(break_lines(&items, &FIT), [0..2, 2..4]);
    }

    thread_local! {
        /// How many lines were weighed.
        pub static COUNT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    }

    /// How many lines are weighed to break so many words.
    fn weighed(count: usize) -> usize {
        let widths: Vec<f64> = (0..count).map(|i| 6.0 + (i * 37 % 23) as f64).collect();
        let mut items = words(&widths);
        items.iter_mut().for_each(|item| item.strokes = 1);
        COUNT.with(|count| count.set(0));
        let fit = Fit { kashida: Kashida::Normal, width: 230.0, ..FIT };
        assert!(break_lines(&items, &fit).len() > 1);
        COUNT.with(std::cell::Cell::get)
    }

    #[test]
    fn the_work_grows_with_the_length_not_with_its_square() {
        let (short, long) = (weighed(1_000), weighed(20_000));
        assert!(long < 21 * short, "{short} lines weighed for 1,000 words, {long} for 20,000");
        // A line of this width holds some twenty words: no more than those are looked back to.
        assert!(long < 20_000 * 40, "{long}");
    }

    #[test]
    fn nothing_gives_no_lines() {
        assert!(break_lines(&[], &FIT).is_empty());
    }
}
