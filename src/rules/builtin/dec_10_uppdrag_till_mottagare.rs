//! DEC-10: every body that the decision gives a task gets the decision.

use std::collections::BTreeSet;
use std::ops::Range;

use super::BESLUTANDE;
use crate::finding::Level;
use crate::profile::ProfileError;
use crate::rules::decisions;
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::register::{Found, Receiver};
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "DEC-10",
    slug: "uppdrag-nar-mottagaren",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Hittar nämnder, förvaltningar och bolag i kommunens register som får ett uppdrag i beslutet (”uppdrar åt Tekniska \
nämnden att …”, ”Tekniska nämnden får i uppdrag att …”) och kontrollerar att de står i `expedieras_till`, med sitt namn \
eller sin adress. Den som bara nämns behöver inte stå där. Saknas mottagare helt talar EXP-01, och står mottagaren där \
under fel namn talar EXP-02.

## Varför
Den som ska göra något måste få veta det.

## Exempel
Fel: `Kommunstyrelsen uppdrar åt Tekniska nämnden att ta fram en plan.` utan Tekniska nämnden bland mottagarna
Rätt: samma beslut, med `{ \"namn\": \"Tekniska nämnden\" }` i `expedieras_till`

## Åtgärd
Lägg till den som får uppdraget i `expedieras_till`.

## Källa
Kommunens mall. Orden står i profilens `regler.toml`, instanserna i `[[instans]]`.
",
};

struct Uppdrag {
    /// "uppdrar åt": those who come after it, before "att".
    gives: Phrases,
    /// "uppdras", "får i uppdrag": those who come before it, and those who come after it before "att".
    gets: Phrases,
    /// "ger … i uppdrag": those between the two words.
    gives_to: Phrases,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let phrases = |key| Ok(Phrases::read(settings, key, &[])?.unwrap_or_default());
    Ok(Box::new(Uppdrag {
        gives: phrases("ger_uppdrag")?,
        gets: phrases("far_uppdrag")?,
        gives_to: phrases("ger_i_uppdrag")?,
    }))
}

impl Check for Uppdrag {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let mut told = BTreeSet::new();
        let mut nobody_listed = true;
        for (receiver, who) in decisions::known_receivers(case) {
            nobody_listed = false;
            told.extend(case.register.by_address(receiver.address));
            match who {
                Receiver::Registered(bodies) => told.extend(bodies),
                Receiver::Near { body, .. } => {
                    told.insert(*body);
                }
                Receiver::External => {}
            }
        }
        if nobody_listed {
            return;
        }
        let document = decisions::named(case.context.arende, "instans");
        told.extend(document.and_then(|name| case.register.identify(name)));
        for decision in decisions::of(case) {
            told.extend(
                decision
                    .own_instans
                    .and_then(|name| case.register.identify(name)),
            );
            for point in decision.points {
                for found in self.tasked(case, &point.value) {
                    if !told.insert(found.body) {
                        continue;
                    }
                    let body = case.register.body(found.body);
                    let address = body
                        .adresser
                        .first()
                        .map_or_else(String::new, |address| format!(", med adressen {address}"));
                    let message = format!(
                        "{} får ett uppdrag i beslutet men står inte bland mottagarna.",
                        body.namn
                    );
                    out.add(point.place(found.range.clone()), message)
                        .advise(format!(
                            "Lägg till {} i ”expedieras_till”{address}.",
                            text::quoted(&body.namn)
                        ));
                }
            }
        }
    }
}

/// Words before a name that make it something else than the one who gets the task: "ordföranden i Tekniska nämnden".
const BESIDE: [&str; 13] = [
    "av", "enligt", "för", "från", "genom", "hos", "i", "inom", "med", "mellan", "på", "under",
    "vid",
];

impl Uppdrag {
    /// The bodies that a text gives a task, in order.
    fn tasked(&self, case: &Case<'_>, point: &str) -> Vec<Found> {
        let mut tasked = Vec::new();
        for sentence in text::meningar(point) {
            let written = &point[sentence.clone()];
            let spans = self.spans(written);
            if spans.is_empty() {
                continue;
            }
            for mut found in case.register.find(written) {
                let is_inside = |span: &Range<usize>| {
                    span.start <= found.range.start && found.range.end <= span.end
                };
                let before = written[..found.range.start].split_whitespace().next_back();
                let is_beside = before.is_some_and(|word| BESIDE.contains(&&*word.to_lowercase()));
                if !found.is_genitive && !is_beside && spans.iter().any(is_inside) {
                    found.range =
                        found.range.start + sentence.start..found.range.end + sentence.start;
                    tasked.push(found);
                }
            }
        }
        tasked
    }

    /// Where those who get a task are named in a sentence. What comes after "att" is the task. One marker of each kind is
    /// enough: a sentence that goes on after its task speaks of the task.
    fn spans(&self, sentence: &str) -> Vec<Range<usize>> {
        let first = |phrases: &Phrases| phrases.find(sentence).into_iter().next();
        let task = |from: usize| {
            let rest = &sentence[from..];
            let ends = [" att ", ":", ";"].iter().filter_map(|end| rest.find(end));
            from + ends.min().unwrap_or(rest.len())
        };
        let mut spans = Vec::new();
        if let Some(marker) = first(&self.gives) {
            spans.push(marker.end..task(marker.end));
        }
        if let Some(marker) = first(&self.gets) {
            spans.push(0..marker.start);
            spans.push(marker.end..task(marker.end));
        }
        if let Some(marker) = first(&self.gives_to)
            && let Some(length) = sentence[marker.end..].find(" i uppdrag")
        {
            let end = marker.end + length;
            spans.push(marker.end..end);
            spans.push(end..task(end));
        }
        spans
    }
}
