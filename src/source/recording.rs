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
    /// A folder in which these names were found, as a BLAKE3 hash of them.
    Listed([u8; 32]),
    /// Something that was only looked at.
    Looked,
    /// Nothing, or nothing that could be read.
    Nothing,
}

/// Files that remember what was read.
pub struct Recording<F> {
    inner: F,
    seen: Mutex<BTreeMap<PathBuf, Seen>>,
}

impl<F: Files> Recording<F> {
    /// Remembers what is read from `inner` from now on.
    #[must_use]
    pub const fn new(inner: F) -> Self {
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

    /// What has been asked for up to now; more may follow.
    #[must_use]
    pub fn so_far(&self) -> BTreeMap<PathBuf, Seen> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn remember(&self, path: &Path, what: Seen) {
        let Ok(path) = inside(path) else { return };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.get(&path) {
            // Whoever read the first content must learn that there was a second.
            Some(Seen::Content(_) | Seen::Listed(_)) => {}
            _ => {
                seen.insert(path, what);
            }
        }
    }
}

impl<F: Files> Files for Recording<F> {
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
        let what = result
            .as_ref()
            .map_or(Seen::Nothing, |names| Seen::Listed(listing_hash(names)));
        self.remember(folder, what);
        result
    }
}

/// The hash of the names in a folder, which come sorted.
pub(super) fn listing_hash(names: &[String]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for name in names {
        hasher.update(name.as_bytes());
        // No file name holds it.
        hasher.update(&[0]);
    }
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::{Recording, Seen, listing_hash};
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
                (
                    PathBuf::from("m"),
                    Seen::Listed(listing_hash(&["b".to_owned()]))
                ),
                (PathBuf::from("saknas"), Seen::Nothing),
            ]
        );
    }
}
