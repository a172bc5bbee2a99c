//! `kansli watch` from the outside: the real program over a folder of its own, files changed as editors, people and
//! systems change them, and then its outputs, its words and its number of builds. W1 to W26 are the cases that
//! reliability is promised in; those that take long run when `KANSLI_LANGA=1`, in a short form otherwise.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "tests prepare the disk by hand")]

#[path = "watch/editors.rs"]
mod editors;
#[path = "watch/folders.rs"]
mod folders;
#[path = "watch/harness.rs"]
mod harness;
#[path = "watch/inputs.rs"]
mod inputs;
#[path = "watch/meetings.rs"]
mod meetings;
#[path = "watch/storms.rs"]
mod storms;
#[path = "watch/system.rs"]
mod system;
#[path = "watch/vscode.rs"]
mod vscode;
