//! STR-11: a reservation has its own section and does not hide in another.

use std::sync::LazyLock;

use regex::Regex;

use crate::finding::Level;
use crate::rules::findings::Findings;
use crate::rules::texts::{Form, Part};
use crate::rules::{Case, Rule};

pub(super) static RULE: Rule = Rule {
    id: "STR-11",
    slug: "reservation-under-egen-rubrik",
    level: Level::Fel,
    since: "0.1",
    types: &["skrivelse"],
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Hittar reservationer som är skrivna inne i beslutet eller i ärendets text. Fältet `reservation` får alltid sin egen \
rubrik under beslutet.

## Varför
En reservation är ingen del av beslutet. Står den bland beslutspunkterna följer den med till protokollet som om den \
vore beslutad.

## Exempel
Fel: beslutspunkten `Reservation: Vi reserverar oss till förmån för vårt eget förslag.`
Rätt: `\"reservation\": [{ \"av\": \"Eva Lindqvist (S)\", \"text\": \"Jag reserverar mig mot beslutet.\" }]`

## Åtgärd
Flytta texten till fältet `reservation`.

## Källa
Borås Stads mall: ”Lägg till en ny rubrik med formatet Rubrik 1 och skriv; Reservation”.
",
};

/// A line that is or opens a reservation.
static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?im)^[#*\s]*reservation(?:er)?[*\s]*(?::|$)").expect("a fixed pattern")
});
/// Words that only a reservation has.
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:vi|jag)\s+reserverar\s+(?:oss|mig)").expect("a fixed pattern")
});

/// Whether it is worth looking closer.
fn may_be_one(text: &str) -> bool {
    text.contains("eserv") || text.contains("ESERV")
}

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    for text in case
        .texts
        .prose()
        .filter(|text| text.form == Form::Rich && may_be_one(&text.value))
    {
        let found = match text.part {
            Part::Beslut => HEADING
                .find(&text.value)
                .or_else(|| WORDS.find(&text.value)),
            Part::Arendet | Part::Kortform | Part::Sammanfattning => HEADING.find(&text.value),
            _ => None,
        };
        if let Some(found) = found {
            let written = found.as_str().trim_start();
            out.add(text.place(found.end() - written.len()..found.end()), "Reservationen står inne i en annan del av skrivelsen.")
                .advise("Flytta texten till fältet ”reservation”: då får den en egen rubrik under beslutet.");
        }
    }
}
