//! EXP-02: receivers that are bodies of the municipality are called what the register calls them.

use super::BESLUTANDE;
use crate::finding::{Applicability, Level};
use crate::rules::decisions;
use crate::rules::findings::Findings;
use crate::rules::register::Receiver;
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "EXP-02",
    slug: "mottagarnas-namn",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Hittar mottagare i `expedieras_till` vars namn liknar en nämnd, en förvaltning eller ett bolag i kommunens register \
men inte är rätt. Stora och små bokstäver, genitiv och ord efter namnet (”Servicenämndens diarium”) har ingen \
betydelse. En mottagare som inte liknar något i registret räknas som extern och granskas inte.

## Varför
Ett beslut som skickas till ett namn som inte finns kommer inte fram, och protokollet blir fel.

## Exempel
Fel: `Individ- och familjenämndens diarium`
Rätt: `Individ- och familjeomsorgsnämndens diarium`

## Åtgärd
Skriv namnet som det står i registret. Är det registret som är gammalt, ändra `[[instans]]` i profilens `regler.toml`.

## Källa
Kommunens register över nämnder, förvaltningar och bolag: `[[instans]]` i profilens `regler.toml`.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    for receiver in decisions::receivers(case) {
        let name = receiver.name;
        let Receiver::Near { body, written } =
            case.register.receiver(&name.value, receiver.address)
        else {
            continue;
        };
        let right = &case.register.body(body).namn;
        let message = format!(
            "Mottagaren {} finns inte i kommunens register.",
            text::quoted(&name.value[written.clone()])
        );
        let edit = name.edit(written, right.as_str());
        out.add(name.pointer.clone(), message)
            .advise(format!("Menade du {}?", text::quoted(right)))
            .mend(
                Applicability::Unsafe,
                format!("Skriv {}", text::quoted(right)),
                edit.into_iter().collect(),
            );
    }
}
