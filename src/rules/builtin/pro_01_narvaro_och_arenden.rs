//! PRO-01: the protocol states who served and which ärenden were treated.

use std::collections::{BTreeMap, BTreeSet};

use super::MOTE;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::sittning::{Sittning, Tjanst};
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "PRO-01",
    slug: "narvaro-och-arenden",
    level: Level::Fel,
    since: "0.2",
    types: MOTE,
    needs_document: false,
    prepare: |_: &Settings| -> Result<Box<dyn Check>, ProfileError> { Ok(Box::new(check)) },
    docs: "\
## Vad regeln gör
Kontrollerar att protokollet redovisar vilka ledamöter och ersättare som har tjänstgjort och vilka ärenden som har \
behandlats: att `tjanstgorande` är ifyllt, att någon leder sammanträdet, att ingen står två gånger för samma paragraf, \
att en ersättare inte tjänstgör samtidigt med den som den ersätter, att paragraferna i närvarolistan finns. Att \
en paragraf saknar rubrik sägs redan när sammanträdet läses.

## Varför
Den som läser protokollet ska kunna se vem som var med och beslutade. Utan det går det inte att pröva om instansen var \
beslutför eller vem som får reservera sig.

## Exempel
Fel: ett sammanträde utan `tjanstgorande`
Rätt: `{ \"namn\": \"Sara Nyström\", \"parti\": \"S\", \"for\": \"Lena Forsgren (S)\", \"paragrafer\": \"64–72\" }`

## Åtgärd
Fyll i `tjanstgorande` med ordföranden först. Den som bara tjänstgör en del av sammanträdet får `paragrafer`. Kommer \
eller går någon mitt i ett ärende, skriv det i paragrafens `narvaroforandring`.

## Källa
5 kap. 66 § kommunallagen (2017:725); för nämnder 6 kap. 35 §.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let sittning = Sittning::of(case);
    let at = Pointer::root().key("tjanstgorande");
    match case.field("tjanstgorande") {
        // Of the wrong type: the schema speaks of that.
        Some(field) if !field.is_array() => {}
        Some(field) if field.as_array().is_some_and(|all| !all.is_empty()) => {
            leads(&sittning, &at, out);
            for tjanst in &sittning.tjanster {
                interval(&sittning, tjanst, out);
            }
            overlaps(&sittning, out);
        }
        _ => {
            out.add(at, "Protokollet säger inte vilka som har tjänstgjort.")
                .advise("Fyll i ”tjanstgorande”: namn, parti och uppdrag, ordföranden först.");
        }
    }
}

/// Somebody must lead the meeting.
fn leads(sittning: &Sittning<'_>, at: &Pointer, out: &mut Findings<'_>) {
    let is_led = sittning.tjanster.iter().any(Tjanst::may_lead)
        || sittning
            .paragrafer
            .iter()
            .any(|p| p.word("ordforande").is_some());
    if !is_led && !sittning.tjanster.is_empty() {
        out.add(at.clone(), "Det framgår inte vem som leder sammanträdet.")
            .advise("Skriv ”roll”: ”ordförande” på den som leder det, eller fyll i ”ordforande” i paragraferna.");
    }
}

/// The §§ that somebody serves in are §§ of the meeting.
fn interval(sittning: &Sittning<'_>, tjanst: &Tjanst<'_>, out: &mut Findings<'_>) {
    let numbers = || sittning.paragrafer.iter().filter_map(|p| p.nummer);
    let (Some(paragrafer), Some(first), Some(last)) =
        (&tjanst.paragrafer, numbers().min(), numbers().max())
    else {
        return;
    };
    let name = &tjanst.person;
    let ends = paragrafer
        .intervals()
        .flat_map(|range| [*range.start(), *range.end()]);
    if let Some(odd) = ends.into_iter().find(|end| !(first..=last).contains(end)) {
        let message = format!(
            "{name} tjänstgör enligt närvarolistan i {}, men sammanträdet har {}.",
            text::paragraf(&odd.to_string()),
            span(first, last)
        );
        out.add(tjanst.at.key("paragrafer"), message).advise(
            "Rätta paragraferna, eller utelämna fältet för den som tjänstgör hela sammanträdet.",
        );
    } else if paragrafer
        .intervals()
        .any(|range| range.start() > range.end())
    {
        out.add(
            tjanst.at.key("paragrafer"),
            format!("Paragraferna för {name} står i fel ordning."),
        )
        .advise("Skriv det lägre numret först: 60–63.");
    }
}

fn span(first: u64, last: u64) -> String {
    if first == last {
        text::paragraf(&first.to_string())
    } else {
        format!("§§{}{first}–{last}", text::NBSP)
    }
}

/// Nobody serves twice in a §, and no seat has two people longer than it takes to change places.
fn overlaps(sittning: &Sittning<'_>, out: &mut Findings<'_>) {
    let mut twice: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    let mut both: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    let all = sittning.tjanster.iter();
    let seats: Vec<Option<usize>> = all.map(|t| sittning.known(t.for_whom)).collect();
    for paragraf in &sittning.paragrafer {
        let Some(number) = paragraf.nummer else {
            continue;
        };
        let changes = paragraf.value.get("narvaroforandring").is_some();
        let serving = sittning.serving(paragraf);
        let mut seen = BTreeSet::new();
        let there: BTreeSet<usize> = serving.iter().map(|tjanst| tjanst.who).collect();
        for tjanst in serving {
            if !seen.insert(tjanst.who) {
                twice.entry(tjanst.index).or_default().push(number);
            } else if !changes
                && let Some(other) = seats[tjanst.index]
                && other != tjanst.who
                && there.contains(&other)
            {
                both.entry(tjanst.index).or_default().push(number);
            }
        }
    }
    for (index, numbers) in twice {
        let tjanst = &sittning.tjanster[index];
        let message = format!(
            "{} står två gånger i närvarolistan för {}.",
            tjanst.person,
            text::paragrafer(&numbers)
        );
        out.add(tjanst.at.clone(), message)
            .advise("Ta bort den ena raden, eller skriv i ”paragrafer” vilka paragrafer som gäller var och en.");
    }
    for (index, numbers) in both {
        let tjanst = &sittning.tjanster[index];
        let message = format!(
            "{} tjänstgör för {}, men båda står som tjänstgörande i {}.",
            tjanst.person,
            tjanst.for_whom.unwrap_or_default(),
            text::paragrafer(&numbers)
        );
        out.add(tjanst.at.clone(), message).advise(
            "Skriv i ”paragrafer” vilka paragrafer var och en tjänstgör. Byter de plats mitt i ett ärende, skriv det i \
             paragrafens ”narvaroforandring”.",
        );
    }
}
