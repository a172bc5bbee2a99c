//! A municipality's profile: wording, order, look and numbering as data, resolved from layers. Decides nothing about an
//! ärende and runs no rule: `regler.toml` is kept as text for `rules`.

mod diarienummer;
mod file;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::text;

pub use diarienummer::{Delar, Monster, MonsterError};
pub use file::{DatumStil, FooterColumnFile, HeadingFile, LogotypFile, ProfileFile, TypeFile};

/// Everything that differs between municipalities, with no question left open.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Folder name under `profiler/`: `boras`.
    pub id: String,
    /// The resolved `profil.toml`.
    pub file: ProfileFile,
    /// The resolved `rubriker.toml`.
    pub headings: HeadingFile,
    /// Every layer's `regler.toml`, the base first: file name and text.
    pub rules: Vec<(String, Arc<str>)>,
    /// Print and reading forms of diarienummer; the first is printed.
    pub diarienummer: Vec<Monster>,
}

/// A profile that cannot be used: the configuration's fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// No such profile.
    #[error("Profilen ”{id}” finns inte. {hint}")]
    Unknown {
        /// What was asked for.
        id: String,
        /// "Menade du …?" or the profiles there are.
        hint: String,
    },
    /// A file of the profile is broken.
    #[error("{file}, rad {line}, kolumn {column}: {message}")]
    Broken {
        /// Path under `templates/`.
        file: String,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong, in Swedish.
        message: String,
    },
}

/// Reads a file under `templates/` as text.
pub type Read<'a> = &'a dyn Fn(&str) -> Option<Arc<str>>;

/// The profile every other one builds on.
pub const BASE: &str = "sv-bas";

/// Resolves the profile `id`: built on [`BASE`], lists replace, maps merge.
///
/// # Errors
/// When there is no such profile, or a file of it cannot be read as what it is.
pub fn resolve(id: &str, known: &[String], read: Read<'_>) -> Result<Profile, ProfileError> {
    if !known.iter().any(|k| k == id) {
        let hint = match text::closest(id, known.iter().map(String::as_str)) {
            Some(near) => format!("Menade du ”{near}”?"),
            None => format!("Det finns {}.", text::och_lista(known)),
        };
        return Err(ProfileError::Unknown {
            id: text::visible(id).into_owned(),
            hint,
        });
    }
    let layers: Vec<&str> = if id == BASE {
        vec![BASE]
    } else {
        vec![BASE, id]
    };
    let file: ProfileFile = combine(&layers, "profil.toml", read)?;
    let headings: HeadingFile = combine(&layers, "rubriker.toml", read)?;
    let rules = layers
        .iter()
        .map(|layer| format!("profiler/{layer}/regler.toml"))
        .filter_map(|name| read(&name).map(|text| (name, text)))
        .collect();
    let diarienummer = file
        .diarienummer
        .iter()
        .map(|written| {
            Monster::parse(written).map_err(|e| broken_pattern(&layers, written, &e, read))
        })
        .collect::<Result<_, _>>()?;
    Ok(Profile {
        id: id.to_owned(),
        file,
        headings,
        rules,
        diarienummer,
    })
}

/// One file of every layer, merged. Each layer is first read alone, so that a mistake points into its own file.
fn combine<T: DeserializeOwned>(
    layers: &[&str],
    name: &str,
    read: Read<'_>,
) -> Result<T, ProfileError> {
    let mut merged = toml::Table::new();
    for layer in layers {
        let file = format!("profiler/{layer}/{name}");
        let Some(source) = read(&file) else { continue };
        toml::from_str::<T>(&source).map_err(|error| broken(&file, &source, &error))?;
        let table: toml::Table =
            toml::from_str(&source).map_err(|error| broken(&file, &source, &error))?;
        merge(&mut merged, table);
    }
    let whole = format!("profiler/{}/{name}", layers.last().unwrap_or(&BASE));
    merged
        .try_into()
        .map_err(|error| broken(&whole, "", &error))
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

/// A file that the TOML reader refuses, with the place and the reason in Swedish.
pub(crate) fn broken(file: &str, source: &str, error: &toml::de::Error) -> ProfileError {
    let (line, column) = place(source, error.span().map_or(0, |span| span.start));
    ProfileError::Broken {
        file: file.to_owned(),
        line,
        column,
        message: in_swedish(error.message()),
    }
}

fn broken_pattern(
    layers: &[&str],
    written: &str,
    error: &MonsterError,
    read: Read<'_>,
) -> ProfileError {
    let found = layers.iter().rev().find_map(|layer| {
        let file = format!("profiler/{layer}/profil.toml");
        let source = read(&file)?;
        let at = source.find(written)?;
        Some((file, place(&source, at)))
    });
    let (file, (line, column)) =
        found.unwrap_or_else(|| (format!("profiler/{BASE}/profil.toml"), (1, 1)));
    ProfileError::Broken {
        file,
        line,
        column,
        message: error.to_string(),
    }
}

/// Line and column, both from 1, of a byte in a text.
pub(crate) fn place(source: &str, at: usize) -> (usize, usize) {
    let before = source.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
    (line, column)
}

/// The commonest of the TOML reader's messages in Swedish, with a suggestion for misspelt names.
fn in_swedish(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if message.starts_with("unknown field") {
        let (name, known) = quoted.split_first().map_or(("", &[][..]), |(n, k)| (*n, k));
        let hint = match text::closest(name, known.iter().copied()) {
            Some(near) => format!("Menade du ”{near}”?"),
            None => format!("Här kan stå {}.", text::och_lista(known)),
        };
        return format!("inställningen ”{name}” finns inte. {hint}");
    }
    if message.starts_with("unknown variant") {
        let (name, known) = quoted.split_first().map_or(("", &[][..]), |(n, k)| (*n, k));
        return format!(
            "”{name}” går inte att välja här. Välj {}.",
            text::eller_lista(known)
        );
    }
    if let Some(rest) = message.strip_prefix("missing field ") {
        return format!("{rest} saknas");
    }
    if message.starts_with("invalid type") {
        return format!("fel slags värde ({message})");
    }
    format!("filen går inte att läsa som TOML ({message})")
}

impl Profile {
    /// What the profile says of a document type, the type's own settings over the common ones.
    #[must_use]
    pub fn typ(&self, typ: &str) -> TypeFile {
        self.headings.typ.get(typ).cloned().unwrap_or_default()
    }

    /// The heading with this id for a document type: a template string. The type's own goes before the common one.
    #[must_use]
    pub fn heading(&self, typ: &str, id: &str) -> Option<&str> {
        let own = self.headings.typ.get(typ).and_then(|t| t.rubriker.get(id));
        own.or_else(|| self.headings.rubriker.get(id))
            .map(String::as_str)
    }

    /// Headings of the open sections (`ekonomi`, `barn` …) by their id.
    #[must_use]
    pub fn open_sections(&self) -> &BTreeMap<String, String> {
        &self.headings.avsnitt
    }
}

#[cfg(test)]
mod tests;
