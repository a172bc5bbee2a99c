//! A schema as a validator needs it: without the titles, descriptions and examples that most of it is. Judges nothing;
//! what is said to be an annotation and is not stays, so that it is found fault with.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Reads a schema and leaves out what only people read. Text that is no JSON is refused as if it were read whole.
pub(super) fn parsed(text: &str) -> serde_json::Result<Value> {
    let mut json = serde_json::Deserializer::from_str(text);
    let schema = Part::Schema.deserialize(&mut json)?;
    json.end()?;
    // Only annotations are left out, and the root is none.
    Ok(schema.unwrap_or_default())
}

/// What stands at a place in a schema.
#[derive(Clone, Copy)]
enum Part {
    /// A schema, or a list of them: its names are keywords.
    Schema,
    /// Schemas by name: a field may be called `title`.
    Named,
    /// Data, or what we do not know: kept as it stands.
    Data,
    /// An annotation that is a text.
    Text,
    /// An annotation that is a list.
    List,
    /// An annotation of our own; one with anything in it may hold references.
    Mark,
}

impl Part {
    fn of(keyword: &str) -> Self {
        match keyword {
            "title" | "description" => Self::Text,
            "examples" => Self::List,
            "properties" | "patternProperties" | "$defs" | "dependentSchemas" => Self::Named,
            "items"
            | "additionalProperties"
            | "allOf"
            | "anyOf"
            | "oneOf"
            | "not"
            | "if"
            | "then"
            | "else"
            | "contains"
            | "prefixItems"
            | "propertyNames"
            | "unevaluatedItems"
            | "unevaluatedProperties" => Self::Schema,
            own if own.starts_with("x-") => Self::Mark,
            _ => Self::Data,
        }
    }

    /// What the names or elements of a value here hold, when they are not keywords.
    const fn inner(self) -> Self {
        match self {
            Self::Schema | Self::Named => Self::Schema,
            _ => Self::Data,
        }
    }

    fn kept(self, value: impl Into<Value>) -> Option<Value> {
        (!matches!(self, Self::Mark)).then(|| value.into())
    }
}

/// The value, unless it is an annotation.
impl<'de> DeserializeSeed<'de> for Part {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(self.kept(()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(self.kept(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(self.kept(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(self.kept(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(self.kept(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        Ok(match self {
            Self::Text => None,
            part => part.kept(value),
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        if matches!(self, Self::List) {
            while elements.next_element::<Unread>()?.is_some() {}
            return Ok(None);
        }
        // A list is of what the keyword says, and a list of names is nothing we know.
        let part = match self {
            Self::Named => Self::Data,
            part => part.inner(),
        };
        let mut kept = Vec::new();
        while let Some(element) = elements.next_element_seed(part)? {
            kept.extend(element);
        }
        Ok(Some(Value::Array(kept)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut kept = Map::new();
        while let Some(Name(name)) = entries.next_key::<Name<'de>>()? {
            let part = match self {
                Self::Schema => Self::of(&name),
                part => part.inner(),
            };
            // A name that stands twice, as an annotation and as a fault, gives the fault: it is then read whole.
            if let Some(value) = entries.next_value_seed(part)? {
                kept.insert(name.into_owned(), value);
            }
        }
        Ok(Some(Value::Object(kept)))
    }
}

/// A name, copied only when it is kept.
#[derive(Deserialize)]
struct Name<'n>(#[serde(borrow)] Cow<'n, str>);

/// A value that is read as closely as any other (a torn one is a fault) and not kept.
struct Unread;

impl<'de> Deserialize<'de> for Unread {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Unread {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self, A::Error> {
        while elements.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self, A::Error> {
        while entries.next_entry::<Self, Self>()?.is_some() {}
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::parsed;
    use serde_json::{Value, json};

    fn lean(schema: &Value) -> Value {
        parsed(&schema.to_string()).expect("JSON")
    }

    #[test]
    fn only_annotations_go() {
        let all = json!({
            "title": "T", "description": "D", "examples": [{"a": [1, -1, 0.5, null, true]}], "x-skelett": true,
            "properties": {
                "title": {"type": "string", "title": "T"}, "examples": true, "x-a": {"x-b": 1, "not": {"description": "D"}}
            },
            "const": {"title": "kept", "examples": []}, "enum": ["title"], "okant": {"title": "kept"},
            "anyOf": [{"title": "T", "type": "null"}], "minimum": 0.1
        });
        assert_eq!(
            lean(&all),
            json!({
                "properties": {"title": {"type": "string"}, "examples": true, "x-a": {"not": {}}},
                "const": {"title": "kept", "examples": []}, "enum": ["title"], "okant": {"title": "kept"},
                "anyOf": [{"type": "null"}], "minimum": 0.1
            })
        );
    }

    #[test]
    fn what_is_no_annotation_stays_to_be_found_fault_with() {
        let wrong = json!({
            "title": 1, "description": ["D"], "examples": "E", "x-a": {"$ref": "#/$defs/a"}, "x-b": [], "properties": [{"title": "T"}]
        });
        assert_eq!(lean(&wrong), wrong);
        for root in [json!("title"), json!(true), json!(1), json!(null)] {
            assert_eq!(lean(&root), root);
        }
    }

    #[test]
    fn torn_text_is_refused_as_if_it_were_read_whole() {
        let deep = format!("{{\"examples\":{}{}}}", "[".repeat(200), "]".repeat(200));
        for torn in [
            "",
            "{",
            "{} x",
            r#"{"title":"\ud800"}"#,
            r#"{"title":"\x"}"#,
            r#"{"examples":[1e999]}"#,
            r#"{"examples":[{"a":"\ud800"}]}"#,
            r#"{"examples":[{1:2}]}"#,
            "{\"description\":\"a\nb\"}",
            &deep,
        ] {
            let whole = serde_json::from_str::<Value>(torn).expect_err(torn);
            let lean = parsed(torn).expect_err(torn);
            assert_eq!(lean.to_string(), whole.to_string(), "{torn}");
        }
    }
}
