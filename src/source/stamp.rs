//! What stands at a path now, for whoever waits for it to change: cheaply by its marks, surely by its content. Follows
//! links and reads nothing but to hash it.

use std::fs::{self, Metadata};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::names;
use super::recording::listing_hash;

/// Larger files are told apart by their marks alone: nothing that Kansli reads is that large.
const LARGEST: u64 = 64 << 20;

/// The marks of a file that change when its content does, nearly always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    folder: bool,
    length: u64,
    modified: Option<SystemTime>,
    /// Device, inode, and when either the content or the marks were changed, which no program can set back.
    #[cfg(unix)]
    unix: (u64, u64, i64, i64),
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing, or nothing that can be reached.
    Missing,
    /// A file whose bytes have this BLAKE3 hash.
    File([u8; 32]),
    /// A folder whose names have this hash.
    Folder([u8; 32]),
    /// Something that is there and cannot be read, by its marks.
    Closed(Stamp),
}

/// The marks of what stands at a path, links followed; `None` when nothing does.
#[must_use]
pub fn stamp(path: &Path) -> Option<Stamp> {
    fs::metadata(path).ok().as_ref().map(stamp_of)
}

fn stamp_of(metadata: &Metadata) -> Stamp {
    #[cfg(unix)]
    use std::os::unix::fs::MetadataExt as _;
    Stamp {
        folder: metadata.is_dir(),
        length: metadata.len(),
        modified: metadata.modified().ok(),
        #[cfg(unix)]
        unix: (
            metadata.dev(),
            metadata.ino(),
            metadata.ctime(),
            metadata.ctime_nsec(),
        ),
    }
}

/// What stands at a path whose marks are `stamp`.
#[must_use]
pub fn state(path: &Path, stamp: Stamp) -> State {
    let closed = State::Closed(stamp);
    if stamp.folder {
        let Ok(found) = names(path) else {
            return closed;
        };
        let named = found.iter().map(|name| name.to_string_lossy().into_owned());
        let mut names: Vec<String> = named.collect();
        names.sort_unstable();
        return State::Folder(listing_hash(&names));
    }
    // Opening a pipe would wait for a writer.
    let is_file = fs::metadata(path).is_ok_and(|found| found.is_file());
    if !is_file || stamp.length > LARGEST {
        return closed;
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the door that the ban points to"
    )]
    let opened = fs::File::open(path);
    let mut bytes = Vec::new();
    match opened.and_then(|file| file.take(LARGEST).read_to_end(&mut bytes)) {
        Ok(_) => State::File(*blake3::hash(&bytes).as_bytes()),
        Err(_) => closed,
    }
}

/// The path without links; as it is when it does not exist.
#[must_use]
pub fn real_path(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Which folder stands at a path: another one gives another answer, its content does not.
#[must_use]
pub fn folder_identity(path: &Path) -> Option<(u64, u64)> {
    let metadata = fs::metadata(path).ok().filter(Metadata::is_dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Some((metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        let made = metadata.created().ok()?;
        let since = made.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some((since.as_secs(), since.subsec_nanos().into()))
    }
}

/// Whether a folder lies on a file system that tells nobody here of what is changed elsewhere.
#[must_use]
pub fn is_network(folder: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        rustix::fs::statfs(folder).is_ok_and(|found| {
            // The field is as wide as the machine's long; the kinds are 32 bits.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "only the low 32 bits are the kind"
            )]
            let kind = found.f_type as u32;
            NETWORK_KINDS.contains(&kind)
        })
    }
    #[cfg(not(target_os = "linux"))]
    {
        use std::path::{Component, Prefix};
        let first = real_path(folder);
        matches!(
            first.components().next(),
            Some(Component::Prefix(prefix))
                if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..))
        )
    }
}

/// NFS, SMB, CIFS, SMB2, FUSE (`sshfs` and others), 9P, AFS, Ceph, Coda, NCP and `VirtualBox`'s shared folders.
#[cfg(target_os = "linux")]
const NETWORK_KINDS: [u32; 11] = [
    0x6969,
    0x517b,
    0xff53_4d42,
    0xfe53_4d42,
    0x6573_5546,
    0x0102_1997,
    0x5346_414f,
    0x00c3_6400,
    0x7375_7245,
    0x564c,
    0x786f_4256,
];

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests prepare the disk by hand")]
mod tests {
    use super::{State, folder_identity, is_network, stamp, state};
    use std::fs;
    use std::path::Path;

    fn now(path: &Path) -> State {
        stamp(path).map_or(State::Missing, |stamp| state(path, stamp))
    }

    #[test]
    fn content_and_names_make_the_state() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a");
        assert_eq!((now(&path), stamp(&path)), (State::Missing, None));
        let empty = now(folder.path());
        fs::write(&path, "ett").expect("file");
        assert_ne!(now(folder.path()), empty);
        let one = now(&path);
        assert_eq!(one, State::File(*blake3::hash(b"ett").as_bytes()));
        fs::write(&path, "två").expect("file");
        assert_ne!(now(&path), one);
        assert!(!is_network(folder.path()));
        assert!(folder_identity(folder.path()).is_some() && folder_identity(&path).is_none());
    }

    /// The same size and the same time of change, set by hand: the inode's own time gives it away.
    #[cfg(unix)]
    #[test]
    fn a_change_that_hides_is_seen() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("a");
        fs::write(&path, "ett").expect("file");
        let before = stamp(&path).expect("there");
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::write(&path, "tva").expect("file");
        let file = fs::File::options().write(true).open(&path).expect("file");
        file.set_modified(before.modified.expect("a time"))
            .expect("set back");
        let after = stamp(&path).expect("there");
        assert_eq!(
            (after.length, after.modified),
            (before.length, before.modified)
        );
        assert_ne!(after, before);
    }
}
