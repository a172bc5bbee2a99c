//! A place in the ärende as MiniJinja sees it: every leaf carries the pointer it came from and can only be printed as
//! a token. Empty strings and empty lists are absent.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr, Value};
use serde_json::Value as Json;

use crate::document::tokens::FieldText;
use crate::pointer::Pointer;

use super::watch::{Answer, Watch};

/// An object, list or leaf of the ärende.
#[derive(Debug, Clone)]
pub(super) struct Field {
    root: Arc<Json>,
    pointer: Pointer,
    /// Only when templates are checked without an ärende.
    watch: Option<Arc<Watch>>,
    /// Stands for a field that does not exist, so that a dry run goes on after it.
    is_anything: bool,
}

impl Field {
    /// The whole ärende.
    pub(super) fn root(root: Arc<Json>) -> Self {
        Self {
            root,
            pointer: Pointer::root(),
            watch: None,
            is_anything: false,
        }
    }

    /// The same, watched.
    pub(super) fn watched(mut self, watch: Arc<Watch>) -> Self {
        self.watch = Some(watch);
        self
    }

    fn inner(&self, pointer: Pointer) -> Self {
        Self {
            root: Arc::clone(&self.root),
            pointer,
            watch: self.watch.clone(),
            is_anything: false,
        }
    }

    /// What a template gets for a member that is not there.
    fn missing(&self, key: &str) -> Option<Value> {
        let anything = Self {
            root: Arc::new(Json::String("x".to_owned())),
            pointer: Pointer::root(),
            watch: self.watch.clone(),
            is_anything: true,
        };
        if self.is_anything {
            return Some(Value::from_object(anything));
        }
        match self.watch.as_ref()?.ask(&self.pointer, key) {
            Answer::Absent => None,
            Answer::Anything => Some(Value::from_object(anything)),
            Answer::Stop(error) => Some(Value::from(error)),
        }
    }

    /// The JSON this field stands for.
    pub(super) fn json(&self) -> &Json {
        self.root
            .pointer(self.pointer.as_str())
            .unwrap_or(&Json::Null)
    }

    /// Where it stands.
    pub(super) fn pointer(&self) -> &Pointer {
        &self.pointer
    }

    /// The member `key` of an object, if present and not empty.
    pub(super) fn member(&self, key: &str) -> Option<Self> {
        let found = self.json().get(key)?;
        (!is_absent(found)).then(|| self.inner(self.pointer.key(key)))
    }

    /// The elements of a list.
    pub(super) fn elements(&self) -> impl Iterator<Item = Self> + '_ {
        let length = self.json().as_array().map_or(0, Vec::len);
        (0..length).map(|i| self.inner(self.pointer.index(i)))
    }

    /// The leaf's text; rich text given as an array of lines is joined. `None` for objects.
    pub(super) fn text(&self) -> Option<FieldText> {
        let value = match self.json() {
            Json::String(text) => text.clone(),
            Json::Number(number) => number.to_string(),
            Json::Bool(yes) => String::from(if *yes { "ja" } else { "nej" }),
            Json::Array(lines) => {
                let lines: Option<Vec<&str>> = lines.iter().map(Json::as_str).collect();
                lines?.join("\n")
            }
            Json::Object(_) | Json::Null => return None,
        };
        Some(FieldText {
            value,
            from: Some(self.pointer.clone()),
        })
    }

    /// The text of the member `key`.
    pub(super) fn member_text(&self, key: &str) -> Option<FieldText> {
        self.member(key)?.text()
    }

    fn into_value(self) -> Value {
        match self.json() {
            // Only ever asked, never printed: a bare truth value may lose its pointer.
            Json::Bool(yes) => Value::from(*yes),
            _ => Value::from_object(self),
        }
    }
}

fn is_absent(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Array(list) => {
            list.is_empty()
                || list
                    .iter()
                    .all(|e| e.as_str().is_some_and(|s| s.trim().is_empty()))
        }
        _ => false,
    }
}

impl Object for Field {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        match self.json() {
            _ if self.is_anything => ObjectRepr::Seq,
            Json::Object(_) => ObjectRepr::Map,
            Json::Array(_) => ObjectRepr::Seq,
            _ => ObjectRepr::Plain,
        }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        if let Some(index) = key.as_usize() {
            if self.is_anything {
                return self.missing("0");
            }
            return self.elements().nth(index).map(Self::into_value);
        }
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let found = self.member(key).map(Self::into_value);
        found.or_else(|| self.missing(key))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        match self.json() {
            Json::Object(map) => {
                Enumerator::Values(map.keys().map(|k| Value::from(k.as_str())).collect())
            }
            Json::Array(list) => Enumerator::Seq(list.len()),
            _ if self.is_anything => Enumerator::Seq(1),
            _ => Enumerator::NonEnumerable,
        }
    }

    fn is_true(self: &Arc<Self>) -> bool {
        !is_absent(self.json())
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().map(|t| t.value).unwrap_or_default())
    }
}

/// A leaf that a filter has changed (`genitiv`, `datum`): the text is new, the pointer is kept.
#[derive(Debug)]
pub(super) struct Changed(pub(super) FieldText);

impl Object for Changed {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        !self.0.value.is_empty()
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.value)
    }
}

/// What a value in a template says, with its pointer if it has kept one.
pub(super) fn text_of(value: &Value) -> Option<FieldText> {
    if let Some(field) = value.downcast_object_ref::<Field>() {
        return field.text();
    }
    if let Some(changed) = value.downcast_object_ref::<Changed>() {
        return Some(changed.0.clone());
    }
    if value.is_undefined() || value.is_none() || value.as_object().is_some() {
        return None;
    }
    Some(FieldText {
        value: value.to_string(),
        from: None,
    })
}
