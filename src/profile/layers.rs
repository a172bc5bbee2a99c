//! The files of a profile's layers, base first, and how they are laid on each other: tables merge, everything else
//! replaces. Knows what each file may hold, not what it means.

use std::sync::Arc;

use serde::Deserialize as _;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use crate::text;

use super::{BASE, HeadingFile, ProfileError, ProfileFile, Read, broken, broken_at};

/// The files every layer but a nämnd's is made of.
const PROFIL: &str = "profil.toml";
const RUBRIKER: &str = "rubriker.toml";
const REGLER: &str = "regler.toml";

/// What stands at the top of each; no name stands in two of them, so that a nämnd's one file can hold all.
pub(super) const PROFIL_KEYS: [&str; 13] = [
    "namn",
    "version",
    "datum",
    "filnamn",
    "paragraf",
    "diarienummer",
    "diarier",
    "numrering",
    "numrerade_rubriker",
    "val",
    "logotyp",
    "sidfot",
    "utseende",
];
pub(super) const RUBRIKER_KEYS: [&str; 4] = ["rubriker", "fraser", "avsnitt", "typ"];
const REGLER_KEYS: [&str; 3] = ["regel", "instans", "undantag"];
/// Whose documents a nämnd's file is for.
const INSTANSER: &str = "instanser";

/// One file of a layer.
#[derive(Debug, Clone)]
pub struct LayerFile {
    /// Path under `templates/`.
    pub name: String,
    /// Its text.
    pub text: Arc<str>,
}

impl LayerFile {
    /// Whether the file is a nämnd's: everything in one.
    fn is_whole(&self) -> bool {
        let own = self.name.rsplit('/').next().unwrap_or_default();
        ![PROFIL, RUBRIKER, REGLER].contains(&own)
    }

    fn is_named(&self, own: &str) -> bool {
        self.name.rsplit('/').next() == Some(own)
    }

    pub(super) fn parse(&self) -> Result<Spanned<DeTable<'_>>, ProfileError> {
        DeTable::parse(&self.text).map_err(|error| broken(&self.name, &self.text, &error))
    }
}

/// Whether a file of a profile's folder is a nämnd's; its id if it is.
#[must_use]
pub fn namnd_of(file: &str) -> Option<&str> {
    let id = file.strip_suffix(".toml")?;
    (!id.is_empty() && ![PROFIL, RUBRIKER, REGLER].contains(&file)).then_some(id)
}

/// The files of `sv-bas`, the municipality `id` and its nämnd, in that order; those that exist.
#[must_use]
pub fn files(id: &str, namnd: Option<&str>, read: Read<'_>) -> Vec<LayerFile> {
    let folders = if id == BASE {
        vec![BASE]
    } else {
        vec![BASE, id]
    };
    let common = folders.into_iter().flat_map(|folder| {
        [PROFIL, RUBRIKER, REGLER].map(|file| format!("profiler/{folder}/{file}"))
    });
    let own = namnd.map(|namnd| format!("profiler/{id}/{namnd}.toml"));
    let found = common.chain(own).filter_map(|name| {
        let text = read(&name)?;
        Some(LayerFile { name, text })
    });
    found.collect()
}

/// `profil.toml` of every layer as one.
pub(super) fn profil<T: DeserializeOwned>(files: &[LayerFile]) -> Result<T, ProfileError> {
    combine(files, PROFIL, &PROFIL_KEYS)
}

/// `rubriker.toml` of every layer as one.
pub(super) fn rubriker<T: DeserializeOwned>(files: &[LayerFile]) -> Result<T, ProfileError> {
    combine(files, RUBRIKER, &RUBRIKER_KEYS)
}

/// The files that hold rules, as they are.
pub(super) fn regler(files: &[LayerFile]) -> Vec<(String, Arc<str>)> {
    let held = files.iter().filter(|f| f.is_whole() || f.is_named(REGLER));
    held.map(|f| (f.name.clone(), Arc::clone(&f.text)))
        .collect()
}

/// What is wrong with each of the files read alone, those that hold rules excepted: at most one mistake of each.
#[must_use]
pub fn faults(id: &str, namnd: Option<&str>, read: Read<'_>) -> Vec<ProfileError> {
    let files = files(id, namnd, read);
    let alone = files.chunks(1).flat_map(|one| {
        let read = [
            profil::<ProfileFile>(one).err(),
            rubriker::<HeadingFile>(one).err(),
        ];
        read.into_iter().flatten().take(1)
    });
    alone.collect()
}

/// Whether `name` at the top of `file` is for `profil.toml` or `rubriker.toml` and not for those who read rules.
#[must_use]
pub fn is_not_of_rules(file: &str, name: &str) -> bool {
    let own = file.rsplit('/').next().unwrap_or_default();
    ![PROFIL, RUBRIKER, REGLER].contains(&own) && !REGLER_KEYS.contains(&name)
}

/// Each layer is first read alone, so that a mistake points into its own file.
fn combine<T: DeserializeOwned>(
    files: &[LayerFile],
    own: &str,
    keys: &[&str],
) -> Result<T, ProfileError> {
    let mut merged = toml::Table::new();
    for file in files.iter().filter(|f| f.is_whole() || f.is_named(own)) {
        let mut table = file.parse()?;
        if file.is_whole() {
            refuse_unknown(file, table.get_ref())?;
            let span = table.span();
            let held = table.into_inner().into_iter();
            let held = held.filter(|(name, _)| keys.contains(&name.get_ref().as_ref()));
            table = Spanned::new(span, held.collect());
        }
        let told = |error: toml::de::Error| broken(&file.name, &file.text, &error);
        T::deserialize(Deserializer::from(table.clone())).map_err(told)?;
        let table = toml::Table::deserialize(Deserializer::from(table)).map_err(told)?;
        merge(&mut merged, table);
    }
    let last = files.last().map_or("", |f| f.name.as_str());
    merged.try_into().map_err(|error| broken(last, "", &error))
}

/// Lays `over` on `under`: tables merge, everything else replaces.
fn merge(under: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(toml::Value::Table(below)), toml::Value::Table(above)) => merge(below, above),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

fn refuse_unknown(file: &LayerFile, table: &DeTable<'_>) -> Result<(), ProfileError> {
    let known = || {
        let all = [&PROFIL_KEYS[..], &RUBRIKER_KEYS, &REGLER_KEYS, &[INSTANSER]];
        all.concat()
    };
    let unknown = table
        .keys()
        .find(|name| !known().contains(&name.get_ref().as_ref()));
    unknown.map_or(Ok(()), |name| {
        let hint = match text::closest(name.get_ref(), known()) {
            Some(near) => format!("Menade du ”{near}”?"),
            None => format!("Här kan stå {}.", text::och_lista(&known())),
        };
        let message = format!("inställningen ”{}” finns inte. {hint}", name.get_ref());
        Err(broken_at(
            &file.name,
            &file.text,
            name.span().start,
            message,
        ))
    })
}

/// The names of the bodies whose documents a nämnd's file is for, as the file says.
///
/// # Errors
/// When the file is broken.
pub fn instanser(file: &LayerFile) -> Result<Vec<String>, ProfileError> {
    let table = file.parse()?;
    let Some(value) = table.get_ref().get(INSTANSER) else {
        return Ok(Vec::new());
    };
    let not_texts = |at: usize| {
        let message = format!("”{INSTANSER}” ska vara en lista av texter");
        broken_at(&file.name, &file.text, at, message)
    };
    let DeValue::Array(items) = value.get_ref() else {
        return Err(not_texts(value.span().start));
    };
    let names = items.iter().map(|item| match item.get_ref() {
        DeValue::String(name) => Ok(name.to_string()),
        _ => Err(not_texts(item.span().start)),
    });
    names.collect()
}
