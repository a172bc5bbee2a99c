//! `kansli frister`: the last days that follow from a meeting, as text or as data. Computes none of them itself.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::arende::{self, Arende};
use crate::finding::Level;
use crate::mote::TYP;
use crate::mote::frister::{
    Del, Frist, Frister, Omfattning, anslag_senast, dagen_efter, justering_senast,
    overklagande_senast,
};
use crate::text::{datum_i_ord, paragrafer, veckodag, visible};

use super::args::{FristerArgs, ListArg};
use super::console::Console;
use super::inputs::{self, Listed};
use super::report::printed;
use super::{Failure, Status, desk};

/// What the dates stand on.
const SOURCES: &str = "\nRäknat enligt 5 kap. 69 §, 8 kap. 12 § och 13 kap. 5 § kommunallagen (2017:725) och 2 § lagen \
(1930:173) om beräkning av lagstadgad tid. Förvaltningsbesvär räknas i stället från den dag då parten fick del av \
beslutet.\n";

pub(super) fn run(args: &FristerArgs, console: &mut Console) -> Status {
    let mut status = Status::Good;
    let mut told = Vec::new();
    let mut is_first = true;
    let items = inputs::listed(&args.files);
    for item in &items {
        match Failure::guard(|| read(item)) {
            Ok(None) => {}
            Ok(Some(mote)) => {
                let frister = Frister::of(&mote.raw);
                if frister.sammantrade.is_none() {
                    status = status.max(Status::Findings);
                }
                if args.report == ListArg::Json {
                    told.push(data(item.name(), &mote, &frister));
                } else {
                    let gap = if is_first { "" } else { "\n" };
                    console.say(&format!("{gap}{}", block(item.name(), &mote, &frister)));
                }
                is_first = false;
            }
            Err(failure) => {
                status = status.max(failure.status);
                console.complain(&failure);
            }
        }
    }
    if is_first && status == Status::Good {
        let none = Failure::usage("Ingen av filerna är ett sammanträde.")
            .help("Ange en fil vars $schema är mote.schema.json.");
        console.complain(&none);
        status = none.status;
    }
    if args.report == ListArg::Json {
        let report = json!({
            "version": env!("CARGO_PKG_VERSION"),
            "slutkod": status.code(),
            "moten": told,
        });
        console.say(&printed(&report));
    } else if !is_first {
        console.say(SOURCES);
    }
    status
}

/// A meeting; `None` for what was only found in a folder and is something else.
fn read(item: &Listed) -> Result<Option<Arende>, Failure> {
    let Some(content) = item.read(None)? else {
        return Ok(None);
    };
    let workspace = desk::workspace(None)?;
    let types = workspace.types().iter().map(String::as_str);
    let known: Vec<&str> = types.chain([TYP]).collect();
    let reading = arende::read(item.name(), &content.bytes, &known);
    let name = visible(item.name());
    let Some(read) = reading.arende else {
        let mut faults = reading.findings.iter().filter(|f| f.level == Level::Fel);
        let fault = faults.next().map_or("", |fault| &fault.message);
        return Err(Failure::new(
            Status::Findings,
            format!("{name} går inte att läsa: {fault}"),
        )
        .help("Kör kansli check på filen."));
    };
    if read.typ == TYP {
        return Ok(Some(read));
    }
    if item.is_found() {
        return Ok(None);
    }
    Err(Failure::usage(format!("{name} är inget sammanträde."))
        .help("Ange en fil vars $schema är mote.schema.json."))
}

/// When something happens: on a day, or within some days as long as the file does not say.
#[derive(Clone, Copy)]
enum Dag {
    Okand,
    Den(Date),
    Mellan(Date, Date),
}

/// What follows from one justering.
struct Foljd {
    anslag: Dag,
    overklagande: Dag,
    efter: Dag,
    /// The last day to appeal, when it is known which it is.
    frist: Option<Frist>,
}

fn foljd(frister: &Frister, del: &Del) -> Foljd {
    let between = del.justering.map_or_else(
        || {
            Some((
                frister.sammantrade?,
                anslag_senast(justering_senast(frister.sammantrade?).dag).dag,
            ))
        },
        |justering| Some((justering, anslag_senast(justering).dag)),
    );
    let frist = del.overklagande_senast();
    let spread = |of: fn(Date) -> Date| match (del.anslag, between) {
        (Some(anslag), _) => Dag::Den(of(anslag)),
        (None, Some((first, last))) => Dag::Mellan(of(first), of(last)),
        (None, None) => Dag::Okand,
    };
    Foljd {
        anslag: spread(|day| day),
        overklagande: spread(|day| overklagande_senast(day).dag),
        efter: spread(|day| dagen_efter(overklagande_senast(day))),
        frist,
    }
}

/// "tisdag 5 maj 2026".
fn i_ord(date: Date) -> String {
    format!("{} {}", veckodag(date), datum_i_ord(date))
}

fn dag(dag: Dag) -> String {
    match dag {
        Dag::Okand => "går inte att räkna ut".to_owned(),
        Dag::Den(date) => i_ord(date),
        Dag::Mellan(first, last) => format!("tidigast {}, senast {}", i_ord(first), i_ord(last)),
    }
}

fn med_flytt(frist: Frist) -> String {
    let moved = frist.flyttad().map_or_else(String::new, |why| {
        let from = i_ord(frist.utan_flytt);
        // "lördag 6 juni 2026" says all there is to say of a Saturday.
        let name = if from.starts_with(why) {
            String::new()
        } else {
            format!(", {why}")
        };
        format!(" (flyttat från {from}{name})")
    });
    i_ord(frist.dag) + &moved
}

fn title(mote: &Arende) -> String {
    let instans = mote.instans.as_deref().unwrap_or("Sammanträde");
    visible(instans).into_owned()
}

/// One meeting as text.
fn block(name: &str, mote: &Arende, frister: &Frister) -> String {
    let mut text = title(mote);
    if let Some(date) = frister.sammantrade {
        let _ = writeln!(text, ", {} ({})", i_ord(date), visible(name));
    } else {
        let _ = writeln!(text, " ({})", visible(name));
        text.push_str("  Sammanträdesdatum saknas i filen: fyll i sammantradesdatum.\n");
    }
    for del in &frister.delar {
        let heading = match (del.omfattning, &del.paragrafer[..]) {
            (Omfattning::Omedelbart, numbers) => {
                format!("{}, omedelbart justerat", paragrafer(numbers))
            }
            (Omfattning::Protokollet, []) => "Protokollet".to_owned(),
            (Omfattning::Protokollet, numbers) => format!("Protokollet, {}", paragrafer(numbers)),
        };
        let _ = writeln!(text, "\n  {heading}");
        for (label, value) in rows(frister, del) {
            let _ = writeln!(text, "    {label:26}{value}");
        }
    }
    text
}

fn rows(frister: &Frister, del: &Del) -> Vec<(&'static str, String)> {
    let foljd = foljd(frister, del);
    let mut rows = Vec::new();
    let late = |date: Date, last: Option<Frist>| match last {
        Some(last) if date > last.dag => " – för sent",
        _ => "",
    };
    if del.omfattning == Omfattning::Omedelbart {
        rows.extend(del.justering.map(|date| ("Justerat", i_ord(date))));
    } else {
        let last = frister.sammantrade.map(justering_senast);
        rows.extend(last.map(|last| ("Justering senast", med_flytt(last))));
        let label = if del.justerad { "Justerat" } else { "Justeras" };
        rows.push(match del.justering {
            Some(date) => (label, i_ord(date) + late(date, last)),
            None => (
                "Justerat",
                "saknas i filen: fyll i datum i justering".to_owned(),
            ),
        });
    }
    let last = del.anslag_senast();
    rows.extend(last.map(|last| ("Anslag senast", med_flytt(last))));
    match (del.anslag, foljd.anslag) {
        (Some(date), _) => rows.push(("Anslaget", i_ord(date) + late(date, last))),
        (None, Dag::Mellan(first, last)) => {
            let field = match del.omfattning {
                Omfattning::Omedelbart => "fyll i datum och paragrafer i anslag",
                Omfattning::Protokollet => "fyll i datum i anslag",
            };
            rows.push(("Anslaget", format!("saknas i filen: {field}")));
            rows.push(("Anslås", dag(Dag::Mellan(first, last))));
        }
        (None, _) => {}
    }
    let last = foljd
        .frist
        .map_or_else(|| dag(foljd.overklagande), med_flytt);
    rows.push(("Sista dag att överklaga", last));
    rows.push((
        "Anslaget tas ned",
        match foljd.efter {
            Dag::Den(date) => format!("tidigast {}", i_ord(date)),
            other => dag(other),
        },
    ));
    if let (Some(nedtas), Dag::Den(first)) = (del.nedtas, foljd.efter)
        && nedtas < first
    {
        rows.push((
            "Nedtas enligt filen",
            format!("{} – för tidigt", i_ord(nedtas)),
        ));
    }
    rows.push((
        "Laga kraft",
        match foljd.efter {
            Dag::Den(date) => format!("{}, om ingen överklagar", i_ord(date)),
            other => dag(other),
        },
    ));
    rows
}

/// One meeting as data.
fn data(name: &str, mote: &Arende, frister: &Frister) -> Value {
    let delar = frister.delar.iter().map(|del| {
        let foljd = foljd(frister, del);
        let last = match del.omfattning {
            Omfattning::Omedelbart => None,
            Omfattning::Protokollet => frister.sammantrade.map(justering_senast),
        };
        json!({
            "omfattning": match del.omfattning {
                Omfattning::Omedelbart => "omedelbart_justerat",
                Omfattning::Protokollet => "protokollet",
            },
            "paragrafer": del.paragrafer,
            "justering_senast": last.map(frist),
            "justering": del.justering.map(|date| date.to_string()),
            "anslag_senast": del.anslag_senast().map(frist),
            "anslag": as_data(foljd.anslag),
            "overklagande_senast": foljd.frist.map_or_else(|| as_data(foljd.overklagande), frist),
            "nedtas_tidigast": as_data(foljd.efter),
            "laga_kraft": as_data(foljd.efter),
            "saknas": missing(frister, del),
        })
    });
    json!({
        "fil": name,
        "instans": mote.instans,
        "sammantradesdatum": frister.sammantrade.map(|date| date.to_string()),
        "delar": delar.collect::<Vec<_>>(),
    })
}

/// The fields that must be filled in before every date can be told.
fn missing(frister: &Frister, del: &Del) -> Vec<&'static str> {
    let all = [
        ("sammantradesdatum", frister.sammantrade.is_none()),
        (
            "justering.datum",
            del.justering.is_none() && del.omfattning == Omfattning::Protokollet,
        ),
        ("anslag.datum", del.anslag.is_none()),
    ];
    let missing = all.into_iter().filter(|(_, is_missing)| *is_missing);
    missing.map(|(name, _)| name).collect()
}

fn as_data(dag: Dag) -> Value {
    match dag {
        Dag::Okand => Value::Null,
        Dag::Den(date) => json!({"datum": date.to_string()}),
        Dag::Mellan(first, last) => {
            json!({"datum": null, "tidigast": first.to_string(), "senast": last.to_string()})
        }
    }
}

fn frist(frist: Frist) -> Value {
    match frist.flyttad() {
        None => json!({"datum": frist.dag.to_string()}),
        Some(why) => json!({
            "datum": frist.dag.to_string(),
            "flyttat_fran": frist.utan_flytt.to_string(),
            "anledning": why,
        }),
    }
}
