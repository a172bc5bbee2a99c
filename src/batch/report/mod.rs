//! The reports of a run: as text, as JSON and as JUnit, sorted by input and the same for any number of threads. Written
//! piece by piece, since ten thousand documents have a long report.

mod json;
mod junit;
mod text;

use std::io::{self, Write};
use std::path::Path;

use crate::source::{create_folder, sweep, write_atomic_with};

use super::{BatchError, Entry, Finished, Share, Totals};

pub use json::write as json;
pub(super) use json::{PlanPart, ReportFile};
pub use junit::write as junit;
pub use text::{entry as entry_text, summary, write as text};

/// What a report tells of.
pub trait Told {
    /// What stands at its head.
    fn head(&self) -> Head;

    /// Every document in the order of the plan, with its number there, from 1.
    ///
    /// # Errors
    /// Whatever `each` says.
    fn each(&mut self, each: &mut dyn FnMut(usize, &Entry) -> io::Result<()>) -> io::Result<()>;
}

/// What stands at a report's head.
#[derive(Debug, Clone)]
pub struct Head {
    /// Which share it tells of; all documents without.
    pub share: Option<Share>,
    /// How many documents the plan has, those of other shares too.
    pub planned: usize,
    /// The plan's fingerprint.
    pub avtryck: String,
    /// What the documents amount to.
    pub totals: Totals,
    /// Outputs whose document is gone.
    pub orphans: Vec<String>,
}

impl Told for Finished {
    fn head(&self) -> Head {
        Head {
            share: self.share,
            planned: self.plan.documents.len(),
            avtryck: self.plan.avtryck(),
            totals: self.totals,
            orphans: self.orphans.clone(),
        }
    }

    fn each(&mut self, each: &mut dyn FnMut(usize, &Entry) -> io::Result<()>) -> io::Result<()> {
        self.entries(each)
    }
}

/// The name of a report: `rapport.json`, or that of one share, `rapport-2-8.json`.
#[must_use]
pub fn name(share: Option<Share>, extension: &str) -> String {
    match share {
        None => format!("rapport.{extension}"),
        Some(share) => format!("rapport-{}-{}.{extension}", share.number, share.of),
    }
}

/// Writes all three into a folder.
///
/// # Errors
/// When the folder cannot be written to.
pub fn save(told: &mut dyn Told, folder: &Path) -> Result<(), BatchError> {
    type Form = fn(&mut dyn Told, &mut dyn Write) -> io::Result<()>;
    create_folder(folder)?;
    // Nobody holds this folder: a run that was killed in the midst of its report has left a piece of it here.
    sweep(folder);
    let share = told.head().share;
    let forms: [(&str, Form); 3] = [("txt", text), ("json", json), ("xml", junit)];
    for (extension, form) in forms {
        write_atomic_with(&folder.join(name(share, extension)), |out| form(told, out))?;
    }
    Ok(())
}
