//! Our own judge of a PDF: what a document of ours must have, which no standard can know.

use lopdf::{Dictionary, Document, Object};

use super::common::pdf_content::text_string;
use super::common::pdf_text::{self, Element, Node};

/// A4 in points, rounded.
const A4: [i64; 2] = [595, 842];

/// Everything that is wrong with the file.
pub(crate) fn judge(bytes: &[u8]) -> Vec<String> {
    let pdf = match Document::load_mem(bytes) {
        Ok(pdf) => pdf,
        Err(error) => return vec![format!("open: {error}")],
    };
    let mut told = Vec::new();
    if pdf.is_encrypted() {
        told.push("encrypted".to_owned());
    }
    match pdf.catalog() {
        Ok(catalog) => said_of_itself(&pdf, catalog, &mut told),
        Err(error) => told.push(format!("catalog: {error}")),
    }
    pages(&pdf, &mut told);
    // The reader panics at what no tree may hold: that is a finding too.
    match std::panic::catch_unwind(|| pdf_text::tree(bytes)) {
        Ok(tree) => structure(&tree, &mut told),
        Err(panic) => told.push(format!("tree: {}", super::told(&*panic))),
    }
    told
}

fn said_of_itself(pdf: &Document, catalog: &Dictionary, told: &mut Vec<String>) {
    let language = catalog
        .get(b"Lang")
        .and_then(Object::as_str)
        .unwrap_or_default();
    if !language.starts_with(b"sv") {
        let language = String::from_utf8_lossy(language);
        told.push(format!("language: {language:?}"));
    }
    let shown = catalog
        .get_deref(b"ViewerPreferences", pdf)
        .and_then(Object::as_dict)
        .and_then(|preferences| preferences.get(b"DisplayDocTitle"))
        .and_then(Object::as_bool);
    if !shown.unwrap_or(false) {
        told.push("title: it is not shown".to_owned());
    }
    let marked = catalog
        .get_deref(b"MarkInfo", pdf)
        .and_then(Object::as_dict)
        .and_then(|info| info.get(b"Marked"))
        .and_then(Object::as_bool);
    if !marked.unwrap_or(false) {
        told.push("tags: it does not say that it is tagged".to_owned());
    }
    if !catalog.has(b"Outlines") {
        told.push("outline: there is none".to_owned());
    }
    let metadata = catalog
        .get_deref(b"Metadata", pdf)
        .and_then(Object::as_stream);
    let metadata = metadata
        .and_then(lopdf::Stream::get_plain_content)
        .unwrap_or_default();
    let metadata = String::from_utf8_lossy(&metadata);
    for (claim, value) in [
        ("pdfuaid:part", "1"),
        ("pdfaid:part", "2"),
        ("pdfaid:conformance", "A"),
    ] {
        if property(&metadata, claim) != Some(value) {
            told.push(format!(
                "claim: {claim} is {:?}",
                property(&metadata, claim)
            ));
        }
    }
    let title = pdf
        .trailer
        .get_deref(b"Info", pdf)
        .and_then(Object::as_dict);
    let title = title.and_then(|info| info.get_deref(b"Title", pdf));
    let title = title.map(text_string).unwrap_or_default();
    if title.trim().is_empty() {
        told.push("title: there is none".to_owned());
    }
}

/// What stands in an element of the metadata.
fn property<'a>(metadata: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = metadata.split_once(&format!("<{name}>"))?;
    rest.split_once("</").map(|(value, _)| value)
}

fn pages(pdf: &Document, told: &mut Vec<String>) {
    for (number, page) in pdf.page_iter().enumerate() {
        let size = page_size(pdf, page).unwrap_or_default();
        if size != A4 {
            told.push(format!("paper: page {} is {size:?}", number + 1));
        }
    }
}

fn page_size(pdf: &Document, page: lopdf::ObjectId) -> Option<[i64; 2]> {
    let page = pdf.get_dictionary(page).ok()?;
    let area = page.get_deref(b"MediaBox", pdf).ok()?.as_array().ok()?;
    let side = |from: usize, to: usize| {
        let side = area.get(to)?.as_float().ok()? - area.get(from)?.as_float().ok()?;
        #[expect(clippy::cast_possible_truncation, reason = "a page's side in points")]
        Some(side.round() as i64)
    };
    let mut size = [side(0, 2)?, side(1, 3)?];
    size.sort_unstable();
    Some(size)
}

/// What has been met of the tree.
#[derive(Default)]
struct Met {
    heading: u8,
    headings: usize,
}

fn structure(tree: &Element, told: &mut Vec<String>) {
    let mut met = Met::default();
    walk(tree, &mut met, told);
    if met.headings == 0 {
        told.push("headings: there are none".to_owned());
    }
}

fn walk(element: &Element, met: &mut Met, told: &mut Vec<String>) {
    match &*element.role {
        "H1" | "H2" | "H3" | "H4" | "H5" | "H6" => {
            let level = element.role.as_bytes()[1] - b'0';
            if level > met.heading + 1 {
                told.push(format!("headings: {level} after {}", met.heading));
            }
            met.heading = level;
            met.headings += 1;
        }
        "Table" if !has_header(element) => told.push("table: no header cell".to_owned()),
        "Figure" if is_placeholder(element.alt.as_deref().unwrap_or_default()) => {
            told.push(format!("picture: its text is {:?}", element.alt));
        }
        _ => {}
    }
    for child in &element.children {
        match child {
            Node::Element(element) => walk(element, met, told),
            Node::Text(text) => {
                let is_empty = |c: &char| *c == '\u{fffd}' || ('\u{e000}'..='\u{f8ff}').contains(c);
                if let Some(c) = text.chars().find(is_empty) {
                    told.push(format!("text: U+{:04X} means nothing", u32::from(c)));
                }
            }
            Node::Link(_) => {}
        }
    }
}

fn has_header(element: &Element) -> bool {
    element.children.iter().any(|child| match child {
        Node::Element(inner) => inner.role == "TH" || has_header(inner),
        _ => false,
    })
}

/// An alternative text that says nothing of the picture: empty, or the name of a file.
pub(crate) fn is_placeholder(alt: &str) -> bool {
    let alt = alt.trim().to_lowercase();
    let is_file = [".png", ".jpg", ".jpeg", ".svg", ".gif"]
        .iter()
        .any(|end| alt.ends_with(end));
    let bare = alt.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '-' | ' '));
    is_file || matches!(bare, "" | "bild" | "image" | "figur" | "figure" | "picture")
}
