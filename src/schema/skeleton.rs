//! An ärende to fill in, from a schema's own examples. Invents no text.

use serde_json::{Map, Value};

use super::site::resolved;

/// Deeper than any example: a part that holds itself stops here.
const DEEPEST: usize = 12;

/// The skeleton of a type whose bundled schema is `root`, `$schema` first.
pub(super) fn skeleton(typ: &str, root: &Value) -> Value {
    let mut fields = Map::new();
    fields.insert("$schema".into(), format!("{typ}.schema.json").into());
    if let Value::Object(own) = object(root, root, 0) {
        fields.extend(own.into_iter().filter(|(name, _)| name != "$schema"));
    }
    Value::Object(fields)
}

/// A schema and the parts it refers to, its own words first.
fn chain<'s>(schema: &'s Value, root: &'s Value) -> impl Iterator<Item = &'s Value> {
    std::iter::successors(Some(schema), move |schema| {
        resolved(root, schema.get("$ref")?)
    })
    .take(8)
}

/// The value that stands in the skeleton for `schema`.
fn value(schema: &Value, root: &Value, depth: usize) -> Value {
    let first = |list: &Value| list.as_array()?.first().cloned();
    let given = chain(schema, root).find_map(|s| {
        s.get("examples")
            .and_then(first)
            .or_else(|| s.get("const").cloned())
            .or_else(|| s.get("default").cloned())
            .or_else(|| s.get("enum").and_then(first))
    });
    if let Some(given) = given {
        return given;
    }
    let keyword = |name: &str| chain(schema, root).find_map(|s| s.get(name));
    let types = keyword("type").map(|types| {
        types
            .as_array()
            .and_then(|all| all.first())
            .unwrap_or(types)
    });
    match types.and_then(Value::as_str) {
        Some("object") if depth < DEEPEST => object(schema, root, depth),
        Some("array") if depth < DEEPEST => Value::Array(
            keyword("items")
                .map(|items| value(items, root, depth + 1))
                .into_iter()
                .collect(),
        ),
        Some("integer" | "number") => keyword("minimum").cloned().unwrap_or_else(|| 0.into()),
        Some("boolean") => false.into(),
        _ => match keyword("anyOf")
            .or_else(|| keyword("oneOf"))
            .and_then(|all| all.get(0))
        {
            Some(branch) if depth < DEEPEST => value(branch, root, depth + 1),
            _ => "".into(),
        },
    }
}

/// The fields that are required or marked, in the schema's order.
fn object(schema: &Value, root: &Value, depth: usize) -> Value {
    let mut fields = Map::new();
    for part in chain(schema, root) {
        let required = part
            .get("required")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let all = part.get("properties").and_then(Value::as_object);
        for (name, field) in all.into_iter().flatten() {
            let is_required = required.iter().any(|wanted| wanted == name);
            if is_required || is_marked(field) {
                fields.insert(name.clone(), value(field, root, depth + 1));
            }
        }
    }
    Value::Object(fields)
}

/// Only the field's own mark counts: a shared part is no more recommended in one type than in another.
fn is_marked(field: &Value) -> bool {
    field
        .get("x-skelett")
        .and_then(Value::as_bool)
        .unwrap_or(false)
}
