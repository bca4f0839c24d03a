//! What a bulletin and the settings come to, as hashes: whether an output is up to date, and on which shard an
//! article falls.
//!
//! They are made of what an article says, not of where it stands: the same article has the same hashes on every
//! machine, in every input form and order.

use std::io::{self, Write};
use std::path::Path;

use fs_err::File;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::assets;
use crate::document::Bulletin;
use crate::input::{file_inside, theme_files};
use crate::produce::Settings;

/// Bytes of a hash that says what files were made from: 128 bits, at which no two of any number of articles
/// meet by chance.
const BYTES: usize = 16;

/// A hash in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a string does not fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The hash of a file's bytes, whole, as other tools tell it.
pub fn of_file(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The hash of all that a bulletin's outputs are made from, but for the settings: its text, and the pictures and
/// the theme that it names. `folder` is the bulletin's, `assets` a further one for pictures.
pub fn of_bulletin(bulletin: &Bulletin, folder: &Path, assets: Option<&Path>) -> String {
    let mut sum = Sum::default();
    sum.put(&(&bulletin.title, &bulletin.subtitle, &bulletin.issue, &bulletin.date, &bulletin.language));
    sum.put(&(&bulletin.publisher, &bulletin.logo, &bulletin.theme));
    for section in &bulletin.sections {
        sum.put(&(&section.title, &section.articles));
    }
    let theme = bulletin.theme.iter().map(|theme| file_inside(folder, theme));
    let theme: Vec<_> = theme.collect();
    let faces: Vec<_> = theme.iter().flatten().flat_map(|path| theme_files(path)).map(Some).collect();
    for path in theme.into_iter().chain(faces).chain(assets::files(bulletin, folder, assets)) {
        sum.put(&path.and_then(|path| file(&path)));
    }
    sum.short()
}

/// The hash of a file that a bulletin names; none where there is no such file, as for a built-in theme.
fn file(path: &Path) -> Option<String> {
    let mut sum = Sum::default();
    io::copy(&mut File::open(path).ok()?, &mut sum).ok()?;
    Some(sum.short())
}

/// The hash of the settings, but for the formats, as each output is of one format by its name,
/// and for the folder of pictures, which count by their bytes.
pub fn of_settings(settings: &Settings) -> String {
    let settings = Settings { formats: Vec::new(), assets: None, ..settings.clone() };
    let mut sum = Sum::default();
    // Every field stands in this, also one that is added later.
    sum.put(&format!("{settings:?}"));
    sum.short()
}

/// A number by which things are parted evenly.
pub fn number(parts: &impl Serialize) -> u64 {
    let mut sum = Sum::default();
    sum.put(parts);
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(sum.hash.finalize()) {
        *to = from;
    }
    u64::from_be_bytes(first)
}

#[derive(Default)]
struct Sum {
    hash: Sha256,
    /// A value as it is written, before it is summed: the hash takes long pieces faster than single words.
    written: Vec<u8>,
}

impl Sum {
    /// Adds a value in a form that ends by itself, so that two values never run together.
    fn put(&mut self, value: &impl Serialize) {
        // The vocabulary is made of strings, numbers and lists, which JSON has; what is written is only summed.
        self.written.clear();
        let _ = serde_json::to_writer(&mut self.written, value);
        self.written.push(b'\n');
        self.hash.update(&self.written);
    }

    fn short(self) -> String {
        let sum = self.hash.finalize();
        hex(sum.get(..BYTES).unwrap_or(&sum))
    }
}

impl Write for Sum {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hash.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Article, Block, Image, Text};

    #[test]
    fn a_picture_counts_by_its_bytes() {
        let temporary = tempfile::tempdir().unwrap();
        let image: Image = serde_json::from_str(r#"{ "image": "a.png", "alt": "x" }"#).unwrap();
        let article = Article { headline: Text::new("x"), body: vec![Block::Image(image)], ..Article::default() };
        let sum = || of_bulletin(&Bulletin::of(article.clone()), temporary.path(), None);
        let without = sum();
        fs_err::write(temporary.path().join("a.png"), "1").unwrap();
        let one = sum();
        fs_err::write(temporary.path().join("a.png"), "2").unwrap();
        assert!(without != one && one != sum());
        assert_eq!(sum(), sum());
    }
}
