//! STR-03: text left over from a template. What it finds, no other rule sees.

use super::ALLA;
use crate::finding::Level;
use crate::rules::{Rule, kinds};

pub(super) static RULE: Rule = Rule {
    id: "STR-03",
    slug: "kvarglomd-malltext",
    level: Level::Fel,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare: kinds::malltext::prepare,
    docs: "\
## Vad regeln gör
Hittar text som hör till mallen: instruktioner inom hakparenteser, ”xx”, ”Klicka här”, ”Skriv här”, ”Ta inte bort denna \
rad”, lorem ipsum och kommunens egna instruktionstexter. En instruktion som går över flera stycken räknas en gång. \
Text som bara liknar en instruktion ger en varning. `[sic]`, `[1]`, `[…]`, länkar och fotnoter är inga instruktioner.

## Varför
Instruktionen är skriven till den som skriver, inte till den som läser. Övriga regler ser inte texten, så att de bara \
granskar det som ska stå kvar.

## Exempel
Fel: `[Beskriv här vad ni har kommit fram till och varför.]`
Rätt: `Nämnden är positiv till förslaget.`

## Åtgärd
Ta bort texten, eller skriv ärendets egen text i stället.

## Källa
Kommunens mall. Fraserna och instruktionerna står i profilens `regler.toml`.
",
};
