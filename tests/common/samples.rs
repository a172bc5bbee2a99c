//! The samples, as tests find them.

use std::path::{Path, PathBuf};

use kansli::source::{DiskFiles, Files as _};

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples")
}

/// Every sample, `<type>/<name>.json` and `<type>/med-fynd/<name>.json`, sorted.
pub fn samples() -> Vec<String> {
    let files = DiskFiles::new(&root()).expect("samples/ is there");
    let in_folder = |folder: String| {
        let names = files.list(Path::new(&folder)).unwrap_or_default();
        names
            .into_iter()
            .map(move |name| format!("{folder}/{name}"))
    };
    let types = files.list(Path::new("")).expect("a folder");
    let mut found: Vec<String> = types
        .into_iter()
        .flat_map(|typ| [typ.clone(), format!("{typ}/med-fynd")])
        .flat_map(in_folder)
        .filter(|name| Path::new(name).extension().is_some_and(|e| e == "json"))
        .collect();
    found.sort();
    assert!(found.len() >= 14, "{found:?}");
    found
}
