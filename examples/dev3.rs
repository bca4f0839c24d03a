use nashra::{document::*, fonts::*, text::*};
fn main() {
    let lib = Library::bundled();
    let mut sh = Shaper::new(&lib);
    let look = Look::plain(lib.chain(Family::NotoNaskh, Weight::Regular), 11.0);
    let w = std::fs::read_to_string("/tmp/ev/seed_src.txt").unwrap();
    let w = w.lines().find(|l| l.starts_with("وفي أثناء")).unwrap();
    let spans = [StyledSpan { range: 0..w.len(), look: look.clone() }];
    let p = Paragraph { text: &w, spans: &spans, base: Direction::RightToLeft };
    let mut pr = p.prepare(&mut sh);
    for k in [Kashida::Off, Kashida::Normal] {
        for ind in [0.0, 14.0] {
            let fit = Fit { width: 60.0 * 72.0 / 25.4, first_indent: ind, justify: true, kashida: k, em: 11.0 };
            for l in pr.lines(&fit, Align::Justify, &mut sh) {
                println!("{:.2} {} {}", l.gap, l.over_full, &w[l.range.clone()]);
            }
            println!();
        }
    }
}
