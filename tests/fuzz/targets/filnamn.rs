//! File names from data: one that every system takes, inside its folder, the same for the same text.
#![no_main]

use std::path::{Component, Path};

use kansli::source::file_name;
use unicode_normalization::UnicodeNormalization as _;

kansli_fuzz::target!(|text: &str| {
    // What a file is of is never data.
    let (extension, stem) = match text.strip_prefix('w') {
        Some(stem) => ("docx", stem),
        None => ("pdf", text),
    };
    let name = file_name(stem, extension);
    assert!(!name.is_empty() && name.len() <= 255, "{name:?}");
    assert!(
        !name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']),
        "{name:?}"
    );
    assert!(!name.chars().any(char::is_control), "{name:?}");
    assert!(
        !name.ends_with(['.', ' ']) && !name.starts_with([' ']),
        "{name:?}"
    );
    let parts: Vec<Component<'_>> = Path::new(&name).components().collect();
    assert!(matches!(parts[..], [Component::Normal(_)]), "{name:?}");
    let device = name
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_ascii_uppercase();
    let is_device = |word: &str| device == word;
    assert!(
        !["CON", "PRN", "AUX", "NUL"].into_iter().any(is_device),
        "{name:?}"
    );
    assert!(
        !["COM", "LPT"]
            .iter()
            .any(|port| (1..10).any(|n| device == format!("{port}{n}"))),
        "{name:?}"
    );
    assert_eq!(name, name.nfc().collect::<String>());
    // The two forms of one text are one file.
    assert_eq!(
        name,
        file_name(&stem.nfd().collect::<String>(), extension),
        "{stem:?}"
    );
});
