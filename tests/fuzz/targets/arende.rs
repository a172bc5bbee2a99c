//! JSON to model: any bytes are an ärende, or are told of with a place; what is JSON is what serde_json says it is.
#![no_main]

use kansli_fuzz::{assert_sound, check, workspace};

/// What the door refuses although it is JSON.
const OWN: [&str; 6] = [
    "står redan på rad",
    "UTF-16",
    "UTF-32",
    "för stort eller för litet",
    "har fler siffror",
    "längre än",
];

kansli_fuzz::target!(|bytes: &[u8]| {
    let types: Vec<&str> = workspace().types().iter().map(String::as_str).collect();
    let reading = kansli::arende::read("a.json", bytes, &types);
    assert_sound(&reading.findings);
    let told = |words: &str| reading.findings.iter().any(|f| f.message.contains(words));
    let is_json = reading
        .findings
        .iter()
        .all(|f| f.rule != "JSON" || f.message.starts_with("Filen innehåller inget ärende"));
    if !OWN.iter().any(|words| told(words)) && !bytes.starts_with(b"\xef\xbb\xbf") {
        let theirs = serde_json::from_slice::<serde_json::Value>(bytes);
        assert_eq!(is_json, theirs.is_ok(), "{:#?}", reading.findings);
    }
    if reading.arende.is_some() {
        assert_sound(&check(bytes).findings);
    }
});
