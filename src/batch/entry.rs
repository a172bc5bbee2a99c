//! What came of one document: a line of the journal, and what every report says of it. Holds no time and no place on any
//! machine, so that the same documents give the same lines.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Level};
use crate::text::masked;
use crate::workspace::Mottagare;

/// The rule of what is found when outputs are written.
pub(super) const OUTPUT_RULE: &str = "UTDATA";

/// What came of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Which document: the input's file, and after `#` which of its documents.
    pub dokument: String,
    /// How it ended.
    pub status: State,
    /// The § as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraf: Option<String>,
    /// Whom the copy is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mottagare: Option<Receiver>,
    /// Its files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filer: Vec<FileEntry>,
    /// What was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fynd: Vec<Found>,
    /// Why it failed, if something else than its content made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fel: Option<Trouble>,
    /// The fingerprint of what it was made from; in the journal only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avtryck: Option<String>,
    /// The files its data names, with their hashes; in the journal only.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub beroenden: BTreeMap<String, String>,
}

/// How a document ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Its files are there.
    Klar,
    /// Findings stop it.
    Stoppad,
    /// Something else does.
    Misslyckad,
    /// The run ended before its turn; in reports only.
    Ogjord,
}

/// A receiver of a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receiver {
    /// As printed.
    pub namn: String,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adress: Option<String>,
}

/// An output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// `pdf`, `docx`, `html`, `txt` or `eml`.
    pub format: String,
    /// Its name.
    pub fil: String,
    /// BLAKE3 of its bytes; nothing when a file that somebody changed stands there and was kept.
    pub blake3: Option<String>,
}

/// A finding in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The rule's id.
    pub regel: String,
    /// How much it weighs.
    pub niva: Level,
    /// What is wrong.
    pub meddelande: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub atgard: Option<String>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plats: Option<Place>,
}

/// A place in an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file.
    pub fil: String,
    /// From 1.
    pub rad: usize,
    /// From 1.
    pub kolumn: usize,
}

/// Why something failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// What happened.
    pub meddelande: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub atgard: Option<String>,
    /// What the process ends with.
    pub slutkod: u8,
}

impl Entry {
    /// The entry of a document of which nothing is known yet.
    #[must_use]
    pub fn new(dokument: &str, status: State) -> Self {
        Self {
            dokument: dokument.to_owned(),
            status,
            paragraf: None,
            mottagare: None,
            filer: Vec::new(),
            fynd: Vec::new(),
            fel: None,
            avtryck: None,
            beroenden: BTreeMap::new(),
        }
    }

    /// The same with a failure.
    #[must_use]
    pub fn failed(dokument: &str, why: Trouble) -> Self {
        Self {
            fel: Some(why),
            ..Self::new(dokument, State::Misslyckad)
        }
    }

    /// What the process ends with on its account.
    #[must_use]
    pub fn code(&self) -> u8 {
        match (self.status, &self.fel) {
            (State::Klar | State::Ogjord, _) => 0,
            (State::Stoppad, _) => 1,
            (State::Misslyckad, why) => why.as_ref().map_or(4, |why| why.slutkod),
        }
    }
}

impl Found {
    /// The finding in short.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        Self {
            regel: finding.rule.to_string(),
            niva: finding.level,
            meddelande: masked(&finding.message).into_owned(),
            atgard: finding.help.as_ref().map(|help| masked(help).into_owned()),
            plats: finding.location.as_ref().map(|at| Place {
                fil: at.file.clone(),
                rad: at.line,
                kolumn: at.column,
            }),
        }
    }
}

impl From<&Mottagare> for Receiver {
    fn from(mottagare: &Mottagare) -> Self {
        Self {
            namn: mottagare.namn.clone(),
            adress: mottagare.adress.clone(),
        }
    }
}
