//! Watching: decides *when* something is made again, from what the last making really read. Knows neither ärenden nor
//! formats ([`Documents`] does), prints nothing, and never touches an output itself.
//!
//! What the system tells of changed files is only a hint that it may be time to look. What is there is looked at path
//! by path, and the hash of the content decides: so no output can start a loop, a lost hint costs two seconds, and a
//! change between reading and watching is found like any other.

mod hints;
mod items;
mod look;
#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests prepare the disk by hand")]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use crate::source::{Seen, Stopwatch};

pub use hints::{Hint, Hints, hints};
use items::Items;

/// How long it must be quiet before anything is made: editors save in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// How long the quiet is waited for at most.
const STARVED: Duration = Duration::from_millis(500);

/// How long a missing or unfinished input is taken for a save under way.
const HELD_BACK: Duration = Duration::from_millis(400);

/// How often everything is looked at, whatever the system tells.
const RECONCILE: Duration = Duration::from_secs(2);

/// How often everything is looked at when the system tells nothing.
pub const POLL: Duration = Duration::from_millis(500);

/// What was asked for while something was made, by absolute path.
pub type Reads = BTreeMap<PathBuf, Seen>;

/// The inputs there are.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Listing {
    /// What each is called, in the order of the person.
    pub inputs: Vec<String>,
    /// The folders that were searched for them.
    pub folders: Vec<PathBuf>,
}

/// A document that may be made.
#[derive(Debug)]
pub struct Sheet<R> {
    /// The name of its files, without extension.
    pub stem: String,
    /// Everything that decides what its files become: the same one gives the same bytes.
    pub likeness: [u8; 32],
    /// The document.
    pub ready: R,
}

/// What judging an input came to.
#[derive(Debug)]
pub enum Verdict<R> {
    /// It is no input after all.
    Foreign,
    /// It ends too early, is missing, or cannot be understood at all: perhaps somebody is saving it just now.
    Unfinished,
    /// Its content stops it.
    Stopped,
    /// It may be made.
    Ready(Vec<Sheet<R>>),
    /// Some of its documents may be made; its content stops those with these names.
    Partly(Vec<Sheet<R>>, Vec<String>),
}

/// An input that was judged.
#[derive(Debug)]
pub struct Judged<R, T> {
    /// What was read for it.
    pub reads: Reads,
    /// What it came to.
    pub verdict: Verdict<R>,
    /// What there is to tell of it.
    pub told: T,
}

/// How the files of a document came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// They stand there.
    Written,
    /// They cannot be made from this input.
    Failed,
    /// Something stands in the way that may go away by itself: it is tried again.
    Blocked,
}

/// Whoever knows the documents.
pub trait Documents {
    /// A document that may be made.
    type Ready;
    /// What there is to tell of an input.
    type Told;

    /// The inputs there are now.
    fn list(&mut self) -> Listing;

    /// Forgets everything that all documents share, and reads it again when it is needed.
    fn reopen(&mut self);

    /// What all documents share and was read since the last [`reopen`](Self::reopen).
    fn shared(&self) -> Reads;

    /// Judges an input. One that is `alone` is the only one of its round: it is worth making already while it is judged,
    /// if it comes to be made.
    fn judge(&mut self, input: &str, alone: bool) -> Judged<Self::Ready, Self::Told>;

    /// Of the names of all documents, those that another one's files would have too, with that other one.
    fn clashes(&self, stems: &[&str]) -> BTreeMap<usize, usize>;

    /// Notes in what is told that a document has the name of another input's, and is not made.
    fn tell_clash(&self, told: &mut Self::Told, stem: &str, other: &str);

    /// Whether all files of a document stand where they should.
    fn stands(&self, stem: &str) -> bool;

    /// Makes the files of a document and notes in what is told how it went.
    fn make(&mut self, input: &str, sheet: Sheet<Self::Ready>, told: &mut Self::Told) -> Made;

    /// A hash of what is told: the same one is not told twice.
    fn digest(&self, told: &Self::Told) -> [u8; 32];
}

/// What an input came to in a round.
#[derive(Debug)]
pub struct Telling<T> {
    /// Which input.
    pub input: String,
    /// What there is to tell.
    pub told: T,
    /// Whether any of its files was written now.
    pub made: bool,
    /// Whether files of an earlier, good version stand there instead of this one's.
    pub shows_earlier: bool,
}

/// Something that whoever started the watching should know.
#[derive(Debug)]
pub enum Event<T> {
    /// Changes are found in this way from now on.
    Watching(Way),
    /// Something was judged or made.
    Round(Round<T>),
}

/// How changes are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// The system tells.
    Told,
    /// Everything is looked at this often, because somebody asked for it or because of something else.
    Polled(Duration, Why),
}

/// Why everything is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Somebody asked for it.
    Asked,
    /// This folder lies on a file system that does not tell.
    Network(PathBuf),
    /// The system has run out of what it tells with, or something else is wrong with it.
    Exhausted(String),
}

/// Once around: everything that had changed.
#[derive(Debug)]
pub struct Round<T> {
    /// How many rounds have made anything so far.
    pub builds: u64,
    /// What each changed input came to, in the order of the person.
    pub tellings: Vec<Telling<T>>,
    /// Inputs that are there no more.
    pub gone: Vec<String>,
    /// How many inputs there are.
    pub inputs: usize,
    /// How long it took.
    pub took: Duration,
}

/// How to watch.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings {
    /// Look at everything this often instead of waiting to be told.
    pub poll: Option<Duration>,
}

/// Watches until it is told to stop or nobody listens any more.
pub fn run<D: Documents>(
    documents: &mut D,
    settings: Settings,
    mut hints: Hints,
    heard: &Receiver<Hint>,
    tell: &Sender<Event<D::Told>>,
) {
    let clock = Stopwatch::start();
    let mut items = Items::default();
    let mut way = match settings.poll {
        Some(interval) => Way::Polled(interval, Why::Asked),
        None => hints.begin(),
    };
    let mut said: Option<Way> = None;
    loop {
        let outcome = items.round(documents, &clock, &hints);
        let mut last = clock.elapsed();
        let mut first = outcome.soon.then_some(last);
        // Watches that were set just now say nothing of what changed before them.
        let mut unheard = false;
        if way == Way::Told {
            match hints.watch(items.folders()) {
                Ok(more) => unheard = more,
                Err(why) => way = Way::Polled(POLL, why),
            }
        }
        if said.as_ref() != Some(&way) {
            said = Some(way.clone());
            if tell.send(Event::Watching(way.clone())).is_err() {
                return;
            }
        }
        if let Some(round) = outcome.round
            && tell.send(Event::Round(round)).is_err()
        {
            return;
        }
        let ended = clock.elapsed();
        let (interval, quiet) = match &way {
            Way::Told => (RECONCILE, QUIET),
            Way::Polled(interval, _) => (*interval, QUIET.min(*interval / 4)),
        };
        // The first hint since the round and the last one decide when the next is due.
        loop {
            let now = clock.elapsed();
            let mut due = ended + interval;
            if let Some(first) = first {
                due = due.min((last + quiet).min(first + STARVED));
            }
            if let Some(held) = outcome.held {
                due = due.min(held);
            }
            if std::mem::take(&mut unheard) {
                due = now;
            }
            if due <= now {
                break;
            }
            match heard.recv_timeout(due.saturating_sub(now)) {
                Ok(Hint::Touched) => {
                    last = clock.elapsed();
                    first.get_or_insert(last);
                }
                Ok(Hint::Lost(why)) if way == Way::Told => {
                    hints.end();
                    way = Way::Polled(POLL, Why::Exhausted(why));
                    break;
                }
                Ok(Hint::Lost(_)) => {}
                Ok(Hint::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => break,
            }
        }
        if hints.is_stopped() {
            return;
        }
    }
}

/// The folders in which a change of these paths is noticed: those they lie in, as they are written and as they are.
fn folders_of<'a>(paths: impl Iterator<Item = &'a Path>) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::new();
    for path in paths {
        let real = crate::source::real_path(path);
        for path in [path, &real] {
            folders.extend(path.parent().map(Path::to_path_buf));
        }
        if real.is_dir() {
            folders.insert(real);
        }
    }
    folders
}
