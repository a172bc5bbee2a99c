//! The report for people: only what somebody must look at, and a last line that says how it went.

use std::io::{self, Write};

use crate::batch::{Entry, State, Totals};
use crate::text::{antal, och_lista, versal, visible};

use super::Told;

/// How many files whose document is gone are named.
const NAMED: usize = 20;

/// Writes the report.
///
/// # Errors
/// Whatever `out` says.
pub fn write(told: &mut dyn Told, out: &mut dyn Write) -> io::Result<()> {
    told.each(&mut |_, entry| out.write_all(self::entry(entry).as_bytes()))?;
    let head = told.head();
    out.write_all(orphans(&head.orphans).as_bytes())?;
    writeln!(out, "{}", summary(&head.totals))
}

/// What is told of one document; nothing of one that is as it should be.
#[must_use]
pub fn entry(entry: &Entry) -> String {
    let mut text = String::new();
    let name = visible(&entry.dokument);
    for found in &entry.fynd {
        let place = found.plats.as_ref().map_or_else(
            || format!(" i {name}"),
            |at| {
                format!(
                    " i {}, rad {}, kolumn {}",
                    visible(&at.fil),
                    at.rad,
                    at.kolumn
                )
            },
        );
        let which = entry
            .dokument
            .split_once('#')
            .filter(|_| found.plats.is_some());
        let which = which.map_or_else(String::new, |(_, part)| format!(" ({})", visible(part)));
        text.extend([format!(
            "{} {}{place}{which}: {}",
            found.niva.namn(),
            visible(&found.regel),
            sentence(&found.meddelande)
        )]);
        if let Some(help) = &found.atgard {
            text.extend([format!("  Åtgärd: {}", sentence(help))]);
        }
        text.push('\n');
    }
    match (entry.status, &entry.fel) {
        (State::Stoppad, _) => text.extend([format!(
            "{name} stoppas av det som står ovan. Rätta och kör igen.\n"
        )]),
        (State::Misslyckad, Some(why)) => {
            text.extend([format!("Fel: {name}: {}", sentence(&why.meddelande))]);
            if let Some(help) = &why.atgard {
                text.extend([format!(" {}", sentence(help))]);
            }
            text.push('\n');
        }
        (State::Misslyckad, None) => text.extend([format!("Fel: {name} misslyckades.\n")]),
        (State::Klar | State::Ogjord, _) => {}
    }
    text
}

/// What is told of files whose document is gone.
fn orphans(names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "{} till dokument som inte längre finns:\n",
        antal(names.len(), "fil hör", "filer hör")
    );
    for name in names.iter().take(NAMED) {
        text.extend([format!("  {}\n", visible(name))]);
    }
    if names.len() > NAMED {
        text.extend([format!("  … och {} till\n", names.len() - NAMED)]);
    }
    text + "Åtgärd: ta bort dem med --prune, eller låt dem ligga.\n"
}

/// "40 dokument: 38 klara, 1 stoppat, 1 misslyckades. 76 filer. 3 varningar."
#[must_use]
pub fn summary(totals: &Totals) -> String {
    let mut parts = Vec::new();
    for (count, one, many) in [
        (totals.klara, "klart", "klara"),
        (totals.stoppade, "stoppat", "stoppade"),
        (totals.misslyckade, "misslyckades", "misslyckades"),
        (totals.ogjorda, "ogjort", "ogjorda"),
    ] {
        parts.extend((count > 0).then(|| antal(count, one, many)));
    }
    let mut text = format!("{} dokument", antal_bara(totals.dokument));
    if !parts.is_empty() {
        text.extend([format!(": {}", och_lista(&parts))]);
    }
    text.extend([format!(
        ". {} på plats",
        antal(totals.filer, "fil", "filer")
    )]);
    if totals.behallna > 0 {
        text.extend([format!(
            ", {}",
            antal(
                totals.behallna,
                "ändrad för hand och behållen",
                "ändrade för hand och behållna"
            )
        )]);
    }
    let kinds = [
        (totals.fel, "fel", "fel"),
        (totals.varning, "varning", "varningar"),
        (totals.rad, "råd", "råd"),
    ];
    let told: Vec<String> = kinds
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| antal(*count, one, many))
        .collect();
    let found = if told.is_empty() {
        "inga fynd".to_owned()
    } else {
        och_lista(&told)
    };
    format!("{text}. {}.", versal(&found))
}

fn antal_bara(count: usize) -> String {
    antal(count, "", "").trim_end().to_owned()
}

fn sentence(text: &str) -> String {
    let text = visible(text.trim_end());
    if text.ends_with(['.', '?', '!', '…', ':']) || text.ends_with(".”") {
        text.into_owned()
    } else {
        format!("{text}.")
    }
}
