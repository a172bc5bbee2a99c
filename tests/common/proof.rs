//! What a proof showed when it was run whole: a line for the table of promises in the README (`tests/bevis.py`).

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A promise, how anyone can try it, and how it went.
pub struct Proof<'a> {
    /// The same for every run of one proof: the last one counts.
    pub id: &'a str,
    pub promise: &'a str,
    pub how: &'a str,
    pub command: &'a str,
    /// Numbers, without date and machine.
    pub result: String,
}

/// The folder that proofs write in.
#[allow(clippy::disallowed_methods, reason = "proofs keep what they show")]
pub fn folder(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bevis");
    let folder = root.join(name);
    fs::create_dir_all(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    folder
}

/// Appends the proof's line.
#[allow(clippy::disallowed_methods, reason = "proofs keep what they show")]
pub fn keep(proof: &Proof<'_>) {
    let line = serde_json::json!({
        "id": proof.id,
        "promise": proof.promise,
        "how": proof.how,
        "command": proof.command,
        "result": proof.result,
    });
    let path = folder("").join("resultat.jsonl");
    let file = fs::OpenOptions::new().create(true).append(true).open(&path);
    let written = file.and_then(|mut file| file.write_all(format!("{line}\n").as_bytes()));
    written.unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}
