//! What the fuzz targets share: one workspace for a whole run, and the sound ärenden that random text is put in.

use std::path::Path;
use std::sync::OnceLock;

use kansli::finding::{Finding, Level};
use kansli::rules::Selection;
use kansli::source::MemoryFiles;
use kansli::workspace::{Assets, Checked, Input, Options, Workspace};
use serde_json::{Value, json};

/// The built-in templates, read once.
///
/// # Panics
/// Never.
pub fn workspace() -> &'static Workspace {
    static WORKSPACE: OnceLock<Workspace> = OnceLock::new();
    WORKSPACE.get_or_init(|| Workspace::new(Assets::default()))
}

/// Judges a file, to be rendered whatever is said of it.
///
/// # Panics
/// When data can break a template or the configuration: that is what is looked for.
pub fn check(bytes: &[u8]) -> Checked {
    let files = MemoryFiles::new();
    let input = Input {
        name: "a.json",
        first_line: 1,
        bytes,
        folder: Path::new(""),
        files: &files,
    };
    let options = Options {
        kommun: None,
        namnd: None,
        draft: true,
        ignore_exceptions: false,
        threshold: Level::Fel,
        today: jiff::civil::date(2026, 6, 1),
        selection: Selection::default(),
    };
    let checked = workspace().check(input, &options);
    checked.unwrap_or_else(|error| panic!("data broke the configuration: {error}"))
}

/// What holds of every finding, whatever was read.
///
/// # Panics
/// When a finding cannot be shown.
pub fn assert_sound(findings: &[Finding]) {
    for finding in findings {
        assert!(!finding.message.is_empty(), "{finding:?}");
        assert!(
            !finding.message.chars().any(char::is_control),
            "a control character would reach a terminal: {finding:?}"
        );
        let place = finding.location.as_ref();
        assert!(
            place.is_some_and(|place| place.line > 0 && place.column > 0),
            "nobody can find it: {finding:?}"
        );
    }
}

/// An ärende with a text in a field of each sort.
#[must_use]
pub fn arende(rich: &str, plain: &str) -> Value {
    json!({
        "$schema": "tjansteskrivelse.schema.json",
        "rubrik": "Rubrik",
        "datum": "2026-01-02",
        "instans": "Kommunstyrelsen",
        "diarienummer": "KS 2026-00001",
        "handlaggare": {"namn": "Anna Berg"},
        "beslut": [{"instans": "Kommunstyrelsen", "punkter": ["Kommunstyrelsen antar en budget.", rich]}],
        "sammanfattning": rich,
        "avsnitt": [{
            "rubrik": plain,
            "text": rich.split('\n').collect::<Vec<_>>(),
            "tabell": {"kolumner": ["A", plain], "rader": [[rich, "b"]]},
        }],
        "beslutsunderlag": [{"titel": plain, "datum": "2026-01-02"}],
        "expedieras_inte": true,
    })
}

/// Makes a function of bytes or of text what libFuzzer calls. A panic ends the process, so that its input is kept.
#[macro_export]
macro_rules! target {
    (|$text:ident: &str| $body:block) => {
        $crate::target!(|bytes: &[u8]| {
            if let Ok($text) = std::str::from_utf8(bytes) {
                $body
            }
        });
    };
    (|$bytes:ident: &[u8]| $body:block) => {
        fn run($bytes: &[u8]) $body

        #[unsafe(no_mangle)]
        extern "C" fn LLVMFuzzerTestOneInput(data: *const u8, size: usize) -> i32 {
            let bytes = if size == 0 {
                &[]
            } else {
                // SAFETY: libFuzzer gives `size` bytes that stay as they are until the call is over.
                unsafe { std::slice::from_raw_parts(data, size) }
            };
            if std::panic::catch_unwind(|| run(bytes)).is_err() {
                std::process::abort();
            }
            0
        }
    };
}
