//! `cargo bench --bench kansli`: how fast Kansli is and how much memory it takes, as ratios to what else the same machine
//! does at the same time. Judges nothing but time and memory, and is no timed test: it always succeeds.
//!
//! `cargo bench --bench kansli -- T1 T9` measures only those targets, and `-- 10000` a run of ten thousand documents, which
//! takes minutes and is measured only when it is asked for. `tests/bench/jamfor.sh` installs the programs that
//! T7 compares with; one that is missing is told as not measured.
//! `-- W` holds `kansli watch` against what else watches, case by case; `tests/bench/jamfor.sh --watch` installs those.

#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark asks the clock and starts programs; nothing of it ends up in a document"
)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the table is what it is for"
)]

mod batch;
mod check;
mod cold;
mod equal;
mod memory;
mod pages;
mod peers;
#[path = "../common/proof.rs"]
mod proof;
mod samples;
mod scenarios;
mod stats;
mod table;
mod warm;
mod watching;
mod word;

use std::process::ExitCode;

use table::Table;

/// A group of targets that are measured together.
type Measure = fn(&mut Table);

const MEASURES: [(&[&str], Measure); 11] = [
    (&["T1", "T2", "T3"], warm::measure),
    (&["R1", "R2"], check::measure),
    (&["T12"], pages::measure),
    (&["T6"], memory::measure),
    (&["T7", "T8", "T9"], cold::measure),
    (&["T4", "T5"], batch::measure),
    (&["T10"], batch::throughput),
    (&["T3", "T7"], word::measure),
    (&["T8"], batch::protocol),
    (&["T13"], cold::size),
    (&["T11"], watching::measure),
];

/// What is measured only when it is asked for.
const LONG: (&str, Measure) = ("10000", batch::many);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some(status) = memory::as_child(&words) {
        return status;
    }
    let asked: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !word.starts_with("--"))
        .collect();
    if cfg!(debug_assertions) {
        eprintln!("built without optimisation: the ratios say nothing");
    }
    let mut table = Table::default();
    for (ids, measure) in MEASURES {
        if asked.is_empty() || asked.iter().any(|word| ids.contains(word)) {
            eprintln!("measuring {} ...", ids.join(", "));
            measure(&mut table);
        }
    }
    if asked.contains(&LONG.0) {
        LONG.1(&mut table);
    }
    if !table.is_empty() {
        println!("{table}");
    }
    if asked.is_empty() {
        proof::keep("fart", "cargo bench --bench kansli", &table.verdict());
    }
    // Takes minutes and is no target: only when it is asked for.
    if scenarios::are_asked_for(&asked) {
        println!("{}", scenarios::compared(&asked));
    }
    ExitCode::SUCCESS
}
