//! UND-02: numbers on supporting documents are their order.

use std::collections::BTreeMap;

use super::BESLUTANDE;
use crate::finding::Level;
use crate::profile::ProfileError;
use crate::rules::decisions;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "UND-02",
    slug: "numrerade-underlag",
    level: Level::Rad,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
När handlingar i `beslutsunderlag` har egna nummer (”Bilaga 1”, ”Inkommen handling nr 2”) kontrollerar regeln att de \
står i nummerordning och att inget nummer står två gånger. Skriver profilen själv ut nummer ska titeln inte börja med ett. \
Kommunen kan också bestämma att varje handling ska ha ett nummer.

## Varför
Handlingarna ska ligga i den ordning som numren säger när de skickas till nämnden.

## Exempel
Fel: `Bilaga 2` före `Bilaga 1`
Rätt: `Bilaga 1` före `Bilaga 2`

## Åtgärd
Flytta handlingen, eller rätta numret.

## Källa
Kommunens mall. Orden före numren står i profilens `regler.toml`.
",
};

struct Nummer {
    /// Words that a number follows: "bilaga", "nr".
    labels: Vec<String>,
    /// Whether every document has a number.
    is_required: bool,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let labels = settings.texts("etiketter")?;
    let required = settings.choice("numrerat", &[("ja", true), ("nej", false)])?;
    Ok(Box::new(Nummer {
        labels: labels.iter().map(|label| label.to_lowercase()).collect(),
        is_required: required.unwrap_or(false),
    }))
}

/// A title's own number.
#[derive(Debug, PartialEq, Eq)]
struct Own {
    /// What stands before it, in lower case; empty where the title begins with it.
    series: String,
    number: u32,
}

impl Nummer {
    /// The number of "1. Missiv", "Bilaga 2, karta", "Inkommen handling nr 3".
    fn own(&self, title: &str) -> Option<Own> {
        let title = title.trim();
        let digits = title.bytes().take_while(u8::is_ascii_digit).count();
        if (1..=3).contains(&digits) && title[digits..].starts_with(['.', ')']) {
            let is_item = title[digits + 1..].starts_with(char::is_whitespace);
            return is_item
                .then(|| title[..digits].parse().ok())
                .flatten()
                .map(|number| Own {
                    series: String::new(),
                    number,
                });
        }
        let mut series = String::new();
        let mut after_label = false;
        for word in title.split_whitespace() {
            let bare = word.trim_end_matches(['.', ',', ':', ';', ')']);
            let is_number =
                (1..=3).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
            if after_label && is_number {
                return bare.parse().ok().map(|number| Own { series, number });
            }
            let lower = bare.to_lowercase();
            after_label = self.labels.contains(&lower);
            series.push_str(&lower);
            series.push(' ');
        }
        None
    }
}

impl Check for Nummer {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let choices = &case.context.profile.file.val;
        let prints_numbers = choices
            .get("underlag_numrerat")
            .is_some_and(|is| is == "ja");
        let mut last = BTreeMap::<String, u32>::new();
        for title in decisions::titles(case) {
            let written = title.value.trim();
            let Some(Own { series, number }) = self.own(written) else {
                if self.is_required && !prints_numbers {
                    out.add(
                        title.pointer.clone(),
                        format!("Handlingen {} saknar nummer.", text::quoted(written)),
                    )
                    .advise("Numrera handlingarna i den ordning de ska ligga.");
                }
                continue;
            };
            if series.is_empty() && prints_numbers {
                out.add(
                    title.pointer.clone(),
                    format!("Handlingen {} får två nummer.", text::quoted(written)),
                )
                .advise(
                    "Ta bort numret ur titeln: det skrivs ut efter handlingens plats i listan.",
                );
            }
            match last.insert(series, number) {
                Some(before) if before == number => {
                    out.add(
                        title.pointer.clone(),
                        format!("Numret {number} står på två handlingar."),
                    )
                    .advise("Rätta numret.");
                }
                Some(before) if before > number => {
                    out.add(
                        title.pointer.clone(),
                        format!("Handling nummer {number} står efter nummer {before}."),
                    )
                    .advise("Ställ handlingarna i nummerordning.");
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Nummer, Own};

    #[test]
    fn own_numbers_are_read() {
        let rule = Nummer {
            labels: vec!["nr".to_owned(), "bilaga".to_owned()],
            is_required: false,
        };
        let own = |title: &str| {
            rule.own(title)
                .map(|Own { series, number }| (series, number))
        };
        for (title, series, number) in [
            ("1. Missiv", "", 1),
            ("12) Karta", "", 12),
            ("Bilaga 2, karta", "bilaga ", 2),
            ("Inkommen handling nr 1.", "inkommen handling nr ", 1),
        ] {
            assert_eq!(own(title), Some((series.to_owned(), number)));
        }
        for title in [
            "Budget 2027",
            "1.5 miljoner",
            "Plan för 12 platser",
            "Bilaga A",
            "",
            "Bilaga 2027",
        ] {
            assert_eq!(own(title), None, "{title}");
        }
    }
}
