//! PII-01: personnummer and samordningsnummer. Never says a whole number.

use std::ops::Range;

use super::ALLA;
use crate::finding::Level;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};
use crate::text::{self, Certainty};

pub(super) static RULE: Rule = Rule {
    id: "PII-01",
    slug: "personnummer",
    level: Level::Varning,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Hittar personnummer och samordningsnummer i alla skrivsätt: med och utan sekel, bindestreck, plustecken, tankstreck \
eller mellanslag. Datumet ska finnas och kontrollsiffran stämma. Tio siffror utan ord som ”personnummer” intill ger \
bara ett råd, eftersom andra nummer kan råka se likadana ut. Organisationsnummer, telefonnummer, bankgiro, \
diarienummer och klockslag räknas inte.

## Varför
Handlingar till en nämnd publiceras ofta. Ett personnummer får behandlas utan samtycke bara när det är klart motiverat.

## Exempel
Fel: `Sökanden, 811218-9876, har överklagat beslutet.`
Rätt: `Sökanden har överklagat beslutet.`

## Åtgärd
Ta bort numret. Behövs det för beslutet, skriv det bara i den handling som inte publiceras. Visas numret i rapporten \
är de fyra sista siffrorna alltid utbytta mot stjärnor.

## Källa
3 kap. 10 § lagen (2018:218) med kompletterande bestämmelser till EU:s dataskyddsförordning. Orden som avgör står i \
profilens `regler.toml`.
",
};

struct Numbers {
    /// Words that say that the number is a person's.
    people: Option<Phrases>,
    /// Words that say that it is something else.
    things: Option<Phrases>,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    Ok(Box::new(Numbers {
        people: Phrases::read(settings, "person", &[])?,
        things: Phrases::read(settings, "annat", &[])?,
    }))
}

impl Check for Numbers {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        for text in &case.texts.list {
            for number in text::personnummer(&text.value) {
                let Some(level) = self.level(&text.value, &number.range, number.certainty) else {
                    continue;
                };
                let kind = if number.is_samordningsnummer {
                    "ett samordningsnummer"
                } else {
                    "ett personnummer"
                };
                let shown = text::quoted(&text.value[number.range.clone()]);
                let message = match level {
                    Level::Rad => format!("{shown} kan vara {kind}."),
                    _ => format!("Texten innehåller {kind}: {shown}."),
                };
                out.add(text.place(number.range.clone()), message)
                    .at_most(level)
                    .advise(
                        "Ta bort numret, eller skriv det bara i en handling som inte publiceras.",
                    );
            }
        }
    }
}

/// What stands near a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Near {
    Person,
    Thing,
    Nothing,
}

impl Numbers {
    /// How much a number weighs at most where it stands; `None` when it is most likely something else.
    fn level(&self, text: &str, range: &Range<usize>, certainty: Certainty) -> Option<Level> {
        match (self.near(text, range), certainty) {
            (Near::Person, _) | (Near::Nothing, Certainty::Certain) => Some(Level::Fel),
            (Near::Thing, Certainty::Certain) | (Near::Nothing, Certainty::Possible) => {
                Some(Level::Rad)
            }
            (Near::Thing, _) | (Near::Nothing, Certainty::Weak) => None,
        }
    }

    /// The word nearest before the number decides; without any, a person's word just after it.
    fn near(&self, text: &str, range: &Range<usize>) -> Near {
        const BEFORE: usize = 70;
        const AFTER: usize = 35;
        let start = text.floor_char_boundary(range.start.saturating_sub(BEFORE));
        let end = text.floor_char_boundary(range.end.saturating_add(AFTER));
        let before = &text[start..range.start];
        let before = before.rsplit("\n\n").next().unwrap_or_default();
        let after = &text[range.end..end];
        let after = after.split("\n\n").next().unwrap_or_default();
        let last = |phrases: &Option<Phrases>| {
            let found = phrases.as_ref().map(|phrases| phrases.find(before));
            found.and_then(|found| found.last().map(|range| range.end))
        };
        match (last(&self.people), last(&self.things)) {
            (Some(person), thing) if thing.is_none_or(|thing| thing <= person) => Near::Person,
            (_, Some(_)) => Near::Thing,
            _ if self
                .people
                .as_ref()
                .is_some_and(|people| people.is_in(after)) =>
            {
                Near::Person
            }
            _ => Near::Nothing,
        }
    }
}
