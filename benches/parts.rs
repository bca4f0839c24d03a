//! What each part takes of one article: `cargo bench --bench parts`, or `cargo bench --bench parts -- shape` for one.
//!
//! Figures of two runs on the same machine can be compared, which criterion does by itself; benches/peers compares with
//! another typesetter, and benches/instructions.py counts instead of timing.

mod common;

use criterion::{Criterion, criterion_group, criterion_main};

fn each(bench: &mut Criterion) {
    for mut part in common::parts() {
        bench.bench_function(part.name, |b| b.iter(|| (part.run)()));
    }
}

criterion_group!(parts, each);
criterion_main!(parts);
