//! DEC-06: the body in the heading, the body that decides and the subject of the decision are one.

use std::ops::Range;

use super::BESLUTANDE;
use crate::finding::Level;
use crate::profile::ProfileError;
use crate::rules::decisions::{self, Decision};
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::register::{Register, Slag};
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "DEC-06",
    slug: "den-som-beslutar",
    level: Level::Fel,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Kontrollerar att den som står i rubriken är den som beslutar. Fälten jämförs med varandra: ett förslag lämnas inte till \
den egna instansen, och en nämnds dokument innehåller inte en annan nämnds beslut. I texten jämförs den som beslutet \
börjar med (”Kommunstyrelsen godkänner …”) med rubriken; det blir som mest en varning. En punkt utan subjekt, i passiv \
form eller som bara talar om vad någon ska göra anmärks inte.

## Varför
Den som läser protokollet ska veta vem som har beslutat. En instans kan inte besluta i en annans namn.

## Exempel
Fel: under rubriken ”Kommunstyrelsens förslag till kommunfullmäktige”: `Kommunstyrelsen antar taxan.`
Rätt: `Kommunfullmäktige antar taxan.`

## Åtgärd
Rätta `instans` eller `till` i beslutet, eller den som texten börjar med. Beslutar två instanser, skriv två beslut.

## Källa
Kommunens mall. Verben står i profilens `regler.toml`, instanserna i `[[instans]]`.
",
};

struct Instansen {
    verbs: Phrases,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    Ok(Box::new(Instansen {
        verbs: Phrases::read(settings, "verb", &[])?.unwrap_or_default(),
    }))
}

/// A body, whether the register has it or only the ärende.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Registered(usize),
    Own(usize),
}

/// The register, and the bodies that only this ärende names.
struct Bodies<'c> {
    register: &'c Register,
    own: Register,
}

impl<'c> Bodies<'c> {
    fn of(case: &'c Case<'_>, decisions: &[Decision<'_, '_>]) -> Self {
        const MOST: usize = 40;
        let document = decisions::named(case.context.arende, "instans");
        let named = decisions
            .iter()
            .flat_map(|decision| [decision.own_instans, decision.till]);
        let names = std::iter::once(document).chain(named).flatten();
        let unknown = names.filter(|name| case.register.identify(name).is_none());
        Self {
            register: case.register,
            own: Register::of(unknown.take(MOST)),
        }
    }

    fn named(&self, name: &str) -> Option<Who> {
        let registered = self.register.identify(name).map(Who::Registered);
        registered.or_else(|| self.own.identify(name).map(Who::Own))
    }

    fn name(&self, who: Who) -> &str {
        match who {
            Who::Registered(body) => &self.register.body(body).namn,
            Who::Own(body) => &self.own.body(body).namn,
        }
    }

    /// The body that a text opens with as the one who does something, where it stands, and what it does.
    fn subject<'t>(&self, text: &'t str) -> Option<(Who, Range<usize>, &'t str)> {
        let first = text::words(text).next()?;
        let registered = self
            .register
            .at(text, first)
            .filter(|found| self.register.body(found.body).slag != Slag::Forvaltning)
            .map(|found| (Who::Registered(found.body), found));
        let own = self
            .own
            .at(text, first)
            .map(|found| (Who::Own(found.body), found));
        let longest = registered
            .into_iter()
            .chain(own)
            .max_by_key(|(_, found)| found.range.end);
        let (who, found) = longest.filter(|(_, found)| !found.is_genitive)?;
        let rest = &text[found.range.end..];
        Some((who, found.range, rest))
    }

    /// Whether two names may be of one body: "Arbetsutskottet" and "Kommunstyrelsens arbetsutskott".
    fn may_be_one(&self, a: Who, b: Who) -> bool {
        let (a, b) = (self.name(a).to_lowercase(), self.name(b).to_lowercase());
        let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
        let stem = ["et", "en", "n"]
            .iter()
            .find_map(|ending| short.strip_suffix(ending))
            .unwrap_or(&short);
        long.contains(stem)
    }
}

impl Check for Instansen {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let decisions = decisions::of(case);
        let bodies = Bodies::of(case, &decisions);
        heads(case, &decisions, &bodies, out);
        for decision in &decisions {
            self.subjects(decision, &bodies, out);
        }
    }
}

/// What the fields say of each other.
fn heads(
    case: &Case<'_>,
    decisions: &[Decision<'_, '_>],
    bodies: &Bodies<'_>,
    out: &mut Findings<'_>,
) {
    let document = decisions::named(case.context.arende, "instans").and_then(|n| bodies.named(n));
    let is_extract = case.context.typ == "protokollsutdrag";
    let own = |decision: &Decision<'_, '_>| decision.own_instans.and_then(|n| bodies.named(n));
    let has_documents_own = decisions.iter().any(|decision| own(decision) == document);
    for decision in decisions {
        let instans = decision.instans.and_then(|name| bodies.named(name));
        let till = decision.till.and_then(|name| bodies.named(name));
        if let (Some(a), Some(b)) = (instans, till)
            && a == b
        {
            let message = format!("{} lämnar ett förslag till sig själv.", bodies.name(a));
            out.add(decision.pointer.key("till"), message)
                .advise("Ta bort ”till” om instansen själv beslutar, eller skriv vem förslaget lämnas till.");
            continue;
        }
        let (None, Some(decider), Some(document)) = (decision.till, own(decision), document) else {
            continue;
        };
        // In a document that proposes, the body above may stand alone as the one who decides.
        let is_above = || match decider {
            Who::Registered(body) => {
                matches!(
                    bodies.register.body(body).slag,
                    Slag::Fullmaktige | Slag::Styrelse
                )
            }
            Who::Own(_) => {
                let name = bodies.name(decider).to_lowercase();
                name.contains("fullmäktige") || name.contains("styrelse")
            }
        };
        let may_stand = decision.status.is_some_and(|status| status != "beslut")
            || has_documents_own
            || is_above();
        if decider != document
            && !bodies.may_be_one(decider, document)
            && (is_extract || !may_stand)
        {
            let message = format!(
                "Beslutet är {}, men dokumentet är {}.",
                text::genitiv(bodies.name(decider)),
                text::genitiv(bodies.name(document))
            );
            out.add(decision.pointer.key("instans"), message).advise(
                "Rätta ”instans”. Är det ett förslag till en annan instans, skriv den i ”till”.",
            );
        }
    }
}

impl Instansen {
    /// What the points say of who decides.
    fn subjects(&self, decision: &Decision<'_, '_>, bodies: &Bodies<'_>, out: &mut Findings<'_>) {
        let Some(decider) = decision.decider().and_then(|name| bodies.named(name)) else {
            return;
        };
        for point in &decision.points {
            let Some((who, at, rest)) = bodies.subject(&point.value) else {
                continue;
            };
            if who == decider || bodies.may_be_one(who, decider) || !self.is_deciding(rest) {
                continue;
            }
            let message = format!(
                "{} beslutar enligt texten, men rubriken säger {}.",
                bodies.name(who),
                bodies.name(decider)
            );
            out.add(point.place(at), message)
                .at_most(Level::Varning)
                .advise("Rätta instansen i texten eller i ”instans” och ”till”. Beslutar båda, skriv två beslut.");
        }
    }

    /// Whether the words after a subject say that it decides something.
    fn is_deciding(&self, rest: &str) -> bool {
        let sentence = text::meningar(rest)
            .first()
            .map_or("", |first| &rest[first.clone()]);
        self.verbs.opens(sentence)
            || (sentence.starts_with("ger ") && sentence.contains(" i uppdrag"))
    }
}
