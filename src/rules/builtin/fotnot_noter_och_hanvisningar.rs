//! FOTNOT: footnotes without a reference and references without a footnote.

use super::{ALLA, remarks};
use crate::finding::Level;
use crate::markup::RemarkKind;
use crate::rules::findings::Findings;
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "FOTNOT",
    slug: "noter-och-hanvisningar",
    level: Level::Fel,
    since: "0.1",
    types: ALLA,
    needs_document: true,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Hittar hänvisningar till fotnoter som inte finns, och fotnoter som ingen hänvisar till.

## Varför
En hänvisning utan fotnot skrivs ut som sitt tecken, `[^1]`. En fotnot utan hänvisning skrivs inte ut alls: då \
försvinner text ur dokumentet.

## Exempel
Fel: `Kostnaden har ökat.[^1]` utan någon `[^1]: …` i samma fält
Rätt: `Kostnaden har ökat.[^1]` och, efter en tom rad, `[^1]: Årsredovisning 2025, sidan 14.`

## Åtgärd
Skriv fotnotens text i samma fält som hänvisningen, eller ta bort den som är över.

## Källa
Dokumentens textformat.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let notes = remarks::each(case, |kind| match kind {
        RemarkKind::NoteMissing(label) => Some((label.as_str(), true)),
        RemarkKind::NoteUnused(label) => Some((label.as_str(), false)),
        _ => None,
    });
    for (pointer, label, is_missing) in notes {
        let label = text::visible(label);
        if is_missing {
            out.add(
                pointer,
                format!("Hänvisningen [^{label}] har ingen fotnot i samma fält."),
            )
            .advise(format!(
                "Skriv fotnoten på en egen rad, ”[^{label}]: …”, eller ta bort hänvisningen."
            ));
        } else {
            out.add(
                pointer,
                format!("Fotnoten [^{label}] har ingen hänvisning och skrivs inte ut."),
            )
            .advise(format!(
                "Skriv [^{label}] där fotnoten hör hemma, eller ta bort den."
            ));
        }
    }
}
