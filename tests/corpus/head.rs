//! Files whose type, municipality or pictures cannot be found, and fields of the head that are wrong.

use serde_json::{Value, json};

use crate::case::{Corpus, Fault, spread};
use crate::good::{Good, MEETING};

pub(crate) fn spoil(goods: &[Good], corpus: &mut Corpus) {
    for good in goods {
        typ(good, corpus);
        municipality(good, corpus);
        number(good, corpus);
        pictures(good, corpus);
    }
}

fn fault<'a>(kind: &'static str, rule: &'static str, message: &'a str) -> Fault<'a> {
    Fault {
        kind,
        rule,
        message,
        also: &[],
    }
}

fn typ(good: &Good, corpus: &mut Corpus) {
    let at = "/$schema";
    let message = "Dokumenttypen saknas: fältet ”$schema” finns inte.";
    corpus.at_value(
        good,
        &good.without(at),
        "",
        &fault("SCHEMA: no type", "SCHEMA", message),
    );
    let message = "Fältet ”$schema” ska vara en text som namnger dokumenttypen.";
    for other in [json!(1), json!([]), json!(null)] {
        corpus.at_value(
            good,
            &good.with(at, other),
            at,
            &fault("SCHEMA: type is no text", "SCHEMA", message),
        );
    }
    let message = "Dokumenttypen ”faktura” finns inte.";
    let spoilt = good.with(at, json!("../schemas/faktura.schema.json"));
    corpus.at_value(
        good,
        &spoilt,
        at,
        &fault("SCHEMA: unknown type", "SCHEMA", message),
    );
    let name = good.name;
    let message = format!("Dokumenttypen ”{name}x” finns inte. Menade du ”{name}”?");
    let spoilt = good.with(at, json!(format!("{name}x.schema.json")));
    corpus.at_value(
        good,
        &spoilt,
        at,
        &fault("SCHEMA: misspelt type", "SCHEMA", &message),
    );
    let message = format!("”$schema” är ”{name}.json”, men ska sluta på ”{name}.schema.json”.");
    let spoilt = good.with(at, json!(format!("{name}.json")));
    corpus.at_value(
        good,
        &spoilt,
        at,
        &fault("SCHEMA: type without its ending", "SCHEMA", &message),
    );
}

fn municipality(good: &Good, corpus: &mut Corpus) {
    let at = "/kommun";
    for unknown in ["boraas", "finns-inte", "Borås"] {
        let mut spoilt = good.value.clone();
        spoilt["kommun"] = json!(unknown);
        let message = format!("Profilen ”{unknown}” finns inte.");
        corpus.at_value(
            good,
            &spoilt,
            at,
            &fault("KOMMUN: no such profile", "KOMMUN", &message),
        );
    }
}

/// The diarienummer as nobody registers it.
fn number(good: &Good, corpus: &mut Corpus) {
    for pointer in spread(good.places_of(|at, _| at.ends_with("diarienummer")), 4) {
        // That of a plan's adoption is no part of the head.
        if pointer.starts_with("/antagande") {
            continue;
        }
        for written in ["KS-26/118", "dnr saknas", "118", "KS 26-1"] {
            let message = format!("Diarienumret ”{written}” är inte skrivet som i diariet.");
            let spoilt = good.with(&pointer, json!(written));
            let told = fault("HDR-02: no diarienummer", "HDR-02", &message);
            // In a meeting the § is told of by its number.
            let prefix = paragraf(good, &pointer);
            let message = format!("{prefix}{message}");
            let told = Fault {
                message: &message,
                ..told
            };
            corpus.at_value(good, &spoilt, &pointer, &told);
        }
    }
}

/// How what is said of a § begins.
pub(crate) fn paragraf(_good: &Good, _pointer: &str) -> String {
    String::new()
}

fn pictures(good: &Good, corpus: &mut Corpus) {
    if good.name == MEETING {
        return;
    }
    let at = "/bilder/b/fil";
    let with = |picture: Value| {
        let mut spoilt = good.value.clone();
        spoilt["bilder"]["b"] = picture;
        spoilt
    };
    for (kind, file, message) in [
        (
            "BILD: no such file",
            "bilder/x.png",
            "Bilden ”bilder/x.png” går inte att läsa: ",
        ),
        (
            "BILD: no picture",
            "bilder/text.png",
            "Filen ”bilder/text.png” är ingen bild.",
        ),
        (
            "BILD: outside the project",
            "../../etc/passwd",
            "Bilden ”../../etc/passwd” går inte att läsa: ",
        ),
    ] {
        let spoilt = with(json!({"fil": file, "alt": "En bild."}));
        corpus.at_value(good, &spoilt, at, &fault(kind, "BILD", message));
    }
    for pointer in spread(good.prose(), 4) {
        if pointer.contains("rader") {
            continue;
        }
        let spoilt = good.with_more(&pointer, "\n\n![](finnsinte)");
        let message = "Bilden ”finnsinte” finns inte i fältet ”bilder”.";
        let told = fault("BILD: not among the pictures", "BILD", message);
        corpus.at_part(good, &spoilt, &pointer, "finnsinte", &told);
    }
}
