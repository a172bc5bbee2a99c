//! A municipality's own TOML: any text gives a profile and its rules, or an error that says where.
#![no_main]

use std::sync::Arc;

use kansli::profile;
use kansli::rules::Pack;
use kansli::workspace::Assets;

/// What a file of the profile can be.
const FILES: [&str; 4] = [
    "profil.toml",
    "rubriker.toml",
    "regler.toml",
    "servicenamnden.toml",
];

kansli_fuzz::target!(|bytes: &[u8]| {
    let Some((choice, text)) = bytes.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let file = FILES[usize::from(*choice) % FILES.len()];
    let namnd = (file == FILES[3]).then_some("servicenamnden");
    let own = format!("profiler/prov/{file}");
    let assets = Assets::default();
    let read = |name: &str| -> Option<Arc<str>> {
        if name == own {
            Some(text.into())
        } else {
            assets.text(name)
        }
    };
    let known = ["sv-bas", "prov"].map(str::to_owned);
    let resolved = profile::resolve_for("prov", namnd, &known, &read);
    let pack = resolved.and_then(|profile| Pack::read(&profile));
    if let Err(error) = pack {
        assert!(
            !error
                .to_string()
                .chars()
                .any(|c| c.is_control() && c != '\n'),
            "{error}"
        );
    }
});
