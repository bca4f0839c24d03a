//! The bars: how even the spaces of full lines must be, and how few and short the strokes.

use std::path::Path;

use nashra::layout::metrics::Metrics;
use nashra::theme::{Family, Kashida};

use super::harness::{article, classic, metrics, narrow, seed};

const FAMILIES: [Family; 2] = [Family::Amiri, Family::NotoNaskh];

/// Says what was measured, for those who ask with `--nocapture`.
fn tell(what: &str, metrics: &Metrics) {
    let (gaps, kashidas) = (metrics.gaps, metrics.kashidas);
    println!(
        "{what}: {} full lines, gaps {} mean {:.3} sd {:.3} p95 {:.3} min {:.3} max {:.3}; {:.2} strokes a line, \
         longest {:.2} em",
        metrics.full_lines,
        gaps.count,
        gaps.mean,
        gaps.sd,
        gaps.p95,
        gaps.min,
        gaps.max,
        kashidas.per_full_line,
        kashidas.longest
    );
}

#[test]
fn the_seed_article_in_columns_of_83_millimetres() {
    for family in FAMILIES {
        let metrics = metrics(&seed(), &classic(family));
        tell(&format!("seed, 83 mm, {family:?}"), &metrics);
        let gaps = metrics.gaps;
        assert!(metrics.full_lines >= 40);
        assert!((0.95..=1.08).contains(&gaps.mean), "{family:?}: mean {}", gaps.mean);
        assert!(gaps.sd <= 0.12, "{family:?}: sd {}", gaps.sd);
        assert!(gaps.p95 <= 1.25, "{family:?}: 95th percentile {}", gaps.p95);
        assert!(gaps.max <= 1.40, "{family:?}: largest {}", gaps.max);
        // Noto Naskh is wider and its spaces are narrower (0.22 em, to Amiri's 0.29): a line has more to fill, and
        // fewer and narrower spaces to do it. Fewer strokes would break the bar of the 95th percentile.
        let strokes = if family == Family::Amiri { 1.5 } else { 1.75 };
        assert!(metrics.kashidas.per_full_line <= strokes, "{family:?}: {} a line", metrics.kashidas.per_full_line);
        assert!(metrics.kashidas.longest <= 0.5, "{family:?}: {} em", metrics.kashidas.longest);
        assert_eq!(metrics.over_full, 0, "{family:?}");
    }
}

#[test]
fn the_seed_article_in_columns_of_60_millimetres() {
    for family in FAMILIES {
        let metrics = metrics(&seed(), &narrow(family, 60.0));
        tell(&format!("seed, 60 mm, {family:?}"), &metrics);
        assert!(metrics.gaps.p95 <= 1.35, "{family:?}: 95th percentile {}", metrics.gaps.p95);
        assert!(metrics.gaps.max <= 1.6, "{family:?}: largest {}", metrics.gaps.max);
        assert_eq!(metrics.over_full, 0, "{family:?}");
    }
}

#[test]
fn a_thousand_sentences_in_columns_of_83_millimetres() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/ar_pud.txt");
    let Ok(corpus) = std::fs::read_to_string(path) else {
        println!("skipped: a_thousand_sentences_in_columns_of_83_millimetres (the corpus is not beside the checkout)");
        return;
    };
    for family in FAMILIES {
        let metrics = metrics(&article(corpus.lines()), &classic(family));
        tell(&format!("corpus, 83 mm, {family:?}"), &metrics);
        let good = metrics.by_line.iter().filter(|line| line.gap <= 1.5).count();
        assert!(good * 100 >= metrics.full_lines * 99, "{family:?}: {good} of {}", metrics.full_lines);
        assert!(metrics.gaps.max <= 2.0, "{family:?}: largest {}", metrics.gaps.max);
        assert_eq!(metrics.over_full, 0, "{family:?}");
    }
}

#[test]
fn strength_is_what_it_says() {
    let with = |kashida: Kashida| {
        let mut theme = narrow(Family::Amiri, 60.0);
        theme.kashida = kashida;
        metrics(&seed(), &theme)
    };
    let [off, light, normal, strong] = Kashida::ALL.map(with);
    assert_eq!(off.kashidas.count, 0);
    assert!(light.kashidas.count > 0);
    assert!(light.kashidas.count < normal.kashidas.count && normal.kashidas.count < strong.kashidas.count);
    assert!(off.gaps.sd > normal.gaps.sd && light.gaps.sd >= normal.gaps.sd && normal.gaps.sd >= strong.gaps.sd);
}
