//! A folder of its own for every test, the program run in it, and the snapshots beside this file.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A sound ärende, that every bad one here is a variation of.
pub(crate) const ARENDE: &str = include_str!("arende.json");

/// The program.
pub(crate) const KANSLI: &str = env!("CARGO_BIN_EXE_kansli");

/// A folder with files.
pub(crate) struct Project(tempfile::TempDir);

/// What a run of the program gave.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Everything it said.
    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    /// What standard output holds when no ärende could be judged.
    pub(crate) fn summary_of_nothing(&self) -> &'static str {
        if self.out.is_empty() {
            ""
        } else {
            "0 ärenden granskade. Inga fynd. 1 ärende misslyckades.\n"
        }
    }
}

impl Project {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("temporary folder"))
    }

    /// A project with a sound `a.json`.
    pub(crate) fn with_arende() -> Self {
        let project = Self::new();
        project.file("a.json", ARENDE);
        project
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, content).expect("file");
    }

    /// The names in a folder but for the manifest's, sorted; none when there is no such folder.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).into_iter().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|name| name != ".kansli-utdata.ndjson")
            .collect();
        names.sort();
        names
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, b"")
    }

    pub(crate) fn run_with(&self, arguments: &[&str], stdin: &[u8]) -> Run {
        self.spawn(Command::new(KANSLI).args(arguments), stdin)
    }

    /// Runs a shell script, in which `$0` is the program.
    pub(crate) fn script(&self, script: &str) -> Run {
        self.spawn(Command::new("bash").args(["-c", script, KANSLI]), b"")
    }

    fn spawn(&self, command: &mut Command, stdin: &[u8]) -> Run {
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            command.env_remove(name);
        }
        let command = command
            .current_dir(self.0.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        // The program may refuse its arguments without reading.
        let _ = child.stdin.take().expect("standard input").write_all(stdin);
        let run = run_of(&child.wait_with_output().expect("the program ends"));
        validate(&run.out);
        run
    }
}

/// What any test gets as a report follows the schema of its kind.
fn validate(out: &str) {
    let Ok(report @ Value::Object(_)) = serde_json::from_str(out) else {
        return;
    };
    let schema = if report.get("kommando").is_some_and(|name| name == "batch") {
        // The tests of batch look at its reports themselves.
        return;
    } else if report.get("kommando").is_some() {
        include_str!("../../schemas/rapport.schema.json")
    } else if report.get("runs").is_some() {
        include_str!("sarif.schema.json")
    } else {
        return;
    };
    let mut schemas = vec![schema.to_owned()];
    // The standard's own schema is not ours to hand out: whoever has the file may name it.
    if let Some(path) =
        std::env::var_os("KANSLI_SARIF_SCHEMA").filter(|_| report.get("runs").is_some())
    {
        schemas.push(fs::read_to_string(path).expect("a schema"));
    }
    for schema in schemas {
        let schema: Value = serde_json::from_str(&schema).expect("JSON");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let faults: Vec<String> = validator
            .iter_errors(&report)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{faults:#?}\n{out}");
    }
}

pub(crate) fn run_of(output: &Output) -> Run {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Run {
        code: output.status.code().unwrap_or(-1),
        out: text(&output.stdout),
        err: text(&output.stderr),
    }
}

/// Compares with `tests/cli/<name>.txt`; `KANSLI_BLESS=1` writes it anew, to be read before it is committed.
pub(crate) fn snapshot(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/cli/{name}.txt"));
    if std::env::var_os("KANSLI_BLESS").is_some() {
        fs::write(&path, text).expect("snapshot");
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        text,
        wanted,
        "{} differs; KANSLI_BLESS=1 writes it anew",
        path.display()
    );
}
