//! Every sample in every profile and every format: it renders, it conforms, and all formats carry the same.

mod common;

use std::path::Path;

use common::outline;
use common::samples::{root, samples};
use jiff::civil::date;
use kansli::document::plain_text;
use kansli::finding::Level;
use kansli::render::Format;
use kansli::source::{DiskFiles, Files};
use kansli::workspace::{Assets, Input, Options, Ready, Workspace};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

fn options() -> Options {
    Options {
        kommun: None,
        draft: false,
        namnd: None,
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
        first_line: 1,
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

/// The ärende as it stands, with the diarienummer in parts.
fn in_parts(sample: &str, diarium: &str) -> Vec<u8> {
    let files = DiskFiles::new(&root()).expect("samples/ is there");
    let bytes = files
        .read(Path::new(sample), 10_000_000)
        .expect("the sample");
    let mut arende: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    arende["diarienummer"] = serde_json::json!({"diarium": diarium, "ar": 2026, "nummer": 118});
    arende["klass"] = "2.4.".into();
    arende.to_string().into_bytes()
}

#[test]
fn a_diarienummer_in_parts_is_printed_as_each_registry_does() {
    let assets = Assets::default();
    let workspace = Workspace::new(assets.clone());
    let expected = [
        ("boras", "KS 2026-00118"),
        ("danderyd", "KS 2026/0118"),
        ("goteborg", "KS-2026-00118"),
        ("kungsbacka", "KS-2026-00118"),
        ("molndal", "00118/2026"),
        ("nacka", "KS 2026/118"),
        ("sv-bas", "KS 2026/0118"),
    ];
    assert_eq!(assets.profiles(), expected.map(|(id, _)| id));
    let files = DiskFiles::new(&root()).expect("samples/ is there");
    let mut types = std::collections::BTreeSet::new();
    let samples = samples();
    for sample in samples.iter().filter(|sample| !is_faulty(sample)) {
        let bytes = in_parts(sample, "KS");
        let input = Input {
            name: sample,
            first_line: 1,
            bytes: &bytes,
            folder: Path::new(sample).parent().expect("a folder"),
            files: &files,
        };
        let has_own_number = !["plan/", "mote/"].iter().any(|typ| sample.starts_with(typ));
        if !has_own_number || !types.insert(sample.split('/').next()) {
            continue;
        }
        for (kommun, printed) in expected {
            let options = Options {
                kommun: Some(kommun.to_owned()),
                ..options()
            };
            let checked = workspace.check(input, &options).expect("a good profile");
            let about_number = |f: &&kansli::finding::Finding| f.rule == "HDR-02";
            let told: Vec<_> = checked.findings.iter().filter(about_number).collect();
            assert!(told.is_empty(), "{sample} as {kommun}: {told:?}");
            let options = Options {
                draft: true,
                ..options
            };
            let checked = workspace.check(input, &options).expect("a good profile");
            let ready = checked.ready().expect("a draft");
            let text = plain_text(ready.document());
            let whole = format!("{printed} 2.4.");
            assert!(text.contains(&whole), "{sample} as {kommun}: {text}");
        }
    }
    assert_eq!(types.len(), 4);
}

/// Relative luminance of `#rrggbb` (WCAG 2.1).
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("hex")) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[test]
fn every_profiles_colours_can_be_read() {
    let assets = Assets::default();
    let profiles = assets.profiles();
    for kommun in &profiles {
        let profile = kansli::profile::resolve(kommun, &profiles, &|path| assets.text(path))
            .unwrap_or_else(|error| panic!("{error}"));
        let colour = |name: &str| {
            let look = &profile.file.utseende;
            let written = look.get(name).and_then(|value| value.as_str());
            luminance(written.expect("a colour"))
        };
        let contrast = |dark: f64, light: f64| (light + 0.05) / (dark + 0.05);
        for name in ["farg", "dampad"] {
            assert!(contrast(colour(name), 1.0) >= 4.5, "{kommun}: {name}");
            assert!(
                contrast(colour(name), colour("ton")) >= 4.5,
                "{kommun}: {name} on ton"
            );
        }
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
