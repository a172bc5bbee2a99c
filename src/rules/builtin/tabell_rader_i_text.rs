//! TABELL: rows of a Markdown table with more cells than its head, or fewer, and tables inside the cell of another.

use super::{ALLA, remarks};
use crate::finding::Level;
use crate::markup::RemarkKind;
use crate::rules::findings::Findings;
use crate::rules::{Case, Rule};
use crate::text;

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
Hittar rader med fler eller färre celler än tabellhuvudet, i tabeller som är skrivna i löpande text. Fältet `tabell` granskas av \
PLN-02. Hittar också en tabell inuti en tabellcell: dess rader skrivs ut som vanlig text.

## Varför
Det som inte får plats läggs i radens sista cell, och saknas en cell blir de sista tomma. Då står siffror under fel \
rubrik. En rad text direkt under en tabell blir en rad i den.

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
        RemarkKind::UnevenRow { cells, columns } => Some((
            "|",
            (
                format!(
                    "En rad i tabellen har {}, men tabellhuvudet har {columns}.",
                    text::antal(*cells, "cell", "celler")
                ),
                if cells > columns {
                    "Ge tabellhuvudet fler rubriker, eller ta bort det som är över på raden."
                } else {
                    "Lägg till det som saknas på raden; en tom cell skrivs med ett mellanslag mellan strecken. Skriv en \
                     tom rad före text som kommer efter tabellen."
                },
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
