//! The operating system's refusals, in words that name no path: the place beside them does.

use std::io::{self, ErrorKind};

use super::Value;
use crate::say;

/// Says why the system refused. Files are opened through `fs-err`, whose messages repeat the path; the words of
/// the error inside are taken instead.
pub fn refusal(error: &io::Error) -> Value {
    match error.kind() {
        ErrorKind::NotFound => say!("there is no such file or folder").into(),
        ErrorKind::PermissionDenied => say!("permission is denied").into(),
        ErrorKind::IsADirectory => say!("it is a folder").into(),
        ErrorKind::NotADirectory => say!("a part of its path is a file, not a folder").into(),
        ErrorKind::StorageFull => say!("the disk is full").into(),
        ErrorKind::ReadOnlyFilesystem => say!("the file system is read-only").into(),
        ErrorKind::QuotaExceeded => say!("the quota of disk space is used up").into(),
        _ if is_out_of_handles(error) => say!("too many files are open at one time").into(),
        _ => match error.get_ref().and_then(|inner| inner.source()) {
            Some(cause) => cause.to_string().into(),
            None => error.to_string().into(),
        },
    }
}

/// Whether what the system refused would be refused for any other file of the same folder too: a full disk, a
/// lost permission, no more file handles.
pub fn lasts(error: &io::Error) -> bool {
    let kinds = [
        ErrorKind::NotFound,
        ErrorKind::PermissionDenied,
        ErrorKind::StorageFull,
        ErrorKind::QuotaExceeded,
        ErrorKind::ReadOnlyFilesystem,
    ];
    kinds.contains(&error.kind()) || is_out_of_handles(error)
}

/// Rust has no [`ErrorKind`] for this.
fn is_out_of_handles(error: &io::Error) -> bool {
    /// ENFILE and EMFILE, the same on Linux, macOS and the BSDs.
    const UNIX: [i32; 2] = [23, 24];
    /// ERROR_TOO_MANY_OPEN_FILES.
    const WINDOWS: i32 = 4;
    let inner = error.get_ref().and_then(|inner| inner.source()).and_then(|cause| cause.downcast_ref::<io::Error>());
    let code = error.raw_os_error().or_else(|| inner.and_then(io::Error::raw_os_error));
    code.is_some_and(|code| if cfg!(windows) { code == WINDOWS } else { UNIX.contains(&code) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_no_path() {
        let missing = fs_err::File::open("no/such/file").unwrap_err();
        assert_eq!(refusal(&missing).to_string(), "there is no such file or folder");
        assert_eq!(refusal(&io::Error::other("odd")).to_string(), "odd");
    }

    #[test]
    fn what_holds_for_the_next_file_too_is_known() {
        assert!(lasts(&ErrorKind::StorageFull.into()));
        assert!(!lasts(&ErrorKind::IsADirectory.into()));
        #[cfg(unix)]
        assert!(lasts(&io::Error::from_raw_os_error(24)));
    }
}
