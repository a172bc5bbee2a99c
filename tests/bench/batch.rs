//! T4, T5, T10 and what a rerun costs: whole runs of `kansli batch`, with the journal and everything else that a real run
//! has, in turns with what they are compared with.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::equal;
use super::samples::{S003, root};
use super::stats::{Stats, median, timed};
use super::table::{Line, Table};

const KANSLI: &str = env!("CARGO_BIN_EXE_kansli");
const INSTALL: &str = "run tests/bench/jamfor.sh";

/// Documents in a run, and how often it is repeated.
const SOME: usize = 200;
const ROUNDS: usize = 5;
/// Of programs that take their time, so many documents.
const FEW: usize = 20;
/// The run that is made once.
const MANY: usize = 10_000;

/// A folder for lists and what is made of them.
struct Bench {
    work: tempfile::TempDir,
    tools: PathBuf,
}

/// How the texts of a list differ.
#[derive(Clone, Copy)]
enum Texts {
    /// Only a number and a name.
    Shared,
    /// In nearly every sentence.
    Different,
}

impl Bench {
    fn open() -> Self {
        let built = Path::new(KANSLI).parent().and_then(Path::parent);
        Self {
            work: tempfile::tempdir_in(built.expect("target/release/kansli")).expect("a folder"),
            tools: built.expect("target/release/kansli").join("jamfor"),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.work.path().join(name)
    }

    /// A list of extracts of protocols, an ärende on each line.
    fn list(&self, name: &str, count: usize, texts: Texts) -> PathBuf {
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

    fn command(&self, list: &Path, out: &str, jobs: usize, formats: &str) -> Command {
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
    fn batch(&self, list: &Path, out: &str, jobs: usize) -> f64 {
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
            "the same content, one process, one thread; the median of 3 runs",
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
    median(&[one(), one(), one()])
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

fn rusdox_on(bench: &Bench, folder: &Path, count: usize) -> Option<Command> {
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

/// Word files in a batch, and `RusDox` from nothing.
pub(crate) fn against_word(table: &mut Table) {
    let bench = Bench::open();
    let list = bench.list("word.ndjson", SOME, Texts::Different);
    let line = |id, what: String, method| Line { id, what, method };
    let ours = Stats::new((0..3).map(|_| {
        let mut command = bench.command(&list, "word", 1, "docx");
        let time = timed(|| command.status()).1;
        std::fs::remove_dir_all(bench.path("word")).expect("what was made");
        time
    }));
    bench.batch(&bench.list("mall.ndjson", 1, Texts::Different), "mall", 1);
    let made = std::fs::read_dir(bench.path("mall")).expect("what was made");
    let mut made = made.filter_map(|entry| Some(entry.ok()?.path()));
    let made = made.find(|file| file.extension().is_some_and(|e| e == "docx"));
    let made = std::fs::read(made.expect("a Word file")).expect("its bytes");
    for (name, program, script, place, limit) in [
        (
            "docxtpl",
            bench.tools.join("venv/bin/python"),
            DOCXTPL,
            ("{{ t", " }}"),
            0.05,
        ),
        (
            "docxtemplater",
            "node".into(),
            DOCXTEMPLATER,
            ("{t", "}"),
            0.15,
        ),
    ] {
        let (template, texts) = with_places(&made, place);
        let (template_path, texts_path) = (
            bench.path(&format!("{name}.docx")),
            bench.path(&format!("{name}.json")),
        );
        std::fs::write(&template_path, template).expect("a template");
        std::fs::write(&texts_path, texts).expect("its texts");
        let mut command = Command::new(program);
        let word = if name == "docxtpl" { "-c" } else { "-e" };
        command
            .arg(word)
            .arg(script)
            .args([&template_path, &bench.path(name)])
            .arg(SOME.to_string())
            .arg(&texts_path)
            .env("NODE_PATH", bench.tools.join("node/node_modules"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        std::fs::create_dir_all(bench.path(name)).expect("a folder");
        let (status, time) = timed(|| command.status());
        let line = line(
            "T3",
            format!("batch of {SOME} to DOCX / {name}"),
            "the same Word file with a place for each text as its template; one process each",
        );
        if status.is_ok_and(|status| status.success()) {
            let ratio = ours.median() / time;
            let shown = format!("{ratio:.3} x; {:.0} against {time:.0} ms", ours.median());
            table.at_most(line, shown, ratio, limit, "");
        } else {
            table.missing(line, &format!("not installed, {INSTALL}"), limit);
        }
    }
    let line = line(
        "T7",
        "cold PDF and DOCX of S003 / RusDox".to_owned(),
        "whole processes in turns, 15 rounds",
    );
    let Some(mut rusdox) = rusdox_on(&bench, &bench.path("en"), 1) else {
        table.missing(line, &format!("not installed, {INSTALL} --rusdox"), 1.3);
        return;
    };
    rusdox
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut kansli = Command::new(KANSLI);
    kansli
        .arg("render")
        .arg(root().join(S003.path))
        .args(["--format", "pdf,docx", "--out"])
        .arg(bench.path("kall"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut times: [Vec<f64>; 2] = Default::default();
    for round in 0..=15 {
        let turn = [timed(|| kansli.status()).1, timed(|| rusdox.status()).1];
        if round > 0 {
            times[0].push(turn[0]);
            times[1].push(turn[1]);
        }
    }
    table.ratio(line, &times[0], &times[1], 1.3);
}

/// How a text of our Word files begins.
const TEXT: &str = "<w:t xml:space=\"preserve\">";

/// A Word file made a template, and what is to be filled in: every text is a place with a name of its own, and data
/// under that name as JSON.
fn with_places(word: &[u8], (opens, closes): (&str, &str)) -> (Vec<u8>, String) {
    let mut parts = ZipArchive::new(Cursor::new(word)).expect("a Word file");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let mut texts = serde_json::Map::new();
    for index in 0..parts.len() {
        let mut part = parts.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("its bytes");
        if name == "word/document.xml" {
            let written = String::from_utf8(bytes).expect("XML");
            let mut filled = String::with_capacity(written.len());
            let mut rest = written.as_str();
            while let Some(at) = rest.find(TEXT) {
                let start = at + TEXT.len();
                let end = start + rest[start..].find("</w:t>").expect("the text's end");
                let number = texts.len();
                filled.push_str(&rest[..start]);
                write!(filled, "{opens}{number}{closes}").expect("a string takes all writing");
                texts.insert(format!("t{number}"), rest[start..end].into());
                rest = &rest[end..];
            }
            filled.push_str(rest);
            bytes = filled.into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default())
            .and_then(|()| Ok(out.write_all(&bytes)?))
            .expect("a part");
    }
    let out = out.finish().expect("a Word file").into_inner();
    (out, serde_json::Value::Object(texts).to_string())
}

const DOCXTPL: &str = "import json, sys\n\
    from docxtpl import DocxTemplate\n\
    texts = json.load(open(sys.argv[4]))\n\
    for n in range(int(sys.argv[3])):\n\
    \x20   d = DocxTemplate(sys.argv[1])\n\
    \x20   d.render({**texts, 't0': str(n)})\n\
    \x20   d.save(f'{sys.argv[2]}/d{n}.docx')";

const DOCXTEMPLATER: &str = "const fs = require('fs'), Zip = require('pizzip'), Word = require('docxtemplater');\n\
    const [template, out, count, data] = process.argv.slice(1);\n\
    const texts = JSON.parse(fs.readFileSync(data));\n\
    for (let n = 0; n < count; n++) {\n\
        const d = new Word(new Zip(fs.readFileSync(template)));\n\
        d.render({...texts, t0: String(n)});\n\
        fs.writeFileSync(`${out}/d${n}.docx`, d.toBuffer());\n\
    }";

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
    let reruns = Stats::new((0..3).map(|_| bench.batch(&list, "ut", 2)));
    table.at_most(
        line(
            "T10",
            "rerun of 10 000 with nothing changed, 20 000 files hashed",
            "the same command line again, files in the page cache; 3 runs",
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
