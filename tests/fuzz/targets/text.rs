//! Rich text: whatever it holds, the rules and the template take it, and HTML and plain text can be made of it.
#![no_main]

use kansli::workspace::Format;
use kansli_fuzz::{arende, assert_sound, check, workspace};

kansli_fuzz::target!(|text: &str| {
    let checked = check(arende(text, "Rubrik").to_string().as_bytes());
    assert_sound(&checked.findings);
    if let Ok(ready) = checked.ready() {
        for format in [Format::Html, Format::Text] {
            let rendered = workspace().render(&ready, format);
            assert!(rendered.is_ok_and(|made| !made.bytes.is_empty()));
        }
    }
});
