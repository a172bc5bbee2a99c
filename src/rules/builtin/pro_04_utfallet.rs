//! PRO-04: what decides a vote is what the law lets decide it, and the sentence about the outcome says the same.

use serde_json::Value;

use super::PROTOKOLL;
use crate::finding::Level;
use crate::mote::{Antal, Rostning, Sida, Slag};
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::decisions::named;
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::register;
use crate::rules::settings::Settings;
use crate::rules::sittning::{Paragraf, Sittning, rich};
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "PRO-04",
    slug: "utfallet",
    level: Level::Fel,
    since: "0.2",
    types: PROTOKOLL,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Kontrollerar vad som avgör en omröstning. Vid lika röstetal avgör ordförandens utslagsröst, och ordföranden står då bland \
dem som röstade på den vinnande sidan. I val och ärenden om anställning avgör lotten. Vid kvalificerad majoritet och \
när en minoritet begär återremiss eller bordläggning finns varken utslagsröst eller lottning. En egen mening om utfallet \
jämförs med rösterna.

## Varför
Ett beslut som avgörs på fel sätt kan upphävas. En mening om utfallet som inte stämmer med rösterna gör protokollet \
oklart.

## Exempel
Fel: 6 ja och 6 nej utan `utslagsrost`
Rätt: `\"utslagsrost\": \"ja\"`, med ordföranden bland dem som röstade ja

## Åtgärd
Fyll i `utslagsrost`, `lott` eller `majoritet`, ta bort den som inte hör till, eller rätta rösterna eller `utfall`.

## Källa
4 kap. 25 §, 5 kap. 50 och 53–56 §§ kommunallagen (2017:725). Orden som visar att ett ärende är ett val står i profilens \
`regler.toml`.
",
};

struct Utfall {
    /// How the titles of elections and appointments begin.
    elections: Phrases,
    /// Words that turn what a sentence says of a proposal.
    against: Phrases,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    Ok(Box::new(Utfall {
        elections: Phrases::read(settings, "val", &[])?.unwrap_or_default(),
        against: Phrases::read(settings, "avslag", &[])?.unwrap_or_default(),
    }))
}

impl Check for Utfall {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let sittning = Sittning::of(case);
        for paragraf in &sittning.paragrafer {
            for (at, value) in paragraf.list("omrostningar") {
                let vote = Vote {
                    at: &at,
                    value,
                    read: Rostning::read(value),
                    paragraf,
                };
                let Antal { ja, nej, .. } = vote.read.antal();
                // PRO-03 speaks of names that are not as many as is stated.
                if ja + nej == 0 || !vote.names_agree() {
                    continue;
                }
                match vote.read.slag {
                    Slag::Oppen => self.open(&sittning, &vote, out),
                    // PRO-03 speaks of names where there should be none.
                    Slag::Sluten if vote.read.has_names() => continue,
                    Slag::Sluten => ballot(&vote, out),
                    Slag::Kvalificerad => {
                        share(&vote, out);
                        neither(&vote, "Vid kvalificerad majoritet", out);
                    }
                    Slag::Minoritetsaterremiss | Slag::Minoritetsbordlaggning => {
                        minority(case, &vote, out);
                        neither(
                            &vote,
                            "När en minoritet begär återremiss eller bordläggning",
                            out,
                        );
                    }
                }
                if vote.read.slag != Slag::Kvalificerad && vote.read.majoritet.is_some() {
                    vote.tell(
                        "majoritet",
                        "en särskild majoritet är angiven, men omröstningen är inte av det slaget.",
                        out,
                    )
                    .advise("Skriv ”typ”: ”kvalificerad”, eller ta bort ”majoritet”.");
                }
                self.sentence(&vote, out);
            }
        }
    }
}

struct Vote<'a, 'v> {
    at: &'v Pointer,
    value: &'a Value,
    read: Rostning<'a>,
    paragraf: &'v Paragraf<'a>,
}

impl Vote<'_, '_> {
    fn tell<'f>(
        &self,
        field: &str,
        message: &str,
        out: &'f mut Findings<'_>,
    ) -> &'f mut crate::finding::Finding {
        out.add(self.at.key(field), self.paragraf.says(message))
    }

    /// Whether as many are named as are stated.
    fn names_agree(&self) -> bool {
        let Antal { ja, nej, .. } = self.read.antal();
        [("ja", ja), ("nej", nej)].iter().all(|(side, counted)| {
            let stated = self.value.get("antal").and_then(|antal| antal.get(side));
            let stated = stated.and_then(Value::as_u64);
            stated.is_none_or(|stated| stated == *counted)
        })
    }

    fn is_tied(&self) -> bool {
        let Antal { ja, nej, .. } = self.read.antal();
        ja == nej
    }

    /// "7 ja och 6 nej".
    fn numbers(&self) -> String {
        let Antal { ja, nej, .. } = self.read.antal();
        format!("{ja} ja och {nej} nej")
    }
}

impl Utfall {
    fn open(&self, sittning: &Sittning<'_>, vote: &Vote<'_, '_>, out: &mut Findings<'_>) {
        let title = vote.paragraf.word("rubrik").unwrap_or_default();
        let is_election = self.elections.opens(title);
        if vote.read.lott.is_some() && !is_election {
            vote.tell("lott", "lotten avgör bara i val och ärenden om anställning.", out)
                .advise("Ta bort ”lott”. Vid lika röstetal har ordföranden utslagsröst: fyll i ”utslagsrost”.");
            return;
        }
        match (vote.is_tied(), vote.read.utslagsrost) {
            (true, None) if is_election => {}
            (true, None) => {
                let message = format!(
                    "rösterna är lika många ({}), men utslagsrösten saknas.",
                    vote.numbers()
                );
                vote.tell("utslagsrost", &message, out)
                    .advise("Fyll i ”utslagsrost” med den sida som ordföranden röstade på.");
            }
            (false, Some(_)) => {
                let message = format!(
                    "utslagsröst är angiven, men rösterna är inte lika många ({}).",
                    vote.numbers()
                );
                vote.tell("utslagsrost", &message, out)
                    .advise("Ta bort ”utslagsrost”, eller rätta rösterna.");
            }
            (true, Some(_)) if is_election => {
                vote.tell(
                    "utslagsrost",
                    "ärendet ser ut att vara ett val; där avgör lotten vid lika röstetal.",
                    out,
                )
                .at_most(Level::Varning)
                .advise("Skriv ”typ”: ”sluten” och fyll i ”lott” i stället för ”utslagsrost”.");
            }
            (true, Some(side)) => chair(sittning, vote, side, out),
            (false, None) => {}
        }
    }

    /// The own sentence about the outcome.
    fn sentence(&self, vote: &Vote<'_, '_>, out: &mut Findings<'_>) {
        let sentence = rich(vote.value.get("utfall"));
        if sentence.trim().is_empty() {
            return;
        }
        if let Some((told, counted)) = wrong_number(&sentence, &vote.read) {
            let message = format!("utfallet säger {told}, men rösterna är {counted}.");
            vote.tell("utfall", &message, out)
                .advise("Rätta meningen, eller ta bort den så skrivs utfallet ut efter rösterna.");
            return;
        }
        let Some((winner, _)) = vote.read.utfall() else {
            return;
        };
        let label = |side: Sida| {
            let side = vote
                .value
                .get(side.id())
                .and_then(|side| side.get("forslag"));
            side.and_then(Value::as_str).unwrap_or_default().trim()
        };
        let lower = |side: Sida| label(side).to_lowercase();
        let (won, lost) = (lower(winner), lower(winner.other()));
        let said = sentence.to_lowercase();
        // Only a sentence that names the loser alone, and takes nothing back, says that the loser won.
        let names = |label: &str| !label.is_empty() && said.contains(label);
        if names(&lost) && !names(&won) && !lost.contains(&won) && !self.against.is_in(&said) {
            let message = format!(
                "utfallet säger ”{}”, men {} vann ({}).",
                label(winner.other()),
                match winner {
                    Sida::Ja => "ja-sidan",
                    Sida::Nej => "nej-sidan",
                },
                vote.numbers()
            );
            vote.tell("utfall", &message, out)
                .advise("Rätta meningen, eller ta bort den så skrivs utfallet ut efter rösterna.");
        }
    }
}

/// The chair voted for what the casting vote gave.
fn chair(sittning: &Sittning<'_>, vote: &Vote<'_, '_>, side: Sida, out: &mut Findings<'_>) {
    let Some(chair) = sittning.chair(vote.paragraf) else {
        return;
    };
    let is_in = |names: &[&str]| {
        names
            .iter()
            .any(|name| sittning.known(Some(name)) == Some(chair))
    };
    let (own, other) = match side {
        Sida::Ja => (&vote.read.ja, &vote.read.nej),
        Sida::Nej => (&vote.read.nej, &vote.read.ja),
    };
    if !vote.read.has_names() || is_in(own) {
        return;
    }
    let name = sittning.name(chair);
    let did = if is_in(other) {
        format!("röstade {}", side.other().id())
    } else if is_in(&vote.read.avstar) {
        "avstod".to_owned()
    } else {
        "finns inte bland dem som röstade".to_owned()
    };
    let message = format!(
        "utslagsrösten är {}, men {name}, som är ordförande, {did}.",
        side.id()
    );
    vote.tell("utslagsrost", &message, out).advise(
        "Utslagsrösten är ordförandens egen röst. Rätta den, rösterna eller paragrafens ”ordforande”.",
    );
}

/// A vote by ballot.
fn ballot(vote: &Vote<'_, '_>, out: &mut Findings<'_>) {
    if vote.read.utslagsrost.is_some() {
        vote.tell(
            "utslagsrost",
            "vid sluten omröstning finns ingen utslagsröst.",
            out,
        )
        .advise("Ta bort ”utslagsrost”. Vid lika röstetal avgör lotten: fyll i ”lott”.");
    } else if vote.is_tied() && vote.read.lott.is_none() {
        let message = format!(
            "rösterna är lika många ({}), men lottningens utfall saknas.",
            vote.numbers()
        );
        vote.tell("lott", &message, out)
            .advise("Fyll i ”lott” med den sida som lotten föll på.");
    } else if !vote.is_tied() && vote.read.lott.is_some() {
        let message = format!(
            "lottning är angiven, men rösterna är inte lika många ({}).",
            vote.numbers()
        );
        vote.tell("lott", &message, out)
            .advise("Ta bort ”lott”, eller rätta antalet röster.");
    }
}

fn share(vote: &Vote<'_, '_>, out: &mut Findings<'_>) {
    match vote.read.majoritet {
        None => {
            vote.tell(
                "majoritet",
                "det framgår inte vilken majoritet som krävs.",
                out,
            )
            .advise("Fyll i ”majoritet”, till exempel 2/3.");
        }
        Some((part, whole)) if part > whole => {
            vote.tell("majoritet", "majoriteten är mer än alla röster.", out)
                .advise("Skriv andelen som ett bråk, till exempel 2/3.");
        }
        Some(_) => {}
    }
}

/// A minority can only send back or postpone in fullmäktige.
fn minority(case: &Case<'_>, vote: &Vote<'_, '_>, out: &mut Findings<'_>) {
    let Some(instans) = named(case.context.arende, "instans") else {
        return;
    };
    let registered = case.register.identify(instans);
    let is_below = registered.map_or_else(
        || {
            let name = instans.to_lowercase();
            let ends = ["nämnden", "styrelsen", "utskottet"];
            ends.iter().any(|end| name.ends_with(end))
        },
        |body| case.register.body(body).slag != register::Slag::Fullmaktige,
    );
    if is_below {
        let message = format!(
            "en tredjedel av ledamöterna kan återremittera eller bordlägga bara i fullmäktige, inte i {}.",
            text::gemen(instans)
        );
        vote.tell("typ", &message, out)
            .advise("Ta bort ”typ”: i en nämnd avgör majoriteten.");
    }
}

fn neither(vote: &Vote<'_, '_>, when: &str, out: &mut Findings<'_>) {
    for (field, is_given, noun) in [
        (
            "utslagsrost",
            vote.read.utslagsrost.is_some(),
            "utslagsröst",
        ),
        ("lott", vote.read.lott.is_some(), "lottning"),
    ] {
        if is_given {
            let message = format!("{} finns ingen {noun}.", text::gemen(when));
            vote.tell(field, &message, out)
                .advise(format!("Ta bort ”{field}”."));
        }
    }
}

/// A number in the sentence that is not the vote's: as told, and as counted.
fn wrong_number(sentence: &str, vote: &Rostning<'_>) -> Option<(String, String)> {
    let counted = vote.antal();
    let words: Vec<String> = sentence
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let number = |at: usize| words.get(at).and_then(|word| word.parse::<u64>().ok());
    for at in 0..words.len() {
        let Some(told) = number(at) else {
            continue;
        };
        let next = words.get(at + 1).map_or("", String::as_str);
        let is_votes = |word: &str, side: &str| {
            word == side
                || word
                    .strip_prefix(side)
                    .is_some_and(|rest| rest.starts_with("-röst"))
        };
        for (side, count) in [("ja", counted.ja), ("nej", counted.nej)] {
            if is_votes(next, side) && told != count {
                return Some((format!("{told} {side}"), format!("{count} {side}")));
            }
        }
        // "med 7 röster mot 6"
        let other =
            if words.get(at + 2).is_some_and(|word| word == "mot") && next.starts_with("röst") {
                number(at + 3)
            } else if next == "mot" {
                number(at + 2)
            } else {
                None
            };
        if let Some(other) = other {
            let mut pair = [told, other];
            let mut votes = [counted.ja, counted.nej];
            pair.sort_unstable();
            votes.sort_unstable();
            if pair != votes {
                return Some((
                    format!("{told} mot {other}"),
                    format!("{} ja och {} nej", counted.ja, counted.nej),
                ));
            }
        }
    }
    None
}
