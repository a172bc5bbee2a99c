//! Layers, and configuration mistakes that point into the right file.

use std::sync::Arc;

use super::*;

fn read<'a>(files: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<Arc<str>> + 'a {
    move |name| {
        files
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, text)| Arc::from(*text))
    }
}

fn known() -> Vec<String> {
    vec![BASE.to_owned(), "boras".to_owned()]
}

const BASE_FILES: [(&str, &str); 2] = [
    (
        "profiler/sv-bas/profil.toml",
        "namn = \"Bas\"\ndiarienummer = [\"{diarium} {ar}/{nummer}\"]\n[val]\na = \"1\"\nb = \"2\"\n",
    ),
    (
        "profiler/sv-bas/rubriker.toml",
        "[rubriker]\nbeslut = \"Beslut\"\n",
    ),
];

#[test]
fn lists_replace_and_maps_merge() {
    let mut files = BASE_FILES.to_vec();
    files.push((
        "profiler/boras/profil.toml",
        "diarienummer = [\"{diarium} {ar}-{nummer:5}\"]\n[val]\nb = \"3\"\n",
    ));
    files.push((
        "profiler/boras/rubriker.toml",
        "[typ.plan.rubriker]\nbeslut = \"Antagande\"\n",
    ));
    let profile = resolve("boras", &known(), &read(&files)).expect("resolves");
    assert_eq!(profile.file.namn, "Bas");
    assert_eq!(profile.file.diarienummer, ["{diarium} {ar}-{nummer:5}"]);
    assert_eq!(profile.file.val["a"], "1");
    assert_eq!(profile.file.val["b"], "3");
    assert_eq!(profile.heading("plan", "beslut"), Some("Antagande"));
    assert_eq!(profile.heading("yttrande", "beslut"), Some("Beslut"));
}

#[test]
fn mistakes_point_into_their_own_file() {
    for (source, line, column, words) in [
        ("\nnanm = \"x\"\n", 2, 1, "Menade du ”namn”?"),
        ("datum = \"kort\"\n", 1, 9, "Välj iso eller ord"),
        (
            "diarienummer = [\"{diarum} {ar}{nummer}\"]\n",
            1,
            18,
            "{diarum}",
        ),
        ("namn = \n", 1, 8, "TOML"),
    ] {
        let mut files = BASE_FILES.to_vec();
        files.push(("profiler/boras/profil.toml", source));
        let error = resolve("boras", &known(), &read(&files)).expect_err(source);
        let ProfileError::Broken {
            file,
            line: l,
            column: c,
            message,
        } = &error
        else {
            panic!("{error}")
        };
        assert_eq!(
            (file.as_str(), *l, *c),
            ("profiler/boras/profil.toml", line, column),
            "{source}: {message}"
        );
        assert!(message.contains(words), "{message}");
    }
}

#[test]
fn an_unknown_profile_is_answered_with_the_nearest() {
    let error = resolve("borås", &known(), &read(&BASE_FILES)).expect_err("unknown");
    assert!(error.to_string().contains("Menade du ”boras”?"), "{error}");
}
