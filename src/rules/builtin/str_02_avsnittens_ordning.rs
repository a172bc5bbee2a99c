//! STR-02: the sections stand in the order of the municipality's template.

use super::{ALLA, tree};
use crate::document::{Block, BlockKind};
use crate::finding::Level;
use crate::rules::findings::Findings;
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "STR-02",
    slug: "avsnittens-ordning",
    level: Level::Fel,
    since: "0.1",
    types: ALLA,
    needs_document: true,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Kontrollerar att det färdiga dokumentets avsnitt står i kommunens ordning. Programmet ordnar avsnitten självt, så regeln \
ger fynd bara om en egen mall lägger något mellan dem som hindrar det.

## Varför
Den som läser många ärenden hittar snabbare när beslutet, sammanfattningen och underlaget alltid står på samma plats.

## Exempel
Fel: en egen mall som skriver beslutsunderlaget före sammanfattningen
Rätt: avsnitten i samma ordning som i `rubriker.toml`

## Åtgärd
Felet ligger i mallen, inte i ärendet. Be den som sköter mallen att rätta ordningen.

## Källa
Kommunens mall. Ordningen står i profilens `rubriker.toml`, under `ordning`.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let Some(document) = case.context.document else {
        return;
    };
    // The section furthest down in the order that has come so far.
    let mut last: Option<(usize, &Block)> = None;
    for block in &document.blocks {
        let BlockKind::Section { role, blocks } = &block.kind else {
            continue;
        };
        let Some(place) = case.typ.ordning.iter().position(|id| id == role.id()) else {
            continue;
        };
        match last {
            Some((before, above)) if before > place => {
                out.add(
                    tree::origin(blocks).unwrap_or_default(),
                    format!(
                        "Avsnittet {} står efter {}, men ska stå före.",
                        name(block),
                        name(above)
                    ),
                )
                .advise("Ordningen kommer ur mallen: be den som sköter den att rätta den.");
            }
            _ => last = Some((place, block)),
        }
    }
}

/// What the section is called in the document.
fn name(block: &Block) -> String {
    let BlockKind::Section { role, blocks } = &block.kind else {
        return String::new();
    };
    let heading = blocks.first().and_then(tree::heading);
    text::quoted(&heading.map_or_else(|| text::versal(role.id()), |(_, words)| words))
}
