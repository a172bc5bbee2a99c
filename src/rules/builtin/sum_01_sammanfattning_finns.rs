//! SUM-01: a case of more than a few lines has a summary.

use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::texts::Part;
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "SUM-01",
    slug: "sammanfattning-finns",
    level: Level::Fel,
    since: "0.1",
    types: &["skrivelse", "tjansteskrivelse", "yttrande"],
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Kräver en sammanfattning när ärendets text är längre än ett visst antal rader. Kommuner som alltid kräver en \
sammanfattning har den bland de obligatoriska avsnitten, och då är det STR-01 som säger till. Kortformen räknas som \
sammanfattning.

## Varför
Sammanfattningen kopieras till kallelse och protokoll. Ett ärende på några rader är sin egen sammanfattning.

## Exempel
Fel: en tjänsteskrivelse på två sidor utan `sammanfattning`
Rätt: `\"sammanfattning\": \"Taxan höjs från och med den 1 januari 2027 för att täcka kostnaden för kontrollen.\"`

## Åtgärd
Skriv en sammanfattning i fältet `sammanfattning`.

## Källa
Kommunens mall. Gränsen, `over_rader`, står i profilens `regler.toml`; utan den säger regeln ingenting. Avsnitt som \
alltid krävs står i `rubriker.toml`, under `krav`.
",
};

struct Finns {
    /// The text that needs a summary is longer than this; `None` where the length does not matter.
    over: Option<usize>,
    line: usize,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let over = settings.number("over_rader", usize::MAX)?;
    Ok(Box::new(Finns {
        over: (over < usize::MAX).then_some(over),
        line: settings.number("tecken_per_rad", super::LINE)?,
    }))
}

impl Check for Finns {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let Some(over) = self.over else { return };
        let is_there = ["sammanfattning", "kortform"]
            .iter()
            .any(|field| case.texts.can_be_read(&Pointer::root().key(field)));
        if is_there || case.typ.krav.iter().any(|id| id == "sammanfattning") {
            return;
        }
        let lines: usize = case
            .texts
            .part(Part::Arendet)
            .map(|text| text::rader(&text.value, self.line))
            .sum();
        if lines > over {
            let message =
                format!("Ärendet är ungefär {lines} rader långt men har ingen sammanfattning.");
            out.add(Pointer::root().key("sammanfattning"), message)
                .advise("Skriv en kort sammanfattning i fältet ”sammanfattning”.");
        }
    }
}
