//! A profile laid open: every value, and the file and line it comes from. Judges and renders nothing.

use serde_json::Value;

use crate::profile::{Origin, OriginPlace};

use super::{Workspace, WorkspaceError};

/// A resolved profile for people to read.
#[derive(Debug)]
pub struct Resolved {
    /// Its id.
    pub id: String,
    /// The municipality's name as it is printed.
    pub namn: String,
    /// The nämnd whose layer lies on top.
    pub namnd: Option<String>,
    /// The files of its layers, the base first.
    pub files: Vec<String>,
    /// Its values; those without a place are the program's own.
    pub values: Vec<Origin>,
}

impl Workspace {
    /// Every value of a profile, with the layer of a nämnd if one is named.
    ///
    /// # Errors
    /// When there is no such profile or nämnd, or it is broken.
    pub fn resolved(&self, id: &str, namnd: Option<&str>) -> Result<Resolved, WorkspaceError> {
        let setup = self.asked_setup(id, namnd)?;
        let profile = &setup.profile;
        let mut values = profile.origins()?;
        // A rule that no layer speaks of weighs what the program says.
        for rule in setup.rules() {
            let key = format!("regel.{}.niva", rule.id);
            if !values.iter().any(|value| value.key == key) {
                let value = Value::String(rule.level.namn().to_lowercase());
                values.push(Origin {
                    key,
                    value,
                    place: None::<OriginPlace>,
                });
            }
        }
        Ok(Resolved {
            id: profile.id.clone(),
            namn: profile.file.namn.clone(),
            namnd: profile.namnd.clone(),
            files: profile.files.iter().map(|f| f.name.clone()).collect(),
            values,
        })
    }

    /// Ids of the nämnder of a profile that have a layer of their own, sorted.
    #[must_use]
    pub fn namnder(&self, id: &str) -> Vec<String> {
        self.assets.namnder(id)
    }
}
