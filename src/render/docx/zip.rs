//! A zip file: entries in the order they are added, with nothing of the clock or the machine in them. Knows nothing of
//! what they hold.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::num::TryFromIntError;
use std::rc::Rc;

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

/// A smaller entry is stored as it is: packing it gains some hundred bytes.
const WORTH_PACKING: usize = 512;

/// The first day that a zip file can tell.
const DATE: u16 = 0x0021;

/// How an entry is stored, and which version of the format a reader must know for it.
const STORED: (u16, u16) = (0, 10);
const DEFLATED: (u16, u16) = (8, 20);

/// Made on Unix; a file that its owner may write.
const UNIX: u16 = 3 << 8;
const ATTRIBUTES: u32 = 0o100_644 << 16;

/// How many packed entries a thread remembers, and how long each may be: many parts of a document are those of the one
/// before.
const REMEMBERED: usize = 24;
const LONGEST: usize = 32 << 10;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub(super) enum ZipError {
    /// It would be larger than the format takes.
    #[error("filen är för stor")]
    TooLarge(#[from] TryFromIntError),
    /// The packer gave up.
    #[error("packningen misslyckades")]
    Packing,
}

/// A zip file under way.
pub(super) struct Zip {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl Zip {
    /// A file that becomes about as large as `room`.
    pub(super) fn with_room(room: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(room),
            directory: Vec::with_capacity(2048),
            count: 0,
        }
    }

    /// Adds an entry, packed if that is worth while.
    pub(super) fn add(
        &mut self,
        name: &str,
        bytes: &[u8],
        is_packed: bool,
    ) -> Result<(), ZipError> {
        debug_assert!(name.is_ascii(), "a name in another alphabet must be marked");
        if is_packed || bytes.len() < WORTH_PACKING {
            return self.put(name, STORED, bytes, bytes);
        }
        let packed = packed(bytes)?;
        self.put(name, DEFLATED, bytes, &packed)
    }

    fn put(
        &mut self,
        name: &str,
        (method, version): (u16, u16),
        bytes: &[u8],
        stored: &[u8],
    ) -> Result<(), ZipError> {
        let mut crc = Crc::new();
        crc.update(bytes);
        let offset = u32::try_from(self.bytes.len())?;
        let mut head = Vec::with_capacity(26);
        for field in [version, 0, method, 0, DATE] {
            head.extend(field.to_le_bytes());
        }
        let (packed, whole) = (u32::try_from(stored.len())?, u32::try_from(bytes.len())?);
        for field in [crc.sum(), packed, whole] {
            head.extend(field.to_le_bytes());
        }
        for field in [u16::try_from(name.len())?, 0] {
            head.extend(field.to_le_bytes());
        }
        for part in [b"PK\x03\x04", &head[..], name.as_bytes(), stored] {
            self.bytes.extend_from_slice(part);
        }
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend((UNIX | version).to_le_bytes());
        self.directory.extend(head);
        // No comment, the first disk, nothing said of its content.
        self.directory.extend([0; 6]);
        for field in [ATTRIBUTES, offset] {
            self.directory.extend(field.to_le_bytes());
        }
        self.directory.extend(name.as_bytes());
        self.count = self.count.checked_add(1).ok_or(ZipError::Packing)?;
        Ok(())
    }

    /// The file.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, ZipError> {
        let offset = u32::try_from(self.bytes.len())?;
        let size = u32::try_from(self.directory.len())?;
        self.bytes.append(&mut self.directory);
        self.bytes.extend(b"PK\x05\x06\0\0\0\0");
        for field in [self.count; 2] {
            self.bytes.extend(field.to_le_bytes());
        }
        for field in [size, offset] {
            self.bytes.extend(field.to_le_bytes());
        }
        self.bytes.extend([0; 2]);
        Ok(self.bytes)
    }
}

/// A packer, which takes longer to make than most entries to pack, and what it has packed of late.
struct Packer {
    deflate: Compress,
    recent: VecDeque<(Box<[u8]>, Rc<[u8]>)>,
}

fn packed(bytes: &[u8]) -> Result<Rc<[u8]>, ZipError> {
    thread_local! {
        static PACKER: RefCell<Packer> = RefCell::new(Packer {
            deflate: Compress::new(Compression::new(6), false),
            recent: VecDeque::new(),
        });
    }
    PACKER.with_borrow_mut(|packer| packer.pack(bytes))
}

impl Packer {
    fn pack(&mut self, bytes: &[u8]) -> Result<Rc<[u8]>, ZipError> {
        let known = self.recent.iter().position(|(whole, _)| **whole == *bytes);
        if let Some(known) = known.and_then(|at| self.recent.remove(at)) {
            let packed = Rc::clone(&known.1);
            self.recent.push_front(known);
            return Ok(packed);
        }
        self.deflate.reset();
        let mut packed = Vec::with_capacity(bytes.len() / 4 + 256);
        loop {
            let read = usize::try_from(self.deflate.total_in())?;
            let rest = bytes.get(read..).unwrap_or_default();
            let done = self
                .deflate
                .compress_vec(rest, &mut packed, FlushCompress::Finish);
            match done {
                Ok(Status::StreamEnd) => break,
                Ok(_) => packed.reserve(packed.capacity()),
                Err(_) => return Err(ZipError::Packing),
            }
        }
        let packed: Rc<[u8]> = packed.into();
        if bytes.len() <= LONGEST {
            self.recent.truncate(REMEMBERED - 1);
            self.recent.push_front((bytes.into(), Rc::clone(&packed)));
        }
        Ok(packed)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::{WORTH_PACKING, Zip};

    #[test]
    fn what_is_packed_comes_out_as_it_was() {
        let text = "Kommunstyrelsen beslutar att godkänna förslaget. ".repeat(40_000);
        let mut random = fastrand::Rng::with_seed(4);
        let noise: Vec<u8> = (0..100_000).map(|_| random.u8(..)).collect();
        let entries: [(&str, &[u8], bool); 6] = [
            ("tom", b"", false),
            ("kort", &text.as_bytes()[..WORTH_PACKING - 1], false),
            ("del.xml", &text.as_bytes()[..5000], false),
            ("del2.xml", &text.as_bytes()[..5000], false),
            ("lang.xml", text.as_bytes(), false),
            ("brus", &noise, false),
        ];
        let made = || {
            let mut zip = Zip::with_room(0);
            for (name, bytes, is_packed) in entries {
                zip.add(name, bytes, is_packed).expect("room");
            }
            zip.finish().expect("room")
        };
        let (first, second) = (made(), made());
        assert!(first == second, "what is remembered changes nothing");
        let mut archive = zip::ZipArchive::new(Cursor::new(first)).expect("a zip file");
        assert_eq!(archive.len(), entries.len());
        for (index, (name, bytes, _)) in entries.iter().enumerate() {
            let mut file = archive.by_index(index).expect("an entry");
            let mut read = Vec::new();
            file.read_to_end(&mut read).expect("sound");
            assert_eq!(file.name().expect("a name"), *name);
            assert!(read == *bytes, "{name}");
        }
    }
}
