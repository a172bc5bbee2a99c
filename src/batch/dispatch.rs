//! The list of who gets what: receiver, address, §, file and hash, for a spreadsheet and for programs. Sends nothing.

use serde::Serialize;

use crate::source::{Outputs, Standing, hash_of};

use super::make::{is_others, kept};
use super::{BatchError, Entry, Finished};

/// What the manifest calls the document that the lists are.
const DOKUMENT: &str = "sandlista";

/// The lists' names.
pub(super) const CSV: &str = "sandlista.csv";
const JSON: &str = "sandlista.json";

/// One copy for one receiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Sent {
    mottagare: String,
    adress: Option<String>,
    paragraf: Option<String>,
    fil: String,
    blake3: Option<String>,
}

/// Every copy of a run that is done.
pub(super) fn receivers(finished: &mut Finished) -> Vec<Sent> {
    let mut all = Vec::new();
    let listed = finished.entries(|_, entry| {
        all.extend(sent(entry));
        Ok::<_, ()>(())
    });
    debug_assert!(listed.is_ok());
    all
}

/// The copy that a document is, if it is one: its first file, which is the PDF if there is one.
pub(super) fn sent(entry: &Entry) -> Option<Sent> {
    let (to, file) = (entry.mottagare.as_ref()?, entry.filer.first()?);
    Some(Sent {
        mottagare: to.namn.clone(),
        adress: to.adress.clone(),
        paragraf: entry.paragraf.clone(),
        fil: file.fil.clone(),
        blake3: file.blake3.clone(),
    })
}

/// Writes the lists as outputs; one that somebody has written in is kept, and that is told.
pub(super) fn write(
    outputs: &Outputs,
    all: &[Sent],
    force: bool,
) -> Result<Vec<String>, BatchError> {
    let mut notes = Vec::new();
    for (name, bytes) in [(CSV, csv(all)), (JSON, json(all))] {
        let standing = outputs.standing(name)?;
        let is_there = matches!(standing, Standing::Ours(found) if found == hash_of(&bytes));
        if is_others(standing) && !force {
            notes.push(kept(name, standing).message);
        } else if !is_there {
            let staged = outputs.stage(name, DOKUMENT, &bytes)?;
            for (_, result) in outputs.commit(vec![staged]) {
                result?;
            }
        }
    }
    Ok(notes)
}

/// For a Swedish spreadsheet: semicolons, and the mark that says UTF-8.
fn csv(all: &[Sent]) -> Vec<u8> {
    let mut text = String::from("\u{feff}Mottagare;Adress;Paragraf;Fil;BLAKE3\r\n");
    for sent in all {
        let empty = String::new();
        let cells = [
            &sent.mottagare,
            sent.adress.as_ref().unwrap_or(&empty),
            sent.paragraf.as_ref().unwrap_or(&empty),
            &sent.fil,
            sent.blake3.as_ref().unwrap_or(&empty),
        ];
        text += &cells.map(|cell| quoted(cell)).join(";");
        text += "\r\n";
    }
    text.into_bytes()
}

/// A cell in quotation marks. What a spreadsheet would take for a formula begins with an apostrophe.
fn quoted(cell: &str) -> String {
    let plain: String = cell
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let first = plain.trim_start().chars().next();
    let is_formula = matches!(
        first,
        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
    );
    let mark = if is_formula { "'" } else { "" };
    format!("\"{mark}{}\"", plain.replace('"', "\"\""))
}

fn json(all: &[Sent]) -> Vec<u8> {
    let mut text =
        serde_json::to_string_pretty(&serde_json::json!({ "utskick": all })).unwrap_or_default();
    text.push('\n');
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::{Sent, csv, quoted, sent};
    use crate::batch::{Entry, FileEntry, Receiver, State};

    #[test]
    fn formulas_are_text() {
        for (cell, wanted) in [
            ("Nämnden", "\"Nämnden\""),
            ("=1+1", "\"'=1+1\""),
            (" @SUM(A1)", "\"' @SUM(A1)\""),
            ("-1", "\"'-1\""),
            ("a\"b;\r\nc", "\"a\"\"b;  c\""),
        ] {
            assert_eq!(quoted(cell), wanted);
        }
    }

    #[test]
    fn a_copy_is_listed_with_its_first_file() {
        let mut entry = Entry::new("mote.json#utdrag/94/namnden", State::Klar);
        assert_eq!(sent(&entry), None);
        entry.paragraf = Some("§ 94".into());
        entry.mottagare = Some(Receiver {
            namn: "Nämnden".into(),
            adress: None,
        });
        entry.filer = vec![FileEntry {
            format: "pdf".into(),
            fil: "a.pdf".into(),
            blake3: Some("00".into()),
        }];
        let one = sent(&entry).expect("a copy");
        let wanted = Sent {
            mottagare: "Nämnden".into(),
            adress: None,
            paragraf: Some("§ 94".into()),
            fil: "a.pdf".into(),
            blake3: Some("00".into()),
        };
        assert_eq!(one, wanted);
        let text = String::from_utf8(csv(&[one])).expect("UTF-8");
        assert!(
            text.ends_with("\r\n\"Nämnden\";\"\";\"§ 94\";\"a.pdf\";\"00\"\r\n"),
            "{text}"
        );
    }
}
