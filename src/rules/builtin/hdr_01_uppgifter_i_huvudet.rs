//! HDR-01: what the head of a document must say.

use serde_json::Value;

use super::ALLA;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};

pub(super) static RULE: Rule = Rule {
    id: "HDR-01",
    slug: "uppgifter-i-huvudet",
    level: Level::Fel,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Kontrollerar att dokumentets huvud har de uppgifter som dokumenttypen kräver: datum, instans, diarienummer, \
handläggare. Ett protokollsutdrag ska ha sammanträdesdatum, instans och paragraf, och diarienummer när paragrafen är \
ett ärende (inte val av justerare, information, meddelanden och liknande).

## Varför
Utan datum och diarienummer går handlingen inte att registrera, hitta eller hänvisa till.

## Exempel
Fel: en tjänsteskrivelse utan `datum`
Rätt: `\"datum\": \"2026-03-02\"`

## Åtgärd
Fyll i fältet.

## Källa
Kommunens mall; 5 kap. 2 § offentlighets- och sekretesslagen (2009:400). Vilka uppgifter som krävs står i profilens \
`rubriker.toml`, under `huvud`.
",
};

/// What each field is called where people read it, and an example of it.
const FIELDS: [(&str, &str, &str); 7] = [
    ("datum", "Datum", "\"2026-03-02\""),
    ("sammantradesdatum", "Sammanträdesdatum", "\"2026-03-23\""),
    ("instans", "Instans", "\"Kommunstyrelsen\""),
    ("diarienummer", "Diarienummer", ""),
    ("paragraf", "Paragraf", "94"),
    (
        "handlaggare",
        "Handläggare",
        "{ \"namn\": \"Karin Sandell\" }",
    ),
    ("forvaltning", "Förvaltning", "\"Stadsledningskansliet\""),
];

struct Huvud {
    /// How the titles of paragraphs begin that are no ärenden and have no diarienummer.
    without_number: Option<Phrases>,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let without_number = Phrases::read(settings, "utan_diarienummer", &[])?;
    Ok(Box::new(Huvud { without_number }))
}

impl Check for Huvud {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        for field in &case.typ.huvud {
            if is_given(case, field)
                || (field == "diarienummer" && self.has_no_number(case))
                // The meeting's own rules see to the numbers of its §§.
                || (matches!(field.as_str(), "diarienummer" | "paragraf") && case.context.of_meeting)
            {
                continue;
            }
            let known = FIELDS.iter().find(|(id, _, _)| id == field);
            let (name, example) =
                known.map_or((field.as_str(), ""), |(_, name, example)| (name, example));
            let example = match (field.as_str(), case.context.profile.diarienummer.first()) {
                ("diarienummer", Some(pattern)) => format!("\"{}\"", pattern.example()),
                _ => example.to_owned(),
            };
            let example = if example.is_empty() {
                String::new()
            } else {
                format!(", till exempel {example}")
            };
            let at = Pointer::root().key(field);
            out.add(at.clone(), format!("{name} saknas i dokumentets huvud."))
                .relies_on(at)
                .advise(format!("Fyll i fältet ”{field}”{example}."));
        }
    }
}

fn is_given(case: &Case<'_>, field: &str) -> bool {
    let at = Pointer::root().key(field);
    match case.field(field) {
        None | Some(Value::Null) => false,
        Some(Value::String(_)) => case.texts.can_be_read(&at),
        Some(Value::Object(_)) if field == "handlaggare" => case.texts.can_be_read(&at.key("namn")),
        Some(Value::Object(members)) => !members.is_empty(),
        // Of another type than it should be: the schema speaks of that.
        Some(_) => true,
    }
}

impl Huvud {
    fn has_no_number(&self, case: &Case<'_>) -> bool {
        let title = case
            .field("rubrik")
            .and_then(Value::as_str)
            .unwrap_or_default();
        case.field("paragraf").is_some()
            && self
                .without_number
                .as_ref()
                .is_some_and(|titles| titles.opens(title))
    }
}
