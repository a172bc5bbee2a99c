//! Writing over a file that its author still owns: only if it is what it was when it was read, with its permissions
//! kept and links followed. Decides nothing about what is written.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

use super::project::folder_of;
use super::write::{prepared, put_in_place, sync_folder};
use super::{SourceError, read_file, sweep};

/// Writes `bytes` over the file at `path` as one step, if it still holds `known`. A link is followed: what it names is
/// written. On any error the file stands as it was.
///
/// # Errors
/// [`SourceError::Changed`] when the file holds something else by now, [`SourceError::Protected`] when nobody may change
/// it, and whatever the disk says.
pub fn rewrite(path: &Path, known: &[u8], bytes: &[u8]) -> Result<(), SourceError> {
    rewrite_after(path, known, bytes, || {})
}

/// The same, with something that happens when all is prepared and nothing is written yet.
fn rewrite_after(
    path: &Path,
    known: &[u8],
    bytes: &[u8],
    before_the_end: impl FnOnce(),
) -> Result<(), SourceError> {
    let failed = |error| SourceError::from_io(path, error);
    let real = fs::canonicalize(path).map_err(failed)?;
    let metadata = fs::metadata(&real).map_err(failed)?;
    if metadata.permissions().readonly() {
        return Err(SourceError::Protected { path: path.into() });
    }
    // Whoever may not write into the file may not put another in its place either.
    let held = OpenOptions::new()
        .write(true)
        .open(&real)
        .map_err(|error| match failed(error) {
            SourceError::ReadOnly { path } => SourceError::Protected { path },
            other => other,
        })?;
    // On Windows an open file can be neither replaced nor, once locked, read.
    let held = (!cfg!(windows)).then_some(held);
    held.as_ref().map_or(Ok(()), |file| hold(file, path))?;
    let folder = folder_of(&real);
    sweep(folder);
    let temporary = prepared(folder, bytes).map_err(failed)?;
    take_after(temporary.as_file(), &metadata).map_err(failed)?;
    before_the_end();
    // The last look before the rename: another run of ours waits for the lock, then sees what this one wrote.
    let limit = u64::try_from(known.len()).unwrap_or(u64::MAX);
    match read_file(&real, limit) {
        Ok(now) if *now == *known => {}
        Ok(_) | Err(SourceError::TooLarge { .. } | SourceError::Missing { .. }) => {
            return Err(SourceError::Changed { path: path.into() });
        }
        Err(error) => return Err(error),
    }
    put_in_place(temporary, &real, std::thread::sleep).map_err(failed)?;
    sync_folder(folder).map_err(failed)
}

/// Keeps other runs of ours from the file, waiting for one that is at it. A file system without locks writes as well
/// without.
fn hold(file: &File, path: &Path) -> Result<(), SourceError> {
    for _ in 0..50 {
        match file.try_lock() {
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(50)),
        }
    }
    Err(SourceError::Busy { path: path.into() })
}

/// Gives the new file the old one's owner, as far as we may, and its permissions.
fn take_after(new: &File, old: &fs::Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let now = new.metadata()?;
        if (now.uid(), now.gid()) != (old.uid(), old.gid())
            && fchown(new, Some(old.uid()), Some(old.gid())).is_err()
        {
            // Only the superuser gives files away. The group at least is often one's own.
            let _ = fchown(new, None, Some(old.gid()));
        }
    }
    new.set_permissions(old.permissions())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests prepare the disk by hand")]
mod tests {
    use super::{rewrite, rewrite_after};
    use crate::source::SourceError;
    use std::fs;

    #[test]
    fn a_file_is_written_only_as_long_as_it_is_what_was_read() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a.json");
        fs::write(&path, "ett").expect("file");
        rewrite(&path, b"ett", "två".as_bytes()).expect("written");
        assert_eq!(fs::read(&path).expect("file"), "två".as_bytes());
        for (known, then) in [
            ("ett", None),
            ("två", Some("tre")),
            ("två", Some("t")),
            ("två", Some("längre än så")),
        ] {
            fs::write(&path, "två").expect("file");
            let change = || {
                if let Some(then) = then {
                    fs::write(&path, then).expect("file");
                }
            };
            let error = rewrite_after(&path, known.as_bytes(), b"x", change).expect_err("changed");
            assert!(matches!(error, SourceError::Changed { .. }), "{error}");
            assert_eq!(
                fs::read_to_string(&path).expect("file"),
                then.unwrap_or("två")
            );
        }
        let error = rewrite_after(&path, b"x", b"y", || {
            fs::remove_file(&path).expect("removed");
        });
        assert!(matches!(error, Err(SourceError::Changed { .. })));
        assert!(matches!(
            rewrite(&path, b"", b""),
            Err(SourceError::Missing { .. })
        ));
        assert_eq!(
            fs::read_dir(folder.path()).expect("folder").count(),
            0,
            "nothing is left"
        );
    }

    #[test]
    fn of_two_runs_at_once_one_writes() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a.json");
        for _ in 0..4 {
            fs::write(&path, "ett").expect("file");
            let results: Vec<_> = std::thread::scope(|scope| {
                let runs: Vec<_> = [b"a", b"b", b"c"]
                    .into_iter()
                    .map(|new| {
                        scope.spawn({
                            let path = &path;
                            move || (new, rewrite(path, b"ett", new))
                        })
                    })
                    .collect();
                runs.into_iter()
                    .map(|run| run.join().expect("no panic"))
                    .collect()
            });
            let wrote: Vec<_> = results
                .iter()
                .filter(|(_, result)| result.is_ok())
                .collect();
            assert_eq!(wrote.len(), 1, "{results:?}");
            assert_eq!(fs::read(&path).expect("file"), wrote[0].0);
        }
        assert_eq!(fs::read_dir(folder.path()).expect("folder").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_links_are_followed() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().expect("temporary folder");
        fs::create_dir(folder.path().join("under")).expect("folder");
        let (path, link) = (
            folder.path().join("under/a.json"),
            folder.path().join("lank.json"),
        );
        fs::write(&path, "ett").expect("file");
        symlink("under/a.json", &link).expect("link");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("mode");
        rewrite(&link, b"ett", b"tva").expect("written");
        assert_eq!(fs::read(&path).expect("file"), b"tva");
        assert!(fs::symlink_metadata(&link).expect("link").is_symlink());
        assert_eq!(
            fs::metadata(&path).expect("file").permissions().mode() & 0o7777,
            0o640
        );

        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("mode");
        let error = rewrite(&link, b"tva", b"tre").expect_err("read-only");
        assert!(matches!(error, SourceError::Protected { .. }), "{error}");
        assert_eq!(fs::read(&path).expect("file"), b"tva");
    }
}
