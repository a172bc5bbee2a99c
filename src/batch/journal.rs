//! The journal: one line for each document, added when its files are in place and put in order at the end. Judges nothing
//! of what it holds.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::source::{Line, Log, Register, SourceError, log_name, logs};

use super::{Entry, Share};

const KIND: &str = "journal";

/// The journal of a folder.
#[derive(Debug)]
pub(super) struct Journal {
    /// The own one first, then those of other shares.
    logs: Vec<Log>,
    others: Vec<PathBuf>,
    /// In which log each document's line stands, and where.
    known: Register<(usize, Line)>,
    /// What only this run's report tells of, and what a full disk did not take.
    unwritten: BTreeMap<Box<str>, Entry>,
}

/// Which document a line is of.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow)]
    dokument: std::borrow::Cow<'a, str>,
}

impl Journal {
    pub(super) fn open(folder: &Path, share: Option<Share>) -> Result<Self, SourceError> {
        let own = log_name(KIND, share.map(Share::numbers));
        let mut names = vec![own.clone()];
        names.extend(logs(folder, KIND)?.into_iter().filter(|name| *name != own));
        let mut known: Register<(usize, Line)> = Register::default();
        let mut logs = Vec::with_capacity(names.len());
        for (index, name) in names.iter().enumerate() {
            logs.push(Log::open(&folder.join(name), |text, line| {
                if let Ok(head) = serde_json::from_str::<Head<'_>>(text) {
                    // What this run's own journal says goes before what the others say.
                    let before = known.get(&head.dokument).map(|place| place.0);
                    if before.is_none_or(|before| before == index) {
                        known.insert(&head.dokument, (index, line));
                    }
                }
            })?);
        }
        let others = names[1..].iter().map(|name| folder.join(name)).collect();
        Ok(Self {
            logs,
            others,
            known,
            unwritten: BTreeMap::new(),
        })
    }

    /// Takes room for so many more documents.
    pub(super) fn make_room(&mut self, documents: usize) {
        self.known.make_room(documents);
    }

    /// What is known of a document.
    ///
    /// # Errors
    /// When the journal cannot be read any more.
    pub(super) fn entry(&mut self, dokument: &str) -> Result<Option<Entry>, SourceError> {
        if let Some(entry) = self.unwritten.get(dokument) {
            return Ok(Some(entry.clone()));
        }
        let Some((log, line)) = self.known.get(dokument) else {
            return Ok(None);
        };
        let text = self.logs[*log].read(*line)?;
        Ok(serde_json::from_str(&text).ok())
    }

    /// Notes what came of a document, or of an input that could not be opened: that is remembered for the report alone,
    /// unless a document had its name. Nor does the report miss what the disk does not take.
    pub(super) fn put(&mut self, entry: &Entry, is_input: bool) -> Result<(), SourceError> {
        let text = serde_json::to_string(entry).unwrap_or_default();
        let dokument: Box<str> = entry.dokument.as_str().into();
        if is_input && self.known.get(&dokument).is_none() {
            self.unwritten.insert(dokument, entry.clone());
            return Ok(());
        }
        match self.logs[0].append(&text) {
            Ok(line) => {
                self.unwritten.remove(&dokument);
                self.known.insert(&dokument, (0, line));
                Ok(())
            }
            Err(error) => {
                self.unwritten.insert(dokument, entry.clone());
                Err(error)
            }
        }
    }

    /// Every document that is known.
    pub(super) fn documents(&self) -> impl Iterator<Item = &str> {
        let known = self.known.sorted().into_iter();
        known.map(|(dokument, _)| dokument)
    }

    pub(super) fn forget(&mut self, dokument: &str) {
        self.known.remove(dokument);
    }

    /// The documents whose lines stand in some of the logs, sorted, each with its place.
    fn in_logs(&self, asked: impl Fn(usize) -> bool) -> Vec<(String, (usize, Line))> {
        let known = self.known.sorted().into_iter();
        known
            .filter(|(_, at)| asked(at.0))
            .map(|(dokument, at)| (dokument.to_owned(), *at))
            .collect()
    }

    /// Puts the journal in order, sorted by document. Without shares it is the only one from then on.
    pub(super) fn close(&mut self, share: Option<Share>) -> Result<(), SourceError> {
        if share.is_none() {
            for (dokument, (log, line)) in self.in_logs(|log| log > 0) {
                let text = self.logs[log].read(line)?;
                let line = self.logs[0].append(&text)?;
                self.known.insert(&dokument, (0, line));
            }
        }
        let own = self.in_logs(|log| log == 0);
        let lines: Vec<Line> = own.iter().map(|(_, (_, line))| *line).collect();
        let places = self.logs[0].keep(&lines)?;
        for ((dokument, _), line) in own.into_iter().zip(places) {
            self.known.insert(&dokument, (0, line));
        }
        if share.is_none() {
            self.logs.truncate(1);
            for other in self.others.drain(..) {
                fs::remove_file(&other).map_err(|error| SourceError::from_io(&other, error))?;
            }
        }
        Ok(())
    }
}
