//! Every sample in every profile and every format: it renders, it conforms, and all formats carry the same.

mod common;

use std::path::{Path, PathBuf};

use common::outline;
use jiff::civil::date;
use kansli::document::plain_text;
use kansli::finding::Level;
use kansli::render::Format;
use kansli::source::{DiskFiles, Files};
use kansli::workspace::{Assets, Input, Options, Ready, Workspace};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples")
}

/// Every sample, `<type>/<name>.json` and `<type>/med-fynd/<name>.json`, sorted.
fn samples() -> Vec<String> {
    let files = DiskFiles::new(&root()).expect("samples/ is there");
    let in_folder = |folder: String| {
        let names = files.list(Path::new(&folder)).unwrap_or_default();
        names
            .into_iter()
            .map(move |name| format!("{folder}/{name}"))
    };
    let types = files.list(Path::new("")).expect("a folder");
    let mut found: Vec<String> = types
        .into_iter()
        .flat_map(|typ| [typ.clone(), format!("{typ}/med-fynd")])
        .flat_map(in_folder)
        .filter(|name| Path::new(name).extension().is_some_and(|e| e == "json"))
        .collect();
    found.sort();
    assert!(found.len() >= 14, "{found:?}");
    found
}

fn options() -> Options {
    Options {
        kommun: None,
        draft: false,
        ignore_exceptions: false,
        threshold: Level::Fel,
        today: date(2026, 11, 22),
        selection: kansli::rules::Selection::default(),
    }
}

fn check(workspace: &Workspace, sample: &str, options: &Options) -> kansli::workspace::Checked {
    let files = DiskFiles::new(&root()).expect("samples/ is there");
    let bytes = files
        .read(Path::new(sample), 10_000_000)
        .expect("the sample");
    let folder = Path::new(sample).parent().expect("a folder");
    let input = Input {
        name: sample,
        bytes: &bytes,
        folder,
        files: &files,
    };
    workspace
        .check(input, options)
        .unwrap_or_else(|error| panic!("{sample}: {error}"))
}

/// A sample that is meant to be stopped: as it was found, or made with faults.
fn is_faulty(sample: &str) -> bool {
    sample.contains("/med-fynd/")
}

fn assert_conforms(pdf: &[u8], what: &str) {
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        let options = ValidationOptions::default().profile(profile);
        let report = validate_pdf_bytes(pdf, &options).expect("a readable PDF");
        let failures: Vec<String> = report.failures.iter().map(|f| format!("{f:?}")).collect();
        assert!(failures.is_empty(), "{what}, {profile:?}: {failures:#?}");
    }
}

fn assert_same_everywhere(workspace: &Workspace, ready: &Ready, what: &str) {
    let expected = outline::expected(ready.document());
    let bytes = |format| {
        workspace
            .render(ready, format)
            .unwrap_or_else(|e| panic!("{what}: {e}"))
            .bytes
    };
    let pdf = bytes(Format::Pdf);
    assert_conforms(&pdf, what);
    let found = [
        ("pdf", common::pdf_text::outline(&pdf)),
        ("docx", common::docx_text::outline(&bytes(Format::Docx))),
        ("html", common::html_text::outline(&bytes(Format::Html))),
    ];
    for (format, found) in found {
        assert_eq!(found.items, expected.items, "{what}, {format}");
        assert_eq!(found.notes, expected.notes, "{what}, {format}");
        assert_eq!(found.links, expected.links, "{what}, {format}");
        assert_eq!(
            found.text(),
            outline::squeeze(&plain_text(ready.document())),
            "{what}, {format}"
        );
    }
    assert!(!bytes(Format::Text).is_empty(), "{what}");
}

#[test]
fn samples_are_ready_or_stopped_as_they_should() {
    let workspace = Workspace::new(Assets::default());
    for sample in samples() {
        let checked = check(&workspace, &sample, &options());
        let stopping: Vec<String> = checked
            .findings
            .iter()
            .filter(|f| f.level == Level::Fel)
            .map(|f| format!("{} {:?} {}", f.rule, f.pointer, f.message))
            .collect();
        assert_eq!(
            checked.ready().is_err(),
            is_faulty(&sample),
            "{sample}: {stopping:#?}"
        );
    }
}

#[test]
fn every_sample_in_every_profile_and_format() {
    let assets = Assets::default();
    let workspace = Workspace::new(assets.clone());
    for sample in samples() {
        for kommun in assets.profiles() {
            let options = Options {
                kommun: Some(kommun.clone()),
                draft: true,
                ..options()
            };
            let what = format!("{sample} as {kommun}");
            match check(&workspace, &sample, &options).ready() {
                Ok(ready) => assert_same_everywhere(&workspace, &ready, &what),
                // Faults that no document can be made of: the schema's.
                Err(_) => assert!(sample.contains("med-fynd"), "{what} is stopped"),
            }
        }
    }
}
