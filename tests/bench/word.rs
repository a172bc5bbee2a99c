//! T3 and T7 against programs that write Word files: docxtpl and docxtemplater, pandoc, `RusDox`.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::batch::{Bench, INSTALL, ROUNDS, SOME, Texts, rusdox_on};
use super::peers::markdown;
use super::samples::{S003, root};
use super::stats::{Stats, median, timed};
use super::table::{Line, Table};

const KANSLI: &str = env!("CARGO_BIN_EXE_kansli");

/// Of a program that is started anew for each document, so many.
const FEW: usize = 20;

/// A program that fills in templates.
struct Filler {
    name: &'static str,
    program: PathBuf,
    /// How it is told to run the script that follows.
    word: &'static str,
    script: &'static str,
    /// Before and after the name of a place in a template.
    place: (&'static str, &'static str),
    /// Of our time, at most so much of its own.
    limit: f64,
}

/// Word files in a batch, and `RusDox` from nothing.
pub(crate) fn measure(table: &mut Table) {
    let bench = Bench::open();
    let list = bench.list("word.ndjson", SOME, Texts::Different);
    let ours = Stats::new((0..ROUNDS).map(|_| {
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
    for filler in [
        Filler {
            name: "docxtpl",
            program: bench.tools.join("venv/bin/python"),
            word: "-c",
            script: DOCXTPL,
            place: ("{{ t", " }}"),
            limit: 0.05,
        },
        Filler {
            name: "docxtemplater",
            program: "node".into(),
            word: "-e",
            script: DOCXTEMPLATER,
            place: ("{t", "}"),
            limit: 0.15,
        },
    ] {
        let line = Line {
            id: "T3",
            what: format!("batch of {SOME} to DOCX / {}", filler.name),
            method: "the same Word file with a place for each text as its template; one process each, 5 runs",
        };
        if let Some(theirs) = filler.time(&bench, &made) {
            let ratio = ours.median() / theirs;
            let shown = format!("{ratio:.3} x; {:.0} against {theirs:.0} ms", ours.median());
            table.at_most(line, shown, ratio, filler.limit, "");
        } else {
            table.missing(line, &format!("not installed, {INSTALL}"), filler.limit);
        }
    }
    pandoc(&bench, table, ours.median());
    rusdox(&bench, table);
}

impl Filler {
    /// Milliseconds for as many documents as in our list, the median of the runs; `None` where it is not installed.
    fn time(&self, bench: &Bench, made: &[u8]) -> Option<f64> {
        let (template, texts) = with_places(made, self.place);
        let template_path = bench.path(&format!("{}.docx", self.name));
        let texts_path = bench.path(&format!("{}.json", self.name));
        std::fs::write(&template_path, template).expect("a template");
        std::fs::write(&texts_path, texts).expect("its texts");
        std::fs::create_dir_all(bench.path(self.name)).expect("a folder");
        let mut command = Command::new(&self.program);
        command
            .arg(self.word)
            .arg(self.script)
            .args([&template_path, &bench.path(self.name)])
            .arg(SOME.to_string())
            .arg(&texts_path)
            .env("NODE_PATH", bench.tools.join("node/node_modules"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let (status, time) = timed(|| command.status());
            if !status.is_ok_and(|status| status.success()) {
                return None;
            }
            times.push(time);
        }
        Some(median(&times))
    }
}

/// From nothing to both files, in turns.
fn rusdox(bench: &Bench, table: &mut Table) {
    let line = Line {
        id: "T7",
        what: "cold PDF and DOCX of S003 / RusDox".to_owned(),
        method: "whole processes in turns, 15 rounds",
    };
    let Some(mut rusdox) = rusdox_on(bench, &bench.path("en"), 1) else {
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

/// The extract's texts as Markdown to Word, a process for each: it has no other way.
fn pandoc(bench: &Bench, table: &mut Table, ours: f64) {
    let line = Line {
        id: "T3",
        what: format!("batch of {SOME} to DOCX / pandoc, for each document"),
        method: "the same texts as Markdown, a process for each of 20",
    };
    let asked = Command::new(bench.tools.join("venv/bin/python"))
        .args(["-c", "import pypandoc; print(pypandoc.get_pandoc_path())"])
        .output();
    let program = asked.ok().filter(|asked| asked.status.success());
    let Some(program) = program.and_then(|asked| String::from_utf8(asked.stdout).ok()) else {
        table.note(line, format!("not measured: not installed, {INSTALL}"));
        return;
    };
    let times = Stats::new((0..FEW).map(|number| {
        let text = bench.path(&format!("d{number}.md"));
        std::fs::write(&text, markdown(&S003.arende(number))).expect("a file");
        let mut command = Command::new(program.trim());
        command
            .arg(&text)
            .arg("-o")
            .arg(text.with_extension("docx"));
        let (status, time) = timed(|| command.status());
        assert!(status.is_ok_and(|status| status.success()), "pandoc failed");
        time
    }));
    #[expect(clippy::cast_precision_loss, reason = "some hundred documents")]
    let ours = ours / SOME as f64;
    let shown = format!(
        "{:.3} x; {ours:.2} against {:.1} ms",
        ours / times.median(),
        times.median()
    );
    table.note(line, shown);
}
