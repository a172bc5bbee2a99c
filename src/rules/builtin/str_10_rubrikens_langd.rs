//! STR-10: a title that can be read in a kallelse.

use serde_json::Value;

use super::ALLA;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "STR-10",
    slug: "rubrikens-langd",
    level: Level::Rad,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Hittar rubriker som är för långa för en kallelse. I en kommun som delar rubriken i två delar ska det centrala stå i den \
första delen, och bara den delens längd räknas.

## Varför
Rubriken följer ärendet genom kallelse, protokoll och diarium. En kort rubrik går att läsa och att söka efter.

## Exempel
Fel: `Omreglering av tomträttsavgälder för ett antal fastigheter i området Fågelhöjden i stadsdelen Öster samt tillägg \
till tidigare beslutsunderlag`
Rätt: `Omreglering av tomträttsavgälder på Fågelhöjden`

## Åtgärd
Korta rubriken till det som ärendet handlar om och flytta resten till texten. I en kommun med tvådelade rubriker: sätt \
det övriga i den andra delen.

## Källa
Kommunens mall. Gränserna står i profilens `regler.toml`: `max_tecken` för rubriken, och `max_tecken_forsta_delen` med \
`delas_av` där rubriken har två delar.
",
};

struct Rubrik {
    most: usize,
    /// What parts the title in two; empty where titles have one part.
    separators: Vec<String>,
    /// How long the first of two parts may be.
    first: usize,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    const TITLE: usize = 120;
    const FIRST: usize = 70;
    Ok(Box::new(Rubrik {
        most: settings.number("max_tecken", TITLE)?,
        separators: settings
            .texts("delas_av")?
            .into_iter()
            .filter(|s| !s.is_empty())
            .collect(),
        first: settings.number("max_tecken_forsta_delen", FIRST)?,
    }))
}

impl Check for Rubrik {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let Some(title) = case.field("rubrik").and_then(Value::as_str) else {
            return;
        };
        let at = Pointer::root().key("rubrik");
        let length = |part: &str| {
            part.split_whitespace()
                .map(|word| word.chars().count() + 1)
                .sum::<usize>()
                .saturating_sub(1)
        };
        if self.separators.is_empty() {
            let length = length(title);
            if length > self.most {
                out.add(
                    at,
                    format!(
                        "Rubriken är {length} tecken lång; gränsen är {}.",
                        self.most
                    ),
                )
                .advise(
                    "Korta rubriken till det som ärendet handlar om och flytta resten till texten.",
                );
            }
            return;
        }
        let end = self
            .separators
            .iter()
            .filter_map(|separator| title.find(separator.as_str()))
            .min();
        let first = length(&title[..end.unwrap_or(title.len())]);
        if first <= self.first {
            return;
        }
        let separator = match &*self.separators[0] {
            "\n" => "en radbrytning (\\n)".to_owned(),
            other => text::quoted(other.trim()),
        };
        let message = match end {
            Some(_) => format!(
                "Rubrikens första del är {first} tecken lång; gränsen är {}.",
                self.first
            ),
            None => format!(
                "Rubriken är {first} tecken lång och inte delad i två; gränsen är {}.",
                self.first
            ),
        };
        out.add(at, message).advise(format!(
            "Sätt det centrala först och resten i en andra del, efter {separator}."
        ));
    }
}
