//! STR-05: an optional section without content is not printed.

use super::{ALLA, tree};
use crate::document::{Block, BlockKind};
use crate::finding::Level;
use crate::rules::findings::Findings;
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "STR-05",
    slug: "tomma-avsnitt",
    level: Level::Fel,
    since: "0.1",
    types: ALLA,
    needs_document: true,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Kontrollerar att inget av dokumentets bestämda avsnitt, till exempel Samverkan eller Reservation, skrivs ut utan \
innehåll. Programmet utelämnar tomma avsnitt självt, så regeln ger fynd bara om en egen mall skriver en sådan rubrik \
ändå, eller om fältet bara innehåller blanktecken.

## Varför
En rubrik utan text ser ut som att något har fallit bort.

## Exempel
Fel: rubriken ”Samverkan” följd av rubriken ”Beslutet expedieras till”
Rätt: ingen rubrik ”Samverkan” när ärendet inte har samverkats

## Åtgärd
Ta bort det tomma fältet. Hjälper inte det ligger felet i mallen: be den som sköter den att flytta in rubriken i avsnittet.

## Källa
Borås Stads mall: ”Är det ingen samverkan tar du bort rubriken.”
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let Some(document) = case.context.document else {
        return;
    };
    let blocks = &document.blocks;
    for (index, block) in blocks.iter().enumerate() {
        let empty = match &block.kind {
            BlockKind::Section {
                role,
                blocks: inner,
            } => (!tree::has_content(inner)).then(|| {
                let heading = inner.first().and_then(tree::heading);
                heading.map_or_else(|| text::versal(role.id()), |(_, words)| words)
            }),
            BlockKind::Heading { .. } => bare_heading(case, block, blocks.get(index + 1)),
            _ => None,
        };
        if let Some(name) = empty {
            let at = tree::origin(std::slice::from_ref(block)).unwrap_or_default();
            out.add(
                at,
                format!("Avsnittet {} skrivs ut utan innehåll.", text::quoted(&name)),
            )
            .advise("Ta bort det tomma fältet. Hjälper inte det ligger felet i mallen.");
        }
    }
}

/// The words of a heading outside any section that is a section's own and stands over nothing.
fn bare_heading(case: &Case<'_>, block: &Block, next: Option<&Block>) -> Option<String> {
    let (level, words) = tree::heading(block)?;
    let profile = case.context.profile;
    let mut ids = case.typ.ordning.iter();
    let is_own = ids.any(|id| profile.heading(case.context.typ, id) == Some(&*words));
    let ends = match next.map(|next| &next.kind) {
        None | Some(BlockKind::Section { .. } | BlockKind::PageBreak) => true,
        Some(BlockKind::Heading { level: below, .. }) => *below <= level,
        Some(_) => false,
    };
    (is_own && ends).then_some(words)
}
