//! The hash of what an ärende says, whatever its file looks like. The value is normalised already.

use std::io::Write as _;

use blake3::Hasher;
use serde_json::{Map, Value};

/// BLAKE3, hexadecimal, of the canonical JSON: names sorted, no white space, `undantag` left out and `$schema` reduced to
/// the type it names (its path depends on where the file lies).
#[must_use]
pub fn source_hash(typ: &str, raw: &Value) -> String {
    let mut hasher = Hasher::new();
    match raw {
        Value::Object(fields) => {
            let mut fields: Map<String, Value> = fields
                .iter()
                .filter(|(name, _)| *name != "undantag")
                .map(|(n, v)| (n.clone(), v.clone()))
                .collect();
            fields.insert("$schema".into(), typ.into());
            write(&Value::Object(fields), &mut hasher);
        }
        other => write(other, &mut hasher),
    }
    hasher.finalize().to_hex().to_string()
}

fn write(value: &Value, out: &mut Hasher) {
    match value {
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort_unstable();
            sequence(*b"{}", names, out, |name, out| {
                leaf(&Value::from(name.as_str()), out);
                out.update(b":");
                write(&fields[name], out);
            });
        }
        Value::Array(elements) => sequence(*b"[]", elements, out, write),
        scalar => leaf(scalar, out),
    }
}

fn sequence<T>(
    brackets: [u8; 2],
    parts: impl IntoIterator<Item = T>,
    out: &mut Hasher,
    mut part: impl FnMut(T, &mut Hasher),
) {
    out.update(&brackets[..1]);
    for (at, item) in parts.into_iter().enumerate() {
        if at > 0 {
            out.update(b",");
        }
        part(item, out);
    }
    out.update(&brackets[1..]);
}

fn leaf(scalar: &Value, out: &mut Hasher) {
    write!(out, "{scalar}").expect("a hasher takes all writing");
}

#[cfg(test)]
mod tests {
    use super::source_hash;
    use serde_json::json;

    #[test]
    fn only_the_data_counts() {
        let one =
            json!({"$schema": "a/x.schema.json", "b": [1, {"y": "å", "x": null}], "undantag": [1]});
        let two = json!({"b": [1, {"x": null, "y": "å"}], "$schema": "x.schema.json"});
        assert_eq!(source_hash("x", &one), source_hash("x", &two));
        for other in [
            json!({"b": [1, {"y": "å", "x": ""}]}),
            json!({"b": [{"y": "å", "x": null}, 1]}),
            json!({"c": [1, {"y": "å", "x": null}]}),
            json!({"b": [1, {"y": "å", "x": null, "undantag": 1}]}),
        ] {
            assert_ne!(source_hash("x", &one), source_hash("x", &other));
        }
        assert_ne!(source_hash("x", &one), source_hash("z", &one));
    }

    #[test]
    fn the_form_is_canonical_json() {
        let wanted = blake3::hash(r#"{"$schema":"x","a":[1,"\"å"],"b":{}}"#.as_bytes());
        assert_eq!(
            source_hash("x", &json!({"b": {}, "a": [1, "\"å"]})),
            wanted.to_hex().to_string()
        );
    }
}
