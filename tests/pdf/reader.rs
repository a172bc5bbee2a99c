//! Reads a tagged PDF the way a screen reader does: along the structure tree, from marked content to text.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// What a file says.
pub(crate) struct Heard {
    /// All text in reading order, notes, list markers and note marks left out.
    pub(crate) text: String,
    /// The notes, without their numbers.
    pub(crate) notes: Vec<String>,
    /// The types of all structure elements, in order.
    pub(crate) tags: Vec<String>,
    /// The alternative texts of the figures.
    pub(crate) alts: Vec<String>,
    /// `/Lang` of the document.
    pub(crate) lang: String,
}

/// Reads the file.
pub(crate) fn read(bytes: &[u8]) -> Heard {
    let pdf = Document::load_mem(bytes).expect("a PDF");
    let mut reader = Reader {
        pages: pdf
            .page_iter()
            .map(|page| (page, marked_texts(&pdf, page)))
            .collect(),
        pdf: &pdf,
        heard: Heard {
            text: String::new(),
            notes: Vec::new(),
            tags: Vec::new(),
            alts: Vec::new(),
            lang: String::new(),
        },
    };
    let root = pdf.catalog().expect("a catalog");
    reader.heard.lang = string(root.get(b"Lang").expect("a language"));
    let tree = reader.dict(root.get(b"StructTreeRoot").expect("tags"));
    let mut text = String::new();
    reader.kids(&tree, None, &mut text);
    reader.heard.text = text;
    reader.heard
}

struct Reader<'a> {
    pdf: &'a Document,
    pages: BTreeMap<ObjectId, BTreeMap<i64, String>>,
    heard: Heard,
}

impl Reader<'_> {
    fn dict(&self, object: &Object) -> Dictionary {
        let object = match object {
            Object::Reference(id) => self.pdf.get_object(*id).expect("an object"),
            object => object,
        };
        object.as_dict().expect("a dictionary").clone()
    }

    fn kids(&mut self, element: &Dictionary, page: Option<ObjectId>, out: &mut String) {
        let kids = match element.get(b"K") {
            Err(_) => return,
            Ok(Object::Array(kids)) => kids.clone(),
            Ok(Object::Reference(id)) => match self.pdf.get_object(*id).expect("an object") {
                Object::Array(kids) => kids.clone(),
                _ => vec![Object::Reference(*id)],
            },
            Ok(kid) => vec![kid.clone()],
        };
        for kid in kids {
            if let Object::Integer(mcid) = kid {
                let page = page.expect("content has a page");
                out.push_str(self.pages[&page].get(&mcid).map_or("", String::as_str));
            } else {
                let kid = self.dict(&kid);
                self.element(&kid, page, out);
            }
        }
    }

    fn element(&mut self, element: &Dictionary, page: Option<ObjectId>, out: &mut String) {
        let page = element
            .get(b"Pg")
            .ok()
            .map(|page| page.as_reference().expect("a page"))
            .or(page);
        if let Ok(mcid) = element.get(b"MCID").and_then(Object::as_i64) {
            let page = page.expect("content has a page");
            out.push_str(self.pages[&page].get(&mcid).map_or("", String::as_str));
            return;
        }
        let Ok(tag) = element.get(b"S").and_then(Object::as_name) else {
            return;
        };
        let tag = String::from_utf8_lossy(tag).into_owned();
        self.heard.tags.push(tag.clone());
        match &*tag {
            "Figure" => self
                .heard
                .alts
                .push(string(element.get(b"Alt").expect("an alternative text"))),
            "Note" => {
                let mut note = String::new();
                self.kids(element, page, &mut note);
                self.heard.notes.push(note);
                return;
            }
            _ => {}
        }
        let mut own = String::new();
        self.kids(element, page, &mut own);
        if tag != "Lbl" {
            out.push_str(&own);
        }
    }
}

fn string(object: &Object) -> String {
    lopdf::decode_text_string(object).expect("a text string")
}

/// The text of each marked content on a page.
fn marked_texts(pdf: &Document, page: ObjectId) -> BTreeMap<i64, String> {
    let fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = pdf
        .get_page_fonts(page)
        .expect("fonts")
        .into_iter()
        .map(|(name, font)| (name, to_unicode(pdf, font)))
        .collect();
    let content = pdf.get_page_content(page);
    let content = Content::decode(&content).expect("operators");
    let mut texts = BTreeMap::new();
    let mut open: Vec<Mark> = Vec::new();
    let mut font = &BTreeMap::new();
    for Operation { operator, operands } in &content.operations {
        match &**operator {
            "Tf" => font = &fonts[operands[0].as_name().expect("a name")],
            "BDC" => open.push(Mark::new(&operands[1])),
            "BMC" => open.push(Mark::default()),
            "EMC" => {
                let mark = open.pop().expect("an open mark");
                let text = mark.actual.unwrap_or(mark.text);
                match (mark.mcid, open.last_mut()) {
                    (Some(mcid), _) => texts
                        .entry(mcid)
                        .or_insert_with(String::new)
                        .push_str(&text),
                    (None, Some(outer)) => outer.text.push_str(&text),
                    (None, None) => {}
                }
            }
            "Tj" | "TJ" => {
                if let Some(mark) = open.last_mut() {
                    show(&operands[0], font, &mut mark.text);
                }
            }
            _ => {}
        }
    }
    texts
}

#[derive(Default)]
struct Mark {
    mcid: Option<i64>,
    actual: Option<String>,
    text: String,
}

impl Mark {
    fn new(properties: &Object) -> Self {
        let properties = properties.as_dict().expect("inline properties");
        Self {
            mcid: properties.get(b"MCID").and_then(Object::as_i64).ok(),
            actual: properties.get(b"ActualText").ok().map(string),
            text: String::new(),
        }
    }
}

fn show(shown: &Object, font: &BTreeMap<u16, String>, out: &mut String) {
    match shown {
        Object::Array(parts) => parts.iter().for_each(|part| show(part, font, out)),
        Object::String(codes, _) => {
            for code in codes.as_chunks::<2>().0 {
                out.push_str(&font[&u16::from_be_bytes(*code)]);
            }
        }
        _ => {}
    }
}

/// The font's map from two-byte codes to text.
fn to_unicode(pdf: &Document, font: &Dictionary) -> BTreeMap<u16, String> {
    let id = font
        .get(b"ToUnicode")
        .and_then(Object::as_reference)
        .expect("a map to Unicode");
    let stream = pdf.get_object(id).and_then(Object::as_stream).expect("it");
    let map = stream
        .get_plain_content()
        .or_else(|_| stream.decompressed_content())
        .expect("its text");
    let map = String::from_utf8_lossy(&map);
    let mut codes = BTreeMap::new();
    let sections = map.split("beginbfchar").skip(1);
    for section in sections.filter_map(|s| s.split("endbfchar").next()) {
        for line in section.lines().filter(|line| line.contains('<')) {
            let mut parts = line.split(['<', '>']).skip(1).step_by(2);
            let code = u16::from_str_radix(parts.next().expect("a code"), 16).expect("a code");
            let units: Vec<u16> = parts
                .next()
                .expect("text")
                .as_bytes()
                .chunks(4)
                .map(|hex| std::str::from_utf8(hex).expect("ASCII"))
                .map(|hex| u16::from_str_radix(hex, 16).expect("a unit"))
                .collect();
            codes.insert(code, String::from_utf16(&units).expect("UTF-16"));
        }
    }
    assert!(!map.contains("beginbfrange"), "the reader knows no ranges");
    codes
}
