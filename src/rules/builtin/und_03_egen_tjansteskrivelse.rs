//! UND-03: the own tjänsteskrivelse is among the supporting documents, where the municipality wants it.

use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::decisions;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "UND-03",
    slug: "egen-tjansteskrivelse",
    level: Level::Av,
    since: "0.1",
    types: &["tjansteskrivelse", "protokollsutdrag"],
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Kontrollerar att tjänsteskrivelsen själv står i `beslutsunderlag`, och att den står först. Regeln är avstängd om inte \
kommunen slår på den.

## Varför
I en del kommuner är tjänsteskrivelsen den första av handlingarna i ärendet, och listan ska då visa det.

## Exempel
Fel: `Regler för föreningsbidrag` ensam i listan
Rätt: `Tjänsteskrivelse, nya regler för föreningsbidrag` först i listan

## Åtgärd
Lägg till tjänsteskrivelsen överst i `beslutsunderlag`.

## Källa
Kommunens mall. Ordet och platsen står i profilens `regler.toml`.
",
};

struct Egen {
    words: Vec<String>,
    is_first: bool,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let words = settings.texts("ord")?;
    let place = settings.choice("plats", &[("först", true), ("valfri", false)])?;
    Ok(Box::new(Egen {
        words: words.iter().map(|word| word.to_lowercase()).collect(),
        is_first: place.unwrap_or(true),
    }))
}

impl Check for Egen {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let is_own = |title: &str| {
            let title = title.to_lowercase();
            self.words.iter().any(|word| title.contains(word.as_str()))
        };
        let titles: Vec<_> = decisions::titles(case).collect();
        let own = titles.iter().position(|title| is_own(&title.value));
        match own {
            None if !titles.is_empty() => {
                out.add(
                    Pointer::root().key("beslutsunderlag"),
                    "Tjänsteskrivelsen står inte bland beslutsunderlagen.",
                )
                .advise("Lägg till den i ”beslutsunderlag”.");
            }
            Some(index) if self.is_first && index > 0 => {
                let title = titles[index];
                out.add(
                    title.pointer.clone(),
                    format!(
                        "{} står inte först bland beslutsunderlagen.",
                        text::quoted(title.value.trim())
                    ),
                )
                .advise("Flytta den överst i listan.");
            }
            _ => {}
        }
    }
}
