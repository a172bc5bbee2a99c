//! The names in a folder. Opens nothing that it finds.

use std::ffi::OsString;
use std::io;
use std::path::Path;

/// The names of what stands in a folder, in no order. Not the standard library's way: that panics when a network disk
/// fails as the folder is closed, although every name has been read.
///
/// # Errors
/// When the folder cannot be opened or read.
#[cfg(unix)]
pub fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    use rustix::fs::{Dir, Mode, OFlags, open};

    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let opened = open(folder, flags, Mode::empty())?;
    let mut names = Vec::new();
    for entry in Dir::new(opened)? {
        let entry = entry?;
        let name = entry.file_name().to_bytes();
        if !matches!(name, b"." | b"..") {
            names.push(OsStr::from_bytes(name).to_owned());
        }
    }
    Ok(names)
}

/// The names of what stands in a folder, in no order.
///
/// # Errors
/// When the folder cannot be opened or read.
#[cfg(not(unix))]
pub fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    let entries = std::fs::read_dir(folder)?;
    entries
        .map(|entry| entry.map(|entry| entry.file_name()))
        .collect()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests prepare the disk by hand")]
mod tests {
    use super::names;
    use std::fs;

    #[test]
    fn every_name_and_nothing_else() {
        let folder = tempfile::tempdir().expect("temporary folder");
        assert_eq!(names(folder.path()).expect("a folder").len(), 0);
        fs::write(folder.path().join("å.json"), "{}").expect("a file");
        fs::create_dir(folder.path().join(".dold")).expect("a folder");
        let mut found = names(folder.path()).expect("a folder");
        found.sort_unstable();
        assert_eq!(found, [".dold", "å.json"]);
        assert!(names(&folder.path().join("å.json")).is_err());
        assert!(names(&folder.path().join("saknas")).is_err());
    }
}
