//! EXP-01: somebody gets the decision, or it is said that nobody does.

use serde_json::Value;

use super::BESLUTANDE;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::rules::findings::Findings;
use crate::rules::{Case, Rule};

pub(super) static RULE: Rule = Rule {
    id: "EXP-01",
    slug: "nagon-far-beslutet",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Kontrollerar att det står minst en mottagare i `expedieras_till`, eller att `expedieras_inte` är `true`.

## Varför
Den som ska verkställa ett beslut, och den som berörs av det, ska få veta det. En tom lista kan lika gärna vara \
glömd. En paragraf i ett protokoll som inte är ett ärende och saknar diarienummer (val av justerare, information, \
meddelanden) behöver inga mottagare.

## Exempel
Fel: ett beslut utan `expedieras_till`
Rätt: `\"expedieras_till\": [{ \"namn\": \"Servicenämnden\", \"adress\": \"servicenamnden@example.se\" }]`

## Åtgärd
Skriv vilka som ska få beslutet. Ska ingen ha det, skriv `\"expedieras_inte\": true`.

## Källa
33 § förvaltningslagen (2017:900); kommunens mall.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let at = Pointer::root().key("expedieras_till");
    let nobody = case.field("expedieras_inte") == Some(&Value::Bool(true));
    if !nobody && !case.is_no_arende() && !case.texts.can_be_read(&at) {
        out.add(at.clone(), "Det står inte vem som ska få beslutet.").relies_on(at).advise(
            "Skriv mottagarna i ”expedieras_till”, eller ”expedieras_inte”: true om ingen ska ha beslutet.",
        );
    }
}
