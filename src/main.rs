//! The `kansli` command: hands its arguments to the library and maps how it went to an exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    kansli::cli::run(std::env::args_os()).into()
}
