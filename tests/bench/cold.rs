//! T7-T9 and T13: whole processes, from their start to their end, in turns with other programs' on the same content.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::equal;
use super::memory;
use super::samples::{S003, root};
use super::stats::{Stats, timed};
use super::table::{Line, Table};

const KANSLI: &str = env!("CARGO_BIN_EXE_kansli");
const ROUNDS: usize = 25;
/// Programs that take seconds are waited for less often.
const SLOW_ROUNDS: usize = 5;
const INSTALL: &str = "run tests/bench/jamfor.sh";

/// Where the programs to compare with lie, and what is written while measuring.
struct Bench {
    tools: PathBuf,
    work: tempfile::TempDir,
}

/// A command line.
struct Program {
    program: OsString,
    arguments: Vec<OsString>,
}

impl Program {
    fn new(program: impl Into<OsString>, arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> Self {
        Self {
            program: program.into(),
            arguments: arguments
                .iter()
                .map(|word| (*word).as_ref().to_owned())
                .collect(),
        }
    }

    /// Milliseconds from start to end.
    fn run(&self) -> f64 {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let (status, time) = timed(|| command.status());
        let status = status.unwrap_or_else(|error| panic!("{}: {error}", self.program.display()));
        assert!(
            status.success(),
            "{} {:?} failed",
            self.program.display(),
            self.arguments
        );
        time
    }
}

impl Bench {
    fn open() -> Self {
        let built = Path::new(KANSLI).parent().and_then(Path::parent);
        Self {
            tools: built.expect("target/release/kansli").join("jamfor"),
            work: tempfile::tempdir().expect("a folder"),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.work.path().join(name)
    }

    fn kansli(&self, arguments: &[&str]) -> Program {
        self.binary(Path::new(KANSLI), arguments)
    }

    fn binary(&self, kansli: &Path, arguments: &[&str]) -> Program {
        let out = self.path("ut");
        let mut program = Program::new(kansli, &[]);
        program.arguments = arguments.iter().map(OsString::from).collect();
        if arguments.first() == Some(&"render") {
            program.arguments.extend(["--out".into(), out.into()]);
        }
        program
    }

    /// The binary that is handed out, as the programs beside it were, if it has been built of the same sources.
    fn distribution(&self) -> Option<PathBuf> {
        let dist = self.tools.with_file_name("dist").join("kansli");
        let built = |path: &Path| std::fs::metadata(path).and_then(|file| file.modified());
        let is_fresh = built(&dist).ok()? >= built(Path::new(KANSLI)).ok()?;
        is_fresh.then_some(dist)
    }

    /// A tool in the cache or, failing that, on the path.
    fn tool(&self, name: &str) -> Option<PathBuf> {
        let cached = ["venv/bin", "bin"].map(|folder| self.tools.join(folder).join(name));
        let path = std::env::var_os("PATH").unwrap_or_default();
        let known = std::env::split_paths(&path).map(|folder| folder.join(name));
        cached.into_iter().chain(known).find(|file| file.is_file())
    }

    /// The smallest program that prints: what starting a process costs here.
    fn hello(&self) -> Program {
        let source = self.path("hello.rs");
        std::fs::write(&source, "fn main() {\n    println!(\"hej\");\n}\n").expect("a file");
        let binary = self.path("hello");
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let status = Command::new(rustc)
            .args(["-O", "-C", "strip=symbols", "-o"])
            .args([&binary, &source])
            .status();
        assert!(status.is_ok_and(|status| status.success()), "rustc failed");
        Program::new(binary, &[])
    }
}

/// Milliseconds of each program, one run of each in every round; the first round is not counted.
fn in_turns<const N: usize>(rounds: usize, programs: [&Program; N]) -> [Vec<f64>; N] {
    let mut times = [const { Vec::new() }; N];
    for round in 0..=rounds {
        for (program, times) in programs.iter().zip(&mut times) {
            let time = program.run();
            if round > 0 {
                times.push(time);
            }
        }
    }
    times
}

pub(crate) fn measure(table: &mut Table) {
    let bench = Bench::open();
    let sample = root().join(S003.path);
    let sample = sample.to_str().expect("the project's path is text");
    let pdf = ["render", sample, "--format", "pdf"];
    starts(table, &bench, sample);
    with_word(table, &bench, sample, &bench.kansli(&pdf));
    against_typst(table, &bench, &bench.kansli(&pdf), "release profile");
    if let Some(dist) = bench.distribution() {
        let handed_out = bench.binary(&dist, &pdf);
        against_typst(table, &bench, &handed_out, "distribution profile");
    }
    let pdf = bench.kansli(&pdf);
    against_slow(table, &bench, sample, &pdf);
}

fn starts(table: &mut Table, bench: &Bench, sample: &str) {
    let hello = bench.hello();
    let version = bench.kansli(&["--version"]);
    let check = bench.kansli(&["check", sample]);
    let [hello, version, check] = in_turns(2 * ROUNDS, [&hello, &version, &check]);
    let method = "whole processes in turns, 50 rounds";
    let line = |what: &str| Line {
        id: "T9",
        what: what.to_owned(),
        method,
    };
    table.ratio(
        line("kansli --version / hello world in Rust"),
        &version,
        &hello,
        2.0,
    );
    table.ratio(
        line("kansli check S003 / hello world in Rust"),
        &check,
        &hello,
        5.0,
    );
}

fn with_word(table: &mut Table, bench: &Bench, sample: &str, pdf: &Program) {
    let both = bench.kansli(&["render", sample, "--format", "pdf,docx"]);
    let [both, pdf] = in_turns(ROUNDS, [&both, pdf]);
    let line = |what: &str, method| Line {
        id: "T8",
        what: what.to_owned(),
        method,
    };
    table.ratio(
        line(
            "cold PDF and DOCX / cold PDF, S003",
            "whole processes in turns, 25 rounds",
        ),
        &both,
        &pdf,
        1.15,
    );
    let out = bench.path("topp");
    let out = out.to_str().expect("a folder of ours");
    let arguments = ["render", sample, "--format", "pdf,docx", "--out", out];
    let peaks = Stats::new((0..SLOW_ROUNDS).map(|_| memory::peak(&arguments)));
    table.at_most(
        line(
            "peak memory of cold PDF and DOCX, S003",
            "the same command line in this program; VmHWM, 5 runs",
        ),
        format!("{peaks} MiB"),
        peaks.median(),
        45.0,
        "MiB",
    );
}

/// The equal document through Typst's own programs, with the same faces and no others.
fn against_typst(table: &mut Table, bench: &Bench, pdf: &Program, built: &str) {
    let method = format!("equal document, A-2a and UA-1, 25 rounds; kansli in its {built}");
    let folder = bench.path("typst");
    std::fs::create_dir_all(&folder).expect("a folder");
    let write =
        |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).expect("a file");
    write("mall.typ", equal::TEMPLATE.as_bytes());
    write(S003.typst_path, S003.typst.as_bytes());
    for (name, bytes) in equal::PICTURES {
        write(name, bytes);
    }
    let main = folder.join(S003.typst_path);
    let out = folder.join("ut.pdf");
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/typsnitt");

    // As its README has it: unless told otherwise it looks for the system's fonts, which a caller who names a folder of
    // his own need not pay for. Both are shown.
    let wheel = |more: &str| {
        let script = format!(
            "import sys, typst\n\
            typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], \
            pdf_standards=['a-2a', 'ua-1']{more})"
        );
        let python = bench.tools.join("venv/bin/python");
        let is_there = python.is_file();
        is_there.then(|| Program::new(python, &[&"-c", &script, &main, &out, &fonts]))
    };
    compare(
        table,
        pdf,
        wheel(""),
        ROUNDS,
        0.5,
        "Typst's Python wheel",
        &method,
    );
    if let Some(lean) = wheel(", ignore_system_fonts=True") {
        let [ours, lean] = in_turns(ROUNDS, [pdf, &lean]);
        let ratio = Stats::ratios(&ours, &lean);
        let line = Line {
            id: "T7",
            what: "the same, the wheel told not to look for the system's fonts".to_owned(),
            method: &method,
        };
        table.note(line, format!("{ratio} x"));
    }

    let cli = bench.tool("typst").map(|typst| {
        let fixed: [&dyn AsRef<std::ffi::OsStr>; 8] = [
            &"compile",
            &"--ignore-system-fonts",
            &"--font-path",
            &fonts,
            &"--pdf-standard",
            &"a-2a,ua-1",
            &main,
            &out,
        ];
        Program::new(typst, &fixed)
    });
    compare(table, pdf, cli, ROUNDS, 1.0, "the Typst CLI", &method);
}

/// Programs that make a PDF of our own HTML and Word files.
fn against_slow(table: &mut Table, bench: &Bench, sample: &str, pdf: &Program) {
    bench
        .kansli(&["render", sample, "--format", "html,docx"])
        .run();
    let made: Vec<PathBuf> = std::fs::read_dir(bench.path("ut"))
        .expect("the output folder")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    let with = |extension: &str| {
        made.iter()
            .find(|file| file.extension().is_some_and(|e| e == extension))
            .expect("a file of each format")
    };
    let out = bench.path("weasyprint.pdf");
    let weasyprint = bench
        .tool("weasyprint")
        .map(|program| Program::new(program, &[with("html"), &out]));
    compare(
        table,
        pdf,
        weasyprint,
        SLOW_ROUNDS,
        0.04,
        "WeasyPrint",
        "our HTML to PDF, 5 rounds",
    );

    let user = format!(
        "-env:UserInstallation=file://{}",
        bench.path("lo").display()
    );
    let folder = bench.work.path();
    let office = bench.tool("soffice").map(|program| {
        let fixed: [&dyn AsRef<std::ffi::OsStr>; 7] = [
            &user,
            &"--headless",
            &"--convert-to",
            &"pdf",
            &"--outdir",
            &folder,
            with("docx"),
        ];
        Program::new(program, &fixed)
    });
    compare(
        table,
        pdf,
        office,
        SLOW_ROUNDS,
        0.04,
        "LibreOffice",
        "our DOCX to PDF, user profile made before, 5 rounds",
    );
}

fn compare(
    table: &mut Table,
    ours: &Program,
    other: Option<Program>,
    rounds: usize,
    limit: f64,
    name: &str,
    method: &str,
) {
    let line = Line {
        id: "T7",
        what: format!("cold PDF of S003 / {name}"),
        method,
    };
    match other {
        None => table.missing(line, &format!("not installed, {INSTALL}"), limit),
        Some(other) => {
            let [ours, other] = in_turns(rounds, [ours, &other]);
            table.ratio(line, &ours, &other, limit);
        }
    }
}

pub(crate) fn size(table: &mut Table) {
    let megabytes = |path: &Path| {
        #[expect(clippy::cast_precision_loss, reason = "some million bytes")]
        let size = std::fs::metadata(path).map(|file| file.len() as f64 / 1e6);
        size.ok()
    };
    let line = |what: &str, method| Line {
        id: "T13",
        what: what.to_owned(),
        method,
    };
    if let Some(size) = megabytes(Path::new(KANSLI)) {
        table.at_most(
            line("release binary", "size of the file, stripped"),
            format!("{size:.1} MB"),
            size,
            60.0,
            "MB",
        );
    }
    let dist = Bench::open().distribution();
    let line = line("distribution binary", "cargo build --profile dist");
    match dist.as_deref().and_then(megabytes) {
        Some(size) => table.at_most(line, format!("{size:.1} MB"), size, 45.0, "MB"),
        None => table.note(line, "not built of these sources".to_owned()),
    }
}
