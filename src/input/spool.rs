//! A copy of the standard input that can be read more than once.

use std::io::{self, ErrorKind, Read, Seek};
use std::path::PathBuf;

use fs_err::{self as fs, File, OpenOptions};

/// How often a name is tried anew when it is taken.
const TRIES: usize = 1000;

/// A temporary file. Where the system allows it, the name is removed at once and only the handle remains, so
/// that nothing is left even of a killed run; elsewhere the name goes when the value is dropped.
#[derive(Debug)]
pub struct Spool {
    file: File,
    named: Option<PathBuf>,
}

impl Spool {
    /// Copies everything that a reader gives into the system's folder for temporary files.
    ///
    /// # Errors
    /// When either side fails.
    pub fn of(reader: &mut impl Read) -> io::Result<Self> {
        let mut spool = Spool::empty()?;
        io::copy(reader, &mut spool.file)?;
        Ok(spool)
    }

    fn empty() -> io::Result<Self> {
        let folder = std::env::temp_dir();
        let process = std::process::id();
        for number in 0..TRIES {
            let path = folder.join(format!("nashra-{process}-{number}.spool"));
            match OpenOptions::new().read(true).write(true).create_new(true).open(&path) {
                Ok(file) => {
                    let named = fs::remove_file(&path).is_err().then_some(path);
                    return Ok(Spool { file, named });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::other("no name is free in the folder for temporary files"))
    }

    /// The copy from its beginning. All handles share one position: one reader at a time.
    pub fn rewound(&self) -> io::Result<std::fs::File> {
        let mut file = self.file.file().try_clone()?;
        file.rewind()?;
        Ok(file)
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        if let Some(path) = &self.named {
            // The folder for temporary files is cleaned by the system; a failure here changes nothing.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_read_twice() {
        let spool = Spool::of(&mut "نشرة".as_bytes()).unwrap();
        for _ in 0..2 {
            let mut text = String::new();
            spool.rewound().unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, "نشرة");
        }
    }
}
