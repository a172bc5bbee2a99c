//! EXP-04: a decision about somebody goes to that somebody, with instructions for appeal.

use std::collections::HashMap;

use serde_json::Value;

use super::{BESLUTANDE, PROTOKOLL};
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::decisions::{self, Decision};
use crate::rules::findings::Findings;
use crate::rules::names;
use crate::rules::phrases::Phrases;
use crate::rules::register::Receiver;
use crate::rules::settings::Settings;
use crate::rules::texts::Text;
use crate::rules::{Case, Check, Rule};
use crate::text;

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
När beslutet ger eller nekar en part något, till exempel avslår en ansökan, kontrollerar regeln att parten står bland \
mottagarna och att det framgår hur beslutet överklagas. Parten är den som står i beslutets `parter`, eller en mottagare \
med `part`. Står ingen där läses det ur beslutets text (”sökanden”) och blir då som mest en varning. Beslut som inte \
nämner någon part granskas inte, och inte heller hur ett förslag till en annan instans överklagas.

## Varför
Den som beslutet gäller ska få det, och få veta hur det överklagas. Tiden för överklagande räknas från den dagen.

## Exempel
Fel: `Nämnden avslår sökandens ansökan om serveringstillstånd.` med bara `Servicenämnden` bland mottagarna
Rätt: samma beslut med `\"parter\": [\"Krogen på torget AB\"]`, `{ \"namn\": \"Krogen på torget AB\", \"part\": true }` bland \
mottagarna och `\"overklagande\": \"forvaltningsbesvar\"`

## Åtgärd
Lägg till parten i `expedieras_till` med `\"part\": true`, och fyll i `overklagande`, eller skriv vid mottagaren eller i \
`beslutsunderlag` att information om överklagande följer med. I ett protokoll granskas `overklagande` av PRO-11.

## Källa
33 § förvaltningslagen (2017:900). Orden står i profilens `regler.toml`.
",
};

struct Enskild {
    parties: Phrases,
    /// Words before the name of whoever asked for something.
    from: Phrases,
    /// How the names of bodies end.
    bodies: Vec<String>,
    verbs: Phrases,
    appeal: Vec<String>,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let appeal = settings.texts("overklagande")?;
    Ok(Box::new(Enskild {
        parties: Phrases::read(settings, "parter", &[])?.unwrap_or_default(),
        from: Phrases::read(settings, "fran", &[])?.unwrap_or_default(),
        bodies: settings.texts("organ")?,
        verbs: Phrases::read(settings, "verb", &[])?.unwrap_or_default(),
        appeal: appeal.iter().map(|word| word.to_lowercase()).collect(),
    }))
}

impl Check for Enskild {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let decisions = decisions::of(case);
        let parties = parties(case);
        let has_party = case
            .list("expedieras_till")
            .any(|(_, receiver)| is_party(receiver));
        let is_appealed = || decisions.iter().any(|decision| decision.till.is_none());
        if !parties.is_empty() {
            let receivers = Receivers::of(case, &self.parties);
            for party in &parties {
                receivers.include(party, out);
            }
        }
        if parties.is_empty() && !has_party {
            self.read(case, &decisions, out);
        } else if has_party
            && !PROTOKOLL.contains(&case.context.typ)
            && is_appealed()
            && !self.tells_of_appeal(case)
        {
            out.add(
                Pointer::root().key("overklagande"),
                "Beslutet gäller en part, men det framgår inte hur det överklagas.",
            )
            .advise(TELL);
        }
    }
}

/// What to do about a decision that does not say how it is appealed.
const TELL: &str = "Fyll i ”overklagande”, eller skriv vid mottagaren eller i ”beslutsunderlag” att information om \
                    överklagande följer med.";

/// Somebody whom a decision says that it is about.
struct Party<'a> {
    at: Pointer,
    name: &'a str,
}

fn parties<'a>(case: &Case<'a>) -> Vec<Party<'a>> {
    let at = Pointer::root().key("beslut");
    let of = |(index, decision): (usize, &'a Value)| {
        let names = decision.get("parter").and_then(Value::as_array);
        let names = names.map_or(&[][..], Vec::as_slice).iter().enumerate();
        let at = at.index(index).key("parter");
        names.filter_map(move |(number, name)| {
            let name = name
                .as_str()
                .map(str::trim)
                .filter(|name| !name.is_empty())?;
            let at = at.index(number);
            Some(Party { at, name })
        })
    };
    case.list("beslut").flat_map(of).collect()
}

fn is_party(receiver: &Value) -> bool {
    receiver.get("part") == Some(&Value::Bool(true))
}

/// Who gets the decision, as parties are looked for among them.
struct Receivers {
    /// By their names in lower case, whether they are parties.
    by_name: HashMap<String, bool>,
    /// Whether a party stands there as "Sökanden", or somebody for him.
    has_general: bool,
}

impl Receivers {
    /// `general` are the words for a party without his name.
    fn of(case: &Case<'_>, general: &Phrases) -> Self {
        let mut receivers = Self {
            by_name: HashMap::new(),
            has_general: false,
        };
        for (_, receiver) in case.list("expedieras_till") {
            let name = decisions::named(receiver, "namn").unwrap_or_default();
            let is_party = is_party(receiver);
            receivers.has_general |= is_party && general.is_in(name);
            *receivers.by_name.entry(name.to_lowercase()).or_default() |= is_party;
        }
        receivers
    }

    /// Tells of a party who is not among them, or not as one.
    fn include(&self, party: &Party<'_>, out: &mut Findings<'_>) {
        match self.by_name.get(&party.name.to_lowercase()) {
            Some(true) => {}
            Some(false) => {
                let message = format!(
                    "{} står bland mottagarna men inte som part, och får därför ingen hänvisning om hur man överklagar.",
                    party.name
                );
                out.add(party.at.clone(), message)
                    .advise("Skriv ”part”: true på mottagaren.");
            }
            None if self.has_general => {}
            None => {
                let message = format!(
                    "Beslutet gäller {}, som inte står bland mottagarna.",
                    party.name
                );
                out.add(party.at.clone(), message)
                    .advise("Lägg till parten i ”expedieras_till”, med ”part”: true.");
            }
        }
    }
}

impl Enskild {
    /// What the text says of somebody, where no field does.
    fn read(&self, case: &Case<'_>, decisions: &[Decision<'_, '_>], out: &mut Findings<'_>) {
        let mut points = decisions.iter().flat_map(|decision| &decision.points);
        let Some(point) = points.find(|point| self.is_about_somebody(case, point)) else {
            return;
        };
        let mut receivers = decisions::receivers(case).peekable();
        // That nobody gets the decision is EXP-01's to tell.
        if receivers.peek().is_none() {
            return;
        }
        let is_outside = |r: decisions::Mottagare<'_, '_>| {
            case.register.receiver(&r.name.value, r.address) == Receiver::External
        };
        if !receivers.any(is_outside) {
            out.add(
                point.pointer.clone(),
                "Beslutet gäller en part som inte står bland mottagarna.",
            )
            .at_most(Level::Varning)
            .advise(
                "Lägg till parten i ”expedieras_till” med ”part”: true, och fyll i ”overklagande”.",
            );
        } else if self.parties.is_in(&point.value) && !self.tells_of_appeal(case) {
            // Whoever is named may have asked for a grant, which few say how to appeal.
            out.add(
                point.pointer.clone(),
                "Beslutet gäller en part, men det framgår inte hur det överklagas.",
            )
            .at_most(Level::Varning)
            .advise("Skriv vid mottagaren eller i ”beslutsunderlag” att information om överklagande följer med.");
        }
    }

    /// Whether a sentence of the point gives or denies a party something.
    fn is_about_somebody(&self, case: &Case<'_>, point: &Text<'_>) -> bool {
        point.sentences().iter().any(|sentence| {
            let sentence = &point.value[sentence.clone()];
            self.verbs.is_in(sentence)
                && (self.parties.is_in(sentence) || self.is_from_somebody(case, sentence))
        })
    }

    /// Whether a sentence names who asked for something, and it is no body of the municipality: "ansökan från Eva Lind".
    fn is_from_somebody(&self, case: &Case<'_>, sentence: &str) -> bool {
        self.from.find(sentence).into_iter().any(|found| {
            let rest = sentence[found.end..].trim_start();
            let is_body = || {
                let word = text::words(rest).next();
                let known = word.is_some_and(|word| case.register.at(rest, word).is_some());
                // Names of bodies that the register lacks end alike: "Kulturnämnden".
                known
                    || rest.split_whitespace().take(3).any(|word| {
                        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
                        names::is_body(&bare.to_lowercase(), &self.bodies)
                    })
            };
            rest.starts_with(char::is_uppercase) && !is_body()
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
