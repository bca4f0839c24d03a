//! A sorted file and lines in any order, made one sorted file, in memory that does not grow with either.
//!
//! Lines that fit in memory are sorted there. More of them are sorted chunk by chunk into one file to work in, and
//! the chunks are then read side by side. Of two lines with one key the later one stays.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::rc::Rc;

use fs_err::File;

/// How many bytes of lines are sorted in memory: some tens of thousands of articles.
const CHUNK: usize = 16 << 20;

/// The key of a line; none for a line that is to be left out.
pub type Key<'k> = &'k dyn Fn(&[u8]) -> Option<String>;

type Line = (String, Vec<u8>);
type Lines<'l> = Box<dyn Iterator<Item = io::Result<Line>> + 'l>;

/// Merges `sorted`, whose lines are in the order of their keys, with `later`, and writes the lines in order.
/// `scratch` gives a file to work in, where one is needed.
///
/// # Errors
/// When a reader, the writer or the file to work in fails.
pub fn merge(
    sorted: impl BufRead,
    later: impl BufRead,
    key: Key,
    scratch: impl FnOnce() -> io::Result<File>,
    write: &mut dyn Write,
) -> io::Result<()> {
    merge_by(sorted, later, key, scratch, write, CHUNK)
}

fn merge_by(
    sorted: impl BufRead,
    mut later: impl BufRead,
    key: Key,
    scratch: impl FnOnce() -> io::Result<File>,
    write: &mut dyn Write,
    chunk: usize,
) -> io::Result<()> {
    let mut sources: Vec<Lines> = vec![Box::new(lines(sorted, key))];
    let (mut last, mut more) = next_chunk(&mut later, key, chunk)?;
    if more {
        let mut file = scratch()?;
        let mut bounds = vec![0];
        while more {
            last.iter().try_for_each(|(_, line)| file.write_all(line))?;
            bounds.push(file.stream_position()?);
            (last, more) = next_chunk(&mut later, key, chunk)?;
        }
        let shared = Rc::new(RefCell::new(file));
        for (at, end) in bounds.iter().zip(bounds.iter().skip(1)) {
            let part = Part { file: shared.clone(), at: *at, end: *end };
            sources.push(Box::new(lines(BufReader::new(part), key)));
        }
    }
    sources.push(Box::new(last.into_iter().map(Ok)));
    side_by_side(sources, write)
}

/// The next lines, sorted, and whether there may be more after them.
fn next_chunk(from: &mut impl BufRead, key: Key, chunk: usize) -> io::Result<(Vec<Line>, bool)> {
    let mut taken: Vec<Line> = Vec::new();
    let mut size = 0;
    let mut lines = lines(from, key);
    while size < chunk {
        let Some(line) = lines.next().transpose()? else { break };
        size += line.0.len() + line.1.len();
        taken.push(line);
    }
    // The sort is stable: of one key the last line is the latest, and stands last.
    taken.sort_by(|one, other| one.0.cmp(&other.0));
    Ok((taken, size >= chunk))
}

fn side_by_side(mut sources: Vec<Lines>, write: &mut dyn Write) -> io::Result<()> {
    let mut heads = BinaryHeap::new();
    let pull = |sources: &mut Vec<Lines>, number: usize, heads: &mut BinaryHeap<_>| -> io::Result<()> {
        if let Some(line) = sources.get_mut(number).and_then(Iterator::next) {
            let (key, line) = line?;
            heads.push((Reverse(key), Reverse(number), line));
        }
        Ok(())
    };
    for number in 0..sources.len() {
        pull(&mut sources, number, &mut heads)?;
    }
    let mut held: Option<Line> = None;
    while let Some((Reverse(key), Reverse(number), line)) = heads.pop() {
        pull(&mut sources, number, &mut heads)?;
        // Of one key, the line of the source with the highest number comes last, and is the latest.
        if let Some((earlier, line)) = held.replace((key, line))
            && held.as_ref().is_none_or(|(key, _)| *key != earlier)
        {
            write.write_all(&line)?;
        }
    }
    held.map_or(Ok(()), |(_, line)| write.write_all(&line))
}

/// The lines that have a key, each with its line end. A last line without one was cut off, and is left out.
fn lines<'l>(mut reader: impl BufRead + 'l, key: Key<'l>) -> impl Iterator<Item = io::Result<Line>> + 'l {
    std::iter::from_fn(move || {
        loop {
            let mut line = Vec::new();
            match reader.read_until(b'\n', &mut line) {
                Err(error) => return Some(Err(error)),
                Ok(_) if !line.ends_with(b"\n") => return None,
                Ok(_) => {}
            }
            if let Some(key) = key(&line) {
                return Some(Ok((key, line)));
            }
        }
    })
}

/// A part of a file that others read too.
struct Part {
    file: Rc<RefCell<File>>,
    at: u64,
    end: u64,
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.end - self.at).unwrap_or(usize::MAX).min(buffer.len());
        let mut file = self.file.borrow_mut();
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.at += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_lines_replace_earlier_ones_in_one_chunk_or_many() {
        let key = |line: &[u8]| (line != b"\n").then(|| line.iter().take(1).map(|byte| char::from(*byte)).collect());
        for chunk in [1, 4, 9, 1000] {
            let temporary = tempfile::tempdir().unwrap();
            let path = temporary.path().join("scratch");
            let scratch = || fs_err::OpenOptions::new().read(true).write(true).create_new(true).open(&path);
            let mut out = Vec::new();
            let later: &[u8] = b"d1\na2\n\nz1\nd2\nb1\na3\ncut";
            merge_by(b"a1\nc1\nd0\n".as_slice(), later, &key, scratch, &mut out, chunk).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), "a3\nb1\nc1\nd2\nz1\n", "{chunk}");
        }
    }
}
