//! The rules that need code, one file each: `<id>_<slug>.rs`. A new rule is its file and one line in [`RULES`].

mod bild_bilder_i_texten;
mod dec_01_fattat_beslut;
mod dec_02_otillatna_fraser;
mod dec_03_begripligt_i_sig;
mod dec_04_numrering;
mod dec_05_en_atgard;
mod dec_06_instansen;
mod dec_07_egna_beslut_och_forslag;
mod dec_08_styrdokument;
mod dec_09_handlingar_i_beslutet;
mod dec_10_uppdrag_till_mottagare;
mod dec_11_belopp;
mod djup_listor_i_listor;
mod exp_01_mottagare;
mod exp_02_registrets_namn;
mod exp_03_adresser;
mod exp_04_beslut_om_enskild;
mod fotnot_noter_och_hanvisningar;
mod hdr_01_uppgifter_i_huvudet;
mod hdr_02_diarienummer;
mod html_taggar_i_text;
mod intervall;
mod lagrum;
mod lank_adresser;
mod lng_01_forkortningar;
mod lng_02_kanslisprak;
mod lng_03_langa_meningar;
mod lng_04_lagrum;
mod lng_05_tankstreck_och_mellanslag;
mod lng_06_instansernas_namn;
mod lng_07_forkortade_namn;
mod pii_01_personnummer;
mod pln_01_planens_uppgifter;
mod pln_02_tabeller;
mod pro_01_narvaro_och_arenden;
mod pro_02_yrkanden_och_proposition;
mod pro_03_rosterna_gar_ihop;
mod pro_04_utfallet;
mod pro_05_reservation;
mod pro_06_jav;
mod pro_07_justering_och_anslag;
mod pro_08_nummer_och_rubriker;
mod pro_09_vinnande_forslag;
mod pro_10_bara_egen_paragraf;
mod pro_11_hur_man_overklagar;
mod remarks;
mod sig_01_undertecknare;
mod str_01_obligatoriska_avsnitt;
mod str_02_avsnittens_ordning;
mod str_03_kvarglomd_malltext;
mod str_04_kortform;
mod str_05_tomma_avsnitt;
mod str_06_samverkan;
mod str_07_konsekvenser;
mod str_08_underrubriker;
mod str_09_rubriker;
mod str_10_rubrikens_langd;
mod str_11_reservation;
mod sum_01_sammanfattning_finns;
mod sum_02_fakta_i_sammanfattningen;
mod sum_03_sammanfattningens_langd;
mod sum_04_neutral_sammanfattning;
mod tab_01_tabellhuvud;
mod tabell_rader_i_text;
mod tree;
mod txt_01_osynliga_tecken;
mod und_01_daterade_underlag;
mod und_02_numrerade_underlag;
mod und_03_egen_tjansteskrivelse;
mod und_04_protokoll_i_underlag;
mod und_05_handlingarnas_filer;

use super::Rule;

/// Every rule in Rust, by id.
pub static RULES: &[&Rule] = &[
    &bild_bilder_i_texten::RULE,
    &dec_01_fattat_beslut::RULE,
    &dec_02_otillatna_fraser::RULE,
    &dec_03_begripligt_i_sig::RULE,
    &dec_04_numrering::RULE,
    &dec_05_en_atgard::RULE,
    &dec_06_instansen::RULE,
    &dec_07_egna_beslut_och_forslag::RULE,
    &dec_08_styrdokument::RULE,
    &dec_09_handlingar_i_beslutet::RULE,
    &dec_10_uppdrag_till_mottagare::RULE,
    &dec_11_belopp::RULE,
    &djup_listor_i_listor::RULE,
    &exp_01_mottagare::RULE,
    &exp_02_registrets_namn::RULE,
    &exp_03_adresser::RULE,
    &exp_04_beslut_om_enskild::RULE,
    &fotnot_noter_och_hanvisningar::RULE,
    &hdr_01_uppgifter_i_huvudet::RULE,
    &hdr_02_diarienummer::RULE,
    &html_taggar_i_text::RULE,
    &lank_adresser::RULE,
    &lng_01_forkortningar::RULE,
    &lng_02_kanslisprak::RULE,
    &lng_03_langa_meningar::RULE,
    &lng_04_lagrum::RULE,
    &lng_05_tankstreck_och_mellanslag::RULE,
    &lng_06_instansernas_namn::RULE,
    &lng_07_forkortade_namn::RULE,
    &pii_01_personnummer::RULE,
    &pln_01_planens_uppgifter::RULE,
    &pln_02_tabeller::RULE,
    &pro_01_narvaro_och_arenden::RULE,
    &pro_02_yrkanden_och_proposition::RULE,
    &pro_03_rosterna_gar_ihop::RULE,
    &pro_04_utfallet::RULE,
    &pro_05_reservation::RULE,
    &pro_06_jav::RULE,
    &pro_07_justering_och_anslag::RULE,
    &pro_08_nummer_och_rubriker::RULE,
    &pro_09_vinnande_forslag::RULE,
    &pro_10_bara_egen_paragraf::RULE,
    &pro_11_hur_man_overklagar::RULE,
    &sig_01_undertecknare::RULE,
    &str_01_obligatoriska_avsnitt::RULE,
    &str_02_avsnittens_ordning::RULE,
    &str_03_kvarglomd_malltext::RULE,
    &str_04_kortform::RULE,
    &str_05_tomma_avsnitt::RULE,
    &str_06_samverkan::RULE,
    &str_07_konsekvenser::RULE,
    &str_08_underrubriker::RULE,
    &str_09_rubriker::RULE,
    &str_10_rubrikens_langd::RULE,
    &str_11_reservation::RULE,
    &sum_01_sammanfattning_finns::RULE,
    &sum_02_fakta_i_sammanfattningen::RULE,
    &sum_03_sammanfattningens_langd::RULE,
    &sum_04_neutral_sammanfattning::RULE,
    &tab_01_tabellhuvud::RULE,
    &tabell_rader_i_text::RULE,
    &txt_01_osynliga_tecken::RULE,
    &und_01_daterade_underlag::RULE,
    &und_02_numrerade_underlag::RULE,
    &und_03_egen_tjansteskrivelse::RULE,
    &und_04_protokoll_i_underlag::RULE,
    &und_05_handlingarnas_filer::RULE,
];

/// The types in which a body decides.
const BESLUTANDE: &[&str] = &[
    "protokollsutdrag",
    "skrivelse",
    "tjansteskrivelse",
    "yttrande",
];
/// A meeting.
const MOTE: &[&str] = &["mote"];
/// The types with the §§ of a protocol.
const PROTOKOLL: &[&str] = &["mote", "protokollsutdrag"];
/// Every type there is.
const ALLA: &[&str] = &[];
/// Characters in a line where nothing is laid out, unless a profile says otherwise.
const LINE: usize = 90;
