//! DJUP: lists nested deeper than a reader can follow.

use super::{ALLA, remarks};
use crate::finding::Level;
use crate::markup::RemarkKind;
use crate::rules::findings::Findings;
use crate::rules::{Case, Rule};

pub(super) static RULE: Rule = Rule {
    id: "DJUP",
    slug: "listor-i-listor",
    level: Level::Varning,
    since: "0.1",
    types: ALLA,
    needs_document: true,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Hittar listor som ligger djupare än åtta nivåer.

## Varför
Så djupa listor går inte att visa i Word, och ingen kan följa dem. Punkterna flyttas upp till den åttonde nivån.

## Exempel
Fel: en punkt som är indragen nio gånger
Rätt: underrubriker och listor i högst två eller tre nivåer

## Åtgärd
Dela upp listan i flera, under egna rubriker.

## Källa
Dokumentens textformat; lagen (2018:1937) om tillgänglighet till digital offentlig service.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let lists = remarks::each(case, |kind| {
        matches!(kind, RemarkKind::TooDeep).then_some(("", ()))
    });
    for (pointer, _, ()) in lists {
        out.add(
            pointer,
            "En lista ligger djupare än åtta nivåer; punkterna är flyttade uppåt.",
        )
        .advise("Dela upp listan i flera, under egna rubriker.");
    }
}
