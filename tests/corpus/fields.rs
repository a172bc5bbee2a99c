//! Sound JSON whose fields are not those of the schema: wrong type, missing, unknown, misspelt, empty, out of bounds.

use serde_json::{Value, json};

use crate::case::{Corpus, Fault, spread};
use crate::good::{Good, MEETING};

pub(crate) fn spoil(goods: &[Good], corpus: &mut Corpus) {
    for good in goods {
        wrong_types(good, corpus);
        unknown(good, corpus);
        missing(good, corpus);
        dates(good, corpus);
        words(good, corpus);
        bounds(good, corpus);
    }
    exceptions(goods, corpus);
}

/// What could not be read is told once: no rule calls it missing as well.
fn fault<'a>(kind: &'static str, message: &'a str) -> Fault<'a> {
    Fault {
        kind,
        rule: "SCHEMA",
        message,
        also: &[],
    }
}

/// Kind, what is written, and what it is called.
fn others() -> [(&'static str, Value, &'static str); 6] {
    [
        ("SCHEMA: null", Value::Null, "null, som betyder inget värde"),
        ("SCHEMA: a boolean", json!(true), "true"),
        ("SCHEMA: a number", json!(7), "ett tal"),
        ("SCHEMA: a decimal", json!(0.25), "ett decimaltal"),
        ("SCHEMA: a list", json!([["x"]]), "en lista"),
        ("SCHEMA: a group", json!({"x": 1}), "en grupp fält"),
    ]
}

/// Every value in turn, as something that no field of its kind can be.
fn wrong_types(good: &Good, corpus: &mut Corpus) {
    for (pointer, value) in good.places() {
        // What is put in the place of a note is no note.
        if pointer == "/$schema" || value.as_str().is_some_and(|text| text.contains("[^")) {
            continue;
        }
        for (kind, other, called) in others() {
            if !is_never(value, &other, &pointer) {
                continue;
            }
            let title = format!(" men är {called}.");
            let spoilt = good.with(&pointer, other);
            told(good, &spoilt, &pointer, kind, &title, corpus);
        }
        let may_be_text = may_be_text(&pointer) || takes_text(&pointer);
        if !may_be_text && (value.is_object() || value.is_array()) {
            let spoilt = good.with(&pointer, json!("text"));
            told(
                good,
                &spoilt,
                &pointer,
                "SCHEMA: a text",
                " men är en text.",
                corpus,
            );
        }
    }
}

/// The message begins with the field's title, which is the schema's own: only its end is asked for.
fn told(
    good: &Good,
    spoilt: &Value,
    pointer: &str,
    kind: &'static str,
    end: &str,
    corpus: &mut Corpus,
) {
    // Some of them keep the run short; a meeting has many values that are alike.
    if corpus.skip(if good.name == MEETING { 13 } else { 2 }) {
        return;
    }
    corpus.at_value(good, spoilt, pointer, &fault(kind, ""));
    corpus.ends_with(end);
}

fn may_be_text(pointer: &str) -> bool {
    const RICH: [&str; 5] = ["sammanfattning", "arendet", "text", "av", "proposition"];
    let mut names = pointer.rsplit('/');
    let last = names.next().unwrap_or_default();
    let is_element = last.parse::<usize>().is_ok();
    let holder = names.next().unwrap_or_default();
    let is_cell = is_element && names.any(|name| name == "rader");
    RICH.contains(&last) || is_cell || (is_element && holder == "punkter")
}

/// Groups that may be written as a text.
fn takes_text(pointer: &str) -> bool {
    let mut names = pointer.rsplit('/');
    let (last, holder) = (
        names.next().unwrap_or_default(),
        names.next().unwrap_or_default(),
    );
    matches!(last, "diarienummer" | "proposition") || matches!(holder, "kolumner" | "yrkanden")
}

/// Whether no field that holds `value` takes `other`.
fn is_never(value: &Value, other: &Value, pointer: &str) -> bool {
    let last = pointer.rsplit('/').next().unwrap_or_default();
    let takes_number = matches!(last, "paragraf" | "nummer" | "bredd" | "ar") || value.is_number();
    let takes_group = matches!(last, "diarienummer" | "proposition")
        || pointer.contains("/kolumner/")
        || pointer.contains("/yrkanden/");
    match other {
        Value::Bool(_) => !value.is_boolean() && !is_word(pointer),
        Value::Number(_) => !takes_number && !value.is_boolean() && !is_word(pointer),
        Value::Array(_) => {
            !value.is_array() && !may_be_text(pointer) && !takes_group && !is_word(pointer)
        }
        Value::Object(_) => !value.is_object() && !takes_group && !is_word(pointer),
        _ => !is_word(pointer),
    }
}

/// Fields that take one of a few words.
fn is_word(pointer: &str) -> bool {
    let last = pointer.rsplit('/').next().unwrap_or_default();
    let is_align = last == "justering" && pointer.contains("/kolumner/");
    is_align
        || matches!(
            last,
            "status" | "numrering" | "typ" | "overklagande" | "utslagsrost"
        )
}

/// Fields that are missed when they are called something else.
const NEEDED: [&str; 9] = [
    "rubrik",
    "punkter",
    "personer",
    "kolumner",
    "nummer",
    "diarium",
    "paragrafer",
    "instans",
    "sammantradesdatum",
];

/// Fields that no schema has.
fn unknown(good: &Good, corpus: &mut Corpus) {
    let groups = good.places_of(|at, value| value.is_object() && at != "/bilder");
    for holder in std::iter::once(String::new()).chain(spread(groups, 24)) {
        let pointer = format!("{holder}/qqqqqq");
        let spoilt = with_field(good, &holder, "qqqqqq", json!("x"));
        corpus.at_name(
            good,
            &spoilt,
            &pointer,
            &fault("SCHEMA: unknown field", "Fältet ”qqqqqq” finns inte i"),
        );
    }
    let named = good.places_of(|at, _| {
        let name = at.rsplit('/').next().unwrap_or_default();
        let is_needed = NEEDED.contains(&name) || at.contains("/forslag");
        name.len() > 5 && !name.starts_with('$') && !is_needed && !at.starts_with("/bilder/")
    });
    for pointer in spread(named, 12) {
        let (holder, name) = pointer.rsplit_once('/').expect("a field");
        let value = good.value.pointer(&pointer).expect("a value").clone();
        let misspelt = format!("{}x{}", &name[..2], &name[3..]);
        let mut spoilt = good.without(&pointer);
        let fields = spoilt.pointer_mut(holder).and_then(Value::as_object_mut);
        fields.expect("a group").insert(misspelt.clone(), value);
        let message = format!("Fältet ”{misspelt}” finns inte ");
        let told = fault("SCHEMA: misspelt field", &message);
        corpus.at_name(good, &spoilt, &format!("{holder}/{misspelt}"), &told);
        corpus.ends_with(&format!(" Menade du ”{name}”?"));
    }
}

fn with_field(good: &Good, holder: &str, name: &str, value: Value) -> Value {
    let mut spoilt = good.value.clone();
    let fields = spoilt.pointer_mut(holder).and_then(Value::as_object_mut);
    fields.expect("a group").insert(name.to_owned(), value);
    spoilt
}

/// Fields that must be there, by the field that holds them.
const REQUIRED: [(&str, &[&str]); 16] = [
    ("handlaggare", &["namn"]),
    ("diarienummer", &["diarium", "ar", "nummer"]),
    ("beslut/0", &["punkter"]),
    ("beslutsunderlag/0", &["titel"]),
    ("expedieras_till/0", &["namn"]),
    ("underskrifter/0", &["personer"]),
    ("underskrifter/0/personer/0", &["namn"]),
    ("tabell", &["kolumner", "rader"]),
    ("bilder/karta", &["fil", "alt"]),
    ("samverkan", &["kravs"]),
    ("omrostningar/0", &["ja", "nej"]),
    ("yrkanden/0", &["av", "typ"]),
    ("reservation/0", &["av"]),
    ("forslag/0", &["fran", "beslut"]),
    ("paragrafer/2", &["nummer"]),
    ("tjanstgorande/1", &["namn"]),
];

fn missing(good: &Good, corpus: &mut Corpus) {
    if good.name != MEETING {
        let message = "Fältet ”rubrik” saknas i ";
        corpus.at_value(
            good,
            &good.without("/rubrik"),
            "",
            &fault("SCHEMA: field missing", message),
        );
        corpus.at_value(
            good,
            &good.with("/rubrik", json!("  ")),
            "/rubrik",
            &fault("SCHEMA: field left blank", "”Rubrik” är tom."),
        );
    }
    for (holder, names) in REQUIRED {
        let ending = format!("/{holder}");
        for at in spread(
            good.places_of(|at, value| at.ends_with(&ending) && value.is_object()),
            3,
        ) {
            for name in names {
                let pointer = format!("{at}/{name}");
                let message = format!("Fältet ”{name}” saknas i ");
                corpus.at_value(
                    good,
                    &good.without(&pointer),
                    &at,
                    &fault("SCHEMA: field missing", &message),
                );
                if good.value.pointer(&pointer).is_some_and(Value::is_string) && *name != "typ" {
                    corpus.at_value(
                        good,
                        &good.with(&pointer, json!(" ")),
                        &pointer,
                        &fault("SCHEMA: field left blank", "”"),
                    );
                    corpus.ends_with("” är tom.");
                }
            }
        }
    }
}

/// Days that do not exist.
fn dates(good: &Good, corpus: &mut Corpus) {
    const FAULTS: [(&str, &str, &str); 8] = [
        (
            "SCHEMA: no such month",
            "2026-13-01",
            "är inget datum som finns: året har ingen månad 13.",
        ),
        (
            "SCHEMA: no such month",
            "2026-00-10",
            "är inget datum som finns: året har ingen månad 00.",
        ),
        (
            "SCHEMA: no such day",
            "2026-02-30",
            "är inget datum som finns: februari 2026 har 28 dagar.",
        ),
        (
            "SCHEMA: no such day",
            "2025-11-31",
            "är inget datum som finns: november 2025 har 30 dagar.",
        ),
        (
            "SCHEMA: no date",
            "12 mars 2026",
            "är inget datum i formen ÅÅÅÅ-MM-DD.",
        ),
        (
            "SCHEMA: no date",
            "2026/03/12",
            "är inget datum i formen ÅÅÅÅ-MM-DD.",
        ),
        (
            "SCHEMA: no date",
            "26-03-12",
            "är inget datum i formen ÅÅÅÅ-MM-DD.",
        ),
        (
            "SCHEMA: no date",
            "2026-3-1",
            "är inget datum i formen ÅÅÅÅ-MM-DD.",
        ),
    ];
    let places = good.places_of(|at, value| {
        let name = at.rsplit('/').next().unwrap_or_default();
        matches!(
            name,
            "datum" | "sammantradesdatum" | "galler_fran" | "galler_till" | "nedtas"
        ) && value.is_string()
    });
    for pointer in spread(places, 6) {
        for (kind, written, message) in FAULTS {
            corpus.at_value(
                good,
                &good.with(&pointer, json!(written)),
                &pointer,
                &fault(kind, "”"),
            );
            corpus.ends_with(&format!("”{written}” {message}"));
        }
    }
}

/// Fields that take one of a few words, a time of day or a list of §§.
fn words(good: &Good, corpus: &mut Corpus) {
    let chosen = good.places_of(|at, value| is_word(at) && value.is_string());
    for pointer in spread(chosen, 8) {
        corpus.at_value(
            good,
            &good.with(&pointer, json!("qqqqqqqq")),
            &pointer,
            &fault("SCHEMA: not one of the words", "”"),
        );
        corpus.ends_with(" kan inte vara ”qqqqqqqq”.");
        let word = good
            .value
            .pointer(&pointer)
            .and_then(Value::as_str)
            .expect("a word");
        let near = format!("{word}x");
        corpus.at_value(
            good,
            &good.with(&pointer, json!(near)),
            &pointer,
            &fault("SCHEMA: nearly one of the words", "”"),
        );
        corpus.ends_with(&format!(" kan inte vara ”{near}”. Menade du ”{word}”?"));
    }
    let times = good.places_of(|at, value| {
        let is_time = value
            .as_str()
            .is_some_and(|text| text.len() == 5 && text.as_bytes()[2] == b'.');
        is_time && (at.contains("tid") || at.contains("ajourneringar"))
    });
    for pointer in times {
        for written in ["25.00", "9:30", "12.61", "kl. 13.00"] {
            corpus.at_value(
                good,
                &good.with(&pointer, json!(written)),
                &pointer,
                &fault("SCHEMA: no time of day", "”"),
            );
            corpus.ends_with(&format!(" har inte rätt form: ”{written}”."));
        }
    }
    if good.name == MEETING {
        for (number, written) in ["60-", "§ 60", "60 till 62", "x", "60,,61", "60–62–64"]
            .iter()
            .enumerate()
        {
            let holder = format!("/tjanstgorande/{number}");
            let spoilt = with_field(good, &holder, "paragrafer", json!(written));
            corpus.at_value(
                good,
                &spoilt,
                &format!("{holder}/paragrafer"),
                &fault("SCHEMA: no list of §§", "”"),
            );
            corpus.ends_with(&format!(" har inte rätt form: ”{written}”."));
        }
    }
}

/// Numbers and lists that are too small or too large.
fn bounds(good: &Good, corpus: &mut Corpus) {
    const SMALL: &str = "SCHEMA: number too small";
    const LARGE: &str = "SCHEMA: number too large";
    let numbers = good.places_of(|_, value| value.is_number());
    for pointer in spread(numbers, 8) {
        let name = pointer.rsplit('/').next().unwrap_or_default();
        let faults: &[(&'static str, i64, &str)] = match name {
            "ar" => &[
                (SMALL, 26, " ska vara minst 1900, men är 26."),
                (LARGE, 20_260, " ska vara högst 2199, men är 20260."),
            ],
            "nummer" | "paragraf"
                if !pointer.contains("ajournering") && !pointer.contains("tidigare") =>
            {
                &[
                    (SMALL, 0, " ska vara minst 1, men är 0."),
                    (SMALL, -3, " ska vara minst 1, men är −3."),
                ]
            }
            "bredd" => &[
                (SMALL, 0, " ska vara minst 0,1, men är 0."),
                (LARGE, 2, " ska vara högst 1, men är 2."),
                (LARGE, 100, " ska vara högst 1, men är 100."),
            ],
            "ja" | "nej" | "avstar" => &[(SMALL, -1, " ska vara minst 0, men är −1.")],
            _ => &[],
        };
        for (kind, number, end) in faults {
            corpus.at_value(
                good,
                &good.with(&pointer, json!(number)),
                &pointer,
                &fault(kind, "”"),
            );
            corpus.ends_with(end);
        }
    }
    for pointer in good
        .places_of(|at, _| at.ends_with("/av/0") && at.contains("yrkanden"))
        .iter()
        .take(3)
    {
        let holder = pointer.trim_end_matches("/av/0");
        for (kind, number, end) in [
            (LARGE, 10, " ska vara högst 9, men är 10."),
            (LARGE, 12, " ska vara högst 9, men är 12."),
            (SMALL, 0, " ska vara minst 1, men är 0."),
        ] {
            let spoilt = with_field(good, holder, "hand", json!(number));
            corpus.at_value(good, &spoilt, &format!("{holder}/hand"), &fault(kind, "”"));
            corpus.ends_with(end);
        }
    }
    let lists = good.places_of(|at, value| {
        let name = at.rsplit('/').next().unwrap_or_default();
        let is_needed = matches!(name, "punkter" | "personer" | "kolumner" | "paragrafer")
            || at.ends_with("proposition/forslag");
        is_needed && value.is_array()
    });
    for pointer in spread(lists, 5) {
        corpus.at_value(
            good,
            &good.with(&pointer, json!([])),
            &pointer,
            &fault("SCHEMA: empty list", "”"),
        );
        corpus.ends_with(" är tom.");
    }
    let receivers = good.places_of(|at, _| at.ends_with("/expedieras_till"));
    for pointer in spread(receivers, 3) {
        let holder = pointer.trim_end_matches("/expedieras_till");
        let spoilt = with_field(good, holder, "expedieras_inte", json!(false));
        corpus.at_value(
            good,
            &spoilt,
            &format!("{holder}/expedieras_inte"),
            &fault("SCHEMA: only true", "”"),
        );
        corpus.ends_with(" ska vara true.");
    }
    for name in ["min bild", "å", "a/b"] {
        let place = format!("/bilder/{}", name.replace('/', "~1"));
        let picture = json!({"fil": "bilder/b.png", "alt": "En bild."});
        let spoilt = if good.value.get("bilder").is_some() {
            with_field(good, "/bilder", name, picture)
        } else {
            with_field(good, "", "bilder", json!({name: picture}))
        };
        let told = fault("SCHEMA: name of a picture", "Namnet ”");
        corpus.at_name(good, &spoilt, &place, &told);
    }
}

/// Exceptions from rules that are not what they should be.
fn exceptions(goods: &[Good], corpus: &mut Corpus) {
    let sound = json!({"regel": "UND-01", "pekare": "/beslutsunderlag/0", "motivering": "Den kom in odaterad."});
    for good in goods {
        let with = |change: &dyn Fn(&mut Value)| {
            let mut exception = sound.clone();
            change(&mut exception);
            with_field(good, "", "undantag", json!([exception]))
        };
        let at = "/undantag/0";
        let unused = |message| Fault {
            kind: "UNDANTAG: of no use",
            rule: "UNDANTAG",
            message,
            also: &[],
        };
        // In a meeting each § may be the one that an exception is for.
        if good.name != MEETING {
            corpus.at_value(
                good,
                &with(&|_| ()),
                at,
                &unused("Undantaget från UND-01 behövs inte: regeln har inget att anmärka där."),
            );
        }
        corpus.at_value(
            good,
            &with(&|e| e["regel"] = json!("UND-91")),
            at,
            &Fault {
                kind: "UNDANTAG: no such rule",
                ..unused("Undantaget gäller regeln ”UND-91”, som inte finns.")
            },
        );
        corpus.at_value(
            good,
            &with(&|e| e["galler_till"] = json!("2026-01-31")),
            at,
            &Fault {
                kind: "UNDANTAG: expired",
                ..unused("Undantaget från UND-01 gällde till 2026-01-31 och räknas inte längre.")
            },
        );
        corpus.at_value(
            good,
            &with(&|e| {
                let fields = e.as_object_mut().expect("an exception");
                fields.shift_remove("motivering");
            }),
            at,
            &Fault {
                also: &["UNDANTAG"],
                ..fault(
                    "SCHEMA: exception without reason",
                    "Fältet ”motivering” saknas i ”Undantag",
                )
            },
        );
    }
}
