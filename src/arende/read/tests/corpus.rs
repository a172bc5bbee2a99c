//! Kinds of bad JSON, each in many places of an ärende; message and position asserted in all of them.

use super::values::VALUES;
use super::{door, place};

/// Places where a value may stand; `¤` marks it.
const PLACES: [&str; 9] = [
    "{\"a\": ¤}",
    "{\n  \"a\": ¤\n}",
    "{\"ö\": \"åäö\", \"a\": ¤, \"b\": 1}",
    "{\n\t\"a\": [¤]\n}",
    "{\"a\": [1, ¤, 2]}",
    "{\r\n\"a\": [\r\n{},\r\n¤\r\n]\r\n}",
    "{\"a\": {\"b\": {\"c\": ¤}}, \"d\": []}",
    "{\"a\": 1,\n\n\n   \"b\": [[[{\"x\": ¤}]]]}",
    "{\"😀\": \"😀\", \"a\": ¤ ,\n\"b\": 2}",
];

fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    (line, column)
}

#[test]
fn bad_values_are_told_where_they_stand_and_alone() {
    for (value, offset, message) in VALUES {
        for pattern in PLACES {
            let at = pattern.find('¤').expect("a mark");
            let text = pattern.replace('¤', value);
            let into = value
                .chars()
                .take(offset)
                .map(char::len_utf8)
                .sum::<usize>();
            let reading = door(&text);
            assert_eq!(
                reading.findings.len(),
                1,
                "{text:?}: {:#?}",
                reading.findings
            );
            let finding = &reading.findings[0];
            assert!(
                finding.message.starts_with(message),
                "{text:?}: {}",
                finding.message
            );
            assert_eq!(
                place(finding),
                line_and_column(&text, at + into),
                "{text:?}"
            );
            assert!(
                finding
                    .help
                    .as_ref()
                    .is_some_and(|help| help.ends_with('.')),
                "{text:?}"
            );
            assert!(reading.arende.is_none() && !reading.incomplete, "{text:?}");
        }
    }
}

/// Faults of structure: the text, `¤` where each fault stands, and how each message begins.
const STRUCTURES: [(&str, &[&str]); 38] = [
    (
        "{\"a\": 1¤,}",
        &["Ett komma för mycket: det kommer inget mer"],
    ),
    (
        "{\"a\": [1¤,]}",
        &["Ett komma för mycket: det kommer inget mer"],
    ),
    (
        "{\"a\": [1¤,\n], \"b\": 2¤,\n}",
        &["Ett komma för mycket", "Ett komma för mycket"],
    ),
    (
        "{¤, \"a\": 1}",
        &["Ett komma för mycket: det står inget före"],
    ),
    (
        "{\"a\": 1,¤, \"b\": 2}",
        &["Ett komma för mycket: det står inget före"],
    ),
    ("{\"a\": [¤, 1]}", &["Ett värde saknas här."]),
    ("{\"a\": [1, ¤, 2]}", &["Ett värde saknas här."]),
    ("{\"a\": ¤}", &["Ett värde saknas här."]),
    ("{\"a\": ¤, \"b\": 1}", &["Ett värde saknas här."]),
    ("{\"a\": 1¤ \"b\": 2}", &["Ett komma saknas här."]),
    ("{\"a\": \"x\"¤\n \"b\": 2}", &["Ett komma saknas här."]),
    (
        "{\"a\": [1¤ 2¤ 3]}",
        &["Ett komma saknas här.", "Ett komma saknas här."],
    ),
    ("{\"a\": [{}¤ {}]}", &["Ett komma saknas här."]),
    ("{\"a\": [\"x\"¤ \"y\"]}", &["Ett komma saknas här."]),
    (
        "{\"a\": 1¤; \"b\": 2}",
        &["Här står ”;”, men JSON skiljer åt med komma."],
    ),
    ("{\"a\"¤ 1}", &["Ett kolon saknas mellan"]),
    ("{\"a\"¤ \"x\"}", &["Ett kolon saknas mellan"]),
    ("{\"a\" ¤= 1}", &["Ett kolon saknas mellan"]),
    ("{\"a\"¤}", &["Fältet har ett namn men inget värde."]),
    (
        "{\"a\"¤, \"b\": 1}",
        &["Fältet har ett namn men inget värde."],
    ),
    ("{¤a: 1}", &["Fältnamnet ”a” saknar citattecken."]),
    (
        "{\"b\": 1, ¤åtgärd: 1}",
        &["Fältnamnet ”åtgärd” saknar citattecken."],
    ),
    (
        "{¤$schema: 1}",
        &["Fältnamnet ”$schema” saknar citattecken."],
    ),
    ("{¤'a': 1}", &["Texten står inom '"]),
    (
        "{¤”a”: 1, ¤”b”: ¤”c”}",
        &[
            "Texten står inom ”",
            "Texten står inom ”",
            "Texten står inom ”",
        ],
    ),
    ("{\"bredd\": 1¤,5}", &["Talet är skrivet med decimalkomma."]),
    (
        "{\"a\": [1, 2¤}}",
        &["Fel slutparentes: listan [ … ] som börjar på rad 1 ska avslutas med ]."],
    ),
    (
        "{\n\"a\": 1¤]",
        &["Fel slutparentes: gruppen { … } som börjar på rad 1 ska avslutas med }."],
    ),
    ("{\"a\": 1} ¤x", &["Det står mer text efter ärendets slut."]),
    ("{\"a\": 1}¤}", &["Det står mer text efter ärendets slut."]),
    ("{}\n¤{}", &["Det står mer text efter ärendets slut."]),
    (
        "¤<html>",
        &["Här står ”<”, men här väntades { som inleder ärendet."],
    ),
    (
        "{¤[1]}",
        &["Här står ”[”, men här väntades ett fältnamn inom citattecken."],
    ),
    (
        "{\"a\" ¤@ 1}",
        &["Här står ”@”, men här väntades ett kolon."],
    ),
    (
        "{\"a\": 1 ¤@}",
        &["Här står ”@”, men här väntades ett komma eller en slutparentes."],
    ),
    (
        "{\"a\": ¤@}",
        &["Här står ”@”, men här väntades ett värde."],
    ),
    (
        "{\"a\": \"x¤,\n\"b\": 1}",
        &["Texten saknar citattecken i slutet."],
    ),
    ("{\"a\": \"x¤\n}", &["Texten saknar citattecken i slutet."]),
];

/// What may stand around without changing what is told: text before, how many lines and columns that adds, text after.
const SURROUNDINGS: [(&str, &str); 5] = [
    ("", ""),
    ("  ", "\n"),
    ("\n\n", ""),
    ("\r\n\t", "\r\n"),
    ("\n \n   ", "  "),
];

#[test]
fn bad_structure_is_told_where_it_stands() {
    for (marked, messages) in STRUCTURES {
        for (before, after) in SURROUNDINGS {
            let mut rest = format!("{before}{marked}{after}");
            let mut wanted = Vec::new();
            while let Some(at) = rest.find('¤') {
                rest.replace_range(at..at + '¤'.len_utf8(), "");
                wanted.push(line_and_column(&rest, at));
            }
            let reading = door(&rest);
            let told: Vec<_> = reading.findings.iter().map(place).collect();
            assert_eq!(told, wanted, "{rest:?}: {:#?}", reading.findings);
            for (finding, message) in reading.findings.iter().zip(messages) {
                let message = message.replace(
                    "rad 1",
                    &format!("rad {}", before.matches('\n').count() + 1),
                );
                assert!(
                    finding.message.starts_with(&message),
                    "{rest:?}: {}",
                    finding.message
                );
            }
            assert!(reading.arende.is_none() && !reading.incomplete, "{rest:?}");
        }
    }
}
