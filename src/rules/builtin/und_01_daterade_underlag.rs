//! UND-01: every supporting document is dated, or says why it is not.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::BESLUTANDE;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::rules::findings::Findings;
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "UND-01",
    slug: "daterade-beslutsunderlag",
    level: Level::Fel,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Kontrollerar att varje handling i `beslutsunderlag` har ett datum, eller i `odaterad` säger varför den inte har det.

## Varför
Den som läser beslutet senare ska kunna hitta rätt version av handlingen.

## Exempel
Fel: `{ \"titel\": \"Missiv\" }`
Rätt: `{ \"titel\": \"Missiv\", \"datum\": \"2026-01-26\" }` eller `{ \"titel\": \"Ritning\", \"odaterad\": \"kom in utan \
datum\" }`

## Åtgärd
Fyll i handlingens `datum`. Är den verkligen odaterad, skriv orsaken i `odaterad`.

## Källa
Kommunens mall: ”Handlingarna ska vara daterade.”
",
};

/// A whole date in a title dates the document: "Protokoll 2025-11-17".
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let months = text::MANADER.join("|");
    Regex::new(&format!(
        r"\b\d{{4}}-\d\d-\d\d\b|(?i)\b\d{{1,2}}\s+(?:{months})\s+\d{{4}}\b"
    ))
    .expect("a fixed pattern")
});

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    for (index, item) in case.list("beslutsunderlag") {
        let at = Pointer::root().key("beslutsunderlag").index(index);
        let is_given = |key: &str| case.texts.can_be_read(&at.key(key));
        // An item that is nothing but leftover template text is no document.
        if !is_given("titel") || is_given("datum") || is_given("odaterad") {
            continue;
        }
        let title = item
            .get("titel")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if DATE.is_match(title) {
            continue;
        }
        out.add(
            at.clone(),
            format!("Handlingen {} saknar datum.", text::quoted(title.trim())),
        )
        .relies_on(at)
        .advise("Fyll i ”datum”, eller skriv i ”odaterad” varför handlingen inte har något.");
    }
}
