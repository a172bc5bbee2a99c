//! PRO-08: the §§ of a meeting are numbered without gap or repeat, and are called what their ärenden are called.

use std::collections::BTreeSet;

use super::{BESLUTANDE, MOTE};
use crate::arende::{self, LARGEST};
use crate::finding::Level;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::sittning::{Paragraf, Sittning};
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "PRO-08",
    slug: "nummer-och-rubriker",
    level: Level::Fel,
    since: "0.2",
    types: MOTE,
    needs_document: false,
    prepare: |_: &Settings| -> Result<Box<dyn Check>, ProfileError> { Ok(Box::new(check)) },
    docs: "\
## Vad regeln gör
Kontrollerar att paragraferna är numrerade i följd, utan luckor och utan att ett nummer kommer två gånger. Ett ärende som \
utgick (`utgar`) behåller sitt nummer eller utelämnas, som profilen säger. Pekar paragrafen på ett ärende och har en egen \
rubrik jämförs den med ärendets; en skillnad är en varning.

## Varför
En lucka ser ut som om en paragraf saknas. Två paragrafer med samma nummer går inte att hänvisa till. Rubriken ska vara \
densamma i ärendet, kallelsen och protokollet, så att ärendet går att följa.

## Exempel
Fel: § 63, § 65
Rätt: § 63, § 64, eller § 64 med `\"utgar\": true`

## Åtgärd
Rätta `nummer`. Ta bort paragrafens `rubrik`, så hämtas den ur ärendet.

## Källa
Praxis. Om utgångna ärenden står kvar bestäms av `utgangna` i profilens `profil.toml`.
",
};

/// `utgangna` in a profile where ärenden that were taken off the agenda are left out of the protocol.
const UTELAMNA: &str = "utelamna";

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let sittning = Sittning::of(case);
    let chosen = case.context.profile.file.val.get("utgangna");
    let are_left_out = chosen.is_some_and(|chosen| chosen == UTELAMNA);
    numbers(&sittning.paragrafer, are_left_out, out);
    for paragraf in &sittning.paragrafer {
        title(case, paragraf, out);
    }
}

fn numbers(paragrafer: &[Paragraf<'_>], are_left_out: bool, out: &mut Findings<'_>) {
    let mut seen = BTreeSet::new();
    let mut before: Option<u64> = None;
    // §§ since then whose numbers are told to be wrong: so many may be lacking here.
    let mut misnumbered = 0;
    for paragraf in paragrafer {
        let Some(number) = paragraf.nummer else {
            misnumbered += 1;
            continue;
        };
        if are_left_out && paragraf.is("utgar") {
            continue;
        }
        if !seen.insert(number) {
            let message = paragraf.says("numret finns redan i protokollet.");
            out.add(paragraf.at.key("nummer"), message)
                .advise("Ge paragrafen nästa lediga nummer.");
            misnumbered += 1;
            continue;
        }
        if let Some(before) = before
            && !(1..=misnumbered + 1).contains(&number.saturating_sub(before))
        {
            let last = text::paragraf(&before.to_string());
            let sentence = if number > before {
                let missing = missing(before + 1, number);
                format!("närmast före står {last}, så {missing} saknas.")
            } else {
                format!("närmast före står {last}, så numren går inte i följd.")
            };
            let previous = paragraf.at.before().unwrap_or_else(|| paragraf.at.clone());
            out.add(paragraf.at.key("nummer"), paragraf.says(&sentence))
                .relies_on(previous)
                .advise("Rätta numret. Ett ärende som utgick märks med ”utgar”: true.");
        }
        before = Some(number);
        misnumbered = 0;
    }
}

fn missing(from: u64, to: u64) -> String {
    if to - from == 1 {
        text::paragraf(&from.to_string())
    } else {
        format!("§§{}{from}–{}", text::NBSP, to - 1)
    }
}

/// The § is called what the ärende is called.
fn title(case: &Case<'_>, paragraf: &Paragraf<'_>, out: &mut Findings<'_>) {
    let (Some(own), Some(path), Some(folder)) = (
        paragraf.word("rubrik"),
        paragraf.word("arende"),
        case.context.folder,
    ) else {
        return;
    };
    // That the file is missing or broken is told where it is brought in.
    let Ok(bytes) = folder.files.read(&folder.path.join(path), LARGEST) else {
        return;
    };
    let Some(arende) = arende::read(path, &bytes, BESLUTANDE).arende else {
        return;
    };
    let plain = |title: &str| {
        let words: Vec<&str> = title.split_whitespace().collect();
        words.join(" ")
    };
    if !arende.rubrik.trim().is_empty() && plain(&arende.rubrik) != plain(own) {
        let message = format!(
            "rubriken är en annan än ärendets: {}.",
            text::quoted(&arende.rubrik)
        );
        out.add(paragraf.at.key("rubrik"), paragraf.says(&message))
            .at_most(Level::Varning)
            .advise(
                "Ta bort ”rubrik”, så hämtas den ur ärendet, eller rätta den rubrik som är fel.",
            );
    }
}
