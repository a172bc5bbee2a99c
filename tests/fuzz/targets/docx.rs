//! The text pass of the Word writer: the text of the file, read as Word reads it, is the tree's own text.
#![no_main]

#[allow(
    dead_code,
    unreachable_pub,
    reason = "the tests' own readers, of which one is used here"
)]
#[path = "../../common/docx_text.rs"]
mod docx_text;
#[allow(dead_code, unreachable_pub, reason = "as above")]
#[path = "../../common/outline.rs"]
mod outline;
#[allow(dead_code, unreachable_pub, reason = "as above")]
#[path = "../../common/xml.rs"]
mod xml;

use kansli::document::plain_text;
use kansli::workspace::Format;
use kansli_fuzz::{arende, check, workspace};
use unicode_normalization::UnicodeNormalization as _;

kansli_fuzz::target!(|text: &str| {
    let (rich, plain) = text.split_once('\u{1f}').unwrap_or((text, text));
    let plain = plain.replace('\n', " ");
    let checked = check(arende(rich, &plain).to_string().as_bytes());
    if let Ok(ready) = checked.ready() {
        let docx = workspace()
            .render(&ready, Format::Docx)
            .expect("a Word file");
        // A loose mark joins whatever stands before it when texts are read after each other.
        let joined = |text: &str| outline::squeeze(text).nfc().collect::<String>();
        let found = joined(&docx_text::outline(&docx.bytes).text());
        assert_eq!(found, joined(&plain_text(ready.document())));
    }
});
