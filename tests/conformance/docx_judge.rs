//! Our own judge of a Word file: what it says of itself, and what a screen reader needs.

use std::collections::{BTreeMap, BTreeSet};

use super::common::xml::{self, Element};
use super::docx_order;
use super::docx_package::{entries, is_kind, package};
use super::pdf_judge::is_placeholder;

/// A4 in twentieths of a point.
const A4: [&str; 2] = ["11906", "16838"];

/// Everything that is wrong with the file.
pub(crate) fn judge(bytes: &[u8]) -> Vec<String> {
    let mut told = Vec::new();
    let Some(names) = entries(bytes, &mut told) else {
        return told;
    };
    let mut parts = BTreeMap::new();
    for (name, content) in &names {
        if is_kind(name, "xml") || is_kind(name, "rels") {
            let text = String::from_utf8_lossy(content);
            match std::panic::catch_unwind(|| xml::parse(text.trim_start_matches('\u{feff}'))) {
                Ok(root) => {
                    docx_order::judge(name, &root, &mut told);
                    parts.insert(name.clone(), root);
                }
                Err(panic) => told.push(format!("xml: {name}: {}", super::told(&*panic))),
            }
        }
    }
    package(&names, &parts, &mut told);
    said_of_itself(&parts, &mut told);
    styles(&parts, &mut told);
    body(&parts, &mut told);
    pictures(&parts, &mut told);
    told
}

fn said_of_itself(parts: &BTreeMap<String, Element>, told: &mut Vec<String>) {
    let core = parts.get("docProps/core.xml");
    for key in ["dc:title", "dc:creator", "dc:language"] {
        let value = core
            .and_then(|core| core.child(key))
            .map(Element::text)
            .unwrap_or_default();
        if value.trim().is_empty() || (key == "dc:language" && value != "sv-SE") {
            told.push(format!("properties: {key} is {value:?}"));
        }
    }
}

fn styles(parts: &BTreeMap<String, Element>, told: &mut Vec<String>) {
    let Some(styles) = parts.get("word/styles.xml") else {
        return told.push("styles: there are none".to_owned());
    };
    let language = styles.at(&["w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang"]);
    let language = language.and_then(|lang| lang.attribute("w:val"));
    if language != Some("sv-SE") {
        told.push(format!("language: {language:?}"));
    }
    let all: Vec<&Element> = styles.elements().filter(|e| e.name == "w:style").collect();
    let known: BTreeSet<&str> = all
        .iter()
        .filter_map(|s| s.attribute("w:styleId"))
        .collect();
    let is_default = |style: &&Element| {
        style.attribute("w:type") == Some("paragraph") && style.attribute("w:default") == Some("1")
    };
    if !all.iter().any(is_default) {
        told.push("styles: no paragraph style is the default".to_owned());
    }
    for (name, part) in parts.iter().filter(|(name, _)| name.starts_with("word/")) {
        for kind in ["w:pStyle", "w:rStyle", "w:tblStyle"] {
            for used in part.all(kind) {
                let used = used.attribute("w:val").unwrap_or_default();
                if !known.contains(used) {
                    told.push(format!("styles: {name} uses {used:?}, which is not there"));
                }
            }
        }
    }
}

fn body(parts: &BTreeMap<String, Element>, told: &mut Vec<String>) {
    let Some(body) = parts
        .get("word/document.xml")
        .and_then(|d| d.child("w:body"))
    else {
        return told.push("document: there is none".to_owned());
    };
    let (mut before, mut headings) = (0, 0);
    for p in body.all("w:p") {
        let style = p
            .at(&["w:pPr", "w:pStyle"])
            .and_then(|s| s.attribute("w:val"))
            .unwrap_or_default();
        let level = match style.strip_prefix("Heading") {
            Some(level) => level.parse().unwrap_or(0),
            None if style == "Title" => 1,
            None => continue,
        };
        let text: String = p.all("w:t").iter().map(|t| t.text()).collect();
        if text.trim().is_empty() {
            told.push("headings: one is empty".to_owned());
        }
        if level > before + 1 {
            told.push(format!("headings: {level} after {before}"));
        }
        before = level;
        headings += 1;
    }
    if headings == 0 {
        told.push("headings: there are none".to_owned());
    }
    for table in body.all("w:tbl") {
        let first = table.all("w:tr");
        let is_header = first
            .first()
            .and_then(|tr| tr.at(&["w:trPr", "w:tblHeader"]));
        if is_header.is_none() {
            told.push("table: no header row".to_owned());
        }
    }
    for cell in body.all("w:tc") {
        if cell.elements().last().is_none_or(|last| last.name != "w:p") {
            told.push("table: a cell that ends with no paragraph".to_owned());
        }
    }
    for section in body.all("w:sectPr") {
        let paper = section.child("w:pgSz");
        let size =
            ["w:w", "w:h"].map(|key| paper.and_then(|p| p.attribute(key)).unwrap_or_default());
        if size != A4 {
            told.push(format!("paper: {size:?}"));
        }
    }
}

/// Pictures, page numbers and notes.
fn pictures(parts: &BTreeMap<String, Element>, told: &mut Vec<String>) {
    let (mut ids, mut fields) = (BTreeSet::new(), String::new());
    for (name, part) in parts {
        for picture in part.all("wp:docPr") {
            let id = picture.attribute("id").unwrap_or_default();
            if !ids.insert(id.to_owned()) {
                told.push(format!("picture: {id} is there twice"));
            }
            let alt = picture.attribute("descr").unwrap_or_default();
            if is_placeholder(alt) {
                told.push(format!("picture: its text is {alt:?} in {name}"));
            }
        }
        if name.contains("footer") || name.contains("header") {
            fields.extend(part.all("w:instrText").iter().map(|e| e.text()));
            fields.extend(
                part.all("w:fldSimple")
                    .iter()
                    .filter_map(|e| e.attribute("w:instr")),
            );
        }
    }
    for field in ["PAGE", "NUMPAGES"] {
        if !fields.split_whitespace().any(|word| word == field) {
            told.push(format!("pages: no field {field}"));
        }
    }
    let notes = parts
        .get("word/footnotes.xml")
        .map(|notes| notes.all("w:footnote"))
        .unwrap_or_default();
    for note in &notes {
        if note.attribute("w:type").is_none() && note.all("w:footnoteRef").is_empty() {
            told.push("note: one without its mark".to_owned());
        }
    }
    if !notes.is_empty()
        && notes
            .iter()
            .all(|n| n.attribute("w:type") != Some("separator"))
    {
        told.push("note: no line above them".to_owned());
    }
}
