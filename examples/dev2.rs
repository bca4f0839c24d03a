use nashra::{document::*, fonts::*, text::*};
fn main() {
    let lib = Library::bundled();
    let mut sh = Shaper::new(&lib);
    for fam in [Family::Amiri, Family::NotoNaskh] {
        let look = Look::plain(lib.chain(fam, Weight::Regular), 11.0);
        for w in std::env::args().skip(1) {
            let spans = [StyledSpan { range: 0..w.len(), look: look.clone() }];
            let p = Paragraph { text: &w, spans: &spans, base: Direction::RightToLeft };
            let mut pr = p.prepare(&mut sh);
            let fit = Fit { width: 1000.0, first_indent: 0.0, justify: false, kashida: Kashida::Off, em: 11.0 };
            for l in pr.lines(&fit, Align::Start, &mut sh) {
                for pc in &l.pieces {
                    println!(
                        "{:?} {:?} places {:?}",
                        &w[pc.range.clone()],
                        pc.shaped.glyphs.iter().map(|g| (g.id, g.cluster, g.unsafe_to_break)).collect::<Vec<_>>(),
                        pc.shaped.kashida_places(&w[pc.range.clone()])
                    );
                }
            }
        }
    }
}
