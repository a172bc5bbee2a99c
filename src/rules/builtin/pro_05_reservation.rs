//! PRO-05: only somebody who took part in a decision may reserve against it.

use super::PROTOKOLL;
use crate::finding::Level;
use crate::mote::Person;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::sittning::{Paragraf, Sittning, Vem, is_a_persons, people};
use crate::rules::{Case, Check, Rule};

pub(super) static RULE: Rule = Rule {
    id: "PRO-05",
    slug: "reservation",
    level: Level::Fel,
    since: "0.2",
    types: PROTOKOLL,
    needs_document: false,
    prepare: |_: &Settings| -> Result<Box<dyn Check>, ProfileError> { Ok(Box::new(check)) },
    docs: "\
## Vad regeln gör
Kontrollerar att den som reserverar sig har varit med och avgjort ärendet: att personen tjänstgör i paragrafen och \
inte har avstått från att delta i beslutet. En ersättare som inte tjänstgör får inte reservera sig. Ett parti \
eller en grupp i stället för namn granskas inte. Om den som är jävig säger PRO-06 till.

## Varför
Reservationen friar den som har deltagit i beslutet från ansvar. Den som inte har deltagit har inget att reservera sig \
mot; en synpunkt blir en protokollsanteckning eller ett särskilt yttrande om instansen medger det.

## Exempel
Fel: en reservation av en ersättare som sitter med utan att tjänstgöra
Rätt: samma text som `protokollsanteckning`

## Åtgärd
Ta bort namnet ur reservationen, gör texten till en `protokollsanteckning`, eller rätta närvaron.

## Källa
4 kap. 27 § kommunallagen (2017:725).
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let sittning = Sittning::of(case);
    for paragraf in &sittning.paragrafer {
        let serving: Vec<usize> = sittning.serving(paragraf).iter().map(|t| t.who).collect();
        for (at, reservation) in paragraf.list("reservation") {
            for (at, written) in people(&at, reservation, "av") {
                if let Some((why, help)) = outside(&sittning, paragraf, &serving, written) {
                    let message = format!("{written} reserverar sig, men {why}.");
                    out.add(at, paragraf.says(&message)).advise(help);
                }
            }
        }
    }
}

/// Why the person did not take part, and what to do.
fn outside(
    sittning: &Sittning<'_>,
    paragraf: &Paragraf<'_>,
    serving: &[usize],
    written: &str,
) -> Option<(String, &'static str)> {
    const NOTE: &str = "Ta bort reservationen, eller gör texten till en ”protokollsanteckning”.";
    let read = Person::read(written);
    let is_in = |name: &str| {
        let names = paragraf.names(name);
        names.iter().any(|(_, other)| Person::read(other).is(&read))
    };
    let who = sittning.find(written);
    let is_one_of = |name: &str| match who {
        Vem::En(who) => sittning.all(paragraf, name).contains(&who),
        _ => is_in(name),
    };
    // PRO-06 speaks of those who are jäviga.
    if is_one_of("jav") {
        return None;
    }
    if is_one_of("deltar_inte") {
        return Some(("deltar inte i beslutet".to_owned(), NOTE));
    }
    match who {
        Vem::En(who) if serving.contains(&who) => None,
        Vem::En(_) => Some((
            "tjänstgör inte i paragrafen".to_owned(),
            "Ta bort reservationen, gör texten till en ”protokollsanteckning”, eller rätta ”paragrafer” i närvarolistan.",
        )),
        Vem::AnnatParti(known) => Some((
            format!("i närvarolistan står {}", sittning.name(known)),
            "Rätta partiet där det är fel.",
        )),
        Vem::Ingen if sittning.tjanster.is_empty() => None,
        Vem::Ingen if sittning.is_other(written) => {
            Some(("är med utan att tjänstgöra".to_owned(), NOTE))
        }
        // Without a party it may be a group's name, or anything.
        Vem::Ingen if read.parti.is_some() && is_a_persons(read.namn) => Some((
            "finns inte i närvarolistan".to_owned(),
            "Rätta namnet, eller lägg till personen i ”tjanstgorande”.",
        )),
        Vem::Ingen | Vem::Flera => None,
    }
}
