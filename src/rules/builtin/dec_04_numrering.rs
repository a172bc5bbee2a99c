//! DEC-04: points are numbered where the municipality numbers them.

use serde_json::Value;

use super::BESLUTANDE;
use crate::finding::{Applicability, Edit, Level};
use crate::profile::ProfileError;
use crate::rules::decisions;
use crate::rules::findings::Findings;
use crate::rules::sentence::Sentence;
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};

pub(super) static RULE: Rule = Rule {
    id: "DEC-04",
    slug: "numrerade-punkter",
    level: Level::Rad,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Kontrollerar att beslutspunkterna är numrerade där kommunen vill det: alltid, bara när de är flera, eller som profilen \
annars skriver dem. Vilket det är bestäms av `numrering` i `regler.toml`.

## Varför
Punkter med nummer går att hänvisa till, yrka på och besluta om var för sig.

## Exempel
Fel: `\"numrering\": \"ingen\"` i ett beslut med två punkter, där kommunen numrerar.
Rätt: `\"numrering\": \"siffror\"`

## Åtgärd
Skriv `\"numrering\": \"siffror\"` i beslutet, eller ta bort fältet om profilen redan numrerar.

## Källa
Kommunens mallinstruktioner.
",
};

/// When the points of a decision have numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbered {
    Always,
    Several,
    Free,
    /// As the profile sets points of which the ärende says nothing.
    AsSet,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    const CHOICES: [(&str, Numbered); 4] = [
        ("alltid", Numbered::Always),
        ("flera", Numbered::Several),
        ("fri", Numbered::Free),
        ("profil", Numbered::AsSet),
    ];
    let numbered = settings.choice("numrering", &CHOICES)?;
    Ok(Box::new(numbered.unwrap_or(Numbered::AsSet)))
}

impl Check for Numbered {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let of_profile = case.context.profile.file.numrering.as_str();
        let wanted = match (*self, of_profile) {
            (Self::AsSet, "siffror") => Self::Always,
            (Self::AsSet, "siffror_om_flera" | "punkt_eller_siffror") => Self::Several,
            (Self::AsSet, _) => Self::Free,
            (wanted, _) => wanted,
        };
        if wanted == Self::Free {
            return;
        }
        for decision in decisions::of(case) {
            let several = decision.points.len() > 1;
            let own = decision.numrering;
            let is_numbered = match own.unwrap_or(of_profile) {
                "siffror" => true,
                "siffror_om_flera" | "punkt_eller_siffror" => several,
                _ => false,
            };
            let by_hand = decision
                .points
                .iter()
                .all(|point| Sentence::of(&point.value, 0..point.value.len()).opening() == 1);
            if is_numbered || by_hand || (wanted == Self::Several && !several) {
                continue;
            }
            let at = decision.pointer.key("numrering");
            let edits = own.map(|_| Edit {
                pointer: at.clone(),
                range: None,
                replacement: Value::from("siffror"),
            });
            let place = if own.is_some() { at } else { decision.pointer };
            out.add(place, "Beslutets punkter är inte numrerade.")
                .advise("Skriv ”numrering”: ”siffror” i beslutet.")
                .mend(
                    Applicability::Safe,
                    "Numrera punkterna med siffror",
                    edits.into_iter().collect(),
                );
        }
    }
}
