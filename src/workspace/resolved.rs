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
        for rule in setup.pack()?.rules() {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde::de::DeserializeOwned;
    use serde_json::Value;

    use crate::profile::{FooterColumnFile, HeadingFile, LogotypFile, ProfileFile, TypeFile};
    use crate::render::Design;
    use crate::workspace::{Assets, Workspace};

    fn schema() -> Value {
        let text = Assets::default().schema("profil.schema.json");
        serde_json::from_str(&text.expect("it is there")).expect("JSON")
    }

    /// The names of a struct's fields, as its reader tells them.
    fn fields<T: DeserializeOwned>() -> BTreeSet<String> {
        let Err(error) = toml::from_str::<T>("finns-inte = 1") else {
            panic!("unknown fields are taken")
        };
        let names = error.message().split('`').skip(3).step_by(2);
        names.map(str::to_owned).collect()
    }

    #[test]
    fn the_schema_for_editors_has_every_field() {
        let schema = schema();
        let names = |pointer: &str| -> BTreeSet<String> {
            let held = schema.pointer(pointer).and_then(Value::as_object);
            held.expect(pointer).keys().cloned().collect()
        };
        let mut top = fields::<ProfileFile>();
        top.extend(fields::<HeadingFile>());
        top.extend(["regel", "instans", "undantag", "instanser"].map(str::to_owned));
        assert_eq!(names("/properties"), top);
        for (pointer, fields) in [
            ("/properties/logotyp/properties", fields::<LogotypFile>()),
            (
                "/properties/sidfot/items/properties",
                fields::<FooterColumnFile>(),
            ),
            (
                "/properties/typ/additionalProperties/properties",
                fields::<TypeFile>(),
            ),
            ("/properties/utseende/properties", fields::<Design>()),
        ] {
            assert_eq!(names(pointer), fields, "{pointer}");
        }
        let types = Workspace::new(Assets::default()).types().to_vec();
        assert!(
            !types.contains(&"profil".to_owned()),
            "it is no document type"
        );
    }

    #[test]
    fn every_profile_follows_the_schema() {
        let validator = jsonschema::validator_for(&schema()).expect("a sound schema");
        let assets = Assets::default();
        let mut read = 0;
        for id in assets.profiles() {
            let own = assets
                .namnder(&id)
                .into_iter()
                .map(|id| format!("{id}.toml"));
            let files = ["profil.toml", "rubriker.toml", "regler.toml"].map(str::to_owned);
            for file in files.into_iter().chain(own) {
                let Some(text) = assets.text(&format!("profiler/{id}/{file}")) else {
                    continue;
                };
                let data: Value = toml::from_str(&text).expect("TOML");
                let faults: Vec<String> = validator
                    .iter_errors(&data)
                    .map(|e| e.to_string())
                    .collect();
                assert_eq!(faults, [""; 0], "{id}/{file}");
                read += 1;
            }
        }
        assert!(read > 15, "{read}");
        let misspelt = serde_json::json!({"nanm": "x"});
        assert!(!validator.is_valid(&misspelt));
    }
}
