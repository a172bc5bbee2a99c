//! Makes the files of a watched document while it is judged: its judges have a thread of their own. Writes and shows
//! nothing: they may stop it yet.

use std::sync::mpsc::channel;
use std::thread;

use crate::parallel::STACK_BYTES;
use crate::render::pdf::Pictures;
use crate::render::{Format, Rendered};
use crate::workspace::{Preview, Ready, Workspace};

use super::Failure;

/// Documents are made one at a time: each may take this many threads.
const THREADS: usize = 2;

/// A document in every format.
pub(super) struct Set {
    pub(super) files: Vec<(Format, Rendered)>,
    /// The same for the screen, if it is shown there.
    pub(super) preview: Option<Preview>,
}

/// A document that was made before its judges were done with it, or could not be.
pub(super) struct Early {
    document: Ready,
    set: Result<Set, Failure>,
}

impl Early {
    /// Whether it was made of this very document.
    pub(super) fn is_of(&self, document: &Ready) -> bool {
        self.document.is(document)
    }

    pub(super) fn into_set(self) -> Result<Set, Failure> {
        self.set
    }
}

/// Makes a document in every format, and for the screen where pictures of its pages are `shown`.
pub(super) fn set(
    workspace: &Workspace,
    document: &Ready,
    formats: &[Format],
    shown: Option<&mut Pictures>,
) -> Result<Set, Failure> {
    let (mut pdf, mut preview) = (None, None);
    if let Some(pictures) = shown {
        let made = Failure::guard(|| workspace.render_with_preview(document, pictures, THREADS))?;
        (pdf, preview) = (Some(made.0), Some(made.1));
    }
    let files = formats.iter().map(|format| {
        let file = match pdf.take_if(|_| *format == Format::Pdf) {
            Some(pdf) => pdf,
            None => Failure::guard(|| workspace.render_with(document, *format, THREADS))?,
        };
        Ok((*format, file))
    });
    Ok(Set {
        files: files.collect::<Result<_, Failure>>()?,
        preview,
    })
}

/// Lets `judge` work in a thread of its own, and `set` the first document that it hands over before it is done.
pub(super) fn judged_and_set<T: Send>(
    judge: impl FnOnce(&mut dyn FnMut(Ready)) -> Result<T, Failure> + Send,
    set: impl FnOnce(&Ready) -> Result<Set, Failure>,
) -> (Result<T, Failure>, Option<Early>) {
    let (feed, fed) = channel();
    let judging = move || {
        // The one that waits for it is done when it has one.
        let mut ahead = |document: Ready| drop(feed.send(document));
        Failure::guard(|| judge(&mut ahead))
    };
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK_BYTES);
        let judging = match thread.spawn_scoped(scope, judging) {
            Ok(judging) => judging,
            Err(error) => return (Err(Failure::internal(&error.to_string())), None),
        };
        let early = fed.recv().ok().map(|document| Early {
            set: set(&document),
            document,
        });
        let judged = judging.join();
        (
            judged.unwrap_or_else(|why| Err(Failure::panicked(&*why))),
            early,
        )
    })
}
