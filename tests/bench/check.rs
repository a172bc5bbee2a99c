//! R1 and R2: checking without rendering. A thousand ärenden in one process, and how the time grows with the length of
//! the text.

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::samples::{Desk, LONG, S002, vary};
use super::stats::{Stats, timed};
use super::table::{Line, Table};

const ROUNDS: usize = 5;
const MANY: usize = 1000;
/// Lengths of the text, in bytes, about.
const SHORT: usize = 64 << 10;
const VERY_LONG: usize = 1 << 20;

pub(crate) fn measure(table: &mut Table) {
    thousand(table);
    growth(table);
}

fn thousand(table: &mut Table) {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..MANY {
        let file = folder.path().join(format!("{number}.json"));
        std::fs::write(file, S002.arende(number)).expect("a file");
    }
    let run = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kansli"));
        command.arg("check").arg(folder.path());
        let silent = command.stdin(Stdio::null()).stdout(Stdio::null());
        let (status, time) = timed(|| silent.stderr(Stdio::null()).status());
        assert!(status.is_ok_and(|status| status.success()), "S002 is good");
        time
    };
    let stats = Stats::new((0..ROUNDS).map(|_| run()));
    table.at_most(
        Line {
            id: "R1",
            what: format!("kansli check, {MANY} ärenden of 3 pages"),
            method: "one process over a folder, all texts different, 5 rounds",
        },
        format!("{stats} ms"),
        stats.median(),
        1500.0,
        "ms",
    );
}

fn growth(table: &mut Table) {
    let desk = Desk::open();
    let per_kib = |length: usize, number: usize| {
        let text = arende(length, number);
        let (_, time) = timed(|| std::hint::black_box(desk.check(LONG.path, text.as_bytes())));
        #[expect(clippy::cast_precision_loss, reason = "a million bytes")]
        let kib = text.len() as f64 / 1024.0;
        time / kib
    };
    let (mut short, mut long) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let times: Vec<f64> = (0..8).map(|n| per_kib(SHORT, 9 * round + n)).collect();
        let time = per_kib(VERY_LONG, 9 * round + 8);
        if round > 0 {
            short.push(super::stats::median(&times));
            long.push(time);
        }
    }
    table.ratio(
        Line {
            id: "R2",
            what: format!("check, per KiB: {VERY_LONG} bytes / {SHORT} bytes"),
            method: "reading, schema, template and all rules, 5 rounds",
        },
        &long,
        &short,
        1.25,
    );
}

/// A tjänsteskrivelse with about so much text, in sections of a page or two.
fn arende(length: usize, number: usize) -> String {
    let text: Value = serde_json::from_str(S002.arende).expect("a sample");
    let paragraphs = text["arendet"].to_string();
    let mut whole: Value = serde_json::from_str(LONG.arende).expect("a sample");
    let sections = (0..length / paragraphs.len()).map(|section| {
        let text: Value =
            serde_json::from_str(&vary(&paragraphs, number * 400 + section)).expect("still JSON");
        json!({ "rubrik": format!("Avsnitt {section}"), "text": text })
    });
    whole["avsnitt"] = sections.collect();
    whole.to_string()
}
