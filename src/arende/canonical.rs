//! The hash of what an ärende says, whatever its file looks like. The value is normalised already.

use serde::Serialize;
use serde_json::Value;

/// BLAKE3, hexadecimal, of the canonical JSON: names sorted, no white space, `undantag` left out and `$schema` reduced to
/// the type it names (its path depends on where the file lies).
#[must_use]
pub fn source_hash(typ: &str, raw: &Value) -> String {
    if let Value::Object(fields) = raw {
        let fields = fields.iter();
        return hash_of_fields(typ, fields.map(|(name, value)| (name.as_str(), value)));
    }
    let mut out = Vec::new();
    write(raw, &mut out);
    blake3::hash(&out).to_hex().to_string()
}

/// The same of an object that is only known by its fields, each name once.
pub fn hash_of_fields<'a>(typ: &str, fields: impl Iterator<Item = (&'a str, &'a Value)>) -> String {
    // A hasher is fast with much at a time: most of this is names and short texts.
    let mut out = Vec::with_capacity(4096);
    let typ = Value::from(typ);
    let kept = fields.filter(|(name, _)| *name != "undantag" && *name != SCHEMA);
    let mut kept: Vec<(&str, &Value)> = kept.collect();
    kept.push((SCHEMA, &typ));
    object(kept, &mut out);
    blake3::hash(&out).to_hex().to_string()
}

/// Names the type, by a path.
const SCHEMA: &str = "$schema";

fn write(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter();
            object(
                fields.map(|(name, value)| (name.as_str(), value)).collect(),
                out,
            );
        }
        Value::Array(elements) => {
            out.push(b'[');
            for (at, element) in elements.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write(element, out);
            }
            out.push(b']');
        }
        scalar => leaf(scalar, out),
    }
}

fn object(mut fields: Vec<(&str, &Value)>, out: &mut Vec<u8>) {
    fields.sort_unstable_by_key(|(name, _)| *name);
    out.push(b'{');
    for (at, (name, value)) in fields.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        leaf(name, out);
        out.push(b':');
        write(value, out);
    }
    out.push(b'}');
}

fn leaf<T: Serialize + ?Sized>(scalar: &T, out: &mut Vec<u8>) {
    serde_json::to_writer(out, scalar).expect("memory takes all writing");
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
