//! Work on many things at once, results in their order. Threads are plain ones: the PDF renderer must not share a pool
//! with whoever calls it.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Room for recursion over deeply nested trees, Typst's above all; only touched pages of it cost memory.
pub const STACK_BYTES: usize = 32 << 20;

/// How many threads `count` things are worth.
pub fn workers(asked: Option<NonZero<usize>>, count: usize) -> usize {
    let most = asked.or_else(|| thread::available_parallelism().ok());
    most.map_or(1, NonZero::get).min(count.max(1))
}

/// Calls `work` for `0..count` on `workers` threads and `take` with each result, in order, on the calling thread.
pub fn in_order<T: Send>(
    count: usize,
    workers: usize,
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(usize, T),
) {
    let (mut early, mut due) = (BTreeMap::new(), 0);
    let in_turn = |index, result| {
        early.insert(index, result);
        while let Some(result) = early.remove(&due) {
            take(due, result);
            due += 1;
        }
    };
    as_completed(count, workers, Begun::default(), work, in_turn);
}

/// Runs `work` on a thread with room for setting documents.
///
/// # Panics
/// When the system gives no more threads, and when `work` does.
pub fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let thread = || thread::Builder::new().stack_size(STACK_BYTES);
    thread::scope(|scope| match thread().spawn_scoped(scope, work) {
        Ok(running) => running
            .join()
            .unwrap_or_else(|why| std::panic::resume_unwind(why)),
        Err(error) => panic!("no more threads: {error}"),
    })
}

/// How the threads of a run begin and end.
#[derive(Clone, Copy)]
pub struct Begun<'a> {
    /// What each does first. It has room for setting documents, unless it is the calling thread.
    pub with: &'a (dyn Fn() + Sync),
    /// Nothing new is begun once it says so.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

impl Default for Begun<'_> {
    fn default() -> Self {
        Self {
            with: &|| (),
            stop: &|| false,
        }
    }
}

/// The same with results as they come, so that one that takes long holds up nobody. A single worker is the calling thread.
///
/// # Panics
/// When the system gives no more threads.
pub fn as_completed<T: Send>(
    count: usize,
    workers: usize,
    begun: Begun<'_>,
    work: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(usize, T),
) {
    if workers < 2 {
        (begun.with)();
        for index in 0..count {
            if (begun.stop)() {
                return;
            }
            take(index, work(index));
        }
        return;
    }
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::sync_channel(4 * workers);
    thread::scope(|scope| {
        for _ in 0..workers {
            let (send, next, work) = (send.clone(), &next, &work);
            let run = move || {
                (begun.with)();
                while !(begun.stop)() {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count || send.send((index, work(index))).is_err() {
                        return;
                    }
                }
            };
            let thread = thread::Builder::new().stack_size(STACK_BYTES);
            let thread = thread.spawn_scoped(scope, run);
            thread.unwrap_or_else(|error| panic!("no more threads: {error}"));
        }
        drop(send);
        for (index, result) in receive {
            take(index, result);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{Begun, as_completed, in_order, workers};
    use std::num::NonZero;

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        for workers in [1, 2, 8] {
            let mut taken = Vec::new();
            in_order(
                100,
                workers,
                |i| if i % 7 == 0 { (0..i * 1000).sum() } else { i },
                |i, n| taken.push((i, n)),
            );
            let wanted: Vec<_> = (0..100)
                .map(|i| (i, if i % 7 == 0 { (0..i * 1000).sum() } else { i }))
                .collect();
            assert_eq!(taken, wanted);
        }
        in_order(0, 4, |_| (), |_, ()| panic!("nothing to take"));
    }

    #[test]
    fn nobody_is_hired_for_nothing() {
        assert_eq!(workers(NonZero::new(8), 3), 3);
        assert_eq!(workers(NonZero::new(2), 30), 2);
        assert_eq!(workers(None, 0), 1);
    }

    #[test]
    fn nothing_is_begun_after_the_word_to_stop() {
        for workers in [1, 3] {
            let done = std::sync::atomic::AtomicUsize::new(0);
            let enough = || done.load(std::sync::atomic::Ordering::SeqCst) >= 5;
            as_completed(
                1000,
                workers,
                Begun {
                    stop: &enough,
                    ..Begun::default()
                },
                |_| done.fetch_add(1, std::sync::atomic::Ordering::SeqCst),
                |_, _| {},
            );
            assert!((5..5 + workers).contains(&done.into_inner()));
        }
    }
}
