//! Files on disk below one root. Follows links only to what is itself inside the root, and opens nothing but files.

use std::fs::{self, File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{FileKind, Files, SourceError, inside, names};

/// The files below a folder.
#[derive(Debug, Clone)]
pub struct DiskFiles {
    root: PathBuf,
}

impl DiskFiles {
    /// The files below `root`, which must be a folder.
    ///
    /// # Errors
    /// When the folder is missing, is no folder or cannot be reached.
    pub fn new(root: &Path) -> Result<Self, SourceError> {
        let failed = |error| SourceError::from_io(root, error);
        let real = fs::canonicalize(root).map_err(failed)?;
        if !fs::metadata(&real).map_err(failed)?.is_dir() {
            return Err(SourceError::NotAFolder { path: root.into() });
        }
        Ok(Self { root: real })
    }

    /// The root itself, absolute and without links.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The real place of a path, which is inside the root.
    fn real(&self, path: &Path) -> Result<PathBuf, SourceError> {
        let joined = self.root.join(inside(path)?);
        let real = fs::canonicalize(&joined).map_err(|error| SourceError::from_io(path, error))?;
        if real.starts_with(&self.root) {
            Ok(real)
        } else {
            Err(SourceError::OutsideRoot { path: path.into() })
        }
    }
}

impl Files for DiskFiles {
    fn read(&self, path: &Path, limit: u64) -> Result<Arc<[u8]>, SourceError> {
        read_regular(&self.real(path)?, path, limit)
    }

    fn kind(&self, path: &Path) -> Option<FileKind> {
        let real = self.real(path).ok()?;
        fs::metadata(real).ok().as_ref().map(kind_of)
    }

    fn list(&self, folder: &Path) -> Result<Vec<String>, SourceError> {
        let failed = |error| SourceError::from_io(folder, error);
        let found = names(&self.real(folder)?).map_err(failed)?;
        let named = found.iter().map(|name| name.to_string_lossy().into_owned());
        let mut names: Vec<String> = named.collect();
        names.sort_unstable();
        Ok(names)
    }
}

/// Reads a file that the operator named, wherever it lies.
///
/// # Errors
/// When the file is missing, is no file, is too large or cannot be read.
pub fn read_file(path: &Path, limit: u64) -> Result<Arc<[u8]>, SourceError> {
    read_regular(path, path, limit)
}

/// Reads `real`, which messages call `path`. The kind is asked for first: opening a pipe would wait for a writer.
fn read_regular(real: &Path, path: &Path, limit: u64) -> Result<Arc<[u8]>, SourceError> {
    let failed = |error| SourceError::from_io(path, error);
    only_a_file(&fs::metadata(real).map_err(failed)?, path)?;
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the door that the ban points to"
    )]
    let file = File::open(real).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    only_a_file(&metadata, path)?;
    let too_large = || SourceError::TooLarge {
        path: path.into(),
        limit,
    };
    if metadata.len() > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default() + 1);
    let read = file
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if u64::try_from(read).is_ok_and(|read| read <= limit) {
        Ok(bytes.into())
    } else {
        Err(too_large())
    }
}

fn only_a_file(metadata: &Metadata, path: &Path) -> Result<(), SourceError> {
    match kind_of(metadata) {
        FileKind::File => Ok(()),
        FileKind::Folder => Err(SourceError::IsFolder { path: path.into() }),
        FileKind::Other => Err(SourceError::NotAFile { path: path.into() }),
    }
}

fn kind_of(metadata: &Metadata) -> FileKind {
    if metadata.is_file() {
        FileKind::File
    } else if metadata.is_dir() {
        FileKind::Folder
    } else {
        FileKind::Other
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests prepare the disk by hand")]
mod tests {
    use super::DiskFiles;
    use crate::source::{FileKind, Files, SourceError};
    use std::fs;
    use std::path::Path;

    fn folder() -> (tempfile::TempDir, DiskFiles) {
        let outer = tempfile::tempdir().expect("temporary folder");
        let root = outer.path().join("rot");
        fs::create_dir_all(root.join("under")).expect("folder");
        fs::write(root.join("a.json"), b"{}").expect("file");
        fs::write(outer.path().join("hemlig"), b"x").expect("file");
        let files = DiskFiles::new(&root).expect("root");
        (outer, files)
    }

    fn fault(files: &DiskFiles, path: &str) -> SourceError {
        files.read(Path::new(path), 100).expect_err(path)
    }

    #[test]
    fn files_inside_are_read_and_listed() {
        let (_outer, files) = folder();
        let read = files.read(Path::new("under/../a.json"), 2).expect("inside");
        assert_eq!(&*read, b"{}");
        assert_eq!(
            files.list(Path::new("")).expect("root"),
            ["a.json", "under"]
        );
        assert_eq!(files.kind(Path::new("a.json")), Some(FileKind::File));
        assert_eq!(files.kind(Path::new("under")), Some(FileKind::Folder));
        assert_eq!(files.kind(Path::new("b")), None);
    }

    #[test]
    fn everything_else_is_its_own_error() {
        let (_outer, files) = folder();
        assert!(matches!(
            fault(&files, "saknas"),
            SourceError::Missing { .. }
        ));
        assert!(matches!(
            fault(&files, "under"),
            SourceError::IsFolder { .. }
        ));
        assert!(matches!(
            fault(&files, "a.json/x"),
            SourceError::NotAFolder { .. }
        ));
        assert!(matches!(
            fault(&files, "../hemlig"),
            SourceError::OutsideRoot { .. }
        ));
        assert!(matches!(
            fault(&files, "/etc/passwd"),
            SourceError::OutsideRoot { .. }
        ));
        assert!(matches!(fault(&files, "a\0b"), SourceError::BadName { .. }));
        assert!(matches!(
            files.read(Path::new("a.json"), 1),
            Err(SourceError::TooLarge { limit: 1, .. })
        ));
        assert!(DiskFiles::new(&files.root().join("a.json")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_out_and_devices_are_refused() {
        use std::os::unix::fs::symlink;
        let (_outer, files) = folder();
        symlink("../hemlig", files.root().join("ut")).expect("link");
        symlink("a.json", files.root().join("in")).expect("link");
        symlink("/dev/zero", files.root().join("noll")).expect("link");
        assert!(matches!(
            fault(&files, "ut"),
            SourceError::OutsideRoot { .. }
        ));
        assert!(matches!(
            fault(&files, "noll"),
            SourceError::OutsideRoot { .. }
        ));
        assert!(files.read(Path::new("in"), 100).is_ok());
        assert!(matches!(
            super::read_file(Path::new("/dev/zero"), 100),
            Err(SourceError::NotAFile { .. })
        ));
        assert_eq!(files.kind(Path::new("ut")), None);
    }
}
