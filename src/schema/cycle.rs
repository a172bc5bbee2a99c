//! References that go round without getting deeper into the data: a validator would follow them for ever.

use std::collections::BTreeMap;

use serde_json::Value;

/// Keywords that apply a schema, or several, to the same place in the data.
const IN_PLACE: [&str; 8] = [
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
];

/// The name of a part that leads back to itself in place, if there is one.
pub(super) fn find(schema: &Value) -> Option<String> {
    let parts = schema.get("$defs")?.as_object()?;
    let steps: BTreeMap<&str, Vec<&str>> = parts
        .iter()
        .map(|(name, part)| (name.as_str(), references(part)))
        .collect();
    let mut done: BTreeMap<&str, bool> = BTreeMap::new();
    parts
        .keys()
        .find(|name| goes_round(name, &steps, &mut done))
        .cloned()
}

/// Depth first; `done` says `false` for a part on the current path.
fn goes_round<'s>(
    name: &'s str,
    steps: &BTreeMap<&'s str, Vec<&'s str>>,
    done: &mut BTreeMap<&'s str, bool>,
) -> bool {
    match done.get(name) {
        Some(finished) => return !finished,
        None => done.insert(name, false),
    };
    let next = steps.get(name).map(Vec::as_slice).unwrap_or_default();
    if next.iter().any(|name| goes_round(name, steps, done)) {
        return true;
    }
    done.insert(name, true);
    false
}

/// The parts that a schema applies in place.
fn references(schema: &Value) -> Vec<&str> {
    let mut found: Vec<&str> = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| reference.strip_prefix("#/$defs/"))
        .into_iter()
        .collect();
    for applied in IN_PLACE.iter().filter_map(|keyword| schema.get(keyword)) {
        match applied {
            Value::Array(schemas) => schemas
                .iter()
                .for_each(|schema| found.extend(references(schema))),
            schema => found.extend(references(schema)),
        }
    }
    found
}
