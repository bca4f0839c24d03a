//! Parts of a batch, as several machines do them.

use std::fs;

use super::articles::{assert_same, full, outputs, with_broken};
use super::harness::{errors, run, temporary};

#[test]
fn shards_together_equal_one_run() {
    let count = if full() { 2_000 } else { 120 };
    let temporary = temporary();
    let folder = temporary.path();
    let (input, broken) = with_broken(count);
    fs::write(folder.join("dump.ndjson"), &input).unwrap();
    for grouping in [None, Some("date"), Some("10")] {
        let batch = |out: &str, shard: Option<String>| {
            let mut words = vec!["batch", "dump.ndjson", "-o", out, "--format", "txt,epub"];
            words.extend(grouping.iter().flat_map(|grouping| ["--group-by", grouping]));
            words.extend(shard.iter().flat_map(|shard| ["--shard", shard]));
            let run = run(folder, &words);
            assert!(run.code.is_some_and(|code| code < 2), "{run:?}");
            (errors(&run).len(), run.out.lines().count())
        };
        let whole = batch("whole", None);
        assert_eq!(whole.0, broken.len());
        let expected = outputs(&folder.join("whole"));
        for parts in [1, 2, 7] {
            let done: Vec<(usize, usize)> =
                (1..=parts).map(|part| batch("parts", Some(format!("{part}/{parts}")))).collect();
            assert_eq!(done.iter().map(|done| done.0).sum::<usize>(), broken.len(), "each failure is told once");
            assert_eq!(done.iter().map(|done| done.1).sum::<usize>(), whole.1, "each article is made once");
            assert!(parts == 1 || grouping.is_some() || done.iter().all(|done| done.1 > 0), "{done:?}");
            assert_same(&expected, &outputs(&folder.join("parts")), &format!("{parts} parts, {grouping:?}"));
            fs::remove_dir_all(folder.join("parts")).unwrap();
        }
        fs::remove_dir_all(folder.join("whole")).unwrap();
    }
}
