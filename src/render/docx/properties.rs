//! Properties: what the document says of itself to archives and search. Reads no clock.

use super::xml::Xml;
use crate::document::Meta;

/// `core.xml`: what every Office file has.
pub(super) fn core(meta: &Meta) -> Vec<u8> {
    let mut xml = Xml::part(concat!(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\"",
        " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\"",
        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">",
    ));
    xml.leaf("dc:title", &meta.title);
    leaf_unless_empty(&mut xml, "dc:subject", &meta.typ_namn);
    leaf_unless_empty(&mut xml, "dc:creator", &meta.avsandare);
    leaf_unless_empty(&mut xml, "cp:keywords", &keywords(meta));
    leaf_unless_empty(&mut xml, "dc:description", &description(meta));
    if let Some(date) = meta.datum.as_deref().filter(|date| is_date(date)) {
        let moment = format!("{date}T00:00:00Z");
        for name in ["dcterms:created", "dcterms:modified"] {
            xml.open(name, &[("xsi:type", &"dcterms:W3CDTF")]);
            xml.text(&moment);
            xml.close(name);
        }
    }
    leaf_unless_empty(&mut xml, "cp:category", &meta.typ_namn);
    leaf_unless_empty(&mut xml, "cp:contentStatus", &meta.markningar.join(", "));
    xml.leaf("dc:language", &meta.lang);
    xml.finish("</cp:coreProperties>")
}

/// `app.xml`: which program and which organisation.
pub(super) fn app(meta: &Meta) -> Vec<u8> {
    let mut xml = Xml::part(concat!(
        "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">",
        "<Application>Kansli</Application><DocSecurity>0</DocSecurity>",
    ));
    leaf_unless_empty(&mut xml, "Company", &meta.avsandare);
    xml.finish("</Properties>")
}

/// `custom.xml`: what only a municipality has.
pub(super) fn custom(meta: &Meta) -> Vec<u8> {
    let mut xml = Xml::part(concat!(
        "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\"",
        " xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">",
    ));
    let status = meta.markningar.join(", ");
    let optional = |value: &Option<String>| value.clone().unwrap_or_default();
    let properties = [
        ("Dokumenttyp", meta.typ.clone()),
        ("Instans", optional(&meta.instans)),
        ("Diarienummer", optional(&meta.diarienummer)),
        ("Klassificering", optional(&meta.klass)),
        ("Paragraf", optional(&meta.paragraf)),
        ("Sammanträdesdatum", optional(&meta.sammantradesdatum)),
        ("Status", status),
        ("Profil", meta.profil.clone()),
        ("Källa", meta.kalla.clone()),
    ];
    let told = properties.iter().filter(|(_, value)| !value.is_empty());
    // Numbers 0 and 1 are the format's own.
    for (number, (name, value)) in (2..).zip(told) {
        xml.open(
            "property",
            &[
                ("fmtid", &"{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"),
                ("pid", &number),
                ("name", name),
            ],
        );
        xml.leaf("vt:lpwstr", value);
        xml.close("property");
    }
    xml.finish("</Properties>")
}

fn leaf_unless_empty(xml: &mut Xml, name: &'static str, value: &str) {
    if !value.is_empty() {
        xml.leaf(name, value);
    }
}

fn keywords(meta: &Meta) -> String {
    let words = [&meta.diarienummer, &meta.klass, &meta.paragraf];
    join(words.into_iter().flatten())
}

fn description(meta: &Meta) -> String {
    let body = meta.instans.as_ref().unwrap_or(&meta.avsandare);
    join([&meta.typ_namn, body].into_iter().chain(&meta.diarienummer))
}

fn join<'a>(words: impl Iterator<Item = &'a String>) -> String {
    let words: Vec<&str> = words
        .map(String::as_str)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(", ")
}

/// Whether it looks like `2018-12-19`; anything else would make Word refuse the file.
fn is_date(written: &str) -> bool {
    let bytes = written.as_bytes();
    let number = |range: std::ops::Range<usize>| written.get(range).and_then(|n| n.parse().ok());
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, b)| match at {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        })
        && matches!(number(5..7), Some(1..=12))
        && matches!(number(8..10), Some(1..=31))
}

#[cfg(test)]
mod tests {
    use super::{core, custom, is_date};
    use crate::document::Meta;

    #[test]
    fn only_dates_become_dates() {
        assert!(is_date("2018-12-19"));
        for bad in [
            "2018-13-19",
            "2018-12-00",
            "18-12-19",
            "2018-12-1å",
            "2018/12/19",
            "",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_unknown_is_left_out() {
        let meta = Meta {
            title: "A & B".into(),
            lang: "sv-SE".into(),
            typ: "plan".into(),
            datum: Some("i går".into()),
            paragraf: Some("§ 94".into()),
            ..Meta::default()
        };
        let core = String::from_utf8(core(&meta)).expect("UTF-8");
        assert!(core.contains("<dc:title>A &amp; B</dc:title>"));
        assert!(core.contains("<cp:keywords>§ 94</cp:keywords>"));
        assert!(!core.contains("created") && !core.contains("creator"));
        let custom = String::from_utf8(custom(&meta)).expect("UTF-8");
        assert!(custom.contains("pid=\"3\" name=\"Paragraf\""));
        assert_eq!(custom.matches("<property ").count(), 2);
    }
}
