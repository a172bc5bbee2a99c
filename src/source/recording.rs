//! Remembers what was read through it: a document's dependencies. Changes nothing of what is read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{FileKind, Files, SourceError, inside};

/// What was found when a path was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// A file whose bytes have this BLAKE3 hash.
    Content([u8; 32]),
    /// Something that was only looked at, or a folder that was listed.
    Looked,
    /// Nothing, or nothing that could be read.
    Nothing,
}

/// Files that remember what was read.
pub struct Recording<'a> {
    inner: &'a dyn Files,
    seen: Mutex<BTreeMap<PathBuf, Seen>>,
}

impl<'a> Recording<'a> {
    /// Remembers what is read from `inner` from now on.
    #[must_use]
    pub const fn new(inner: &'a dyn Files) -> Self {
        Self {
            inner,
            seen: Mutex::new(BTreeMap::new()),
        }
    }

    /// Every path asked for so far, missing ones too, in order.
    #[must_use]
    pub fn seen(self) -> BTreeMap<PathBuf, Seen> {
        self.seen
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn remember(&self, path: &Path, what: Seen) {
        let Ok(path) = inside(path) else { return };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.get(&path) {
            Some(Seen::Content(_)) if what == Seen::Looked => {}
            _ => {
                seen.insert(path, what);
            }
        }
    }
}

impl Files for Recording<'_> {
    fn read(&self, path: &Path, limit: u64) -> Result<Arc<[u8]>, SourceError> {
        let result = self.inner.read(path, limit);
        let what = result.as_ref().map_or(Seen::Nothing, |bytes| {
            Seen::Content(*blake3::hash(bytes).as_bytes())
        });
        self.remember(path, what);
        result
    }

    fn kind(&self, path: &Path) -> Option<FileKind> {
        let kind = self.inner.kind(path);
        self.remember(path, kind.map_or(Seen::Nothing, |_| Seen::Looked));
        kind
    }

    fn list(&self, folder: &Path) -> Result<Vec<String>, SourceError> {
        let result = self.inner.list(folder);
        let what = if result.is_ok() {
            Seen::Looked
        } else {
            Seen::Nothing
        };
        self.remember(folder, what);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::{Recording, Seen};
    use crate::source::{Files, MemoryFiles};
    use std::path::{Path, PathBuf};

    #[test]
    fn reads_lookups_and_misses_are_remembered_once() {
        let files = MemoryFiles::new().with("a", *b"1").with("m/b", *b"2");
        let recording = Recording::new(&files);
        let _ = recording.read(Path::new("m/../a"), 9);
        let _ = recording.kind(Path::new("a"));
        let _ = recording.read(Path::new("saknas"), 9);
        let _ = recording.list(Path::new("m"));
        let _ = recording.read(Path::new("../ute"), 9);
        let seen: Vec<_> = recording.seen().into_iter().collect();
        assert_eq!(
            seen,
            [
                (
                    PathBuf::from("a"),
                    Seen::Content(*blake3::hash(b"1").as_bytes())
                ),
                (PathBuf::from("m"), Seen::Looked),
                (PathBuf::from("saknas"), Seen::Nothing),
            ]
        );
    }
}
