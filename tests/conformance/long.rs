//! Documents that generators do not give by themselves: ärenden of many pages, and every character there is.

use kansli::document::{Block, BlockKind, Document, Inline};
use kansli::render::pdf::covers;
use serde_json::Value;
use unicode_normalization::char::is_combining_mark;

use super::common::arende::Rich;
use super::common::bench::Bench;
use super::common::generate;

/// A generated ärende whose sections are followed by those of its neighbours, and whose tables go on and on.
pub(crate) fn long_arende(bench: &Bench, seed: u64, times: usize) -> Value {
    let kinds = bench.workspace.types().len() as u64 - 1;
    let rich = if seed.is_multiple_of(3) {
        Rich::Hostile
    } else {
        Rich::Grammar
    };
    let mut arende = bench.generator.make(seed, rich).value;
    for time in 1..times as u64 {
        let mut more = bench.generator.make(seed + time * kinds, rich).value;
        let sections = |arende: &mut Value| {
            arende
                .get_mut("avsnitt")
                .and_then(|a| a.as_array_mut().map(std::mem::take))
        };
        if let Some(more) = sections(&mut more)
            && let Some(all) = arende.get_mut("avsnitt").and_then(Value::as_array_mut)
        {
            all.extend(more);
        }
    }
    lengthen(&mut arende, times);
    arende
}

/// Repeats the rows of the first table.
fn lengthen(value: &mut Value, times: usize) -> bool {
    match value {
        Value::Object(fields) if fields.contains_key("kolumner") => {
            let rows = fields.get_mut("rader").and_then(Value::as_array_mut);
            let Some(rows) = rows.filter(|rows| !rows.is_empty()) else {
                return false;
            };
            let repeated: Vec<Value> = rows
                .iter()
                .cycle()
                .take(rows.len() * times)
                .cloned()
                .collect();
            *rows = repeated;
            true
        }
        Value::Object(fields) => fields.values_mut().any(|value| lengthen(value, times)),
        Value::Array(list) => list.iter_mut().any(|value| lengthen(value, times)),
        _ => false,
    }
}

/// Every character that can be printed, a paragraph for each block of sixty-four.
pub(crate) fn signs() -> Document {
    let mut document = generate::document(1);
    document.blocks.truncate(0);
    let title = document.meta.title.clone();
    document.blocks.push(Block::new(BlockKind::Heading {
        level: 1,
        text: vec![Inline::text(title)],
    }));
    let is_printed = |c: &char| {
        let is_private = ('\u{e000}'..='\u{f8ff}').contains(c);
        !c.is_control()
            && !is_private
            && !is_combining_mark(*c)
            && covers(c.encode_utf8(&mut [0; 4])).is_ok()
    };
    let all: Vec<char> = ('!'..'\u{20000}').filter(is_printed).collect();
    assert!(all.len() > 4_000, "{} characters", all.len());
    for block in all.chunks(64) {
        let text: Vec<String> = block.iter().map(char::to_string).collect();
        let text = vec![Inline::text(text.join(" "))];
        document.blocks.push(Block::paragraph(text));
    }
    document
}
