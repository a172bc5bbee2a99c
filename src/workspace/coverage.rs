//! Proves before any page is set that every character of a document has a glyph, so that what is missing is told at
//! its field and not by a renderer.

use std::collections::BTreeSet;

use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::document::{Block, BlockKind, Document, Inline, visit};
use crate::finding::{Finding, Level};
use crate::pointer::Pointer;
use crate::render::pdf::covers;

/// How many characters one finding lists.
const NAMED: usize = 5;

/// Stands in a draft for what cannot be printed.
const HOLE: &str = "\u{25a1}";

/// The data of an ärende with a hole for each character that no embedded face has; `None` when there is no such.
pub(super) fn with_holes(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) if covers(text).is_err() => {
            let printed = text.graphemes(true).map(|cluster| match covers(cluster) {
                Ok(()) => cluster,
                Err(_) if cluster.trim().is_empty() => cluster,
                Err(_) => HOLE,
            });
            Some(printed.collect::<String>().into())
        }
        Value::Array(elements) => {
            let holed: Vec<_> = elements.iter().map(with_holes).collect();
            holed.iter().any(Option::is_some).then(|| {
                let pairs = holed.into_iter().zip(elements);
                pairs
                    .map(|(new, old)| new.unwrap_or_else(|| old.clone()))
                    .collect()
            })
        }
        Value::Object(fields) => {
            let holed: Vec<_> = fields.values().map(with_holes).collect();
            holed.iter().any(Option::is_some).then(|| {
                let pairs = holed.into_iter().zip(fields);
                let pairs = pairs
                    .map(|(new, (name, old))| (name.clone(), new.unwrap_or_else(|| old.clone())));
                Value::Object(pairs.collect())
            })
        }
        _ => None,
    }
}

/// One finding per field with characters that no embedded face has, at the first line that has one.
pub(super) fn check(document: &Document, data: &Value, findings: &mut Vec<Finding>) {
    let mut told = BTreeSet::new();
    let mut tell = |text: &str, from: Option<&Pointer>| {
        let Err(missing) = covers(text) else { return };
        if !told.insert(from.cloned()) {
            return;
        }
        let names: Vec<String> = missing
            .iter()
            .take(NAMED)
            .map(|c| {
                let shown = crate::text::visible(&c.to_string()).into_owned();
                format!("{shown} (U+{:04X})", u32::from(*c))
            })
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
        finding.pointer = from.map(|field| line(field, data, &missing));
        findings.push(finding);
    };
    visit::blocks(&document.blocks, &mut |block| labels(block, &mut tell));
    visit::inlines(&document.blocks, &mut |line| texts(line, &mut tell));
}

/// The element of a field written line by line where one of the characters stands first; otherwise the field.
fn line(field: &Pointer, data: &Value, missing: &[char]) -> Pointer {
    let lines = data.pointer(field.as_str()).and_then(Value::as_array);
    let first = lines
        .into_iter()
        .flatten()
        .position(|line| line.as_str().is_some_and(|text| text.contains(missing)));
    first.map_or_else(|| field.clone(), |index| field.index(index))
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
