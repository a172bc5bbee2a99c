//! The command line: chooses the command, prints what came of it and says how the process ends. The only code that
//! prints; everything it knows about an ärende comes from `workspace`.

mod args;
mod batch;
mod check;
mod completions;
mod console;
mod desk;
mod failure;
mod fix;
mod frister;
mod inputs;
mod meanwhile;
mod new;
mod press;
mod profile;
mod progress;
mod render;
mod report;
mod rule;
mod schema;
mod sources;
mod templates;
mod usage;
mod watch;
mod watched;

use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

use args::Command;
use console::Console;
use failure::Failure;
pub use failure::Status;

/// Runs one command line, the program's own name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Status {
    panic::set_hook(Box::new(tell_panic));
    let mut console = Console::default();
    let status = panic::catch_unwind(AssertUnwindSafe(|| match args::parse(arguments) {
        Ok(command) => dispatch(command, &mut console),
        Err(error) => usage::tell(&error, &mut console),
    }));
    status.unwrap_or(Status::Internal).max(console.close())
}

fn dispatch(command: Command, console: &mut Console) -> Status {
    let done = match command {
        Command::Render(args) => Ok(render::run(&args, console)),
        Command::Batch(args) => batch::run(&args, console),
        Command::Check(args) => Ok(check::run(&args, console)),
        Command::Watch(args) => watch::run(args, console),
        Command::Schema(args) => schema::run(&args, console),
        Command::New(args) => new::run(&args, console),
        Command::Rule(args) => rule::run(&args, console),
        Command::Profile(args) => profile::run(&args, console),
        Command::Frister(args) => Ok(frister::run(&args, console)),
        Command::Completions(args) => Ok(completions::run(&args, console)),
    };
    done.unwrap_or_else(|failure| {
        console.complain(&failure);
        failure.status
    })
}

/// A defect in the program, told so that somebody can report it.
fn tell_panic(info: &PanicHookInfo<'_>) {
    let place = info
        .location()
        .map_or_else(String::new, |at| format!(" ({}:{})", at.file(), at.line()));
    let what = info.payload_as_str().unwrap_or("okänt");
    Console::default().warn(&format!(
        "Internt fel{place}: {}\n",
        crate::text::visible(what)
    ));
}
