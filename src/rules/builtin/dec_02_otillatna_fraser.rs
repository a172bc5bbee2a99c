//! DEC-02: phrases that say nothing unless the reader has another document. The phrases are the profile's.

use super::BESLUTANDE;
use crate::finding::Level;
use crate::rules::{Rule, kinds};

pub(super) static RULE: Rule = Rule {
    id: "DEC-02",
    slug: "otillatna-fraser-i-beslut",
    level: Level::Fel,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare: kinds::fras::prepare,
    docs: "\
## Vad regeln gör
Hittar fraser i beslutstexten som hänvisar bort i stället för att säga vad som beslutas, till exempel ”enligt förslag” \
och ”enligt bilaga 1”. Bara beslutet granskas: ett yrkande får säga ”i enlighet med arbetsutskottets förslag”.

## Varför
Beslutet flyttas över till protokollet och skickas ut i utdrag. Där finns varken tjänsteskrivelsen eller bilagorna, \
och den som läser ska ändå förstå vad som är beslutat.

## Exempel
Fel: `Nämnden beslutar i enlighet med föreliggande förslag.`
Rätt: `Nämnden antar Regler för föreningsbidrag att gälla från och med den 1 januari 2027.`

## Åtgärd
Skriv i klartext vad som beslutas: vem, vad och från när.

## Källa
Kommunens mallinstruktioner. Vilka fraser som inte får stå bestämmer profilen, i `regler.toml`.
",
};
