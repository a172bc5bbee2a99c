//! TABELL: rows of a Markdown table with more cells than its head.

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
PLN-02.

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
    let rows = remarks::each(case, |kind| match kind {
        RemarkKind::LongRow { cells, columns } => Some(("|", (*cells, *columns))),
        _ => None,
    });
    for (pointer, _, (cells, columns)) in rows {
        out.add(
            pointer,
            format!("En rad i tabellen har {cells} celler, men tabellhuvudet har {columns}."),
        )
        .advise("Ge tabellhuvudet fler rubriker, eller ta bort det som är över på raden.");
    }
}
