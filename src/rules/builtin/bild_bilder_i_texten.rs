//! BILD: pictures that are not there, or stand in the middle of a sentence.

use super::{ALLA, remarks};
use crate::finding::Level;
use crate::markup::RemarkKind;
use crate::rules::findings::Findings;
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "BILD",
    slug: "bilder-i-texten",
    level: Level::Fel,
    since: "0.1",
    types: ALLA,
    needs_document: true,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Hittar bilder i texten som inte finns i fältet `bilder`, och bilder som står mitt i ett stycke (Råd).

## Varför
En bild som inte finns skrivs ut som sitt tecken, `![](namn)`. En bild mitt i ett stycke flyttas till efter stycket, \
så att texten går att läsa högt i rätt ordning.

## Exempel
Fel: `![](karta)` när `bilder` inte har någon `karta`
Rätt: `![](karta)` på en egen rad, och bilden `karta` i fältet `bilder`

## Åtgärd
Lägg till bilden i fältet `bilder`, eller rätta namnet. Ställ bilden på en egen rad med en tom rad före och efter.

## Källa
Dokumentens textformat; lagen (2018:1937) om tillgänglighet till digital offentlig service.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let pictures = remarks::each(case, |kind| match kind {
        RemarkKind::UnknownPicture(id) => Some((id.as_str(), true)),
        RemarkKind::PictureInLine => Some(("![", false)),
        _ => None,
    });
    let known: Vec<&str> = case
        .field("bilder")
        .and_then(|pictures| pictures.as_object())
        .map(|pictures| pictures.keys().map(String::as_str).collect())
        .unwrap_or_default();
    for (pointer, id, is_unknown) in pictures {
        if is_unknown {
            // One that cannot be read is told of where its file is named.
            if known.contains(&id) {
                continue;
            }
            let near =
                text::closest(id, known.iter().copied()).map(|near| format!("Menade du ”{near}”?"));
            out.add(
                pointer,
                format!("Bilden {} finns inte i fältet ”bilder”.", text::quoted(id)),
            )
            .help = Some(near.unwrap_or_else(|| {
                "Lägg till bilden i fältet ”bilder”, eller ta bort den ur texten.".to_owned()
            }));
        } else {
            out.add(
                pointer,
                "En bild står mitt i ett stycke och skrivs ut efter stycket.",
            )
            .at_most(Level::Rad)
            .advise("Ställ bilden på en egen rad, med en tom rad före och efter.");
        }
    }
}
