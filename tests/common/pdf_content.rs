//! The text that a PDF's pages show, by the marks (MCIDs) its structure tree refers to. Reads content streams and
//! `ToUnicode` maps itself; knows nothing of structure.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// Where marked content stands: the page's or the form's object, and the mark's number in it.
pub type Mark = (ObjectId, i64);

/// The text of every mark, and what no mark holds though it is no artifact.
#[derive(Debug, Default)]
pub struct Contents {
    pub marked: BTreeMap<Mark, String>,
    pub loose: String,
    fonts: BTreeMap<ObjectId, Font>,
}

/// Reads all pages.
pub fn contents(pdf: &Document) -> Contents {
    let mut contents = Contents::default();
    for page in pdf.page_iter() {
        let dictionary = pdf.get_dictionary(page).expect("a page");
        let mut stream = Stream {
            pdf,
            owner: page,
            resources: inherited(pdf, dictionary, b"Resources").expect("a page's resources"),
            font: None,
            saved: Vec::new(),
            open: Vec::new(),
            contents: &mut contents,
        };
        stream.run(&pdf.get_page_content(page));
    }
    contents
}

fn inherited<'a>(pdf: &'a Document, page: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
    if let Ok(found) = page.get_deref(key, pdf) {
        return found.as_dict().ok();
    }
    let parent = page.get_deref(b"Parent", pdf).ok()?.as_dict().ok()?;
    inherited(pdf, parent, key)
}

/// What a BMC or BDC opened.
enum Open {
    Mark(i64),
    Artifact,
    /// A span that says itself what its signs mean, once.
    Says(Option<String>),
    Other,
}

struct Stream<'a> {
    pdf: &'a Document,
    owner: ObjectId,
    resources: &'a Dictionary,
    font: Option<Font>,
    saved: Vec<Option<Font>>,
    open: Vec<Open>,
    contents: &'a mut Contents,
}

impl Stream<'_> {
    fn run(&mut self, bytes: &[u8]) {
        let content = Content::decode(bytes).expect("a content stream");
        for operation in &content.operations {
            let operands = &operation.operands;
            match &*operation.operator {
                "q" => self.saved.push(self.font.clone()),
                "Q" => self.font = self.saved.pop().expect("a saved state"),
                "Tf" => self.font = Some(self.find_font(operands[0].as_name().expect("a name"))),
                "Tj" | "'" => self.show(&operands[0]),
                "TJ" => operands[0]
                    .as_array()
                    .expect("an array")
                    .iter()
                    .for_each(|part| {
                        if matches!(part, Object::String(..)) {
                            self.show(part);
                        }
                    }),
                "\"" => self.show(&operands[2]),
                "BMC" => self.begin(&operands[0], None),
                "BDC" => self.begin(&operands[0], Some(&operands[1])),
                "EMC" => {
                    self.open.pop().expect("an open mark");
                }
                "Do" => self.form(operands[0].as_name().expect("a name")),
                _ => {}
            }
        }
    }

    fn resource(&self, kind: &[u8], name: &[u8]) -> Option<&Object> {
        let resources = self.resources.get_deref(kind, self.pdf).ok()?;
        resources.as_dict().ok()?.get(name).ok()
    }

    fn begin(&mut self, tag: &Object, properties: Option<&Object>) {
        let properties = properties.and_then(|p| match p {
            Object::Name(name) => self.resource(b"Properties", name)?.as_dict().ok().cloned(),
            other => other.as_dict().ok().cloned(),
        });
        let get = |key: &[u8]| properties.as_ref()?.get(key).ok();
        let open = if tag.as_name().is_ok_and(|name| name == b"Artifact") {
            Open::Artifact
        } else if let Some(mark) = get(b"MCID") {
            let mark = mark.as_i64().expect("a number");
            self.contents.marked.entry((self.owner, mark)).or_default();
            Open::Mark(mark)
        } else if let Some(text) = get(b"ActualText") {
            Open::Says(Some(text_string(text)))
        } else {
            Open::Other
        };
        self.open.push(open);
    }

    fn show(&mut self, codes: &Object) {
        let codes = codes.as_str().expect("a string");
        let mut text = self.font.as_ref().expect("a font").text(codes);
        if let Some(Open::Says(said)) = self.open.iter_mut().find(|o| matches!(o, Open::Says(_))) {
            text = said.take().unwrap_or_default();
        }
        if self.open.iter().any(|open| matches!(open, Open::Artifact)) {
            return;
        }
        let mark = self.open.iter().rev().find_map(|open| match open {
            Open::Mark(mark) => Some(*mark),
            _ => None,
        });
        match mark {
            Some(mark) => self
                .contents
                .marked
                .get_mut(&(self.owner, mark))
                .expect("made when it was opened")
                .push_str(&text),
            None => self.contents.loose.push_str(&text),
        }
    }

    /// A form with text of its own; pictures show none.
    fn form(&mut self, name: &[u8]) {
        let object = self.resource(b"XObject", name).expect("a known object");
        let id = object.as_reference().expect("a stream");
        let stream = self
            .pdf
            .get_object(id)
            .and_then(Object::as_stream)
            .expect("a stream");
        if stream.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form") {
            return;
        }
        let resources = stream
            .dict
            .get_deref(b"Resources", self.pdf)
            .and_then(Object::as_dict);
        let bytes = stream.get_plain_content().expect("a readable stream");
        let open = std::mem::take(&mut self.open);
        // Without marks of its own, a form's text belongs to the mark around it.
        let owner = if stream.dict.has(b"StructParents") {
            id
        } else {
            self.owner
        };
        let mut inner = Stream {
            pdf: self.pdf,
            owner,
            resources: resources.unwrap_or(self.resources),
            font: self.font.clone(),
            saved: Vec::new(),
            open,
            contents: self.contents,
        };
        inner.run(&bytes);
        self.open = inner.open;
    }

    /// The font of that name; each font is read once.
    fn find_font(&mut self, name: &[u8]) -> Font {
        let id = self
            .resource(b"Font", name)
            .and_then(|font| font.as_reference().ok());
        let id = id.expect("a known font");
        let pdf = self.pdf;
        let fonts = &mut self.contents.fonts;
        let font = fonts
            .entry(id)
            .or_insert_with(|| Font::read(pdf, pdf.get_dictionary(id).expect("a font")));
        font.clone()
    }
}

/// A font's codes and what they mean.
#[derive(Debug, Clone)]
struct Font {
    code_length: usize,
    meanings: std::rc::Rc<BTreeMap<u32, String>>,
}

impl Font {
    fn read(pdf: &Document, font: &Dictionary) -> Self {
        let kind = font
            .get(b"Subtype")
            .and_then(Object::as_name)
            .expect("a kind of font");
        let map = font
            .get_deref(b"ToUnicode", pdf)
            .and_then(Object::as_stream);
        let map = map.expect("a font that says what its signs mean");
        let map = map.get_plain_content().expect("a readable stream");
        Self {
            code_length: if kind == b"Type0" { 2 } else { 1 },
            meanings: meanings(&String::from_utf8_lossy(&map)).into(),
        }
    }

    fn text(&self, codes: &[u8]) -> String {
        codes
            .chunks(self.code_length)
            .map(|code| {
                let code = code
                    .iter()
                    .fold(0, |code, byte| code << 8 | u32::from(*byte));
                self.meanings.get(&code).map_or("\u{fffd}", String::as_str)
            })
            .collect()
    }
}

/// The `bfchar` and `bfrange` lines of a `ToUnicode` map.
fn meanings(map: &str) -> BTreeMap<u32, String> {
    let mut meanings = BTreeMap::new();
    for part in parts(map, "beginbfchar", "endbfchar") {
        for pair in part.chunks_exact(2) {
            meanings.insert(code(&pair[0]), utf16(&pair[1]));
        }
    }
    for part in parts(map, "beginbfrange", "endbfrange") {
        let mut tokens = part.into_iter();
        while let (Some(first), Some(last), Some(meaning)) =
            (tokens.next(), tokens.next(), tokens.next())
        {
            let codes = code(&first)..=code(&last);
            if meaning == "[" {
                for (code, meaning) in codes.zip(tokens.by_ref().take_while(|t| t != "]")) {
                    meanings.insert(code, utf16(&meaning));
                }
                continue;
            }
            for (code, step) in codes.zip(0..) {
                let mut units = units(&meaning);
                *units.last_mut().expect("a meaning") += step;
                meanings.insert(code, String::from_utf16(&units).expect("UTF-16"));
            }
        }
    }
    meanings
}

/// The tokens of each part between two words: hexadecimal digits, `[` and `]`.
fn parts(map: &str, begin: &str, end: &str) -> Vec<Vec<String>> {
    map.split(begin)
        .skip(1)
        .filter_map(|rest| rest.split(end).next())
        .map(|part| {
            let spaced = part.replace('[', " [ ").replace(']', " ] ");
            let spaced = spaced.replace(['<', '>'], " ");
            spaced.split_whitespace().map(str::to_owned).collect()
        })
        .collect()
}

fn code(hex: &str) -> u32 {
    u32::from_str_radix(hex, 16).expect("a code")
}

fn units(hex: &str) -> Vec<u16> {
    hex.as_bytes()
        .chunks(4)
        .map(|unit| {
            let unit = std::str::from_utf8(unit).expect("hexadecimal digits");
            u16::from_str_radix(unit, 16).expect("hexadecimal digits")
        })
        .collect()
}

fn utf16(hex: &str) -> String {
    String::from_utf16(&units(hex)).expect("UTF-16")
}

/// A PDF text string: UTF-16 with a mark, UTF-8 with a mark, or `PDFDocEncoding` (its ASCII part).
pub fn text_string(object: &Object) -> String {
    let bytes = object.as_str().expect("a string");
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> = rest
                .chunks_exact(2)
                .map(|unit| u16::from_be_bytes([unit[0], unit[1]]))
                .collect();
            String::from_utf16(&units).expect("UTF-16")
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).expect("UTF-8"),
        bytes => {
            assert!(bytes.is_ascii(), "a text string in ASCII: {bytes:?}");
            String::from_utf8_lossy(bytes).into_owned()
        }
    }
}
