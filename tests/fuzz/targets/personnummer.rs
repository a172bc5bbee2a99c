//! Personnummer: found at places inside the text, and none left to be found in what has been masked.
#![no_main]

use kansli::text::{masked, masked_json, personnummer};

kansli_fuzz::target!(|text: &str| {
    for number in personnummer(text) {
        for at in number.secret {
            assert!(text.as_bytes()[at].is_ascii_digit(), "{text:?} {at}");
        }
    }
    let hidden = masked(text);
    assert_eq!(hidden.chars().count(), text.chars().count());
    assert!(
        personnummer(&hidden).is_empty(),
        "{text:?} is shown as {hidden:?}"
    );
    let line = serde_json::Value::from(text).to_string();
    let hidden = masked_json(&line);
    let said: String = serde_json::from_str(&hidden).expect("JSON still");
    assert!(
        personnummer(&said).is_empty(),
        "{line} is shown as {hidden}"
    );
});
