//! What the rules on text and decisions look for, sown in sentences that were sound.

use serde_json::{Value, json};

use crate::case::{Corpus, Fault, spread};
use crate::good::{Good, MEETING};

pub(crate) fn spoil(goods: &[Good], corpus: &mut Corpus) {
    for good in goods {
        for sown in SENTENCES {
            sow(good, &sown, corpus);
        }
        long(good, corpus);
        decisions(good, corpus);
        supporting(good, corpus);
        receivers(good, corpus);
        summaries(good, corpus);
        parts(good, corpus);
        tables(good, corpus);
    }
}

/// Rules that may speak beside the one meant: what is said only in a summary, what a decision no longer agrees with.
const BESIDE: &[&str] = &["SUM-02", "PRO-09", "DEC-03", "STR-09"];

fn fault<'a>(kind: &'static str, rule: &'static str, message: &'a str) -> Fault<'a> {
    Fault {
        kind,
        rule,
        message,
        also: BESIDE,
    }
}

/// Something put last in a text, and what is said of it.
struct Sown {
    kind: &'static str,
    rule: &'static str,
    more: &'static str,
    /// What of it is marked.
    mark: &'static str,
    message: &'static str,
    /// Whether it can stand in a cell of a table, where there are no blocks.
    in_cell: bool,
}

const fn sown(
    kind: &'static str,
    rule: &'static str,
    more: &'static str,
    mark: &'static str,
    message: &'static str,
    in_cell: bool,
) -> Sown {
    Sown {
        kind,
        rule,
        more,
        mark,
        message,
        in_cell,
    }
}

const SENTENCES: [Sown; 24] = [
    sown(
        "STR-03: xx",
        "STR-03",
        " Det kostar xx kronor.",
        "xx",
        "Text från mallen står kvar: ”xx”.",
        true,
    ),
    sown(
        "STR-03: klicka här",
        "STR-03",
        " Klicka här för att ange text.",
        "Klicka här",
        "Text från mallen står kvar: ”Klicka här för att ange text.”.",
        true,
    ),
    sown(
        "STR-03: lorem ipsum",
        "STR-03",
        " Lorem ipsum dolor sit amet.",
        "Lorem",
        "Text från mallen står kvar: ”Lorem ipsum",
        true,
    ),
    sown(
        "STR-03: in brackets",
        "STR-03",
        " [Skriv sammanfattningen här]",
        "[Skriv",
        "Text från mallen står kvar: ”[Skriv sammanfattningen här]”.",
        true,
    ),
    sown(
        "PII-01: personnummer",
        "PII-01",
        " Sökanden är 811218-9876.",
        "811218-9876",
        "Texten innehåller ett personnummer: ”811218-****”.",
        true,
    ),
    sown(
        "PII-01: samordningsnummer",
        "PII-01",
        " Sökanden är 811278-9873.",
        "811278-9873",
        "Texten innehåller ett samordningsnummer: ”811278-****”.",
        true,
    ),
    sown(
        "LANK: without https",
        "LANK",
        " Se [sidan](www.example.se/x).",
        "www.example.se/x",
        "Adressen ”www.example.se/x” kan inte vara en länk",
        true,
    ),
    sown(
        "LANK: javascript",
        "LANK",
        " Se [sidan](javascript:alert(1)).",
        "javascript:",
        "Adressen ”javascript:alert(1)” kan inte vara en länk",
        true,
    ),
    sown(
        "LANK: file",
        "LANK",
        " Se [sidan](file:///etc/passwd).",
        "file:",
        "Adressen ”file:///etc/passwd” kan inte vara en länk",
        true,
    ),
    sown(
        "HTML: a tag",
        "HTML",
        " Det är <b>viktigt</b>.",
        "<b>",
        "Texten innehåller HTML, ”<b>”, som skrivs ut bokstav för bokstav.",
        false,
    ),
    sown(
        "FOTNOT: no such note",
        "FOTNOT",
        " Se noten[^9].",
        "[^9]",
        "Hänvisningen [^9] har ingen fotnot i samma fält.",
        true,
    ),
    sown(
        "FOTNOT: nobody refers to it",
        "FOTNOT",
        "\n\n[^8]: En not som ingen läser.",
        "[^8]",
        "Fotnoten [^8] har ingen hänvisning och skrivs inte ut.",
        false,
    ),
    sown(
        "TABELL: cells too many",
        "TABELL",
        "\n\n| A | B |\n| --- | --- |\n| 1 | 2 | 3 |\n",
        "| 1 | 2",
        "En rad i tabellen har 3 celler, men tabellhuvudet har 2.",
        false,
    ),
    sown(
        "DJUP: lists in lists",
        "DJUP",
        DEEP,
        "- j",
        "En lista ligger djupare än åtta nivåer",
        false,
    ),
    sown(
        "STR-09: heading without text",
        "STR-09",
        "\n\n## Tomt\n\n## Fullt\n\nHär står text.",
        "## Tomt",
        "Rubriken ”Tomt” har ingen text under sig.",
        false,
    ),
    sown(
        "STR-09: the same heading twice",
        "STR-09",
        "\n\n## Lika\n\nEn text.\n\n## Lika\n\nEn till.",
        "## Lika",
        "Rubriken ”Lika” står två gånger på samma nivå.",
        false,
    ),
    sown(
        "LNG-01: abbreviation",
        "LNG-01",
        " Det gäller bl.a. barnen.",
        "bl.a.",
        "Förkortningen ”bl.a.” bör skrivas ut: ”bland annat”.",
        true,
    ),
    sown(
        "LNG-02: officialese",
        "LNG-02",
        " Nämnden ska tillse att det sker.",
        "tillse",
        "”tillse” är kanslisvenska. Skriv ”se till”.",
        true,
    ),
    sown(
        "LNG-04: another law's number",
        "LNG-04",
        " Det följer av kommunallagen (2017:752).",
        "2017:752",
        "Kommunallagen har inte nummer 2017:752 utan 2017:725.",
        true,
    ),
    sown(
        "LNG-04: how a law is cited",
        "LNG-04",
        " Det följer av 2 kap. 5§ kommunallagen.",
        "2 kap. 5§",
        "Hänvisningen ”2 kap. 5§” skrivs ”2\u{a0}kap. 5\u{a0}§”.",
        true,
    ),
    sown(
        "LNG-05: hyphen in a range",
        "LNG-05",
        " Det gäller åren 2023-2024.",
        "2023-2024",
        "Intervallet ”2023-2024” är skrivet med bindestreck.",
        true,
    ),
    sown(
        "LNG-05: space that breaks",
        "LNG-05",
        " Det kostar 1 000 kr.",
        "1 000 kr",
        "”1 000 kr” kan delas mellan två rader.",
        true,
    ),
    sown(
        "LNG-07: acronym",
        "LNG-07",
        " Frågan gäller QRST.",
        "QRST",
        "Förkortningen ”QRST” är inte utskriven.",
        true,
    ),
    sown(
        "BILD: in a paragraph",
        "BILD",
        " Här ![](ingen) mitt i.",
        "ingen",
        "Bilden ”ingen” finns inte i fältet ”bilder”.",
        false,
    ),
];

const DEEP: &str = "\n\n- a\n  - b\n    - c\n      - d\n        - e\n          - f\n            - g\n              - h\n                - i\n                  - j";

fn sow(good: &Good, sown: &Sown, corpus: &mut Corpus) {
    let most = if good.name == MEETING { 2 } else { 5 };
    let mut places = good.prose();
    places.retain(|pointer| sown.in_cell || !pointer.contains("/rader/"));
    // What a person cites or sets is no language of the document's own.
    for pointer in spread(places, most) {
        let spoilt = good.with_more(&pointer, sown.more);
        let told = fault(sown.kind, sown.rule, sown.message);
        corpus.at_part(good, &spoilt, &pointer, sown.mark, &told);
    }
}

/// A sentence that nobody reads to its end, and a heading that no list has room for.
fn long(good: &Good, corpus: &mut Corpus) {
    let most = if good.name == MEETING { 2 } else { 4 };
    let sentence = format!(" Nämnden ser att {}.", vec!["ljuset"; 40].join(" "));
    for pointer in spread(good.prose(), most) {
        let spoilt = good.with_more(&pointer, &sentence);
        let told = fault(
            "LNG-03: long sentence",
            "LNG-03",
            "Meningen ”Nämnden ser att ljuset",
        );
        corpus.at_part(good, &spoilt, &pointer, sentence.trim(), &told);
        corpus.ends_with(" har 43 ord.");
    }
    for pointer in spread(
        good.places_of(|at, _| at.ends_with("/rubrik") && at.matches('/').count() != 2),
        3,
    ) {
        if pointer.contains("avsnitt")
            || pointer.contains("kolumner")
            || pointer.contains("underskrifter")
        {
            continue;
        }
        let heading = "mycket långa rubriker ".repeat(7);
        let spoilt = good.with(&pointer, json!(heading.trim()));
        let told = fault(
            "STR-10: long heading",
            "STR-10",
            "Rubriken är 153 tecken lång",
        );
        corpus.at_value(good, &spoilt, &pointer, &told);
        let spoilt = good.with(&pointer, json!("rubrik ".repeat(9_000).trim()));
        let told = Fault {
            also: &["STR-10"],
            ..fault("LÄNGD: endless heading", "LÄNGD", "")
        };
        corpus.at_value(good, &spoilt, &pointer, &told);
        corpus.ends_with(" får plats.");
    }
}

/// The points of the decisions, not of proposals.
fn points(good: &Good) -> Vec<String> {
    good.places_of(|at, value| {
        value.is_string() && at.contains("/punkter/") && !at.contains("/forslag/")
    })
}

fn decisions(good: &Good, corpus: &mut Corpus) {
    const ALSO: &[&str] = &[
        "DEC-01", "DEC-03", "DEC-05", "DEC-08", "DEC-09", "DEC-10", "DEC-11", "PRO-09", "SUM-02",
        "DEC-06",
    ];
    let faults: [(&'static str, &'static str, &str, &str, &str); 9] = [
        (
            "DEC-01: infinitive",
            "DEC-01",
            "Godkänna inköpet av ljus.",
            "Godkänna",
            "Punkten börjar med ”Godkänna” och är inte skriven som ett fattat beslut.",
        ),
        (
            "DEC-01: att-sats",
            "DEC-01",
            "att godkänna inköpet av ljus",
            "att",
            "Punkten är skriven som en att-sats.",
        ),
        (
            "DEC-02: elsewhere",
            "DEC-02",
            "{instans} köper in ljus enligt bilaga.",
            "enligt bilaga",
            "Beslutet hänvisar bort i stället för att säga vad som beslutas: ”enligt bilaga”.",
        ),
        (
            "DEC-02: proposal",
            "DEC-02",
            "{instans} köper in ljus i enlighet med föreliggande förslag.",
            "i enlighet",
            "Beslutet hänvisar bort i stället för att säga vad som beslutas: ”i enlighet med föreliggande förslag”.",
        ),
        (
            "DEC-03: this",
            "DEC-03",
            "Detta godkänns.",
            "Detta",
            "Punkten börjar med ”Detta” och går inte att förstå för sig.",
        ),
        (
            "DEC-05: two acts",
            "DEC-05",
            "{instans} fastställer tiderna och avslår begäran om bidrag.",
            "avslår",
            "Punkten innehåller mer än en åtgärd: ”fastställer” och ”avslår”.",
        ),
        (
            "DEC-08: from when",
            "DEC-08",
            "{instans} antar Riktlinjer för ljus.",
            "Riktlinjer",
            "Beslutet antar ”Riktlinjer” men säger varken från när dokumentet gäller eller vad som upphör att gälla.",
        ),
        (
            "DEC-10: task",
            "DEC-10",
            "{instans} uppdrar åt Valnämnden att räkna ljusen.",
            "Valnämnden",
            "Valnämnden får ett uppdrag i beslutet men står inte bland mottagarna.",
        ),
        (
            "DEC-11: full stop in a sum",
            "DEC-11",
            "{instans} avsätter 25.000 kr för ljus.",
            "25.000 kr",
            "Tusental är skilda med punkt: ”25.000 kr”.",
        ),
    ];
    let instans = good.value["instans"].as_str().unwrap_or_default();
    let most = if good.name == MEETING { 3 } else { 2 };
    for (kind, rule, text, mark, message) in faults {
        for pointer in spread(points(good), most) {
            // Who is to justera is no ärende with receivers.
            if pointer.starts_with("/paragrafer/0/") {
                continue;
            }
            let spoilt = good.with(&pointer, json!(text.replace("{instans}", instans)));
            let told = Fault {
                also: ALSO,
                ..fault(kind, rule, message)
            };
            corpus.at_part(good, &spoilt, &pointer, mark, &told);
        }
    }
}

fn supporting(good: &Good, corpus: &mut Corpus) {
    let papers = good.places_of(|at, value| at.contains("beslutsunderlag/") && value.is_object());
    for at in papers {
        let title = good
            .value
            .pointer(&format!("{at}/titel"))
            .and_then(Value::as_str)
            .unwrap_or_default();
        let dated = if good.value.pointer(&format!("{at}/datum")).is_some() {
            "datum"
        } else {
            "odaterad"
        };
        let message = format!("Handlingen ”{title}” saknar datum.");
        corpus.at_value(
            good,
            &good.without(&format!("{at}/{dated}")),
            &at,
            &fault("UND-01: no date", "UND-01", &message),
        );
        let mut spoilt = good.value.clone();
        spoilt.pointer_mut(&at).expect("a paper")["fil"] = json!("bilagor/x.pdf");
        corpus.at_value(
            good,
            &spoilt,
            &format!("{at}/fil"),
            &fault(
                "UND-05: no such file",
                "UND-05",
                "Filen ”bilagor/x.pdf” går inte att läsa: ",
            ),
        );
        let told = Fault {
            also: &["DEC-09"],
            ..fault(
                "UND-04: which protocol",
                "UND-04",
                "Protokollsutdraget ”Protokollsutdrag” saknar instans och paragraf.",
            )
        };
        corpus.at_value(
            good,
            &good.with(&format!("{at}/titel"), json!("Protokollsutdrag")),
            &at,
            &told,
        );
    }
}

fn receivers(good: &Good, corpus: &mut Corpus) {
    for pointer in spread(good.places_of(|at, _| at.ends_with("/adress")), 4) {
        for bad in ["namnden@example", "namnd en@example.se", "example.se"] {
            let message = format!("Adressen ”{bad}” går inte att skicka till.");
            corpus.at_value(
                good,
                &good.with(&pointer, json!(bad)),
                &pointer,
                &fault("EXP-03: address", "EXP-03", &message),
            );
        }
    }
    for pointer in good.places_of(|at, _| at.ends_with("/expedieras_till")) {
        let told = fault(
            "EXP-01: to nobody",
            "EXP-01",
            "Det står inte vem som ska få beslutet.",
        );
        corpus.at_value(good, &good.without(&pointer), &pointer, &told);
    }
}

fn summaries(good: &Good, corpus: &mut Corpus) {
    let summaries = good.places_of(|at, value| at.contains("/sammanfattning") && value.is_string());
    for pointer in spread(summaries, 3) {
        // A plan has no such rule, and what a § says is its ärende's.
        if matches!(good.name, "plan" | "protokollsutdrag" | MEETING) {
            continue;
        }
        let told = fault(
            "SUM-02: only in the summary",
            "SUM-02",
            "Uppgiften ”7 654 kronor” står bara i sammanfattningen.",
        );
        corpus.at_part(
            good,
            &good.with_more(&pointer, " Det kostar 7\u{a0}654 kronor."),
            &pointer,
            "7\u{a0}654 kronor",
            &told,
        );
        let field = match pointer.rsplit_once('/') {
            Some((field, last)) if last.parse::<usize>().is_ok() => field,
            _ => &pointer,
        };
        let told = fault("SUM-03: long summary", "SUM-03", "Sammanfattningen har ");
        let words = " Barnen behöver ljus.".repeat(70);
        corpus.at_value(good, &good.with_more(&pointer, &words), field, &told);
        corpus.ends_with(" ord; gränsen är 200.");
        corpus.named(&pointer);
    }
}

/// Parts and facts that a document must have.
fn parts(good: &Good, corpus: &mut Corpus) {
    for (name, called) in [
        ("datum", "Datum"),
        ("instans", "Instans"),
        ("diarienummer", "Diarienummer"),
        ("handlaggare", "Handläggare"),
        ("sammantradesdatum", "Sammanträdesdatum"),
        ("paragraf", "Paragraf"),
    ] {
        let is_asked = match good.name {
            "tjansteskrivelse" => {
                matches!(name, "datum" | "instans" | "diarienummer" | "handlaggare")
            }
            "skrivelse" | "yttrande" => matches!(name, "datum" | "instans" | "diarienummer"),
            "protokollsutdrag" => matches!(
                name,
                "sammantradesdatum" | "instans" | "diarienummer" | "paragraf"
            ),
            _ => false,
        };
        if is_asked {
            let pointer = format!("/{name}");
            let message = format!("{called} saknas i dokumentets huvud.");
            let told = Fault {
                also: &["DEC-06", "DEC-07", "SIG-01", "PRO-04"],
                ..fault("HDR-01: missing from the head", "HDR-01", &message)
            };
            corpus.at_value(good, &good.without(&pointer), &pointer, &told);
        }
    }
    if matches!(good.name, "tjansteskrivelse" | "skrivelse" | "yttrande") {
        for name in ["sammanfattning", "arendet", "beslut"] {
            // In Borås a skrivelse may be a decision and its summary.
            if good.name == "skrivelse" && name == "arendet" {
                continue;
            }
            let pointer = format!("/{name}");
            let told = Fault {
                also: &["SUM-01", "SUM-02", "SUM-03", "DEC-09", "STR-07"],
                ..fault("STR-01: part missing", "STR-01", "Avsnittet ”")
            };
            corpus.at_value(good, &good.without(&pointer), &pointer, &told);
            corpus.ends_with(" saknas.");
            let empty = if name == "beslut" {
                json!([])
            } else {
                json!(["", " "])
            };
            let told = Fault {
                kind: "STR-01: part empty",
                ..told
            };
            corpus.at_value(good, &good.with(&pointer, empty), &pointer, &told);
            corpus.ends_with(" är tomt.");
        }
    }
    if good.name == "plan" {
        for (name, called) in [
            ("beslutad_av", "vem som har beslutat planen"),
            ("datum", "beslutets datum"),
            ("diarienummer", "diarienummer"),
            ("galler_fran", "från när den gäller"),
            ("galler_till", "till när den gäller"),
            ("ersatter", "vad den ersätter"),
            ("ansvarig", "vem som ansvarar för den"),
        ] {
            let message = format!("Planen anger inte {called}.");
            let spoilt = good.without(&format!("/antagande/{name}"));
            corpus.at_value(
                good,
                &spoilt,
                "/antagande",
                &fault("PLN-01: adopted how", "PLN-01", &message),
            );
            corpus.named(name);
        }
    }
}

fn tables(good: &Good, corpus: &mut Corpus) {
    for at in good.places_of(|at, value| value.is_string() && at.contains("/rader/")) {
        let cell: Vec<&str> = at.split("/rader/").collect();
        if cell[1].matches('/').count() != 1 {
            continue;
        }
        let told = fault(
            "PLN-02: HTML in a cell",
            "PLN-02",
            "Cellen innehåller HTML, ”<p>”",
        );
        corpus.at_value(good, &good.with_more(&at, "<p>x</p>"), &at, &told);
    }
    for at in good.places_of(|at, value| {
        let row = at.split("/rader/").nth(1);
        value.is_array() && row.is_some_and(|row| !row.contains('/'))
    }) {
        let row = good
            .value
            .pointer(&at)
            .and_then(Value::as_array)
            .expect("a row");
        let columns = row.len();
        let told = |count: usize| {
            let word = if count == 1 { "cell" } else { "celler" };
            format!("Raden har {count} {word}, men tabellen har {columns} kolumner.")
        };
        let message = told(columns - 1);
        let fewer = good.with(&at, json!(&row[..columns - 1]));
        corpus.at_value(
            good,
            &fewer,
            &at,
            &fault("PLN-02: ragged row", "PLN-02", &message),
        );
        let message = told(columns + 1);
        let more: Vec<Value> = row.iter().cloned().chain([json!("till")]).collect();
        corpus.at_value(
            good,
            &good.with(&at, json!(more)),
            &at,
            &fault("PLN-02: ragged row", "PLN-02", &message),
        );
    }
}
