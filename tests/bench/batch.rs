//! T4, T5, T10 and what a rerun costs: whole runs of `kansli batch`, with the journal and everything else that a real run
//! has, in turns with what they are compared with.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::equal;
use super::samples::S003;
use super::stats::{Stats, median, timed};
use super::table::{Line, Table};

const KANSLI: &str = env!("CARGO_BIN_EXE_kansli");
pub(super) const INSTALL: &str = "run tests/bench/jamfor.sh";

/// Documents in a run, and how often it is repeated.
pub(super) const SOME: usize = 200;
pub(super) const ROUNDS: usize = 5;
/// Of programs that take their time, so many documents.
const FEW: usize = 20;
/// The run that is made once.
const MANY: usize = 10_000;

/// A folder for lists and what is made of them.
pub(super) struct Bench {
    work: tempfile::TempDir,
    pub(super) tools: PathBuf,
}

/// How the texts of a list differ.
#[derive(Clone, Copy)]
pub(super) enum Texts {
    /// Only a number and a name.
    Shared,
    /// In nearly every sentence.
    Different,
}

impl Bench {
    pub(super) fn open() -> Self {
        let built = Path::new(KANSLI).parent().and_then(Path::parent);
        Self {
            work: tempfile::tempdir_in(built.expect("target/release/kansli")).expect("a folder"),
            tools: built.expect("target/release/kansli").join("jamfor"),
        }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.work.path().join(name)
    }

    /// A list of extracts of protocols, an ärende on each line.
    pub(super) fn list(&self, name: &str, count: usize, texts: Texts) -> PathBuf {
        let mut list = String::new();
        for number in 1..=count {
            let text = match texts {
                Texts::Shared => S003
                    .arende
                    .replace("Hanna Bocander", &format!("Hanna Bo{number:05}")),
                Texts::Different => S003.arende(number),
            };
            let mut arende: serde_json::Value = serde_json::from_str(&text).expect("a sample");
            arende["paragraf"] = number.into();
            writeln!(list, "{arende}").expect("memory takes all writing");
        }
        let path = self.path(name);
        std::fs::write(&path, list).expect("a list");
        path
    }

    pub(super) fn command(&self, list: &Path, out: &str, jobs: usize, formats: &str) -> Command {
        let mut command = Command::new(KANSLI);
        command
            .arg("batch")
            .arg(list)
            .args(["--format", formats, "--jobs", &jobs.to_string(), "--out"])
            .arg(self.path(out))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// `kansli batch` into a folder, and the seconds it took.
    pub(super) fn batch(&self, list: &Path, out: &str, jobs: usize) -> f64 {
        let mut command = self.command(list, out, jobs, "pdf,docx");
        let (status, time) = timed(|| command.status());
        assert!(
            status.is_ok_and(|status| status.success()),
            "the run failed"
        );
        time / 1000.0
    }

    /// The same into a folder that is empty.
    fn fresh(&self, list: &Path, jobs: usize) -> f64 {
        let time = self.batch(list, "ny", jobs);
        std::fs::remove_dir_all(self.path("ny")).expect("what was made");
        time
    }
}

#[expect(clippy::cast_precision_loss, reason = "some thousand documents")]
fn per_second(documents: usize, seconds: f64) -> f64 {
    documents as f64 / seconds
}

/// T4 and T5.
pub(crate) fn measure(table: &mut Table) {
    let bench = Bench::open();
    let shared = bench.list("lika.ndjson", SOME, Texts::Shared);
    let different = bench.list("olika.ndjson", SOME, Texts::Different);
    let mut times: [Vec<f64>; 3] = Default::default();
    for round in 0..=ROUNDS {
        let turn = [
            bench.fresh(&shared, 1),
            bench.fresh(&different, 1),
            bench.fresh(&different, 2),
        ];
        if round > 0 {
            for (all, time) in times.iter_mut().zip(turn) {
                all.push(time * 1000.0);
            }
        }
    }
    let [shared, different, both] = times;
    let method = format!(
        "kansli batch of {SOME}, PDF and DOCX, journal on, one worker; {ROUNDS} rounds in turns"
    );
    let what = "batch sharing text / all texts different".to_owned();
    let line = Line {
        id: "T4",
        what,
        method: &method,
    };
    table.ratio(line, &shared, &different, 0.55);
    let gain = Stats::ratios(&different, &both);
    let line = Line {
        id: "T5",
        what: "two workers against one".to_owned(),
        method: "the same rounds, all texts different",
    };
    table.at_least(line, format!("{gain} x"), gain.median(), 1.75, "x");
}

/// T10 on a few hundred documents, against other programs' loops on the same content.
pub(crate) fn throughput(table: &mut Table) {
    let bench = Bench::open();
    let list = bench.list("olika.ndjson", 2 * SOME, Texts::Different);
    let rounds: Vec<f64> = (0..ROUNDS)
        .map(|_| per_second(2 * SOME, bench.fresh(&list, 2)))
        .collect();
    let ours = Stats::new(rounds.iter().copied());
    let line = |what: String, method| Line {
        id: "T10",
        what,
        method,
    };
    table.at_least(
        line(
            format!("batch of {}, PDF and DOCX, two workers", 2 * SOME),
            "kansli batch, all texts different, journal on; 5 rounds",
        ),
        format!("{ours} documents/s"),
        ours.median(),
        250.0,
        "documents/s",
    );
    let peers = [
        (wheel(&bench), "Typst's Python wheel, a loop", 3.0),
        (rusdox(&bench), "RusDox, a loop to PDF and DOCX", 1.7),
        (office(&bench), "LibreOffice, DOCX to PDF", 25.0),
    ];
    for (rate, name, limit) in peers {
        let line = line(
            format!("documents/s against {name}"),
            "the same content, one process, one thread; the median of 5 runs",
        );
        match rate {
            Some(rate) => table.at_least(
                line,
                format!(
                    "{:.1} x; {:.0} against {rate:.1} documents/s",
                    ours.median() / rate,
                    ours.median()
                ),
                ours.median() / rate,
                limit,
                "x",
            ),
            None => table.missing(line, &format!("not installed, {INSTALL}"), limit),
        }
    }
}

/// Documents a second of a program that makes `count` of them.
fn rate(count: usize, mut command: Command) -> f64 {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut one = || {
        let (status, time) = timed(|| command.status());
        assert!(
            status.is_ok_and(|status| status.success()),
            "{command:?} failed"
        );
        per_second(count, time / 1000.0)
    };
    let rates: Vec<f64> = (0..ROUNDS).map(|_| one()).collect();
    median(&rates)
}

/// Hand-written documents with the same texts, compiled one after the other in one process.
fn wheel(bench: &Bench) -> Option<f64> {
    const COUNT: usize = 100;
    let python = bench.tools.join("venv/bin/python");
    if !python.is_file() {
        return None;
    }
    let folder = bench.path("typst");
    std::fs::create_dir_all(&folder).expect("a folder");
    let write =
        |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).expect("a file");
    write("mall.typ", equal::TEMPLATE.as_bytes());
    for (name, bytes) in equal::PICTURES {
        write(name, bytes);
    }
    for number in 0..COUNT {
        write(&format!("d{number}.typ"), S003.typst(number).as_bytes());
    }
    let script = "import sys, typst\n\
        for n in range(int(sys.argv[2])):\n\
        \x20   typst.compile(f'{sys.argv[1]}/d{n}.typ', output=f'{sys.argv[1]}/d{n}.pdf', font_paths=[sys.argv[3]], \
        ignore_system_fonts=True, pdf_standards=['a-2a', 'ua-1'])";
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/typsnitt");
    let mut command = Command::new(python);
    command
        .args(["-c", script])
        .arg(&folder)
        .arg(COUNT.to_string())
        .arg(fonts);
    Some(rate(COUNT, command))
}

/// `RusDox` on a folder with the same texts, one specification for each document.
fn rusdox(bench: &Bench) -> Option<f64> {
    const COUNT: usize = 100;
    let folder = bench.path("rusdox");
    Some(rate(COUNT, rusdox_on(bench, &folder, COUNT)?))
}

pub(super) fn rusdox_on(bench: &Bench, folder: &Path, count: usize) -> Option<Command> {
    let program = bench.tools.join("bin/rusdox");
    if !program.is_file() {
        return None;
    }
    std::fs::create_dir_all(folder).expect("a folder");
    for number in 0..count {
        let specification = rusdox_specification(number);
        let path = folder.join(format!("d{number}.yaml"));
        std::fs::write(path, specification).expect("a file");
    }
    let mut command = Command::new(program);
    // It writes below the folder that it is started in.
    command
        .current_dir(bench.work.path())
        .arg(folder)
        .arg("--with-pdf");
    Some(command)
}

/// The extract's texts as a `RusDox` document: JSON is YAML.
fn rusdox_specification(number: usize) -> String {
    let arende: serde_json::Value = serde_json::from_str(&S003.arende(number)).expect("a sample");
    let mut blocks = Vec::new();
    let block = |kind: &str, text: &str| serde_json::json!({"type": kind, "text": text});
    blocks.push(block(
        "title",
        arende["rubrik"].as_str().unwrap_or_default(),
    ));
    for (heading, field) in [
        ("Ärendet", "/arendet"),
        ("Förslag", "/forslag/0/beslut/0/punkter"),
        ("Yrkanden", "/yrkanden"),
        ("Proposition", "/proposition"),
        ("Beslut", "/beslut/0/punkter"),
    ] {
        blocks.push(block("section", heading));
        let texts = match arende.pointer(field) {
            Some(serde_json::Value::Array(texts)) => texts.as_slice(),
            Some(text) => std::slice::from_ref(text),
            None => &[],
        };
        let texts = texts.iter().filter_map(|text| text.as_str());
        let texts = texts.filter(|text| !text.is_empty());
        blocks.extend(texts.map(|text| block("body", text)));
    }
    let name = format!("utdrag-{number}");
    serde_json::json!({"version": 1, "output_name": name, "blocks": blocks}).to_string()
}

/// Our Word files, all on one command line.
fn office(bench: &Bench) -> Option<f64> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let program = std::env::split_paths(&path)
        .map(|folder| folder.join("soffice"))
        .find(|file| file.is_file())?;
    let list = bench.list("kontor.ndjson", FEW, Texts::Different);
    bench.batch(&list, "kontor", 2);
    let files = std::fs::read_dir(bench.path("kontor")).expect("what was made");
    let files = files.filter_map(|entry| Some(entry.ok()?.path()));
    let mut command = Command::new(program);
    command
        .arg(format!(
            "-env:UserInstallation=file://{}",
            bench.path("lo").display()
        ))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(bench.path("lo-ut"))
        .args(files.filter(|file| file.extension().is_some_and(|e| e == "docx")));
    Some(rate(FEW, command))
}

/// A run of ten thousand: speed, memory, and the same run again with nothing changed.
pub(crate) fn many(table: &mut Table) {
    let bench = Bench::open();
    let list = bench.list("manga.ndjson", MANY, Texts::Different);
    let command = bench.command(&list, "ut", 2, "pdf,docx");
    let (memory, time) = timed(|| watched(command, &bench.path("ut/.kansli-journal.ndjson")));
    let rate = per_second(MANY, time / 1000.0);
    let line = |id, what: &str, method| Line {
        id,
        what: what.to_owned(),
        method,
    };
    table.at_least(
        line(
            "T10",
            "batch of 10 000, PDF and DOCX, two workers",
            "kansli batch, all texts different, journal on; one run",
        ),
        format!("{rate:.0} documents/s"),
        rate,
        250.0,
        "documents/s",
    );
    table.at_most(
        line(
            "T5",
            "memory growth for 1 000 documents after the first 1 000",
            "the same run; VmRSS four times a second, least squares",
        ),
        format!("{:.2} MiB", slope(&memory)),
        slope(&memory),
        1.0,
        "MiB",
    );
    let reruns = Stats::new((0..ROUNDS).map(|_| bench.batch(&list, "ut", 2)));
    table.at_most(
        line(
            "T10",
            "rerun of 10 000 with nothing changed, 20 000 files hashed",
            "the same command line again, files in the page cache; 5 runs",
        ),
        format!("{reruns} s"),
        reruns.median(),
        3.0,
        "s",
    );
}

/// Runs a command to its end; MiB of memory by the number of lines in its journal.
fn watched(mut command: Command, journal: &Path) -> BTreeMap<usize, f64> {
    let mut child = command.spawn().expect("a child");
    let mut seen = BTreeMap::new();
    loop {
        if let Some(status) = child.try_wait().expect("a child of ours") {
            assert!(status.success(), "the run failed");
            return seen;
        }
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()));
        let memory = status.ok().and_then(|status| {
            let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
            line.split_whitespace().nth(1)?.parse::<f64>().ok()
        });
        let lines =
            std::fs::read(journal).map_or(0, |all| memchr::memchr_iter(b'\n', &all).count());
        if let Some(kib) = memory {
            seen.insert(lines, kib / 1024.0);
        }
        std::thread::sleep(Duration::from_millis(250));
    }
}

/// How much memory grows for a thousand documents, the first thousand left out.
#[expect(clippy::cast_precision_loss, reason = "some thousand documents")]
fn slope(memory: &BTreeMap<usize, f64>) -> f64 {
    let points: Vec<(f64, f64)> = memory
        .range(1000..)
        .map(|(documents, mib)| (*documents as f64 / 1000.0, *mib))
        .collect();
    let count = points.len().max(1) as f64;
    let middle = |pick: fn(&(f64, f64)) -> f64| points.iter().map(pick).sum::<f64>() / count;
    let (x, y) = (middle(|p| p.0), middle(|p| p.1));
    let (over, under) = points.iter().fold((0.0, 0.0), |(over, under), point| {
        (
            over + (point.0 - x) * (point.1 - y),
            under + (point.0 - x).powi(2),
        )
    });
    if under > 0.0 { over / under } else { 0.0 }
}

/// A full protocol of 60 §§ with votes, from nothing.
pub(crate) fn protocol(table: &mut Table) {
    let bench = Bench::open();
    let meeting = bench.path("mote.json");
    let made = Command::new(KANSLI)
        .args(["new", "mote", "--antal", "60", "--fro", "4"])
        .arg(&meeting)
        .stdout(Stdio::null())
        .status();
    assert!(made.is_ok_and(|status| status.success()), "no meeting");
    let mut command = Command::new(KANSLI);
    command
        .arg("render")
        .arg(&meeting)
        .args(["--format", "pdf,docx", "--out"])
        .arg(bench.path("ut"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let times = (0..=ROUNDS).map(|_| timed(|| command.status()).1 / 1000.0);
    let times = Stats::new(times.skip(1));
    table.at_most(
        Line {
            id: "T8",
            what: "a full protocol of 60 §§ with votes, cold, PDF and DOCX".to_owned(),
            method: "kansli render of a made-up meeting, whole processes; 5 runs",
        },
        format!("{times} s"),
        times.median(),
        1.2,
        "s",
    );
}
