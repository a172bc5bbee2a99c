//! Where each value of a resolved profile comes from: file, line and column. Reads the layers as TOML only and knows
//! nothing of what the values mean.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::layers::LayerFile;
use super::{ProfileError, place};

/// One value of a profile, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// `val.underlag`, `typ.plan.ordning`, `regel.DEC-02.niva`.
    pub key: String,
    /// The value, a list or a rule's table whole.
    pub value: Value,
    /// Where it stands; `None` for what no file says.
    pub place: Option<OriginPlace>,
}

/// A place in a profile's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginPlace {
    /// Path under `templates/`.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
}

/// Every value of the layers together, each from the topmost layer that has it, in the order of the base.
pub(super) fn origins(files: &[LayerFile]) -> Result<Vec<Origin>, ProfileError> {
    let mut told = Told::default();
    for file in files {
        let table = file.parse()?;
        let mut walk = Walk {
            file,
            told: &mut told,
        };
        for (name, value) in in_file_order(table.get_ref()) {
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("regel", DeValue::Array(rules)) => walk.entries("regel", "id", rules),
                ("instans", DeValue::Array(bodies)) => walk.entries("instans", "namn", bodies),
                ("undantag", DeValue::Array(list)) => walk.exceptions(list),
                // Says whom the file is for and is no value of the profile.
                ("instanser", _) => {}
                (name, _) => walk.value(name, value),
            }
        }
    }
    Ok(told.list)
}

#[derive(Default)]
struct Told {
    list: Vec<Origin>,
    at: BTreeMap<String, usize>,
    exceptions: usize,
}

struct Walk<'a> {
    file: &'a LayerFile,
    told: &'a mut Told,
}

type Entry<'t, 'i> = (
    &'t Spanned<std::borrow::Cow<'i, str>>,
    &'t Spanned<DeValue<'i>>,
);

fn in_file_order<'t, 'i>(table: &'t DeTable<'i>) -> Vec<Entry<'t, 'i>> {
    let mut entries: Vec<Entry<'t, 'i>> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

impl Walk<'_> {
    fn value(&mut self, key: &str, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Table(table) => {
                for (name, value) in in_file_order(table) {
                    self.value(&format!("{key}.{}", bare(name.get_ref())), value);
                }
            }
            _ => self.tell(key.to_owned(), value),
        }
    }

    /// Rules merge by id and bodies by name; each setting of one replaces the one below.
    fn entries(&mut self, kind: &str, by: &str, entries: &[Spanned<DeValue<'_>>]) {
        for rule in entries {
            let DeValue::Table(table) = rule.get_ref() else {
                continue;
            };
            let Some(id) = table.get(by).and_then(|id| id.get_ref().as_str()) else {
                continue;
            };
            let settings = in_file_order(table);
            for (name, value) in settings
                .into_iter()
                .filter(|(name, _)| name.get_ref() != by)
            {
                self.tell(
                    format!("{kind}.{}.{}", bare(id), bare(name.get_ref())),
                    value,
                );
            }
        }
    }

    /// Exceptions of every layer count.
    fn exceptions(&mut self, list: &[Spanned<DeValue<'_>>]) {
        for exception in list {
            let key = format!("undantag.{}", self.told.exceptions);
            self.told.exceptions += 1;
            self.value(&key, exception);
        }
    }

    fn tell(&mut self, key: String, value: &Spanned<DeValue<'_>>) {
        let (line, column) = place(&self.file.text, value.span().start);
        let origin = Origin {
            value: json(value.get_ref()),
            place: Some(OriginPlace {
                file: self.file.name.clone(),
                line,
                column,
            }),
            key,
        };
        if let Some(known) = self.told.at.get(&origin.key) {
            self.told.list[*known] = origin;
        } else {
            let next = self.told.list.len();
            self.told.at.insert(origin.key.clone(), next);
            self.told.list.push(origin);
        }
    }
}

/// A name as it may stand in a dotted key.
fn bare(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !name.is_empty() && name.chars().all(is_bare) {
        name.to_owned()
    } else {
        format!("{name:?}")
    }
}

fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| number.as_str().into(), Value::from),
        DeValue::Float(number) => number
            .as_str()
            .parse::<f64>()
            .map_or_else(|_| number.as_str().into(), Value::from),
        DeValue::Boolean(yes) => Value::Bool(*yes),
        DeValue::Datetime(date) => date.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => {
            let members = in_file_order(table);
            let members = members
                .into_iter()
                .map(|(name, value)| (name.get_ref().to_string(), json(value.get_ref())));
            Value::Object(members.collect::<Map<_, _>>())
        }
    }
}
