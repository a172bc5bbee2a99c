//! SUM-03: a summary short enough to be copied into kallelse and protokoll.

use super::BESLUTANDE;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::texts::Part;
use crate::rules::{Case, Check, Rule};

pub(super) static RULE: Rule = Rule {
    id: "SUM-03",
    slug: "sammanfattningens-langd",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Räknar orden i sammanfattningen. Kortformen (”Ärendet i sin helhet”) räknas inte.

## Varför
Sammanfattningen kopieras till kallelsen och protokollet. Är den för lång blir protokollet svårt att läsa.

## Exempel
Fel: en sammanfattning på 320 ord
Rätt: två eller tre korta stycken om vad ärendet gäller och varför det har väckts

## Åtgärd
Flytta det som bara behövs för att förstå utredningen till ärendets egen text.

## Källa
Kommunens mall: ”Sammanfattningen ska så långt det är möjligt kunna användas i protokollet.” Gränsen, `max_ord`, står \
i profilens `regler.toml`.
",
};

struct Langd {
    most: usize,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    const DEFAULT: usize = 200;
    Ok(Box::new(Langd {
        most: settings.number("max_ord", DEFAULT)?,
    }))
}

impl Check for Langd {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let is_word = |word: &&str| word.contains(char::is_alphanumeric);
        let words: usize = case
            .texts
            .part(Part::Sammanfattning)
            .map(|text| text.value.split_whitespace().filter(is_word).count())
            .sum();
        if words > self.most {
            let message = format!(
                "Sammanfattningen har {words} ord; gränsen är {}.",
                self.most
            );
            out.add(Pointer::root().key("sammanfattning"), message)
                .advise("Korta texten, så att den kan kopieras till kallelse och protokoll.");
        }
    }
}
