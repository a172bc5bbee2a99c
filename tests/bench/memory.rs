//! T6 and the peak of T8: how much memory a process takes, asked in a process of its own.

use std::process::{Command, ExitCode, Stdio};

use kansli::render::Format;

use super::samples::{Desk, S002, S003};
use super::table::{Line, Table};

const FEW: usize = 500;
const MANY: usize = 5000;

/// The words that make this program a child of itself.
const MANY_DOCUMENTS: &str = "--child-many-documents";
const COMMAND_LINE: &str = "--child-command-line";

/// What a child is for, if this is one.
pub(crate) fn as_child(words: &[String]) -> Option<ExitCode> {
    let (first, rest) = words.split_first()?;
    match first.as_str() {
        MANY_DOCUMENTS => many_documents(),
        COMMAND_LINE => {
            let program = std::iter::once("kansli".into());
            kansli::cli::run(program.chain(rest.iter().map(Into::into)));
            eprintln!("{}", status("VmHWM"));
        }
        _ => return None,
    }
    Some(ExitCode::SUCCESS)
}

/// PDF and DOCX of many documents, one after the other.
fn many_documents() {
    let desk = Desk::open();
    for number in 1..=MANY {
        let sample = if number % 2 == 0 { S002 } else { S003 };
        let text = sample.arende(number);
        let ready = desk.judge(sample.path, text.as_bytes());
        desk.pdf(&ready);
        desk.render(&ready, Format::Docx);
        if number == FEW || number == MANY {
            println!("{} {}", status("VmRSS"), status("VmHWM"));
        }
    }
}

/// A line of `/proc/self/status`, in MiB.
fn status(name: &str) -> f64 {
    let all =
        std::fs::read_to_string("/proc/self/status").expect("Linux tells each process of itself");
    let line = all
        .lines()
        .find(|line| line.starts_with(name))
        .expect("a line of memory");
    let kib: f64 = line
        .split_whitespace()
        .nth(1)
        .and_then(|number| number.parse().ok())
        .expect("a number of KiB");
    kib / 1024.0
}

fn child() -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.stdin(Stdio::null());
    command
}

/// The most memory that a command line of kansli takes, in MiB.
pub(crate) fn peak(arguments: &[&str]) -> f64 {
    let output = child()
        .arg(COMMAND_LINE)
        .args(arguments)
        .output()
        .expect("a child");
    let told = String::from_utf8_lossy(&output.stderr);
    told.lines()
        .next_back()
        .and_then(|line| line.parse().ok())
        .unwrap_or_else(|| panic!("no peak: {told}"))
}

pub(crate) fn measure(table: &mut Table) {
    let output = child().arg(MANY_DOCUMENTS).output().expect("a child");
    let told = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = told
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect();
    let [few, _, many, peak] = numbers[..] else {
        panic!("the child told {told:?}");
    };
    table.at_most(
        Line {
            id: "T6",
            what: format!("memory after {MANY} documents / after {FEW}"),
            method: "one process, PDF and DOCX, all texts different; /proc/self/status VmRSS",
        },
        format!("{:.3} x; {many:.0} against {few:.0} MiB", many / few),
        many / few,
        1.3,
        "",
    );
    table.at_most(
        Line {
            id: "T6",
            what: format!("peak memory of {MANY} documents"),
            method: "the same process; VmHWM",
        },
        format!("{peak:.0} MiB"),
        peak,
        120.0,
        "MiB",
    );
}
