//! The `kansli` command: parses, calls the library, maps the exit status.

fn main() {}
