//! What a proof showed when it was run whole: a line for the table of promises in the README (`tests/bevis.py`).

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The folder that proofs write in.
#[allow(clippy::disallowed_methods, reason = "proofs keep what they show")]
pub(crate) fn folder(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bevis");
    let folder = root.join(name);
    fs::create_dir_all(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    folder
}

/// Appends a proof's line: which promise it is about, the command as it was run, and the result in numbers, without date and
/// machine.
#[allow(clippy::disallowed_methods, reason = "proofs keep what they show")]
pub(crate) fn keep(id: &str, command: &str, result: &str) {
    let line = serde_json::json!({"id": id, "command": command, "result": result});
    let path = folder("").join("resultat.jsonl");
    let file = fs::OpenOptions::new().create(true).append(true).open(&path);
    let written = file.and_then(|mut file| file.write_all(format!("{line}\n").as_bytes()));
    written.unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}
