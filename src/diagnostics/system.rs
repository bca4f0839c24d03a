//! The operating system's refusals, in words that name no path: the place beside them does.

use std::io::{self, ErrorKind};

/// Says why the system refused. Files are opened through `fs-err`, whose messages repeat the path; the words of
/// the error inside are taken instead.
pub fn refusal(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder".into(),
        ErrorKind::PermissionDenied => "permission is denied".into(),
        ErrorKind::IsADirectory => "it is a folder".into(),
        ErrorKind::NotADirectory => "a part of its path is a file, not a folder".into(),
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only".into(),
        _ => match error.get_ref().and_then(|inner| inner.source()) {
            Some(cause) => cause.to_string(),
            None => error.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_no_path() {
        let missing = fs_err::File::open("no/such/file").unwrap_err();
        assert_eq!(refusal(&missing), "there is no such file or folder");
        assert_eq!(refusal(&io::Error::other("odd")), "odd");
    }
}
