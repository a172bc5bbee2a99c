//! The one door to the disk and the clock: reading inside a root, replacing files whole, naming files, telling the day.
//! Knows nothing of what the bytes mean.

mod clock;
mod disk;
mod error;
mod heap;
mod hold;
mod list;
mod listing;
mod log;
mod memory;
mod name;
mod outputs;
mod project;
mod recording;
mod register;
mod rewrite;
mod stamp;
mod write;

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

pub use clock::{Clock, FixedClock, Stopwatch, SystemClock};
pub use disk::{DiskFiles, read_file};
pub use error::{Blame, SourceError, told};
pub use heap::{touch_heap, warm_heap};
pub use hold::Hold;
pub use list::List;
pub use listing::names;
pub use log::{Line, Log, log_name, logs};
pub use memory::MemoryFiles;
pub use name::{COMBINING, file_name};
pub use outputs::{Hash, Outputs, Record, Staged, Standing, hash_of};
pub use project::{PROJECT_FILE, Project};
pub use recording::{Recording, Seen};
pub use register::Register;
pub use rewrite::rewrite;
pub use stamp::{Stamp, State, folder_identity, is_network, real_path, stamp, state};
pub use write::{create_folder, is_own_temporary, sweep, write_atomic, write_atomic_with};

/// Files by their path relative to some root. `..` may be used as long as the path stays inside the root.
pub trait Files: Send + Sync {
    /// The file's bytes, if there are at most `limit` of them.
    ///
    /// # Errors
    /// When the file is missing, is no file, is too large, lies outside the root or cannot be read.
    fn read(&self, path: &Path, limit: u64) -> Result<Arc<[u8]>, SourceError>;

    /// What stands at the path; `None` when nothing does or when it lies outside the root.
    fn kind(&self, path: &Path) -> Option<FileKind>;

    /// The names in a folder, sorted.
    ///
    /// # Errors
    /// When the folder is missing, is no folder, lies outside the root or cannot be read.
    fn list(&self, folder: &Path) -> Result<Vec<String>, SourceError>;
}

impl<F: Files + ?Sized> Files for &F {
    fn read(&self, path: &Path, limit: u64) -> Result<Arc<[u8]>, SourceError> {
        (**self).read(path, limit)
    }

    fn kind(&self, path: &Path) -> Option<FileKind> {
        (**self).kind(path)
    }

    fn list(&self, folder: &Path) -> Result<Vec<String>, SourceError> {
        (**self).list(folder)
    }
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A file with content.
    File,
    /// A folder.
    Folder,
    /// A device, a pipe or a socket.
    Other,
}

/// The path without `.` and `..`, which is then inside any root it is joined to.
///
/// # Errors
/// When the path is absolute or climbs out of the root.
pub fn inside(path: &Path) -> Result<PathBuf, SourceError> {
    let outside = || SourceError::OutsideRoot { path: path.into() };
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::Normal(name) => clean.push(name),
            Component::ParentDir if clean.pop() => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                return Err(outside());
            }
        }
    }
    Ok(clean)
}

#[cfg(test)]
mod tests {
    use super::{SourceError, inside};
    use std::path::Path;

    #[test]
    fn paths_stay_inside_or_are_refused() {
        for (path, wanted) in [
            ("a/b.json", "a/b.json"),
            ("./a/../b/./c", "b/c"),
            ("a/..", ""),
        ] {
            assert_eq!(
                inside(Path::new(path)).ok().as_deref(),
                Some(Path::new(wanted))
            );
        }
        for path in ["..", "a/../../b", "/etc/passwd", "../../x"] {
            assert!(matches!(
                inside(Path::new(path)),
                Err(SourceError::OutsideRoot { .. })
            ));
        }
    }
}
