//! One rule's settings as written in `regler.toml`, every value with its place. Knows no rule: each rule asks for what
//! it needs, and what nobody asked for is an error.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::profile::tree::{Kind, Member, Node};
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

/// A setting of an entry: the file that has it, where its key stands there, and its value.
#[derive(Debug, Clone)]
struct Setting {
    source: Arc<Source>,
    at: usize,
    value: Node,
}

impl Setting {
    /// The place of the value or of something in it.
    fn place(&self, node: &Node) -> Place {
        Place::new(&self.source, node.at)
    }

    /// The error that the value is not what it should be.
    fn error(&self, node: &Node, message: String) -> ProfileError {
        self.place(node).error(message)
    }
}

/// One `[[regel]]`, `[[instans]]` or `[[undantag]]`, laid over the same one's in the layers below.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// Where the entry begins, in the last layer that has it.
    pub(super) place: Place,
    values: BTreeMap<Cow<'static, str>, Setting>,
    asked: RefCell<Vec<&'static str>>,
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
    pub(super) fn read(source: &Arc<Source>, at: usize, table: &[Member]) -> Self {
        let values = table.iter().map(|member| {
            let setting = Setting {
                source: Arc::clone(source),
                at: member.at,
                value: member.value.clone(),
            };
            (member.name.clone(), setting)
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

    fn get(&self, key: &'static str) -> Option<&Setting> {
        self.asked.borrow_mut().push(key);
        self.values.get(key)
    }

    /// A text.
    pub(super) fn text(&self, key: &'static str) -> Result<Option<&str>, ProfileError> {
        let Some(setting) = self.get(key) else {
            return Ok(None);
        };
        match as_text(&setting.value) {
            Some(text) => Ok(Some(text)),
            None => Err(setting.error(&setting.value, format!("”{key}” ska vara en text"))),
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
        let texts = self.text_nodes(key)?;
        Ok(texts.map(|(text, ..)| text.to_owned()).collect())
    }

    /// A list of texts, each with its place.
    pub(super) fn placed_texts(
        &self,
        key: &'static str,
    ) -> Result<Vec<(&str, Place)>, ProfileError> {
        let texts = self.text_nodes(key)?;
        let placed = texts.map(|(text, setting, node)| (text, setting.place(node)));
        Ok(placed.collect())
    }

    /// The texts of a list, each with the setting it is of and its node.
    fn text_nodes(
        &self,
        key: &'static str,
    ) -> Result<impl Iterator<Item = (&str, &Setting, &Node)>, ProfileError> {
        let wrong = |setting: &Setting, node: &Node| {
            setting.error(node, format!("”{key}” ska vara en lista av texter"))
        };
        let setting = self.get(key);
        let items = match setting.map(|setting| (setting, &setting.value.kind)) {
            None => &[][..],
            Some((_, Kind::List(items))) => items,
            Some((setting, _)) => return Err(wrong(setting, &setting.value)),
        };
        if let (Some(setting), Some(other)) =
            (setting, items.iter().find(|item| as_text(item).is_none()))
        {
            return Err(wrong(setting, other));
        }
        let texts = items.iter().zip(std::iter::repeat(setting));
        Ok(texts.filter_map(|(item, setting)| Some((as_text(item)?, setting?, item))))
    }

    /// Words with what stands for each, in the order of the file.
    pub(super) fn pairs(&self, key: &'static str) -> Result<Vec<(&str, &str)>, ProfileError> {
        self.table(key, as_text, "{ \"det som står\" = \"det som ska stå\" }")
    }

    /// Words, each with one text or a list of them, in the order of the file.
    pub(super) fn alternatives(
        &self,
        key: &'static str,
    ) -> Result<Vec<(&str, Vec<&str>)>, ProfileError> {
        self.table(
            key,
            one_or_more,
            "{ \"det som står\" = \"det som ska stå\" } eller en lista av texter",
        )
    }

    /// The members of a table, in the order of the file, each read by `read`.
    fn table<'s, T>(
        &'s self,
        key: &'static str,
        read: impl Fn(&'s Node) -> Option<T>,
        form: &str,
    ) -> Result<Vec<(&'s str, T)>, ProfileError> {
        let Some(setting) = self.get(key) else {
            return Ok(Vec::new());
        };
        let wrong = |node| setting.error(node, format!("”{key}” ska vara en tabell: {form}"));
        let Kind::Table(members) = &setting.value.kind else {
            return Err(wrong(&setting.value));
        };
        let read = members.iter().map(|Member { name, value, .. }| {
            let value = read(value).ok_or_else(|| wrong(value))?;
            Ok((&**name, value))
        });
        read.collect()
    }

    /// A whole number, or `default`.
    pub(super) fn number(&self, key: &'static str, default: usize) -> Result<usize, ProfileError> {
        match self.get(key).map(|setting| (setting, &setting.value.kind)) {
            None => Ok(default),
            Some((_, Kind::Number(number))) => Ok(*number),
            Some((setting, _)) => Err(setting.error(
                &setting.value,
                format!("”{key}” ska vara ett heltal, 0 eller större"),
            )),
        }
    }

    /// A measure with or without decimals, or `default`.
    pub(super) fn measure(&self, key: &'static str, default: f64) -> Result<f64, ProfileError> {
        match self.get(key).map(|setting| (setting, &setting.value.kind)) {
            None => Ok(default),
            Some((_, Kind::Decimal(number))) if number.is_finite() && *number > 0.0 => Ok(*number),
            Some((_, Kind::Number(number))) if (1..=10_000).contains(number) => {
                Ok(f64::from(u16::try_from(*number).unwrap_or(u16::MAX)))
            }
            Some((setting, _)) => Err(setting.error(
                &setting.value,
                format!("”{key}” ska vara ett tal större än 0"),
            )),
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
    pub(super) fn value_place(&self, key: &str) -> Place {
        self.values.get(key).map_or_else(
            || self.place.clone(),
            |setting| setting.place(&setting.value),
        )
    }

    /// An error at the first setting that nobody asked for.
    pub(super) fn finish(&self) -> Result<(), ProfileError> {
        let mut asked = self.asked.borrow_mut();
        let Some((name, setting)) = self
            .values
            .iter()
            .find(|(name, _)| !asked.contains(&&***name))
        else {
            return Ok(());
        };
        asked.sort_unstable();
        asked.dedup();
        let message = format!("inställningen ”{name}” finns inte. {}", hint(name, &asked));
        Err(Place::new(&setting.source, setting.at).error(message))
    }
}

fn one_or_more(node: &Node) -> Option<Vec<&str>> {
    match &node.kind {
        Kind::List(all) if all.is_empty() => None,
        Kind::List(all) => all.iter().map(as_text).collect(),
        _ => Some(vec![as_text(node)?]),
    }
}

fn as_text(node: &Node) -> Option<&str> {
    match &node.kind {
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
