//! PRO-11: a party is told how to appeal, and in the way that the decision can be appealed.

use serde_json::Value;

use super::PROTOKOLL;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::decisions::named;
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::settings::Settings;
use crate::rules::sittning::{Paragraf, Sittning, rich};
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "PRO-11",
    slug: "hur-man-overklagar",
    level: Level::Fel,
    since: "0.2",
    types: PROTOKOLL,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
En mottagare som är part (`part`) får en hänvisning om hur man överklagar med sitt utdrag. Regeln kontrollerar att \
`overklagande` då är ifyllt och av rätt slag: laglighetsprövning (tre veckor från anslaget) eller förvaltningsbesvär (tre \
veckor från det att parten fick del av beslutet). Ett förslag till en annan instans går inte att överklaga, och inte \
heller ren information. Att beslutet hör till ett område med förvaltningsbesvär läses ur texten och blir som mest en \
varning.

## Varför
Den som får fel hänvisning kan missa tiden för överklagande.

## Exempel
Fel: `\"part\": true` på en mottagare, men inget `overklagande`
Rätt: `\"overklagande\": \"forvaltningsbesvar\"` i ett beslut om serveringstillstånd

## Åtgärd
Fyll i eller rätta `overklagande`.

## Källa
13 kap. 1–5 §§ kommunallagen (2017:725); 33 och 43–44 §§ förvaltningslagen (2017:900). Områdena står i profilens \
`regler.toml`.
",
};

struct Overklagande {
    /// What shows that a decision is appealed by förvaltningsbesvär.
    besvar: Phrases,
    /// Points that decide nothing.
    information: Phrases,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    Ok(Box::new(Overklagande {
        besvar: Phrases::read(settings, "forvaltningsbesvar", &[])?.unwrap_or_default(),
        information: Phrases::read(settings, "information", &[])?.unwrap_or_default(),
    }))
}

/// What the decisions of a § are, as far as appeal goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slag {
    Inget,
    /// All of it goes to another body.
    Forslag,
    /// Something is only noted.
    Information,
    Beslut,
}

impl Check for Overklagande {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let sittning = Sittning::of(case);
        for paragraf in sittning.paragrafer.iter().filter(|p| !p.is("utgar")) {
            self.paragraf(case, paragraf, out);
        }
    }
}

impl Overklagande {
    fn paragraf(&self, case: &Case<'_>, paragraf: &Paragraf<'_>, out: &mut Findings<'_>) {
        let at = paragraf.at.key("overklagande");
        let slag = self.slag(paragraf);
        let party = party(paragraf);
        match paragraf.word("overklagande") {
            None if paragraf.value.get("overklagande").is_some() => {}
            None => {
                if let (Some((_, name)), Slag::Beslut) = (&party, slag) {
                    let message =
                        format!("{name} är part, men får ingen hänvisning om hur man överklagar.");
                    out.add(at, paragraf.says(&message)).advise(
                        "Fyll i ”overklagande”: ”laglighetsprovning” eller ”forvaltningsbesvar”, eller ”ingen” om \
                         beslutet inte går att överklaga.",
                    );
                }
            }
            Some("ingen") => {
                if let (Some((_, name)), Slag::Beslut) = (&party, slag) {
                    let message = format!(
                        "{name} är part, men får veta att beslutet inte går att överklaga."
                    );
                    out.add(at, paragraf.says(&message)).at_most(Level::Varning).advise(
                        "Kontrollera att det stämmer. Ett kommunalt beslut går nästan alltid att överklaga.",
                    );
                }
            }
            Some(way) if slag == Slag::Forslag => {
                let message = format!(
                    "beslutet är ett förslag till en annan instans och går inte att överklaga, men ”overklagande” är {}.",
                    called(way)
                );
                out.add(at, paragraf.says(&message))
                    .advise("Skriv ”ingen”, eller ta bort ”overklagande”.");
            }
            Some(way) if slag == Slag::Information && party.is_some() => {
                let message = format!(
                    "paragrafen är ren information och går inte att överklaga, men ”overklagande” är {}.",
                    called(way)
                );
                out.add(at, paragraf.says(&message))
                    .at_most(Level::Varning)
                    .advise("Skriv ”ingen”, eller ta bort ”overklagande”.");
            }
            Some(way) if party.is_some() => self.way(case, paragraf, at, way, out),
            Some(_) => {}
        }
    }

    /// Whether the way to appeal is that of the decision.
    fn way(
        &self,
        case: &Case<'_>,
        paragraf: &Paragraf<'_>,
        at: Pointer,
        way: &str,
        out: &mut Findings<'_>,
    ) {
        let instans = named(case.context.arende, "instans").unwrap_or_default();
        if way == "forvaltningsbesvar" && instans.to_lowercase().contains("fullmäktige") {
            out.add(
                at,
                paragraf.says("fullmäktiges beslut överklagas genom laglighetsprövning, men hänvisningen är till förvaltningsbesvär."),
            )
            .at_most(Level::Varning)
            .advise("Skriv ”laglighetsprovning”, om inte en särskild lag säger annat.");
            return;
        }
        if way != "laglighetsprovning" {
            return;
        }
        let title = paragraf.word("rubrik").unwrap_or_default().to_owned();
        let said = std::iter::once(title).chain(points(paragraf));
        if let Some(area) = said.into_iter().find_map(|text| {
            let found = self.besvar.find(&text).into_iter().next()?;
            Some(text[found].to_owned())
        }) {
            let message = format!(
                "beslutet ser ut att gälla {area} och överklagas då genom förvaltningsbesvär, men hänvisningen är till laglighetsprövning."
            );
            out.add(at, paragraf.says(&message))
                .at_most(Level::Varning)
                .advise(
                    "Skriv ”forvaltningsbesvar” om en särskild lag ger parten rätt att överklaga.",
                );
        }
    }

    fn slag(&self, paragraf: &Paragraf<'_>) -> Slag {
        let mut decisions = paragraf
            .list("beslut")
            .map(|(_, decision)| decision)
            .peekable();
        if decisions.peek().is_none() {
            return Slag::Inget;
        }
        let is_proposal = |decision: &Value| {
            named(decision, "till").is_some()
                || decision
                    .get("status")
                    .and_then(Value::as_str)
                    .is_some_and(|s| s != "beslut")
        };
        if decisions.all(is_proposal) {
            return Slag::Forslag;
        }
        let own = paragraf
            .list("beslut")
            .filter(|(_, decision)| !is_proposal(decision));
        let mut own = own.flat_map(|(_, decision)| of(decision));
        if own.all(|point| self.information.is_in(&point)) {
            return Slag::Information;
        }
        Slag::Beslut
    }
}

fn called(way: &str) -> &str {
    match way {
        "laglighetsprovning" => "laglighetsprövning",
        "forvaltningsbesvar" => "förvaltningsbesvär",
        other => other,
    }
}

/// The first receiver who is a party.
fn party<'a>(paragraf: &Paragraf<'a>) -> Option<(Pointer, String)> {
    let mut receivers = paragraf.list("expedieras_till");
    receivers.find_map(|(at, receiver): (Pointer, &'a Value)| {
        let is_party = receiver.get("part") == Some(&Value::Bool(true));
        let name = named(receiver, "namn").map_or_else(|| "en mottagare".to_owned(), text::versal);
        is_party.then_some((at, name))
    })
}

fn of(decision: &Value) -> Vec<String> {
    let points = decision.get("punkter").and_then(Value::as_array);
    let points = points.map_or(&[][..], Vec::as_slice).iter();
    points.map(|point| rich(Some(point))).collect()
}

fn points(paragraf: &Paragraf<'_>) -> Vec<String> {
    paragraf
        .list("beslut")
        .flat_map(|(_, decision)| of(decision))
        .collect()
}
