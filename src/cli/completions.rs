//! `kansli completions`: what a shell needs to complete commands and flags.

use super::Status;
use super::args::{self, CompletionsArgs};
use super::console::Console;

pub(super) fn run(args: &CompletionsArgs, console: &mut Console) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut args::command(), "kansli", &mut script);
    console.bytes(&script);
    Status::Good
}
