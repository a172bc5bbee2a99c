//! TABELL: rows of a Markdown table with more cells than its head, and tables inside the cell of another.

use super::{ALLA, remarks};
use crate::finding::Level;
use crate::markup::RemarkKind;
use crate::rules::findings::Findings;
use crate::rules::{Case, Rule};

pub(super) static RULE: Rule = Rule {
    id: "TABELL",
    slug: "rader-i-tabeller",
    level: Level::Fel,
    since: "0.1",
    types: ALLA,
    needs_document: true,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Hittar rader med fler celler än tabellhuvudet, i tabeller som är skrivna i löpande text. Fältet `tabell` granskas av \
PLN-02. Hittar också en tabell inuti en tabellcell: dess rader skrivs ut som vanlig text.

## Varför
Det som inte får plats läggs i radens sista cell. Då står siffror under fel rubrik.

## Exempel
Fel: `| 2024 | 12 | 14 |` under huvudet `| År | Antal |`
Rätt: `| 2024 | 12 |`

## Åtgärd
Ge tabellhuvudet en rubrik till, eller ta bort cellen. Ett lodrätt streck i själva texten skrivs `\\|`.

## Källa
Dokumentens textformat; lagen (2018:1937) om tillgänglighet till digital offentlig service.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let found = remarks::each(case, |kind| match kind {
        RemarkKind::LongRow { cells, columns } => Some((
            "|",
            (
                format!("En rad i tabellen har {cells} celler, men tabellhuvudet har {columns}."),
                "Ge tabellhuvudet fler rubriker, eller ta bort det som är över på raden.",
            ),
        )),
        RemarkKind::TableInCell => Some((
            "|",
            (
                "En tabell står i en tabellcell.".to_owned(),
                "Skriv cellen som text eller lista, eller dela upp tabellen.",
            ),
        )),
        _ => None,
    });
    for (pointer, _, (message, advice)) in found {
        out.add(pointer, message).advise(advice);
    }
}
