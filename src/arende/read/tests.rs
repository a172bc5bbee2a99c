//! The door against what may be thrown at it.

use super::{LARGEST, Reading, read};

const KNOWN: [&str; 2] = ["tjansteskrivelse", "plan"];

fn door(text: &str) -> Reading {
    read("a.json", text.as_bytes(), &KNOWN)
}

#[test]
fn a_good_arende_passes_without_a_word() {
    let reading = door(
        "\u{feff}{\"$schema\": \"plan.schema.json\", \"rubrik\": \"A\\u030A\\r\\nb\", \"datum\": \"2018-12-19\", \"klass\": \"3.7\"}",
    );
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
