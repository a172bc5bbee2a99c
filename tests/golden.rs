//! Small telling ärenden and everything that comes of them, kept as text: a new case is a folder with an `arende.json`.
//! `KANSLI_BLESS=1` writes what is expected anew; read the difference before it is kept.
#![expect(clippy::disallowed_methods, reason = "tests read their cases by hand")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

use common::pdf_text::{Element, Node};
use jiff::civil::date;
use kansli::finding::{Finding, Level};
use kansli::render::dump;
use kansli::source::DiskFiles;
use kansli::workspace::{Assets, Format, Input, Options, Ready, Workspace};

/// The folders of all cases, sorted.
fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let entries = fs::read_dir(root).expect("tests/golden is there");
    let mut cases: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    assert!(cases.len() >= 6, "{cases:?}");
    cases
}

/// Everything that comes of a case, by file name. A case whose name ends with `utkast` is made as a draft.
fn outcome(workspace: &Workspace, case: &Path) -> Vec<(&'static str, String)> {
    let name = case.file_name().expect("a name").to_string_lossy();
    let files = DiskFiles::new(case).expect("a folder");
    let bytes = fs::read(case.join("arende.json")).expect("an ärende");
    let input = Input {
        name: "arende.json",
        first_line: 1,
        bytes: &bytes,
        folder: Path::new(""),
        files: &files,
    };
    let options = Options {
        kommun: None,
        draft: name.ends_with("utkast"),
        namnd: None,
        ignore_exceptions: false,
        threshold: Level::Fel,
        today: date(2026, 11, 22),
        selection: kansli::rules::Selection::default(),
    };
    let checked = workspace.check(input, &options).expect("sound templates");
    let mut outcome = vec![("findings.txt", findings(&checked.findings))];
    if let Ok(ready) = checked.ready() {
        let bytes = |format| {
            let rendered = workspace.render(&ready, format);
            rendered.unwrap_or_else(|e| panic!("{name}: {e}")).bytes
        };
        outcome.extend([
            ("tree.txt", tree(&ready)),
            ("preview.html", utf8(bytes(Format::Html))),
            (
                "document.xml",
                pretty(&part(&bytes(Format::Docx), "word/document.xml")),
            ),
            ("pdf.txt", pdf(&bytes(Format::Pdf))),
        ]);
    }
    outcome
}

fn utf8(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

fn findings(list: &[Finding]) -> String {
    let mut text = String::new();
    for finding in list {
        let place = finding
            .location
            .as_ref()
            .map_or_else(String::new, |at| format!("{}:{} ", at.line, at.column));
        let pointer = finding
            .pointer
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        writeln!(
            text,
            "{place}{} {} {pointer}",
            finding.level.namn(),
            finding.rule
        )
        .expect("memory");
        writeln!(text, "    {}", finding.message).expect("memory");
        if let Some(help) = &finding.help {
            writeln!(text, "    {help}").expect("memory");
        }
    }
    text
}

/// The tree without what only says which program and profile made it.
fn tree(ready: &Ready) -> String {
    dump(ready.document())
}

fn part(docx: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(docx)).expect("a zip file");
    let mut text = String::new();
    let mut part = package.by_name(name).expect("a part");
    part.read_to_string(&mut text).expect("UTF-8");
    text
}

/// XML with an element a line, text beside its tag.
fn pretty(xml: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for piece in xml.split_inclusive('>') {
        let tag = piece.rfind('<').map_or(piece, |at| &piece[at..]);
        let is_end = tag.starts_with("</");
        let is_whole = tag.ends_with("/>") || tag.starts_with("<?");
        let has_text = !piece.starts_with('<');
        if is_end {
            depth = depth.saturating_sub(1);
        }
        if !(is_end && has_text) {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&"  ".repeat(depth));
        }
        out.push_str(piece);
        if !is_end && !is_whole {
            depth += 1;
        }
    }
    out.push('\n');
    out
}

/// The PDF's tags as a screen reader meets them, with their text.
fn pdf(bytes: &[u8]) -> String {
    let mut out = String::new();
    for node in &common::pdf_text::tree(bytes).children {
        tag(node, 0, &mut out);
    }
    out
}

fn tag(node: &Node, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    match node {
        Node::Text(text) => writeln!(out, "{pad}{text:?}").expect("memory"),
        Node::Link(address) => writeln!(
            out,
            "{pad}-> {}",
            address.as_deref().unwrap_or("(i dokumentet)")
        )
        .expect("memory"),
        Node::Element(Element {
            role,
            alt,
            lang,
            scope,
            children,
        }) => {
            write!(out, "{pad}{role}").expect("memory");
            for (name, value) in [("alt", alt), ("lang", lang), ("scope", scope)] {
                if let Some(value) = value {
                    write!(out, " {name}={value:?}").expect("memory");
                }
            }
            out.push('\n');
            for child in children {
                tag(child, depth + 1, out);
            }
        }
    }
}

/// The first line that differs, for people.
fn difference(found: &str, expected: &str) -> String {
    let (mut found, mut expected) = (found.lines(), expected.lines());
    for line in 1.. {
        match (found.next(), expected.next()) {
            (None, None) => break,
            (one, other) if one == other => {}
            (one, other) => {
                return format!(
                    "line {line}\n   found {}\nexpected {}",
                    one.unwrap_or("(the end)"),
                    other.unwrap_or("(the end)")
                );
            }
        }
    }
    "line ends".into()
}

#[test]
fn every_case_gives_what_it_gave() {
    let is_blessing = std::env::var_os("KANSLI_BLESS").is_some();
    let workspace = Workspace::new(Assets::default());
    let mut changed = Vec::new();
    for case in cases() {
        let folder = case.join("forvantat");
        let outcome = outcome(&workspace, &case);
        if is_blessing {
            // What no longer comes of the case must not stay behind.
            fs::remove_dir_all(&folder).ok();
            fs::create_dir_all(&folder).expect("a folder");
            for (name, text) in &outcome {
                fs::write(folder.join(name), text).expect("a file");
            }
            continue;
        }
        let expected = fs::read_dir(&folder).map_or(0, Iterator::count);
        assert_eq!(
            expected,
            outcome.len(),
            "{}: files in forvantat",
            case.display()
        );
        for (name, text) in &outcome {
            let path = folder.join(name);
            let kept = fs::read_to_string(&path)
                .unwrap_or_default()
                .replace("\r\n", "\n");
            if kept != *text {
                changed.push(format!("{}, {}", path.display(), difference(text, &kept)));
            }
        }
    }
    assert!(
        changed.is_empty(),
        "KANSLI_BLESS=1 keeps these, when they are right:\n{}",
        changed.join("\n\n")
    );
}

#[test]
fn every_type_has_a_case() {
    let names: Vec<String> = cases()
        .iter()
        .map(|case| {
            case.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    for typ in Workspace::new(Assets::default()).types() {
        assert!(
            names
                .iter()
                .any(|name| name.starts_with(&format!("{typ}-"))),
            "{typ}"
        );
    }
}
