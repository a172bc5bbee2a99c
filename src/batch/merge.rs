//! The reports of shares put together to the one that a single run would have given, with the proof that every document was
//! made exactly once.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::source::{Hold, Outputs, read_file};

use super::journal::Journal;
use super::report::{Head, ReportFile, Told};
use super::{BatchError, Entry, State, Totals, dispatch, plan};

/// No report is larger.
const LARGEST: u64 = 1 << 30;

/// The reports of all shares as one.
#[derive(Debug)]
pub struct Merged {
    documents: BTreeMap<usize, Entry>,
    totals: Totals,
    avtryck: String,
    planned: usize,
    orphans: Vec<String>,
}

/// Why reports cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// A file cannot be read or written.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// It is no report of a share.
    #[error("”{file}” är ingen rapport från en del av en körning.")]
    NoReport {
        /// The file.
        file: String,
    },
    /// Two reports are of different plans.
    #[error("”{file}” hör till en annan körning än de andra: dess plan har andra dokument.")]
    OtherPlan {
        /// The file.
        file: String,
    },
    /// There is not exactly one report of each share, or not exactly one of each document.
    #[error("{}", .0.join(" "))]
    NotOnce(Vec<String>),
}

impl From<crate::source::SourceError> for MergeError {
    fn from(error: crate::source::SourceError) -> Self {
        Self::Batch(error.into())
    }
}

/// Puts together the reports in `files`.
///
/// # Errors
/// When they are not of one plan, or some document was made twice or not at all.
pub fn merge(files: &[PathBuf]) -> Result<Merged, MergeError> {
    let mut shares: BTreeMap<u32, String> = BTreeMap::new();
    let mut first: Option<(super::report::PlanPart, u32)> = None;
    let mut faults = Vec::new();
    let mut documents = BTreeMap::new();
    let mut orphans = Vec::new();
    for path in files {
        let file = crate::text::visible(&path.to_string_lossy()).into_owned();
        let bytes = read_file(path, LARGEST)?;
        let report: Option<ReportFile> = serde_json::from_slice(&bytes).ok();
        let report = report.filter(|report| report.kommando == "batch");
        let Some((report, del)) = report.and_then(|mut r| r.del.take().map(|del| (r, del))) else {
            return Err(MergeError::NoReport { file });
        };
        match &first {
            None => first = Some((report.plan, del.av)),
            Some((plan, of)) if *plan == report.plan && *of == del.av => {}
            Some(_) => return Err(MergeError::OtherPlan { file }),
        }
        if let Some(other) = shares.insert(del.nummer, file.clone()) {
            faults.push(format!(
                "Del {} har två rapporter, ”{other}” och ”{file}”.",
                del.nummer
            ));
        }
        orphans.extend(report.overgivna);
        for numbered in report.dokument {
            let name = crate::text::visible(&numbered.entry.dokument).into_owned();
            if numbered.entry.status == State::Ogjord {
                faults.push(format!(
                    "”{name}” är inte gjort: del {} avbröts.",
                    del.nummer
                ));
            }
            if documents.insert(numbered.nr, numbered.entry).is_some() {
                faults.push(format!("”{name}” är gjort två gånger."));
            }
        }
    }
    let Some((plan, of)) = first else {
        return Err(MergeError::NotOnce(vec![
            "Ingen rapport är angiven.".into(),
        ]));
    };
    let missing = (1..=of).filter(|number| !shares.contains_key(number));
    let missing: Vec<String> = missing.map(|number| number.to_string()).collect();
    if !missing.is_empty() {
        let which = crate::text::och_lista(&missing);
        faults.push(format!("Rapporten från del {which} av {of} saknas."));
    } else if documents.len() != plan.dokument
        || plan::avtryck(documents.values().map(|entry| entry.dokument.as_str())) != plan.avtryck
    {
        faults.push(format!(
            "Rapporterna har {} dokument, men planen {}.",
            documents.len(),
            plan.dokument
        ));
    }
    if !faults.is_empty() {
        return Err(MergeError::NotOnce(faults));
    }
    let mut totals = Totals::default();
    for entry in documents.values() {
        totals.add(entry);
    }
    Ok(Merged {
        documents,
        totals,
        avtryck: plan.avtryck,
        planned: plan.dokument,
        orphans,
    })
}

impl Merged {
    /// What the documents amount to.
    #[must_use]
    pub const fn totals(&self) -> &Totals {
        &self.totals
    }

    /// Makes the journals and manifests of shares in the folder of outputs one, and writes the list of receivers, as a
    /// single run would have done.
    ///
    /// # Errors
    /// When the folder cannot be written to, or another run holds it.
    pub fn settle(&self, out: &Path) -> Result<Vec<String>, BatchError> {
        let hold = Hold::alone(out, Duration::from_secs(10))?;
        let outputs = Outputs::open(out, hold, None)?;
        let mut journal = Journal::open(out, None)?;
        let receivers: Vec<_> = self.documents.values().filter_map(dispatch::sent).collect();
        let notes = if receivers.is_empty() {
            Vec::new()
        } else {
            dispatch::write(&outputs, &receivers, false)?
        };
        journal.close(None)?;
        outputs.close()?;
        Ok(notes)
    }
}

impl Told for Merged {
    fn head(&self) -> Head {
        Head {
            share: None,
            planned: self.planned,
            avtryck: self.avtryck.clone(),
            totals: self.totals,
            orphans: self.orphans.clone(),
        }
    }

    fn each(&mut self, each: &mut dyn FnMut(usize, &Entry) -> io::Result<()>) -> io::Result<()> {
        self.documents
            .iter()
            .try_for_each(|(nr, entry)| each(*nr, entry))
    }
}
