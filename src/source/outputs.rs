//! The folder of outputs and the manifest beside them: which file is ours, and whether somebody has changed it since. The
//! manifest learns of a file before the file is put in place, so that a killed run never takes its own work for another's.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use super::log::{Line, Log, log_name, logs};
use super::write::{begun, put_in_place, sync_folder};
use super::{Hold, Register, SourceError};

/// BLAKE3 of a file's bytes.
pub type Hash = [u8; 32];

/// The manifest's word in file names.
const KIND: &str = "utdata";

/// From how many files on a group is synced with one word to the system instead of one for each.
const MANY: usize = 8;

/// What stands where an output belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing, or a link: links are replaced, never followed.
    Missing,
    /// What we wrote.
    Ours(Hash),
    /// What we wrote, and somebody has changed since.
    Changed(Hash),
    /// A file that we know nothing of.
    Foreign(Hash),
}

/// A line of the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The output's name.
    pub fil: String,
    /// BLAKE3 of its bytes, hexadecimal.
    pub blake3: String,
    /// The document it is a rendering of.
    pub dokument: String,
}

/// A hash that was noted, and where.
type Note = (Hash, Option<Line>);

/// What is known of one name.
#[derive(Debug)]
struct Known {
    newest: Note,
    /// What was noted before it since the manifest was last put in order, the oldest first: nearly always nothing.
    older: Vec<Note>,
    /// Where its document stands in the register of those.
    dokument: usize,
}

impl Known {
    /// Every note, the newest first.
    fn notes(&self) -> impl Iterator<Item = &Note> {
        std::iter::once(&self.newest).chain(self.older.iter().rev())
    }
}

/// What is known of every name.
#[derive(Debug, Default)]
struct Manifest {
    files: Register<Known>,
    documents: Register<()>,
}

/// An output that is written but not yet in place.
#[derive(Debug)]
pub struct Staged {
    name: String,
    hash: Hash,
    dokument: String,
    file: NamedTempFile,
}

/// A folder of outputs, held against other runs.
#[derive(Debug)]
pub struct Outputs {
    folder: PathBuf,
    known: RwLock<Manifest>,
    log: Mutex<Log>,
    /// Manifests of shares, which a run that has the folder alone takes over.
    shares: Vec<String>,
    _hold: Hold,
}

/// BLAKE3 of bytes.
#[must_use]
pub fn hash_of(bytes: &[u8]) -> Hash {
    *blake3::hash(bytes).as_bytes()
}

impl Staged {
    /// The name it will have.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Outputs {
    /// The outputs in `folder`, which is there and is held by `hold`. A share of a job notes its files in a manifest of
    /// its own and knows all others.
    ///
    /// # Errors
    /// When a manifest cannot be read.
    pub fn open(folder: &Path, hold: Hold, share: Option<(u32, u32)>) -> Result<Self, SourceError> {
        let own = log_name(KIND, share);
        let mut known = Manifest::default();
        let mut shares = logs(folder, KIND)?;
        shares.retain(|name| *name != own);
        for other in &shares {
            Log::open(&folder.join(other), |text, _| note(&mut known, text, None))?;
        }
        let log = Log::open(&folder.join(own), |text, line| {
            note(&mut known, text, Some(line));
        })?;
        Ok(Self {
            folder: folder.into(),
            known: RwLock::new(known),
            log: Mutex::new(log),
            shares: if share.is_none() { shares } else { Vec::new() },
            _hold: hold,
        })
    }

    /// Takes room for the notes of a long run, so many files of so many documents.
    pub fn make_room(&self, files: usize, documents: usize) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.files.make_room(files);
        known.documents.make_room(documents);
    }

    /// What stands where the output `name` belongs.
    ///
    /// # Errors
    /// When a folder stands there, or it cannot be read.
    pub fn standing(&self, name: &str) -> Result<Standing, SourceError> {
        let path = self.folder.join(name);
        let failed = |error| SourceError::from_io(&path, error);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Standing::Missing),
            Err(error) => return Err(failed(error)),
            Ok(found) if found.is_symlink() => return Ok(Standing::Missing),
            Ok(found) if found.is_dir() => {
                return Err(SourceError::IsFolder { path: path.clone() });
            }
            Ok(found) if !found.is_file() => {
                return Err(SourceError::NotAFile { path: path.clone() });
            }
            Ok(_) => {}
        }
        let mut hasher = blake3::Hasher::new();
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the door that the ban points to"
        )]
        let file = File::open(&path).map_err(failed)?;
        hasher.update_reader(file).map_err(failed)?;
        let hash = *hasher.finalize().as_bytes();
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        Ok(match known.files.get(name) {
            None => Standing::Foreign(hash),
            Some(known) if known.notes().any(|(noted, _)| *noted == hash) => Standing::Ours(hash),
            Some(_) => Standing::Changed(hash),
        })
    }

    /// Writes an output beside its place. It is put there by [`commit`](Self::commit).
    ///
    /// # Errors
    /// When the disk is full or read-only, or permissions forbid it.
    pub fn stage(&self, name: &str, dokument: &str, bytes: &[u8]) -> Result<Staged, SourceError> {
        let failed = |error| SourceError::from_io(&self.folder.join(name), error);
        let mut file = begun(&self.folder).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        Ok(Staged {
            name: name.into(),
            hash: hash_of(bytes),
            dokument: dokument.into(),
            file,
        })
    }

    /// Puts outputs in place, all of them safely on the disk; says how it went with each.
    pub fn commit(&self, mut group: Vec<Staged>) -> Vec<(String, Result<(), SourceError>)> {
        group.sort_by(|a, b| a.name.cmp(&b.name));
        let mut noted = Ok(());
        for staged in &group {
            noted = noted.and_then(|()| self.adopt(&staged.name, &staged.dokument, staged.hash));
        }
        let noted = noted.and_then(|()| self.sync(&group));
        if let Err(error) = noted {
            // Nothing is in place: what was noted is of files that are not there, which harms nobody.
            return group
                .into_iter()
                .map(|staged| {
                    let path = self.folder.join(&staged.name);
                    (staged.name, Err(again(&error, path)))
                })
                .collect();
        }
        let mut results: Vec<_> = group
            .into_iter()
            .map(|staged| {
                let path = self.folder.join(&staged.name);
                let done = put_in_place(staged.file, &path, std::thread::sleep);
                (
                    staged.name,
                    done.map_err(|error| SourceError::from_io(&path, error)),
                )
            })
            .collect();
        if let Err(error) = sync_folder(&self.folder) {
            let error = SourceError::from_io(&self.folder, error);
            for (name, result) in &mut results {
                let path = self.folder.join(name.as_str());
                *result = std::mem::replace(result, Ok(())).and(Err(again(&error, path)));
            }
        }
        results
    }

    /// Notes that `name` holds what we would have written.
    ///
    /// # Errors
    /// When the manifest cannot be written.
    pub fn adopt(&self, name: &str, dokument: &str, hash: Hash) -> Result<(), SourceError> {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let is_noted = known.files.get(name).is_some_and(|file| {
            known.documents.name(file.dokument) == dokument
                && file.newest.0 == hash
                && file.newest.1.is_some()
        });
        if is_noted {
            return Ok(());
        }
        let record = Record {
            fil: name.into(),
            blake3: hex(hash),
            dokument: dokument.into(),
        };
        let text = serde_json::to_string(&record).unwrap_or_default();
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let line = log.append(&text)?;
        known.add(&record, (hash, Some(line)));
        Ok(())
    }

    /// Every name the manifest has, with the document it belongs to.
    #[must_use]
    pub fn records(&self) -> Vec<(String, String)> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let record = |(name, file): (&str, &Known)| {
            let dokument = known.documents.name(file.dokument);
            (name.to_owned(), dokument.to_owned())
        };
        known.files.sorted().into_iter().map(record).collect()
    }

    /// Removes an output that is ours and unchanged, and forgets it; one that is gone already is forgotten too. Says
    /// whether it did.
    ///
    /// # Errors
    /// When it cannot be read or removed.
    pub fn remove(&self, name: &str) -> Result<bool, SourceError> {
        let path = self.folder.join(name);
        match self.standing(name)? {
            Standing::Ours(_) => {
                fs::remove_file(&path).map_err(|error| SourceError::from_io(&path, error))?;
            }
            Standing::Missing => {}
            Standing::Changed(_) | Standing::Foreign(_) => return Ok(false),
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.files.remove(name);
        Ok(true)
    }

    /// Puts the manifest in order: one line for each file, sorted. Without shares it is the only one from then on.
    ///
    /// # Errors
    /// When the disk does not take it: the manifest is then as it was, and holds all it should.
    pub fn close(self) -> Result<(), SourceError> {
        if !self.shares.is_empty() {
            self.take_over()?;
        }
        let shares: Vec<PathBuf> = self.shares.iter().map(|s| self.folder.join(s)).collect();
        let known = self
            .known
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let mut log = self
            .log
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let mut lines = Vec::new();
        for (name, known) in known.files.sorted() {
            let mut notes = known
                .notes()
                .filter_map(|(hash, line)| Some((*hash, (*line)?)));
            let Some((newest, line)) = notes.next() else {
                // Another share's.
                continue;
            };
            let mut line = line;
            // Noted, but perhaps never put in place: what stands there decides.
            if !known.older.is_empty()
                && let Some(found) = found(&self.folder.join(name))
                && found != newest
                && let Some((_, older)) = notes.find(|(hash, _)| *hash == found)
            {
                line = older;
            }
            lines.push(line);
        }
        log.keep(&lines)?;
        for share in shares {
            fs::remove_file(&share).map_err(|error| SourceError::from_io(&share, error))?;
        }
        Ok(())
    }

    /// Notes in the own manifest what only those of shares have.
    fn take_over(&self) -> Result<(), SourceError> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let mut theirs = Vec::new();
        for (name, file) in known.files.sorted() {
            if file.notes().all(|(_, line)| line.is_none()) {
                let here = found(&self.folder.join(name));
                let here = here.filter(|here| file.notes().any(|(hash, _)| hash == here));
                let hash = here.unwrap_or(file.newest.0);
                let dokument = known.documents.name(file.dokument);
                theirs.push((name.to_owned(), dokument.to_owned(), hash));
            }
        }
        drop(known);
        for (name, dokument, hash) in theirs {
            self.adopt(&name, &dokument, hash)?;
        }
        Ok(())
    }

    fn sync(&self, group: &[Staged]) -> Result<(), SourceError> {
        #[cfg(target_os = "linux")]
        if group.len() >= MANY {
            #[expect(
                clippy::disallowed_methods,
                reason = "this is the door that the ban points to"
            )]
            let folder = File::open(&self.folder);
            if folder.is_ok_and(|folder| rustix::fs::syncfs(folder).is_ok()) {
                return Ok(());
            }
        }
        for staged in group {
            let synced = staged.file.as_file().sync_all();
            synced.map_err(|error| SourceError::from_io(&self.folder.join(&staged.name), error))?;
        }
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.sync()
    }
}

fn note(known: &mut Manifest, text: &str, line: Option<Line>) {
    let Ok(record) = serde_json::from_str::<Record>(text) else {
        return;
    };
    if let Ok(hash) = blake3::Hash::from_hex(&record.blake3) {
        known.add(&record, (*hash.as_bytes(), line));
    }
}

impl Manifest {
    fn add(&mut self, record: &Record, note: Note) {
        let dokument = self.documents.insert(&record.dokument, ());
        if let Some(known) = self.files.get_mut(&record.fil) {
            let before = std::mem::replace(&mut known.newest, note);
            known.older.push(before);
            known.dokument = dokument;
        } else {
            let known = Known {
                newest: note,
                older: Vec::new(),
                dokument,
            };
            self.files.insert(&record.fil, known);
        }
    }
}

fn hex(hash: Hash) -> String {
    blake3::Hash::from_bytes(hash).to_hex().to_string()
}

fn found(path: &Path) -> Option<Hash> {
    let mut hasher = blake3::Hasher::new();
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the door that the ban points to"
    )]
    hasher.update_reader(File::open(path).ok()?).ok()?;
    Some(*hasher.finalize().as_bytes())
}

/// The same error for another file of the group.
fn again(error: &SourceError, path: PathBuf) -> SourceError {
    match error {
        SourceError::DiskFull { .. } => SourceError::DiskFull { path },
        SourceError::ReadOnly { .. } => SourceError::ReadOnly { path },
        SourceError::Denied { .. } => SourceError::Denied { path },
        other => SourceError::Other {
            path,
            source: std::io::Error::other(other.to_string()),
        },
    }
}

#[cfg(test)]
mod tests;
