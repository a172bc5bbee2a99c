//! The package of a Word file: its entries, their types, and what leads to them. Knows no markup of Word's.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use super::common::xml::Element;

const TYPES: &str = "[Content_Types].xml";

pub(crate) fn is_kind(name: &str, extension: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, end)| end == extension)
}

/// The entries and what they hold; `None` when it is no package.
pub(crate) fn entries(bytes: &[u8], told: &mut Vec<String>) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut archive = match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            told.push(format!("open: {error}"));
            return None;
        }
    };
    let mut found = BTreeMap::new();
    for at in 0..archive.len() {
        let mut content = Vec::new();
        let Ok(mut file) = archive.by_index(at) else {
            told.push(format!("zip: entry {at} cannot be read"));
            continue;
        };
        let name = file
            .name()
            .map(std::borrow::Cow::into_owned)
            .unwrap_or_default();
        if let Err(error) = file.read_to_end(&mut content) {
            told.push(format!("zip: {name}: {error}"));
        }
        if at == 0 && name != TYPES {
            told.push(format!("zip: {name} comes first"));
        }
        if found.insert(name.clone(), content).is_some() {
            told.push(format!("zip: {name} is there twice"));
        }
    }
    Some(found)
}

/// Whether every part has a type and is reached, and every relation leads somewhere.
pub(crate) fn package(
    names: &BTreeMap<String, Vec<u8>>,
    parts: &BTreeMap<String, Element>,
    told: &mut Vec<String>,
) {
    let Some(types) = parts.get(TYPES) else {
        return told.push(format!("package: no {TYPES}"));
    };
    let of = |kind: &str, key: &str| -> BTreeSet<String> {
        let named = types.elements().filter(|e| e.name == kind);
        named
            .filter_map(|e| e.attribute(key))
            .map(str::to_owned)
            .collect()
    };
    let (defaults, own) = (of("Default", "Extension"), of("Override", "PartName"));
    for name in names.keys().filter(|name| *name != TYPES) {
        let end = name.rsplit('.').next().unwrap_or_default();
        if !defaults.contains(end) && !own.contains(&format!("/{name}")) {
            told.push(format!("package: {name} has no type"));
        }
    }
    for name in own
        .iter()
        .filter(|name| !names.contains_key(name.trim_start_matches('/')))
    {
        told.push(format!("package: {name} has a type and is not there"));
    }
    let mut reached = BTreeSet::new();
    for (name, part) in parts.iter().filter(|(name, _)| is_kind(name, "rels")) {
        relations(name, part, names, &mut reached, told);
    }
    for name in names.keys() {
        if name != TYPES && !is_kind(name, "rels") && !reached.contains(name) {
            told.push(format!("package: nothing leads to {name}"));
        }
    }
}

fn relations(
    name: &str,
    part: &Element,
    names: &BTreeMap<String, Vec<u8>>,
    reached: &mut BTreeSet<String>,
    told: &mut Vec<String>,
) {
    let base = name.split("_rels/").next().unwrap_or_default();
    let mut ids = BTreeSet::new();
    for relation in part.elements() {
        let [id, target] = ["Id", "Target"].map(|key| relation.attribute(key).unwrap_or_default());
        if !ids.insert(id) {
            told.push(format!("package: {name} has {id} twice"));
        }
        if relation.attribute("TargetMode") == Some("External") {
            if !["https://", "http://", "mailto:"]
                .iter()
                .any(|start| target.starts_with(start))
            {
                told.push(format!("package: {name} leads to {target:?}"));
            }
            continue;
        }
        let full = match target.strip_prefix('/') {
            Some(rooted) => rooted.to_owned(),
            None => match target.strip_prefix("../") {
                Some(above) => above.to_owned(),
                None => format!("{base}{target}"),
            },
        };
        if !names.contains_key(&full) {
            told.push(format!(
                "package: {name} leads to {full}, which is not there"
            ));
        }
        reached.insert(full);
    }
}
