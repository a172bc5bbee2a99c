//! From the words on the command line to the bytes of each ärende: files, folders and standard input. Judges nothing of
//! what the bytes say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::de::IgnoredAny;

use crate::arende::LARGEST;
use crate::source::{DiskFiles, Files as _, Project, SourceError, read_file};

use super::Failure;

/// The word for standard input.
pub(super) const DASH: &str = "-";

/// How deep folders are searched.
const DEEPEST: usize = 32;

/// One thing that was asked for.
#[derive(Debug)]
pub(super) struct Listed {
    name: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Stdin,
    /// Named by the person.
    Named(PathBuf),
    /// Found in a folder: may be something else than an ärende.
    Found(PathBuf),
    /// A folder that cannot be searched, or holds nothing.
    Nowhere(Failure),
}

/// What was read, and where it stands.
pub(super) struct Content {
    pub(super) bytes: Arc<[u8]>,
    pub(super) folder: PathBuf,
    pub(super) files: DiskFiles,
}

/// Every ärende the arguments stand for, in their order and each one once.
pub(super) fn listed(arguments: &[PathBuf]) -> Vec<Listed> {
    let mut seen = BTreeSet::new();
    let mut folders = BTreeMap::new();
    let mut all = Vec::new();
    for argument in arguments {
        if argument.as_os_str() == DASH {
            all.push((
                DASH.into(),
                Listed {
                    name: "standard in".to_owned(),
                    place: Place::Stdin,
                },
            ));
        } else if argument.is_dir() {
            match found(argument) {
                Ok(files) => all.extend(files.into_iter().map(|file| {
                    let listed = listed_as(&file.path, Place::Found(file.path.clone()));
                    (file.real(&mut folders), listed)
                })),
                Err(failure) => {
                    all.push((real(argument), listed_as(argument, Place::Nowhere(failure))));
                }
            }
        } else {
            all.push((
                real(argument),
                listed_as(argument, Place::Named(argument.clone())),
            ));
        }
    }
    all.retain(|(path, _)| seen.insert(path.clone()));
    all.into_iter().map(|(_, listed)| listed).collect()
}

/// The folders that are searched for what the arguments stand for.
pub(super) fn folders(arguments: &[PathBuf]) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for argument in arguments.iter().filter(|argument| argument.is_dir()) {
        let mut files = Vec::new();
        // One that cannot be read says so when it is listed.
        let _ = search(argument, 0, &mut files, &mut all);
    }
    all
}

fn listed_as(path: &Path, place: Place) -> Listed {
    Listed {
        name: path.to_string_lossy().into_owned(),
        place,
    }
}

/// A file that was found in a folder.
struct Found {
    path: PathBuf,
    is_link: bool,
}

impl Found {
    /// Its path without links. Of a file that is none itself, only the way to its folder has to be asked for, once for
    /// all files in it.
    fn real(&self, folders: &mut BTreeMap<PathBuf, PathBuf>) -> PathBuf {
        match (self.path.parent(), self.path.file_name()) {
            (Some(folder), Some(name)) if !self.is_link => {
                if !folders.contains_key(folder) {
                    folders.insert(folder.to_path_buf(), real(folder));
                }
                folders[folder].join(name)
            }
            _ => real(&self.path),
        }
    }
}

/// The path without links; as it is when it does not exist.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// The JSON files of a folder and those under it, sorted: neither hidden ones nor schemas.
fn found(folder: &Path) -> Result<Vec<Found>, Failure> {
    let mut files = Vec::new();
    search(folder, 0, &mut files, &mut Vec::new())?;
    if files.is_empty() {
        let name = crate::text::visible(&folder.to_string_lossy()).into_owned();
        return Err(Failure::usage(format!("Mappen ”{name}” har inga ärenden."))
            .help("Ange en mapp med JSON-filer."));
    }
    Ok(files)
}

fn search(
    folder: &Path,
    depth: usize,
    files: &mut Vec<Found>,
    folders: &mut Vec<PathBuf>,
) -> Result<(), SourceError> {
    folders.push(folder.to_path_buf());
    let failed = |error| SourceError::from_io(folder, error);
    let mut names = crate::source::names(folder).map_err(failed)?;
    names.sort_unstable();
    for name in names {
        let path = folder.join(&name);
        let name = name.to_string_lossy();
        // A link to a folder could lead round in a circle: only real folders are searched.
        let kind = fs::symlink_metadata(&path).map_err(failed)?;
        if name.starts_with('.') {
        } else if kind.is_dir() && depth < DEEPEST {
            search(&path, depth + 1, files, folders)?;
        } else if !kind.is_dir()
            && path.extension().is_some_and(|e| e == "json")
            && !name.ends_with(".schema.json")
        {
            files.push(Found {
                path,
                is_link: kind.is_symlink(),
            });
        }
    }
    Ok(())
}

impl Listed {
    /// What messages call it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Its place on the disk; `None` for standard input and for what cannot be read.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::Named(path) | Place::Found(path) => Some(path),
            Place::Stdin | Place::Nowhere(_) => None,
        }
    }

    /// Whether it is standard input.
    pub(super) fn is_stdin(&self) -> bool {
        matches!(self.place, Place::Stdin)
    }

    /// Whether it was found in a folder, and may be something else than what was asked for.
    pub(super) fn is_found(&self) -> bool {
        matches!(self.place, Place::Found(_))
    }

    /// Its bytes; `None` when a file that was only found in a folder turns out to be no ärende.
    pub(super) fn bytes(&self, root: Option<&Path>) -> Result<Option<Arc<[u8]>>, Failure> {
        let bytes = match &self.place {
            Place::Nowhere(failure) => return Err(failure.clone()),
            Place::Stdin => stdin()?,
            Place::Named(path) => file(path)?,
            Place::Found(path) => found_file(path, root)?,
        };
        let is_passed_over = matches!(self.place, Place::Found(_)) && is_foreign(&bytes);
        Ok((!is_passed_over).then_some(bytes))
    }

    /// Reads it; `None` when a file that was only found in a folder turns out to be no ärende.
    pub(super) fn read(&self, root: Option<&Path>) -> Result<Option<Content>, Failure> {
        let Some(bytes) = self.bytes(root)? else {
            return Ok(None);
        };
        let path = self.path().unwrap_or(Path::new("./-"));
        let project = Project::of(path, root)?;
        let folder = project
            .input
            .parent()
            .unwrap_or(Path::new(""))
            .to_path_buf();
        Ok(Some(Content {
            bytes,
            folder,
            files: DiskFiles::new(&project.root)?,
        }))
    }
}

fn stdin() -> Result<Arc<[u8]>, SourceError> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| SourceError::from_io(Path::new("standard in"), error))?;
    Ok(bytes.into())
}

/// The file's bytes.
fn file(path: &Path) -> Result<Arc<[u8]>, SourceError> {
    capped(read_file(path, LARGEST))
}

/// The bytes of a file that nobody named: a link among the files of a folder may not lead out of the project.
fn found_file(path: &Path, root: Option<&Path>) -> Result<Arc<[u8]>, SourceError> {
    if !fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        return file(path);
    }
    let project = Project::of(path, root)?;
    capped(DiskFiles::new(&project.root)?.read(&project.input, LARGEST))
}

/// Of a file that is too large, only as many empty bytes as it takes for the reader of ärenden to say so in its own words.
fn capped(read: Result<Arc<[u8]>, SourceError>) -> Result<Arc<[u8]>, SourceError> {
    match read {
        Err(SourceError::TooLarge { limit, .. }) => Ok((0..=limit).map(|_| 0).collect()),
        result => result,
    }
}

/// Whether the bytes are sound JSON that never mentions a schema: some other program's. What is no JSON at all may be an
/// ärende that was cut short, and must be told.
fn is_foreign(bytes: &[u8]) -> bool {
    let mark = b"\"$schema\"";
    !bytes.windows(mark.len()).any(|part| part == mark)
        && serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests prepare the disk by hand")]
mod tests {
    use super::{is_foreign, listed};
    use crate::cli::Status;
    use std::fs;
    use std::path::PathBuf;

    fn names(arguments: &[PathBuf]) -> Vec<String> {
        listed(arguments)
            .into_iter()
            .map(|item| item.name)
            .collect()
    }

    #[test]
    fn folders_stand_for_the_files_in_them_once_each() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("b/c")).expect("folders");
        fs::create_dir_all(at("tom")).expect("folder");
        for name in [
            "b/2.json",
            "b/10.json",
            "b/c/1.json",
            "b/.dold.json",
            "b/x.schema.json",
            "b/anteckning.txt",
        ] {
            fs::write(at(name), "{}").expect("file");
        }
        let wanted: Vec<String> = ["b/2.json", "b/10.json", "b/c/1.json"]
            .map(|n| at(n).to_string_lossy().into())
            .into();
        assert_eq!(
            names(&[at("b/2.json"), at("b"), at("b/c/../2.json")]),
            wanted
        );
        assert_eq!(names(&["-".into(), "-".into()]), ["standard in"]);
        let empty = listed(&[at("tom")])[0].read(None).err().expect("empty");
        assert_eq!(empty.status, Status::Usage);
    }

    #[test]
    fn only_other_programs_json_is_passed_over() {
        assert!(is_foreign(b"{\"name\": \"paket\"}") && is_foreign(b"[]"));
        for arende in [
            "{\"$schema\": \"plan.schema.json\"}",
            "{\"rubrik\": ",
            "",
            "\u{feff}{}",
        ] {
            assert!(!is_foreign(arende.as_bytes()), "{arende}");
        }
    }

    #[test]
    fn what_is_missing_is_the_persons_choice() {
        let missing = listed(&["finns/inte.json".into()])[0]
            .read(None)
            .err()
            .expect("missing");
        assert_eq!(missing.status, Status::Usage);
    }
}
