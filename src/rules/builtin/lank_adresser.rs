//! LANK: links to what must not be a link.

use super::{ALLA, remarks};
use crate::finding::Level;
use crate::markup::RemarkKind;
use crate::rules::findings::Findings;
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "LANK",
    slug: "lankars-adresser",
    level: Level::Fel,
    since: "0.1",
    types: ALLA,
    needs_document: true,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Hittar länkar vars adress inte börjar med `https://`, `http://` eller `mailto:`.

## Varför
En sådan länk går inte att följa för den som läser dokumentet och kan vara farlig. Den skrivs därför ut bokstav för \
bokstav, med hakparenteser och allt.

## Exempel
Fel: `[kommunens webbplats](www.boras.se)`
Rätt: `[kommunens webbplats](https://www.boras.se)`

## Åtgärd
Skriv hela adressen, med `https://` först. En e-postadress skrivs med `mailto:` först.

## Källa
Dokumentens textformat; lagen (2018:1937) om tillgänglighet till digital offentlig service.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let links = remarks::each(case, |kind| match kind {
        RemarkKind::ForbiddenLink(target) => Some((target.as_str(), ())),
        _ => None,
    });
    for (pointer, target, ()) in links {
        out.add(
            pointer,
            format!(
                "Adressen {} kan inte vara en länk och skrivs ut bokstav för bokstav.",
                text::quoted(target)
            ),
        )
        .advise("Skriv hela adressen med ”https://” eller ”mailto:” först, eller ta bort länken.");
    }
}
