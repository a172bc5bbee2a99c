//! The rules that need code, one file each: `<id>_<slug>.rs`. A new rule is its file and one line in [`RULES`].

mod bild_bilder_i_texten;
mod dec_02_otillatna_fraser;
mod djup_listor_i_listor;
mod fotnot_noter_och_hanvisningar;
mod hdr_01_uppgifter_i_huvudet;
mod hdr_02_diarienummer;
mod html_taggar_i_text;
mod lank_adresser;
mod pln_02_tabeller;
mod remarks;
mod str_01_obligatoriska_avsnitt;
mod str_03_kvarglomd_malltext;
mod tabell_rader_i_text;
mod und_01_daterade_underlag;

use super::Rule;

/// Every rule in Rust, by id.
pub static RULES: &[&Rule] = &[
    &bild_bilder_i_texten::RULE,
    &dec_02_otillatna_fraser::RULE,
    &djup_listor_i_listor::RULE,
    &fotnot_noter_och_hanvisningar::RULE,
    &hdr_01_uppgifter_i_huvudet::RULE,
    &hdr_02_diarienummer::RULE,
    &html_taggar_i_text::RULE,
    &lank_adresser::RULE,
    &pln_02_tabeller::RULE,
    &str_01_obligatoriska_avsnitt::RULE,
    &str_03_kvarglomd_malltext::RULE,
    &tabell_rader_i_text::RULE,
    &und_01_daterade_underlag::RULE,
];

/// The types in which a body decides.
const BESLUTANDE: &[&str] = &[
    "protokollsutdrag",
    "skrivelse",
    "tjansteskrivelse",
    "yttrande",
];
/// Every type there is.
const ALLA: &[&str] = &[];
