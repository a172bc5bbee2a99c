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

const NAMND: &str = "profiler/boras/servicenamnden.toml";

#[test]
fn a_namnd_lies_on_its_municipality() {
    let mut files = BASE_FILES.to_vec();
    files.push((
        "profiler/boras/profil.toml",
        "namn = \"Borås\"\n[val]\nb = \"3\"\n",
    ));
    files.push((
        NAMND,
        "instanser = [\"Servicenämnden\"]\nparagraf = \"SN § {nummer}\"\n[diarier]\nSN = \"{nummer:5}/{ar}\"\n\
         [val]\na = \"9\"\n[rubriker]\nbeslut = \"Nämndens beslut\"\n[[regel]]\nid = \"SUM-03\"\nmax_ord = 9\n",
    ));
    let read = read(&files);
    let profile = resolve_for("boras", Some("servicenamnden"), &known(), &read).expect("resolves");
    assert_eq!(profile.file.namn, "Borås");
    assert_eq!(profile.file.paragraf, "SN § {nummer}");
    assert_eq!(
        (&*profile.file.val["a"], &*profile.file.val["b"]),
        ("9", "3")
    );
    assert_eq!(profile.heading("plan", "beslut"), Some("Nämndens beslut"));
    assert_eq!(
        profile.rules.last().map(|(file, _)| file.as_str()),
        Some(NAMND)
    );

    let number = |diarium: &str| {
        profile.print_diarienummer(&Delar {
            diarium: diarium.to_owned(),
            ar: 2026,
            nummer: 118,
        })
    };
    assert_eq!(number("SN").as_deref(), Some("00118/2026"));
    assert_eq!(number("KS").as_deref(), Some("KS 2026/118"));
    let read = |written: &str| {
        profile
            .read_diarienummer(written)
            .map(|(delar, _)| delar.diarium)
    };
    assert_eq!(read("00118/2026").as_deref(), Some("SN"));
    assert_eq!(read("KS 2026/118").as_deref(), Some("KS"));
    assert_eq!(read("SN 2026/118"), None, "SN has a form of its own");

    let origins = profile.origins().expect("read once already");
    let place = |key: &str| {
        let origin = origins.iter().find(|origin| origin.key == key);
        let place = origin.and_then(|origin| origin.place.as_ref());
        place.map(|at| (at.file.as_str(), at.line))
    };
    assert_eq!(place("namn"), Some(("profiler/boras/profil.toml", 1)));
    assert_eq!(place("val.a"), Some((NAMND, 6)));
    assert_eq!(place("val.b"), Some(("profiler/boras/profil.toml", 3)));
    assert_eq!(place("rubriker.beslut"), Some((NAMND, 8)));
    assert_eq!(place("regel.SUM-03.max_ord"), Some((NAMND, 11)));
    assert_eq!(place("instanser"), None);
}

#[test]
fn mistakes_in_a_namnds_file_point_into_it() {
    for (source, line, column, words) in [
        ("namn = \"x\"\nnanm = \"x\"\n", 2, 1, "Menade du ”namn”?"),
        ("\n[rubirker]\n", 2, 2, "Menade du ”rubriker”?"),
        ("[logotyp]\nfill = \"x\"\n", 2, 1, "Menade du ”fil”?"),
        ("[typ.plan]\nkrav = 1\n", 2, 8, "fel slags värde"),
        ("[diarier]\nSN = \"{nr}/{ar}\"\n", 2, 7, "{nr}"),
    ] {
        let mut files = BASE_FILES.to_vec();
        files.push((NAMND, source));
        let error = resolve_for("boras", Some("servicenamnden"), &known(), &read(&files));
        let error = error.expect_err(source);
        let place = format!("{NAMND}, rad {line}, kolumn {column}: ");
        let told = error.to_string();
        assert!(told.starts_with(&place) && told.contains(words), "{told}");
    }
}

#[test]
fn a_namnds_bodies_are_texts() {
    let file = |text: &str| LayerFile {
        name: NAMND.to_owned(),
        text: Arc::from(text),
    };
    let named = instanser(&file("instanser = [\"Servicenämnden\"]")).expect("a list");
    assert_eq!(named, ["Servicenämnden"]);
    assert!(instanser(&file("namn = \"x\"")).expect("none").is_empty());
    let error = instanser(&file("\ninstanser = [1]")).expect_err("no text");
    assert!(error.to_string().contains("rad 2, kolumn 14"), "{error}");
}
