//! EXP-02: receivers that are bodies of the municipality are called what the register calls them.

use super::BESLUTANDE;
use crate::finding::{Applicability, Level};
use crate::profile::ProfileError;
use crate::rules::decisions;
use crate::rules::findings::Findings;
use crate::rules::register::Receiver;
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "EXP-02",
    slug: "mottagarnas-namn",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Hittar mottagare i `expedieras_till` vars namn liknar en nämnd, en förvaltning eller ett bolag i kommunens register \
men inte är rätt. Stora och små bokstäver, genitiv och ord efter namnet (”Servicenämndens diarium”) har ingen \
betydelse. En mottagare som inte liknar något i registret räknas som extern och granskas inte. Har profilen bara en del \
av kommunens instanser (`registret = \"delvis\"`) tiger regeln när namnet kan vara en annan instans: den hittar då bara \
ett felskrivet tecken, och den som har instansens egen adress under ett annat namn.

## Varför
Ett beslut som skickas till ett namn som inte finns kommer inte fram, och protokollet blir fel.

## Exempel
Fel: `Individ- och familjenämndens diarium`
Rätt: `Individ- och familjeomsorgsnämndens diarium`

## Åtgärd
Skriv namnet som det står i registret. Är det registret som är gammalt, ändra `[[instans]]` i profilens `regler.toml`.

## Källa
Kommunens register över nämnder, förvaltningar och bolag: `[[instans]]` i profilens `regler.toml`. Där står också \
`registret`.
",
};

struct Namn {
    /// The register has every body of the municipality.
    is_whole: bool,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let is_whole = settings.choice("registret", &[("helt", true), ("delvis", false)])?;
    Ok(Box::new(Namn {
        is_whole: is_whole.unwrap_or(false),
    }))
}

impl Check for Namn {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        for (receiver, who) in decisions::known_receivers(case) {
            let name = receiver.name;
            let Receiver::Near { body, written } = who else {
                continue;
            };
            let (body, written) = (*body, written.clone());
            let is_sure = || {
                case.register
                    .is_surely(body, &name.value[written.clone()], receiver.address)
            };
            if !self.is_whole && !is_sure() {
                continue;
            }
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
}
