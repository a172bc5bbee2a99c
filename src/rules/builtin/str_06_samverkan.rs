//! STR-06: the question of samverkan is answered, and the section stands exactly when the answer is yes.

use serde_json::Value;

use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};

pub(super) static RULE: Rule = Rule {
    id: "STR-06",
    slug: "samverkan",
    level: Level::Varning,
    since: "0.1",
    types: &["skrivelse", "tjansteskrivelse", "yttrande"],
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Ger ett råd när en tjänsteskrivelse inte svarar på om ärendet ska samverkas med de fackliga organisationerna, och en \
varning när svaret och texten inte stämmer överens: ja utan text, eller nej med text.

## Varför
Arbetsgivaren ska förhandla eller samverka före beslut om viktigare förändringar. Ett obesvarat fält visar inte om någon \
har tänkt på det.

## Exempel
Fel: `\"samverkan\": { \"kravs\": true }`
Rätt: `\"samverkan\": { \"kravs\": false }` eller `\"samverkan\": { \"kravs\": true, \"text\": \"Ärendet har samverkats \
den 12 februari 2026.\" }`

## Åtgärd
Svara på frågan i `samverkan`. Skriv i `text` när ärendet har samverkats om svaret är ja.

## Källa
Kommunens mall; lagen (1976:580) om medbestämmande i arbetslivet. Vilka dokumenttyper som ska besvara frågan står i \
profilens `regler.toml`, under `fraga`.
",
};

struct Samverkan {
    /// Types in which the question has to be answered.
    asked: Vec<String>,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    Ok(Box::new(Samverkan {
        asked: settings.texts("fraga")?,
    }))
}

impl Check for Samverkan {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let at = Pointer::root().key("samverkan");
        let answer = case.field("samverkan").and_then(|field| field.get("kravs"));
        let text = at.key("text");
        let has_text = case.texts.can_be_read(&text);
        match answer.and_then(Value::as_bool) {
            Some(true) if !has_text && !is_hidden(case, &text) => {
                out.add(
                    at.clone(),
                    "Ärendet ska samverkas, men det står inte när eller hur det har skett.",
                )
                .relies_on(at)
                .advise(
                    "Skriv i ”text” när ärendet har samverkats, eller svara nej (false) i ”kravs”.",
                );
            }
            Some(false) if has_text => {
                out.add(
                    at,
                    "Ärendet ska inte samverkas, men avsnittet om samverkan har text.",
                )
                .advise("Ta bort texten, eller svara ja (true) i ”kravs”.");
            }
            // An answer of the wrong kind is the schema's to tell.
            None if answer.is_none()
                && !has_text
                && self.asked.iter().any(|t| t == case.context.typ) =>
            {
                out.add(
                    at.clone(),
                    "Det framgår inte om ärendet ska samverkas med de fackliga organisationerna.",
                )
                .relies_on(at)
                .at_most(Level::Rad)
                .advise("Svara ja (true) eller nej (false) i ”samverkan”, fältet ”kravs”.");
            }
            _ => {}
        }
    }
}

/// Whether what stands in the field is leftover template text, of which STR-03 has told.
fn is_hidden(case: &Case<'_>, field: &Pointer) -> bool {
    let written = case.context.arende.pointer(field.as_str());
    written.is_some_and(|value| match value {
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(lines) => lines
            .iter()
            .any(|line| line.as_str().is_some_and(|l| !l.trim().is_empty())),
        _ => false,
    })
}
