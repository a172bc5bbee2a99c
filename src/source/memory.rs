//! Files held in memory: embedded data and tests. Never touches the disk.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{FileKind, Files, SourceError, inside};

/// A tree of files in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryFiles {
    files: BTreeMap<PathBuf, Arc<[u8]>>,
}

impl MemoryFiles {
    /// An empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same tree with one more file. The path is relative to the root, with `/` between folders.
    #[must_use]
    pub fn with(mut self, path: impl Into<PathBuf>, bytes: impl Into<Arc<[u8]>>) -> Self {
        self.insert(path, bytes);
        self
    }

    /// Adds or replaces a file.
    pub fn insert(&mut self, path: impl Into<PathBuf>, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// What lies below a folder, in order, the folder itself left out.
    fn below<'a>(&'a self, folder: &'a Path) -> impl Iterator<Item = &'a Path> {
        self.files
            .range::<Path, _>((Bound::Excluded(folder), Bound::Unbounded))
            .map(|(path, _)| path.as_path())
            .take_while(move |path| path.starts_with(folder))
    }
}

impl Files for MemoryFiles {
    fn read(&self, path: &Path, limit: u64) -> Result<Arc<[u8]>, SourceError> {
        let clean = inside(path)?;
        match self.files.get(&clean) {
            Some(bytes) if u64::try_from(bytes.len()).is_ok_and(|len| len <= limit) => {
                Ok(Arc::clone(bytes))
            }
            Some(_) => Err(SourceError::TooLarge {
                path: path.into(),
                limit,
            }),
            None if self.below(&clean).next().is_some() => {
                Err(SourceError::IsFolder { path: path.into() })
            }
            None => Err(SourceError::Missing { path: path.into() }),
        }
    }

    fn kind(&self, path: &Path) -> Option<FileKind> {
        let clean = inside(path).ok()?;
        if self.files.contains_key(&clean) {
            return Some(FileKind::File);
        }
        self.below(&clean).next().map(|_| FileKind::Folder)
    }

    fn list(&self, folder: &Path) -> Result<Vec<String>, SourceError> {
        let clean = inside(folder)?;
        let depth = clean.components().count();
        let mut names: Vec<String> = self
            .below(&clean)
            .filter_map(|path| path.components().nth(depth))
            .map(|name| name.as_os_str().to_string_lossy().into_owned())
            .collect();
        names.sort_unstable();
        names.dedup();
        match self.kind(&clean) {
            Some(FileKind::Folder) => Ok(names),
            Some(_) => Err(SourceError::NotAFolder {
                path: folder.into(),
            }),
            None if depth == 0 => Ok(names),
            None => Err(SourceError::Missing {
                path: folder.into(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryFiles;
    use crate::source::{FileKind, Files, SourceError};
    use std::path::Path;

    #[test]
    fn memory_answers_as_a_disk_would() {
        let files = MemoryFiles::new()
            .with("a/b.txt", *b"hej")
            .with("a/c/d.txt", *b"d")
            .with("ab.txt", *b"");
        let list = |folder: &str| files.list(Path::new(folder));
        assert_eq!(list("").expect("root"), ["a", "ab.txt"]);
        assert_eq!(list("a").expect("folder"), ["b.txt", "c"]);
        assert!(matches!(list("x"), Err(SourceError::Missing { .. })));
        assert!(matches!(
            list("ab.txt"),
            Err(SourceError::NotAFolder { .. })
        ));
        let read = |path: &str| files.read(Path::new(path), 3);
        assert_eq!(&*read("a/./b.txt").expect("file"), b"hej");
        assert!(matches!(read("a"), Err(SourceError::IsFolder { .. })));
        assert!(matches!(read("../a"), Err(SourceError::OutsideRoot { .. })));
        assert!(matches!(
            files.read(Path::new("a/b.txt"), 2),
            Err(SourceError::TooLarge { .. })
        ));
        assert_eq!(files.kind(Path::new("a")), Some(FileKind::Folder));
    }
}
