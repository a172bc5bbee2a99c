//! Proves before any page is set that every character of a document has a glyph, so that what is missing is told at
//! its field and not by a renderer.

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::document::{Block, BlockKind, Document, Inline, visit};
use crate::finding::{Anchor, Finding, Level};
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
        if let Some(field) = from {
            let (line, part) = place(field, data, &missing);
            finding.pointer = Some(line);
            finding.anchor = part.map_or(Anchor::Value, Anchor::Part);
        }
        findings.push(finding);
    };
    visit::blocks(&document.blocks, &mut |block| labels(block, &mut tell));
    visit::inlines(&document.blocks, &mut |line| texts(line, &mut tell));
}

/// Where one of the characters stands first: in a field, or in the element of one that is written line by line. `None`
/// for the part when the data has none of them: they are the template's.
fn place(field: &Pointer, data: &Value, missing: &[char]) -> (Pointer, Option<Range<usize>>) {
    let part = |value: &Value| {
        let text = value.as_str()?;
        let at = text.find(missing)?;
        Some(at..text.ceil_char_boundary(at + 1))
    };
    let value = data.pointer(field.as_str());
    let lines = value.and_then(Value::as_array).into_iter().flatten();
    let mut lines = lines.enumerate();
    match lines.find_map(|(index, line)| Some((index, part(line)?))) {
        Some((index, part)) => (field.index(index), Some(part)),
        None => (field.clone(), value.and_then(part)),
    }
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
