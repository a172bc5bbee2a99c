//! PLN-01: a plan says who decided it, when it applies and who answers for it.

use serde_json::Value;

use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "PLN-01",
    slug: "planens-uppgifter",
    level: Level::Varning,
    since: "0.1",
    types: &["plan"],
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Kontrollerar att en plan anger vem som har beslutat den, beslutets datum och diarienummer, från när och till när den \
gäller, vad den ersätter och vem som ansvarar för den. Allt som saknas står i ett enda fynd.

## Varför
Den som hittar planen om tre år ska kunna se om den fortfarande gäller, och vem man frågar.

## Exempel
Fel: en plan utan `antagande`
Rätt: `\"antagande\": { \"beslutad_av\": \"Kommunfullmäktige\", \"datum\": \"2026-05-25\", … }`

## Åtgärd
Fyll i fältet `antagande`. Ersätter planen ingen tidigare, skriv det i `ersatter`.

## Källa
God förvaltning av styrdokument. Vilka uppgifter som krävs står i profilens `regler.toml`.
",
};

/// What a plan may have to state, by the names of `antagande`.
const FACTS: [(&str, &str); 8] = [
    ("beslutad_av", "vem som har beslutat planen"),
    ("datum", "beslutets datum"),
    ("paragraf", "beslutets paragraf"),
    ("diarienummer", "diarienummer"),
    ("galler_fran", "från när den gäller"),
    ("galler_till", "till när den gäller"),
    ("ersatter", "vad den ersätter"),
    ("ansvarig", "vem som ansvarar för den"),
];

struct Plan {
    facts: Vec<&'static str>,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let choices = FACTS.map(|(id, _)| (id, id));
    Ok(Box::new(Plan {
        facts: settings.choices("uppgifter", &choices)?,
    }))
}

impl Check for Plan {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let at = Pointer::root().key("antagande");
        let is_given = |id: &str| match case.field("antagande").and_then(|facts| facts.get(id)) {
            Some(Value::Number(_)) => true,
            Some(_) => case.texts.can_be_read(&at.key(id)),
            // The ärende's own number is the decision's.
            None => id == "diarienummer" && case.texts.can_be_read(&Pointer::root().key(id)),
        };
        let wanted = FACTS.iter().filter(|(id, _)| self.facts.contains(id));
        let missing: Vec<&str> = wanted
            .filter(|(id, _)| !is_given(id))
            .map(|(_, name)| *name)
            .collect();
        if !missing.is_empty() {
            out.add(
                at.clone(),
                format!("Planen anger inte {}.", text::eller_lista(&missing)),
            )
            .relies_on(at)
            .advise("Fyll i uppgifterna i fältet ”antagande”.");
        }
    }
}
