//! A list of lines that somebody wrote: where each begins, read again when its turn comes, so that a long list costs no
//! memory. Changes nothing in it.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{Line, SourceError};

/// A list and where its lines stand.
#[derive(Debug)]
pub struct List {
    path: PathBuf,
    file: Mutex<File>,
    size: u64,
}

impl List {
    /// The list in a file.
    ///
    /// # Errors
    /// When it is missing, is no file or cannot be read.
    pub fn open(path: &Path) -> Result<Self, SourceError> {
        let failed = |error| SourceError::from_io(path, error);
        // Opening a pipe would wait for a writer: the kind is asked for first.
        let found = std::fs::metadata(path).map_err(failed)?;
        if found.is_dir() {
            return Err(SourceError::IsFolder { path: path.into() });
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the door that the ban points to"
        )]
        let file = File::open(path).map_err(failed)?;
        if found.is_file() {
            return Ok(Self {
                path: path.into(),
                size: found.len(),
                file: Mutex::new(file),
            });
        }
        Self::taken(path, file)
    }

    /// The list that comes out of `from`, taken to a file that nobody else sees.
    ///
    /// # Errors
    /// When it cannot be read, or the disk is full.
    pub fn taken(name: &Path, mut from: impl Read) -> Result<Self, SourceError> {
        let failed = |error| SourceError::from_io(name, error);
        let mut file = tempfile::tempfile().map_err(failed)?;
        let size = io::copy(&mut from, &mut file).map_err(failed)?;
        Ok(Self {
            path: name.into(),
            file: Mutex::new(file),
            size,
        })
    }

    /// The whole list as one line.
    #[must_use]
    pub const fn whole(&self) -> Line {
        Line {
            offset: 0,
            length: self.size,
        }
    }

    /// Hands over every line that is not empty, with its number from 1.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub fn lines(&self, mut take: impl FnMut(usize, Line)) -> Result<(), SourceError> {
        let failed = |error| SourceError::from_io(&self.path, error);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        let mut reader = BufReader::with_capacity(1 << 16, &mut *file);
        let (mut number, mut start, mut at, mut is_empty) = (1, 0_u64, 0_u64, true);
        loop {
            let bytes = reader.fill_buf().map_err(failed)?;
            if bytes.is_empty() {
                break;
            }
            let end = memchr::memchr(b'\n', bytes);
            let part = &bytes[..end.unwrap_or(bytes.len())];
            // A byte order mark alone says nothing either.
            let blank = |b: &u8| b.is_ascii_whitespace() || (at < 3 && b"\xef\xbb\xbf".contains(b));
            is_empty &= part.iter().all(blank);
            let used = part.len() + usize::from(end.is_some());
            at += part.len() as u64;
            if end.is_some() {
                if !is_empty {
                    take(
                        number,
                        Line {
                            offset: start,
                            length: at - start,
                        },
                    );
                }
                at += 1;
                (number, start, is_empty) = (number + 1, at, true);
            }
            reader.consume(used);
        }
        if !is_empty {
            take(
                number,
                Line {
                    offset: start,
                    length: at - start,
                },
            );
        }
        Ok(())
    }

    /// A line's bytes, if there are at most `limit` of them.
    ///
    /// # Errors
    /// When it is longer, or cannot be read.
    pub fn read(&self, line: Line, limit: u64) -> Result<Vec<u8>, SourceError> {
        let failed = |error| SourceError::from_io(&self.path, error);
        if line.length > limit {
            return Err(SourceError::TooLarge {
                path: self.path.clone(),
                limit,
            });
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(line.offset)).map_err(failed)?;
        let mut bytes = vec![0; usize::try_from(line.length).unwrap_or_default()];
        file.read_exact(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::List;
    use std::path::Path;

    #[test]
    fn lines_are_found_and_read_again() {
        let text = "\u{feff}\n{\"a\":1}\r\n\n  \n{\"b\":\"å\"}".as_bytes();
        let list = List::taken(Path::new("-"), text).expect("taken");
        let mut found = Vec::new();
        list.lines(|number, line| found.push((number, line)))
            .expect("lines");
        let texts: Vec<_> = found
            .iter()
            .map(|(number, line)| {
                let bytes = list.read(*line, 100).expect("line");
                (*number, String::from_utf8(bytes).expect("UTF-8"))
            })
            .collect();
        assert_eq!(
            texts,
            [
                (2, "{\"a\":1}\r".to_owned()),
                (5, "{\"b\":\"å\"}".to_owned())
            ]
        );
        assert!(list.read(found[0].1, 3).is_err());
        assert_eq!(list.read(list.whole(), 100).expect("all"), text);
    }
}
