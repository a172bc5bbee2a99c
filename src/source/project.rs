//! Where a project begins, and where in it an input lies. Reads no file's content.

use std::fs;
use std::path::{Path, PathBuf};

use super::SourceError;

/// The file that marks a project's root; it may be empty.
pub const PROJECT_FILE: &str = "kansli.toml";

/// A root, and an input's place below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// The folder that no read leaves, absolute and without links.
    pub root: PathBuf,
    /// The input, relative to the root.
    pub input: PathBuf,
}

impl Project {
    /// The project of an input: the nearest folder above it with a `kansli.toml`, else the root that was given, else the
    /// folder above the input's own, so that files in sibling folders can be reached.
    ///
    /// # Errors
    /// When a folder is missing or cannot be reached, or when the input lies outside the root that was given.
    pub fn of(input: &Path, given_root: Option<&Path>) -> Result<Self, SourceError> {
        let name = input
            .file_name()
            .ok_or_else(|| SourceError::IsFolder { path: input.into() })?;
        let folder = real(folder_of(input), input)?;
        let root = match (marked_above(&folder), given_root) {
            (Some(marked), _) => marked,
            (None, Some(given)) => real(given, given)?,
            (None, None) => folder.parent().unwrap_or(&folder).to_path_buf(),
        };
        let inside = folder
            .strip_prefix(&root)
            .map_err(|_| SourceError::OutsideRoot { path: input.into() })?
            .join(name);
        Ok(Self {
            root,
            input: inside,
        })
    }
}

/// The folder a path lies in, `.` for a bare name.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn real(folder: &Path, named: &Path) -> Result<PathBuf, SourceError> {
    fs::canonicalize(folder).map_err(|error| SourceError::from_io(named, error))
}

fn marked_above(folder: &Path) -> Option<PathBuf> {
    folder
        .ancestors()
        .find(|above| above.join(PROJECT_FILE).is_file())
        .map(Path::to_path_buf)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests prepare the disk by hand")]
mod tests {
    use super::{PROJECT_FILE, Project};
    use crate::source::SourceError;
    use std::fs;
    use std::path::Path;

    #[test]
    fn the_root_is_marked_or_given_or_one_folder_up() {
        let outer = tempfile::tempdir().expect("temporary folder");
        let base = fs::canonicalize(outer.path()).expect("real path");
        let folder = base.join("a/b/c");
        fs::create_dir_all(&folder).expect("folders");
        let input = folder.join("x.json");

        let bare = Project::of(&input, None).expect("bare");
        assert_eq!(bare.root, base.join("a/b"));
        assert_eq!(bare.input, Path::new("c/x.json"));

        let given = Project::of(&input, Some(&base)).expect("given");
        assert_eq!(given.input, Path::new("a/b/c/x.json"));

        fs::write(base.join("a").join(PROJECT_FILE), "").expect("marker");
        let marked = Project::of(&input, Some(&base)).expect("marked");
        assert_eq!(
            (marked.root, marked.input),
            (base.join("a"), "b/c/x.json".into())
        );

        let elsewhere = Project::of(&base.join("y.json"), Some(&folder));
        assert!(matches!(elsewhere, Err(SourceError::OutsideRoot { .. })));
        let missing = Project::of(&base.join("finns/inte.json"), None);
        assert!(matches!(missing, Err(SourceError::Missing { .. })));
    }
}
