//! `kansli watch`: makes documents anew at every change, until somebody ends it. Tells and shows; when and what is
//! `watch`'s.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::render::Format;
use crate::source::{Clock as _, SystemClock, write_atomic};
use crate::watch::{self, Event, Settings};

use super::args::{ReportArg, WatchArgs};
use super::console::Console;
use super::report::live::Live;
use super::watched::Watched;
use super::{Failure, Status, inputs};

/// How often the wish to end is looked for.
const PATIENCE: Duration = Duration::from_millis(100);

/// How long a write that has begun may take after that, in patiences.
const LAST_WRITE: usize = 50;

pub(super) fn run(args: WatchArgs, console: &mut Console) -> Result<Status, Failure> {
    let formats = formats(&args)?;
    let ended = signals()?;
    let status = args.status.clone();
    let settings = Settings {
        poll: args.poll.map(Duration::from_millis),
    };
    let mut watched = Watched::open(args, formats)?;
    let (hints, heard) = watch::hints();
    let stopper = hints.stopper();
    let (tell, events) = channel();
    let watching = thread::spawn(move || watch::run(&mut watched, settings, hints, &heard, &tell));
    let mut live = Live::default();
    let mut last_writes = 0;
    loop {
        match events.recv_timeout(PATIENCE) {
            Ok(Event::Watching(way)) => {
                let words = live.watching(way);
                console.say(&words.unwrap_or_default());
            }
            Ok(Event::Round(round)) => {
                let graphical = console.is_graphical();
                console.say(&live.round(round, SystemClock.now(), graphical));
                if let Some(path) = &status {
                    note(path, &live, console);
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if ended.load(Ordering::Relaxed) {
            stopper.stop();
            last_writes += 1;
            if last_writes > LAST_WRITE {
                return Ok(Status::Interrupted);
            }
        }
    }
    match watching.join() {
        Ok(()) => Ok(Status::Interrupted),
        Err(why) => Err(Failure::panicked(&*why)),
    }
}

/// What is wrong with the command line before anything is watched.
fn formats(args: &WatchArgs) -> Result<Vec<Format>, Failure> {
    if args.judge.report.report != ReportArg::Human {
        return Err(
            Failure::usage("watch skriver för människor, inte --report.")
                .help("Ange --status FIL för att få samma sak som JSON."),
        );
    }
    let dash = |path: &Path| path.as_os_str() == inputs::DASH;
    if dash(&args.out) || args.judge.files.iter().any(|path| dash(path)) {
        return Err(
            Failure::usage("Standard in och standard ut kan inte bevakas.")
                .help("Ange filer eller mappar, och en mapp med --out."),
        );
    }
    if args.port.is_some() && !args.open {
        return Err(
            Failure::usage("--port säger var sidorna visas, men de visas inte.")
                .help("Ange --open också, eller utelämna --port."),
        );
    }
    let mut formats: Vec<Format> = args
        .format
        .iter()
        .map(|format| Format::from(*format))
        .collect();
    formats.sort_unstable();
    formats.dedup();
    Ok(formats)
}

/// Becomes true when somebody ends the program; a second time ends it at once.
fn signals() -> Result<Arc<AtomicBool>, Failure> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let ended = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        let code = i32::from(Status::Interrupted.code());
        signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&ended))
            .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&ended)))
            .map_err(|error| {
                Failure::new(
                    Status::Environment,
                    format!("Systemet låter inte Kansli höra Ctrl+C: {error}."),
                )
            })?;
    }
    Ok(ended)
}

/// Writes the state for programs. What stands in the way of it is told, and stops nothing.
fn note(path: &Path, live: &Live, console: &mut Console) {
    if let Err(error) = write_atomic(path, live.status(None).as_bytes()) {
        console.complain(&Failure::writing(&error));
    }
}
