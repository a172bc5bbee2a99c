//! Fields with nothing in them. To a template an empty text is no text, so a field that must be there must also say
//! something. Validates nothing itself.

use serde_json::{Map, Value};

/// Exceptions point at places, and the empty pointer is one.
const EXCEPTIONS: &str = "undantag";

/// The ärende without its blank fields; `None` when it has none.
pub(super) fn without(arende: &Value) -> Option<Value> {
    has_blank(arende).then(|| pruned(arende))
}

/// Whether a value says nothing: an empty text, or lines of rich text that are all empty.
fn is_blank(value: &Value) -> bool {
    let is_blank_text = |value: &Value| value.as_str().is_some_and(|s| s.trim().is_empty());
    match value {
        Value::Array(lines) => !lines.is_empty() && lines.iter().all(is_blank_text),
        value => is_blank_text(value),
    }
}

fn has_blank(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields
            .iter()
            .any(|(name, value)| name != EXCEPTIONS && (is_blank(value) || has_blank(value))),
        Value::Array(elements) => elements.iter().any(has_blank),
        _ => false,
    }
}

fn pruned(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields
                .iter()
                .filter(|(name, value)| *name == EXCEPTIONS || !is_blank(value));
            let kept: Map<String, Value> = kept.map(|(n, v)| (n.clone(), pruned(v))).collect();
            Value::Object(kept)
        }
        // Elements stay, so that the places of those after them do.
        Value::Array(elements) => elements.iter().map(pruned).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::without;
    use serde_json::json;

    #[test]
    fn only_blank_fields_go() {
        let full = json!({"a": "x", "b": ["", "y"], "c": [], "undantag": [{"pekare": ""}]});
        assert_eq!(without(&full), None);
        let holes = json!({"a": " \n", "b": ["", " "], "c": [{"d": "", "e": 1}, ""], "f": null});
        assert_eq!(
            without(&holes),
            Some(json!({"c": [{"e": 1}, ""], "f": null}))
        );
    }
}
