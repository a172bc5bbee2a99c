//! PRO-06: whoever is jävig takes no part in the § at all.

use std::collections::BTreeMap;

use serde_json::Value;

use super::PROTOKOLL;
use crate::finding::Level;
use crate::mote::Person;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::sittning::{Paragraf, Sittning, Vem, names, people, rich};
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "PRO-06",
    slug: "jav",
    level: Level::Fel,
    since: "0.2",
    types: PROTOKOLL,
    needs_document: false,
    prepare: |_: &Settings| -> Result<Box<dyn Check>, ProfileError> { Ok(Box::new(check)) },
    docs: "\
## Vad regeln gör
Kontrollerar att den som är jävig i en paragraf inte röstar, yrkar, reserverar sig, leder ärendet eller \
tjänstgör i den. Står paragrafen uttryckligen i personens `paragrafer` i närvarolistan är det fel. Saknas `paragrafer` räknas personen bort \
i den paragraf där jävet står; då är det bara ett råd att skriva ut det också i närvarolistan.

## Varför
Den som är jävig får varken delta i eller vara närvarande vid handläggningen. Gör någon det ändå kan beslutet upphävas.

## Exempel
Fel: `\"jav\": [\"Peter Holm (M)\"]` och Peter Holm bland dem som röstade ja
Rätt: en ersättare tjänstgör: `{ \"namn\": \"Anna Lund\", \"parti\": \"M\", \"for\": \"Peter Holm (M)\", \"paragrafer\": \
\"64\" }`

## Åtgärd
Ta bort den jävige ur omröstningen eller yrkandet, eller rätta `jav`. I närvarolistan: `\"paragrafer\": \"60–63, 65–72\"`.

## Källa
6 kap. 28–30 §§ kommunallagen (2017:725); för fullmäktige 5 kap. 47 §.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let sittning = Sittning::of(case);
    // Everybody's §§ with jäv, for the advice about the attendance of the whole meeting.
    let mut silent: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    for paragraf in &sittning.paragrafer {
        for (_, written) in paragraf.names("jav") {
            let jav = Jav {
                sittning: &sittning,
                paragraf,
                written,
                who: sittning.known(Some(written)),
            };
            jav.acts(out);
            jav.attendance(&mut silent, out);
        }
    }
    for (index, numbers) in silent {
        let tjanst = &sittning.tjanster[index];
        let all = sittning.paragrafer.iter().filter_map(|p| p.nummer);
        let rest: Vec<u64> = all.filter(|number| !numbers.contains(number)).collect();
        if rest.is_empty() || case.context.typ == "protokollsutdrag" {
            continue;
        }
        let message = format!(
            "{} är jävig i {}, men tjänstgör enligt närvarolistan hela sammanträdet.",
            tjanst.person,
            text::paragrafer(&numbers)
        );
        out.add(tjanst.at.clone(), message)
            .at_most(Level::Rad)
            .advise(format!("Skriv ”paragrafer”: ”{}”.", text::intervall(&rest)));
    }
}

struct Jav<'a, 'p> {
    sittning: &'p Sittning<'a>,
    paragraf: &'p Paragraf<'a>,
    written: &'a str,
    who: Option<usize>,
}

impl Jav<'_, '_> {
    /// Whether a written name is the one who is jävig.
    fn is(&self, name: &str) -> bool {
        match self.sittning.find(name) {
            Vem::En(who) if self.who.is_some() => self.who == Some(who),
            _ => Person::read(name).is(&Person::read(self.written)),
        }
    }

    fn tell(&self, at: Pointer, did: &str, help: &str, out: &mut Findings<'_>) {
        let message = format!("{} är jävig, men {did}.", self.written);
        out.add(at, self.paragraf.says(&message)).advise(help);
    }

    /// Votes, yrkanden, reservations and the chair.
    fn acts(&self, out: &mut Findings<'_>) {
        const HELP: &str = "Ta bort namnet, eller rätta ”jav”.";
        for (at, vote) in self.paragraf.list("omrostningar") {
            let Some(roster) = vote.get("roster") else {
                continue;
            };
            for (side, did) in [
                ("ja", "röstade ja"),
                ("nej", "röstade nej"),
                ("avstar", "avstod i omröstningen"),
            ] {
                for (at, name) in names(&at.key("roster"), roster, side) {
                    if self.is(name) {
                        self.tell(at, did, HELP, out);
                    }
                }
            }
        }
        for (at, yrkande) in self.paragraf.list("yrkanden") {
            if let Some(at) = self.yrkar(at, yrkande) {
                self.tell(
                    at,
                    "ställer ett yrkande",
                    "Ta bort yrkandet, eller rätta ”jav”.",
                    out,
                );
            }
        }
        for (at, reservation) in self.paragraf.list("reservation") {
            for (at, name) in people(&at, reservation, "av") {
                if self.is(name) {
                    self.tell(
                        at,
                        "reserverar sig",
                        "Ta bort reservationen, eller rätta ”jav”.",
                        out,
                    );
                }
            }
        }
        if let Some(chair) = self.paragraf.word("ordforande") {
            if self.is(chair) {
                let at = self.paragraf.at.key("ordforande");
                self.tell(
                    at,
                    "leder ärendet",
                    "Skriv den som ledde sammanträdet i stället.",
                    out,
                );
            }
        } else if let Some(who) = self.who
            && self.sittning.tjanster[who].is_chair()
            && self.sittning.chair(self.paragraf).is_none()
            && self.needs_chair()
        {
            let at = self.paragraf.at.key("ordforande");
            let message = format!(
                "{} är jävig, men det framgår inte vem som leder ärendet i stället.",
                self.written
            );
            out.add(at, self.paragraf.says(&message))
                .at_most(Level::Varning)
                .advise("Fyll i paragrafens ”ordforande”.");
        }
    }

    fn needs_chair(&self) -> bool {
        let has = |name: &str| self.paragraf.value.get(name).is_some();
        has("proposition") || has("omrostningar")
    }

    /// Where the person is named as the one who has a yrkande.
    fn yrkar(&self, at: Pointer, yrkande: &Value) -> Option<Pointer> {
        if yrkande.is_object() {
            let mut av = people(&at, yrkande, "av").into_iter();
            return av.find(|(_, name)| self.is(name)).map(|(at, _)| at);
        }
        let said = rich(Some(yrkande)).to_lowercase();
        let name = Person::read(self.written).namn.to_lowercase();
        let yrkar = |sentence: std::ops::Range<usize>| {
            let sentence = &said[sentence];
            // The one who has a yrkande stands before what is wanted.
            let verb = ["yrkar", "yrkade", "föreslår", "instämmer"]
                .iter()
                .filter_map(|verb| sentence.find(verb))
                .min();
            verb.is_some_and(|verb| sentence[..verb].contains(&name))
        };
        text::meningar(&said).into_iter().any(yrkar).then_some(at)
    }

    /// Who is told of as serving. Those with the whole meeting are gathered in `silent`.
    fn attendance(&self, silent: &mut BTreeMap<usize, Vec<u64>>, out: &mut Findings<'_>) {
        let (Some(who), Some(number)) = (self.who, self.paragraf.nummer) else {
            return;
        };
        let entries = self
            .sittning
            .tjanster
            .iter()
            .filter(|tjanst| tjanst.who == who);
        for tjanst in entries {
            match &tjanst.paragrafer {
                Some(paragrafer) if paragrafer.contains(number) => {
                    let without: Vec<u64> = self
                        .sittning
                        .paragrafer
                        .iter()
                        .filter_map(|paragraf| paragraf.nummer)
                        .filter(|other| *other != number && paragrafer.contains(*other))
                        .collect();
                    let help = if without.is_empty() {
                        "Ta bort raden ur närvarolistan, eller rätta ”jav”.".to_owned()
                    } else {
                        format!(
                            "Skriv ”paragrafer”: ”{}”, eller rätta ”jav”.",
                            text::intervall(&without)
                        )
                    };
                    let message = format!(
                        "{} är jävig, men tjänstgör i paragrafen enligt närvarolistan.",
                        self.written
                    );
                    out.add(tjanst.at.key("paragrafer"), self.paragraf.says(&message))
                        .advise(help);
                }
                Some(_) => {}
                None => silent.entry(tjanst.index).or_default().push(number),
            }
        }
    }
}
