//! The same ärende gives the same bytes: after others, beside others, in any order, in another process at another time,
//! and however its file is written.
#![expect(clippy::disallowed_methods, reason = "tests prepare the disk by hand")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use common::bench::Bench;
use fastrand::Rng;
use kansli::render::pdf;
use kansli::workspace::Format;
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization as _;

/// Other documents in an ordinary run; `KANSLI_DETERMINISM` asks for more.
const USUAL: u64 = 40;
const FORMATS: [Format; 4] = [Format::Pdf, Format::Docx, Format::Html, Format::Text];
const SEED: u64 = 7;

fn many() -> u64 {
    std::env::var("KANSLI_DETERMINISM").map_or(USUAL, |n| n.parse().expect("a number"))
}

/// An ärende of the seed in every format.
fn outputs(bench: &Bench, seed: u64) -> Vec<Vec<u8>> {
    let made = bench.generator.make(seed, common::arende::Rich::Grammar);
    let text = serde_json::to_string_pretty(&made.value).expect("JSON");
    of_text(bench, &text)
}

fn of_text(bench: &Bench, text: &str) -> Vec<Vec<u8>> {
    let ready = bench.check_bytes(text.as_bytes(), "arende.json").ready();
    let ready = ready.unwrap_or_else(|blocked| panic!("{blocked:?}: {text}"));
    let outputs = FORMATS.iter().map(|format| {
        let rendered = bench.workspace.render(&ready, *format);
        rendered.expect("a sound document").bytes
    });
    outputs.collect()
}

fn assert_same(one: &[Vec<u8>], other: &[Vec<u8>], what: &str) {
    for (format, (one, other)) in FORMATS.iter().zip(one.iter().zip(other)) {
        assert!(one == other, "{format:?} differs {what}");
    }
}

#[test]
fn alone_after_others_and_beside_others_in_any_order() {
    let alone = outputs(&Bench::new(), SEED);
    let bench = Bench::new();
    let threads = 8;
    let mut seeds: Vec<u64> = (0..many()).collect();
    Rng::with_seed(1).shuffle(&mut seeds);
    let (bench, seeds) = (&bench, &seeds);
    let all: BTreeMap<u64, Vec<Vec<u8>>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|thread| {
                scope.spawn(move || {
                    let own = seeds.iter().skip(thread).step_by(threads);
                    let made = own.map(|seed| {
                        let made = (*seed, outputs(bench, *seed));
                        pdf::evict(threads);
                        made
                    });
                    made.collect::<Vec<_>>()
                })
            })
            .collect();
        let made = workers.into_iter().map(|w| w.join().expect("no panic"));
        made.flatten().collect()
    });
    assert_same(&alone, &all[&SEED], "among eight threads");
    assert_same(&alone, &outputs(bench, SEED), "after the others");
    for seed in seeds.iter().take(5) {
        let again = outputs(&Bench::new(), *seed);
        assert_same(&again, &all[seed], &format!("for seed {seed}"));
    }
}

/// The samples of a type that render, by name.
fn samples() -> Vec<String> {
    [
        "skrivelse/s000",
        "tjansteskrivelse/foreningsbidrag",
        "protokollsutdrag/s003",
    ]
    .map(|name| format!("{}/samples/{name}.json", env!("CARGO_MANIFEST_DIR")))
    .to_vec()
}

/// What the program makes of the samples, by file name.
fn run(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let run = Command::new(env!("CARGO_BIN_EXE_kansli"))
        .arg("render")
        .args(samples())
        .args(["--format", "pdf,docx,html,text", "--out"])
        .arg(folder)
        .output()
        .expect("the program starts");
    assert!(run.status.success(), "{run:?}");
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            (name.into_owned(), fs::read(&path).expect("a file"))
        })
        .collect()
}

#[test]
fn two_processes_seconds_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = run(&folder.path().join("a"));
    // Longer than the second that PDF and zip dates count in.
    std::thread::sleep(Duration::from_millis(1_100));
    let second = run(&folder.path().join("b"));
    assert!(first.len() >= 12, "{:?}", first.keys());
    for (name, bytes) in &first {
        assert!(Some(bytes) == second.get(name), "{name}");
    }
    assert_eq!(first.len(), second.len());
}

#[test]
fn however_the_file_is_written() {
    let bench = Bench::new();
    let made = bench.generator.make(SEED, common::arende::Rich::Grammar);
    let text = serde_json::to_string_pretty(&made.value).expect("JSON");
    let usual = of_text(&bench, &text);
    let decomposed: String = text.nfd().collect();
    assert_ne!(decomposed, text);
    let Value::Object(fields) = &made.value else {
        panic!("an object");
    };
    let backwards: Map<String, Value> = fields
        .iter()
        .rev()
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    let escaped: String = text
        .chars()
        .map(|c| match u32::from(c) {
            code @ 0x80..=0xffff => format!("\\u{code:04x}"),
            _ => c.to_string(),
        })
        .collect();
    for (what, text) in [
        ("in NFD", decomposed),
        ("with CRLF", text.replace('\n', "\r\n")),
        ("with a byte order mark", format!("\u{feff}{text}")),
        ("on one line", made.value.to_string()),
        (
            "with its fields in another order",
            Value::Object(backwards).to_string(),
        ),
        ("with escapes for letters", escaped),
    ] {
        assert_same(&usual, &of_text(&bench, &text), what);
    }
}
