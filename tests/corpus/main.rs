//! Bad inputs by the thousand: sound files of every type, each spoilt in one known way at one known place. What must be
//! said of it, and the line and column where, are worked out by whoever spoilt it; the product is asked afterwards.
//! Nothing that the fault does not explain may be said at the level Fel or Varning, and nothing may panic.
//!
//! `cargo test --test corpus` runs all of them; `KANSLI_FALL=ord` only the kinds whose name holds the word.

mod case;
mod characters;
mod fields;
mod good;
mod head;
mod json;
mod meeting;
#[path = "../common/proof.rs"]
mod proof;
#[path = "../../src/arende/read/tests/values.rs"]
mod values;
mod words;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use jiff::civil::date;
use kansli::finding::{Finding, Level};
use kansli::pointer::Pointer;
use kansli::rules::Selection;
use kansli::source::MemoryFiles;
use kansli::workspace::{Assets, Input, Options, Workspace};

use case::{Case, Corpus, Wanted};

/// The numbers of the promise.
const KINDS: usize = 80;
const POSITIONS: usize = 5;
const INPUTS: usize = 4_000;

struct Bench {
    workspace: Workspace,
    files: MemoryFiles,
}

impl Bench {
    fn new() -> Self {
        let mut picture = Cursor::new(Vec::new());
        image::GrayImage::new(8, 4)
            .write_to(&mut picture, image::ImageFormat::Png)
            .expect("a picture can be written to memory");
        let files = MemoryFiles::new()
            .with("bilder/b.png", picture.into_inner())
            .with("bilder/text.png", b"ingen bild".to_vec());
        Self {
            workspace: Workspace::new(Assets::default()),
            files,
        }
    }

    /// What is found in a file, and whether it may be rendered.
    fn findings(&self, bytes: &[u8]) -> (Vec<Finding>, bool) {
        let input = Input {
            name: "a.json",
            first_line: 1,
            bytes,
            folder: Path::new(""),
            files: &self.files,
        };
        let options = Options {
            kommun: None,
            namnd: None,
            draft: false,
            ignore_exceptions: false,
            threshold: Level::Fel,
            today: date(2026, 6, 1),
            selection: Selection::default(),
        };
        let checked = self.workspace.check(input, &options);
        let mut checked = checked.unwrap_or_else(|error| panic!("{error}"));
        let is_ready = !checked.has_stopping_findings();
        (std::mem::take(&mut checked.findings), is_ready)
    }

    /// Why a case fails, if it does.
    fn fault(&self, case: &Case) -> Option<String> {
        let judged = catch_unwind(AssertUnwindSafe(|| self.findings(&case.bytes)));
        let Ok((findings, is_ready)) = judged else {
            return Some("it panics".into());
        };
        let wanted = &case.wanted;
        let told = findings.iter().find(|found| is_wanted(found, wanted));
        let Some(told) = told else {
            let place = (wanted.line, wanted.column);
            return Some(format!(
                "not told: {} {:?} … {:?} at {:?} {place:?}, but {}",
                wanted.rule,
                wanted.message,
                wanted.ending,
                wanted.pointer,
                listed(&findings)
            ));
        };
        let has_help = told.help.as_ref().is_some_and(|help| help.ends_with('.'));
        // Some rules' remedy is the change they propose.
        if !has_help && told.fix.is_none() {
            return Some(format!("no remedy: {}", listed(&findings)));
        }
        let stray: Vec<Finding> = findings
            .iter()
            .filter(|found| found.level >= Level::Varning && !is_wanted(found, wanted))
            .filter(|found| !wanted.also.contains(&&*found.rule))
            .cloned()
            .collect();
        if !stray.is_empty() {
            return Some(format!("unexplained: {}", listed(&stray)));
        }
        let stops = findings.iter().any(|found| found.level == Level::Fel);
        (stops && is_ready).then(|| format!("not stopped: {}", listed(&findings)))
    }
}

fn is_wanted(found: &Finding, wanted: &Wanted) -> bool {
    let place = found.location.as_ref().map(|at| (at.line, at.column));
    let pointer = found.pointer.as_ref().map(Pointer::as_str);
    found.rule == wanted.rule
        && found.message.starts_with(&wanted.message)
        && found.message.ends_with(&wanted.ending)
        && place == Some((wanted.line, wanted.column))
        && (wanted.pointer.is_none() || pointer == wanted.pointer.as_deref())
}

fn listed(findings: &[Finding]) -> String {
    let lines = findings.iter().take(5).map(|found| {
        let place = found.location.as_ref().map(|at| (at.line, at.column));
        let pointer = found.pointer.as_ref().map(Pointer::as_str);
        format!(
            "\n    {} {pointer:?} {place:?} {}",
            found.rule, found.message
        )
    });
    lines.collect()
}

fn corpus() -> Corpus {
    let goods = good::all();
    let mut corpus = Corpus::default();
    json::spoil(&goods, &mut corpus);
    fields::spoil(&goods, &mut corpus);
    head::spoil(&goods, &mut corpus);
    characters::spoil(&goods, &mut corpus);
    words::spoil(&goods, &mut corpus);
    meeting::spoil(&goods, &mut corpus);
    corpus
}

#[test]
fn sound_files_have_nothing_to_remark_on() {
    let bench = Bench::new();
    for good in good::all() {
        for layout in written::Layout::ALL {
            let text = written::Written::new(&good.value, layout).text;
            let (findings, is_ready) = bench.findings(text.as_bytes());
            assert!(
                findings.is_empty() && is_ready,
                "{}: {}",
                good.name,
                listed(&findings)
            );
        }
    }
}

#[test]
fn every_fault_is_told_at_its_place_and_nothing_else_is() {
    let mut cases = corpus().cases;
    let wanted = std::env::var("KANSLI_FALL").ok();
    if let Some(wanted) = &wanted {
        cases.retain(|case| case.kind.contains(wanted.as_str()));
    }
    let bench = Bench::new();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let faults: Vec<String> = std::thread::scope(|scope| {
        let (bench, cases) = (&bench, &cases);
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let own = cases.iter().skip(worker).step_by(threads);
                scope.spawn(move || own.filter_map(|case| told(bench, case)).collect::<Vec<_>>())
            })
            .collect();
        let done = workers.into_iter();
        done.flat_map(|worker| worker.join().expect("a worker"))
            .collect()
    });
    assert!(
        faults.is_empty(),
        "{} of {} fail:\n{}",
        faults.len(),
        cases.len(),
        faults.join("\n")
    );

    let mut kinds: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for case in &cases {
        kinds.entry(case.kind).or_default().insert(&case.position);
    }
    let inputs: BTreeSet<&[u8]> = cases.iter().map(|case| &*case.bytes).collect();
    let fewest = kinds.values().map(BTreeSet::len).min().unwrap_or_default();
    let result = format!(
        "{} kinds of message, at least {fewest} positions each, {} bad inputs",
        kinds.len(),
        inputs.len()
    );
    #[expect(clippy::print_stdout, reason = "what the proof was made of is told")]
    {
        println!("{result}");
    }
    if wanted.is_none() {
        proof::keep("felaktigt", "cargo test --test corpus", &result);
        let scarce: Vec<_> = kinds
            .iter()
            .filter(|(_, at)| at.len() < POSITIONS)
            .collect();
        assert!(scarce.is_empty(), "too few positions: {scarce:?}");
        assert!(kinds.len() >= KINDS && inputs.len() >= INPUTS);
    }
}

fn told(bench: &Bench, case: &Case) -> Option<String> {
    let fault = bench.fault(case)?;
    Some(format!("{}, {}: {fault}", case.kind, case.position))
}
