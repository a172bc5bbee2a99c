//! A meeting whose votes, §§ and people do not agree with each other: in every § with a vote, and in an extract.

use serde_json::{Value, json};

use crate::case::{Corpus, Fault};
use crate::good::{Good, MEETING};

pub(crate) fn spoil(goods: &[Good], corpus: &mut Corpus) {
    for good in goods {
        match good.name {
            MEETING => {
                for index in 1..=6 {
                    let at = format!("/paragrafer/{index}");
                    vote(good, &at, 60 + index, corpus);
                    order(good, index, corpus);
                }
                people(good, corpus);
            }
            "protokollsutdrag" => vote(good, "", 62, corpus),
            _ => {}
        }
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

/// One change in a §.
struct Change<'a> {
    kind: &'static str,
    rule: &'static str,
    /// Where in the §, and what stands there instead; null takes it away.
    changes: &'a [(&'a str, Value)],
    /// Where in the § it is told.
    told: &'a str,
    message: &'a str,
    also: &'static [&'static str],
}

#[expect(clippy::too_many_lines, reason = "a list of changes, each on its own")]
fn vote(good: &Good, at: &str, number: usize, corpus: &mut Corpus) {
    const BOTH: &[&str] = &["PRO-03", "PRO-04"];
    let is_extract = at.is_empty();
    let unknown = "Okänd Person (S)";
    let decided = good.value.pointer(&format!("{at}/beslut/0/punkter/0"));
    let decided = decided.and_then(Value::as_str).expect("a decision");
    let later = decided.replace('.', " från och med 2029.");
    let all = [
        Change {
            kind: "PRO-03: a stranger votes",
            rule: "PRO-03",
            changes: &[("/omrostningar/0/roster/ja/2", json!(unknown))],
            told: "/omrostningar/0/roster/ja/2",
            message: "Okänd Person (S) röstar, men finns inte i närvarolistan.",
            also: BOTH,
        },
        Change {
            kind: "PRO-03: a substitute votes",
            rule: "PRO-03",
            changes: &[("/omrostningar/0/roster/nej/1", json!("Sara Nyström (S)"))],
            told: "/omrostningar/0/roster/nej/1",
            message: "Sara Nyström (S) röstar, men är med utan att tjänstgöra.",
            also: BOTH,
        },
        Change {
            kind: "PRO-03: another party",
            rule: "PRO-03",
            changes: &[("/omrostningar/0/roster/ja/1", json!("Peter Holm (KD)"))],
            told: "/omrostningar/0/roster/ja/1",
            message: "Peter Holm (KD) röstar, men i närvarolistan står Peter Holm (M).",
            also: BOTH,
        },
        Change {
            kind: "PRO-03: one vote too few",
            rule: "PRO-03",
            changes: &[
                ("/omrostningar/0/roster/avstar", Value::Null),
                ("/omrostningar/0/antal", Value::Null),
            ],
            told: "/omrostningar/0",
            message: "6 tjänstgör och deltar, men 5 röster är redovisade i omröstningen. Kent Davidsson (SD) saknas.",
            also: &[],
        },
        Change {
            kind: "PRO-03: on both sides",
            rule: "PRO-03",
            changes: &[("/omrostningar/0/roster/nej/1", json!("Peter Holm (M)"))],
            told: "/omrostningar/0/roster/nej/1",
            message: "Peter Holm (M) står både bland dem som röstade ja och bland dem som röstade nej.",
            also: BOTH,
        },
        Change {
            kind: "PRO-03: sums",
            rule: "PRO-03",
            changes: &[("/omrostningar/0/antal/ja", json!(4))],
            told: "/omrostningar/0/antal/ja",
            message: "4 ja-röster är angivna, men 3 namn står bland dem som röstade ja.",
            also: BOTH,
        },
        Change {
            kind: "PRO-03: who takes no part",
            rule: "PRO-03",
            changes: &[("/omrostningar/0/roster/avstar/0", json!("Olle Berg (V)"))],
            told: "/omrostningar/0/roster/avstar/0",
            message: "Olle Berg (V) deltar inte i beslutet, men står bland dem som avstod.",
            also: BOTH,
        },
        Change {
            kind: "PRO-04: casting vote without a tie",
            rule: "PRO-04",
            changes: &[("/omrostningar/0/utslagsrost", json!("ja"))],
            told: "/omrostningar/0/utslagsrost",
            message: "utslagsröst är angiven, men rösterna är inte lika många (3 ja och 2 nej).",
            also: &[],
        },
        Change {
            kind: "PRO-04: tie without a casting vote",
            rule: "PRO-04",
            changes: &[
                ("/omrostningar/0/roster/ja/2", Value::Null),
                (
                    "/omrostningar/0/roster/avstar",
                    json!(["Kent Davidsson (SD)", "Anita Wallin (M)"]),
                ),
                ("/omrostningar/0/antal", Value::Null),
            ],
            told: "/omrostningar/0/utslagsrost",
            message: "rösterna är lika många (2 ja och 2 nej), men utslagsrösten saknas.",
            also: &[],
        },
        Change {
            kind: "PRO-04: outcome of other numbers",
            rule: "PRO-04",
            changes: &[(
                "/omrostningar/0/utfall",
                json!("Med 5 ja mot 2 nej bifalls förslaget."),
            )],
            told: "/omrostningar/0/utfall",
            message: "utfallet säger 5 ja, men rösterna är 3 ja.",
            also: &[],
        },
        Change {
            kind: "PRO-04: one third outside fullmäktige",
            rule: "PRO-04",
            changes: &[("/omrostningar/0/typ", json!("minoritetsaterremiss"))],
            told: "/omrostningar/0/typ",
            message: "en tredjedel av ledamöterna kan återremittera eller bordlägga bara i fullmäktige, inte i kommunstyrelsen.",
            also: &["PRO-04", "PRO-09"],
        },
        Change {
            kind: "PRO-05: who took no part",
            rule: "PRO-05",
            changes: &[("/reservation/0/av/1", json!("Olle Berg (V)"))],
            told: "/reservation/0/av/1",
            message: "Olle Berg (V) reserverar sig, men deltar inte i beslutet.",
            also: &[],
        },
        Change {
            kind: "PRO-06: jävig and votes",
            rule: "PRO-06",
            changes: &[("/jav", json!(["Peter Holm (M)"]))],
            told: "/omrostningar/0/roster/ja/1",
            message: "Peter Holm (M) är jävig, men röstade ja.",
            also: &["PRO-06", "PRO-03"],
        },
        Change {
            kind: "PRO-06: jävig and proposes",
            rule: "PRO-06",
            changes: &[("/jav", json!(["Lena Forsgren (S)"]))],
            told: "/yrkanden/1/av/0",
            message: "Lena Forsgren (S) är jävig, men ställer ett yrkande.",
            also: &["PRO-06", "PRO-03"],
        },
        Change {
            kind: "PRO-02: a change of what",
            rule: "PRO-02",
            changes: &[
                ("/yrkanden/1/typ", json!("andring")),
                ("/yrkanden/1/forslag", Value::Null),
            ],
            told: "/yrkanden/1/text",
            message: "det framgår inte vad Lena Forsgren (S) yrkar.",
            also: &["PRO-02"],
        },
        Change {
            kind: "PRO-02: in which order",
            rule: "PRO-02",
            changes: &[("/proposition", Value::Null)],
            told: "/proposition",
            message: "två förslag finns, men det framgår inte i vilken ordning ordföranden ställde proposition.",
            also: &[],
        },
        Change {
            kind: "PRO-02: a vote on nothing",
            rule: "PRO-02",
            changes: &[("/yrkanden", Value::Null)],
            told: "/yrkanden",
            message: "det görs en omröstning, men inga yrkanden är redovisade.",
            also: &["PRO-02"],
        },
        Change {
            kind: "PRO-09: other words than those that won",
            rule: "PRO-09",
            changes: &[("/beslut/0/punkter/0", json!(later))],
            told: "/beslut/0/punkter/0",
            message: "beslutet ",
            also: &["SUM-02"],
        },
    ];
    for change in all {
        // An extract does not say who was there.
        let asks_who = ["närvarolistan", "tjänstgör", "deltar inte"];
        if is_extract && asks_who.iter().any(|words| change.message.contains(words)) {
            continue;
        }
        let mut spoilt = good.value.clone();
        for (place, value) in change.changes {
            put(&mut spoilt, &format!("{at}{place}"), value);
        }
        let message = format!("§\u{a0}{number}: {}", change.message);
        let told = Fault {
            also: change.also,
            ..fault(change.kind, change.rule, &message)
        };
        corpus.at_value(good, &spoilt, &format!("{at}{}", change.told), &told);
    }
}

/// Puts a value at a place whose holder exists; null takes away what is there.
fn put(data: &mut Value, pointer: &str, value: &Value) {
    let (holder, name) = pointer.rsplit_once('/').expect("a place");
    match (data.pointer_mut(holder), value) {
        (Some(Value::Object(fields)), Value::Null) => drop(fields.shift_remove(name)),
        (Some(Value::Object(fields)), value) => drop(fields.insert(name.to_owned(), value.clone())),
        (Some(Value::Array(elements)), Value::Null) => {
            drop(elements.remove(name.parse().expect("a number")));
        }
        (Some(Value::Array(elements)), value) => {
            let index: usize = name.parse().expect("a number");
            if index == elements.len() {
                elements.push(value.clone());
            } else {
                elements[index] = value.clone();
            }
        }
        _ => panic!("{pointer}"),
    }
}

/// The numbers of the §§, and what they point at.
fn order(good: &Good, index: usize, corpus: &mut Corpus) {
    let at = format!("/paragrafer/{index}");
    let number = format!("{at}/nummer");
    let mut spoilt = good.value.clone();
    put(&mut spoilt, &number, &json!(60));
    let told = Fault {
        also: &["PRO-08", "PRO-01"],
        ..fault(
            "PRO-08: the same number",
            "PRO-08",
            "§\u{a0}60: numret finns redan i protokollet.",
        )
    };
    corpus.at_value(good, &spoilt, &number, &told);
    let mut spoilt = good.value.clone();
    put(&mut spoilt, &number, &json!(80));
    let message = format!("§\u{a0}80: närmast före står §\u{a0}{}, så ", 59 + index);
    let told = Fault {
        also: &["PRO-08", "PRO-01"],
        ..fault("PRO-08: a gap", "PRO-08", &message)
    };
    corpus.at_value(good, &spoilt, &number, &told);
    let mut spoilt = good.value.clone();
    put(
        &mut spoilt,
        &format!("{at}/arende"),
        &json!("arenden/x.json"),
    );
    let told = fault("MÖTE: no such ärende", "MÖTE", "");
    corpus.at_value(good, &spoilt, &format!("{at}/arende"), &told);
    let mut spoilt = good.value.clone();
    put(&mut spoilt, &format!("{at}/rubrik"), &Value::Null);
    let message = format!("§ {} saknar rubrik.", 60 + index);
    corpus.at_value(
        good,
        &spoilt,
        &at,
        &fault("MÖTE: no heading", "MÖTE", &message),
    );
}

/// Those who serve, in turn.
fn people(good: &Good, corpus: &mut Corpus) {
    let list = good.value["tjanstgorande"].as_array().expect("a list");
    for (index, person) in list.iter().enumerate().skip(1) {
        let name = format!(
            "{} ({})",
            person["namn"].as_str().expect("a name"),
            person["parti"].as_str().expect("a party")
        );
        let at = format!("/tjanstgorande/{index}");
        let mut spoilt = good.value.clone();
        put(&mut spoilt, &format!("{at}/paragrafer"), &json!("60–99"));
        let message = format!("{name} tjänstgör enligt närvarolistan i ");
        corpus.at_value(
            good,
            &spoilt,
            &format!("{at}/paragrafer"),
            &fault("PRO-01: a § there is not", "PRO-01", &message),
        );
        let mut spoilt = good.value.clone();
        put(
            &mut spoilt,
            &format!("/tjanstgorande/{}", list.len()),
            person,
        );
        let message = format!("{name} står två gånger i närvarolistan");
        let told = Fault {
            also: &["PRO-03"],
            ..fault("PRO-01: twice", "PRO-01", &message)
        };
        corpus.at_value(
            good,
            &spoilt,
            &format!("/tjanstgorande/{}", list.len()),
            &told,
        );
        corpus.named(&name);
    }
}
