//! A file of lines that grows while a run works and is put in order when it ends: a run that is killed loses at most its
//! last line. Knows nothing of what the lines say.

use std::fs::{self, File, OpenOptions};
use std::io::{
    self, BufRead as _, BufReader, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _,
};
use std::path::{Path, PathBuf};

use super::{SourceError, names, write_atomic_with};

/// Where a line stands in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    pub(super) offset: u64,
    pub(super) length: u64,
}

/// One file of lines.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    file: Option<File>,
    /// Where the next line goes: what stands after it is part of a line that was never finished.
    end: u64,
}

/// The name of a log: `.kansli-journal.ndjson`, or that of one share of a job, `.kansli-journal-2-8.ndjson`.
#[must_use]
pub fn log_name(kind: &str, share: Option<(u32, u32)>) -> String {
    match share {
        None => format!(".kansli-{kind}.ndjson"),
        Some((number, of)) => format!(".kansli-{kind}-{number}-{of}.ndjson"),
    }
}

/// The names of all logs of a kind in a folder, those of shares too, sorted.
///
/// # Errors
/// When the folder is there and cannot be read: then nobody knows what has been noted.
pub fn logs(folder: &Path, kind: &str) -> Result<Vec<String>, SourceError> {
    let (own, prefix) = (log_name(kind, None), format!(".kansli-{kind}-"));
    let is_share = |name: &str| {
        let numbers = name
            .strip_prefix(&prefix)
            .and_then(|n| n.strip_suffix(".ndjson"));
        numbers.is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit() || b == b'-'))
    };
    let found = match names(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        found => found.map_err(|error| SourceError::from_io(folder, error))?,
    };
    let mut names: Vec<String> = found
        .into_iter()
        .filter_map(|name| name.into_string().ok())
        .filter(|name| *name == own || is_share(name))
        .collect();
    names.sort_unstable();
    Ok(names)
}

impl Log {
    /// Opens the log at `path`, which need not be there yet, and hands over every whole line of it.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn open(path: &Path, mut take: impl FnMut(&str, Line)) -> Result<Self, SourceError> {
        let failed = |error| SourceError::from_io(path, error);
        let mut log = Self {
            path: path.into(),
            file: None,
            end: 0,
        };
        match fs::symlink_metadata(path) {
            // Never followed: whatever it leads to is nobody's log.
            Ok(found) if found.is_symlink() => {
                fs::remove_file(path).map_err(failed)?;
                return Ok(log);
            }
            Ok(found) if found.is_file() => {}
            Ok(_) => return Err(SourceError::NotAFile { path: path.into() }),
            Err(_) => return Ok(log),
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the door that the ban points to"
        )]
        let mut reader = BufReader::new(File::open(path).map_err(failed)?);
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            let read = reader.read_until(b'\n', &mut bytes).map_err(failed)?;
            if bytes.last() != Some(&b'\n') {
                return Ok(log);
            }
            let length = u64::try_from(read).unwrap_or_default();
            let line = Line {
                offset: log.end,
                length,
            };
            log.end += length;
            if let Ok(text) = std::str::from_utf8(&bytes) {
                take(text.trim_end_matches('\n'), line);
            }
        }
    }

    /// Adds a line. What cannot be written whole is not written at all.
    ///
    /// # Errors
    /// When the disk is full or read-only, or permissions forbid it.
    pub fn append(&mut self, text: &str) -> Result<Line, SourceError> {
        debug_assert!(!text.contains('\n'), "one line");
        let bytes = format!("{text}\n");
        let end = self.end;
        let result = self
            .writable()
            .and_then(|file| {
                file.seek(SeekFrom::Start(end))?;
                file.write_all(bytes.as_bytes()).inspect_err(|_| {
                    let _ = file.set_len(end);
                })
            })
            .map_err(|error| SourceError::from_io(&self.path, error));
        result?;
        let line = Line {
            offset: end,
            length: u64::try_from(bytes.len()).unwrap_or_default(),
        };
        self.end += line.length;
        Ok(line)
    }

    /// A line that was handed over or added.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&mut self, line: Line) -> Result<String, SourceError> {
        let length = usize::try_from(line.length).unwrap_or_default();
        let mut bytes = vec![0; length];
        self.writable()
            .and_then(|file| {
                file.seek(SeekFrom::Start(line.offset))?;
                file.read_exact(&mut bytes)
            })
            .map_err(|error| SourceError::from_io(&self.path, error))?;
        let text = String::from_utf8_lossy(&bytes);
        Ok(text.trim_end_matches('\n').to_owned())
    }

    /// Waits until all lines are on the disk.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn sync(&mut self) -> Result<(), SourceError> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        file.sync_data()
            .map_err(|error| SourceError::from_io(&self.path, error))
    }

    /// Puts these lines, and only these, in the log as one step; says where each then stands.
    ///
    /// # Errors
    /// When one of them cannot be read or the disk does not take them: the log is then as it was.
    pub fn keep(&mut self, lines: &[Line]) -> Result<Vec<Line>, SourceError> {
        if lines.is_empty() && fs::symlink_metadata(&self.path).is_err() {
            return Ok(Vec::new());
        }
        let in_order = lines.iter().try_fold(0, |end, line| {
            (line.offset == end).then_some(end + line.length)
        });
        if in_order == Some(self.end) {
            // Whole as it stands, but for half a line of a killed run.
            self.sync()?;
            if fs::symlink_metadata(&self.path).is_ok_and(|found| found.len() == self.end) {
                return Ok(lines.to_vec());
            }
        }
        let path = self.path.clone();
        let mut places = Vec::with_capacity(lines.len());
        let mut lost = None;
        let written = write_atomic_with(&path, |out| {
            places.clear();
            let mut end = 0;
            for line in lines {
                let text = self.read(*line).map_err(|error| {
                    lost = Some(error);
                    io::Error::other("lost")
                })?;
                out.write_all(text.as_bytes())?;
                out.write_all(b"\n")?;
                places.push(Line {
                    offset: end,
                    length: line.length,
                });
                end += line.length;
            }
            Ok(())
        });
        if let Some(error) = lost {
            return Err(error);
        }
        written?;
        self.file = None;
        self.end = lines.iter().map(|line| line.length).sum();
        Ok(places)
    }

    fn writable(&mut self) -> io::Result<&mut File> {
        if self.file.is_none() {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false);
            let file = options.open(&self.path)?;
            // Half a line that a killed run left.
            if file.metadata()?.len() > self.end {
                file.set_len(self.end)?;
            }
            self.file = Some(file);
        }
        self.file
            .as_mut()
            .ok_or_else(|| io::Error::other("just opened"))
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests prepare the disk by hand")]
mod tests {
    use super::{Log, log_name, logs};
    use std::fs;

    #[test]
    fn half_a_line_is_dropped_and_the_rest_put_in_order() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join(log_name("prov", None));
        let open = |lines: &mut Vec<(String, super::Line)>| {
            Log::open(&path, |text, line| lines.push((text.to_owned(), line))).expect("open")
        };
        let mut log = open(&mut Vec::new());
        assert!(!path.exists(), "nothing is written before there is a line");
        log.append("b").expect("line");
        log.append("å").expect("line");
        drop(log);
        fs::write(&path, "b\nå\nhal").expect("torn");
        let mut lines = Vec::new();
        let mut log = open(&mut lines);
        let texts: Vec<_> = lines.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["b", "å"]);
        let added = log.append("a").expect("line");
        assert_eq!(fs::read_to_string(&path).expect("log"), "b\nå\na\n");
        let kept = log.keep(&[added, lines[1].1]).expect("kept");
        assert_eq!(fs::read_to_string(&path).expect("log"), "a\nå\n");
        assert_eq!(log.read(kept[1]).expect("line"), "å");
        assert_eq!(
            log.append("ö").and_then(|l| log.read(l)).expect("line"),
            "ö"
        );
    }

    #[test]
    fn shares_have_logs_of_their_own() {
        let folder = tempfile::tempdir().expect("temporary folder");
        for share in [None, Some((2, 8)), Some((1, 8))] {
            fs::write(folder.path().join(log_name("prov", share)), "").expect("log");
        }
        fs::write(folder.path().join(".kansli-prov-mitt.ndjson"), "").expect("other");
        assert_eq!(
            logs(folder.path(), "prov").expect("a folder"),
            [
                ".kansli-prov-1-8.ndjson",
                ".kansli-prov-2-8.ndjson",
                ".kansli-prov.ndjson"
            ]
        );
    }
}
