//! Files that are bad on purpose, each in one way, made from good ones. Every judge must bite on its own.

use std::io::{Cursor, Read as _, Write as _};

use lopdf::{Dictionary, Document, Object};
use zip::write::SimpleFileOptions;

/// A bad file, what our own judge must say of it, and whether the standards' judge must bite too.
pub(crate) struct Bad {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) finding: &'static str,
    pub(crate) breaks_standard: bool,
}

/// What to do to the catalog, and to each element of the structure tree.
type Harm = fn(&mut Document);

pub(crate) fn pdfs(good: &[u8]) -> Vec<Bad> {
    let harms: [(&str, &str, bool, Harm); 9] = [
        ("utan-sprak.pdf", "language", true, |pdf| {
            catalog(pdf).remove(b"Lang");
        }),
        ("utan-taggar.pdf", "tags", true, |pdf| {
            catalog(pdf).remove(b"MarkInfo");
        }),
        ("utan-trad.pdf", "tree", true, |pdf| {
            catalog(pdf).remove(b"StructTreeRoot");
        }),
        ("utan-visad-titel.pdf", "title", true, |pdf| {
            catalog(pdf).remove(b"ViewerPreferences");
        }),
        ("utan-loften.pdf", "claim", true, |pdf| {
            let metadata = catalog(pdf).get(b"Metadata").and_then(Object::as_reference);
            let stream = pdf
                .get_object_mut(metadata.expect("metadata"))
                .expect("metadata");
            let stream = stream.as_stream_mut().expect("a stream");
            let text = stream.get_plain_content().expect("metadata");
            let text = String::from_utf8_lossy(&text).replace("pdfuaid:part>1", "pdfuaid:part>7");
            stream.dict.remove(b"Filter");
            stream.set_content(text.into_bytes());
        }),
        ("utan-alternativtext.pdf", "picture", true, |pdf| {
            elements(pdf, b"Figure", |element| {
                element.remove(b"Alt");
            });
        }),
        ("utan-rubrikceller.pdf", "table", false, |pdf| {
            elements(pdf, b"TH", |element| {
                element.set("S", Object::Name(b"TD".to_vec()));
            });
        }),
        ("hoppade-rubriker.pdf", "headings", true, |pdf| {
            elements(pdf, b"H2", |element| {
                element.set("S", Object::Name(b"H4".to_vec()));
            });
        }),
        ("fel-papper.pdf", "paper", false, |pdf| {
            for page in pdf.page_iter().collect::<Vec<_>>() {
                let page = pdf.get_dictionary_mut(page).expect("a page");
                page.set("MediaBox", vec![0.into(), 0.into(), 612.into(), 792.into()]);
            }
        }),
    ];
    let mut bad: Vec<Bad> = harms
        .into_iter()
        .map(|(name, finding, breaks_standard, harm)| {
            let mut pdf = Document::load_mem(good).expect("a good file");
            harm(&mut pdf);
            let mut bytes = Vec::new();
            pdf.save_to(&mut bytes).expect("memory");
            Bad {
                name,
                bytes,
                finding,
                breaks_standard,
            }
        })
        .collect();
    bad.push(Bad {
        name: "avhuggen.pdf",
        bytes: good[..good.len() / 2].to_vec(),
        finding: "open",
        breaks_standard: true,
    });
    bad
}

fn catalog(pdf: &mut Document) -> &mut Dictionary {
    pdf.catalog_mut().expect("a catalog")
}

fn elements(pdf: &mut Document, role: &[u8], harm: impl Fn(&mut Dictionary)) {
    let mut harmed = 0;
    for object in pdf.objects.values_mut() {
        if let Ok(element) = object.as_dict_mut()
            && element
                .get(b"S")
                .and_then(Object::as_name)
                .is_ok_and(|s| s == role)
        {
            harm(element);
            harmed += 1;
        }
    }
    assert!(harmed > 0, "no {}", String::from_utf8_lossy(role));
}

pub(crate) fn docxs(good: &[u8]) -> Vec<Bad> {
    type Edit = fn(&str) -> String;
    let edits: [(&str, &str, &str, Edit); 11] = [
        ("fel-sprak.docx", "language", "word/styles.xml", |text| {
            text.replacen("w:lang w:val=\"sv-SE\"", "w:lang w:val=\"en-US\"", 1)
        }),
        (
            "utan-rubrikrad.docx",
            "table",
            "word/document.xml",
            |text| text.replace("<w:tblHeader/>", ""),
        ),
        (
            "utan-alternativtext.docx",
            "picture",
            "word/document.xml",
            |text| {
                let (before, rest) = text.split_once("descr=\"").expect("a picture");
                let (_, after) = rest.split_once('"').expect("its text");
                format!("{before}descr=\"bild1.png\"{after}")
            },
        ),
        ("fel-ordning.docx", "order", "word/document.xml", |text| {
            let (before, rest) = text.split_once("<w:pPr>").expect("properties");
            let (inside, after) = rest.split_once("</w:pPr>").expect("their end");
            format!("{before}<w:pPr><w:jc w:val=\"left\"/>{inside}</w:pPr>{after}")
        }),
        (
            "los-relation.docx",
            "package",
            "word/_rels/document.xml.rels",
            |text| text.replace("\"numbering.xml\"", "\"nummer.xml\""),
        ),
        (
            "okand-formatmall.docx",
            "styles",
            "word/document.xml",
            |text| text.replace("w:val=\"Heading2\"", "w:val=\"Rubrik2\""),
        ),
        (
            "hoppade-rubriker.docx",
            "headings",
            "word/document.xml",
            |text| text.replace("w:val=\"Heading2\"", "w:val=\"Heading4\""),
        ),
        ("utan-notmarke.docx", "note", "word/footnotes.xml", |text| {
            text.replace("<w:footnoteRef/>", "")
        }),
        (
            "utan-titel.docx",
            "properties",
            "docProps/core.xml",
            |text| {
                let (before, rest) = text.split_once("<dc:title>").expect("a title");
                let (_, after) = rest.split_once("</dc:title>").expect("its end");
                format!("{before}<dc:title></dc:title>{after}")
            },
        ),
        ("trasig-xml.docx", "xml", "word/document.xml", |text| {
            text.replacen("</w:p>", "", 1)
        }),
        ("fel-papper.docx", "paper", "word/document.xml", |text| {
            text.replace("w:w=\"11906\"", "w:w=\"12240\"")
        }),
    ];
    let mut bad: Vec<Bad> = edits
        .into_iter()
        .map(|(name, finding, part, edit)| Bad {
            name,
            bytes: with_part(good, part, edit),
            finding,
            breaks_standard: false,
        })
        .collect();
    bad.push(Bad {
        name: "avhuggen.docx",
        bytes: good[..good.len() / 2].to_vec(),
        finding: "open",
        breaks_standard: false,
    });
    bad
}

/// The package with one part changed.
fn with_part(good: &[u8], part: &str, edit: fn(&str) -> String) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(good)).expect("a package");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut changed = 0;
    for at in 0..from.len() {
        let mut file = from.by_index(at).expect("an entry");
        let name = file.name().expect("a name").into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("a whole entry");
        if name == part {
            let text = String::from_utf8(content).expect("UTF-8");
            content = edit(&text).into_bytes();
            changed += usize::from(content != text.as_bytes());
        }
        to.start_file(&*name, SimpleFileOptions::default())
            .expect("memory");
        to.write_all(&content).expect("memory");
    }
    assert_eq!(changed, 1, "{part}");
    to.finish().expect("memory").into_inner()
}
