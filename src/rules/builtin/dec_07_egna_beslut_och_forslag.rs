//! DEC-07: a body's own decisions and its proposals to another body stand apart, each with its body.

use super::BESLUTANDE;
use crate::finding::Level;
use crate::rules::decisions::{self, Decision};
use crate::rules::findings::Findings;
use crate::rules::{Case, Rule};

pub(super) static RULE: Rule = Rule {
    id: "DEC-07",
    slug: "egna-beslut-och-forslag",
    level: Level::Fel,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Kontrollerar att egna beslut och förslag till en annan instans är skilda beslut. Ett beslut med `till` är ett förslag och \
kan inte ha `status` ”beslut”. Finns det både egna beslut och förslag i ett ärende ska vart och ett ha sin `instans`; där \
dokumentets instans gäller i stället blir det bara ett råd.

## Varför
Kommunstyrelsens eget beslut gäller genast. Dess förslag till kommunfullmäktige gäller först när fullmäktige har \
beslutat. Står de i samma beslut vet ingen vad som är bestämt.

## Exempel
Fel: `{ \"instans\": \"Kommunstyrelsen\", \"till\": \"Kommunfullmäktige\", \"status\": \"beslut\", … }`
Rätt: ett beslut med `\"till\": \"Kommunfullmäktige\"` och `\"status\": \"forslag\"`, och ett annat utan `till`

## Åtgärd
Dela upp beslutet, och skriv i vart och ett vem som beslutar och vem ett förslag lämnas till.

## Källa
5 kap. 26 § kommunallagen (2017:725); kommunens mall.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let decisions = decisions::of(case);
    let is_proposal = |decision: &Decision<'_, '_>| decision.till.is_some();
    let is_mixed = decisions.iter().any(is_proposal) && !decisions.iter().all(is_proposal);
    for decision in &decisions {
        if let (Some(till), Some("beslut")) = (decision.till, decision.status) {
            out.add(
                decision.pointer.key("status"),
                format!("Ett förslag till {till} är märkt som ett eget beslut."),
            )
            .advise("Skriv ”forslag” i ”status”. Är en del av det ett eget beslut, gör det till ett eget beslut utan ”till”.");
        }
        if decision.own_instans.is_some() || !(is_proposal(decision) || is_mixed) {
            continue;
        }
        let message = if is_proposal(decision) {
            "Förslaget säger inte vilken instans som lämnar det."
        } else {
            "Beslutet säger inte vilken instans som beslutar, och ärendet har också förslag till en annan instans."
        };
        // The document's own body stands for it: then only a reader of the data may wonder.
        let level = match decision.instans {
            None => Level::Fel,
            Some(_) if is_mixed => Level::Rad,
            Some(_) => continue,
        };
        out.add(decision.pointer.key("instans"), message)
            .at_most(level)
            .advise("Skriv instansen i beslutets ”instans”.");
    }
}
