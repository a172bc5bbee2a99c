//! TAB-01: every table has a header row, and no header cell is empty.

use std::ops::Range;

use serde_json::Value;

use super::{ALLA, tree};
use crate::document::{Block, BlockKind, Table, visit};
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::{Findings, Place};
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};

pub(super) static RULE: Rule = Rule {
    id: "TAB-01",
    slug: "tabellhuvud",
    level: Level::Fel,
    since: "0.1",
    types: ALLA,
    needs_document: true,
    prepare,
    docs: "\
## Vad regeln gör
Kontrollerar att varje tabell har ett tabellhuvud där ingen cell är tom. En tom cell längst upp till vänster, över \
radernas namn, ger bara ett råd. Att huvudet upprepas på nästa sida sköter programmet.

## Varför
En skärmläsare läser upp kolumnens rubrik före varje cell. Utan rubrik hörs bara en siffra.

## Exempel
Fel: `\"kolumner\": [\"Verksamhet\", \"\", \"2026\"]`
Rätt: `\"kolumner\": [\"Verksamhet\", \"2025\", \"2026\"]`

## Åtgärd
Ge kolumnen en rubrik som säger vad som står i den, även den första: ”Verksamhet”, ”Förening”, ”År”.

## Källa
Lagen (2018:1937) om tillgänglighet till digital offentlig service.
",
};

struct Tabellhuvud {
    /// The most that an empty first corner weighs.
    corner: Level,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    const CHOICES: [(&str, Level); 4] = [
        ("av", Level::Av),
        ("råd", Level::Rad),
        ("varning", Level::Varning),
        ("fel", Level::Fel),
    ];
    let corner = settings.choice("tomt_horn", &CHOICES)?;
    Ok(Box::new(Tabellhuvud {
        corner: corner.unwrap_or(Level::Rad),
    }))
}

impl Check for Tabellhuvud {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let Some(document) = case.context.document else {
            return;
        };
        visit::blocks(&document.blocks, &mut |block| {
            if let BlockKind::Table(table) = &block.kind {
                self.table(case, block, table, out);
            }
        });
    }
}

impl Tabellhuvud {
    fn table(&self, case: &Case<'_>, block: &Block, table: &Table, out: &mut Findings<'_>) {
        let field = || tree::origin(std::slice::from_ref(block)).unwrap_or_default();
        if table.head.is_empty() {
            out.add(field(), "Tabellen har inget tabellhuvud.")
                .advise("Ge tabellen en första rad som säger vad som står i varje kolumn.");
            return;
        }
        let is_empty = |column: usize| !tree::has_content(&table.head[column].blocks);
        for column in (0..table.head.len()).filter(|column| is_empty(*column)) {
            // An empty column under an empty corner is no column of names.
            let is_corner = column == 0
                && table.head.len() > 1
                && table.rows.iter().any(|row| {
                    row.first()
                        .is_some_and(|cell| tree::has_content(&cell.blocks))
                });
            if is_corner && self.corner == Level::Av {
                continue;
            }
            let message = format!("Kolumn {} i tabellen har ingen rubrik.", column + 1);
            let finding = out.add(place(case, field(), column), message);
            finding.advise("Skriv i tabellhuvudet vad som står i kolumnen.");
            if is_corner {
                finding.at_most(self.corner);
            }
        }
    }
}

/// The header cell in the ärende: an element of `kolumner`, or the row in running text.
fn place(case: &Case<'_>, field: Pointer, column: usize) -> Place {
    // The first field of a table with an empty corner may be any of its cells.
    let of_table = field
        .as_str()
        .find("/tabell")
        .map(|at| &field.as_str()[..at + "/tabell".len()]);
    if let Some(table) = of_table.and_then(Pointer::parse) {
        let cell = table.key("kolumner").index(column);
        let is_there = case
            .context
            .arende
            .pointer(cell.as_str())
            .is_some_and(Value::is_string);
        return if is_there { cell } else { table }.into();
    }
    let text = case
        .texts
        .list
        .iter()
        .find(|text| field.is_within(&text.pointer));
    match text.and_then(|text| Some((text, header_with_hole(&text.value, column)?))) {
        Some((text, line)) => text.place(line),
        None => field.into(),
    }
}

/// The first header row whose cell in this column is empty.
fn header_with_hole(text: &str, column: usize) -> Option<Range<usize>> {
    let is_rule = |line: &str| line.contains("--") && line.chars().all(|c| "|-: \t\r".contains(c));
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let is_head =
            line.contains('|') && lines.peek().is_some_and(|next| is_rule(next.trim_end()));
        let row = line.trim();
        let row = row.strip_prefix('|').unwrap_or(row);
        let cell = row.strip_suffix('|').unwrap_or(row).split('|').nth(column);
        if is_head && cell.is_some_and(|cell| cell.trim().is_empty()) {
            return Some(at..at + line.len());
        }
        at += line.len();
    }
    None
}
