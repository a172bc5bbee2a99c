//! The typed head of an ärende, taken from its JSON. What has the wrong type is absent; the schema reports it.

use jiff::civil::Date;
use serde_json::Value;

use crate::pointer::Pointer;
use crate::text::iso_datum;

/// A diarienummer as the ärende gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Diarienummer {
    /// As written: "KS 2018-00859".
    Text(String),
    /// In parts, printed by the profile's pattern.
    Delar {
        /// The register: "KS".
        diarium: String,
        /// The year.
        ar: i64,
        /// The number within the year.
        nummer: i64,
    },
}

/// Who prepared the ärende.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handlaggare {
    /// The person's name.
    pub namn: String,
    /// Title or role.
    pub titel: Option<String>,
    /// Telephone number as written.
    pub telefon: Option<String>,
    /// E-mail address.
    pub epost: Option<String>,
}

/// An exception from a rule (RULES.md 6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undantag {
    /// The rule's id.
    pub regel: String,
    /// The place it applies to; the whole ärende when the field is missing.
    pub pekare: Pointer,
    /// Why.
    pub motivering: String,
    /// The last day it applies.
    pub galler_till: Option<Date>,
    /// Where the exception itself stands.
    pub plats: Pointer,
}

/// A text field; one with nothing but white space counts as missing.
pub(super) fn text(raw: &Value, name: &str) -> Option<String> {
    raw.get(name)?
        .as_str()
        .filter(|text| !text.trim().is_empty())
        .map(str::to_owned)
}

/// A date field, if the day exists.
pub(super) fn date(raw: &Value, name: &str) -> Option<Date> {
    iso_datum(raw.get(name)?.as_str()?).ok()
}

pub(super) fn diarienummer(raw: &Value) -> Option<Diarienummer> {
    let field = raw.get("diarienummer")?;
    if field.is_string() {
        return text(raw, "diarienummer").map(Diarienummer::Text);
    }
    Some(Diarienummer::Delar {
        diarium: text(field, "diarium")?,
        ar: field.get("ar")?.as_i64()?,
        nummer: field.get("nummer")?.as_i64()?,
    })
}

pub(super) fn handlaggare(raw: &Value) -> Option<Handlaggare> {
    let field = raw.get("handlaggare")?;
    Some(Handlaggare {
        namn: text(field, "namn")?,
        titel: text(field, "titel"),
        telefon: text(field, "telefon"),
        epost: text(field, "epost"),
    })
}

/// The exceptions that are whole enough to count: rule and reason are required.
pub(super) fn undantag(raw: &Value) -> Vec<Undantag> {
    let place = Pointer::root().key("undantag");
    let list = raw
        .get("undantag")
        .and_then(Value::as_array)
        .map(Vec::as_slice);
    list.unwrap_or_default()
        .iter()
        .enumerate()
        .filter_map(|(at, field)| {
            Some(Undantag {
                regel: text(field, "regel")?,
                pekare: match field.get("pekare") {
                    None => Pointer::root(),
                    Some(written) => Pointer::parse(written.as_str()?)?,
                },
                motivering: text(field, "motivering")?,
                galler_till: match field.get("galler_till") {
                    None => None,
                    Some(_) => Some(date(field, "galler_till")?),
                },
                plats: place.index(at),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Diarienummer, diarienummer, handlaggare, undantag};
    use serde_json::json;

    #[test]
    fn a_diarienummer_is_text_or_parts() {
        assert_eq!(
            diarienummer(&json!({"diarienummer": "KS 2018-00859"})),
            Some(Diarienummer::Text("KS 2018-00859".into()))
        );
        assert_eq!(
            diarienummer(&json!({"diarienummer": {"diarium": "KS", "ar": 2018, "nummer": 859}})),
            Some(Diarienummer::Delar {
                diarium: "KS".into(),
                ar: 2018,
                nummer: 859
            })
        );
        for bad in [
            json!({}),
            json!({"diarienummer": " "}),
            json!({"diarienummer": {"ar": "x"}}),
            json!({"diarienummer": 1}),
        ] {
            assert_eq!(diarienummer(&bad), None, "{bad}");
        }
    }

    #[test]
    fn an_exception_without_a_reason_is_none() {
        let raw = json!({"undantag": [
            {"regel": "UND-01", "pekare": "/beslutsunderlag/0", "motivering": "saknas i originalet", "galler_till": "2026-12-31"},
            {"regel": "UND-01", "pekare": "/beslutsunderlag/0", "motivering": ""},
            {"regel": "UND-01", "motivering": "x", "galler_till": "2023-02-30"},
            {"regel": "UND-01", "pekare": "beslut", "motivering": "x"},
            "x",
            {"regel": "HDR-01", "motivering": "hela ärendet"},
        ]});
        let read = undantag(&raw);
        let rules: Vec<_> = read
            .iter()
            .map(|u| (u.regel.as_str(), u.pekare.as_str(), u.plats.as_str()))
            .collect();
        assert_eq!(
            rules,
            [
                ("UND-01", "/beslutsunderlag/0", "/undantag/0"),
                ("HDR-01", "", "/undantag/5")
            ]
        );
        assert_eq!(
            read[0].galler_till.map(|d| d.to_string()).as_deref(),
            Some("2026-12-31")
        );
        assert_eq!(undantag(&json!({"undantag": {}})), []);
    }

    #[test]
    fn a_handlaggare_has_at_least_a_name() {
        let read =
            handlaggare(&json!({"handlaggare": {"namn": "Anna", "titel": "", "epost": "a@b.se"}}));
        let read = read.expect("a name");
        assert_eq!((read.titel, read.epost.as_deref()), (None, Some("a@b.se")));
        assert_eq!(handlaggare(&json!({"handlaggare": "Anna"})), None);
    }
}
