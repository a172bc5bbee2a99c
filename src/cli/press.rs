//! Makes the files of a run's only document while it is judged: a thread for each format makes itself ready, waits for
//! the document and sets it. Writes nothing.

use std::io;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::{self, Scope, ScopedJoinHandle};
use std::time::Duration;

use crate::parallel::STACK_BYTES;
use crate::render::{Format, Rendered};
use crate::source::Stopwatch;
use crate::workspace::{Ready, Workspace};

use super::Failure;

/// How long judging a short ärende takes at most.
const SOON: Duration = Duration::from_millis(20);

/// The threads, and what they wait for. Dropped unfed, they end without having made anything.
pub(super) struct Press<'scope> {
    works: Vec<Work<'scope>>,
    is_fed: bool,
}

/// One format's thread; it ends with nothing when no document comes.
struct Work<'scope> {
    format: Format,
    feed: Sender<Ready>,
    made: ScopedJoinHandle<'scope, Option<Result<Rendered, Failure>>>,
}

impl<'scope> Press<'scope> {
    /// Starts a thread for each format, which may itself take so many `threads` for the document.
    ///
    /// # Errors
    /// When the system gives no more threads.
    pub(super) fn start(
        scope: &'scope Scope<'scope, '_>,
        workspace: &'scope Workspace,
        formats: &[Format],
        threads: usize,
    ) -> io::Result<Self> {
        let work = |format: &Format| {
            let (feed, fed) = channel();
            let format = *format;
            let thread = thread::Builder::new().stack_size(STACK_BYTES);
            let made =
                thread.spawn_scoped(scope, move || made(workspace, format, threads, &fed))?;
            Ok(Work { format, feed, made })
        };
        Ok(Self {
            works: formats.iter().map(work).collect::<io::Result<_>>()?,
            is_fed: false,
        })
    }

    /// The document; of several, only the first is set.
    pub(super) fn feed(&mut self, document: &Ready) {
        if !std::mem::replace(&mut self.is_fed, true) {
            for work in &self.works {
                // A thread that is gone has panicked, and tells when it is waited for.
                let _ = work.feed.send(document.clone());
            }
        }
    }

    /// Its files, in the order of the formats. It must have been fed.
    pub(super) fn files(self) -> Result<Vec<(Format, Rendered)>, Failure> {
        let made = self.works.into_iter().map(|work| {
            drop(work.feed);
            let made = work.made.join();
            let made = made.unwrap_or_else(|why| Some(Err(Failure::panicked(&*why))));
            let unfed = || Err(Failure::internal("dokumentet kom aldrig till tryck"));
            Ok((work.format, made.unwrap_or_else(unfed)?))
        });
        made.collect()
    }
}

/// The document, if there comes one. It is looked for all the time at first: a processor that has been let to sleep
/// takes up to a tenth of the document's whole time to wake.
fn awaited(fed: &Receiver<Ready>) -> Option<Ready> {
    let begun = Stopwatch::start();
    while begun.elapsed() < SOON {
        match fed.try_recv() {
            Ok(document) => return Some(document),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => thread::yield_now(),
        }
    }
    fed.recv().ok()
}

fn made(
    workspace: &Workspace,
    format: Format,
    threads: usize,
    fed: &Receiver<Ready>,
) -> Option<Result<Rendered, Failure>> {
    workspace.settle(format, threads);
    workspace.prepare(format);
    let document = awaited(fed)?;
    Some(Failure::guard(|| {
        workspace.render_with(&document, format, threads)
    }))
}
