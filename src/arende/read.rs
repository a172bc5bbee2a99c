//! Reading an ärende: bytes, text, JSON, type, head, in that order, collecting what is wrong on the way.

use std::sync::Arc;

use serde_json::Value;

use crate::finding::{Finding, Level};

use super::build::Builder;
use super::fault::Fault;
use super::scan::scan;
use super::{Arende, SourceText, encoding, head, typ_of};

/// The largest file taken, in bytes.
pub const LARGEST: u64 = 10 * 1024 * 1024;

/// What came of reading.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The ärende, when the JSON is whole and its type known; findings do not rule it out.
    pub arende: Option<Arende>,
    /// What was wrong, each with its place, in the order of the file.
    pub findings: Vec<Finding>,
    /// Whether the file is empty or ends too early: it may be in the middle of being saved.
    pub incomplete: bool,
}

impl Reading {
    fn refused(finding: Finding, incomplete: bool) -> Self {
        Self {
            arende: None,
            findings: vec![finding],
            incomplete,
        }
    }
}

/// Reads the bytes of the file that the user calls `name`. `known` are the ids of the document types.
#[must_use]
pub fn read(name: &str, bytes: &[u8], known: &[&str]) -> Reading {
    read_from_line(1, name, bytes, known)
}

/// The same of what begins on line `first` of the file: an ärende that is a line of a list.
#[must_use]
pub fn read_from_line(first: usize, name: &str, bytes: &[u8], known: &[&str]) -> Reading {
    let named = |text: &str| SourceText::from_line(first, name, text);
    if !u64::try_from(bytes.len()).is_ok_and(|size| size <= LARGEST) {
        return Reading::refused(too_large(&named("")), false);
    }
    let text = match encoding::decoded(bytes, named) {
        Ok(text) => text,
        Err(finding) => {
            let incomplete = std::str::from_utf8(bytes).is_err_and(|e| e.error_len().is_none());
            return Reading::refused(*finding, incomplete);
        }
    };
    let source = named(text);
    if text.trim().is_empty() {
        return Reading::refused(empty(&source), true);
    }
    let mut builder = Builder::default();
    let faults = scan(text, &mut builder);
    let mut findings: Vec<Finding> = faults.iter().map(|fault| fault.finding(&source)).collect();
    findings.extend(builder.findings(&source));
    let incomplete = faults.iter().any(Fault::is_truncation);
    let value = builder.take_value().filter(|_| faults.is_empty());
    let arende = value.and_then(|raw| {
        typed(raw, &source, known)
            .map_err(|finding| findings.push(*finding))
            .ok()
    });
    source.place_all(&mut findings);
    let last = (usize::MAX, 0);
    findings.sort_by_key(|f| f.location.as_ref().map_or(last, |at| (at.line, at.column)));
    Reading {
        arende,
        findings,
        incomplete,
    }
}

fn typed(raw: Value, source: &SourceText, known: &[&str]) -> Result<Arende, Box<Finding>> {
    if !raw.is_object() {
        let finding = Finding::new(
            "JSON",
            Level::Fel,
            "Filen innehåller inget ärende: det ska stå inom { och }.",
        )
        .help("Börja om från en mall: kansli new tjansteskrivelse.")
        .at(crate::pointer::Pointer::root());
        return Err(Box::new(finding));
    }
    let typ = typ_of(&raw, known)?;
    Ok(headed(typ, raw, source.clone()))
}

/// The value with its head read.
pub(super) fn headed(typ: String, raw: Value, source: SourceText) -> Arende {
    Arende {
        typ,
        kommun: head::text(&raw, "kommun"),
        rubrik: head::text(&raw, "rubrik").unwrap_or_default(),
        etikett: head::text(&raw, "etikett"),
        diarienummer: head::diarienummer(&raw),
        klass: head::text(&raw, "klass"),
        datum: head::date(&raw, "datum"),
        sammantradesdatum: head::date(&raw, "sammantradesdatum"),
        instans: head::text(&raw, "instans"),
        forvaltning: head::text(&raw, "forvaltning"),
        handlaggare: head::handlaggare(&raw),
        undantag: head::undantag(&raw),
        raw: Arc::new(raw),
        source,
        origins: None,
    }
}

fn too_large(source: &SourceText) -> Finding {
    let message = format!(
        "Filen är för stor: ett ärende får vara högst {} MB.",
        LARGEST / 1024 / 1024
    );
    let mut finding = Finding::new("JSON", Level::Fel, message)
        .help("Lägg bilder i egna filer och namnge dem i fältet bilder.");
    finding.location = Some(source.place(0..0));
    finding
}

fn empty(source: &SourceText) -> Finding {
    let mut finding = Finding::new("JSON", Level::Fel, "Filen är tom.")
        .help("Börja från en mall: kansli new tjansteskrivelse.");
    finding.location = Some(source.place(0..0));
    finding
}

#[cfg(test)]
mod tests;
