//! Clean documents, `tests/rena/*.json`: long, ordinary texts that were finished before any rule was run on them. None
//! gives anything above Råd, with its own municipality's rules, and the advice is what stands in `rad.txt`:
//! `KANSLI_BLESS=1 cargo test --test rena` writes it anew. Read the difference: advice on a good text is noise.
#![allow(clippy::disallowed_methods)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use kansli::finding::{Finding, Level};
use kansli::rules::Selection;
use kansli::source::{DiskFiles, Files};
use kansli::workspace::{Assets, Input, Options, Workspace};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rena")
}

/// What a document gives, in order.
fn findings(workspace: &Workspace, files: &DiskFiles, name: &str) -> Vec<Finding> {
    let bytes = files.read(Path::new(name), 1 << 20).expect("a document");
    let input = Input {
        name,
        first_line: 1,
        bytes: &bytes,
        folder: Path::new(""),
        files,
    };
    let options = Options {
        kommun: None,
        draft: false,
        namnd: None,
        ignore_exceptions: true,
        selection: Selection::default(),
        threshold: Level::Fel,
        today: date(2026, 11, 22),
    };
    let checked = workspace.check(input, &options);
    checked
        .unwrap_or_else(|error| panic!("{name}: {error}"))
        .findings
}

fn line(finding: &Finding) -> String {
    let pointer = finding.pointer.as_ref().map_or("-", |p| p.as_str());
    format!(
        "  {} {} {pointer} {}\n",
        finding.level.namn(),
        finding.rule,
        finding.message
    )
}

#[test]
fn a_clean_document_gives_nothing_but_advice_and_little_of_it() {
    let workspace = Workspace::new(Assets::default());
    let files = DiskFiles::new(&root()).expect("tests/rena is there");
    let mut names = files.list(Path::new("")).expect("a folder");
    names.retain(|name| Path::new(name).extension().is_some_and(|e| e == "json"));
    names.sort();
    assert!(names.len() >= 25, "{names:?}");

    let (mut wrong, mut advice) = (String::new(), String::new());
    for name in names {
        let found = findings(&workspace, &files, &name);
        let (above, below): (Vec<_>, Vec<_>) =
            found.iter().partition(|finding| finding.level > Level::Rad);
        if !above.is_empty() {
            let lines: String = above.into_iter().map(line).collect();
            write!(wrong, "{name}\n{lines}").expect("a string takes all writing");
        }
        let lines: String = below.into_iter().map(line).collect();
        write!(advice, "{name}\n{lines}").expect("a string takes all writing");
    }
    let path = root().join("rad.txt");
    if std::env::var_os("KANSLI_BLESS").is_some() {
        fs::write(&path, &advice).expect("the advice");
    }
    assert!(wrong.is_empty(), "above Råd:\n{wrong}");
    assert_eq!(
        fs::read_to_string(&path).unwrap_or_default(),
        advice,
        "the advice has changed"
    );
}
