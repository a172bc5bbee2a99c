//! Proves before any page is set that every character of a document has a glyph, so that what is missing is told at
//! its field and not by a renderer.

use std::collections::BTreeSet;

use crate::document::{Block, BlockKind, Document, Inline, visit};
use crate::finding::{Finding, Level};
use crate::pointer::Pointer;
use crate::render::pdf::covers;

/// How many characters one finding lists.
const NAMED: usize = 5;

/// One finding per field with characters that no embedded face has.
pub(super) fn check(document: &Document, findings: &mut Vec<Finding>) {
    let mut told = BTreeSet::new();
    let mut tell = |text: &str, from: Option<&Pointer>| {
        let Err(missing) = covers(text) else { return };
        if !told.insert(from.cloned()) {
            return;
        }
        let names: Vec<String> = missing
            .iter()
            .take(NAMED)
            .map(|c| format!("{c} (U+{:04X})", u32::from(*c)))
            .collect();
        let more = if missing.len() > NAMED {
            " med flera"
        } else {
            ""
        };
        let mut finding = Finding::new(
            "TECKEN",
            Level::Fel,
            format!(
                "Texten har tecken som dokumentets typsnitt saknar: {}{more}.",
                names.join(", ")
            ),
        )
        .help("Skriv tecknen på ett annat sätt, eller ta med dem som en bild med alternativtext.");
        finding.pointer = from.cloned();
        findings.push(finding);
    };
    visit::blocks(&document.blocks, &mut |block| labels(block, &mut tell));
    visit::inlines(&document.blocks, &mut |line| texts(line, &mut tell));
}

fn labels(block: &Block, tell: &mut dyn FnMut(&str, Option<&Pointer>)) {
    if let BlockKind::Facts(facts) = &block.kind {
        for fact in facts {
            tell(&fact.label, None);
        }
    }
}

fn texts(line: &[Inline], tell: &mut dyn FnMut(&str, Option<&Pointer>)) {
    for inline in line {
        match inline {
            Inline::Text { value, from, .. } => tell(value, from.as_ref()),
            Inline::Link { text, .. } | Inline::Note(text) => texts(text, tell),
            Inline::LineBreak | Inline::Tab => {}
        }
    }
}
