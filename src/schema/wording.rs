//! The Swedish words for values, types and places in messages about fields. Decides nothing.

use jsonschema::JsonType;
use serde_json::Value;

use crate::pointer::Pointer;
use crate::text::{decimaltal, masked, quoted, visible};

use super::site::Site;

/// What a type is called where a value is wanted.
pub(super) const fn wanted(wanted: JsonType) -> &'static str {
    match wanted {
        JsonType::String => "en text",
        JsonType::Integer => "ett heltal",
        JsonType::Number => "ett tal",
        JsonType::Boolean => "true eller false",
        JsonType::Array => "en lista",
        JsonType::Object => "en grupp fält",
        JsonType::Null => "null",
    }
}

/// What a value is called where it stands.
pub(super) fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "null, som betyder inget värde",
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        Value::Number(number) if number.is_f64() => "ett decimaltal",
        Value::Number(_) => "ett tal",
        Value::String(_) => "en text",
        Value::Array(_) => "en lista",
        Value::Object(_) => "en grupp fält",
    }
}

/// A value in a sentence, short.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(_) | Value::Object(_) => found(value).to_owned(),
        other => masked(&other.to_string()).into_owned(),
    }
}

/// A value as it would be typed, if it fits in a sentence.
pub(super) fn typed(value: &Value) -> Option<String> {
    const LONGEST: usize = 90;
    let text = visible(&masked(&value.to_string())).into_owned();
    (text.chars().count() <= LONGEST).then_some(text)
}

/// A number in a sentence.
pub(super) fn number(value: &Value) -> String {
    value.as_f64().map_or_else(|| value.to_string(), decimaltal)
}

/// The place as the subject of a sentence: its title, or its name.
pub(super) fn subject(site: &Site<'_>, pointer: &Pointer) -> String {
    let Some(name) = pointer.last() else {
        return "Ärendet".to_owned();
    };
    match (site.title(), element_number(site, &name), site.around) {
        (Some(title), Some(number), _) => format!("”{title}” nummer {number}"),
        (None, Some(number), Some(around)) => format!("Nummer {number} i ”{around}”"),
        (None, Some(number), None) => format!("Nummer {number} i listan"),
        (Some(title), None, _) => format!("”{title}”"),
        (None, None, _) => format!("Fältet {}", quoted(&name)),
    }
}

/// The place as what holds something: "i en tjänsteskrivelse", "i ”Beslut”".
pub(super) fn holder(site: &Site<'_>, pointer: &Pointer) -> String {
    match (pointer.last(), site.title()) {
        (None, Some(title)) => format!("i {}", crate::text::obestamd(title)),
        (None, None) => "i ärendet".to_owned(),
        (Some(_), Some(title)) => format!("i ”{title}”"),
        (Some(name), None) => match (element_number(site, &name), site.around) {
            (Some(number), Some(around)) => format!("i nummer {number} av ”{around}”"),
            (Some(number), None) => format!("i nummer {number} av listan"),
            (None, _) => format!("i {}", quoted(&name)),
        },
    }
}

/// The number of an element as people count, from 1.
fn element_number(site: &Site<'_>, name: &str) -> Option<usize> {
    site.is_element
        .then(|| name.parse::<usize>().ok())
        .flatten()
        .map(|index| index + 1)
}
