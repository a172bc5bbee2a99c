//! EXP-04: a decision about somebody goes to that somebody, with instructions for appeal.

use super::BESLUTANDE;
use crate::finding::Level;
use crate::profile::ProfileError;
use crate::rules::decisions;
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::register::Receiver;
use crate::rules::settings::Settings;
use crate::rules::texts::Text;
use crate::rules::{Case, Check, Rule};

pub(super) static RULE: Rule = Rule {
    id: "EXP-04",
    slug: "beslut-om-enskild",
    level: Level::Fel,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
När beslutet ger eller nekar en part något, till exempel avslår sökandens ansökan, kontrollerar regeln att parten står \
bland mottagarna och att det framgår hur beslutet överklagas. Det läses ur beslutets text och blir därför som mest en \
varning. Beslut som inte nämner någon part granskas inte.

## Varför
Den som beslutet gäller ska få det, och få veta hur det överklagas. Tiden för överklagande räknas från den dagen.

## Exempel
Fel: `Nämnden avslår sökandens ansökan om serveringstillstånd.` med bara `Servicenämnden` bland mottagarna
Rätt: samma beslut, med `{ \"namn\": \"Sökanden, med information om hur man överklagar\" }` bland mottagarna

## Åtgärd
Lägg till parten i `expedieras_till`, och skriv där eller i `beslutsunderlag` att information om överklagande följer \
med. I ett protokoll räcker `part` på mottagaren och `overklagande` på paragrafen; PRO-11 granskar dem.

## Källa
33 § förvaltningslagen (2017:900). Orden står i profilens `regler.toml`.
",
};

struct Enskild {
    parties: Phrases,
    verbs: Phrases,
    appeal: Vec<String>,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let appeal = settings.texts("overklagande")?;
    Ok(Box::new(Enskild {
        parties: Phrases::read(settings, "parter", &[])?.unwrap_or_default(),
        verbs: Phrases::read(settings, "verb", &[])?.unwrap_or_default(),
        appeal: appeal.iter().map(|word| word.to_lowercase()).collect(),
    }))
}

impl Check for Enskild {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let decisions = decisions::of(case);
        let mut points = decisions.iter().flat_map(|decision| &decision.points);
        let Some(point) = points.find(|point| self.is_about_somebody(point)) else {
            return;
        };
        let receivers: Vec<_> = decisions::receivers(case).collect();
        let mut named = case.list("expedieras_till");
        let has_party = named.any(|(_, receiver)| receiver.get("part") == Some(&true.into()));
        // That nobody gets the decision is EXP-01's to tell, and how a party who is named as one appeals is PRO-11's.
        if receivers.is_empty() || has_party {
            return;
        }
        let is_outside = |r: &decisions::Mottagare<'_, '_>| {
            case.register.receiver(&r.name.value, r.address) == Receiver::External
        };
        if !receivers.iter().any(is_outside) {
            out.add(
                point.pointer.clone(),
                "Beslutet gäller en part som inte står bland mottagarna.",
            )
            .at_most(Level::Varning)
            .advise(
                "Lägg till parten i ”expedieras_till”, och information om hur beslutet överklagas.",
            );
        } else if !self.tells_of_appeal(case) {
            out.add(
                point.pointer.clone(),
                "Beslutet gäller en part, men det framgår inte hur det överklagas.",
            )
            .at_most(Level::Varning)
            .advise("Skriv vid mottagaren eller i ”beslutsunderlag” att information om överklagande följer med.");
        }
    }
}

impl Enskild {
    /// Whether a sentence of the point gives or denies a party something.
    fn is_about_somebody(&self, point: &Text<'_>) -> bool {
        self.parties.is_in(&point.value)
            && point.sentences().iter().any(|sentence| {
                let sentence = &point.value[sentence.clone()];
                self.parties.is_in(sentence) && self.verbs.is_in(sentence)
            })
    }

    fn tells_of_appeal(&self, case: &Case<'_>) -> bool {
        if case.field("overklagande").is_some() {
            return true;
        }
        case.texts.prose().any(|text| {
            let lower = text.lower();
            self.appeal.iter().any(|word| lower.contains(word.as_str()))
        })
    }
}
