//! The nämnder of a profile that have a layer of their own, and which of them an ärende belongs to. Reads no other part
//! of the profile.

use std::collections::BTreeMap;

use crate::profile::{self, LayerFile, ProfileError};
use crate::text;

use super::Assets;

/// The nämnder of one profile.
#[derive(Debug, Default)]
pub(super) struct Namnder {
    kommun: String,
    ids: Vec<String>,
    /// The name of a body, folded, to the id of its nämnd.
    bodies: BTreeMap<String, String>,
}

impl Namnder {
    /// Those of the profile `kommun`. A file is for the body it is named after, and for those it lists.
    pub(super) fn read(kommun: &str, assets: &Assets) -> Result<Self, ProfileError> {
        let ids = assets.namnder(kommun);
        let mut bodies = BTreeMap::new();
        for id in &ids {
            bodies.insert(folded(id), id.clone());
        }
        for id in &ids {
            let name = format!("profiler/{kommun}/{id}.toml");
            let Some(text) = assets.text(&name) else {
                continue;
            };
            for body in profile::instanser(&LayerFile { name, text })? {
                bodies.insert(folded(&body), id.clone());
            }
        }
        Ok(Self {
            kommun: kommun.to_owned(),
            ids,
            bodies,
        })
    }

    /// The nämnd whose layer the documents of the body `instans` have.
    pub(super) fn of(&self, instans: &str) -> Option<&str> {
        self.bodies.get(&folded(instans)).map(String::as_str)
    }

    /// The nämnd that a person asked for, by its id or the name of a body.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn asked(&self, written: &str) -> Result<&str, ProfileError> {
        self.of(written).ok_or_else(|| {
            let near = text::closest(&folded(written), self.ids.iter().map(String::as_str));
            let hint = match near {
                Some(near) => format!("Menade du ”{near}”?"),
                None if self.ids.is_empty() => format!(
                    "En nämnd med egna inställningar är en fil profiler/{}/<nämnd>.toml.",
                    self.kommun
                ),
                None => format!("Där finns {}.", text::och_lista(&self.ids)),
            };
            ProfileError::UnknownNamnd {
                kommun: self.kommun.clone(),
                id: text::visible(written).into_owned(),
                hint,
            }
        })
    }
}

/// A body's name as it would be a file's: "Vård- och äldrenämnden" is `vard-och-aldrenamnden`.
fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.trim().chars().flat_map(char::to_lowercase) {
        match c {
            'å' | 'ä' => folded.push('a'),
            'ö' => folded.push('o'),
            'é' => folded.push('e'),
            c if c.is_alphanumeric() => folded.push(c),
            _ if folded.ends_with('-') => {}
            _ => folded.push('-'),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn names_are_folded_as_files_are_named() {
        assert_eq!(folded("Vård- och äldrenämnden"), "vard-och-aldrenamnden");
        assert_eq!(folded(" SERVICENÄMNDEN "), "servicenamnden");
    }
}
