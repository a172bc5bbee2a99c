//! The run itself: threads make documents, one puts them in place in groups, and only then the journal says so.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::finding::Level;
use crate::parallel::{self, Begun};
use crate::source::{Hold, Outputs, SourceError, Staged, create_folder};

use super::dispatch;
use super::journal::Journal;
use super::make::{Made, Maker};
use super::{BatchError, Entry, Job, Plan, State, Trouble, Wish};

pub use super::make::{Action, preview};

/// How long a run waits for another that holds the folder: one that renders a document is soon done.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many files are put in place together.
const GROUP: usize = 64;

/// How many bytes wait to be put in place, at most.
const GROUP_BYTES: usize = 16 << 20;

/// How far a run has come.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// Documents done.
    pub done: usize,
    /// Documents to do.
    pub total: usize,
    /// Those that came to nothing.
    pub failed: usize,
}

/// What the documents amount to; the same for a run and for one that went on where it was cut short.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Documents, those of other shares left out.
    pub dokument: usize,
    /// Whose files are there.
    pub klara: usize,
    /// That findings stop.
    pub stoppade: usize,
    /// That something else stops.
    pub misslyckade: usize,
    /// Whose turn never came.
    pub ogjorda: usize,
    /// Files that are as they should be.
    pub filer: usize,
    /// Files that somebody changed and that were kept.
    pub behallna: usize,
    /// Findings by level.
    pub fel: usize,
    /// Findings by level.
    pub varning: usize,
    /// Findings by level.
    pub rad: usize,
    /// What the process ends with on the documents' account.
    pub slutkod: u8,
}

impl Totals {
    /// Counts a document.
    pub fn add(&mut self, entry: &Entry) {
        self.dokument += 1;
        *match entry.status {
            State::Klar => &mut self.klara,
            State::Stoppad => &mut self.stoppade,
            State::Misslyckad => &mut self.misslyckade,
            State::Ogjord => &mut self.ogjorda,
        } += 1;
        for file in &entry.filer {
            *if file.blake3.is_some() {
                &mut self.filer
            } else {
                &mut self.behallna
            } += 1;
        }
        for found in &entry.fynd {
            match found.niva {
                Level::Fel => self.fel += 1,
                Level::Varning => self.varning += 1,
                Level::Rad => self.rad += 1,
                Level::Av => {}
            }
        }
        self.slutkod = self.slutkod.max(entry.code());
    }
}

/// A run that has ended.
#[derive(Debug)]
pub struct Finished {
    /// What was planned.
    pub plan: Plan,
    /// What the documents amount to.
    pub totals: Totals,
    /// Files that this run wrote.
    pub written: usize,
    /// Documents that were up to date.
    pub unchanged: usize,
    /// Outputs whose document is gone: left, or with [`Wish::Prune`] removed.
    pub orphans: Vec<String>,
    /// Those of them that were removed.
    pub pruned: usize,
    /// What made the whole run end early, or kept its journal from being written.
    pub trouble: Option<Trouble>,
    /// Whether somebody ended it.
    pub interrupted: bool,
    /// What is to be said of the list of receivers.
    pub notes: Vec<String>,
    pub(super) share: Option<super::Share>,
    pub(super) explain: fn(BatchError) -> Trouble,
    pub(super) journal: Journal,
    pub(super) done: Vec<bool>,
}

impl Finished {
    /// Every document of this run in the order of the plan, with its number there. What the journal does not give is
    /// undone, and a trouble of the whole run.
    ///
    /// # Errors
    /// Whatever `each` says.
    pub fn entries<E>(
        &mut self,
        mut each: impl FnMut(usize, &Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        for (index, planned) in self.plan.documents.iter().enumerate() {
            if planned.is_mine {
                let known = match self.done[index].then(|| self.journal.entry(&planned.id)) {
                    Some(Err(error)) => {
                        let explain = self.explain;
                        self.trouble.get_or_insert_with(|| explain(error.into()));
                        None
                    }
                    Some(Ok(known)) => known,
                    None => None,
                };
                each(index + 1, &known.unwrap_or_else(|| planned.undone()))?;
            }
        }
        Ok(())
    }
}

/// Makes every document of the plan that is this run's and not up to date.
///
/// # Errors
/// When the folder cannot be used at all.
pub fn run(
    job: &Job<'_>,
    plan: Plan,
    progress: impl FnMut(Progress) + Send,
) -> Result<Finished, BatchError> {
    parallel::with_room(|| carried_out(job, plan, progress))
}

fn carried_out(
    job: &Job<'_>,
    plan: Plan,
    mut progress: impl FnMut(Progress),
) -> Result<Finished, BatchError> {
    create_folder(job.out)?;
    let numbers = job.share.map(super::Share::numbers);
    let hold = match job.share {
        None => Hold::alone(job.out, PATIENCE)?,
        Some(_) => Hold::together(job.out)?,
    };
    let outputs = Outputs::open(job.out, hold, numbers)?;
    let mut journal = Journal::open(job.out, job.share)?;
    let documents = plan
        .documents
        .iter()
        .filter(|document| document.is_mine)
        .count();
    outputs.make_room(documents.saturating_mul(job.formats.len()), documents);
    journal.make_room(documents);
    let journal = Mutex::new(journal);
    let mut todo = Vec::new();
    let mut done = vec![false; plan.documents.len()];
    for (index, planned) in plan.documents.iter().enumerate().filter(|(_, p)| p.is_mine) {
        let is_good = |entry: Option<Entry>| entry.is_some_and(|e| e.status == State::Klar);
        if job.wants(Wish::RetryFailed) && is_good(locked(&journal).entry(&planned.id)?) {
            done[index] = true;
        } else {
            todo.push(index);
        }
    }
    let halt = AtomicBool::new(false);
    let maker = Maker::new(job, &plan, &outputs, &journal);
    let mut desk = Desk {
        job,
        plan: &plan,
        outputs: &outputs,
        journal: &journal,
        halt: &halt,
        group: Vec::new(),
        waiting: (0, 0),
        done,
        written: 0,
        unchanged: 0,
        trouble: None,
        progress: Progress {
            total: todo.len(),
            ..Progress::default()
        },
    };
    progress(desk.progress);
    parallel::as_completed(
        todo.len(),
        job.workers.clamp(1, todo.len().max(1)),
        Begun {
            with: &|| {
                for format in job.formats {
                    job.workspace.settle(*format, 1);
                }
            },
            stop: &|| job.stop.load(Ordering::Relaxed) || halt.load(Ordering::Relaxed),
        },
        |at| maker.make(todo[at]),
        |at, made| {
            desk.take(todo[at], made);
            progress(desk.progress);
        },
    );
    desk.flush();
    let Desk {
        done,
        written,
        unchanged,
        trouble,
        ..
    } = desk;
    let journal = journal.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut finished = Finished {
        plan,
        totals: Totals::default(),
        written,
        unchanged,
        orphans: Vec::new(),
        pruned: 0,
        trouble,
        interrupted: job.stop.load(Ordering::Relaxed),
        notes: Vec::new(),
        share: job.share,
        explain: job.explain,
        journal,
        done,
    };
    finished.end(job, outputs);
    Ok(finished)
}

impl Finished {
    /// What is done once all documents are in place.
    fn end(&mut self, job: &Job<'_>, outputs: Outputs) {
        let mut totals = Totals::default();
        let counted = self.entries(|_, entry| {
            totals.add(entry);
            Ok::<_, ()>(())
        });
        debug_assert!(counted.is_ok());
        self.totals = totals;
        let is_whole = self.trouble.is_none() && !self.interrupted;
        let ended = self.end_folder(job, outputs, is_whole);
        if let (Err(error), None) = (ended, &self.trouble) {
            self.trouble = Some((job.explain)(error));
        }
    }

    fn end_folder(
        &mut self,
        job: &Job<'_>,
        outputs: Outputs,
        is_whole: bool,
    ) -> Result<(), BatchError> {
        if is_whole && job.share.is_none() {
            self.find_orphans(job, &outputs)?;
            let receivers = dispatch::receivers(self);
            if !receivers.is_empty() {
                self.notes = dispatch::write(&outputs, &receivers, job.wants(Wish::Force))?;
            }
        }
        self.journal.close(job.share)?;
        outputs.close()?;
        Ok(())
    }

    fn find_orphans(&mut self, job: &Job<'_>, outputs: &Outputs) -> Result<(), BatchError> {
        let plan = &self.plan;
        let gone = |dokument: &str| plan.is_orphan(job, dokument);
        let orphans = outputs.records().into_iter();
        let orphans = orphans.filter(|(name, dokument)| !plan.has_name(name) && gone(dokument));
        self.orphans = orphans.map(|(name, _)| name).collect();
        if !job.wants(Wish::Prune) {
            return Ok(());
        }
        let mut left = Vec::new();
        for name in std::mem::take(&mut self.orphans) {
            if outputs.remove(&name)? {
                self.pruned += 1;
            } else {
                left.push(name);
            }
        }
        self.orphans = left;
        let planned: std::collections::BTreeSet<&str> =
            self.plan.documents.iter().map(|p| &*p.id).collect();
        let known: Vec<String> = self.journal.documents().map(str::to_owned).collect();
        for dokument in known {
            if !planned.contains(dokument.as_str()) && self.plan.is_orphan(job, &dokument) {
                self.journal.forget(&dokument);
            }
        }
        Ok(())
    }
}

fn locked(journal: &Mutex<Journal>) -> std::sync::MutexGuard<'_, Journal> {
    journal.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where documents come in as they are made, and are put in place in groups.
struct Desk<'a> {
    job: &'a Job<'a>,
    plan: &'a Plan,
    outputs: &'a Outputs,
    journal: &'a Mutex<Journal>,
    halt: &'a AtomicBool,
    group: Vec<(usize, Made)>,
    /// Files and bytes in it.
    waiting: (usize, usize),
    done: Vec<bool>,
    written: usize,
    unchanged: usize,
    trouble: Option<Trouble>,
    progress: Progress,
}

impl Desk<'_> {
    fn take(&mut self, index: usize, made: Made) {
        self.progress.done += 1;
        self.waiting.0 += made.staged.len();
        self.waiting.1 += made.bytes;
        self.group.push((index, made));
        if self.waiting.0 >= GROUP || self.waiting.1 >= GROUP_BYTES || self.group.len() >= 4 * GROUP
        {
            self.flush();
        }
    }

    fn flush(&mut self) {
        self.waiting = (0, 0);
        let mut group = std::mem::take(&mut self.group);
        let staged: Vec<Staged> = group
            .iter_mut()
            .flat_map(|(_, made)| {
                made.has_files = !made.staged.is_empty();
                made.staged.drain(..)
            })
            .collect();
        let mut failed = BTreeMap::new();
        if !staged.is_empty() {
            for (name, result) in self.outputs.commit(staged) {
                match result {
                    Ok(()) => self.written += 1,
                    Err(error) => {
                        failed.insert(name, error);
                    }
                }
            }
        }
        for (index, mut made) in group {
            for (name, hash) in made.adopted {
                let noted = self
                    .outputs
                    .adopt(&name, &self.plan.documents[index].id, hash);
                made.halt |= self.note(noted);
            }
            let lost = made
                .entry
                .filer
                .iter()
                .find_map(|file| failed.remove(&file.fil));
            if let Some(error) = lost {
                made.halt |= is_fatal(&error);
                let why = (self.job.explain)(BatchError::from(error));
                made.entry = Entry::failed(&made.entry.dokument, why);
                made.is_new = true;
            }
            let came_to_nothing = made.entry.status != State::Klar;
            self.progress.failed += usize::from(came_to_nothing);
            made.halt |= came_to_nothing && self.job.wants(Wish::FailFast);
            self.unchanged += usize::from(!made.is_new && !made.has_files);
            if made.is_new {
                let is_input = self.plan.documents[index].part.is_none();
                let noted = locked(self.journal).put(&made.entry, is_input);
                made.halt |= self.note(noted);
            }
            self.done[index] = true;
            if made.halt {
                self.halt.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Whether the manifest or the journal could not be written: then nothing more can be done.
    fn note(&mut self, noted: Result<(), SourceError>) -> bool {
        let Err(error) = noted else {
            return false;
        };
        let why = (self.job.explain)(BatchError::from(error));
        self.trouble.get_or_insert(why);
        true
    }
}

/// Whether every other document would meet with the same.
pub(super) fn is_fatal(error: &SourceError) -> bool {
    matches!(
        error,
        SourceError::DiskFull { .. } | SourceError::ReadOnly { .. } | SourceError::Denied { .. }
    )
}
