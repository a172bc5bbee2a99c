//! PRO-03: a vote adds up: as many names as stated, as many votes as seats, nobody twice, nobody who does not serve.

use std::collections::BTreeMap;

use serde_json::Value;

use super::PROTOKOLL;
use crate::finding::Level;
use crate::mote::{Antal, Person, Rostning, Slag};
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::settings::Settings;
use crate::rules::sittning::{Paragraf, Sittning, Vem, names};
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "PRO-03",
    slug: "rosterna-gar-ihop",
    level: Level::Fel,
    since: "0.2",
    types: PROTOKOLL,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Kontrollerar varje omröstning: att antalet namn stämmer med de angivna talen, att ja, nej, avstår och frånvarande \
tillsammans är lika många som de som tjänstgör i paragrafen, att ingen står två gånger och att alla som röstar \
tjänstgör. Den som är jävig eller inte deltar i beslutet räknas inte. En öppen omröstning visar hur var och en röstade; \
en sluten visar bara antalet. Utan närvarolista (i ett fristående utdrag) jämförs bara omröstningen med sig själv.

## Varför
Protokollet ska visa hur var och en röstade. En röst för mycket eller för lite kan ändra utfallet.

## Exempel
Fel: 13 tjänstgör, men omröstningen har 7 ja och 5 nej
Rätt: 7 ja, 5 nej och `\"avstar\": [\"Olle Berg (V)\"]`

## Åtgärd
Rätta namnen i `roster`, talen i `antal` eller närvaron i `tjanstgorande` (`paragrafer`). Den som lämnade salen före \
omröstningen står i `franvarande`.

## Källa
5 kap. 67 § kommunallagen (2017:725); för nämnder 6 kap. 35 §.
",
};

/// The sides of a vote: field, what is counted, what they did.
const SIDES: [(&str, &str, &str); 4] = [
    ("ja", "ja-röster", "röstade ja"),
    ("nej", "nej-röster", "röstade nej"),
    ("avstar", "som avstår", "avstod"),
    ("franvarande", "frånvarande", "var frånvarande"),
];

struct Roster {
    /// Words in the title of a bilaga that has the names.
    lists: Phrases,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    Ok(Box::new(Roster {
        lists: Phrases::read(settings, "rostlistor", &[])?.unwrap_or_default(),
    }))
}

impl Check for Roster {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let sittning = Sittning::of(case);
        for paragraf in &sittning.paragrafer {
            let votes: Vec<(Pointer, &Value)> = paragraf.list("omrostningar").collect();
            for (index, (at, vote)) in votes.iter().enumerate() {
                let vote = Vote {
                    at,
                    value: vote,
                    read: Rostning::read(vote),
                    is_last: index + 1 == votes.len(),
                };
                self.vote(&sittning, paragraf, &vote, out);
            }
        }
    }
}

struct Vote<'a> {
    at: &'a Pointer,
    value: &'a Value,
    read: Rostning<'a>,
    /// Whether it is the one that decided.
    is_last: bool,
}

impl Roster {
    fn vote(
        &self,
        sittning: &Sittning<'_>,
        paragraf: &Paragraf<'_>,
        vote: &Vote<'_>,
        out: &mut Findings<'_>,
    ) {
        let has_numbers = vote.read.angivet.is_some();
        if vote.read.slag == Slag::Sluten {
            if vote.read.has_names() {
                out.add(
                    vote.at.key("roster"),
                    paragraf.says(
                        "omröstningen är sluten, men protokollet visar hur var och en röstade.",
                    ),
                )
                .advise("Ta bort namnen och skriv bara antalet röster i ”antal”.");
            } else if has_numbers {
                sums(sittning, paragraf, vote, out);
            } else {
                missing(
                    paragraf,
                    vote,
                    "omröstningen är sluten, men antalet röster saknas.",
                    "Fyll i ”antal”.",
                    out,
                );
            }
        } else if vote.read.has_names() {
            let is_right = stated(paragraf, vote, out) & voters(sittning, paragraf, vote, out);
            if is_right {
                sums(sittning, paragraf, vote, out);
            }
        } else if !has_numbers {
            missing(
                paragraf,
                vote,
                "omröstningen har inga röster.",
                "Fyll i ”roster” med hur var och en röstade.",
                out,
            );
        } else {
            sums(sittning, paragraf, vote, out);
            let titles = paragraf.list("bilagor");
            let mut titles = titles.filter_map(|(_, bilaga)| bilaga.get("titel")?.as_str());
            if !titles.any(|title| self.lists.is_in(title)) {
                missing(
                    paragraf,
                    vote,
                    "omröstningen är öppen, men det framgår inte hur var och en röstade.",
                    "Fyll i ”roster”, eller lägg till röstlistan bland ”bilagor”.",
                    out,
                );
            }
        }
    }
}

fn missing(
    paragraf: &Paragraf<'_>,
    vote: &Vote<'_>,
    message: &str,
    help: &str,
    out: &mut Findings<'_>,
) {
    out.add(vote.at.clone(), paragraf.says(message))
        .relies_on(paragraf.at.clone())
        .advise(help);
}

/// Whether the stated numbers are those of the names.
fn stated(paragraf: &Paragraf<'_>, vote: &Vote<'_>, out: &mut Findings<'_>) -> bool {
    let mut is_right = true;
    for (side, noun, did) in SIDES {
        let stated = vote
            .value
            .get("antal")
            .and_then(|antal| antal.get(side))
            .and_then(Value::as_u64);
        let counted = count(vote, side);
        if let Some(stated) = stated.filter(|stated| *stated != counted) {
            is_right = false;
            let message = format!(
                "{stated} {noun} är angivna, men {} bland dem som {did}.",
                text::antal(
                    usize::try_from(counted).unwrap_or(usize::MAX),
                    "namn står",
                    "namn står"
                )
            );
            out.add(vote.at.key("antal").key(side), paragraf.says(&message))
                .relies_on(paragraf.at.clone())
                .advise("Rätta talet eller namnen. Utan ”antal” räknas namnen.");
        }
    }
    is_right
}

fn count(vote: &Vote<'_>, side: &str) -> u64 {
    let list = vote.value.get("roster").and_then(|roster| roster.get(side));
    list.and_then(Value::as_array)
        .map_or(0, |all| all.len() as u64)
}

/// Whether every voter may vote, and once.
fn voters(
    sittning: &Sittning<'_>,
    paragraf: &Paragraf<'_>,
    vote: &Vote<'_>,
    out: &mut Findings<'_>,
) -> bool {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut is_right = true;
    let Some(roster) = vote.value.get("roster") else {
        return true;
    };
    let serving: Vec<usize> = sittning.serving(paragraf).iter().map(|t| t.who).collect();
    let jav = sittning.all(paragraf, "jav");
    let outside = sittning.all(paragraf, "deltar_inte");
    for (side, _, did) in SIDES {
        for (at, written) in names(&vote.at.key("roster"), roster, side) {
            let who = sittning.find(written);
            let identity = match who {
                Vem::En(who) => format!("{who}"),
                _ => Person::read(written).to_string().to_lowercase(),
            };
            let before = seen.insert(identity, did);
            let fault = match (before, who) {
                (Some(before), _) if before == did => Some((
                    format!("{written} står två gånger bland dem som {did}."),
                    "Ta bort det ena.",
                )),
                (Some(before), _) => Some((
                    format!("{written} står både bland dem som {before} och bland dem som {did}."),
                    "Ta bort det som är fel.",
                )),
                // PRO-06 speaks of those who are jäviga.
                (None, Vem::En(who)) if jav.contains(&who) => {
                    is_right = false;
                    None
                }
                (None, Vem::En(who)) if side != "franvarande" && !serving.contains(&who) => Some((
                    format!("{written} röstar, men tjänstgör inte i paragrafen."),
                    "Rätta namnet, eller ”paragrafer” i närvarolistan.",
                )),
                (None, Vem::En(who))
                    if vote.is_last && side != "franvarande" && outside.contains(&who) =>
                {
                    Some((
                        format!("{written} deltar inte i beslutet, men står bland dem som {did}."),
                        "Den som inte deltar i beslutet röstar inte och avstår inte heller. Rätta det som är fel.",
                    ))
                }
                (None, Vem::AnnatParti(known)) => Some((
                    format!(
                        "{written} röstar, men i närvarolistan står {}.",
                        sittning.name(known)
                    ),
                    "Rätta partiet där det är fel.",
                )),
                (None, Vem::Ingen) if !sittning.tjanster.is_empty() => {
                    Some(if sittning.is_other(written) {
                        (
                            format!("{written} röstar, men är med utan att tjänstgöra."),
                            "Rätta namnet, eller flytta personen till ”tjanstgorande” med ”for” och ”paragrafer”.",
                        )
                    } else {
                        (
                            format!("{written} röstar, men finns inte i närvarolistan."),
                            "Rätta namnet, eller lägg till personen i ”tjanstgorande”.",
                        )
                    })
                }
                _ => None,
            };
            if let Some((message, help)) = fault {
                is_right = false;
                out.add(at, paragraf.says(&message)).advise(help);
            }
        }
    }
    is_right
}

/// As many votes as seats.
fn sums(sittning: &Sittning<'_>, paragraf: &Paragraf<'_>, vote: &Vote<'_>, out: &mut Findings<'_>) {
    let serving: Vec<usize> = sittning.serving(paragraf).iter().map(|t| t.who).collect();
    if serving.is_empty() {
        return;
    }
    let named: Vec<usize> = {
        let read = &vote.read;
        let all = [&read.ja, &read.nej, &read.avstar, &read.franvarande];
        let all = all.into_iter().flatten();
        all.filter_map(|name| sittning.known(Some(name))).collect()
    };
    let outside: Vec<usize> = sittning
        .all(paragraf, "deltar_inte")
        .into_iter()
        .filter(|who| serving.contains(who) && !named.contains(who))
        .collect();
    let (least, most) = sittning.seats(paragraf);
    let (least, most) = (
        least.saturating_sub(outside.len()),
        most.saturating_sub(outside.len()),
    );
    let Antal {
        ja,
        nej,
        avstar,
        franvarande,
    } = vote.read.antal();
    // A seat that is empty for the whole § may be told of as away, or not at all.
    let away = if vote.read.has_names() {
        let there = |name: &&&str| {
            sittning
                .known(Some(**name))
                .is_none_or(|who| serving.contains(&who))
        };
        vote.read.franvarande.iter().filter(there).count()
    } else {
        usize::try_from(franvarande).unwrap_or(usize::MAX)
    };
    let votes =
        usize::try_from(ja.saturating_add(nej).saturating_add(avstar)).unwrap_or(usize::MAX);
    let told = votes.saturating_add(away);
    if (least..=most).contains(&told) {
        return;
    }
    let mut message = format!(
        "{most} tjänstgör och deltar, men {} är redovisade i omröstningen.",
        text::antal(told, "röst", "röster")
    );
    if vote.read.has_names() && told < least {
        let absent: Vec<String> = serving
            .iter()
            .filter(|who| !named.contains(who) && !outside.contains(who))
            .take(5)
            .map(|who| sittning.name(*who))
            .collect();
        if !absent.is_empty() {
            message = format!("{} {} saknas.", message, text::och_lista(&absent));
        }
    }
    out.add(vote.at.clone(), paragraf.says(&message)).relies_on(paragraf.at.clone()).advise(
        "Skriv den som avstod i ”avstar” och den som inte var i salen i ”franvarande”, eller rätta närvarolistan.",
    );
}
