//! Files as one tar archive in a stream, in the order in which they are given.
//!
//! The same files give the same bytes: owners and rights are fixed, and times are the bulletins'.

use std::io::{self, ErrorKind, Write};

use tar::{Builder, Header};

use crate::diagnostics::{Place, Problem, Problems, refusal};
use crate::output::Unwritable;
use crate::say;

/// The rights of the files: to be read by all, and written by their owner.
const MODE: u32 = 0o644;

/// An archive that is being written.
pub struct Stream<'w> {
    archive: Builder<Gate<'w>>,
}

impl<'w> Stream<'w> {
    /// An archive into that stream.
    pub fn new(stream: &'w mut dyn Write) -> Self {
        Stream { archive: Builder::new(Gate { stream, closed: false }) }
    }

    /// Adds files, each a name and its bytes, that carry `moment`, in seconds since 1970.
    ///
    /// # Errors
    /// When the stream takes no more.
    pub fn put(&mut self, files: &[(String, Vec<u8>)], moment: i64) -> Result<(), Unwritable> {
        for (name, bytes) in files {
            let mut header = Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_mode(MODE);
            header.set_mtime(u64::try_from(moment).unwrap_or(0));
            self.archive.append_data(&mut header, name, bytes.as_slice()).map_err(|error| unwritable(&error))?;
        }
        self.flush().map_err(|error| unwritable(&error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.archive.get_mut().flush()
    }

    /// Ends the archive.
    ///
    /// # Errors
    /// When the stream takes no more.
    pub fn finish(mut self) -> Result<(), Problems> {
        self.archive.finish().and_then(|()| self.flush()).map_err(|error| unwritable(&error).problem.into())
    }
}

/// The builder ends its archive when it is dropped. One that was broken off must not look whole, so the gate is
/// closed first.
impl Drop for Stream<'_> {
    fn drop(&mut self) {
        self.archive.get_mut().closed = true;
    }
}

/// A stream that can be closed.
struct Gate<'w> {
    stream: &'w mut dyn Write,
    closed: bool,
}

impl Write for Gate<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed { Ok(bytes.len()) } else { self.stream.write(bytes) }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed { Ok(()) } else { self.stream.flush() }
    }
}

fn unwritable(error: &io::Error) -> Unwritable {
    let why = match error.kind() {
        ErrorKind::BrokenPipe => say!("its reader has gone").into(),
        _ => refusal(error),
    };
    Unwritable {
        problem: Problem::error(Place::default(), say!("the stream can't be written: {why}", why), say!()),
        lasts: true,
    }
}
