//! `kansli watch`: makes documents anew at every change, until somebody ends it. Tells and shows; when and what is
//! `watch`'s.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::render::Format;
use crate::serve::{self, Board, Server};
use crate::source::{Clock as _, SystemClock, write_atomic};
use crate::watch::{self, Event, Settings};

use super::args::{FormatArg, ReportArg, WatchArgs};
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
    let (status, port) = (args.status.clone(), args.port);
    let settings = Settings {
        poll: args.poll.map(Duration::from_millis),
    };
    let board = args.open.then(Arc::<Board>::default);
    let mut watched = Watched::open(args, formats, board.clone())?;
    let shown = board
        .map(|board| opened(port, board, console))
        .transpose()?;
    let address = shown
        .as_ref()
        .map(|(server, _)| server.address().to_owned());
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
                let gone = round.gone.clone();
                let words = live.round(round, SystemClock.now(), graphical);
                if let Some((_, board)) = &shown {
                    for input in &gone {
                        board.forget(input);
                    }
                    for (input, note) in live.fresh() {
                        board.note(input, note);
                    }
                }
                // Whoever waits for the words finds the rest as they say.
                if let Some(path) = &status {
                    note(path, &live, address.as_deref(), console);
                }
                console.say(&words);
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

/// Opens the live page. A browser that cannot be started is the person's own to start.
fn opened(
    port: Option<u16>,
    board: Arc<Board>,
    console: &mut Console,
) -> Result<(Server, Arc<Board>), Failure> {
    let server = Server::start(port, Arc::clone(&board)).map_err(|error| match port {
        Some(port) if error.kind() == ErrorKind::AddrInUse => Failure::new(
            Status::Environment,
            format!("Porten {port} används redan av ett annat program."),
        )
        .help("Välj en annan med --port, eller utelämna --port."),
        _ => Failure::new(
            Status::Environment,
            format!("Sidorna kunde inte visas: {error}."),
        )
        .help("Kör utan --open."),
    })?;
    let address = server.address();
    match serve::show(address) {
        Ok(()) => console.say(&format!("Visar sidorna på {address}\n")),
        Err(_) => console.warn(&format!(
            "Ingen webbläsare kunde öppnas. Öppna själv {address}\n"
        )),
    }
    Ok((server, board))
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
    Ok(FormatArg::each_once(&args.format))
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
fn note(path: &Path, live: &Live, address: Option<&str>, console: &mut Console) {
    if let Err(error) = write_atomic(path, live.status(address).as_bytes()) {
        console.complain(&Failure::writing(&error));
    }
}
