//! A project in a folder of its own, with the program watching it until the test is over.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

pub(crate) const ARENDE: &str = include_str!("../cli/arende.json");

/// The name of its outputs.
pub(crate) const STEM: &str = "KS 2026-00118_tjansteskrivelse_Nya regler för föreningsbidrag";

/// How long anything may take on a machine that is busy with other things.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// The ärende with another word in its text, which every output of it then holds.
pub(crate) fn arende(word: &str) -> String {
    let text = ARENDE.replace(
        "Översynen visar att reglerna behöver bli enklare.",
        &format!("Ordet är {word}."),
    );
    assert!(text.contains(word));
    text
}

/// Another ärende, with a name of its own.
pub(crate) fn other(title: &str) -> String {
    ARENDE.replace("Nya regler för föreningsbidrag", title)
}

pub(crate) fn pause(milliseconds: u64) {
    thread::sleep(Duration::from_millis(milliseconds));
}

/// Whether the long cases are wanted.
pub(crate) fn long() -> bool {
    std::env::var_os("KANSLI_LANGA").is_some()
}

/// How many mistakes are made and mended: a thousand in the long cases, unless another number is asked for.
pub(crate) fn cycles() -> usize {
    let asked = std::env::var("KANSLI_LANGA").ok();
    let number = asked.map(|asked| asked.parse().ok().filter(|n| *n > 1).unwrap_or(1000));
    number.unwrap_or(12)
}

/// Tests that measure time have the machine to themselves, as far as this file goes.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A folder with files.
pub(crate) struct Project(tempfile::TempDir);

impl Project {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("temporary folder"))
    }

    /// A project with a sound `m/a.json`.
    pub(crate) fn with_arende() -> Self {
        let project = Self::new();
        project.write("m/a.json", arende("noll"));
        project
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes in place, as a simple editor does.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, content).expect("file");
    }

    /// Writes beside and renames over, as careful editors do.
    pub(crate) fn replace(&self, name: &str, content: &str) {
        let beside = self.path(&format!("{name}.ny~"));
        fs::write(&beside, content).expect("file");
        fs::rename(beside, self.path(name)).expect("renamed");
    }

    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder))
            .into_iter()
            .flatten()
            .flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with('.'))
            .collect();
        names.sort();
        names
    }

    /// The text of an output; empty when it is not there.
    pub(crate) fn output(&self) -> String {
        fs::read_to_string(self.path("ut").join(format!("{STEM}.txt"))).unwrap_or_default()
    }

    /// Whether any temporary file is left in the output folder.
    pub(crate) fn leftovers(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("ut"))
            .into_iter()
            .flatten()
            .flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        // The manifest is no leftover.
        let is_left =
            |name: &String| name.starts_with(".kansli-") && name != ".kansli-utdata.ndjson";
        names.filter(is_left).collect()
    }

    /// Watches `m/` with text outputs.
    pub(crate) fn watch(&self) -> Watch<'_> {
        self.watch_with(&["m"], &[])
    }

    pub(crate) fn watch_with(&self, inputs: &[&str], more: &[&str]) -> Watch<'_> {
        let watch = self.spawn(Command::new(env!("CARGO_BIN_EXE_kansli")), inputs, more);
        watch.until("the first round is told", |watch| watch.rounds() > 0);
        watch
    }

    /// The same under another program, which is given the program's name and arguments.
    pub(crate) fn spawn(&self, mut command: Command, inputs: &[&str], more: &[&str]) -> Watch<'_> {
        command.arg("watch").args(inputs).args(more);
        if !more.contains(&"--format") {
            command.args(["--format", "text"]);
        }
        if !more.contains(&"--out") {
            command.args(["--out", "ut"]);
        }
        command
            .args(["--status", "status.json"])
            .current_dir(self.0.path());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let said = Arc::new(Mutex::new(String::new()));
        let listen = |stream: Box<dyn std::io::Read + Send>| {
            let said = Arc::clone(&said);
            thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let mut said = said.lock().expect("no panic");
                    said.push_str(&line);
                    said.push('\n');
                }
            });
        };
        listen(Box::new(child.stdout.take().expect("standard output")));
        listen(Box::new(child.stderr.take().expect("standard error")));
        Watch {
            project: self,
            child,
            said,
        }
    }
}

/// The program at work.
pub(crate) struct Watch<'p> {
    pub(crate) project: &'p Project,
    child: Child,
    said: Arc<Mutex<String>>,
}

impl Watch<'_> {
    /// Everything it has said.
    pub(crate) fn said(&self) -> String {
        self.said.lock().expect("no panic").clone()
    }

    /// How many rounds it has told of.
    pub(crate) fn rounds(&self) -> usize {
        self.said().matches("Väntar på ändringar").count()
    }

    pub(crate) fn status(&self) -> Value {
        let text = fs::read_to_string(self.project.path("status.json")).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// How many rounds have made something.
    pub(crate) fn builds(&self) -> u64 {
        self.status()["byggen"].as_u64().unwrap_or_default()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until something holds; how long that took.
    pub(crate) fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) -> Duration {
        let begun = Instant::now();
        while !holds(self) {
            assert!(
                begun.elapsed() < PATIENCE,
                "not so: {what}\n{}\n{:#}",
                self.said(),
                self.status()
            );
            thread::sleep(Duration::from_millis(5));
        }
        begun.elapsed()
    }

    /// Waits until the output holds a word and the build is told.
    pub(crate) fn until_output(&self, word: &str) -> Duration {
        let time = self.until(&format!("the output holds ”{word}”"), |watch| {
            watch.project.output().contains(word)
        });
        self.until("the build is told", |watch| {
            let changed = |path| fs::metadata(path).and_then(|found| found.modified()).ok();
            // The status is written after the file, and the words are said after the status.
            changed(watch.project.path("status.json"))
                >= changed(watch.project.path(&format!("ut/{STEM}.txt")))
        });
        time
    }

    /// How many builds there are once it is quiet.
    pub(crate) fn builds_when_quiet(&self) -> u64 {
        pause(900);
        self.builds()
    }

    pub(crate) fn is_alive(&mut self) -> bool {
        self.child.try_wait().expect("a child").is_none()
    }

    /// Sends it a signal and waits for its end.
    pub(crate) fn end(&mut self, signal: &str) -> ExitStatus {
        let pid = self.pid().to_string();
        let sent = Command::new("kill").args(["-s", signal, &pid]).status();
        assert!(sent.expect("kill").success());
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end");
            pause(10);
        }
    }

    /// Resident memory in KiB.
    pub(crate) fn memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.pid());
        let text = fs::read_to_string(path).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().nth(1));
        number
            .and_then(|number| number.parse().ok())
            .unwrap_or_default()
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether a process was ended by a signal instead of ending itself.
pub(crate) fn was_killed(status: ExitStatus) -> bool {
    status.signal().is_some()
}

/// Whether a program can be run here; says so when it cannot.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(crate) fn can(program: &str, arguments: &[&str]) -> bool {
    let run = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output();
    let can = run.is_ok_and(|output| output.status.success());
    if !can {
        eprintln!("skipped: this machine does not allow {program} {arguments:?}");
    }
    can
}

pub(crate) fn rename(from: &Path, to: &Path) {
    fs::rename(from, to).expect("renamed");
}
