//! A municipality's profile: wording, order, look and numbering as data, resolved from layers. Decides nothing about an
//! ärende and runs no rule: `regler.toml` is kept as text for `rules`.

mod diarienummer;
mod file;
mod layers;
mod origin;
mod ready;
pub mod tree;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::mote;
use crate::text;

pub use diarienummer::{Delar, Monster, MonsterError};
pub use file::{DatumStil, FooterColumnFile, HeadingFile, LogotypFile, ProfileFile, TypeFile};
pub use layers::{LayerFile, faults, files, instanser, is_not_of_rules, namnd_of};
pub use origin::{Origin, OriginPlace};
pub use ready::rules_tree;

/// Everything that differs between municipalities, with no question left open.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Folder name under `profiler/`: `boras`.
    pub id: String,
    /// The nämnd whose layer lies on top: `servicenamnden`.
    pub namnd: Option<String>,
    /// The files of every layer, the base first.
    pub files: Vec<LayerFile>,
    /// The resolved `profil.toml`.
    pub file: ProfileFile,
    /// The resolved `rubriker.toml`.
    pub headings: HeadingFile,
    /// What the layers say of rules, the base first: file name and text.
    pub rules: Vec<(String, Arc<str>)>,
    /// Print and reading forms of diarienummer; the first is printed.
    pub diarienummer: Vec<Monster>,
    /// The form of the registries that have one of their own.
    pub diarier: BTreeMap<String, Monster>,
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
    /// The profile has no such nämnd.
    #[error("Profilen ”{kommun}” har ingen nämnd ”{id}”. {hint}")]
    UnknownNamnd {
        /// The profile.
        kommun: String,
        /// What was asked for.
        id: String,
        /// "Menade du …?" or the nämnder there are.
        hint: String,
    },
    /// A file of the profile is broken.
    #[error("{file}, rad {line}, kolumn {column}: {}", text::visible(message))]
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
    resolve_for(id, None, known, read)
}

/// Resolves the profile `id` with the layer of one of its nämnder on top: `profiler/<id>/<namnd>.toml`.
///
/// # Errors
/// When there is no such profile or no such nämnd, or a file cannot be read as what it is.
pub fn resolve_for(
    id: &str,
    namnd: Option<&str>,
    known: &[String],
    read: Read<'_>,
) -> Result<Profile, ProfileError> {
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
    let files = layers::files(id, namnd, read);
    let file: ProfileFile = layers::profil(&files)?;
    let headings: HeadingFile = layers::rubriker(&files)?;
    let pattern = |written: &String| {
        Monster::parse(written).map_err(|error| broken_pattern(&files, written, &error))
    };
    let diarienummer = file
        .diarienummer
        .iter()
        .map(pattern)
        .collect::<Result<_, _>>()?;
    let diarier = file
        .diarier
        .iter()
        .map(|(diarium, written)| Ok((diarium.clone(), pattern(written)?)))
        .collect::<Result<_, _>>()?;
    Ok(Profile {
        id: id.to_owned(),
        namnd: namnd.map(str::to_owned),
        rules: layers::regler(&files),
        files,
        file,
        headings,
        diarienummer,
        diarier,
    })
}

/// A file that the TOML reader refuses, with the place and the reason in Swedish.
pub(crate) fn broken(file: &str, source: &str, error: &toml::de::Error) -> ProfileError {
    let at = error.span().map_or(0, |span| span.start);
    broken_at(file, source, at, in_swedish(error.message()))
}

fn broken_at(file: &str, source: &str, at: usize, message: String) -> ProfileError {
    let (line, column) = place(source, at);
    ProfileError::Broken {
        file: file.to_owned(),
        line,
        column,
        message,
    }
}

fn broken_pattern(files: &[LayerFile], written: &str, error: &MonsterError) -> ProfileError {
    let found = files
        .iter()
        .rev()
        .find_map(|file| Some((file, file.text.find(written)?)));
    let (name, text, at) = found.map_or(("profil.toml", "", 0), |(file, at)| {
        (file.name.as_str(), &*file.text, at)
    });
    broken_at(name, text, at, error.to_string())
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

/// Begins the id of a standard phrase.
const FRAS: &str = "fras/";

/// The id of the heading or phrase that a template includes under this name; `None` for a template of its own.
#[must_use]
pub fn heading_id(template: &str) -> Option<&str> {
    let heading = template.strip_prefix("rubrik/");
    heading.or_else(|| template.starts_with(FRAS).then_some(template))
}

/// The document types whose own headings a type has, the type itself first. A § has the headings of its extract in the
/// protocol too: one is the other.
pub fn heading_types(typ: &str) -> impl Iterator<Item = &str> {
    let second = (typ == mote::PROTOKOLL).then_some(mote::UTDRAG);
    std::iter::once(typ).chain(second)
}

impl Profile {
    /// What the profile says of a document type, the type's own settings over the common ones.
    #[must_use]
    pub fn typ(&self, typ: &str) -> TypeFile {
        self.headings.typ.get(typ).cloned().unwrap_or_default()
    }

    /// The heading with this id for a document type: a template string. The type's own goes before the common one.
    /// `fras/<id>` is a standard phrase.
    #[must_use]
    pub fn heading(&self, typ: &str, id: &str) -> Option<&str> {
        if let Some(id) = id.strip_prefix(FRAS) {
            return self.headings.fraser.get(id).map(String::as_str);
        }
        let own = heading_types(typ)
            .find_map(|typ| self.headings.typ.get(typ).and_then(|t| t.rubriker.get(id)));
        own.or_else(|| self.headings.rubriker.get(id))
            .map(String::as_str)
    }

    /// The pattern of the file names of a document type.
    #[must_use]
    pub fn filnamn(&self, typ: &str) -> &str {
        let own = self
            .headings
            .typ
            .get(typ)
            .and_then(|t| t.filnamn.as_deref());
        own.unwrap_or(&self.file.filnamn)
    }

    /// A diarienummer as its registry prints it.
    #[must_use]
    pub fn print_diarienummer(&self, delar: &Delar) -> Option<String> {
        let own = self.diarier.get(&delar.diarium);
        let pattern = own.or_else(|| self.diarienummer.first())?;
        Some(pattern.print(delar))
    }

    /// The parts of a diarienummer given as text, and the pattern it is written by; `None` when it is by none.
    #[must_use]
    pub fn read_diarienummer(&self, written: &str) -> Option<(Delar, &Monster)> {
        let own = self.diarier.iter().find_map(|(diarium, pattern)| {
            let mut delar = pattern.read(written)?;
            if delar.diarium.is_empty() {
                delar.diarium.clone_from(diarium);
            }
            (delar.diarium == *diarium).then_some((delar, pattern))
        });
        own.or_else(|| {
            let common = self.diarienummer.iter();
            let mut read = common.filter_map(|pattern| Some((pattern.read(written)?, pattern)));
            read.find(|(delar, _)| !self.diarier.contains_key(&delar.diarium))
        })
    }

    /// Every value of the profile with the file and line it comes from, in the order of the base.
    ///
    /// # Errors
    /// Never for a profile that has been resolved.
    pub fn origins(&self) -> Result<Vec<Origin>, ProfileError> {
        origin::origins(&self.files)
    }

    /// Headings of the open sections (`ekonomi`, `barn` …) by their id.
    #[must_use]
    pub fn open_sections(&self) -> &BTreeMap<String, String> {
        &self.headings.avsnitt
    }
}

#[cfg(test)]
mod tests;
