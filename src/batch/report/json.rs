//! The report as data: a line for each document. Read back when the reports of shares are put together.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::batch::{Entry, Share, Totals};

use super::{Head, Told};

/// A report that is read back.
#[derive(Debug, Deserialize)]
pub(in crate::batch) struct ReportFile {
    pub(in crate::batch) kommando: String,
    pub(in crate::batch) del: Option<Part>,
    pub(in crate::batch) plan: PlanPart,
    #[serde(default)]
    pub(in crate::batch) overgivna: Vec<String>,
    pub(in crate::batch) dokument: Vec<Numbered>,
}

/// Which share.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::batch) struct Part {
    pub(in crate::batch) nummer: u32,
    pub(in crate::batch) av: u32,
}

/// What was planned.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::batch) struct PlanPart {
    pub(in crate::batch) dokument: usize,
    pub(in crate::batch) avtryck: String,
}

/// A document with its number in the plan.
#[derive(Debug, Deserialize)]
pub(in crate::batch) struct Numbered {
    pub(in crate::batch) nr: usize,
    #[serde(flatten)]
    pub(in crate::batch) entry: Entry,
}

/// The same to be written, without what only the journal needs.
#[derive(Serialize)]
struct Line<'a> {
    nr: usize,
    #[serde(flatten)]
    entry: &'a Entry,
}

/// Writes the report.
///
/// # Errors
/// Whatever `out` says.
pub fn write(told: &mut dyn Told, out: &mut dyn Write) -> io::Result<()> {
    let Head {
        share,
        planned,
        avtryck,
        totals,
        orphans,
    } = told.head();
    let del = share.map(|Share { number, of }| Part {
        nummer: number,
        av: of,
    });
    writeln!(out, "{{")?;
    for (name, value) in [
        ("version", json!(env!("CARGO_PKG_VERSION"))),
        ("kommando", json!("batch")),
        ("slutkod", json!(totals.slutkod)),
        ("del", json!(del)),
        (
            "plan",
            json!(PlanPart {
                dokument: planned,
                avtryck
            }),
        ),
        ("antal", counts(&totals)),
        ("overgivna", json!(orphans)),
    ] {
        if !value.is_null() {
            writeln!(out, "  \"{name}\": {},", visible(&value.to_string()))?;
        }
    }
    write!(out, "  \"dokument\": [")?;
    let mut before = "\n";
    told.each(&mut |nr, entry| {
        let bare = Entry {
            avtryck: None,
            beroenden: std::collections::BTreeMap::new(),
            ..entry.clone()
        };
        let line = serde_json::to_string(&Line { nr, entry: &bare })?;
        write!(out, "{before}    {}", visible(&line))?;
        before = ",\n";
        Ok(())
    })?;
    writeln!(out, "\n  ]\n}}")
}

fn counts(totals: &Totals) -> serde_json::Value {
    json!({
        "dokument": totals.dokument,
        "klara": totals.klara,
        "stoppade": totals.stoppade,
        "misslyckade": totals.misslyckade,
        "ogjorda": totals.ogjorda,
        "filer": totals.filer,
        "behallna": totals.behallna,
        "fel": totals.fel,
        "varning": totals.varning,
        "rad": totals.rad,
    })
}

/// Whatever a terminal might obey, as an escape that reads back as the same text.
fn visible(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if crate::text::is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                text.extend([format!("\\u{unit:04x}")]);
            }
        } else {
            text.push(c);
        }
    }
    text
}
