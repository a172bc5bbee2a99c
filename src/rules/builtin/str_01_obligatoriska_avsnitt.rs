//! STR-01: sections that the profile requires are there and not empty.

use serde_json::Value;

use super::ALLA;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::rules::findings::Findings;
use crate::rules::texts::Part;
use crate::rules::{Case, Rule};

pub(super) static RULE: Rule = Rule {
    id: "STR-01",
    slug: "obligatoriska-avsnitt",
    level: Level::Fel,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Kontrollerar att de avsnitt som kommunen kräver finns och inte är tomma. Kortformen (”Ärendet i sin helhet”) räknas \
både som sammanfattning och som ärendet. Expedieringen har en egen regel, EXP-01.

## Varför
Sammanfattningen kopieras till kallelse och protokoll, och nämnden ska hitta samma sak på samma plats i varje ärende.

## Exempel
Fel: en tjänsteskrivelse utan `sammanfattning`
Rätt: `\"sammanfattning\": \"Reglerna för föreningsbidrag är från 2014 och behöver bli enklare.\"`

## Åtgärd
Fyll i fältet. Ett kort ärende kan i stället skrivas i fältet `kortform`.

## Källa
Kommunens mall. Vilka avsnitt som krävs står i profilens `rubriker.toml`, under `krav`.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    for id in case.typ.krav.iter().filter(|id| *id != "expediering") {
        let (field, is_there) = find(case, id);
        // Nothing need be decided in a § of a meeting that is no ärende: allmänhetens frågestund.
        let is_free = id == "beslut" && case.context.of_meeting && case.is_no_arende();
        if is_there || is_free {
            continue;
        }
        let name = name(case, id);
        let state = if case.field(field).is_some() {
            "är tomt"
        } else {
            "saknas"
        };
        let help = match id.as_str() {
            "sammanfattning" => {
                "Skriv en sammanfattning, eller skriv hela ärendet i ”kortform” om det är kort."
                    .to_owned()
            }
            _ => format!("Fyll i fältet ”{field}”."),
        };
        let at = Pointer::root().key(field);
        // The short form stands for it, if only it could be read.
        let short = Pointer::root().key("kortform");
        let stands_for_it =
            matches!(field, "sammanfattning" | "arendet") && case.field("kortform").is_some();
        let written = if stands_for_it { short } else { at.clone() };
        out.add(at, format!("Avsnittet ”{name}” {state}."))
            .relies_on(written)
            .advise(help);
    }
}

/// The field that a section is written in, and whether there is anything in it.
fn find<'s>(case: &Case<'_>, id: &'s str) -> (&'s str, bool) {
    let has = |field: &str| case.texts.can_be_read(&Pointer::root().key(field));
    let has_points = || {
        case.texts
            .part(Part::Beslut)
            .any(|t| t.pointer.as_str().contains("/punkter/") && !t.is_blank())
    };
    match id {
        "beslut" => (id, has_points()),
        "sammanfattning" | "arendet" => (id, has(id) || has("kortform")),
        "underlag" => ("beslutsunderlag", has("beslutsunderlag")),
        "underskrift" => ("underskrifter", has("underskrifter")),
        "samverkan" | "reservation" | "forslag" | "yrkanden" | "proposition" | "avsnitt"
        | "kortform" => (id, has(id)),
        open => ("avsnitt", has_open(case, open)),
    }
}

/// Whether the open section `id` is there with something to read.
fn has_open(case: &Case<'_>, id: &str) -> bool {
    case.list("avsnitt").any(|(index, section)| {
        let at = Pointer::root().key("avsnitt").index(index);
        section.get("id").and_then(Value::as_str) == Some(id)
            && ["text", "tabell", "avsnitt"]
                .iter()
                .any(|part| case.texts.can_be_read(&at.key(part)))
    })
}

/// The section's heading as the municipality prints it, where it is the same in every ärende.
fn name(case: &Case<'_>, id: &str) -> String {
    let profile = case.context.profile;
    let heading = profile
        .heading(case.context.typ, id)
        .or_else(|| profile.open_sections().get(id).map(String::as_str));
    match heading {
        Some(heading) if !heading.contains("{{") => heading.to_owned(),
        _ => crate::text::versal(id),
    }
}
