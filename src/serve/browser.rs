//! Opens an address in the person's own browser. Waits for no answer.

use std::io;
use std::process::{Command, Stdio};

/// Opens the address.
///
/// # Errors
/// When the machine has nothing to open it with.
pub fn show(address: &str) -> io::Result<()> {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else if cfg!(target_os = "macos") {
        Command::new("open")
    } else {
        Command::new("xdg-open")
    };
    let silent = command
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    let mut child = silent.stderr(Stdio::null()).spawn()?;
    // It ends when it likes; somebody must hear of it.
    std::thread::spawn(move || child.wait());
    Ok(())
}
