//! Lines that belong to the web page and not to the article: data, cut at the ends only, each cut reported.

use super::placed::Placed;
use super::report::Report;

/// The lines, one in each line of the file.
const LINES: &str = include_str!("data/leftovers.txt");

/// The entries of a data file: its lines but for blank ones and those that begin with `#`.
pub fn entries(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Takes leftover lines off both ends.
pub fn cut(report: &mut Report, lines: &mut Vec<Placed>) {
    let before = lines.iter().take_while(|line| is_leftover(&line.text)).count();
    let mut gone: Vec<Placed> = lines.drain(..before).collect();
    let after = lines.iter().rev().take_while(|line| is_leftover(&line.text)).count();
    gone.extend(lines.drain(lines.len() - after..));
    for line in gone {
        let what = format!("the line “{}” belongs to the web page and was left out", line.text.trim());
        report.note(line.spot(0), "", what, "--keep-leftovers keeps such lines");
    }
}

fn is_leftover(line: &str) -> bool {
    let line = line.trim().trim_end_matches([':', '…', '.', '»', '›', '←']).trim_end();
    entries(LINES).any(|entry| entry == line)
}
