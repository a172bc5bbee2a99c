//! LNG-01: abbreviations that should be written out. Which ones is the profile's.

use super::ALLA;
use crate::finding::Level;
use crate::rules::{Rule, kinds};

pub(super) static RULE: Rule = Rule {
    id: "LNG-01",
    slug: "forkortningar",
    level: Level::Rad,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare: kinds::ersattning::prepare,
    docs: "\
## Vad regeln gör
Hittar förkortningar som bör skrivas ut: ”bl.a.”, ”t.ex.”, ”s.k.”, ”m.m.”, ”dvs.” och liknande.

## Varför
Förkortningar gör texten svårare att läsa, och en skärmläsare läser dem fel.

## Exempel
Fel: `Taxan gäller bl.a. bygglov.`
Rätt: `Taxan gäller bland annat bygglov.`

## Åtgärd
Skriv ut orden.

## Källa
Myndigheternas skrivregler, Språkrådet. Listan står i profilens `regler.toml`.
",
};
