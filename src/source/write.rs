//! Replacing files whole: a reader sees the old file or the new one, never a part. Decides nothing about what is written.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, ErrorKind, IntoInnerError, Write};
use std::path::Path;
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};

use super::error::is_locked;
use super::project::folder_of;
use super::{SourceError, names};

const PREFIX: &str = ".kansli-";
const SUFFIX: &str = ".tmp";

/// Writes `bytes` to `path` as one step: a temporary file in the same folder, synced, renamed over the target, the
/// folder synced. A link at `path` is replaced, never followed. On any error the old file stands and nothing is left.
///
/// # Errors
/// When the folder is missing, the disk is full or read-only, permissions forbid it, a folder stands in the way or
/// another program holds the target.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), SourceError> {
    write_atomic_with(path, |out| out.write_all(bytes))
}

/// The same for what is too long to be held at once: `fill` writes it, more than once if need be.
///
/// # Errors
/// As [`write_atomic`], and whatever `fill` says.
pub fn write_atomic_with(
    path: &Path,
    mut fill: impl FnMut(&mut dyn Write) -> io::Result<()>,
) -> Result<(), SourceError> {
    let folder = folder_of(path);
    if path.file_name().is_none() || fs::symlink_metadata(path).is_ok_and(|found| found.is_dir()) {
        return Err(SourceError::IsFolder { path: path.into() });
    }
    if let Err(error) = fs::metadata(folder) {
        return Err(SourceError::from_io(folder, error));
    }
    let failed = |error| SourceError::from_io(path, error);
    for attempt in 0.. {
        let temporary = filled(folder, &mut fill).map_err(failed)?;
        match put_in_place(temporary, path, std::thread::sleep) {
            Ok(()) => break,
            // Somebody's sweep took the newborn file before it was locked.
            Err(error) if error.kind() == ErrorKind::NotFound && attempt < 3 && folder.is_dir() => {
            }
            Err(error) => return Err(failed(error)),
        }
    }
    sync_folder(folder).map_err(failed)
}

fn filled(
    folder: &Path,
    fill: &mut impl FnMut(&mut dyn Write) -> io::Result<()>,
) -> io::Result<NamedTempFile> {
    let mut file = BufWriter::new(begun(folder)?);
    fill(&mut file)?;
    let file = file.into_inner().map_err(IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// A temporary file in `folder`, locked for as long as it is held.
pub(super) fn begun(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(12);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What any new file gets: the process's umask takes its share.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder)?;
    // A file system without locks writes as well without; its leftovers are then never swept.
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// The same with all of `bytes` on the disk.
pub(super) fn prepared(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    filled(folder, &mut |out| out.write_all(bytes))
}

/// Renames over the target, waiting up to 2.5 s in all for a virus scanner or Word to let go of it.
pub(super) fn put_in_place(
    temporary: NamedTempFile,
    path: &Path,
    pause: impl FnMut(Duration),
) -> io::Result<()> {
    let mut waiting = Some(temporary);
    patiently(cfg!(windows), pause, || {
        let file = waiting
            .take()
            .ok_or_else(|| io::Error::from(ErrorKind::NotFound))?;
        file.persist(path).map(drop).map_err(|refused| {
            waiting = Some(refused.file);
            refused.error
        })
    })
}

/// Repeats `attempt` while Windows says that the file is held, pausing longer each time, 2.5 s in all.
pub(super) fn patiently<T>(
    windows: bool,
    mut pause: impl FnMut(Duration),
    mut attempt: impl FnMut() -> io::Result<T>,
) -> io::Result<T> {
    for wait in [20, 40, 80, 160, 300, 500, 600, 800] {
        match attempt() {
            Err(error) if is_locked(&error, windows) => pause(Duration::from_millis(wait)),
            result => return result,
        }
    }
    attempt()
}

/// Makes the rename last. A file system that cannot sync folders is taken at its word.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the door that the ban points to"
    )]
    let opened = File::open(folder);
    match opened.and_then(|folder| folder.sync_all()) {
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::InvalidInput | ErrorKind::Unsupported | ErrorKind::PermissionDenied
            ) =>
        {
            Ok(())
        }
        result => result,
    }
}

/// Makes a folder and those above it; one that exists is fine.
///
/// # Errors
/// When a file stands in the way, the disk is full or read-only, or permissions forbid it.
pub fn create_folder(folder: &Path) -> Result<(), SourceError> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => SourceError::NotAFolder {
            path: folder.into(),
        },
        _ => SourceError::from_io(folder, error),
    })
}

/// Whether a file name is one of our temporaries.
#[must_use]
pub fn is_own_temporary(name: &str) -> bool {
    name.strip_prefix(PREFIX)
        .and_then(|rest| rest.strip_suffix(SUFFIX))
        .is_some_and(|middle| {
            middle.len() == 12 && middle.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

/// Removes temporaries that a killed run left in `folder`. One that a living run holds is locked, and stays. Whatever
/// cannot be removed also stays, without a word: the next write says what is wrong with the folder.
pub fn sweep(folder: &Path) {
    let Ok(found) = names(folder) else {
        return;
    };
    found
        .iter()
        .filter(|name| name.to_str().is_some_and(is_own_temporary))
        .map(|name| folder.join(name))
        .filter(|path| fs::symlink_metadata(path).is_ok_and(|found| found.is_file()))
        .for_each(|path| remove_unless_held(&path).unwrap_or_default());
}

fn remove_unless_held(path: &Path) -> io::Result<()> {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the door that the ban points to"
    )]
    let file = File::open(path)?;
    match file.try_lock() {
        Ok(()) => fs::remove_file(path),
        Err(TryLockError::WouldBlock) => Ok(()),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests prepare the disk by hand")]
mod tests {
    use super::{create_folder, is_own_temporary, patiently, prepared, sweep, write_atomic};
    use crate::source::SourceError;
    use std::fs;
    use std::io::{Error, ErrorKind};
    use std::path::Path;
    use std::time::Duration;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("folder")
            .map(|entry| {
                entry
                    .expect("entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn files_are_made_and_replaced_whole() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a.pdf");
        write_atomic(&path, b"ett").expect("new");
        write_atomic(&path, b"tva").expect("replaced");
        assert_eq!(fs::read(&path).expect("read"), b"tva");
        assert_eq!(names(folder.path()), ["a.pdf"]);
    }

    #[test]
    fn a_failed_write_leaves_nothing() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("mapp");
        fs::create_dir(&path).expect("folder");
        assert!(matches!(
            write_atomic(&path, b"x"),
            Err(SourceError::IsFolder { .. })
        ));
        assert!(matches!(
            write_atomic(&folder.path().join("saknas/a"), b"x"),
            Err(SourceError::Missing { path }) if path.ends_with("saknas")
        ));
        assert!(matches!(
            write_atomic(&folder.path().join("a".repeat(300)), b"x"),
            Err(SourceError::BadName { .. })
        ));
        assert_eq!(names(folder.path()), ["mapp"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_replaced_and_modes_are_a_new_files() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().expect("temporary folder");
        let (target, link, plain) = (
            folder.path().join("mal"),
            folder.path().join("lank"),
            folder.path().join("ny"),
        );
        fs::write(&target, b"orort").expect("target");
        symlink(&target, &link).expect("link");
        write_atomic(&link, b"x").expect("write");
        assert_eq!(fs::read(&target).expect("read"), b"orort");
        let found = fs::symlink_metadata(&link).expect("metadata");
        assert!(found.is_file());
        fs::write(&plain, b"").expect("plain");
        let wanted = fs::metadata(&plain).expect("metadata").permissions().mode();
        assert_eq!(found.permissions().mode(), wanted);
    }

    #[test]
    fn sweeping_takes_what_is_dead_and_only_that() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let dead = folder.path().join(".kansli-abcdef123456.tmp");
        fs::write(&dead, b"halv").expect("dead");
        for kept in [".kansli-anteckning.tmp", "kansli-abcdef123456.tmp", "a.tmp"] {
            fs::write(folder.path().join(kept), b"").expect("kept");
        }
        fs::create_dir(folder.path().join(".kansli-ABCDEF123456.tmp")).expect("folder");
        let living = prepared(folder.path(), b"lever").expect("living");
        sweep(folder.path());
        assert!(!dead.exists() && living.path().exists());
        drop(living);
        assert_eq!(names(folder.path()).len(), 4);
        sweep(&folder.path().join("saknas"));
    }

    #[test]
    fn own_temporaries_are_recognised() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let file = prepared(folder.path(), b"").expect("file");
        let name = file
            .path()
            .file_name()
            .and_then(|name| name.to_str())
            .expect("name");
        assert!(is_own_temporary(name), "{name}");
        assert!(!is_own_temporary(".kansli-.tmp") && !is_own_temporary("x"));
    }

    #[test]
    fn a_held_file_is_waited_for_and_then_reported() {
        let (mut tries, mut waited) = (0, Duration::ZERO);
        let freed = patiently(
            true,
            |time| waited += time,
            || {
                tries += 1;
                if tries < 4 {
                    Err(Error::from_raw_os_error(32))
                } else {
                    Ok(tries)
                }
            },
        );
        assert_eq!(freed.expect("freed"), 4);
        assert_eq!(waited, Duration::from_millis(140));

        let mut waited = Duration::ZERO;
        let held = patiently(
            true,
            |time| waited += time,
            || Err::<(), _>(Error::from_raw_os_error(5)),
        );
        assert_eq!(held.expect_err("held").raw_os_error(), Some(5));
        assert_eq!(waited, Duration::from_millis(2500));

        let mut tries = 0;
        let other = patiently(
            true,
            |_| panic!("no waiting"),
            || {
                tries += 1;
                Err::<(), _>(Error::from(ErrorKind::StorageFull))
            },
        );
        assert!(other.is_err() && tries == 1);
    }

    #[test]
    fn folders_are_made_unless_a_file_is_in_the_way() {
        let folder = tempfile::tempdir().expect("temporary folder");
        create_folder(&folder.path().join("a/b")).expect("made");
        create_folder(&folder.path().join("a/b")).expect("exists");
        fs::write(folder.path().join("fil"), b"").expect("file");
        for blocked in ["fil", "fil/x"] {
            assert!(matches!(
                create_folder(&folder.path().join(blocked)),
                Err(SourceError::NotAFolder { .. })
            ));
        }
    }
}
