//! The door against what may be thrown at it: every kind of fault in every kind of place, random data, random damage.

mod corpus;
mod random;
mod values;

use std::fmt::Write as _;

use super::{LARGEST, Reading, read};
use crate::finding::Finding;

const KNOWN: [&str; 2] = ["tjansteskrivelse", "plan"];

fn door(text: &str) -> Reading {
    read("a.json", text.as_bytes(), &KNOWN)
}

fn place(finding: &Finding) -> (usize, usize) {
    let place = finding
        .location
        .as_ref()
        .expect("every finding at the door has a place");
    (place.line, place.column)
}

#[test]
fn a_good_arende_passes_without_a_word() {
    let reading = door(concat!(
        "\u{feff}{\"$schema\": \"plan.schema.json\",\r\n",
        "\"rubrik\": \"A\\u030A\\r\\nb\", \"datum\": \"2018-12-19\", \"klass\": \"3.7\"}\r\n"
    ));
    assert_eq!(reading.findings, []);
    let arende = reading.arende.expect("an ärende");
    assert_eq!(
        (arende.typ.as_str(), arende.rubrik.as_str()),
        ("plan", "Å\nb")
    );
    assert_eq!(
        arende.datum.map(|d| d.to_string()).as_deref(),
        Some("2018-12-19")
    );
    assert_eq!(arende.klass.as_deref(), Some("3.7"));
}

#[test]
fn composed_and_decomposed_texts_are_the_same_arende() {
    let composed = door("{\"$schema\": \"plan.schema.json\", \"åtgärd\": \"Å\"}")
        .arende
        .expect("NFC");
    let decomposed =
        door("{\"$schema\": \"plan.schema.json\", \"a\u{30a}tga\u{308}rd\": \"A\u{30a}\"}");
    let decomposed = decomposed.arende.expect("NFD");
    assert_eq!(composed.raw, decomposed.raw);
    assert_eq!(composed.hash(), decomposed.hash());
}

#[test]
fn every_repeated_field_is_told_at_its_second_name() {
    let reading = door(
        "{\n\"$schema\": \"plan.schema.json\",\n\"a\": 1,\n\"b\": {\"x\": 1,\n\"x\": 2}, \"a\": 3, \"a\": 4\n}",
    );
    let told: Vec<_> = reading
        .findings
        .iter()
        .map(|f| (f.message.as_str(), place(f)))
        .collect();
    assert_eq!(
        told,
        [
            ("Fältet ”x” står redan på rad 4.", (5, 1)),
            ("Fältet ”a” står redan på rad 3.", (5, 10)),
            ("Fältet ”a” står redan på rad 3.", (5, 18)),
        ]
    );
    let arende = reading.arende.expect("the first of each is read");
    assert_eq!(
        (arende.raw["a"].as_i64(), arende.raw["b"]["x"].as_i64()),
        (Some(1), Some(1))
    );
}

#[test]
fn refused_characters_are_told_and_replaced() {
    let reading = door(
        "{\"$schema\": \"plan.schema.json\",\n\"rubrik\": \"a\\u0001b\u{96}c\u{e000}\", \"\u{fffe}\": 1}",
    );
    let told: Vec<_> = reading
        .findings
        .iter()
        .map(|f| (f.rule.as_ref(), f.message.as_str(), place(f)))
        .collect();
    assert_eq!(
        told,
        [
            (
                "TECKEN",
                "Styrtecknet U+0001 står i ”rubrik” och kan inte tryckas.",
                (2, 13)
            ),
            (
                "TECKEN",
                "Styrtecknet U+0096 står i ”rubrik” och kan inte tryckas.",
                (2, 20)
            ),
            (
                "TECKEN",
                "Det privata tecknet U+E000 står i ”rubrik” och kan inte tryckas.",
                (2, 22)
            ),
            (
                "TECKEN",
                "Icke-tecknet U+FFFE står i ”\u{fffd}” och kan inte tryckas.",
                (2, 27)
            ),
        ]
    );
    assert_eq!(
        reading.arende.expect("still an ärende").rubrik,
        "a\u{fffd}b\u{fffd}c\u{fffd}"
    );
}

#[test]
fn endless_faults_of_one_kind_are_cut_short() {
    let fields: String = (0..400).fold(String::new(), |mut fields, n| {
        write!(fields, ", \"f{n}\": \"\u{1}\"").expect("a string");
        fields
    });
    let control = door(&format!("{{\"$schema\": \"plan.schema.json\"{fields}}}"));
    assert_eq!(control.findings.len(), 51);
    assert_eq!(
        control.findings[50].message,
        "Läsningen avbröts efter 50 fel."
    );

    let repeated = ", \"a\": \"\\u0002\"".repeat(400);
    let repeated = door(&format!("{{\"$schema\": \"plan.schema.json\"{repeated}}}"));
    assert_eq!(repeated.findings.len(), 2 * 101);
    assert!(repeated.arende.is_some());
}

#[test]
fn size_and_depth_are_bounded() {
    let size = usize::try_from(LARGEST).expect("fits");
    let filled = format!(
        "{{\"$schema\": \"plan.schema.json\", \"x\": \"{}\"}}",
        "å".repeat(size / 2 - 30)
    );
    assert!(filled.len() <= size && door(&filled).arende.is_some());
    let large = door(&" ".repeat(11_000_000));
    assert_eq!(
        large.findings[0].message,
        "Filen är för stor: ett ärende får vara högst 10 MB."
    );
    assert!(!large.incomplete);

    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for depth in [10_000, 1_000_000] {
            let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let reading = door(&deep);
            assert_eq!(reading.findings.len(), 1);
            assert!(
                reading.findings[0].message.contains("fler än 64 nivåer"),
                "{}",
                reading.findings[0].message
            );
            assert_eq!(place(&reading.findings[0]).1, 64 * open.len() + 1);
        }
        let fine = format!("{}1{}", open.repeat(64), close.repeat(64));
        assert!(
            door(&fine)
                .findings
                .iter()
                .all(|f| !f.message.contains("nivåer"))
        );
    }
}

#[test]
fn every_cut_of_a_file_is_incomplete_and_told_at_its_end() {
    let whole = "{\n  \"$schema\": \"plan.schema.json\",\n  \"å\": [1, {\"b\": \"c\\n\"}],\n  \"d\": true\n}";
    for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        let reading = door(&whole[..end]);
        assert!(reading.arende.is_none(), "{end}");
        let last = reading.findings.last().expect("a finding");
        let cut_word = matches!(&whole[..end], text if text.ends_with(['r', 'u']) && end > 70);
        let cut_token = reading
            .findings
            .iter()
            .any(|f| f.message.contains("är inget värde i JSON"));
        assert!(reading.incomplete, "{:?}: {last:?}", &whole[..end]);
        assert_eq!(
            cut_word || cut_token,
            reading.findings.len() > 1 || cut_token,
            "{:?}",
            &whole[..end]
        );
    }
    let reading = door("{\n  \"a\": 1,\n\n");
    assert_eq!(
        reading.findings[0].message,
        "JSON-filen slutar för tidigt (rad 2, kolumn 10). Gruppen { … } som börjar på rad 1 är inte avslutad."
    );
    for text in ["", " \n\t", "\u{feff}"] {
        assert_eq!(
            (
                door(text).findings[0].message.as_str(),
                door(text).incomplete
            ),
            ("Filen är tom.", true)
        );
    }
}

#[test]
fn what_is_no_object_is_no_arende() {
    for text in ["[]", "1", "\"a\"", "null", " true "] {
        let reading = door(text);
        assert_eq!(
            reading.findings[0].message, "Filen innehåller inget ärende: det ska stå inom { och }.",
            "{text}"
        );
        assert!(reading.arende.is_none() && !reading.incomplete);
    }
}
