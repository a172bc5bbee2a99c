//! What can go wrong between Kansli and the disk, in Swedish. Decides no exit code: says only who can mend it.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Who can mend an error: whoever named the file, or whoever runs the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// The wrong file was named (exit code 2).
    Input,
    /// The disk, a permission or a lock stands in the way (exit code 3).
    Environment,
}

/// An error from the disk. The message holds the path and, where there is one, the remedy.
#[derive(Debug, Error)]
pub enum SourceError {
    /// Nothing stands at the path.
    #[error("{} finns inte. Kontrollera namnet och mappen.", shown(path))]
    Missing {
        /// The path asked for.
        path: PathBuf,
    },
    /// A folder stands where a file was wanted.
    #[error("{} är en mapp, inte en fil. Ange en fil i mappen.", shown(path))]
    IsFolder {
        /// The path asked for.
        path: PathBuf,
    },
    /// Something else stands where a folder was wanted.
    #[error(
        "{} är ingen mapp. Ange en mapp, eller flytta filen som ligger i vägen.",
        shown(path)
    )]
    NotAFolder {
        /// The path asked for.
        path: PathBuf,
    },
    /// A device, a pipe or a socket stands where a file was wanted.
    #[error("{} är ingen vanlig fil och läses inte.", shown(path))]
    NotAFile {
        /// The path asked for.
        path: PathBuf,
    },
    /// The file holds more than the caller takes.
    #[error("Filen {} är för stor: högst {} tas emot.", shown(path), size(*limit))]
    TooLarge {
        /// The path asked for.
        path: PathBuf,
        /// The largest size taken, in bytes.
        limit: u64,
    },
    /// The path leads out of the project's root.
    #[error(
        "{} ligger utanför projektets mapp och läses inte. Flytta filen till projektet, eller ange projektets mapp med --root.",
        shown(path)
    )]
    OutsideRoot {
        /// The path asked for.
        path: PathBuf,
    },
    /// The permissions forbid it.
    #[error(
        "Behörighet saknas till {}. Be den som äger filen eller mappen om rätt att läsa och skriva.",
        shown(path)
    )]
    Denied {
        /// The path asked for.
        path: PathBuf,
    },
    /// There is no room left.
    #[error(
        "Disken är full: {} kunde inte skrivas. Frigör utrymme och kör igen.",
        shown(path)
    )]
    DiskFull {
        /// The path to be written.
        path: PathBuf,
    },
    /// The file system takes no writing.
    #[error(
        "{} ligger på en skrivskyddad disk. Välj en annan mapp med --out.",
        shown(path)
    )]
    ReadOnly {
        /// The path to be written.
        path: PathBuf,
    },
    /// Another program holds the file.
    #[error(
        "Ett annat program håller {}. Stäng filen i Word och kör igen.",
        shown(path)
    )]
    Busy {
        /// The path to be written.
        path: PathBuf,
    },
    /// Another run of ours writes in the folder.
    #[error(
        "En annan körning av Kansli skriver i {}. Vänta tills den är klar och kör igen, eller välj en annan mapp med --out.",
        shown(path)
    )]
    Held {
        /// The folder to be written in.
        path: PathBuf,
    },
    /// The file is marked as one that nobody may change.
    #[error(
        "{} är skrivskyddad och ändras inte. Ta bort skrivskyddet, eller arbeta i en kopia.",
        shown(path)
    )]
    Protected {
        /// The path to be written.
        path: PathBuf,
    },
    /// Somebody else changed the file after it was read.
    #[error(
        "{} ändrades av någon annan medan den granskades, och skrevs därför inte över. Kör igen.",
        shown(path)
    )]
    Changed {
        /// The path to be written.
        path: PathBuf,
    },
    /// The path cannot name a file.
    #[error("{} kan inte vara ett filnamn. Välj ett annat namn.", shown(path))]
    BadName {
        /// The path given.
        path: PathBuf,
    },
    /// The disk or the network to it fails.
    #[error(
        "Disken svarar inte som den ska när {} läses eller skrivs. Kontrollera disken eller nätverket och kör igen.",
        shown(path)
    )]
    Broken {
        /// The path concerned.
        path: PathBuf,
    },
    /// The process or the machine has as many files open as it may.
    #[error(
        "För många filer är öppna: {} kunde inte öppnas. Stäng andra program, eller höj gränsen (ulimit -n), och kör igen.",
        shown(path)
    )]
    TooManyOpen {
        /// The path concerned.
        path: PathBuf,
    },
    /// Anything else.
    #[error(
        "{} kunde inte läsas eller skrivas ({}). Kör igen.",
        shown(path),
        told(source)
    )]
    Other {
        /// The path concerned.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl SourceError {
    /// What the system's error means for `path`.
    #[must_use]
    pub fn from_io(path: &Path, error: io::Error) -> Self {
        let path = path.to_path_buf();
        if is_locked(&error, cfg!(windows)) {
            return Self::Busy { path };
        }
        match error.raw_os_error().or_else(|| inner(&error)) {
            Some(EIO | ESTALE) if cfg!(unix) => return Self::Broken { path },
            Some(ENFILE | EMFILE) if cfg!(unix) => return Self::TooManyOpen { path },
            _ => {}
        }
        match error.kind() {
            ErrorKind::NotFound => Self::Missing { path },
            ErrorKind::PermissionDenied => Self::Denied { path },
            ErrorKind::IsADirectory => Self::IsFolder { path },
            ErrorKind::NotADirectory => Self::NotAFolder { path },
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                Self::DiskFull { path }
            }
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy | ErrorKind::WouldBlock => {
                Self::Busy { path }
            }
            ErrorKind::InvalidInput | ErrorKind::InvalidFilename => Self::BadName { path },
            _ => Self::Other {
                path,
                source: error,
            },
        }
    }

    /// Who can mend it.
    #[must_use]
    pub const fn blame(&self) -> Blame {
        match self {
            Self::Missing { .. }
            | Self::IsFolder { .. }
            | Self::NotAFolder { .. }
            | Self::NotAFile { .. }
            | Self::TooLarge { .. }
            | Self::OutsideRoot { .. }
            | Self::BadName { .. } => Blame::Input,
            Self::Denied { .. }
            | Self::DiskFull { .. }
            | Self::ReadOnly { .. }
            | Self::Busy { .. }
            | Self::Held { .. }
            | Self::Protected { .. }
            | Self::Changed { .. }
            | Self::Broken { .. }
            | Self::TooManyOpen { .. }
            | Self::Other { .. } => Blame::Environment,
        }
    }

    /// The path the error is about.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Missing { path }
            | Self::IsFolder { path }
            | Self::NotAFolder { path }
            | Self::NotAFile { path }
            | Self::TooLarge { path, .. }
            | Self::OutsideRoot { path }
            | Self::Denied { path }
            | Self::DiskFull { path }
            | Self::ReadOnly { path }
            | Self::Busy { path }
            | Self::Held { path }
            | Self::Protected { path }
            | Self::Changed { path }
            | Self::BadName { path }
            | Self::Broken { path }
            | Self::TooManyOpen { path }
            | Self::Other { path, .. } => path,
        }
    }
}

/// What Unix systems call a fault of the disk, a file that a network disk has lost, and the two limits on open files.
const EIO: i32 = 5;
const ESTALE: i32 = 116;
const ENFILE: i32 = 23;
const EMFILE: i32 = 24;

/// What the system said, without its English: the rare ones by number, which whoever runs the machine can look up.
#[must_use]
pub fn told(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "behörighet saknas".into(),
        ErrorKind::Interrupted => "avbröts av systemet".into(),
        ErrorKind::BrokenPipe => "mottagaren har slutat läsa".into(),
        ErrorKind::TimedOut => "tiden gick ut".into(),
        ErrorKind::InvalidData => "innehållet är inte UTF-8".into(),
        _ => match error.raw_os_error().or_else(|| inner(error)) {
            Some(EIO) if cfg!(unix) => "enheten svarar inte som den ska".into(),
            Some(ENFILE | EMFILE) if cfg!(unix) => "för många filer är öppna".into(),
            Some(number) => format!("systemets fel nummer {number}"),
            None => "okänt fel".into(),
        },
    }
}

/// The system's number of an error that another crate has wrapped (`tempfile` keeps it in its words only).
fn inner(error: &io::Error) -> Option<i32> {
    let words = error.to_string();
    let (_, rest) = words.split_once("(os error ")?;
    rest.split(')').next()?.parse().ok()
}

/// Whether Windows says that another program holds the file: access denied, sharing violation, lock violation.
pub(super) fn is_locked(error: &io::Error, windows: bool) -> bool {
    windows && matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

/// The path between quotation marks, with nothing in it that a terminal would obey.
fn shown(path: &Path) -> String {
    let path = path.to_string_lossy();
    format!("”{}”", crate::text::visible(&crate::text::masked(&path)))
}

fn size(bytes: u64) -> String {
    const MEGABYTE: u64 = 1024 * 1024;
    if bytes >= MEGABYTE {
        format!("{} MB", bytes / MEGABYTE)
    } else {
        format!("{bytes} byte")
    }
}

#[cfg(test)]
mod tests {
    use super::{Blame, SourceError, is_locked};
    use std::io::{Error, ErrorKind};
    use std::path::Path;

    #[test]
    fn the_systems_errors_become_ours() {
        for (kind, blame, words) in [
            (ErrorKind::NotFound, Blame::Input, "finns inte"),
            (ErrorKind::IsADirectory, Blame::Input, "är en mapp"),
            (ErrorKind::NotADirectory, Blame::Input, "är ingen mapp"),
            (
                ErrorKind::PermissionDenied,
                Blame::Environment,
                "Behörighet saknas",
            ),
            (ErrorKind::StorageFull, Blame::Environment, "Disken är full"),
            (
                ErrorKind::ReadOnlyFilesystem,
                Blame::Environment,
                "skrivskyddad",
            ),
            (
                ErrorKind::ResourceBusy,
                Blame::Environment,
                "Stäng filen i Word",
            ),
            (
                ErrorKind::BrokenPipe,
                Blame::Environment,
                "kunde inte läsas",
            ),
        ] {
            let error = SourceError::from_io(Path::new("ut/a.pdf"), Error::from(kind));
            assert_eq!(error.blame(), blame, "{kind:?}");
            assert!(error.to_string().contains(words), "{error}");
            assert!(error.to_string().contains("”ut/a.pdf”"), "{error}");
        }
    }

    #[test]
    fn messages_carry_no_terminal_escapes() {
        let error = SourceError::Missing {
            path: "a\u{1b}[2J".into(),
        };
        assert!(!error.to_string().contains('\u{1b}'));
    }

    #[test]
    fn locks_are_windows_own() {
        for code in [5, 32, 33] {
            assert!(is_locked(&Error::from_raw_os_error(code), true));
            assert!(!is_locked(&Error::from_raw_os_error(code), false));
        }
        assert!(!is_locked(&Error::from_raw_os_error(2), true));
    }
}
