//! One rule's settings as written in `regler.toml`, every value with its place. Knows no rule: each rule asks for what
//! it needs, and what nobody asked for is an error.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::profile::{ProfileError, place};
use crate::text;

use super::phrases::compile;

/// A `regler.toml` and its text, for places in messages.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) file: String,
    pub(super) text: Arc<str>,
}

/// Something in a `regler.toml`: which file, and the byte it begins at.
#[derive(Debug, Clone)]
pub(super) struct Place {
    source: Arc<Source>,
    at: usize,
}

impl Place {
    pub(super) fn new(source: &Arc<Source>, at: usize) -> Self {
        Self {
            source: Arc::clone(source),
            at,
        }
    }

    /// "profiler/boras/regler.toml, rad 12".
    pub(super) fn shown(&self) -> String {
        let (line, _) = place(&self.source.text, self.at);
        format!("{}, rad {line}", self.source.file)
    }

    /// The configuration error that `message` is, at this place.
    pub(super) fn error(&self, message: impl Into<String>) -> ProfileError {
        let (line, column) = place(&self.source.text, self.at);
        ProfileError::Broken {
            file: self.source.file.clone(),
            line,
            column,
            message: message.into(),
        }
    }
}

/// A value and where it stands.
#[derive(Debug, Clone)]
struct Value {
    place: Place,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Text(String),
    Number(usize),
    Decimal(f64),
    List(Vec<Value>),
    /// In the order of the file.
    Table(Vec<(String, Value)>),
    Other,
}

impl Value {
    fn read(source: &Arc<Source>, value: &Spanned<DeValue<'_>>) -> Self {
        let kind = match value.get_ref() {
            DeValue::String(text) => Kind::Text(text.to_string()),
            DeValue::Integer(number) => usize::from_str_radix(number.as_str(), number.radix())
                .map_or(Kind::Other, Kind::Number),
            DeValue::Array(items) => {
                Kind::List(items.iter().map(|item| Self::read(source, item)).collect())
            }
            DeValue::Table(table) => {
                let mut members: Vec<_> = table
                    .iter()
                    .map(|(key, item)| (key.get_ref().to_string(), Self::read(source, item)))
                    .collect();
                members.sort_by_key(|(_, value)| value.place.at);
                Kind::Table(members)
            }
            DeValue::Float(number) => {
                let number = number.as_str().replace('_', "").parse::<f64>();
                number.map_or(Kind::Other, Kind::Decimal)
            }
            DeValue::Boolean(_) | DeValue::Datetime(_) => Kind::Other,
        };
        Self {
            place: Place::new(source, value.span().start),
            kind,
        }
    }
}

/// One `[[regel]]`, `[[instans]]` or `[[undantag]]`, laid over the same one's in the layers below.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// Where the entry begins, in the last layer that has it.
    pub(super) place: Place,
    values: BTreeMap<String, (Place, Value)>,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl Settings {
    /// The settings that a rule without an entry has: none.
    pub(super) fn empty(place: Place) -> Self {
        Self {
            place,
            values: BTreeMap::new(),
            asked: RefCell::default(),
        }
    }

    /// An entry as it stands in one file.
    pub(super) fn read(source: &Arc<Source>, at: usize, table: &DeTable<'_>) -> Self {
        let values = table.iter().map(|(key, value)| {
            let place = Place::new(source, key.span().start);
            (
                key.get_ref().to_string(),
                (place, Value::read(source, value)),
            )
        });
        Self {
            place: Place::new(source, at),
            values: values.collect(),
            asked: RefCell::default(),
        }
    }

    /// Lays `over` on this entry: each setting it has replaces this one's.
    pub(super) fn lay(&mut self, over: Self) {
        self.place = over.place;
        self.values.extend(over.values);
    }

    /// Whether no profile says anything of the rule.
    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    fn get(&self, key: &'static str) -> Option<&Value> {
        self.asked.borrow_mut().insert(key);
        self.values.get(key).map(|(_, value)| value)
    }

    /// A text.
    pub(super) fn text(&self, key: &'static str) -> Result<Option<&str>, ProfileError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value {
                kind: Kind::Text(text),
                ..
            }) => Ok(Some(text)),
            Some(value) => Err(value.place.error(format!("”{key}” ska vara en text"))),
        }
    }

    /// A text that has to be there.
    pub(super) fn required(&self, key: &'static str) -> Result<&str, ProfileError> {
        match self.text(key)? {
            Some(text) if !text.trim().is_empty() => Ok(text),
            _ => Err(self.place.error(format!("”{key}” saknas"))),
        }
    }

    /// A list of texts; empty when it is not given.
    pub(super) fn texts(&self, key: &'static str) -> Result<Vec<String>, ProfileError> {
        let placed = self.placed_texts(key)?;
        Ok(placed
            .into_iter()
            .map(|(text, _)| text.to_owned())
            .collect())
    }

    /// A list of texts, each with its place.
    pub(super) fn placed_texts(
        &self,
        key: &'static str,
    ) -> Result<Vec<(&str, &Place)>, ProfileError> {
        let not_texts = |place: &Place| place.error(format!("”{key}” ska vara en lista av texter"));
        let items = match self.get(key) {
            None => return Ok(Vec::new()),
            Some(Value {
                kind: Kind::List(items),
                ..
            }) => items,
            Some(value) => return Err(not_texts(&value.place)),
        };
        let texts = items.iter().map(|item| match &item.kind {
            Kind::Text(text) => Ok((text.as_str(), &item.place)),
            _ => Err(not_texts(&item.place)),
        });
        texts.collect()
    }

    /// Words with what stands for each, in the order of the file.
    pub(super) fn pairs(&self, key: &'static str) -> Result<Vec<(&str, &str)>, ProfileError> {
        let not_pairs = |place: &Place| {
            place.error(format!(
                "”{key}” ska vara en tabell: {{ \"det som står\" = \"det som ska stå\" }}"
            ))
        };
        let members = match self.get(key) {
            None => return Ok(Vec::new()),
            Some(Value {
                kind: Kind::Table(members),
                ..
            }) => members,
            Some(value) => return Err(not_pairs(&value.place)),
        };
        let pairs = members.iter().map(|(from, to)| match &to.kind {
            Kind::Text(to) => Ok((from.as_str(), to.as_str())),
            _ => Err(not_pairs(&to.place)),
        });
        pairs.collect()
    }

    /// Words, each with one text or a list of them, in the order of the file.
    pub(super) fn alternatives(
        &self,
        key: &'static str,
    ) -> Result<Vec<(&str, Vec<&str>)>, ProfileError> {
        let wrong = |place: &Place| {
            place.error(format!(
                "”{key}” ska vara en tabell: {{ \"det som står\" = \"det som ska stå\" }} eller en lista av texter"
            ))
        };
        let members = match self.get(key) {
            None => return Ok(Vec::new()),
            Some(Value {
                kind: Kind::Table(members),
                ..
            }) => members,
            Some(value) => return Err(wrong(&value.place)),
        };
        let pairs = members.iter().map(|(name, value)| {
            let texts: Option<Vec<&str>> = match &value.kind {
                Kind::Text(one) => Some(vec![one]),
                Kind::List(all) if !all.is_empty() => all.iter().map(as_text).collect(),
                _ => None,
            };
            let texts = texts.ok_or_else(|| wrong(&value.place))?;
            Ok((name.as_str(), texts))
        });
        pairs.collect()
    }

    /// A whole number, or `default`.
    pub(super) fn number(&self, key: &'static str, default: usize) -> Result<usize, ProfileError> {
        match self.get(key) {
            None => Ok(default),
            Some(Value {
                kind: Kind::Number(number),
                ..
            }) => Ok(*number),
            Some(value) => Err(value
                .place
                .error(format!("”{key}” ska vara ett heltal, 0 eller större"))),
        }
    }

    /// A measure with or without decimals, or `default`.
    pub(super) fn measure(&self, key: &'static str, default: f64) -> Result<f64, ProfileError> {
        match self.get(key).map(|value| (&value.kind, value)) {
            None => Ok(default),
            Some((Kind::Decimal(number), _)) if number.is_finite() && *number > 0.0 => Ok(*number),
            Some((Kind::Number(number), _)) if (1..=10_000).contains(number) => {
                Ok(f64::from(u16::try_from(*number).unwrap_or(u16::MAX)))
            }
            Some((_, value)) => Err(value
                .place
                .error(format!("”{key}” ska vara ett tal större än 0"))),
        }
    }

    /// One of `choices` by its name; `default` when it is not given.
    pub(super) fn choice<T: Copy>(
        &self,
        key: &'static str,
        choices: &[(&str, T)],
    ) -> Result<Option<T>, ProfileError> {
        let Some(written) = self.text(key)? else {
            return Ok(None);
        };
        named(written, choices)
            .map(Some)
            .map_err(|message| self.value_place(key).error(message))
    }

    /// Any of `choices` by their names.
    pub(super) fn choices<T: Copy>(
        &self,
        key: &'static str,
        choices: &[(&str, T)],
    ) -> Result<Vec<T>, ProfileError> {
        let written = self.placed_texts(key)?;
        let chosen = written
            .into_iter()
            .map(|(name, place)| named(name, choices).map_err(|message| place.error(message)));
        chosen.collect()
    }

    /// A list of regular expressions, each tried on its own so that a mistake points at its own line.
    pub(super) fn patterns(&self, key: &'static str) -> Result<Vec<String>, ProfileError> {
        let written = self.placed_texts(key)?;
        let patterns = written.into_iter().map(|(pattern, place)| {
            compile(pattern)
                .map_err(|error| place.error(format!("mönstret går inte att läsa: {error}")))?;
            Ok(pattern.to_owned())
        });
        patterns.collect()
    }

    /// Where the value of `key` stands; the entry's own place when there is none.
    pub(super) fn value_place(&self, key: &str) -> &Place {
        self.values
            .get(key)
            .map_or(&self.place, |(_, value)| &value.place)
    }

    /// An error at the first setting that nobody asked for.
    pub(super) fn finish(&self) -> Result<(), ProfileError> {
        let asked = self.asked.borrow();
        let Some((name, (place, _))) = self
            .values
            .iter()
            .find(|(name, _)| !asked.contains(name.as_str()))
        else {
            return Ok(());
        };
        let known: Vec<&str> = asked.iter().copied().collect();
        Err(place.error(format!(
            "inställningen ”{name}” finns inte. {}",
            hint(name, &known)
        )))
    }
}

fn as_text(value: &Value) -> Option<&str> {
    match &value.kind {
        Kind::Text(text) => Some(text),
        _ => None,
    }
}

fn named<T: Copy>(written: &str, choices: &[(&str, T)]) -> Result<T, String> {
    let known: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
    let found = choices.iter().find(|(name, _)| *name == written);
    found.map(|(_, value)| *value).ok_or_else(|| {
        format!(
            "”{written}” går inte att välja här. {}",
            hint(written, &known)
        )
    })
}

/// "Menade du …?", or what there is.
pub(super) fn hint(written: &str, known: &[&str]) -> String {
    match text::closest(written, known.iter().copied()) {
        Some(near) => format!("Menade du ”{near}”?"),
        None => format!("Här kan stå {}.", text::eller_lista(known)),
    }
}
