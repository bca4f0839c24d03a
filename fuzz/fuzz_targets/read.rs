//! Every reader: the first byte chooses the form, beyond the last of them it is found out.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nashra::read::{Format, Options, Source, Step, read};

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let from = Format::ALL.get(usize::from(*first) % (Format::ALL.len() + 1)).copied();
    let options = Options { from, clean: Step::ALL.to_vec(), ..Options::default() };
    assert!(!read(&Source::new("input", bytes), &options).outcomes.is_empty());
});
