//! Many documents at once: everything is planned before anything is written, every document is made exactly once, and a
//! run that was cut short goes on where it ended. Prints nothing; the command line does.

mod dispatch;
mod eml;
mod entry;
mod journal;
mod make;
mod merge;
pub(crate) mod names;
mod plan;
pub mod report;
mod share;
mod work;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::render::{Format, RenderError};
use crate::source::{Files, SourceError};
use crate::workspace::{Options, Workspace, WorkspaceError};

pub use entry::{Entry, FileEntry, Found, Place, Receiver, State, Trouble};
pub(crate) use make::{is_others, kept};
pub use merge::{MergeError, Merged, merge};
pub use plan::{Plan, Planned};
pub use report::Told;
pub use share::Share;
pub use work::{Action, Finished, Progress, Totals, preview, run};

/// What was asked for beside the documents themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wish {
    /// Make everything again, and replace what somebody has changed.
    Force,
    /// Remove outputs whose document is gone.
    Prune,
    /// Only what was stopped or failed, or never begun.
    RetryFailed,
    /// Stop at the first document that is stopped or fails.
    FailFast,
    /// Copies for receivers too.
    PerMottagare,
    /// An e-mail for every receiver.
    Eml,
}

/// One run.
pub struct Job<'a> {
    /// Templates, schemas and profiles.
    pub workspace: &'a Workspace,
    /// How documents are judged.
    pub options: &'a Options,
    /// What documents are made of.
    pub inputs: &'a dyn Inputs,
    /// The folder they are written to.
    pub out: &'a Path,
    /// The formats they are made in, each once.
    pub formats: &'a [Format],
    /// Which share of the documents this run makes; all of them without.
    pub share: Option<Share>,
    /// How many threads work.
    pub workers: usize,
    /// What else was asked for.
    pub wishes: BTreeSet<Wish>,
    /// Becomes true when the run shall end early.
    pub stop: &'a AtomicBool,
    /// Puts an error in words.
    pub explain: fn(BatchError) -> Trouble,
}

impl Job<'_> {
    fn wants(&self, wish: Wish) -> bool {
        self.wishes.contains(&wish)
    }
}

/// What documents are made of: files, or lines of lists.
pub trait Inputs: Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// The file it comes from, as the journal calls it: the same wherever and from wherever the run is started.
    fn source(&self, index: usize) -> String;

    /// The line it is, from 1, if it is one of a list.
    fn line(&self, index: usize) -> Option<usize>;

    /// Reads it; `None` for what turns out to be no ärende.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read(&self, index: usize) -> Result<Option<Content>, BatchError>;

    /// The files that what it names is read from.
    ///
    /// # Errors
    /// When there is no such place.
    fn files(&self, index: usize) -> Result<Arc<dyn Files>, BatchError>;

    /// Whether the file that the journal calls `source` is no longer there.
    fn is_gone(&self, source: &str) -> bool;
}

/// What was read, and where it stands.
pub struct Content {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Its folder inside `files`.
    pub folder: PathBuf,
    /// The root that no read leaves.
    pub files: Arc<dyn Files>,
}

/// Why a document, or a whole run, came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The disk.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Templates and configuration.
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    /// Layouts, or a defect in the program.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// Whoever lists the inputs says so in words of its own.
    #[error("{}", .0.meddelande)]
    Told(Trouble),
    /// The input is no longer what was planned.
    #[error("Filen ändrades under körningen.")]
    Changed,
    /// Another document would have the same file.
    #[error("Dokumentet skulle heta ”{name}”, liksom det av ”{other}”.")]
    Collision {
        /// The file name, without extension.
        name: String,
        /// The other document.
        other: String,
    },
    /// A defect in the program, met while one document was made.
    #[error("{0}")]
    Panic(String),
}
