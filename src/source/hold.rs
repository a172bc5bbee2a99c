//! Keeps runs apart that would write in one folder, so that none loses what another noted. Leaves no file behind.

use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::time::Duration;

use super::{SourceError, sweep};

/// How long a run waits between two looks.
const PAUSE: Duration = Duration::from_millis(25);

/// A folder that is held for as long as this lives: alone, or together with the other shares of one job.
#[derive(Debug)]
pub struct Hold {
    _folder: Option<File>,
}

impl Hold {
    /// Holds nothing: for looking only.
    #[must_use]
    pub const fn none() -> Self {
        Self { _folder: None }
    }

    /// Holds the folder alone, waiting at most `patience` for others to leave it, and sweeps what a killed run left.
    ///
    /// # Errors
    /// [`SourceError::Held`] when others stay.
    pub fn alone(folder: &Path, patience: Duration) -> Result<Self, SourceError> {
        let Some(file) = opened(folder) else {
            sweep(folder);
            return Ok(Self { _folder: None });
        };
        let mut left = patience;
        loop {
            match file.try_lock() {
                // A file system without locks is used as well without.
                Ok(()) | Err(TryLockError::Error(_)) => {
                    sweep(folder);
                    return Ok(Self {
                        _folder: Some(file),
                    });
                }
                Err(TryLockError::WouldBlock) if left.is_zero() => {
                    return Err(SourceError::Held {
                        path: folder.into(),
                    });
                }
                Err(TryLockError::WouldBlock) => {
                    std::thread::sleep(PAUSE.min(left));
                    left = left.saturating_sub(PAUSE);
                }
            }
        }
    }

    /// Holds the folder together with others that hold it so.
    ///
    /// # Errors
    /// [`SourceError::Held`] when somebody holds it alone.
    pub fn together(folder: &Path) -> Result<Self, SourceError> {
        // Only one that is alone may sweep: another's newborn temporary is not locked yet.
        drop(Self::alone(folder, Duration::ZERO));
        let Some(file) = opened(folder) else {
            return Ok(Self { _folder: None });
        };
        for _ in 0..20 {
            match file.try_lock_shared() {
                Ok(()) | Err(TryLockError::Error(_)) => {
                    return Ok(Self {
                        _folder: Some(file),
                    });
                }
                // Another share may be sweeping just now.
                Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            }
        }
        Err(SourceError::Held {
            path: folder.into(),
        })
    }
}

/// The folder itself where a folder can be locked, otherwise a file in it.
fn opened(folder: &Path) -> Option<File> {
    if cfg!(unix) {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the door that the ban points to"
        )]
        return File::open(folder).ok();
    }
    let path = folder.join(".kansli.las");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    options.open(path).ok()
}

#[cfg(test)]
mod tests {
    use super::Hold;
    use crate::source::SourceError;
    use std::time::Duration;

    #[test]
    fn one_alone_or_several_together() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let at = folder.path();
        let alone = Hold::alone(at, Duration::ZERO).expect("free");
        assert!(matches!(
            Hold::alone(at, Duration::from_millis(30)),
            Err(SourceError::Held { .. })
        ));
        drop(alone);
        let first = Hold::together(at).expect("free");
        let second = Hold::together(at).expect("shared");
        assert!(Hold::alone(at, Duration::ZERO).is_err());
        drop((first, second));
        assert!(Hold::alone(at, Duration::ZERO).is_ok());
    }
}
