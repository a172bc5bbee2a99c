//! PRO-07: the protocol is justerat, announced and taken down when the law says.

use jiff::civil::Date;

use super::MOTE;
use crate::finding::Level;
use crate::mote::frister::{Del, Frist, Frister, Omfattning, dagen_efter, justering_senast};
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};
use crate::text::{datum_i_ord, paragrafer, veckodag};

pub(super) static RULE: Rule = Rule {
    id: "PRO-07",
    slug: "justering-och-anslag",
    level: Level::Fel,
    since: "0.2",
    types: MOTE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Räknar på sammanträdets datum: justering senast 14 dagar efter sammanträdet, anslag senast andra dagen efter justeringen, \
och anslaget tas ned tidigast dagen efter sista dagen för överklagande (tre veckor efter anslaget). En sista dag som \
infaller på en lördag, söndag, helgdag eller på midsommar-, jul- eller nyårsafton flyttas till nästa vardag. Paragrafer \
som justerades omedelbart räknas från sammanträdesdagen. Det som går att ändra är ett fel; en sen justering som redan är \
gjord är en varning.

## Varför
Överklagandetiden börjar när justeringen har anslagits. Tas anslaget ned för tidigt vinner beslutet inte laga kraft.

## Exempel
Fel: anslag den 12 maj 2026 och `nedtas` den 2 juni 2026
Rätt: `nedtas` den 3 juni 2026, dagen efter sista dagen för överklagande

## Åtgärd
Rätta datumen i `justering` och `anslag`, eller utelämna `nedtas` så räknas dagen ut. `kansli frister` visar alla datum.

## Källa
5 kap. 69 §, 6 kap. 35 §, 8 kap. 12 § och 13 kap. 5 § kommunallagen (2017:725); 2 § lagen (1930:173) om beräkning av \
lagstadgad tid.
",
};

struct Datum {
    /// What lateness weighs when it cannot be undone.
    done: Level,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    const LEVELS: [(&str, Level); 4] = [
        ("av", Level::Av),
        ("råd", Level::Rad),
        ("varning", Level::Varning),
        ("fel", Level::Fel),
    ];
    let done = settings.choice("redan_gjort", &LEVELS)?;
    Ok(Box::new(Datum {
        done: done.unwrap_or(Level::Varning),
    }))
}

fn shown(date: Date) -> String {
    format!("{} {}", veckodag(date), datum_i_ord(date))
}

/// "måndag 22 juni 2026 (flyttat från midsommarafton)".
fn last(frist: Frist) -> String {
    let day = shown(frist.dag);
    match frist.flyttad() {
        Some(why) => format!("{day} (flyttat från {why})"),
        None => day,
    }
}

impl Check for Datum {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let frister = Frister::of(case.context.arende);
        for del in &frister.delar {
            self.justering(&frister, del, out);
            self.anslag(del, out);
        }
    }
}

/// How a message about a part opens.
fn opening(del: &Del, rest: &str) -> String {
    match del.omfattning {
        Omfattning::Omedelbart => format!("{}: {rest}", paragrafer(&del.paragrafer)),
        Omfattning::Protokollet => crate::text::versal(rest),
    }
}

impl Datum {
    fn late(&self, is_done: bool, out: &mut crate::finding::Finding) {
        if is_done {
            out.at_most(self.done);
        }
    }

    fn justering(&self, frister: &Frister, del: &Del, out: &mut Findings<'_>) {
        let (Some(meeting), Some(date), Omfattning::Protokollet) =
            (frister.sammantrade, del.justering, del.omfattning)
        else {
            return;
        };
        let at = Pointer::root().key("justering").key("datum");
        let limit = justering_senast(meeting);
        if date < meeting {
            let message = format!(
                "Justeringen, {}, är före sammanträdet, {}.",
                shown(date),
                shown(meeting)
            );
            out.add(at, message)
                .advise("Rätta datumet i ”justering” eller ”sammantradesdatum”.");
        } else if date > limit.dag && !(del.justerad && self.done == Level::Av) {
            let message = format!(
                "Justeringen, {}, är mer än 14 dagar efter sammanträdet. Sista dagen är {}.",
                shown(date),
                last(limit)
            );
            let finding = out.add(at, message);
            finding.advise("Justera tidigare, eller rätta datumet.");
            self.late(del.justerad, finding);
        }
    }

    fn anslag(&self, del: &Del, out: &mut Findings<'_>) {
        let Some(date) = del.anslag else {
            return;
        };
        let root = Pointer::root().key("anslag");
        let root = del.plats.map_or(root.clone(), |index| root.index(index));
        if let (Some(justering), Some(limit)) = (del.justering, del.anslag_senast()) {
            if date < justering {
                let message = opening(
                    del,
                    &format!(
                        "anslaget, {}, är före justeringen, {}.",
                        shown(date),
                        shown(justering)
                    ),
                );
                out.add(root.key("datum"), message)
                    .advise("Rätta datumet. Det är justeringen som anslås, så den kommer först.");
            } else if date > limit.dag && !(del.justerad && self.done == Level::Av) {
                let message = opening(
                    del,
                    &format!(
                        "anslaget, {}, är senare än andra dagen efter justeringen. Sista dagen är {}.",
                        shown(date),
                        last(limit)
                    ),
                );
                let finding = out.add(root.key("datum"), message);
                finding.advise("Anslå tidigare, eller rätta datumet.");
                self.late(del.justerad, finding);
            }
        }
        let (Some(down), Some(appeal)) = (del.nedtas, del.overklagande_senast()) else {
            return;
        };
        let first = dagen_efter(appeal);
        if down < first {
            let message = opening(
                del,
                &format!(
                    "anslaget tas ned {}, men beslutet går att överklaga till och med {}.",
                    shown(down),
                    last(appeal)
                ),
            );
            out.add(root.key("nedtas"), message).advise(format!(
                "Skriv {first} eller senare i ”nedtas”, eller utelämna fältet så räknas dagen ut."
            ));
        }
    }
}
