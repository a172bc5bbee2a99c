//! The sound files that are spoilt: one of every type, with nearly every field, and nothing to remark on.

use serde_json::Value;

/// A sound file.
pub(crate) struct Good {
    pub(crate) name: &'static str,
    pub(crate) value: Value,
}

const FILES: [(&str, &str); 6] = [
    (
        "tjansteskrivelse",
        include_str!("goda/tjansteskrivelse.json"),
    ),
    ("skrivelse", include_str!("goda/skrivelse.json")),
    ("yttrande", include_str!("goda/yttrande.json")),
    ("plan", include_str!("goda/plan.json")),
    (
        "protokollsutdrag",
        include_str!("goda/protokollsutdrag.json"),
    ),
    (MEETING, include_str!("goda/mote.json")),
];

/// The one that is a meeting.
pub(crate) const MEETING: &str = "mote";

/// All of them; the meeting last.
pub(crate) fn all() -> Vec<Good> {
    let read = |(name, text): (&'static str, &str)| Good {
        name,
        value: serde_json::from_str(text).expect("sound JSON"),
    };
    FILES.map(read).into()
}

impl Good {
    /// Every pointer below the root, in the file's order, with its value.
    pub(crate) fn places(&self) -> Vec<(String, &Value)> {
        let mut found = Vec::new();
        walk(&self.value, "", &mut found);
        found.remove(0);
        found
    }

    /// The pointers whose values are as asked.
    pub(crate) fn places_of(&self, wanted: impl Fn(&str, &Value) -> bool) -> Vec<String> {
        let places = self.places().into_iter();
        let wanted = places.filter(|(pointer, value)| wanted(pointer, value));
        wanted.map(|(pointer, _)| pointer).collect()
    }

    /// The texts that people write sentences in.
    pub(crate) fn prose(&self) -> Vec<String> {
        const FIELDS: [&str; 4] = ["sammanfattning", "arendet", "text", "rader"];
        self.places_of(|pointer, value| {
            let is_sentence = value
                .as_str()
                .is_some_and(|text| text.ends_with('.') && !text.starts_with(['[', '-', '1', '2']));
            is_sentence
                && !pointer.starts_with("/kallelse")
                && pointer.split('/').any(|name| FIELDS.contains(&name))
        })
    }

    /// The same file with one value changed.
    pub(crate) fn with(&self, pointer: &str, value: Value) -> Value {
        let mut spoilt = self.value.clone();
        let place = spoilt.pointer_mut(pointer);
        *place.unwrap_or_else(|| panic!("{pointer} in {}", self.name)) = value;
        spoilt
    }

    /// The same file with something put last in one text.
    pub(crate) fn with_more(&self, pointer: &str, more: &str) -> Value {
        let text = self.value.pointer(pointer).and_then(Value::as_str);
        let text = text.unwrap_or_else(|| panic!("{pointer} in {}", self.name));
        self.with(pointer, format!("{text}{more}").into())
    }

    /// The same file without one field.
    pub(crate) fn without(&self, pointer: &str) -> Value {
        let mut spoilt = self.value.clone();
        let (holder, name) = pointer.rsplit_once('/').expect("a field");
        let holder = spoilt.pointer_mut(holder).and_then(Value::as_object_mut);
        let removed = holder.and_then(|fields| fields.shift_remove(name));
        assert!(removed.is_some(), "{pointer} in {}", self.name);
        spoilt
    }
}

fn walk<'v>(value: &'v Value, at: &str, found: &mut Vec<(String, &'v Value)>) {
    found.push((at.to_owned(), value));
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                walk(field, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(elements) => {
            for (number, element) in elements.iter().enumerate() {
                walk(element, &format!("{at}/{number}"), found);
            }
        }
        _ => {}
    }
}
