//! The ärende at the door: strict JSON in, typed head, normalised data and findings with their place out. Judges no
//! field: that is for the schema and the rules.

mod build;
mod canonical;
mod characters;
mod elements;
mod encoding;
mod excerpt;
mod fault;
mod head;
mod lex;
mod literal;
mod locate;
mod mend;
mod origins;
mod pieces;
mod read;
mod scan;
mod typ;

use std::sync::Arc;

use jiff::civil::Date;
use serde_json::Value;

use crate::finding::Finding;

pub use canonical::{hash_of_fields, source_hash};
pub use head::{Diarienummer, Handlaggare, Undantag};
pub use locate::SourceText;
pub use mend::{Mended, Replacement, mend, replacements};
pub use origins::Origins;
pub use read::{LARGEST, Reading, read, read_from_line};
pub use typ::typ_of;

/// An ärende as read: its head typed, the rest JSON. Every text in it is NFC, has `\n` as its only line break and holds
/// nothing that XML 1.0 cannot carry. A head field of the wrong type is absent here; the schema says so.
#[derive(Debug, Clone)]
pub struct Arende {
    /// Document type, from `$schema`: `tjansteskrivelse`.
    pub typ: String,
    /// Id of the municipality's profile.
    pub kommun: Option<String>,
    /// The title; empty when it is missing.
    pub rubrik: String,
    /// A label above the title: "ALTERNATIVT FÖRSLAG".
    pub etikett: Option<String>,
    /// The diarienummer, as text or in parts.
    pub diarienummer: Option<Diarienummer>,
    /// Classification: `3.7.1.0`.
    pub klass: Option<String>,
    /// The document's own date.
    pub datum: Option<Date>,
    /// The meeting's date.
    pub sammantradesdatum: Option<Date>,
    /// The body the ärende belongs to.
    pub instans: Option<String>,
    /// The administration behind it.
    pub forvaltning: Option<String>,
    /// Who prepared it.
    pub handlaggare: Option<Handlaggare>,
    /// Exceptions from rules.
    pub undantag: Vec<Undantag>,
    /// Everything, the head included.
    pub raw: Arc<Value>,
    /// The text it was read from, for places in findings.
    pub source: SourceText,
    /// Where its parts stand, when it was put together from several files.
    pub origins: Option<Arc<Origins>>,
}

impl Arende {
    /// An ärende of the type `typ` that was put together from others. `source` is the file that was asked for.
    #[must_use]
    pub fn composed(typ: &str, raw: Value, source: SourceText, origins: Arc<Origins>) -> Self {
        Self {
            origins: Some(origins),
            ..read::headed(typ.to_owned(), raw, source)
        }
    }

    /// Gives every finding that has a pointer its place in the file it is about.
    pub fn place_all(&self, findings: &mut [Finding]) {
        match &self.origins {
            Some(origins) => origins.place_all(findings),
            None => self.source.place_all(findings),
        }
    }

    /// BLAKE3 of the data, hexadecimal: the same for any order of fields, any layout of the file and any Unicode form,
    /// and blind to `undantag`, which changes findings and never bytes.
    #[must_use]
    pub fn hash(&self) -> String {
        source_hash(&self.typ, &self.raw)
    }
}
