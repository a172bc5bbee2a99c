//! The shape of a profile's own files. Every field may be left out of a layer; `sv-bas` fills them all.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// `profil.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProfileFile {
    /// The municipality's name as it is printed: "Borås Stad".
    pub namn: String,
    /// Version of the profile and its rules; part of every document's metadata.
    pub version: String,
    /// How dates are printed.
    pub datum: DatumStil,
    /// File name of an output, a template string over `diarienummer`, `typ`, `rubrik`, `paragraf`, `datum`, `instans`, `mottagare`.
    pub filnamn: String,
    /// How a § is printed: `§ {nummer}`.
    pub paragraf: String,
    /// Patterns of diarienummer, the print form first.
    pub diarienummer: Vec<String>,
    /// Print forms of single registries, by diarium: `SBN = "{diarium} {ar}-{nummer:6}"`.
    pub diarier: BTreeMap<String, String>,
    /// How decision points are set when the ärende does not say.
    pub numrering: String,
    /// Whether the headings under the title are numbered.
    pub numrerade_rubriker: bool,
    /// Short choices that templates branch on.
    pub val: BTreeMap<String, String>,
    /// The logo.
    pub logotyp: Option<LogotypFile>,
    /// Address block at the foot of the first page.
    pub sidfot: Vec<FooterColumnFile>,
    /// Fonts, sizes, colours; read by the renderers.
    pub utseende: toml::Table,
}

/// How dates are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DatumStil {
    /// 2018-12-19.
    #[default]
    Iso,
    /// 19 december 2018.
    Ord,
}

/// `[logotyp]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogotypFile {
    /// File beside the profile: an SVG or PNG.
    pub fil: String,
    /// Alternative text.
    pub alt: String,
    /// Printed height in millimetres.
    pub hojd_mm: f64,
}

/// One `[[sidfot]]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FooterColumnFile {
    /// "Postadress".
    pub etikett: String,
    /// Its lines.
    pub rader: Vec<String>,
}

/// `rubriker.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HeadingFile {
    /// Headings of the named sections, template strings.
    pub rubriker: BTreeMap<String, String>,
    /// Standard phrases of a protocol, template strings: `yrkande_bifall`.
    pub fraser: BTreeMap<String, String>,
    /// Headings of open sections by id, plain text.
    pub avsnitt: BTreeMap<String, String>,
    /// What differs between document types.
    pub typ: BTreeMap<String, TypeFile>,
}

/// One `[typ.<id>]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TypeFile {
    /// The type's name as people read it: "Tjänsteskrivelse".
    pub namn: String,
    /// Section ids in printing order.
    pub ordning: Vec<String>,
    /// Sections that must be there and not be empty (STR-01).
    pub krav: Vec<String>,
    /// Fields of the head that must be there (HDR-01).
    pub huvud: Vec<String>,
    /// File name of its outputs, when it differs from the common one.
    pub filnamn: Option<String>,
    /// Headings that differ from the common ones.
    pub rubriker: BTreeMap<String, String>,
}
