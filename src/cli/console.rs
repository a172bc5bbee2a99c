//! The two streams of the terminal. A reader that has gone away is met with silence; colours follow what the stream can
//! show and `NO_COLOR`. Knows nothing of what it prints.

use std::io::{self, BufRead as _, ErrorKind, IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice};

use super::{Failure, Status};

/// Standard output and standard error.
#[derive(Debug, Default)]
pub(super) struct Console {
    /// Standard output carries a document: everything else goes to standard error.
    document_on_stdout: bool,
    /// A line of progress stands on the terminal.
    progress_shown: bool,
    out: State,
    err: State,
}

/// What a stream has met with: after the first error nothing more is written to it.
#[derive(Debug, Default)]
enum State {
    #[default]
    Open,
    Gone,
    Broken(io::Error),
}

impl State {
    fn note(&mut self, result: io::Result<()>) {
        match result {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::BrokenPipe => *self = Self::Gone,
            Err(error) => *self = Self::Broken(error),
        }
    }
}

impl Console {
    /// From now on only [`bytes`](Self::bytes) go to standard output.
    pub(super) fn reserve_stdout(&mut self) {
        self.document_on_stdout = true;
    }

    /// Prints what was asked for.
    pub(super) fn say(&mut self, text: &str) {
        if self.document_on_stdout {
            return self.warn(text);
        }
        if text.is_empty() {
            return;
        }
        self.clear_progress();
        if matches!(self.out, State::Open) {
            self.out
                .note(put(anstream::stdout().lock(), text.as_bytes()));
        }
    }

    /// Prints what is said beside it.
    pub(super) fn warn(&mut self, text: &str) {
        self.clear_progress();
        if matches!(self.err, State::Open) {
            self.err
                .note(put(anstream::stderr().lock(), text.as_bytes()));
        }
    }

    /// Prints a failure.
    pub(super) fn complain(&mut self, failure: &Failure) {
        self.warn(&super::report::failure(failure));
    }

    /// Whether there is somebody to ask: a terminal to read the question on, and one to answer at.
    pub(super) fn can_ask() -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Asks until the answer is ja or nej; no answer at all is nej.
    pub(super) fn ask(&mut self, question: &str) -> bool {
        loop {
            self.warn(&format!("{question} (ja/nej) "));
            let mut line = String::new();
            match io::stdin().lock().read_line(&mut line) {
                Ok(0) | Err(_) => return false,
                Ok(_) => {}
            }
            if let Some(answer) = answer(&line) {
                return answer;
            }
        }
    }

    /// Shows how far the work has come, on a terminal, until something else is printed.
    pub(super) fn progress(&mut self, text: &str) {
        if io::stderr().is_terminal() {
            self.warn(text);
            self.progress_shown = true;
        }
    }

    fn clear_progress(&mut self) {
        if std::mem::take(&mut self.progress_shown) {
            self.warn("\r\u{1b}[2K");
        }
    }

    /// Writes a document to standard output, untouched.
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        if matches!(self.out, State::Open) {
            self.out.note(put(io::stdout().lock(), bytes));
        }
    }

    /// Whether the report is read on a terminal, or by something that asks for a terminal's colours.
    pub(super) fn is_graphical(&self) -> bool {
        let forced = |choice| matches!(choice, ColorChoice::Always | ColorChoice::AlwaysAnsi);
        if self.document_on_stdout {
            io::stderr().is_terminal() || forced(AutoStream::choice(&io::stderr()))
        } else {
            io::stdout().is_terminal() || forced(AutoStream::choice(&io::stdout()))
        }
    }

    /// Ends the printing: the environment's fault if standard output took no more, other than by going away.
    pub(super) fn close(mut self) -> Status {
        let State::Broken(error) = &self.out else {
            return Status::Good;
        };
        let full = matches!(
            error.kind(),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded
        );
        let message = if full {
            "Disken är full: det som skulle skrivas till standard ut är inte helt.".to_owned()
        } else {
            let why = crate::source::told(error);
            format!("Det gick inte att skriva till standard ut: {why}.")
        };
        let help = if full {
            "Frigör utrymme och kör igen."
        } else {
            "Kör igen, eller skriv till en fil."
        };
        self.complain(&Failure::new(Status::Environment, message).help(help));
        Status::Environment
    }
}

/// What somebody answered; `None` when it is neither yes nor no.
fn answer(line: &str) -> Option<bool> {
    match line.trim().to_lowercase().as_str() {
        "ja" | "j" | "yes" | "y" => Some(true),
        "nej" | "n" | "no" => Some(false),
        _ => None,
    }
}

fn put(mut stream: impl Write, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes)?;
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::{Console, State, answer};
    use crate::cli::Status;
    use std::io::{Error, ErrorKind};

    #[test]
    fn only_yes_is_yes() {
        assert_eq!((answer("Ja\n"), answer(" j\r\n")), (Some(true), Some(true)));
        assert_eq!(
            (answer("nej\n"), answer("\n"), answer("kanske\n")),
            (Some(false), None, None)
        );
    }

    #[test]
    fn a_reader_that_went_away_is_no_fault() {
        let mut console = Console::default();
        console.out.note(Err(Error::from(ErrorKind::BrokenPipe)));
        assert!(matches!(console.out, State::Gone));
        assert_eq!(console.close(), Status::Good);
    }
}
