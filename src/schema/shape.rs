//! What an ärende of a type may hold, as data: which fields there are at a place, and example ärenden with each optional
//! field present and absent. Judges no ärende.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::pointer::Pointer;

use super::site::resolved;

/// How many times a part may hold itself in an example.
const NESTED: usize = 2;

/// A type's schema as what can be asked of it. The default is of no type and holds nothing.
#[derive(Debug, Default)]
pub struct Shape {
    root: Value,
}

/// An example, and which field it is without.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The field that alone is left out, as a template would write it: `handlaggare.telefon`.
    pub without: Option<String>,
    /// The ärende.
    pub arende: Value,
}

/// What one example is like.
#[derive(Debug, Clone, PartialEq)]
enum Choice {
    /// Every field, each list this long.
    All(usize),
    /// Only what is required.
    Least,
    /// Every field but this.
    Without(String),
    /// What is required, this field, and what it stands in.
    Only(String),
    /// Every field, this one with the value of this number among its choices.
    Value(String, usize),
}

/// The fields that can be varied, found while an example is made.
#[derive(Default)]
struct Found {
    optional: BTreeSet<String>,
    choices: BTreeMap<String, usize>,
}

impl Shape {
    pub(super) fn new(root: Value) -> Self {
        Self { root }
    }

    /// Whether there is no schema.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.root.is_null()
    }

    /// Whether an ärende may have a field of this name at `place`.
    #[must_use]
    pub fn has(&self, place: &Pointer, name: &str) -> bool {
        self.fields(place).is_none_or(|known| known.contains(&name))
    }

    /// The fields an ärende may have at `place`: empty for a text; `None` where any name may stand.
    #[must_use]
    pub fn fields(&self, place: &Pointer) -> Option<Vec<&str>> {
        let mut at = &self.root;
        for step in place.as_str().split('/').skip(1) {
            let chain = self.chain(at);
            let is_index = step.bytes().all(|b| b.is_ascii_digit());
            let inner = chain.iter().find_map(|schema| {
                let named = schema.get("properties").and_then(|p| p.get(step));
                let element = schema.get("items").filter(|_| is_index);
                let any = schema.get("additionalProperties");
                named
                    .or(element)
                    .or_else(|| any.filter(|more| more.is_object()))
            });
            let Some(inner) = inner else {
                return Some(Vec::new());
            };
            at = inner;
        }
        let chain = self.chain(at);
        let mut names = Vec::new();
        for schema in &chain {
            if schema
                .get("additionalProperties")
                .is_some_and(|more| more != &Value::Bool(false))
            {
                return None;
            }
            let own = schema.get("properties").and_then(Value::as_object);
            names.extend(own.into_iter().flatten().map(|(name, _)| name.as_str()));
        }
        Some(names)
    }

    /// An ärende with everything, one with nothing that is optional, and for each optional field one without it and one
    /// with it alone. The fields in `always` are left out alone only.
    #[must_use]
    pub fn examples(&self, always: &BTreeSet<String>) -> Vec<Example> {
        let mut found = Found::default();
        let mut examples = vec![self.example(&Choice::All(1), always, &mut found)];
        let mut choices = vec![Choice::All(2), Choice::Least];
        for path in &found.optional {
            choices.push(Choice::Without(path.clone()));
            choices.push(Choice::Only(path.clone()));
        }
        for (path, count) in &found.choices {
            choices.extend((1..*count).map(|n| Choice::Value(path.clone(), n)));
        }
        let ignored = &mut Found::default();
        for choice in choices {
            examples.push(self.example(&choice, always, ignored));
        }
        examples
    }

    fn example(&self, choice: &Choice, always: &BTreeSet<String>, found: &mut Found) -> Example {
        let mut making = Making {
            shape: self,
            choice,
            always,
            found,
            open: Vec::new(),
        };
        let arende = making.value(&self.root, "");
        let without = match choice {
            Choice::Without(path) => Some(path.clone()),
            _ => None,
        };
        Example { without, arende }
    }

    /// A schema and the parts it refers to.
    fn chain<'s>(&'s self, schema: &'s Value) -> Vec<&'s Value> {
        let next = |schema: &&'s Value| resolved(&self.root, schema.get("$ref")?);
        std::iter::successors(Some(schema), next).take(8).collect()
    }
}

struct Making<'a> {
    shape: &'a Shape,
    choice: &'a Choice,
    always: &'a BTreeSet<String>,
    found: &'a mut Found,
    /// The parts that are being made, to stop those that hold themselves.
    open: Vec<String>,
}

impl Making<'_> {
    fn value(&mut self, schema: &Value, path: &str) -> Value {
        let chain = self.shape.chain(schema);
        let keyword = |name: &str| chain.iter().find_map(|s| s.get(name));
        if let Some(Value::Array(all)) = keyword("enum") {
            return all
                .get(self.chosen(path, all.len()))
                .cloned()
                .unwrap_or_default();
        }
        let types: Vec<&str> = match keyword("type") {
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            Some(one) => one.as_str().into_iter().collect(),
            None => Vec::new(),
        };
        let chosen = self.chosen(path, types.len());
        match types.get(chosen).copied() {
            Some("object") => self.object(&chain, path),
            Some("array") => self.array(&chain, path),
            Some("boolean") => Value::Bool(self.chosen(path, 2) == 0),
            Some("integer" | "number") => keyword("minimum").cloned().unwrap_or_else(|| 1.into()),
            _ if keyword("format").is_some_and(|format| format == "date") => "2026-03-02".into(),
            _ => {
                let examples = keyword("examples").and_then(Value::as_array);
                let text = examples.and_then(|all| all.iter().find(|e| e.is_string()));
                text.cloned().unwrap_or_else(|| "Text".into())
            }
        }
    }

    /// Which of `count` forms the value at `path` has.
    fn chosen(&mut self, path: &str, count: usize) -> usize {
        if count > 1 {
            self.found.choices.insert(path.to_owned(), count);
        }
        match self.choice {
            Choice::Value(wanted, n) if wanted == path && *n < count => *n,
            _ => 0,
        }
    }

    fn object(&mut self, chain: &[&Value], path: &str) -> Value {
        let mut made = Map::new();
        let required: Vec<&str> = chain
            .iter()
            .filter_map(|s| s.get("required")?.as_array())
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for schema in chain {
            let fields = schema.get("properties").and_then(Value::as_object);
            for (name, field) in fields.into_iter().flatten() {
                if made.contains_key(name) || name == "$schema" {
                    continue;
                }
                let inner = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                let is_required = required.contains(&name.as_str());
                if !self.is_there(&inner, is_required, field) {
                    continue;
                }
                let part = field.get("$ref").and_then(Value::as_str);
                let part = part.map_or_else(|| inner.clone(), str::to_owned);
                if self.open.iter().filter(|open| **open == part).count() >= NESTED {
                    continue;
                }
                self.open.push(part);
                let value = self.value(field, &inner);
                self.open.pop();
                made.insert(name.clone(), value);
            }
        }
        Value::Object(made)
    }

    fn array(&mut self, chain: &[&Value], path: &str) -> Value {
        let Some(items) = chain.iter().find_map(|s| s.get("items")) else {
            return Value::Array(Vec::new());
        };
        let part = items.get("$ref").and_then(Value::as_str);
        let part = part.map_or_else(|| format!("{path}[]"), str::to_owned);
        if self.open.iter().filter(|open| **open == part).count() >= NESTED {
            return Value::Array(Vec::new());
        }
        let count = match self.choice {
            Choice::All(count) => *count,
            _ => 1,
        };
        self.open.push(part);
        let elements = (0..count).map(|_| self.value(items, path)).collect();
        self.open.pop();
        Value::Array(elements)
    }

    /// Whether the field at `path` is in this example. An empty list is to a template no list, so one that may be empty
    /// counts as optional.
    fn is_there(&mut self, path: &str, is_required: bool, field: &Value) -> bool {
        let chain = self.shape.chain(field);
        let keyword = |name: &str| chain.iter().find_map(|s| s.get(name));
        let is_list = keyword("type").is_some_and(|t| t == "array");
        let may_be_empty = is_list && keyword("minItems").and_then(Value::as_u64).unwrap_or(0) == 0;
        if is_required && !may_be_empty {
            return true;
        }
        self.found.optional.insert(path.to_owned());
        match self.choice {
            Choice::All(_) | Choice::Value(..) => true,
            Choice::Least => self.always.contains(path),
            Choice::Without(left_out) => left_out != path,
            Choice::Only(wanted) => {
                wanted == path
                    || self.always.contains(path)
                    || wanted
                        .strip_prefix(path)
                        .is_some_and(|r| r.starts_with('.'))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shape() -> Shape {
        Shape::new(json!({
            "type": "object",
            "properties": {
                "rubrik": {"type": "string"},
                "datum": {"type": "string", "format": "date"},
                "avsnitt": {"$ref": "#/$defs/avsnitt"},
                "bilder": {"type": "object", "additionalProperties": {"type": "string"}}
            },
            "required": ["rubrik"],
            "$defs": {"avsnitt": {"type": "array", "items": {
                "type": "object",
                "properties": {"text": {"type": ["string", "array"], "items": {"type": "string"}}, "avsnitt": {"$ref": "#/$defs/avsnitt"}},
                "required": ["text"]
            }}}
        }))
    }

    #[test]
    fn the_fields_of_a_place_are_known() {
        let shape = shape();
        let at = |written: &str| shape.fields(&Pointer::parse(written).expect("a pointer"));
        assert_eq!(at(""), Some(vec!["rubrik", "datum", "avsnitt", "bilder"]));
        assert_eq!(at("/avsnitt/0/avsnitt/3"), Some(vec!["text", "avsnitt"]));
        assert_eq!(at("/rubrik"), Some(vec![]));
        assert_eq!(at("/bilder"), None);
        assert_eq!(at("/saknas/0"), Some(vec![]));
    }

    #[test]
    fn every_optional_field_is_once_absent_and_once_alone() {
        let examples = shape().examples(&BTreeSet::new());
        let arenden: Vec<&Value> = examples.iter().map(|e| &e.arende).collect();
        assert!(arenden.contains(&&json!({"rubrik": "Text"})));
        assert!(arenden.contains(&&json!({"rubrik": "Text", "datum": "2026-03-02"})));
        assert!(arenden.contains(&&json!({"rubrik": "Text", "avsnitt": [{"text": "Text"}]})));
        let without = |path: &str| {
            let found = examples.iter().find(|e| e.without.as_deref() == Some(path));
            found.map(|e| &e.arende)
        };
        let dated = without("avsnitt").expect("one without avsnitt");
        assert!(dated.get("datum").is_some() && dated.get("avsnitt").is_none());
        assert!(without("avsnitt.avsnitt").is_some());
        let as_lines = json!(["Text"]);
        assert!(
            arenden
                .iter()
                .any(|a| a.pointer("/avsnitt/0/text") == Some(&as_lines))
        );
    }
}
